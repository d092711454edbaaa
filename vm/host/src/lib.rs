//! What the virtual machine asks of the world it runs in.
//!
//! The lower layer declares, the higher supplies: `ports/host` answers with Linux,
//! `services/python` with the kernel's descriptors. No other part of the VM names an OS.
#![no_std]
#![forbid(unsafe_code)]

use core::sync::atomic::AtomicU32;

pub mod errno;

pub use errno::Errno;

/// Which of the two output streams of a program is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `sys.stdout`, descriptor 1.
    Out,
    /// `sys.stderr`, descriptor 2.
    Err,
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
}

/// Facts about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStat {
    /// File or directory.
    pub kind: FileKind,
    /// Bytes in a file; 0 for a directory.
    pub size_bytes: u64,
    /// Time of the last change, seconds since 1970.
    pub mtime_s: i64,
}

/// A file opened for reading, as numbered by the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileHandle(pub i32);

/// The world. One value serves all threads of a VM; every call may block.
///
/// Calls that block return [`Errno::EINTR`] as soon as [`Host::interrupt_pending`] turns true.
pub trait Host: Sync {
    /// Microseconds of a clock that never goes back.
    fn monotonic_us(&self) -> u64;

    /// What `time.ticks_us` reads: the clock of [`Host::monotonic_us`].
    ///
    /// Firmware answers with a function named `ticks_us` that is never inlined and called for nothing
    /// else, so that instructions between two readings can be counted from outside.
    fn ticks_us(&self) -> u64 {
        self.monotonic_us()
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

    /// Facts about the file at `path` (UTF-8, `/` between parts).
    ///
    /// # Errors
    /// `ENOENT`, `ENOTDIR`, `EIO`.
    fn file_stat(&self, path: &str) -> Result<FileStat, Errno>;

    /// Opens the file at `path` for reading.
    ///
    /// # Errors
    /// `ENOENT`, `EISDIR`, `EMFILE`, `EIO`.
    fn file_open(&self, path: &str) -> Result<FileHandle, Errno>;

    /// Reads on from where the last read ended; 0 is the end of the file.
    ///
    /// # Errors
    /// `EBADF`, `EIO`.
    fn file_read(&self, file: FileHandle, into: &mut [u8]) -> Result<usize, Errno>;

    /// Closes the file.
    fn file_close(&self, file: FileHandle);

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

    /// Chooses whether byte 3 from the console is an interrupt (true) or data (raw REPL transfers).
    fn interrupt_enable(&self, enabled: bool);

    /// Bytes of C stack left to the calling thread, for the recursion guard.
    fn stack_left_bytes(&self) -> usize;
}
