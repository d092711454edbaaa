//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`, `BufferedRWPair`.
//!
//! What was read ahead lies in `data` from `place` on, what is to be written in `pending`; a
//! stream never has both. The position below is thus ahead of ours by the one, or behind it by
//! the other.

use pyrite_algo::Buf;
use pyrite_api::types::exceptions;
use pyrite_api::{Obj, Outcome, Raised, Ref, This, Vm, flags, optional, py_type, required};
use pyrite_host::Whence;

use super::base::inner_closed;
use super::file::{self, whence};
use super::raw::{self, read_by_readinto};
use super::{
    BUFFER_BYTES, DICT_OFFSET, Io, asks, attr, exact_file, method, os_text, size_arg, state, unsupported,
};

/// Reads once from the stream below to the end of `into`; how many bytes, or `None` if it would wait.
fn read_raw(vm: &Vm, raw: &Obj, into: &mut Buf<u8>, size: usize) -> Result<Option<usize>, Raised> {
    if let Some(file) = exact_file(raw) {
        return file::read_once(vm, &file, into, size);
    }
    match read_by_readinto(vm, raw, size)? {
        Some(bytes) => {
            vm.memory(into.extend_from_slice(&bytes))?;
            Ok(Some(bytes.len()))
        }
        None => Ok(None),
    }
}

/// Writes once to the stream below.
fn write_raw(vm: &Vm, raw: &Obj, bytes: &[u8]) -> Result<Option<usize>, Raised> {
    if let Some(file) = exact_file(raw) {
        return file::write_once(vm, &file, bytes);
    }
    let count = method(vm, raw, "write", &[vm.bytes(bytes)?])?;
    if count.is_none() {
        return Ok(None);
    }
    match usize::try_from(vm.index(&count)?) {
        Ok(count) if count <= bytes.len() => Ok(Some(count)),
        _ => Err(os_text(
            vm,
            format_args!(
                "raw write() returned invalid length {} (should have been between 0 and {})",
                vm.index(&count)?,
                bytes.len()
            ),
        )),
    }
}

/// Moves the stream below and says where it is.
fn seek_raw(vm: &Vm, raw: &Obj, offset: i64, whence: Whence) -> Result<i64, Raised> {
    let whence = match whence {
        Whence::Start => 0,
        Whence::Current => 1,
        Whence::End => 2,
    };
    let place = method(vm, raw, "seek", &[vm.int(offset)?, Ref::small(whence)])?;
    let place = file::offset(vm, &place)?;
    if place < 0 {
        return Err(os_text(vm, format_args!("Raw stream returned invalid position {place}")));
    }
    Ok(place)
}

/// The stream below, if this one is open.
fn raw_of(vm: &Vm, this: &Io) -> Outcome {
    let raw = this.inner(vm, "raw stream")?;
    match exact_file(&raw) {
        Some(file) if file.fd.get() < 0 => Err(vm.value_error("I/O operation on closed file.")),
        Some(_) => Ok(raw),
        None if vm.is_true(&*attr(vm, &raw, "closed")?)? => {
            Err(vm.value_error("I/O operation on closed file."))
        }
        None => Ok(raw),
    }
}

fn init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>, bits: u32) -> Result<(), Raised> {
    let class = this.obj().type_().short_name();
    let [Some(raw), size] = vm.bind_new(class, ["raw", "buffer_size"], args, names)? else {
        return Err(vm.type_error(format_args!("{class}() missing required argument 'raw' (pos 1)")));
    };
    let size = size.map_or(Ok(BUFFER_BYTES as isize), |size| vm.index(size))?;
    let Some(size) = usize::try_from(size).ok().filter(|&size| size > 0) else {
        return Err(vm.value_error("buffer size must be strictly positive"));
    };
    this.set(state::READY, false);
    if bits & state::RANDOM != 0 && !asks(vm, raw, "seekable")? {
        return Err(unsupported(vm, "File or stream is not seekable."));
    }
    if bits & state::READ != 0 && !asks(vm, raw, "readable")? {
        return Err(unsupported(vm, "File or stream is not readable."));
    }
    if bits & state::WRITE != 0 && !asks(vm, raw, "writable")? {
        return Err(unsupported(vm, "File or stream is not writable."));
    }
    this.drop_ahead();
    this.with_pending(Buf::clear);
    this.inner.set(Some(raw.own()));
    this.limit.set(size);
    this.state.set(bits | state::READY);
    Ok(())
}

