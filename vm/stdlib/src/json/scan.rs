//! From text to objects.

use core::cell::Cell;

use pyrite_algo::{Buf, float_text};
use pyrite_api::types::{Chars, Dict, FLOAT, INT, List};
use pyrite_api::{Obj, Outcome, Raised, Ref, StrBuilder, TypeRef, Vm};

use crate::imported;

/// A value or text, and the index behind it.
type Found = Result<(Ref, usize), Raised>;

/// A text, and what to make of its parts.
pub struct Scanner<'a> {
    pub vm: &'a Vm,
    pub text: Chars<'a>,
    /// The text, for errors.
    pub document: &'a Obj,
    pub strict: bool,
    pub object_hook: Option<&'a Obj>,
    pub pairs_hook: Option<&'a Obj>,
    pub parse_float: Option<&'a Obj>,
    pub parse_int: Option<&'a Obj>,
    pub parse_constant: Option<&'a Obj>,
    /// Names of members: each text becomes one object.
    pub keys: Dict,
    /// Containers that are open.
    pub depth: Cell<usize>,
}

/// Containers in one another that are too many, however much stack there is.
pub const DEPTH_MAX: usize = 10_000;

/// Raises JSONDecodeError.
#[cold]
fn error(vm: &Vm, text: &str, document: &Obj, position: usize) -> Raised {
    let make = || -> Outcome {
        let class = imported(vm, "json.decoder", "JSONDecodeError")?;
        vm.call(&class, &[vm.str(text)?, document.own(), vm.int(position as i64)?])
    };
    match make() {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

impl Scanner<'_> {
    fn peek(&self, at: usize) -> u8 {
        self.text.get(at).and_then(|point| u8::try_from(point).ok()).unwrap_or(0)
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.peek(at), b' ' | b'\t' | b'\n' | b'\r') {
            at += 1;
        }
        at
    }

    fn error(&self, text: &str, at: usize) -> Raised {
        error(self.vm, text, self.document, at)
    }

    /// There is no value: StopIteration with its index, which the caller knows to read.
    fn no_value(&self, at: usize) -> Raised {
        match self.vm.int(at as i64) {
            Ok(at) => self.vm.stop_iteration(Some(&at)),
            Err(raised) => raised,
        }
    }

    /// Whether the text goes on so.
    fn goes_on(&self, at: usize, word: &str) -> bool {
        word.bytes().enumerate().all(|(index, byte)| self.peek(at + index) == byte)
    }

    /// The value at `at`.
    ///
    /// # Errors
    /// JSONDecodeError, StopIteration; what the hooks raise.
    pub fn value(&self, at: usize) -> Found {
        let _guard = self.vm.enter_native()?;
        let found = match self.peek(at) {
            b'"' => return string(self.vm, self.document, self.text, at + 1, self.strict),
            b'{' => return self.deeper(|| self.object(at + 1), "object"),
            b'[' => return self.deeper(|| self.array(at + 1), "array"),
            b'n' if self.goes_on(at, "null") => (Ref::none(), 4),
            b't' if self.goes_on(at, "true") => (Ref::bool(true), 4),
            b'f' if self.goes_on(at, "false") => (Ref::bool(false), 5),
            b'N' if self.goes_on(at, "NaN") => self.constant("NaN", f64::NAN)?,
            b'I' if self.goes_on(at, "Infinity") => self.constant("Infinity", f64::INFINITY)?,
            b'-' if self.goes_on(at, "-Infinity") => self.constant("-Infinity", f64::NEG_INFINITY)?,
            b'-' | b'0'..=b'9' => return self.number(at),
            _ => return Err(self.no_value(at)),
        };
        Ok((found.0, at + found.1))
    }

    /// A container inside others.
    fn deeper(&self, read: impl FnOnce() -> Found, what: &str) -> Found {
        let depth = self.depth.get();
        if depth >= DEPTH_MAX {
            let text = format_args!(
                "maximum recursion depth exceeded while decoding a JSON {what} from a unicode string"
            );
            return Err(self.vm.recursion_error(text));
        }
        self.depth.set(depth + 1);
        let found = read();
        self.depth.set(depth);
        found
    }

    fn constant(&self, name: &str, value: f64) -> Found {
        let value = match self.parse_constant {
            Some(parse) => self.vm.call_one(parse, &*self.vm.str(name)?)?,
            None => self.vm.float(value)?,
        };
        Ok((value, name.len()))
    }

    /// The members behind `{`.
    fn object(&self, at: usize) -> Found {
        let vm = self.vm;
        let (dict, pairs) = (Dict::new(), List::new());
        let mut at = self.skip_space(at);
        if self.peek(at) == b'}' {
            at += 1;
        } else {
            loop {
                if self.peek(at) != b'"' {
                    return Err(self.error("Expecting property name enclosed in double quotes", at));
                }
                let (key, end) = string(vm, self.document, self.text, at + 1, self.strict)?;
                let key = self.keys.set_default(vm, &key, &key)?;
                at = self.skip_space(end);
                if self.peek(at) != b':' {
                    return Err(self.error("Expecting ':' delimiter", at));
                }
                let (value, end) = self.value(self.skip_space(at + 1))?;
                if self.pairs_hook.is_some() {
                    let pair = vm.tuple_of(&[key, value])?;
                    vm.memory(pairs.push(vm, pair))?;
                } else {
                    dict.insert(vm, &key, value)?;
                }
                at = self.skip_space(end);
                if self.peek(at) == b'}' {
                    at += 1;
                    break;
                }
                at = self.behind_comma(at, b'}', "Illegal trailing comma before end of object")?;
            }
        }
        let value = match (self.pairs_hook, self.object_hook) {
            (Some(hook), _) => vm.call_one(hook, &*vm.list_from(pairs)?)?,
            (None, Some(hook)) => vm.call_one(hook, &*vm.dict_from(dict)?)?,
            (None, None) => vm.dict_from(dict)?,
        };
        Ok((value, at))
    }

    /// The start of what a comma at `at` announces.
    fn behind_comma(&self, at: usize, end: u8, trailing: &str) -> Result<usize, Raised> {
        if self.peek(at) != b',' {
            return Err(self.error("Expecting ',' delimiter", at));
        }
        let next = self.skip_space(at + 1);
        if self.peek(next) == end { Err(self.error(trailing, at)) } else { Ok(next) }
    }

    /// The items behind `[`.
    fn array(&self, at: usize) -> Found {
        let vm = self.vm;
        let list = List::new();
        let mut at = self.skip_space(at);
        if self.peek(at) == b']' {
            return Ok((vm.list_from(list)?, at + 1));
        }
        loop {
            let (value, end) = self.value(at)?;
            vm.memory(list.push(vm, value))?;
            at = self.skip_space(end);
            if self.peek(at) == b']' {
                return Ok((vm.list_from(list)?, at + 1));
            }
            at = self.behind_comma(at, b']', "Illegal trailing comma before end of array")?;
        }
    }

    fn digits(&self, mut at: usize) -> usize {
        while self.peek(at).is_ascii_digit() {
            at += 1;
        }
        at
    }

    fn number(&self, start: usize) -> Found {
        let vm = self.vm;
        let first = start + usize::from(self.peek(start) == b'-');
        let mut end = match self.peek(first) {
            b'0' => first + 1,
            b'1'..=b'9' => self.digits(first),
            _ => return Err(self.no_value(start)),
        };
        let whole = end;
        if self.peek(end) == b'.' && self.peek(end + 1).is_ascii_digit() {
            end = self.digits(end + 1);
        }
        if matches!(self.peek(end), b'e' | b'E') {
            let sign = usize::from(matches!(self.peek(end + 1), b'+' | b'-'));
            let exponent = self.digits(end + 1 + sign);
            if exponent > end + 1 + sign {
                end = exponent;
            }
        }
        let mut digits = Buf::<u8>::new();
        for at in start..end {
            vm.memory(digits.push(self.peek(at)))?;
        }
        let text = core::str::from_utf8(&digits).unwrap_or("0");
        let value = if end > whole {
            match self.parse_float {
                Some(parse) => vm.call_one(parse, &*vm.str(text)?)?,
                None => match float_text::parse(&digits) {
                    Ok(value) => vm.float(value)?,
                    Err(_) => vm.call_one(TypeRef::of(&FLOAT).as_obj(), &*vm.str(text)?)?,
                },
            }
        } else {
            match (self.parse_int, text.parse::<i64>()) {
                (Some(parse), _) => vm.call_one(parse, &*vm.str(text)?)?,
                (None, Ok(value)) => vm.int(value)?,
                (None, Err(_)) => vm.call_one(TypeRef::of(&INT).as_obj(), &*vm.str(text)?)?,
            }
        };
        Ok((value, end))
    }
}

