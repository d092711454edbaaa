//! The verb `test`: levels of tests, the cheap ones first, and one count.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::args::{Args, Word};
use crate::board::{self, Board};
use crate::image::{self, Profile, Talk};
use crate::results::{self, Counts, KnownFailures, Outcome, TestResult};
use crate::workspace::{cargo, root};
use crate::{conformance, size, tidy};

mod cargo_tests;
mod cpython;
mod stress;
mod system;

/// A level of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Tidy,
    Unit,
    Snapshot,
    Conformance,
    Cpython,
    Size,
    Qemu,
    System,
    Stress,
}

use stress::Depth;

use Level::{Conformance, Cpython, Qemu, Size, Snapshot, Stress, System, Tidy, Unit};

/// The order in which they run.
const ALL: [Level; 9] = [Tidy, Unit, Snapshot, Conformance, Cpython, Size, Qemu, System, Stress];
/// Those that need no board, done in minutes.
const QUICK: [Level; 4] = [Tidy, Unit, Snapshot, Conformance];
/// Lines of a failure's explanation that are shown.
const DETAIL_LINES: usize = 30;

impl Level {
    fn name(self) -> &'static str {
        match self {
            Tidy => "tidy",
            Unit => "unit",
            Snapshot => "snapshot",
            Conformance => "conformance",
            Cpython => "cpython",
            Size => "size",
            Qemu => "qemu",
            System => "system",
            Stress => "stress",
        }
    }
}

fn parse_levels(text: &str) -> Result<Vec<Level>> {
    let mut chosen = Vec::new();
    for name in text.split(',').map(str::trim) {
        match (name, ALL.into_iter().find(|l| l.name() == name)) {
            ("all", _) => chosen.extend(ALL),
            ("quick", _) => chosen.extend(QUICK),
            (_, Some(level)) => chosen.push(level),
            _ => {
                let names: Vec<_> = ALL.iter().map(|l| l.name()).collect();
                bail!("no level {name:?}; there are: all, quick, {}", names.join(", "))
            }
        }
    }
    Ok(ALL.into_iter().filter(|level| chosen.contains(level)).collect())
}

/// The verb `test`.
///
/// # Errors
/// If the command line is wrong or the results cannot be kept.
pub fn main(mut args: Args) -> Result<i32> {
    let mut levels = ALL.to_vec();
    let mut filter = String::new();
    let mut depth = Depth::Sampled;
    while let Some(word) = args.take()? {
        match word {
            Word::Option(o) if o == "--level" => {
                let names = args.value(&o)?;
                levels = parse_levels(&names)?;
                if names.split(',').any(|name| name.trim() == Stress.name()) {
                    depth = Depth::Whole;
                }
            }
            Word::Plain(text) => filter = text,
            Word::Option(o) => bail!("test has no option {o}; see ./pyrite help"),
        }
    }
    let known = KnownFailures::load()?;
    let mut all = Vec::new();
    let mut summary = Vec::new();
    for level in &levels {
        eprintln!("== {}", level.name());
        let start = Instant::now();
        let mut results = run(*level, depth, &filter).unwrap_or_else(|error| vec![broken(*level, &error)]);
        known.apply(&mut results);
        report(&results);
        let counts = Counts::of(&results);
        let line = format!("{:<12} {counts} ({:.1} s)", level.name(), start.elapsed().as_secs_f64());
        eprintln!("{line}");
        summary.push(line);
        all.extend(results);
    }
    results::save(&all, filter.is_empty() && levels.len() == ALL.len())?;
    let counts = Counts::of(&all);
    for line in summary {
        println!("{line}");
    }
    println!("{counts}");
    Ok(i32::from(counts.failed > 0))
}

/// A level that could not be run is a failed test.
fn broken(level: Level, error: &anyhow::Error) -> TestResult {
    TestResult {
        id: format!("{}/run", level.name()),
        outcome: Outcome::Failed,
        features: Vec::new(),
        detail: format!("{error:#}"),
    }
}

fn report(results: &[TestResult]) {
    for result in results.iter().filter(|r| r.outcome == Outcome::Failed) {
        eprintln!("FAILED {}", result.id);
        for line in result.detail.lines().take(DETAIL_LINES) {
            eprintln!("    {line}");
        }
    }
}

