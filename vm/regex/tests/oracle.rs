//! Patterns at random against Python's `re`, with failures remembered and without.
//!
//! Patterns that match differently there for known faults of CPython (groups keep what a failed
//! alternative of a possessive repetition gave them) are not made.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::process::Command;

use pyrite_regex::{Machine, Mode, Text, compile};

/// What a line of the oracle says should be found.
fn found(pattern: &[u32], flags: u32, text: &[u32], remember: bool) -> Vec<String> {
    let program = match compile(Text::Four(pattern), true, flags) {
        Ok(program) => program,
        Err(error) => return vec!["error".into(), (error.position as i32).to_string()],
    };
    let mut poll = || true;
    let mut machine = Machine::new(&program, Text::Four(text), text.len(), 1 << 20, &mut poll).unwrap();
    if remember {
        machine.remember();
    }
    let (mut start, mut empty, mut lines) = (0, false, Vec::new());
    while machine.run(start, Mode::Search, empty).unwrap() {
        let mut line = String::new();
        for group in 0..=program.groups {
            match machine.group(group) {
                Some((start, end)) => line += &format!("{start},{end} "),
                None => line += "-1,-1 ",
            }
        }
        lines.push(format!("{line}{}", machine.last_group().unwrap_or(0)));
        let (from, to) = machine.group(0).unwrap();
        (start, empty) = (to, from == to);
    }
    lines
}

fn points(field: &str) -> Vec<u32> {
    field.split_whitespace().map(|point| u32::from_str_radix(point, 16).unwrap()).collect()
}

#[test]
fn matches_are_those_of_python() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/patterns.py");
    for seed in ["11", "12", "13"] {
        let output = Command::new("python3").args([script, seed, "1500"]).output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        assert!(lines.lines().count() > 1400, "{}", String::from_utf8_lossy(&output.stderr));
        for line in lines.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let (pattern, text) = (points(fields[0]), points(fields[2]));
            for remember in [false, true] {
                let shown: String = pattern.iter().filter_map(|&point| char::from_u32(point)).collect();
                let found = found(&pattern, fields[1].parse().unwrap(), &text, remember);
                assert_eq!(found, fields[3..], "{shown:?} in {text:x?}, remembering: {remember}");
            }
        }
    }
}

#[test]
fn hostile_patterns_end() {
    let text = [u32::from(b'a'); 2000];
    for pattern in
        ["(a*)*b", "(a+)+b", "(?:a|aa)+$b", "(.*)*(.*)*x", "(?:(?:a*)*)*b", "(?:a?){40}a{40}b", "(?=(a+)+b)"]
    {
        let pattern: Vec<u32> = pattern.chars().map(u32::from).collect();
        let program = compile(Text::Four(&pattern), true, 0).unwrap();
        let mut left = 20_000;
        let mut poll = || {
            left -= 1;
            left > 0
        };
        let mut machine = Machine::new(&program, Text::Four(&text), 2000, 1 << 22, &mut poll).unwrap();
        assert_eq!(machine.run(0, Mode::Search, false), Ok(false), "{pattern:?}");
    }
}

#[test]
fn what_is_found_stays_inside_the_text_and_the_check_is_asked() {
    let text: Vec<u32> = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab".chars().map(u32::from).collect();
    let pattern: Vec<u32> = r"(a|ab?)*\1c".chars().map(u32::from).collect();
    let program = compile(Text::Four(&pattern), true, 0).unwrap();
    let mut poll = || false;
    let mut machine = Machine::new(&program, Text::Four(&text), usize::MAX, 0, &mut poll).unwrap();
    assert!(machine.run(0, Mode::Match, false).is_err());
}
