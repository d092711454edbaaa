//! Integers and binary floats: exact comparison, correctly rounded conversion.

use super::mag;
use super::{Int, Written};
use core::cmp::Ordering;

/// Limbs that [`from_f64`] may write.
pub const FROM_F64_LEN: usize = 34;

/// Bits of the fraction in the format of `f64`.
const FRACTION_BITS: u32 = 52;

/// Magnitude and exponent: `abs(value) == mantissa * 2**exponent`; for finite values.
fn split(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    match (bits >> FRACTION_BITS & 0x7ff) as i32 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << FRACTION_BITS, biased - 1075),
    }
}

/// `mantissa * 2**exponent` rounded to the nearest `f64`, ties to even; `None` if it is too
/// large. `sticky` tells that the true value lies a little above. `mantissa` is not zero.
pub(crate) fn compose(mantissa: u64, exponent: i64, sticky: Sticky) -> Option<f64> {
    let shift = mantissa.leading_zeros();
    let mantissa = mantissa << shift;
    let top = exponent + 63 - i64::from(shift);
    if top > 1023 {
        return None;
    }
    let lost = 11 + (-1022 - top).max(0);
    if lost > 64 {
        return Some(0.0);
    }
    let (kept, rest) = if lost == 64 { (0, mantissa) } else { (mantissa >> lost, mantissa << (64 - lost)) };
    let half = 1 << 63;
    let up = rest > half || (rest == half && (sticky == Sticky::More || kept & 1 != 0));
    // The carry of a full mantissa runs into the exponent, as it should.
    let biased = (top.max(-1022) + 1022) as u64;
    let rounded = f64::from_bits((biased << FRACTION_BITS) + kept + u64::from(up));
    rounded.is_finite().then_some(rounded)
}

/// Whether something not zero was cut off below a mantissa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sticky {
    /// The mantissa is exact.
    Exact,
    /// The true value is above the mantissa, by less than its last place.
    More,
}

impl From<bool> for Sticky {
    fn from(cut: bool) -> Self {
        if cut { Self::More } else { Self::Exact }
    }
}

/// The nearest `f64`, ties to even; `None` if the integer is too large (OverflowError).
pub fn to_f64(a: Int<'_>) -> Option<f64> {
    let magnitude = match *a.limbs {
        [] => return Some(0.0),
        [.., low, middle, high] => {
            // The top 64 bits, and whether there is more below.
            let shift = high.leading_zeros();
            let wide = u64::from(high) << 32 | u64::from(middle);
            let top = if shift == 0 { wide } else { wide << shift | u64::from(low) >> (32 - shift) };
            let below = (a.limbs.len() * 32 - 64) - shift as usize;
            compose(top, below as i64, mag::any_bit_below(a.limbs, below).into())
        }
        [low] => compose(u64::from(low), 0, Sticky::Exact),
        [low, high] => compose(u64::from(high) << 32 | u64::from(low), 0, Sticky::Exact),
    }?;
    Some(if a.negative { -magnitude } else { magnitude })
}

/// Rounds `value` towards zero; `out` holds [`FROM_F64_LEN`] limbs. `None` if it is not finite.
pub fn from_f64(value: f64, out: &mut [u32]) -> Option<Written> {
    if !value.is_finite() {
        return None;
    }
    let (mantissa, exponent) = split(value);
    let (mantissa, shift) = match exponent {
        ..=-64 => (0, 0),
        -63..0 => (mantissa >> -exponent, 0),
        0.. => (mantissa, exponent as usize),
    };
    let limbs = [mantissa as u32, (mantissa >> 32) as u32];
    let len = mag::shl(mag::trim(&limbs), shift, out);
    Some(Written::new(value < 0.0, len))
}

/// Compares exactly, without rounding either side; `None` if `value` is NaN.
pub fn cmp_f64(a: Int<'_>, value: f64) -> Option<Ordering> {
    if value.is_nan() {
        return None;
    }
    let sign = |negative: bool| if negative { Ordering::Less } else { Ordering::Greater };
    if a.is_zero() || value == 0.0 || a.negative != (value < 0.0) {
        let zero = 0.0.partial_cmp(&value);
        return if a.is_zero() { zero } else { Some(sign(a.negative)) };
    }
    let magnitude = cmp_magnitude(a.limbs, value.abs());
    Some(if a.negative { magnitude.reverse() } else { magnitude })
}

/// Compares a magnitude with a positive value; neither is zero.
fn cmp_magnitude(a: &[u32], value: f64) -> Ordering {
    if value.is_infinite() {
        return Ordering::Less;
    }
    let (mantissa, exponent) = split(value);
    let top = i64::from(64 - mantissa.leading_zeros()) + i64::from(exponent);
    let by_length = i64::try_from(mag::bit_length(a)).unwrap_or(i64::MAX).cmp(&top);
    if by_length != Ordering::Equal {
        return by_length;
    }
    let mut out = [0; FROM_F64_LEN];
    let Some(whole) = from_f64(value, &mut out) else { return Ordering::Less };
    let fraction = exponent < 0 && mantissa & ((1u64 << (-exponent).min(63)) - 1) != 0;
    mag::cmp(a, &out[..whole.len]).then(if fraction { Ordering::Less } else { Ordering::Equal })
}
