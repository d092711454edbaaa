//! Functions of real numbers.

use pyrite_algo::bigint::Big;
use pyrite_api::types::Float;
use pyrite_api::{Int, Obj, Outcome, Raised, Ref, Vm, bound, names, optional, required};

#[cold]
fn domain(vm: &Vm) -> Raised {
    vm.value_error("math domain error")
}

#[cold]
fn range(vm: &Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// What an infinite result of a finite argument means.
#[derive(Clone, Copy)]
enum Infinite {
    /// The true result is too large.
    Range,
    /// The argument is a pole.
    Domain,
}

/// A result as Python sees it: NaN of a number is a domain error.
fn checked(vm: &Vm, x: f64, result: f64, infinite: Infinite) -> Outcome {
    if result.is_nan() && !x.is_nan() {
        return Err(domain(vm));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(match infinite {
            Infinite::Range => range(vm),
            Infinite::Domain => domain(vm),
        });
    }
    vm.float(result)
}

fn arg(vm: &Vm, args: &[Ref], index: usize) -> Result<f64, Raised> {
    vm.real(required(args, index))
}

macro_rules! functions {
    ($($name:ident = $function:expr, $infinite:ident;)*) => {$(
        #[doc = concat!("`math.", stringify!($name), "(x)`")]
        ///
        /// # Errors
        /// TypeError; ValueError outside the domain, OverflowError for results too large.
        pub fn $name(vm: &Vm, args: &[Ref]) -> Outcome {
            let x = arg(vm, args, 0)?;
            checked(vm, x, $function(x), Infinite::$infinite)
        }
    )*};
}

functions! {
    acos = libm::acos, Domain;
    acosh = libm::acosh, Domain;
    asin = libm::asin, Domain;
    asinh = libm::asinh, Domain;
    atan = libm::atan, Domain;
    atanh = libm::atanh, Domain;
    cbrt = libm::cbrt, Domain;
    cos = libm::cos, Domain;
    cosh = libm::cosh, Range;
    degrees = |x: f64| x * (180.0 / core::f64::consts::PI), Range;
    erf = libm::erf, Domain;
    erfc = libm::erfc, Domain;
    exp = libm::exp, Range;
    exp2 = libm::exp2, Range;
    expm1 = libm::expm1, Range;
    fabs = |x: f64| x.abs(), Domain;
    log1p = libm::log1p, Domain;
    radians = |x: f64| x * (core::f64::consts::PI / 180.0), Range;
    sin = libm::sin, Domain;
    sinh = libm::sinh, Range;
    sqrt = libm::sqrt, Domain;
    tan = libm::tan, Domain;
    tanh = libm::tanh, Domain;
}

/// `math.gamma(x)`
///
/// # Errors
/// ValueError at poles, OverflowError.
pub fn gamma(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = arg(vm, args, 0)?;
    let whole = libm::floor(x) == x;
    if x == f64::NEG_INFINITY || x == 0.0 || x.is_finite() && x < 0.0 && whole {
        return Err(domain(vm));
    }
    checked(vm, x, libm::tgamma(x), Infinite::Range)
}

/// `math.lgamma(x)`
///
/// # Errors
/// ValueError at poles, OverflowError.
pub fn lgamma(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = arg(vm, args, 0)?;
    if x.is_infinite() {
        return vm.float(f64::INFINITY);
    }
    if x <= 0.0 && libm::floor(x) == x {
        return Err(domain(vm));
    }
    checked(vm, x, libm::lgamma(x), Infinite::Range)
}

/// Two arguments; NaN of numbers is a domain error, infinity of finite ones a range error.
fn binary(vm: &Vm, args: &[Ref], function: fn(f64, f64) -> f64) -> Outcome {
    let (x, y) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    let result = function(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(vm));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range(vm));
    }
    vm.float(result)
}

/// `math.atan2(y, x)`
///
/// # Errors
/// TypeError, as all that follow.
pub fn atan2(vm: &Vm, args: &[Ref]) -> Outcome {
    binary(vm, args, libm::atan2)
}

/// `math.copysign(x, y)`
///
/// # Errors
/// As [`atan2`].
pub fn copysign(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.float(arg(vm, args, 0)?.copysign(arg(vm, args, 1)?))
}

