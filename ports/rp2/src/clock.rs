//! Clocks and time: 125 MHz from the crystal, and the microsecond timer.

use pyrite_rtos::time::Clock;

use super::regs::{clocks, reset, timer};

/// The clock of the chip.
pub struct Timer;

impl Timer {
    /// Sets up the clock tree and starts the timer.
    pub fn start(&self) {
        clocks::start_crystal();
        clocks::select_crystal();
        reset::release(reset::PLL_SYS);
        clocks::start_pll();
        clocks::select_pll();
        reset::release(reset::TIMER);
    }

    /// The low half of the count.
    pub fn counts(&self) -> u32 {
        timer::low()
    }
}

impl Clock for Timer {
    fn now_us(&self) -> u64 {
        // The raw registers have no latch, so that both cores may read: again if the high half moved.
        loop {
            let high = timer::high();
            let low = timer::low();
            if timer::high() == high {
                return u64::from(high) << 32 | u64::from(low);
            }
        }
    }
}
