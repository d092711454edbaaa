//! Differential conformance: scripts print the same here as under CPython.
//!
//! On `host` each script is a process, several at a time. In QEMU all scripts
//! go through the raw prompt of one guest, with a reset of the interpreter
//! between them; a guest that hangs or dies is replaced.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::board::Board;
use crate::results::{Outcome, TestResult};
use crate::session::Session;

mod oracle;
mod script;

use oracle::Oracle;
use script::Script;

/// How long a script may run in a guest.
const GUEST_LIMIT: Duration = Duration::from_secs(60);
/// After so many guests lost in a row the rest is not tried.
const MAX_LOST: usize = 3;

/// What a feature table needs to know without running anything.
///
/// # Errors
/// If a script cannot be read.
pub fn features() -> Result<Vec<(String, Vec<String>)>> {
    Ok(script::all("")?.into_iter().map(|s| (s.name, s.features)).collect())
}

/// Checks the scripts against the oracle alone: that each ends as its header says.
///
/// # Errors
/// If there is no oracle or a script cannot be read.
pub fn check_scripts(filter: &str) -> Result<Vec<TestResult>> {
    let oracle = Oracle::find()?;
    let scripts = script::all(filter)?;
    Ok(in_parallel(&scripts, |script| {
        let mut result = result_of(script, "oracle");
        if let Err(error) = oracle.ask(script) {
            fail(&mut result, format!("{error:#}"));
        }
        result
    }))
}

/// Writes `NAME.out` and `NAME.err` where the installed CPython differs from the reference.
///
/// # Errors
/// If either is not there, or a file cannot be written.
pub fn bless(filter: &str) -> Result<()> {
    let (installed, reference) = (Oracle::find()?, Oracle::reference()?);
    for script in script::all(filter)? {
        let Some(wanted) = reference.ask_alone(&script)? else { continue };
        let have = installed.ask_alone(&script)?;
        let name = script.file_name();
        let plain = |text: &[u8]| without_folders(text, name);
        let out = have.as_ref().is_none_or(|h| h.out != wanted.out);
        let err = script.expects_error && have.is_none_or(|h| plain(&h.err) != plain(&wanted.err));
        for (ext, differs, text) in [("out", out, wanted.out), ("err", err, plain(&wanted.err))] {
            let path = script.path.with_extension(ext);
            if differs {
                std::fs::write(&path, text)?;
            } else if path.exists() {
                std::fs::remove_file(&path)?;
            }
        }
    }
    Ok(())
}

/// Runs the scripts as processes of the host's program.
///
/// # Errors
/// If there is no oracle or a script cannot be read.
pub fn run_on_host(image: &Path, filter: &str) -> Result<Vec<TestResult>> {
    let oracle = Oracle::find()?;
    let scripts = script::all(filter)?;
    Ok(in_parallel(&scripts, |script| {
        let mut result = result_of(script, "host");
        if let Err(error) = compare_on_host(image, &oracle, script) {
            fail(&mut result, format!("{error:#}"));
        }
        result
    }))
}

/// Runs the scripts through the prompt of a guest.
///
/// # Errors
/// If there is no oracle or a script cannot be read.
pub fn run_in_qemu(board: &Board, elf: &Path, filter: &str) -> Result<Vec<TestResult>> {
    let oracle = Oracle::find()?;
    let mut session = None;
    let mut lost = 0;
    let mut results = Vec::new();
    for script in script::all(filter)?.iter().filter(|s| s.runs_in_qemu) {
        let mut result = result_of(script, "qemu");
        if lost >= MAX_LOST {
            fail(&mut result, format!("not tried: {lost} guests were lost before"));
        } else {
            match compare_in_qemu(&mut session, board, elf, &oracle, script) {
                Ok(None) => lost = 0,
                Ok(Some(difference)) => {
                    lost = 0;
                    fail(&mut result, difference);
                }
                Err(error) => {
                    session = None;
                    lost += 1;
                    fail(&mut result, format!("{error:#}"));
                }
            }
        }
        results.push(result);
    }
    Ok(results)
}

fn result_of(script: &Script, board: &str) -> TestResult {
    TestResult {
        id: format!("conformance/{}@{board}", script.name),
        outcome: Outcome::Passed,
        features: script.features.clone(),
        detail: String::new(),
    }
}

fn fail(result: &mut TestResult, detail: String) {
    result.outcome = Outcome::Failed;
    result.detail = detail;
}

