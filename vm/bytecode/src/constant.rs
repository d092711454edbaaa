//! Constants of a code record: a tree of words, read in place.
//!
//! Each constant is a header word, `tag | aux << 4`, and its payload (docs/spec/image.md,
//! "Constants"). The items of a tuple or frozenset follow it inline, so that constants
//! form trees by construction; [`Constant::read`] gives one level.

use crate::opcode::Imm;

/// Tags of the header word.
pub(crate) mod tag {
    /// `aux`: bits of an `Imm`.
    pub const IMM: u32 = 0;
    /// `aux`: the number, signed 28 bits.
    pub const SMALL_INT: u32 = 1;
    /// Two words: the number, low word first.
    pub const INT: u32 = 2;
    /// `aux`: limbs << 1 | negative; the limbs, lowest first.
    pub const BIG_INT: u32 = 3;
    /// Two words: the bits.
    pub const FLOAT: u32 = 4;
    /// Four words: bits of the real and the imaginary part.
    pub const COMPLEX: u32 = 5;
    /// `aux`: bytes; a word `characters | width << 30`; the bytes.
    pub const STR: u32 = 6;
    /// `aux`: bytes; the bytes.
    pub const BYTES: u32 = 7;
    /// `aux`: items; a word: words of all items; the items.
    pub const TUPLE: u32 = 8;
    /// As a tuple.
    pub const FROZENSET: u32 = 9;
    /// `aux`: words from the child's record back to it from this record.
    pub const CODE: u32 = 10;
    /// `aux`: bytes, all below 0x80; the bytes.
    pub const ASCII: u32 = 11;
}

/// How deep tuples and frozensets may be nested in one another.
pub const CONSTANT_DEPTH_MAX: usize = 16;

/// The storage that the widest character of a string asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CharWidth {
    /// All below U+0080.
    Ascii = 0,
    /// All below U+0100.
    Latin1 = 1,
    /// All below U+10000.
    Two = 2,
    /// The rest.
    Four = 3,
}

/// A string constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrConstant<'a> {
    /// UTF-8, but that a surrogate is encoded as if it were a character.
    pub bytes: &'a [u8],
    /// Number of characters (as recorded; wrong in a hostile image, so check when decoding).
    pub chars: u32,
    /// Width of the widest character (as recorded).
    pub width: CharWidth,
}

