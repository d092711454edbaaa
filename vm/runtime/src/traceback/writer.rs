//! Text for people, line by line, with the margin of exception groups.

use core::fmt;

/// Where a traceback goes.
pub struct Writer<'a> {
    sink: &'a mut dyn FnMut(&[u8]),
    /// Groups that the text is in.
    depth: usize,
    margin: u8,
    at_start: bool,
}

impl<'a> Writer<'a> {
    /// A writer into `sink`.
    pub fn new(sink: &'a mut dyn FnMut(&[u8])) -> Writer<'a> {
        Writer { sink, depth: 0, margin: b'|', at_start: true }
    }

    /// Groups that the text is in.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Sets the number of groups that the following lines are in.
    pub fn set_depth(&mut self, depth: usize) {
        self.depth = depth;
    }

    /// Sets the character in the margin of the following lines.
    pub fn set_margin(&mut self, margin: u8) {
        self.margin = margin;
    }

    /// Writes bytes that are text.
    pub fn bytes(&mut self, text: &[u8]) {
        for line in text.split_inclusive(|&byte| byte == b'\n') {
            if core::mem::replace(&mut self.at_start, line.ends_with(b"\n")) && self.depth > 0 {
                self.indent();
                (self.sink)(&[self.margin, b' ']);
            }
            (self.sink)(line);
        }
    }

    /// Writes a line of the frame of a group: indented, without a margin.
    pub fn frame(&mut self, text: fmt::Arguments<'_>) {
        self.indent();
        let (depth, at_start) = (core::mem::take(&mut self.depth), self.at_start);
        self.print(text);
        (self.depth, self.at_start) = (depth, at_start);
    }

    /// Writes formatted text.
    pub fn print(&mut self, text: fmt::Arguments<'_>) {
        // `write_str` below does not fail.
        let _ok = fmt::Write::write_fmt(self, text);
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            (self.sink)(b"  ");
        }
    }
}

impl fmt::Write for Writer<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}
