//! A line of text with a cursor. Knows nothing of a terminal.

use pyrite_algo::{Buf, OutOfMemory};

/// Columns of one step of indentation.
pub const INDENT: usize = 4;

/// UTF-8 text and a place between two of its characters.
#[derive(Debug, Default)]
pub struct Edit {
    text: Buf<u8>,
    cursor: usize,
}

/// A direction and a distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// To the start of the name to the left.
    WordLeft,
    /// Behind the name to the right.
    WordRight,
    /// To the start of what has no space in it, to the left.
    BlankLeft,
    /// To the start of the line.
    Home,
    /// To the end of the line.
    End,
    /// One character, or one step of indentation where there is nothing else to the left.
    Dedent,
}

impl Edit {
    /// The text; what is not UTF-8 cannot be put in.
    pub fn text(&self) -> &str {
        core::str::from_utf8(&self.text).unwrap_or("")
    }

    /// Byte offset of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// What is left of the cursor.
    pub fn before(&self) -> &str {
        self.text().get(..self.cursor).unwrap_or("")
    }

    /// What is right of the cursor.
    pub fn after(&self) -> &str {
        self.text().get(self.cursor..).unwrap_or("")
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Replaces the text; the cursor goes behind it.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the text is as before.
    pub fn set(&mut self, text: &str) -> Result<(), OutOfMemory> {
        self.text = Buf::from_slice(text.as_bytes())?;
        self.cursor = self.text.len();
        Ok(())
    }

    /// Puts `text` in at the cursor, which goes behind it.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the text is as before.
    pub fn insert(&mut self, text: &str) -> Result<(), OutOfMemory> {
        let len = text.len();
        let old = self.text.len();
        self.text.extend_from_slice(text.as_bytes())?;
        self.text.copy_within(self.cursor..old, self.cursor + len);
        if let Some(room) = self.text.get_mut(self.cursor..self.cursor + len) {
            room.copy_from_slice(text.as_bytes());
        }
        self.cursor += len;
        Ok(())
    }

    /// Where the cursor would be after `step`.
    fn target(&self, step: Step) -> usize {
        let (before, after) = (self.before(), self.after());
        let is_name = |c: char| pyrite_algo::unicode::is_alnum(c.into()) || c == '_';
        match step {
            Step::Left => before.char_indices().next_back().map_or(0, |(at, _)| at),
            Step::Right => self.cursor + after.chars().next().map_or(0, char::len_utf8),
            Step::WordLeft => before.trim_end_matches(|c| !is_name(c)).trim_end_matches(is_name).len(),
            Step::WordRight => {
                let rest = after.trim_start_matches(|c| !is_name(c)).trim_start_matches(is_name);
                self.text.len() - rest.len()
            }
            Step::BlankLeft => before.trim_end_matches(' ').trim_end_matches(|c| c != ' ').len(),
            Step::Home => 0,
            Step::End => self.text.len(),
            Step::Dedent if !before.is_empty() && before.bytes().all(|b| b == b' ') => {
                (before.len() - 1) / INDENT * INDENT
            }
            Step::Dedent => self.target(Step::Left),
        }
    }

    /// Moves the cursor.
    pub fn go(&mut self, step: Step) {
        self.cursor = self.target(step);
    }

    /// Takes out what lies between the cursor and the end of `step`; into `killed`, if given.
    pub fn kill(&mut self, step: Step, killed: Option<&mut Buf<u8>>) {
        let target = self.target(step);
        let (start, end) = (target.min(self.cursor), target.max(self.cursor));
        if let (Some(killed), Some(text)) = (killed, self.text.get(start..end))
            && let (Ok(copy), false) = (Buf::from_slice(text), text.is_empty())
        {
            *killed = copy;
        }
        let len = self.text.len();
        self.text.copy_within(end..len, start);
        self.text.truncate(len - (end - start));
        self.cursor = start;
    }
}
