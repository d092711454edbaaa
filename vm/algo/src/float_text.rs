//! Text of floats: `repr`, the formats e, f, g, hexadecimal, and reading them all.
//!
//! Digits come from `core`, whose shortest and exact conversions are both correct (ties of the
//! exact value go to even); the layout is CPython's. Sources: CPython Python/pystrtod.c,
//! `format_float_short`; Objects/floatobject.c, `float_hex` and `float_fromhex`.

use crate::bigint::{float, radix};
use crate::buf::{Buf, OutOfMemory};
use crate::int_text::{IntText, split_sign, strip};
use core::fmt::Write;

/// Significant digits of which a float can have at most so many that are not zero.
const MAX_SIGNIFICANT: usize = 770;

/// Digits behind the point of which at most so many are not zero.
const MAX_FRACTION: usize = 1080;

/// How a float is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The shortest digits that read back as the same float.
    Repr,
    /// `e`: so many digits behind the point, and an exponent.
    Exponent(usize),
    /// `f`: so many digits behind the point.
    Fixed(usize),
    /// `g`: so many significant digits, trailing zeros removed.
    General(usize),
    /// As `g`, but never without a digit behind the point: a format with precision only.
    GeneralPoint(usize),
}

/// Whether the decimal point stays where no digit follows, and with it trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alternate {
    /// As usual.
    No,
    /// The form of the flag `#`.
    Yes,
}

/// Text on the stack, as long as the longest `repr`.
#[derive(Clone, Copy, Debug, Default)]
struct Short {
    bytes: [u8; 32],
    len: usize,
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        let room = self.bytes.get_mut(self.len..self.len + text.len()).ok_or(core::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.len += text.len();
        Ok(())
    }
}

/// Significant digits and the decimal exponent of the first, from text such as `1.25e-7`.
struct Digits<'a> {
    first: u8,
    rest: &'a [u8],
    exponent: i32,
}

impl<'a> Digits<'a> {
    fn read(text: &'a [u8]) -> Self {
        let split = text.iter().position(|&byte| byte == b'e').unwrap_or(text.len());
        let (mantissa, exponent) = text.split_at(split);
        let exponent = core::str::from_utf8(exponent.get(1..).unwrap_or_default());
        Self {
            first: mantissa.first().copied().unwrap_or(b'0'),
            rest: mantissa.get(2..).unwrap_or_default(),
            exponent: exponent.ok().and_then(|text| text.parse().ok()).unwrap_or(0),
        }
    }

    fn without_trailing_zeros(mut self) -> Self {
        let len = self.rest.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
        self.rest = &self.rest[..len];
        self
    }

    /// Digit `place`, counted from the first, which is 0; zeros all around.
    fn at(&self, place: i32) -> u8 {
        match usize::try_from(place) {
            Err(_) => b'0',
            Ok(0) => self.first,
            Ok(place) => self.rest.get(place - 1).copied().unwrap_or(b'0'),
        }
    }
}

/// Whether a point without digits behind it becomes `.0`, stays, or goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Point {
    Zero,
    Keep,
    Drop,
}

/// Appends the text of `value`, with `-` if its sign bit is set (except for NaN).
///
/// Infinities and NaN are `inf` and `nan` in every style.
///
/// # Errors
/// [`OutOfMemory`]; what was appended until then stays.
pub fn format(value: f64, style: Style, alternate: Alternate, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    if value.is_nan() {
        return out.extend_from_slice(b"nan");
    }
    if value.is_sign_negative() {
        out.push(b'-')?;
    }
    let value = value.abs();
    if value.is_infinite() {
        return out.extend_from_slice(b"inf");
    }
    let plain = if alternate == Alternate::Yes { Point::Keep } else { Point::Drop };
    match style {
        Style::Repr => {
            let mut text = Short::default();
            write!(text, "{value:e}").map_err(|_| OutOfMemory)?;
            let digits = Digits::read(&text.bytes[..text.len]);
            if (-4..16).contains(&digits.exponent) {
                fixed(&digits, digits.rest.len() as i32 - digits.exponent, Point::Zero, out)
            } else {
                exponential(&digits, digits.rest.len(), plain, out)
            }
        }
        Style::Exponent(precision) => {
            let text = exact(value, precision)?;
            exponential(&Digits::read(&text), precision, plain, out)
        }
        Style::Fixed(precision) => {
            let shown = precision.min(MAX_FRACTION);
            write!(out, "{value:.shown$}").map_err(|_| OutOfMemory)?;
            out.resize(out.len() + precision - shown, b'0')?;
            if precision == 0 && plain == Point::Keep { out.push(b'.') } else { Ok(()) }
        }
        Style::General(precision) => general(value, precision, plain, 0, out),
        Style::GeneralPoint(precision) => {
            general(value, precision, if plain == Point::Keep { plain } else { Point::Zero }, 1, out)
        }
    }
}

