//! Python source text to images, one top-level statement at a time.
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing)]

extern crate alloc;

pub mod error;
mod intern;
mod names;
mod scope;
