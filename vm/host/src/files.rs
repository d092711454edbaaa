//! Files and descriptors, as POSIX has them.
//!
//! Numbers are Linux's (asm-generic) on every target, so that scripts see one set.
//! Source: POSIX.1-2017, `fcntl.h`, `sys/stat.h`, `unistd.h`.

use crate::Errno;

/// Flags of [`Files::open`].
pub mod open {
    /// Read only.
    pub const RDONLY: u32 = 0;
    /// Write only.
    pub const WRONLY: u32 = 1;
    /// Read and write.
    pub const RDWR: u32 = 2;
    /// The bits that hold one of the three above.
    pub const ACCMODE: u32 = 3;
    /// Create the file if it is not there.
    pub const CREAT: u32 = 0o100;
    /// With CREAT: fail if it is there.
    pub const EXCL: u32 = 0o200;
    /// A terminal does not become the controlling one.
    pub const NOCTTY: u32 = 0o400;
    /// Empty the file.
    pub const TRUNC: u32 = 0o1000;
    /// Each write goes to the end.
    pub const APPEND: u32 = 0o2000;
    /// Reads and writes do not wait.
    pub const NONBLOCK: u32 = 0o4000;
    /// Fail unless it is a directory.
    pub const DIRECTORY: u32 = 0o200_000;
    /// Not passed on to other programs.
    pub const CLOEXEC: u32 = 0o2_000_000;
}

/// What `Stat::mode` says of a file.
pub mod mode {
    /// The bits that hold the kind.
    pub const FORMAT: u32 = 0o170_000;
    /// A pipe.
    pub const FIFO: u32 = 0o010_000;
    /// A device of characters.
    pub const CHARACTER: u32 = 0o020_000;
    /// A directory.
    pub const DIRECTORY: u32 = 0o040_000;
    /// A device of blocks.
    pub const BLOCK: u32 = 0o060_000;
    /// A regular file.
    pub const REGULAR: u32 = 0o100_000;
    /// A symbolic link.
    pub const LINK: u32 = 0o120_000;
}

/// Facts about a file; what a file system does not keep is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// Kind and permissions.
    pub mode: u32,
    /// Number of the file within its device.
    pub inode: u64,
    /// The device.
    pub device: u64,
    /// Names of the file.
    pub links: u32,
    /// Owner.
    pub user: u32,
    /// Owner's group.
    pub group: u32,
    /// Bytes.
    pub size_bytes: u64,
    /// Time of the last access, nanoseconds since 1970.
    pub access_ns: i64,
    /// Time of the last change of the content, nanoseconds since 1970.
    pub modify_ns: i64,
    /// Time of the last change of anything, nanoseconds since 1970.
    pub change_ns: i64,
}

impl Stat {
    /// Whether it is a directory.
    pub const fn is_directory(&self) -> bool {
        self.mode & mode::FORMAT == mode::DIRECTORY
    }

    /// Whether it is a regular file.
    pub const fn is_regular(&self) -> bool {
        self.mode & mode::FORMAT == mode::REGULAR
    }
}

/// Where an offset counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// The start of the file.
    Start,
    /// Where the descriptor stands.
    Current,
    /// The end of the file.
    End,
}

/// What [`Files::list`] calls with a name and the kind in the bits of `mode`, 0 if that is unknown.
/// An error ends the listing and is its result.
pub type EachEntry<'a> = dyn FnMut(&[u8], u32) -> Result<(), Errno> + 'a;

/// Descriptors and the tree of names. Descriptors 0, 1 and 2 are the console.
///
/// Paths are bytes without NUL, UTF-8 where the file system cares. A host that lacks a call
/// answers `ENOSYS`. Every call may block; one that waits ends with `EINTR` as soon as
/// [`crate::Host::interrupt_pending`] turns true.
pub trait Files: Sync {
    /// Opens `path` with the flags of [`open`]; a file that is made gets the permissions `mode`.
    ///
    /// # Errors
    /// As POSIX's `open`: `ENOENT`, `EEXIST`, `EISDIR`, `ENOTDIR`, `EACCES`, `EROFS`, `EMFILE`, …
    fn open(&self, path: &[u8], flags: u32, mode: u32) -> Result<i32, Errno> {
        let _ = (path, flags, mode);
        Err(Errno::ENOSYS)
    }

    /// Closes a descriptor, which is closed even if an error is told.
    ///
    /// # Errors
    /// `EBADF`; `EIO`, `ENOSPC` if what was written does not reach its place.
    fn close(&self, fd: i32) -> Result<(), Errno> {
        let _ = fd;
        Err(Errno::EBADF)
    }

    /// Reads at least one byte; 0 is the end of the file.
    ///
    /// # Errors
    /// `EBADF`, `EISDIR`, `EAGAIN`, `EINTR`, `EIO`.
    fn read(&self, fd: i32, into: &mut [u8]) -> Result<usize, Errno> {
        let _ = (fd, into);
        Err(Errno::EBADF)
    }

