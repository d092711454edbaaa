//! The smallest parts of a pattern.

/// A character, perhaps behind a backslash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The character.
    pub point: u32,
    /// Whether there is a backslash in front of it.
    pub escaped: bool,
}

impl Token {
    /// Characters of the pattern that it is.
    pub fn width(self) -> u32 {
        1 + u32::from(self.escaped)
    }

    /// The ASCII character, if it is one and there is no backslash; else 0.
    pub fn plain(self) -> u8 {
        if self.escaped { 0 } else { u8::try_from(self.point).unwrap_or(0) }
    }
}
