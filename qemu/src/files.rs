//! A directory of the host as the board's files.
//!
//! Semihosting has no `stat`: a directory is known by an attempt to open it for update, which fails
//! with EISDIR. It cannot list, make or remove directories.

use core::ffi::CStr;

use pyrite_posix::Errno;
use pyrite_posix::file::{Access, FileSource, Handle, Kind, Stat};
use pyrite_rtos::cell::Once;

use super::semihost::{self, HostError, HostFile, Mode};

/// The longest path on the host.
const PATH_BYTES: usize = 512;

/// The tree below one directory of the host.
pub struct HostFiles {
    root: Once<str>,
}

impl HostFiles {
    /// A tree without a root: it has no files.
    pub const fn new() -> Self {
        Self { root: Once::new() }
    }

    /// Sets the directory that is `/`.
    pub fn set_root(&self, root: &'static str) {
        self.root.set(root);
    }

    /// The path on the host.
    fn host_path<'a>(&self, path: &str, buffer: &'a mut [u8; PATH_BYTES]) -> Result<&'a CStr, Errno> {
        join(self.root.get().ok_or(Errno::ENOENT)?, path, buffer)
    }

    /// Opens `path`, whatever it is.
    fn open_any(&self, path: &str, mode: Mode) -> Result<HostFile, Errno> {
        semihost::open(self.host_path(path, &mut [0; PATH_BYTES])?, mode).map_err(number)
    }
}

/// The host's number, which is Linux's as are ours.
fn number(error: HostError) -> Errno {
    if error.0 > 0 { Errno(error.0) } else { Errno::EIO }
}

/// Puts `path` below `root`, with `.` and `..` resolved so that it never leads out.
fn join<'a>(root: &str, path: &str, buffer: &'a mut [u8; PATH_BYTES]) -> Result<&'a CStr, Errno> {
    let mut len = 0;
    append(buffer, &mut len, root.trim_end_matches('/'))?;
    let floor = len;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                let inside = buffer.get(floor..len).unwrap_or_default();
                len = floor + inside.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
            }
            _ => {
                append(buffer, &mut len, "/")?;
                append(buffer, &mut len, part)?;
            }
        }
    }
    if len == floor {
        append(buffer, &mut len, "/")?;
    }
    // The byte after the text is still zero unless `..` took something back.
    *buffer.get_mut(len).ok_or(Errno::ENAMETOOLONG)? = 0;
    CStr::from_bytes_with_nul(buffer.get(..=len).unwrap_or_default()).map_err(|_| Errno::ENOENT)
}

/// Appends `part`.
fn append(buffer: &mut [u8; PATH_BYTES], len: &mut usize, part: &str) -> Result<(), Errno> {
    let end = *len + part.len();
    buffer.get_mut(*len..end).ok_or(Errno::ENAMETOOLONG)?.copy_from_slice(part.as_bytes());
    *len = end;
    Ok(())
}

impl FileSource for HostFiles {
    fn stat(&self, path: &str) -> Result<Stat, Errno> {
        let file = self.open_any(path, Mode::Read)?;
        let len = semihost::len(file).map_err(number);
        semihost::close(file);
        match self.open_any(path, Mode::Update) {
            Err(Errno::EISDIR) => return Ok(Stat { kind: Kind::Directory, size_bytes: 0, mtime_s: 0 }),
            Err(_) => {}
            Ok(file) => semihost::close(file),
        }
        Ok(Stat { kind: Kind::File, size_bytes: len?, mtime_s: 0 })
    }

    fn open(&self, path: &str, access: Access) -> Result<Handle, Errno> {
        let mode = match access {
            Access::Read => Mode::Read,
            Access::Update => Mode::Update,
            Access::Create => Mode::Create,
        };
        self.open_any(path, mode).map(|file| Handle(file.0))
    }

    fn read(&self, file: Handle, offset: u64, into: &mut [u8]) -> Result<usize, Errno> {
        seek(file, offset)?;
        semihost::read(HostFile(file.0), into).map_err(number)
    }

    fn write(&self, file: Handle, offset: u64, bytes: &[u8]) -> Result<usize, Errno> {
        seek(file, offset)?;
        semihost::write(HostFile(file.0), bytes).map_err(number)
    }

    fn size(&self, file: Handle) -> Result<u64, Errno> {
        semihost::len(HostFile(file.0)).map_err(number)
    }

    fn close(&self, file: Handle) {
        semihost::close(HostFile(file.0));
    }

    fn remove(&self, path: &str) -> Result<(), Errno> {
        semihost::remove(self.host_path(path, &mut [0; PATH_BYTES])?).map_err(number)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), Errno> {
        let (mut old, mut new) = ([0; PATH_BYTES], [0; PATH_BYTES]);
        let to = self.host_path(to, &mut new)?;
        semihost::rename(self.host_path(from, &mut old)?, to).map_err(number)
    }
}

fn seek(file: Handle, offset: u64) -> Result<(), Errno> {
    let offset = usize::try_from(offset).map_err(|_| Errno::EFBIG)?;
    semihost::seek(HostFile(file.0), offset).map_err(number)
}
