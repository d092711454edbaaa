//! System tests: pytest in the project's own environment, talking to QEMU.
//!
//! The environment is `target/venv`, made from `tests/requirements.txt` and
//! made anew when that changes. The tests learn how to start a guest from the
//! variable `PYRITE_QEMU`, a JSON list in which `{socket}` and `{root}` stand
//! for places of their choice, and write their results to `PYRITE_RESULTS`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::board::{self, Board};
use crate::image::{self, Profile, Talk};
use crate::qemu::{Guest, Serial, Supervised, tied_to_us};
use crate::results::{Outcome, TestResult};
use crate::workspace::{check, read_text, root, target_dir};

/// The status of pytest when a filter leaves no test.
const NOTHING_SELECTED: i32 = 5;
/// Processes that run tests; each has an emulator or two.
const WORKERS: &str = "2";
/// Seconds that a test may take, whatever it waits for.
const TIMEOUT_S: &str = "150";

/// Runs the tests below `tests/system`.
///
/// # Errors
/// If the environment cannot be made or pytest gives no results.
pub fn run(elf: &Path, filter: &str) -> Result<Vec<TestResult>> {
    let python = environment()?;
    // Here, because no test has the patience for a build.
    image::build(&board::find(board::HOST)?, Profile::Release, Talk::All)?;
    let results = target_dir().join("system-results.jsonl");
    if results.exists() {
        std::fs::remove_file(&results)?;
    }
    let mut command = tied_to_us(&python);
    command
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "--numprocesses", WORKERS])
        // A file stays with a worker, which makes its guests; a test that hangs fails alone.
        .args(["--dist", "loadfile", "--timeout", TIMEOUT_S, "--durations", "5", "tests/system"])
        .current_dir(root())
        .env("PYRITE_RESULTS", &results)
        .env("PYRITE_ELF", elf)
        .env("PYRITE_QEMU", template(&board::find(board::DEFAULT)?, elf)?)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        // Standard output is ours, for the counts.
        .stdout(std::io::stderr());
    if !filter.is_empty() {
        command.args(["-k", filter]);
    }
    let status = Supervised::start(&mut command)?.wait()?;
    let text = std::fs::read_to_string(&results).unwrap_or_default();
    let mut list = Vec::new();
    for line in text.lines() {
        list.push(serde_json::from_str(line).with_context(|| format!("a result of pytest: {line}"))?);
    }
    let explained = list.iter().any(|r: &TestResult| r.outcome == Outcome::Failed);
    if !matches!(status, 0 | NOTHING_SELECTED) && !explained {
        bail!("pytest ended with status {status}");
    }
    Ok(list)
}

fn template(board: &Board, elf: &Path) -> Result<String> {
    let guest = Guest {
        board,
        elf,
        serial: Serial::Socket("{socket}".into()),
        words: vec!["--root={root}".into()],
        extra: Vec::new(),
    };
    let command = guest.command()?;
    let words: Vec<_> = [command.get_program()]
        .into_iter()
        .chain(command.get_args())
        .map(|w| w.to_string_lossy().into_owned())
        .collect();
    Ok(serde_json::to_string(&words)?)
}

/// The Python of the project's environment, made if need be.
///
/// # Errors
/// If it cannot be made.
pub fn environment() -> Result<PathBuf> {
    let place = root().join("target/venv");
    let python = place.join("bin/python");
    let wanted = read_text(&root().join("tests/requirements.txt"))?;
    let stamp = place.join("requirements.txt");
    if python.exists() && std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(python);
    }
    eprintln!("pyrite: installing the test tools of tests/requirements.txt in {}", place.display());
    check(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place).stdin(Stdio::null()))?;
    check(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(root().join("tests/requirements.txt"))
            .stdin(Stdio::null())
            .stdout(std::io::stderr()),
    )?;
    std::fs::write(stamp, wanted)?;
    Ok(python)
}
