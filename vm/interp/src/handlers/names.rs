//! Variables: globals, namespaces, cells, free variables.

use pyrite_object::coll::dict::Dict;
use pyrite_object::model::value::Outcome;
use pyrite_object::new::Text;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::types::cell::CellStorage;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, This, Vm, names};

use crate::code::GlobalCache;
use crate::frame::Window;
use crate::function::code_of;

/// In the epoch of a global's cache: the place is in the builtins, nothing is stored there.
pub const BUILTIN_MARK: usize = 1 << (usize::BITS - 1);

/// UnboundLocalError naming the variable.
#[cold]
pub fn unbound_local(vm: &Vm, name: &Obj) -> Raised {
    let text =
        format_args!("cannot access local variable '{}' where it is not associated with a value", Text(name));
    let raised = vm.raise_text(&exceptions::UNBOUND_LOCAL_ERROR, text);
    with_name(vm, raised, name)
}

#[cold]
fn unbound_free(vm: &Vm, name: &Obj) -> Raised {
    let raised = vm.name_error(format_args!(
        "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
        Text(name)
    ));
    with_name(vm, raised, name)
}

#[cold]
fn undefined(vm: &Vm, name: &Obj) -> Raised {
    let raised = vm.name_error(format_args!("name '{}' is not defined", Text(name)));
    with_name(vm, raised, name)
}

/// Sets `name` of the NameError that was just raised.
fn with_name(vm: &Vm, raised: Raised, name: &Obj) -> Raised {
    if !vm.raised_is(&exceptions::NAME_ERROR) {
        return raised;
    }
    let exception = vm.take_raised(raised);
    match vm.set_attr(&exception, names::NAME_ATTR(), name) {
        Ok(()) => vm.reraise(exception),
        Err(raised) => raised,
    }
}

fn dict_of<'a>(vm: &Vm, object: &'a Obj) -> Result<This<'a, Dict>, Raised> {
    object.cast::<Dict>().ok_or_else(|| vm.system_error("globals must be a dict"))
}

/// The global or builtin of a name.
fn find_global(vm: &Vm, globals: &Obj, name: &Obj) -> Result<Option<Ref>, Raised> {
    if let Some(value) = dict_of(vm, globals)?.get(vm, name)? {
        return Ok(Some(value));
    }
    match vm.builtins.get() {
        Some(builtins) => dict_of(vm, &builtins)?.get(vm, name),
        None => Ok(None),
    }
}

/// Remembers where the global or builtin `name` is.
fn fill_cache(vm: &Vm, w: Window, site: usize) {
    let code = w.code();
    let name = code.site_name(site);
    let globals = w.function().globals.clone();
    let in_globals = globals.cast::<Dict>().and_then(|globals| globals.value_slot(name));
    let in_builtins = || {
        let known = globals.cast::<Dict>()?.get_name(name).is_some();
        let builtins = vm.builtins.get()?;
        if known || !globals.cast::<Dict>()?.is_namespace() {
            return None;
        }
        builtins.cast::<Dict>()?.value_slot(name)
    };
    let place = in_globals.map(|slot| (slot, 0)).or_else(|| Some((in_builtins()?, BUILTIN_MARK)));
    if let Some((slot, mark)) = place {
        let epoch = vm.names_epoch.get() as usize | mark;
        code.set_global_cache(site, GlobalCache { epoch, slot: slot.as_ptr() });
    }
}

/// `LOAD_GLOBAL`
pub fn load_global(vm: &Vm, w: Window, site: usize) -> Outcome {
    let name = w.code().site_name(site);
    match find_global(vm, &w.function().globals, name)? {
        Some(value) => {
            fill_cache(vm, w, site);
            Ok(value)
        }
        None if name.is(names::ANNOTATIONS()) && !w.namespace().is(Obj::UNBOUND) => {
            // A module may write to it in front of its first annotation.
            let annotations = vm.dict()?;
            vm.set_item(&w.namespace().own(), name, &annotations)?;
            Ok(annotations)
        }
        None => Err(undefined(vm, name)),
    }
}

