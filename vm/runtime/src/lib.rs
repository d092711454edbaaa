//! A virtual machine put together: start-up, modules from files, programs, the prompt.
#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]

mod width;
pub mod config;
pub mod import;
pub mod source;
pub mod finders;
pub mod compile;
pub mod traceback;
pub mod hooks;
pub mod boot;
pub mod program;
pub mod repl;
pub mod prompt;
