//! Checks that look at one Rust file: its size, its names, words to avoid.

use super::Finding;
use super::source::{Source, matching_brace};

/// Longest file, without tests and pure tables.
const MAX_FILE_LINES: usize = 800;
/// Longest function.
const MAX_FUNCTION_LINES: usize = 80;
/// Longest tagline.
const MAX_TAGLINE: usize = 80;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 4] = ["utils", "misc", "common", "helpers"];
/// Folders whose code allocates only through fallible buffers.
const FALLIBLE: [&str; 4] = ["vm/", "kernel/", "services/", "dynload/"];
/// Crates among them that run on the host, while firmware is built.
const BUILD_TIME: [&str; 2] = ["kernel/board/", "kernel/freertos-src/"];
/// Words of the infallible allocator.
const ALLOCATING: [&str; 12] = [
    "Vec<",
    "Vec::",
    "Box<",
    "Box::",
    "String::",
    ": String",
    "<String",
    "-> String",
    "format!",
    "vec!",
    ".to_vec()",
    ".to_owned()",
];
/// The one module of the VM that may hold a mutable static.
const CURRENT: &str = "vm/object/src/model/current.rs";
/// Types that make a static mutable.
const MUTABLE: [&str; 9] = [
    "Cell<",
    "UnsafeCell",
    "Atomic",
    "Mutex<",
    "RwLock<",
    "OnceLock<",
    "LazyLock<",
    "LazyCell<",
    "OnceCell<",
];

/// Runs every check of this file.
pub fn check(source: &Source, findings: &mut Vec<Finding>) {
    tagline(source, findings);
    file_size(source, findings);
    function_size(source, findings);
    empty_name(source, findings);
    conditional(source, findings);
    statics(source, findings);
    allow_reason(source, findings);
    open_work(source, findings);
    allocation(source, findings);
}

fn report(source: &Source, line: usize, text: impl Into<String>, findings: &mut Vec<Finding>) {
    findings.push(Finding::new(&source.path, line, text));
}

fn tagline(source: &Source, findings: &mut Vec<Finding>) {
    let first = source.text.lines().next().unwrap_or_default();
    if !first.starts_with("//! ") {
        report(source, 1, "the first line is no `//!` tagline", findings);
    } else if first.chars().count() - "//! ".len() >= MAX_TAGLINE {
        report(source, 1, format!("the tagline is not under {MAX_TAGLINE} characters"), findings);
    }
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".rs").unwrap_or(name)
}

fn is_table(path: &str) -> bool {
    let stem = stem(path);
    stem == "tables" || stem.ends_with("_table") || path.contains("/tables/")
}

fn file_size(source: &Source, findings: &mut Vec<Finding>) {
    let lines = source.product_lines();
    if lines > MAX_FILE_LINES && !is_table(&source.path) {
        report(source, 1, format!("{lines} lines without tests, limit {MAX_FILE_LINES}"), findings);
    }
}

fn function_size(source: &Source, findings: &mut Vec<Finding>) {
    for (at, _) in source.code.match_indices("fn ") {
        let line = source.line_of(at);
        let before = source.code.get(..at).and_then(|s| s.chars().next_back());
        if source.is_test(line) || before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = source.code.get(at..).unwrap_or_default();
        let Some(open) = body_start(rest) else { continue };
        let Some(close) = matching_brace(&source.code, at + open) else { continue };
        let lines = source.line_of(close) - line + 1;
        if lines > MAX_FUNCTION_LINES && !attributes_before(source, line).contains("too_many_lines") {
            report(
                source,
                line,
                format!("a function of {lines} lines, limit {MAX_FUNCTION_LINES}"),
                findings,
            );
        }
    }
}

/// Where the body's brace is, if the signature does not end in a semicolon.
fn body_start(signature: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (i, byte) in signature.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Some(i),
            b';' if depth == 0 => return None,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}

/// The attributes in the lines above, joined.
fn attributes_before(source: &Source, line: usize) -> String {
    let lines: Vec<&str> = source.code.lines().take(line.saturating_sub(1)).collect();
    let above = lines.iter().rev().take_while(|l| !l.trim_end().ends_with(['}', ';', '{']));
    above.copied().collect::<Vec<_>>().join("\n")
}

