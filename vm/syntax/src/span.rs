//! Places in the source text.
//!
//! Offsets count bytes from the start of the text the parser was given, after a
//! byte order mark if there was one was skipped (the mark still counts). Lines
//! count from 1. Columns are computed on demand.

/// A half-open range of byte offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest range that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes of `text` in this range; empty if the range is not in it.
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }
}

/// Offset of the first byte of the line that holds `offset`; O(length of the line).
///
/// A line ends behind `\n`, `\r\n` or a lone `\r`.
pub fn line_start(text: &[u8], offset: u32) -> u32 {
    let mut at = (offset as usize).min(text.len());
    while let Some(before) = at.checked_sub(1) {
        match text.get(before) {
            Some(b'\n') => break,
            Some(b'\r') if text.get(at) != Some(&b'\n') => break,
            _ => at = before,
        }
    }
    at as u32
}

/// The line that holds `offset`, without its end; O(length of the line).
pub fn line_text(text: &[u8], offset: u32) -> &[u8] {
    let start = line_start(text, offset) as usize;
    let rest = text.get(start..).unwrap_or(&[]);
    let len = rest.iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
    rest.get(..len).unwrap_or(rest)
}

/// Bytes between the start of the line and `offset`.
pub fn column_bytes(text: &[u8], offset: u32) -> u32 {
    offset.saturating_sub(line_start(text, offset))
}

/// Characters between the start of the line and `offset`, as CPython counts columns in messages.
pub fn column_chars(text: &[u8], offset: u32) -> u32 {
    let line = Span::new(line_start(text, offset), offset).of(text);
    line.iter().filter(|&&b| b & 0xc0 != 0x80).count() as u32
}

/// Number of the line (from 1) that holds `offset`; O(offset).
pub fn line_number(text: &[u8], offset: u32) -> u32 {
    let mut line = 1;
    let mut previous = 0;
    for &b in Span::new(0, offset.min(text.len() as u32)).of(text) {
        line += u32::from(b == b'\r' || (b == b'\n' && previous != b'\r'));
        previous = b;
    }
    line
}
