//! CPython's own regression tests on the host board.
//!
//! `tests/cpython/files.txt` names the modules, `tests/cpython/run.py` runs one and writes down each method as
//! it starts and ends. A method that crashes the machine, or is silent for too long, has failed; the
//! module is then started anew behind it. Methods known to fail are in `tests/cpython/failures.txt`, with
//! the last line of what they say.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::board;
use crate::image::{self, Profile, Talk};
use crate::qemu::tied_to_us;
use crate::results::{Counts, KnownFailures, Outcome, TestResult};
use crate::workspace::{read_text, root, target_dir};

/// Where Debian's package puts the library and its tests.
const LIBRARY: &str = "/usr/lib/python3.11";
/// Silence after which a method is given up.
const SILENCE: Duration = Duration::from_secs(60);
/// How often the results are looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// Modules that run at once.
const WORKERS: usize = 2;

/// Runs the modules whose names contain `filter`.
///
/// # Errors
/// If the tests are not installed or the machine cannot be built.
pub fn run(filter: &str) -> Result<Vec<TestResult>> {
    if !Path::new(LIBRARY).join("test/test_grammar.py").exists() {
        bail!("CPython's tests are not in {LIBRARY}/test: install libpython3.11-testsuite");
    }
    let program = image::build(&board::find(board::HOST)?, Profile::Release, Talk::Errors)?;
    let list = read_text(&root().join("tests/cpython/files.txt"))?;
    let modules: Vec<&str> = list
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains(filter) && !line.is_empty())
        .collect();
    let folder = target_dir().join("cpython");
    std::fs::create_dir_all(&folder)?;
    let known = KnownFailures::load_from("tests/cpython/failures.txt")?;
    let next = AtomicUsize::new(0);
    let all = Mutex::new(BTreeMap::new());
    let work = || -> Result<()> {
        while let Some(module) = modules.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut results = run_module(&program, module, &folder)?;
            // Some tests wait for threads or for time: what fails unexpectedly gets a second chance.
            let failed = |result: &TestResult| result.outcome == Outcome::Failed && !known.has(&result.id);
            if results.iter().any(failed) {
                let again = run_module(&program, module, &folder)?;
                for result in results.iter_mut().filter(|result| failed(result)) {
                    if let Some(second) = again.iter().find(|second| second.id == result.id) {
                        result.clone_from(second);
                    }
                }
            }
            all.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(*module, results);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| match worker.join() {
            Ok(result) => result,
            Err(_) => bail!("a worker of the CPython tests panicked"),
        })
    })?;
    let all = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    eprint!("{}", table(&all));
    let mut results: Vec<TestResult> = all.into_values().flatten().collect();
    // One that passes now is no failure here: some of them pass at times.
    for result in results.iter().filter(|result| result.outcome == Outcome::Passed && known.has(&result.id)) {
        eprintln!("passes, yet is in tests/cpython/failures.txt: {}", result.id);
    }
    results.sort_by_key(|result| result.outcome == Outcome::Passed);
    let failed = results.iter().take_while(|result| result.outcome != Outcome::Passed).count();
    known.apply(results.get_mut(..failed).unwrap_or_default());
    Ok(results)
}

/// A line for each module, and one for all.
fn table(all: &BTreeMap<&str, Vec<TestResult>>) -> String {
    let mut text = String::new();
    let (mut passed, mut failed) = (0, 0);
    for (module, results) in all {
        let counts = Counts::of(results);
        passed += counts.passed;
        failed += counts.failed;
        let _ =
            writeln!(text, "{module:<36} {:>5} {:>5} {:>5}", counts.passed, counts.failed, counts.skipped);
    }
    let share = 100.0 * passed as f64 / ((passed + failed).max(1)) as f64;
    let _ =
        writeln!(text, "{:<36} {passed:>5} {failed:>5}  {share:.1} % of the methods that apply pass", "all");
    text
}

