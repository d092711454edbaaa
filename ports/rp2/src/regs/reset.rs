//! Resets of the peripherals and of the chip.
//!
//! Source: RP2040 datasheet §2.13, §2.14, §4.7.

use super::Reg;

/// Bits of the peripherals in use.
pub const IO_BANK0: u32 = 1 << 5;
/// The pads of the pins.
pub const PADS_BANK0: u32 = 1 << 8;
/// The system PLL.
pub const PLL_SYS: u32 = 1 << 12;
/// The microsecond timer.
pub const TIMER: u32 = 1 << 21;
/// UART 0.
pub const UART0: u32 = 1 << 22;

#[repr(C)]
struct Resets {
    reset: Reg,
    watchdog: Reg,
    done: Reg,
}

fn resets() -> &'static Resets {
    // SAFETY: the block lies at this address for ever.
    unsafe { &*(0x4000_C000 as *const Resets) }
}

/// Takes the peripherals of `mask` out of reset.
pub fn release(mask: u32) {
    resets().reset.clear(mask);
    resets().done.await_set(mask);
}

/// Resets the chip but for its oscillators, through the watchdog.
pub fn reset_chip() -> ! {
    const ALL_BUT_OSCILLATORS: u32 = 0x1_FFFC;
    const TRIGGER: u32 = 1 << 31;
    // SAFETY: the registers lie at these addresses for ever (PSM WDSEL, WATCHDOG CTRL).
    let (wdsel, ctrl) = unsafe { (&*(0x4001_0008 as *const Reg), &*(0x4005_8000 as *const Reg)) };
    wdsel.write(ALL_BUT_OSCILLATORS);
    ctrl.set(TRIGGER);
    loop {
        core::hint::spin_loop();
    }
}
