//! Where files come from: one trait for every source.

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

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To read what is there.
    Read,
    /// To read and write what is there.
    Update,
    /// To read and write; emptied first, made if it is not there.
    Create,
}

/// A tree of files. Paths are UTF-8, `/` between parts, and never lead out of the tree.
pub trait FileSource: Sync {
    /// Facts about the file at `path`.
    ///
    /// # Errors
    /// `ENOENT`, `ENAMETOOLONG`, `EIO`.
    fn stat(&self, path: &str) -> Result<Stat, Errno>;

    /// Opens the file at `path`.
    ///
    /// # Errors
    /// `ENOENT`, `EISDIR`, `EACCES`, `EROFS`, `ENAMETOOLONG`, `EIO`.
    fn open(&self, path: &str, access: Access) -> Result<Handle, Errno>;

    /// Reads from `offset` on; 0 is the end of the file.
    ///
    /// # Errors
    /// `EBADF`, `EIO`.
    fn read(&self, file: Handle, offset: u64, into: &mut [u8]) -> Result<usize, Errno>;

    /// Writes at `offset`, which is at most the size.
    ///
    /// # Errors
    /// `EBADF`, `ENOSPC`, `EFBIG`, `EROFS`, `EIO`.
    fn write(&self, file: Handle, offset: u64, bytes: &[u8]) -> Result<usize, Errno>;

    /// Bytes in the file.
    ///
    /// # Errors
    /// `EBADF`, `EIO`.
    fn size(&self, file: Handle) -> Result<u64, Errno>;

    /// Closes the file.
    fn close(&self, file: Handle);

    /// Removes a file's name.
    ///
    /// # Errors
    /// `ENOENT`, `EISDIR`, `EROFS`.
    fn remove(&self, path: &str) -> Result<(), Errno>;

    /// Gives a file another name, in place of a file that has it.
    ///
    /// # Errors
    /// `ENOENT`, `EROFS`.
    fn rename(&self, from: &str, to: &str) -> Result<(), Errno>;
}

/// A board without files.
pub struct NoFiles;

impl FileSource for NoFiles {
    fn stat(&self, _path: &str) -> Result<Stat, Errno> {
        Err(Errno::ENOENT)
    }

    fn open(&self, _path: &str, access: Access) -> Result<Handle, Errno> {
        Err(if access == Access::Create { Errno::EROFS } else { Errno::ENOENT })
    }

    fn read(&self, _file: Handle, _offset: u64, _into: &mut [u8]) -> Result<usize, Errno> {
        Err(Errno::EBADF)
    }

    fn write(&self, _file: Handle, _offset: u64, _bytes: &[u8]) -> Result<usize, Errno> {
        Err(Errno::EBADF)
    }

    fn size(&self, _file: Handle) -> Result<u64, Errno> {
        Err(Errno::EBADF)
    }

    fn close(&self, _file: Handle) {}

    fn remove(&self, _path: &str) -> Result<(), Errno> {
        Err(Errno::ENOENT)
    }

    fn rename(&self, _from: &str, _to: &str) -> Result<(), Errno> {
        Err(Errno::ENOENT)
    }
}
