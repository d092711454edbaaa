//! Counting semaphores.

use crate::backend::RawSemaphore;
use crate::{OutOfMemory, Wait};

/// A count that tasks wait on to be above zero.
pub struct Semaphore(RawSemaphore);

impl Semaphore {
    /// A count between 0 and `max`, `initial` at first.
    ///
    /// # Errors
    /// `OutOfMemory` if there is none for the kernel's record.
    pub fn new(max: u32, initial: u32) -> Result<Self, OutOfMemory> {
        RawSemaphore::new(max, initial).map(Self)
    }

    /// Takes one, waiting at most `wait`; false if there was none.
    pub fn take(&self, wait: Wait) -> bool {
        self.0.take(wait)
    }

    /// Gives one; false if the count is at its maximum.
    ///
    /// # ISR
    /// Allowed.
    pub fn give(&self) -> bool {
        self.0.give()
    }
}
