//! `FileIO`: a descriptor as a stream without a buffer.

use pyrite_algo::Buf;
use pyrite_api::types::Str;
use pyrite_api::{Obj, Outcome, Raised, Ref, This, Vm, flags, optional, py_type, required};
use pyrite_host::files::open as o;
use pyrite_host::{Errno, Files, Whence};

use super::base::given;
use super::{BUFFER_BYTES, DICT_OFFSET, Io, method, raw, size_arg, state, unsupported};

/// Parameters of `FileIO`.
pub const NAMES: [&str; 4] = ["file", "mode", "closefd", "opener"];

/// A call of the host that may block, made again after signals whose handlers do not raise.
///
/// # Errors
/// OSError, with `path`; what a handler raises.
pub fn call<T: Send>(
    vm: &Vm,
    path: Option<&Obj>,
    mut call: impl FnMut(&dyn Files) -> Result<T, Errno> + Send,
) -> Result<T, Raised> {
    loop {
        match vm.unlocked(|host| call(host)) {
            Ok(value) => return Ok(value),
            Err(Errno::EINTR) => vm.interrupted()?,
            Err(errno) => return Err(vm.os_error(errno, path)),
        }
    }
}

/// The text of a path argument: a str, bytes, or what its `__fspath__` says.
///
/// # Errors
/// TypeError; ValueError for a NUL.
pub fn path_octets(vm: &Vm, path: &Obj) -> Result<Buf<u8>, Raised> {
    let path = fspath(vm, path)?;
    let mut text = Buf::new();
    match path.cast::<Str>() {
        // Undecodable bytes of names travel as surrogates.
        Some(path) if path.is_ascii() => vm.append_utf8(path.obj(), &mut text)?,
        Some(path) => {
            let bytes = vm.encode(path, None, Some(&*vm.str("surrogateescape")?))?;
            vm.memory(text.extend_from_slice(&vm.expect_octets(&bytes)?))?;
        }
        None => vm.memory(text.extend_from_slice(&vm.expect_octets(&path)?))?,
    }
    if text.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(text)
}

/// `os.fspath`
///
/// # Errors
/// TypeError.
pub fn fspath(vm: &Vm, path: &Obj) -> Outcome {
    use pyrite_api::types::Bytes;
    if path.cast::<Str>().is_some() || path.cast::<Bytes>().is_some() {
        return Ok(path.own());
    }
    let name = vm.memory(vm.intern("__fspath__"))?;
    let kind = path.type_().short_name();
    let Some(hook) = vm.lookup_special(path, &name)? else {
        return Err(vm.type_error(format_args!("expected str, bytes or os.PathLike object, not {kind}")));
    };
    let text = vm.call(&hook, &[])?;
    if text.cast::<Str>().is_none() && text.cast::<Bytes>().is_none() {
        let got = text.type_().short_name();
        return Err(
            vm.type_error(format_args!("expected {kind}.__fspath__() to return str or bytes, not {got}"))
        );
    }
    Ok(text)
}

/// Flags of `open` and bits of the state for a mode like `rb+`.
fn parse_mode(vm: &Vm, mode: &Obj) -> Result<(u32, u32), Raised> {
    let text = vm.expect_str(mode, "FileIO() argument 'mode'")?;
    let bad = || vm.value_error(format_args!("invalid mode: {}", pyrite_api::Text(mode)));
    let (mut kind, mut plus) = (None, false);
    for character in text.chars().iter() {
        match u8::try_from(character).unwrap_or(0) {
            b'b' => {}
            b'+' if !plus => plus = true,
            letter @ (b'r' | b'w' | b'a' | b'x') if kind.is_none() => kind = Some(letter),
            b'r' | b'w' | b'a' | b'x' | b'+' => {
                return Err(vm.value_error(
                    "Must have exactly one of create/read/write/append mode and at most one plus",
                ));
            }
            _ => return Err(bad()),
        }
    }
    let (mut flags, mut bits) = match kind {
        Some(b'r') => (0, state::READ),
        Some(b'w') => (o::CREAT | o::TRUNC, state::WRITE),
        Some(b'x') => (o::CREAT | o::EXCL, state::WRITE | state::CREATED),
        Some(b'a') => (o::CREAT | o::APPEND, state::WRITE | state::APPEND),
        _ => {
            return Err(
                vm.value_error("Must have exactly one of create/read/write/append mode and at most one plus")
            );
        }
    };
    if plus {
        bits |= state::READ | state::WRITE;
    }
    flags |= match (bits & state::READ != 0, bits & state::WRITE != 0) {
        (true, true) => o::RDWR,
        (false, _) => o::WRONLY,
        _ => o::RDONLY,
    };
    Ok((flags, bits))
}

