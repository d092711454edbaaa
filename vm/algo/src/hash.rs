//! Hashes of text, numbers and tuples.
//!
//! Text: FNV-1a over code points (or bytes), finished by a multiplication and two shifts.
//! Four instructions a character on a Cortex-M0+, which has no unaligned loads and no wide
//! product, so that hashes taking a word at a time lose there what they gain elsewhere.
//! It is `const`, so names in flash carry their hash, and does not depend on how wide a
//! string is stored. It is not seeded: keys chosen to collide slow a dict down.
//!
//! Numbers: Python's law that equal numbers hash equal, through the residue modulo a Mersenne
//! prime: 2**31 - 1 where a pointer has 32 bits, else 2**61 - 1.
//! Source: Python Library Reference, "Hashing of numeric types".

/// A hash is never this value, which means "not computed" or "raised".
pub const NO_HASH: isize = -1;

/// The hash of positive infinity; that of negative infinity is its negative.
pub const INFINITY: isize = 314_159;

/// Exponent of the Mersenne prime of this target.
pub const BITS: u32 = if isize::BITS == 64 { 61 } else { 31 };

/// `sys.hash_info.modulus`
pub const MODULUS: usize = (1 << BITS) - 1;

/// Keeps [`NO_HASH`] free.
const fn usable(hash: isize) -> isize {
    if hash == NO_HASH { -2 } else { hash }
}

/// The hash of text, unit by unit.
#[derive(Clone, Copy, Debug)]
struct Text(u32);

impl Text {
    const START: Self = Self(0x811c_9dc5);

    const fn add(self, unit: u32) -> Self {
        Self((self.0 ^ unit).wrapping_mul(0x0100_0193))
    }

    /// Spreads the bits: low ones depend on low ones only until here.
    const fn finish(self) -> isize {
        let mixed = (self.0 ^ self.0 >> 15).wrapping_mul(0x2c1b_3c6d);
        usable((mixed ^ mixed >> 13) as i32 as isize)
    }
}

/// The hash of bytes, and of a string of characters below 256 stored one byte each.
pub const fn hash_bytes(bytes: &[u8]) -> isize {
    let mut hash = Text::START;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        hash = hash.add(*byte as u32);
        rest = tail;
    }
    hash.finish()
}

/// The hash of a string stored two bytes a character.
pub fn hash_u16(units: &[u16]) -> isize {
    units.iter().fold(Text::START, |hash, &unit| hash.add(u32::from(unit))).finish()
}

/// The hash of a string stored four bytes a character.
pub fn hash_u32(units: &[u32]) -> isize {
    units.iter().fold(Text::START, |hash, &unit| hash.add(unit)).finish()
}

/// The hash of a string in UTF-8: what the other three give for its code points.
pub const fn hash_str(text: &str) -> isize {
    let mut hash = Text::START;
    let mut rest = text.as_bytes();
    loop {
        let (unit, tail) = match rest {
            [] => return hash.finish(),
            [a @ ..0x80, tail @ ..] => (*a as u32, tail),
            [a @ ..0xe0, b, tail @ ..] => ((*a as u32 & 31) << 6 | low(*b), tail),
            [a @ ..0xf0, b, c, tail @ ..] => ((*a as u32 & 15) << 12 | low(*b) << 6 | low(*c), tail),
            [a, b, c, d, tail @ ..] => ((*a as u32 & 7) << 18 | low(*b) << 12 | low(*c) << 6 | low(*d), tail),
            // A str is valid UTF-8: this is out of reach.
            [a, tail @ ..] => (*a as u32, tail),
        };
        hash = hash.add(unit);
        rest = tail;
    }
}

/// The payload of a continuation byte.
const fn low(byte: u8) -> u32 {
    byte as u32 & 63
}

/// Arithmetic modulo `2**P - 1`, generic so that both widths are tested everywhere.
mod residue {
    /// `value` modulo the prime.
    pub const fn reduce<const P: u32>(value: u64) -> u64 {
        let prime = (1 << P) - 1;
        let mut value = value;
        while value > prime {
            value = (value & prime) + (value >> P);
        }
        if value == prime { 0 } else { value }
    }

    /// `value * 2**count` modulo the prime: a rotation, for `value` below it.
    pub const fn rotate<const P: u32>(value: u64, count: u32) -> u64 {
        let count = count % P;
        if count == 0 { value } else { (value << count & ((1 << P) - 1)) | value >> (P - count) }
    }

