//! Layouts against Python's; the vectors are written by `vectors/format_spec.py`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use pyrite_algo::bigint::{Big, big};
use pyrite_algo::format_spec::percent::{Conversion, Count, PercentError};
use pyrite_algo::format_spec::{Spec, SpecError, Subject, write_char, write_float, write_int, write_str};
use pyrite_algo::{Buf, OutOfMemory};

fn written(write: impl FnOnce(&mut Buf<u8>) -> Result<(), OutOfMemory>) -> String {
    let mut out = Buf::new();
    write(&mut out).unwrap();
    String::from_utf8(out.to_vec()).unwrap()
}

fn layout(spec: &Spec, subject: Subject, value: &str) -> String {
    written(|out| match subject {
        Subject::Str => write_str(spec, value.as_bytes(), out),
        Subject::Float => write_float(spec, f64::from_bits(u64::from_str_radix(value, 16).unwrap()), out),
        Subject::Int if spec.kind == Some('c') => write_char(spec, value.parse().unwrap(), out),
        Subject::Int => {
            let magnitude = Big::parse(value.trim_start_matches('-').as_bytes(), 10).unwrap().unwrap();
            let digits = written(|out| big::format(magnitude.as_int(), spec.base(), out));
            write_int(spec, value.starts_with('-'), &digits, out)
        }
    })
}

fn message(error: SpecError, text: &str, type_name: &str) -> String {
    match error {
        SpecError::GroupingWith(grouping, kind) => {
            format!("Cannot specify '{}' with '{kind}'.", grouping.char())
        }
        SpecError::Invalid => format!("Invalid format specifier '{text}' for object of type '{type_name}'"),
        SpecError::UnknownType(kind) => {
            let kind = if kind.is_ascii() { kind.to_string() } else { format!("\\x{:x}", u32::from(kind)) };
            format!("Unknown format code '{kind}' for object of type '{type_name}'")
        }
        other => other.text().unwrap().to_string(),
    }
}

fn formatted(text: &str, subject: Subject, value: &str) -> Result<String, SpecError> {
    let spec = Spec::parse(text, subject)?;
    spec.check(subject)?;
    Ok(layout(&spec, subject, value))
}

fn printed(format: &str, value: &str) -> String {
    let conversion = Conversion::parse(format, 1).unwrap();
    assert_eq!(conversion.end, format.len());
    let number = |count| if let Count::Number(number) = count { Some(number) } else { None };
    let spec = conversion.spec(number(conversion.width), number(conversion.precision));
    let subject = match conversion.kind {
        's' => Subject::Str,
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => Subject::Int,
        _ => Subject::Float,
    };
    layout(&spec, subject, value)
}

#[test]
fn layouts_are_those_of_python() {
    for line in include_str!("vectors/format_spec.txt").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (kind, text, value, expected) = (fields[0], fields[1], fields[2], fields[3]);
        let subject = match kind.trim_start_matches('%') {
            "str" => Subject::Str,
            "int" => Subject::Int,
            _ => Subject::Float,
        };
        let got = if kind.starts_with('%') {
            printed(text, value)
        } else {
            formatted(text, subject, value).unwrap_or_else(|error| format!("!{}", message(error, text, kind)))
        };
        assert_eq!(got, expected, "{line}");
    }
}

#[test]
fn conversions_are_read_to_their_end() {
    let conversion = Conversion::parse("a %(k(e)y)-*.*ls b", 3).unwrap();
    assert_eq!(conversion.key, Some(4..9));
    assert_eq!((conversion.width, conversion.precision), (Count::Argument, Count::Argument));
    assert_eq!((conversion.left, conversion.kind, conversion.kind_at, conversion.end), (true, 's', 15, 16));
    assert_eq!(Conversion::parse("%", 1), Err(PercentError::Incomplete));
    assert_eq!(Conversion::parse("%5.3", 1), Err(PercentError::Incomplete));
    assert_eq!(Conversion::parse("%(a", 1), Err(PercentError::IncompleteKey));
    assert_eq!(Conversion::parse("%99999999999999999999d", 1), Err(PercentError::WidthTooBig));
    assert_eq!(Conversion::parse("%.99999999999999999999d", 1), Err(PercentError::PrecisionTooBig));
    assert_eq!(Conversion::parse("%é", 1).unwrap().end, 3);
}

#[test]
fn a_field_too_wide_is_out_of_memory() {
    let spec = Spec::parse(&isize::MAX.to_string(), Subject::Str).unwrap();
    assert_eq!(write_str(&spec, b"a", &mut Buf::new()), Err(OutOfMemory));
}

#[test]
fn surrogates_are_characters() {
    let spec = Spec::parse("*^5.2", Subject::Str).unwrap();
    let mut out = Buf::new();
    write_str(&spec, b"\xed\xa0\x80bc", &mut out).unwrap();
    assert_eq!(&out[..], b"*\xed\xa0\x80b**");
    out.clear();
    write_char(&Spec::parse("3c", Subject::Int).unwrap(), 0xdfff, &mut out).unwrap();
    assert_eq!(&out[..], b"  \xed\xbf\xbf");
}
