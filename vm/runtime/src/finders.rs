//! Where modules come from: tables of the firmware, and files.

use pyrite_algo::Buf;
use pyrite_object::coll::dict::Dict;
use pyrite_object::model::vm::CompileMode;
use pyrite_object::raw::str::Str;
use pyrite_object::types::module::Module;
use pyrite_object::{Obj, Outcome, Raised, Ref, Vm, names};

use crate::import::Finder;
use crate::source::{self, ReadError};

/// The finders, in the order they are asked.
pub static FINDERS: &[Finder] = &[native, frozen, files];

/// The `import` hook.
///
/// # Errors
/// See [`crate::import::import`].
pub fn import(vm: &Vm, name: &Obj, globals: Option<&Obj>, fromlist: &Obj, level: usize) -> Outcome {
    crate::import::import(vm, FINDERS, name, globals, fromlist, level)
}

/// Enters a module into `sys.modules`.
///
/// # Errors
/// MemoryError.
pub fn enter(vm: &Vm, name: &Obj, module: &Obj) -> Result<(), Raised> {
    let modules = vm.modules.get();
    match modules.as_deref().and_then(|modules| modules.cast::<Dict>()) {
        Some(modules) => modules.insert(vm, name, module.own()).map(drop),
        None => Err(vm.runtime_error("unable to get sys.modules")),
    }
}

/// What `sys.modules` has after a module ran, which may have replaced itself.
fn entered(vm: &Vm, name: &Obj, module: Ref) -> Outcome {
    let modules = vm.modules.get();
    match modules.as_deref().and_then(|modules| modules.cast::<Dict>()) {
        Some(modules) => Ok(modules.get(vm, name)?.unwrap_or(module)),
        None => Ok(module),
    }
}

/// A module written in Rust.
fn native(vm: &Vm, name: &Obj, _path: Option<&Obj>) -> Result<Option<Ref>, Raised> {
    let Some(text) = name.cast::<Str>().and_then(|name| name.ascii()) else { return Ok(None) };
    let tables = vm.native_modules.get();
    let Some(found) = tables.iter().flat_map(|table| table.iter()).find(|module| module.name == text) else {
        return Ok(None);
    };
    let module = vm.module(name)?;
    if let Some(dict) = module.cast::<Module>().and_then(|module| module.dict()) {
        vm.fill_native(found, &dict)?;
    }
    enter(vm, name, &module)?;
    Ok(Some(module))
}

/// A module written in Python that is part of the program.
fn frozen(vm: &Vm, name: &Obj, _path: Option<&Obj>) -> Result<Option<Ref>, Raised> {
    let Some(text) = name.cast::<Str>().and_then(|name| name.ascii()) else { return Ok(None) };
    let Some(found) = vm.frozen_modules.get().iter().find(|module| module.name == text) else {
        return Ok(None);
    };
    let code = pyrite_interp::code::load_frozen(vm, found.image)?;
    let path = if found.is_package { Some(vm.list(&[])?) } else { None };
    let module = new_module(vm, name, path, None)?;
    run(vm, name, module, &code).map(Some)
}

/// What a directory has under a name.
enum Place {
    /// A module's file.
    File,
    /// A package's `__init__.py`.
    Package,
    /// A directory that is none, but may be part of a package without one.
    Directory,
}

/// A module in a file, along `path` or `sys.path`.
fn files(vm: &Vm, name: &Obj, path: Option<&Obj>) -> Result<Option<Ref>, Raised> {
    let full = vm.utf8(name)?;
    let tail = full.rsplit(|&byte| byte == b'.').next().unwrap_or(&[]);
    let path = match path {
        Some(path) => path.own(),
        None => match sys_path(vm)? {
            Some(path) => path,
            None => return Ok(None),
        },
    };
    let entries = vm.collect_list(&path)?;
    let portions = pyrite_object::coll::list::List::new();
    let mut index = 0;
    while let Some(entry) = entries.get(index) {
        index += 1;
        if entry.cast::<Str>().is_none() {
            continue;
        }
        let mut file = vm.utf8(&entry)?;
        if !file.is_empty() && !file.ends_with(b"/") {
            vm.memory(file.push(b'/'))?;
        }
        vm.memory(file.extend_from_slice(tail))?;
        let base = file.len();
        match vm.memory(look(vm, &mut file))? {
            None => {}
            Some(Place::File) => return run_file(vm, name, &file, None).map(Some),
            Some(Place::Package) => {
                let directory = directory_name(vm, file.get(..base).unwrap_or(&[]))?;
                return run_file(vm, name, &file, Some(directory)).map(Some);
            }
            Some(Place::Directory) => {
                let directory = directory_name(vm, file.get(..base).unwrap_or(&[]))?;
                vm.memory(portions.push(vm, directory))?;
            }
        }
    }
    if portions.is_empty() {
        return Ok(None);
    }
    let module = new_module(vm, name, Some(vm.list_from(portions)?), None)?;
    enter(vm, name, &module)?;
    Ok(Some(module))
}

fn directory_name(vm: &Vm, path: &[u8]) -> Outcome {
    vm.memory(vm.new_str_wtf8(path))
}

/// `sys.path`
fn sys_path(vm: &Vm) -> Result<Option<Ref>, Raised> {
    let sys = vm.sys_dict.get();
    Ok(sys.as_deref().and_then(|sys| sys.cast::<Dict>()).and_then(|sys| sys.get_name(names::PATH_ATTR())))
}

