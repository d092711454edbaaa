//! Arithmetic of floats, with ints converted.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::ops::number::BinaryOp;
use crate::raw::float::Float;
use crate::types::exceptions;

/// `a op b` of two floats: what the interpreter calls once it has seen both.
///
/// # Errors
/// ZeroDivisionError, OverflowError, MemoryError; TypeError for an operator floats lack.
#[inline]
pub fn float_binary(vm: &Vm, op: BinaryOp, a: f64, b: f64) -> Outcome {
    match op {
        BinaryOp::Add => vm.float(a + b),
        BinaryOp::Sub => vm.float(a - b),
        BinaryOp::Mul => vm.float(a * b),
        BinaryOp::TrueDiv => divide(vm, a, b),
        _ => float_binary_slow(vm, op, a, b),
    }
}

fn float_binary_slow(vm: &Vm, op: BinaryOp, a: f64, b: f64) -> Outcome {
    match op {
        BinaryOp::FloorDiv => floor_of(vm, a, b),
        BinaryOp::Mod => remainder_of(vm, a, b),
        BinaryOp::DivMod => divmod_of(vm, a, b),
        BinaryOp::Pow => power_of(vm, a, b),
        _ => Err(
            vm.type_error(format_args!("unsupported operand type(s) for {}: 'float' and 'float'", op.text()))
        ),
    }
}

#[inline]
fn divide(vm: &Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(vm.zero_division_error("float division by zero"));
    }
    vm.float(a / b)
}

/// An operand as a float: `None` if it is neither float nor int.
#[inline]
fn operand(vm: &Vm, object: &Obj) -> Result<Option<f64>, Raised> {
    if let Some(this) = object.exact::<Float>() {
        return Ok(Some(this.value));
    }
    match object.small() {
        Some(value) => Ok(Some(value as f64)),
        None => operand_slow(vm, object),
    }
}

fn operand_slow(vm: &Vm, object: &Obj) -> Result<Option<f64>, Raised> {
    match (object.float(), object.int()) {
        (Some(value), _) => Ok(Some(value)),
        (None, Some(value)) => vm.int_to_f64(value).map(Some),
        (None, None) => Ok(None),
    }
}

#[inline]
fn binary(vm: &Vm, a: &Obj, b: &Obj, operation: impl FnOnce(f64, f64) -> Outcome) -> Outcome {
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
    binary(vm, a, b, |a, b| vm.float(a + b))
}

/// `a - b`
///
/// # Errors
/// As [`add`].
pub fn subtract(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| vm.float(a - b))
}

/// `a * b`
///
/// # Errors
/// As [`add`].
pub fn multiply(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| vm.float(a * b))
}

/// `a / b`
///
/// # Errors
/// As [`add`]; ZeroDivisionError.
pub fn true_divide(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| divide(vm, a, b))
}

/// `a // b`
///
/// # Errors
/// As [`true_divide`].
pub fn floor_divide(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| floor_of(vm, a, b))
}

/// `a % b`
///
/// # Errors
/// As [`true_divide`].
pub fn remainder(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| remainder_of(vm, a, b))
}

/// `divmod(a, b)`
///
/// # Errors
/// As [`true_divide`].
pub fn divmod(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    binary(vm, a, b, |a, b| divmod_of(vm, a, b))
}

/// `pow(a, b, modulus)`
///
/// # Errors
/// As [`power_of`]; TypeError if there is a modulus.
pub fn power(vm: &Vm, a: &Obj, b: &Obj, modulus: &Obj) -> Outcome {
    if !modulus.is_none() {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    binary(vm, a, b, |a, b| power_of(vm, a, b))
}

/// The remainder with the sign of `b`, which is not 0.
fn modulo(a: f64, b: f64) -> f64 {
    let remainder = pyrite_algo::float_rem::fmod(a, b);
    if remainder == 0.0 {
        0.0f64.copysign(b)
    } else if (b < 0.0) != (remainder < 0.0) {
        remainder + b
    } else {
        remainder
    }
}

/// Quotient, rounded down, and remainder; `b` is not 0.
fn div_mod(a: f64, b: f64) -> (f64, f64) {
    let remainder = pyrite_algo::float_rem::fmod(a, b);
    // `a - remainder` is nearly a multiple of b; the quotient is rounded to the integer.
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 && (b < 0.0) != (remainder < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0f64.copysign(a / b), modulo(a, b));
    }
    let floor = libm::floor(quotient);
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, modulo(a, b))
}

fn floor_of(vm: &Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(vm.zero_division_error("float floor division by zero"));
    }
    vm.float(div_mod(a, b).0)
}

fn remainder_of(vm: &Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(vm.zero_division_error("float modulo by zero"));
    }
    vm.float(modulo(a, b))
}

fn divmod_of(vm: &Vm, a: f64, b: f64) -> Outcome {
    if b == 0.0 {
        return Err(vm.zero_division_error("float divmod()"));
    }
    let (quotient, remainder) = div_mod(a, b);
    vm.tuple(&[&*vm.float(quotient)?, &*vm.float(remainder)?])
}

/// `a ** b`; a complex number where a negative base has a fractional exponent.
///
/// # Errors
/// ZeroDivisionError for a negative power of 0, OverflowError; MemoryError.
pub fn power_of(vm: &Vm, a: f64, b: f64) -> Outcome {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(vm.zero_division_error("0.0 cannot be raised to a negative power"));
    }
    let finite = a.is_finite() && b.is_finite();
    if finite && a < 0.0 && libm::floor(b) != b {
        return crate::types::complex::arith::power_of(vm, (a, 0.0), (b, 0.0));
    }
    let power = libm::pow(a, b);
    if finite && power.is_infinite() {
        return Err(out_of_range(vm));
    }
    vm.float(power)
}

/// The OverflowError of C's ERANGE.
#[cold]
pub fn out_of_range(vm: &Vm) -> Raised {
    let number = Ref::small(34);
    match vm.str("Numerical result out of range") {
        Ok(text) => vm.raise_with(&exceptions::OVERFLOW_ERROR, &[&number, &text]),
        Err(raised) => raised,
    }
}
