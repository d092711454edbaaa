//! The line editor: one line of a terminal, scrolled sideways when it is too long.

mod edit;

use pyrite_algo::Buf;

pub use edit::INDENT;
use edit::{Edit, Step};

use super::console::Console;
use super::history::History;
use super::keys::{Key, Keys};
use crate::width;

/// What ended the reading of a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Event {
    /// Enter.
    Line(Buf<u8>),
    /// Several lines were pasted.
    Pasted(Buf<u8>),
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-A to E in a line without text, but C.
    Switch(u8),
    /// The console is gone.
    Closed,
}

/// Reads lines.
pub struct Editor {
    console: Console,
    columns: usize,
    keys: Keys,
    edit: Edit,
    /// Byte offset of the text's first visible character.
    left: usize,
    /// What was taken out last, for Ctrl-Y.
    killed: Buf<u8>,
    /// The entry of the history that is shown; its length for none.
    entry: usize,
    /// What was typed before an entry was shown.
    typed: Buf<u8>,
}

impl Editor {
    /// An editor on a terminal of `columns` columns.
    pub fn new(console: Console, columns: usize) -> Editor {
        Editor {
            console,
            columns: columns.max(20),
            keys: Keys::default(),
            edit: Edit::default(),
            left: 0,
            killed: Buf::new(),
            entry: 0,
            typed: Buf::new(),
        }
    }

    /// The next key, for who reads without editing.
    pub fn key(&mut self) -> Option<Key> {
        self.keys.next(&self.console)
    }

    /// Reads a line that begins with `start`, behind `prompt`.
    pub fn read(&mut self, prompt: &str, start: &str, history: &History) -> Event {
        self.edit = Edit::default();
        // Without room the line begins empty.
        let _room = self.edit.insert(start);
        self.left = 0;
        self.entry = history.len();
        self.console.write(prompt.as_bytes());
        self.console.write(start.as_bytes());
        loop {
            let Some(key) = self.key() else { return Event::Closed };
            if let Some(event) = self.handle(key, prompt, history) {
                return event;
            }
        }
    }

    fn handle(&mut self, key: Key, prompt: &str, history: &History) -> Option<Event> {
        match key {
            Key::Enter => return Some(self.finish(prompt)),
            Key::Ctrl(3) => {
                self.console.write(b"\n");
                return Some(Event::Interrupt);
            }
            Key::Ctrl(letter @ (1 | 2 | 4 | 5)) if self.edit.is_empty() => {
                return Some(Event::Switch(letter));
            }
            Key::Char(character) => self.type_char(character, prompt),
            Key::Tab => {
                if self.edit.before().bytes().all(|byte| byte == b' ') {
                    let count = INDENT - self.edit.before().len() % INDENT;
                    self.put("    ".get(..count).unwrap_or(""), prompt);
                }
            }
            Key::PasteStart => return self.paste(prompt),
            Key::Up | Key::Ctrl(16) => self.recall(self.entry.checked_sub(1), prompt, history),
            Key::Down | Key::Ctrl(14) => self.recall(self.entry.checked_add(1), prompt, history),
            Key::Ctrl(12) => {
                self.console.write(b"\x1b[H\x1b[2J");
                self.redraw(prompt);
            }
            Key::Ctrl(25) => {
                let killed = core::mem::take(&mut self.killed);
                self.put(core::str::from_utf8(&killed).unwrap_or(""), prompt);
                self.killed = killed;
            }
            other => self.change(other, prompt),
        }
        None
    }

    /// Keys that move the cursor or take out text.
    fn change(&mut self, key: Key, prompt: &str) {
        let (step, kills, keeps) = match key {
            Key::Left | Key::Ctrl(2) => (Step::Left, false, false),
            Key::Right | Key::Ctrl(6) => (Step::Right, false, false),
            Key::Home | Key::Ctrl(1) => (Step::Home, false, false),
            Key::End | Key::Ctrl(5) => (Step::End, false, false),
            Key::WordLeft => (Step::WordLeft, false, false),
            Key::WordRight => (Step::WordRight, false, false),
            Key::Backspace => (Step::Dedent, true, false),
            Key::Delete | Key::Ctrl(4) => (Step::Right, true, false),
            Key::Ctrl(11) => (Step::End, true, true),
            Key::Ctrl(21) => (Step::Home, true, true),
            Key::Ctrl(23) => (Step::BlankLeft, true, true),
            Key::KillWordLeft => (Step::WordLeft, true, true),
            Key::KillWordRight => (Step::WordRight, true, true),
            _ => return,
        };
        if kills {
            self.edit.kill(step, keeps.then_some(&mut self.killed));
        } else {
            self.edit.go(step);
        }
        self.redraw(prompt);
    }

