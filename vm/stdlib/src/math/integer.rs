//! Exact functions of integers.

use pyrite_algo::bigint::{ArithError, Big, power};
use pyrite_api::{BinaryOp, CompareOp, Obj, Outcome, Raised, Ref, Vm, optional, required};

/// What `compute` makes of an integer argument or two.
fn raised(vm: &Vm, error: ArithError, negative: &str) -> Raised {
    if error == ArithError::Negative { vm.value_error(negative) } else { vm.arith_error(error, "") }
}

/// `gcd(a, b)` of two int objects.
fn gcd_of(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let (Some(a), Some(b)) = (a.int(), b.int()) else { return Ok(Ref::small(0)) };
    let (a, b) = (a.limbs(), b.limbs());
    let result = power::gcd(a.as_int(), b.as_int()).map_err(|error| vm.arith_error(error, ""))?;
    vm.int_of(result.as_int())
}

/// `math.gcd(*integers)`
///
/// # Errors
/// TypeError; MemoryError.
pub fn gcd(vm: &Vm, args: &[Ref]) -> Outcome {
    let mut result = Ref::small(0);
    for arg in args {
        result = gcd_of(vm, &result, &*vm.index_object(arg)?)?;
    }
    Ok(result)
}

/// `math.lcm(*integers)`
///
/// # Errors
/// TypeError; MemoryError.
pub fn lcm(vm: &Vm, args: &[Ref]) -> Outcome {
    let mut result = Ref::small(1);
    for arg in args {
        let arg = vm.absolute(&*vm.index_object(arg)?)?;
        if arg.small() == Some(0) || result.small() == Some(0) {
            result = Ref::small(0);
            continue;
        }
        let part = vm.binary(BinaryOp::FloorDiv, &arg, &*gcd_of(vm, &result, &arg)?)?;
        result = vm.binary(BinaryOp::Mul, &result, &part)?;
    }
    Ok(result)
}

/// `math.isqrt(n)`
///
/// # Errors
/// ValueError for a negative number.
pub fn isqrt(vm: &Vm, args: &[Ref]) -> Outcome {
    let number = vm.index_object(required(args, 0))?;
    let Some(value) = number.int() else { return Ok(number) };
    let limbs = value.limbs();
    let root = power::isqrt(limbs.as_int())
        .map_err(|error| raised(vm, error, "isqrt() argument must be nonnegative"))?;
    vm.int_of(root.as_int())
}

/// The product of the integers `low..=high`: halves of like length multiply fastest.
fn product(low: u64, high: u64) -> Result<Big, ArithError> {
    if low > high {
        return Ok(Big::from_u64(1)?);
    }
    if high - low < 8 {
        let mut result = Big::from_u64(low)?;
        for factor in low + 1..=high {
            result = Big::mul(result.as_int(), Big::from_u64(factor)?.as_int())?;
        }
        return Ok(result);
    }
    let middle = low + (high - low) / 2;
    let (left, right) = (product(low, middle)?, product(middle + 1, high)?);
    Ok(Big::mul(left.as_int(), right.as_int())?)
}

/// `math.factorial(n)`
///
/// # Errors
/// ValueError for a negative number, OverflowError for one far too large.
pub fn factorial(vm: &Vm, args: &[Ref]) -> Outcome {
    let number = vm.index_object(required(args, 0))?;
    let Some(value) = number.int() else { return Ok(number) };
    if value.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = value.to_i64().and_then(|n| i32::try_from(n).ok()) else {
        return Err(vm.overflow_error(format_args!("factorial() argument should not exceed {}", i64::MAX)));
    };
    let result = product(1, n as u64).map_err(|error| vm.arith_error(error, ""))?;
    vm.int_of(result.as_int())
}

/// Two arguments that may not be negative.
fn operands(vm: &Vm, args: &[Ref]) -> Result<(Ref, Ref), Raised> {
    let (n, k) = (vm.index_object(required(args, 0))?, vm.index_object(required(args, 1))?);
    for (value, text) in [(&n, "n must be a non-negative integer"), (&k, "k must be a non-negative integer")]
    {
        if value.int().is_some_and(|value| value.is_negative()) {
            return Err(vm.value_error(text));
        }
    }
    Ok((n, k))
}

/// `n * (n - 1) * ... ` with `count` factors, divided by `count` factorial if `choose`.
fn falling(vm: &Vm, n: &Obj, count: &Obj, choose: bool) -> Outcome {
    let Some(count) = count.int().and_then(|count| count.to_i64()) else {
        return Err(vm.overflow_error("k must not exceed 2**63 - 1"));
    };
    let one = Ref::small(1);
    let (mut result, mut factor) = (Ref::small(1), n.own());
    for index in 1..=count {
        result = vm.binary(BinaryOp::Mul, &result, &factor)?;
        if choose {
            // The product of i numbers in a row is a multiple of i factorial.
            result = vm.binary(BinaryOp::FloorDiv, &result, &*vm.int(index)?)?;
        }
        factor = vm.binary(BinaryOp::Sub, &factor, &one)?;
    }
    Ok(result)
}

/// `math.comb(n, k)`
///
/// # Errors
/// ValueError for negative numbers.
pub fn comb(vm: &Vm, args: &[Ref]) -> Outcome {
    let (n, k) = operands(vm, args)?;
    let rest = vm.binary(BinaryOp::Sub, &n, &k)?;
    if rest.int().is_some_and(|rest| rest.is_negative()) {
        return Ok(Ref::small(0));
    }
    let count = if vm.compare_bool(CompareOp::Lt, &rest, &k)? { rest } else { k };
    falling(vm, &n, &count, true)
}

/// `math.perm(n, k=None)`
///
/// # Errors
/// ValueError for negative numbers.
pub fn perm(vm: &Vm, args: &[Ref]) -> Outcome {
    if optional(args, 1).is_none_or(|k| k.is_none()) {
        return factorial(vm, args);
    }
    let (n, k) = operands(vm, args)?;
    if vm.compare_bool(CompareOp::Gt, &k, &n)? {
        return Ok(Ref::small(0));
    }
    falling(vm, &n, &k, false)
}
