//! Text of integers: the rules of `int(text, base)`, machine integers as digits.

use crate::bigint::{mag, radix};

/// What `int(text, base)` found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed<'a> {
    /// The value.
    Small(i64),
    /// Digits for [`crate::bigint::Big::parse`], whose value may need more than 64 bits.
    Big {
        /// Whether a minus sign stood before them.
        negative: bool,
        /// The digits, and single underscores between them.
        digits: &'a [u8],
        /// The base they are in: 2 to 36.
        base: u32,
    },
}

/// Why text is no integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseIntError {
    /// "invalid literal for int() with base %d: %R"
    Invalid,
    /// "int() base must be >= 2 and <= 36, or 0"
    Base,
}

/// Whether C calls an ASCII byte a space.
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// `text` without the spaces at both ends.
pub fn strip(text: &[u8]) -> &[u8] {
    let Some(start) = text.iter().position(|&byte| !is_space(byte)) else { return &[] };
    let end = text.iter().rposition(|&byte| !is_space(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// Takes a sign off; returns whether it is a minus.
pub(crate) fn split_sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// The base that a prefix such as `0x` names.
fn prefix_base(text: &[u8]) -> Option<u32> {
    match text {
        [b'0', b'x' | b'X', ..] => Some(16),
        [b'0', b'o' | b'O', ..] => Some(8),
        [b'0', b'b' | b'B', ..] => Some(2),
        _ => None,
    }
}

/// `int(text, base)`; base 0 reads the base from the prefix, as Python's own literals.
///
/// Decimal digits and spaces outside ASCII must have been replaced by those of ASCII before.
///
/// # Errors
/// [`ParseIntError`], from which the `ValueError` is made.
pub fn parse(text: &[u8], base: u32) -> Result<Parsed<'_>, ParseIntError> {
    if base == 1 || base > 36 {
        return Err(ParseIntError::Base);
    }
    let (negative, unsigned) = split_sign(strip(text));
    let mut digits = unsigned;
    let prefix = prefix_base(unsigned).filter(|&named| base == 0 || base == named);
    if prefix.is_some() {
        digits = &digits[2..];
        if let [b'_', rest @ ..] = digits {
            digits = rest;
        }
    }
    let bare_zeros_only = base == 0 && prefix.is_none() && digits.first() == Some(&b'0');
    let base = prefix.unwrap_or(if base == 0 { 10 } else { base });
    check_digits(digits, base)?;
    if bare_zeros_only && digits.iter().any(|&byte| !matches!(byte, b'0' | b'_')) {
        return Err(ParseIntError::Invalid);
    }
    Ok(match small(digits, base) {
        Some(value) => Parsed::Small(if negative { -value } else { value }),
        None => Parsed::Big { negative, digits, base },
    })
}

/// Digits of the base with single underscores between them, at least one.
fn check_digits(digits: &[u8], base: u32) -> Result<(), ParseIntError> {
    let mut after_digit = false;
    for &byte in digits {
        if byte != b'_' && radix::digit_value(byte) >= base || byte == b'_' && !after_digit {
            return Err(ParseIntError::Invalid);
        }
        after_digit = byte != b'_';
    }
    if after_digit { Ok(()) } else { Err(ParseIntError::Invalid) }
}

/// The value of checked digits, if it is clear that it fits.
fn small(digits: &[u8], base: u32) -> Option<i64> {
    let mut value = 0u64;
    for &byte in digits.iter().filter(|&&byte| byte != b'_') {
        // Below 2**57 there is room for another digit of base 36.
        if value >> 57 != 0 {
            return None;
        }
        value = value * u64::from(base) + u64::from(radix::digit_value(byte));
    }
    i64::try_from(value).ok()
}

/// Longest text of a machine integer: sign and 64 binary digits.
const ROOM: usize = 65;

/// The text of a machine integer, on the stack.
#[derive(Clone, Copy, Debug)]
pub struct IntText {
    bytes: [u8; ROOM],
    start: u8,
}

impl IntText {
    /// Digits of `value` in `base` (2 to 36), lower case, without prefix.
    pub fn new(value: i64, base: u32) -> Self {
        let mut this = Self::unsigned(value.unsigned_abs(), base);
        if value < 0 {
            this.start -= 1;
            this.bytes[usize::from(this.start)] = b'-';
        }
        this
    }

    /// Digits of an unsigned `value`.
    pub fn unsigned(value: u64, base: u32) -> Self {
        let mut bytes = [0; ROOM];
        let mut start = ROOM;
        if let Ok(mut short) = u32::try_from(value) {
            loop {
                start -= 1;
                bytes[start] = radix::digit_char(short % base);
                short /= base;
                if short == 0 {
                    break;
                }
            }
        } else {
            let mut limbs = [value as u32, (value >> 32) as u32];
            let len = mag::used(&limbs);
            start = radix::format(&mut limbs[..len], base, &mut bytes);
        }
        Self { bytes, start: start as u8 }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[usize::from(self.start)..]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bigint::{Big, big};
    use std::string::{String, ToString};

    fn unescape(text: &str) -> std::vec::Vec<u8> {
        text.replace("\\t", "\t").replace("\\n", "\n").replace("\\v", "\x0b").replace("\\s", " ").into_bytes()
    }

    #[test]
    fn texts_are_read_as_python_reads_them() {
        for line in include_str!("../tests/vectors/int_text.txt").lines() {
            let words: std::vec::Vec<&str> = line.split(' ').collect();
            let text = unescape(words[0].trim_matches('|'));
            let got = match parse(&text, words[1].parse().unwrap()) {
                Ok(Parsed::Small(value)) => value.to_string(),
                Ok(Parsed::Big { negative, digits, base }) => {
                    let big = Big::parse(digits, base).unwrap().unwrap();
                    let big = if negative { big.negated() } else { big };
                    let mut out = crate::Buf::new();
                    big::format(big.as_int(), 10, &mut out).unwrap();
                    String::from_utf8(out.to_vec()).unwrap()
                }
                Err(ParseIntError::Invalid) => "invalid".to_string(),
                Err(ParseIntError::Base) => "base".to_string(),
            };
            assert_eq!(got, words[2], "{line}");
        }
    }

    #[test]
    fn machine_integers_are_written() {
        for value in
            [0, 1, -1, 9, 10, 123456789, 1 << 32, (1 << 32) - 1, 1_000_000_000_000, i64::MAX, i64::MIN]
        {
            assert_eq!(IntText::new(value, 10).as_str(), value.to_string());
            for base in 2..=36 {
                let text = IntText::new(value, base);
                assert_eq!(i64::from_str_radix(text.as_str(), base), Ok(value));
            }
        }
        assert_eq!(IntText::unsigned(u64::MAX, 16).as_str(), "ffffffffffffffff");
    }
}
