//! Slots of builtin types as objects: `wrapper_descriptor` and `method-wrapper`.

use crate::class::slots::SlotDef;
use crate::class::wrap;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::new::Text;
use crate::py_type;

/// A slot of a builtin type, unbound.
pub struct SlotWrapper {
    /// The special method.
    pub def: &'static SlotDef,
    /// The type whose slot it is, a static.
    pub owner: TypeRef,
}

// SAFETY: WRAPPER_DESCRIPTOR's instances hold this.
unsafe impl Storage for SlotWrapper {
    const TYPE: &'static Type = &WRAPPER_DESCRIPTOR;
}

/// A slot of a builtin type, bound to an object.
pub struct BoundSlot {
    def: &'static SlotDef,
    owner: TypeRef,
    instance: Ref,
}

// SAFETY: METHOD_WRAPPER's instances hold this.
unsafe impl Storage for BoundSlot {
    const TYPE: &'static Type = &METHOD_WRAPPER;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.instance);
    }
}

/// The wrapper of a slot; `None` if memory is out.
pub fn make(vm: &Vm, def: &'static SlotDef, owner: TypeRef) -> Option<Ref> {
    let storage = SlotWrapper { def, owner };
    vm.allocate(TypeRef::of(&WRAPPER_DESCRIPTOR), storage, size_of::<SlotWrapper>()).ok()
}

fn wrapper_call(vm: &Vm, this: This<'_, SlotWrapper>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    wrap::call(vm, this.def, this.owner, args, names)
}

fn wrapper_get(
    vm: &Vm,
    this: This<'_, SlotWrapper>,
    instance: Option<&Obj>,
    _owner: Option<&Obj>,
) -> Outcome {
    let Some(instance) = instance else { return Ok(this.own()) };
    let storage = BoundSlot { def: this.def, owner: this.owner, instance: instance.own() };
    vm.memory(vm.allocate(TypeRef::of(&METHOD_WRAPPER), storage, size_of::<BoundSlot>()))
}

fn wrapper_repr(vm: &Vm, this: This<'_, SlotWrapper>) -> Outcome {
    vm.str_fmt(format_args!(
        "<slot wrapper '{}' of '{}' objects>",
        Text((this.def.name)()),
        this.owner.short_name()
    ))
}

fn wrapper_name(_vm: &Vm, this: This<'_, SlotWrapper>) -> Outcome {
    Ok((this.def.name)().own())
}

fn wrapper_qualname(vm: &Vm, this: This<'_, SlotWrapper>) -> Outcome {
    vm.str_fmt(format_args!("{}.{}", this.owner.short_name(), Text((this.def.name)())))
}

fn wrapper_doc(vm: &Vm, this: This<'_, SlotWrapper>) -> Outcome {
    crate::types::native_types::doc_object(vm, this.def.doc)
}

fn wrapper_owner(_vm: &Vm, this: This<'_, SlotWrapper>) -> Outcome {
    Ok(this.owner.own())
}

fn wrapper_hash(_vm: &Vm, this: This<'_, SlotWrapper>) -> Result<usize, Raised> {
    Ok((core::ptr::from_ref(this.def).addr() >> 2) ^ this.owner.as_ptr().addr())
}

fn wrapper_compare(_vm: &Vm, this: This<'_, SlotWrapper>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.exact::<SlotWrapper>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let same = core::ptr::eq(this.def, other.def) && this.owner == other.owner;
    match op {
        CompareOp::Eq => Ok(Ref::bool(same)),
        CompareOp::Ne => Ok(Ref::bool(!same)),
        _ => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

fn bound_call(vm: &Vm, this: This<'_, BoundSlot>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.with_first(&this.instance, args, |all| wrap::call(vm, this.def, this.owner, all, names))
}

fn bound_repr(vm: &Vm, this: This<'_, BoundSlot>) -> Outcome {
    vm.str_fmt(format_args!(
        "<method-wrapper '{}' of {} object at {:#x}>",
        Text((this.def.name)()),
        this.instance.type_().short_name(),
        this.instance.bits()
    ))
}

fn bound_name(_vm: &Vm, this: This<'_, BoundSlot>) -> Outcome {
    Ok((this.def.name)().own())
}

fn bound_qualname(vm: &Vm, this: This<'_, BoundSlot>) -> Outcome {
    vm.str_fmt(format_args!("{}.{}", this.owner.short_name(), Text((this.def.name)())))
}

fn bound_doc(vm: &Vm, this: This<'_, BoundSlot>) -> Outcome {
    crate::types::native_types::doc_object(vm, this.def.doc)
}

fn bound_self(_vm: &Vm, this: This<'_, BoundSlot>) -> Outcome {
    Ok(this.instance.clone())
}

fn bound_owner(_vm: &Vm, this: This<'_, BoundSlot>) -> Outcome {
    Ok(this.owner.own())
}

fn bound_hash(_vm: &Vm, this: This<'_, BoundSlot>) -> Result<usize, Raised> {
    Ok((core::ptr::from_ref(this.def).addr() >> 2) ^ this.instance.bits())
}

fn bound_compare(_vm: &Vm, this: This<'_, BoundSlot>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.exact::<BoundSlot>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let same = core::ptr::eq(this.def, other.def) && this.instance.is(&other.instance);
    match op {
        CompareOp::Eq => Ok(Ref::bool(same)),
        CompareOp::Ne => Ok(Ref::bool(!same)),
        _ => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

py_type! {
    /// Slots of builtin types.
    pub static WRAPPER_DESCRIPTOR: SlotWrapper = "wrapper_descriptor", "" {
        flags flags::DISALLOW_INSTANTIATION | flags::METHOD_DESCRIPTOR;
        call wrapper_call;
        slots {
            repr: unary wrapper_repr, hash: hash wrapper_hash, richcompare: compare wrapper_compare,
            descr_get: descr_get wrapper_get,
        }
        attrs {
            getter "__name__" () = wrapper_name, "";
            getter "__qualname__" () = wrapper_qualname, "";
            getter "__doc__" () = wrapper_doc, "";
            getter "__objclass__" () = wrapper_owner, "";
        }
    }
}

py_type! {
    /// Slots of builtin types, bound to an object.
    pub static METHOD_WRAPPER: BoundSlot = "method-wrapper", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        call bound_call;
        slots { repr: unary bound_repr, hash: hash bound_hash, richcompare: compare bound_compare, }
        attrs {
            getter "__name__" () = bound_name, "";
            getter "__qualname__" () = bound_qualname, "";
            getter "__doc__" () = bound_doc, "";
            getter "__self__" () = bound_self, "";
            getter "__objclass__" () = bound_owner, "";
        }
    }
}
