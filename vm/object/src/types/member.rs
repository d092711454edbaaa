//! `member_descriptor`: an attribute that `__slots__` made.

use crate::class::members;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::new::Text;
use crate::py_type;

/// A member of the instances of a class.
pub struct Member {
    /// The class.
    class: Ref,
    /// The attribute.
    name: Ref,
    /// Byte offset in the instances.
    pub offset: usize,
}

// SAFETY: MEMBER_DESCRIPTOR's instances hold this.
unsafe impl Storage for Member {
    const TYPE: &'static Type = &MEMBER_DESCRIPTOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.class);
    }
}

impl Member {
    /// The class whose instances have the member.
    pub fn owner(&self) -> TypeRef {
        crate::class::type_of(&self.class).unwrap_or(TypeRef::of(&crate::types::none::UNBOUND))
    }
}

/// A member descriptor.
///
/// # Errors
/// MemoryError.
pub fn make(vm: &Vm, class: TypeRef, name: &Obj, offset: usize) -> Outcome {
    let member = Member { class: class.own(), name: name.own(), offset };
    vm.memory(vm.allocate(TypeRef::of(&MEMBER_DESCRIPTOR), member, size_of::<Member>()))
}

fn check(vm: &Vm, this: This<'_, Member>, object: &Obj) -> Result<(), Raised> {
    if object.type_().is_subtype_of(this.owner()) {
        return Ok(());
    }
    Err(vm.type_error(format_args!(
        "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
        Text(&this.name),
        this.owner().short_name(),
        object.type_().short_name()
    )))
}

fn member_get(vm: &Vm, this: This<'_, Member>, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    let Some(instance) = instance else { return Ok(this.own()) };
    check(vm, this, instance)?;
    match members::get(&this, instance) {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(instance, &this.name)),
    }
}

fn member_set(vm: &Vm, this: This<'_, Member>, instance: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    check(vm, this, instance)?;
    let old = members::set(&this, instance, value.map(Obj::own));
    if value.is_none() && old.is_none() {
        return Err(vm.attribute_error(Text(&this.name)));
    }
    Ok(())
}

fn member_repr(vm: &Vm, this: This<'_, Member>) -> Outcome {
    vm.str_fmt(format_args!("<member '{}' of '{}' objects>", Text(&this.name), this.owner().short_name()))
}

fn member_name(_vm: &Vm, this: This<'_, Member>) -> Outcome {
    Ok(this.name.clone())
}

fn member_class(_vm: &Vm, this: This<'_, Member>) -> Outcome {
    Ok(this.class.clone())
}

py_type! {
    /// Attributes made by `__slots__`.
    pub static MEMBER_DESCRIPTOR: Member = "member_descriptor", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary member_repr, descr_get: descr_get member_get, descr_set: store member_set, }
        attrs {
            getter "__name__" () = member_name, "";
            getter "__objclass__" () = member_class, "";
        }
    }
}

/// Setter of an attribute that CPython keeps as a read-only field.
///
/// # Errors
/// AttributeError, always.
pub fn read_only(vm: &Vm, _this: &Obj, _value: Option<&Obj>) -> Result<(), Raised> {
    Err(vm.attribute_error("readonly attribute"))
}
