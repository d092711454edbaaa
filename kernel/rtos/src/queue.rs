//! Bounded queues of plain values between tasks.

use core::marker::PhantomData;

use crate::backend::RawQueue;
use crate::{OutOfMemory, Wait};

/// A queue of at most `len` values, copied in and out.
pub struct Queue<T: Copy + Send> {
    raw: RawQueue<T>,
    _value: PhantomData<T>,
}

impl<T: Copy + Send> Queue<T> {
    /// An empty queue for `len` values.
    ///
    /// # Errors
    /// `OutOfMemory` if there is none for the slots.
    pub fn new(len: usize) -> Result<Self, OutOfMemory> {
        Ok(Self { raw: RawQueue::new(len)?, _value: PhantomData })
    }

    /// Puts `value` at the end, waiting at most `wait` for room; false if there was none.
    ///
    /// # ISR
    /// Allowed with `Wait::No`.
    pub fn send(&self, value: T, wait: Wait) -> bool {
        self.raw.send(value, wait)
    }

    /// Takes the first value, waiting at most `wait` for one.
    pub fn receive(&self, wait: Wait) -> Option<T> {
        self.raw.receive(wait)
    }
}
