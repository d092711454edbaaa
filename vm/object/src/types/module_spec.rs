//! `ModuleSpec`: what the import system knows of a module.
//!
//! Source: Python Language Reference, "The import system", and `importlib.machinery`.

use core::cell::Cell;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::raw::str::Str;

/// How a module is found and loaded.
#[repr(C)]
#[derive(Default)]
pub struct ModuleSpec {
    /// Its full name.
    pub name: Slot,
    /// What makes and runs it.
    pub loader: Slot,
    /// Where it comes from, for people: often a path.
    pub origin: Slot,
    /// The loader's own.
    pub loader_state: Slot,
    /// `__path__` of a package; none for other modules.
    pub locations: Slot,
    /// Path of the compiled code, once somebody asked or set it.
    pub cached: Slot,
    /// Whether `origin` is a path.
    pub has_location: Cell<bool>,
    /// Whether the module is running for the first time.
    pub is_initializing: Cell<bool>,
}

// SAFETY: instances of MODULE_SPEC and its subtypes begin with this.
unsafe impl Storage for ModuleSpec {
    const TYPE: &'static Type = &MODULE_SPEC;

    fn traverse(&self, visitor: &mut Visitor) {
        for slot in self.slots() {
            slot.visit(visitor);
        }
    }

    fn clear(&self) {
        for slot in self.slots() {
            slot.set(None);
        }
    }
}

impl ModuleSpec {
    fn slots(&self) -> [&Slot; 6] {
        [&self.name, &self.loader, &self.origin, &self.loader_state, &self.locations, &self.cached]
    }
}

/// A spec of `name` that `loader` loads.
///
/// # Errors
/// MemoryError.
pub fn new(vm: &Vm, name: &Obj, loader: &Obj) -> Outcome {
    let spec = ModuleSpec::default();
    spec.name.set(Some(name.own()));
    spec.loader.set(Some(loader.own()));
    vm.memory(vm.allocate(TypeRef::of(&MODULE_SPEC), spec, size_of::<ModuleSpec>()))
}

/// Folder of compiled code, beside the sources.
const CACHE_FOLDER: &str = "__pycache__";

/// `sys.implementation.cache_tag`: names images of this machine and version of the language.
pub const CACHE_TAG: &str = "pyrite-313";

/// The path of the compiled code of the source at `path`.
///
/// # Errors
/// MemoryError.
pub fn cache_path(vm: &Vm, path: This<'_, Str>) -> Outcome {
    let chars = path.chars();
    let position = |wanted: u8| {
        let from_end = chars.iter().rev().position(|character| character == u32::from(wanted));
        from_end.map(|from_end| chars.len() - from_end)
    };
    let folder = position(b'/').unwrap_or(0);
    let end = position(b'.').filter(|&dot| dot > folder).map_or(chars.len(), |dot| dot - 1);
    let part = |start, end| vm.memory(vm.new_str_chars(chars.slice(start, end)));
    let (folder, stem) = (part(0, folder)?, part(folder, end)?);
    vm.str_fmt(format_args!("{}{CACHE_FOLDER}/{}.{CACHE_TAG}.pyc", Text(&folder), Text(&stem)))
}

fn spec_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, ModuleSpec::default(), size_of::<ModuleSpec>()))
}

fn spec_init(
    vm: &Vm,
    this: This<'_, ModuleSpec>,
    args: &[Ref],
    keywords: Option<&Obj>,
) -> Result<(), Raised> {
    let params = ["name", "loader", "origin", "loader_state", "is_package"];
    let [Some(name), Some(loader), origin, loader_state, is_package] =
        vm.bind_new("ModuleSpec", params, args, keywords)?
    else {
        return Err(vm.type_error("ModuleSpec() needs the arguments 'name' and 'loader'"));
    };
    this.name.set(Some(name.own()));
    this.loader.set(Some(loader.own()));
    this.origin.set(origin.map(Obj::own));
    this.loader_state.set(loader_state.map(Obj::own));
    if is_package.map_or(Ok(false), |is_package| vm.is_true(is_package))? {
        this.locations.set(Some(vm.list(&[])?));
    }
    Ok(())
}

fn value(slot: &Slot) -> Outcome {
    Ok(slot.get().unwrap_or_else(Ref::none))
}

fn set_flag(vm: &Vm, flag: &Cell<bool>, value: Option<&Obj>) -> Result<(), Raised> {
    flag.set(value.map_or(Ok(false), |value| vm.is_true(value))?);
    Ok(())
}

/// `cached`: worked out from a source's path when first asked for.
fn cached(vm: &Vm, this: This<'_, ModuleSpec>) -> Outcome {
    if let (None, true, Some(origin)) = (this.cached.get(), this.has_location.get(), this.origin.get())
        && let Some(path) = origin.cast::<Str>()
        && path.ascii().is_none_or(|path| path.ends_with(".py"))
    {
        let cached = cache_path(vm, path)?;
        this.cached.set(Some(cached));
    }
    cached_value(vm, this)
}

/// `parent`: the package that the module is in, or is.
fn parent(vm: &Vm, this: This<'_, ModuleSpec>) -> Outcome {
    let name = value(&this.name)?;
    if this.locations.get().is_some_and(|locations| !locations.is_none()) {
        return Ok(name);
    }
    let Some(text) = name.cast::<Str>() else { return Ok(name) };
    parent_name(vm, text)
}

