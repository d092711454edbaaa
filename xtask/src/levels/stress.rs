//! Stress: the n-th allocation fails, and Miri reads the object crate.
//!
//! The host's program fails its n-th allocation if `PYRITE_FAIL_ALLOC=n`. A
//! script must then end as usual, or with `MemoryError`: never by a signal,
//! and never with a wrong answer and status 0.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::board;
use crate::image::{self, Profile, Talk};
use crate::qemu::code_of;
use crate::results::{Outcome, TestResult};
use crate::workspace::{files_under, relative, root};

/// The crate whose unsafe code Miri reads.
const MIRI_PACKAGE: &str = "pyrite-object";
/// Runs per script: each n up to a bound, then ever larger steps.
const DENSE: u64 = 200;

/// Runs the stress tests.
///
/// # Errors
/// If the host's program cannot be built.
pub fn run(filter: &str) -> Result<Vec<TestResult>> {
    let mut results = Vec::new();
    let scripts = files_under(&root().join("tests/stress"), "py")?;
    if !scripts.is_empty() {
        let image = image::build(&board::find(board::HOST)?, Profile::Dev, Talk::Errors)?;
        for path in scripts.iter().filter(|p| relative(p).contains(filter)) {
            let complaint = sweep(&image, path)?;
            results.push(result(&format!("nth-allocation/{}", relative(path)), complaint));
        }
    }
    if "miri".contains(filter) {
        results.push(miri()?);
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

/// Fails allocation 1, 2, 3 … of a script until it no longer gets that far.
fn sweep(image: &Path, path: &Path) -> Result<Option<String>> {
    let run = |n: u64| -> Result<(i32, Vec<u8>, String)> {
        let output = Command::new("timeout")
            .args(["-k", "2", "60"])
            .arg(image)
            .arg(path)
            .env("PYRITE_FAIL_ALLOC", n.to_string())
            .stdin(Stdio::null())
            .output()
            .context("cannot start the host's program")?;
        Ok((code_of(output.status), output.stdout, String::from_utf8_lossy(&output.stderr).into_owned()))
    };
    let (status, expected, err) = run(0)?;
    if status != 0 {
        return Ok(Some(format!("fails without a failing allocation: {err}")));
    }
    let mut failures_seen = 0;
    let mut n = 1;
    loop {
        let (status, out, err) = run(n)?;
        let last = err.lines().last().unwrap_or_default();
        match status {
            0 if out == expected && err.is_empty() => {
                // Far beyond the last allocation nothing fails any more.
                if n > DENSE && failures_seen > 0 || n > DENSE * 100 {
                    break;
                }
            }
            1 if last.starts_with("MemoryError") && expected.starts_with(&out) => failures_seen += 1,
            _ => return Ok(Some(format!("PYRITE_FAIL_ALLOC={n}: status {status}, {last}"))),
        }
        n += if n < DENSE { 1 } else { n / 50 };
    }
    Ok((failures_seen == 0).then(|| "no allocation ever failed: is PYRITE_FAIL_ALLOC heeded?".to_owned()))
}

fn miri() -> Result<TestResult> {
    let mut outcome = result("miri", None);
    outcome.features.clear();
    let manifest = root().join("vm/object/Cargo.toml");
    let mut version = Command::new("cargo");
    version.args(["+nightly", "miri", "--version"]).env_remove("RUSTUP_TOOLCHAIN");
    let has = version.output().is_ok_and(|o| o.status.success());
    if !manifest.exists() || !has {
        outcome.outcome = Outcome::Skipped;
        outcome.detail = "needs a nightly toolchain with the component miri".into();
        return Ok(outcome);
    }
    let mut command = Command::new("cargo");
    command
        .args(["+nightly", "miri", "test", "--quiet", "--package", MIRI_PACKAGE, "--lib"])
        .current_dir(root())
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .stdin(Stdio::null());
    let output = command.output().context("cannot start Miri")?;
    if !output.status.success() {
        outcome.outcome = Outcome::Failed;
        outcome.detail = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    }
    Ok(outcome)
}
