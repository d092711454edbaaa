//! Big integers against the results of Python, and against their own laws.
//!
//! The vectors are written by `vectors/bigint.py`, which names its seed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use pyrite_algo::bigint::bits::{BitOp, ByteOrder, Signedness, to_bytes};
use pyrite_algo::bigint::{ArithError, Big, Int, big, float, mul, power};
use pyrite_algo::{Buf, OutOfMemory};

fn int(text: &str) -> Big {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let big = Big::parse(digits.as_bytes(), 16).unwrap().unwrap();
    if text.starts_with('-') { big.negated() } else { big }
}

fn word(text: &str) -> usize {
    usize::from_str_radix(text, 16).unwrap()
}

fn double(text: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(text, 16).unwrap())
}

fn bytes(text: &str) -> Vec<u8> {
    let digits = text.trim_matches('-');
    (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn text_in(base: u32, a: &Big) -> String {
    let mut out = Buf::new();
    big::format(a.as_int(), base, &mut out).unwrap();
    String::from_utf8(out.to_vec()).unwrap()
}

fn hex(a: Result<Big, OutOfMemory>) -> String {
    text_in(16, &a.unwrap())
}

fn order(text: &str) -> ByteOrder {
    if text == "little" { ByteOrder::Little } else { ByteOrder::Big }
}

fn signedness(text: &str) -> Signedness {
    if text == "1" { Signedness::Signed } else { Signedness::Unsigned }
}

fn name(error: ArithError, op: &str) -> String {
    match error {
        ArithError::ZeroDivision if op == "modpow" => "ValueError",
        ArithError::NotInvertible => "ValueError",
        ArithError::ZeroDivision => "ZeroDivisionError",
        ArithError::Overflow | ArithError::Negative => "OverflowError",
        ArithError::OutOfMemory => "MemoryError",
    }
    .to_string()
}

/// The results of one vector, as Python printed them.
fn evaluate(op: &str, args: &[&str]) -> Result<String, ArithError> {
    let (first, second) = (|| int(args[0]), || int(args[1]));
    let pair = |f: fn(Int<'_>, Int<'_>) -> Result<Big, OutOfMemory>| {
        hex(f(int(args[0]).as_int(), int(args[1]).as_int()))
    };
    let logic = |op| hex(Big::bit_op(op, int(args[0]).as_int(), int(args[1]).as_int()));
    Ok(match op {
        "add" => pair(Big::add),
        "sub" => pair(Big::sub),
        "mul" => pair(Big::mul),
        "divmod" => {
            let (q, r) = Big::div_mod(first().as_int(), second().as_int())?;
            format!("{} {}", hex(Ok(q)), hex(Ok(r)))
        }
        "and" => logic(BitOp::And),
        "or" => logic(BitOp::Or),
        "xor" => logic(BitOp::Xor),
        "cmp" => format!("{}", first().as_int().cmp(&second().as_int()) as i8),
        "gcd" => hex(Ok(power::gcd(first().as_int(), second().as_int())?)),
        "truediv" => format!("{:016x}", power::true_div(first().as_int(), second().as_int())?.to_bits()),
        "not" => hex(Big::not(first().as_int())),
        "bits" => format!("{:x} {:x}", first().as_int().bit_length(), first().as_int().bit_count()),
        "shl" => hex(Big::shl(first().as_int(), word(args[1]))),
        "shr" => hex(Big::shr(first().as_int(), word(args[1]))),
        "isqrt" => hex(Ok(power::isqrt(first().as_int())?)),
        "pow" => hex(Ok(power::pow(first().as_int(), second().as_int())?)),
        "modpow" => hex(Ok(power::mod_pow(first().as_int(), second().as_int(), int(args[2]).as_int())?)),
        "format" => text_in(u32::from_str_radix(args[1], 16).unwrap(), &first()),
        "to_bytes" => {
            let mut out = vec![0; word(args[1])];
            to_bytes(first().as_int(), order(args[2]), signedness(args[3]), &mut out)?;
            let text: String = out.iter().map(|byte| format!("{byte:02x}")).collect();
            if text.is_empty() { "-".to_string() } else { text }
        }
        "from_bytes" => hex(Big::from_bytes(&bytes(args[0]), order(args[1]), signedness(args[2]))),
        "to_float" => {
            let value = float::to_f64(first().as_int()).ok_or(ArithError::Overflow)?;
            format!("{:016x}", value.to_bits())
        }
        "cmp_float" => format!("{}", float::cmp_f64(first().as_int(), double(args[1])).unwrap() as i8),
        "from_float" => hex(Ok(Big::from_f64(double(args[0]))?)),
        _ => panic!("unknown operation {op}"),
    })
}

#[test]
fn results_are_those_of_python() {
    for line in include_str!("vectors/bigint.txt").lines() {
        let (call, expected) = line.split_once(" = ").unwrap();
        let mut words = call.split(' ');
        let op = words.next().unwrap();
        let args: Vec<&str> = words.collect();
        let got = evaluate(op, &args).unwrap_or_else(|error| name(error, op));
        assert_eq!(got, expected, "{call}");
    }
}

#[test]
fn text_reads_back_in_every_base() {
    for line in include_str!("vectors/bigint.txt").lines().filter(|line| line.starts_with("format")) {
        let words: Vec<&str> = line.split(' ').collect();
        let base = u32::from_str_radix(words[2], 16).unwrap();
        let digits = words[4].trim_start_matches('-').to_uppercase();
        let spaced: Vec<String> =
            digits.as_bytes().chunks(3).map(|c| String::from_utf8_lossy(c).into()).collect();
        let parsed = Big::parse(spaced.join("_").as_bytes(), base).unwrap().unwrap();
        assert_eq!(hex(Ok(parsed)), words[1].trim_start_matches('-'), "{line}");
    }
    assert_eq!(Big::parse(b"12a", 10).unwrap(), None);
    assert_eq!(Big::parse(b"12", 2).unwrap(), None);
    assert_eq!(Big::parse(b"1 2", 36).unwrap(), None);
}

/// A generator of test data; no quality needed.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as u32
    }

    fn limbs(&mut self, len: usize) -> Vec<u32> {
        (0..len)
            .map(|_| match self.next() % 4 {
                0 => 0,
                1 => u32::MAX,
                _ => self.next() ^ self.next() << 1,
            })
            .collect()
    }
}

