//! Firmware for QEMU's `mps2-an385`: the board that `./pyrite run` boots.
//!
//! Composition only: which driver serves which part, and how the program's arguments arrive.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod backend;
#[cfg(target_os = "none")]
use pyrite_python::start as start_service;

/// The firmware exists for the board alone; on the host there is nothing to run.
#[cfg(not(target_os = "none"))]
fn main() {
    eprintln!("build for thumbv7m-none-eabi");
}
