//! Registers of the chip: the only places that touch addresses.

pub mod nvic;
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
}
