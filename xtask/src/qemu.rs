//! QEMU: its command line for a board, and a child that never outlives us.
//!
//! The contract with the firmware: its command line comes through semihosting
//! (`SYS_GET_CMDLINE`), where word 0 is `pyrite`, `--root=DIR` names the host
//! folder that is its root file system, `--ram=BYTES` limits the heap, and the
//! rest is what `python3` would be given. Semihosting joins words with blanks,
//! so each word is percent-encoded where it holds anything but plain
//! characters. With a program the firmware ends by `SYS_EXIT_EXTENDED`, and
//! QEMU's exit status is the program's. UART0 is the console.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use crate::board::Board;

/// The character that starts QEMU's own commands while the console is on the terminal: Ctrl-].
const ESCAPE: &str = "0x1d";

/// Where UART0 leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Serial {
    /// Our own terminal, with QEMU's escape character.
    Terminal,
    /// Our standard input and output, byte for byte.
    Stdio,
    /// A new pseudo-terminal.
    Pty,
    /// A Unix socket that QEMU listens on; the guest waits for the first client.
    Socket(std::path::PathBuf),
}

/// Everything that makes up one start of a guest.
#[derive(Debug, Clone)]
pub struct Guest<'a> {
    /// The board, which has emulator arguments.
    pub board: &'a Board,
    /// The firmware.
    pub elf: &'a Path,
    /// The console.
    pub serial: Serial,
    /// The firmware's command line without its name.
    pub words: Vec<String>,
    /// Further arguments for QEMU itself.
    pub extra: Vec<String>,
}

impl Guest<'_> {
    /// The command that starts it.
    ///
    /// # Errors
    /// If the board has no emulator.
    pub fn command(&self) -> Result<Command> {
        let Some(args) = &self.board.qemu else {
            bail!("board {} cannot be run here: it has no emulator", self.board.name)
        };
        let mut command = tied_to_us("qemu-system-arm");
        command.args(args);
        command.args(["-display", "none", "-monitor", "none", "-parallel", "none"]);
        match &self.serial {
            Serial::Terminal => {
                command.args(["-echr", ESCAPE, "-chardev", "stdio,id=console,mux=on,signal=off"]);
                command.args(["-serial", "chardev:console"]);
            }
            Serial::Stdio => {
                command.args(["-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"]);
            }
            Serial::Pty => {
                command.args(["-chardev", "pty,id=console", "-serial", "chardev:console"]);
            }
            Serial::Socket(path) => {
                command.arg("-serial").arg(format!("unix:{},server=on,wait=on", path.display()));
            }
        }
        let mut semihosting = String::from("enable=on,target=native,arg=pyrite");
        for word in &self.words {
            semihosting.push_str(",arg=");
            semihosting.push_str(&encode_word(word));
        }
        command.arg("-semihosting-config").arg(semihosting);
        command.args(&self.extra);
        command.arg("-kernel").arg(self.elf);
        Ok(command)
    }
}

/// Percent-encodes what the semihosting command line or QEMU's option parser would take apart.
pub fn encode_word(word: &str) -> String {
    let mut text = String::new();
    for &byte in word.as_bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'%' | b',') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// A command whose process ends when we do, even if we are killed.
pub fn tied_to_us(program: impl AsRef<OsStr>) -> Command {
    if Path::new("/usr/bin/setpriv").exists() {
        let mut command = Command::new("/usr/bin/setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// A child process that gets our termination signals and is killed when dropped.
pub struct Supervised {
    child: Child,
    signals: Handle,
}

impl Supervised {
    /// Starts the command.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
        let handle = signals.handle();
        let pid = pid_of(&child)?;
        std::thread::spawn(move || {
            for _ in signals.forever() {
                // The process may be gone already, which is what was asked for.
                let _gone = kill_process(pid, Signal::TERM);
            }
        });
        Ok(Self { child, signals: handle })
    }

    /// The process, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits for the end and returns a shell's idea of the status.
    ///
    /// # Errors
    /// If the system cannot tell.
    pub fn wait(mut self) -> Result<i32> {
        Ok(code_of(self.child.wait()?))
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        self.signals.close();
        // Both fail only if the process has ended, and then there is nothing to do.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

fn pid_of(child: &Child) -> Result<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("no process id")
}

/// 0 to 255 as a shell shows it: the exit status, or 128 and the signal's number.
pub fn code_of(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => code,
        (None, Some(signal)) => 128 + signal,
        (None, None) => 1,
    }
}

/// Starts a guest with its console on a pty and returns it with the pty's path.
///
/// # Errors
/// If QEMU does not start or names no device.
pub fn start_with_pty(guest: &Guest<'_>) -> Result<(Supervised, String)> {
    use std::io::{BufRead, BufReader};
    let mut command = guest.command()?;
    let mut running =
        Supervised::start(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()))?;
    let Some(stdout) = running.child().stdout.take() else { bail!("QEMU has no output") };
    let mut lines = BufReader::new(stdout);
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        if let Some(device) = line.split_whitespace().find(|w| w.starts_with("/dev/")) {
            let device = device.to_owned();
            // Whatever else it prints must not fill the pipe.
            std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::stderr()));
            return Ok((running, device));
        }
        line.clear();
    }
    bail!("QEMU ended before it opened a pty")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_blanks_commas_and_percents() {
        assert_eq!(encode_word("print(1, 2)\n"), "print(1%2C%202)%0A");
        assert_eq!(encode_word("100%"), "100%25");
        assert_eq!(encode_word("--root=/tmp/x"), "--root=/tmp/x");
        assert_eq!(encode_word("ä"), "%C3%A4");
    }

    #[test]
    fn status_of_a_killed_process_is_128_and_the_signal() {
        let mut child = Command::new("sleep").arg("100").spawn().unwrap();
        child.kill().unwrap();
        assert_eq!(code_of(child.wait().unwrap()), 128 + 9);
    }

    #[test]
    fn dropping_the_supervisor_ends_the_child() {
        let running = Supervised::start(Command::new("sleep").arg("100")).unwrap();
        let pid = pid_of(&running.child).unwrap();
        drop(running);
        assert!(kill_process(pid, Signal::TERM).is_err());
    }
}
