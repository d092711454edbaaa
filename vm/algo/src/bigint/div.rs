//! Quotient and remainder of magnitudes.

use super::mag::{self, Divisor};
use core::cmp::Ordering;

/// Limbs that [`div`] may write to the quotient.
pub fn quotient_len(a: &[u32], b: &[u32]) -> usize {
    (a.len() + 1).saturating_sub(b.len())
}

/// Limbs that [`div`] may write to the remainder while it works.
pub fn remainder_len(a: &[u32]) -> usize {
    a.len() + 1
}

/// Limbs of scratch that [`div`] needs.
pub fn scratch_len(b: &[u32]) -> usize {
    b.len()
}

/// Divides `a` by `b`, which is not zero; both trimmed.
///
/// The slices have the lengths that [`quotient_len`], [`remainder_len`] and [`scratch_len`]
/// tell. Returns the lengths of quotient and remainder.
pub fn div(
    a: &[u32],
    b: &[u32],
    quotient: &mut [u32],
    remainder: &mut [u32],
    scratch: &mut [u32],
) -> (usize, usize) {
    if mag::cmp(a, b) == Ordering::Less {
        remainder[..a.len()].copy_from_slice(a);
        return (0, a.len());
    }
    if let [single] = *b {
        let quotient = &mut quotient[..a.len()];
        quotient.copy_from_slice(a);
        remainder[0] = Divisor::new(single).div(quotient);
        return (mag::used(quotient), usize::from(remainder[0] != 0));
    }
    let shift = b[b.len() - 1].leading_zeros() as usize;
    let divisor = &mut scratch[..b.len()];
    mag::shl(b, shift, divisor);
    let rest = &mut remainder[..a.len() + 1];
    rest[a.len()] = 0;
    mag::shl(a, shift, rest);
    let quotient = &mut quotient[..a.len() - b.len() + 1];
    long_division(rest, divisor, quotient);
    let len = mag::shr_in_place(&mut rest[..b.len()], shift);
    (mag::used(quotient), len)
}

/// Knuth's algorithm D. `rest` starts as the dividend and ends as the remainder; the top bit
/// of `divisor`, which has two limbs or more, is set.
fn long_division(rest: &mut [u32], divisor: &[u32], quotient: &mut [u32]) {
    let n = divisor.len();
    let (top, second) = (divisor[n - 1], divisor[n - 2]);
    let by_top = Divisor::new(top);
    for (index, digit) in quotient.iter_mut().enumerate().rev() {
        let window = &mut rest[index..=index + n];
        let mut guess = estimate(&by_top, top, second, window[n], window[n - 1], window[n - 2]);
        if subtract_product(window, divisor, guess) {
            guess -= 1;
            mag::add_to(window, divisor);
        }
        *digit = guess;
    }
}

/// The next digit of the quotient from the three top limbs, at most one too large.
fn estimate(by_top: &Divisor, top: u32, second: u32, high: u32, middle: u32, low: u32) -> u32 {
    let (mut guess, mut left) = if high >= top {
        let (left, overflow) = middle.overflowing_add(top);
        if overflow {
            return u32::MAX;
        }
        (u32::MAX, left)
    } else {
        by_top.step(high, middle)
    };
    while u64::from(guess) * u64::from(second) > (u64::from(left) << 32 | u64::from(low)) {
        guess -= 1;
        let (sum, overflow) = left.overflowing_add(top);
        if overflow {
            break;
        }
        left = sum;
    }
    guess
}

/// `window -= divisor * factor`; returns whether that went below zero (and wrapped round).
fn subtract_product(window: &mut [u32], divisor: &[u32], factor: u32) -> bool {
    let (low, high) = window.split_at_mut(divisor.len());
    let mut carry = 0u32;
    for (limb, &by) in low.iter_mut().zip(divisor) {
        let wide = u64::from(by) * u64::from(factor) + u64::from(carry);
        let (rest, borrow) = limb.overflowing_sub(wide as u32);
        *limb = rest;
        carry = (wide >> 32) as u32 + u32::from(borrow);
    }
    let (rest, borrow) = high[0].overflowing_sub(carry);
    high[0] = rest;
    borrow
}