/// `math.fmod(x, y)`
///
/// # Errors
/// As [`atan2`]; ValueError.
pub fn fmod(vm: &Vm, args: &[Ref]) -> Outcome {
    binary(vm, args, libm::fmod)
}

/// `math.remainder(x, y)`
///
/// # Errors
/// As [`atan2`]; ValueError.
pub fn remainder(vm: &Vm, args: &[Ref]) -> Outcome {
    binary(vm, args, libm::remainder)
}

/// `math.pow(x, y)`
///
/// # Errors
/// As [`atan2`]; ValueError, OverflowError.
pub fn pow(vm: &Vm, args: &[Ref]) -> Outcome {
    let (x, y) = (arg(vm, args, 0)?, arg(vm, args, 1)?);
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(domain(vm));
    }
    binary(vm, args, libm::pow)
}

/// `math.fma(x, y, z)`
///
/// # Errors
/// As [`atan2`]; ValueError, OverflowError.
pub fn fma(vm: &Vm, args: &[Ref]) -> Outcome {
    let (x, y, z) = (arg(vm, args, 0)?, arg(vm, args, 1)?, arg(vm, args, 2)?);
    let result = libm::fma(x, y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(vm.overflow_error("overflow in fma"));
    }
    vm.float(result)
}

/// A logarithm; an int too large for a float is split into mantissa and exponent.
fn logarithm(vm: &Vm, x: &Obj, function: fn(f64) -> f64) -> Result<f64, Raised> {
    if let Some(int) = x.int() {
        let limbs = int.limbs();
        let value = limbs.as_int();
        if value.negative || value.is_zero() {
            return Err(domain(vm));
        }
        let bits = value.bit_length();
        if bits > 1000 {
            let shift = bits - 60;
            let top = vm.memory(Big::shr(value, shift as usize))?;
            let top = top.as_int().to_u64().unwrap_or(1);
            return Ok(function(top as f64) + function(2.0) * shift as f64);
        }
    }
    let value = vm.real(x)?;
    if value <= 0.0 {
        return Err(domain(vm));
    }
    Ok(function(value))
}

/// `math.log(x, base=e)`
///
/// # Errors
/// ValueError for numbers that are not positive; ZeroDivisionError for base 1.
pub fn log(vm: &Vm, args: &[Ref]) -> Outcome {
    let numerator = logarithm(vm, required(args, 0), libm::log)?;
    let Some(base) = optional(args, 1) else { return vm.float(numerator) };
    let denominator = logarithm(vm, base, libm::log)?;
    if denominator == 0.0 {
        return Err(vm.zero_division_error("float division by zero"));
    }
    vm.float(numerator / denominator)
}

/// `math.log2(x)`
///
/// # Errors
/// As [`log`].
pub fn log2(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.float(logarithm(vm, required(args, 0), libm::log2)?)
}

/// `math.log10(x)`
///
/// # Errors
/// As [`log`].
pub fn log10(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.float(logarithm(vm, required(args, 0), libm::log10)?)
}

/// Rounds to an int: by the method of the object, else as a float.
fn rounded(vm: &Vm, x: &Obj, method: &Obj, function: fn(f64) -> f64) -> Outcome {
    if x.exact::<Float>().is_none()
        && let Some(method) = vm.lookup_special(x, method)?
    {
        return vm.call(&method, &[]);
    }
    let value = vm.float(function(vm.real(x)?))?;
    match value.type_().number().int {
        Some(int) => int(&value),
        None => Ok(value),
    }
}

/// `math.floor(x)`
///
/// # Errors
/// TypeError; ValueError for NaN, OverflowError for infinities.
pub fn floor(vm: &Vm, args: &[Ref]) -> Outcome {
    rounded(vm, required(args, 0), names::FLOOR(), libm::floor)
}

/// `math.ceil(x)`
///
/// # Errors
/// As [`floor`].
pub fn ceil(vm: &Vm, args: &[Ref]) -> Outcome {
    rounded(vm, required(args, 0), names::CEIL(), libm::ceil)
}

