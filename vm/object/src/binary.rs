//! Numbers as bytes: the codes of `struct`, which `array` and `memoryview` share.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::raw::bytearray::ByteArray;
use crate::raw::bytes::Bytes;
use crate::raw::int::Int;

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An integer that may be below 0.
    Signed,
    /// One that may not.
    Unsigned,
    /// An address: both.
    Pointer,
    /// A float of 2, 4 or 8 bytes.
    Float,
    /// A truth value.
    Bool,
    /// A byte as bytes.
    Char,
    /// Nothing.
    Pad,
    /// As many bytes as its count says.
    Bytes,
    /// As many bytes as its count says, the first one their number.
    Pascal,
}

/// A letter of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The letter.
    pub letter: u8,
    /// What it stands for.
    pub kind: Kind,
    /// How many bytes.
    pub size: u8,
}

/// Why an object cannot be stored.
pub enum Misfit {
    /// It is too large, or too small.
    Range,
    /// It is something else.
    Type,
    /// An exception was raised on the way.
    Raised(Raised),
}

impl From<Raised> for Misfit {
    fn from(raised: Raised) -> Misfit {
        Misfit::Raised(raised)
    }
}

impl Code {
    /// With the sizes that every machine has.
    pub fn standard(letter: u8) -> Option<Code> {
        let (kind, size) = match letter {
            b'b' => (Kind::Signed, 1),
            b'h' => (Kind::Signed, 2),
            b'i' | b'l' => (Kind::Signed, 4),
            b'q' => (Kind::Signed, 8),
            b'B' => (Kind::Unsigned, 1),
            b'H' => (Kind::Unsigned, 2),
            b'I' | b'L' => (Kind::Unsigned, 4),
            b'Q' => (Kind::Unsigned, 8),
            b'e' => (Kind::Float, 2),
            b'f' => (Kind::Float, 4),
            b'd' => (Kind::Float, 8),
            b'?' => (Kind::Bool, 1),
            b'c' => (Kind::Char, 1),
            b'x' => (Kind::Pad, 1),
            b's' => (Kind::Bytes, 1),
            b'p' => (Kind::Pascal, 1),
            _ => return None,
        };
        Some(Code { letter, kind, size })
    }

    /// With the sizes that C has here.
    pub fn native(letter: u8) -> Option<Code> {
        let word = size_of::<usize>() as u8;
        let kind = match letter {
            b'l' | b'n' => Kind::Signed,
            b'L' | b'N' => Kind::Unsigned,
            b'P' => Kind::Pointer,
            _ => return Code::standard(letter),
        };
        Some(Code { letter, kind, size: word })
    }

    /// The least and the greatest integer.
    pub fn range(self) -> (i64, u64) {
        let bits = u32::from(self.size.min(8)) * 8;
        match self.kind {
            Kind::Signed => (i64::MIN >> (64 - bits), u64::MAX >> (65 - bits)),
            _ => (0, u64::MAX >> (64 - bits)),
        }
    }
}

