//! Algorithms that know no Python object: buffers, numbers, text.
//!
//! Everything here is `no_std`, safe, and reports a failed allocation as a value.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod buf;
pub mod search;
pub mod sort;
pub mod unicode;
pub mod utf8;
pub mod bigint;
pub mod hash;
pub mod sha512;
pub mod int_text;
pub mod float_rem;
pub mod float_text;
pub mod format_spec;

pub use buf::{Buf, OutOfMemory};
