//! Registers of the chip: the only places that touch addresses.
//!
//! Blocks are structs of [`Reg`] with gaps; every register has aliases that set or clear single bits.
//! Source: RP2040 datasheet §2.1.2 (aliases) and the sections named in each file.

pub mod clocks;
pub mod nvic;
pub mod pins;
pub mod reset;
pub mod timer;
pub mod uart;

use core::cell::UnsafeCell;

/// A register of 32 bits.
#[repr(transparent)]
pub struct Reg(UnsafeCell<u32>);

impl Reg {
    /// The value now.
    pub fn read(&self) -> u32 {
        // SAFETY: a `Reg` is only ever part of a register block at the address of its peripheral.
        unsafe { self.0.get().read_volatile() }
    }

    /// Writes all bits.
    pub fn write(&self, value: u32) {
        // SAFETY: as in `read`; no register of these blocks has memory effects.
        unsafe { self.0.get().write_volatile(value) }
    }

    /// Sets the bits of `mask` in one bus access.
    pub fn set(&self, mask: u32) {
        self.alias(0x2000, mask);
    }

    /// Clears the bits of `mask` in one bus access.
    pub fn clear(&self, mask: u32) {
        self.alias(0x3000, mask);
    }

    fn alias(&self, offset: usize, mask: u32) {
        let register = self.0.get().wrapping_byte_add(offset);
        // SAFETY: every APB register has its aliases at these offsets.
        unsafe { register.write_volatile(mask) }
    }

    /// Waits until all bits of `mask` are set; for hardware that settles within microseconds.
    pub fn await_set(&self, mask: u32) {
        while self.read() & mask != mask {
            core::hint::spin_loop();
        }
    }
}
