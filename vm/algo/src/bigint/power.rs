//! Powers, roots, greatest common divisors, inverses, and the quotient as a float.

use super::float::{self, compose};
use super::{ArithError, Big, Int, mag};
use crate::buf::OutOfMemory;
use core::cmp::Ordering;

const ONE: Int<'static> = Int { negative: false, limbs: &[1] };

/// Bit `index` of a magnitude.
fn bit(limbs: &[u32], index: u64) -> bool {
    limbs.get((index / 32) as usize).is_some_and(|limb| limb >> (index % 32) & 1 != 0)
}

/// `base ** exponent`.
///
/// # Errors
/// [`ArithError::Negative`] for a negative exponent (Python's result is then a float).
pub fn pow(base: Int<'_>, exponent: Int<'_>) -> Result<Big, ArithError> {
    if exponent.negative {
        return Err(ArithError::Negative);
    }
    if exponent.is_zero() {
        return Ok(Big::copy(ONE)?);
    }
    if base.is_zero() || base.limbs == ONE.limbs {
        let negative = base.negative && exponent.is_odd();
        return Ok(Big::copy(Int::new(negative, base.limbs))?);
    }
    // A power of two is a shift; and an exponent this wide can only run out of memory.
    let exponent_word = exponent.to_u64().and_then(|wide| usize::try_from(wide).ok());
    let Some(count) = exponent_word else { return Err(ArithError::OutOfMemory) };
    let zeros = mag::trailing_zeros(base.limbs);
    let Some(shift) = zeros.checked_mul(count) else { return Err(ArithError::OutOfMemory) };
    let odd = Big::shr(base.abs(), zeros)?;
    let mut power = Big::copy(odd.as_int())?;
    if odd.as_int().limbs != ONE.limbs {
        for index in (0..exponent.bit_length() - 1).rev() {
            power = Big::mul(power.as_int(), power.as_int())?;
            if bit(exponent.limbs, index) {
                power = Big::mul(power.as_int(), odd.as_int())?;
            }
        }
    }
    if shift != 0 {
        power = Big::shl(power.as_int(), shift)?;
    }
    Ok(if base.negative && exponent.is_odd() { power.negated() } else { power })
}

/// `pow(base, exponent, modulus)`; the result has the sign of the modulus.
///
/// # Errors
/// [`ArithError::ZeroDivision`] for modulus zero, [`ArithError::NotInvertible`] for a
/// negative exponent of a base without inverse.
pub fn mod_pow(base: Int<'_>, exponent: Int<'_>, modulus: Int<'_>) -> Result<Big, ArithError> {
    let positive = modulus.abs();
    let mut base =
        if exponent.negative { mod_inverse(base, positive)? } else { Big::modulo(base, positive)? };
    let mut power = Big::modulo(ONE, positive)?;
    for index in (0..exponent.bit_length()).rev() {
        power = mul_mod(&power, &power, positive)?;
        if bit(exponent.limbs, index) {
            power = mul_mod(&power, &base, positive)?;
        }
    }
    base = Big::modulo(power.as_int(), modulus)?;
    Ok(base)
}

fn mul_mod(a: &Big, b: &Big, modulus: Int<'_>) -> Result<Big, ArithError> {
    Big::modulo(Big::mul(a.as_int(), b.as_int())?.as_int(), modulus)
}

/// The inverse of `a` for the positive `modulus`, by Euclid's extended algorithm.
///
/// # Errors
/// [`ArithError::ZeroDivision`], [`ArithError::NotInvertible`].
pub fn mod_inverse(a: Int<'_>, modulus: Int<'_>) -> Result<Big, ArithError> {
    let mut rest = Big::modulo(a, modulus)?;
    let mut last = Big::copy(modulus)?;
    let (mut factor, mut last_factor) = (Big::copy(ONE)?, Big::zero());
    while !rest.as_int().is_zero() {
        let (quotient, next) = Big::div_mod(last.as_int(), rest.as_int())?;
        let product = Big::mul(quotient.as_int(), factor.as_int())?;
        let next_factor = Big::sub(last_factor.as_int(), product.as_int())?;
        (last, rest) = (rest, next);
        (last_factor, factor) = (factor, next_factor);
    }
    if last.as_int() != ONE {
        return Err(ArithError::NotInvertible);
    }
    Big::modulo(last_factor.as_int(), modulus)
}

