//! The command line of the emulator, taken apart.
//!
//! `-semihosting-config enable=on,target=native,arg=pyrite,arg=--root=DIR,arg=--ram=BYTES,arg=...`
//! arrives as one line with spaces. Each argument is percent-encoded (space, comma, `%`, and all
//! outside printable ASCII as `%XX`), so that it comes back as it was. Options before the first word
//! that is none belong to the board; all else is the program's.

use pyrite_rtos::heap::{Bytes, Subsystem};

use super::semihost;

/// Arguments kept at most; further ones are dropped.
const MAX_ARGUMENTS: usize = 64;
/// The longest command line.
const MAX_BYTES: usize = 256 * 1024;

/// What was asked of the board and of the program.
#[derive(Clone, Copy)]
pub struct Arguments {
    /// The host directory that is `/`.
    pub root: Option<&'static str>,
    /// Bytes of heap, if fewer than there are.
    pub heap_bytes: Option<usize>,
    /// Bytes that start the generator of unforeseeable ones.
    pub seed: Option<&'static str>,
    words: [&'static str; MAX_ARGUMENTS],
    len: usize,
}

impl Arguments {
    /// No arguments.
    pub const NONE: Self =
        Self { root: None, heap_bytes: None, seed: None, words: [""; MAX_ARGUMENTS], len: 0 };

    /// Asks the emulator. The text stays for ever.
    pub fn read() -> Self {
        let mut size = 256;
        while let Ok(mut buffer) = Bytes::new(Subsystem::Posix, size) {
            if let Some(len) = semihost::command_line(&mut buffer) {
                let (line, _) = buffer.leak().split_at_mut(len);
                return Self::parse(line);
            }
            if size > MAX_BYTES {
                break;
            }
            size *= 4;
        }
        Self::NONE
    }

    /// The program's arguments; none: a prompt is wanted.
    pub fn program(&'static self) -> &'static [&'static str] {
        self.words.get(..self.len).unwrap_or_default()
    }

    fn parse(line: &'static mut [u8]) -> Self {
        let mut arguments = Self::NONE;
        let words = line.split_mut(|&byte| byte == b' ').filter(|word| !word.is_empty());
        // The first word is the firmware's own name.
        for word in words.skip(1) {
            let word = decode(word);
            if arguments.len == 0 && arguments.take_option(word) {
                continue;
            }
            if let Some(slot) = arguments.words.get_mut(arguments.len) {
                *slot = word;
                arguments.len += 1;
            }
        }
        arguments
    }

    /// Whether `word` is an option of the board; takes it.
    fn take_option(&mut self, word: &'static str) -> bool {
        let Some((name, value)) = word.split_once('=') else { return false };
        match name {
            "--root" => self.root = Some(value),
            "--ram" => self.heap_bytes = value.parse().ok(),
            "--seed" => self.seed = Some(value),
            _ => return false,
        }
        true
    }
}

/// Replaces `%XX` by the bytes, in place. Text that is then not UTF-8 becomes empty.
fn decode(word: &'static mut [u8]) -> &'static str {
    let (mut from, mut to) = (0, 0);
    while let Some(&byte) = word.get(from) {
        let decoded = match word.get(from..from + 3) {
            Some(&[b'%', high, low]) => hex(high).zip(hex(low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        from += if decoded.is_some() { 3 } else { 1 };
        if let Some(slot) = word.get_mut(to) {
            *slot = decoded.unwrap_or(byte);
        }
        to += 1;
    }
    let (text, _) = word.split_at_mut(to);
    core::str::from_utf8(text).unwrap_or_default()
}

/// The value of a hexadecimal digit.
fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
