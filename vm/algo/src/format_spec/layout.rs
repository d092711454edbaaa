//! Laying values out by a specification.

use super::{Align, Sign, Spec};
use crate::buf::{Buf, OutOfMemory};
use crate::float_text::{self, Alternate, Style};
use crate::utf8;

/// The precision of `e`, `f`, `g` and `%` where none is given.
const FLOAT_PRECISION: usize = 6;

fn push_fill(fill: char, count: usize, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let mut bytes = [0; 4];
    let fill = fill.encode_utf8(&mut bytes).as_bytes();
    if let [single] = *fill {
        return out.resize(out.len().checked_add(count).ok_or(OutOfMemory)?, single);
    }
    out.reserve(count.checked_mul(fill.len()).ok_or(OutOfMemory)?)?;
    for _ in 0..count {
        out.extend_from_slice(fill)?;
    }
    Ok(())
}

/// Appends `text`, cut to the precision and padded to the width.
///
/// `text` is UTF-8 in which surrogates may be encoded, as Python strings can hold them.
///
/// # Errors
/// [`OutOfMemory`], as all that follow; what was appended until then stays.
pub fn write_str(spec: &Spec, text: &[u8], out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let mut bytes = text;
    let mut len = utf8::count(bytes);
    if let Some(most) = spec.precision.filter(|&most| most < len) {
        bytes = &bytes[..utf8::offset_of(bytes, most)];
        len = most;
    }
    let padding = spec.width.saturating_sub(len);
    let before = match spec.align {
        Align::Left => 0,
        Align::Right | Align::AfterSign => padding,
        Align::Center => padding / 2,
    };
    push_fill(spec.fill, before, out)?;
    out.extend_from_slice(bytes)?;
    push_fill(spec.fill, padding - before, out)
}

/// Appends one character: type `c` of integers. `point` is at most 0x10ffff.
pub fn write_char(spec: &Spec, point: u32, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let mut bytes = [0; 4];
    let len = utf8::encode(point, &mut bytes);
    write_str(&Spec { precision: None, ..*spec }, &bytes[..len], out)
}

/// A number in the parts that the layout tells apart.
struct Number<'a> {
    negative: bool,
    prefix: &'a [u8],
    /// What is grouped, and filled with zeros.
    digits: &'a [u8],
    /// Point, fraction, exponent, `%`; or `inf`, `nan`.
    tail: &'a [u8],
    group: usize,
}

/// Appends an integer, whose digits in [`Spec::base`] (lower case) the caller has made.
///
/// A precision, which only the `%` operator allows, is the least number of digits.
pub fn write_int(spec: &Spec, negative: bool, digits: &str, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let prefix: &[u8] = match spec.kind {
        _ if !spec.alternate => b"",
        Some('b') => b"0b",
        Some('o') => b"0o",
        Some('x') => b"0x",
        Some('X') => b"0X",
        _ => b"",
    };
    let mut text = Buf::new();
    let mut digits = digits.as_bytes();
    let zeros = spec.precision.unwrap_or(0).saturating_sub(digits.len());
    if zeros > 0 || spec.kind == Some('X') {
        push_fill('0', zeros, &mut text)?;
        text.extend_from_slice(digits)?;
        if spec.kind == Some('X') {
            text.make_ascii_uppercase();
        }
        digits = &text;
    }
    let group = if spec.base() == 10 { 3 } else { 4 };
    write_number(spec, &Number { negative, prefix, digits, tail: b"", group }, out)
}

/// Appends a float.
pub fn write_float(spec: &Spec, value: f64, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let kind = spec.kind.unwrap_or('r');
    let precision = spec.precision.unwrap_or(FLOAT_PRECISION);
    let (value, style) = match kind.to_ascii_lowercase() {
        'e' => (value, Style::Exponent(precision)),
        'f' => (value, Style::Fixed(precision)),
        '%' => (value * 100.0, Style::Fixed(precision)),
        'r' => (value, spec.precision.map_or(Style::Repr, Style::GeneralPoint)),
        _ => (value, Style::General(precision)),
    };
    let alternate = if spec.alternate { Alternate::Yes } else { Alternate::No };
    let mut text = Buf::new();
    float_text::format(value, style, alternate, &mut text)?;
    if kind.is_ascii_uppercase() {
        text.make_ascii_uppercase();
    }
    if kind == '%' {
        text.push(b'%')?;
    }
    let mut negative = text.first() == Some(&b'-');
    let text = &text[usize::from(negative)..];
    if spec.no_negative_zero && is_zero(text) {
        negative = false;
    }
    let split = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, tail) = text.split_at(split);
    write_number(spec, &Number { negative, prefix: b"", digits, tail, group: 3 }, out)
}

/// Whether the text of a finite number has only zeros before its exponent.
fn is_zero(text: &[u8]) -> bool {
    let mantissa = text.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    text.first().is_some_and(u8::is_ascii_digit) && mantissa.clone().all(|byte| matches!(byte, b'0' | b'.'))
}

fn write_number(spec: &Spec, number: &Number<'_>, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let sign: &[u8] = match spec.sign {
        _ if number.negative => b"-",
        Some(Sign::Plus) => b"+",
        Some(Sign::Space) => b" ",
        _ => b"",
    };
    let around = sign.len() + number.prefix.len() + number.tail.len();
    // Zeros that fill the field are digits, and grouped like these.
    let zero_filled = spec.fill == '0' && spec.align == Align::AfterSign;
    let least = if zero_filled { spec.width.saturating_sub(around) } else { 0 };
    let mut digits = Buf::new();
    if spec.grouping.is_some() || least > number.digits.len() {
        group(spec, number, least, &mut digits)?;
    } else {
        digits.extend_from_slice(number.digits)?;
    }
    let padding = spec.width.saturating_sub(around + digits.len());
    let (before, inside) = match spec.align {
        Align::Left => (0, 0),
        Align::Right => (padding, 0),
        Align::Center => (padding / 2, 0),
        Align::AfterSign => (0, padding),
    };
    push_fill(spec.fill, before, out)?;
    out.extend_from_slice(sign)?;
    out.extend_from_slice(number.prefix)?;
    push_fill(spec.fill, inside, out)?;
    out.extend_from_slice(&digits)?;
    out.extend_from_slice(number.tail)?;
    push_fill(spec.fill, padding - before - inside, out)
}

/// Appends the digits with separators, and zeros before them until `least` characters are
/// there. Where a separator would come first, one more zero does.
fn group(spec: &Spec, number: &Number<'_>, least: usize, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    if number.digits.is_empty() {
        return Ok(());
    }
    let size = if spec.grouping.is_some() { number.group } else { usize::MAX };
    let mut digits = number.digits.iter().rev();
    let (mut written, mut in_group) = (0, 0);
    while digits.len() > 0 || written < least {
        if in_group == size {
            if let Some(separator) = spec.grouping {
                out.push(separator.char() as u8)?;
                written += 1;
            }
            in_group = 0;
        }
        out.push(digits.next().copied().unwrap_or(b'0'))?;
        written += 1;
        in_group += 1;
    }
    out.reverse();
    Ok(())
}
