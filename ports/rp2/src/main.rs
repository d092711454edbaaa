//! Firmware for boards with an RP2040.
//!
//! Composition only: which driver serves which part.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod backend;

/// The firmware exists for the board alone; on the host there is nothing to run.
#[cfg(not(target_os = "none"))]
fn main() {
    eprintln!("build for thumbv6m-none-eabi");
}
