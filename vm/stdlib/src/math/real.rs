//! Functions of one and two reals, with CPython's rules for errors.
//!
//! A result that is no number though all arguments are is a domain error; an infinite one from
//! finite arguments is a range error, or a domain error for functions that have poles only.
//! Source: ISO C annex F; Python Library Reference, "math".

use pyrite_api::{
    BinaryOp, Int, Obj, Outcome, Raised, Ref, Vm, bound, float_to_int, names, optional, required,
};

/// What an infinite result of finite arguments means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Infinity {
    /// The result is too large.
    Range,
    /// The argument is a pole.
    Pole,
}

/// Raises "math domain error".
#[cold]
pub fn domain_error(vm: &Vm) -> Raised {
    vm.value_error("math domain error")
}

/// Raises "math range error".
#[cold]
pub fn range_error(vm: &Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// Argument `index` as a float.
///
/// # Errors
/// TypeError if it is no real number; OverflowError.
pub fn real(vm: &Vm, args: &[Ref], index: usize) -> Result<f64, Raised> {
    vm.real(required(args, index))
}

/// The result of a function of one real as a float object.
fn finish_one(vm: &Vm, x: f64, result: f64, infinity: Infinity) -> Outcome {
    if result.is_nan() && !x.is_nan() {
        return Err(domain_error(vm));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(if infinity == Infinity::Range { range_error(vm) } else { domain_error(vm) });
    }
    vm.float(result)
}

/// A function that is infinite at poles only.
pub fn with_poles(vm: &Vm, args: &[Ref], function: fn(f64) -> f64) -> Outcome {
    let x = real(vm, args, 0)?;
    finish_one(vm, x, function(x), Infinity::Pole)
}

/// A function that grows beyond all floats.
pub fn growing(vm: &Vm, args: &[Ref], function: fn(f64) -> f64) -> Outcome {
    let x = real(vm, args, 0)?;
    finish_one(vm, x, function(x), Infinity::Range)
}

/// A function that has a value everywhere.
pub fn total(vm: &Vm, args: &[Ref], function: fn(f64) -> f64) -> Outcome {
    let x = real(vm, args, 0)?;
    vm.float(function(x))
}

/// A property of a real.
pub fn property(vm: &Vm, args: &[Ref], holds: fn(f64) -> bool) -> Outcome {
    Ok(Ref::bool(holds(real(vm, args, 0)?)))
}

/// A function of two reals.
pub fn of_two(vm: &Vm, args: &[Ref], function: fn(f64, f64) -> f64) -> Outcome {
    let (x, y) = (real(vm, args, 0)?, real(vm, args, 1)?);
    vm.float(function(x, y))
}

/// `gamma(x)`
pub fn gamma(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = real(vm, args, 0)?;
    let is_pole = x <= 0.0 && libm::floor(x) == x;
    if is_pole {
        return Err(domain_error(vm));
    }
    finish_one(vm, x, libm::tgamma(x), Infinity::Range)
}

/// `lgamma(x)`
pub fn lgamma(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = real(vm, args, 0)?;
    if x.is_infinite() {
        return vm.float(f64::INFINITY);
    }
    if x <= 0.0 && libm::floor(x) == x {
        return Err(domain_error(vm));
    }
    finish_one(vm, x, libm::lgamma(x), Infinity::Range)
}

/// `pow(x, y)`
pub fn pow(vm: &Vm, args: &[Ref]) -> Outcome {
    let (x, y) = (real(vm, args, 0)?, real(vm, args, 1)?);
    let result = libm::pow(x, y);
    if x.is_finite() && y.is_finite() && !result.is_finite() {
        return Err(if result.is_nan() || x == 0.0 { domain_error(vm) } else { range_error(vm) });
    }
    vm.float(result)
}

/// `fmod(x, y)`: the exact remainder, with the sign of `x`.
pub fn fmod(vm: &Vm, args: &[Ref]) -> Outcome {
    let (x, y) = (real(vm, args, 0)?, real(vm, args, 1)?);
    if y.is_infinite() && x.is_finite() {
        return vm.float(x);
    }
    let result = pyrite_algo::float_rem::fmod(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(vm));
    }
    vm.float(result)
}

/// `remainder(x, y)`: `x` less the multiple of `y` that is nearest to it, ties to even.
pub fn remainder(vm: &Vm, args: &[Ref]) -> Outcome {
    let (x, y) = (real(vm, args, 0)?, real(vm, args, 1)?);
    if x.is_nan() || y.is_nan() {
        return vm.float(x + y);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(vm));
    }
    if y.is_infinite() {
        return vm.float(x);
    }
    vm.float(nearest_remainder(x, y))
}

