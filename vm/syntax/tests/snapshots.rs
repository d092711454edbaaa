//! Trees of `ok/*.py`, messages of `errors.txt`; `PYRITE_BLESS=1` rewrites.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use support::{exec, folder, python_files, tree};

fn check(path: &Path, actual: &str) {
    if std::env::var_os("PYRITE_BLESS").is_some() {
        std::fs::write(path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    let line = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
    let differs = expected != actual;
    assert!(!differs, "{} differs, first in line {:?}; PYRITE_BLESS=1 accepts it", path.display(), line);
}

#[test]
fn trees_are_as_blessed() {
    for path in python_files(&folder().join("ok")) {
        let text = tree(&std::fs::read(&path).unwrap(), exec()).unwrap();
        check(&path.with_extension("ast"), &text);
    }
}

#[test]
fn error_texts_are_as_blessed() {
    let text = std::fs::read_to_string(folder().join("errors.txt")).unwrap();
    let mut out = String::new();
    for snippet in text.split("%%\n") {
        let answer = match tree(snippet.as_bytes(), exec()) {
            Ok(_) => "no error".to_string(),
            Err(text) => text,
        };
        out.push_str(&format!("{snippet:?}\n    {answer}\n"));
    }
    check(&folder().join("errors.expected"), &out);
}
