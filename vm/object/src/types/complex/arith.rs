//! Arithmetic of complex numbers, with floats and ints converted.

use super::{Parts, new, parts_of};
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, Vm};

/// Largest exponent, either side of 0, that is done by multiplication.
const MULTIPLIED: f64 = 100.0;

fn operand(vm: &Vm, object: &Obj) -> Result<Option<Parts>, Raised> {
    if let Some(parts) = parts_of(object) {
        return Ok(Some(parts));
    }
    match (object.float(), object.int()) {
        (Some(value), _) => Ok(Some((value, 0.0))),
        (None, Some(value)) => Ok(Some((vm.int_to_f64(value)?, 0.0))),
        (None, None) => Ok(None),
    }
}

fn binary(vm: &Vm, a: &Obj, b: &Obj, operation: impl FnOnce(Parts, Parts) -> Outcome) -> Outcome {
    match (operand(vm, a)?, operand(vm, b)?) {
        (Some(a), Some(b)) => operation(a, b),
        _ => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

/// `a + b`
///
/// # Errors
/// MemoryError; OverflowError for an int too large, as all that follow.
pub fn add(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| new(vm, (a.0 + b.0, a.1 + b.1)))
}

/// `a - b`
///
/// # Errors
/// As [`add`].
pub fn subtract(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| new(vm, (a.0 - b.0, a.1 - b.1)))
}

/// `a * b`
///
/// # Errors
/// As [`add`].
pub fn multiply(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| new(vm, product(a, b)))
}

/// `a / b`
///
/// # Errors
/// As [`add`]; ZeroDivisionError.
pub fn true_divide(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| match quotient(a, b) {
        Some(quotient) => new(vm, quotient),
        None => Err(vm.zero_division_error("complex division by zero")),
    })
}

/// `pow(a, b, modulus)`
///
/// # Errors
/// As [`power_of`]; ValueError if there is a modulus.
pub fn power(vm: &Vm, a: &Obj, b: &Obj, modulus: &Obj) -> Outcome {
    if !modulus.is_none() {
        return Err(vm.value_error("complex modulo"));
    }
    binary(vm, a, b, |a, b| power_of(vm, a, b))
}

fn product(a: Parts, b: Parts) -> Parts {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// Smith's division, which scales by the larger part; `None` if `b` is 0.
fn quotient(a: Parts, b: Parts) -> Option<Parts> {
    let (real, imag) = (b.0.abs(), b.1.abs());
    if real.is_nan() || imag.is_nan() {
        return Some((f64::NAN, f64::NAN));
    }
    if real >= imag {
        if real == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let scale = b.0 + b.1 * ratio;
        return Some(((a.0 + a.1 * ratio) / scale, (a.1 - a.0 * ratio) / scale));
    }
    let ratio = b.0 / b.1;
    let scale = b.0 * ratio + b.1;
    Some(((a.0 * ratio + a.1) / scale, (a.1 * ratio - a.0) / scale))
}

/// `a ** b`
///
/// # Errors
/// ZeroDivisionError for a negative or complex power of 0, OverflowError; MemoryError.
pub fn power_of(vm: &Vm, a: Parts, b: Parts) -> Outcome {
    let power = if b == (0.0, 0.0) {
        Some((1.0, 0.0))
    } else if b.1 == 0.0 && b.0 == libm::floor(b.0) && b.0.abs() <= MULTIPLIED {
        integer_power(a, b.0)
    } else if a == (0.0, 0.0) {
        if b.1 != 0.0 || b.0 < 0.0 { None } else { Some((0.0, 0.0)) }
    } else {
        Some(polar_power(a, b))
    };
    match power {
        None => Err(vm.zero_division_error("0.0 to a negative or complex power")),
        Some((real, imag)) if real.is_infinite() || imag.is_infinite() => {
            Err(vm.overflow_error("complex exponentiation"))
        }
        Some(power) => new(vm, power),
    }
}

fn integer_power(a: Parts, exponent: f64) -> Option<Parts> {
    let count = exponent.abs() as u32;
    let mut result = (1.0, 0.0);
    let mut square = a;
    let mut mask = 1;
    while mask <= count {
        if count & mask != 0 {
            result = product(result, square);
        }
        mask <<= 1;
        square = product(square, square);
    }
    if exponent > 0.0 { Some(result) } else { quotient((1.0, 0.0), result) }
}

fn polar_power(a: Parts, b: Parts) -> Parts {
    let modulus = libm::hypot(a.0, a.1);
    let angle = libm::atan2(a.1, a.0);
    let mut length = libm::pow(modulus, b.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        length *= libm::exp(-angle * b.1);
        phase += b.1 * libm::log(modulus);
    }
    (length * libm::cos(phase), length * libm::sin(phase))
}
