//! What is wrong with a source text, in the words and places of CPython 3.13.
//!
//! Messages are templates with arguments, because there is nowhere to keep a
//! formatted text without allocating; [`SyntaxError::message`] fills them in.

use crate::span::{Span, column_chars, line_number};
use core::fmt;

/// Which exception an error becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// The text could go on: the prompt should ask for another line.
    Incomplete,
    /// `MemoryError`: nested deeper than the parser's limit.
    TooDeep,
    /// `MemoryError`: an allocation failed.
    OutOfMemory,
    /// `SyntaxError`: the text has `\N{...}` and there is no table of character names.
    NoNameTable,
}

/// One argument of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arg {
    /// Nothing.
    #[default]
    None,
    /// A fixed text.
    Text(&'static str),
    /// A part of the source text.
    Source(Span),
    /// A decimal number.
    Number(u32),
    /// A character by its code point.
    Char(u32),
    /// A number in at least four upper-case hexadecimal digits.
    Hex4(u32),
    /// A number in two lower-case hexadecimal digits.
    Hex2(u32),
}

/// An error and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which exception.
    pub kind: ErrorKind,
    /// The text the caret points at; empty ends are CPython's "no end".
    pub span: Span,
    /// `{}` stands for an argument.
    template: &'static str,
    args: [Arg; 3],
}

/// Lines and columns as in the attributes of CPython's exception, all from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// `lineno`
    pub line: u32,
    /// `offset`, in characters.
    pub column: u32,
    /// `end_lineno`
    pub end_line: u32,
    /// `end_offset`, in characters.
    pub end_column: u32,
}

impl SyntaxError {
    pub(crate) const fn new(kind: ErrorKind, span: Span, template: &'static str, args: [Arg; 3]) -> Self {
        Self { kind, span, template, args }
    }

    pub(crate) const fn out_of_memory() -> Self {
        Self::new(ErrorKind::OutOfMemory, Span::new(0, 0), "", [Arg::None; 3])
    }

    /// The same error as another exception.
    pub(crate) const fn of_kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The message; `text` is the text that was parsed.
    pub fn message<'a>(&'a self, text: &'a [u8]) -> Message<'a> {
        Message { template: self.template, args: &self.args, text }
    }

    /// Line and column; O(offset).
    pub fn location(&self, text: &[u8]) -> Location {
        let Span { start, end } = self.span;
        let end = end.max(start);
        Location {
            line: line_number(text, start),
            column: column_chars(text, start) + 1,
            end_line: line_number(text, end),
            end_column: column_chars(text, end) + 1,
        }
    }

    /// Message without arguments filled in, to tell errors apart in code.
    pub(crate) fn is_generic(&self) -> bool {
        self.template == "invalid syntax"
    }
}

/// Something doubtful that does not stop the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What is doubtful.
    pub span: Span,
    /// Line of its first byte.
    pub line: u32,
    template: &'static str,
    args: [Arg; 3],
}

impl Warning {
    pub(crate) const fn new(span: Span, line: u32, template: &'static str, args: [Arg; 3]) -> Self {
        Self { span, line, template, args }
    }

    /// The message of the `SyntaxWarning`; `text` is the text that was parsed.
    pub fn message<'a>(&'a self, text: &'a [u8]) -> Message<'a> {
        Message { template: self.template, args: &self.args, text }
    }
}

/// A message that formats itself.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    template: &'static str,
    args: &'a [Arg; 3],
    text: &'a [u8],
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut args = self.args.iter();
        let mut rest = self.template;
        while let Some((before, after)) = rest.split_once("{}") {
            f.write_str(before)?;
            match *args.next().unwrap_or(&Arg::None) {
                Arg::None => {}
                Arg::Text(text) => f.write_str(text)?,
                Arg::Source(span) => f.write_str(core::str::from_utf8(span.of(self.text)).unwrap_or("?"))?,
                Arg::Number(n) => write!(f, "{n}")?,
                Arg::Char(c) => write!(f, "{}", char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER))?,
                Arg::Hex4(n) => write!(f, "{n:04X}")?,
                Arg::Hex2(n) => write!(f, "{n:02x}")?,
            }
            rest = after;
        }
        f.write_str(rest)
    }
}
