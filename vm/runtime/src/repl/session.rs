//! A console's session: which of the two dialogues is spoken, over resets.

use super::console::Console;
use super::history::History;
use super::{Machine, friendly, raw};

/// The dialogue in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// For people.
    #[default]
    Friendly,
    /// For tools.
    Raw,
}

/// Why a session wants the machine ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A fresh machine is wanted; the session goes on with it.
    Reset,
    /// A program left with this status.
    Exit(i32),
    /// The console is gone.
    Closed,
}

/// What a console keeps while machines come and go.
pub struct Session {
    console: Console,
    columns: usize,
    banner: &'static str,
    history: History,
    language: Language,
}

impl Session {
    /// A session on a terminal of `columns` columns. `banner` is what the friendly dialogue
    /// says first, with its line ends.
    pub fn new(console: Console, columns: usize, banner: &'static str) -> Session {
        Session { console, columns, banner, history: History::default(), language: Language::Friendly }
    }

    /// The dialogue in use.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Says that the machine was made anew.
    pub fn announce_reset(&self) {
        self.console.write(b"MPY: soft reboot\n");
    }

    /// Speaks with `machine` until it has to end.
    pub fn run(&mut self, machine: &mut dyn Machine) -> Ending {
        let mut greet = true;
        loop {
            if self.language == Language::Raw {
                match raw::run(&self.console, machine) {
                    raw::Left::Friendly => (self.language, greet) = (Language::Friendly, true),
                    raw::Left::Reset => return Ending::Reset,
                    raw::Left::Exit(status) => return Ending::Exit(status),
                    raw::Left::Closed => return Ending::Closed,
                }
            } else {
                if core::mem::take(&mut greet) {
                    self.console.write(self.banner.as_bytes());
                }
                match friendly::run(&self.console, self.columns, &mut self.history, machine) {
                    friendly::Left::Raw => self.language = Language::Raw,
                    friendly::Left::Again => greet = true,
                    friendly::Left::Reset => return Ending::Reset,
                    friendly::Left::Exit(status) => return Ending::Exit(status),
                    friendly::Left::Closed => return Ending::Closed,
                }
            }
        }
    }
}
