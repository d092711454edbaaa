//! The remainder of floats, exact, a bit at a time: small rather than fast.

const MANTISSA_BITS: u32 = f64::MANTISSA_DIGITS - 1;
const SIGN: u64 = 1 << 63;

/// Mantissa with its highest bit at its place, and the exponent that the bits have; less than 1
/// for those that are denormal.
fn parts(magnitude: u64) -> (u64, i32) {
    let mantissa = magnitude & ((1 << MANTISSA_BITS) - 1);
    match (magnitude >> MANTISSA_BITS) as i32 {
        0 => {
            let shift = mantissa.leading_zeros().saturating_sub(63 - MANTISSA_BITS);
            (mantissa << shift, 1 - shift as i32)
        }
        exponent => (mantissa | 1 << MANTISSA_BITS, exponent),
    }
}

/// C's `fmod`: `x` less the whole multiple of `y` next to it towards zero; the sign is that of `x`.
///
/// NaN if `x` is infinite, `y` is 0, or one of them is NaN.
pub fn fmod(x: f64, y: f64) -> f64 {
    if !x.is_finite() || y.is_nan() || y == 0.0 {
        return f64::NAN;
    }
    let (sign, dividend, divisor) = (x.to_bits() & SIGN, x.to_bits() & !SIGN, y.to_bits() & !SIGN);
    if dividend < divisor {
        return x;
    }
    let ((mut rest, mut exponent), (divisor, last)) = (parts(dividend), parts(divisor));
    loop {
        // The rest is less than twice the divisor here.
        if rest >= divisor {
            rest -= divisor;
        }
        if exponent <= last {
            break;
        }
        rest <<= 1;
        exponent -= 1;
    }
    let shift = rest.leading_zeros() as i32 - (63 - MANTISSA_BITS as i32);
    let magnitude = if rest == 0 {
        0
    } else if exponent > shift {
        (rest << shift) - (1 << MANTISSA_BITS) + (((exponent - shift) as u64) << MANTISSA_BITS)
    } else if exponent > 0 {
        rest << (exponent - 1)
    } else {
        rest >> (1 - exponent)
    };
    f64::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_host_on_all_kinds_of_bits() {
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state ^ state >> 29
        };
        let special = [0.0, -0.0, 1.0, -2.5, 5e-324, 2.2e-308, f64::MAX, f64::INFINITY, f64::NAN, 0.1, 1e300];
        let same = |x: f64, y: f64| {
            let (got, wanted) = (fmod(x, y), x % y);
            assert!(got.to_bits() == wanted.to_bits() || got.is_nan() && wanted.is_nan(), "{x:e} % {y:e}");
        };
        for x in special {
            special.iter().for_each(|&y| same(x, y));
        }
        for _ in 0..20_000 {
            let (x, y) = (f64::from_bits(next()), f64::from_bits(next()));
            same(x, y);
            same(x, f64::from_bits(x.to_bits() ^ y.to_bits() >> 12));
            same(x.abs() / 1e300 / 1e8, y.abs() / 1e300 / 1e10);
        }
    }
}
