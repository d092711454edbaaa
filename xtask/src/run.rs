//! The verb `run`: a script or the prompt, in QEMU or on the host.
//!
//! With a program, standard output is the program's and nothing else's, and
//! so are standard error and the exit status. Without one, the prompt is on
//! the terminal, or on a pty with `--serial pty`.

use std::io::{IsTerminal, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::args::{Args, Word, unknown};
use crate::board::{self, Board};
use crate::image::{self, Profile, Talk};
use crate::qemu::{self, Guest, Serial, Supervised};
use crate::workspace::target_dir;

/// The name under which a script lies in the guest's root.
const PLACE_OF_SCRIPT: &str = "/";

/// What is to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Program {
    /// Nothing: give the prompt.
    Prompt,
    /// `-c CODE`.
    Code(String),
    /// `-m MODULE`.
    Module(String),
    /// A file of the host.
    File(PathBuf),
}

#[derive(Debug)]
struct Options {
    board: String,
    files: Option<PathBuf>,
    ram: Option<u64>,
    pty: bool,
    trace: bool,
    program: Program,
    args: Vec<String>,
}

/// The verb `run`.
///
/// # Errors
/// If the command line is wrong, the build fails or the emulator does not start.
pub fn main(args: Args) -> Result<i32> {
    let options = parse(args)?;
    let board = board::find(&options.board)?;
    let talk = if options.program == Program::Prompt { Talk::All } else { Talk::Errors };
    let image = image::build(&board, Profile::Release, talk)?;
    if board.is_host() { run_on_host(&image, &options) } else { run_in_qemu(&board, &image, &options) }
}

fn parse(mut args: Args) -> Result<Options> {
    let mut options = Options {
        board: board::DEFAULT.into(),
        files: None,
        ram: None,
        pty: false,
        trace: false,
        program: Program::Prompt,
        args: Vec::new(),
    };
    while let Some(word) = args.take()? {
        let name = match &word {
            Word::Option(name) => name,
            Word::Plain(file) => {
                options.program = Program::File(file.into());
                options.args = args.rest();
                break;
            }
        };
        match name.as_str() {
            "--board" | "-b" => options.board = args.value(name)?,
            "--files" => options.files = Some(args.value(name)?.into()),
            "--ram" => options.ram = Some(board::parse_size(&args.value(name)?)?),
            "--trace" => options.trace = true,
            "--serial" => match args.value(name)?.as_str() {
                "pty" => options.pty = true,
                "stdio" => options.pty = false,
                other => bail!("--serial takes pty or stdio, not {other:?}"),
            },
            "-c" | "-m" => {
                let text = args.value(name)?;
                options.program = if name == "-c" { Program::Code(text) } else { Program::Module(text) };
                options.args = args.rest();
                break;
            }
            _ => return unknown("run", &word),
        }
    }
    if options.pty && options.program != Program::Prompt {
        bail!("--serial pty serves the prompt: it takes no program");
    }
    Ok(options)
}

/// The words after the interpreter's name, as `python3` would take them.
fn words(options: &Options, file: impl Fn(&Path) -> Result<String>) -> Result<Vec<String>> {
    let mut words = match &options.program {
        Program::Prompt => Vec::new(),
        Program::Code(code) => vec!["-c".into(), code.clone()],
        Program::Module(module) => vec!["-m".into(), module.clone()],
        Program::File(path) => vec![file(path)?],
    };
    words.extend(options.args.iter().cloned());
    Ok(words)
}

/// Becomes the host's program; returns only if that fails.
fn run_on_host(image: &Path, options: &Options) -> Result<i32> {
    if options.pty {
        bail!("--serial pty is for boards in QEMU");
    }
    let mut command = Command::new(image);
    command.args(words(options, |path| Ok(path.to_string_lossy().into_owned()))?);
    if let Some(ram) = options.ram {
        command.env("PYRITE_RAM", ram.to_string());
    }
    if let Some(files) = &options.files {
        command.env("PYRITE_FILES", files);
    }
    Err(command.exec()).with_context(|| format!("cannot start {}", image.display()))
}

