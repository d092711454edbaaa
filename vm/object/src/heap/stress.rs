//! Provoked faults: the nth allocation fails; every block is one of the system's.

use core::cell::Cell;
use core::sync::atomic::{AtomicBool, Ordering};

/// Heaps made from now on take every block from the system, which may check its use.
static SEPARATE: AtomicBool = AtomicBool::new(false);

/// Has heaps made from now on take every block from the system, or from pages as usual.
/// Only with debug assertions.
pub fn set_separate(separate: bool) {
    SEPARATE.store(separate, Ordering::Relaxed);
}

/// Whether a heap made now takes every block from the system.
pub fn is_separate() -> bool {
    cfg!(debug_assertions) && SEPARATE.load(Ordering::Relaxed)
}

/// Counts allocations and fails chosen ones. Off (and one compare) by default.
#[derive(Default)]
pub struct Stress {
    /// Allocations until the one that fails; 0 is off.
    countdown: Cell<u32>,
    /// After the failure every further one fails as well.
    all: Cell<bool>,
    /// Allocations counted since the last [`Stress::arm`].
    counted: Cell<u32>,
}

impl Stress {
    /// Lets the `nth` allocation from now fail (1 is the next), and with `all` those after it.
    pub fn arm(&self, nth: u32, all: bool) {
        self.countdown.set(nth);
        self.all.set(all);
        self.counted.set(0);
    }

    /// Allocations since the last [`Stress::arm`].
    pub fn counted(&self) -> u32 {
        self.counted.get()
    }

    /// Whether allocations are counted.
    #[inline(always)]
    pub fn is_armed(&self) -> bool {
        self.countdown.get() != 0
    }

    /// Whether this allocation is to fail.
    pub fn fails(&self) -> bool {
        let left = self.countdown.get();
        left != 0 && self.count_down(left)
    }

    #[cold]
    fn count_down(&self, left: u32) -> bool {
        self.counted.set(self.counted.get().wrapping_add(1));
        if left == 1 {
            if !self.all.get() {
                self.countdown.set(u32::MAX);
            }
            return true;
        }
        self.countdown.set(left - 1);
        false
    }
}
