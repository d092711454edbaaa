//! Diagnoses against CPython's, code points against `core`'s.

use super::*;
use std::string::ToString;
use std::vec::Vec;

#[test]
fn diagnoses_are_those_of_python() {
    for line in include_str!("../../tests/vectors/utf8.txt").lines() {
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap();
        let hex = word();
        let bytes: Vec<u8> =
            (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect();
        let (start, end, reason) = (word(), word(), word());
        match validate(&bytes) {
            Ok(text) => assert_eq!((start, text.chars().count().to_string().as_str()), ("ok", end)),
            Err(error) => {
                assert_eq!(error.start.to_string(), start, "{line}");
                assert_eq!(error.end.to_string(), end, "{line}");
                assert_eq!(error.reason.text(), reason, "{line}");
            }
        }
    }
}

#[test]
fn every_code_point_comes_back() {
    let mut out = [0; 4];
    for point in 0..=0x10_ffff {
        let len = encode(point, &mut out);
        assert_eq!(len, encoded_len(point));
        assert_eq!(decode(&out[..len]), Some((point, len)));
        assert_eq!(decode_last(&out[..len]), Some((point, len)));
        assert_eq!(decode(&out[..len - 1]), None);
        match char::from_u32(point) {
            Some(char) => assert_eq!(char.encode_utf8(&mut [0; 4]).as_bytes(), &out[..len]),
            None => assert_eq!(decode_surrogate(&out[..len]), Some(point)),
        }
        if len > 1 {
            assert_eq!(width(&out[..len]), Width::of(point));
        }
    }
    assert_eq!(decode(b"\xe0\x80\x80"), None);
    assert_eq!(decode(b"\xf4\x90\x80\x80"), None);
    assert_eq!(decode(b""), None);
}

#[test]
fn text_is_counted_and_indexed() {
    let text = "aß日\u{1f600}".as_bytes();
    assert_eq!((count(text), width(text)), (4, Width::Four));
    assert_eq!([0, 1, 2, 3, 4, 9].map(|index| offset_of(text, index)), [0, 1, 3, 6, 10, 10]);
    assert_eq!(complete_len(&text[..8]), Ok(6));
    assert_eq!(complete_len(b"a\xff").unwrap_err().start, 1);
}

#[test]
fn surrogates_stand_for_bytes_and_pairs() {
    for byte in 0x80..=0xff {
        assert_eq!(unescape_byte(escape_byte(byte).unwrap()), Some(byte));
    }
    assert_eq!((escape_byte(b'a'), unescape_byte(0xdc7f)), (None, None));
    assert_eq!(join_surrogates(0xd83d, 0xde00), Some(0x1f600));
    assert_eq!(join_surrogates(0xde00, 0xd83d), None);
}
