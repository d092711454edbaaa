//! Compiled code beside the sources: `__pycache__/NAME.pyrite-313.pyc`.
//!
//! Six words and a sealed image ([docs/spec/image.md], "Cached images"). What does not fit the
//! source, is of another version or is damaged counts as absent, and is replaced. Nothing that
//! goes wrong here is an error: the source is there.

use pyrite_algo::{Buf, hash};
use pyrite_bytecode::image;
use pyrite_host::files::{Stat, open};
use pyrite_interp::code::{self, Sealed};
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, Vm};

use crate::source;

/// `PYRC`, little endian.
const MAGIC: u32 = u32::from_le_bytes(*b"PYRC");

/// Words in front of the image.
const HEADER_WORDS: usize = 6;

/// How the image is tied to its source.
mod kind {
    /// By size and time of the last change.
    pub const TIME: u32 = 0;
    /// By size and a hash of the text, where the file system keeps no time.
    pub const HASH: u32 = 1;
}

/// What ties an image to its source.
#[derive(Clone, Copy)]
pub struct Tie([u32; HEADER_WORDS]);

impl Tie {
    /// To a source with these facts; `None` if they do not tell one version from another.
    pub fn to_file(stat: &Stat) -> Option<Tie> {
        let time = u64::try_from(stat.modify_ns).ok().filter(|&time| time != 0)?;
        Some(Tie::new(kind::TIME, stat.size_bytes, time))
    }

    /// To a text.
    pub fn to_text(text: &[u8]) -> Tie {
        Tie::new(kind::HASH, text.len() as u64, u64::from(hash::hash_bytes(text) as u32))
    }

    fn new(kind: u32, size: u64, stamp: u64) -> Tie {
        Tie([MAGIC, kind, size as u32, stamp as u32, (stamp >> 32) as u32, 0])
    }
}

/// A file, closed when dropped.
struct File<'a> {
    vm: &'a Vm,
    fd: i32,
}

impl Drop for File<'_> {
    fn drop(&mut self) {
        let _closed = self.vm.host().close(self.fd);
    }
}

impl File<'_> {
    /// Fills `into`; false if the file is shorter.
    fn fill(&self, mut into: &mut [u8]) -> bool {
        while !into.is_empty() {
            match self.vm.host().read(self.fd, into) {
                Ok(len) if len > 0 => into = into.get_mut(len..).unwrap_or_default(),
                _ => return false,
            }
        }
        true
    }

    fn write(&self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            match self.vm.host().write(self.fd, bytes) {
                Ok(len) if len > 0 => bytes = bytes.get(len..).unwrap_or_default(),
                _ => return false,
            }
        }
        true
    }
}

/// The code in the file at `path`, if it is tied to the source called `filename`.
///
/// # Errors
/// MemoryError.
pub fn read(vm: &Vm, path: &Obj, tie: Tie, filename: &Ref) -> Result<Option<Ref>, Raised> {
    let path = vm.utf8(path)?;
    let Some(stat) = source::stat(vm, &path) else { return Ok(None) };
    let len = usize::try_from(stat.size_bytes).unwrap_or(0) / size_of::<u32>();
    let Some(len) = len.checked_sub(HEADER_WORDS + image::HEADER_WORDS) else { return Ok(None) };
    let Ok(fd) = vm.host().open(&path, open::RDONLY, 0) else { return Ok(None) };
    let file = File { vm, fd };
    let mut header = [0u32; HEADER_WORDS];
    if !file.fill(bytemuck::bytes_of_mut(&mut header)) || header != tie.0 {
        return Ok(None);
    }
    let mut fill = |words: &mut [u32]| file.fill(bytemuck::cast_slice_mut(words));
    let len = len + image::HEADER_WORDS;
    match code::load_filled(vm, len, Sealed::Yes, Some(filename), &mut fill) {
        Ok(code) => Ok(Some(code)),
        Err(raised) => vm.suppress(raised, &exceptions::VALUE_ERROR).map(|()| None),
    }
}

/// Writes an image, sealed, under a name of its own first: a reader sees all of it or none.
///
/// # Errors
/// MemoryError.
pub fn write(vm: &Vm, path: &Obj, tie: Tie, words: &mut [u32]) -> Result<(), Raised> {
    image::seal(words);
    let path = vm.utf8(path)?;
    let folder = path.iter().rposition(|&byte| byte == b'/').and_then(|slash| path.get(..slash));
    if let Some(folder) = folder {
        // It may be there already.
        let _made = vm.host().make_directory(folder, 0o777);
    }
    let mut fresh = vm.memory(Buf::from_slice(&path))?;
    let mut number = vm.host().monotonic_us();
    for _ in 0..8 {
        vm.memory(fresh.push(b'a' + (number % 26) as u8))?;
        number /= 26;
    }
    let flags = open::WRONLY | open::CREAT | open::EXCL;
    let Ok(fd) = vm.host().open(&fresh, flags, 0o666) else { return Ok(()) };
    let file = File { vm, fd };
    let whole = file.write(bytemuck::cast_slice(&tie.0)) && file.write(bytemuck::cast_slice(words));
    drop(file);
    if !whole || vm.host().rename(&fresh, &path).is_err() {
        // What is left of it would only take up room.
        let _removed = vm.host().unlink(&fresh);
    }
    Ok(())
}
