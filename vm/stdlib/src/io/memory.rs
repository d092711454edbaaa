//! `BytesIO` and `StringIO`: streams in memory.
//!
//! A text lies in one byte a character as long as all are below 256, then in four.

use core::ffi::c_int;

use pyrite_algo::Buf;
use pyrite_api::binary::Offer;
use pyrite_api::types::{Chars, MEMORYVIEW, Str};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, TypeRef, Vm, flags, optional, py_type, required};
use pyrite_host::Whence;

use super::file::whence;
use super::lines::Newline;
use super::{DICT_OFFSET, Io, check_open, os_text, raw, size_arg, state};

fn bytes_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let [initial] = vm.bind_new("BytesIO", ["initial_bytes"], args, names)?;
    let content = match initial.filter(|initial| !initial.is_none()) {
        Some(initial) => vm.memory(Buf::from_slice(&vm.expect_octets(initial)?))?,
        None => Buf::new(),
    };
    check_exports(vm, &this)?;
    this.data.set(content);
    this.place.set(0);
    this.state.set(state::READY | state::READ | state::WRITE);
    Ok(())
}

/// The open stream's length, in bytes.
fn len_of(vm: &Vm, this: &Io) -> Result<usize, Raised> {
    check_open(vm, this)?;
    Ok(this.with_data(|data| data.len()))
}

/// Bytes `start..end` as an object.
fn part(vm: &Vm, this: &Io, start: usize, end: usize) -> Outcome {
    let data = this.data.take();
    let bytes = vm.bytes(data.get(start..end.min(data.len())).unwrap_or_default());
    this.data.set(data);
    bytes
}

fn bytes_getvalue(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let len = len_of(vm, &this)?;
    part(vm, &this, 0, len)
}

fn bytes_read(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let size = size_arg(vm, optional(args, 0))?.unwrap_or(usize::MAX);
    let len = len_of(vm, &this)?;
    let start = this.place.get().min(len);
    let end = start.saturating_add(size).min(len);
    let bytes = part(vm, &this, start, end)?;
    if end > start {
        this.place.set(end);
    }
    Ok(bytes)
}

/// Where the line from the position on ends.
fn line_end(this: &Io, start: usize, limit: usize) -> usize {
    this.with_data(|data| {
        let rest = data.get(start..).unwrap_or_default();
        let rest = rest.get(..limit).unwrap_or(rest);
        start + rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |feed| feed + 1)
    })
}

fn bytes_readline(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let limit = size_arg(vm, optional(args, 0))?.unwrap_or(usize::MAX);
    let start = this.place.get().min(len_of(vm, &this)?);
    let end = line_end(&this, start, limit);
    let line = part(vm, &this, start, end)?;
    this.place.set(end.max(this.place.get()));
    Ok(line)
}

