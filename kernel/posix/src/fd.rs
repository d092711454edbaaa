//! The table of open files, each with its position.
//!
//! Descriptors 0, 1 and 2 are the console's and not in the table.

use pyrite_rtos::OutOfMemory;
use pyrite_rtos::mutex::Mutex;

use crate::Errno;
use crate::file::{Access, FileSource, Handle, Kind};

/// Files that may be open at once.
const OPEN_FILES: usize = 16;

/// The first descriptor of a file.
const FIRST: i32 = 3;

/// Flags of `open`, with Linux's numbers.
const WRONLY: u32 = 1;
const RDWR: u32 = 2;
const CREAT: u32 = 0o100;
const EXCL: u32 = 0o200;
const TRUNC: u32 = 0o1000;
const APPEND: u32 = 0o2000;
const DIRECTORY: u32 = 0o200_000;

/// An open file.
#[derive(Clone, Copy)]
struct Open {
    file: Handle,
    position: u64,
    flags: u32,
}

/// Where a position counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// The start.
    Start,
    /// The position.
    Current,
    /// The end.
    End,
}

/// The open files of one source.
pub struct Descriptors {
    table: Mutex<[Option<Open>; OPEN_FILES]>,
}

impl Descriptors {
    /// No open files.
    ///
    /// # Errors
    /// `OutOfMemory` if there is none for the lock.
    pub fn new() -> Result<Self, OutOfMemory> {
        Ok(Self { table: Mutex::new([None; OPEN_FILES])? })
    }

    /// Opens a file with the flags of POSIX's `open`.
    ///
    /// # Errors
    /// `EMFILE`, `EEXIST`, `ENOTDIR`, and those of [`FileSource::open`].
    pub fn open(&self, source: &dyn FileSource, path: &str, flags: u32) -> Result<i32, Errno> {
        let found = source.stat(path);
        let access = match (flags & (WRONLY | RDWR), found) {
            (_, Ok(_)) if flags & (CREAT | EXCL) == CREAT | EXCL => return Err(Errno::EEXIST),
            (_, Ok(stat)) if stat.kind == Kind::File && flags & DIRECTORY != 0 => return Err(Errno::ENOTDIR),
            (_, Ok(stat)) if stat.kind == Kind::Directory => return Err(Errno::EISDIR),
            (0, Err(error)) if flags & CREAT == 0 => return Err(error),
            (_, Err(Errno::ENOENT)) if flags & CREAT != 0 => Access::Create,
            (_, Err(error)) => return Err(error),
            (0, Ok(_)) => Access::Read,
            (_, Ok(_)) if flags & TRUNC != 0 => Access::Create,
            (_, Ok(_)) => Access::Update,
        };
        let mut table = self.table.lock();
        let index = table.iter().position(Option::is_none).ok_or(Errno::EMFILE)?;
        let file = source.open(path, access)?;
        if let Some(entry) = table.get_mut(index) {
            *entry = Some(Open { file, position: 0, flags });
        }
        Ok(FIRST + i32::try_from(index).unwrap_or(0))
    }

    /// Runs `use_file` with an entry; no other descriptor is used meanwhile.
    fn with<T>(&self, fd: i32, use_file: impl FnOnce(&mut Open) -> Result<T, Errno>) -> Result<T, Errno> {
        let index =
            fd.checked_sub(FIRST).and_then(|index| usize::try_from(index).ok()).ok_or(Errno::EBADF)?;
        let mut table = self.table.lock();
        use_file(table.get_mut(index).and_then(Option::as_mut).ok_or(Errno::EBADF)?)
    }

    /// Closes a descriptor.
    ///
    /// # Errors
    /// `EBADF`
    pub fn close(&self, source: &dyn FileSource, fd: i32) -> Result<(), Errno> {
        let index =
            fd.checked_sub(FIRST).and_then(|index| usize::try_from(index).ok()).ok_or(Errno::EBADF)?;
        let open = self.table.lock().get_mut(index).and_then(Option::take).ok_or(Errno::EBADF)?;
        source.close(open.file);
        Ok(())
    }

    /// Reads on; 0 is the end.
    ///
    /// # Errors
    /// `EBADF`, and those of the source.
    pub fn read(&self, source: &dyn FileSource, fd: i32, into: &mut [u8]) -> Result<usize, Errno> {
        self.with(fd, |open| {
            if open.flags & WRONLY != 0 {
                return Err(Errno::EBADF);
            }
            let len = source.read(open.file, open.position, into)?;
            open.position += len as u64;
            Ok(len)
        })
    }

    /// Writes on, or at the end.
    ///
    /// # Errors
    /// `EBADF`, and those of the source.
    pub fn write(&self, source: &dyn FileSource, fd: i32, bytes: &[u8]) -> Result<usize, Errno> {
        self.with(fd, |open| {
            if open.flags & (WRONLY | RDWR) == 0 {
                return Err(Errno::EBADF);
            }
            let size = source.size(open.file)?;
            if open.flags & APPEND != 0 {
                open.position = size;
            }
            let mut end = size;
            while end < open.position {
                let gap = usize::try_from(open.position - end).unwrap_or(usize::MAX);
                let zeros = [0; 64];
                end += source.write(open.file, end, zeros.get(..gap).unwrap_or(&zeros))? as u64;
            }
            let len = source.write(open.file, open.position, bytes)?;
            open.position += len as u64;
            Ok(len)
        })
    }

    /// Moves the position; where it is then.
    ///
    /// # Errors
    /// `EBADF`, `EINVAL` before the start, and those of the source.
    pub fn seek(&self, source: &dyn FileSource, fd: i32, offset: i64, whence: Whence) -> Result<u64, Errno> {
        self.with(fd, |open| {
            let base = match whence {
                Whence::Start => 0,
                Whence::Current => open.position,
                Whence::End => source.size(open.file)?,
            };
            open.position = base.checked_add_signed(offset).ok_or(Errno::EINVAL)?;
            Ok(open.position)
        })
    }

    /// Bytes of an open file.
    ///
    /// # Errors
    /// `EBADF`, and those of the source.
    pub fn size(&self, source: &dyn FileSource, fd: i32) -> Result<u64, Errno> {
        self.with(fd, |open| source.size(open.file))
    }
}
