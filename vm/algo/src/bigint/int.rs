//! A signed integer over borrowed limbs: sums, products, quotients, shifts.

use super::{div, mag, mul};
use core::cmp::Ordering;

/// An integer whose limbs belong to someone else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Int<'a> {
    /// Whether the integer is below zero.
    pub negative: bool,
    /// The magnitude, least significant limb first, trimmed.
    pub limbs: &'a [u32],
}

/// What a function left in the slice it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Whether the result is below zero.
    pub negative: bool,
    /// Limbs of the result.
    pub len: usize,
}

impl Written {
    /// A result; zero loses its sign.
    pub fn new(negative: bool, len: usize) -> Self {
        Self { negative: negative && len != 0, len }
    }
}

/// Limbs of a machine integer, to be borrowed as an [`Int`].
#[derive(Clone, Copy, Debug)]
pub struct Small {
    negative: bool,
    limbs: [u32; 4],
    len: u8,
}

impl Small {
    /// The limbs of an unsigned value.
    pub fn from_u64(value: u64) -> Self {
        Self::from_parts(false, u128::from(value))
    }

    /// The limbs of a signed value.
    pub fn from_i64(value: i64) -> Self {
        Self::from_parts(value < 0, u128::from(value.unsigned_abs()))
    }

    /// The limbs of a wide signed value.
    pub fn from_i128(value: i128) -> Self {
        Self::from_parts(value < 0, value.unsigned_abs())
    }

    fn from_parts(negative: bool, value: u128) -> Self {
        let limbs = [value as u32, (value >> 32) as u32, (value >> 64) as u32, (value >> 96) as u32];
        Self { negative, limbs, len: mag::used(&limbs) as u8 }
    }

    /// The integer.
    pub fn as_int(&self) -> Int<'_> {
        Int { negative: self.negative, limbs: &self.limbs[..usize::from(self.len)] }
    }
}

impl<'a> Int<'a> {
    /// Zero.
    pub const ZERO: Int<'static> = Int { negative: false, limbs: &[] };

    /// An integer from sign and magnitude, which need not be trimmed.
    pub fn new(negative: bool, limbs: &'a [u32]) -> Self {
        let limbs = mag::trim(limbs);
        Self { negative: negative && !limbs.is_empty(), limbs }
    }

    /// What a function wrote to `out`.
    pub fn of(written: Written, out: &'a [u32]) -> Self {
        Self { negative: written.negative, limbs: &out[..written.len] }
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.limbs.is_empty()
    }

    /// Whether it is odd.
    pub fn is_odd(self) -> bool {
        self.limbs.first().is_some_and(|limb| limb & 1 != 0)
    }

    /// The integer with its sign turned round.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { negative: !self.negative && !self.is_zero(), limbs: self.limbs }
    }

    /// The magnitude as an integer.
    #[must_use]
    pub fn abs(self) -> Self {
        Self { negative: false, limbs: self.limbs }
    }

    /// The value, if it is not negative and fits.
    pub fn to_u64(self) -> Option<u64> {
        match *self.limbs {
            _ if self.negative => None,
            [] => Some(0),
            [low] => Some(u64::from(low)),
            [low, high] => Some(u64::from(high) << 32 | u64::from(low)),
            _ => None,
        }
    }

    /// The value, if it fits.
    pub fn to_i64(self) -> Option<i64> {
        let magnitude = self.abs().to_u64()?;
        if self.negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
    }

    /// The value, if it fits.
    pub fn to_i128(self) -> Option<i128> {
        let mut magnitude = 0u128;
        for &limb in self.limbs.iter().rev() {
            if magnitude >> 96 != 0 {
                return None;
            }
            magnitude = magnitude << 32 | u128::from(limb);
        }
        if self.negative { 0i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
    }

    /// The lowest 64 bits of the two's complement form, as C's casts give them.
    pub fn wrapping_u64(self) -> u64 {
        let limb = |index: usize| u64::from(self.limbs.get(index).copied().unwrap_or(0));
        let low = limb(1) << 32 | limb(0);
        if self.negative { low.wrapping_neg() } else { low }
    }

    /// Bits of the magnitude: `int.bit_length`.
    pub fn bit_length(self) -> u64 {
        mag::bit_length(self.limbs)
    }

    /// One bits of the magnitude: `int.bit_count`.
    pub fn bit_count(self) -> u64 {
        self.limbs.iter().map(|limb| u64::from(limb.count_ones())).sum()
    }
}

