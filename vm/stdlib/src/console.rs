//! The console as `print`, `input` and `sys` use it, through the host.

use pyrite_api::types::Dict;
use pyrite_api::{Obj, Outcome, Ref, Vm};

pub use pyrite_api::console::{read_line, write};

/// An attribute of module `sys` as it is now.
pub fn sys_value(vm: &Vm, name: &Obj) -> Option<Ref> {
    let dict = vm.sys_dict.get()?;
    dict.cast::<Dict>()?.get_name(name)
}

/// `object.name(text)`
///
/// # Errors
/// What it raises.
pub fn call_write(vm: &Vm, file: &Obj, text: &Obj) -> Outcome {
    vm.call_method(file, pyrite_api::names::WRITE(), core::slice::from_ref(&text.own()))
}