fn file_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], keywords: Option<&Obj>) -> Result<(), Raised> {
    let args = vm.bind_new("FileIO", NAMES, args, keywords)?;
    if this.fd.get() >= 0 && this.has(state::OWNS) {
        close_fd(vm, this)?;
    }
    let Some(file) = args[0] else {
        return Err(vm.type_error("FileIO() missing required argument 'file' (pos 1)"));
    };
    let owns = args[2].map_or(Ok(true), |closes| vm.is_true(closes))?;
    let read = vm.str("r")?;
    let (flags, bits) = parse_mode(vm, args[1].unwrap_or(&read))?;
    this.state.set(bits | state::READY | if owns { state::OWNS } else { 0 });
    this.fd.set(-1);
    let fd = match (file.int(), given(&args, 3)) {
        (Some(_), _) => {
            let fd = i32::try_from(vm.index(file)?).unwrap_or(-1);
            if fd < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            call(vm, Some(file), |files| files.stat_fd(fd))
                .and_then(|stat| not_directory(vm, file, &stat))?;
            fd
        }
        _ if !owns => return Err(vm.value_error("Cannot use closefd=False with file name")),
        (None, None) => {
            let path = path_octets(vm, file)?;
            call(vm, Some(file), |files| files.open(&path, flags | o::CLOEXEC, 0o666))?
        }
        (None, Some(opener)) => {
            let fd = vm.call(opener, &[file.own(), vm.int((flags | o::CLOEXEC).into())?])?;
            if fd.int().is_none() {
                return Err(vm.type_error("expected integer from opener"));
            }
            let fd = i32::try_from(vm.index(&fd)?).unwrap_or(-1);
            if fd < 0 {
                return Err(vm.value_error(format_args!("opener returned {fd}")));
            }
            fd
        }
    };
    this.fd.set(fd);
    this.set(state::CLOSED, false);
    if file.int().is_none()
        && let Ok(stat) = vm.host().stat_fd(fd)
        && let Err(raised) = not_directory(vm, file, &stat)
    {
        let _closed = vm.host().close(this.fd.replace(-1));
        return Err(raised);
    }
    vm.set_attr(this.obj(), &*vm.memory(vm.intern("name"))?, file)?;
    if this.has(state::APPEND) {
        // What cannot be positioned appends anyway.
        let _end = vm.host().seek(fd, 0, Whence::End);
    }
    Ok(())
}

fn not_directory(vm: &Vm, file: &Obj, stat: &pyrite_host::Stat) -> Result<(), Raised> {
    if stat.is_directory() { Err(vm.os_error(Errno::EISDIR, Some(file))) } else { Ok(()) }
}

/// The descriptor of a stream that is open.
///
/// # Errors
/// ValueError if it is closed.
pub fn descriptor(vm: &Vm, this: &Io) -> Result<i32, Raised> {
    match this.fd.get() {
        fd @ 0.. => Ok(fd),
        _ => Err(vm.value_error("I/O operation on closed file")),
    }
}

fn close_fd(vm: &Vm, this: This<'_, Io>) -> Result<(), Raised> {
    let fd = this.fd.replace(-1);
    if fd >= 0 && this.has(state::OWNS) {
        call(vm, None, |files| files.close(fd))?;
    }
    Ok(())
}

fn file_close(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    this.set(state::CLOSED, true);
    close_fd(vm, this)?;
    Ok(Ref::none())
}

fn file_closed(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(Ref::bool(this.fd.get() < 0))
}

/// Tells of a file that was forgotten, and closes it.
fn file_finalize(vm: &Vm, object: &Obj) {
    if let Some(this) = object.cast::<Io>()
        && this.fd.get() >= 0
        && this.has(state::OWNS)
        && let Err(raised) = method(vm, object, "close", &[])
    {
        drop(vm.take_raised(raised));
    }
}