fn run(level: Level, depth: Depth, filter: &str) -> Result<Vec<TestResult>> {
    match level {
        Tidy => lint(filter),
        Unit => cargo_tests::run(cargo_tests::Which::Unit, filter),
        Snapshot => cargo_tests::run(cargo_tests::Which::Snapshot, filter),
        Conformance => conformance_on_host(filter),
        Cpython => cpython::run(filter),
        Size => sizes(filter),
        Qemu => {
            let (board, elf) = default_firmware()?;
            conformance::run_in_qemu(&board, &elf, filter)
        }
        System => system::run(&default_firmware()?.1, filter),
        Stress => stress::run(depth, filter),
    }
}

fn conformance_on_host(filter: &str) -> Result<Vec<TestResult>> {
    let mut results = conformance::check_scripts(filter)?;
    let image = image::build(&board::find(board::HOST)?, Profile::Dev, Talk::Errors)?;
    results.extend(conformance::run_on_host(&image, filter)?);
    Ok(results)
}

fn default_firmware() -> Result<(Board, std::path::PathBuf)> {
    let board = board::find(board::DEFAULT)?;
    let elf = image::build(&board, Profile::Release, Talk::Errors)?;
    Ok((board, elf))
}

/// One test for each tool that reads the sources.
fn lint(filter: &str) -> Result<Vec<TestResult>> {
    let mut results = Vec::new();
    let mut add = |name: &str, complaint: Option<String>| {
        results.push(TestResult {
            id: format!("tidy/{name}"),
            outcome: if complaint.is_some() { Outcome::Failed } else { Outcome::Passed },
            features: Vec::new(),
            detail: complaint.unwrap_or_default(),
        });
    };
    if "layers".contains(filter) {
        let findings: Vec<String> = tidy::check(root())?.iter().map(ToString::to_string).collect();
        add("layers", (!findings.is_empty()).then(|| findings.join("\n")));
    }
    if "fmt".contains(filter) {
        add("fmt", complaint_of(cargo().args(["fmt", "--all", "--check"]))?);
    }
    if "clippy".contains(filter) {
        let mut command = cargo();
        command.args(["clippy", "--quiet", "--workspace", "--all-targets"]);
        for package in cargo_tests::firmware_packages()? {
            command.args(["--exclude", &package]);
        }
        add("clippy", complaint_of(command.args(["--", "-D", "warnings"]))?);
    }
    Ok(results)
}

fn complaint_of(command: &mut std::process::Command) -> Result<Option<String>> {
    let output = command.output()?;
    let text = [output.stdout, output.stderr].concat();
    Ok((!output.status.success()).then(|| String::from_utf8_lossy(&text).into_owned()))
}

/// One test for each board: it links, and keeps its budget.
fn sizes(filter: &str) -> Result<Vec<TestResult>> {
    let mut results = Vec::new();
    for board in board::all()?.into_iter().filter(|b| b.name.contains(filter)) {
        let complaint = match size::measure(std::slice::from_ref(&board), false) {
            Ok((table, over)) => {
                eprint!("{table}");
                over.join("\n")
            }
            Err(error) => format!("{error:#}"),
        };
        results.push(TestResult {
            id: format!("size/{}", board.name),
            outcome: if complaint.is_empty() { Outcome::Passed } else { Outcome::Failed },
            features: Vec::new(),
            detail: complaint,
        });
    }
    Ok(results)
}

/// The verb `bless`: the snapshot tests, told to write what they find.
///
/// # Errors
/// If the command line is wrong or cargo fails.
pub fn bless(mut args: Args) -> Result<i32> {
    let mut filter = String::new();
    let mut oracle = false;
    while let Some(word) = args.take()? {
        match word {
            Word::Option(o) if o == "--oracle" => oracle = true,
            Word::Plain(text) => filter = text,
            word => return crate::args::unknown("bless", &word),
        }
    }
    if oracle {
        conformance::bless(&filter)?;
    } else {
        cargo_tests::bless(&filter)?;
    }
    Ok(0)
}

/// The verb `ci`: everything, as the server does it.
///
/// # Errors
/// As for `test`.
pub fn ci(args: Args) -> Result<i32> {
    main(args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_run_cheap_first_whatever_the_order_asked_for() {
        assert_eq!(parse_levels("system,unit").unwrap(), [Unit, System]);
        assert_eq!(parse_levels("quick,size").unwrap(), [Tidy, Unit, Snapshot, Conformance, Size]);
        assert_eq!(parse_levels("all").unwrap(), ALL);
        assert!(parse_levels("unti").is_err());
    }
}
