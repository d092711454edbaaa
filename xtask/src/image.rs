//! Building a board's image: firmware, or the host's program.
//!
//! Cargo does the work; the image is what it names as the executable. The
//! board's name travels in `PYRITE_BOARD` to the build scripts that need it.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::args::{Args, Word, unknown};
use crate::board::{self, Board};
use crate::workspace::{capture, cargo, target_dir};

/// Lets the stable compiler take unstable options.
const BOOTSTRAP: &str = "RUSTC_BOOTSTRAP";

/// Which of cargo's profiles, and how much is said about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Unoptimised, with overflow checks: for tests on the host.
    Dev,
    /// What is shipped.
    Release,
}

/// How much of cargo's talk reaches stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talk {
    /// Errors only: stderr belongs to a script.
    Errors,
    /// Progress and warnings.
    All,
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    executable: Option<PathBuf>,
    message: Option<Diagnostic>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

/// The verb `build`.
///
/// # Errors
/// If the command line is wrong or the build fails.
pub fn main(mut args: Args) -> Result<i32> {
    let mut name = board::DEFAULT.to_owned();
    let mut profile = Profile::Release;
    while let Some(word) = args.take()? {
        match &word {
            Word::Option(o) if o == "--board" || o == "-b" => name = args.value(o)?,
            Word::Option(o) if o == "--release" => profile = Profile::Release,
            Word::Option(o) if o == "--dev" => profile = Profile::Dev,
            _ => return unknown("build", &word),
        }
    }
    let path = build(&board::find(&name)?, profile, Talk::All)?;
    println!("{}", path.display());
    Ok(0)
}

/// Where the linker's map of a firmware is.
pub fn map_of(board: &Board, profile: Profile) -> PathBuf {
    let mut path = target_dir();
    path.extend(board.target.as_deref());
    path.push(if profile == Profile::Release { "release" } else { "debug" });
    path.join(format!("{}.map", board.name))
}

/// Has `core` and `alloc` built along, for size; panics stop at once instead of composing a text, and
/// no register is spent on frame pointers, which Rust's description of the target asks for.
///
/// Cargo calls all of this unstable, so a variable tells the stable compiler to take it all the same.
fn build_small(command: &mut Command, target: &str) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.args(["-Zunstable-options", "--print", "target-spec-json", "--target", target]).env(BOOTSTRAP, "1");
    let mut spec: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&capture(&mut rustc)?)?;
    spec.insert("frame-pointer".into(), "may-omit".into());
    spec.remove("is-builtin");
    // The file's name is what the target is called.
    let folder = target_dir().join("spec");
    let path = folder.join(target).with_extension("json");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(&path, serde_json::to_string_pretty(&spec)?)?;
    let flags =
        "['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none']";
    command.arg("--target").arg(path).args(["--config", &format!("target.{target}.rustflags={flags}")]);
    command.args(["-Zjson-target-spec", "-Zbuild-std=core,alloc", "-Zbuild-std-features=optimize_for_size"]);
    command.env(BOOTSTRAP, "1");
    Ok(())
}

/// Builds a board's image and returns its path.
///
/// # Errors
/// If cargo fails, or the package has no single executable.
pub fn build(board: &Board, profile: Profile, talk: Talk) -> Result<PathBuf> {
    let mut command = cargo();
    command.args(["rustc", "--package", &board.package, "--message-format=json"]);
    let small = board.image.small && profile == Profile::Release;
    match &board.target {
        Some(target) if small => build_small(&mut command, target)?,
        Some(target) => drop(command.args(["--target", target])),
        None => {}
    }
    if profile == Profile::Release {
        command.arg("--release");
    }
    if talk == Talk::Errors {
        command.arg("--quiet");
        let first = !map_of(board, profile).parent().is_some_and(std::path::Path::exists);
        if first && std::io::stderr().is_terminal() {
            eprintln!("pyrite: building for {}, which takes a minute the first time", board.name);
        }
    }
    if !board.image.docs {
        command.env("PYRITE_DOCS", "no");
    }
    if !board.is_host() {
        let map = map_of(board, profile);
        command.args(["--", "-C"]).arg(format!("link-arg=-Wl,-Map={}", map.display()));
    }
    command.env("PYRITE_BOARD", &board.name).stderr(Stdio::inherit());
    let output = command.output().context("cannot start cargo")?;
    let mut found = Vec::new();
    for line in output.stdout.split(|&b| b == b'\n') {
        let Ok(message) = serde_json::from_slice::<Message>(line) else { continue };
        if let Some(diagnostic) = &message.message
            && (talk == Talk::All || diagnostic.level.starts_with("error"))
        {
            eprint!("{}", diagnostic.rendered.as_deref().unwrap_or_default());
        }
        let is_bin = message.target.is_some_and(|t| t.kind.iter().any(|k| k == "bin"));
        if message.reason == "compiler-artifact" && is_bin {
            found.extend(message.executable);
        }
    }
    if !output.status.success() {
        bail!("cannot build {} for {}", board.package, board.name);
    }
    match found.as_slice() {
        [path] => Ok(path.clone()),
        [] => bail!("{} has no executable", board.package),
        _ => bail!("{} has {} executables, but a board has one", board.package, found.len()),
    }
}
