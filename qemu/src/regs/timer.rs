//! CMSDK APB timer. Source: Arm DDI 0479 §4.1.

use super::Reg;

/// CTRL: counts.
pub const CTRL_ENABLE: u32 = 1 << 0;
/// CTRL: interrupts at zero.
pub const CTRL_INTERRUPT: u32 = 1 << 3;

/// The register block.
#[repr(C)]
pub struct Timer {
    /// Enables.
    pub ctrl: Reg,
    /// Counts down.
    pub value: Reg,
    /// Where it goes on from after zero.
    pub reload: Reg,
    /// Interrupt request, write one to clear.
    pub intstatus: Reg,
}

/// Timer 0, free-running.
pub fn timer0() -> &'static Timer {
    // SAFETY: the block lies at this address for ever (AN385 §3.7).
    unsafe { &*(0x4000_0000 as *const Timer) }
}
