//! Text of floats: `repr`, the formats e, f, g, hexadecimal, and reading them all.
//!
//! Digits come from `core`, whose shortest and exact conversions are both correct (ties of the
//! exact value go to even); the layout is CPython's. Reading is exact too, but our own: see
//! `Decimal`. Sources: CPython Python/pystrtod.c,
//! `format_float_short`; Objects/floatobject.c, `float_hex` and `float_fromhex`.

use crate::bigint::{ArithError, Big, Int, Small, float, power, radix};
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
            settle_tie(value, &mut text)?;
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

/// Digits of a shortest text from which on two such texts may be equally near.
const TIE_DIGITS: usize = 16;
/// Digits that tell a float that is half-way between two short texts from its neighbours.
const TIE_PRECISION: usize = 80;

/// Of two shortest texts that are equally near, takes the one whose last digit is even.
fn settle_tie(value: f64, text: &mut Short) -> Result<(), OutOfMemory> {
    let shortest = text.bytes.get(..text.len).unwrap_or_default();
    let digits =
        shortest.iter().take_while(|&&byte| byte != b'e').filter(|byte| byte.is_ascii_digit()).count();
    // Below a power of two floats are denser: there the lower text may stand for another one.
    let is_power = value.to_bits().trailing_zeros() >= f64::MANTISSA_DIGITS - 1;
    if digits < TIE_DIGITS || is_power {
        return Ok(());
    }
    // One digit more tells of most floats that they are not half-way.
    if !exact(value, digits)?.split(|&byte| byte == b'e').next().is_some_and(|text| text.ends_with(b"5")) {
        return Ok(());
    }
    let precise = exact(value, TIE_PRECISION)?;
    let beyond = Digits::read(&precise).rest;
    let is_tie = match beyond.get(digits - 1..) {
        Some([b'5', rest @ ..]) => rest.iter().all(|&digit| digit == b'0'),
        _ => false,
    };
    if is_tie {
        *text = Short::default();
        let shown = digits - 1;
        write!(text, "{value:.shown$e}").map_err(|_| OutOfMemory)?;
    }
    Ok(())
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
    /// No memory for the big integers that a long number needs.
    OutOfMemory,
}

impl From<ArithError> for ParseFloatError {
    fn from(error: ArithError) -> Self {
        if error == ArithError::OutOfMemory { Self::OutOfMemory } else { Self::Invalid }
    }
}

impl From<OutOfMemory> for ParseFloatError {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

/// The value that a name such as `inf` stands for.
fn named(text: &[u8]) -> Option<f64> {
    let names = [("inf", f64::INFINITY), ("infinity", f64::INFINITY), ("nan", f64::NAN)];
    names.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| value)
}

/// `float(text)`: spaces around it, underscores between digits, `inf`, `nan`; too large is inf.
///
/// # Errors
/// [`ParseFloatError::Invalid`], [`ParseFloatError::OutOfMemory`].
pub fn parse(text: &[u8]) -> Result<f64, ParseFloatError> {
    let (negative, text) = split_sign(strip(text));
    let value = match named(text) {
        Some(value) => value,
        None => Decimal::read(text)?.value()?,
    };
    Ok(if negative { -value } else { value })
}

/// Powers of ten that floats hold exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// A number without sign, as it was written.
///
/// Short ones need one operation on floats, whose operands are exact (Clinger, How to Read
/// Floating Point Numbers Accurately, PLDI 1990); the others are computed with big integers.
/// `core`'s parser would be faster there and cost 15 KB more flash (thumbv7m), ten of it a table.
struct Decimal<'a> {
    /// Digits, underscores, and at most one point.
    mantissa: &'a [u8],
    /// The power of ten that the last digit counts.
    exponent: i64,
}