#[test]
fn product_is_the_same_with_any_scratch() {
    let mut noise = Noise(1);
    for (a_len, b_len) in [(40, 40), (81, 81), (200, 45), (45, 200), (163, 162), (500, 41), (3, 90), (0, 50)]
    {
        let (a, b) = (noise.limbs(a_len), noise.limbs(b_len));
        let full = mul::scratch_len(a_len, b_len);
        let mut expected = vec![7; a_len + b_len];
        let expected_len = mul::mul(&a, &b, &mut expected, &mut []);
        for scratch_len in [full, full / 2, full / 3, 100, 1] {
            let mut out = vec![9; a_len + b_len];
            let mut scratch = vec![5; scratch_len];
            assert_eq!(mul::mul(&a, &b, &mut out, &mut scratch), expected_len);
            assert_eq!(out, expected, "{a_len} x {b_len}, scratch {scratch_len}");
        }
    }
}

#[test]
fn quotient_times_divisor_plus_rest_is_the_dividend() {
    let mut noise = Noise(2);
    for round in 0..4000 {
        let (a, b) = (noise.limbs(round % 13), noise.limbs(1 + round % 7));
        let (a, b) = (Int::new(round % 2 == 0, &a), Int::new(round % 3 == 0, &b));
        if b.is_zero() {
            assert_eq!(Big::div_mod(a, b), Err(ArithError::ZeroDivision));
            continue;
        }
        let (q, r) = Big::div_mod(a, b).unwrap();
        let back = Big::add(Big::mul(q.as_int(), b).unwrap().as_int(), r.as_int()).unwrap();
        assert_eq!(back.as_int(), a, "round {round}");
        assert!(r.as_int().is_zero() || r.as_int().negative == b.negative);
        assert!(r.as_int().abs() < b.abs());
    }
}

#[test]
fn machine_integers_come_back() {
    for value in [0, 1, -1, i64::MAX, i64::MIN, 1 << 32, -(1 << 32), u32::MAX.into()] {
        let big = Big::from_i64(value).unwrap();
        assert_eq!(big.as_int().to_i64(), Some(value));
        assert_eq!(big.as_int().to_i128(), Some(value.into()));
        assert_eq!(big.as_int().wrapping_u64(), value as u64);
        assert_eq!(big.as_int().to_u64(), u64::try_from(value).ok());
    }
    for value in [i128::MAX, i128::MIN, 1 << 64, i128::from(i64::MIN) - 1] {
        let big = Big::from_i128(value).unwrap();
        assert_eq!(big.as_int().to_i128(), Some(value));
        assert_eq!(big.as_int().to_i64(), None);
    }
    let beyond = Big::shl(Big::from_i128(i128::MAX).unwrap().as_int(), 1).unwrap();
    assert_eq!(beyond.as_int().to_i128(), None);
}

#[test]
fn powers_that_cannot_fit_are_refused_at_once() {
    let huge = Big::from_i64(1 << 62).unwrap();
    let wide = Big::shl(huge.as_int(), 64).unwrap();
    assert_eq!(power::pow(huge.as_int(), wide.as_int()), Err(ArithError::OutOfMemory));
    let minus_one = Big::from_i64(-1).unwrap();
    assert_eq!(power::pow(minus_one.as_int(), wide.as_int()), Big::from_i64(1).map_err(Into::into));
    assert_eq!(power::pow(huge.as_int(), minus_one.as_int()), Err(ArithError::Negative));
    assert_eq!(Big::from_f64(f64::NAN), Err(ArithError::Overflow));
}
