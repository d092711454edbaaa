//! What the virtual machine asks of the world it runs in.
//!
//! The lower layer declares, the higher supplies: `ports/host` answers with Linux,
//! `services/python` with the kernel's descriptors. No other part of the VM names an OS.
#![no_std]
#![forbid(unsafe_code)]

use core::sync::atomic::AtomicU32;

pub mod errno;
pub mod files;
pub mod threads;

pub use errno::Errno;
pub use files::{Files, Stat, Whence};
pub use threads::{Interrupts, Parker, Threads};

/// Which of the two output streams of a program is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `sys.stdout`, descriptor 1.
    Out,
    /// `sys.stderr`, descriptor 2.
    Err,
}

/// The world. One value serves all threads of a VM; every call may block.
///
/// In the first thread, calls that block return [`Errno::EINTR`] as soon as
/// [`Host::interrupt_pending`] turns true; in others, when they are cancelled.
pub trait Host: Files {
    /// Microseconds of a clock that never goes back.
    fn monotonic_us(&self) -> u64;

    /// What `time.ticks_us` reads: the clock of [`Host::monotonic_us`].
    ///
    /// Firmware answers with a function named `ticks_us` that is never inlined and called for nothing
    /// else, so that instructions between two readings can be counted from outside.
    fn ticks_us(&self) -> u64 {
        self.monotonic_us()
    }

    /// Finds a character by its name, for `\N{...}`; `None` where there is no room for the names.
    fn character_names(&self) -> Option<fn(&str) -> Option<char>> {
        None
    }

    /// Microseconds since 1970-01-01 UTC; counts from start-up where no clock is set.
    fn wall_us(&self) -> i64;

    /// Sleeps for `duration_us`, or until interrupted.
    ///
    /// # Errors
    /// `EINTR` if interrupted.
    fn sleep_us(&self, duration_us: u64) -> Result<(), Errno>;

    /// Reads at least one byte from the console; 0 is the end of input.
    ///
    /// # Errors
    /// `EINTR` if interrupted, `EIO` if the console is gone.
    fn console_read(&self, into: &mut [u8]) -> Result<usize, Errno>;

    /// Writes all of `bytes`, as they are.
    ///
    /// # Errors
    /// `EIO` or `EPIPE` if the console is gone.
    fn console_write(&self, stream: Stream, bytes: &[u8]) -> Result<(), Errno>;

    /// Calls `each` with the name and the value of every variable of the environment.
    fn environment(&self, each: &mut dyn FnMut(&[u8], &[u8])) {
        let _ = each;
    }

    /// Fills `into` with bytes that cannot be foreseen, as good as the machine has.
    fn entropy(&self, into: &mut [u8]);

    /// The word that asks the VM to look up: set to 1 by the host when a Ctrl-C comes in (an
    /// interrupt handler may do it), read by the VM at every backward jump, reset by the VM
    /// before it looks for the reason.
    fn attention(&self) -> &'static AtomicU32;

    /// Whether Ctrl-C was seen and not yet taken.
    fn interrupt_pending(&self) -> bool;

    /// Takes the Ctrl-C: true once for each.
    fn interrupt_take(&self) -> bool;

    /// Does what Ctrl-C does.
    fn interrupt_raise(&self);

    /// More threads, if there can be any.
    fn threads(&self) -> Option<&dyn Threads> {
        None
    }

    /// Chooses whether byte 3 from the console is an interrupt (true) or data (raw REPL transfers).
    fn interrupt_enable(&self, enabled: bool);

    /// Bytes of C stack left to the calling thread, for the recursion guard.
    fn stack_left_bytes(&self) -> usize;
}