/// The characters behind a quote that was in front of `begin`.
///
/// # Errors
/// JSONDecodeError.
pub fn string(vm: &Vm, document: &Obj, text: Chars<'_>, begin: usize, strict: bool) -> Found {
    let open = || error(vm, "Unterminated string starting at", document, begin.saturating_sub(1));
    let mut out = StrBuilder::new(vm);
    let mut at = begin;
    loop {
        let plain = at;
        let stop = loop {
            match text.get(at) {
                None => return Err(open()),
                Some(point @ (0x22 | 0x5c)) => break point,
                Some(0..0x20) if strict => {
                    return Err(error(vm, "Invalid control character at", document, at));
                }
                Some(_) => at += 1,
            }
        };
        if stop == 0x22 && plain == begin {
            return Ok((vm.memory(vm.new_str_chars(text.slice(begin, at)))?, at + 1));
        }
        out.push_chars(text.slice(plain, at))?;
        if stop == 0x22 {
            return Ok((out.finish()?, at + 1));
        }
        let Some(letter) = text.get(at + 1) else { return Err(open()) };
        at += 2;
        out.push_char(match u8::try_from(letter).unwrap_or(0) {
            character @ (b'"' | b'\\' | b'/') => character.into(),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let wrong = || error(vm, "Invalid \\uXXXX escape", document, at - 1);
                let mut point = hex(text, at).ok_or_else(wrong)?;
                at += 4;
                if (0xd800..0xdc00).contains(&point)
                    && text.get(at) == Some(0x5c)
                    && text.get(at + 1) == Some(0x75)
                    && let Some(low @ 0xdc00..0xe000) = hex(text, at + 2)
                {
                    point = 0x1_0000 + ((point - 0xd800) << 10 | (low - 0xdc00));
                    at += 6;
                }
                point
            }
            _ => return Err(error(vm, "Invalid \\escape", document, at - 2)),
        })?;
    }
}

/// Four hexadecimal digits.
fn hex(text: Chars<'_>, at: usize) -> Option<u32> {
    (at..at + 4).try_fold(0, |value, at| Some(value << 4 | char::from_u32(text.get(at)?)?.to_digit(16)?))
}
