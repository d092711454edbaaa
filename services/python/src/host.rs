//! The virtual machine's [`Host`] over the kernel: console, clock, files.

use core::sync::atomic::AtomicU32;

use pyrite_host::files::mode;
use pyrite_host::{Errno, Files, Host, Stat, Stream, Threads, Whence};
use pyrite_posix::fd::{self, Descriptors};
use pyrite_posix::file::Kind;
use pyrite_posix::tty::{Newlines, Signals};
use pyrite_rtos::{OutOfMemory, task, time};

use crate::Board;
use crate::threads::KernelThreads;

/// The host of the firmware's virtual machine.
pub struct KernelHost {
    board: &'static dyn Board,
    files: Descriptors,
    threads: KernelThreads,
}

impl KernelHost {
    /// The host on `board`, whose first thread is the running task: it takes the interrupts.
    ///
    /// # Errors
    /// `OutOfMemory` if there is none for its locks.
    pub fn new(board: &'static dyn Board) -> Result<Self, OutOfMemory> {
        let interrupt = board.console().interrupt();
        interrupt.take_here();
        let threads = KernelThreads::new(board.python_task(), interrupt);
        Ok(Self { board, files: Descriptors::new()?, threads })
    }

    /// Sets the terminal up for a prompt, or for a program whose output is nothing but its own.
    pub fn set_up_console(&self) {
        let console = self.board.console();
        let has_program = !self.board.arguments().is_empty();
        console.set_newlines(if has_program { Newlines::AsIs } else { Newlines::CarriageReturn });
        console.set_signals(Signals::Raise);
    }
}

/// The same number in the machine's type; both are Linux's.
fn number(error: pyrite_posix::Errno) -> Errno {
    Errno(error.0)
}

/// A path as the kernel takes it.
fn text(path: &[u8]) -> Result<&str, Errno> {
    core::str::from_utf8(path).map_err(|_| Errno::ENOENT)
}

impl Files for KernelHost {
    fn open(&self, path: &[u8], flags: u32, _mode: u32) -> Result<i32, Errno> {
        self.files.open(self.board.files(), text(path)?, flags).map_err(number)
    }

    fn close(&self, fd: i32) -> Result<(), Errno> {
        self.files.close(self.board.files(), fd).map_err(number)
    }

    fn read(&self, fd: i32, into: &mut [u8]) -> Result<usize, Errno> {
        match fd {
            0 => self.console_read(into),
            _ => self.files.read(self.board.files(), fd, into).map_err(number),
        }
    }

    fn write(&self, fd: i32, bytes: &[u8]) -> Result<usize, Errno> {
        match fd {
            1 => self.console_write(Stream::Out, bytes).map(|()| bytes.len()),
            2 => self.console_write(Stream::Err, bytes).map(|()| bytes.len()),
            _ => self.files.write(self.board.files(), fd, bytes).map_err(number),
        }
    }

    fn seek(&self, fd: i32, offset: i64, whence: Whence) -> Result<u64, Errno> {
        if self.is_terminal(fd) {
            return Err(Errno::ESPIPE);
        }
        let whence = match whence {
            Whence::Start => fd::Whence::Start,
            Whence::Current => fd::Whence::Current,
            Whence::End => fd::Whence::End,
        };
        self.files.seek(self.board.files(), fd, offset, whence).map_err(number)
    }

    fn stat_fd(&self, fd: i32) -> Result<Stat, Errno> {
        if self.is_terminal(fd) {
            return Ok(Stat { mode: mode::CHARACTER | 0o666, links: 1, ..Stat::default() });
        }
        let size_bytes = self.files.size(self.board.files(), fd).map_err(number)?;
        Ok(Stat { mode: mode::REGULAR | 0o666, links: 1, size_bytes, ..Stat::default() })
    }

    fn stat(&self, path: &[u8], _follow: bool) -> Result<Stat, Errno> {
        let stat = self.board.files().stat(text(path)?).map_err(number)?;
        let mode = match stat.kind {
            Kind::File => mode::REGULAR | 0o666,
            Kind::Directory => mode::DIRECTORY | 0o777,
        };
        let time_ns = stat.mtime_s.saturating_mul(1_000_000_000);
        Ok(Stat {
            mode,
            links: 1,
            size_bytes: stat.size_bytes,
            access_ns: time_ns,
            modify_ns: time_ns,
            change_ns: time_ns,
            ..Stat::default()
        })
    }

    fn is_terminal(&self, fd: i32) -> bool {
        (0..=2).contains(&fd)
    }

    fn unlink(&self, path: &[u8]) -> Result<(), Errno> {
        self.board.files().remove(text(path)?).map_err(number)
    }

    fn rename(&self, from: &[u8], to: &[u8]) -> Result<(), Errno> {
        self.board.files().rename(text(from)?, text(to)?).map_err(number)
    }
}

impl Host for KernelHost {
    fn monotonic_us(&self) -> u64 {
        time::now_us()
    }

    fn ticks_us(&self) -> u64 {
        time::ticks_us()
    }

    fn wall_us(&self) -> i64 {
        i64::try_from(time::now_us()).unwrap_or(i64::MAX)
    }

    fn sleep_us(&self, duration_us: u64) -> Result<(), Errno> {
        self.board.console().interrupt().sleep_us(duration_us).map_err(number)
    }

    fn console_read(&self, into: &mut [u8]) -> Result<usize, Errno> {
        self.board.console().read(into).map_err(number)
    }

    fn console_write(&self, stream: Stream, bytes: &[u8]) -> Result<(), Errno> {
        match stream {
            Stream::Out => self.board.console().write(bytes),
            Stream::Err => self.board.write_errors(bytes),
        }
        Ok(())
    }

    fn entropy(&self, into: &mut [u8]) {
        self.board.entropy().fill(into);
    }

    fn attention(&self) -> &'static AtomicU32 {
        self.board.console().interrupt().attention()
    }

    fn interrupt_pending(&self) -> bool {
        self.board.console().interrupt().is_pending()
    }

    fn interrupt_take(&self) -> bool {
        self.board.console().interrupt().take()
    }

    fn interrupt_raise(&self) {
        self.board.console().interrupt().raise();
    }

    fn threads(&self) -> Option<&dyn Threads> {
        Some(&self.threads)
    }

    fn interrupt_enable(&self, enabled: bool) {
        self.board.console().set_signals(if enabled { Signals::Raise } else { Signals::Pass });
    }

    fn stack_left_bytes(&self) -> usize {
        task::stack_left_bytes()
    }
}
