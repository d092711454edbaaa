//! CMSDK APB UART. Source: Arm DDI 0479 §4.3.

use super::Reg;

/// STATE: the transmit buffer is full.
pub const STATE_TX_FULL: u32 = 1 << 0;
/// STATE: the receive buffer holds a byte.
pub const STATE_RX_FULL: u32 = 1 << 1;
/// CTRL: transmitter on.
pub const CTRL_TX: u32 = 1 << 0;
/// CTRL: receiver on.
pub const CTRL_RX: u32 = 1 << 1;
/// CTRL: interrupt when a byte has left the transmit buffer.
pub const CTRL_TX_INTERRUPT: u32 = 1 << 2;
/// CTRL: interrupt when a byte has arrived.
pub const CTRL_RX_INTERRUPT: u32 = 1 << 3;
/// INTSTATUS, write one to clear: both interrupts.
pub const INT_BOTH: u32 = 0b11;

/// The register block.
#[repr(C)]
pub struct Uart {
    /// Received byte, byte to send.
    pub data: Reg,
    /// Buffer states.
    pub state: Reg,
    /// Enables.
    pub ctrl: Reg,
    /// Interrupt requests.
    pub intstatus: Reg,
    /// Clock divisor, at least 16.
    pub bauddiv: Reg,
}

/// The first UART, the console.
pub fn uart0() -> &'static Uart {
    // SAFETY: the block lies at this address for ever (AN385 §3.7).
    unsafe { &*(0x4000_4000 as *const Uart) }
}