/// `math.gcd(a, b)`: never negative.
///
/// Binary algorithm in place, after one division has brought the lengths together.
pub fn gcd(a: Int<'_>, b: Int<'_>) -> Result<Big, ArithError> {
    let (long, short) = if mag::cmp(a.limbs, b.limbs) == Ordering::Less { (b, a) } else { (a, b) };
    if short.is_zero() {
        return Ok(Big::copy(long.abs())?);
    }
    let rest = Big::modulo(long.abs(), short.abs())?;
    if rest.as_int().is_zero() {
        return Ok(Big::copy(short.abs())?);
    }
    let zeros = mag::trailing_zeros(rest.as_int().limbs).min(mag::trailing_zeros(short.limbs));
    let mut x = crate::Buf::from_slice(short.limbs)?;
    let mut y = crate::Buf::from_slice(rest.as_int().limbs)?;
    let odd = |limbs: &mut [u32]| {
        let count = mag::trailing_zeros(limbs);
        mag::shr_in_place(limbs, count)
    };
    let (mut x_len, mut y_len) = (odd(&mut x), odd(&mut y));
    loop {
        match mag::cmp(&x[..x_len], &y[..y_len]) {
            Ordering::Equal => break,
            Ordering::Greater => {
                mag::sub_from(&mut x[..x_len], &y[..y_len]);
                x_len = odd(&mut x[..x_len]);
            }
            Ordering::Less => {
                mag::sub_from(&mut y[..y_len], &x[..x_len]);
                y_len = odd(&mut y[..y_len]);
            }
        }
    }
    let common = Big::from_limbs(&x[..x_len])?;
    Ok(Big::shl(common.as_int(), zeros)?)
}

/// `math.isqrt(n)`: the root rounded down.
///
/// Each round doubles the number of known bits. Source: CPython Modules/mathmodule.c,
/// `math.isqrt`, with its proof.
///
/// # Errors
/// [`ArithError::Negative`].
pub fn isqrt(n: Int<'_>) -> Result<Big, ArithError> {
    if n.negative {
        return Err(ArithError::Negative);
    }
    if let Some(small) = n.to_u64() {
        return Ok(Big::from_u64(small.isqrt())?);
    }
    let half = (n.bit_length() - 1) / 2;
    let mut root = Big::copy(ONE)?;
    let mut known = 0;
    for round in (0..64 - half.leading_zeros()).rev() {
        let before = known;
        known = half >> round;
        let up = (known - before).saturating_sub(1) as usize;
        let down = (2 * half + 1 - before - known) as usize;
        let quotient = Big::floor_div(Big::shr(n, down)?.as_int(), root.as_int())?;
        root = Big::add(Big::shl(root.as_int(), up)?.as_int(), quotient.as_int())?;
    }
    let square = Big::mul(root.as_int(), root.as_int())?;
    if square.as_int() > n {
        root = Big::sub(root.as_int(), ONE)?;
    }
    Ok(root)
}

/// `a / b` as the nearest `f64`, ties to even, however large the two are.
///
/// # Errors
/// [`ArithError::ZeroDivision`], [`ArithError::Overflow`] if the result is too large.
pub fn true_div(a: Int<'_>, b: Int<'_>) -> Result<f64, ArithError> {
    if b.is_zero() {
        return Err(ArithError::ZeroDivision);
    }
    if a.is_zero() {
        return Ok(if b.negative { -0.0 } else { 0.0 });
    }
    let exact = |x: Int<'_>| if x.bit_length() <= 53 { float::to_f64(x) } else { None };
    if let (Some(x), Some(y)) = (exact(a), exact(b)) {
        return Ok(x / y);
    }
    // The quotient is given 63 or 64 bits, which is more than the rounding needs.
    let shift = i64::try_from(b.bit_length()).unwrap_or(i64::MAX) + 63
        - i64::try_from(a.bit_length()).unwrap_or(i64::MAX);
    let scaled = |x: Int<'_>, count: i64| -> Result<Big, OutOfMemory> {
        Big::shl(x.abs(), usize::try_from(count).unwrap_or(0))
    };
    let (quotient, rest) = Big::div_mod(scaled(a, shift)?.as_int(), scaled(b, -shift)?.as_int())?;
    let mantissa = quotient.as_int().to_u64().ok_or(ArithError::Overflow)?;
    let sticky = !rest.as_int().is_zero();
    let magnitude = compose(mantissa, -shift, sticky.into()).ok_or(ArithError::Overflow)?;
    Ok(if a.negative != b.negative { -magnitude } else { magnitude })
}
