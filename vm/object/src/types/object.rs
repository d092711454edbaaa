//! `object`: the base of all types.

use core::ffi::c_int;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Vm, flags};

/// Storage of a plain `object()`: nothing.
pub struct Empty;

// SAFETY: OBJECT's own instances have no storage; a zero-sized one is always there.
unsafe impl Storage for Empty {
    const TYPE: &'static Type = &OBJECT;
}

/// `tp_getattro` of most types.
pub extern "C" fn get_attr_slot(object: &Obj, name: &Obj) -> Outcome {
    crate::model::current::vm().generic_get_attr(object, name)
}

/// `tp_setattro` of most types.
pub extern "C" fn set_attr_slot(object: &Obj, name: &Obj, value: Option<&Obj>) -> c_int {
    crate::tables::status(crate::model::current::vm().generic_store_attr(object, name, value))
}

fn object_repr(vm: &Vm, this: &Obj) -> Outcome {
    vm.default_repr(this)
}

fn object_str(vm: &Vm, this: &Obj) -> Outcome {
    vm.repr(this)
}

fn object_hash(_vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    Ok(pyrite_algo::hash::hash_address(this.bits()) as usize)
}

fn object_compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    match op {
        CompareOp::Eq if this.is(other) => Ok(Ref::bool(true)),
        CompareOp::Ne => match this.type_().richcompare() {
            Some(compare) => {
                let equal = compare(this, other, CompareOp::Eq as c_int)?;
                if equal.is(Obj::NOT_IMPLEMENTED) { Ok(equal) } else { Ok(Ref::bool(!vm.is_true(&equal)?)) }
            }
            None => Ok(Obj::NOT_IMPLEMENTED.own()),
        },
        _ => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

fn object_class(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.type_().own())
}

fn object_new(vm: &Vm, type_: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    if type_.is(&OBJECT) {
        if !args.is_empty() {
            return Err(vm.type_error("object() takes no arguments"));
        }
        return vm.memory(vm.allocate(type_, Empty, 0));
    }
    Err(vm.type_error(format_args!("cannot create '{}' instances", type_.name())))
}

fn object_init(_vm: &Vm, _this: This<'_, Empty>, _args: &[Ref], _names: Option<&Obj>) -> Result<(), Raised> {
    Ok(())
}

use crate::py_type;
py_type! {
    /// The base of all types.
    pub static OBJECT: Empty = "object", "The base class of the class hierarchy." {
        flags flags::BASE;
        new object_new;
        slots {
            repr: unary object_repr,
            str_: unary object_str,
            hash: hash object_hash,
            richcompare: compare object_compare,
            init: init object_init,
        }
        attrs {
            getter "__class__" () = object_class, "The object's class.";
        }
    }
}
