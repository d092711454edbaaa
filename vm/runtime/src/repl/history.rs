//! The lines typed before.

use pyrite_algo::Buf;

/// Lines kept.
const ENTRIES: usize = 16;

/// The last lines, oldest first. Lines that memory has no room for are not kept.
#[derive(Debug, Default)]
pub struct History {
    lines: Buf<Buf<u8>>,
}

impl History {
    /// Keeps `line`, unless it is blank or the same as the last.
    pub fn add(&mut self, line: &[u8]) {
        let same = self.lines.last().is_some_and(|last| **last == *line);
        if same || line.trim_ascii().is_empty() {
            return;
        }
        if self.lines.len() >= ENTRIES {
            drop(self.lines.remove(0));
        }
        if let Ok(line) = Buf::from_slice(line) {
            // Without room the line is not kept.
            let _kept = self.lines.push(line);
        }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Line `index`, the oldest is 0.
    pub fn get(&self, index: usize) -> Option<&[u8]> {
        self.lines.get(index).map(|line| &**line)
    }
}