/// A value that code loads.
#[derive(Clone, Copy, Debug)]
pub enum Constant<'a> {
    /// None, False, True or Ellipsis (inside tuples).
    Imm(Imm),
    /// An int of up to 64 bits.
    Int(i64),
    /// A larger int.
    BigInt {
        /// It is below zero.
        negative: bool,
        /// Its absolute value in base 2**32, lowest limb first; the last is not 0.
        limbs: &'a [u32],
    },
    /// A float.
    Float(f64),
    /// A complex number: real and imaginary part.
    Complex(f64, f64),
    /// A string.
    Str(StrConstant<'a>),
    /// A bytes object.
    Bytes(&'a [u8]),
    /// A tuple.
    Tuple(Items<'a>),
    /// A frozenset.
    Frozenset(Items<'a>),
    /// A nested code object: distance in words, from the parent's record back to its own.
    Code(u32),
}

/// The items of a tuple or frozenset, or the constants of a record, in order.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    words: &'a [u32],
    len: u32,
}

impl<'a> Items<'a> {
    /// The first `len` constants in `words`.
    pub(crate) fn new(words: &'a [u32], len: u32) -> Self {
        Items { words, len }
    }

    /// How many there are (as recorded; iteration may end before in a hostile image).
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether the items fill their words exactly.
    pub(crate) fn is_exact(mut self) -> bool {
        while self.next().is_some() {}
        self.len == 0 && self.words.is_empty()
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Constant<'a>;

    fn next(&mut self) -> Option<Constant<'a>> {
        self.len.checked_sub(1)?;
        let (constant, rest) = Constant::read(self.words)?;
        self.len -= 1;
        self.words = rest;
        Some(constant)
    }
}

fn split(words: &[u32], len: usize) -> Option<(&[u32], &[u32])> {
    words.split_at_checked(len)
}

fn split_bytes(words: &[u32], len: usize) -> Option<(&[u8], &[u32])> {
    let (data, rest) = split(words, len.div_ceil(4))?;
    Some((bytemuck::cast_slice(data).get(..len)?, rest))
}

fn split_wide(words: &[u32]) -> Option<(u64, &[u32])> {
    let (&[low, high], rest) = words.split_first_chunk::<2>()?;
    Some((u64::from(low) | u64::from(high) << 32, rest))
}

impl<'a> Constant<'a> {
    /// Reads the constant at the start of `words`; also gives what follows it.
    pub fn read(words: &'a [u32]) -> Option<(Constant<'a>, &'a [u32])> {
        let (&head, rest) = words.split_first()?;
        let aux = head >> 4;
        Some(match head & 15 {
            tag::IMM => (Constant::Imm(Imm::from_bits(u16::try_from(aux).ok()?)?), rest),
            tag::SMALL_INT => (Constant::Int(i64::from(head as i32 >> 4)), rest),
            tag::INT => {
                let (bits, rest) = split_wide(rest)?;
                (Constant::Int(bits as i64), rest)
            }
            tag::BIG_INT => {
                let (limbs, rest) = split(rest, aux as usize >> 1)?;
                (Constant::BigInt { negative: aux & 1 != 0, limbs }, rest)
            }
            tag::FLOAT => {
                let (bits, rest) = split_wide(rest)?;
                (Constant::Float(f64::from_bits(bits)), rest)
            }
            tag::COMPLEX => {
                let (real, rest) = split_wide(rest)?;
                let (imaginary, rest) = split_wide(rest)?;
                (Constant::Complex(f64::from_bits(real), f64::from_bits(imaginary)), rest)
            }
            tag::STR => {
                let (&count, rest) = rest.split_first()?;
                let (bytes, rest) = split_bytes(rest, aux as usize)?;
                let width = match count >> 30 {
                    0 => CharWidth::Ascii,
                    1 => CharWidth::Latin1,
                    2 => CharWidth::Two,
                    _ => CharWidth::Four,
                };
                (Constant::Str(StrConstant { bytes, chars: count & 0x3fff_ffff, width }), rest)
            }
            tag::ASCII => {
                let (bytes, rest) = split_bytes(rest, aux as usize)?;
                (Constant::Str(StrConstant { bytes, chars: aux, width: CharWidth::Ascii }), rest)
            }
            tag::BYTES => {
                let (bytes, rest) = split_bytes(rest, aux as usize)?;
                (Constant::Bytes(bytes), rest)
            }
            tag::TUPLE | tag::FROZENSET => {
                let (&size, rest) = rest.split_first()?;
                let (words, rest) = split(rest, size as usize)?;
                let items = Items { words, len: aux };
                let frozenset = head & 15 == tag::FROZENSET;
                (if frozenset { Constant::Frozenset(items) } else { Constant::Tuple(items) }, rest)
            }
            tag::CODE => (Constant::Code(aux), rest),
            _ => return None,
        })
    }
}

/// Whether a string's bytes are UTF-8 but for encoded surrogates, and its counts are true.
pub(crate) fn is_wtf8(text: StrConstant<'_>) -> bool {
    let (mut chars, mut widest) = (0u32, 0u32);
    let mut rest = text.bytes;
    while let Some((&lead, tail)) = rest.split_first() {
        let (len, bits, least) = match lead {
            0..=0x7f => (0, u32::from(lead), 0),
            0xc2..=0xdf => (1, u32::from(lead & 0x1f), 0x80),
            0xe0..=0xef => (2, u32::from(lead & 0x0f), 0x800),
            0xf0..=0xf4 => (3, u32::from(lead & 0x07), 0x1_0000),
            _ => return false,
        };
        let Some((more, tail)) = tail.split_at_checked(len) else { return false };
        if more.iter().any(|byte| byte & 0xc0 != 0x80) {
            return false;
        }
        let char = more.iter().fold(bits, |char, &byte| char << 6 | u32::from(byte & 0x3f));
        if char < least || char > 0x10_ffff {
            return false;
        }
        chars += 1;
        widest = widest.max(char);
        rest = tail;
    }
    let width = match widest {
        0..=0x7f => CharWidth::Ascii,
        0x80..=0xff => CharWidth::Latin1,
        0x100..=0xffff => CharWidth::Two,
        _ => CharWidth::Four,
    };
    chars == text.chars && width == text.width
}
