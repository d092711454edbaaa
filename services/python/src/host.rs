//! The virtual machine's [`Host`] over the kernel: console, clock, files.

use core::sync::atomic::AtomicU32;

use pyrite_host::{Errno, FileHandle, FileKind, FileStat, Host, Stream};
use pyrite_posix::file::{self, Handle};
use pyrite_posix::tty::{Newlines, Signals};
use pyrite_rtos::{task, time};

use crate::Board;

/// The host of the firmware's virtual machine.
pub struct KernelHost {
    board: &'static dyn Board,
}

impl KernelHost {
    /// The host on `board`.
    pub const fn new(board: &'static dyn Board) -> Self {
        Self { board }
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

    fn file_stat(&self, path: &str) -> Result<FileStat, Errno> {
        let stat = self.board.files().stat(path).map_err(number)?;
        let kind = match stat.kind {
            file::Kind::File => FileKind::File,
            file::Kind::Directory => FileKind::Directory,
        };
        Ok(FileStat { kind, size_bytes: stat.size_bytes, mtime_s: stat.mtime_s })
    }

    fn file_open(&self, path: &str) -> Result<FileHandle, Errno> {
        self.board.files().open(path).map(|handle| FileHandle(handle.0)).map_err(number)
    }

    fn file_read(&self, file: FileHandle, into: &mut [u8]) -> Result<usize, Errno> {
        self.board.files().read(Handle(file.0), into).map_err(number)
    }

    fn file_close(&self, file: FileHandle) {
        self.board.files().close(Handle(file.0));
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

    fn interrupt_enable(&self, enabled: bool) {
        self.board.console().set_signals(if enabled { Signals::Raise } else { Signals::Pass });
    }

    fn stack_left_bytes(&self) -> usize {
        task::stack_left_bytes()
    }
}
