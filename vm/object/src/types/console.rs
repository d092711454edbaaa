//! The console's streams: `sys.stdin`, `sys.stdout`, `sys.stderr`, `buffer`.
//!
//! Nothing is kept back: what is written reaches the host at once, what is read is read byte
//! by byte, so that text and bytes may be read from the same stream in turn.

use pyrite_algo::Buf;
use pyrite_host::{Errno, Stream};

use crate::args::{optional, required};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::bytes::Bytes;
use crate::raw::str::Str;

/// A text stream of the console.
pub struct TextStream {
    /// Its descriptor: 0, 1 or 2.
    pub fd: u8,
}

// SAFETY: TEXT_STREAM's instances hold this.
unsafe impl Storage for TextStream {
    const TYPE: &'static Type = &TEXT_STREAM;
}

/// A stream of bytes of the console.
pub struct ByteStream {
    fd: u8,
}

// SAFETY: BYTE_STREAM's instances hold this.
unsafe impl Storage for ByteStream {
    const TYPE: &'static Type = &BYTE_STREAM;
}

/// The text stream of a descriptor.
///
/// # Errors
/// MemoryError.
pub fn text_stream(vm: &Vm, fd: u8) -> Outcome {
    vm.memory(vm.allocate(TypeRef::of(&TEXT_STREAM), TextStream { fd }, size_of::<TextStream>()))
}

/// Reads up to `limit` bytes, to the end of a line if `line`; less only at the end of input.
fn read(vm: &Vm, limit: usize, stop: Option<u8>) -> Result<Buf<u8>, Raised> {
    let mut bytes = Buf::new();
    while bytes.len() < limit {
        let mut byte = [0];
        if vm.blocking(|host| host.console_read(&mut byte))? == 0 {
            break;
        }
        let [byte] = byte;
        vm.memory(bytes.push(byte))?;
        if stop == Some(byte) {
            break;
        }
    }
    Ok(bytes)
}

/// Reads a line with its end; empty at the end of input.
///
/// # Errors
/// OSError, KeyboardInterrupt; MemoryError.
pub fn read_line(vm: &Vm) -> Result<Buf<u8>, Raised> {
    read(vm, usize::MAX, Some(b'\n'))
}