    fn finish(&mut self, prompt: &str) -> Event {
        if !self.edit.after().is_empty() {
            self.edit.go(Step::End);
            self.redraw(prompt);
        }
        self.console.write(b"\n");
        self.take(Event::Line)
    }

    fn take(&self, event: fn(Buf<u8>) -> Event) -> Event {
        match Buf::from_slice(self.edit.text().as_bytes()) {
            Ok(text) => event(text),
            Err(_) => Event::Interrupt,
        }
    }

    fn type_char(&mut self, character: char, prompt: &str) {
        let mut bytes = [0; 4];
        self.put(character.encode_utf8(&mut bytes), prompt);
    }

    /// Puts text in at the cursor. A bell says that there is no room.
    fn put(&mut self, text: &str, prompt: &str) {
        let at_end = self.edit.after().is_empty();
        if self.edit.insert(text).is_err() {
            return self.console.write(b"\x07");
        }
        let shown = self.edit.before().get(self.left..).unwrap_or("");
        if at_end && width::of(shown) <= self.room(prompt) {
            self.console.write(text.as_bytes());
        } else {
            self.redraw(prompt);
        }
    }

    /// Columns for text behind the prompt; the last one is the cursor's.
    fn room(&self, prompt: &str) -> usize {
        self.columns.saturating_sub(width::of(prompt) + 1).max(8)
    }

    /// Writes the visible part of the line again and puts the terminal's cursor in its place.
    fn redraw(&mut self, prompt: &str) {
        let room = self.room(prompt);
        let cursor = self.edit.cursor();
        if width::of(self.edit.text()) <= room {
            self.left = 0;
        }
        self.left = self.left.min(cursor);
        let mut before = self.edit.before().get(self.left..).unwrap_or("");
        let mut columns = width::of(before);
        while columns > room {
            let Some(first) = before.chars().next() else { break };
            columns -= width::of_char(first);
            self.left += first.len_utf8();
            before = before.get(first.len_utf8()..).unwrap_or("");
        }
        let mut visible = columns;
        let after = self.edit.after();
        let end = after
            .char_indices()
            .find(|&(_, character)| {
                visible += width::of_char(character);
                visible > room
            })
            .map_or(after.len(), |(at, _)| at);
        let after = after.get(..end).unwrap_or("");
        let console = &self.console;
        console.print(format_args!("\r{prompt}{before}{after}\x1b[K"));
        let back = width::of(after);
        if back > 0 {
            console.print(format_args!("\x1b[{back}D"));
        }
    }

    /// Shows entry `index` of the history, or what was typed.
    fn recall(&mut self, index: Option<usize>, prompt: &str, history: &History) {
        let Some(index) = index.filter(|&index| index <= history.len()) else { return };
        if self.entry == history.len()
            && let Ok(typed) = Buf::from_slice(self.edit.text().as_bytes())
        {
            self.typed = typed;
        }
        let line = history.get(index).unwrap_or(&self.typed);
        if self.edit.set(core::str::from_utf8(line).unwrap_or("")).is_ok() {
            self.entry = index;
            self.left = 0;
            self.redraw(prompt);
        }
    }

    /// What the terminal pastes: into the line if it is part of one.
    fn paste(&mut self, prompt: &str) -> Option<Event> {
        let mut lines = 0;
        loop {
            let Some(key) = self.key() else { return Some(Event::Closed) };
            match key {
                Key::PasteEnd => break,
                Key::Ctrl(3) => {
                    self.console.write(b"\n");
                    return Some(Event::Interrupt);
                }
                Key::Char(character) => self.type_char(character, prompt),
                Key::Tab => self.put("\t", prompt),
                Key::Enter => {
                    lines += 1;
                    self.edit.go(Step::End);
                    if self.edit.insert("\n").is_err() {
                        self.console.write(b"\x07");
                    }
                    self.left = self.edit.cursor();
                    self.console.write(b"\n");
                    self.console.write(prompt.as_bytes());
                }
                _ => {}
            }
        }
        (lines > 0).then(|| {
            self.console.write(b"\n");
            self.take(Event::Pasted)
        })
    }
}