fn empty_name(source: &Source, findings: &mut Vec<Finding>) {
    let parts = source.path.split('/').map(stem);
    for part in parts.filter(|p| EMPTY_NAMES.contains(p)) {
        report(source, 1, format!("the name {part:?} says nothing about what is inside"), findings);
    }
}

fn conditional(source: &Source, findings: &mut Vec<Finding>) {
    let free = ["ports/", "qemu/"].iter().any(|p| source.path.starts_with(p));
    if free || stem(&source.path) == "backend" || source.path.ends_with("build.rs") {
        return;
    }
    for (line, code) in source.product() {
        // That images are little-endian is no condition of a board.
        let code = code.replace("cfg!(target_endian", "");
        let rest = code.replace("cfg(test)", "").replace("cfg(not(test))", "").replace("cfg_attr(test,", "");
        let no_std = rest.contains("cfg_attr(") && rest.contains("no_std");
        if !no_std && ["cfg(", "cfg!(", "cfg_attr("].iter().any(|w| rest.contains(w)) {
            report(source, line, "cfg is for test, no_std and backend.rs", findings);
        }
    }
}

fn statics(source: &Source, findings: &mut Vec<Finding>) {
    if !source.path.starts_with("vm/") || source.path == CURRENT {
        return;
    }
    for (line, code) in source.product() {
        let code = code.trim_start();
        let item = code.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        let mutable = item.starts_with("static mut ")
            || item.starts_with("thread_local!")
            || (item.starts_with("static ") && MUTABLE.iter().any(|w| item.contains(w)));
        if mutable {
            report(source, line, format!("a mutable static; in vm/ only {CURRENT} has one"), findings);
        }
    }
}

fn allow_reason(source: &Source, findings: &mut Vec<Finding>) {
    for word in ["#[allow(", "#![allow(", "#[expect(", "#![expect("] {
        for (at, _) in source.code.match_indices(word) {
            let rest = source.code.get(at..).unwrap_or_default();
            let attribute = rest.get(..rest.find(")]").unwrap_or(rest.len())).unwrap_or(rest);
            if !attribute.contains("reason") {
                report(source, source.line_of(at), "an allow without a reason", findings);
            }
        }
    }
}

fn open_work(source: &Source, findings: &mut Vec<Finding>) {
    for (i, comment) in source.comments.lines().enumerate() {
        if let Some(text) = open_work_in(comment) {
            report(source, i + 1, text, findings);
        }
    }
}

/// What is wrong with the mark for open work in a comment, if anything.
pub fn open_work_in(comment: &str) -> Option<String> {
    for word in ["TODO", "FIXME", "XXX"] {
        let Some(at) = comment.find(word) else { continue };
        let after = comment.get(at + word.len()..).unwrap_or_default();
        let issue = after.strip_prefix("(#").and_then(|rest| rest.split_once(')'));
        let numbered =
            issue.is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
        let in_word = after.starts_with(|c: char| c.is_alphanumeric())
            || comment.get(..at).is_some_and(|b| b.ends_with(|c: char| c.is_alphanumeric()));
        if !(in_word || (numbered && word == "TODO")) {
            return Some(format!("{word} without an issue: write {}(#123)", "TODO"));
        }
    }
    None
}