fn general(
    value: f64,
    precision: usize,
    point: Point,
    reserve: usize,
    out: &mut Buf<u8>,
) -> Result<(), OutOfMemory> {
    let precision = precision.max(1);
    let text = exact(value, precision - 1)?;
    let mut digits = Digits::read(&text);
    let limit = (precision - reserve) as i64;
    let small = digits.exponent >= -4 && i64::from(digits.exponent) < limit;
    let mut shown = precision - 1;
    if point != Point::Keep {
        digits = digits.without_trailing_zeros();
        shown = digits.rest.len();
    }
    if !small {
        return exponential(&digits, shown, if point == Point::Zero { Point::Drop } else { point }, out);
    }
    let shown = i32::try_from(shown).unwrap_or(i32::MAX);
    fixed(&digits, shown.saturating_sub(digits.exponent), point, out)
}

/// `value` in the exponential form of `core`, with as many digits as can differ from zero.
fn exact(value: f64, precision: usize) -> Result<Buf<u8>, OutOfMemory> {
    let mut text = Buf::with_capacity(precision.min(MAX_SIGNIFICANT) + 8)?;
    let shown = precision.min(MAX_SIGNIFICANT);
    write!(text, "{value:.shown$e}").map_err(|_| OutOfMemory)?;
    Ok(text)
}

/// Appends digits without exponent, `fraction` of them behind the point.
fn fixed(digits: &Digits<'_>, fraction: i32, point: Point, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    for place in digits.exponent.min(0)..=digits.exponent.max(0) + digits.exponent.min(0) {
        out.push(digits.at(place))?;
    }
    if fraction > 0 || point != Point::Drop {
        out.push(b'.')?;
    }
    if fraction <= 0 && point == Point::Zero {
        out.push(b'0')?;
    }
    for place in 1..=fraction {
        out.push(digits.at(digits.exponent + place))?;
    }
    Ok(())
}

/// Appends digits, `fraction` of them behind the point, and an exponent of two digits or more.
fn exponential(
    digits: &Digits<'_>,
    fraction: usize,
    point: Point,
    out: &mut Buf<u8>,
) -> Result<(), OutOfMemory> {
    out.push(digits.first)?;
    if fraction > 0 || point != Point::Drop {
        out.push(b'.')?;
    }
    let known = digits.rest.len().min(fraction);
    out.extend_from_slice(&digits.rest[..known])?;
    out.resize(out.len() + fraction - known, b'0')?;
    out.extend_from_slice(if digits.exponent < 0 { b"e-" } else { b"e+" })?;
    let magnitude = digits.exponent.unsigned_abs();
    if magnitude < 10 {
        out.push(b'0')?;
    }
    out.extend_from_slice(IntText::unsigned(magnitude.into(), 10).as_str().as_bytes())
}

/// Appends `repr(value)`.
///
/// # Errors
/// As [`format`].
pub fn repr(value: f64, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    format(value, Style::Repr, Alternate::No, out)
}

/// Why text is no float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseFloatError {
    /// "could not convert string to float: %R", or "invalid hexadecimal floating-point string"
    Invalid,
    /// "hexadecimal value too large to represent as a float"
    Overflow,
    /// No memory to copy text that has underscores.
    OutOfMemory,
}

