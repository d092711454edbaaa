//! `dir()`: the names of an object's attributes.

use crate::class::{mro, slot_wrapper, slots::SLOT_DEFS, type_of};
use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, TypeRef, Vm};
use crate::names;

/// Adds the names that the classes of an order define.
fn add_class_names(vm: &Vm, type_: TypeRef, to: &Dict) -> Result<(), Raised> {
    let mut result = Ok(());
    mro::for_each(type_, |class| {
        if result.is_ok() {
            result = add_own_names(vm, class, to);
        }
    });
    result
}

fn add_own_names(vm: &Vm, class: TypeRef, to: &Dict) -> Result<(), Raised> {
    if let Some(dict) = class.dict().and_then(|dict| dict.cast::<Dict>()) {
        for name in [names::DICT(), names::WEAKREF(), names::DOC()] {
            if crate::class::implied_attr(class, name).is_some() {
                to.set_name(vm, name, Ref::none())?;
            }
        }
        return add_keys(vm, &dict, to);
    }
    for native in class.natives() {
        let name = vm.memory(vm.intern(native.name()))?;
        to.set_name(vm, &name, Ref::none())?;
    }
    for name in SLOT_DEFS.iter().map(|def| (def.name)()).chain([names::NEW(), names::DOC()]) {
        if slot_wrapper(vm, class, name).is_some() {
            to.set_name(vm, name, Ref::none())?;
        }
    }
    Ok(())
}

fn add_keys(vm: &Vm, from: &Dict, to: &Dict) -> Result<(), Raised> {
    let mut position = 0;
    while let Some((next, name, _)) = from.next_entry(position) {
        to.insert(vm, &name, Ref::none())?;
        position = next;
    }
    Ok(())
}

fn list_of_keys(vm: &Vm, dict: &Dict) -> Outcome {
    let list = crate::coll::list::List::new();
    let mut position = 0;
    while let Some((next, name, _)) = dict.next_entry(position) {
        vm.memory(list.push(vm, name))?;
        position = next;
    }
    vm.list_from(list)
}

/// `object.__dir__`
///
/// # Errors
/// MemoryError; what `__dict__` and `__class__` raise.
pub fn object_dir(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let found = Dict::new();
    if let Some(own) = vm.find_attr(this, names::DICT())?
        && let Some(own) = own.cast::<Dict>()
    {
        add_keys(vm, &own, &found)?;
    }
    let class = vm.find_attr(this, names::CLASS())?;
    if let Some(class) = class.as_deref().and_then(type_of) {
        add_class_names(vm, class, &found)?;
    }
    list_of_keys(vm, &found)
}

/// `type.__dir__`
///
/// # Errors
/// MemoryError.
pub fn type_dir(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let found = Dict::new();
    if let Some(type_) = type_of(this) {
        add_class_names(vm, type_, &found)?;
    }
    list_of_keys(vm, &found)
}