impl<'a> Decimal<'a> {
    fn read(text: &'a [u8]) -> Result<Self, ParseFloatError> {
        let digit = |index: usize| text.get(index).is_some_and(u8::is_ascii_digit);
        let lone = |(index, &byte): (usize, &u8)| {
            byte == b'_' && (index == 0 || !digit(index - 1) || !digit(index + 1))
        };
        let split = text.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(text.len());
        let (mantissa, tail) = text.split_at(split);
        let known = mantissa.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'_'));
        let points = mantissa.iter().filter(|&&byte| byte == b'.').count();
        if text.iter().enumerate().any(lone)
            || !known
            || points > 1
            || !mantissa.iter().any(u8::is_ascii_digit)
        {
            return Err(ParseFloatError::Invalid);
        }
        let exponent = match tail {
            [] => 0,
            [_, rest @ ..] => self::exponent(rest)?,
        };
        let fraction = mantissa.iter().rev().take_while(|&&byte| byte != b'.').filter(|&&byte| byte != b'_');
        let places = if points == 0 { 0 } else { fraction.count() as i64 };
        Ok(Self { mantissa, exponent: exponent - places })
    }

    /// The digits from the first that is not zero.
    fn digits(&self) -> impl Iterator<Item = u8> {
        let digits = self.mantissa.iter().copied().filter(u8::is_ascii_digit);
        digits.skip_while(|&digit| digit == b'0')
    }

    /// The nearest float, ties to even.
    fn value(&self) -> Result<f64, ParseFloatError> {
        let count = self.digits().count();
        let top = self.exponent.saturating_add(count as i64);
        if count == 0 || top < -330 {
            return Ok(0.0);
        }
        if top > 310 {
            return Ok(f64::INFINITY);
        }
        let step = |sum: u64, digit: u8| sum * 10 + u64::from(digit - b'0');
        let short = if count <= 16 { self.digits().fold(0, step) } else { u64::MAX };
        let power = usize::try_from(self.exponent.unsigned_abs()).ok().and_then(|power| POWERS.get(power));
        match power {
            Some(power) if short >> 53 == 0 && self.exponent < 0 => Ok(short as f64 / power),
            Some(power) if short >> 53 == 0 => Ok(short as f64 * power),
            _ => self.exact(count),
        }
    }

    /// As [`Self::value`], with big integers. Digits beyond those that can matter are one
    /// digit that says they are not all zero.
    fn exact(&self, count: usize) -> Result<f64, ParseFloatError> {
        let kept = count.min(MAX_SIGNIFICANT);
        let mut digits = Buf::with_capacity(kept + 1)?;
        for digit in self.digits().take(kept) {
            digits.push(digit)?;
        }
        let mut exponent = self.exponent + (count - kept) as i64;
        if self.digits().skip(kept).any(|digit| digit != b'0') {
            digits.push(b'1')?;
            exponent -= 1;
        }
        let mantissa = Big::parse(&digits, 10)?.ok_or(ParseFloatError::Invalid)?;
        let ten = Int { negative: false, limbs: &[10] };
        let power = power::pow(ten, Small::from_u64(exponent.unsigned_abs()).as_int())?;
        if exponent < 0 {
            return match power::true_div(mantissa.as_int(), power.as_int()) {
                Err(ArithError::Overflow) => Ok(f64::INFINITY),
                value => Ok(value?),
            };
        }
        let whole = Big::mul(mantissa.as_int(), power.as_int())?;
        Ok(float::to_f64(whole.as_int()).unwrap_or(f64::INFINITY))
    }
}

/// A decimal exponent, in which underscores are skipped; far beyond the range of floats it no
/// longer counts exactly.
fn exponent(text: &[u8]) -> Result<i64, ParseFloatError> {
    let (negative, digits) = split_sign(text);
    let mut magnitude = None;
    for byte in digits.iter().filter(|&&byte| byte != b'_') {
        if !byte.is_ascii_digit() {
            return Err(ParseFloatError::Invalid);
        }
        magnitude = Some((magnitude.unwrap_or(0) * 10 + i64::from(byte - b'0')).min(1 << 50));
    }
    let magnitude = magnitude.ok_or(ParseFloatError::Invalid)?;
    Ok(if negative { -magnitude } else { magnitude })
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
    if let Some(value) = named(text) {
        return Ok(signed(value));
    }
    if text.contains(&b'_') {
        return Err(ParseFloatError::Invalid);
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
        [_, rest @ ..] => self::exponent(rest)?,
    };
    if mantissa == 0 {
        return Ok(signed(0.0));
    }
    let value = float::compose(mantissa, scale.saturating_add(exponent), sticky.into());
    value.map(signed).ok_or(ParseFloatError::Overflow)
}
