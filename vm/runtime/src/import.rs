//! `import`: names to modules, through `sys.modules` and the finders.
//!
//! The algorithm of `importlib._bootstrap`, in its words. Finders and loaders are called as a
//! program would call them, whether they are the machine's own or its.

use pyrite_object::coll::dict::Dict;
use pyrite_object::new::Text;
use pyrite_object::raw::str::{Chars, Str};
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Outcome, Raised, Ref, This, Vm, names};

use crate::load;
use crate::modules::{self, attr};

/// `__import__(name, globals, locals, fromlist, level)`
///
/// # Errors
/// ImportError; what running the module raises.
pub fn import(vm: &Vm, name: &Obj, globals: Option<&Obj>, fromlist: &Obj, level: usize) -> Outcome {
    let Some(text) = name.cast::<Str>() else {
        return Err(vm.type_error("module name must be a string"));
    };
    if level == 0 && text.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let full = match level {
        0 => vm.memory(vm.intern_str(name))?,
        level => resolve(vm, text, globals, level)?,
    };
    let module = load(vm, &full)?;
    if vm.is_true(fromlist)? {
        if attr(vm, &module, names::PATH())?.is_some() {
            import_listed(vm, &module, &full, fromlist, "``from list''")?;
        }
        return Ok(module);
    }
    let Some(dot) = find_dot(text) else {
        // `from . import` without a list does not parse, but may be called.
        return Ok(module);
    };
    if level == 0 {
        let first = part(vm, text, 0, dot)?;
        return modules::find(vm, &first)?.ok_or_else(|| not_found(vm, name));
    }
    // The package that the first part of the relative name stands for.
    let Some(full) = full.cast::<Str>() else { return Ok(module) };
    let first = part(vm, full, 0, full.len() - (text.len() - dot))?;
    modules::find(vm, &first)?.ok_or_else(|| vm.key_error(&first))
}

/// Position of the first dot.
fn find_dot(text: This<'_, Str>) -> Option<usize> {
    text.chars().iter().position(|character| character == u32::from(b'.'))
}

/// The interned characters `start..end` of a name.
fn part(vm: &Vm, text: This<'_, Str>, start: usize, end: usize) -> Outcome {
    let part = text.chars().slice(start, end);
    let part = match part {
        Chars::One(bytes) if bytes.is_ascii() => core::str::from_utf8(bytes).map(|text| vm.intern(text)).ok(),
        _ => None,
    };
    match part {
        Some(interned) => vm.memory(interned),
        None => {
            let part = vm.memory(vm.new_str_chars(text.chars().slice(start, end)))?;
            vm.memory(vm.intern_str(&part))
        }
    }
}

/// The full name that a relative one means in a module with these globals.
fn resolve(vm: &Vm, name: This<'_, Str>, globals: Option<&Obj>, level: usize) -> Outcome {
    let Some(globals) = globals.and_then(|globals| globals.cast::<Dict>()) else {
        let key = names::NAME();
        return Err(vm.raise_text(&exceptions::KEY_ERROR, format_args!("'{}' not in globals", Text(key))));
    };
    let package = package_of(vm, globals)?;
    let no_parent = || vm.import_error("attempted relative import with no known parent package");
    let Some(base) = package.cast::<Str>() else { return Err(vm.type_error("package must be a string")) };
    if base.is_empty() {
        return Err(no_parent());
    }
    let mut end = base.len();
    for _ in 1..level {
        let head = base.chars().slice(0, end);
        match head.iter().rposition_of(u32::from(b'.')) {
            Some(dot) => end = dot,
            None => return Err(vm.import_error("attempted relative import beyond top-level package")),
        }
    }
    let base = part(vm, base, 0, end)?;
    if name.is_empty() {
        return Ok(base);
    }
    let full = vm.str_fmt(format_args!("{}.{}", Text(&base), Text(name.obj())))?;
    vm.memory(vm.intern_str(&full))
}

/// The last position of an item.
trait LastPosition: DoubleEndedIterator<Item = u32> + Sized {
    fn rposition_of(self, wanted: u32) -> Option<usize>;
}

impl<I: DoubleEndedIterator<Item = u32> + Clone> LastPosition for I {
    fn rposition_of(self, wanted: u32) -> Option<usize> {
        let count = self.clone().count();
        self.rev().position(|item| item == wanted).map(|from_end| count - 1 - from_end)
    }
}

/// `__package__` of a module, worked out from its name if it is not set.
fn package_of(vm: &Vm, globals: This<'_, Dict>) -> Outcome {
    if let Some(package) = globals.get_name(names::PACKAGE()).filter(|package| !package.is_none()) {
        return Ok(package);
    }
    let Some(name) = globals.get_name(names::NAME()) else {
        return Err(vm.raise_text(&exceptions::KEY_ERROR, format_args!("'__name__' not in globals")));
    };
    let Some(text) = name.cast::<Str>() else { return Err(vm.type_error("__name__ must be a string")) };
    if globals.get_name(names::PATH()).is_some() {
        return Ok(name);
    }
    let end = text.chars().iter().rposition_of(u32::from(b'.')).unwrap_or(0);
    part(vm, text, 0, end)
}

/// The module `full`, imported with its packages if it is not there yet.
///
/// # Errors
/// ModuleNotFoundError; what running the modules raises.
pub fn load(vm: &Vm, full: &Obj) -> Outcome {
    vm.await_import(full)?;
    match modules::find(vm, full)? {
        Some(module) if module.is_none() => Err(halted(vm, full)),
        Some(module) => Ok(module),
        None => find_and_load(vm, full),
    }
}

