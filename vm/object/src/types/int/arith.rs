//! Arithmetic of ints without division: machine words first, then limbs.

use pyrite_algo::bigint::bits::{self, BitOp};
use pyrite_algo::bigint::{self, Written, power};

use crate::model::Vm;
use crate::model::value::{Obj, Outcome, Ref, SMALL_BITS};
use crate::raw::int::Int;

/// The answer of a slot to operands it does not know.
#[inline]
pub(super) fn not_implemented() -> Outcome {
    Ok(Obj::NOT_IMPLEMENTED.own())
}

/// `a + b`
///
/// # Errors
/// MemoryError, as all that follow.
pub fn add(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (a.small(), b.small()) {
        // Two small integers have a bit to spare.
        (Some(a), Some(b)) => vm.int_word(a + b),
        _ => sum(vm, a, b, bigint::int::add),
    }
}

/// `a - b`
///
/// # Errors
/// As [`add`].
pub fn subtract(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (a.small(), b.small()) {
        (Some(a), Some(b)) => vm.int_word(a - b),
        _ => sum(vm, a, b, bigint::int::sub),
    }
}

type Sum = fn(bigint::Int<'_>, bigint::Int<'_>, &mut [u32]) -> Written;

fn sum(vm: &Vm, a: &Obj, b: &Obj, operation: Sum) -> Outcome {
    let (Some(a), Some(b)) = (a.int(), b.int()) else { return not_implemented() };
    let (a, b) = (a.limbs(), b.limbs());
    let (a, b) = (a.as_int(), b.as_int());
    vm.build_int(bigint::int::add_len(a, b), |out| operation(a, b, out))
}

/// `a * b`
///
/// # Errors
/// As [`add`].
pub fn multiply(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    if let (Some(a), Some(b)) = (a.small(), b.small())
        && let Some(product) = a.checked_mul(b)
    {
        return vm.int_word(product);
    }
    let (Some(a), Some(b)) = (a.int(), b.int()) else { return not_implemented() };
    let (a, b) = (a.limbs(), b.limbs());
    let (a, b) = (a.as_int(), b.as_int());
    if a.limbs.len().min(b.limbs.len()) <= 2 {
        return vm.build_int(bigint::int::mul_len(a, b), |out| bigint::int::mul(a, b, out, &mut []));
    }
    vm.int_of(vm.memory(bigint::Big::mul(a, b))?.as_int())
}

/// `-a`
///
/// # Errors
/// As [`add`].
pub fn negative(vm: &Vm, a: &Obj) -> Outcome {
    match a.int() {
        Some(Int::Small(value)) => vm.int_word(-value),
        Some(value) => vm.int_of(value.limbs().as_int().negated()),
        None => super::not_int(vm, a),
    }
}

/// `abs(a)`
///
/// # Errors
/// As [`add`].
pub fn absolute(vm: &Vm, a: &Obj) -> Outcome {
    match a.int() {
        Some(value) if value.is_negative() => negative(vm, a),
        _ => vm.exact_int(a),
    }
}

/// `~a`
///
/// # Errors
/// As [`add`].
pub fn invert(vm: &Vm, a: &Obj) -> Outcome {
    match a.int() {
        Some(Int::Small(value)) => vm.int_word(!value),
        Some(value) => {
            let value = value.limbs();
            let value = value.as_int();
            vm.build_int(bits::not_len(value), |out| bits::not(value, out))
        }
        None => super::not_int(vm, a),
    }
}

fn bit_op(vm: &Vm, op: BitOp, a: &Obj, b: &Obj, words: fn(isize, isize) -> isize) -> Outcome {
    let (Some(a), Some(b)) = (a.int(), b.int()) else { return not_implemented() };
    if let (Int::Small(a), Int::Small(b)) = (a, b) {
        return Ok(Ref::small(words(a, b)));
    }
    let (a, b) = (a.limbs(), b.limbs());
    let (a, b) = (a.as_int(), b.as_int());
    vm.build_int(bits::bit_op_len(a, b), |out| bits::bit_op(op, a, b, out))
}

/// `a & b`
///
/// # Errors
/// As [`add`].
pub fn and(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    bit_op(vm, BitOp::And, a, b, |a, b| a & b)
}

/// `a | b`
///
/// # Errors
/// As [`add`].
pub fn or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    bit_op(vm, BitOp::Or, a, b, |a, b| a | b)
}

/// `a ^ b`
///
/// # Errors
/// As [`add`].
pub fn xor(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    bit_op(vm, BitOp::Xor, a, b, |a, b| a ^ b)
}

/// `a << b`
///
/// # Errors
/// ValueError for a negative count, OverflowError for one that no memory can hold.
pub fn lshift(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let (Some(value), Some(count)) = (a.int(), b.int()) else { return not_implemented() };
    if let (Int::Small(value), Int::Small(count)) = (value, count)
        && (0..SMALL_BITS as isize).contains(&count)
        && value << count >> count == value
    {
        return vm.int_word(value << count);
    }
    if count.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    if matches!(value, Int::Small(0)) {
        return Ok(Ref::small(0));
    }
    let Some(count) = count.to_i64().and_then(|count| usize::try_from(count).ok()) else {
        return Err(vm.overflow_error("too many digits in integer"));
    };
    let value = value.limbs();
    let value = value.as_int();
    vm.int_of(vm.memory(bigint::Big::shl(value, count))?.as_int())
}

/// `a >> b`
///
/// # Errors
/// ValueError for a negative count.
pub fn rshift(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let (Some(value), Some(count)) = (a.int(), b.int()) else { return not_implemented() };
    if count.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    let count = count.to_i64().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
    match value {
        Int::Small(value) => Ok(Ref::small(value >> count.min(SMALL_BITS as usize))),
        value => {
            let value = value.limbs();
            let value = value.as_int();
            vm.build_int(bigint::int::shr_len(value, count), |out| bigint::int::shr(value, count, out))
        }
    }
}

/// `pow(a, b, modulus)`; a negative power without modulus is that of floats.
///
/// # Errors
/// ZeroDivisionError for a negative power of 0, ValueError for a modulus of 0 or a base
/// without inverse.
pub fn power(vm: &Vm, a: &Obj, b: &Obj, modulus: &Obj) -> Outcome {
    let (Some(base), Some(exponent)) = (a.int(), b.int()) else { return not_implemented() };
    if !modulus.is_none() {
        let Some(modulus) = modulus.int() else { return not_implemented() };
        if matches!(modulus, Int::Small(0)) {
            return Err(vm.value_error("pow() 3rd argument cannot be 0"));
        }
        let (base, exponent, modulus) = (base.limbs(), exponent.limbs(), modulus.limbs());
        let result = power::mod_pow(base.as_int(), exponent.as_int(), modulus.as_int());
        return vm.int_of(result.map_err(|error| vm.arith_error(error, ""))?.as_int());
    }
    if exponent.is_negative() {
        let (base, exponent) = (vm.int_to_f64(base)?, vm.int_to_f64(exponent)?);
        return crate::types::float::arith::power_of(vm, base, exponent);
    }
    if let (Int::Small(base), Int::Small(exponent)) = (base, exponent)
        && let Ok(exponent) = u32::try_from(exponent)
        && let Some(result) = base.checked_pow(exponent)
    {
        return vm.int_word(result);
    }
    let (base, exponent) = (base.limbs(), exponent.limbs());
    let result = power::pow(base.as_int(), exponent.as_int());
    vm.int_of(result.map_err(|error| vm.arith_error(error, ""))?.as_int())
}
