//! Mutual exclusion with priority inheritance.
//!
//! A task that holds the lock runs at the priority of the highest task waiting for it. Not recursive.

use core::cell::UnsafeCell;
use core::ops::{Deref, DerefMut};

use crate::backend::RawMutex;
use crate::{OutOfMemory, Wait};

/// A value that one task at a time may use. Not for interrupt handlers.
pub struct Mutex<T> {
    raw: RawMutex,
    value: UnsafeCell<T>,
}

// SAFETY: the value is reached only through a guard, and the lock gives out one guard at a time.
unsafe impl<T: Send> Sync for Mutex<T> {}
// SAFETY: as the value may move between tasks, so may the lock around it.
unsafe impl<T: Send> Send for Mutex<T> {}

impl<T> Mutex<T> {
    /// A free lock around `value`.
    ///
    /// # Errors
    /// `OutOfMemory` if there is none for the kernel's record.
    pub fn new(value: T) -> Result<Self, OutOfMemory> {
        Ok(Self { raw: RawMutex::new()?, value: UnsafeCell::new(value) })
    }

    /// Waits for the lock.
    pub fn lock(&self) -> Guard<'_, T> {
        while !self.raw.lock(Wait::Forever) {}
        Guard { mutex: self }
    }

    /// Waits at most `wait` for the lock.
    pub fn try_lock(&self, wait: Wait) -> Option<Guard<'_, T>> {
        self.raw.lock(wait).then(|| Guard { mutex: self })
    }
}

/// The right to use the value; gives the lock back when dropped.
pub struct Guard<'a, T> {
    mutex: &'a Mutex<T>,
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: this guard is the only one, so nobody else has a reference to the value.
        unsafe { &*self.mutex.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`; `&mut self` makes this the only reference through the guard.
        unsafe { &mut *self.mutex.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.mutex.raw.unlock();
    }
}
