//! The interrupt signal (SIGINT): raised by Ctrl-C, taken by the program.
//!
//! Every call that blocks waits in [`Interrupt::waiters`] too and ends with `EINTR` when it is raised,
//! or in tasks that do not take it when they are cancelled.

use core::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

use pyrite_rtos::cell::Shared;
use pyrite_rtos::notify::{WaitList, Waited};
use pyrite_rtos::{Wait, task};

use crate::Errno;

/// A pending flag with those who have to know of it.
pub struct Interrupt {
    pending: Shared<bool>,
    /// The task that takes the signal, by its number; 0 is any.
    taker: AtomicUsize,
    /// All tasks but that one are to end what they wait for.
    cancelled: AtomicBool,
    attention: AtomicU32,
    waiters: WaitList,
}

impl Default for Interrupt {
    fn default() -> Self {
        Self::new()
    }
}

impl Interrupt {
    /// A signal that is not raised.
    pub const fn new() -> Self {
        Self {
            pending: Shared::new(false),
            taker: AtomicUsize::new(0),
            cancelled: AtomicBool::new(false),
            attention: AtomicU32::new(0),
            waiters: WaitList::new(),
        }
    }

    /// Raises the signal and wakes all who block.
    ///
    /// # ISR
    /// Allowed.
    pub fn raise(&self) {
        self.pending.set(true);
        self.attention.store(1, Ordering::Release);
        self.waiters.wake_all();
    }

    /// A word that turns 1 when the signal is raised, for programs that compute and never block.
    ///
    /// They look at it now and then with one load, write 0, and ask [`Interrupt::is_pending`].
    pub fn attention(&self) -> &AtomicU32 {
        &self.attention
    }

    /// Whether it is raised and not yet taken.
    pub fn is_pending(&self) -> bool {
        self.pending.get()
    }

    /// From now on the running task takes it, and no other.
    pub fn take_here(&self) {
        self.taker.store(task::current_id(), Ordering::Relaxed);
    }

    /// Whether the running task has to end what it waits for.
    pub fn reaches_current(&self) -> bool {
        let taker = self.taker.load(Ordering::Relaxed);
        if taker == 0 || taker == task::current_id() {
            self.is_pending()
        } else {
            self.cancelled.load(Ordering::Acquire)
        }
    }

    /// While true, calls that block end in all tasks that do not take the signal.
    pub fn cancel_others(&self, cancelled: bool) {
        self.cancelled.store(cancelled, Ordering::Release);
        self.waiters.wake_all();
    }

    /// Takes it: true once for each raise that was not taken before.
    pub fn take(&self) -> bool {
        self.pending.replace(false)
    }

    /// The tasks to wake; for calls that wait for something else as well.
    pub fn waiters(&self) -> &WaitList {
        &self.waiters
    }

    /// Sleeps for `duration_us` at least.
    ///
    /// # Errors
    /// `EINTR` as soon as the signal reaches the task.
    pub fn sleep_us(&self, duration_us: u64) -> Result<(), Errno> {
        match self.waiters.wait_until(Wait::Us(duration_us), || self.reaches_current()) {
            Waited::Ready => Err(Errno::EINTR),
            Waited::TimedOut => Ok(()),
        }
    }
}
