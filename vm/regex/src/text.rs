//! Characters of one, two or four bytes.

/// A text to search, or a pattern.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// Latin-1, or octets.
    One(&'a [u8]),
    /// UCS-2.
    Two(&'a [u16]),
    /// UCS-4.
    Four(&'a [u32]),
}

impl Text<'_> {
    /// Length in characters.
    pub fn len(self) -> usize {
        match self {
            Text::One(text) => text.len(),
            Text::Two(text) => text.len(),
            Text::Four(text) => text.len(),
        }
    }

    /// Whether there is no character.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Character `index`.
    #[inline]
    pub fn get(self, index: u32) -> Option<u32> {
        let index = index as usize;
        match self {
            Text::One(text) => text.get(index).map(|&unit| unit.into()),
            Text::Two(text) => text.get(index).map(|&unit| unit.into()),
            Text::Four(text) => text.get(index).copied(),
        }
    }

    /// Whether the characters `start..end` are the given ones.
    pub(crate) fn is(self, (start, end): (u32, u32), other: (u32, u32)) -> bool {
        end - start == other.1 - other.0
            && (0..end - start).all(|index| self.get(start + index) == self.get(other.0 + index))
    }
}
