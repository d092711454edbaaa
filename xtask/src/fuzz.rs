//! The verb `fuzz`: runs one fuzz target for a while, through cargo-fuzz.
//!
//! Targets and their seeds are in `fuzz/`. What a run finds becomes a seed.

use std::process::Command;

use anyhow::{Result, bail};

use crate::args::{Args, Word, unknown};
use crate::qemu::Supervised;
use crate::workspace::{files_under, root};

/// Seconds of a run, unless told otherwise.
const DEFAULT_SECONDS: u32 = 60;

/// The verb `fuzz`.
///
/// # Errors
/// If the command line is wrong or cargo-fuzz is not there.
pub fn main(mut args: Args) -> Result<i32> {
    let mut seconds = DEFAULT_SECONDS;
    let mut target = None;
    while let Some(word) = args.take()? {
        match word {
            Word::Option(o) if o == "--seconds" => seconds = args.value(&o)?.parse()?,
            Word::Plain(name) if target.is_none() => target = Some(name),
            word => return unknown("fuzz", &word),
        }
    }
    let Some(target) = target else {
        for path in files_under(&root().join("fuzz"), "rs")? {
            if path.parent().is_some_and(|p| p.ends_with("fuzz_targets")) {
                println!("{}", path.file_stem().unwrap_or_default().to_string_lossy());
            }
        }
        return Ok(0);
    };
    if !Command::new("cargo")
        .args(["+nightly", "fuzz", "--version"])
        .output()
        .is_ok_and(|o| o.status.success())
    {
        bail!("cargo-fuzz on a nightly toolchain is needed: cargo +nightly install cargo-fuzz");
    }
    let mut command = Command::new("cargo");
    command.args(["+nightly", "fuzz", "run", &target, "--"]).arg(format!("-max_total_time={seconds}"));
    Supervised::start(command.current_dir(root()))?.wait()
}
