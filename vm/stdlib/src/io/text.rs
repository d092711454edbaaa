//! `TextIOWrapper`: characters over a stream of bytes.
//!
//! What was read ahead stays bytes until it is taken, so that a position is always that of a byte.
//! Encodings that are no superset of ASCII are recoded to UTF-8 as a whole; they have no positions.

use pyrite_algo::Buf;
use pyrite_api::types::Str;
use pyrite_api::{Obj, Outcome, Raised, Ref, StrBuilder, Text, This, Vm, flags, optional, py_type, required};

use super::base::given;
use super::lines::Newline;
use super::{
    BUFFER_BYTES, DICT_OFFSET, Io, asks, attr, buffered, file, method, os_text, size_arg, state, unsupported,
};

const NAMES: [&str; 6] = ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"];

/// The stream of bytes below, if this one is open.
fn buffer_of(vm: &Vm, this: &Io) -> Outcome {
    let buffer = this.inner(vm, "underlying buffer")?;
    if vm.is_true(&*attr(vm, &buffer, "closed")?)? {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(buffer)
}

/// Sets encoding and errors after it has been seen that the machine knows the encoding.
fn set_encoding(vm: &Vm, this: &Io, encoding: Option<&Obj>, errors: Option<&Obj>) -> Result<(), Raised> {
    let name = match encoding {
        None => vm.str("UTF-8")?,
        Some(name) => {
            let text = name.cast::<Str>().ok_or_else(|| {
                let got = name.type_().short_name();
                vm.type_error(format_args!(
                    "TextIOWrapper() argument 'encoding' must be str or None, not {got}"
                ))
            })?;
            if text.ascii() == Some("locale") { vm.str("UTF-8")? } else { name.own() }
        }
    };
    let errors = match errors {
        None => vm.str("strict")?,
        Some(errors) if errors.cast::<Str>().is_some() => errors.own(),
        Some(errors) => {
            let got = errors.type_().short_name();
            return Err(vm.type_error(format_args!(
                "TextIOWrapper() argument 'errors' must be str or None, not {got}"
            )));
        }
    };
    let probe = vm.str("a")?;
    let Some(probe) = probe.cast::<Str>() else { return Ok(()) };
    let bytes = vm.encode(probe, Some(&name), Some(&errors))?;
    // One byte for an ASCII character means a superset of ASCII, for the encodings there are.
    this.set(state::RECODED, vm.len(&bytes)? != 1);
    this.encoding.set(Some(name));
    this.other.set(Some(errors));
    Ok(())
}

fn text_init(vm: &Vm, this: This<'_, Io>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let args = vm.bind_new("TextIOWrapper", NAMES, args, names)?;
    let Some(buffer) = args[0] else {
        return Err(vm.type_error("TextIOWrapper() missing required argument 'buffer' (pos 1)"));
    };
    let newline = Newline::of(vm, args[3].unwrap_or(Obj::NONE))?;
    this.state.set(newline.bits());
    this.inner.set(None);
    set_encoding(vm, &this, given(&args, 1), given(&args, 2))?;
    let truth = |index: usize| args.get(index).copied().flatten().map_or(Ok(false), |arg| vm.is_true(arg));
    this.set(state::LINE_BUFFERED, truth(4)?);
    this.set(state::WRITE_THROUGH, truth(5)?);
    this.drop_ahead();
    this.with_pending(Buf::clear);
    // Asked now, so that what is no stream is told at once.
    asks(vm, buffer, "seekable")?;
    this.inner.set(Some(buffer.own()));
    this.set(state::READY, true);
    Ok(())
}

/// A piece from below: at least a byte, none at the end.
fn piece(vm: &Vm, buffer: &Obj) -> Outcome {
    let read1 = vm.memory(vm.intern("read1"))?;
    let size = [Ref::small(BUFFER_BYTES as isize)];
    match vm.find_attr(buffer, &read1)? {
        Some(read1) => vm.call(&read1, &size),
        None => method(vm, buffer, "read", &size),
    }
}

/// Reads on behind what is at hand; false at the end.
fn fill(vm: &Vm, this: &Io, buffer: &Obj) -> Result<bool, Raised> {
    if this.has(state::RECODED) {
        return recode_rest(vm, this, buffer);
    }
    let bytes = piece(vm, buffer)?;
    if bytes.is_none() {
        return Ok(false);
    }
    let Some(octets) = vm.octets(&bytes)? else {
        let name = bytes.type_().short_name();
        return Err(vm.type_error(format_args!(
            "underlying read1() should have returned a bytes-like object, not '{name}'"
        )));
    };
    let place = this.place.replace(0);
    this.with_data(|data| {
        data.copy_within(place.., 0);
        data.truncate(data.len() - place);
        vm.memory(data.extend_from_slice(&octets))
    })?;
    Ok(!octets.is_empty())
}

/// Reads all there is and keeps it as UTF-8.
fn recode_rest(vm: &Vm, this: &Io, buffer: &Obj) -> Result<bool, Raised> {
    let bytes = method(vm, buffer, "read", &[])?;
    let octets = vm.expect_octets(&bytes)?;
    if octets.is_empty() {
        return Ok(false);
    }
    let text = vm.decode(&octets, this.encoding.get().as_deref(), this.other.get().as_deref())?;
    let mut data = this.data.take();
    let added = vm.append_utf8(&text, &mut data);
    this.data.set(data);
    added.map(|()| true)
}

/// Bytes of the character that starts here, as far as they are there, and whether they all are.
fn character_len(data: &[u8], place: usize, narrow: bool) -> Option<usize> {
    let rest = data.get(place..).unwrap_or_default();
    let lead = *rest.first()?;
    if narrow || lead < 0x80 {
        return Some(1);
    }
    let len = pyrite_algo::utf8::sequence_len(lead).unwrap_or(1).max(1);
    // What does not go on as it should is no character; each of its bytes stands for itself.
    match (1..len).find(|&index| rest.get(index).is_none_or(|byte| byte & 0xc0 != 0x80)) {
        None => Some(len),
        Some(index) if index < rest.len() => Some(index),
        Some(_) => None,
    }
}

/// Finds where `limit` characters, or the line if `line`, end in what is at hand; reads on as needed.
fn scan(vm: &Vm, this: &Io, buffer: &Obj, limit: usize, line: bool) -> Result<usize, Raised> {
    let newline = Newline::from_bits(this.state.get());
    let narrow = !is_utf8(this);
    let (mut offset, mut count, mut at_end) = (0, 0, false);
    while count < limit {
        let data = this.data.take();
        let place = this.place.get() + offset;
        let len = character_len(&data, place, narrow);
        let first = u32::from(data.get(place).copied().unwrap_or(0));
        let next = data.get(place + 1).map(|&byte| u32::from(byte));
        let have = data.len() - this.place.get();
        this.data.set(data);
        // A carriage return may be half of a line end.
        let unsure = first == u32::from(b'\r') && next.is_none() && newline != Newline::Feed;
        if (len.is_none() || unsure) && !at_end {
            at_end = !fill(vm, this, buffer)?;
            continue;
        }
        let Some(len) = len.or(Some(1).filter(|_| offset < have)) else { break };
        let ends = newline.ends(first, || next);
        count += 1;
        if ends > 0 && (line || newline == Newline::Universal) {
            note_end(this, first, ends);
            offset += ends;
            if line {
                break;
            }
        } else {
            offset += len;
        }
    }
    Ok(offset)
}

/// Remembers a kind of line end for `newlines`.
fn note_end(this: &Io, first: u32, len: usize) {
    if this.has(state::UNIVERSAL) {
        let seen = match (len, first == u32::from(b'\r')) {
            (2, _) => state::SEEN_CRLF,
            (_, true) => state::SEEN_CR,
            _ => state::SEEN_LF,
        };
        this.set(seen, true);
    }
}

fn is_utf8(this: &Io) -> bool {
    this.has(state::RECODED)
        || this.encoding.get().as_deref().and_then(Obj::cast::<Str>).is_none_or(|name| {
            name.ascii().is_some_and(|name| name.as_bytes().first().is_some_and(|c| matches!(c, b'u' | b'U')))
        })
}

/// Takes `len` bytes as characters.
fn take_text(vm: &Vm, this: &Io, len: usize) -> Outcome {
    let start = this.place.get();
    let data = this.data.take();
    let bytes = data.get(start..start + len).unwrap_or_default();
    let returns = this.has(state::TRANSLATE) && bytes.contains(&b'\r');
    let text = match this.has(state::RECODED) {
        true => vm.memory(vm.new_str_wtf8(bytes)),
        false => vm.decode(bytes, this.encoding.get().as_deref(), this.other.get().as_deref()),
    };
    this.data.set(data);
    let text = text?;
    this.place.set(start + len);
    if this.ahead() == 0 {
        this.drop_ahead();
    }
    if returns { translate(vm, &text) } else { Ok(text) }
}

/// Line ends of any kind become `\n`.
fn translate(vm: &Vm, text: &Obj) -> Outcome {
    let Some(text) = text.cast::<Str>() else { return Ok(text.own()) };
    let mut out = StrBuilder::new(vm);
    let mut after_return = false;
    for character in text.chars().iter() {
        let skip = character == u32::from(b'\n') && after_return;
        after_return = character == u32::from(b'\r');
        if !skip {
            out.push_char(if after_return { b'\n'.into() } else { character })?;
        }
    }
    out.finish()
}

/// Before a read: the stream may be read, and what was written is below.
fn readable(vm: &Vm, this: &Io) -> Outcome {
    let buffer = buffer_of(vm, this)?;
    flush_pending(vm, this, &buffer)?;
    Ok(buffer)
}

/// UnsupportedOperation for the mode's sake, in the words of the text layer.
fn not_readable(vm: &Vm, buffer: &Obj) -> Result<(), Raised> {
    if asks(vm, buffer, "readable")? { Ok(()) } else { Err(unsupported(vm, "not readable")) }
}

fn text_read(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let limit = size_arg(vm, optional(args, 0))?;
    let buffer = readable(vm, &this)?;
    if this.ahead() == 0 {
        not_readable(vm, &buffer)?;
    }
    match limit {
        Some(limit) => {
            let len = scan(vm, &this, &buffer, limit, false)?;
            take_text(vm, &this, len)
        }
        None => {
            while fill(vm, &this, &buffer)? {}
            note_all(&this);
            take_text(vm, &this, this.ahead())
        }
    }
}

/// Notes the line ends of all that is at hand.
fn note_all(this: &Io) {
    if !this.has(state::UNIVERSAL) {
        return;
    }
    let data = this.data.take();
    let mut place = this.place.get();
    while let Some(&byte) = data.get(place) {
        let ends = Newline::Any.ends(byte.into(), || data.get(place + 1).map(|&next| next.into()));
        if ends > 0 {
            note_end(this, byte.into(), ends);
        }
        place += ends.max(1);
    }
    this.data.set(data);
}

fn line(vm: &Vm, this: &Io, limit: usize) -> Outcome {
    let buffer = readable(vm, this)?;
    if this.ahead() == 0 {
        not_readable(vm, &buffer)?;
    }
    let len = scan(vm, this, &buffer, limit, true)?;
    take_text(vm, this, len)
}

fn text_readline(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let limit = optional(args, 0).map_or(Ok(-1), |limit| vm.index(limit))?;
    line(vm, &this, usize::try_from(limit).unwrap_or(usize::MAX))
}

fn text_next(vm: &Vm, this: This<'_, Io>) -> Result<Option<Ref>, Raised> {
    let line = line(vm, &this, usize::MAX)?;
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

/// Hands what is pending to the stream below.
fn flush_pending(vm: &Vm, this: &Io, buffer: &Obj) -> Result<(), Raised> {
    let pending = this.pending.take();
    if pending.is_empty() {
        return Ok(());
    }
    let below = buffer.cast::<Io>().filter(|_| buffer.type_().is(&buffered::WRITER));
    if let Some(below) = below {
        return buffered::write_all(vm, &below, &pending);
    }
    method(vm, buffer, "write", &[vm.bytes(&pending)?]).map(drop)
}

fn text_write(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let text = super::base::expect_text(vm, required(args, 0))?;
    let buffer = buffer_of(vm, &this)?;
    let feeds = text.chars().contains(b'\n'.into());
    let translated = match feeds && this.has(state::WRITE_CR) {
        true => Some(with_returns(vm, text, this.has(state::WRITE_LF))?),
        false => None,
    };
    let source = translated.as_deref().and_then(Obj::cast::<Str>).unwrap_or(text);
    let encoding = this.encoding.get();
    let bytes = vm.encode(source, encoding.as_deref(), this.other.get().as_deref())?;
    let octets = vm.expect_octets(&bytes)?;
    this.drop_ahead();
    let held =
        this.with_pending(|pending| vm.memory(pending.extend_from_slice(&octets)).map(|()| pending.len()))?;
    let line_done = this.has(state::LINE_BUFFERED) && (feeds || text.chars().contains(b'\r'.into()));
    if held > BUFFER_BYTES || line_done || this.has(state::WRITE_THROUGH) {
        flush_pending(vm, &this, &buffer)?;
    }
    if line_done {
        method(vm, &buffer, "flush", &[])?;
    }
    vm.int(text.len() as i64)
}

/// The text with `\r` or `\r\n` for each `\n`.
fn with_returns(vm: &Vm, text: This<'_, Str>, keep_feed: bool) -> Outcome {
    let mut out = StrBuilder::new(vm);
    for character in text.chars().iter() {
        let is_feed = character == u32::from(b'\n');
        if is_feed {
            out.push_char(b'\r'.into())?;
        }
        if !is_feed || keep_feed {
            out.push_char(character)?;
        }
    }
    out.finish()
}

fn text_flush(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let buffer = buffer_of(vm, &this)?;
    flush_pending(vm, &this, &buffer)?;
    method(vm, &buffer, "flush", &[])
}

fn text_close(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let buffer = this.inner(vm, "underlying buffer")?;
    if vm.is_true(&*attr(vm, &buffer, "closed")?)? {
        return Ok(Ref::none());
    }
    let flushed = method(vm, this.obj(), "flush", &[]).map_err(|raised| vm.take_raised(raised));
    let closed = method(vm, &buffer, "close", &[]);
    this.drop_ahead();
    this.with_pending(Buf::clear);
    match (flushed, closed) {
        (Err(first), Err(raised)) => {
            let second = vm.take_raised(raised);
            vm.set_attr(&second, &*vm.memory(vm.intern("__context__"))?, &first)?;
            Err(vm.raise(second))
        }
        (Err(exception), Ok(_)) => Err(vm.raise(exception)),
        (Ok(_), closed) => closed.map(|_| Ref::none()),
    }
}

fn text_detach(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    this.inner(vm, "underlying buffer")?;
    method(vm, this.obj(), "flush", &[])?;
    this.inner.take().ok_or_else(|| vm.value_error("underlying buffer has been detached"))
}

/// Where the next character is read or written.
fn position(vm: &Vm, this: &Io, buffer: &Obj) -> Result<i64, Raised> {
    if !asks(vm, buffer, "seekable")? {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    method(vm, buffer, "flush", &[])?;
    let below = method(vm, buffer, "tell", &[])?;
    if this.has(state::RECODED) && this.ahead() > 0 {
        return Err(os_text(vm, format_args!("can't reconstruct logical file position")));
    }
    Ok(file::offset(vm, &below)? - this.ahead() as i64)
}

fn text_tell(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
    let buffer = buffer_of(vm, &this)?;
    flush_pending(vm, &this, &buffer)?;
    vm.int(position(vm, &this, &buffer)?)
}

fn text_seek(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let buffer = buffer_of(vm, &this)?;
    let offset = file::offset(vm, required(args, 0))?;
    let origin = optional(args, 1).map_or(Ok(0), |origin| vm.index(origin))?;
    if !asks(vm, &buffer, "seekable")? {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    flush_pending(vm, &this, &buffer)?;
    let (offset, origin) = match (origin, offset) {
        (0, ..0) => return Err(vm.value_error(format_args!("negative seek position {offset}"))),
        (0, _) => (offset, 0),
        (1, 0) => (position(vm, &this, &buffer)?, 0),
        (2, 0) => (0, 2),
        (1, _) => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
        (2, _) => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
        _ => return Err(vm.value_error(format_args!("invalid whence ({origin}, should be 0, 1 or 2)"))),
    };
    method(vm, this.obj(), "flush", &[])?;
    let place = method(vm, &buffer, "seek", &[vm.int(offset)?, Ref::small(origin)])?;
    this.drop_ahead();
    Ok(place)
}

fn text_truncate(vm: &Vm, this: This<'_, Io>, args: &[Ref]) -> Outcome {
    let buffer = buffer_of(vm, &this)?;
    flush_pending(vm, &this, &buffer)?;
    method(vm, &buffer, "truncate", args)
}

fn text_reconfigure(vm: &Vm, this: This<'_, Io>, args: &[Option<&Obj>]) -> Outcome {
    let buffer = buffer_of(vm, &this)?;
    let (encoding, errors, newline) = (given(args, 0), given(args, 1), args.get(2).copied().flatten());
    if this.ahead() > 0 && (encoding.is_some() || errors.is_some() || newline.is_some()) {
        return Err(unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    flush_pending(vm, &this, &buffer)?;
    if let Some(newline) = newline {
        let newline = Newline::of(vm, newline)?;
        let kept = this.state.get() & !(Newline::ReturnFeed.bits() | Newline::Universal.bits());
        this.state.set(kept | newline.bits());
    }
    if encoding.is_some() || errors.is_some() {
        let (old, old_errors) = (this.encoding.get(), this.other.get());
        // A new encoding treats errors strictly unless told otherwise.
        let errors = errors.or(if encoding.is_none() { old_errors.as_deref() } else { None });
        set_encoding(vm, &this, encoding.or(old.as_deref()), errors)?;
    }
    for (index, bit) in [(3, state::LINE_BUFFERED), (4, state::WRITE_THROUGH)] {
        if let Some(arg) = given(args, index) {
            this.set(bit, vm.is_true(arg)?);
        }
    }
    method(vm, this.obj(), "flush", &[])
}

/// A method that asks the stream below.
macro_rules! below {
    ($name:ident, $text:literal) => {
        fn $name(vm: &Vm, this: This<'_, Io>, _args: &[Ref]) -> Outcome {
            method(vm, &*this.inner(vm, "underlying buffer")?, $text, &[])
        }
    };
}
below!(text_seekable, "seekable");
below!(text_readable, "readable");
below!(text_writable, "writable");
below!(text_isatty, "isatty");
below!(text_fileno, "fileno");

fn text_buffer(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(this.inner.get().unwrap_or_else(Ref::none))
}

fn text_encoding(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(this.encoding.get().unwrap_or_else(Ref::none))
}

fn text_errors(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(this.other.get().unwrap_or_else(Ref::none))
}

fn text_closed(vm: &Vm, this: This<'_, Io>) -> Outcome {
    attr(vm, &*this.inner(vm, "underlying buffer")?, "closed")
}

fn text_name(vm: &Vm, this: This<'_, Io>) -> Outcome {
    attr(vm, &*this.inner(vm, "underlying buffer")?, "name")
}

fn text_line_buffering(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(Ref::bool(this.has(state::LINE_BUFFERED)))
}

fn text_write_through(_vm: &Vm, this: This<'_, Io>) -> Outcome {
    Ok(Ref::bool(this.has(state::WRITE_THROUGH)))
}

fn text_chunk_size(vm: &Vm, _this: This<'_, Io>) -> Outcome {
    vm.int(BUFFER_BYTES as i64)
}

fn text_newlines(vm: &Vm, this: This<'_, Io>) -> Outcome {
    let kinds = [(state::SEEN_CR, "\r"), (state::SEEN_LF, "\n"), (state::SEEN_CRLF, "\r\n")];
    let mut seen = Buf::new();
    for (bit, text) in kinds {
        if this.has(bit) {
            vm.memory(seen.push(vm.str(text)?))?;
        }
    }
    match seen.as_ref() {
        [] => Ok(Ref::none()),
        [only] => Ok(only.clone()),
        all => vm.tuple_of(all),
    }
}

fn text_repr(vm: &Vm, this: This<'_, Io>) -> Outcome {
    let mut out = StrBuilder::new(vm);
    out.push_text("<_io.TextIOWrapper")?;
    for name in ["name", "mode"] {
        match attr(vm, this.obj(), name) {
            Ok(value) => {
                out.push_text(if name == "name" { " name=" } else { " mode=" })?;
                out.push_repr(&value)?;
            }
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
    out.push_text(" encoding=")?;
    out.push_repr(&*text_encoding(vm, this)?)?;
    out.push_text(">")?;
    out.finish()
}

/// A text stream over `buffer`.
///
/// # Errors
/// LookupError for an unknown encoding, TypeError, ValueError.
pub fn wrap(vm: &Vm, buffer: Ref, options: [&Obj; 3], line_buffering: bool) -> Outcome {
    let [encoding, errors, newline] = options;
    let class = pyrite_api::TypeRef::of(&TEXT);
    let args = [buffer, encoding.own(), errors.own(), newline.own(), Ref::bool(line_buffering)];
    vm.call(class.as_obj(), &args)
}

/// A name in the words of an error.
pub fn shown(object: &Obj) -> Text<'_> {
    Text(object)
}

py_type! {
    /// Characters over a stream of bytes.
    pub static TEXT: Io = "_io.TextIOWrapper", "Characters over a stream of bytes." {
        base super::base::TEXT_BASE;
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new super::io_new;
        slots { init: init text_init, repr: unary text_repr, iternext: next text_next, }
        attrs {
            method "read" (0, 1) = text_read, "";
            method "readline" (0, 1) = text_readline, "";
            method "write" (1, 1) = text_write, "";
            method "flush" (0, 0) = text_flush, "";
            method "close" (0, 0) = text_close, "";
            method "detach" (0, 0) = text_detach, "";
            method "tell" (0, 0) = text_tell, "";
            method "seek" (1, 2) = text_seek, "";
            method "truncate" (0, 1) = text_truncate, "";
            named "reconfigure" (["self", "encoding", "errors", "newline", "line_buffering", "write_through"], 1, 1) = text_reconfigure, "";
            method "seekable" (0, 0) = text_seekable, "";
            method "readable" (0, 0) = text_readable, "";
            method "writable" (0, 0) = text_writable, "";
            method "isatty" (0, 0) = text_isatty, "";
            method "fileno" (0, 0) = text_fileno, "";
            getter "buffer" () = text_buffer, "";
            getter "encoding" () = text_encoding, "";
            getter "errors" () = text_errors, "";
            getter "closed" () = text_closed, "";
            getter "name" () = text_name, "";
            getter "newlines" () = text_newlines, "";
            getter "line_buffering" () = text_line_buffering, "";
            getter "write_through" () = text_write_through, "";
            getter "_CHUNK_SIZE" () = text_chunk_size, "";
        }
    }
}