/// The descriptor, if the stream may be read.
///
/// # Errors
/// ValueError, UnsupportedOperation.
pub fn readable(vm: &Vm, this: &Io) -> Result<i32, Raised> {
    let fd = descriptor(vm, this)?;
    if this.has(state::READ) { Ok(fd) } else { Err(unsupported(vm, "File not open for reading")) }
}

fn writable(vm: &Vm, this: &Io) -> Result<i32, Raised> {
    let fd = descriptor(vm, this)?;
    if this.has(state::WRITE) { Ok(fd) } else { Err(unsupported(vm, "File not open for writing")) }
}

/// Reads once, at most `size` bytes, to the end of `into`; how many came, or `None` if it would wait.
///
/// # Errors
/// As [`readable`], OSError.
pub fn read_once(vm: &Vm, this: &Io, into: &mut Buf<u8>, size: usize) -> Result<Option<usize>, Raised> {
    let fd = readable(vm, this)?;
    let start = into.len();
    vm.memory(into.resize(start + size, 0))?;
    let room = into.get_mut(start..).unwrap_or_default();
    let read = call_unless_waiting(vm, |files| files.read(fd, room));
    into.truncate(start + read.as_ref().map_or(0, |read| read.unwrap_or(0)));
    read
}

/// `None` for what would have to wait.
fn call_unless_waiting(
    vm: &Vm,
    mut use_files: impl FnMut(&dyn Files) -> Result<usize, Errno> + Send,
) -> Result<Option<usize>, Raised> {
    call(vm, None, |files| match use_files(files) {
        Err(Errno::EAGAIN) => Ok(None),
        other => other.map(Some),
    })
}

/// Writes once; how many bytes were taken, or `None` if it would have to wait.
///
/// # Errors
/// ValueError, UnsupportedOperation, OSError.
pub fn write_once(vm: &Vm, this: &Io, bytes: &[u8]) -> Result<Option<usize>, Raised> {
    let fd = writable(vm, this)?;
    call_unless_waiting(vm, |files| files.write(fd, bytes))
}

fn count(vm: &Vm, count: Option<usize>) -> Outcome {
    count.map_or(Ok(Ref::none()), |count| vm.int(count as i64))
}

fn file_read(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    match size_arg(vm, optional(args, 0))? {
        None => file_readall(vm, this, &[]),
        Some(size) => {
            let mut bytes = Buf::new();
            match read_once(vm, &this, &mut bytes, size)? {
                Some(_) => vm.bytes(&bytes),
                None => Ok(Ref::none()),
            }
        }
    }
}

fn file_readall(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let mut bytes = Buf::new();
    loop {
        match read_once(vm, &this, &mut bytes, BUFFER_BYTES)? {
            None if bytes.is_empty() => return Ok(Ref::none()),
            None | Some(0) => return vm.bytes(&bytes),
            Some(_) => {}
        }
    }
}

fn file_readinto(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let buffer = required(args, 0);
    let mut bytes = Buf::new();
    let read = read_once(vm, &this, &mut bytes, raw::room(vm, buffer)?)?;
    raw::fill(vm, buffer, &bytes)?;
    count(vm, read)
}

fn file_write(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let bytes = vm.expect_octets(required(args, 0))?;
    count(vm, write_once(vm, &this, &bytes)?)
}

/// The argument of `seek` that says where an offset counts from.
///
/// # Errors
/// TypeError, ValueError.
pub fn whence(vm: &Vm, arg: Option<&Obj>) -> Result<Whence, Raised> {
    match arg.map_or(Ok(0), |arg| vm.index(arg))? {
        0 => Ok(Whence::Start),
        1 => Ok(Whence::Current),
        2 => Ok(Whence::End),
        other => Err(vm.value_error(format_args!("invalid whence ({other}, should be 0, 1 or 2)"))),
    }
}

/// A 64-bit integer argument.
///
/// # Errors
/// TypeError, OverflowError.
pub fn offset(vm: &Vm, arg: &Obj) -> Result<i64, Raised> {
    let value = vm.index_object(arg)?;
    value
        .int()
        .and_then(|value| value.to_i64())
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C long"))
}

fn file_seek(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let fd = descriptor(vm, &this)?;
    let (offset, whence) = (offset(vm, required(args, 0))?, whence(vm, optional(args, 1))?);
    vm.int(call(vm, None, |files| files.seek(fd, offset, whence))?.cast_signed())
}

fn file_tell(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let fd = descriptor(vm, &this)?;
    vm.int(call(vm, None, |files| files.seek(fd, 0, Whence::Current))?.cast_signed())
}

