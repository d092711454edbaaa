//! Board files, for the build scripts of firmware crates; runs on the host.
#![forbid(unsafe_code)]

mod build;

pub use build::{Board, Region, emit};