/// The IEEE remainder of finite numbers, in which every step is exact.
fn nearest_remainder(x: f64, y: f64) -> f64 {
    let (length, step) = (x.abs(), y.abs());
    let low = pyrite_algo::float_rem::fmod(length, step);
    let high = step - low;
    let rest = if low < high {
        low
    } else if low > high {
        -high
    } else {
        // A tie: the multiple below is even if twice the step leaves as much as the step does.
        low - 2.0 * pyrite_algo::float_rem::fmod(0.5 * (length - low), step)
    };
    libm::copysign(1.0, x) * rest
}

/// `fma(x, y, z)`
pub fn fma(vm: &Vm, args: &[Ref]) -> Outcome {
    let (x, y, z) = (real(vm, args, 0)?, real(vm, args, 1)?, real(vm, args, 2)?);
    let result = libm::fma(x, y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(vm.overflow_error("overflow in fma"));
    }
    vm.float(result)
}

/// A logarithm of a number, where `of_two` is that of 2: big ints beyond all floats have one.
fn logarithm(vm: &Vm, arg: &Obj, function: fn(f64) -> f64, of_two: f64) -> Result<f64, Raised> {
    // Wide enough that the bits cut off do not matter.
    const KEPT_BITS: u64 = 128;
    if let Some(value @ Int::Big { .. }) = arg.int() {
        if value.is_negative() {
            return Err(domain_error(vm));
        }
        let limbs = value.limbs();
        let int = limbs.as_int();
        let shift = int.bit_length().saturating_sub(KEPT_BITS) as usize;
        let kept = vm.memory(pyrite_algo::bigint::Big::shr(int, shift))?;
        let kept = pyrite_algo::bigint::float::to_f64(kept.as_int()).unwrap_or(f64::INFINITY);
        return Ok(function(kept) + of_two * shift as f64);
    }
    let x = vm.real(arg)?;
    if x <= 0.0 {
        return Err(domain_error(vm));
    }
    Ok(function(x))
}

/// `log(x[, base])`
pub fn log(vm: &Vm, args: &[Ref]) -> Outcome {
    let natural = |arg: &Obj| logarithm(vm, arg, libm::log, core::f64::consts::LN_2);
    let result = vm.float(natural(required(args, 0))?)?;
    match optional(args, 1) {
        None => Ok(result),
        Some(base) => vm.binary(BinaryOp::TrueDiv, &result, &*vm.float(natural(base)?)?),
    }
}

/// `log2(x)`
pub fn log2(vm: &Vm, args: &[Ref]) -> Outcome {
    let result = logarithm(vm, required(args, 0), libm::log2, 1.0)?;
    vm.float(result)
}

/// `log10(x)`
pub fn log10(vm: &Vm, args: &[Ref]) -> Outcome {
    let result = logarithm(vm, required(args, 0), libm::log10, core::f64::consts::LOG10_2)?;
    vm.float(result)
}

/// Rounds by the special method `name`, or as a float by `round`.
fn rounded(vm: &Vm, arg: &Obj, name: &Obj, round: fn(f64) -> f64) -> Outcome {
    if arg.float().is_none()
        && let Some(method) = vm.lookup_special(arg, name)?
    {
        return vm.call(&method, &[]);
    }
    float_to_int(vm, round(vm.real(arg)?))
}

/// `ceil(x)`
pub fn ceil(vm: &Vm, args: &[Ref]) -> Outcome {
    rounded(vm, required(args, 0), names::CEIL(), libm::ceil)
}

/// `floor(x)`
pub fn floor(vm: &Vm, args: &[Ref]) -> Outcome {
    rounded(vm, required(args, 0), names::FLOOR(), libm::floor)
}

/// `trunc(x)`
pub fn trunc(vm: &Vm, args: &[Ref]) -> Outcome {
    let arg = required(args, 0);
    match vm.lookup_special(arg, names::TRUNC())? {
        Some(method) => vm.call(&method, &[]),
        None => Err(
            vm.type_error(format_args!("type {} doesn't define __trunc__ method", arg.type_().short_name()))
        ),
    }
}

/// `isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)`
pub fn isclose(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let given = |index: usize, default: f64| bound(args, index).map_or(Ok(default), |arg| vm.real(arg));
    let (a, b) = (given(0, 0.0)?, given(1, 0.0)?);
    let (relative, absolute) = (given(2, 1e-9)?, given(3, 0.0)?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Ref::bool(true));
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Ref::bool(false));
    }
    let gap = (b - a).abs();
    Ok(Ref::bool(gap <= (relative * b).abs() || gap <= (relative * a).abs() || gap <= absolute))
}
