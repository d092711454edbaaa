//! `import` statements.

use pyrite_object::coll::dict::Dict;
use pyrite_object::model::value::Outcome;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::types::native_types::BUILTIN_FUNCTION;
use pyrite_object::types::{exceptions, module_spec};
use pyrite_object::{Obj, Raised, Ref, Vm, names};

use crate::frame::Window;

/// `IMPORT_NAME`: through `builtins.__import__` if it was replaced.
pub fn import_name(vm: &Vm, w: Window, a: usize, name: &Obj) -> Outcome {
    let level = w.get(a).small().and_then(|level| usize::try_from(level).ok()).unwrap_or(0);
    let fromlist = w.take(a + 1);
    let globals = w.function().globals.clone();
    if let Some(import) = replaced(vm)? {
        let level = vm.int(level as i64)?;
        let locals = if w.namespace().is(Obj::UNBOUND) { Obj::NONE } else { w.namespace() }.own();
        return vm.call(&import, &[name.own(), globals, locals, fromlist, level]);
    }
    (vm.hooks.get().import)(vm, name, Some(&globals), &fromlist, level)
}

/// `builtins.__import__`, if it is not the machine's own.
fn replaced(vm: &Vm) -> Result<Option<Ref>, Raised> {
    let builtins = vm.builtins.get();
    let builtins = builtins.as_deref().and_then(|builtins| builtins.cast::<Dict>());
    match builtins.and_then(|builtins| builtins.get_name(names::IMPORT())) {
        Some(import) => Ok(Some(import).filter(|import| !import.type_().is(&BUILTIN_FUNCTION))),
        None => Err(vm.import_error("__import__ not found")),
    }
}

/// `IMPORT_FROM`
pub fn import_from(vm: &Vm, module: &Obj, name: &Obj) -> Outcome {
    if let Some(value) = vm.find_attr(module, name)? {
        return Ok(value);
    }
    // A submodule that is being imported is not bound in its package yet.
    let package = vm.find_attr(module, names::NAME())?;
    let package = package.filter(|package| package.cast::<Str>().is_some());
    if let Some(package) = &package {
        let full = vm.str_fmt(format_args!("{}.{}", Text(package), Text(name)))?;
        let modules = vm.modules.get();
        if let Some(found) = modules.as_deref().and_then(|modules| modules.cast::<Dict>())
            && let Some(found) = found.get(vm, &full)?
        {
            return Ok(found);
        }
    }
    Err(cannot_import(vm, module, package.as_deref(), name))
}

#[cold]
fn cannot_import(vm: &Vm, module: &Obj, package: Option<&Obj>, name: &Obj) -> Raised {
    let made = explain(vm, module, package, name);
    match made {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// The ImportError for a name that a module does not have.
fn explain(vm: &Vm, module: &Obj, package: Option<&Obj>, name: &Obj) -> Outcome {
    let unknown = vm.str("<unknown module name>")?;
    let from = package.unwrap_or(&unknown);
    let spec = vm.find_attr(module, names::SPEC())?.unwrap_or_else(Ref::none);
    let mut file = match package {
        Some(_) => module_spec::file_origin(vm, &spec)?,
        None => None,
    };
    let text = if module_spec::is_initializing(vm, &spec)? {
        let place = match &file {
            Some(file) => vm.str_fmt(format_args!(" ({})", Text(file)))?,
            None => vm.str("")?,
        };
        vm.str_fmt(format_args!(
            "cannot import name '{}' from partially initialized module '{}' (most likely due to a circular import){}",
            Text(name),
            Text(from),
            Text(&place)
        ))?
    } else {
        if file.is_none() && package.is_some() {
            file = vm.find_attr(module, names::FILE())?.filter(|file| file.cast::<Str>().is_some());
        }
        let unknown = vm.str("unknown location")?;
        vm.str_fmt(format_args!(
            "cannot import name '{}' from '{}' ({})",
            Text(name),
            Text(from),
            Text(file.as_deref().unwrap_or(&unknown))
        ))?
    };
    let exception = vm.new_exception(&exceptions::IMPORT_ERROR, &[&text])?;
    let name_from = vm.memory(vm.intern("name_from"))?;
    for (attribute, value) in [
        (names::MSG(), &*text),
        (names::NAME_ATTR(), package.unwrap_or(Obj::NONE)),
        (names::PATH_ATTR(), file.as_deref().unwrap_or(Obj::NONE)),
        (&name_from, name),
    ] {
        vm.set_attr(&exception, attribute, value)?;
    }
    Ok(exception)
}

/// `IMPORT_STAR`
pub fn import_star(vm: &Vm, w: Window, module: &Obj) -> Result<(), Raised> {
    let all = vm.find_attr(module, names::ALL())?;
    let listed = match &all {
        Some(all) => vm.collect_list(all)?,
        None => {
            let Some(dict) = vm.find_attr(module, names::DICT())? else {
                return Err(vm.import_error("from-import-* object has no __dict__ and no __all__"));
            };
            vm.collect_list(&dict)?
        }
    };
    let mut index = 0;
    while let Some(name) = listed.get(index) {
        index += 1;
        let Some(text) = name.cast::<Str>() else {
            return Err(not_str(vm, module, if all.is_some() { "Item in " } else { "Key in " }, &name));
        };
        if all.is_none() && text.char_at(0) == Some(u32::from(b'_')) {
            continue;
        }
        let name = vm.memory(vm.intern_str(&name))?;
        let value = vm.get_attr(module, &name)?;
        super::names::store_in(vm, w, &name, value)?;
    }
    Ok(())
}

#[cold]
fn not_str(vm: &Vm, module: &Obj, what: &str, item: &Obj) -> Raised {
    let name = match vm.get_attr(module, names::NAME()) {
        Ok(name) if name.cast::<Str>().is_some() => name,
        Ok(_) => return vm.type_error("module __name__ must be a string"),
        Err(raised) => return raised,
    };
    let attribute = if what.starts_with('I') { "__all__" } else { "__dict__" };
    let type_ = item.type_();
    vm.type_error(format_args!("{what}{}.{attribute} must be str, not {}", Text(&name), type_.short_name()))
}
