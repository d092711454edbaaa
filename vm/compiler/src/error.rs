//! What can go wrong between a text and an image.

use core::fmt;
use pyrite_algo::{Buf, OutOfMemory};
use pyrite_bytecode::encode::EncodeError;
use pyrite_syntax::error::SyntaxError;
use pyrite_syntax::span::Span;

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

/// A SyntaxError found behind the parser.
#[derive(Debug)]
pub struct Meaning {
    /// The text the caret points at.
    pub span: Span,
    template: &'static str,
    name: Buf<u8>,
}

impl Meaning {
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

/// How the work inside the crate fails; small, because nearly every function returns it.
#[derive(Debug)]
pub(crate) enum Fault {
    /// An allocation failed.
    Memory,
    /// A 16-bit jump does not reach: compile the code again with long jumps.
    Far,
    /// A code object outgrows the format here.
    TooLarge(Span),
    /// A SyntaxError with a name in its message (or an empty one).
    Meaning(Span, &'static str, Buf<u8>),
}

impl Fault {
    /// A SyntaxError at `span`.
    pub fn at(span: Span, message: &'static str) -> Self {
        Fault::Meaning(span, message, Buf::new())
    }

    /// A SyntaxError whose message has `name` in place of `{}`.
    pub fn named(span: Span, message: &'static str, name: &[u8]) -> Self {
        match Buf::from_slice(name) {
            Ok(name) => Fault::Meaning(span, message, name),
            Err(OutOfMemory) => Fault::Memory,
        }
    }
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
            EncodeError::TooLarge => Fault::TooLarge(Span::default()),
        }
    }
}

impl From<Fault> for CompileError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Memory => CompileError::Memory,
            Fault::Far => CompileError::TooLarge { span: Span::default() },
            Fault::TooLarge(span) => CompileError::TooLarge { span },
            Fault::Meaning(span, template, name) => CompileError::Meaning(Meaning { span, template, name }),
        }
    }
}

/// Outcome of the work inside the crate.
pub(crate) type Done<T = ()> = Result<T, Fault>;
