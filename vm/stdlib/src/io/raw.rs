//! `_RawIOBase` and `_BufferedIOBase`: `read` by `readinto`, or the reverse.

use pyrite_algo::Buf;
use pyrite_api::types::{ByteArray, Bytes};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, Vm, flags, optional, py_type, required};

use super::{BUFFER_BYTES, DICT_OFFSET, Io, method, os_text, size_arg, unsupported};

/// At most `size` bytes from `readinto` of a raw stream; `None` if it would have to wait.
///
/// # Errors
/// What `readinto` raises.
pub fn read_by_readinto(vm: &Vm, stream: &Obj, size: usize) -> Result<Option<Buf<u8>>, Raised> {
    let mut room = Buf::new();
    vm.memory(room.resize(size, 0))?;
    let room = vm.bytearray_from(room)?;
    let count = method(vm, stream, "readinto", core::slice::from_ref(&room))?;
    if count.is_none() {
        return Ok(None);
    }
    let count = usize::try_from(vm.index(&count)?).unwrap_or(usize::MAX);
    let Some(room) = room.cast::<ByteArray>() else { return Ok(None) };
    if count > room.len().min(size) {
        return Err(os_text(
            vm,
            format_args!(
                "raw readinto() returned invalid length {count} (should have been between 0 and {size})"
            ),
        ));
    }
    let mut bytes = room.with(core::mem::take);
    bytes.truncate(count);
    Ok(Some(bytes))
}

fn raw_read(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let Some(size) = size_arg(vm, optional(args, 0))? else {
        return method(vm, this.obj(), "readall", &[]);
    };
    match read_by_readinto(vm, this.obj(), size)? {
        Some(bytes) => vm.bytes(&bytes),
        None => Ok(Ref::none()),
    }
}

fn raw_readall(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let mut all = Buf::<u8>::new();
    loop {
        let piece = method(vm, this.obj(), "read", &[Ref::small(BUFFER_BYTES as isize)])?;
        if piece.is_none() {
            return if all.is_empty() { Ok(piece) } else { vm.bytes(&all) };
        }
        let Some(bytes) = piece.cast::<Bytes>() else {
            return Err(vm.type_error("read() should return bytes"));
        };
        if bytes.as_slice().is_empty() {
            return vm.bytes(&all);
        }
        vm.memory(all.extend_from_slice(bytes.as_slice()))?;
    }
}

fn not_implemented(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(vm.raise_with(&pyrite_api::types::exceptions::NOT_IMPLEMENTED_ERROR, &[]))
}

fn unsupported_read(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(unsupported(vm, "read"))
}

fn unsupported_write(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(unsupported(vm, "write"))
}

fn unsupported_detach(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(unsupported(vm, "detach"))
}

/// Puts `bytes` to the start of a buffer that can be written; how many there are.
///
/// # Errors
/// TypeError if it is none; ValueError if it has become too small.
pub fn fill(vm: &Vm, buffer: &Obj, bytes: &[u8]) -> Outcome {
    if !vm.writable(buffer, "readinto() argument")?.write(0, bytes) {
        return Err(vm.value_error("the buffer is too small"));
    }
    vm.int(bytes.len() as i64)
}

/// Bytes that a buffer has room for.
///
/// # Errors
/// TypeError if it cannot be written.
pub fn room(vm: &Vm, buffer: &Obj) -> Result<usize, Raised> {
    vm.writable(buffer, "readinto() argument").map(|buffer| buffer.len())
}

/// `readinto` by `read` or `read1`.
fn into_by(vm: &Vm, this: This<'_, Io>, args: &[Ref], read: &str) -> Outcome {
    let buffer = required(args, 0);
    let size = room(vm, buffer)?;
    let piece = method(vm, this.obj(), read, &[vm.int(size as i64)?])?;
    if piece.is_none() {
        return Ok(piece);
    }
    let bytes = vm.expect_octets(&piece)?;
    if bytes.len() > size {
        return Err(vm.value_error(format_args!(
            "read() returned too much data: {size} bytes requested, {} returned",
            bytes.len()
        )));
    }
    fill(vm, buffer, &bytes)
}

fn buffered_readinto(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    into_by(vm, this, args, "read")
}

fn buffered_readinto1(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    into_by(vm, this, args, "read1")
}

py_type! {
    /// The base of streams without a buffer.
    pub static RAW_BASE: Io = "_io._RawIOBase", "The base of streams without a buffer." {
        base super::base::IO_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        attrs {
            method "read" (0, 1) = raw_read, "Read at most so many bytes.";
            method "readall" (0, 0) = raw_readall, "Read to the end.";
            method "readinto" (1, 1) = not_implemented, "Read into a buffer.";
            method "write" (1, 1) = not_implemented, "Write bytes.";
        }
    }
}

py_type! {
    /// The base of streams with a buffer.
    pub static BUFFERED_BASE: Io = "_io._BufferedIOBase", "The base of streams with a buffer." {
        base super::base::IO_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        attrs {
            method "read" (0, 1) = unsupported_read, "Read at most so many bytes.";
            method "read1" (0, 1) = unsupported_read, "Read with one read of the stream below.";
            method "readinto" (1, 1) = buffered_readinto, "Read into a buffer.";
            method "readinto1" (1, 1) = buffered_readinto1, "Read into a buffer with one read of the stream below.";
            method "write" (1, 1) = unsupported_write, "Write bytes.";
            method "detach" (0, 0) = unsupported_detach, "Part from the stream below.";
        }
    }
}
