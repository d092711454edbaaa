//! What can go wrong between a text and an image.

use core::fmt;
use pyrite_algo::{Buf, OutOfMemory};
use pyrite_bytecode::encode::EncodeError;
use pyrite_syntax::Source;
use pyrite_syntax::error::SyntaxError;
use pyrite_syntax::span::{Span, line_number};

/// Why there is no image.
#[derive(Debug)]
pub enum CompileError {
    /// The text is no Python.
    Syntax(SyntaxError),
    /// The text parses, but means nothing: SyntaxError with this message and place.
    Meaning(Meaning),
    /// An allocation failed.
    Memory,
    /// A code object outgrows the format: too many registers, names, words.
    TooLarge {
        /// The statement or expression at which it does.
        span: Span,
    },
}

impl CompileError {
    /// LINE: MESSAGE, for the text that did not compile.
    pub fn at_line<'a>(&'a self, text: &'a [u8]) -> impl fmt::Display + 'a {
        AtLine { error: self, source: Source::decode(text).ok(), text }
    }
}

struct AtLine<'a> {
    error: &'a CompileError,
    source: Option<Source<'a>>,
    text: &'a [u8],
}

impl fmt::Display for AtLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.source.as_ref().map_or(self.text, Source::text);
        match self.error {
            CompileError::Syntax(error) => {
                write!(f, "{}: SyntaxError: {}", error.location(text).line, error.message(text))
            }
            CompileError::Meaning(meaning) => {
                write!(f, "{}: SyntaxError: {}", line_number(text, meaning.span.start), meaning.message())
            }
            CompileError::Memory => f.write_str("1: out of memory"),
            CompileError::TooLarge { span } => {
                write!(f, "{}: the code is too large", line_number(text, span.start))
            }
        }
    }
}

/// A SyntaxError found behind the parser.
#[derive(Debug)]
pub struct Meaning {
    /// The text the caret points at.
    pub span: Span,
    template: &'static str,
    name: Buf<u8>,
}

impl Meaning {
    pub(crate) fn new(span: Span, template: &'static str, name: &[u8]) -> Result<Self, OutOfMemory> {
        Ok(Self { span, template, name: Buf::from_slice(name)? })
    }

    /// The message.
    pub fn message(&self) -> impl fmt::Display + '_ {
        Filled(self.template, core::str::from_utf8(&self.name).unwrap_or("?"))
    }
}

struct Filled<'a>(&'static str, &'a str);

impl fmt::Display for Filled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once("{}") {
            Some((before, after)) => write!(f, "{before}{}{after}", self.1),
            None => f.write_str(self.0),
        }
    }
}

/// How the work inside the crate fails. One byte, because nearly every function returns it;
/// the place and words of an error wait in `Scopes::failure`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// An allocation failed.
    Memory,
    /// A 16-bit jump does not reach: compile the code again with long jumps.
    Far,
    /// A code object outgrows the format at the unit's current place.
    TooLarge,
    /// A SyntaxError.
    Meaning,
}

impl From<OutOfMemory> for Fault {
    fn from(_: OutOfMemory) -> Self {
        Fault::Memory
    }
}

impl From<EncodeError> for Fault {
    fn from(error: EncodeError) -> Self {
        match error {
            EncodeError::Memory => Fault::Memory,
            EncodeError::TooLarge => Fault::TooLarge,
        }
    }
}

/// Outcome of the work inside the crate.
pub(crate) type Done<T = ()> = Result<T, Fault>;
