//! `PathFinder` and `FileFinder`: modules along `sys.path`.

use pyrite_algo::{Buf, OutOfMemory};
use pyrite_host::files::Stat;
use pyrite_object::coll::dict::Dict;
use pyrite_object::coll::list::List;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::types::exceptions;
use pyrite_object::types::loader::{self, LOADER, Loader};
use pyrite_object::types::module_spec::{self, ModuleSpec};
use pyrite_object::types::object::{Empty, OBJECT};
use pyrite_object::{Obj, Outcome, Raised, Ref, This, TypeRef, Vm, flags, names, py_type};

use crate::modules::{self, attr, sys_name};
use crate::{source, source_loader};

/// Longest path of the current directory.
const PATH_MAX: usize = 256;

/// `path` from the root of the file system; as it is if the host does not say where it stands.
///
/// # Errors
/// [`OutOfMemory`].
pub fn absolute(vm: &Vm, path: &[u8]) -> Result<Buf<u8>, OutOfMemory> {
    let mut whole = Buf::new();
    let rest = if path == b"." { b"" } else { path.strip_prefix(b"./").unwrap_or(path) };
    if !path.starts_with(b"/") {
        let mut here = [0; PATH_MAX];
        let len = vm.host().current_directory(&mut here).unwrap_or(0);
        whole.extend_from_slice(here.get(..len).unwrap_or(&[]))?;
    }
    if !rest.is_empty() {
        if !whole.is_empty() && !whole.ends_with(b"/") {
            whole.push(b'/')?;
        }
        whole.extend_from_slice(rest)?;
    }
    Ok(whole)
}

/// As [`absolute`], of str.
///
/// # Errors
/// MemoryError.
pub fn absolute_str(vm: &Vm, path: &Obj) -> Outcome {
    let path = vm.utf8(path)?;
    let whole = vm.memory(absolute(vm, &path))?;
    vm.memory(vm.new_str_wtf8(&whole))
}

fn is(vm: &Vm, path: &[u8], wanted: impl Fn(&Stat) -> bool) -> bool {
    source::stat(vm, path).is_some_and(|stat| wanted(&stat))
}

fn argument<'a>(args: &[Option<&'a Obj>], index: usize) -> &'a Obj {
    args.get(index).copied().flatten().unwrap_or(Obj::NONE)
}

/// The suffixes of modules' files, each with its loader's class; `None`: sources only.
type Kinds<'a> = Option<This<'a, Tuple>>;

/// A spec of the file whose path without suffix is in `file`; `package` is its folder.
fn look(
    vm: &Vm,
    kinds: Kinds<'_>,
    name: &Obj,
    file: &mut Buf<u8>,
    package: Option<&Obj>,
) -> Result<Option<Ref>, Raised> {
    let base = file.len();
    let mut index = 0;
    loop {
        let pair = match kinds {
            None if index == 0 => None,
            Some(kinds) if index < kinds.items().len() => kinds.items().get(index).cloned(),
            _ => return Ok(None),
        };
        index += 1;
        let pair = pair.as_deref().and_then(|pair| pair.cast::<Tuple>()).map_or(&[][..], |pair| pair.items());
        file.truncate(base);
        match pair.first() {
            Some(suffix) => vm.append_utf8(suffix, file)?,
            None => vm.memory(file.extend_from_slice(b".py"))?,
        }
        if !is(vm, file, Stat::is_regular) {
            continue;
        }
        let path = vm.memory(vm.new_str_wtf8(file))?;
        let loader = match pair.get(1) {
            Some(class) => vm.call(class, &[name.own(), path.clone()])?,
            None => source_loader::new(vm, name, &path)?,
        };
        return file_spec(vm, name, &loader, &path, package).map(Some);
    }
}

/// A spec of a file; `package` is the folder of a package.
fn file_spec(vm: &Vm, name: &Obj, loader: &Obj, path: &Obj, package: Option<&Obj>) -> Outcome {
    let spec = module_spec::new(vm, name, loader)?;
    if let Some(this) = spec.cast::<ModuleSpec>() {
        this.origin.set(Some(path.own()));
        this.has_location.set(true);
        if let Some(package) = package {
            this.locations.set(Some(vm.list(&[package.own()])?));
        }
    }
    Ok(spec)
}

