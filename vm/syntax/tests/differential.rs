//! Trees and error texts against CPython, if one is installed.
//!
//! CPython 3.13 is the standard; with an older one, files it cannot read are
//! passed over. `PYRITE_PYTHON` names the interpreter.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::path::{Path, PathBuf};
use support::{Oracle, exec, folder, python_files, tree};

/// Files that need what the parser does not have yet, and why.
const KNOWN: &[(&str, &str)] = &[
    ("test_traceback.py", "identifiers are not NFKC-normalised"),
    ("test_unicode_identifiers.py", "identifiers are not NFKC-normalised"),
    ("test_source_encoding.py", "encodings but UTF-8, Latin-1 and ASCII"),
    ("test_peg_generator.py", "identifiers are not NFKC-normalised"),
];

/// Agreeing files, files that need character names, and differing ones.
fn compare(oracle: &mut Oracle, files: &[PathBuf]) -> (usize, usize, Vec<String>) {
    let (mut agree, mut named, mut differ) = (0, 0, Vec::new());
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(path).unwrap();
        let ours = match tree(&bytes, exec()) {
            Ok(text) | Err(text) => text,
        };
        let theirs = oracle.ask(path);
        let broken = theirs.split('|').next().is_some_and(|word| word.ends_with("Error"));
        if ours == theirs {
            agree += 1;
        } else if ours.starts_with("NoNameTable") {
            named += 1;
        } else if broken && oracle.version < (3, 13) || KNOWN.iter().any(|(file, _)| *file == name) {
            continue;
        } else {
            differ.push(path.display().to_string());
        }
    }
    (agree, named, differ)
}

#[test]
fn own_corpus_agrees_with_cpython() {
    let Some(mut oracle) = Oracle::start() else { return eprintln!("no CPython: not compared") };
    let files = python_files(&folder().join("ok"));
    let (agree, _, differ) = compare(&mut oracle, &files);
    for path in &files {
        assert!(tree(&std::fs::read(path).unwrap(), exec()).is_ok(), "{}", path.display());
    }
    println!("{agree} of {} files agree with {:?}", files.len(), oracle.version);
    assert_eq!(differ, Vec::<String>::new());
}

#[test]
fn library_agrees_with_cpython() {
    let Some(mut oracle) = Oracle::start() else { return eprintln!("no CPython: not compared") };
    let library = oracle.library.clone();
    let mut files = python_files(&library);
    for part in ["test", "asyncio", "email", "json", "idlelib", "unittest", "importlib"] {
        files.extend(python_files(&library.join(part)));
    }
    let (agree, named, differ) = compare(&mut oracle, &files);
    println!(
        "{agree} of {} files agree with {:?}; {named} need character names",
        files.len(),
        oracle.version
    );
    assert_eq!(differ, Vec::<String>::new());
}

#[test]
fn error_texts_agree_with_cpython() {
    let Some(mut oracle) = Oracle::start() else { return eprintln!("no CPython: not compared") };
    if oracle.version < (3, 13) {
        return eprintln!("{:?}: the texts are those of 3.13", oracle.version);
    }
    let text = std::fs::read_to_string(folder().join("errors.txt")).unwrap();
    let mut differ = Vec::new();
    for (index, snippet) in text.split("%%\n").enumerate() {
        let path = std::env::temp_dir().join(format!("pyrite-syntax-{}-{index}.py", std::process::id()));
        std::fs::write(&path, snippet).unwrap();
        let theirs = oracle.ask(Path::new(&path));
        std::fs::remove_file(&path).unwrap();
        let ours = match tree(snippet.as_bytes(), exec()) {
            Ok(text) | Err(text) => text,
        };
        if ours != theirs {
            differ.push(format!("{snippet:?}\n  ours    {ours}\n  CPython {theirs}"));
        }
    }
    println!("{} error texts compared, {} differ", text.split("%%\n").count(), differ.len());
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