/// `math.trunc(x)`
///
/// # Errors
/// As [`floor`].
pub fn trunc(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = required(args, 0);
    match vm.lookup_special(x, names::TRUNC())? {
        Some(method) => vm.call(&method, &[]),
        None => {
            Err(vm
                .type_error(format_args!("type {} doesn't define __trunc__ method", x.type_().short_name())))
        }
    }
}

/// `math.frexp(x)`
///
/// # Errors
/// As [`atan2`].
pub fn frexp(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = arg(vm, args, 0)?;
    let (mantissa, exponent) = if x.is_finite() { libm::frexp(x) } else { (x, 0) };
    vm.tuple(&[&*vm.float(mantissa)?, &*Ref::small(exponent as isize)])
}

/// `math.ldexp(x, exponent)`
///
/// # Errors
/// OverflowError.
pub fn ldexp(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = arg(vm, args, 0)?;
    if required(args, 1).int().is_none() {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    }
    // Beyond these the result is 0 or an overflow for every float.
    let exponent = vm.index_clipped(required(args, 1))?.clamp(-3000, 3000);
    checked(vm, x, libm::ldexp(x, exponent as i32), Infinite::Range)
}

/// `math.modf(x)`
///
/// # Errors
/// As [`atan2`].
pub fn modf(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = arg(vm, args, 0)?;
    let whole = libm::trunc(x);
    let fraction = if x.is_infinite() { 0.0f64 } else { x - whole };
    vm.tuple(&[&*vm.float(fraction.copysign(x))?, &*vm.float(whole)?])
}

/// `math.isfinite(x)`
///
/// # Errors
/// As [`atan2`].
pub fn isfinite(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(arg(vm, args, 0)?.is_finite()))
}

/// `math.isinf(x)`
///
/// # Errors
/// As [`atan2`].
pub fn isinf(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(arg(vm, args, 0)?.is_infinite()))
}

/// `math.isnan(x)`
///
/// # Errors
/// As [`atan2`].
pub fn isnan(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(arg(vm, args, 0)?.is_nan()))
}

/// `math.isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)`
///
/// # Errors
/// ValueError for negative tolerances.
pub fn isclose(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let real = |index, default| bound(args, index).map_or(Ok(default), |value| vm.real(value));
    let (a, b, relative, absolute) = (real(0, 0.0)?, real(1, 0.0)?, real(2, 1e-9)?, real(3, 0.0)?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Ref::bool(true));
    }
    let difference = (b - a).abs();
    let near =
        difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute;
    Ok(Ref::bool(near && a.is_finite() && b.is_finite()))
}

/// `math.ulp(x)`
///
/// # Errors
/// As [`atan2`].
pub fn ulp(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = arg(vm, args, 0)?.abs();
    if !x.is_finite() {
        return vm.float(x);
    }
    let next = x.next_up();
    vm.float(if next.is_infinite() { x - x.next_down() } else { next - x })
}

/// `math.nextafter(x, y, *, steps=1)`
///
/// # Errors
/// ValueError for negative steps.
pub fn nextafter(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let arg = |index| vm.real(bound(args, index).unwrap_or(Obj::NONE));
    let (x, y) = (arg(0)?, arg(1)?);
    let steps = match bound(args, 2).filter(|steps| !steps.is_none()) {
        None => 1,
        Some(steps) => {
            let steps = vm.index_object(steps)?;
            let Some(steps) = steps.int() else { return vm.float(x) };
            if steps.is_negative() {
                return Err(vm.value_error("steps must be a non-negative integer"));
            }
            Int::to_i64(steps).map_or(u64::MAX, |steps| steps as u64)
        }
    };
    if x.is_nan() || y.is_nan() {
        return vm.float(if x.is_nan() { x } else { y });
    }
    if steps == 0 || x == y {
        return vm.float(if steps == 0 { x } else { y });
    }
    // Floats in order are integers in order: the distance is counted in their bits.
    let key = |value: f64| {
        let bits = value.to_bits() as i64;
        i128::from(if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits })
    };
    let (from, to) = (key(x), key(y));
    let step = i128::from(steps).min((to - from).abs());
    let at = if to > from { from + step } else { from - step } as i64;
    let result = f64::from_bits(if at < 0 { i64::MIN.wrapping_sub(at) } else { at } as u64);
    vm.float(if at == 0 && from < 0 { -0.0 } else { result })
}
