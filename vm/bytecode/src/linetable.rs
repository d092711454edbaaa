//! The line table: which source text each instruction word comes from.
//!
//! A stream of entries, each for a run of words, in order (docs/spec/image.md, "Line table").
//! Lines are differences to the entry before; numbers are LEB128, signed ones zigzag.
//! Columns are UTF-8 byte offsets in the line, from 0, and left out if the image has none.

/// Source range of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line of the first byte, from 1.
    pub line: u32,
    /// The rest, unless columns were left out.
    pub columns: Option<Columns>,
}

/// Where in the lines a source range begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Line of the last byte.
    pub end_line: u32,
    /// Offset of the first byte in its line.
    pub col: u32,
    /// Offset behind the last byte in `end_line`.
    pub end_col: u32,
}

/// A run of instruction words with one position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First word.
    pub start: u32,
    /// Behind the last word.
    pub end: u32,
    /// `None` for instructions without a place in the source.
    pub position: Option<Position>,
}

/// Forms of an entry: the top three bits of its first byte; the low five are words - 1.
pub(crate) mod form {
    /// No position.
    pub const NONE: u8 = 0;
    /// Line as before, no columns.
    pub const SAME: u8 = 1;
    /// The next line, no columns.
    pub const NEXT: u8 = 2;
    /// Signed line difference, no columns.
    pub const LINE: u8 = 3;
    /// Line as before, columns in two bytes, on one line.
    pub const SHORT: u8 = 4;
    /// Signed line difference, column, width; on one line.
    pub const ONE_LINE: u8 = 5;
    /// Signed line difference, lines spanned, column, end column.
    pub const LONG: u8 = 6;
}

/// Words one entry can cover.
pub(crate) const RUN_MAX: u32 = 32;

/// Reads a line table. Ends at the first malformed entry.
#[derive(Clone, Debug)]
pub struct LineTable<'a> {
    bytes: &'a [u8],
    line: u32,
    word: u32,
}

impl<'a> LineTable<'a> {
    /// Reads `bytes`, lines counted from `first_line`.
    pub fn new(bytes: &'a [u8], first_line: u32) -> Self {
        Self { bytes, line: first_line, word: 0 }
    }

    /// Position of instruction word `index`; O(table).
    pub fn position(self, index: u32) -> Option<Position> {
        for run in self {
            if index < run.end {
                return run.position;
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    fn unsigned(&mut self) -> Option<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i32> {
        let value = self.unsigned()?;
        Some((value >> 1) as i32 ^ -((value & 1) as i32))
    }

    fn add_line(&mut self, difference: i32) -> u32 {
        self.line = self.line.wrapping_add_signed(difference);
        self.line
    }

    fn entry(&mut self) -> Option<Run> {
        let head = self.byte()?;
        let words = u32::from(head & 31) + 1;
        let position = match head >> 5 {
            form::NONE => None,
            form::SAME => Some(Position { line: self.line, columns: None }),
            form::NEXT => Some(Position { line: self.add_line(1), columns: None }),
            form::LINE => {
                let difference = self.signed()?;
                Some(Position { line: self.add_line(difference), columns: None })
            }
            form::SHORT => {
                let (col, end_col) = (self.byte()?.into(), self.byte()?.into());
                Some(Position {
                    line: self.line,
                    columns: Some(Columns { end_line: self.line, col, end_col }),
                })
            }
            form::ONE_LINE => {
                let (difference, col, width) = (self.signed()?, self.unsigned()?, self.unsigned()?);
                let line = self.add_line(difference);
                let end_col = col.wrapping_add(width);
                Some(Position { line, columns: Some(Columns { end_line: line, col, end_col }) })
            }
            form::LONG => {
                let (difference, lines) = (self.signed()?, self.unsigned()?);
                let (col, end_col) = (self.unsigned()?, self.unsigned()?);
                let line = self.add_line(difference);
                let end_line = line.wrapping_add(lines);
                Some(Position { line, columns: Some(Columns { end_line, col, end_col }) })
            }
            _ => return None,
        };
        let start = self.word;
        self.word = start.checked_add(words)?;
        Some(Run { start, end: self.word, position })
    }
}

impl Iterator for LineTable<'_> {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        let run = self.entry();
        if run.is_none() {
            self.bytes = &[];
        }
        run
    }
}
