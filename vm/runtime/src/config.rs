//! What differs between the places a machine runs in.

use pyrite_object::model::vm;
use pyrite_object::tables::{FrozenModule, NativeModule};
use pyrite_object::{Raised, Vm};

/// Choices made when a machine is put together.
#[derive(Clone, Copy)]
pub struct Config {
    /// Sizes.
    pub sizes: vm::Config,
    /// The modules written in Rust. `builtins` and `sys` among them fill those two.
    pub native_modules: &'static [&'static [&'static NativeModule]],
    /// The modules written in Python that the program carries.
    pub frozen_modules: &'static [&'static FrozenModule],
    /// Adds to a fresh machine what no table of modules holds, such as the builtin types.
    pub install: fn(&Vm) -> Result<(), Raised>,
    /// `sys.path` behind its first entry.
    pub path: &'static [&'static str],
    /// Columns of the terminal.
    pub columns: usize,
    /// `sys.implementation._machine`: board and processor.
    pub machine: &'static str,
    /// What the prompt says first, with its line ends.
    pub banner: &'static str,
    /// Whether leaving the friendly prompt ends the program, as on a computer; else the
    /// machine starts again, as on a device.
    pub leaves: bool,
}