/// A number in up to eight bytes.
fn load(bytes: &[u8], big: bool) -> u64 {
    let add = |value: u64, &byte: &u8| value << 8 | u64::from(byte);
    if big { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
}

fn store(value: u64, big: bool, to: &mut [u8]) {
    let (bytes, len) = (value.to_le_bytes(), to.len());
    for (index, byte) in to.iter_mut().enumerate() {
        let index = if big { len - 1 - index } else { index };
        *byte = bytes.get(index).copied().unwrap_or(0);
    }
}

impl Vm {
    /// The object that bytes stand for, the most significant one first if `big`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn unpack_item(&self, code: Code, big: bool, bytes: &[u8]) -> Outcome {
        match code.kind {
            Kind::Pad => Ok(Ref::none()),
            Kind::Bool => Ok(Ref::bool(bytes.iter().any(|&byte| byte != 0))),
            Kind::Char | Kind::Bytes => self.bytes(bytes),
            Kind::Pascal => {
                let (len, rest) = bytes.split_first().unwrap_or((&0, &[]));
                self.bytes(rest.get(..usize::from(*len).min(rest.len())).unwrap_or(rest))
            }
            Kind::Float => {
                let bits = load(bytes, big);
                self.float(match code.size {
                    2 => from_half(bits as u16),
                    4 => f32::from_bits(bits as u32).into(),
                    _ => f64::from_bits(bits),
                })
            }
            Kind::Signed => {
                let unused = 64 - 8 * u32::from(code.size);
                self.int((load(bytes, big) << unused) as i64 >> unused)
            }
            Kind::Unsigned | Kind::Pointer => self.memory(self.new_uint(load(bytes, big))),
        }
    }

    /// Stores an object as bytes.
    ///
    /// # Errors
    /// [`Misfit`].
    pub fn pack_item(&self, code: Code, big: bool, value: &Obj, to: &mut [u8]) -> Result<(), Misfit> {
        let bits = match code.kind {
            Kind::Pad => 0,
            Kind::Bool => self.is_true(value)?.into(),
            Kind::Char => {
                let octet = value.cast::<Bytes>().map(|bytes| bytes.as_slice());
                let Some(&[octet]) = octet else { return Err(Misfit::Type) };
                octet.into()
            }
            Kind::Float => {
                let Some(value) = (match value.small() {
                    Some(value) => Some(value as f64),
                    None => self.real_slow(value)?,
                }) else {
                    return Err(Misfit::Type);
                };
                match code.size {
                    2 => to_half(value).ok_or(Misfit::Range)?.into(),
                    4 if value.is_finite() && (value as f32).is_infinite() => return Err(Misfit::Range),
                    4 => (value as f32).to_bits().into(),
                    _ => value.to_bits(),
                }
            }
            Kind::Signed | Kind::Unsigned | Kind::Pointer => self.pack_int(code, value)?,
            Kind::Bytes | Kind::Pascal => {
                if value.cast::<Bytes>().is_none() && value.cast::<ByteArray>().is_none() {
                    return Err(Misfit::Type);
                }
                let Some(octets) = self.octets(value)? else { return Err(Misfit::Type) };
                let to = if code.kind == Kind::Bytes {
                    to
                } else {
                    let Some((len, rest)) = to.split_first_mut() else { return Ok(()) };
                    *len = octets.len().min(rest.len()).min(255) as u8;
                    rest
                };
                to.fill(0);
                to.iter_mut().zip(octets.iter()).for_each(|(to, from)| *to = *from);
                return Ok(());
            }
        };
        store(bits, big, to);
        Ok(())
    }

    fn pack_int(&self, code: Code, value: &Obj) -> Result<u64, Misfit> {
        if value.int().is_none() && value.type_().number().index.is_none() {
            return Err(Misfit::Type);
        }
        let value = self.index_object(value)?;
        let Some(value) = value.int() else { return Err(Misfit::Type) };
        let (low, high) = code.range();
        let low = if code.kind == Kind::Pointer { isize::MIN as i64 } else { low };
        match (value.to_i64(), magnitude(value)) {
            (Some(value), _) if value < 0 => Some(value as u64).filter(|_| value >= low),
            (_, Some(value)) => Some(value).filter(|&value| value <= high),
            _ => None,
        }
        .ok_or(Misfit::Range)
    }
}

/// An integer that is not below 0, if it has 64 bits at most.
fn magnitude(value: Int<'_>) -> Option<u64> {
    match value {
        Int::Small(value) => u64::try_from(value).ok(),
        Int::Big { negative: false, limbs: &[low] } => Some(low.into()),
        Int::Big { negative: false, limbs: &[low, high] } => Some(u64::from(low) | u64::from(high) << 32),
        Int::Big { .. } => None,
    }
}

/// The value of a float of 16 bits (IEEE 754, binary16).
fn from_half(bits: u16) -> f64 {
    let (exponent, fraction) = (u64::from(bits >> 10 & 31), u64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction as f64 / 16_777_216.0,
        31 if fraction == 0 => f64::INFINITY,
        31 => f64::NAN,
        _ => f64::from_bits((exponent + 1023 - 15) << 52 | fraction << 42),
    };
    if bits >> 15 == 0 { size } else { -size }
}

/// The nearest float of 16 bits; `None` if it is too large.
fn to_half(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let size = value.abs();
    if size.is_nan() {
        return Some(sign | 0x7e00);
    }
    if size.is_infinite() {
        return Some(sign | 0x7c00);
    }
    let bits = size.to_bits();
    // What is cut off, in units of the last bit that stays: below, at or above a half.
    let (kept, cut, half) = if size < 6.103_515_625e-5 {
        let scaled = size * 16_777_216.0;
        (scaled as u64, ((scaled - (scaled as u64) as f64) * 4.0).to_bits(), 2.0f64.to_bits())
    } else {
        ((bits >> 42).wrapping_sub((1023 - 15) << 10), bits & ((1 << 42) - 1), 1 << 41)
    };
    let up = cut > half || (cut == half && kept & 1 != 0);
    let rounded = kept + u64::from(up);
    u16::try_from(rounded).ok().filter(|&rounded| rounded < 0x7c00).map(|rounded| sign | rounded)
}