/// Looks for the module `file` (a path without its ending), and leaves its file's path there.
fn look(vm: &Vm, file: &mut Buf<u8>) -> Result<Option<Place>, pyrite_algo::OutOfMemory> {
    let base = file.len();
    let is_directory = source::stat(vm, file).is_some_and(|stat| stat.is_directory());
    if is_directory {
        file.extend_from_slice(b"/__init__.py")?;
        if source::stat(vm, file).is_some_and(|stat| stat.is_regular()) {
            return Ok(Some(Place::Package));
        }
        file.truncate(base);
    }
    file.extend_from_slice(b".py")?;
    if source::stat(vm, file).is_some_and(|stat| stat.is_regular()) {
        return Ok(Some(Place::File));
    }
    file.truncate(base);
    Ok(is_directory.then_some(Place::Directory))
}

/// A module with the names that every one has; `path` makes it a package.
fn new_module(vm: &Vm, name: &Obj, path: Option<Ref>, file: Option<&Obj>) -> Outcome {
    let text = vm.utf8(name)?;
    let module = vm.module(name)?;
    let package = match &path {
        Some(_) => name.own(),
        None => {
            let dot = text.iter().rposition(|&byte| byte == b'.').unwrap_or(0);
            vm.memory(vm.new_str_wtf8(text.get(..dot).unwrap_or(&[])))?
        }
    };
    vm.set_attr(&module, names::PACKAGE(), &package)?;
    if let Some(path) = path {
        vm.set_attr(&module, names::PATH(), &path)?;
    }
    if let Some(file) = file {
        vm.set_attr(&module, names::FILE(), file)?;
    }
    Ok(module)
}

/// The file that `-m` runs for a module, and its package.
///
/// # Errors
/// ModuleNotFoundError, ImportError; what importing the packages raises.
pub fn locate(vm: &Vm, name: &Obj) -> Result<(Ref, Ref), Raised> {
    let full = vm.utf8(name)?;
    let dot = full.iter().rposition(|&byte| byte == b'.');
    let package = vm.memory(vm.new_str_wtf8(full.get(..dot.unwrap_or(0)).unwrap_or(&[])))?;
    let path = match dot {
        Some(_) => {
            let package = vm.memory(vm.intern_str(&package))?;
            let parent = crate::import::load(vm, FINDERS, &package)?;
            vm.find_attr(&parent, names::PATH())?
        }
        None => sys_path(vm)?,
    };
    let entries = match path {
        Some(path) => vm.collect_list(&path)?,
        None => pyrite_object::coll::list::List::new(),
    };
    let tail = full.get(dot.map_or(0, |dot| dot + 1)..).unwrap_or(&[]);
    let mut index = 0;
    while let Some(entry) = entries.get(index) {
        index += 1;
        let mut file = vm.utf8(&entry)?;
        if !file.is_empty() && !file.ends_with(b"/") {
            vm.memory(file.push(b'/'))?;
        }
        vm.memory(file.extend_from_slice(tail))?;
        match vm.memory(look(vm, &mut file))? {
            Some(Place::File) => return Ok((vm.memory(vm.new_str_wtf8(&file))?, package)),
            Some(Place::Package) => {
                let main = vm.str_fmt(format_args!("{}.__main__", pyrite_object::new::Text(name)))?;
                return locate(vm, &main);
            }
            _ => {}
        }
    }
    let text = vm.str_fmt(format_args!("No module named '{}'", pyrite_object::new::Text(name)))?;
    let exception = vm.new_exception(&pyrite_object::types::exceptions::MODULE_NOT_FOUND_ERROR, &[&text])?;
    vm.set_attr(&exception, names::NAME_ATTR(), name)?;
    Err(vm.raise(exception))
}

/// Reads a module's file and runs it.
fn run_file(vm: &Vm, name: &Obj, file: &[u8], directory: Option<Ref>) -> Outcome {
    let path = vm.memory(vm.new_str_wtf8(file))?;
    let text = match source::read(vm, core::str::from_utf8(file).unwrap_or("")) {
        Ok(text) => text,
        Err(ReadError::Host(errno)) => return Err(vm.os_error(errno, Some(&path))),
        Err(ReadError::Memory) => return Err(vm.memory_error()),
    };
    let code = (vm.hooks.get().compile)(vm, &text, &path, CompileMode::Exec, 0)?;
    drop(text);
    let directory = match directory {
        Some(directory) => Some(vm.list(&[directory])?),
        None => None,
    };
    let module = new_module(vm, name, directory, Some(&path))?;
    run(vm, name, module, &code)
}

/// Runs a module's code; what `sys.modules` has of it then.
fn run(vm: &Vm, name: &Obj, module: Ref, code: &Obj) -> Outcome {
    let dict = module.cast::<Module>().and_then(|module| module.dict()).unwrap_or_else(Ref::none);
    set_builtins(vm, &dict)?;
    enter(vm, name, &module)?;
    match (vm.hooks.get().exec)(vm, code, &dict, &dict) {
        Ok(_) => entered(vm, name, module),
        Err(raised) => {
            let exception = vm.take_raised(raised);
            if let Some(modules) = vm.modules.get().as_deref().and_then(|modules| modules.cast::<Dict>()) {
                drop(modules.remove(vm, name)?);
            }
            Err(vm.reraise(exception))
        }
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
