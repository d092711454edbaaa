//! Traits that chips implement and the kernel uses, one family a file.
#![no_std]
#![forbid(unsafe_code)]

pub mod serial;