/// Applies `work` to all scripts on as many threads as there are processors; order is kept.
fn in_parallel(scripts: &[Script], work: impl Fn(&Script) -> TestResult + Sync) -> Vec<TestResult> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((index, script)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    scripts.get(index).map(|s| (index, s))
                } {
                    let result = work(script);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

fn compare_on_host(image: &Path, oracle: &Oracle, script: &Script) -> Result<()> {
    let expected = oracle.ask(script)?;
    let actual = oracle::run(image, &[], script)?;
    if let Some(text) = difference("standard output", &expected.out, &actual.out) {
        let err = String::from_utf8_lossy(&actual.err).into_owned();
        anyhow::bail!("{text}{}", if script.expects_error { String::new() } else { err });
    }
    if actual.status != expected.status {
        let err = String::from_utf8_lossy(&actual.err).into_owned();
        anyhow::bail!("status {} instead of {}\n{err}", actual.status, expected.status);
    }
    if script.expects_error {
        let name = script.file_name();
        let (expected, actual) = (without_folders(&expected.err, name), without_folders(&actual.err, name));
        if let Some(text) = difference("standard error", &expected, &actual) {
            anyhow::bail!(text);
        }
    }
    Ok(())
}

/// What differs, if anything; an error means that the guest is lost.
fn compare_in_qemu(
    session: &mut Option<Session>,
    board: &Board,
    elf: &Path,
    oracle: &Oracle,
    script: &Script,
) -> Result<Option<String>> {
    let expected = match oracle.ask(script) {
        Ok(expected) => expected,
        Err(error) => return Ok(Some(format!("{error:#}"))),
    };
    match session {
        Some(session) => session.prompt.reset()?,
        None => *session = Some(Session::start(board, elf, Vec::new())?),
    }
    let session = session.as_mut().context("no guest")?;
    let answer = session.prompt.run(&script.text, GUEST_LIMIT)?;
    if let Some(text) = difference("output", &expected.out, &answer.out) {
        return Ok(Some(text + &String::from_utf8_lossy(&answer.err)));
    }
    // At the prompt there is no file to show lines of: the last line says what was raised.
    let last = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().rfind(|l| !l.trim().is_empty()).unwrap_or_default().to_owned()
    };
    let expected_end = if script.expects_error { last(&expected.err) } else { String::new() };
    let end = last(&answer.err);
    Ok((end != expected_end).then(|| format!("ended with {end:?} instead of {expected_end:?}")))
}

/// Tracebacks name the script by its path; only the name is compared.
fn without_folders(text: &[u8], name: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let mut result = String::new();
    for line in text.split_inclusive('\n') {
        match line.split_once("File \"") {
            Some((before, rest)) if rest.contains(&format!("/{name}\"")) => {
                let after = rest.split_once(&format!("/{name}\"")).map_or("", |(_, after)| after);
                result.push_str(&format!("{before}File \"{name}\"{after}"));
            }
            _ => result.push_str(line),
        }
    }
    result.into_bytes()
}

/// The first line in which two texts differ.
fn difference(what: &str, expected: &[u8], actual: &[u8]) -> Option<String> {
    if expected == actual {
        return None;
    }
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let mut ours = actual.split('\n');
    for (i, line) in expected.split('\n').enumerate() {
        let our = ours.next();
        if our != Some(line) {
            let our = our.map_or("nothing".to_owned(), |o| format!("{o:?}"));
            return Some(format!("{what}, line {}: expected {line:?}, got {our}\n", i + 1));
        }
    }
    Some(format!("{what}: more than expected: {:?}\n", ours.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_differing_line_is_named() {
        assert_eq!(difference("x", b"a\nb\n", b"a\nb\n"), None);
        let text = difference("x", b"a\nb\n", b"a\nc\n").unwrap();
        assert!(text.contains("line 2") && text.contains("\"b\"") && text.contains("\"c\""), "{text}");
        assert!(difference("x", b"a\n", b"a\nb\n").unwrap().contains("line 2"));
        assert!(difference("x", b"a\nb\n", b"a").unwrap().contains("nothing"));
        assert!(difference("x", b"a", b"a\nb").unwrap().contains("more"));
    }

    #[test]
    fn tracebacks_are_compared_without_folders() {
        let text = b"  File \"/x/y/a.py\", line 1, in <module>\n  File \"<string>\", line 1\n";
        let expected = b"  File \"a.py\", line 1, in <module>\n  File \"<string>\", line 1\n";
        assert_eq!(without_folders(text, "a.py"), expected);
        assert_eq!(without_folders(expected, "a.py"), expected);
    }
}
