//! The standard library's modules in Rust: one file each, listed in [`MODULES`].
//!
//! The first client of the native API: nothing here names the crates below it.
#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]
#![allow(
    improper_ctypes_definitions,
    reason = "`Result<Ref, Raised>` is one word with null as `Err`, asserted in the object crate"
)]

pub mod errno;
pub mod gc;
pub mod micropython;
pub mod time;
pub mod math;

use pyrite_api::NativeModule;

/// Every module, for boards that leave none out.
pub static MODULES: &[&NativeModule] =
    &[&errno::ERRNO, &gc::GC, &micropython::MICROPYTHON, &time::TIME, &math::MATH];
