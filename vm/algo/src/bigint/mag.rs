//! Magnitudes: comparison, sums, shifts, and steps by a single limb.
//!
//! Inputs are trimmed unless a function says otherwise; outputs are long enough by the
//! contract of each function, and what lies behind the returned length is unspecified.

use core::cmp::Ordering;

/// Limbs in use: the length without zero limbs at the top.
pub fn used(limbs: &[u32]) -> usize {
    limbs.iter().rposition(|&limb| limb != 0).map_or(0, |top| top + 1)
}

/// `limbs` without zero limbs at the top.
pub fn trim(limbs: &[u32]) -> &[u32] {
    &limbs[..used(limbs)]
}

/// Compares two trimmed magnitudes.
pub fn cmp(a: &[u32], b: &[u32]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// Bits needed to write the magnitude; zero needs none.
pub fn bit_length(a: &[u32]) -> u64 {
    a.last().map_or(0, |top| a.len() as u64 * 32 - u64::from(top.leading_zeros()))
}

/// Number of zero bits below the lowest one bit; zero for zero.
pub fn trailing_zeros(a: &[u32]) -> usize {
    a.iter().position(|&limb| limb != 0).map_or(0, |index| index * 32 + a[index].trailing_zeros() as usize)
}

/// Whether a bit below bit `count` is set.
pub fn any_bit_below(a: &[u32], count: usize) -> bool {
    let (whole, part) = (count / 32, count % 32);
    a.iter().take(whole).any(|&limb| limb != 0)
        || a.get(whole).is_some_and(|&limb| limb & ((1 << part) - 1) != 0)
}

/// `out = a + b`; `out` holds `max(len) + 1` limbs. Returns the length.
pub fn add(a: &[u32], b: &[u32], out: &mut [u32]) -> usize {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    out[..long.len()].copy_from_slice(long);
    let carry = add_to(&mut out[..long.len()], short);
    if carry != 0 {
        out[long.len()] = carry;
        return long.len() + 1;
    }
    long.len()
}

/// `out = a - b` for `a >= b`; `out` holds `a.len()` limbs. Returns the length.
pub fn sub(a: &[u32], b: &[u32], out: &mut [u32]) -> usize {
    out[..a.len()].copy_from_slice(a);
    sub_from(&mut out[..a.len()], b);
    used(&out[..a.len()])
}

/// `a += b`, where `a` is at least as long; returns the carry out. Nothing need be trimmed.
pub fn add_to(a: &mut [u32], b: &[u32]) -> u32 {
    let (low, high) = a.split_at_mut(b.len());
    let mut carry = false;
    for (x, &y) in low.iter_mut().zip(b) {
        let (sum, first) = x.overflowing_add(y);
        let (sum, second) = sum.overflowing_add(u32::from(carry));
        *x = sum;
        carry = first | second;
    }
    for x in high {
        if !carry {
            break;
        }
        (*x, carry) = x.overflowing_add(1);
    }
    u32::from(carry)
}

/// `a -= b`, where `a` is at least as long; returns the borrow. Nothing need be trimmed.
pub fn sub_from(a: &mut [u32], b: &[u32]) -> u32 {
    let (low, high) = a.split_at_mut(b.len());
    let mut borrow = false;
    for (x, &y) in low.iter_mut().zip(b) {
        let (rest, first) = x.overflowing_sub(y);
        let (rest, second) = rest.overflowing_sub(u32::from(borrow));
        *x = rest;
        borrow = first | second;
    }
    for x in high {
        if !borrow {
            break;
        }
        (*x, borrow) = x.overflowing_sub(1);
    }
    u32::from(borrow)
}

/// `a = a * factor + carry`; returns the limb that no longer fits.
pub fn mul_small(a: &mut [u32], factor: u32, mut carry: u32) -> u32 {
    for limb in a {
        let wide = u64::from(*limb) * u64::from(factor) + u64::from(carry);
        *limb = wide as u32;
        carry = (wide >> 32) as u32;
    }
    carry
}

/// `out = a << count`; `out` holds [`shl_len`] limbs. Returns the length.
pub fn shl(a: &[u32], count: usize, out: &mut [u32]) -> usize {
    if a.is_empty() {
        return 0;
    }
    let (whole, part) = (count / 32, count % 32);
    out[..whole].fill(0);
    let mut carry = 0u32;
    for (to, &from) in out[whole..].iter_mut().zip(a) {
        let wide = u64::from(from) << part;
        *to = wide as u32 | carry;
        carry = (wide >> 32) as u32;
    }
    let len = whole + a.len();
    if carry != 0 {
        out[len] = carry;
        return len + 1;
    }
    len
}

/// Limbs that [`shl`] may write.
pub fn shl_len(a: &[u32], count: usize) -> usize {
    if a.is_empty() { 0 } else { a.len() + count / 32 + 1 }
}

/// `out = a >> count`, rounded towards zero; `out` holds [`shr_len`] limbs. Returns the length.
pub fn shr(a: &[u32], count: usize, out: &mut [u32]) -> usize {
    let len = shr_len(a, count);
    let (whole, part) = (count / 32, count % 32);
    for (index, to) in out[..len].iter_mut().enumerate() {
        let low = a[whole + index];
        let high = a.get(whole + index + 1).copied().unwrap_or(0);
        *to = (((u64::from(high) << 32) | u64::from(low)) >> part) as u32;
    }
    used(&out[..len])
}

/// Limbs that [`shr`] may write.
pub fn shr_len(a: &[u32], count: usize) -> usize {
    a.len().saturating_sub(count / 32)
}

/// Shifts right in place, rounded towards zero; returns the new length.
pub fn shr_in_place(a: &mut [u32], count: usize) -> usize {
    let (whole, part) = (count / 32, count % 32);
    let len = shr_len(a, count);
    a.copy_within(a.len() - len.., 0);
    if part != 0 && whole < whole + len {
        let mut high = 0u32;
        for limb in a[..len].iter_mut().rev() {
            let wide = (u64::from(high) << 32) | u64::from(*limb);
            high = *limb;
            *limb = (wide >> part) as u32;
        }
    }
    used(&a[..len])
}

/// A divisor of one limb, prepared so that each step costs two multiplications.
///
/// The targets have no instruction that divides 64 bits by 32. Source: Möller and Granlund,
/// Improved Division by Invariant Integers, IEEE Trans. Computers 60 (2011), algorithm 4.
#[derive(Clone, Copy, Debug)]
pub struct Divisor {
    /// The divisor shifted so that its top bit is set.
    normal: u32,
    /// How far it was shifted.
    shift: u32,
    /// `(2**64 - 1) / normal - 2**32`.
    reciprocal: u32,
}

impl Divisor {
    /// Prepares `divisor`, which is not zero.
    pub const fn new(divisor: u32) -> Self {
        let shift = divisor.leading_zeros();
        let normal = divisor << shift;
        let reciprocal = (((!normal as u64) << 32) | 0xffff_ffff) / normal as u64;
        Self { normal, shift, reciprocal: reciprocal as u32 }
    }

    /// `(high << 32 | low)` divided by the shifted divisor; `high` is below it.
    pub fn step(&self, high: u32, low: u32) -> (u32, u32) {
        let wide = u64::from(self.reciprocal) * u64::from(high);
        let wide = wide.wrapping_add((u64::from(high) << 32) | u64::from(low));
        let mut quotient = ((wide >> 32) as u32).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.normal));
        if rest > wide as u32 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.normal);
        }
        if rest >= self.normal {
            quotient = quotient.wrapping_add(1);
            rest -= self.normal;
        }
        (quotient, rest)
    }

    /// Divides `a` in place; returns the remainder.
    pub fn div(&self, a: &mut [u32]) -> u32 {
        let mut rest = 0u32;
        for limb in a.iter_mut().rev() {
            let wide = ((u64::from(rest) << 32) | u64::from(*limb)) << self.shift;
            let (quotient, shifted) = self.step((wide >> 32) as u32, wide as u32);
            *limb = quotient;
            rest = shifted >> self.shift;
        }
        rest
    }
}
