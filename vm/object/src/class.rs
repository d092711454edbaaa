//! Types as objects: made at run time, their attributes in step with slots.

pub mod special;
pub mod mro;
pub mod wrap;
pub mod generic;
pub mod slots;
pub mod subclasses;
pub mod members;
pub mod layout;
pub mod instance;
pub mod build;
pub mod check;

use core::ffi::{c_int, c_void};
use core::ptr::{NonNull, null_mut};

pub use instance::{InstancePlan, instance_plan};

use crate::coll::dict::Dict;
use crate::model::slots::VisitFn;
use crate::model::storage::Visitor;
use crate::model::value::{Header, Obj, Outcome, Ref};
use crate::model::{Raised, TypeRef, Vm, flags};
use crate::names;

/// The type that an object is, if it is one.
#[inline]
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
    let Some(part) = type_.heap_part() else { return vm.str(type_.name()) };
    // SAFETY: the part lives as long as the type.
    let qualname = unsafe { part.as_ref() }.qualname.clone();
    match type_.dict().and_then(|dict| dict.cast::<Dict>()?.get_name(names::MODULE())) {
        Some(module) if module.cast::<crate::raw::str::Str>().is_some() => {
            if crate::ops::call::str_is(&module, "builtins") {
                return Ok(qualname);
            }
            vm.str_fmt(format_args!("{}.{}", crate::new::Text(&module), crate::new::Text(&qualname)))
        }
        _ => Ok(qualname),
    }
}

/// The method object for a special method that a builtin type has as a slot.
pub fn slot_wrapper(vm: &Vm, type_: TypeRef, name: &Obj) -> Option<Ref> {
    if name.is(names::NEW()) {
        return crate::types::native_types::new_function(vm, type_);
    }
    if name.is(names::DOC()) {
        return type_.doc().map_or_else(|| Ok(Ref::none()), |doc| vm.str(doc)).ok();
    }
    if name.is(names::HASH()) && type_.hash().is_none() {
        return Some(Ref::none());
    }
    if !slots::is_special(name) {
        return None;
    }
    crate::types::wrapper::make(vm, wrap::shown(type_, name)?, type_)
}

/// `__name__` and `__qualname__` of a type made at run time.
pub fn names_of(type_: TypeRef) -> Option<(Ref, Ref)> {
    // SAFETY: the part lives as long as the type.
    let part = unsafe { type_.heap_part()?.as_ref() };
    Some((part.name.clone(), part.qualname.clone()))
}

/// Sets `__qualname__` of a type made at run time.
pub fn set_qualname(type_: TypeRef, qualname: &Obj) {
    let Some(part) = type_.heap_part() else { return };
    // SAFETY: the part lives as long as the type; the old name is dropped after the store.
    drop(unsafe { core::mem::replace(&mut (*part.as_ptr()).qualname, qualname.own()) });
}

/// Sets `__name__` of a type made at run time, and `tp_name` with it.
///
/// # Errors
/// ValueError if the name holds a NUL; MemoryError.
pub fn set_name(vm: &Vm, type_: TypeRef, name: &Obj) -> Result<(), Raised> {
    let Some(part) = type_.heap_part() else { return Ok(()) };
    let (text, size) = build::c_name(vm, name)?;
    // SAFETY: the part lives as long as the type; nobody holds its C name across this call.
    unsafe {
        let (old, old_size) = ((*part.as_ptr()).c_name, (*part.as_ptr()).c_name_size);
        (*part.as_ptr()).c_name = text.as_ptr();
        (*part.as_ptr()).c_name_size = size;
        (*type_.as_ptr()).name = text.as_ptr().cast_const().cast();
        if let Some(old) = NonNull::new(old) {
            vm.heap.free(old, old_size, crate::heap::Kind::Plain);
        }
        drop(core::mem::replace(&mut (*part.as_ptr()).name, name.own()));
    }
    Ok(())
}

/// Sets `__class__` of an object.
///
/// # Errors
/// TypeError if the memory of the object does not fit the class.
pub fn set_class(vm: &Vm, object: &Obj, new: TypeRef) -> Result<(), Raised> {
    let old = object.type_();
    if old == new {
        return Ok(());
    }
    if !old.is_heap() || !new.is_heap() {
        return Err(
            vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
        );
    }
    if !layout::compatible(old, new) || old.has(flags::TYPE) {
        return Err(vm.type_error(format_args!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            new.short_name(),
            old.short_name()
        )));
    }
    if let Some(attrs) = crate::attr::attrs_of(object) {
        // SAFETY: the attributes live in the object, which is borrowed.
        vm.adopt_shape(unsafe { attrs.as_ref() }, new)?;
    }
    // SAFETY: the object is alive; it owns a count of its type, which is exchanged.
    unsafe {
        let counted = new.own().into_raw();
        (*object.as_ptr().as_ptr()).type_ = TypeRef::from_ptr(counted.cast());
        drop(Ref::from_raw(NonNull::from(old.as_obj()).cast()));
    }
    Ok(())
}

