//! The subtypes of a type, found by walking the heap: types keep no list of them.

use core::ptr::NonNull;

use super::type_of;
use crate::model::value::{Header, Obj, Ref};
use crate::model::{Raised, TypeRef, Vm};
use crate::raw::tuple::Tuple;

/// Calls `visit` with every class of the heap.
fn for_each_class(vm: &Vm, mut visit: impl FnMut(TypeRef)) {
    vm.heap.for_each_container(|block: NonNull<u8>| {
        // SAFETY: the heap names live containers, which begin with a header.
        let object = unsafe { Obj::from_ptr(block.cast::<Header>()) };
        if let Some(class) = type_of(object) {
            visit(class);
        }
    });
}

/// Calls `visit` with every subtype of `type_` that was made at run time, itself excluded.
/// `visit` must not free containers.
pub fn for_each_subtype(vm: &Vm, type_: TypeRef, mut visit: impl FnMut(TypeRef)) {
    for_each_class(vm, |class| {
        if class != type_ && class.mro().is_some() && class.is_subtype_of(type_) {
            visit(class);
        }
    });
}

/// Whether `base` is a direct base of `class`.
fn is_direct(class: TypeRef, base: TypeRef) -> bool {
    match class.bases().and_then(|bases| bases.cast::<Tuple>()) {
        Some(bases) => bases.items().iter().any(|each| each.is(base.as_obj())),
        None => class.base() == Some(base),
    }
}

/// The direct subtypes of a type, oldest first; builtin exceptions and `bool` included.
///
/// # Errors
/// MemoryError.
pub fn direct(vm: &Vm, type_: TypeRef) -> Result<crate::coll::list::List, Raised> {
    let list = crate::coll::list::List::new();
    let builtin = crate::types::exceptions::ALL.iter().copied().chain([&crate::model::knot::BOOL]);
    for class in builtin.map(TypeRef::of).filter(|class| class.base() == Some(type_)) {
        vm.memory(list.push(vm, class.own()))?;
    }
    let mut found = pyrite_algo::Buf::<(u32, Ref)>::new();
    let mut result = Ok(());
    for_each_class(vm, |class| {
        if result.is_ok() && is_direct(class, type_) {
            // SAFETY: the type is alive.
            let serial = unsafe { (*class.as_ptr()).version_tag };
            result = found.push((serial, class.own()));
        }
    });
    vm.memory(result)?;
    found.sort_unstable_by_key(|&(serial, _)| serial);
    for (_, class) in found.iter() {
        vm.memory(list.push(vm, class.clone()))?;
    }
    Ok(list)
}