    /// The residue of a magnitude.
    pub fn of_limbs<const P: u32>(limbs: &[u32]) -> u64 {
        let step = |hash, &limb: &u32| reduce::<P>(rotate::<P>(hash, 32) + limb as u64);
        limbs.iter().rev().fold(0, step)
    }

    /// The residue of the magnitude of a finite float: of `mantissa * 2**exponent`.
    pub fn of_f64<const P: u32>(value: f64) -> u64 {
        let bits = value.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, exponent) = match (bits >> 52 & 0x7ff) as i32 {
            0 => (fraction, -1074),
            biased => (fraction | 1 << 52, biased - 1075),
        };
        rotate::<P>(reduce::<P>(mantissa), exponent.rem_euclid(P as i32) as u32)
    }
}

const fn signed(negative: bool, residue: u64) -> isize {
    let magnitude = residue as isize;
    usable(if negative { -magnitude } else { magnitude })
}

/// The hash of a machine integer.
pub const fn hash_i64(value: i64) -> isize {
    signed(value < 0, residue::reduce::<BITS>(value.unsigned_abs()))
}

/// The hash of an integer in limbs, least significant first.
pub fn hash_int(int: crate::bigint::Int<'_>) -> isize {
    signed(int.negative, residue::of_limbs::<BITS>(int.limbs))
}

/// The hash of a float. For NaN zero: the caller gives each NaN object its own.
pub fn hash_f64(value: f64) -> isize {
    if value.is_finite() {
        signed(value < 0.0, residue::of_f64::<BITS>(value))
    } else if value.is_nan() {
        0
    } else if value > 0.0 {
        INFINITY
    } else {
        -INFINITY
    }
}

/// The hash of an address, such as of an object without a hash of its own.
pub const fn hash_address(addr: usize) -> isize {
    usable(addr.rotate_right(4) as isize)
}

/// The hash of a complex number, from its parts' hashes.
pub const fn hash_complex(real: isize, imag: isize) -> isize {
    const IMAGINARY: isize = 1_000_003;
    usable(real.wrapping_add(imag.wrapping_mul(IMAGINARY)))
}

/// Constants of xxHash for the width of a pointer.
const PRIMES: ([usize; 3], u32) = if usize::BITS == 64 {
    (
        [
            0x9e37_79b1_85eb_ca87_u64 as usize,
            0xc2b2_ae3d_27d4_eb4f_u64 as usize,
            0x27d4_eb2f_1656_67c5_u64 as usize,
        ],
        31,
    )
} else {
    ([0x9e37_79b1, 0x85eb_ca77, 0x1656_67b1], 13)
};

/// The hash of a tuple, item by item.
///
/// Source: CPython Objects/tupleobject.c, `tuplehash` (xxHash without its tail).
#[derive(Clone, Copy, Debug)]
pub struct TupleHash {
    state: usize,
    len: usize,
}

impl Default for TupleHash {
    fn default() -> Self {
        Self::new()
    }
}

impl TupleHash {
    /// The state before the first item.
    pub const fn new() -> Self {
        Self { state: PRIMES.0[2], len: 0 }
    }

    /// Takes the hash of the next item.
    pub const fn add(&mut self, hash: isize) {
        let ([first, second, _], rotation) = PRIMES;
        let sum = self.state.wrapping_add((hash as usize).wrapping_mul(second));
        self.state = sum.rotate_left(rotation).wrapping_mul(first);
        self.len += 1;
    }

    /// The hash of the items taken.
    pub const fn finish(self) -> isize {
        let hash = self.state.wrapping_add(self.len ^ PRIMES.0[2] ^ 3_527_539) as isize;
        if hash == NO_HASH { 1_546_275_796 } else { hash }
    }
}

/// The hash of a frozenset, item by item in any order.
///
/// Source: CPython Objects/setobject.c, `frozenset_hash`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SetHash {
    state: usize,
    len: usize,
}

impl SetHash {
    /// Takes the hash of another item.
    pub const fn add(&mut self, hash: isize) {
        let hash = hash as usize;
        self.state ^= (hash ^ 89_869_747 ^ hash << 16).wrapping_mul(3_644_798_167);
        self.len += 1;
    }

    /// The hash of the items taken.
    pub const fn finish(self) -> isize {
        let mut hash = self.state ^ (self.len + 1).wrapping_mul(1_927_868_237);
        hash ^= hash >> 11 ^ hash >> 25;
        let hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923) as isize;
        if hash == NO_HASH { 590_923_713 } else { hash }
    }
}

#[cfg(test)]
mod tests;
