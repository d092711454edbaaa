//! The immediates: `None`, `NotImplemented`, `Ellipsis`.

use pyrite_algo::hash::hash_address;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, Type, TypeRef, Vm, flags};
use crate::py_type;

/// Immediates have no storage.
pub struct Nothing;

// SAFETY: zero-sized; the immediates have no memory and `cast` refuses them.
unsafe impl Storage for Nothing {
    const TYPE: &'static Type = &NONE;
}

/// Refuses arguments: calling the type of an immediate returns the immediate.
fn no_arguments(vm: &Vm, name: &str, args: &[Ref]) -> Result<(), Raised> {
    if args.is_empty() {
        return Ok(());
    }
    Err(vm.type_error(format_args!("{name} takes no arguments")))
}

fn none_new(vm: &Vm, _type: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    no_arguments(vm, "NoneType", args)?;
    Ok(Ref::none())
}

fn not_implemented_new(vm: &Vm, _type: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    no_arguments(vm, "NotImplementedType", args)?;
    Ok(Obj::NOT_IMPLEMENTED.own())
}

fn ellipsis_new(vm: &Vm, _type: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    no_arguments(vm, "EllipsisType", args)?;
    Ok(Obj::ELLIPSIS.own())
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

fn immediate_hash(_vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    Ok(hash_address(this.bits()) as usize)
}

fn not_implemented_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("NotImplemented")
}

fn not_implemented_reduce(vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    vm.str("NotImplemented")
}

fn ellipsis_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("Ellipsis")
}

fn ellipsis_reduce(vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    vm.str("Ellipsis")
}

fn unbound_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("<unbound>")
}

py_type! {
    /// The type of `None`.
    pub static NONE: Nothing = "NoneType", "Type of None." {
        new none_new;
        slots { repr: unary none_repr, hash: hash none_hash, }
        number { bool_: inquiry none_bool, }
    }
}

py_type! {
    /// The type of `NotImplemented`.
    pub static NOT_IMPLEMENTED: Nothing = "NotImplementedType", "Type of NotImplemented." {
        new not_implemented_new;
        slots { repr: unary not_implemented_repr, hash: hash immediate_hash, }
        attrs {
            method "__reduce__" (0, 0) = not_implemented_reduce, "Return the name of the singleton.";
        }
    }
}

py_type! {
    /// The type of `...`.
    pub static ELLIPSIS: Nothing = "ellipsis", "Type of Ellipsis." {
        new ellipsis_new;
        slots { repr: unary ellipsis_repr, hash: hash immediate_hash, }
        attrs {
            method "__reduce__" (0, 0) = ellipsis_reduce, "Return the name of the singleton.";
        }
    }
}

py_type! {
    /// The type of an empty slot, never seen by Python code.
    pub static UNBOUND: Nothing = "<unbound>", "An empty slot." {
        flags flags::DISALLOW_INSTANTIATION;
        slots { repr: unary unbound_repr, }
    }
}