/// Runs a module, anew behind each method that ends it.
fn run_module(program: &Path, module: &str, folder: &Path) -> Result<Vec<TestResult>> {
    let file = folder.join(format!("{module}.results"));
    let log = folder.join(format!("{module}.log"));
    let scratch = folder.join(format!("{module}.dir"));
    for old in [&file, &log] {
        if old.exists() {
            std::fs::remove_file(old)?;
        }
    }
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch)?;
    }
    std::fs::create_dir_all(&scratch)?;
    loop {
        let before = std::fs::metadata(&file).map_or(0, |facts| facts.len());
        let ending = run_once(program, module, &file, &log, &scratch)?;
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let (results, unfinished) = parse(module, &text);
        match (ending, unfinished) {
            (Ending::Whole, None) => return Ok(results),
            // It crashed, but not in a method: nothing that was learnt is lost.
            (ending, None) if text.len() as u64 == before => {
                let mut results = results;
                results.push(result(
                    module,
                    "module",
                    Outcome::Failed,
                    &format!("{ending:?}\n{}", tail(&log)),
                ));
                return Ok(results);
            }
            (_, None) => {}
            (ending, Some(ident)) => {
                let reason = format!("{ending:?}: {}", tail(&log)).replace('\\', "\\\\").replace('\n', "\\n");
                let line = format!("failed {ident}\t{reason}\n");
                std::fs::write(&file, text + &line)?;
            }
        }
    }
}

/// How a run of a module ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// To its end.
    Whole,
    /// With a status or by a signal.
    Crashed,
    /// Nothing happened for too long.
    Silent,
}

fn run_once(program: &Path, module: &str, file: &Path, log: &Path, scratch: &Path) -> Result<Ending> {
    let output = File::create(log)?;
    let mut command = tied_to_us(program);
    command
        .args([&root().join("tests/cpython/run.py"), Path::new(module), file])
        .current_dir(scratch)
        .env("PYTHONPATH", format!("{}:{LIBRARY}", root().join("tests/cpython/stubs").display()))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output);
    let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
    let (mut size, mut since) = (0, Instant::now());
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { Ending::Whole } else { Ending::Crashed });
        }
        let now = std::fs::metadata(file).map_or(0, |facts| facts.len());
        if now != size {
            (size, since) = (now, Instant::now());
        } else if since.elapsed() > SILENCE {
            child.kill()?;
            child.wait()?;
            return Ok(Ending::Silent);
        }
        std::thread::sleep(GLANCE);
    }
}

/// The last lines of a module's output.
fn tail(log: &PathBuf) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes.get(bytes.len().saturating_sub(2000)..).unwrap_or_default());
    text.into_owned()
}

fn result(module: &str, ident: &str, outcome: Outcome, detail: &str) -> TestResult {
    TestResult {
        id: format!("cpython/{module}/{ident}"),
        outcome,
        features: Vec::new(),
        detail: detail.replace("\\n", "\n"),
    }
}

/// The methods that ended, and one that started and did not end.
fn parse(module: &str, text: &str) -> (Vec<TestResult>, Option<String>) {
    let mut ended = BTreeMap::new();
    let mut running = None;
    for line in text.lines() {
        let Some((verb, rest)) = line.split_once(' ') else { continue };
        let (ident, reason) = rest.split_once('\t').unwrap_or((rest, ""));
        let outcome = match verb {
            "passed" => Outcome::Passed,
            "failed" => Outcome::Failed,
            "skipped" => Outcome::Skipped,
            _ => {
                running = Some(ident.to_owned());
                continue;
            }
        };
        running = running.filter(|running| running != ident);
        ended.insert(ident.to_owned(), result(module, ident, outcome, reason));
    }
    (ended.into_values().collect(), running)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_does_not_end_is_told() {
        let (results, running) = parse("m", "start A.a\t\npassed A.a\t\nstart A.b\t\n");
        assert_eq!(results.len(), 1);
        assert_eq!(running.as_deref(), Some("A.b"));
        let (results, running) = parse("m", "start A.b\t\nfailed A.b\tx\\ny\n");
        assert_eq!(results[0].detail, "x\ny");
        assert_eq!(running, None);
    }
}
