//! [`Files`] over Linux: its calls, as they are.

use std::ffi::{CStr, CString, c_int};
use std::io;
use std::mem::MaybeUninit;

use pyrite_host::files::EachEntry;
use pyrite_host::{Errno, Files, Stat, Whence};

use crate::host::LinuxHost;
use crate::{native, threads};

/// The error of the last call of this thread.
fn last_error() -> Errno {
    Errno(io::Error::last_os_error().raw_os_error().unwrap_or(Errno::EIO.0))
}

/// The result of a call that says -1 for an error.
fn checked(result: c_int) -> Result<c_int, Errno> {
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

fn c_path(path: &[u8]) -> Result<CString, Errno> {
    CString::new(path).map_err(|_| Errno::EINVAL)
}

/// The kernel's facts in the host trait's words.
fn facts(from: &libc::stat) -> Stat {
    let ns = |seconds: i64, ns: i64| seconds.saturating_mul(1_000_000_000).saturating_add(ns);
    Stat {
        mode: from.st_mode,
        inode: from.st_ino,
        device: from.st_dev,
        links: u32::try_from(from.st_nlink).unwrap_or(u32::MAX),
        user: from.st_uid,
        group: from.st_gid,
        size_bytes: u64::try_from(from.st_size).unwrap_or(0),
        access_ns: ns(from.st_atime, from.st_atime_nsec),
        modify_ns: ns(from.st_mtime, from.st_mtime_nsec),
        change_ns: ns(from.st_ctime, from.st_ctime_nsec),
    }
}

/// Runs a call that fills a `stat`.
fn stat_with(call: impl FnOnce(*mut libc::stat) -> c_int) -> Result<Stat, Errno> {
    let mut stat = MaybeUninit::<libc::stat>::zeroed();
    checked(call(stat.as_mut_ptr()))?;
    // SAFETY: the structure is plain data, zeroed and then filled by the call that succeeded.
    Ok(facts(unsafe { stat.assume_init_ref() }))
}

impl LinuxHost {
    /// Repeats a call that was interrupted by something else than Ctrl-C.
    fn retry<T>(&self, mut call: impl FnMut() -> io::Result<T>) -> Result<T, Errno> {
        loop {
            if threads::is_interrupted() {
                return Err(Errno::EINTR);
            }
            match call() {
                Ok(value) => return Ok(value),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Errno(error.raw_os_error().unwrap_or(Errno::EIO.0))),
            }
        }
    }
}

impl Files for LinuxHost {
    fn open(&self, path: &[u8], flags: u32, mode: u32) -> Result<i32, Errno> {
        let path = c_path(path)?;
        let flags = flags.cast_signed() | libc::O_CLOEXEC;
        // SAFETY: the path ends with NUL.
        checked(unsafe { libc::open(path.as_ptr(), flags, mode) })
    }

    fn close(&self, fd: i32) -> Result<(), Errno> {
        // SAFETY: closes a number; whoever uses it afterwards gets EBADF.
        checked(unsafe { libc::close(fd) }).map(|_| ())
    }

    fn read(&self, fd: i32, into: &mut [u8]) -> Result<usize, Errno> {
        self.retry(|| threads::read(fd, into))
    }

    fn write(&self, fd: i32, bytes: &[u8]) -> Result<usize, Errno> {
        self.retry(|| native::write(fd, bytes))
    }

    fn seek(&self, fd: i32, offset: i64, whence: Whence) -> Result<u64, Errno> {
        let whence = match whence {
            Whence::Start => libc::SEEK_SET,
            Whence::Current => libc::SEEK_CUR,
            Whence::End => libc::SEEK_END,
        };
        // SAFETY: plain numbers.
        u64::try_from(unsafe { libc::lseek(fd, offset, whence) }).map_err(|_| last_error())
    }

    fn stat_fd(&self, fd: i32) -> Result<Stat, Errno> {
        // SAFETY: the pointer is to room for the structure.
        stat_with(|stat| unsafe { libc::fstat(fd, stat) })
    }