fn allocation(source: &Source, findings: &mut Vec<Finding>) {
    let starts = |list: &[&str]| list.iter().any(|p| source.path.starts_with(p));
    let bound = starts(&FALLIBLE) && !starts(&BUILD_TIME);
    let host_side =
        ["fake", "host", "build"].contains(&stem(&source.path)) || source.path.contains("/host/src/");
    if !bound || stem(&source.path) == "buf" || (host_side && source.path != "vm/host/src/lib.rs") {
        return;
    }
    for (line, code) in source.product() {
        for word in ALLOCATING {
            let whole = code.match_indices(word).any(|(at, _)| {
                let before = code.get(..at).and_then(|s| s.chars().next_back());
                !word.starts_with(|c: char| c.is_alphanumeric())
                    || !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            if whole {
                let name = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
                report(
                    source,
                    line,
                    format!("`{name}` cannot report that memory is short: use Buf"),
                    findings,
                );
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        check(&Source::new(path, text), &mut found);
        found.into_iter().map(|f| format!("{}: {}", f.line, f.text)).collect()
    }

    fn clean(path: &str, text: &str) {
        assert_eq!(findings(path, text), Vec::<String>::new(), "{text}");
    }

    fn bad(path: &str, text: &str, line: usize, word: &str) {
        let found = findings(path, text);
        assert!(found.iter().any(|f| f.starts_with(&format!("{line}: ")) && f.contains(word)), "{found:?}");
    }

    #[test]
    fn tagline_must_come_first_and_be_short() {
        clean("vm/a/src/x.rs", "//! What it is.\n");
        bad("vm/a/src/x.rs", "use a;\n", 1, "tagline");
        bad("vm/a/src/x.rs", &format!("//! {}\n", "x".repeat(80)), 1, "tagline");
    }

    #[test]
    fn long_files_and_functions_are_found_but_not_in_tests() {
        let body = "    x();\n".repeat(90);
        bad("a/x.rs", &format!("//! T.\nfn f() {{\n{body}}}\n"), 2, "function of 92");
        clean("a/x.rs", &format!("//! T.\n#[cfg(test)]\nmod tests {{\nfn f() {{\n{body}}}\n}}\n"));
        let allowed = "#[allow(clippy::too_many_lines, reason = \"a table\")]";
        clean("a/x.rs", &format!("//! T.\n{allowed}\npub fn f() {{\n{body}}}\n"));
        bad("a/x.rs", &format!("//! T.\n{}", "x();\n".repeat(801)), 1, "limit 800");
        clean("a/case_table.rs", &format!("//! T.\n{}", "x();\n".repeat(801)));
    }

    #[test]
    fn names_without_meaning_are_found() {
        bad("a/src/utils.rs", "//! T.\n", 1, "utils");
        bad("a/src/common/x.rs", "//! T.\n", 1, "common");
        clean("a/src/commonly.rs", "//! T.\n");
    }

    #[test]
    fn conditions_are_for_tests_and_backends() {
        clean("vm/a/src/lib.rs", "//! T.\n#![cfg_attr(not(test), no_std)]\n#[cfg(test)]\nmod tests;\n");
        clean("kernel/rtos/src/backend.rs", "//! T.\n#[cfg(target_os = \"none\")]\nmod a;\n");
        bad("vm/a/src/x.rs", "//! T.\n#[cfg(target_os = \"none\")]\nmod a;\n", 2, "cfg");
        bad("vm/a/src/x.rs", "//! T.\nif cfg!(debug_assertions) {}\n", 2, "cfg");
    }

    #[test]
    fn mutable_statics_have_one_place() {
        bad("vm/a/src/x.rs", "//! T.\npub static X: AtomicU32 = AtomicU32::new(0);\n", 2, "mutable static");
        bad("vm/a/src/x.rs", "//! T.\nstatic mut X: u32 = 0;\n", 2, "mutable static");
        clean(CURRENT, "//! T.\nstatic X: AtomicPtr<u8> = AtomicPtr::new(null_mut());\n");
        clean("vm/a/src/x.rs", "//! T.\nstatic X: [u8; 2] = [1, 2];\n");
    }

    #[test]
    fn allow_needs_a_reason_and_open_work_an_issue() {
        bad("a/x.rs", "//! T.\n#[allow(dead_code)]\nfn f() {}\n", 2, "reason");
        clean("a/x.rs", "//! T.\n#[allow(dead_code, reason = \"r\")]\nfn f() {}\n");
        bad("a/x.rs", "//! T.\n// TODO: later\n", 2, "issue");
        clean("a/x.rs", "//! T.\n// TODO(#12): later\n");
        bad("a/x.rs", "//! T.\n// TODO(#): later\n", 2, "issue");
        clean("a/x.rs", "//! T.\nlet s = \"TODO\";\n");
    }

    #[test]
    fn infallible_allocation_is_found_where_it_matters() {
        bad("vm/a/src/x.rs", "//! T.\nlet v = Vec::new();\n", 2, "Vec");
        bad("vm/a/src/x.rs", "//! T.\nfn f() -> String { g() }\n", 2, "String");
        clean(
            "vm/a/src/x.rs",
            "//! T.\nenum T { String, MyVec }\nlet t = T::String; let v = MyVec::new();\n",
        );
        clean("vm/a/src/buf.rs", "//! T.\nlet v = Vec::new();\n");
        clean("vm/a/src/x.rs", "//! T.\n#[cfg(test)]\nmod tests {\n    fn f() { let v = vec![1]; }\n}\n");
        clean("xtask/src/x.rs", "//! T.\nlet v = Vec::new();\n");
    }
}
