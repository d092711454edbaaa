//! `_IOBase` and `_TextIOBase`: what every stream can do.

use pyrite_algo::Buf;
use pyrite_api::types::{Bytes, List, Str};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, Vm, bound, flags, optional, py_type, required};

use super::{DICT_OFFSET, Io, asks, attr, method, os_text, size_arg, state, unsupported};

/// Whether `close` was called, by the attribute that subclasses may have their own of.
///
/// # Errors
/// What the getter raises.
pub fn is_closed(vm: &Vm, this: &Obj) -> Result<bool, Raised> {
    vm.is_true(&*attr(vm, this, "closed")?)
}

/// ValueError if the stream says that it is closed.
///
/// # Errors
/// ValueError.
pub fn expect_open(vm: &Vm, this: &Obj) -> Result<(), Raised> {
    if is_closed(vm, this)? {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(())
}

fn io_closed(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(Ref::bool(this.has(state::CLOSED)))
}

fn io_flush(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    expect_open(vm, this.obj())?;
    Ok(Ref::none())
}

/// Flushes and closes once; closed even if the flush fails.
fn io_close(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    if this.has(state::CLOSED) {
        return Ok(Ref::none());
    }
    let flushed = method(vm, this.obj(), "flush", &[]);
    this.set(state::CLOSED, true);
    flushed?;
    Ok(Ref::none())
}

/// Closes what is given up; errors are nobody's.
pub fn io_finalize(vm: &Vm, object: &Obj) {
    let close = || -> Result<(), Raised> {
        if !is_closed(vm, object)? {
            method(vm, object, "close", &[])?;
        }
        Ok(())
    };
    if let Err(raised) = close() {
        drop(vm.take_raised(raised));
    }
}

fn no(_vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    expect_open(_vm, this.obj())?;
    Ok(Ref::bool(false))
}

fn io_seek(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(unsupported(vm, "seek"))
}

fn io_truncate(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(unsupported(vm, "truncate"))
}

fn io_fileno(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(unsupported(vm, "fileno"))
}

fn io_tell(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    method(vm, this.obj(), "seek", &[Ref::small(0), Ref::small(1)])
}

/// Raises UnsupportedOperation unless the stream says yes.
fn check(vm: &Vm, this: &Obj, question: &str, text: &str) -> Outcome {
    if asks(vm, this, question)? { Ok(Ref::bool(true)) } else { Err(unsupported(vm, text)) }
}

fn check_readable(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check(vm, this.obj(), "readable", "File or stream is not readable.")
}

fn check_writable(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check(vm, this.obj(), "writable", "File or stream is not writable.")
}

fn check_seekable(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check(vm, this.obj(), "seekable", "File or stream is not seekable.")
}

fn check_closed(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    expect_open(vm, this.obj())?;
    Ok(Ref::none())
}

fn io_enter(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    expect_open(vm, this.obj())?;
    Ok(this.own())
}

fn io_exit(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    method(vm, this.obj(), "close", &[])?;
    Ok(Ref::none())
}

/// Bytes up to a line feed, by `read` and, where there is one, `peek`.
fn io_readline(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let limit = size_arg(vm, optional(args, 0))?.unwrap_or(usize::MAX);
    let peek = vm.find_attr(this.obj(), &*vm.memory(vm.intern("peek"))?)?;
    let mut line = Buf::<u8>::new();
    while line.len() < limit && line.last() != Some(&b'\n') {
        let mut want = 1;
        if let Some(peek) = &peek {
            let seen = vm.call(peek, &[Ref::small(1)])?;
            let seen = vm.expect_octets(&seen)?;
            if !seen.is_empty() {
                let end = seen.iter().position(|&byte| byte == b'\n').map_or(seen.len(), |place| place + 1);
                want = end.min(limit - line.len());
            }
        }
        let piece = method(vm, this.obj(), "read", &[Ref::small(want as isize)])?;
        let Some(bytes) = piece.cast::<Bytes>() else {
            let name = piece.type_().short_name();
            return Err(os_text(
                vm,
                format_args!("read() should have returned a bytes object, not '{name}'"),
            ));
        };
        if bytes.as_slice().is_empty() {
            break;
        }
        vm.memory(line.extend_from_slice(bytes.as_slice()))?;
    }
    vm.bytes(&line)
}

/// Length of a line, of bytes or characters.
fn line_length(vm: &Vm, line: &Obj) -> Result<usize, Raised> {
    vm.len(line)
}

fn io_readlines(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let hint = size_arg(vm, optional(args, 0))?.filter(|&hint| hint > 0);
    let lines = List::new();
    let mut total = 0;
    let iterator = vm.iter(this.obj())?;
    while let Some(line) = vm.next(&iterator)? {
        total += line_length(vm, &line)?;
        vm.memory(lines.push(vm, line))?;
        if hint.is_some_and(|hint| total >= hint) {
            break;
        }
    }
    vm.list_from(lines)
}

fn io_writelines(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    expect_open(vm, this.obj())?;
    vm.for_each(required(args, 0), |line: Ref| method(vm, this.obj(), "write", &[line]).map(drop))?;
    Ok(Ref::none())
}

fn io_iter(vm: &Vm, this: This<'_, Io>) -> Outcome {
    expect_open(vm, this.obj())?;
    Ok(this.own())
}

fn io_next(vm: &Vm, this: This<'_, Io>) -> Result<Option<Ref>, Raised> {
    let line = method(vm, this.obj(), "readline", &[])?;
    Ok(if line_length(vm, &line)? == 0 { None } else { Some(line) })
}

/// Streams show their class and, if they have one, their name.
///
/// # Errors
/// What the name's repr raises.
pub fn io_repr(vm: &Vm, this: This<'_, Io>) -> Outcome {
    let class = pyrite_api::full_name(vm, this.obj().type_())?;
    match attr(vm, this.obj(), "name") {
        Ok(name) => {
            let name = vm.repr(&name)?;
            vm.str_fmt(format_args!("<{} name={}>", pyrite_api::Text(&class), pyrite_api::Text(&name)))
        }
        Err(raised) => {
            drop(vm.take_raised(raised));
            vm.default_repr(this.obj())
        }
    }
}

/// Characters read and written are text's.
fn text_unsupported(vm: &Vm, _this: This<'_, Io>, args: &[Ref]) -> Outcome {
    Err(unsupported(vm, if args.is_empty() { "read" } else { "write" }))
}

fn text_detach(vm: &Vm, _this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    Err(unsupported(vm, "detach"))
}

fn text_none(_vm: &Vm, _this: This<'_, Io>) -> Outcome {
    Ok(Ref::none())
}

/// A bound argument that is not `None`.
pub fn given<'a>(args: &[Option<&'a Obj>], index: usize) -> Option<&'a Obj> {
    bound(args, index).filter(|arg| !arg.is_none())
}