    fn stat(&self, path: &[u8], follow: bool) -> Result<Stat, Errno> {
        let path = c_path(path)?;
        let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
        // SAFETY: the path ends with NUL, and the pointer is to room for the structure.
        stat_with(|stat| unsafe { libc::fstatat(libc::AT_FDCWD, path.as_ptr(), stat, flags) })
    }

    fn truncate(&self, fd: i32, len: u64) -> Result<(), Errno> {
        let len = i64::try_from(len).map_err(|_| Errno::EFBIG)?;
        // SAFETY: plain numbers.
        checked(unsafe { libc::ftruncate(fd, len) }).map(|_| ())
    }

    fn sync(&self, fd: i32) -> Result<(), Errno> {
        // SAFETY: a plain number.
        checked(unsafe { libc::fsync(fd) }).map(|_| ())
    }

    fn is_terminal(&self, fd: i32) -> bool {
        // SAFETY: a plain number.
        (unsafe { libc::isatty(fd) }) == 1
    }

    fn unlink(&self, path: &[u8]) -> Result<(), Errno> {
        let path = c_path(path)?;
        // SAFETY: the path ends with NUL.
        checked(unsafe { libc::unlink(path.as_ptr()) }).map(|_| ())
    }

    fn rename(&self, from: &[u8], to: &[u8]) -> Result<(), Errno> {
        let (from, to) = (c_path(from)?, c_path(to)?);
        // SAFETY: the paths end with NUL.
        checked(unsafe { libc::rename(from.as_ptr(), to.as_ptr()) }).map(|_| ())
    }

    fn make_directory(&self, path: &[u8], mode: u32) -> Result<(), Errno> {
        let path = c_path(path)?;
        // SAFETY: the path ends with NUL.
        checked(unsafe { libc::mkdir(path.as_ptr(), mode) }).map(|_| ())
    }

    fn remove_directory(&self, path: &[u8]) -> Result<(), Errno> {
        let path = c_path(path)?;
        // SAFETY: the path ends with NUL.
        checked(unsafe { libc::rmdir(path.as_ptr()) }).map(|_| ())
    }

    fn list(&self, path: &[u8], each: &mut EachEntry<'_>) -> Result<(), Errno> {
        let path = c_path(path)?;
        // SAFETY: the path ends with NUL.
        let directory = unsafe { libc::opendir(path.as_ptr()) };
        if directory.is_null() {
            return Err(last_error());
        }
        let mut result = Ok(());
        while result.is_ok() {
            // SAFETY: the directory is open, and only this thread reads it.
            let entry = unsafe { libc::readdir(directory) };
            if entry.is_null() {
                break;
            }
            // SAFETY: the entry is valid until the next call; its name ends with NUL.
            let (name, kind) = unsafe { (CStr::from_ptr((*entry).d_name.as_ptr()), (*entry).d_type) };
            let name = name.to_bytes();
            if name != b"." && name != b".." {
                // DT_ numbers are the bits of the kind, moved down.
                result = each(name, u32::from(kind) << 12);
            }
        }
        // SAFETY: the directory is open, and not used afterwards.
        unsafe { libc::closedir(directory) };
        result
    }

    fn current_directory(&self, into: &mut [u8]) -> Result<usize, Errno> {
        // SAFETY: the pointer and the length are of one slice.
        let path = unsafe { libc::getcwd(into.as_mut_ptr().cast(), into.len()) };
        if path.is_null() {
            return Err(last_error());
        }
        Ok(into.iter().position(|&byte| byte == 0).unwrap_or(into.len()))
    }

    fn change_directory(&self, path: &[u8]) -> Result<(), Errno> {
        let path = c_path(path)?;
        // SAFETY: the path ends with NUL.
        checked(unsafe { libc::chdir(path.as_ptr()) }).map(|_| ())
    }
}