fn file_truncate(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let fd = writable(vm, &this)?;
    let size = match optional(args, 0).filter(|size| !size.is_none()) {
        Some(size) => offset(vm, size)?,
        None => call(vm, None, |files| files.seek(fd, 0, Whence::Current))?.cast_signed(),
    };
    let Ok(len) = u64::try_from(size) else { return Err(vm.os_error(Errno::EINVAL, None)) };
    call(vm, None, |files| files.truncate(fd, len))?;
    vm.int(size)
}

fn file_seekable(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let fd = descriptor(vm, &this)?;
    Ok(Ref::bool(vm.host().seek(fd, 0, Whence::Current).is_ok()))
}

fn file_readable(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    descriptor(vm, &this)?;
    Ok(Ref::bool(this.has(state::READ)))
}

fn file_writable(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    descriptor(vm, &this)?;
    Ok(Ref::bool(this.has(state::WRITE)))
}

fn file_isatty(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let fd = descriptor(vm, &this)?;
    Ok(Ref::bool(vm.host().is_terminal(fd)))
}

fn file_fileno(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    descriptor(vm, &this).map(|fd| Ref::small(fd as isize))
}

fn file_closefd(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(Ref::bool(this.has(state::OWNS)))
}

fn mode_text(this: &Io) -> &'static str {
    match (this.has(state::CREATED), this.has(state::APPEND), this.has(state::READ), this.has(state::WRITE)) {
        (true, _, true, _) => "xb+",
        (true, ..) => "xb",
        (_, true, true, _) => "ab+",
        (_, true, ..) => "ab",
        (_, _, true, true) => "rb+",
        (_, _, true, _) => "rb",
        _ => "wb",
    }
}

fn file_mode(vm: &Vm, this: This<'_, Io>) -> Outcome {
    vm.str(mode_text(&this))
}

fn file_repr(vm: &Vm, this: This<'_, Io>) -> Outcome {
    let fd = this.fd.get();
    if fd < 0 {
        return vm.str("<_io.FileIO [closed]>");
    }
    let closefd = if this.has(state::OWNS) { "True" } else { "False" };
    let mode = mode_text(&this);
    let name = vm.memory(vm.intern("name"))?;
    match vm.find_attr(this.obj(), &name)? {
        Some(name) => {
            let name = vm.repr(&name)?;
            let name = pyrite_api::Text(&name);
            vm.str_fmt(format_args!("<_io.FileIO name={name} mode='{mode}' closefd={closefd}>"))
        }
        None => vm.str_fmt(format_args!("<_io.FileIO fd={fd} mode='{mode}' closefd={closefd}>")),
    }
}

/// A `FileIO` over `file`, a path or a descriptor.
///
/// # Errors
/// OSError, ValueError, TypeError.
pub fn open_file(vm: &Vm, file: &Obj, mode: &str, closefd: bool, opener: Option<&Obj>) -> Outcome {
    let class = pyrite_api::TypeRef::of(&FILE);
    let opener = opener.map_or(Ref::none(), Obj::own);
    vm.call(class.as_obj(), &[file.own(), vm.str(mode)?, Ref::bool(closefd), opener])
}

py_type! {
    /// A descriptor as a stream.
    pub static FILE: Io = "_io.FileIO", "A file, by its path or descriptor." {
        base super::raw::RAW_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        slots { repr: unary file_repr, init: init file_init, finalize: finalize file_finalize, }
        attrs {
            getter "closed" () = file_closed, "";
            getter "closefd" () = file_closefd, "";
            getter "mode" () = file_mode, "";
            method "close" (0, 0) = file_close, "";
            method "read" (0, 1) = file_read, "";
            method "readall" (0, 0) = file_readall, "";
            method "readinto" (1, 1) = file_readinto, "";
            method "write" (1, 1) = file_write, "";
            method "seek" (1, 2) = file_seek, "";
            method "tell" (0, 0) = file_tell, "";
            method "truncate" (0, 1) = file_truncate, "";
            method "seekable" (0, 0) = file_seekable, "";
            method "readable" (0, 0) = file_readable, "";
            method "writable" (0, 0) = file_writable, "";
            method "isatty" (0, 0) = file_isatty, "";
            method "fileno" (0, 0) = file_fileno, "";
        }
    }
}
