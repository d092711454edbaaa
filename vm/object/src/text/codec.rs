//! Text to octets and back: UTF-8, ASCII, Latin-1, UTF-16, UTF-32, and errors.

use core::fmt::Write;

use pyrite_algo::{Buf, utf8};

use crate::builder::StrBuilder;
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, This, Type, Vm};
use crate::raw::str::{Chars, Str};
use crate::text::repr::push_code;
use crate::types::exceptions;

/// Bytes of a unit and their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Little,
    Big,
    /// Little, and told by a mark in front.
    Marked,
}

/// A character encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
}

/// What to do with what cannot be encoded or decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handler {
    Strict,
    Ignore,
    Replace,
    Backslash,
    XmlReference,
    SurrogateEscape,
    SurrogatePass,
}

impl Encoding {
    /// By one of its names; `None` for one that the machine has not got.
    fn find(name: Option<&Obj>) -> Option<Encoding> {
        let Some(object) = name else { return Some(Encoding::Utf8) };
        let mut plain = [0u8; 16];
        let mut len = 0;
        for character in object.cast::<Str>().map_or(Chars::One(&[]), |name| name.chars()).iter() {
            let byte = match u8::try_from(character) {
                Ok(b'_' | b'-' | b' ') => continue,
                Ok(byte) => byte.to_ascii_lowercase(),
                Err(_) => b'?',
            };
            if let Some(slot) = plain.get_mut(len) {
                *slot = byte;
            }
            len += 1;
        }
        Some(match plain.get(..len).unwrap_or(&[]) {
            b"utf8" | b"u8" | b"utf" => Encoding::Utf8,
            b"ascii" | b"usascii" | b"646" => Encoding::Ascii,
            b"latin1" | b"latin" | b"l1" | b"iso88591" | b"8859" | b"cp819" => Encoding::Latin1,
            b"utf16" | b"u16" => Encoding::Utf16(Order::Marked),
            b"utf16le" => Encoding::Utf16(Order::Little),
            b"utf16be" => Encoding::Utf16(Order::Big),
            b"utf32" | b"u32" => Encoding::Utf32(Order::Marked),
            b"utf32le" => Encoding::Utf32(Order::Little),
            b"utf32be" => Encoding::Utf32(Order::Big),
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
            Encoding::Utf16(Order::Marked) => "utf-16",
            Encoding::Utf16(Order::Little) => "utf-16-le",
            Encoding::Utf16(Order::Big) => "utf-16-be",
            Encoding::Utf32(Order::Marked) => "utf-32",
            Encoding::Utf32(Order::Little) => "utf-32-le",
            Encoding::Utf32(Order::Big) => "utf-32-be",
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Encoding::Ascii => "ordinal not in range(128)",
            Encoding::Latin1 => "ordinal not in range(256)",
            _ => "surrogates not allowed",
        }
    }

    fn holds(self, character: u32) -> bool {
        match self {
            Encoding::Ascii => character < 0x80,
            Encoding::Latin1 => character < 0x100,
            _ => !utf8::is_surrogate(character),
        }
    }

    /// Appends a character that it holds, or a surrogate.
    fn push(self, out: &mut Buf<u8>, character: u32) -> Result<(), pyrite_algo::OutOfMemory> {
        let mut bytes = [0; 4];
        match self {
            Encoding::Ascii | Encoding::Latin1 => out.push(character as u8),
            Encoding::Utf8 => {
                let len = utf8::encode(character, &mut bytes);
                out.extend_from_slice(bytes.get(..len).unwrap_or(&[]))
            }
            Encoding::Utf16(order) => {
                let Some(beyond) = character.checked_sub(0x1_0000) else {
                    return push_unit16(out, order, character as u16);
                };
                push_unit16(out, order, 0xd800 | (beyond >> 10) as u16)?;
                push_unit16(out, order, 0xdc00 | (beyond & 0x3ff) as u16)
            }
            Encoding::Utf32(Order::Big) => out.extend_from_slice(&character.to_be_bytes()),
            Encoding::Utf32(_) => out.extend_from_slice(&character.to_le_bytes()),
        }
    }
}

fn push_unit16(out: &mut Buf<u8>, order: Order, unit: u16) -> Result<(), pyrite_algo::OutOfMemory> {
    out.extend_from_slice(&if order == Order::Big { unit.to_be_bytes() } else { unit.to_le_bytes() })
}

impl Handler {
    fn find(vm: &Vm, name: Option<&Obj>) -> Result<Handler, Raised> {
        let Some(object) = name else { return Ok(Handler::Strict) };
        Ok(match object.cast::<Str>().and_then(|name| name.ascii()) {
            Some("strict") => Handler::Strict,
            Some("ignore") => Handler::Ignore,
            Some("replace") => Handler::Replace,
            Some("backslashreplace") => Handler::Backslash,
            Some("xmlcharrefreplace") => Handler::XmlReference,
            Some("surrogateescape") => Handler::SurrogateEscape,
            Some("surrogatepass") => Handler::SurrogatePass,
            _ => {
                let name = crate::new::Text(object);
                return Err(vm.raise_text(
                    &exceptions::LOOKUP_ERROR,
                    format_args!("unknown error handler name '{name}'"),
                ));
            }
        })
    }
}

impl Vm {
    /// Raises UnicodeEncodeError or UnicodeDecodeError.
    #[cold]
    pub fn unicode_error(
        &self,
        type_: &'static Type,
        encoding: &str,
        object: &Obj,
        (start, end): (usize, usize),
        reason: &str,
    ) -> Raised {
        let make = || -> Outcome {
            let (encoding, reason) = (self.str(encoding)?, self.str(reason)?);
            let (start, end) = (self.int(start as i64)?, self.int(end as i64)?);
            self.new_exception(type_, &[&encoding, object, &start, &end, &reason])
        };
        match make() {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// `text.encode(encoding, errors)`; `None` is UTF-8 and `strict`.
    ///
    /// # Errors
    /// LookupError for unknown names, UnicodeEncodeError, MemoryError.
    pub fn encode(&self, text: This<'_, Str>, encoding: Option<&Obj>, errors: Option<&Obj>) -> Outcome {
        let Some(encoding) = Encoding::find(encoding) else {
            return self.code_by_module("_encode", text.obj(), encoding, errors);
        };
        match (encoding, text.chars()) {
            (Encoding::Utf8 | Encoding::Ascii, Chars::One(octets)) if text.is_ascii() => {
                return self.bytes(octets);
            }
            (Encoding::Latin1, Chars::One(octets)) => return self.bytes(octets),
            _ => {}
        }
        let mut out = Buf::new();
        if let Encoding::Utf16(Order::Marked) | Encoding::Utf32(Order::Marked) = encoding {
            self.memory(encoding.push(&mut out, 0xfeff))?;
        }
        for (place, character) in text.chars().iter().enumerate() {
            if encoding.holds(character) {
                self.memory(encoding.push(&mut out, character))?;
            } else {
                let handler = Handler::find(self, errors)?;
                self.encode_wrong(&mut out, text, place, (encoding, handler))?;
            }
        }
        self.bytes(&out)
    }

    /// Encodes or decodes with a codec that module `codecs` knows.
    #[cold]
    fn code_by_module(
        &self,
        function: &str,
        object: &Obj,
        encoding: Option<&Obj>,
        errors: Option<&Obj>,
    ) -> Outcome {
        let encoding = encoding.unwrap_or(Obj::NONE);
        let name = self.str("codecs")?;
        let module = match (self.hooks.get().import)(self, &name, None, Obj::NONE, 0) {
            Ok(module) => module,
            // Without the module, or without a machine that could run it, there are no more encodings.
            Err(raised) => {
                if !self.raised_is(&exceptions::IMPORT_ERROR) && !self.raised_is(&exceptions::SYSTEM_ERROR) {
                    return Err(raised);
                }
                drop(self.take_raised(raised));
                let name = crate::new::Text(encoding);
                let text = format_args!("unknown encoding: {name}");
                return Err(self.raise_text(&exceptions::LOOKUP_ERROR, text));
            }
        };
        let function = self.memory(self.intern(function))?;
        let errors = errors.filter(|errors| !errors.is_none()).map(Obj::own);
        let errors = errors.map_or_else(|| self.str("strict"), Ok)?;
        self.call_method(&module, &function, &[encoding.own(), object.own(), errors])
    }

    /// Does what the handler says about character `place`, which the encoding does not hold.
    #[cold]
    fn encode_wrong(
        &self,
        out: &mut Buf<u8>,
        text: This<'_, Str>,
        place: usize,
        (encoding, handler): (Encoding, Handler),
    ) -> Result<(), Raised> {
        let character = text.char_at(place).unwrap_or(0);
        let narrow = matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1);
        match handler {
            Handler::Ignore => return Ok(()),
            Handler::Replace => return self.memory(encoding.push(out, '?'.into())),
            Handler::SurrogatePass
                if utf8::is_surrogate(character)
                    && !matches!(encoding, Encoding::Ascii | Encoding::Latin1) =>
            {
                return self.memory(encoding.push(out, character));
            }
            Handler::SurrogateEscape if narrow => {
                if let Some(byte) = utf8::unescape_byte(character) {
                    return self.memory(out.push(byte));
                }
            }
            Handler::Backslash | Handler::XmlReference => {
                let mut escape = StrBuilder::new(self);
                if handler == Handler::Backslash {
                    push_code(&mut escape, character)?;
                } else {
                    write!(escape, "&#{character};").map_err(|_| Raised::already_set())?;
                }
                let escape = escape.finish()?;
                let escape = escape.cast::<Str>().map_or(Chars::One(&[]), |escape| escape.chars());
                return escape.iter().try_for_each(|c| self.memory(encoding.push(out, c)));
            }
            _ => {}
        }
        let run = text.chars().iter().skip(place).take_while(|&c| !encoding.holds(c)).count();
        let wrong = if narrow { run } else { 1 };
        let range = (place, place + wrong);
        let type_ = &exceptions::UNICODE_ENCODE_ERROR;
        Err(self.unicode_error(type_, encoding.name(), text.obj(), range, encoding.reason()))
    }

    /// `octets.decode(encoding, errors)`; `None` is UTF-8 and `strict`.
    ///
    /// # Errors
    /// LookupError for unknown names, UnicodeDecodeError, MemoryError.
    pub fn decode(&self, octets: &[u8], encoding: Option<&Obj>, errors: Option<&Obj>) -> Outcome {
        let Some(encoding) = Encoding::find(encoding) else {
            let octets = self.bytes(octets)?;
            return self.code_by_module("_decode", &octets, encoding, errors);
        };
        match encoding {
            Encoding::Latin1 => return self.memory(self.new_str_chars(Chars::One(octets))),
            Encoding::Utf8 | Encoding::Ascii if octets.is_ascii() => {
                return self.memory(self.new_str_class(Chars::One(octets), 0x7f));
            }
            Encoding::Utf8 => {
                if let Ok(text) = core::str::from_utf8(octets) {
                    return self.str(text);
                }
            }
            _ => {}
        }
        let handler = Handler::find(self, errors)?;
        let mut decoder =
            Decoder { vm: self, octets, encoding, handler, out: StrBuilder::new(self), place: 0 };
        match encoding {
            Encoding::Utf16(order) => decoder.wide(order, 2)?,
            Encoding::Utf32(order) => decoder.wide(order, 4)?,
            _ => decoder.narrow()?,
        }
        decoder.out.finish()
    }
}

struct Decoder<'a> {
    vm: &'a Vm,
    octets: &'a [u8],
    encoding: Encoding,
    handler: Handler,
    out: StrBuilder<'a>,
    place: usize,
}

impl Decoder<'_> {
    /// UTF-8 and ASCII.
    fn narrow(&mut self) -> Result<(), Raised> {
        while let Some(rest) = self.octets.get(self.place..).filter(|rest| !rest.is_empty()) {
            let (valid, error) = match self.encoding {
                Encoding::Ascii => {
                    let valid = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
                    (valid, (valid < rest.len()).then_some((1, "ordinal not in range(128)")))
                }
                _ => match utf8::validate(rest) {
                    Ok(_) => (rest.len(), None),
                    Err(error) => (error.start, Some((error.end - error.start, error.reason.text()))),
                },
            };
            self.out.push_wtf8(rest.get(..valid).unwrap_or(&[]))?;
            self.place += valid;
            if let Some((len, reason)) = error {
                self.wrong(len, reason)?;
            }
        }
        Ok(())
    }

