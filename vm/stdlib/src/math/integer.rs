//! Functions of integers, exact at any size: `gcd`, `isqrt`, `comb` and others.

use pyrite_algo::OutOfMemory;
use pyrite_algo::bigint::{self, ArithError, Big, power};
use pyrite_api::{Obj, Outcome, Raised, Ref, Vm, optional, required};

/// Factors in a row that are multiplied one by one; longer rows are halved.
const ROW: u64 = 16;

/// A binary function of magnitudes; raises MemoryError.
fn of_magnitudes(
    vm: &Vm,
    a: &Obj,
    b: &Obj,
    function: fn(bigint::Int<'_>, bigint::Int<'_>) -> Result<Big, ArithError>,
) -> Outcome {
    let (Some(a), Some(b)) = (a.int(), b.int()) else { return Ok(Ref::small(0)) };
    let (a, b) = (a.limbs(), b.limbs());
    match function(a.as_int().abs(), b.as_int().abs()) {
        Ok(result) => vm.int_of(result.as_int()),
        Err(error) => Err(vm.arith_error(error, "integer division or modulo by zero")),
    }
}

/// Folds all arguments with a binary function.
fn fold(
    vm: &Vm,
    args: &[Ref],
    start: isize,
    function: fn(bigint::Int<'_>, bigint::Int<'_>) -> Result<Big, ArithError>,
) -> Outcome {
    let mut result = Ref::small(start);
    for arg in args {
        let arg = vm.index_object(arg)?;
        result = of_magnitudes(vm, &result, &arg, function)?;
    }
    Ok(result)
}

