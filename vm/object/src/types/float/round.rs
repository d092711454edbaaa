//! Rounding of floats: to an integer, or correctly to decimal digits.

use pyrite_algo::Buf;
use pyrite_algo::bigint::{self, ArithError, Big, power};
use pyrite_algo::float_text::{self, Alternate, ParseFloatError, Style};

use crate::args::optional;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};

/// Digits behind the point from which on every float is itself.
const MOST: isize = 323;
/// Digits before the point from which on every float rounds to 0.
const LEAST: isize = -308;

/// `float.__round__(ndigits=None)`
///
/// # Errors
/// TypeError if `ndigits` is no int; ValueError or OverflowError for NaN and infinities
/// without it; OverflowError if the result is too large.
pub fn round(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let value = super::value(vm, this)?;
    let Some(digits) = optional(args, 0).filter(|digits| !digits.is_none()) else {
        return super::to_int(vm, libm::rint(value));
    };
    let digits = vm.index_clipped(digits)?;
    if !value.is_finite() || digits > MOST {
        return vm.float(value);
    }
    if digits < LEAST {
        return vm.float(0.0f64.copysign(value));
    }
    let rounded = match usize::try_from(digits) {
        Ok(places) => to_places(vm, value, places)?,
        Err(_) => to_power(value, digits.unsigned_abs()).map_err(|error| vm.arith_error(error, ""))?,
    };
    if rounded.is_infinite() {
        return Err(vm.overflow_error("rounded value too large to represent"));
    }
    vm.float(rounded.copysign(value))
}

/// Rounds to digits behind the point: through text, which is exact both ways.
fn to_places(vm: &Vm, value: f64, places: usize) -> Result<f64, Raised> {
    let mut text = Buf::new();
    vm.memory(float_text::format(value, Style::Fixed(places), Alternate::No, &mut text))?;
    match float_text::parse(&text) {
        Ok(value) => Ok(value),
        Err(ParseFloatError::OutOfMemory) => Err(vm.memory_error()),
        Err(_) => Ok(value),
    }
}

/// Rounds the magnitude to a multiple of ten to the `places`, ties to even.
fn to_power(value: f64, places: usize) -> Result<f64, ArithError> {
    let magnitude = value.abs();
    let whole = Big::from_f64(magnitude)?;
    let unit = power::pow(Big::from_u64(10)?.as_int(), Big::from_u64(places as u64)?.as_int())?;
    let (mut quotient, remainder) = Big::div_mod(whole.as_int(), unit.as_int())?;
    let twice = Big::shl(remainder.as_int(), 1)?;
    let fraction = magnitude > libm::trunc(magnitude);
    let order = twice.as_int().cmp(&unit.as_int());
    if order.is_gt() || order.is_eq() && (fraction || quotient.as_int().is_odd()) {
        quotient = Big::add(quotient.as_int(), Big::from_u64(1)?.as_int())?;
    }
    let product = Big::mul(quotient.as_int(), unit.as_int())?;
    Ok(bigint::float::to_f64(product.as_int()).unwrap_or(f64::INFINITY))
}
