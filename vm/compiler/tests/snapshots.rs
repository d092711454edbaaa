//! The code of the texts in `tests/code`; `PYRITE_BLESS=1` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use pyrite_bytecode::{ImageView, disasm};
use pyrite_compiler::Mode;

#[test]
fn code_is_as_recorded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/code");
    let mut failures = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        count += 1;
        let source = std::fs::read(&path).expect("readable");
        let name = path.display().to_string();
        support::check(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mode = if name.ends_with("single.py") { Mode::Single } else { Mode::Exec };
        let words = support::build(&source, mode).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let mut text = String::new();
        disasm::disassemble(&ImageView::new(&words).expect("image").module(), &mut text).expect("text");
        let text: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        let recorded = path.with_extension("dis");
        if std::env::var_os("PYRITE_BLESS").is_some() {
            std::fs::write(&recorded, text).expect("writable");
        } else if std::fs::read_to_string(&recorded).unwrap_or_default() != text {
            failures.push(name);
        }
    }
    assert!(count >= 10, "only {count} texts");
    assert!(failures.is_empty(), "changed: {failures:?}");
}
