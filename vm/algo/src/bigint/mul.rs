//! Products of magnitudes: by the school's method, and Karatsuba's for long ones.

use super::mag;
use core::cmp::Ordering;

/// Limbs of the shorter factor from which Karatsuba's method pays.
const KARATSUBA: usize = 40;

/// Limbs of scratch with which [`mul`] is fastest; it works with any less, down to none.
pub fn scratch_len(a_len: usize, b_len: usize) -> usize {
    let short = a_len.min(b_len);
    match short {
        0..KARATSUBA => 0,
        _ if a_len == b_len => 2 * short + 64,
        _ => 4 * short + 64,
    }
}

/// `out = a * b`; `out` has `a.len() + b.len()` limbs, all of which are written.
///
/// With less than [`scratch_len`] limbs of scratch the result is the same, only later.
/// Returns the length of the product. Nothing need be trimmed.
pub fn mul(a: &[u32], b: &[u32], out: &mut [u32], scratch: &mut [u32]) -> usize {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let out = &mut out[..a.len() + b.len()];
    let n = short.len();
    if long.len() == n {
        square_shaped(long, short, out, scratch);
    } else if n < KARATSUBA || scratch.len() < 2 * n {
        schoolbook(long, short, out);
    } else {
        out.fill(0);
        let (product, scratch) = scratch.split_at_mut(2 * n);
        for (index, chunk) in long.chunks(n).enumerate() {
            let product = &mut product[..chunk.len() + n];
            if chunk.len() == n {
                square_shaped(chunk, short, product, scratch);
            } else {
                schoolbook(short, chunk, product);
            }
            mag::add_to(&mut out[index * n..], product);
        }
    }
    mag::used(out)
}

/// The school's method; writes all of `out`.
fn schoolbook(long: &[u32], short: &[u32], out: &mut [u32]) {
    out.fill(0);
    for (index, &factor) in short.iter().enumerate() {
        let (row, above) = out[index..].split_at_mut(long.len());
        let mut carry = 0u32;
        for (to, &limb) in row.iter_mut().zip(long) {
            let wide = u64::from(limb) * u64::from(factor) + u64::from(*to) + u64::from(carry);
            *to = wide as u32;
            carry = (wide >> 32) as u32;
        }
        above[0] = carry;
    }
}

/// Factors of equal length, by Karatsuba's method where it pays and scratch allows.
///
/// With `a = a1*B + a0`, `b = b1*B + b0` the middle of the product is
/// `a0*b0 + a1*b1 - (a0-a1)*(b0-b1)`, so three products of half the length suffice.
fn square_shaped(a: &[u32], b: &[u32], out: &mut [u32], scratch: &mut [u32]) {
    let n = a.len();
    let half = n.div_ceil(2);
    if n < KARATSUBA || scratch.len() < 4 * half + 1 {
        return schoolbook(a, b, out);
    }
    let ((a0, a1), (b0, b1)) = (a.split_at(half), b.split_at(half));
    let (across, rest) = scratch.split_at_mut(2 * half);
    {
        let (da, db) = out[..2 * half].split_at_mut(half);
        let negative = difference(a0, a1, da) != difference(b0, b1, db);
        square_shaped(da, db, across, rest);
        let (low, high) = out.split_at_mut(2 * half);
        square_shaped(a0, b0, low, rest);
        square_shaped(a1, b1, high, rest);
        let middle = &mut rest[..2 * half + 1];
        middle[..2 * half].copy_from_slice(low);
        middle[2 * half] = 0;
        mag::add_to(middle, high);
        if negative {
            mag::add_to(middle, across);
        } else {
            mag::sub_from(middle, across);
        }
    }
    // The middle is below the room left above it; its top limbs may be zero and stick out.
    let middle = mag::trim(&rest[..2 * half + 1]);
    mag::add_to(&mut out[half..], middle);
}

/// `out = |low - high|`, as long as `low`; returns whether the difference is negative.
fn difference(low: &[u32], high: &[u32], out: &mut [u32]) -> bool {
    let negative = mag::cmp(mag::trim(low), mag::trim(high)) == Ordering::Less;
    if negative {
        out[..high.len()].copy_from_slice(high);
        out[high.len()..].fill(0);
        mag::sub_from(out, mag::trim(low));
    } else {
        out.copy_from_slice(low);
        mag::sub_from(out, high);
    }
    negative
}
