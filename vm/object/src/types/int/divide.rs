//! Division of ints, rounded down as Python has it.

use pyrite_algo::bigint::{Big, power};

use super::arith::not_implemented;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::raw::int::Int;

const BY_ZERO: &str = "integer division or modulo by zero";

/// Quotient, rounded down, and remainder of machine words; `b` is not 0.
#[inline]
fn div_mod_words(a: isize, b: isize) -> (isize, isize) {
    let (quotient, remainder) = (a / b, a % b);
    if remainder != 0 && (remainder ^ b) < 0 { (quotient - 1, remainder + b) } else { (quotient, remainder) }
}

fn div_mod_limbs(vm: &Vm, a: Int<'_>, b: Int<'_>, zero: &str) -> Result<(Big, Big), Raised> {
    let (a, b) = (a.limbs(), b.limbs());
    Big::div_mod(a.as_int(), b.as_int()).map_err(|error| vm.arith_error(error, zero))
}

/// `a // b`
///
/// # Errors
/// ZeroDivisionError, MemoryError, as all that follow.
pub fn floor_divide(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (a.int(), b.int()) {
        (Some(Int::Small(a)), Some(Int::Small(b))) if b != 0 => vm.int_word(div_mod_words(a, b).0),
        (Some(a), Some(b)) => vm.int_of(div_mod_limbs(vm, a, b, BY_ZERO)?.0.as_int()),
        _ => not_implemented(),
    }
}

/// `a % b`
///
/// # Errors
/// As [`floor_divide`].
pub fn remainder(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (a.int(), b.int()) {
        (Some(Int::Small(a)), Some(Int::Small(b))) if b != 0 => Ok(Ref::small(div_mod_words(a, b).1)),
        (Some(a), Some(b)) => vm.int_of(div_mod_limbs(vm, a, b, "integer modulo by zero")?.1.as_int()),
        _ => not_implemented(),
    }
}

/// `divmod(a, b)`
///
/// # Errors
/// As [`floor_divide`].
pub fn divmod(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let (Some(a), Some(b)) = (a.int(), b.int()) else { return not_implemented() };
    let (quotient, remainder) = match (a, b) {
        (Int::Small(a), Int::Small(b)) if b != 0 => {
            let (quotient, remainder) = div_mod_words(a, b);
            (vm.int_word(quotient)?, Ref::small(remainder))
        }
        (a, b) => {
            let (quotient, remainder) = div_mod_limbs(vm, a, b, BY_ZERO)?;
            (vm.int_of(quotient.as_int())?, vm.int_of(remainder.as_int())?)
        }
    };
    vm.tuple(&[&quotient, &remainder])
}

/// `a / b`: the nearest float.
///
/// # Errors
/// ZeroDivisionError; OverflowError if the result is too large.
pub fn true_divide(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let (Some(a), Some(b)) = (a.int(), b.int()) else { return not_implemented() };
    // Words that floats hold exactly: one rounding.
    const EXACT: u64 = 1 << 53;
    if let (Int::Small(a), Int::Small(b)) = (a, b)
        && b != 0
        && a.unsigned_abs() as u64 <= EXACT
        && b.unsigned_abs() as u64 <= EXACT
    {
        return vm.float(a as f64 / b as f64);
    }
    let (a, b) = (a.limbs(), b.limbs());
    let result = power::true_div(a.as_int(), b.as_int());
    vm.float(result.map_err(|error| vm.arith_error(error, "division by zero"))?)
}
