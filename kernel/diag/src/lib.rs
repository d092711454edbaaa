//! When something is wrong: who, where, why, and then the end; and figures while all is well.
//!
//! Faults, failed assertions and panics end the firmware with a report on the board's last-resort
//! output. Statuses are those of a POSIX shell: 128 + the signal's number.
#![no_std]

mod backend;
pub mod provoke;
pub mod report;
pub mod stats;

pub use backend::start;
