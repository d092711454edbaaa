//! The types and constants of module `builtins`.

use pyrite_api::types::*;
use pyrite_api::{Obj, Raised, Type, TypeRef, Vm};

/// Types by their own names; exceptions have a table of their own.
static TYPES: &[&Type] = &[
    &OBJECT,
    &TYPE,
    &BOOL,
    &INT,
    &FLOAT,
    &COMPLEX,
    &STR,
    &BYTES,
    &BYTEARRAY,
    &MEMORYVIEW,
    &TUPLE,
    &LIST,
    &DICT,
    &SET,
    &FROZENSET,
    &RANGE,
    &SLICE,
    &ENUMERATE,
    &ZIP,
    &MAP,
    &FILTER,
    &REVERSED,
    &CLASS_METHOD,
    &STATIC_METHOD,
    &PROPERTY,
    &SUPER,
];

/// Adds them to the namespace.
///
/// # Errors
/// MemoryError.
pub fn add(vm: &Vm, namespace: &Dict) -> Result<(), Raised> {
    for &type_ in TYPES.iter().chain(exceptions::ALL) {
        let type_ = TypeRef::of(type_);
        let name = vm.memory(vm.intern(type_.short_name()))?;
        namespace.set_name(vm, &name, type_.own())?;
    }
    let os_error = TypeRef::of(&exceptions::OS_ERROR).as_obj();
    for (name, value) in [
        ("EnvironmentError", os_error),
        ("IOError", os_error),
        ("NotImplemented", Obj::NOT_IMPLEMENTED),
        ("Ellipsis", Obj::ELLIPSIS),
        ("__debug__", Obj::TRUE),
    ] {
        let name = vm.memory(vm.intern(name))?;
        namespace.set_name(vm, &name, value.own())?;
    }
    Ok(())
}
