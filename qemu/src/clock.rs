//! Time: timer 0 counts 25 MHz for ever, an interrupt counts its turns.

use pyrite_rtos::cell::Shared;
use pyrite_rtos::critical;
use pyrite_rtos::time::Clock;

use super::board::CPU_HZ;
use super::regs::nvic;
use super::regs::timer::{CTRL_ENABLE, CTRL_INTERRUPT, timer0};

const TIMER0_IRQ: usize = 8;
const COUNTS_PER_US: u64 = (CPU_HZ / 1_000_000) as u64;

/// Turns of 2^32 counts (171.8 s) whose interrupt was served.
static TURNS: Shared<u32> = Shared::new(0);

/// The clock of the machine.
pub struct Timer0;

impl Timer0 {
    /// Starts the count.
    pub fn start(&self) {
        timer0().reload.write(u32::MAX);
        timer0().value.write(u32::MAX);
        timer0().ctrl.write(CTRL_ENABLE | CTRL_INTERRUPT);
        nvic::enable(TIMER0_IRQ);
    }

    /// The handler of a turn.
    pub fn on_interrupt(&self) {
        timer0().intstatus.write(1);
        critical::masked(|section| {
            let turns = TURNS.within(section);
            turns.set(turns.get().wrapping_add(1));
        });
    }

    /// The low half of the count.
    pub fn counts(&self) -> u32 {
        !timer0().value.read()
    }
}

impl Clock for Timer0 {
    fn now_us(&self) -> u64 {
        critical::masked(|section| {
            let turns = TURNS.within(section).get();
            let before = self.counts();
            // A turn whose interrupt waits for the end of this section counts already; the count was
            // perhaps read before it.
            let (turns, low) = if timer0().intstatus.read() == 0 {
                (turns, before)
            } else {
                (turns.wrapping_add(1), self.counts())
            };
            (u64::from(turns) << 32 | u64::from(low)) / COUNTS_PER_US
        })
    }
}