    /// Writes at least one byte of `bytes`, if there is one.
    ///
    /// # Errors
    /// `EBADF`, `ENOSPC`, `EFBIG`, `EPIPE`, `EAGAIN`, `EINTR`, `EIO`.
    fn write(&self, fd: i32, bytes: &[u8]) -> Result<usize, Errno> {
        let _ = (fd, bytes);
        Err(Errno::EBADF)
    }

    /// Moves to `offset` and says where that is from the start.
    ///
    /// # Errors
    /// `EBADF`, `EINVAL` before the start, `ESPIPE` if it cannot be positioned.
    fn seek(&self, fd: i32, offset: i64, whence: Whence) -> Result<u64, Errno> {
        let _ = (fd, offset, whence);
        Err(Errno::ESPIPE)
    }

    /// Facts about an open file.
    ///
    /// # Errors
    /// `EBADF`, `EIO`.
    fn stat_fd(&self, fd: i32) -> Result<Stat, Errno> {
        let _ = fd;
        Err(Errno::EBADF)
    }

    /// Facts about the file at `path`; about a symbolic link itself unless `follow`.
    ///
    /// # Errors
    /// `ENOENT`, `ENOTDIR`, `ELOOP`, `ENAMETOOLONG`, `EIO`.
    fn stat(&self, path: &[u8], follow: bool) -> Result<Stat, Errno> {
        let _ = (path, follow);
        Err(Errno::ENOENT)
    }

    /// Cuts the file to `len` bytes, or fills it with zeros up to there.
    ///
    /// # Errors
    /// `EBADF`, `EINVAL`, `ENOSPC`.
    fn truncate(&self, fd: i32, len: u64) -> Result<(), Errno> {
        let _ = (fd, len);
        Err(Errno::ENOSYS)
    }

    /// Returns when what was written would outlive a power cut.
    ///
    /// # Errors
    /// `EBADF`, `EIO`, `ENOSPC`, `EINVAL` if it cannot be synchronised.
    fn sync(&self, fd: i32) -> Result<(), Errno> {
        let _ = fd;
        Err(Errno::ENOSYS)
    }

    /// Whether the descriptor is a terminal.
    fn is_terminal(&self, fd: i32) -> bool {
        let _ = fd;
        false
    }

    /// Removes a name that is not a directory's.
    ///
    /// # Errors
    /// `ENOENT`, `EISDIR`, `EACCES`, `EROFS`.
    fn unlink(&self, path: &[u8]) -> Result<(), Errno> {
        let _ = path;
        Err(Errno::ENOSYS)
    }

    /// Gives the file at `from` the name `to`; a file that had it is replaced at once.
    ///
    /// # Errors
    /// `ENOENT`, `EISDIR`, `ENOTDIR`, `ENOTEMPTY`, `EXDEV`, `EROFS`.
    fn rename(&self, from: &[u8], to: &[u8]) -> Result<(), Errno> {
        let _ = (from, to);
        Err(Errno::ENOSYS)
    }

    /// Makes a directory.
    ///
    /// # Errors
    /// `EEXIST`, `ENOENT`, `ENOSPC`, `EROFS`.
    fn make_directory(&self, path: &[u8], mode: u32) -> Result<(), Errno> {
        let _ = (path, mode);
        Err(Errno::ENOSYS)
    }

    /// Removes an empty directory.
    ///
    /// # Errors
    /// `ENOENT`, `ENOTDIR`, `ENOTEMPTY`, `EROFS`.
    fn remove_directory(&self, path: &[u8]) -> Result<(), Errno> {
        let _ = path;
        Err(Errno::ENOSYS)
    }

    /// Calls `each` for every name in a directory but `.` and `..`, in no order.
    ///
    /// # Errors
    /// `ENOENT`, `ENOTDIR`, and what `each` returns.
    fn list(&self, path: &[u8], each: &mut EachEntry<'_>) -> Result<(), Errno> {
        let _ = (path, each);
        Err(Errno::ENOSYS)
    }

    /// Puts the path of the current directory into `into`; its length.
    ///
    /// # Errors
    /// `ERANGE` if it does not fit, `ENOENT` if it is gone.
    fn current_directory(&self, into: &mut [u8]) -> Result<usize, Errno> {
        *into.first_mut().ok_or(Errno::ERANGE)? = b'/';
        Ok(1)
    }

    /// Changes the current directory.
    ///
    /// # Errors
    /// `ENOENT`, `ENOTDIR`, `EACCES`.
    fn change_directory(&self, path: &[u8]) -> Result<(), Errno> {
        let _ = path;
        Err(Errno::ENOSYS)
    }
}
