//! Damaged images are refused or sound: no panic, no endless run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use pyrite_bytecode::{CodeView, Constant, ImageView, disasm, image, verify};
use pyrite_compiler::Mode;

const TEXT: &[u8] = include_bytes!("code/exceptions.py");
const MORE: &[u8] = include_bytes!("code/closures.py");

/// xorshift: the same numbers on every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// Uses every accessor of a code object and of those nested in it.
fn touch(code: &CodeView<'_>, depth: usize) -> usize {
    let mut seen = code.name().len() + code.qualname().len() + code.subtree().0.len();
    seen += (0..code.names_len().min(1000)).filter_map(|index| code.name_at(index)).count();
    seen += (0..code.sites_len()).filter_map(|index| code.site_name(index)).count();
    seen += (0..code.frees_len()).filter_map(|index| code.free_name(index)).count();
    seen += code.cells().count() + code.locals().count() + code.exception_table().count();
    seen += code.line_table().count() + code.position(3).map_or(0, |position| position.line as usize & 1);
    for index in 0..code.constants_len().min(1000) {
        match code.constant(index) {
            Some(Constant::Code(distance)) if depth > 0 => {
                seen += code.child(distance).map_or(0, |child| touch(&child, depth - 1));
            }
            Some(Constant::Tuple(items) | Constant::Frozenset(items)) => seen += items.take(1000).count(),
            _ => {}
        }
    }
    seen
}

#[test]
fn flipped_words_do_no_harm() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut accepted, mut refused) = (0, 0);
    for text in [TEXT, MORE] {
        let good = support::build(text, Mode::Exec).expect("compiles");
        for round in 0..20_000 {
            let mut words = good.clone();
            for _ in 0..1 + round % 3 {
                let at = random.next(words.len());
                words[at] = match random.next(4) {
                    0 => words[at] ^ 1 << random.next(32),
                    1 => random.next(1 << 16) as u32,
                    2 => words[random.next(words.len())],
                    _ => words[at].wrapping_add(random.next(9) as u32).wrapping_sub(4),
                };
            }
            if round % 10 == 0 {
                words.truncate(random.next(words.len()));
            }
            assert!(words == good || ImageView::new(&words).is_err(), "the check sum misses damage");
            image::seal(&mut words);
            let Ok(view) = ImageView::new(&words) else {
                refused += 1;
                continue;
            };
            let module = view.module();
            let mut out = String::new();
            disasm::disassemble(&module, &mut out).expect("text");
            touch(&module, 8);
            match verify::verify_all(&module) {
                Ok(()) => accepted += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(accepted > 100 && refused > 1000, "{accepted} accepted, {refused} refused");
}

#[test]
fn a_name_is_stored_once() {
    let text = "def f(quite_long): return quite_long\ndef g(quite_long): return quite_long + f(quite_long)\n";
    let words = support::build(text.as_bytes(), Mode::Exec).expect("compiles");
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    assert_eq!(bytes.windows(10).filter(|part| part == b"quite_long").count(), 1);
}
