//! Source texts: files of the host, and texts that have no file.

use pyrite_algo::{Buf, OutOfMemory};
use pyrite_host::{Errno, Stat, files};
use pyrite_object::coll::list::List;
use pyrite_object::raw::bytes::Bytes;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::{Obj, Raised, Vm};

/// Bytes read at once.
const CHUNK: usize = 512;

/// Texts kept that have no file.
const KEPT: usize = 8;

/// Bytes of the texts kept; the last one is kept whatever its size.
const KEPT_BYTES: usize = 8 << 10;

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The host's reason.
    Host(Errno),
    /// No room for it.
    Memory,
}

impl From<OutOfMemory> for ReadError {
    fn from(_: OutOfMemory) -> ReadError {
        ReadError::Memory
    }
}

/// An open file; closed when dropped.
struct File<'a> {
    vm: &'a Vm,
    fd: i32,
}

impl Drop for File<'_> {
    fn drop(&mut self) {
        // It was only read from: nothing can be lost.
        let _closed = self.vm.host().close(self.fd);
    }
}

fn read_piece(vm: &Vm, fd: i32, chunk: &mut [u8]) -> Result<usize, Errno> {
    vm.unlocked(|host| host.read(fd, chunk))
}

/// Calls `take` with the pieces of a file until it returns false.
fn each_piece(
    vm: &Vm,
    path: &str,
    mut take: impl FnMut(&[u8]) -> Result<bool, OutOfMemory>,
) -> Result<(), ReadError> {
    let opened = vm.unlocked(|host| host.open(path.as_bytes(), files::open::RDONLY, 0));
    let fd = opened.map_err(ReadError::Host)?;
    let _file = File { vm, fd };
    let mut chunk = [0; CHUNK];
    loop {
        let len = match read_piece(vm, fd, &mut chunk) {
            Ok(0) => return Ok(()),
            Ok(len) => len,
            Err(Errno::EINTR) => continue,
            Err(errno) => return Err(ReadError::Host(errno)),
        };
        if !take(chunk.get(..len).unwrap_or(&[]))? {
            return Ok(());
        }
    }
}

/// All of a file.
///
/// # Errors
/// [`ReadError`]
pub fn read(vm: &Vm, path: &str) -> Result<Buf<u8>, ReadError> {
    let mut text = Buf::new();
    if let Some(stat) = self::stat(vm, path.as_bytes()) {
        text.reserve(usize::try_from(stat.size_bytes).unwrap_or(0))?;
    }
    each_piece(vm, path, |piece| text.extend_from_slice(piece).map(|()| true))?;
    Ok(text)
}

/// Facts about what `path` names, if it names something.
pub fn stat(vm: &Vm, path: &[u8]) -> Option<Stat> {
    let path = if path.is_empty() { b"." } else { path };
    vm.unlocked(|host| host.stat(path, true)).ok()
}

/// Keeps a text that has no file, so that tracebacks can show its lines.
///
/// # Errors
/// MemoryError.
pub fn keep(vm: &Vm, name: &Obj, text: &[u8]) -> Result<(), Raised> {
    let kept = match vm.sources.get() {
        Some(kept) => kept,
        None => {
            let fresh = vm.list(&[])?;
            vm.sources.set(Some(fresh.clone()));
            fresh
        }
    };
    let Some(kept) = kept.cast::<List>() else { return Ok(()) };
    let bytes = vm.bytes(text)?;
    let entry = vm.tuple(&[name, &bytes])?;
    let mut total = text.len();
    let mut first = kept.len();
    while first > 0 && kept.len() - first < KEPT - 1 {
        let size = kept.get(first - 1).map_or(0, |entry| text_of(&entry, |text| text.len()).unwrap_or(0));
        if total + size > KEPT_BYTES {
            break;
        }
        total += size;
        first -= 1;
    }
    for _ in 0..first {
        drop(kept.remove(0));
    }
    vm.memory(kept.push(vm, entry))
}

/// Calls `use_text` with the text of an entry.
fn text_of<T>(entry: &Obj, use_text: impl FnOnce(&[u8]) -> T) -> Option<T> {
    let entry = entry.cast::<Tuple>()?;
    Some(use_text(entry.items().get(1)?.cast::<Bytes>()?.as_slice()))
}

/// Collects lines `first..=last` of a text that comes in pieces.
struct Lines {
    first: u32,
    last: u32,
    line: u32,
    after_return: bool,
    text: Buf<u8>,
}

impl Lines {
    /// Takes a piece; false when all lines are there.
    fn take(&mut self, piece: &[u8]) -> Result<bool, OutOfMemory> {
        for &byte in piece {
            let after_return = core::mem::replace(&mut self.after_return, byte == b'\r');
            if byte == b'\n' && after_return {
                continue;
            }
            let ends = byte == b'\n' || byte == b'\r';
            if self.line >= self.first && self.line <= self.last {
                self.text.push(if ends { b'\n' } else { byte })?;
            }
            self.line += u32::from(ends);
            if self.line > self.last {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Lines `first..=last` of the source called `name`, each with a line feed; `None` if they
/// cannot be had.
pub fn lines(vm: &Vm, name: &Obj, first: u32, last: u32) -> Option<Buf<u8>> {
    let mut lines = Lines { first, last, line: 1, after_return: false, text: Buf::new() };
    let wanted = name.cast::<Str>()?;
    if let Some(kept) = vm.sources.get().as_deref().and_then(|kept| kept.cast::<List>()) {
        for index in (0..kept.len()).rev() {
            let entry = kept.get(index)?;
            let same = entry.cast::<Tuple>()?.items().first()?.cast::<Str>()?.equals(wanted);
            if same {
                text_of(&entry, |text| lines.take(text))?.ok()?;
                return Some(lines.text);
            }
        }
    }
    let mut path = Buf::new();
    for character in wanted.chars().iter() {
        path.extend_from_slice(pyrite_object::ops::text::encode_wtf8(character, &mut [0; 4])).ok()?;
    }
    let path = core::str::from_utf8(&path).ok()?;
    if path.starts_with('<') {
        return None;
    }
    each_piece(vm, path, |piece| lines.take(piece)).ok()?;
    Some(lines.text)
}
