//! Runs the committed seeds and seeded mutations of them without libFuzzer.
//! `PYRITE_FUZZ_ROUNDS` says how many mutations of each seed.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use pyrite_compiler::Mode;
use pyrite_fuzz::{
    Random, Verdict, check_image, check_regex, check_text, image_of, mutate_text, mutate_words, seeds,
};

/// C stack for what nests deep in a build without optimisation.
const STACK_BYTES: usize = 256 << 20;

fn rounds(usual: u64) -> u64 {
    std::env::var("PYRITE_FUZZ_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Runs `body` with a large stack; its panic is the test's.
fn deep(body: fn()) {
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(body).unwrap().join().unwrap();
}

/// Says which input it was if a check panics.
struct Culprit<'a>(&'a [u8]);

impl Drop for Culprit<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the text: {:?}", String::from_utf8_lossy(self.0));
        }
    }
}

#[test]
fn seeds_are_what_their_names_say() {
    deep(|| {
        let seeds = seeds().unwrap();
        assert!(seeds.len() >= 24);
        for (path, text) in seeds {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let expected = if name.starts_with("bad_") { Verdict::Refused } else { Verdict::Accepted };
            assert_eq!(check_text(&text), expected, "{name}");
        }
    });
}

#[test]
fn texts_near_seeds_are_refused_or_compile() {
    deep(|| {
        let seeds = seeds().unwrap();
        let mut accepted = 0;
        for round in 0..rounds(1500) {
            let mut random = Random::new(round + 1);
            let (_, seed) = &seeds[random.below(seeds.len())];
            let (_, other) = &seeds[random.below(seeds.len())];
            let text = mutate_text(seed, other, &mut random);
            let _culprit = Culprit(&text);
            accepted += u64::from(check_text(&text) == Verdict::Accepted);
        }
        assert!(accepted > 0, "mutations are too wild to be of use");
    });
}

#[test]
fn images_near_seeds_are_refused_or_sound() {
    deep(|| {
        let seeds = seeds().unwrap();
        let images: Vec<_> = seeds.iter().filter_map(|(_, text)| image_of(text, Mode::Exec).ok()).collect();
        let mut accepted = 0;
        for round in 0..rounds(8000) {
            let mut random = Random::new(round + 1);
            let words = mutate_words(&images[random.below(images.len())], &mut random);
            accepted += u64::from(check_image(words) == Verdict::Accepted);
        }
        assert!(accepted > 0, "mutations are too wild to be of use");
    });
}

/// Patterns, each with a text that shows something of it.
const PATTERNS: [(&str, &str); 8] = [
    (r"(a*)*b|\1(?:x{2,5}+|[^\d-z]??)", "aaab"),
    (r"(?P<name>\w+)(?(name)[]a-]|b)(?=c)", "ab]c"),
    (r"(?>a|ab)*?(?<!x)$|^\s+", " \nab"),
    (r"(?i-s:A.)(?#comment)\x41\u0042\b", "ab\nAB"),
    (r"((a)|(b(c)?))+\2{,3}", "abcba"),
    (r"(?<=ab|cd)e(?!f)[\W_]{0}", "cde"),
    (r"(?:a?){9}a{9}|\101\07[\x00-\x7f]", "aaaaaaaaa"),
    (r"(?x) a b # c", "ab"),
];

#[test]
fn patterns_near_seeds_are_refused_or_stay_in_bounds() {
    deep(|| {
        let mut accepted = 0;
        for round in 0..rounds(6000) {
            let mut random = Random::new(round + 1);
            let (pattern, text) = PATTERNS[random.below(PATTERNS.len())];
            let (other, _) = PATTERNS[random.below(PATTERNS.len())];
            let mut input = vec![random.below(256) as u8];
            input.extend(mutate_text(pattern.as_bytes(), other.as_bytes(), &mut random));
            input.push(0);
            input.extend(text.as_bytes());
            let _culprit = Culprit(&input);
            accepted += u64::from(check_regex(&input) == Verdict::Accepted);
        }
        assert!(accepted > 0, "mutations are too wild to be of use");
    });
}