impl Ord for Int<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => mag::cmp(self.limbs, other.limbs),
            (true, true) => mag::cmp(other.limbs, self.limbs),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Int<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Limbs that [`add`] and [`sub`] may write.
pub fn add_len(a: Int<'_>, b: Int<'_>) -> usize {
    a.limbs.len().max(b.limbs.len()) + 1
}

/// `out = a + b`.
pub fn add(a: Int<'_>, b: Int<'_>, out: &mut [u32]) -> Written {
    if a.negative == b.negative {
        return Written::new(a.negative, mag::add(a.limbs, b.limbs, out));
    }
    match mag::cmp(a.limbs, b.limbs) {
        Ordering::Equal => Written::new(false, 0),
        Ordering::Greater => Written::new(a.negative, mag::sub(a.limbs, b.limbs, out)),
        Ordering::Less => Written::new(b.negative, mag::sub(b.limbs, a.limbs, out)),
    }
}

/// `out = a - b`.
pub fn sub(a: Int<'_>, b: Int<'_>, out: &mut [u32]) -> Written {
    add(a, b.negated(), out)
}

/// Limbs that [`mul()`] writes.
pub fn mul_len(a: Int<'_>, b: Int<'_>) -> usize {
    a.limbs.len() + b.limbs.len()
}

/// `out = a * b`; see [`mul::mul`] for what scratch buys.
pub fn mul(a: Int<'_>, b: Int<'_>, out: &mut [u32], scratch: &mut [u32]) -> Written {
    Written::new(a.negative != b.negative, mul::mul(a.limbs, b.limbs, out, scratch))
}

/// Limbs that [`div_mod`] may write to the quotient.
pub fn quotient_len(a: Int<'_>, b: Int<'_>) -> usize {
    div::quotient_len(a.limbs, b.limbs) + 1
}

/// Limbs that [`div_mod`] may write to the remainder.
pub fn remainder_len(a: Int<'_>, b: Int<'_>) -> usize {
    div::remainder_len(a.limbs).max(b.limbs.len())
}

/// Limbs of scratch that [`div_mod`] needs.
pub fn div_scratch_len(b: Int<'_>) -> usize {
    div::scratch_len(b.limbs)
}

/// `divmod(a, b)` with Python's meaning: the quotient is rounded down, the remainder has the
/// sign of `b`, which is not zero.
pub fn div_mod(
    a: Int<'_>,
    b: Int<'_>,
    quotient: &mut [u32],
    remainder: &mut [u32],
    scratch: &mut [u32],
) -> (Written, Written) {
    let (mut q_len, mut r_len) = div::div(a.limbs, b.limbs, quotient, remainder, scratch);
    let opposite = a.negative != b.negative;
    if opposite && r_len != 0 {
        q_len = increment(quotient, q_len);
        scratch[..r_len].copy_from_slice(&remainder[..r_len]);
        r_len = mag::sub(b.limbs, &scratch[..r_len], remainder);
    }
    (Written::new(opposite, q_len), Written::new(b.negative, r_len))
}

/// Adds one to the first `len` limbs of `a`, which has room for one more.
fn increment(a: &mut [u32], len: usize) -> usize {
    if mag::add_to(&mut a[..len], if len == 0 { &[] } else { &[1] }) == 0 && len != 0 {
        return len;
    }
    a[len] = 1;
    len + 1
}

/// Limbs that [`shl`] may write.
pub fn shl_len(a: Int<'_>, count: usize) -> usize {
    mag::shl_len(a.limbs, count)
}

/// `out = a << count`.
pub fn shl(a: Int<'_>, count: usize, out: &mut [u32]) -> Written {
    Written::new(a.negative, mag::shl(a.limbs, count, out))
}

/// Limbs that [`shr`] may write.
pub fn shr_len(a: Int<'_>, count: usize) -> usize {
    mag::shr_len(a.limbs, count) + 1
}

/// `out = a >> count`, rounded down.
pub fn shr(a: Int<'_>, count: usize, out: &mut [u32]) -> Written {
    let mut len = mag::shr(a.limbs, count, out);
    if a.negative && mag::any_bit_below(a.limbs, count) {
        len = increment(out, len);
    }
    Written::new(a.negative, len)
}
