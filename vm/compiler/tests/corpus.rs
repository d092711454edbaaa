//! Every Python file of the installed CPython compiles and verifies.
//!
//! Names other files or folders with `PYRITE_CORPUS` (separated by `:`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};

/// Files that CPython itself refuses, or that need what the parser does not have.
const REFUSED: &[&str] = &["bad", "lib2to3/tests", "needs a table of character names", "unknown encoding"];

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else { return };
        entries.flatten().for_each(|entry| collect(&entry.path(), files));
    } else if path.extension().is_some_and(|extension| extension == "py") {
        files.push(path.to_path_buf());
    }
}

#[test]
fn installed_library_compiles() {
    let roots = std::env::var("PYRITE_CORPUS").unwrap_or_else(|_| {
        let python = std::process::Command::new("python3")
            .args(["-c", "import os; print(os.path.dirname(os.__file__))"])
            .output();
        let lib = python
            .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string())
            .unwrap_or_default();
        // The library proper; installed packages are too many for every run.
        ["asyncio", "collections", "json", "email", "test", "unittest"]
            .map(|part| format!("{lib}/{part}"))
            .join(":")
    });
    let mut files = Vec::new();
    roots.split(':').for_each(|root| collect(Path::new(root), &mut files));
    files.sort();
    let mut failures = Vec::new();
    for file in &files {
        let source = std::fs::read(file).expect("readable");
        if let Err(error) = support::check(&source) {
            let text = format!("{}: {error}", file.display());
            if !REFUSED.iter().any(|refused| text.contains(refused)) {
                failures.push(text);
            }
        }
    }
    println!("{} files", files.len());
    assert!(failures.is_empty(), "{} of {} files:\n{}", failures.len(), files.len(), failures.join("\n"));
}
