//! The stress level: failing allocations, checkers of memory, fuzzing.
//!
//! The host's program heeds `PYRITE_FAIL_ALLOC` and others, see `ports/host/src/stress.rs`. A
//! script must then end as usual, or with `MemoryError`: never by a signal, never with a wrong
//! answer and status 0, and never with an object left behind.
//!
//! With `PYRITE_SWITCH` threads are switched by chance, and must notice nothing of it.
//!
//! Asked for by name, the level tries every allocation and runs Miri, AddressSanitizer and
//! long mutations of the seeds; otherwise it takes samples.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::board;
use crate::image::{self, Profile, Talk};
use crate::qemu::code_of;
use crate::results::{Outcome, TestResult};
use crate::workspace::{cargo, files_under, relative, root};

mod switches;
mod tools;

/// Failing allocations per script and kind of failure, in a sample.
const SAMPLES: u32 = 30;
/// Memory limits per script.
const LIMITS: u32 = 40;

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Samples, done in a minute.
    Sampled,
    /// Everything.
    Whole,
}

/// Runs the stress tests.
///
/// # Errors
/// If the host's program cannot be built.
pub fn run(depth: Depth, filter: &str) -> Result<Vec<TestResult>> {
    let mut results = Vec::new();
    let folder = root().join("tests/stress");
    let scripts: Vec<PathBuf> =
        files_under(&folder, "py")?.into_iter().filter(|p| p.parent() == Some(&folder)).collect();
    let image = image::build(&board::find(board::HOST)?, Profile::Dev, Talk::Errors)?;
    for path in scripts.iter().filter(|p| relative(p).contains(filter)) {
        let complaint = sweep(&image, path, depth)?;
        results.push(result(&format!("nth-allocation/{}", relative(path)), complaint));
    }
    results.extend(switches::run(&image, depth, filter)?);
    if depth == Depth::Whole {
        results.extend(tools::run(filter)?);
    }
    Ok(results)
}

fn result(name: &str, complaint: Option<String>) -> TestResult {
    TestResult {
        id: format!("stress/{name}"),
        outcome: if complaint.is_some() { Outcome::Failed } else { Outcome::Passed },
        features: vec!["LG39".into()],
        detail: complaint.unwrap_or_default(),
    }
}

/// How a run ended.
struct Ending {
    status: i32,
    out: Vec<u8>,
    /// What it wrote to stderr but for the account.
    err: String,
    allocations: u32,
    left_bytes: Option<u64>,
}

/// Runs a script under the given variables.
fn run_script(image: &Path, path: &Path, variables: &[(&str, &str)]) -> Result<Ending> {
    let output = Command::new("timeout")
        .args(["-k", "2", "120"])
        .arg(image)
        .arg(path.file_name().unwrap_or_default())
        .current_dir(path.parent().unwrap_or(root()))
        .env("PYRITE_ACCOUNT", "1")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .context("cannot start the host's program")?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let (err, account) = text.rsplit_once("pyrite: ").unwrap_or((&text, ""));
    let mut numbers = account.split(' ').filter_map(|word| word.parse::<u64>().ok());
    Ok(Ending {
        status: code_of(output.status),
        out: output.stdout,
        err: err.to_owned(),
        allocations: numbers.next().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        left_bytes: numbers.next(),
    })
}

/// What is wrong with a run in which memory may have been out.
fn complaint(expected: &[u8], ending: &Ending) -> Option<String> {
    let last = ending.err.lines().last().unwrap_or_default();
    let ignored = ending.err.contains("Exception ignored in");
    match (ending.status, ending.left_bytes) {
        (_, Some(left)) if left > 0 => Some(format!("{left} bytes are left")),
        (0, Some(_)) if ending.out == expected || ignored => None,
        (0, Some(_)) => Some("ends well with other output".to_owned()),
        // Without any memory there may be no traceback.
        (1, Some(_)) if ending.err.is_empty() || ending.err.contains("MemoryError") => None,
        (status, _) => Some(format!("status {status}: {last}")),
    }
}

/// Fails the allocations of a script, each alone and with all that follow; shrinks its memory.
fn sweep(image: &Path, path: &Path, depth: Depth) -> Result<Option<String>> {
    let usual = run_script(image, path, &[])?;
    if usual.status != 0 || usual.left_bytes != Some(0) {
        return Ok(Some(format!("fails without stress: {:?} {}", usual.left_bytes, usual.err)));
    }
    let mut variants = vec![("PYRITE_COLLECT", "always".to_owned()), ("PYRITE_SEPARATE", "1".to_owned())];
    let step = if depth == Depth::Whole { 1 } else { (usual.allocations / SAMPLES).max(1) };
    for n in (1..=usual.allocations).step_by(step as usize) {
        variants.push(("PYRITE_FAIL_ALLOC", n.to_string()));
        variants.push(("PYRITE_FAIL_ALLOC", format!("{n}+")));
    }
    if depth == Depth::Whole {
        variants.extend((1..=LIMITS).map(|n| ("PYRITE_RAM", format!("{}K", n * 4))));
    }
    let mut failures_seen = 0;
    for (name, value) in &variants {
        let ending = run_script(image, path, &[(name, value)])?;
        if let Some(complaint) = complaint(&usual.out, &ending) {
            return Ok(Some(format!("{name}={value}: {complaint}")));
        }
        failures_seen += u32::from(ending.status == 1);
    }
    Ok((failures_seen == 0).then(|| "no allocation ever failed: is PYRITE_FAIL_ALLOC heeded?".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(status: i32, out: &str, err: &str, left_bytes: Option<u64>) -> Ending {
        Ending { status, out: out.into(), err: err.into(), allocations: 9, left_bytes }
    }

    #[test]
    fn endings_are_judged() {
        assert_eq!(complaint(b"a", &ending(0, "a", "", Some(0))), None);
        assert_eq!(complaint(b"a", &ending(1, "", "x\nMemoryError\n", Some(0))), None);
        assert!(complaint(b"a", &ending(0, "b", "", Some(0))).is_some());
        assert!(complaint(b"a", &ending(0, "a", "", Some(16))).is_some());
        assert!(complaint(b"a", &ending(1, "", "SystemError: x\n", Some(0))).is_some());
        assert!(complaint(b"a", &ending(139, "", "", None)).is_some());
    }
}
