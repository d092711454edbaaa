//! Float text against the vectors that `vectors/float_text.py` writes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use pyrite_algo::Buf;
use pyrite_algo::float_text::{Alternate, ParseFloatError, Style, format, from_hex, hex, parse, repr};

fn written(write: impl FnOnce(&mut Buf<u8>) -> Result<(), pyrite_algo::OutOfMemory>) -> String {
    let mut out = Buf::new();
    write(&mut out).unwrap();
    String::from_utf8(out.to_vec()).unwrap()
}

/// Formats by a spec such as `#.10G`.
fn by_spec(value: f64, spec: &str) -> String {
    let alternate = if spec.starts_with('#') { Alternate::Yes } else { Alternate::No };
    let number = spec.trim_start_matches('#').trim_start_matches('.');
    let digits = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let Ok(precision) = digits.parse() else { return written(|out| repr(value, out)) };
    let kind = &number[digits.len()..];
    let style = match kind.to_lowercase().as_str() {
        "e" => Style::Exponent(precision),
        "f" => Style::Fixed(precision),
        "g" => Style::General(precision),
        "" => Style::GeneralPoint(precision),
        _ => panic!("{spec}"),
    };
    let text = written(|out| format(value, style, alternate, out));
    if kind.starts_with(char::is_uppercase) { text.to_uppercase() } else { text }
}

fn result(value: Result<f64, ParseFloatError>) -> String {
    match value {
        Ok(value) if value.is_nan() => "nan".to_string(),
        Ok(value) => format!("{:016x}", value.to_bits()),
        Err(ParseFloatError::Overflow) => "overflow".to_string(),
        Err(_) => "invalid".to_string(),
    }
}

#[test]
fn texts_are_those_of_python() {
    for line in include_str!("vectors/float_text.txt").lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let value = || f64::from_bits(u64::from_str_radix(words[2], 16).unwrap());
        let text = words[1].replace("\\s", " ").replace("\\t", "\t").replace("\\n", "\n").replace("\\e", "");
        let (got, expected) = match words[0] {
            "repr" => (written(|out| repr(value(), out)), words[3]),
            "hex" => (written(|out| hex(value(), out)), words[3]),
            "percent" => (by_spec(value(), words[1]), words[3]),
            "parse" => (result(parse(text.as_bytes())), words[2]),
            "fromhex" => (result(from_hex(text.as_bytes())), words[2]),
            other => panic!("{other}"),
        };
        let nan = matches!(expected, "7ff8000000000000" | "fff8000000000000");
        assert_eq!(got, if nan { "nan" } else { expected }, "{line}");
    }
}

#[test]
fn shortest_text_reads_back() {
    let mut noise = 1u64;
    for _ in 0..20_000 {
        noise = noise.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let value = f64::from_bits(noise ^ noise >> 29);
        let text = written(|out| repr(value, out));
        let back = parse(text.as_bytes()).unwrap();
        assert!(back == value || back.is_nan() && value.is_nan(), "{text}");
    }
}

#[test]
fn numbers_are_read_as_core_reads_them() {
    let mut noise = 2u64;
    let mut below = |limit: u64| {
        noise = noise.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (noise >> 33) % limit
    };
    for _ in 0..40_000 {
        let len = [1, 5, 15, 16, 17, 19, 20, 40, 800][below(9) as usize].min(1 + below(900));
        let mut text: String = (0..len).map(|_| char::from(b'0' + below(10) as u8)).collect();
        if below(2) == 0 {
            text.insert(below(len + 1) as usize, '.');
        }
        if below(3) != 0 {
            let limit = [10, 30, 330, 1200][below(4) as usize];
            text += &format!("e{}", below(2 * limit) as i64 - limit as i64);
        }
        let expected: f64 = text.parse().unwrap();
        assert_eq!(parse(text.as_bytes()).map(f64::to_bits), Ok(expected.to_bits()), "{text}");
    }
}

#[test]
fn halves_between_floats_go_to_even_and_their_neighbours_do_not() {
    let mut noise = 3u64;
    for round in 0..400 {
        noise = noise.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        // Exponents from subnormal to large; the exact decimal text of the tie has all digits.
        let low = f64::from_bits(((noise >> 12) % (1 << 52)) | ((round * 5) << 52));
        let high = f64::from_bits(low.to_bits() + 1);
        let tie = exact_middle(low, high);
        let even = if low.to_bits().is_multiple_of(2) { low } else { high };
        assert_eq!(parse(tie.as_bytes()), Ok(even), "{tie}");
        assert_eq!(parse(format!("{tie}{}1", "0".repeat(900)).as_bytes()), Ok(high), "{tie}");
    }
}

/// The decimal text of the value half way between two floats of one exponent.
fn exact_middle(low: f64, high: f64) -> String {
    let (a, b) = (format!("{low:.1100}"), format!("{high:.1100}"));
    let width = a.len().max(b.len()) + 1;
    let (a, b) = (format!("{a:0>width$}"), format!("{b:0>width$}"));
    // Add the texts, then halve the sum, digit by digit.
    let mut sum: Vec<u8> = Vec::new();
    let mut carry = 0;
    for (x, y) in a.bytes().rev().zip(b.bytes().rev()) {
        if x == b'.' {
            sum.push(x);
            continue;
        }
        let digit = x - b'0' + y - b'0' + carry;
        sum.push(b'0' + digit % 10);
        carry = digit / 10;
    }
    let mut rest = 0;
    let halve = |byte: u8| {
        if byte == b'.' {
            return '.';
        }
        let digit = rest * 10 + (byte - b'0');
        rest = digit % 2;
        char::from(b'0' + digit / 2)
    };
    sum.into_iter().rev().map(halve).collect()
}
