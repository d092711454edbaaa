//! UTF-8: checking with CPython's diagnosis, code points one by one, surrogates.
//!
//! Checking itself is `core`'s, which is fast; this module adds why and where a sequence is
//! wrong, and the encoded surrogates that Python lets through on request.

/// What is wrong with a byte sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No sequence starts with this byte.
    InvalidStart,
    /// A sequence is broken off by a byte that does not continue it.
    InvalidContinuation,
    /// The bytes end within a sequence.
    UnexpectedEnd,
}

impl Reason {
    /// The text in CPython's `UnicodeDecodeError`.
    pub const fn text(self) -> &'static str {
        match self {
            Self::InvalidStart => "invalid start byte",
            Self::InvalidContinuation => "invalid continuation byte",
            Self::UnexpectedEnd => "unexpected end of data",
        }
    }
}

/// The first error in a text, and the bytes that make it up: `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utf8Error {
    /// Offset of the first byte that is not part of valid text.
    pub start: usize,
    /// Offset behind the last byte an error handler replaces.
    pub end: usize,
    /// What is wrong.
    pub reason: Reason,
}

/// Checks `bytes`.
///
/// # Errors
/// The first error, as CPython reports it.
pub fn validate(bytes: &[u8]) -> Result<&str, Utf8Error> {
    core::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let (end, reason) = match error.error_len() {
            None => (bytes.len(), Reason::UnexpectedEnd),
            Some(len) if matches!(bytes[start], 0xc2..=0xf4) => (start + len, Reason::InvalidContinuation),
            Some(len) => (start + len, Reason::InvalidStart),
        };
        Utf8Error { start, end, reason }
    })
}

/// For text that arrives in pieces: the length of the valid text at the start of `bytes`, where
/// what follows may still become valid (fewer than four bytes, to be kept for the next piece).
///
/// # Errors
/// The first error that no further bytes can mend.
pub fn complete_len(bytes: &[u8]) -> Result<usize, Utf8Error> {
    match validate(bytes) {
        Ok(text) => Ok(text.len()),
        Err(Utf8Error { start, reason: Reason::UnexpectedEnd, .. }) => Ok(start),
        Err(error) => Err(error),
    }
}

/// Bytes of the sequence that starts with `lead`, if a sequence can start with it.
pub const fn sequence_len(lead: u8) -> Option<usize> {
    match lead {
        0..=0x7f => Some(1),
        0xc2..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf4 => Some(4),
        _ => None,
    }
}

/// The code point at the start of `bytes` and the length of its sequence.
///
/// Accepts encoded surrogates besides valid text; `None` for anything else, and at the end.
pub fn decode(bytes: &[u8]) -> Option<(u32, usize)> {
    let (&lead, rest) = bytes.split_first()?;
    let len = sequence_len(lead)?;
    if len == 1 {
        return Some((lead.into(), 1));
    }
    let mut point = u32::from(lead) & (0x7f >> len);
    for &byte in rest.get(..len - 1)? {
        if byte & 0xc0 != 0x80 {
            return None;
        }
        point = point << 6 | u32::from(byte & 0x3f);
    }
    // An overlong sequence hides a smaller code point.
    let least = [0, 0, 0x80, 0x800, 0x1_0000][len];
    (least..=0x10_ffff).contains(&point).then_some((point, len))
}

/// The code point at the end of `bytes` and the length of its sequence; as [`decode`].
pub fn decode_last(bytes: &[u8]) -> Option<(u32, usize)> {
    let start = bytes.iter().rposition(|byte| byte & 0xc0 != 0x80)?;
    decode(&bytes[start..]).filter(|&(_, len)| start + len == bytes.len())
}

/// Writes a code point, surrogates included (`surrogatepass`); returns the length.
///
/// `point` is at most 0x10ffff.
pub fn encode(point: u32, out: &mut [u8; 4]) -> usize {
    let tail = |shift: u32| 0x80 | (point >> shift & 0x3f) as u8;
    match point {
        0..0x80 => {
            out[0] = point as u8;
            1
        }
        0x80..0x800 => {
            out[..2].copy_from_slice(&[0xc0 | (point >> 6) as u8, tail(0)]);
            2
        }
        0x800..0x1_0000 => {
            out[..3].copy_from_slice(&[0xe0 | (point >> 12) as u8, tail(6), tail(0)]);
            3
        }
        _ => {
            *out = [0xf0 | (point >> 18) as u8, tail(12), tail(6), tail(0)];
            4
        }
    }
}

/// Bytes that [`encode`] writes for a code point.
pub const fn encoded_len(point: u32) -> usize {
    match point {
        0..0x80 => 1,
        0x80..0x800 => 2,
        0x800..0x1_0000 => 3,
        _ => 4,
    }
}

/// Code points in valid text: the bytes that do not continue a sequence.
pub fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// Byte offset of code point `index` in valid text; its length if there are not so many.
pub fn offset_of(bytes: &[u8], index: usize) -> usize {
    let starts = bytes.iter().enumerate().filter(|&(_, &byte)| byte & 0xc0 != 0x80);
    starts.map(|(offset, _)| offset).nth(index).unwrap_or(bytes.len())
}

/// How wide a string must be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// One byte a character, all below 0x80: the storage is its own UTF-8.
    Ascii,
    /// One byte a character.
    One,
    /// Two bytes a character.
    Two,
    /// Four bytes a character.
    Four,
}

impl Width {
    /// The width that holds one code point.
    pub const fn of(point: u32) -> Self {
        match point {
            0..0x80 => Self::Ascii,
            0x80..0x100 => Self::One,
            0x100..0x1_0000 => Self::Two,
            _ => Self::Four,
        }
    }

    /// Bytes a character.
    pub const fn size(self) -> usize {
        match self {
            Self::Ascii | Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
        }
    }
}

/// The width that holds all characters of valid text: told by the largest lead byte.
pub fn width(bytes: &[u8]) -> Width {
    match bytes.iter().max() {
        None | Some(0..=0x7f) => Width::Ascii,
        Some(0x80..=0xc3) => Width::One,
        Some(0xc4..=0xef) => Width::Two,
        Some(0xf0..) => Width::Four,
    }
}

/// Whether a code point is a surrogate, which UTF-8 must not contain.
pub const fn is_surrogate(point: u32) -> bool {
    matches!(point, 0xd800..=0xdfff)
}

/// The surrogate encoded at the start of `bytes` (three of them): `surrogatepass`.
pub fn decode_surrogate(bytes: &[u8]) -> Option<u32> {
    decode(bytes).map(|(point, _)| point).filter(|&point| is_surrogate(point))
}

/// The surrogate that stands for an undecodable byte: `surrogateescape`. `None` for ASCII.
pub const fn escape_byte(byte: u8) -> Option<u32> {
    if byte >= 0x80 { Some(0xdc00 + byte as u32) } else { None }
}

/// The byte that a surrogate of [`escape_byte`] stands for.
pub const fn unescape_byte(point: u32) -> Option<u8> {
    match point {
        0xdc80..=0xdcff => Some(point as u8),
        _ => None,
    }
}

/// Joins a pair of surrogates, as UTF-16 and JSON write wide characters.
pub const fn join_surrogates(high: u32, low: u32) -> Option<u32> {
    match (high, low) {
        (0xd800..=0xdbff, 0xdc00..=0xdfff) => Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