fn find_and_load(vm: &Vm, full: &Obj) -> Outcome {
    let _guard = vm.enter_native()?;
    let _lock = vm.lock_import(full)?;
    // Another thread may have imported it meanwhile.
    if let Some(module) = modules::find(vm, full)? {
        return if module.is_none() { Err(halted(vm, full)) } else { Ok(module) };
    }
    let Some(text) = full.cast::<Str>() else { return Err(vm.type_error("module name must be a string")) };
    let Some(dot) = text.chars().iter().rposition_of(u32::from(b'.')) else {
        return find_in(vm, full, Obj::NONE);
    };
    let parent = part(vm, text, 0, dot)?;
    let package = match modules::find(vm, &parent)? {
        Some(package) => package,
        None => {
            let package = load(vm, &parent)?;
            // The package may have imported the module.
            if let Some(module) = modules::find(vm, full)? {
                return Ok(module);
            }
            modules::find(vm, &parent)?.unwrap_or(package)
        }
    };
    let Some(path) = attr(vm, &package, names::PATH())? else {
        let text = format_args!("No module named '{}'; '{}' is not a package", Text(full), Text(&parent));
        return Err(absent(vm, vm.str_fmt(text), full));
    };
    let module = find_in(vm, full, &path)?;
    let child = part(vm, text, dot + 1, text.len())?;
    if let Some(package) = modules::find(vm, &parent)?
        && let Err(raised) = vm.set_attr(&package, &child, &module)
    {
        vm.suppress(raised, &exceptions::ATTRIBUTE_ERROR)?;
    }
    Ok(module)
}

/// Loads the module that the finders know by a name. `path` is the `__path__` of its package.
fn find_in(vm: &Vm, full: &Obj, path: &Obj) -> Outcome {
    let spec = find_spec(vm, full, path, Obj::NONE)?;
    if spec.is_none() {
        return Err(not_found(vm, full));
    }
    load::load(vm, &spec)
}

/// The spec that `sys.meta_path` gives for a module, None if there is none. `path` is the
/// `__path__` of its package.
///
/// # Errors
/// What the finders raise.
pub fn find_spec(vm: &Vm, name: &Obj, path: &Obj, target: &Obj) -> Outcome {
    let Some(finders) = modules::sys_name(vm, names::META_PATH()) else {
        return Err(vm.import_error("sys.meta_path is None, Python is likely shutting down"));
    };
    let finders = vm.collect_list(&finders)?;
    let was_there = modules::find(vm, name)?.is_some();
    let mut index = 0;
    while let Some(finder) = finders.get(index) {
        index += 1;
        let Some(find) = vm.find_attr(&finder, names::FIND_SPEC())? else { continue };
        let spec = vm.call(&find, &[name.own(), path.own(), target.own()])?;
        if spec.is_none() {
            continue;
        }
        // Finding it may have imported it.
        if !was_there
            && let Some(module) = modules::find(vm, name)?
            && let Some(own) = attr(vm, &module, names::SPEC())?
            && !own.is_none()
        {
            return Ok(own);
        }
        return Ok(spec);
    }
    Ok(Ref::none())
}

/// Imports what `from package import names` names and the package does not have.
///
/// `source` is what the list is called.
fn import_listed(vm: &Vm, module: &Obj, full: &Obj, listed: &Obj, source: &str) -> Result<(), Raised> {
    let items = vm.collect_list(listed)?;
    let mut index = 0;
    while let Some(item) = items.get(index) {
        index += 1;
        let Some(text) = item.cast::<Str>() else {
            return Err(vm.type_error(format_args!(
                "Item in {source} must be str, not {}",
                item.type_().short_name()
            )));
        };
        if text.ascii() == Some("*") {
            if let Some(all) = attr(vm, module, names::ALL())?
                && !all.is(listed)
            {
                // As the statement, which looks at the list once more, would say.
                let name = match attr(vm, module, names::NAME())? {
                    Some(name) => vm.utf8(&name)?,
                    None => vm.utf8(full)?,
                };
                let mut source = vm.memory(pyrite_algo::Buf::from_slice(&name))?;
                vm.memory(source.extend_from_slice(b".__all__"))?;
                import_listed(vm, module, full, &all, core::str::from_utf8(&source).unwrap_or("__all__"))?;
            }
            continue;
        }
        let name = vm.memory(vm.intern_str(&item))?;
        if attr(vm, module, &name)?.is_some() {
            continue;
        }
        let child = vm.str_fmt(format_args!("{}.{}", Text(full), Text(&name)))?;
        let child = vm.memory(vm.intern_str(&child))?;
        if let Err(raised) = load(vm, &child) {
            ignore_absent(vm, raised, &child)?;
        }
    }
    Ok(())
}

/// Drops the exception if it says that the module `name` itself is not there.
fn ignore_absent(vm: &Vm, raised: Raised, name: &Obj) -> Result<(), Raised> {
    if !vm.raised_is(&exceptions::MODULE_NOT_FOUND_ERROR) {
        return Err(raised);
    }
    let exception = vm.take_raised(raised);
    let said = vm.find_attr(&exception, names::NAME_ATTR())?;
    match said {
        Some(said) if vm.equals(&said, name)? && modules::find(vm, name)?.is_none() => Ok(()),
        _ => Err(vm.reraise(exception)),
    }
}

#[cold]
fn halted(vm: &Vm, name: &Obj) -> Raised {
    let text = vm.str_fmt(format_args!("import of {} halted; None in sys.modules", Text(name)));
    absent(vm, text, name)
}

#[cold]
fn not_found(vm: &Vm, name: &Obj) -> Raised {
    absent(vm, vm.str_fmt(format_args!("No module named '{}'", Text(name))), name)
}

fn absent(vm: &Vm, text: Outcome, name: &Obj) -> Raised {
    modules::import_error(vm, &exceptions::MODULE_NOT_FOUND_ERROR, text, Some(name), None)
}
