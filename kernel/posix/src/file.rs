//! Where files come from: one trait for every source, read-only so far.

use crate::Errno;

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
}

/// Facts about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// File or directory.
    pub kind: Kind,
    /// Bytes in a file; 0 for a directory.
    pub size_bytes: u64,
    /// Seconds since 1970 of the last change; 0 if the source does not say.
    pub mtime_s: i64,
}

/// An open file, as its source numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle(pub i32);

/// A tree of files. Paths are UTF-8, `/` between parts, and never lead out of the tree.
pub trait FileSource: Sync {
    /// Facts about the file at `path`.
    ///
    /// # Errors
    /// `ENOENT`, `ENAMETOOLONG`, `EIO`.
    fn stat(&self, path: &str) -> Result<Stat, Errno>;

    /// Opens the file at `path` for reading.
    ///
    /// # Errors
    /// `ENOENT`, `EISDIR`, `ENAMETOOLONG`, `EIO`.
    fn open(&self, path: &str) -> Result<Handle, Errno>;

    /// Reads on; 0 is the end of the file.
    ///
    /// # Errors
    /// `EBADF`, `EIO`.
    fn read(&self, file: Handle, into: &mut [u8]) -> Result<usize, Errno>;

    /// Closes the file.
    fn close(&self, file: Handle);
}

/// A board without files.
pub struct NoFiles;

impl FileSource for NoFiles {
    fn stat(&self, _path: &str) -> Result<Stat, Errno> {
        Err(Errno::ENOENT)
    }

    fn open(&self, _path: &str) -> Result<Handle, Errno> {
        Err(Errno::ENOENT)
    }

    fn read(&self, _file: Handle, _into: &mut [u8]) -> Result<usize, Errno> {
        Err(Errno::EBADF)
    }

    fn close(&self, _file: Handle) {}
}
