//! Modules: those written in Rust, one file each, and the tables that name them.
//!
//! Everything comes through `pyrite_api`; what no table names, the linker drops.
#![cfg_attr(not(test), no_std)]
#![deny(unsafe_code)]
#![allow(
    improper_ctypes_definitions,
    reason = "`Result<Ref, Raised>` is one word with null as `Err`, asserted in the object crate"
)]

pub mod console;
pub mod io;
pub mod posix;
pub mod builtins;
pub mod sys;
pub mod time;
pub mod gc;
pub mod math;
pub mod itertools;
pub mod functional;
pub mod operator;
pub mod collections;
pub mod abc;
pub mod bisect;
pub mod heap;
pub mod errno;
pub mod micropython;
pub mod thread;
pub mod frozen;
pub mod re;
pub mod json;
pub mod random;
pub mod binascii;
pub mod struct_;
pub mod array;
pub mod weakref;
pub mod typing;
pub mod contextvars;

use pyrite_api::types::{Dict, Str};
use pyrite_api::{NativeModule, Obj, Outcome, Raised, Vm};

/// Every module written in Rust.
pub static MODULES: &[&NativeModule] = &[
    &heap::CORE,
    &bisect::CORE,
    &functional::CORE,
    &operator::CORE,
    &builtins::BUILTINS,
    &sys::SYS,
    &time::TIME,
    &gc::GC,
    &math::MATH,
    &itertools::ITERTOOLS,
    &functional::FUNCTIONAL,
    &operator::OPERATOR,
    &collections::COLLECTIONS,
    &abc::ABC,
    &bisect::BISECT,
    &heap::HEAP,
    &errno::ERRNO,
    &micropython::MICROPYTHON,
    &io::IO,
    &posix::POSIX,
    &re::RE,
    &json::JSON,
    &random::RANDOM_MODULE,
    &binascii::BINASCII,
    &thread::THREAD,
    &struct_::STRUCT_MODULE,
    &array::ARRAY_MODULE,
    &weakref::WEAKREF,
    &typing::TYPING,
    &contextvars::CONTEXTVARS,
];

/// An attribute of a module, which is imported.
///
/// # Errors
/// What importing raises; AttributeError.
fn imported(vm: &Vm, module: &str, name: &str) -> Outcome {
    let module = vm.str(module)?;
    let fromlist = vm.tuple(&[&module])?;
    let module = (vm.hooks.get().import)(vm, &module, None, &fromlist, 0)?;
    let name = vm.memory(vm.intern(name))?;
    vm.get_attr(&module, &name)
}

/// Fills the namespaces of `builtins` and `sys`, which every program needs.
///
/// # Errors
/// MemoryError.
pub fn install(vm: &Vm) -> Result<(), Raised> {
    if let Some(namespace) = vm.builtins.get()
        && let Some(namespace) = namespace.cast::<Dict>()
    {
        vm.add_natives(&builtins::BUILTINS, namespace.storage())?;
        builtins::types::add(vm, namespace.storage())?;
    }
    if let Some(namespace) = vm.sys_dict.get()
        && let Some(namespace) = namespace.cast::<Dict>()
    {
        vm.add_natives(&sys::SYS, namespace.storage())?;
    }
    Ok(())
}

/// The text of a str object, if it is ASCII.
fn ascii(object: &Obj) -> Option<&str> {
    object.cast::<Str>().and_then(|text| text.ascii())
}