fn bytes_next(vm: &Vm, this: This<'_, Io>) -> Result<Option<Ref>, Raised> {
    let line = bytes_readline(vm, this, &[])?;
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

fn bytes_readinto(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let buffer = required(args, 0);
    let size = raw::room(vm, buffer)?;
    let bytes = bytes_read(vm, this, &[vm.int(size as i64)?])?;
    raw::fill(vm, buffer, &vm.expect_octets(&bytes)?)
}

/// Puts bytes at the position, with zeros before it if it is behind the end.
fn put(vm: &Vm, this: &Io, bytes: &[u8]) -> Result<(), Raised> {
    let start = this.place.get();
    let end = start.checked_add(bytes.len()).ok_or_else(|| vm.overflow_error("new position too large"))?;
    this.with_data(|data| {
        if end > data.len() {
            check_exports(vm, this)?;
            vm.memory(data.resize(end, 0))?;
        }
        if let Some(room) = data.get_mut(start..end) {
            room.copy_from_slice(bytes);
        }
        Ok(())
    })?;
    this.place.set(end);
    Ok(())
}

/// BufferError while a view needs the bytes where they are.
fn check_exports(vm: &Vm, this: &Io) -> Result<(), Raised> {
    if this.views.get() == 0 {
        return Ok(());
    }
    Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"))
}

fn bytes_write(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    check_open(vm, &this)?;
    let bytes = vm.expect_octets(required(args, 0))?;
    if !bytes.is_empty() {
        put(vm, &this, &bytes)?;
    }
    vm.int(bytes.len() as i64)
}

/// A position that is not negative.
fn place_arg(vm: &Vm, value: isize, what: &str) -> Result<usize, Raised> {
    usize::try_from(value).map_err(|_| vm.value_error(format_args!("negative {what} value {value}")))
}

fn bytes_seek(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let offset = vm.index(required(args, 0))?;
    let whence = whence(vm, optional(args, 1))?;
    let len = len_of(vm, &this)?;
    let place = match whence {
        Whence::Start => place_arg(vm, offset, "seek")?,
        Whence::Current => this.place.get().saturating_add_signed(offset),
        Whence::End => len.saturating_add_signed(offset),
    };
    this.place.set(place);
    vm.int(place as i64)
}

fn memory_tell(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check_open(vm, &this)?;
    vm.int((this.place.get() / unit(&this)) as i64)
}

fn memory_truncate(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    check_open(vm, &this)?;
    let size = match optional(args, 0).filter(|size| !size.is_none()) {
        Some(size) => {
            let value = vm.index(size)?;
            let what = || vm.value_error(format_args!("Negative size value {value}"));
            usize::try_from(value).map_err(|_| what())?
        }
        None => this.place.get() / unit(&this),
    };
    check_exports(vm, &this)?;
    this.with_data(|data| data.truncate(size.saturating_mul(unit(&this))));
    vm.int(size as i64)
}

fn memory_close(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check_exports(vm, &this)?;
    this.set(state::CLOSED, true);
    this.data.set(Buf::new());
    Ok(Ref::none())
}

fn memory_can(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check_open(vm, &this)?;
    Ok(Ref::bool(true))
}

fn memory_flush(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check_open(vm, &this)?;
    Ok(Ref::none())
}

/// `getbuffer()`: a view that can be written.
fn bytes_getbuffer(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    check_open(vm, &this)?;
    let owner = super::io_new(vm, TypeRef::of(&BYTES_IO_BUFFER), &[], None)?;
    if let Some(owner) = owner.cast::<Io>() {
        owner.inner.set(Some(this.own()));
    }
    vm.call(TypeRef::of(&MEMORYVIEW).as_obj(), &[owner])
}

/// The stream whose bytes are lent.
fn lender(owner: &Io) -> Option<Ref> {
    owner.inner.get()
}

fn buffer_lend(vm: &Vm, this: This<'_, Io>, _flags: c_int) -> Result<Offer, Raised> {
    let stream = lender(&this);
    let Some(stream) = stream.as_deref().and_then(Obj::cast::<Io>) else {
        return Err(vm.buffer_error("there are no bytes"));
    };
    stream.views.set(stream.views.get() + 1);
    let (data, len) = stream.with_data(|data| (data.as_ptr(), data.len()));
    Ok(Offer { data, len, item_size: 1, format: c"B", read_only: false })
}

fn buffer_release(this: This<'_, Io>) {
    if let Some(stream) = lender(&this).as_deref().and_then(Obj::cast::<Io>) {
        stream.views.set(stream.views.get().saturating_sub(1));
    }
}

py_type! {
    /// What lends the bytes of a stream in memory.
    pub static BYTES_IO_BUFFER: Io = "_io._BytesIOBuffer", "" {
        base super::base::IO_BASE;
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        dict_offset DICT_OFFSET;
        buffer { get: get_buffer buffer_lend, release: release_buffer buffer_release, }
    }
}

py_type! {
    /// Bytes in memory as a stream.
    pub static BYTES_IO: Io = "_io.BytesIO", "Bytes in memory as a stream." {
        base super::raw::BUFFERED_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        slots { init: init bytes_init, iternext: next bytes_next, }
        attrs {
            method "getvalue" (0, 0) = bytes_getvalue, "All the bytes.";
            method "getbuffer" (0, 0) = bytes_getbuffer, "The bytes as memory that can be written.";
            method "read" (0, 1) = bytes_read, "";
            method "read1" (0, 1) = bytes_read, "";
            method "readline" (0, 1) = bytes_readline, "";
            method "readinto" (1, 1) = bytes_readinto, "";
            method "write" (1, 1) = bytes_write, "";
            method "seek" (1, 2) = bytes_seek, "";
            method "tell" (0, 0) = memory_tell, "";
            method "truncate" (0, 1) = memory_truncate, "";
            method "close" (0, 0) = memory_close, "";
            method "flush" (0, 0) = memory_flush, "";
            method "seekable" (0, 0) = memory_can, "";
            method "readable" (0, 0) = memory_can, "";
            method "writable" (0, 0) = memory_can, "";
        }
    }
}

/// Bytes of a character.
fn unit(this: &Io) -> usize {
    if this.has(state::WIDE) { 4 } else { 1 }
}

/// The character at byte `place` of a text.
fn char_at(data: &[u8], unit: usize, place: usize) -> u32 {
    match (unit, data.get(place..)) {
        (1, Some([byte, ..])) => (*byte).into(),
        (_, Some(rest)) => rest.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes)),
        (_, None) => 0,
    }
}

