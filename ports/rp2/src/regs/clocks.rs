//! Crystal, PLL and clock tree.
//!
//! Source: RP2040 datasheet §2.15, §2.16, §2.18, §4.7 (tick).

use super::Reg;

#[repr(C)]
struct Xosc {
    ctrl: Reg,
    status: Reg,
    dormant: Reg,
    startup: Reg,
}

#[repr(C)]
struct Pll {
    cs: Reg,
    pwr: Reg,
    fbdiv_int: Reg,
    prim: Reg,
}

/// One clock of the tree.
#[repr(C)]
struct ClockOf {
    ctrl: Reg,
    div: Reg,
    selected: Reg,
}

#[repr(C)]
struct Clocks {
    gpout: [ClockOf; 4],
    reference: ClockOf,
    system: ClockOf,
    peripheral: ClockOf,
}

fn xosc() -> &'static Xosc {
    // SAFETY: the block lies at this address for ever.
    unsafe { &*(0x4002_4000 as *const Xosc) }
}

fn pll_sys() -> &'static Pll {
    // SAFETY: the block lies at this address for ever.
    unsafe { &*(0x4002_8000 as *const Pll) }
}

fn clocks() -> &'static Clocks {
    // SAFETY: the block lies at this address for ever.
    unsafe { &*(0x4000_8000 as *const Clocks) }
}

fn watchdog_tick() -> &'static Reg {
    // SAFETY: the register lies at this address for ever.
    unsafe { &*(0x4005_802C as *const Reg) }
}

/// Brings the crystal up: 12 MHz.
pub fn start_crystal() {
    const RANGE_1_15_MHZ: u32 = 0xAA0;
    const ENABLE: u32 = 0xFAB << 12;
    const STABLE: u32 = 1 << 31;
    // About a millisecond, in units of 256 cycles.
    xosc().startup.write(47);
    xosc().ctrl.write(RANGE_1_15_MHZ | ENABLE);
    xosc().status.await_set(STABLE);
}

/// Locks the system PLL: 12 MHz x 125 / 6 / 2 = 125 MHz. It must be out of reset.
pub fn start_pll() {
    const PD: u32 = 1 << 0;
    const POSTDIVPD: u32 = 1 << 3;
    const VCOPD: u32 = 1 << 5;
    const LOCK: u32 = 1 << 31;
    pll_sys().cs.write(1);
    pll_sys().fbdiv_int.write(125);
    pll_sys().pwr.clear(PD | VCOPD);
    pll_sys().cs.await_set(LOCK);
    pll_sys().prim.write(6 << 16 | 2 << 12);
    pll_sys().pwr.clear(POSTDIVPD);
}

/// Runs from the crystal alone, as the PLL needs while it is set up.
pub fn select_crystal() {
    const FROM_XOSC: u32 = 2;
    // The system clock falls back to the reference before either changes.
    clocks().system.ctrl.clear(1);
    clocks().system.selected.await_set(1 << 0);
    clocks().reference.ctrl.write(FROM_XOSC);
    clocks().reference.selected.await_set(1 << FROM_XOSC);
}

/// Runs the processor and the peripherals from the PLL, and the timer's tick at 1 MHz.
pub fn select_pll() {
    const SYS_FROM_AUX: u32 = 1;
    const AUX_PLL_SYS: u32 = 0 << 5;
    const PERI_ENABLE: u32 = 1 << 11;
    const TICK_ENABLE: u32 = 1 << 9;
    clocks().system.ctrl.write(AUX_PLL_SYS);
    clocks().system.ctrl.write(AUX_PLL_SYS | SYS_FROM_AUX);
    clocks().system.selected.await_set(1 << SYS_FROM_AUX);
    clocks().peripheral.ctrl.write(PERI_ENABLE);
    watchdog_tick().write(TICK_ENABLE | 12);
}
