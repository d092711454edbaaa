//! Rust tests: cargo runs them, its lines become results.
//!
//! A test ticks rows of the feature table by `// features: AB12` in the lines
//! before its function.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};

use crate::board;
use crate::results::{Outcome, TestResult};
use crate::workspace::{cargo, check, files_under, read_text, root};

/// Which tests of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those inside the library or program.
    Unit,
    /// Those in the folder `tests`.
    Snapshot,
}

/// Packages that cannot be compiled for the host.
///
/// # Errors
/// If a manifest or board file cannot be read.
pub fn firmware_packages() -> Result<Vec<String>> {
    let mut packages: Vec<String> =
        board::all()?.into_iter().filter(|b| !b.is_host()).map(|b| b.package).collect();
    for path in files_under(root(), "toml")? {
        if path.file_name().is_none_or(|n| n != "Cargo.toml") {
            continue;
        }
        let table: toml::Table = toml::from_str(&read_text(&path)?)?;
        let Some(package) = table.get("package") else { continue };
        let says_no = package
            .get("metadata")
            .and_then(|m| m.get("pyrite"))
            .and_then(|p| p.get("host"))
            .is_some_and(|host| host.as_bool() == Some(false));
        if says_no {
            packages.extend(package.get("name").and_then(|n| n.as_str()).map(str::to_owned));
        }
    }
    packages.sort();
    packages.dedup();
    Ok(packages)
}

/// Has the snapshot tests write what they find: they look for `PYRITE_BLESS`.
///
/// # Errors
/// If one fails all the same.
pub fn bless(filter: &str) -> Result<()> {
    if !has_snapshots()? {
        return Ok(());
    }
    let mut command = cargo();
    command.args(["test", "--quiet", "--workspace", "--test", "*"]);
    for package in firmware_packages()? {
        command.args(["--exclude", &package]);
    }
    check(command.args(["--", filter]).env("PYRITE_BLESS", "1"))
}

/// Runs the tests of all crates that run on the host.
///
/// # Errors
/// If cargo cannot be started.
pub fn run(which: Which, filter: &str) -> Result<Vec<TestResult>> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    match which {
        Which::Unit => command.args(["--lib", "--bins"]),
        Which::Snapshot if has_snapshots()? => command.args(["--test", "*"]),
        Which::Snapshot => return Ok(Vec::new()),
    };
    for package in firmware_packages()? {
        command.args(["--exclude", &package]);
    }
    command.args(["--", "--color", "never"]);
    if !filter.is_empty() {
        command.arg(filter);
    }
    let output = command.stderr(Stdio::piped()).output().context("cannot start cargo")?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let features = markers(root())?;
    let level = if which == Which::Unit { "unit" } else { "snapshot" };
    let mut results = parse(level, &stdout, &stderr, &features);
    let failed = results.iter().any(|r| r.outcome == Outcome::Failed);
    if !output.status.success() && !failed {
        // It did not compile, or a test program died: say all that is known.
        results.push(TestResult {
            id: format!("{level}/cargo"),
            outcome: Outcome::Failed,
            features: Vec::new(),
            detail: format!("{stderr}\n{}", failures(&stdout)),
        });
    }
    Ok(results)
}

fn has_snapshots() -> Result<bool> {
    Ok(files_under(root(), "rs")?.iter().any(|path| {
        let parent = path.parent().unwrap_or(path);
        parent.file_name().is_some_and(|n| n == "tests")
            && parent.parent().is_some_and(|p| p.join("Cargo.toml").exists())
    }))
}

/// Cargo names the programs on stderr, in the order in which their tests come on stdout.
fn parse(
    level: &str,
    stdout: &str,
    stderr: &str,
    features: &BTreeMap<String, Vec<String>>,
) -> Vec<TestResult> {
    let mut programs = stderr.lines().filter_map(program);
    let mut program = String::new();
    let mut results = Vec::new();
    let details = failures(stdout);
    for line in stdout.lines() {
        if line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test")) {
            program = programs.next().unwrap_or_default();
        }
        let Some((name, end)) = line.strip_prefix("test ").and_then(|l| l.rsplit_once(" ... ")) else {
            continue;
        };
        let outcome = match end {
            "ok" => Outcome::Passed,
            _ if end.starts_with("ignored") => Outcome::Skipped,
            _ => Outcome::Failed,
        };
        let function = name.split(" - ").next().unwrap_or(name).rsplit("::").next().unwrap_or(name);
        results.push(TestResult {
            id: format!("{level}/{program}::{name}"),
            outcome,
            features: features.get(function).cloned().unwrap_or_default(),
            detail: if outcome == Outcome::Failed { detail_of(&details, name) } else { String::new() },
        });
    }
    results
}

/// `pyrite_algo` from `Running unittests src/lib.rs (target/debug/deps/pyrite_algo-0123)`.
fn program(line: &str) -> Option<String> {
    let path = line.trim().strip_prefix("Running ")?.rsplit_once('(')?.1.trim_end_matches(')');
    let file = path.rsplit('/').next()?;
    Some(file.rsplit_once('-').map_or(file, |(name, _)| name).to_owned())
}

/// The part of the output that explains failures.
fn failures(stdout: &str) -> String {
    let parts: Vec<&str> = stdout.split("\nfailures:\n").skip(1).collect();
    parts.join("\n")
}

fn detail_of(details: &str, name: &str) -> String {
    let head = format!("---- {name} stdout ----");
    let Some((_, rest)) = details.split_once(&head) else { return String::new() };
    rest.split("\n---- ").next().unwrap_or(rest).trim().to_owned()
}

/// The rows that each test function says it shows.
///
/// # Errors
/// If a file cannot be read.
pub fn markers(root: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut found = BTreeMap::new();
    for path in files_under(root, "rs")? {
        found.extend(markers_in(&read_text(&path)?));
    }
    Ok(found)
}

fn markers_in(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let mut ids: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if let Some(list) = line.strip_prefix("// features:") {
            ids.extend(list.split_whitespace().map(str::to_owned));
        } else if let Some(rest) =
            line.split_once("fn ").filter(|(b, _)| b.is_empty() || *b == "pub ").map(|(_, r)| r)
        {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            if !ids.is_empty() {
                found.insert(name.to_owned(), std::mem::take(&mut ids));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo_become_results() {
        let stdout = "\nrunning 2 tests\ntest a::x ... ok\ntest a::y ... FAILED\n\nfailures:\n\n---- a::y stdout ----\nboom\n\n\nfailures:\n    a::y\n\nrunning 1 test\ntest z ... ignored\n";
        let stderr = "   Compiling x\n     Running unittests src/lib.rs (target/debug/deps/one-01ab)\n     Running unittests src/main.rs (target/debug/deps/two_x-02)\n";
        let features = markers_in("// features: LG01 BI02\n#[test]\nfn x() {}\nfn y() {}\n");
        let results = parse("unit", stdout, stderr, &features);
        assert_eq!(results.len(), 3);
        assert_eq!(results[0].id, "unit/one::a::x");
        assert_eq!(results[0].features, ["LG01", "BI02"]);
        assert_eq!(results[1].outcome, Outcome::Failed);
        assert!(results[1].detail.starts_with("boom"), "{:?}", results[1].detail);
        assert_eq!((results[2].id.as_str(), results[2].outcome), ("unit/two_x::z", Outcome::Skipped));
    }
}
