//! CPython as the oracle: what a script prints there, remembered by content.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::script::Script;
use crate::workspace::{capture, target_dir};

/// The oldest CPython whose answers are near enough to 3.13's.
const OLDEST: (u32, u32) = (3, 11);
/// The one whose answers count, where others differ.
const REFERENCE: (&str, (u32, u32)) = ("python3.13", (3, 13));
/// Seconds that a script may take.
pub const LIMIT_S: &str = "30";

/// What a program did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outcome {
    /// Its standard output.
    pub out: Vec<u8>,
    /// Its standard error.
    pub err: Vec<u8>,
    /// Its exit status.
    pub status: i32,
}

/// An installed CPython.
pub struct Oracle {
    program: PathBuf,
    version: String,
    numbers: (u32, u32),
    cache: PathBuf,
}

impl Oracle {
    /// Finds `python3`.
    ///
    /// # Errors
    /// If there is none, or it is too old.
    pub fn find() -> Result<Self> {
        let oracle = Self::of("python3").context("python3 is the oracle")?;
        if oracle.numbers < OLDEST {
            bail!("{} is too old to be the oracle: 3.11 is needed, 3.13 is best", oracle.version);
        }
        Ok(oracle)
    }

    /// Finds the CPython that we mean to equal, if it is installed.
    ///
    /// # Errors
    /// If it is not.
    pub fn reference() -> Result<Self> {
        let oracle = Self::of(REFERENCE.0)?;
        if oracle.numbers != REFERENCE.1 {
            bail!("{} says that it is {}", REFERENCE.0, oracle.version);
        }
        Ok(oracle)
    }

    fn of(program: &str) -> Result<Self> {
        let version = capture(Command::new(program).arg("--version"))?;
        let version = String::from_utf8_lossy(&version).trim().to_owned();
        let numbers: Vec<u32> =
            version.trim_start_matches("Python ").split('.').map_while(|n| n.parse().ok()).collect();
        let numbers = match numbers.as_slice() {
            [major, minor, ..] => (*major, *minor),
            _ => bail!("no version in {version:?}"),
        };
        Ok(Self { program: program.into(), version, numbers, cache: target_dir().join("oracle") })
    }

    /// What this CPython makes of a script, with the committed answers put aside.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn ask_alone(&self, script: &Script) -> Result<Option<Outcome>> {
        if self.numbers < script.needs { Ok(None) } else { self.ask_installed(script).map(Some) }
    }

    /// What CPython makes of a script.
    ///
    /// # Errors
    /// If it cannot be run, or ends otherwise than the script's header says.
    pub fn ask(&self, script: &Script) -> Result<Outcome> {
        let mut expected = match self.ask_alone(script)? {
            Some(outcome) => outcome,
            // What such a CPython says does not count; the committed answers do.
            None => Outcome { out: Vec::new(), err: Vec::new(), status: i32::from(script.expects_error) },
        };
        if let Some(out) = script.committed("out") {
            expected.out = out;
        }
        if let Some(err) = script.committed("err") {
            expected.err = err;
        }
        let failed = expected.status != 0;
        if failed != script.expects_error {
            bail!(
                "{} itself ends with status {} there: {}",
                self.version,
                expected.status,
                String::from_utf8_lossy(&expected.err).trim_end()
            );
        }
        Ok(expected)
    }

    fn ask_installed(&self, script: &Script) -> Result<Outcome> {
        let mut hasher = DefaultHasher::new();
        (&self.version, &script.name, &script.text).hash(&mut hasher);
        let place = self.cache.join(format!("{:016x}.json", hasher.finish()));
        if let Ok(text) = std::fs::read(&place)
            && let Ok(outcome) = serde_json::from_slice(&text)
        {
            return Ok(outcome);
        }
        let outcome = run(&self.program, &["-B", "-S"], script)?;
        std::fs::create_dir_all(&self.cache)?;
        std::fs::write(&place, serde_json::to_vec(&outcome)?)?;
        Ok(outcome)
    }
}

/// Runs a script by a program in the script's folder, with nothing to read.
///
/// # Errors
/// If the program cannot be started.
pub fn run(program: &Path, options: &[&str], script: &Script) -> Result<Outcome> {
    let folder = script.path.parent().context("a script is in a folder")?;
    let output = Command::new("timeout")
        .args(["-k", "2", LIMIT_S])
        .arg(program)
        .args(options)
        .arg(script.file_name())
        .current_dir(folder)
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONIOENCODING", "utf-8")
        .env_remove("PYTHONPATH")
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let status = crate::qemu::code_of(output.status);
    Ok(Outcome { out: output.stdout, err: output.stderr, status })
}
