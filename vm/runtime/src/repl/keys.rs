//! Bytes from a terminal to keys.

use super::console::Console;

/// What was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character that is text.
    Char(char),
    /// Ctrl with a letter: 1 is A, 26 is Z.
    Ctrl(u8),
    /// The line is done.
    Enter,
    /// The tabulator key.
    Tab,
    /// Takes out the character before the cursor.
    Backspace,
    /// Takes out the character under the cursor.
    Delete,
    /// Cursor keys.
    Up,
    /// See `Up`.
    Down,
    /// See `Up`.
    Left,
    /// See `Up`.
    Right,
    /// To the start of the line.
    Home,
    /// To the end of the line.
    End,
    /// Alt-b, Ctrl-Left.
    WordLeft,
    /// Alt-f, Ctrl-Right.
    WordRight,
    /// Alt-Backspace.
    KillWordLeft,
    /// Alt-d.
    KillWordRight,
    /// The terminal begins to paste.
    PasteStart,
    /// The terminal has pasted.
    PasteEnd,
    /// Something that means nothing here.
    Other,
}

/// Turns bytes into keys; remembers a carriage return, whose line feed is not another line.
#[derive(Debug, Default)]
pub struct Keys {
    after_return: bool,
}

const ESCAPE: u8 = 27;

impl Keys {
    /// The next key, or `None` when the console is gone.
    pub fn next(&mut self, console: &Console) -> Option<Key> {
        loop {
            let byte = console.read()?;
            let after_return = core::mem::replace(&mut self.after_return, byte == b'\r');
            return Some(match byte {
                b'\r' => Key::Enter,
                b'\n' if after_return => continue,
                b'\n' => Key::Enter,
                b'\t' => Key::Tab,
                8 | 127 => Key::Backspace,
                ESCAPE => escape(console)?,
                1..=26 => Key::Ctrl(byte),
                32..127 => Key::Char(char::from(byte)),
                128.. => character(byte, console)?,
                _ => Key::Other,
            });
        }
    }
}

/// The rest of a character whose first byte is not ASCII.
fn character(first: u8, console: &Console) -> Option<Key> {
    let len = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Some(Key::Other),
    };
    let mut bytes = [first, 0, 0, 0];
    for slot in bytes.iter_mut().take(len).skip(1) {
        let byte = console.read()?;
        if byte & 0xc0 != 0x80 {
            // A broken character; what broke it is kept if it is a control character.
            return Some(if (1..=26).contains(&byte) { Key::Ctrl(byte) } else { Key::Other });
        }
        *slot = byte;
    }
    let text = bytes.get(..len).and_then(|bytes| core::str::from_utf8(bytes).ok());
    Some(text.and_then(|text| text.chars().next()).map_or(Key::Other, Key::Char))
}

/// What comes behind an escape character.
fn escape(console: &Console) -> Option<Key> {
    Some(match console.read()? {
        b'[' => return sequence(console),
        b'O' => match console.read()? {
            b'H' => Key::Home,
            b'F' => Key::End,
            b'A' => Key::Up,
            b'B' => Key::Down,
            b'C' => Key::Right,
            b'D' => Key::Left,
            _ => Key::Other,
        },
        b'b' => Key::WordLeft,
        b'f' => Key::WordRight,
        b'd' => Key::KillWordRight,
        8 | 127 => Key::KillWordLeft,
        byte @ 1..=7 => Key::Ctrl(byte),
        _ => Key::Other,
    })
}

/// A control sequence: `ESC [ numbers letter`.
fn sequence(console: &Console) -> Option<Key> {
    let (mut first, mut last) = (0u16, 0u16);
    let mut is_first = true;
    loop {
        let byte = console.read()?;
        match byte {
            b'0'..=b'9' => {
                last = last.saturating_mul(10).saturating_add(u16::from(byte - b'0'));
                if is_first {
                    first = last;
                }
            }
            b';' => (is_first, last) = (false, 0),
            0x40..=0x7e => return Some(meaning(byte, first, if is_first { 0 } else { last })),
            // A control character inside is a key of its own; the sequence is lost.
            1..=26 => return Some(Key::Ctrl(byte)),
            _ => {}
        }
    }
}

fn meaning(letter: u8, number: u16, modifier: u16) -> Key {
    let word = matches!(modifier, 3 | 5);
    match (letter, number) {
        (b'A', _) => Key::Up,
        (b'B', _) => Key::Down,
        (b'C', _) if word => Key::WordRight,
        (b'D', _) if word => Key::WordLeft,
        (b'C', _) => Key::Right,
        (b'D', _) => Key::Left,
        (b'H', _) | (b'~', 1 | 7) => Key::Home,
        (b'F', _) | (b'~', 4 | 8) => Key::End,
        (b'~', 3) if word => Key::KillWordRight,
        (b'~', 3) => Key::Delete,
        (b'~', 200) => Key::PasteStart,
        (b'~', 201) => Key::PasteEnd,
        _ => Key::Other,
    }
}
