//! Characters that differ by case only, and the classes `\d`, `\s`, `\w`.

use pyrite_algo::unicode;

/// How case is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It matters.
    None,
    /// That of ASCII letters does not.
    Ascii,
    /// That of no letter does.
    Unicode,
}

/// The single character that Python's `lower` of one character begins with.
pub fn lower(point: u32) -> u32 {
    unicode::lower(point).as_slice().first().copied().unwrap_or(point)
}

/// Pairs whose upper case is the same text of several characters.
const TWINS: [(u32, u32); 3] = [(0x1fd3, 0x390), (0x1fe3, 0x3b0), (0xfb06, 0xfb05)];

impl Fold {
    /// One character for all that differ from `point` by case only.
    pub fn of(self, point: u32) -> u32 {
        match self {
            Fold::None => point,
            _ if point < 0x80 => u32::from((point as u8).to_ascii_lowercase()),
            Fold::Ascii => point,
            Fold::Unicode => {
                let low = lower(point);
                if let Some(&(_, twin)) = TWINS.iter().find(|twin| twin.0 == low) {
                    return twin;
                }
                // Characters such as the long s share their upper case with another one.
                match unicode::upper(low).as_slice() {
                    &[upper] => lower(upper),
                    _ => low,
                }
            }
        }
    }

    /// Whether case makes another character of it, or it of another one.
    pub fn matters(self, point: u32) -> bool {
        match self {
            Fold::None => false,
            Fold::Ascii => u8::try_from(point).is_ok_and(|octet| octet.is_ascii_alphabetic()),
            Fold::Unicode => self.of(point) != point || unicode::upper(point).as_slice() != [point],
        }
    }
}

/// Ranges without any character that has case, where no search for them is worth while.
const UNCASED: [(u32, u32); 3] = [(0x2d30, 0xa63f), (0xabc0, 0xfaff), (0x1_e944, 0x10_ffff)];

/// The end of the uncased range that `point` is in.
pub fn uncased_end(point: u32) -> Option<u32> {
    UNCASED.iter().find(|range| (range.0..=range.1).contains(&point)).map(|range| range.1)
}

/// `\d`, `\s`, `\w` and their opposites, in a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category(pub u8);

impl Category {
    const SPACE: u8 = 1;
    const WORD: u8 = 2;
    const NOT: u8 = 4;
    const ASCII: u8 = 8;

    /// `\w`, of ASCII only or of all characters.
    pub fn word(ascii: bool) -> Category {
        Category(Category::WORD | if ascii { Category::ASCII } else { 0 })
    }

    /// Of the letter behind a backslash.
    pub fn of_letter(letter: u32, ascii: bool) -> Option<Category> {
        let letter = u8::try_from(letter).ok()?;
        let class = match letter | 0x20 {
            b'd' => 0,
            b's' => Category::SPACE,
            b'w' => Category::WORD,
            _ => return None,
        };
        let not = if letter.is_ascii_uppercase() { Category::NOT } else { 0 };
        Some(Category(class | not | if ascii { Category::ASCII } else { 0 }))
    }

    /// Whether a character belongs to it.
    pub fn has(self, point: u32) -> bool {
        let inside = if self.0 & Category::ASCII != 0 {
            let octet = u8::try_from(point).unwrap_or(0xff);
            match self.0 & 3 {
                Category::SPACE => matches!(octet, b' ' | 9..=13),
                Category::WORD => octet.is_ascii_alphanumeric() || octet == b'_',
                _ => octet.is_ascii_digit(),
            }
        } else {
            match self.0 & 3 {
                Category::SPACE => unicode::is_space(point),
                Category::WORD => point == '_' as u32 || unicode::is_alnum(point),
                _ => unicode::is_decimal(point),
            }
        };
        inside == (self.0 & Category::NOT == 0)
    }
}