/// Makes the characters four bytes each.
fn widen(vm: &Vm, this: &Io) -> Result<(), Raised> {
    let narrow = this.data.take();
    let mut wide = Buf::new();
    let widened = vm.memory(wide.reserve(narrow.len().saturating_mul(4)));
    for &byte in narrow.iter().filter(|_| widened.is_ok()) {
        vm.memory(wide.extend_from_slice(&u32::from(byte).to_le_bytes()))?;
    }
    if let Err(raised) = widened {
        this.data.set(narrow);
        return Err(raised);
    }
    this.data.set(wide);
    this.place.set(this.place.get().saturating_mul(4));
    this.set(state::WIDE, true);
    Ok(())
}

/// Characters of bytes `start..end` as a str.
fn text_part(vm: &Vm, this: &Io, start: usize, end: usize) -> Outcome {
    let data = this.data.take();
    let bytes = data.get(start..end.min(data.len())).unwrap_or_default();
    let text = if this.has(state::WIDE) {
        let mut units = Buf::<u32>::new();
        bytes
            .chunks_exact(4)
            .try_for_each(|unit| units.push(char_at(unit, 4, 0)))
            .and_then(|()| vm.new_str_chars(Chars::Four(&units)))
    } else {
        vm.new_str_chars(Chars::One(bytes))
    };
    this.data.set(data);
    vm.memory(text)
}

fn string_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let [initial, newline] = vm.bind_new("StringIO", ["initial_value", "newline"], args, names)?;
    let feed = vm.str("\n")?;
    let newline = Newline::of(vm, newline.unwrap_or(&feed))?;
    let mut bits = newline.bits();
    if newline == Newline::Universal {
        // What is written is not translated to the host's line ends: there are none.
        bits &= !(state::WRITE_CR | state::WRITE_LF);
    }
    this.data.set(Buf::new());
    this.place.set(0);
    this.state.set(state::READY | state::READ | state::WRITE | bits);
    if let Some(initial) = initial.filter(|initial| !initial.is_none()) {
        let Some(text) = initial.cast::<Str>() else {
            let name = initial.type_().short_name();
            return Err(vm.type_error(format_args!("initial_value must be str or None, not {name}")));
        };
        string_put(vm, &this, text)?;
        this.place.set(0);
    }
    Ok(())
}

/// Writes characters at the position, line ends translated.
fn string_put(vm: &Vm, this: &Io, text: This<'_, Str>) -> Result<(), Raised> {
    if !this.has(state::WIDE) && text.max_class() > 0xff {
        widen(vm, this)?;
    }
    let mut bytes = Buf::new();
    let mut push = |character: u32| {
        vm.memory(match this.has(state::WIDE) {
            true => bytes.extend_from_slice(&character.to_le_bytes()),
            false => bytes.push(character as u8),
        })
    };
    let mut after_return = false;
    for character in text.chars().iter() {
        let feed = character == u32::from(b'\n');
        if this.has(state::TRANSLATE) {
            // Reading would translate: it is done now, once.
            let skip = feed && after_return;
            after_return = character == u32::from(b'\r');
            if after_return || !skip {
                push(if after_return { b'\n'.into() } else { character })?;
            }
        } else if feed && this.has(state::WRITE_CR) {
            push(b'\r'.into())?;
            if this.has(state::WRITE_LF) {
                push(character)?;
            }
        } else {
            push(character)?;
        }
    }
    if bytes.is_empty() {
        return Ok(());
    }
    put(vm, this, &bytes)
}

