//! Algorithms that know no Python object: buffers, numbers, text.
//!
//! Everything here is `no_std`, safe, and reports a failed allocation as a value.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod buf;
pub mod bigint;

pub use buf::{Buf, OutOfMemory};
