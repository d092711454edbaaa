//! What a task sees of the world: ttys, signals, files, POSIX's error numbers.
//!
//! Now: the tty over an interrupt-driven port, the interrupt signal, file sources and open files.
#![no_std]
#![forbid(unsafe_code)]

pub mod errno;
pub mod file;
pub mod fd;
pub mod signal;
pub mod ring;
pub mod tty;

pub use errno::Errno;
