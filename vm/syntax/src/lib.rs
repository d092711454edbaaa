//! Python 3.13 source text to trees, one statement at a time.
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing)]

pub mod span;
pub mod arena;
pub mod ast;