fn finder_find(vm: &Vm, this: This<'_, Loader>, args: &[Ref]) -> Outcome {
    let name = args.first().map_or(Obj::NONE, |name| name);
    let full = vm.utf8(name)?;
    let tail = full.rsplit(|&byte| byte == b'.').next().unwrap_or(&[]);
    let mut file = vm.utf8(&*loader::path(vm, this)?)?;
    if !file.is_empty() && !file.ends_with(b"/") {
        vm.memory(file.push(b'/'))?;
    }
    vm.memory(file.extend_from_slice(tail))?;
    let kinds = this.name.get();
    let kinds = kinds.as_deref().and_then(|kinds| kinds.cast::<Tuple>());
    let base = file.len();
    let folder = match is(vm, &file, Stat::is_directory) {
        true => Some(vm.memory(vm.new_str_wtf8(&file))?),
        false => None,
    };
    if folder.is_some() {
        vm.memory(file.extend_from_slice(b"/__init__"))?;
        if let Some(spec) = look(vm, kinds, name, &mut file, folder.as_deref())? {
            return Ok(spec);
        }
        file.truncate(base);
    }
    if let Some(spec) = look(vm, kinds, name, &mut file, None)? {
        return Ok(spec);
    }
    let Some(folder) = folder else { return Ok(Ref::none()) };
    // It may be a part of a package without a file of its own.
    let spec = module_spec::new(vm, name, Obj::NONE)?;
    if let Some(this) = spec.cast::<ModuleSpec>() {
        this.locations.set(Some(vm.list(&[folder])?));
    }
    Ok(spec)
}

fn finder_init(vm: &Vm, this: This<'_, Loader>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    vm.no_keywords("FileFinder", names)?;
    let Some((path, details)) = args.split_first() else {
        return Err(vm.type_error("FileFinder() missing required argument 'path'"));
    };
    this.path.set(Some(absolute_str(vm, path)?));
    // Each is a loader and its suffixes.
    let kinds = List::new();
    for detail in details {
        let [loader, suffixes] = &*vm.memory(Buf::from_slice(items_of(detail)))? else {
            return Err(vm.type_error("a loader and its suffixes expected"));
        };
        vm.for_each(suffixes, |suffix| vm.memory(kinds.push(vm, vm.tuple(&[&suffix, loader])?)))?;
    }
    this.name.set(Some(vm.collect_tuple(&*vm.list_from(kinds)?)?));
    Ok(())
}

fn items_of(tuple: &Obj) -> &[Ref] {
    tuple.cast::<Tuple>().map_or(&[], |tuple| tuple.items())
}

fn finder_repr(vm: &Vm, this: This<'_, Loader>) -> Outcome {
    let path = vm.repr(&*loader::path(vm, this)?)?;
    vm.str_fmt(format_args!("FileFinder({})", pyrite_object::new::Text(&path)))
}

fn nothing(_vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    Ok(Ref::none())
}

/// The hook in `sys.path_hooks`: a finder for a directory.
///
/// # Errors
/// ImportError if the path is no directory.
pub fn path_hook(vm: &Vm, args: &[Ref]) -> Outcome {
    let path = args.first().map_or(Obj::NONE, |path| path);
    let whole = absolute_str(vm, path)?;
    if is(vm, &vm.utf8(&whole)?, Stat::is_directory) {
        return loader::new(vm, TypeRef::of(&FILE_FINDER), None, Some(&whole));
    }
    let text = vm.str("only directories are supported");
    Err(modules::import_error(vm, &exceptions::IMPORT_ERROR, text, None, Some(path)))
}

/// The finder that `sys.path_hooks` give for an entry of a path, None if there is none.
fn ask_hooks(vm: &Vm, entry: &Obj) -> Outcome {
    let Some(hooks) = sys_name(vm, names::PATH_HOOKS()) else { return Ok(Ref::none()) };
    let hooks = vm.collect_list(&hooks)?;
    let mut index = 0;
    while let Some(hook) = hooks.get(index) {
        index += 1;
        match vm.call_one(&hook, entry) {
            Ok(finder) => return Ok(finder),
            Err(raised) => vm.suppress(raised, &exceptions::IMPORT_ERROR)?,
        }
    }
    Ok(Ref::none())
}

