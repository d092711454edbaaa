//! An integer that owns its limbs.

use super::bits::{self, BitOp, ByteOrder, Signedness};
use super::{ArithError, Int, Small, Written, float, int, mag, mul, radix};
use crate::buf::{Buf, OutOfMemory};

/// An integer of any size. Every operation that makes a new one can run out of memory.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Big {
    negative: bool,
    limbs: Buf<u32>,
}

/// A buffer of `len` zero limbs.
fn room(len: usize) -> Result<Buf<u32>, OutOfMemory> {
    let mut limbs = Buf::with_capacity(len)?;
    limbs.resize(len, 0)?;
    Ok(limbs)
}

impl Big {
    /// Zero; allocates nothing.
    pub const fn zero() -> Self {
        Self { negative: false, limbs: Buf::new() }
    }

    /// Fills `len` limbs through `write` and keeps what it says it wrote.
    fn build(len: usize, write: impl FnOnce(&mut [u32]) -> Written) -> Result<Self, OutOfMemory> {
        let mut limbs = room(len)?;
        let written = write(&mut limbs);
        limbs.truncate(written.len);
        Ok(Self { negative: written.negative, limbs })
    }

    /// A copy of a borrowed integer.
    ///
    /// # Errors
    /// [`OutOfMemory`], as all that follow.
    pub fn copy(from: Int<'_>) -> Result<Self, OutOfMemory> {
        Ok(Self { negative: from.negative, limbs: Buf::from_slice(from.limbs)? })
    }

    /// The value of a machine integer.
    pub fn from_i64(value: i64) -> Result<Self, OutOfMemory> {
        Self::copy(Small::from_i64(value).as_int())
    }

    /// The value of an unsigned machine integer.
    pub fn from_u64(value: u64) -> Result<Self, OutOfMemory> {
        Self::copy(Small::from_u64(value).as_int())
    }

    /// The value of a wide machine integer.
    pub fn from_i128(value: i128) -> Result<Self, OutOfMemory> {
        Self::copy(Small::from_i128(value).as_int())
    }

    /// `value` rounded towards zero.
    ///
    /// # Errors
    /// [`ArithError::Overflow`] if it is not finite.
    pub fn from_f64(value: f64) -> Result<Self, ArithError> {
        let mut limbs = [0; float::FROM_F64_LEN];
        let written = float::from_f64(value, &mut limbs).ok_or(ArithError::Overflow)?;
        Ok(Self::copy(Int::of(written, &limbs))?)
    }

    /// The integer, borrowed.
    pub fn as_int(&self) -> Int<'_> {
        Int { negative: self.negative, limbs: &self.limbs }
    }

    /// The integer with its sign turned round.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.negative = !self.negative && !self.limbs.is_empty();
        self
    }

    /// `a + b`
    pub fn add(a: Int<'_>, b: Int<'_>) -> Result<Self, OutOfMemory> {
        Self::build(int::add_len(a, b), |out| int::add(a, b, out))
    }

    /// `a - b`
    pub fn sub(a: Int<'_>, b: Int<'_>) -> Result<Self, OutOfMemory> {
        Self::build(int::add_len(a, b), |out| int::sub(a, b, out))
    }

    /// `a * b`; where scratch memory is short it takes longer, but succeeds.
    pub fn mul(a: Int<'_>, b: Int<'_>) -> Result<Self, OutOfMemory> {
        let mut scratch = room(mul::scratch_len(a.limbs.len(), b.limbs.len())).unwrap_or_default();
        Self::build(int::mul_len(a, b), |out| int::mul(a, b, out, &mut scratch))
    }

    /// `divmod(a, b)`, rounded down.
    ///
    /// # Errors
    /// [`ArithError::ZeroDivision`], [`ArithError::OutOfMemory`].
    pub fn div_mod(a: Int<'_>, b: Int<'_>) -> Result<(Self, Self), ArithError> {
        if b.is_zero() {
            return Err(ArithError::ZeroDivision);
        }
        let mut quotient = room(int::quotient_len(a, b))?;
        let mut remainder = room(int::remainder_len(a, b))?;
        let mut scratch = room(int::div_scratch_len(b))?;
        let (q, r) = int::div_mod(a, b, &mut quotient, &mut remainder, &mut scratch);
        quotient.truncate(q.len);
        remainder.truncate(r.len);
        Ok((Self { negative: q.negative, limbs: quotient }, Self { negative: r.negative, limbs: remainder }))
    }

    /// `a // b`; errors as [`Big::div_mod`].
    pub fn floor_div(a: Int<'_>, b: Int<'_>) -> Result<Self, ArithError> {
        Ok(Self::div_mod(a, b)?.0)
    }

    /// `a % b`; errors as [`Big::div_mod`].
    pub fn modulo(a: Int<'_>, b: Int<'_>) -> Result<Self, ArithError> {
        Ok(Self::div_mod(a, b)?.1)
    }

    /// `a << count`
    pub fn shl(a: Int<'_>, count: usize) -> Result<Self, OutOfMemory> {
        Self::build(int::shl_len(a, count), |out| int::shl(a, count, out))
    }

    /// `a >> count`, rounded down.
    pub fn shr(a: Int<'_>, count: usize) -> Result<Self, OutOfMemory> {
        Self::build(int::shr_len(a, count), |out| int::shr(a, count, out))
    }

    /// `a op b` for a bitwise operation.
    pub fn bit_op(op: BitOp, a: Int<'_>, b: Int<'_>) -> Result<Self, OutOfMemory> {
        Self::build(bits::bit_op_len(a, b), |out| bits::bit_op(op, a, b, out))
    }

    /// `~a`
    pub fn not(a: Int<'_>) -> Result<Self, OutOfMemory> {
        Self::build(bits::not_len(a), |out| bits::not(a, out))
    }

    /// `int.from_bytes`
    pub fn from_bytes(bytes: &[u8], order: ByteOrder, signedness: Signedness) -> Result<Self, OutOfMemory> {
        Self::build(bits::from_bytes_len(bytes), |out| bits::from_bytes(bytes, order, signedness, out))
    }

    /// The magnitude that `digits` of `base` (2 to 36) spell; underscores are skipped.
    /// `None` if a byte is no digit of the base.
    pub fn parse(digits: &[u8], base: u32) -> Result<Option<Self>, OutOfMemory> {
        let mut limbs = room(radix::parse_len(digits.len(), base))?;
        let Some(len) = radix::parse(digits, base, &mut limbs) else { return Ok(None) };
        limbs.truncate(len);
        limbs.shrink();
        Ok(Some(Self { negative: false, limbs }))
    }

    /// Makes room for `len` limbs at once, so that a loop need not ask again.
    pub(super) fn from_limbs(limbs: &[u32]) -> Result<Self, OutOfMemory> {
        Self::copy(Int { negative: false, limbs: mag::trim(limbs) })
    }
}

/// Appends the text of `a` in `base` (2 to 36), with `-` if it is negative, without a prefix.
///
/// # Errors
/// [`OutOfMemory`]; `out` is as before.
pub fn format(a: Int<'_>, base: u32, out: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let mut limbs = Buf::from_slice(a.limbs)?;
    let mut text = Buf::new();
    text.resize(radix::format_len(limbs.len(), base), 0)?;
    let start = radix::format(&mut limbs, base, &mut text);
    let digits = &text[start..];
    out.reserve(digits.len() + 1)?;
    if a.negative {
        out.push(b'-')?;
    }
    out.extend_from_slice(digits)
}
