//! The Python service: a task that runs the virtual machine on the kernel.
//!
//! A board hands itself over as a [`Board`] and calls [`start`] before the scheduler.
#![no_std]
#![deny(unsafe_code)]

mod entropy;
mod board;
#[allow(unsafe_code, reason = "see there")]
mod threads;
mod host;
mod console;
mod service;

pub use board::Board;
pub use entropy::Entropy;
pub use host::KernelHost;
pub use pyrite_object::tables::FrozenModule;
pub use pyrite_stdlib::frozen;
pub use service::{start, start_check};
