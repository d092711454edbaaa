//! Bytes to text: byte order mark, PEP 263 cookie, UTF-8 or Latin-1.

use crate::error::{Arg, ErrorKind, SyntaxError};
use crate::span::Span;
use pyrite_algo::Buf;

/// A source text, known to be UTF-8 without NUL.
#[derive(Debug)]
pub enum Source<'s> {
    /// The bytes were UTF-8 as they stood.
    Borrowed(&'s [u8]),
    /// The bytes were Latin-1; this is their UTF-8.
    Owned(Buf<u8>),
}

const BOM: &[u8] = b"\xef\xbb\xbf";

enum Encoding {
    Utf8,
    Latin1,
    Ascii,
}

impl<'s> Source<'s> {
    /// Checks and, where needed, recodes the bytes of a file; O(len).
    ///
    /// # Errors
    /// `SyntaxError` for an unknown encoding, a byte the encoding does not have, or NUL.
    pub fn decode(bytes: &'s [u8]) -> Result<Self, SyntaxError> {
        let fail = |at: usize, template, args| {
            Err(SyntaxError::new(ErrorKind::Syntax, Span::new(at as u32, at as u32), template, args))
        };
        if u32::try_from(bytes.len()).is_err() {
            return Err(SyntaxError::out_of_memory());
        }
        if let Some(at) = bytes.iter().position(|&b| b == 0) {
            return fail(at, "source code cannot contain null bytes", [Arg::None; 3]);
        }
        let encoding = match cookie(bytes) {
            None => Encoding::Utf8,
            Some(span) => match encoding(span.of(bytes)) {
                Some(encoding) => encoding,
                None => return fail(0, "unknown encoding: {}", [Arg::Source(span), Arg::None, Arg::None]),
            },
        };
        match encoding {
            Encoding::Utf8 => match core::str::from_utf8(bytes) {
                Ok(_) => Ok(Self::Borrowed(bytes)),
                Err(error) => {
                    let at = error.valid_up_to();
                    let byte = bytes.get(at).copied().unwrap_or(0);
                    let reason = match (byte, error.error_len()) {
                        (_, None) => "unexpected end of data",
                        (0x80..=0xc1 | 0xf5.., _) => "invalid start byte",
                        _ => "invalid continuation byte",
                    };
                    let args = [Arg::Hex2(u32::from(byte)), Arg::Number(at as u32), Arg::Text(reason)];
                    fail(at, "(unicode error) 'utf-8' codec can't decode byte 0x{} in position {}: {}", args)
                }
            },
            Encoding::Ascii => match bytes.iter().position(|&b| b >= 0x80) {
                None => Ok(Self::Borrowed(bytes)),
                Some(at) => {
                    let byte = bytes.get(at).copied().unwrap_or(0);
                    let args = [Arg::Hex2(u32::from(byte)), Arg::Number(at as u32), Arg::None];
                    let template = "(unicode error) 'ascii' codec can't decode byte 0x{} in position {}: ordinal not in range(128)";
                    fail(at, template, args)
                }
            },
            Encoding::Latin1 => recode(bytes).map(Self::Owned).map_err(|_| SyntaxError::out_of_memory()),
        }
    }

    /// The text all spans refer to.
    pub fn text(&self) -> &[u8] {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }

    /// Where the text proper begins: behind the byte order mark.
    pub(crate) fn start(text: &[u8]) -> usize {
        if text.starts_with(BOM) { BOM.len() } else { 0 }
    }
}

fn recode(bytes: &[u8]) -> Result<Buf<u8>, pyrite_algo::OutOfMemory> {
    let high = bytes.iter().filter(|&&b| b >= 0x80).count();
    let mut text = Buf::with_capacity(bytes.len() + high)?;
    for &b in bytes {
        text.extend_from_slice(char::from(b).encode_utf8(&mut [0; 2]).as_bytes())?;
    }
    Ok(text)
}

/// The name in a coding comment on the first or second line (PEP 263).
fn cookie(bytes: &[u8]) -> Option<Span> {
    let mut start = Source::start(bytes);
    for _ in 0..2 {
        let rest = bytes.get(start..)?;
        let len = rest.iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
        let line = rest.get(..len)?;
        let blank = line.iter().take_while(|b| matches!(b, b' ' | b'\t' | 0x0c)).count();
        match line.get(blank) {
            Some(b'#') => {
                if let Some(found) = coding(line) {
                    return Some(Span::new(start as u32 + found.start, start as u32 + found.end));
                }
            }
            Some(_) => return None,
            None => {}
        }
        start += len + 1;
        if rest.get(len) == Some(&b'\r') && rest.get(len + 1) == Some(&b'\n') {
            start += 1;
        }
    }
    None
}

/// `coding[:=][ \t]*([-_.a-zA-Z0-9]+)` in a line.
fn coding(line: &[u8]) -> Option<Span> {
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some([b':' | b'=', name @ ..]) = rest.strip_prefix(b"coding") {
            let blank = name.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let name = name.get(blank..).unwrap_or(&[]);
            let len = name
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
                .count();
            if len > 0 {
                let start = (at + 7 + blank) as u32;
                return Some(Span::new(start, start + len as u32));
            }
        }
        at += 1;
    }
    None
}

/// The encoding of this name; `_` and case do not matter, nor do line-end suffixes.
fn encoding(name: &[u8]) -> Option<Encoding> {
    let is = |want: &[u8]| {
        name.len() == want.len()
            && name.iter().zip(want).all(|(a, b)| a.to_ascii_lowercase() == *b || (*a == b'_' && *b == b'-'))
    };
    let any = |names: &[&[u8]]| names.iter().any(|want| is(want));
    if any(&[b"utf-8", b"utf8", b"utf-8-sig", b"u8", b"utf-8-unix", b"utf-8-dos", b"utf-8-mac"]) {
        Some(Encoding::Utf8)
    } else if any(&[b"latin-1", b"latin1", b"iso-8859-1", b"iso8859-1", b"8859", b"l1", b"iso-latin-1"]) {
        Some(Encoding::Latin1)
    } else if any(&[b"ascii", b"us-ascii", b"646"]) {
        Some(Encoding::Ascii)
    } else {
        None
    }
}
