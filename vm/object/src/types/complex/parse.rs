//! `complex(text)`.

use pyrite_algo::float_text::{self, ParseFloatError};
use pyrite_algo::int_text;

use super::Parts;
use crate::model::{Raised, This, Vm};
use crate::new::Text;
use crate::raw::str::Str;

/// The number that `text` spells: `a`, `bj`, `a+bj`, in parentheses or not.
///
/// # Errors
/// ValueError if it spells none.
pub fn parse(vm: &Vm, text: This<'_, Str>) -> Result<Parts, Raised> {
    let ascii = vm.number_text(text)?;
    let mut inner = int_text::strip(&ascii);
    if let [b'(', between @ .., b')'] = inner {
        inner = int_text::strip(between);
    }
    match parts(inner) {
        Ok(parts) => Ok(parts),
        Err(ParseFloatError::OutOfMemory) => Err(vm.memory_error()),
        Err(_) if stray_underscore(&ascii) => {
            let repr = vm.repr(text.obj())?;
            Err(vm.value_error(format_args!("could not convert string to complex: {}", Text(&repr))))
        }
        Err(_) => Err(vm.value_error("complex() arg is a malformed string")),
    }
}

/// Whether an underscore is not between two digits.
fn stray_underscore(text: &[u8]) -> bool {
    let digit =
        |index: Option<usize>| index.and_then(|index| text.get(index)).is_some_and(u8::is_ascii_digit);
    text.iter()
        .enumerate()
        .any(|(index, &byte)| byte == b'_' && !(digit(index.checked_sub(1)) && digit(Some(index + 1))))
}

fn parts(text: &[u8]) -> Result<Parts, ParseFloatError> {
    let Some(unit) = text.strip_suffix(b"j").or_else(|| text.strip_suffix(b"J")) else {
        return Ok((float(text)?, 0.0));
    };
    match split(unit) {
        0 => Ok((0.0, imaginary(unit)?)),
        at => {
            let (real, imag) = unit.split_at(at);
            Ok((float(real)?, imaginary(imag)?))
        }
    }
}

/// Where the sign of the imaginary part stands; 0 if there is no real part.
fn split(text: &[u8]) -> usize {
    let sign = |index: usize| {
        let exponent = index > 0 && matches!(text.get(index - 1), Some(b'e' | b'E'));
        matches!(text.get(index), Some(b'+' | b'-')) && !exponent
    };
    (1..text.len()).rev().find(|&index| sign(index)).unwrap_or(0)
}

/// A float without spaces around it.
fn float(text: &[u8]) -> Result<f64, ParseFloatError> {
    if int_text::strip(text).len() != text.len() {
        return Err(ParseFloatError::Invalid);
    }
    float_text::parse(text)
}

/// A float, or a sign alone, which stands for one; or nothing, which does too.
fn imaginary(text: &[u8]) -> Result<f64, ParseFloatError> {
    match text {
        b"" | b"+" => Ok(1.0),
        b"-" => Ok(-1.0),
        text => float(text),
    }
}
