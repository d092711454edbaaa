//! Functions that take floats apart and step from one to the next.

use pyrite_api::{Obj, Outcome, Raised, Ref, Vm, bound, required};

use super::real::{range_error, real};

/// `frexp(x)`: `(m, e)` with `x == m * 2**e` and `0.5 <= abs(m) < 1`.
pub fn frexp(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = real(vm, args, 0)?;
    let (mantissa, exponent) = if x.is_finite() && x != 0.0 { libm::frexp(x) } else { (x, 0) };
    vm.tuple_of(&[vm.float(mantissa)?, Ref::small(exponent as isize)])
}

/// `ldexp(x, i)`: `x * 2**i`.
pub fn ldexp(vm: &Vm, args: &[Ref]) -> Outcome {
    let (x, exponent) = (real(vm, args, 0)?, required(args, 1));
    if exponent.int().is_none() {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    }
    if x == 0.0 || !x.is_finite() {
        return vm.float(x);
    }
    let exponent = vm.index_clipped(exponent)?.clamp(i32::MIN as isize, i32::MAX as isize);
    let result = libm::ldexp(x, exponent as i32);
    if result.is_infinite() {
        return Err(range_error(vm));
    }
    vm.float(result)
}

/// `modf(x)`: the fraction and the whole part, both with the sign of `x`.
pub fn modf(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = real(vm, args, 0)?;
    let whole = libm::trunc(x);
    let fraction = match x {
        x if x.is_nan() => x,
        x if x.is_infinite() => libm::copysign(0.0, x),
        x => libm::copysign(x - whole, x),
    };
    vm.tuple_of(&[vm.float(fraction)?, vm.float(whole)?])
}

/// `ulp(x)`: the value of the lowest bit of `x`.
pub fn ulp(vm: &Vm, args: &[Ref]) -> Outcome {
    let x = real(vm, args, 0)?.abs();
    if !x.is_finite() {
        return vm.float(x);
    }
    let next = x.next_up();
    vm.float(if next.is_infinite() { x - x.next_down() } else { next - x })
}

/// Floats in order as integers in order; both zeros are 0.
fn position(x: f64) -> i64 {
    let magnitude = (x.to_bits() & (u64::MAX >> 1)) as i64;
    if x.is_sign_negative() { -magnitude } else { magnitude }
}

/// The float `steps` floats from `x` towards `y`, but not beyond.
fn step_towards(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 || x.is_nan() {
        return x;
    }
    if y.is_nan() || x == y {
        return y;
    }
    let (from, to) = (position(x), position(y));
    if from.abs_diff(to) <= steps {
        return y;
    }
    // What is left is more than the steps: they fit.
    let place = if from < to { from.wrapping_add_unsigned(steps) } else { from.wrapping_sub_unsigned(steps) };
    let magnitude = f64::from_bits(place.unsigned_abs());
    let is_negative = place < 0 || place == 0 && x.is_sign_negative();
    if is_negative { -magnitude } else { magnitude }
}

/// The count of steps that an argument gives; huge ones reach every float.
fn step_count(vm: &Vm, steps: Option<&Obj>) -> Result<u64, Raised> {
    let Some(steps) = steps.filter(|steps| !steps.is_none()) else { return Ok(1) };
    let steps = vm.index_object(steps)?;
    match steps.int() {
        Some(int) if !int.is_negative() => Ok(int.limbs().as_int().to_u64().unwrap_or(u64::MAX)),
        _ => Err(vm.value_error("steps must be a non-negative integer")),
    }
}

/// `nextafter(x, y, /, *, steps=None)`
pub fn nextafter(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let none = Obj::NONE;
    let x = vm.real(bound(args, 0).unwrap_or(none))?;
    let y = vm.real(bound(args, 1).unwrap_or(none))?;
    let steps = step_count(vm, bound(args, 2))?;
    vm.float(step_towards(x, y, steps))
}

#[cfg(test)]
mod tests {
    use super::step_towards;

    #[test]
    fn steps_cross_zero_and_stop_at_the_goal() {
        let tiny = f64::from_bits(1);
        assert_eq!(step_towards(-tiny, 1.0, 2), tiny);
        assert_eq!(step_towards(-tiny, 1.0, 1).to_bits(), (-0.0f64).to_bits());
        assert_eq!(step_towards(1.0, 2.0, u64::MAX), 2.0);
        assert_eq!(step_towards(f64::MAX, f64::INFINITY, 1), f64::INFINITY);
        assert_eq!(step_towards(1.0, 0.0, 1), 1.0f64.next_down());
    }
}
