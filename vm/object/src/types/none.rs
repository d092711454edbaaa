//! The immediates: `None`, `NotImplemented`, `Ellipsis`.

use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, Storage, Type, Vm, flags};
use crate::py_type;

/// Immediates have no storage.
pub struct Nothing;

// SAFETY: zero-sized; the immediates have no memory and `cast` refuses them.
unsafe impl Storage for Nothing {
    const TYPE: &'static Type = &NONE;
}

fn none_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("None")
}

fn none_bool(_vm: &Vm, _this: &Obj) -> Result<bool, Raised> {
    Ok(false)
}

fn none_hash(_vm: &Vm, _this: &Obj) -> Result<usize, Raised> {
    Ok(0xfca8_6420)
}

fn not_implemented_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("NotImplemented")
}

fn ellipsis_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("Ellipsis")
}

fn unbound_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("<unbound>")
}

py_type! {
    /// The type of `None`.
    pub static NONE: Nothing = "NoneType", "The type of the None singleton." {
        slots { repr: unary none_repr, hash: hash none_hash, }
        number { bool_: inquiry none_bool, }
    }
}

py_type! {
    /// The type of `NotImplemented`.
    pub static NOT_IMPLEMENTED: Nothing = "NotImplementedType", "The type of the NotImplemented singleton." {
        slots { repr: unary not_implemented_repr, }
    }
}

py_type! {
    /// The type of `...`.
    pub static ELLIPSIS: Nothing = "ellipsis", "The type of the Ellipsis singleton." {
        slots { repr: unary ellipsis_repr, }
    }
}

py_type! {
    /// The type of an empty slot, never seen by Python code.
    pub static UNBOUND: Nothing = "<unbound>", "An empty slot." {
        flags flags::DISALLOW_INSTANTIATION;
        slots { repr: unary unbound_repr, }
    }
}