/// The size argument of `read` and `readline`: none and negative mean no limit.
fn limit(vm: &Vm, args: &[Ref]) -> Result<usize, Raised> {
    match optional(args, 0).filter(|size| !size.is_none()) {
        Some(size) => Ok(usize::try_from(vm.index(size)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

/// Writes bytes to a stream of the console.
///
/// # Errors
/// OSError.
pub fn write(vm: &Vm, stream: Stream, bytes: &[u8]) -> Result<(), Raised> {
    vm.blocking(|host| host.console_write(stream, bytes))
}

fn write_bytes(vm: &Vm, fd: u8, bytes: &[u8]) -> Result<(), Raised> {
    let stream = match fd {
        1 => Stream::Out,
        2 => Stream::Err,
        _ => return Err(vm.os_error(Errno::EBADF, None)),
    };
    write(vm, stream, bytes)
}

fn text_write(vm: &Vm, this: This<'_, TextStream>, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    let text = vm.expect_str(object, "write() argument")?;
    match text.ascii() {
        Some(text) => write_bytes(vm, this.fd, text.as_bytes())?,
        None => write_bytes(vm, this.fd, &vm.utf8(object)?)?,
    }
    vm.int(text.len() as i64)
}

fn text_read(vm: &Vm, _this: This<'_, TextStream>, args: &[Ref]) -> Outcome {
    let limit = limit(vm, args)?;
    let mut text = Buf::new();
    for _ in 0..limit {
        let first = read(vm, 1, None)?;
        let [lead] = *first else { break };
        // The rest of a character; a byte that starts none stands for itself.
        let more = pyrite_algo::utf8::sequence_len(lead).map_or(0, |len| len.saturating_sub(1));
        vm.memory(text.push(lead))?;
        vm.memory(text.extend_from_slice(&read(vm, more, None)?))?;
    }
    vm.memory(vm.new_str_wtf8(&text))
}

fn text_readline(vm: &Vm, _this: This<'_, TextStream>, args: &[Ref]) -> Outcome {
    let line = read(vm, limit(vm, args)?, Some(b'\n'))?;
    vm.memory(vm.new_str_wtf8(&line))
}

fn text_next(vm: &Vm, _this: This<'_, TextStream>) -> Result<Option<Ref>, Raised> {
    let line = read_line(vm)?;
    if line.is_empty() { Ok(None) } else { vm.memory(vm.new_str_wtf8(&line)).map(Some) }
}

fn text_buffer(vm: &Vm, this: This<'_, TextStream>) -> Outcome {
    vm.memory(vm.allocate(TypeRef::of(&BYTE_STREAM), ByteStream { fd: this.fd }, size_of::<ByteStream>()))
}

fn text_fileno(_vm: &Vm, this: This<'_, TextStream>, _args: &[Ref]) -> Outcome {
    Ok(Ref::small(this.fd.into()))
}

fn text_name(vm: &Vm, this: This<'_, TextStream>) -> Outcome {
    vm.str(["<stdin>", "<stdout>", "<stderr>"].get(usize::from(this.fd)).copied().unwrap_or("?"))
}

fn text_mode(vm: &Vm, this: This<'_, TextStream>) -> Outcome {
    vm.str(if this.fd == 0 { "r" } else { "w" })
}

fn text_repr(vm: &Vm, this: This<'_, TextStream>) -> Outcome {
    let name = text_name(vm, this)?;
    let mode = if this.fd == 0 { 'r' } else { 'w' };
    vm.str_fmt(format_args!(
        "<_io.TextIOWrapper name='{}' mode='{mode}' encoding='utf-8'>",
        crate::new::Text(&name)
    ))
}

fn text_readable(_vm: &Vm, this: This<'_, TextStream>, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(this.fd == 0))
}

fn text_writable(_vm: &Vm, this: This<'_, TextStream>, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(this.fd != 0))
}

fn encoding(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("utf-8")
}

fn errors(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("strict")
}

fn closed(_vm: &Vm, _this: &Obj) -> Outcome {
    Ok(Ref::bool(false))
}

fn isatty(_vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(true))
}

fn flush(_vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    Ok(Ref::none())
}

fn itself(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.own())
}

fn bytes_write(vm: &Vm, this: This<'_, ByteStream>, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    let Some(bytes) = object.cast::<Bytes>() else {
        let what = if object.cast::<Str>().is_some() { "str" } else { object.type_().short_name() };
        return Err(vm.type_error(format_args!("a bytes-like object is required, not '{what}'")));
    };
    write_bytes(vm, this.fd, bytes.as_slice())?;
    vm.int(bytes.as_slice().len() as i64)
}

fn bytes_read(vm: &Vm, _this: This<'_, ByteStream>, args: &[Ref]) -> Outcome {
    vm.bytes(&read(vm, limit(vm, args)?, None)?)
}

fn bytes_readline(vm: &Vm, _this: This<'_, ByteStream>, args: &[Ref]) -> Outcome {
    vm.bytes(&read(vm, limit(vm, args)?, Some(b'\n'))?)
}

fn bytes_fileno(_vm: &Vm, this: This<'_, ByteStream>, _args: &[Ref]) -> Outcome {
    Ok(Ref::small(this.fd.into()))
}

py_type! {
    /// Text streams of the console.
    pub static TEXT_STREAM: TextStream = "_io.TextIOWrapper", "A text stream of the console." {
        flags flags::DISALLOW_INSTANTIATION;
        slots { repr: unary text_repr, iter: unary itself, iternext: next text_next, }
        attrs {
            method "write" (1, 1) = text_write, "Write string to stream; return the number of characters.";
            method "read" (0, 1) = text_read, "Read at most so many characters.";
            method "readline" (0, 1) = text_readline, "Read until newline or end of input.";
            method "flush" (0, 0) = flush, "Nothing is kept back: does nothing.";
            method "isatty" (0, 0) = isatty, "Whether a person may sit at the other end.";
            method "fileno" (0, 0) = text_fileno, "The descriptor.";
            method "readable" (0, 0) = text_readable, "Whether the stream can be read.";
            method "writable" (0, 0) = text_writable, "Whether the stream can be written.";
            getter "buffer" () = text_buffer, "The same stream as bytes.";
            getter "encoding" () = encoding, "The encoding: utf-8.";
            getter "errors" () = errors, "How errors of the encoding are treated.";
            getter "closed" () = closed, "Whether the stream is closed.";
            getter "name" () = text_name, "The name of the stream.";
            getter "mode" () = text_mode, "The mode of the stream.";
        }
    }
}

py_type! {
    /// Byte streams of the console.
    pub static BYTE_STREAM: ByteStream = "_io.FileIO", "A stream of bytes of the console." {
        flags flags::DISALLOW_INSTANTIATION;
        attrs {
            method "write" (1, 1) = bytes_write, "Write bytes to the stream; return their number.";
            method "read" (0, 1) = bytes_read, "Read at most so many bytes.";
            method "readline" (0, 1) = bytes_readline, "Read until newline or end of input.";
            method "flush" (0, 0) = flush, "Nothing is kept back: does nothing.";
            method "isatty" (0, 0) = isatty, "Whether a person may sit at the other end.";
            method "fileno" (0, 0) = bytes_fileno, "The descriptor.";
        }
    }
}
