//! The raw prompt of a guest: scripts go in, two streams of output come back.
//!
//! Ctrl-A asks for the raw prompt, Ctrl-D at it resets the interpreter, and
//! `05 'A' 01` offers a script in windows ("raw paste"). The answer to a script
//! is its output, `04`, its traceback, `04`, `>`.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const BANNER: &[u8] = b"raw REPL; CTRL-B to exit\r\n>";
const REBOOT: &[u8] = b"soft reboot\r\n";
/// How long the guest may take for what is not a script.
const PATIENCE: Duration = Duration::from_secs(10);

/// A guest's console, at the raw prompt.
pub struct Prompt {
    link: UnixStream,
    seen: Vec<u8>,
}

/// What a script did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it printed, with plain line ends.
    pub out: Vec<u8>,
    /// The traceback; empty if there was none.
    pub err: Vec<u8>,
}

impl Prompt {
    /// Connects to a console on a Unix socket, as soon as there is one.
    ///
    /// # Errors
    /// If nobody listens there in time.
    pub fn connect(socket: &Path) -> Result<Self> {
        let end = Instant::now() + PATIENCE;
        loop {
            match UnixStream::connect(socket) {
                Ok(link) => return Ok(Self { link, seen: Vec::new() }),
                Err(error) if Instant::now() > end => return Err(error).context("the guest has no console"),
                // The emulator makes the socket some milliseconds after its start and tells nobody.
                Err(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    /// Gets to the raw prompt of a new interpreter.
    ///
    /// # Errors
    /// If the guest does not follow.
    pub fn enter(&mut self) -> Result<()> {
        self.send(b"\r\x03\x03\r\x01")?;
        self.wait_for(BANNER, PATIENCE)?;
        self.reset()
    }

    /// Resets the interpreter; the raw prompt stays.
    ///
    /// # Errors
    /// If the guest does not follow.
    pub fn reset(&mut self) -> Result<()> {
        self.seen.clear();
        self.send(b"\x04")?;
        self.wait_for(REBOOT, PATIENCE)?;
        self.wait_for(BANNER, PATIENCE)?;
        self.seen.clear();
        Ok(())
    }

    /// Runs a script at the raw prompt.
    ///
    /// # Errors
    /// If the guest does not follow, or not in time.
    pub fn run(&mut self, script: &str, limit: Duration) -> Result<Answer> {
        self.send(b"\x05A\x01")?;
        match self.take(2)?.as_slice() {
            b"R\x01" => self.paste(script.as_bytes())?,
            other => bail!("no raw paste: {other:?}"),
        }
        let out = self.wait_for(b"\x04", limit)?;
        let err = self.wait_for(b"\x04", limit)?;
        self.wait_for(b">", PATIENCE)?;
        Ok(Answer { out: plain(out), err: plain(err) })
    }

    fn paste(&mut self, mut script: &[u8]) -> Result<()> {
        let window = match self.take(2)?.as_slice() {
            [low, high] => usize::from(*low) | usize::from(*high) << 8,
            _ => bail!("no window"),
        };
        let mut credit = window;
        while !script.is_empty() {
            if credit == 0 {
                match self.take(1)?.as_slice() {
                    b"\x01" => credit += window,
                    // It wants no more, and takes our end of the script as its acknowledgement.
                    b"\x04" => return self.send(b"\x04"),
                    other => bail!("{other:?} in raw paste"),
                }
                continue;
            }
            let (now, rest) = script.split_at(credit.min(script.len()));
            self.send(now)?;
            credit -= now.len();
            script = rest;
        }
        self.send(b"\x04")?;
        self.wait_for(b"\x04", PATIENCE)?;
        Ok(())
    }

    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.link.write_all(bytes).context("the guest is gone")
    }

    fn take(&mut self, len: usize) -> Result<Vec<u8>> {
        let end = Instant::now() + PATIENCE;
        while self.seen.len() < len {
            self.fill(end)?;
        }
        Ok(self.seen.drain(..len).collect())
    }

    /// Everything before `mark`, which is dropped.
    fn wait_for(&mut self, mark: &[u8], limit: Duration) -> Result<Vec<u8>> {
        let end = Instant::now() + limit;
        loop {
            if let Some(at) = self.seen.windows(mark.len()).position(|w| w == mark) {
                let before = self.seen.drain(..at).collect();
                self.seen.drain(..mark.len());
                return Ok(before);
            }
            self.fill(end).with_context(|| {
                let tail = self.seen.len().saturating_sub(200);
                let seen = String::from_utf8_lossy(self.seen.get(tail..).unwrap_or_default());
                format!("no {:?} after {seen:?}", String::from_utf8_lossy(mark))
            })?;
        }
    }

    fn fill(&mut self, end: Instant) -> Result<()> {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            bail!("time is up");
        }
        self.link.set_read_timeout(Some(left))?;
        let mut buffer = [0; 4096];
        match self.link.read(&mut buffer) {
            Ok(0) => bail!("the guest closed its console"),
            Ok(len) => {
                self.seen.extend(buffer.iter().take(len));
                Ok(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn plain(bytes: Vec<u8>) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    for (i, byte) in bytes.iter().enumerate() {
        if !(*byte == b'\r' && bytes.get(i + 1) == Some(&b'\n')) {
            text.push(*byte);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A guest that answers as scripted: for each expected input, an output.
    fn guest(link: UnixStream, exchange: Vec<(&'static [u8], &'static [u8])>) -> std::thread::JoinHandle<()> {
        std::thread::spawn(move || {
            let mut link = link;
            for (expected, answer) in exchange {
                let mut got = vec![0; expected.len()];
                link.read_exact(&mut got).unwrap();
                assert_eq!(got, expected);
                link.write_all(answer).unwrap();
            }
        })
    }

    #[test]
    fn a_script_goes_through_windows_and_comes_back_in_two_streams() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let thread = guest(
            theirs,
            vec![
                (b"\x05A\x01", b"R\x01\x04\x00"),
                (b"prin", b"\x01"),
                (b"t(1)", b"\x01"),
                (b"\x04", b"\x041\r\n\x04oops\r\n\x04>"),
            ],
        );
        let mut prompt = Prompt { link: ours, seen: Vec::new() };
        let answer = prompt.run("print(1)", PATIENCE).unwrap();
        assert_eq!(answer, Answer { out: b"1\n".to_vec(), err: b"oops\n".to_vec() });
        thread.join().unwrap();
    }

    #[test]
    fn a_guest_that_goes_away_is_an_error() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        drop(theirs);
        let mut prompt = Prompt { link: ours, seen: Vec::new() };
        assert!(prompt.run("1", PATIENCE).is_err());
    }
}