/// `STORE_GLOBAL`
pub fn store_global(vm: &Vm, w: Window, site: usize, value: Ref) -> Result<(), Raised> {
    let name = w.code().site_name(site);
    dict_of(vm, &w.function().globals.clone())?.insert(vm, name, value)?;
    fill_cache(vm, w, site);
    Ok(())
}

/// `DELETE_GLOBAL`
pub fn delete_global(vm: &Vm, w: Window, name: &Obj) -> Result<(), Raised> {
    match dict_of(vm, &w.function().globals.clone())?.remove(vm, name)? {
        Some(_) => Ok(()),
        None => Err(undefined(vm, name)),
    }
}

/// Whether the frame's namespace is its globals, as in a module.
fn is_module(w: Window) -> bool {
    w.namespace().is(&w.function().globals) || w.namespace().is(Obj::UNBOUND)
}

/// `LOAD_NAME`
pub fn load_name(vm: &Vm, w: Window, site: usize) -> Outcome {
    if is_module(w) {
        return load_global(vm, w, site);
    }
    let name = w.code().site_name(site);
    match find_in_mapping(vm, &w.namespace().own(), name)? {
        Some(value) => Ok(value),
        None => load_global(vm, w, site),
    }
}

fn find_in_mapping(vm: &Vm, mapping: &Obj, name: &Obj) -> Result<Option<Ref>, Raised> {
    if let Some(dict) = mapping.exact::<Dict>() {
        return dict.get(vm, name);
    }
    match vm.get_item(mapping, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => vm.suppress(raised, &exceptions::KEY_ERROR).map(|()| None),
    }
}

/// `STORE_NAME`
pub fn store_name(vm: &Vm, w: Window, site: usize, value: Ref) -> Result<(), Raised> {
    if is_module(w) {
        return store_global(vm, w, site, value);
    }
    store_in(vm, w, w.code().site_name(site), value)
}

/// Stores in the frame's namespace.
pub fn store_in(vm: &Vm, w: Window, name: &Obj, value: Ref) -> Result<(), Raised> {
    let namespace = if is_module(w) { w.function().globals.clone() } else { w.namespace().own() };
    match namespace.exact::<Dict>() {
        Some(dict) => dict.insert(vm, name, value).map(drop),
        None => vm.set_item(&namespace, name, &value),
    }
}

/// `DELETE_NAME`
pub fn delete_name(vm: &Vm, w: Window, name: &Obj) -> Result<(), Raised> {
    if is_module(w) {
        return delete_global(vm, w, name);
    }
    match vm.store_item(&w.namespace().own(), name, None) {
        Err(raised) if vm.raised_is(&exceptions::KEY_ERROR) => {
            drop(vm.take_raised(raised));
            Err(undefined(vm, name))
        }
        other => other,
    }
}

/// The cell that an object is.
pub fn cell_of<'a>(vm: &Vm, object: &'a Obj) -> Result<This<'a, CellStorage>, Raised> {
    object.exact::<CellStorage>().ok_or_else(|| vm.system_error("no cell"))
}

fn local_name(w: Window, slot: usize) -> Ref {
    let code = code_of(w.function().storage());
    crate::code::local_names(code)
        .find(|local| local.0 == slot)
        .map_or_else(Ref::none, |(_, name)| name.own())
}

/// `LOAD_CELL`
pub fn load_cell(vm: &Vm, w: Window, slot: usize) -> Outcome {
    match cell_of(vm, &w.get(slot))?.contents.get() {
        Some(value) => Ok(value),
        None => Err(unbound_local(vm, &local_name(w, slot))),
    }
}

/// `DELETE_CELL`
pub fn delete_cell(vm: &Vm, w: Window, slot: usize) -> Result<(), Raised> {
    match cell_of(vm, &w.get(slot))?.contents.take() {
        Some(_) => Ok(()),
        None => Err(unbound_local(vm, &local_name(w, slot))),
    }
}

