//! Functions on attributes, classes and identity.

use pyrite_api::types::{List, exceptions, sort_list};
use pyrite_api::{Outcome, Ref, Vm, names, optional, required};

/// `callable(object)`
///
/// # Errors
/// None.
pub fn callable(_vm: &Vm, args: &[Ref]) -> Outcome {
    let type_ = required(args, 0).type_();
    Ok(Ref::bool(type_.call().is_some() || type_.fast_call().is_some()))
}

/// `getattr(object, name[, default])`
///
/// # Errors
/// TypeError if the name is no str; AttributeError without default; what reading raises.
pub fn getattr(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = vm.attr_name(required(args, 1))?;
    match optional(args, 2) {
        None => vm.get_attr(required(args, 0), &name),
        Some(default) => Ok(vm.find_attr(required(args, 0), &name)?.unwrap_or_else(|| default.own())),
    }
}

/// `hasattr(object, name)`
///
/// # Errors
/// TypeError if the name is no str; what reading raises but for AttributeError.
pub fn hasattr(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = vm.attr_name(required(args, 1))?;
    Ok(Ref::bool(vm.find_attr(required(args, 0), &name)?.is_some()))
}

/// `setattr(object, name, value)`
///
/// # Errors
/// TypeError if the name is no str; what writing raises.
pub fn setattr(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = vm.attr_name(required(args, 1))?;
    vm.set_attr(required(args, 0), &name, required(args, 2))?;
    Ok(Ref::none())
}

/// `delattr(object, name)`
///
/// # Errors
/// TypeError if the name is no str; what deleting raises.
pub fn delattr(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = vm.attr_name(required(args, 1))?;
    vm.store_attr(required(args, 0), &name, None)?;
    Ok(Ref::none())
}

/// `dir([object])`
///
/// # Errors
/// What `__dir__` raises.
pub fn dir(vm: &Vm, args: &[Ref]) -> Outcome {
    let names = match optional(args, 0) {
        None => vm.call_method(&*super::execution::locals(vm, &[])?, names::KEYS(), &[])?,
        Some(object) => match vm.lookup_special(object, names::DIR())? {
            Some(method) => vm.call(&method, &[])?,
            None => return Err(vm.type_error("object does not provide __dir__")),
        },
    };
    let list = vm.list_from(vm.collect_list(&names)?)?;
    if let Some(this) = list.cast::<List>() {
        sort_list(vm, this, None, false)?;
    }
    Ok(list)
}

/// `hash(object)`
///
/// # Errors
/// TypeError if it is unhashable; what `__hash__` raises.
pub fn hash(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.int(vm.hash(required(args, 0))? as isize as i64)
}

/// `id(object)`: its word.
///
/// # Errors
/// MemoryError.
pub fn id(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.memory(vm.new_uint(required(args, 0).bits() as u64))
}

/// `isinstance(object, class)`
///
/// # Errors
/// TypeError if `class` is none; what `__instancecheck__` raises.
pub fn isinstance(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.is_instance(required(args, 0), required(args, 1))?))
}

/// `issubclass(class, base)`
///
/// # Errors
/// TypeError if one is no class; what `__subclasscheck__` raises.
pub fn issubclass(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.is_subclass(required(args, 0), required(args, 1))?))
}

/// `vars([object])`
///
/// # Errors
/// TypeError if the object has no `__dict__`.
pub fn vars(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some(object) = optional(args, 0) else { return super::execution::locals(vm, &[]) };
    match vm.get_attr(object, names::DICT()) {
        Ok(dict) => Ok(dict),
        Err(raised) => {
            vm.suppress(raised, &exceptions::ATTRIBUTE_ERROR)?;
            Err(vm.type_error("vars() argument must have __dict__ attribute"))
        }
    }
}
