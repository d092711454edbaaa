//! Regular expressions: Python's syntax and meaning, no object in sight.
//!
//! A pattern is read once, from left to right, into a [`Program`] of instructions with
//! relative jumps; a [`Machine`] runs it over a text. The machine tries alternatives in the
//! order that Python defines and keeps what it has to come back to on a stack of its own,
//! which fails as any allocation can: no pattern and no text reaches the C stack.
//! When a search takes suspiciously long, the machine starts to remember which instruction
//! has failed at which place. From then on no such pair is tried twice, so that patterns such
//! as `(a*)*b` take time in proportion to the text. Patterns with references to groups cannot
//! be served so (finding their matches is NP-hard); they stay interruptible.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

#[cfg(test)]
extern crate std;

pub mod flags;
pub mod text;
mod token;
pub mod error;
mod cursor;
pub mod fold;
pub mod program;
mod emit;
mod parse;
mod memo;
pub mod machine;
pub mod template;

pub use error::{Detail, Error, ErrorKind};
pub use machine::{Machine, Mode, Stop};
pub use parse::compile;
pub use program::Program;
pub use text::Text;
