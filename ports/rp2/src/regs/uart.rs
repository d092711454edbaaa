//! PL011 UART. Source: RP2040 datasheet §4.2; Arm DDI 0183.

use super::Reg;

/// FR: the receive queue is empty.
pub const FR_RX_EMPTY: u32 = 1 << 4;
/// FR: the transmit queue is full.
pub const FR_TX_FULL: u32 = 1 << 5;
/// FR: a byte is on the wire.
pub const FR_BUSY: u32 = 1 << 3;
/// LCR_H: queues on, 8 bits.
pub const LCR_QUEUES_8_BITS: u32 = 1 << 4 | 3 << 5;
/// CR: on, both directions.
pub const CR_ON: u32 = 1 << 0 | 1 << 8 | 1 << 9;
/// IMSC, ICR: received bytes, by level and by time.
pub const INT_RX: u32 = 1 << 4 | 1 << 6;
/// IMSC, ICR: room in the transmit queue.
pub const INT_TX: u32 = 1 << 5;

/// The register block.
#[repr(C)]
pub struct Uart {
    /// Received byte, byte to send.
    pub dr: Reg,
    _rsr: Reg,
    _gap: [Reg; 4],
    /// Flags.
    pub fr: Reg,
    _gap2: Reg,
    _ilpr: Reg,
    /// Divisor, whole part.
    pub ibrd: Reg,
    /// Divisor, 64ths.
    pub fbrd: Reg,
    /// Line control; written after the divisors.
    pub lcr_h: Reg,
    /// Enables.
    pub cr: Reg,
    /// Queue levels that interrupt.
    pub ifls: Reg,
    /// Interrupts let through.
    pub imsc: Reg,
    _ris: Reg,
    _mis: Reg,
    /// Write one to clear.
    pub icr: Reg,
}

const _: () = assert!(core::mem::offset_of!(Uart, ibrd) == 0x24);
const _: () = assert!(core::mem::offset_of!(Uart, icr) == 0x44);

/// The first UART, the console.
pub fn uart0() -> &'static Uart {
    // SAFETY: the block lies at this address for ever.
    unsafe { &*(0x4003_4000 as *const Uart) }
}