/// `closed` of streams over another one: what that one says.
///
/// # Errors
/// ValueError if there is none.
pub fn inner_closed(vm: &Vm, this: This<'_, Io>) -> Outcome {
    attr(vm, &*this.inner(vm, "raw stream")?, "closed")
}

py_type! {
    /// The base of all streams.
    pub static IO_BASE: Io = "_io._IOBase", "The base of all streams." {
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        slots { repr: unary io_repr, iter: unary io_iter, iternext: next io_next, finalize: finalize io_finalize, }
        attrs {
            getter "closed" () = io_closed, "";
            method "flush" (0, 0) = io_flush, "Write what is kept back.";
            method "close" (0, 0) = io_close, "Flush and close.";
            method "seek" (1, 2) = io_seek, "Change the position.";
            method "tell" (0, 0) = io_tell, "The position.";
            method "truncate" (0, 1) = io_truncate, "Cut to a size.";
            method "fileno" (0, 0) = io_fileno, "The descriptor.";
            method "isatty" (0, 0) = no, "Whether it is a terminal.";
            method "seekable" (0, 0) = no, "Whether it can be positioned.";
            method "readable" (0, 0) = no, "Whether it can be read.";
            method "writable" (0, 0) = no, "Whether it can be written.";
            method "_checkReadable" (0, 1) = check_readable, "";
            method "_checkWritable" (0, 1) = check_writable, "";
            method "_checkSeekable" (0, 1) = check_seekable, "";
            method "_checkClosed" (0, 1) = check_closed, "";
            method "__enter__" (0, 0) = io_enter, "";
            method "__exit__" (0, 255) = io_exit, "";
            method "readline" (0, 1) = io_readline, "Read up to a line's end.";
            method "readlines" (0, 1) = io_readlines, "Read lines into a list.";
            method "writelines" (1, 1) = io_writelines, "Write each of the lines.";
        }
    }
}

py_type! {
    /// The base of text streams.
    pub static TEXT_BASE: Io = "_io._TextIOBase", "The base of text streams." {
        base IO_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        attrs {
            method "read" (0, 1) = text_unsupported, "Read characters.";
            method "readline" (0, 1) = text_unsupported, "Read up to a line's end.";
            method "write" (1, 1) = text_unsupported, "Write characters.";
            method "detach" (0, 0) = text_detach, "Part from the stream below.";
            getter "encoding" () = text_none, "";
            getter "newlines" () = text_none, "";
            getter "errors" () = text_none, "";
        }
    }
}

/// The characters of a str argument.
///
/// # Errors
/// TypeError.
pub fn expect_text<'a>(vm: &Vm, arg: &'a Obj) -> Result<This<'a, Str>, Raised> {
    vm.expect_str(arg, "write() argument")
}
