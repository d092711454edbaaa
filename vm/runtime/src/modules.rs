//! `sys.modules`, and code run in a module's namespace.

use pyrite_object::coll::dict::Dict;
use pyrite_object::raw::str::Str;
use pyrite_object::types::exceptions;
use pyrite_object::types::module::Module;
use pyrite_object::{Obj, Outcome, Raised, Ref, Vm, names};

/// `sys.modules`
///
/// # Errors
/// RuntimeError if there is none.
pub fn all(vm: &Vm) -> Outcome {
    match vm.modules.get() {
        Some(modules) if modules.cast::<Dict>().is_some() => Ok(modules),
        _ => Err(vm.runtime_error("unable to get sys.modules")),
    }
}

/// What `sys.modules` has under a name; `None` as a value is an answer of its own.
///
/// # Errors
/// RuntimeError if there is no `sys.modules`; what comparing keys raises.
pub fn find(vm: &Vm, full: &Obj) -> Result<Option<Ref>, Raised> {
    match all(vm)?.cast::<Dict>() {
        Some(modules) => modules.get(vm, full),
        None => Ok(None),
    }
}

/// Enters a module into `sys.modules`.
///
/// # Errors
/// MemoryError.
pub fn enter(vm: &Vm, name: &Obj, module: &Obj) -> Result<(), Raised> {
    vm.set_item(&*all(vm)?, name, module)
}

/// Takes a module out of `sys.modules`: what was there.
///
/// # Errors
/// As [`find`].
pub fn take(vm: &Vm, name: &Obj) -> Result<Option<Ref>, Raised> {
    match all(vm)?.cast::<Dict>() {
        Some(modules) => Ok(modules.remove(vm, name)?.map(|(_, module)| module)),
        None => Ok(None),
    }
}

/// An attribute of a module or another object; a plain module that lacks it costs no exception.
///
/// # Errors
/// What the lookup raises but AttributeError.
pub fn attr(vm: &Vm, object: &Obj, name: &Obj) -> Result<Option<Ref>, Raised> {
    if let Some(module) = object.exact::<Module>() {
        let found = module.get_name(name);
        if found.is_some() || module.get_name(names::GETATTR()).is_none() {
            return Ok(found);
        }
    }
    vm.find_attr(object, name)
}

/// A name of module `sys`; `None` if it is not there or None.
pub fn sys_name(vm: &Vm, name: &Obj) -> Option<Ref> {
    let sys = vm.sys_dict.get();
    let value = sys.as_deref().and_then(|sys| sys.cast::<Dict>()).and_then(|sys| sys.get_name(name));
    value.filter(|value| !value.is_none())
}

/// The namespace of a module.
///
/// # Errors
/// AttributeError if it has none.
pub fn namespace(vm: &Vm, module: &Obj) -> Outcome {
    match module.exact::<Module>().and_then(|module| module.dict()) {
        Some(dict) => Ok(dict),
        None => vm.get_attr(module, names::DICT()),
    }
}

/// `__builtins__` of a namespace.
///
/// # Errors
/// MemoryError.
pub fn set_builtins(vm: &Vm, dict: &Obj) -> Result<(), Raised> {
    match (dict.cast::<Dict>(), vm.builtins.get()) {
        (Some(dict), Some(builtins)) => dict.set_name(vm, names::BUILTINS(), builtins),
        _ => Ok(()),
    }
}

/// Runs code in the namespace of a module.
///
/// # Errors
/// What the code raises.
pub fn execute(vm: &Vm, module: &Obj, code: &Obj) -> Outcome {
    let dict = namespace(vm, module)?;
    set_builtins(vm, &dict)?;
    (vm.hooks.get().exec)(vm, code, &dict, &dict)
}

/// Raises `type_` (ImportError or a subtype) with a text and the module's name.
pub fn import_error(
    vm: &Vm,
    type_: &'static pyrite_object::Type,
    text: Outcome,
    name: Option<&Obj>,
    path: Option<&Obj>,
) -> Raised {
    let made = text.and_then(|text| {
        let exception = vm.new_exception(type_, &[&text])?;
        vm.set_attr(&exception, names::MSG(), &text)?;
        for (attribute, value) in [(names::NAME_ATTR(), name), (names::PATH_ATTR(), path)] {
            if let Some(value) = value {
                vm.set_attr(&exception, attribute, value)?;
            }
        }
        Ok(exception)
    });
    match made {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// Raises ImportError about the module `name`.
pub fn refused(vm: &Vm, text: core::fmt::Arguments<'_>, name: &Obj) -> Raised {
    import_error(vm, &exceptions::IMPORT_ERROR, vm.str_fmt(text), Some(name), None)
}

/// The text of a str, if it is ASCII.
pub fn ascii(object: &Obj) -> Option<&str> {
    object.cast::<Str>().and_then(|text| text.ascii())
}
