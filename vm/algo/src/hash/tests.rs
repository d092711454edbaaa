//! Hashes against Python's, for both widths of a pointer.

use super::*;
use crate::bigint::{Big, Small, float};

#[test]
fn text_hashes_alike_in_every_storage() {
    for text in ["", "a", "name", "grün", "\u{ff}x", "日本語", "a\u{1f600}z"] {
        let wide: std::vec::Vec<u32> = text.chars().map(u32::from).collect();
        assert_eq!(hash_str(text), hash_u32(&wide));
        if let Ok(units) = wide.iter().map(|&c| u16::try_from(c)).collect::<Result<std::vec::Vec<_>, _>>() {
            assert_eq!(hash_u16(&units), hash_str(text));
        }
        if let Ok(units) = wide.iter().map(|&c| u8::try_from(c)).collect::<Result<std::vec::Vec<_>, _>>() {
            assert_eq!(hash_bytes(&units), hash_str(text));
        }
    }
    const AT_COMPILE_TIME: isize = hash_str("__init__");
    assert_eq!(AT_COMPILE_TIME, hash_bytes(b"__init__"));
}

#[test]
fn similar_names_rarely_share_a_slot() {
    let mut slots = [0u8; 1024];
    for index in 0..1024 {
        slots[hash_str(&std::format!("name_{index}")) as usize % 1024] += 1;
    }
    // A random function leaves about 377 of 1024 slots empty.
    let empty = slots.iter().filter(|&&count| count == 0).count();
    assert!((330..420).contains(&empty), "{empty} empty slots");
    assert!(slots.iter().all(|&count| count < 10));
}

#[test]
fn residues_obey_the_law_for_both_primes() {
    for line in include_str!("../../tests/vectors/hash.txt").lines() {
        let words: std::vec::Vec<&str> = line.split(' ').collect();
        let (kind, operand) = (words[0], words[1]);
        let expected = |index: usize| words[index].parse::<u64>().unwrap();
        if kind == "int" {
            let big = Big::parse(operand.as_bytes(), 16).unwrap().unwrap();
            assert_eq!(residue::of_limbs::<31>(big.as_int().limbs), expected(2), "{line}");
            assert_eq!(residue::of_limbs::<61>(big.as_int().limbs), expected(3), "{line}");
        } else {
            let value = f64::from_bits(u64::from_str_radix(operand, 16).unwrap());
            assert_eq!(residue::of_f64::<31>(value), expected(2), "{line}");
            assert_eq!(residue::of_f64::<61>(value), expected(3), "{line}");
        }
    }
}

#[test]
fn equal_numbers_hash_equal() {
    for value in [0, 1, -1, -2, 77, i64::MAX, i64::MIN, (1 << 61) - 1, -(1 << 61), 1 << 53] {
        let small = Small::from_i64(value);
        assert_eq!(hash_i64(value), hash_int(small.as_int()));
        let near = float::to_f64(small.as_int()).unwrap();
        if float::cmp_f64(small.as_int(), near) == Some(core::cmp::Ordering::Equal) {
            assert_eq!(hash_i64(value), hash_f64(near));
        }
    }
    assert_eq!(hash_i64(-1), -2);
    assert_eq!((hash_f64(f64::INFINITY), hash_f64(f64::NEG_INFINITY)), (314159, -314159));
    assert_eq!((hash_f64(f64::NAN), hash_f64(-0.0)), (0, 0));
}

#[cfg(target_pointer_width = "64")]
#[test]
fn tuples_and_sets_hash_as_in_python() {
    let tuple = |items: &[isize]| {
        let mut hash = TupleHash::new();
        items.iter().for_each(|&item| hash.add(item));
        hash.finish()
    };
    assert_eq!(tuple(&[]), 5740354900026072187);
    assert_eq!(tuple(&[0]), -8753497827991233192);
    assert_eq!(tuple(&[1, 2, 3]), 529344067295497451);
    assert_eq!(tuple(&[-2, 314159]), 8393559645588362830);
    let set = |items: &[isize]| {
        let mut hash = SetHash::default();
        items.iter().for_each(|&item| hash.add(item));
        hash.finish()
    };
    assert_eq!(set(&[]), 133146708735736);
    assert_eq!(set(&[1, 2, 3]), -272375401224217160);
    assert_eq!(set(&[3, 1, 2]), -272375401224217160);
}
