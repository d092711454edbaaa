//! The grammar's examples: `// test_ok` parse, `// test_err` do not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use support::{exec, folder, tree};

#[test]
fn grammar_examples_hold() {
    let mut count = 0;
    for entry in std::fs::read_dir(folder().join("../src/grammar")).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        for block in source.split("/// ```text\n").skip(1) {
            let block = block.split("/// ```").next().unwrap_or("");
            let lines = block.lines().filter_map(|line| line.trim_start().strip_prefix("/// // "));
            let text: String = lines.map(|line| format!("{line}\n")).collect();
            for example in text.split("test_").skip(1) {
                let (head, code) = example.split_once('\n').unwrap();
                let result = tree(code.as_bytes(), exec());
                let wanted = head.starts_with("ok ");
                assert_eq!(result.is_ok(), wanted, "{}: {head}\n{code}{result:?}", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 20, "only {count} examples found");
}
