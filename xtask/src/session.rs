//! A guest in QEMU whose raw prompt we hold, with a folder of its own.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::board::Board;
use crate::prompt::Prompt;
use crate::qemu::{Guest, Serial, Supervised};
use crate::workspace::target_dir;

/// A running guest; dropping it ends QEMU and removes the folder.
pub struct Session {
    /// Its console, at the raw prompt.
    pub prompt: Prompt,
    _guest: Supervised,
    _place: TempDir,
}

impl Session {
    /// Boots a firmware up to the raw prompt. `extra` are more arguments for QEMU.
    ///
    /// # Errors
    /// If QEMU does not start or the guest does not answer.
    pub fn start(board: &Board, elf: &Path, extra: Vec<String>) -> Result<Self> {
        let place = TempDir::with_prefix("pyrite-guest-")?;
        let socket = place.path().join("console");
        let root = place.path().join("root");
        std::fs::create_dir(&root)?;
        let guest = Guest {
            board,
            elf,
            serial: Serial::Socket(socket.clone()),
            words: vec![format!("--root={}", root.display())],
            extra,
        };
        let mut command = guest.command()?;
        // What the emulator says about its socket is of no interest, unless it does not start.
        let log = std::fs::File::create(target_dir().join("guest.log")).context("cannot write guest.log")?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let guest = Supervised::start(&mut command)?;
        let mut prompt = Prompt::connect(&socket)?;
        prompt.enter()?;
        Ok(Self { prompt, _guest: guest, _place: place })
    }
}
