//! The verb `tidy`: checks of style and layering that no compiler makes.
//!
//! Each finding is printed as `file:line: what`. The rules are those of
//! CONTRIBUTING.md, and the table of layers is the one in ARCHITECTURE.md.

use std::fmt;
use std::path::Path;

use anyhow::Result;

use crate::args::{Args, Word, unknown};
use crate::workspace::{files_under, read_text, relative, root};

mod layers;
mod markdown;
mod owed;
mod source;
mod style;

use source::Source;

/// Something that a rule forbids, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    text: String,
}

impl Finding {
    fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.into(), line, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// The verb `tidy`.
///
/// # Errors
/// If the command line is wrong or a file cannot be read or written.
pub fn main(mut args: Args) -> Result<i32> {
    while let Some(word) = args.take()? {
        match &word {
            Word::Option(o) if o == "--owe" => {
                std::fs::write(root().join(owed::PATH), owed::render(&all(root())?))?;
            }
            _ => return unknown("tidy", &word),
        }
    }
    let findings = check(root())?;
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} findings", findings.len());
    Ok(i32::from(!findings.is_empty()))
}

/// Runs all checks over a work tree and takes away what is owed.
///
/// # Errors
/// If a file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let path = root.join(owed::PATH);
    let list = if path.exists() { owed::parse(&read_text(&path)?)? } else { owed::Owed::new() };
    Ok(owed::settle(all(root)?, &list))
}

/// Runs all checks over a work tree.
///
/// # Errors
/// If a file cannot be read.
fn all(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut sources = Vec::new();
    for path in files_under(root, "rs")? {
        sources.push(Source::new(&relative(&path), &read_text(&path)?));
    }
    let test_modules: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    for source in &mut sources {
        let stem = source.path.trim_end_matches(".rs").to_owned();
        if test_modules.iter().any(|m| stem == *m || stem.starts_with(&format!("{m}/"))) {
            source.mark_as_test();
        }
    }
    for source in &sources {
        style::check(source, &mut findings);
    }
    for path in files_under(root, "md")? {
        markdown::check(&relative(&path), &read_text(&path)?, &mut findings);
    }
    match read_text(&root.join("ARCHITECTURE.md")).and_then(|text| layers::Table::parse(&text)) {
        Ok(table) => check_layers(root, &table, &sources, &mut findings)?,
        Err(error) => findings.push(Finding::new("ARCHITECTURE.md", 1, format!("{error:#}"))),
    }
    findings.sort();
    Ok(findings)
}

fn check_layers(
    root: &Path,
    table: &layers::Table,
    sources: &[Source],
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let crates = layers::crates(root)?;
    layers::check_imports(&crates, table, findings);
    for one in &crates {
        layers::check_unsafe(one, table, sources, findings);
        layers::check_order(one, sources, findings);
    }
    Ok(())
}
