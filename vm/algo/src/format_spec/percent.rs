//! Conversions of the `%` operator: `%[(key)][flags][width][.precision]type`.

use super::{Align, Sign, Spec, Subject};
use core::ops::Range;

/// A width or precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// None given.
    None,
    /// `*`: the next argument.
    Argument,
    /// A number.
    Number(usize),
}

/// Why a conversion cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// "incomplete format key"
    IncompleteKey,
    /// "incomplete format"
    Incomplete,
    /// "width too big"
    WidthTooBig,
    /// "precision too big"
    PrecisionTooBig,
}

/// One conversion, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Where the key in parentheses lies in the format.
    pub key: Option<Range<usize>>,
    /// `-`: to the left.
    pub left: bool,
    /// `+`: a sign always.
    pub plus: bool,
    /// A space: a space for a sign.
    pub space: bool,
    /// `#`: the alternate form.
    pub alternate: bool,
    /// `0`: zeros for padding.
    pub zero: bool,
    /// The least width.
    pub width: Count,
    /// The precision.
    pub precision: Count,
    /// The type; whether it is a known one is not checked.
    pub kind: char,
    /// Where the type lies in the format: "unsupported format character '%c' (0x%x) at index".
    pub kind_at: usize,
    /// Where the conversion ends in the format.
    pub end: usize,
}

/// Reads `*` or a number at `at`; returns it and what follows it.
fn count(bytes: &[u8], mut at: usize, error: PercentError) -> Result<(Count, usize), PercentError> {
    if bytes.get(at) == Some(&b'*') {
        return Ok((Count::Argument, at + 1));
    }
    let mut number = Count::None;
    while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
        let so_far = if let Count::Number(value) = number { value } else { 0 };
        let sum = so_far.checked_mul(10).and_then(|sum| sum.checked_add(usize::from(digit - b'0')));
        number = Count::Number(sum.filter(|&sum| sum <= isize::MAX as usize).ok_or(error)?);
        at += 1;
    }
    Ok((number, at))
}

/// Reads a key in parentheses, which may nest, at `at`; returns it and what follows.
fn key(bytes: &[u8], at: usize) -> Result<(Option<Range<usize>>, usize), PercentError> {
    if bytes.get(at) != Some(&b'(') {
        return Ok((None, at));
    }
    let mut depth = 0usize;
    for (index, &byte) in bytes.iter().enumerate().skip(at) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok((Some(at + 1..index), index + 1));
        }
    }
    Err(PercentError::IncompleteKey)
}

impl Conversion {
    /// Reads the conversion whose `%` is just before offset `start` of `format`.
    ///
    /// # Errors
    /// [`PercentError`].
    pub fn parse(format: &str, start: usize) -> Result<Self, PercentError> {
        let bytes = format.as_bytes();
        let (key, mut at) = key(bytes, start)?;
        let (mut left, mut plus, mut space, mut alternate, mut zero) = (false, false, false, false, false);
        while let Some(flag) = bytes.get(at) {
            match flag {
                b'-' => left = true,
                b'+' => plus = true,
                b' ' => space = true,
                b'#' => alternate = true,
                b'0' => zero = true,
                _ => break,
            }
            at += 1;
        }
        let (width, mut at) = count(bytes, at, PercentError::WidthTooBig)?;
        let mut precision = Count::None;
        if bytes.get(at) == Some(&b'.') {
            (precision, at) = count(bytes, at + 1, PercentError::PrecisionTooBig)?;
            if precision == Count::None {
                precision = Count::Number(0);
            }
        }
        if matches!(bytes.get(at), Some(b'h' | b'l' | b'L')) {
            at += 1;
        }
        let kind = format.get(at..).and_then(|rest| rest.chars().next()).ok_or(PercentError::Incomplete)?;
        let end = at + kind.len_utf8();
        Ok(Self { key, left, plus, space, alternate, zero, width, precision, kind, kind_at: at, end })
    }

    /// The layout it asks for; `width` and `precision` as written or taken from the arguments
    /// (where a negative width has turned the value to the left, a negative precision is 0).
    ///
    /// Types `i` and `u` become `d`; `r`, `a` and `s` are text.
    pub fn spec(&self, width: Option<usize>, precision: Option<usize>) -> Spec {
        let (subject, kind) = match self.kind {
            'd' | 'i' | 'u' => (Subject::Int, 'd'),
            'o' | 'x' | 'X' => (Subject::Int, self.kind),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => (Subject::Float, self.kind),
            _ => (Subject::Str, 's'),
        };
        let number = subject != Subject::Str;
        let zero = self.zero && number && !self.left;
        Spec {
            fill: if zero { '0' } else { ' ' },
            align: match (self.left, zero) {
                (true, _) => Align::Left,
                (_, true) => Align::AfterSign,
                _ => Align::Right,
            },
            sign: match (self.plus, self.space) {
                _ if !number => None,
                (true, _) => Some(Sign::Plus),
                (_, true) => Some(Sign::Space),
                _ => None,
            },
            alternate: self.alternate && number,
            width: width.unwrap_or(0),
            precision,
            kind: Some(kind),
            ..Spec::new(subject)
        }
    }
}
