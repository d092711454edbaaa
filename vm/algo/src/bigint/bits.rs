//! Bits and bytes of integers, as if written in endless two's complement.

use super::mag;
use super::{ArithError, Int, Written};

/// An operation on pairs of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitOp {
    /// `a & b`
    And,
    /// `a | b`
    Or,
    /// `a ^ b`
    Xor,
}

impl BitOp {
    fn apply(self, a: u32, b: u32) -> u32 {
        match self {
            Self::And => a & b,
            Self::Or => a | b,
            Self::Xor => a ^ b,
        }
    }
}

/// The limbs of an integer in two's complement, one after the other, without end.
struct Complement<'a> {
    limbs: core::slice::Iter<'a, u32>,
    /// All ones for a negative number, whose limbs are inverted.
    mask: u32,
    /// The one that is added to the inverted limbs.
    carry: bool,
}

impl<'a> Complement<'a> {
    fn new(a: Int<'a>) -> Self {
        Self { limbs: a.limbs.iter(), mask: if a.negative { u32::MAX } else { 0 }, carry: a.negative }
    }

    fn next(&mut self) -> u32 {
        let limb = self.limbs.next().copied().unwrap_or(0) ^ self.mask;
        let (limb, carry) = limb.overflowing_add(u32::from(self.carry));
        self.carry = carry;
        limb
    }
}

/// Turns two's complement into a magnitude, in place.
fn negate(out: &mut [u32]) {
    let mut carry = true;
    for limb in out {
        (*limb, carry) = (!*limb).overflowing_add(u32::from(carry));
    }
}

/// Limbs that [`bit_op`] may write.
pub fn bit_op_len(a: Int<'_>, b: Int<'_>) -> usize {
    a.limbs.len().max(b.limbs.len()) + 1
}

/// `out = a op b`.
pub fn bit_op(op: BitOp, a: Int<'_>, b: Int<'_>, out: &mut [u32]) -> Written {
    let negative = op.apply(u32::from(a.negative), u32::from(b.negative)) != 0;
    let out = &mut out[..bit_op_len(a, b)];
    let (mut x, mut y) = (Complement::new(a), Complement::new(b));
    for limb in out.iter_mut() {
        *limb = op.apply(x.next(), y.next());
    }
    if negative {
        negate(out);
    }
    Written::new(negative, mag::used(out))
}

/// Limbs that [`not`] may write.
pub fn not_len(a: Int<'_>) -> usize {
    a.limbs.len() + 1
}

/// `out = ~a`, which is `-a - 1`.
pub fn not(a: Int<'_>, out: &mut [u32]) -> Written {
    let one = Int { negative: false, limbs: &[1] };
    let sum = super::int::add(a, one, out);
    Written::new(!sum.negative, sum.len)
}

/// Which byte comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The least significant one.
    Little,
    /// The most significant one.
    Big,
}

/// Whether the top bit stands for the sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signedness {
    /// All bits count.
    Unsigned,
    /// Two's complement.
    Signed,
}

/// Fills `out` with the bytes of `a`: `int.to_bytes`.
///
/// # Errors
/// [`ArithError::Negative`] for a negative `a` without sign bit, [`ArithError::Overflow`]
/// if `out` is too short; `out` is then unspecified.
pub fn to_bytes(
    a: Int<'_>,
    order: ByteOrder,
    signedness: Signedness,
    out: &mut [u8],
) -> Result<(), ArithError> {
    if a.negative && signedness == Signedness::Unsigned {
        return Err(ArithError::Negative);
    }
    let mut limbs = Complement::new(a);
    let mut limb = 0;
    let len = out.len();
    for index in 0..len {
        limb = if index % 4 == 0 { limbs.next() } else { limb >> 8 };
        let place = if order == ByteOrder::Little { index } else { len - 1 - index };
        out[place] = limb as u8;
    }
    let room = len as u64 * 8;
    let bits = a.bit_length();
    let lowest = a.negative && mag::trailing_zeros(a.limbs) as u64 + 1 == bits;
    let needed = match signedness {
        Signedness::Unsigned => bits,
        Signedness::Signed if a.is_zero() || lowest => bits,
        Signedness::Signed => bits + 1,
    };
    if needed > room { Err(ArithError::Overflow) } else { Ok(()) }
}

/// Limbs that [`from_bytes`] may write.
pub fn from_bytes_len(bytes: &[u8]) -> usize {
    bytes.len().div_ceil(4)
}

/// Reads an integer from `bytes`: `int.from_bytes`.
pub fn from_bytes(bytes: &[u8], order: ByteOrder, signedness: Signedness, out: &mut [u32]) -> Written {
    let out = &mut out[..from_bytes_len(bytes)];
    let byte = |index: usize| match order {
        ByteOrder::Little => bytes.get(index).copied(),
        ByteOrder::Big => bytes.len().checked_sub(index + 1).and_then(|place| bytes.get(place)).copied(),
    };
    let top = bytes.len().checked_sub(1).and_then(byte).unwrap_or(0);
    let negative = signedness == Signedness::Signed && top & 0x80 != 0;
    let fill = if negative { 0xff } else { 0 };
    for (index, limb) in out.iter_mut().enumerate() {
        let part = |offset: usize| byte(index * 4 + offset).unwrap_or(fill);
        *limb = u32::from_le_bytes([part(0), part(1), part(2), part(3)]);
    }
    if negative {
        negate(out);
    }
    Written::new(negative, mag::used(out))
}