/// Euclid's algorithm for machine numbers.
fn gcd_word(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn gcd_pair(a: bigint::Int<'_>, b: bigint::Int<'_>) -> Result<Big, ArithError> {
    match (a.to_u64(), b.to_u64()) {
        (Some(a), Some(b)) => Ok(Big::from_u64(gcd_word(a, b))?),
        _ => power::gcd(a, b),
    }
}

fn lcm_pair(a: bigint::Int<'_>, b: bigint::Int<'_>) -> Result<Big, ArithError> {
    if a.is_zero() || b.is_zero() {
        return Ok(Big::from_u64(0)?);
    }
    let common = gcd_pair(a, b)?;
    Ok(Big::mul(Big::floor_div(a, common.as_int())?.as_int(), b)?)
}

/// `gcd(*integers)`
pub fn gcd(vm: &Vm, args: &[Ref]) -> Outcome {
    fold(vm, args, 0, gcd_pair)
}

/// `lcm(*integers)`
pub fn lcm(vm: &Vm, args: &[Ref]) -> Outcome {
    fold(vm, args, 1, lcm_pair)
}

/// `isqrt(n)`
pub fn isqrt(vm: &Vm, args: &[Ref]) -> Outcome {
    let n = vm.index_object(required(args, 0))?;
    let Some(value) = n.int() else { return Ok(n) };
    match power::isqrt(value.limbs().as_int()) {
        Ok(root) => vm.int_of(root.as_int()),
        Err(ArithError::OutOfMemory) => Err(vm.memory_error()),
        Err(_) => Err(vm.value_error("isqrt() argument must be nonnegative")),
    }
}

/// The product of `start..end`.
fn row_product(start: u64, end: u64) -> Result<Big, OutOfMemory> {
    if end.saturating_sub(start) > ROW {
        let middle = start + (end - start) / 2;
        return Big::mul(row_product(start, middle)?.as_int(), row_product(middle, end)?.as_int());
    }
    let mut product = Big::from_u64(1)?;
    let mut pending = 1u64;
    for factor in start..end {
        match pending.checked_mul(factor) {
            Some(both) => pending = both,
            None => {
                product = Big::mul(product.as_int(), Big::from_u64(pending)?.as_int())?;
                pending = factor;
            }
        }
    }
    Big::mul(product.as_int(), Big::from_u64(pending)?.as_int())
}

/// The product of the `count` integers that end with `n`, which is as large as that at least.
fn falling_product(n: bigint::Int<'_>, count: u64) -> Result<Big, OutOfMemory> {
    if let Some(n) = n.to_u64().filter(|&n| n < u64::MAX) {
        return row_product(n - count + 1, n + 1);
    }
    let mut product = Big::from_u64(1)?;
    for index in 0..count {
        let factor = Big::sub(n, Big::from_u64(index)?.as_int())?;
        product = Big::mul(product.as_int(), factor.as_int())?;
    }
    Ok(product)
}

/// `n` over `k` as long as all numbers on the way are small.
fn comb_word(n: u64, k: u64) -> Option<u64> {
    let mut result = 1u64;
    for index in 0..k {
        result = result.checked_mul(n - index)? / (index + 1);
    }
    Some(result)
}

fn comb_big(n: bigint::Int<'_>, k: u64) -> Result<Big, ArithError> {
    if let Some(result) = n.to_u64().and_then(|n| comb_word(n, k)) {
        return Ok(Big::from_u64(result)?);
    }
    Big::floor_div(falling_product(n, k)?.as_int(), row_product(1, k + 1)?.as_int())
}

/// `factorial(n)`
pub fn factorial(vm: &Vm, args: &[Ref]) -> Outcome {
    factorial_of(vm, required(args, 0))
}

fn factorial_of(vm: &Vm, n: &Obj) -> Outcome {
    let n = vm.index_object(n)?;
    let Some(value) = n.int() else { return Ok(n) };
    if value.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(count) = value.to_i64().and_then(|count| isize::try_from(count).ok()) else {
        return Err(vm.overflow_error(format_args!("factorial() argument should not exceed {}", isize::MAX)));
    };
    let product = vm.memory(row_product(1, count as u64 + 1))?;
    vm.int_of(product.as_int())
}

/// An argument as an int object that is not below 0.
fn natural(vm: &Vm, arg: &Obj, name: &str) -> Result<Ref, Raised> {
    let value = vm.index_object(arg)?;
    if value.int().is_some_and(|value| value.is_negative()) {
        return Err(vm.value_error(format_args!("{name} must be a non-negative integer")));
    }
    Ok(value)
}

/// `comb(n, k)`
pub fn comb(vm: &Vm, args: &[Ref]) -> Outcome {
    let (n, k) = (natural(vm, required(args, 0), "n")?, natural(vm, required(args, 1), "k")?);
    let (Some(n), Some(k)) = (n.int(), k.int()) else { return Ok(Ref::small(0)) };
    let (n, k) = (n.limbs(), k.limbs());
    let others = vm.memory(Big::sub(n.as_int(), k.as_int()))?;
    if others.as_int().negative {
        return Ok(Ref::small(0));
    }
    let fewer = others.as_int().min(k.as_int());
    let Some(fewer) = fewer.to_i64() else {
        return Err(vm.overflow_error(format_args!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    match comb_big(n.as_int(), fewer as u64) {
        Ok(result) => vm.int_of(result.as_int()),
        Err(error) => Err(vm.arith_error(error, "integer division or modulo by zero")),
    }
}

/// `perm(n, k=None)`
pub fn perm(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some(k) = optional(args, 1).filter(|k| !k.is_none()) else {
        return factorial_of(vm, required(args, 0));
    };
    let (n, k) = (natural(vm, required(args, 0), "n")?, natural(vm, k, "k")?);
    let (Some(n), Some(k)) = (n.int(), k.int()) else { return Ok(Ref::small(0)) };
    let (n, k) = (n.limbs(), k.limbs());
    if n.as_int() < k.as_int() {
        return Ok(Ref::small(0));
    }
    let Some(count) = k.as_int().to_i64() else {
        return Err(vm.overflow_error(format_args!("k must not exceed {}", i64::MAX)));
    };
    let product = vm.memory(falling_product(n.as_int(), count as u64))?;
    vm.int_of(product.as_int())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_rows_agree_however_they_are_split() {
        let whole = row_product(1, 101).unwrap();
        let parts = Big::mul(row_product(1, 31).unwrap().as_int(), row_product(31, 101).unwrap().as_int());
        assert_eq!(whole, parts.unwrap());
        assert_eq!(row_product(1, 21).unwrap().as_int().to_u64(), Some(2_432_902_008_176_640_000));
        assert_eq!(row_product(5, 5).unwrap().as_int().to_u64(), Some(1));
    }

    #[test]
    fn comb_is_the_same_by_words_and_by_limbs() {
        for n in 0..40u64 {
            for k in 0..=n {
                let big = Big::floor_div(
                    row_product(n - k + 1, n + 1).unwrap().as_int(),
                    row_product(1, k + 1).unwrap().as_int(),
                );
                assert_eq!(comb_word(n, k), big.unwrap().as_int().to_u64());
            }
        }
    }
}