impl From<OutOfMemory> for ParseFloatError {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

/// `float(text)`: spaces around it, underscores between digits, `inf`, `nan`; too large is inf.
///
/// # Errors
/// [`ParseFloatError::Invalid`], [`ParseFloatError::OutOfMemory`].
pub fn parse(text: &[u8]) -> Result<f64, ParseFloatError> {
    let text = strip(text);
    let digit = |index: usize| text.get(index).is_some_and(u8::is_ascii_digit);
    let mut clean = Buf::new();
    let mut copied = 0;
    for (index, _) in text.iter().enumerate().filter(|&(_, &byte)| byte == b'_') {
        if index == 0 || !digit(index - 1) || !digit(index + 1) {
            return Err(ParseFloatError::Invalid);
        }
        clean.extend_from_slice(&text[copied..index])?;
        copied = index + 1;
    }
    let text = if copied == 0 {
        text
    } else {
        clean.extend_from_slice(&text[copied..])?;
        &clean
    };
    let text = core::str::from_utf8(text).map_err(|_| ParseFloatError::Invalid)?;
    text.parse().map_err(|_| ParseFloatError::Invalid)
}

/// Appends `value.hex()`.
///
/// # Errors
/// As [`format`].
pub fn hex(value: f64, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    if !value.is_finite() {
        return repr(value, out);
    }
    if value.is_sign_negative() {
        out.push(b'-')?;
    }
    if value == 0.0 {
        return out.extend_from_slice(b"0x0.0p+0");
    }
    let bits = value.abs().to_bits();
    let (lead, exponent) = match (bits >> 52) as i64 {
        0 => (b'0', -1022),
        biased => (b'1', biased - 1023),
    };
    out.extend_from_slice(&[b'0', b'x', lead, b'.'])?;
    for place in (0..13).rev() {
        out.push(radix::digit_char((bits >> (4 * place)) as u32 & 15))?;
    }
    out.extend_from_slice(if exponent < 0 { b"p-" } else { b"p+" })?;
    out.extend_from_slice(IntText::unsigned(exponent.unsigned_abs(), 10).as_str().as_bytes())
}

/// `float.fromhex(text)`: hexadecimal with optional `0x`, point and `p` exponent; `inf`, `nan`.
///
/// # Errors
/// [`ParseFloatError::Invalid`], [`ParseFloatError::Overflow`].
pub fn from_hex(text: &[u8]) -> Result<f64, ParseFloatError> {
    let (negative, text) = split_sign(strip(text));
    let signed = |value: f64| if negative { -value } else { value };
    for (name, value) in [("inf", f64::INFINITY), ("infinity", f64::INFINITY), ("nan", f64::NAN)] {
        if text.eq_ignore_ascii_case(name.as_bytes()) {
            return Ok(signed(value));
        }
    }
    let text = match text {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        _ => text,
    };
    let split = text.iter().position(|byte| matches!(byte, b'p' | b'P')).unwrap_or(text.len());
    let (digits, exponent) = text.split_at(split);
    let (mut mantissa, mut scale, mut sticky) = (0u64, 0i64, false);
    let (mut count, mut in_fraction) = (0usize, false);
    for &byte in digits {
        if byte == b'.' && !in_fraction {
            in_fraction = true;
            continue;
        }
        let digit = radix::digit_value(byte);
        if digit >= 16 {
            return Err(ParseFloatError::Invalid);
        }
        count += 1;
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
            scale -= if in_fraction { 4 } else { 0 };
        } else {
            sticky |= digit != 0;
            scale += if in_fraction { 0 } else { 4 };
        }
    }
    if count == 0 {
        return Err(ParseFloatError::Invalid);
    }
    let exponent = match exponent {
        [] => 0,
        [_, rest @ ..] => binary_exponent(rest)?,
    };
    if mantissa == 0 {
        return Ok(signed(0.0));
    }
    let value = float::compose(mantissa, scale.saturating_add(exponent), sticky.into());
    value.map(signed).ok_or(ParseFloatError::Overflow)
}

/// A decimal exponent; far beyond the range of floats it no longer counts exactly.
fn binary_exponent(text: &[u8]) -> Result<i64, ParseFloatError> {
    let (negative, digits) = split_sign(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(ParseFloatError::Invalid);
    }
    let step = |sum: i64, &digit: &u8| (sum * 10 + i64::from(digit - b'0')).min(1 << 50);
    let magnitude = digits.iter().fold(0, step);
    Ok(if negative { -magnitude } else { magnitude })
}
