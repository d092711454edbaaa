//! Test results: collected, counted, and kept in `test-results.json`.
//!
//! The list of known failures is applied here, so that it holds for every
//! level: a known failure counts as skipped while it fails, and as a failure
//! once it passes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::workspace::{read_text, root, target_dir};

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed,
    /// Not run, or known to fail.
    Skipped,
}

/// One test and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestResult {
    /// Level and name, as `conformance/language/closures@host`.
    pub id: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Rows of the feature table that it shows.
    #[serde(default)]
    pub features: Vec<String>,
    /// What went wrong, for people.
    #[serde(default)]
    pub detail: String,
}

/// How many ended in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that were not run or are known to fail.
    pub skipped: usize,
}

impl Counts {
    /// Counts a list.
    pub fn of(results: &[TestResult]) -> Self {
        let count = |outcome| results.iter().filter(|r| r.outcome == outcome).count();
        Self {
            passed: count(Outcome::Passed),
            failed: count(Outcome::Failed),
            skipped: count(Outcome::Skipped),
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// `tests/known-failures.txt`: tests that fail, and why.
#[derive(Debug, Default)]
pub struct KnownFailures {
    reasons: BTreeMap<String, String>,
}

impl KnownFailures {
    /// Reads the project's list.
    ///
    /// # Errors
    /// If a line gives no reason.
    pub fn load() -> Result<Self> {
        Self::load_from("tests/known-failures.txt")
    }

    /// Reads a list of the project by its path.
    ///
    /// # Errors
    /// If a line gives no reason.
    pub fn load_from(list: &str) -> Result<Self> {
        let path = root().join(list);
        if !path.exists() {
            return Ok(Self::default());
        }
        Self::parse(&read_text(&path)?).with_context(|| format!("in {list}"))
    }

    fn parse(text: &str) -> Result<Self> {
        let mut reasons = BTreeMap::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let Some((id, reason)) = line.split_once(char::is_whitespace) else {
                bail!("no reason given for {line}");
            };
            reasons.insert(id.to_owned(), reason.trim().to_owned());
        }
        Ok(Self { reasons })
    }

    fn reason(&self, id: &str) -> Option<&str> {
        let without_board = id.split_once('@').map_or(id, |(name, _)| name);
        self.reasons.get(id).or_else(|| self.reasons.get(without_board)).map(String::as_str)
    }

    /// Whether a test is known to fail.
    pub fn has(&self, id: &str) -> bool {
        self.reason(id).is_some()
    }

    /// Turns known failures into skipped tests, and their passing into a failure.
    pub fn apply(&self, results: &mut [TestResult]) {
        for result in results {
            let Some(reason) = self.reason(&result.id) else { continue };
            match result.outcome {
                Outcome::Failed => {
                    result.outcome = Outcome::Skipped;
                    result.detail = format!("known failure: {reason}");
                }
                Outcome::Passed => {
                    result.outcome = Outcome::Failed;
                    result.detail = "passes, yet is in a list of known failures: remove it there".into();
                }
                Outcome::Skipped => {}
            }
        }
    }
}

fn store() -> PathBuf {
    target_dir().join("test-results.json")
}

/// The results of the last runs.
///
/// # Errors
/// If the file is damaged. A missing file is an empty list.
pub fn load() -> Result<Vec<TestResult>> {
    load_from(&store())
}

fn load_from(path: &Path) -> Result<Vec<TestResult>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    serde_json::from_str(&read_text(path)?).with_context(|| format!("in {}", path.display()))
}

/// Puts results into the file; those of tests that did not run now stay, unless all did.
///
/// # Errors
/// If the file cannot be written.
pub fn save(results: &[TestResult], all: bool) -> Result<()> {
    let mut merged = BTreeMap::new();
    let old = if all { Vec::new() } else { load().unwrap_or_default() };
    for result in old.iter().chain(results) {
        merged.insert(result.id.clone(), result.clone());
    }
    let list: Vec<_> = merged.into_values().collect();
    std::fs::create_dir_all(target_dir())?;
    std::fs::write(store(), serde_json::to_string_pretty(&list)?).context("cannot write the results")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(id: &str, outcome: Outcome) -> TestResult {
        TestResult { id: id.into(), outcome, features: Vec::new(), detail: String::new() }
    }

    #[test]
    fn known_failure_is_skipped_and_its_passing_fails() {
        let known = KnownFailures::parse("# why\nconformance/a@host  floats\nconformance/b  slow\n").unwrap();
        let mut results = [
            result("conformance/a@host", Outcome::Failed),
            result("conformance/a@qemu", Outcome::Failed),
            result("conformance/b@qemu", Outcome::Passed),
        ];
        known.apply(&mut results);
        let outcomes: Vec<_> = results.iter().map(|r| r.outcome).collect();
        assert_eq!(outcomes, [Outcome::Skipped, Outcome::Failed, Outcome::Failed]);
        assert_eq!(Counts::of(&results).to_string(), "0 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn known_failure_needs_a_reason() {
        assert!(KnownFailures::parse("conformance/a\n").is_err());
    }
}
