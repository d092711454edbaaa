//! Time since start-up, in microseconds.
//!
//! The board gives the clock: a counter of its own, finer than the tick.

use crate::Wait;
use crate::backend;

/// A clock that counts from start-up and never goes back.
pub trait Clock: Sync {
    /// Microseconds since start-up.
    ///
    /// # ISR
    /// Allowed.
    fn now_us(&self) -> u64;
}

/// Sets the clock that the board has; once, before the first task.
pub fn install(clock: &'static dyn Clock) {
    backend::install_clock(clock);
}

/// Microseconds since start-up; 0 before a clock is installed.
///
/// # ISR
/// Allowed.
pub fn now_us() -> u64 {
    backend::now_us()
}

/// What `time.ticks_us` reads: the same clock, under a name that stands in the symbol table.
///
/// Tools that count instructions between two calls find it there, so it is never inlined.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "C" fn ticks_us() -> u64 {
    now_us()
}

/// The point in time until which a call may wait.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deadline {
    /// At or after this microsecond.
    At(u64),
    /// Not ever.
    Never,
}

impl Deadline {
    /// Counts `wait` from now.
    pub(crate) fn after(wait: Wait) -> Self {
        match wait {
            Wait::No => Self::At(0),
            Wait::Us(us) => now_us().checked_add(us).map_or(Self::Never, Self::At),
            Wait::Forever => Self::Never,
        }
    }

    /// What is left; `No` once it has passed.
    pub(crate) fn left(self) -> Wait {
        match self {
            Self::Never => Wait::Forever,
            Self::At(end) => match end.saturating_sub(now_us()) {
                0 => Wait::No,
                us => Wait::Us(us),
            },
        }
    }
}