fn run_in_qemu(board: &Board, image: &Path, options: &Options) -> Result<i32> {
    let device = TempDir::with_prefix("pyrite-root-").context("cannot make the guest's root")?;
    if let Some(files) = &options.files {
        copy_tree(files, device.path())?;
    }
    let mut guest_words = vec![format!("--root={}", device.path().display())];
    guest_words.extend(options.ram.map(|ram| format!("--ram={ram}")));
    guest_words.extend(words(options, |path| place_script(path, device.path()))?);
    let mut extra = Vec::new();
    if options.trace {
        let log = target_dir().join("qemu-trace.log");
        eprintln!("pyrite: trace in {}", log.display());
        let log = log.to_string_lossy().into_owned();
        extra.extend(["-d".into(), "int,guest_errors,unimp".into(), "-D".into(), log]);
    }
    let serial = match (options.pty, &options.program) {
        (true, _) => Serial::Pty,
        (false, Program::Prompt) if std::io::stdin().is_terminal() => Serial::Terminal,
        (false, _) => Serial::Stdio,
    };
    let guest = Guest { board, elf: image, serial, words: guest_words, extra };
    if guest.serial == Serial::Pty {
        let (running, path) = qemu::start_with_pty(&guest)?;
        println!("{path}");
        std::io::stdout().flush()?;
        return running.wait();
    }
    if guest.serial == Serial::Terminal {
        eprintln!("pyrite: {} in QEMU; press Ctrl-] and then x to leave", board.name);
    }
    Supervised::start(&mut guest.command()?)?.wait()
}

/// Copies the script into the guest's root and returns its path there.
fn place_script(script: &Path, device: &Path) -> Result<String> {
    let Some(name) = script.file_name().and_then(|n| n.to_str()) else {
        bail!("not the name of a script: {}", script.display())
    };
    if !script.exists() {
        // The message is the interpreter's, so that it is the same on every board.
        return Ok(script.to_string_lossy().into_owned());
    }
    let place = format!("{PLACE_OF_SCRIPT}{name}");
    std::fs::copy(script, device.join(name)).with_context(|| format!("cannot read {}", script.display()))?;
    Ok(place)
}

/// Copies what is in `from` into the folder `to`.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    let entries = std::fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))?;
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        let target = to.join(name);
        if path.is_dir() {
            std::fs::create_dir_all(&target)?;
            copy_tree(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).with_context(|| format!("cannot read {}", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(words: &[&str]) -> Result<Options> {
        parse(Args::new(words.iter().map(|w| (*w).to_owned()).collect()))
    }

    #[test]
    fn what_follows_the_script_is_the_script_s() {
        let o = options(&["--board", "host", "x.py", "--board", "y"]).unwrap();
        assert_eq!(o.board, "host");
        assert_eq!(o.program, Program::File("x.py".into()));
        assert_eq!(o.args, ["--board", "y"]);
    }

    #[test]
    fn code_takes_one_word_and_leaves_the_rest() {
        let o = options(&["-c", "print(1)", "-v"]).unwrap();
        assert_eq!(o.program, Program::Code("print(1)".into()));
        assert_eq!(words(&o, |_| unreachable!()).unwrap(), ["-c", "print(1)", "-v"]);
    }

    #[test]
    fn a_pty_serves_no_program() {
        assert!(options(&["--serial", "pty", "-c", "1"]).is_err());
        assert!(options(&["--serial", "pty"]).unwrap().pty);
        assert!(options(&["--serial", "com1"]).is_err());
    }

    #[test]
    fn files_are_copied_with_their_folders() {
        let from = TempDir::new().unwrap();
        let to = TempDir::new().unwrap();
        std::fs::create_dir(from.path().join("pkg")).unwrap();
        std::fs::write(from.path().join("pkg/a.py"), "x = 1\n").unwrap();
        copy_tree(from.path(), to.path()).unwrap();
        assert_eq!(std::fs::read(to.path().join("pkg/a.py")).unwrap(), b"x = 1\n");
    }
}
