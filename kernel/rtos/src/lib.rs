//! The safe layer over the real-time kernel.
//!
//! One set of names, two backends: FreeRTOS in firmware, `std` threads on the host, chosen in
//! `backend.rs` and nowhere else. What may be called from an interrupt handler says so ("# ISR").
//! Nothing here spins: whoever waits is off the processor until notified or timed out.
#![no_std]

mod backend;
pub mod critical;
pub mod cell;
pub mod time;
pub mod heap;
pub mod task;
pub mod notify;
pub mod mutex;
pub mod semaphore;
pub mod queue;
pub mod timer;

/// The kernel or the heap has no memory for what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

/// How long a call may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Not at all.
    No,
    /// At most so long; rounded up to the tick.
    Us(u64),
    /// Until it happens.
    Forever,
}

#[cfg(test)]
mod tests;