    /// UTF-16 and UTF-32: units of `size` bytes.
    fn wide(&mut self, order: Order, size: usize) -> Result<(), Raised> {
        let mut big = order == Order::Big;
        if order == Order::Marked {
            let mark = self.unit(false, size);
            big = self.unit(true, size) == Some(0xfeff);
            if big || mark == Some(0xfeff) {
                self.place += size;
            }
            let order = if big { Order::Big } else { Order::Little };
            self.encoding = if size == 2 { Encoding::Utf16(order) } else { Encoding::Utf32(order) };
        }
        while self.place < self.octets.len() {
            let Some(unit) = self.unit(big, size) else {
                self.wrong(self.octets.len() - self.place, "truncated data")?;
                continue;
            };
            match unit {
                0xd800..=0xdbff if size == 2 => {
                    self.place += 2;
                    let low = self.unit(big, 2);
                    self.place -= 2;
                    match low.map(|low| utf8::join_surrogates(unit, low)) {
                        Some(Some(character)) => {
                            self.out.push_char(character)?;
                            self.place += 4;
                        }
                        Some(None) => self.wrong(2, "illegal UTF-16 surrogate")?,
                        None => self.wrong(self.octets.len() - self.place, "unexpected end of data")?,
                    }
                }
                0xdc00..=0xdfff if size == 2 => self.wrong(2, "illegal encoding")?,
                0xd800..=0xdfff => {
                    self.wrong(4, "code point in surrogate code point range(0xd800, 0xe000)")?
                }
                0..=0x10_ffff => {
                    self.out.push_char(unit)?;
                    self.place += size;
                }
                _ => self.wrong(4, "code point not in range(0x110000)")?,
            }
        }
        Ok(())
    }

