//! Float text against Python's; the vectors are written by `vectors/float_text.py`.

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
