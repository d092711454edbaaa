//! `import` statements.

use pyrite_object::coll::dict::Dict;
use pyrite_object::model::value::Outcome;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, Vm, names};

use crate::frame::Window;

/// `IMPORT_NAME`: through `builtins.__import__` if it was replaced.
pub fn import_name(vm: &Vm, w: Window, a: usize, name: &Obj) -> Outcome {
    let level = w.get(a).small().and_then(|level| usize::try_from(level).ok()).unwrap_or(0);
    let fromlist = w.take(a + 1);
    let globals = w.function().globals.clone();
    (vm.hooks.get().import)(vm, name, Some(&globals), &fromlist, level)
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
    let file = match vm.find_attr(module, names::FILE()) {
        Ok(file) => file.filter(|file| file.cast::<Str>().is_some()),
        Err(raised) => return raised,
    };
    let unknown = vm.str("<unknown module name>").unwrap_or_else(|_| Ref::none());
    let from = package.unwrap_or(&unknown);
    let raised = match &file {
        Some(file) => vm.import_error(format_args!(
            "cannot import name '{}' from '{}' ({})",
            Text(name),
            Text(from),
            Text(file)
        )),
        None => vm.import_error(format_args!(
            "cannot import name '{}' from '{}' (unknown location)",
            Text(name),
            Text(from)
        )),
    };
    if !vm.raised_is(&exceptions::IMPORT_ERROR) {
        return raised;
    }
    let exception = vm.take_raised(raised);
    for (attribute, value) in
        [(names::NAME_ATTR(), from), (names::PATH_ATTR(), file.as_deref().unwrap_or(Obj::NONE))]
    {
        if let Err(raised) = vm.set_attr(&exception, attribute, value) {
            return raised;
        }
    }
    vm.reraise(exception)
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
            return Err(
                vm.type_error(format_args!("Item in __all__ must be str, not {}", name.type_().short_name()))
            );
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