/// What a class has besides the entries of its dict.
pub fn implied_attr(type_: TypeRef, name: &Obj) -> Option<Ref> {
    if name.is(names::DOC()) {
        return Some(Ref::none());
    }
    // SAFETY: the part lives as long as the type.
    let part = unsafe { type_.heap_part()?.as_ref() };
    let (adds, attr) = if name.is(names::DICT()) {
        (part.adds_dict, &crate::types::object::DICT_ATTR)
    } else {
        (part.adds_weakref && name.is(names::WEAKREF()), &crate::model::knot::WEAKREF_ATTR)
    };
    adds.then(|| attr.as_obj().own())
}

/// Attribute `name` of the classes behind `after` in the order of `type_`: what `super()` finds.
pub fn lookup_after(vm: &Vm, type_: TypeRef, after: TypeRef, name: &Obj) -> Option<Ref> {
    let mut passed = false;
    let mut found = None;
    mro::for_each(type_, |class| {
        if passed && found.is_none() {
            found = vm.own_attr(class, name);
        }
        passed |= class == after;
    });
    found
}

/// Binds an attribute of a class as a read from the class does.
///
/// # Errors
/// What the descriptor raises.
pub fn bind_to_class(_vm: &Vm, found: &Obj, class: &Obj) -> Outcome {
    match found.type_().descr_get() {
        Some(get) => get(found, None, Some(class)),
        None => Ok(found.own()),
    }
}

/// `tp_traverse` of classes of classes.
///
/// # Safety
/// `object` is a live type.
pub unsafe extern "C" fn traverse_type(
    object: NonNull<Header>,
    visit: VisitFn,
    argument: *mut c_void,
) -> c_int {
    let mut visitor = Visitor::new(visit, argument);
    // SAFETY: the caller's condition.
    let this = unsafe { Obj::from_ptr(object) };
    let Some(type_) = type_of(this).filter(|type_| type_.is_heap()) else { return 0 };
    if this.type_().is_heap() {
        visitor.visit(this.type_().as_obj());
    }
    for part in [type_.dict(), type_.bases(), type_.mro()].into_iter().flatten() {
        visitor.visit(part);
    }
    visitor.result()
}

/// `tp_clear` of classes.
pub extern "C" fn clear_type(object: &Obj) -> c_int {
    let Some(type_) = type_of(object).filter(|type_| type_.is_heap()) else { return 0 };
    // Bases and slots stay: instances of the class may still be torn down. The dict and the
    // order, which holds the class itself, are what cycles go through.
    // SAFETY: the class owns its order; without one the chain of bases stands for it.
    let order = unsafe { core::ptr::replace(&raw mut (*type_.as_ptr()).mro, null_mut()) };
    if let Some(order) = NonNull::new(order) {
        // SAFETY: as above.
        drop(unsafe { Ref::from_raw(order) });
    }
    if let Some(dict) = type_.dict().and_then(|dict| dict.cast::<Dict>()) {
        dict.clear();
    }
    0
}

/// `tp_dealloc` of types made at run time.
///
/// # Safety
/// `object` is a heap type, its count is 0, nobody uses it afterwards.
pub unsafe extern "C" fn dealloc_type(object: NonNull<Header>) {
    let vm = crate::model::current::vm();
    // SAFETY: the object is still whole.
    let metatype = unsafe { Obj::from_ptr(object) }.type_();
    // SAFETY: the object is still whole.
    unsafe { crate::heap::weak::clear(vm, object, metatype) };
    // SAFETY: types made at run time own what these fields name, and their part.
    unsafe {
        let type_ = object.cast::<crate::model::Type>().as_ptr();
        vm.class_changed(TypeRef::from_ptr(object.cast()));
        for field in [&raw mut (*type_).mro, &raw mut (*type_).dict, &raw mut (*type_).bases] {
            if let Some(owned) = NonNull::new(field.replace(null_mut())) {
                drop(Ref::from_raw(owned));
            }
        }
        if let Some(part) = NonNull::new((*type_).heap) {
            build::release_part(vm, part);
        }
        vm.heap.free(object.cast(), size_of::<crate::model::Type>(), crate::heap::Kind::Container);
        if metatype.is_heap() {
            drop(Ref::from_raw(NonNull::from(metatype.as_obj()).cast()));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
