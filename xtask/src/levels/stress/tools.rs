//! Long runs under tools: AddressSanitizer, Miri, mutations of the fuzz seeds.

use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{cargo, result, run_script};
use crate::results::{Outcome, TestResult};
use crate::workspace::{files_under, relative, root, target_dir};

/// The crate whose unsafe code Miri reads.
const MIRI_PACKAGE: &str = "pyrite-object";
/// The only target for which the sanitizer's program is built.
const ASAN_TARGET: &str = "x86_64-unknown-linux-gnu";
/// Mutations of the seeds.
const ROUNDS: &str = "100000";

/// Runs them.
///
/// # Errors
/// If one cannot be started.
pub fn run(filter: &str) -> Result<Vec<TestResult>> {
    let mut results = Vec::new();
    if "seeds".contains(filter) {
        let mut command = cargo();
        command.args(["test", "--release", "--package", "pyrite-fuzz"]).env("PYRITE_FUZZ_ROUNDS", ROUNDS);
        results.push(judge("seeds", &mut command)?);
    }
    if "address".contains(filter) {
        results.push(address()?);
    }
    if "miri".contains(filter) {
        results.push(miri()?);
    }
    Ok(results)
}

/// A tool's command as a test.
fn judge(name: &str, command: &mut Command) -> Result<TestResult> {
    let output = command.output().with_context(|| format!("cannot start {name}"))?;
    let text = [output.stdout, output.stderr].concat();
    let complaint = (!output.status.success()).then(|| String::from_utf8_lossy(&text).into_owned());
    let mut judged = result(name, complaint);
    judged.features.clear();
    Ok(judged)
}

/// The nightly compiler's cargo.
fn nightly() -> Command {
    let mut command = Command::new("cargo");
    command
        .arg("+nightly")
        .current_dir(root())
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .stdin(Stdio::null());
    command
}

fn skipped(name: &str, reason: &str) -> TestResult {
    let mut skipped = result(name, None);
    skipped.features.clear();
    skipped.outcome = Outcome::Skipped;
    skipped.detail = reason.into();
    skipped
}

/// All conformance scripts, each object a block that the sanitizer watches.
fn address() -> Result<TestResult> {
    if !nightly().arg("--version").output().is_ok_and(|o| o.status.success()) {
        return Ok(skipped("address", "needs a nightly toolchain"));
    }
    let folder = target_dir().join("address");
    let mut command = nightly();
    command
        .args(["build", "--quiet", "--package", "pyrite-host-port", "--target", ASAN_TARGET, "--target-dir"])
        .arg(&folder)
        .env("RUSTFLAGS", "-Zsanitizer=address");
    let built = judge("address", &mut command)?;
    if built.outcome != Outcome::Passed {
        return Ok(built);
    }
    let image = folder.join(ASAN_TARGET).join("debug/pyrite");
    // The machine measures its stack by addresses of locals, which must be on the stack.
    let options = "detect_leaks=0:detect_stack_use_after_return=0";
    let variables = [("PYRITE_SEPARATE", "1"), ("PYRITE_COLLECT", "50"), ("ASAN_OPTIONS", options)];
    let mut complaints = String::new();
    for path in files_under(&root().join("tests/conformance"), "py")? {
        let name = relative(&path);
        if name.contains("support/") {
            continue;
        }
        let ending = run_script(&image, &path, &variables)?;
        if ending.left_bytes != Some(0) || ending.err.contains("AddressSanitizer") {
            let head: Vec<&str> = ending.err.lines().take(12).collect();
            let head = head.join("\n");
            complaints +=
                &format!("{name}: status {}, {:?} left\n{head}\n", ending.status, ending.left_bytes);
        }
    }
    let mut judged = result("address", (!complaints.is_empty()).then_some(complaints));
    judged.features.clear();
    Ok(judged)
}

fn miri() -> Result<TestResult> {
    if !nightly().args(["miri", "--version"]).output().is_ok_and(|o| o.status.success()) {
        return Ok(skipped("miri", "needs a nightly toolchain with the component miri"));
    }
    let mut command = nightly();
    command
        .args(["miri", "test", "--quiet", "--package", MIRI_PACKAGE, "--lib", "--target-dir"])
        .arg(target_dir().join("miri"))
        .env("MIRIFLAGS", "-Zmiri-permissive-provenance -Zmiri-tree-borrows");
    judge("miri", &mut command)
}
