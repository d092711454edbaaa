//! The verb `features`: which rows of the feature table have a passing test.
//!
//! `tests/features.tsv` is the table: an id and a title a line. Tests name the
//! rows that they show, and the results of the last runs say which passed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

use crate::args::{Args, Word, unknown};
use crate::conformance;
use crate::results::{self, Outcome, TestResult};
use crate::workspace::{read_text, root};

/// The table, in the order of the file.
struct Table {
    rows: Vec<(String, String)>,
}

/// What is known about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// No test names it.
    Untested,
    /// A test names it, but none passed.
    Failing,
    /// A test that names it passed.
    Passing,
}

impl Table {
    fn load() -> Result<Self> {
        Self::parse(&read_text(&root().join("tests/features.tsv"))?).context("in tests/features.tsv")
    }

    fn parse(text: &str) -> Result<Self> {
        let mut rows = Vec::new();
        let mut seen = BTreeSet::new();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let (id, title) = line.split_once('\t').with_context(|| format!("no tab in {line:?}"))?;
            if !seen.insert(id) {
                anyhow::bail!("{id} is there twice");
            }
            rows.push((id.to_owned(), title.to_owned()));
        }
        Ok(Self { rows })
    }

    fn contains(&self, id: &str) -> bool {
        self.rows.iter().any(|(row, _)| row == id)
    }
}

/// The verb `features`.
///
/// # Errors
/// If the table or a test cannot be read.
pub fn main(mut args: Args) -> Result<i32> {
    let mut list = false;
    while let Some(word) = args.take()? {
        match &word {
            Word::Option(o) if o == "--list" => list = true,
            _ => return unknown("features", &word),
        }
    }
    let table = Table::load()?;
    let results = results::load()?;
    let mut states = states(&results);
    for (_, ids) in conformance::features()? {
        for id in ids {
            states.entry(id).or_insert(State::Failing);
        }
    }
    let unknown: Vec<_> = states.keys().filter(|id| !table.contains(id)).cloned().collect();
    print!("{}", render(&table, &states, list));
    for id in &unknown {
        eprintln!("pyrite: a test names {id}, which tests/features.tsv does not have");
    }
    Ok(i32::from(!unknown.is_empty()))
}

fn states(results: &[TestResult]) -> BTreeMap<String, State> {
    let mut states = BTreeMap::new();
    // That a script suits the oracle says nothing about us.
    for result in results.iter().filter(|r| !r.id.ends_with("@oracle")) {
        let state = if result.outcome == Outcome::Passed { State::Passing } else { State::Failing };
        for id in &result.features {
            let entry = states.entry(id.clone()).or_insert(state);
            *entry = state.max(*entry);
        }
    }
    states
}

fn render(table: &Table, states: &BTreeMap<String, State>, list: bool) -> String {
    let mut sections: Vec<(&str, [usize; 3])> = Vec::new();
    let mut lines = String::new();
    for (id, title) in &table.rows {
        let section = section(id);
        let state = states.get(id).copied().unwrap_or(State::Untested);
        if sections.last().is_none_or(|(name, _)| *name != section) {
            sections.push((section, [0; 3]));
        }
        if let Some((_, counts)) = sections.last_mut() {
            let [all, tested, passing] = counts;
            *all += 1;
            *tested += usize::from(state != State::Untested);
            *passing += usize::from(state == State::Passing);
        }
        let mark = match state {
            State::Passing => 'x',
            State::Failing => '-',
            State::Untested => ' ',
        };
        lines.push_str(&format!("[{mark}] {id} {title}\n"));
    }
    let mut text = if list { lines + "\n" } else { String::new() };
    text.push_str("| section | rows | with a test | passing |\n|---|---:|---:|---:|\n");
    let mut total = [0; 3];
    for (name, counts) in &sections {
        text.push_str(&format!("| {name} | {} | {} | {} |\n", counts[0], counts[1], counts[2]));
        for (sum, count) in total.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    text.push_str(&format!("| total | {} | {} | {} |\n", total[0], total[1], total[2]));
    text
}

/// The letters of an id: `RE` of `RE11`, `module` of `module:sys`.
fn section(id: &str) -> &str {
    let end = id.find(|c: char| c.is_ascii_digit() || c == ':').unwrap_or(id.len());
    id.get(..end).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_passes_when_one_of_its_tests_does() {
        let table = Table::parse("# ids\nRE01\tPrompt\nRE02\tEditing\nLG01\tGrammar\n").unwrap();
        let result = |id: &str, feature: &str, outcome| TestResult {
            id: id.into(),
            outcome,
            features: vec![feature.into()],
            detail: String::new(),
        };
        let results = [
            result("a@host", "RE01", Outcome::Failed),
            result("b@host", "RE01", Outcome::Passed),
            result("c@host", "RE02", Outcome::Failed),
            result("c@oracle", "LG01", Outcome::Passed),
        ];
        let text = render(&table, &states(&results), true);
        assert!(text.contains("[x] RE01 Prompt\n[-] RE02 Editing\n[ ] LG01 Grammar\n"), "{text}");
        assert!(text.contains("| RE | 2 | 2 | 1 |\n| LG | 1 | 0 | 0 |\n| total | 3 | 2 | 1 |"), "{text}");
    }

    #[test]
    fn damaged_table_is_an_error() {
        assert!(Table::parse("RE01 Prompt\n").is_err());
        assert!(Table::parse("RE01\tA\nRE01\tB\n").is_err());
    }
}
