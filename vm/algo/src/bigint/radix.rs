//! Integers as digits: magnitudes read and written in bases 2 to 36.
//!
//! Digits are handled by chunks that fill a limb (nine of base ten), so the work is a ninth of
//! the obvious loop's; bases that are powers of two cost time linear in the length.

use super::mag::{self, Divisor};

/// The largest power of `base` that fits into a limb, and its exponent.
const fn chunk(base: u32) -> (u32, usize) {
    let (mut power, mut digits) = (base, 1);
    while let Some(next) = power.checked_mul(base) {
        power = next;
        digits += 1;
    }
    (power, digits)
}

/// The value of an ASCII digit or letter; 36 or more for anything else.
pub const fn digit_value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => (byte - b'0') as u32,
        b'a'..=b'z' => (byte - b'a') as u32 + 10,
        b'A'..=b'Z' => (byte - b'A') as u32 + 10,
        _ => u32::MAX,
    }
}

/// The digit for a value below 36, letters in lower case.
pub const fn digit_char(value: u32) -> u8 {
    if value < 10 { b'0' + value as u8 } else { b'a' + (value as u8 - 10) }
}

/// Limbs that [`parse`] may write for `digits` digits.
pub fn parse_len(digits: usize, base: u32) -> usize {
    digits.div_ceil(chunk(base).1) + 1
}

/// Reads digits, skipping underscores wherever they are; `out` holds [`parse_len`] limbs.
///
/// Returns the length, or `None` if a byte is not a digit of the base. O(n**2) in the number
/// of digits, O(n) if the base is a power of two.
pub fn parse(digits: &[u8], base: u32, out: &mut [u32]) -> Option<usize> {
    if base.is_power_of_two() {
        return parse_bits(digits, base, out);
    }
    let (power, per_chunk) = chunk(base);
    let mut len = 0;
    let (mut value, mut scale, mut count) = (0u32, 1u32, 0);
    for &byte in digits {
        if byte == b'_' {
            continue;
        }
        let digit = digit_value(byte);
        if digit >= base {
            return None;
        }
        value = value * base + digit;
        scale = if count + 1 == per_chunk { power } else { scale * base };
        count += 1;
        if count == per_chunk {
            len = append(out, len, scale, value);
            (value, scale, count) = (0, 1, 0);
        }
    }
    if count != 0 {
        len = append(out, len, scale, value);
    }
    Some(len)
}

/// `out[..len] = out[..len] * scale + value`; returns the new length.
fn append(out: &mut [u32], len: usize, scale: u32, value: u32) -> usize {
    let carry = mag::mul_small(&mut out[..len], scale, value);
    if carry != 0 {
        out[len] = carry;
        return len + 1;
    }
    len
}

fn parse_bits(digits: &[u8], base: u32, out: &mut [u32]) -> Option<usize> {
    let width = base.trailing_zeros();
    let (mut len, mut filled, mut gathered) = (0, 0, 0u64);
    for &byte in digits.iter().rev().filter(|&&byte| byte != b'_') {
        let digit = digit_value(byte);
        if digit >= base {
            return None;
        }
        gathered |= u64::from(digit) << filled;
        filled += width;
        if filled >= 32 {
            out[len] = gathered as u32;
            len += 1;
            gathered >>= 32;
            filled -= 32;
        }
    }
    if filled != 0 {
        out[len] = gathered as u32;
        len += 1;
    }
    Some(mag::used(&out[..len]))
}

/// Bytes that [`format`] may write for a magnitude of `limbs` limbs.
pub fn format_len(limbs: usize, base: u32) -> usize {
    match base.is_power_of_two() {
        true => (limbs * 32).div_ceil(base.trailing_zeros() as usize).max(1),
        false => limbs * (chunk(base).1 + 1) + 1,
    }
}

/// Writes the digits of `limbs` to the end of `out`; returns where they begin.
///
/// `limbs` is used up. Zero is written as `0`. `out` holds [`format_len`] bytes. O(n**2),
/// or O(n) if the base is a power of two.
pub fn format(limbs: &mut [u32], base: u32, out: &mut [u8]) -> usize {
    let mut at = out.len();
    let mut len = mag::used(limbs);
    if base.is_power_of_two() {
        let width = base.trailing_zeros();
        let bits = mag::bit_length(&limbs[..len]).max(1);
        let mut place = 0u64;
        while place < bits {
            at -= 1;
            out[at] = digit_char(bits_at(&limbs[..len], place) & (base - 1));
            place += u64::from(width);
        }
        return at;
    }
    let (power, per_chunk) = chunk(base);
    let divisor = Divisor::new(power);
    loop {
        let mut rest = divisor.div(&mut limbs[..len]);
        len = mag::used(&limbs[..len]);
        for _ in 0..per_chunk {
            if len == 0 && rest == 0 && at < out.len() {
                return at;
            }
            at -= 1;
            out[at] = digit_char(rest % base);
            rest /= base;
        }
        if len == 0 {
            return at;
        }
    }
}

/// The 32 bits from bit `place` on.
fn bits_at(limbs: &[u32], place: u64) -> u32 {
    let index = (place / 32) as usize;
    let limb = |index: usize| u64::from(limbs.get(index).copied().unwrap_or(0));
    ((limb(index + 1) << 32 | limb(index)) >> (place % 32)) as u32
}
