//! `import`: names to modules, through `sys.modules` and the finders.
//!
//! The algorithm of `importlib._bootstrap`, in its words, without its hooks in Python.

use pyrite_object::coll::dict::Dict;
use pyrite_object::new::Text;
use pyrite_object::raw::str::{Chars, Str};
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Outcome, Raised, Ref, This, Vm, names};

/// Finds and runs the module of a full name: `None` if there is none. The second argument is
/// the `__path__` of its package. A module that is found is in `sys.modules` before it runs.
pub type Finder = fn(&Vm, &Obj, Option<&Obj>) -> Result<Option<Ref>, Raised>;

/// `__import__(name, globals, locals, fromlist, level)`
///
/// # Errors
/// ImportError; what running the module raises.
pub fn import(
    vm: &Vm,
    finders: &[Finder],
    name: &Obj,
    globals: Option<&Obj>,
    fromlist: &Obj,
    level: usize,
) -> Outcome {
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
    let module = load(vm, finders, &full)?;
    if vm.is_true(fromlist)? {
        if vm.find_attr(&module, names::PATH())?.is_some() {
            import_listed(vm, finders, &module, &full, fromlist)?;
        }
        return Ok(module);
    }
    let Some(dot) = find_dot(text) else {
        // `from . import` without a list does not parse, but may be called.
        return Ok(module);
    };
    if level == 0 {
        let first = part(vm, text, 0, dot)?;
        return in_modules(vm, &first)?.ok_or_else(|| not_found(vm, name, None));
    }
    // The package that the first part of the relative name stands for.
    let Some(full) = full.cast::<Str>() else { return Ok(module) };
    let first = part(vm, full, 0, full.len() - (text.len() - dot))?;
    in_modules(vm, &first)?.ok_or_else(|| vm.key_error(&first))
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

/// What `sys.modules` has under a name; `None` as a value is an answer of its own.
fn in_modules(vm: &Vm, full: &Obj) -> Result<Option<Ref>, Raised> {
    let modules = vm.modules.get();
    match modules.as_deref().and_then(|modules| modules.cast::<Dict>()) {
        Some(modules) => modules.get(vm, full),
        None => Err(vm.runtime_error("unable to get sys.modules")),
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
pub fn load(vm: &Vm, finders: &[Finder], full: &Obj) -> Outcome {
    if let Some(module) = in_modules(vm, full)? {
        return if module.is_none() { Err(halted(vm, full)) } else { Ok(module) };
    }
    let Some(text) = full.cast::<Str>() else { return Err(vm.type_error("module name must be a string")) };
    let mut package: Option<Ref> = None;
    let mut start = 0;
    loop {
        let rest = text.chars().slice(start, text.len());
        let end = rest.iter().position(|character| character == u32::from(b'.'));
        let end = end.map_or(text.len(), |dot| start + dot);
        let name = part(vm, text, 0, end)?;
        let child = part(vm, text, start, end)?;
        let module = load_child(vm, finders, &name, &child, package.as_deref())?;
        if end == text.len() {
            return Ok(module);
        }
        package = Some(module);
        start = end + 1;
    }
}

/// The module `name`, which is `child` of `package`.
fn load_child(vm: &Vm, finders: &[Finder], name: &Obj, child: &Obj, package: Option<&Obj>) -> Outcome {
    let _guard = vm.enter_native()?;
    if let Some(module) = in_modules(vm, name)? {
        return if module.is_none() { Err(halted(vm, name)) } else { Ok(module) };
    }
    let path = match package {
        Some(package) => match vm.find_attr(package, names::PATH())? {
            Some(path) => Some(path),
            None => return Err(not_found(vm, name, Some(package))),
        },
        None => None,
    };
    for finder in finders {
        let Some(module) = finder(vm, name, path.as_deref())? else { continue };
        if let Some(package) = package {
            vm.set_attr(package, child, &module)?;
        }
        return Ok(module);
    }
    Err(not_found(vm, name, None))
}

/// Imports what `from package import names` names and the package does not have.
fn import_listed(vm: &Vm, finders: &[Finder], module: &Obj, full: &Obj, listed: &Obj) -> Result<(), Raised> {
    let items = vm.collect_list(listed)?;
    let mut index = 0;
    while let Some(item) = items.get(index) {
        index += 1;
        let Some(text) = item.cast::<Str>() else {
            return Err(vm.type_error(format_args!(
                "Item in ``from list'' must be str, not {}",
                item.type_().short_name()
            )));
        };
        if text.ascii() == Some("*") {
            if let Some(all) = vm.find_attr(module, names::ALL())?
                && !all.is(listed)
            {
                import_listed(vm, finders, module, full, &all)?;
            }
            continue;
        }
        let name = vm.memory(vm.intern_str(&item))?;
        if vm.find_attr(module, &name)?.is_some() {
            continue;
        }
        let child = vm.str_fmt(format_args!("{}.{}", Text(full), Text(&name)))?;
        let child = vm.memory(vm.intern_str(&child))?;
        if let Err(raised) = load(vm, finders, &child) {
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
        Some(said) if vm.equals(&said, name)? && in_modules(vm, name)?.is_none() => Ok(()),
        _ => Err(vm.reraise(exception)),
    }
}

#[cold]
fn halted(vm: &Vm, name: &Obj) -> Raised {
    let text = vm.str_fmt(format_args!("import of {} halted; None in sys.modules", Text(name)));
    absent(vm, text, name)
}

/// ModuleNotFoundError; `parent` is what would have to be a package.
#[cold]
fn not_found(vm: &Vm, name: &Obj, parent: Option<&Obj>) -> Raised {
    let parent = match parent.map(|parent| vm.find_attr(parent, names::NAME())).transpose() {
        Ok(parent) => parent.flatten(),
        Err(raised) => return raised,
    };
    let text = match parent {
        Some(parent) => {
            vm.str_fmt(format_args!("No module named '{}'; '{}' is not a package", Text(name), Text(&parent)))
        }
        None => vm.str_fmt(format_args!("No module named '{}'", Text(name))),
    };
    absent(vm, text, name)
}

fn absent(vm: &Vm, text: Outcome, name: &Obj) -> Raised {
    let made = text.and_then(|text| {
        let exception = vm.new_exception(&exceptions::MODULE_NOT_FOUND_ERROR, &[&text])?;
        vm.set_attr(&exception, names::NAME_ATTR(), name)?;
        vm.set_attr(&exception, names::MSG(), &text)?;
        Ok(exception)
    });
    match made {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}
