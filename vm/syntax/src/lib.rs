//! Python 3.13 source text to trees, one statement at a time.
//!
//! Every allocation can fail and gives an error; no text makes the parser panic;
//! nesting is bounded by [`Options::max_depth`].
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing)]

pub mod span;
pub mod arena;
pub mod ast;
pub mod error;
mod token;
mod lexer;
mod lexer_number;
mod lexer_string;
mod source;
mod parser;
mod grammar;
pub mod dump;

pub use ast::Ast;
pub use error::{ErrorKind, Location, Message, SyntaxError, Warning};
pub use parser::{Mode, Options, Parser};
pub use source::Source;
pub use span::Span;