/// A module's name up to its last dot.
///
/// # Errors
/// MemoryError.
pub fn parent_name(vm: &Vm, name: This<'_, Str>) -> Outcome {
    let chars = name.chars();
    let from_end = chars.iter().rev().position(|character| character == u32::from(b'.'));
    let end = from_end.map_or(0, |from_end| chars.len() - from_end - 1);
    vm.memory(vm.new_str_chars(chars.slice(0, end)))
}

fn spec_repr(vm: &Vm, this: This<'_, ModuleSpec>) -> Outcome {
    let (name, loader) = (vm.repr(&*value(&this.name)?)?, vm.repr(&*value(&this.loader)?)?);
    let type_ = this.obj().type_().short_name();
    let mut text = vm.str_fmt(format_args!("{type_}(name={}, loader={}", Text(&name), Text(&loader)))?;
    for (label, slot) in [("origin", &this.origin), ("submodule_search_locations", &this.locations)] {
        if let Some(value) = slot.get().filter(|value| !value.is_none()) {
            text = vm.str_fmt(format_args!("{}, {label}={}", Text(&text), Text(&*vm.repr(&value)?)))?;
        }
    }
    vm.str_fmt(format_args!("{})", Text(&text)))
}

fn spec_compare(vm: &Vm, this: This<'_, ModuleSpec>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.cast::<ModuleSpec>().filter(|_| matches!(op, CompareOp::Eq | CompareOp::Ne))
    else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let mut equal = this.has_location.get() == other.has_location.get();
    for (a, b) in [
        (&this.name, &other.name),
        (&this.loader, &other.loader),
        (&this.origin, &other.origin),
        (&this.locations, &other.locations),
    ] {
        equal = equal && vm.equals(&*value(a)?, &*value(b)?)?;
    }
    Ok(Ref::bool(equal == (op == CompareOp::Eq)))
}

/// Whether a module whose `__spec__` this is runs for the first time.
///
/// # Errors
/// What a foreign object's `_initializing` raises.
pub fn is_initializing(vm: &Vm, spec: &Obj) -> Result<bool, Raised> {
    if spec.is_none() {
        return Ok(false);
    }
    match spec.cast::<ModuleSpec>() {
        Some(spec) => Ok(spec.is_initializing.get()),
        None => match vm.find_attr(spec, names::INITIALIZING())? {
            Some(value) => vm.is_true(&value),
            None => Ok(false),
        },
    }
}

/// `origin` of a spec, if that is a path.
///
/// # Errors
/// What a foreign object's attributes raise.
pub fn file_origin(vm: &Vm, spec: &Obj) -> Result<Option<Ref>, Raised> {
    if spec.is_none() {
        return Ok(None);
    }
    let has_location = vm.find_attr(spec, names::HAS_LOCATION())?;
    if !has_location.map_or(Ok(false), |has_location| vm.is_true(&has_location))? {
        return Ok(None);
    }
    Ok(vm.find_attr(spec, names::ORIGIN())?.filter(|origin| origin.cast::<Str>().is_some()))
}

macro_rules! accessors {
    ($($field:ident $get:ident $set:ident;)*) => {$(
        fn $get(_vm: &Vm, this: This<'_, ModuleSpec>) -> Outcome {
            value(&this.$field)
        }

        fn $set(_vm: &Vm, this: This<'_, ModuleSpec>, value: Option<&Obj>) -> Result<(), Raised> {
            this.$field.set(value.map(Obj::own));
            Ok(())
        }
    )*};
}

accessors! {
    name name set_name;
    loader loader set_loader;
    origin origin set_origin;
    loader_state loader_state set_loader_state;
    locations locations set_locations;
    cached cached_value set_cached;
}

fn has_location(_vm: &Vm, this: This<'_, ModuleSpec>) -> Outcome {
    Ok(Ref::bool(this.has_location.get()))
}

fn set_has_location(vm: &Vm, this: This<'_, ModuleSpec>, value: Option<&Obj>) -> Result<(), Raised> {
    set_flag(vm, &this.has_location, value)
}

fn initializing(_vm: &Vm, this: This<'_, ModuleSpec>) -> Outcome {
    Ok(Ref::bool(this.is_initializing.get()))
}

fn set_initializing(vm: &Vm, this: This<'_, ModuleSpec>, value: Option<&Obj>) -> Result<(), Raised> {
    set_flag(vm, &this.is_initializing, value)
}

py_type! {
    /// How a module is found and loaded.
    pub static MODULE_SPEC: ModuleSpec = "_frozen_importlib.ModuleSpec", "What the import system knows of a module." {
        flags flags::BASE;
        gc container;
        new spec_new;
        slots { repr: unary spec_repr, richcompare: compare spec_compare, init: init spec_init, }
        attrs {
            getset "name" (set_name) = name, "";
            getset "loader" (set_loader) = loader, "";
            getset "origin" (set_origin) = origin, "";
            getset "loader_state" (set_loader_state) = loader_state, "";
            getset "submodule_search_locations" (set_locations) = locations, "";
            getset "cached" (set_cached) = cached, "";
            getset "has_location" (set_has_location) = has_location, "";
            getset "_set_fileattr" (set_has_location) = has_location, "";
            getset "_initializing" (set_initializing) = initializing, "";
            getter "parent" () = parent, "The package that the module is in, or is.";
        }
    }
}
