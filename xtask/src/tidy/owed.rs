//! Findings that are owed: a committed count for each file, which only shrinks.
//!
//! A file with more findings than it owes is reported in full. One with fewer
//! is reported too, so that its number is lowered and cannot grow again.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::Finding;

/// The list, from the root.
pub const PATH: &str = "tests/tidy-owed.txt";

const HEAD: &str = "\
# Findings of `./pyrite tidy` that are owed: file and count. The counts only fall.
# `./pyrite tidy --owe` writes what there is now.
";

/// How many findings each file owes.
pub type Owed = BTreeMap<String, usize>;

/// Reads the list.
///
/// # Errors
/// If a line is no path and number.
pub fn parse(text: &str) -> Result<Owed> {
    let mut owed = Owed::new();
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let (path, count) = line.rsplit_once(' ').with_context(|| format!("no count in {line:?}"))?;
        owed.insert(path.to_owned(), count.parse().with_context(|| format!("no count in {line:?}"))?);
    }
    Ok(owed)
}

/// Writes the list that owes exactly these findings.
pub fn render(findings: &[Finding]) -> String {
    let mut text = HEAD.to_owned();
    for (path, count) in counts(findings) {
        text.push_str(&format!("{path} {count}\n"));
    }
    text
}

fn counts(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.path.as_str()).or_insert(0) += 1;
    }
    counts
}

/// Takes away what is owed.
pub fn settle(findings: Vec<Finding>, owed: &Owed) -> Vec<Finding> {
    let have: BTreeMap<String, usize> =
        counts(&findings).into_iter().map(|(path, count)| (path.to_owned(), count)).collect();
    let debt = |path: &str| owed.get(path).copied().unwrap_or(0);
    let mut left: Vec<Finding> =
        findings.into_iter().filter(|f| have.get(&f.path).copied().unwrap_or(0) > debt(&f.path)).collect();
    for (path, count) in owed {
        let now = have.get(path).copied().unwrap_or(0);
        if now < *count {
            let text = format!("{now} findings where {count} are owed: lower it by ./pyrite tidy --owe");
            left.push(Finding::new(path, 1, text));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debts_are_forgiven_but_neither_grow_nor_stay_when_paid() {
        let findings = |list: &[&str]| list.iter().map(|p| Finding::new(p, 3, "x")).collect::<Vec<_>>();
        let owed = parse("# c\na.rs 2\nb.rs 1\n").unwrap();
        assert_eq!(settle(findings(&["a.rs", "a.rs", "b.rs"]), &owed), []);
        assert_eq!(settle(findings(&["a.rs", "a.rs", "b.rs", "b.rs"]), &owed).len(), 2);
        assert!(settle(findings(&["a.rs", "b.rs"]), &owed)[0].text.contains("lower it"));
        assert!(parse("a.rs\n").is_err());
        assert_eq!(parse(&render(&findings(&["a.rs", "b.rs", "a.rs"]))).unwrap(), owed);
    }
}
