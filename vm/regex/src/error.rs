//! What is wrong with a pattern or a template, and where.

use pyrite_algo::OutOfMemory;

pub use crate::token::Token;

/// Which exception it becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `re.error`, with a position.
    Pattern,
    /// OverflowError
    Overflow,
    /// ValueError
    Value,
    /// IndexError
    Index,
    /// MemoryError
    Memory,
}

/// What follows the text of an error: places are ranges of characters of the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// Characters of the pattern, and a further text.
    Part(u32, u32, &'static str),
    /// The `repr` of characters of the pattern.
    Name(u32, u32),
    /// A number.
    Number(u32),
    /// Two tokens with a hyphen between.
    Range(Token, Token),
    /// The `repr` of a name, the new number of the group and its old one.
    Again(u32, u32, [u32; 2]),
}

/// An error in a pattern or a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// Which exception.
    pub kind: ErrorKind,
    /// CPython's text, or its beginning.
    pub text: &'static str,
    /// The rest of the text.
    pub detail: Detail,
    /// Index of the character.
    pub position: u32,
}

impl Error {
    /// A `re.error`.
    pub(crate) fn new(text: &'static str, position: u32) -> Error {
        Error { kind: ErrorKind::Pattern, text, detail: Detail::None, position }
    }

    /// With more text.
    pub(crate) fn with(self, detail: Detail) -> Error {
        Error { detail, ..self }
    }

    /// As another exception.
    pub(crate) fn kind(self, kind: ErrorKind) -> Error {
        Error { kind, ..self }
    }
}

impl From<OutOfMemory> for Error {
    fn from(_: OutOfMemory) -> Error {
        Error::new("", 0).kind(ErrorKind::Memory)
    }
}
