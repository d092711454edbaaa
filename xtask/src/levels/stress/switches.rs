//! Threads switched by chance: the scripts about threads must print the same.

use std::path::Path;

use anyhow::Result;

use super::{Depth, TestResult, result, run_script};
use crate::workspace::{files_under, relative, root};

/// Seeds per script in a sample, and asked for by name.
const SAMPLED: u32 = 5;
const WHOLE: u32 = 200;

/// Runs the scripts whose name says that they are about threads.
///
/// # Errors
/// If the host's program cannot be started.
pub fn run(image: &Path, depth: Depth, filter: &str) -> Result<Vec<TestResult>> {
    let mut results = Vec::new();
    for path in files_under(&root().join("tests/conformance/stdlib"), "py")? {
        let name = relative(&path);
        if !name.contains("thread") || !format!("switches/{name}").contains(filter) {
            continue;
        }
        let mut judged = result(&format!("switches/{name}"), sweep(image, &path, depth)?);
        judged.features = vec!["TH13".into(), "TH14".into()];
        results.push(judged);
    }
    Ok(results)
}

/// What is wrong with a run under one of the seeds.
fn sweep(image: &Path, path: &Path, depth: Depth) -> Result<Option<String>> {
    let usual = run_script(image, path, &[])?;
    if usual.status != 0 || usual.left_bytes != Some(0) {
        return Ok(Some(format!("fails without stress: {:?} {}", usual.left_bytes, usual.err)));
    }
    for seed in 1..=if depth == Depth::Whole { WHOLE } else { SAMPLED } {
        // Neighbours begin alike.
        let seed = seed.wrapping_mul(2_654_435_761).to_string();
        let ending = run_script(image, path, &[("PYRITE_SWITCH", &seed)])?;
        if ending.status != 0 || ending.out != usual.out || ending.left_bytes != Some(0) {
            let last = ending.err.lines().last().unwrap_or_default();
            let (status, left) = (ending.status, ending.left_bytes);
            return Ok(Some(format!("PYRITE_SWITCH={seed}: status {status}, {left:?} bytes left: {last}")));
        }
    }
    Ok(None)
}