/// The cell of a free variable.
pub fn free_cell(vm: &Vm, w: Window, index: usize) -> Outcome {
    let closure = w.function().closure();
    let cells = closure.as_deref().and_then(|closure| closure.cast::<Tuple>());
    match cells.and_then(|cells| cells.items().get(index).cloned()) {
        Some(cell) => Ok(cell),
        None => Err(vm.system_error("no such free variable")),
    }
}

fn free_name(vm: &Vm, w: Window, index: usize) -> Outcome {
    let name = w.code().view().and_then(|view| view.free_name(index));
    crate::code::intern_wtf8(vm, name.unwrap_or(&[]))
}

/// `LOAD_FREE`
#[inline]
pub fn load_free(vm: &Vm, w: Window, index: usize) -> Outcome {
    if let Some(value) = w.function().free_value(index) {
        return Ok(value);
    }
    let cell = free_cell(vm, w, index)?;
    match cell_of(vm, &cell)?.contents.get() {
        Some(value) => Ok(value),
        None => {
            let name = free_name(vm, w, index)?;
            Err(unbound_free(vm, &name))
        }
    }
}

/// `DELETE_FREE`
pub fn delete_free(vm: &Vm, w: Window, index: usize) -> Result<(), Raised> {
    let cell = free_cell(vm, w, index)?;
    match cell_of(vm, &cell)?.contents.take() {
        Some(_) => Ok(()),
        None => {
            let name = free_name(vm, w, index)?;
            Err(unbound_free(vm, &name))
        }
    }
}

/// `LOAD_MAP_FREE`
pub fn load_map_free(vm: &Vm, w: Window, mapping: usize, index: usize) -> Outcome {
    let name = free_name(vm, w, index)?;
    match find_in_mapping(vm, &w.get(mapping), &name)? {
        Some(value) => Ok(value),
        None => load_free(vm, w, index),
    }
}

/// `LOAD_MAP_GLOBAL`
pub fn load_map_global(vm: &Vm, w: Window, mapping: usize, site: usize) -> Outcome {
    let name = w.code().site_name(site);
    match find_in_mapping(vm, &w.get(mapping), name)? {
        Some(value) => Ok(value),
        None => load_global(vm, w, site),
    }
}

/// `LOAD_LOCALS`
pub fn locals(vm: &Vm, w: Window) -> Outcome {
    if w.namespace().is(Obj::UNBOUND) { crate::frame::locals(vm) } else { Ok(w.namespace().own()) }
}

/// A builtin by name.
pub fn builtin(vm: &Vm, name: &str) -> Outcome {
    let name = vm.memory(vm.intern(name))?;
    let builtins = vm.builtins.get();
    let found = builtins.as_deref().and_then(|builtins| builtins.cast::<Dict>());
    match found.and_then(|builtins| builtins.get_name(&name)) {
        Some(value) => Ok(value),
        None => Err(undefined(vm, &name)),
    }
}

/// `PRINT_EXPR`: `sys.displayhook(value)`
pub fn print_expression(vm: &Vm, value: &Obj) -> Result<(), Raised> {
    let sys = vm.sys_dict.get();
    let hook =
        sys.as_deref().and_then(|sys| sys.cast::<Dict>()).and_then(|sys| sys.get_name(names::DISPLAYHOOK()));
    match hook {
        Some(hook) => vm.call_one(&hook, value).map(drop),
        None => Err(vm.runtime_error("lost sys.displayhook")),
    }
}

/// `SETUP_ANNOTATIONS`
pub fn setup_annotations(vm: &Vm, w: Window) -> Result<(), Raised> {
    let name = names::ANNOTATIONS();
    let namespace = if is_module(w) { w.function().globals.clone() } else { w.namespace().own() };
    if find_in_mapping(vm, &namespace, name)?.is_some() {
        return Ok(());
    }
    store_in(vm, w, name, vm.dict()?)
}
