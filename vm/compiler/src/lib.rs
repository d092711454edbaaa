//! Python source text to images, one top-level statement at a time.
//!
//! A statement is parsed, its scopes are resolved, its code is appended to the module's, and
//! its tree is dropped: the memory in use follows the largest statement, not the text.
//! Instructions are those of `pyrite_bytecode::opcode`, records those of `encode`.
//!
//! Memory: every allocation can fail and gives [`CompileError::Memory`]. Stack: the recursion
//! follows the nesting of the tree, which the parser bounds ([`Options::max_depth`]).
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing)]

extern crate alloc;

pub mod error;
mod intern;
mod names;
mod scope;
mod unit;
mod codegen;
mod consts;
mod assign;
mod cond;
mod expr;
mod call;
mod comprehension;
mod stmt;
mod func;
mod class;
mod pattern;
mod try_with;
mod module;

pub use error::{CompileError, Meaning};
pub use module::{Mode, Options, compile};
