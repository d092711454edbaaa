//! Figures of the running system: processor time, tasks, stacks.

use pyrite_rtos::task;

pub use pyrite_rtos::task::{Info, for_each};

/// Processor time at one moment, to be compared with a later one.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    idle: u32,
    total: u32,
}

impl Sample {
    /// The counters now.
    pub fn now() -> Self {
        let (idle, total) = task::idle_and_total_time();
        Self { idle, total }
    }

    /// The idle task's share since then, in thousandths of a percent (100 000 is all).
    ///
    /// The counters wrap: the two samples must be less than a turn apart (171 s at 25 MHz).
    pub fn idle_share_since(self) -> u32 {
        let now = Self::now();
        let total = u64::from(now.total.wrapping_sub(self.total));
        let idle = u64::from(now.idle.wrapping_sub(self.idle));
        u32::try_from((idle * 100_000).checked_div(total).unwrap_or(0)).unwrap_or(100_000)
    }
}
