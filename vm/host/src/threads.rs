//! What the virtual machine asks of an operating system's threads.
//!
//! All locks of Python are made of one thing: a thread parks until a condition holds that
//! another makes true before it unparks it.

use crate::Errno;

/// Where one thread waits, as numbered by the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parker(pub usize);

/// Whether a wait ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupts {
    /// It goes on.
    Ignore,
    /// It ends when the thread is interrupted: the first one by Ctrl-C, the others by
    /// [`Threads::set_cancelled`].
    Heed,
}

/// Threads other than the one that the machine was made in, which is the first.
pub trait Threads: Sync {
    /// Starts a thread that runs `entry(parker, argument)` and is gone when that returns, its
    /// stack with it. The parker is its own.
    ///
    /// # Errors
    /// `ENOMEM`, `EAGAIN`.
    fn spawn(&self, stack_bytes: usize, entry: fn(Parker, usize), argument: usize) -> Result<(), Errno>;

    /// Bytes of stack a thread needs at least, and has if nothing is said.
    fn stack_bytes(&self) -> (usize, usize);

    /// The system's number of the calling thread.
    fn native_id(&self) -> usize;

    /// The parker of the first thread.
    fn first_parker(&self) -> Parker;

    /// Waits until `ready` holds, but not longer than `timeout_us`. For the parker's own thread.
    fn park(&self, parker: Parker, timeout_us: Option<u64>, interrupts: Interrupts, ready: &dyn Fn() -> bool);

    /// Lets the thread of the parker look at its condition again.
    fn unpark(&self, parker: Parker);

    /// Runs `body`, which is short and waits for nothing but may unpark, while no other thread
    /// is in this call.
    fn exclusive(&self, body: &mut dyn FnMut());

    /// While true, every call that blocks ends with `EINTR` in all threads but the first.
    fn set_cancelled(&self, cancelled: bool);
}
