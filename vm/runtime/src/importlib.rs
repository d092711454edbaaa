//! `_frozen_importlib`: what `importlib` and `sys` show of the import system.

use pyrite_object::tables::NativeModule;
use pyrite_object::types::module_spec::{MODULE_SPEC, cache_path};
use pyrite_object::{NativeAttr, Obj, Outcome, Raised, Ref, Type, TypeRef, Vm, py_module};

use crate::importers::{BUILTIN_IMPORTER, FROZEN_IMPORTER};
use crate::path_finder::{FILE_FINDER, PATH_FINDER, path_hook};
use crate::source_loader::{NAMESPACE_LOADER, SOURCE_FILE_LOADER};
use crate::{import, load};

pub use crate::importers::builtin_spec;

/// The modules of this crate.
pub static MODULES: &[&NativeModule] = &[&IMPORTLIB];

fn class(type_: &'static Type) -> Outcome {
    Ok(TypeRef::of(type_).own())
}

/// What `sys` has for the import system.
///
/// # Errors
/// MemoryError.
pub fn sys_names(vm: &Vm) -> Result<[(&'static str, Ref); 4], Raised> {
    let finders = vm.list(&[class(&BUILTIN_IMPORTER)?, class(&FROZEN_IMPORTER)?, class(&PATH_FINDER)?])?;
    let hooks = HOOKS.attrs.first().map(|hook: &'static NativeAttr| hook.as_obj().own());
    Ok([
        ("meta_path", finders),
        ("path_hooks", vm.list(hooks.as_slice())?),
        ("path_importer_cache", vm.dict()?),
        ("dont_write_bytecode", Ref::bool(false)),
    ])
}

fn argument(args: &[Ref], index: usize) -> &Obj {
    args.get(index).map_or(Obj::NONE, |argument| argument)
}

fn find_spec(vm: &Vm, args: &[Ref]) -> Outcome {
    import::find_spec(vm, argument(args, 0), argument(args, 1), argument(args, 2))
}

fn import_by_name(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = vm.expect_str(argument(args, 0), "name")?;
    if name.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let name = vm.memory(vm.intern_str(name.obj()))?;
    import::load(vm, &name)
}

fn cache_from_source(vm: &Vm, args: &[Ref]) -> Outcome {
    cache_path(vm, vm.expect_str(argument(args, 0), "path")?)
}

py_module! {
    /// What is in `sys.path_hooks`.
    pub static HOOKS = "_frozen_importlib_external", "" {
        function "path_hook_for_FileFinder" (1, 1) = path_hook, "Path hook for FileFinder.";
    }
}

py_module! {
    /// The import system.
    pub static IMPORTLIB = "_frozen_importlib", "" {
        value "ModuleSpec" () = |_: &Vm| class(&MODULE_SPEC), "";
        value "BuiltinImporter" () = |_: &Vm| class(&BUILTIN_IMPORTER), "";
        value "FrozenImporter" () = |_: &Vm| class(&FROZEN_IMPORTER), "";
        value "PathFinder" () = |_: &Vm| class(&PATH_FINDER), "";
        value "FileFinder" () = |_: &Vm| class(&FILE_FINDER), "";
        value "SourceFileLoader" () = |_: &Vm| class(&SOURCE_FILE_LOADER), "";
        value "NamespaceLoader" () = |_: &Vm| class(&NAMESPACE_LOADER), "";
        function "module_from_spec" (1, 1) = |vm: &Vm, args: &[Ref]| load::module_from_spec(vm, argument(args, 0)),
            "Create a module based on the provided spec.";
        function "_find_spec" (2, 3) = find_spec, "Find a module's spec along sys.meta_path.";
        function "_gcd_import" (1, 1) = import_by_name, "Import and return the module of a full name.";
        function "_exec" (2, 2) = |vm: &Vm, args: &[Ref]| load::run_again(vm, argument(args, 0), argument(args, 1)),
            "Execute the spec's module in an existing module's namespace.";
        function "cache_from_source" (1, 1) = cache_from_source, "The path of a source's compiled code.";
    }
}
