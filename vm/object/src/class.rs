//! Types as objects: from object to type, names, slot wrappers.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{TypeRef, Vm, flags};

/// The type that an object is, if it is one.
#[inline(always)]
pub fn type_of(object: &Obj) -> Option<TypeRef> {
    if !object.is_pointer() || !object.type_().has(flags::TYPE) {
        return None;
    }
    // SAFETY: instances of `type` and its subtypes begin with a `Type`.
    Some(unsafe { TypeRef::from_ptr(object.as_ptr().cast()) })
}

/// `module.qualname`, without the module for builtins.
///
/// # Errors
/// MemoryError.
pub fn full_name(vm: &Vm, type_: TypeRef) -> Outcome {
    vm.str(type_.name())
}

/// The method object for a special method that a builtin type has as a slot.
pub fn slot_wrapper(_vm: &Vm, _type_: TypeRef, _name: &Obj) -> Option<Ref> {
    None
}
