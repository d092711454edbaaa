//! Software timers: a function that the timer task calls later, or repeatedly.

use core::ffi::CStr;

use crate::OutOfMemory;
use crate::backend::RawTimer;

/// When a timer calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Once, so many milliseconds after each start.
    OnceMs(u32),
    /// Every so many milliseconds after the start.
    EveryMs(u32),
}

/// A timer; dropped, it calls no more.
pub struct Timer(RawTimer);

impl Timer {
    /// A stopped timer that will call `callback(argument)`; the callback must not block.
    ///
    /// # Errors
    /// `OutOfMemory` if there is none for the kernel's record.
    pub fn new(
        name: &'static CStr,
        period: Period,
        callback: fn(usize),
        argument: usize,
    ) -> Result<Self, OutOfMemory> {
        RawTimer::new(name, period, callback, argument).map(Self)
    }

    /// Starts, or starts over.
    pub fn start(&self) {
        self.0.start();
    }

    /// Stops; no call comes after the timer task has seen it.
    pub fn stop(&self) {
        self.0.stop();
    }
}
