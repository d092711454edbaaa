//! The interpreter: code, functions, frames, generators and the loop.
//!
//! Firmware without a compiler links: nothing here names one. Modules are listed bottom-up,
//! but for one knot: functions, frames and generators call each other. The loop is `pyrite-eval`.
#![cfg_attr(not(test), no_std)]
#![allow(
    improper_ctypes_definitions,
    reason = "`Result<Ref, Raised>` is one word with null as `Err`, asserted in the object crate"
)]

pub mod code;
pub mod function;
pub mod breaker;
pub mod bind;
pub mod frame;
pub mod frame_object;
pub mod traceback;
pub mod generator;
pub mod build_class;
pub mod handlers;
pub mod start;
