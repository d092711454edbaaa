//! When something is wrong: who, where, why, and then the end; and figures.
//!
//! Faults, failed assertions and panics end the firmware with a report on the board's last-resort
//! output. Statuses are those of a POSIX shell: 128 + the signal's number.
#![no_std]

pub mod stats;
pub mod report;
pub mod provoke;
mod backend;

pub use backend::{provoke, start};