/// The finder for an entry of a path, through `sys.path_importer_cache`.
fn finder_for(vm: &Vm, entry: &Obj) -> Outcome {
    let here;
    let entry = match entry.cast::<Str>() {
        Some(text) if text.is_empty() => {
            here = absolute_str(vm, entry)?;
            &*here
        }
        _ => entry,
    };
    let cache = sys_name(vm, names::PATH_IMPORTER_CACHE());
    let Some(cache) = cache.as_deref().and_then(|cache| cache.cast::<Dict>()) else {
        return ask_hooks(vm, entry);
    };
    if let Some(finder) = cache.get(vm, entry)? {
        return Ok(finder);
    }
    let finder = ask_hooks(vm, entry)?;
    drop(cache.insert(vm, entry, finder.clone())?);
    Ok(finder)
}

fn path_find(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let (name, path, target) = (argument(args, 1), argument(args, 2), argument(args, 3));
    let path = if path.is_none() { sys_name(vm, names::PATH_ATTR()) } else { Some(path.own()) };
    let Some(path) = path else { return Ok(Ref::none()) };
    let entries = vm.collect_list(&path)?;
    let portions = List::new();
    let mut index = 0;
    while let Some(entry) = entries.get(index) {
        index += 1;
        if entry.cast::<Str>().is_none() {
            continue;
        }
        let finder = finder_for(vm, &entry)?;
        if finder.is_none() {
            continue;
        }
        let spec = vm.call_method(&finder, names::FIND_SPEC(), &[name.own(), target.own()])?;
        if spec.is_none() {
            continue;
        }
        if attr(vm, &spec, names::LOADER_ATTR())?.is_some_and(|loader| !loader.is_none()) {
            return Ok(spec);
        }
        let Some(found) = attr(vm, &spec, names::LOCATIONS())?.filter(|found| !found.is_none()) else {
            return Err(vm.import_error("spec missing loader"));
        };
        let found = vm.collect_list(&found)?;
        vm.memory(portions.push_part(vm, &found, 0, found.len()))?;
    }
    if portions.is_empty() {
        return Ok(Ref::none());
    }
    let spec = module_spec::new(vm, name, Obj::NONE)?;
    if let Some(this) = spec.cast::<ModuleSpec>() {
        this.locations.set(Some(vm.list_from(portions)?));
    }
    Ok(spec)
}

/// `PathFinder.invalidate_caches()`
fn path_forget(vm: &Vm, _args: &[Ref]) -> Outcome {
    let cache = sys_name(vm, names::PATH_IMPORTER_CACHE());
    let Some(cache) = cache.as_deref().and_then(|cache| cache.cast::<Dict>()) else { return Ok(Ref::none()) };
    let method = vm.memory(vm.intern("invalidate_caches"))?;
    let entries = cache.copy(vm)?;
    let mut position = 0;
    while let Some((next, entry, finder)) = entries.next_entry(position) {
        position = next;
        let is_absolute = entry.cast::<Str>().is_some_and(|entry| entry.char_at(0) == Some(u32::from(b'/')));
        if finder.is_none() || !is_absolute {
            drop(cache.remove(vm, &entry)?);
        } else if let Some(forget) = vm.find_attr(&finder, &method)? {
            vm.call(&forget, &[])?;
        }
    }
    Ok(Ref::none())
}

py_type! {
    /// Finds modules in a folder.
    pub static FILE_FINDER: Loader = "_frozen_importlib_external.FileFinder", "File-based finder." {
        base LOADER;
        flags flags::BASE;
        gc container;
        slots { repr: unary finder_repr, init: init finder_init, }
        attrs {
            method "find_spec" (1, 2) = finder_find, "Try to find a spec for the specified module.";
            method "invalidate_caches" (0, 0) = nothing, "";
        }
    }
}

py_type! {
    /// Finds modules along `sys.path`.
    pub static PATH_FINDER: Empty = "_frozen_importlib_external.PathFinder", "Meta path finder for sys.path and package __path__ attributes." {
        base OBJECT;
        flags flags::BASE;
        attrs {
            named_classmethod "find_spec" (["", "fullname", "path", "target"], 2, 4) = path_find, "";
            classmethod "invalidate_caches" (0, 0) = path_forget, "";
        }
    }
}