fn reader_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    init(vm, this, args, names, state::READ)
}

fn writer_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    init(vm, this, args, names, state::WRITE)
}

fn random_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    init(vm, this, args, names, state::READ | state::WRITE | state::RANDOM)
}

/// Writes all that is pending; what could not be written stays.
fn flush_pending(vm: &Vm, this: &Io, raw: &Obj) -> Result<(), Raised> {
    let mut pending = this.pending.take();
    let mut start = 0;
    let result = loop {
        let Some(rest) = pending.get(start..).filter(|rest| !rest.is_empty()) else { break Ok(()) };
        match write_raw(vm, raw, rest) {
            Ok(Some(count)) => start += count,
            Ok(None) => break Err(would_block(vm, 0)),
            Err(raised) => break Err(raised),
        }
    };
    let len = pending.len();
    pending.copy_within(start.min(len).., 0);
    pending.truncate(len - start.min(len));
    // Something may have been added by what ran meanwhile.
    let added = this.pending.replace(pending);
    this.with_pending(|pending| vm.memory(pending.extend_from_slice(&added)))?;
    result
}

#[cold]
fn would_block(vm: &Vm, written: usize) -> Raised {
    let make = || -> Outcome {
        let errno = pyrite_host::Errno::EAGAIN;
        let text = vm.str("write could not complete without blocking")?;
        vm.new_exception(
            &exceptions::BLOCKING_IO_ERROR,
            &[&*vm.int(errno.0.into())?, &*text, &*vm.int(written as i64)?],
        )
    };
    match make() {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// Before a read or a move: nothing may be pending.
fn settle(vm: &Vm, this: &Io, raw: &Obj) -> Result<(), Raised> {
    if this.with_pending(|pending| pending.is_empty()) { Ok(()) } else { flush_pending(vm, this, raw) }
}

/// Reads once into the buffer, which is empty; whether something came, or `None` if it would wait.
fn refill(vm: &Vm, this: &Io, raw: &Obj) -> Result<Option<usize>, Raised> {
    this.drop_ahead();
    let mut data = this.data.take();
    let read = read_raw(vm, raw, &mut data, this.limit.get());
    // What another thread has read meanwhile, and left, is not lost.
    if this.ahead() != 0 {
        let place = this.place.replace(0);
        let others = this.data.take();
        let mut both = vm.memory(Buf::from_slice(others.get(place..).unwrap_or_default()))?;
        vm.memory(both.extend_from_slice(&data))?;
        data = both;
    }
    this.data.set(data);
    read
}

/// Moves at most `size` bytes from the buffer to the end of `into`.
fn take(vm: &Vm, this: &Io, into: &mut Buf<u8>, size: usize) -> Result<(), Raised> {
    let place = this.place.get();
    let end = this.with_data(|data| {
        let end = place.saturating_add(size).min(data.len());
        vm.memory(into.extend_from_slice(data.get(place..end).unwrap_or_default())).map(|()| end)
    })?;
    this.place.set(end);
    Ok(())
}

fn readable(vm: &Vm, this: &Io) -> Outcome {
    if !this.has(state::READ) && this.has(state::READY) {
        return Err(unsupported(vm, "read"));
    }
    let raw = raw_of(vm, this)?;
    settle(vm, this, &raw)?;
    Ok(raw)
}

/// Up to `size` bytes, or to the end; `None` if there is nothing and it would wait.
fn read_size(vm: &Vm, this: &Io, raw: &Obj, size: usize) -> Result<Option<Buf<u8>>, Raised> {
    let mut bytes = Buf::new();
    take(vm, this, &mut bytes, size)?;
    while bytes.len() < size {
        let left = size - bytes.len();
        // What is larger than the buffer goes around it.
        let read = if left >= this.limit.get() {
            this.drop_ahead();
            read_raw(vm, raw, &mut bytes, left.min(1 << 20))?
        } else {
            let read = refill(vm, this, raw)?;
            take(vm, this, &mut bytes, left)?;
            read
        };
        match read {
            Some(0) => break,
            None if bytes.is_empty() => return Ok(None),
            None => break,
            Some(_) => {}
        }
    }
    Ok(Some(bytes))
}

fn buffered_read(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let size = match optional(args, 0).filter(|size| !size.is_none()) {
        Some(size) => vm.index(size)?,
        None => -1,
    };
    if size < -1 {
        return Err(vm.value_error("read length must be non-negative or -1"));
    }
    let raw = readable(vm, &this)?;
    match read_size(vm, &this, &raw, usize::try_from(size).unwrap_or(usize::MAX))? {
        Some(bytes) => vm.bytes(&bytes),
        None => Ok(Ref::none()),
    }
}

/// At most `size` bytes with at most one read below.
fn read_some(vm: &Vm, this: &Io, raw: &Obj, size: usize) -> Result<Buf<u8>, Raised> {
    let mut bytes = Buf::new();
    if this.ahead() == 0 && size > 0 {
        refill(vm, this, raw)?;
    }
    take(vm, this, &mut bytes, size)?;
    Ok(bytes)
}

fn buffered_read1(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let size = size_arg(vm, optional(args, 0))?.unwrap_or(this.limit.get());
    let raw = readable(vm, &this)?;
    vm.bytes(&read_some(vm, &this, &raw, size)?)
}

fn buffered_peek(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let raw = readable(vm, &this)?;
    if this.ahead() == 0 {
        refill(vm, &this, &raw)?;
    }
    let place = this.place.get();
    let data = this.data.take();
    let peeked = vm.bytes(data.get(place..).unwrap_or_default());
    this.data.set(data);
    peeked
}

fn read_into(vm: &Vm, this: This<'_, Io>, args: &[Ref], once: bool) -> Outcome {
    let buffer = required(args, 0);
    let size = raw::room(vm, buffer)?;
    let below = readable(vm, &this)?;
    let bytes = match once {
        true => Some(read_some(vm, &this, &below, size)?),
        false => read_size(vm, &this, &below, size)?,
    };
    bytes.map_or(Ok(Ref::none()), |bytes| raw::fill(vm, buffer, &bytes))
}

fn buffered_readinto(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    read_into(vm, this, args, false)
}

fn buffered_readinto1(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    read_into(vm, this, args, true)
}

/// Bytes up to a line feed, at most `limit`.
///
/// # Errors
/// As `read`.
pub fn read_line(vm: &Vm, this: &Io, limit: usize) -> Result<Buf<u8>, Raised> {
    let raw = readable(vm, this)?;
    let mut line = Buf::new();
    while line.len() < limit {
        if this.ahead() == 0 && !matches!(refill(vm, this, &raw)?, Some(1..)) {
            break;
        }
        let place = this.place.get();
        let feed = this
            .with_data(|data| data.get(place..).unwrap_or_default().iter().position(|&byte| byte == b'\n'));
        let want = feed.map_or(usize::MAX, |feed| feed + 1).min(limit - line.len());
        take(vm, this, &mut line, want)?;
        if feed.is_some_and(|feed| feed < want) {
            break;
        }
    }
    Ok(line)
}

fn buffered_readline(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let limit = size_arg(vm, optional(args, 0))?.unwrap_or(usize::MAX);
    vm.bytes(&read_line(vm, &this, limit)?)
}

fn buffered_next(vm: &Vm, this: This<'_, Io>) -> Result<Option<Ref>, Raised> {
    let line = read_line(vm, &this, usize::MAX)?;
    if line.is_empty() { Ok(None) } else { vm.bytes(&line).map(Some) }
}

/// Gives back below what was read ahead.
fn give_back(vm: &Vm, this: &Io, raw: &Obj) -> Result<(), Raised> {
    let ahead = this.ahead();
    if ahead > 0 {
        seek_raw(vm, raw, -(ahead as i64), Whence::Current)?;
    }
    this.drop_ahead();
    Ok(())
}

/// Writes bytes, as far as the buffer does not hold them.
///
/// # Errors
/// ValueError if it is closed, BlockingIOError, what the stream below raises.
pub fn write_all(vm: &Vm, this: &Io, bytes: &[u8]) -> Result<(), Raised> {
    let raw = raw_of(vm, this)?;
    if this.has(state::READ) {
        give_back(vm, this, &raw)?;
    }
    let held = this.with_pending(|pending| pending.len());
    if held + bytes.len() <= this.limit.get() {
        return this.with_pending(|pending| vm.memory(pending.extend_from_slice(bytes)));
    }
    settle(vm, this, &raw)?;
    let mut rest = bytes;
    while rest.len() > this.limit.get() {
        match write_raw(vm, &raw, rest)? {
            Some(count) => rest = rest.get(count..).unwrap_or_default(),
            None => break,
        }
    }
    let room = rest.len().min(this.limit.get());
    let (kept, lost) = rest.split_at_checked(room).unwrap_or((rest, &[]));
    this.with_pending(|pending| vm.memory(pending.extend_from_slice(kept)))?;
    if lost.is_empty() { Ok(()) } else { Err(would_block(vm, bytes.len() - lost.len())) }
}

fn buffered_write(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let bytes = vm.expect_octets(required(args, 0))?;
    if !this.has(state::WRITE) && this.has(state::READY) {
        return Err(unsupported(vm, "write"));
    }
    check_closing(vm, &this)?;
    write_all(vm, &this, &bytes)?;
    vm.int(bytes.len() as i64)
}

/// The text of writes to what is closed.
fn check_closing(vm: &Vm, this: &Io) -> Result<(), Raised> {
    raw_of(vm, this).map_err(|raised| match this.has(state::READY) && this.inner.is_some() {
        true => {
            drop(vm.take_raised(raised));
            vm.value_error("write to closed file")
        }
        false => raised,
    })?;
    Ok(())
}

fn buffered_flush(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let raw = this.inner(vm, "raw stream")?;
    if vm.is_true(&*attr(vm, &raw, "closed")?)? {
        return Err(vm.value_error("flush of closed file"));
    }
    settle(vm, &this, &raw)?;
    if this.has(state::RANDOM) {
        give_back(vm, &this, &raw)?;
    }
    if this.has(state::WRITE) {
        method(vm, &raw, "flush", &[])?;
    }
    Ok(Ref::none())
}

/// Flushes and closes below, which happens even if the flush fails.
fn buffered_close(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let raw = this.inner(vm, "raw stream")?;
    if vm.is_true(&*attr(vm, &raw, "closed")?)? {
        return Ok(Ref::none());
    }
    let flushed = method(vm, this.obj(), "flush", &[]).map_err(|raised| vm.take_raised(raised));
    let closed = method(vm, &raw, "close", &[]);
    this.drop_ahead();
    this.with_pending(Buf::clear);
    if let Err(exception) = flushed {
        if let Err(raised) = closed {
            let second = vm.take_raised(raised);
            vm.set_attr(&second, &*vm.memory(vm.intern("__context__"))?, &exception)?;
            return Err(vm.raise(second));
        }
        return Err(vm.raise(exception));
    }
    closed?;
    Ok(Ref::none())
}

fn buffered_detach(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    this.inner(vm, "raw stream")?;
    method(vm, this.obj(), "flush", &[])?;
    this.inner.take().ok_or_else(|| vm.value_error("raw stream has been detached"))
}

/// Where the next byte is read or written.
fn position(vm: &Vm, this: &Io, raw: &Obj) -> Result<i64, Raised> {
    let below = seek_raw(vm, raw, 0, Whence::Current)?;
    let pending = this.with_pending(|pending| pending.len());
    Ok(below - this.ahead() as i64 + pending as i64)
}

fn buffered_tell(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let raw = raw_of(vm, &this)?;
    vm.int(position(vm, &this, &raw)?)
}

fn buffered_seek(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let (offset, whence) = (required(args, 0), whence(vm, optional(args, 1))?);
    let raw = raw_of(vm, &this)?;
    let offset = file::offset(vm, offset)?;
    if !asks(vm, &raw, "seekable")? {
        return Err(unsupported(vm, "File or stream is not seekable."));
    }
    settle(vm, &this, &raw)?;
    // Within what was read ahead nothing has to be asked below but the position.
    let ahead = this.ahead();
    if ahead > 0 && whence != Whence::End {
        let here = position(vm, &this, &raw)?;
        let step = if whence == Whence::Current { offset } else { offset.saturating_sub(here) };
        let place = (this.place.get() as i64).checked_add(step).and_then(|place| usize::try_from(place).ok());
        if let Some(place) = place.filter(|&place| place <= this.place.get() + ahead) {
            this.place.set(place);
            return vm.int(here + step);
        }
    }
    let offset = if whence == Whence::Current { offset - ahead as i64 } else { offset };
    let place = seek_raw(vm, &raw, offset, whence)?;
    this.drop_ahead();
    vm.int(place)
}

fn buffered_truncate(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let raw = raw_of(vm, &this)?;
    if !this.has(state::WRITE) {
        return Err(unsupported(vm, "truncate"));
    }
    settle(vm, &this, &raw)?;
    let size = match optional(args, 0).filter(|size| !size.is_none()) {
        Some(size) => size.own(),
        None => vm.int(position(vm, &this, &raw)?)?,
    };
    give_back(vm, &this, &raw)?;
    method(vm, &raw, "truncate", &[size])
}

/// A method that asks the stream below.
macro_rules! below {
    ($name:ident, $text:literal) => {
        fn $name(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
            method(vm, &*this.inner(vm, "raw stream")?, $text, &[])
        }
    };
}
below!(buffered_seekable, "seekable");
below!(buffered_readable, "readable");
below!(buffered_writable, "writable");
below!(buffered_isatty, "isatty");
below!(buffered_fileno, "fileno");

fn buffered_raw(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(this.inner.get().unwrap_or_else(Ref::none))
}

fn buffered_name(vm: &Vm, this: This<'_, Io>) -> Outcome {
    attr(vm, &*this.inner(vm, "raw stream")?, "name")
}

fn buffered_mode(vm: &Vm, this: This<'_, Io>) -> Outcome {
    attr(vm, &*this.inner(vm, "raw stream")?, "mode")
}

/// The classes share one table of methods; what one cannot do answers UnsupportedOperation.
macro_rules! buffered {
    ($NAME:ident, $name:literal, $doc:literal, $init:path { $($attr:ident $aname:literal $args:tt = $f:expr, $adoc:literal;)* }) => {
        py_type! {
            #[doc = $doc]
            pub static $NAME: Io = $name, $doc {
                base super::raw::BUFFERED_BASE;
                flags flags::BASE;
                gc container;
                dict_offset DICT_OFFSET;
                new super::io_new;
                slots { init: init $init, iternext: next buffered_next, }
                attrs {
                    getter "raw" () = buffered_raw, "";
                    getter "closed" () = inner_closed, "";
                    getter "name" () = buffered_name, "";
                    getter "mode" () = buffered_mode, "";
                    method "close" (0, 0) = buffered_close, "";
                    method "flush" (0, 0) = buffered_flush, "";
                    method "detach" (0, 0) = buffered_detach, "";
                    method "tell" (0, 0) = buffered_tell, "";
                    method "seek" (1, 2) = buffered_seek, "";
                    method "truncate" (0, 1) = buffered_truncate, "";
                    method "seekable" (0, 0) = buffered_seekable, "";
                    method "readable" (0, 0) = buffered_readable, "";
                    method "writable" (0, 0) = buffered_writable, "";
                    method "isatty" (0, 0) = buffered_isatty, "";
                    method "fileno" (0, 0) = buffered_fileno, "";
                    $($attr $aname $args = $f, $adoc;)*
                }
            }
        }
    };
}

buffered! { READER, "_io.BufferedReader", "A stream that reads ahead.", reader_init {
    method "read" (0, 1) = buffered_read, "";
    method "read1" (0, 1) = buffered_read1, "";
    method "peek" (0, 1) = buffered_peek, "";
    method "readinto" (1, 1) = buffered_readinto, "";
    method "readinto1" (1, 1) = buffered_readinto1, "";
    method "readline" (0, 1) = buffered_readline, "";
} }

buffered! { WRITER, "_io.BufferedWriter", "A stream that writes in larger pieces.", writer_init {
    method "write" (1, 1) = buffered_write, "";
} }

buffered! { RANDOM, "_io.BufferedRandom", "A stream with a buffer, to read and write.", random_init {
    method "read" (0, 1) = buffered_read, "";
    method "read1" (0, 1) = buffered_read1, "";
    method "peek" (0, 1) = buffered_peek, "";
    method "readinto" (1, 1) = buffered_readinto, "";
    method "readinto1" (1, 1) = buffered_readinto1, "";
    method "readline" (0, 1) = buffered_readline, "";
    method "write" (1, 1) = buffered_write, "";
} }

fn pair_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let params = ["reader", "writer", "buffer_size"];
    let [Some(reader), Some(writer), size] = vm.bind_new("BufferedRWPair", params, args, names)? else {
        return Err(vm.type_error("BufferedRWPair expected at least 2 arguments"));
    };
    if !asks(vm, reader, "readable")? {
        return Err(unsupported(vm, "File or stream is not readable."));
    }
    if !asks(vm, writer, "writable")? {
        return Err(unsupported(vm, "File or stream is not writable."));
    }
    let size = size.map_or_else(|| Ref::small(BUFFER_BYTES as isize), Obj::own);
    let reader_class = pyrite_api::TypeRef::of(&READER);
    let writer_class = pyrite_api::TypeRef::of(&WRITER);
    this.inner.set(Some(vm.call(reader_class.as_obj(), &[reader.own(), size.clone()])?));
    this.other.set(Some(vm.call(writer_class.as_obj(), &[writer.own(), size])?));
    this.set(state::READY, true);
    Ok(())
}

/// A method that one half of the pair does.
macro_rules! half {
    ($name:ident, $half:ident, $text:literal) => {
        fn $name(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
            let Some(half) = this.$half.get() else {
                return Err(vm.value_error("I/O operation on uninitialized object"));
            };
            method(vm, &half, $text, args)
        }
    };
}
half!(pair_read, inner, "read");
half!(pair_read1, inner, "read1");
half!(pair_peek, inner, "peek");
half!(pair_readinto, inner, "readinto");
half!(pair_readinto1, inner, "readinto1");
half!(pair_readable, inner, "readable");
half!(pair_write, other, "write");
half!(pair_flush, other, "flush");
half!(pair_writable, other, "writable");

fn pair_close(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let writer = this.other.get().map_or(Ok(Ref::none()), |half| method(vm, &half, "close", &[]));
    let writer = writer.map_err(|raised| vm.take_raised(raised));
    let reader = this.inner.get().map_or(Ok(Ref::none()), |half| method(vm, &half, "close", &[]));
    match (writer, reader) {
        (Err(first), Err(raised)) => {
            let second = vm.take_raised(raised);
            vm.set_attr(&second, &*vm.memory(vm.intern("__context__"))?, &first)?;
            Err(vm.raise(second))
        }
        (Err(exception), Ok(_)) => Err(vm.raise(exception)),
        (Ok(_), reader) => reader,
    }
}

fn pair_isatty(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    for half in [this.other.get(), this.inner.get()].into_iter().flatten() {
        if asks(vm, &half, "isatty")? {
            return Ok(Ref::bool(true));
        }
    }
    Ok(Ref::bool(false))
}

fn pair_closed(vm: &Vm, this: This<'_, Io>) -> Outcome {
    match this.other.get() {
        Some(writer) => attr(vm, &writer, "closed"),
        None => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

py_type! {
    /// A stream to read and one to write as one.
    pub static PAIR: Io = "_io.BufferedRWPair", "A stream to read and one to write, as one." {
        base super::raw::BUFFERED_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        slots { init: init pair_init, }
        attrs {
            getter "closed" () = pair_closed, "";
            method "close" (0, 0) = pair_close, "";
            method "read" (0, 1) = pair_read, "";
            method "read1" (0, 1) = pair_read1, "";
            method "peek" (0, 1) = pair_peek, "";
            method "readinto" (1, 1) = pair_readinto, "";
            method "readinto1" (1, 1) = pair_readinto1, "";
            method "readable" (0, 0) = pair_readable, "";
            method "write" (1, 1) = pair_write, "";
            method "flush" (0, 0) = pair_flush, "";
            method "writable" (0, 0) = pair_writable, "";
            method "isatty" (0, 0) = pair_isatty, "";
        }
    }
}
