//! Hostile texts: deep, long, truncated, changed at random.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use pyrite_syntax::{ErrorKind, Mode, Options};
use support::{exec, folder, kind, python_files, tree};

/// Runs `test` on a stack of 128 KiB; without optimisation frames are many times larger.
fn on_small_stack(test: fn()) {
    let thread = std::thread::Builder::new()
        .stack_size(if cfg!(debug_assertions) { 4 << 20 } else { 128 << 10 })
        .spawn(test)
        .unwrap();
    assert!(thread.join().is_ok());
}

fn nested(open: &str, inner: &str, close: &str, times: usize) -> Vec<u8> {
    [open.repeat(times), inner.into(), close.repeat(times)].concat().into_bytes()
}

#[test]
fn deep_nesting_is_an_error() {
    on_small_stack(|| {
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("(a, ", ")")] {
            let text = nested(open, "a", close, 10_000);
            assert!(kind(&text, exec()).is_some(), "{open}");
        }
        assert_eq!(kind(&nested("(", "a", ")", 10_000), exec()), Some(ErrorKind::Syntax));
        for open in ["-", "not ", "~", "lambda: ", "a ** ", "a if b else ", "(a or b and not "] {
            let text = nested(open, "a", "", 10_000);
            let options = Options { max_depth: 100, ..exec() };
            assert_eq!(kind(&text, options), Some(ErrorKind::TooDeep), "{open}");
        }
        let blocks: String = (0..150).map(|depth| " ".repeat(depth) + "if a:\n").collect();
        assert_eq!(kind(blocks.as_bytes(), exec()), Some(ErrorKind::Indentation));
    });
}

#[test]
fn long_chains_need_no_depth() {
    on_small_stack(|| {
        for (first, next) in
            [("a", ".b"), ("a", "+a"), ("a", "(b)"), ("a", "[b]"), ("a", " or a"), ("a", "<a")]
        {
            let text = [first.to_string(), next.repeat(100_000)].concat();
            assert_eq!(kind(text.as_bytes(), exec()), None, "{next}");
        }
        let text = ["if a: b\n".to_string(), "elif c: d\n".repeat(10_000)].concat();
        assert_eq!(kind(text.as_bytes(), exec()), None);
        let list = ["[".to_string(), "1234567890, ".repeat(10_000), "]".to_string()].concat();
        assert_eq!(kind(list.as_bytes(), exec()), None);
        let names = "a = 1; ".repeat(20_000);
        assert_eq!(kind(names.as_bytes(), exec()), None);
    });
}

#[test]
fn text_that_is_no_text_is_placed() {
    let message = |bytes: &[u8]| tree(bytes, exec()).unwrap_err();
    let invalid = "SyntaxError|(unicode error) 'utf-8' codec can't decode byte 0xff in position 9: invalid start byte|2|4";
    assert_eq!(message(b"x = 1\ny '\xff'"), invalid);
    assert_eq!(message(b"x = \0"), "SyntaxError|source code cannot contain null bytes|1|5");
    assert_eq!(message(b"# coding: klingon\n"), "SyntaxError|unknown encoding: klingon|1|1");
    assert!(tree(b"# coding: latin-1\nx = '\xff'", exec()).is_ok());
}

#[test]
fn prompt_tells_unfinished_from_wrong() {
    let interactive = Options::new(Mode::Interactive);
    let unfinished: &[&str] = &[
        "if a:",
        "if a:\n",
        "if a:\n  b",
        "(a",
        "(a,\n",
        "'''a",
        "'''a\n",
        "a = \\\n",
        "def f():\n  pass\n ",
        "try:\n  a\n",
        "@a\n",
        "class A:",
        "f(a,",
        "if a:\n  b\nelse:",
        "f'''{a",
        "match a:\n",
        "{1: ",
        "a = [\n1,\n",
        "def f():\n  pass",
        "class A: pass",
        "for a in b:\n  if c:\n    d",
    ];
    for text in unfinished {
        assert_eq!(kind(text.as_bytes(), interactive), Some(ErrorKind::Incomplete), "{text:?}");
    }
    for text in [
        "a",
        "a\n",
        "if a:\n  b\n",
        "if a: b\n",
        "class A: pass\n",
        "",
        "\n",
        "# a",
        "def f():\n  pass\n\n",
        "a; b",
        "'''a'''",
    ] {
        assert_eq!(kind(text.as_bytes(), interactive), None, "{text:?}");
    }
    for text in ["a b", "a =", "a = 'b", "if a b:", ")", "a\nb", "if a:\nb\n", "f(a b", "x = $", "0123"] {
        let found = kind(text.as_bytes(), interactive);
        let wrong = matches!(found, Some(ErrorKind::Syntax | ErrorKind::Indentation));
        assert!(wrong || text == "f(a b", "{text:?}: {found:?}");
    }
}

/// xorshift64*: seeded, so that a failure can be run again.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end.max(1)
    }
}

#[test]
fn changed_texts_never_panic() {
    let seed = std::env::var("PYRITE_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    println!("PYRITE_SEED={seed}");
    let mut random = Random(seed);
    let mut corpus: Vec<Vec<u8>> =
        python_files(&folder().join("ok")).iter().map(|path| std::fs::read(path).unwrap()).collect();
    corpus.push(std::fs::read(folder().join("errors.txt")).unwrap());
    let pieces: &[&[u8]] = &[
        b"(",
        b")",
        b"f'{",
        b"}",
        b":",
        b"\n",
        b"\n  ",
        b"'''",
        b"\\",
        b"*",
        b" if ",
        b"=",
        b"\xff",
        b"\xc3\xa9",
    ];
    for round in 0..4_000 {
        let text = &corpus[random.below(corpus.len())];
        let start = random.below(text.len());
        let mut text = text[start..text.len().min(start + 20 + random.below(600))].to_vec();
        for _ in 0..random.below(4) {
            let at = random.below(text.len());
            match random.below(4) {
                0 => text.truncate(at),
                1 if at < text.len() => text[at] ^= 1 << random.below(8),
                2 if at < text.len() => drop(text.remove(at)),
                _ => {
                    let piece = pieces[random.below(pieces.len())];
                    text.splice(at..at, piece.iter().copied());
                }
            }
        }
        let mode = [Mode::Exec, Mode::Single, Mode::Interactive][round % 3];
        let options = Options { max_depth: 50, ..Options::new(mode) };
        let _ = tree(&text, options);
    }
}