    fn unit(&self, big: bool, size: usize) -> Option<u32> {
        let bytes = self.octets.get(self.place..self.place + size)?;
        let join = |unit: u32, &byte: &u8| unit << 8 | u32::from(byte);
        Some(if big { bytes.iter().fold(0, join) } else { bytes.iter().rev().fold(0, join) })
    }

    /// Does what the handler says about the next `len` octets.
    #[cold]
    fn wrong(&mut self, len: usize, reason: &str) -> Result<(), Raised> {
        let end = self.place + len;
        let octets = self.octets;
        let bytes = octets.get(self.place..end).unwrap_or(&[]);
        if self.handler == Handler::SurrogatePass && self.passed()? {
            return Ok(());
        }
        match self.handler {
            Handler::Ignore => {}
            Handler::Replace => self.out.push_char(0xfffd)?,
            Handler::Backslash => bytes.iter().try_for_each(|&byte| push_code(&mut self.out, byte.into()))?,
            Handler::SurrogateEscape if bytes.first().is_some_and(|&byte| byte >= 0x80) => {
                // What is ASCII is tried again.
                let escaped = bytes.iter().map_while(|&byte| utf8::escape_byte(byte));
                for surrogate in escaped {
                    self.out.push_char(surrogate)?;
                    self.place += 1;
                }
                return Ok(());
            }
            _ => {
                let type_ = &exceptions::UNICODE_DECODE_ERROR;
                let name = self.encoding.name();
                let object = self.vm.bytes(octets)?;
                return Err(self.vm.unicode_error(type_, name, &object, (self.place, end), reason));
            }
        }
        self.place = end;
        Ok(())
    }

    /// Takes an encoded surrogate, if there is one.
    fn passed(&mut self) -> Result<bool, Raised> {
        let rest = self.octets.get(self.place..).unwrap_or(&[]);
        let (unit, len) = match self.encoding {
            Encoding::Utf8 => (utf8::decode_surrogate(rest), 3),
            Encoding::Utf16(order) => (self.unit(order == Order::Big, 2), 2),
            Encoding::Utf32(order) => (self.unit(order == Order::Big, 4), 4),
            _ => (None, 0),
        };
        match unit.filter(|&unit| utf8::is_surrogate(unit)) {
            Some(surrogate) => {
                self.out.push_char(surrogate)?;
                self.place += len;
                Ok(true)
            }
            None => Ok(false),
        }
    }
}
