//! A virtual machine put together: start-up, modules, programs, the prompt.
#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]

mod width;
pub mod config;
pub mod source;
pub mod compile;
mod cache;
pub mod modules;
mod importers;
mod source_loader;
mod path_finder;
mod load;
pub mod import;
pub mod importlib;
pub mod traceback;
pub mod hooks;
pub mod boot;
pub mod program;
pub mod repl;
pub mod prompt;
