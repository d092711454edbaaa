//! The same firmware with a console of self-checks in the place of Python.
//!
//! `tests/system/test_kernel.py` builds it and speaks to it.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
#[path = "../src/backend.rs"]
mod backend;
#[cfg(target_os = "none")]
use pyrite_python::start_check as start_service;

/// The firmware exists for the board alone; on the host there is nothing to run.
#[cfg(not(target_os = "none"))]
fn main() {
    eprintln!("build for thumbv7m-none-eabi");
}