fn string_write(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let arg = required(args, 0);
    let Some(text) = arg.cast::<Str>() else {
        let name = arg.type_().short_name();
        return Err(vm.type_error(format_args!("string argument expected, got '{name}'")));
    };
    check_open(vm, &this)?;
    string_put(vm, &this, text)?;
    vm.int(text.len() as i64)
}

fn string_getvalue(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let len = len_of(vm, &this)?;
    text_part(vm, &this, 0, len)
}

fn string_read(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let size = size_arg(vm, optional(args, 0))?.unwrap_or(usize::MAX);
    let len = len_of(vm, &this)?;
    let start = this.place.get().min(len);
    let end = start.saturating_add(size.saturating_mul(unit(&this))).min(len);
    let text = text_part(vm, &this, start, end)?;
    this.place.set(end.max(this.place.get()));
    Ok(text)
}

fn string_readline(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let limit = size_arg(vm, optional(args, 0))?.unwrap_or(usize::MAX);
    let len = len_of(vm, &this)?;
    let (start, unit) = (this.place.get().min(len), unit(&this));
    let newline = Newline::from_bits(this.state.get());
    let end = this.with_data(|data| {
        let most = len.min(start.saturating_add(limit.saturating_mul(unit)));
        let mut place = start;
        while place < most {
            let ends = newline.ends(char_at(data, unit, place), || {
                (place + unit < most).then(|| char_at(data, unit, place + unit))
            });
            place += unit;
            if ends > 0 {
                return place + (ends - 1) * unit;
            }
        }
        place
    });
    let line = text_part(vm, &this, start, end)?;
    this.place.set(end.max(this.place.get()));
    Ok(line)
}

fn string_next(vm: &Vm, this: This<'_, Io>) -> Result<Option<Ref>, Raised> {
    let line = string_readline(vm, this, &[])?;
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

fn string_seek(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let offset = vm.index(required(args, 0))?;
    let origin = optional(args, 1).map_or(Ok(0), |origin| vm.index(origin))?;
    let len = len_of(vm, &this)?;
    if !(0..=2).contains(&origin) {
        return Err(vm.value_error(format_args!("Invalid whence ({origin}, should be 0, 1 or 2)")));
    }
    if origin == 0 && offset < 0 {
        return Err(vm.value_error(format_args!("Negative seek position {offset}")));
    }
    if origin != 0 && offset != 0 {
        return Err(os_text(vm, format_args!("Can't do nonzero cur-relative seeks")));
    }
    let unit = unit(&this);
    match origin {
        0 => this.place.set(offset.unsigned_abs().saturating_mul(unit)),
        1 => {}
        _ => this.place.set(len),
    }
    vm.int((this.place.get() / unit) as i64)
}

fn string_none(vm: &Vm, this: This<'_, Io>) -> Outcome {
    check_open(vm, &this)?;
    Ok(Ref::none())
}

fn string_line_buffering(vm: &Vm, this: This<'_, Io>) -> Outcome {
    check_open(vm, &this)?;
    Ok(Ref::bool(false))
}

py_type! {
    /// Characters in memory as a stream.
    pub static STRING_IO: Io = "_io.StringIO", "Characters in memory as a stream." {
        base super::base::TEXT_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        slots { init: init string_init, iternext: next string_next, }
        attrs {
            method "getvalue" (0, 0) = string_getvalue, "All the characters.";
            method "read" (0, 1) = string_read, "";
            method "readline" (0, 1) = string_readline, "";
            method "write" (1, 1) = string_write, "";
            method "seek" (1, 2) = string_seek, "";
            method "tell" (0, 0) = memory_tell, "";
            method "truncate" (0, 1) = memory_truncate, "";
            method "close" (0, 0) = memory_close, "";
            method "flush" (0, 0) = memory_flush, "";
            method "seekable" (0, 0) = memory_can, "";
            method "readable" (0, 0) = memory_can, "";
            method "writable" (0, 0) = memory_can, "";
            getter "newlines" () = string_none, "";
            getter "line_buffering" () = string_line_buffering, "";
        }
    }
}
