//! Pin functions. Source: RP2040 datasheet §2.19.2.

use super::Reg;

/// Function 2 of GPIO 0 and 1: UART 0.
pub const FUNCTION_UART: u32 = 2;

/// Gives pin `gpio` to a peripheral. The block must be out of reset.
pub fn set_function(gpio: u8, function: u32) {
    let address = 0x4001_4004 + 8 * (usize::from(gpio) % 30);
    // SAFETY: the control register of one of the 30 pins.
    let ctrl = unsafe { &*(address as *const Reg) };
    ctrl.write(function);
}
