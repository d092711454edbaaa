//! `BuiltinImporter` and `FrozenImporter`: modules that are part of the program.
//!
//! Both are finder and loader at once, and used as classes, as in CPython.

use pyrite_object::tables::{FrozenModule, NativeModule};
use pyrite_object::types::module_spec::{self, ModuleSpec};
use pyrite_object::types::object::{Empty, OBJECT};
use pyrite_object::{Obj, Outcome, Raised, Ref, TypeRef, Vm, flags, names, py_type};

use crate::modules::{self, ascii};

/// The table of a module written in Rust.
fn native(vm: &Vm, name: &Obj) -> Option<&'static NativeModule> {
    let text = ascii(name)?;
    vm.native_modules.get().iter().flat_map(|table| table.iter()).find(|module| module.name == text).copied()
}

/// A frozen module.
pub fn frozen(vm: &Vm, name: &Obj) -> Option<&'static FrozenModule> {
    let text = ascii(name)?;
    vm.frozen_modules.get().iter().find(|module| module.name == text).copied()
}

fn argument<'a>(args: &[Option<&'a Obj>], index: usize) -> &'a Obj {
    args.get(index).copied().flatten().unwrap_or(Obj::NONE)
}

/// A spec of a module without a file.
fn spec(vm: &Vm, name: &Obj, loader: &Obj, origin: &str) -> Outcome {
    let spec = module_spec::new(vm, name, loader)?;
    if let Some(this) = spec.cast::<ModuleSpec>() {
        this.origin.set(Some(vm.memory(vm.intern(origin))?));
    }
    Ok(spec)
}

/// The spec of a module written in Rust.
///
/// # Errors
/// MemoryError.
pub fn builtin_spec(vm: &Vm, name: &Obj) -> Outcome {
    spec(vm, name, TypeRef::of(&BUILTIN_IMPORTER).as_obj(), "built-in")
}

fn find_builtin(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let name = argument(args, 1);
    if native(vm, name).is_some() { builtin_spec(vm, name) } else { Ok(Ref::none()) }
}

fn find_frozen(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let name = argument(args, 1);
    let Some(found) = frozen(vm, name) else { return Ok(Ref::none()) };
    let spec = spec(vm, name, TypeRef::of(&FROZEN_IMPORTER).as_obj(), "frozen")?;
    if let Some(this) = spec.cast::<ModuleSpec>().filter(|_| found.is_package) {
        this.locations.set(Some(vm.list(&[])?));
    }
    Ok(spec)
}

fn name_of_spec(vm: &Vm, spec: &Obj) -> Outcome {
    vm.get_attr(spec, names::NAME_ATTR())
}

/// The namespace that the machine itself holds for a module.
fn held(vm: &Vm, name: &Obj) -> Option<Ref> {
    match ascii(name)? {
        "sys" => vm.sys_dict.get(),
        "builtins" => vm.builtins.get(),
        _ => None,
    }
}

fn create_builtin(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = name_of_spec(vm, args.get(1).map_or(Obj::NONE, |spec| spec))?;
    if native(vm, &name).is_none() {
        return Err(modules::refused(
            vm,
            format_args!("'{}' is not a built-in module", pyrite_object::new::Text(&name)),
            &name,
        ));
    }
    match held(vm, &name) {
        Some(dict) => vm.module_around(&name, dict),
        None => vm.module(&name),
    }
}

/// The name in the spec of the module in the arguments, and its namespace.
fn target(vm: &Vm, args: &[Ref]) -> Result<(Ref, Ref), Raised> {
    let module = args.get(1).map_or(Obj::NONE, |module| module);
    let spec = vm.get_attr(module, names::SPEC())?;
    Ok((name_of_spec(vm, &spec)?, modules::namespace(vm, module)?))
}

fn execute_builtin(vm: &Vm, args: &[Ref]) -> Outcome {
    let (name, dict) = target(vm, args)?;
    if let Some(found) = native(vm, &name)
        && held(vm, &name).is_none()
    {
        vm.fill_native(found, &dict)?;
    }
    Ok(Ref::none())
}

fn nothing(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::none())
}

fn is_builtin_package(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(false))
}

fn expect_frozen(vm: &Vm, name: &Obj) -> Result<&'static FrozenModule, Raised> {
    match frozen(vm, name) {
        Some(found) => Ok(found),
        None => {
            let shown = vm.repr(name)?;
            Err(modules::refused(
                vm,
                format_args!("{} is not a frozen module", pyrite_object::new::Text(&shown)),
                name,
            ))
        }
    }
}

fn frozen_code(vm: &Vm, args: &[Ref]) -> Outcome {
    let found = expect_frozen(vm, args.get(1).map_or(Obj::NONE, |name| name))?;
    pyrite_interp::code::load_frozen(vm, found.image)
}

fn execute_frozen(vm: &Vm, args: &[Ref]) -> Outcome {
    let module = args.get(1).map_or(Obj::NONE, |module| module);
    let (name, _) = target(vm, args)?;
    let code = pyrite_interp::code::load_frozen(vm, expect_frozen(vm, &name)?.image)?;
    modules::execute(vm, module, &code)
}

fn is_frozen_package(vm: &Vm, args: &[Ref]) -> Outcome {
    let found = expect_frozen(vm, args.get(1).map_or(Obj::NONE, |name| name))?;
    Ok(Ref::bool(found.is_package))
}

py_type! {
    /// Finds and loads modules written in Rust.
    pub static BUILTIN_IMPORTER: Empty = "_frozen_importlib.BuiltinImporter", "Meta path import for built-in modules." {
        base OBJECT;
        flags flags::BASE;
        attrs {
            named_classmethod "find_spec" (["", "fullname", "path", "target"], 2, 4) = find_builtin, "";
            classmethod "create_module" (1, 1) = create_builtin, "Create a built-in module.";
            classmethod "exec_module" (1, 1) = execute_builtin, "Exec a built-in module.";
            classmethod "get_code" (1, 1) = nothing, "";
            classmethod "get_source" (1, 1) = nothing, "";
            classmethod "is_package" (1, 1) = is_builtin_package, "";
        }
    }
}

py_type! {
    /// Finds and loads modules written in Python that are part of the program.
    pub static FROZEN_IMPORTER: Empty = "_frozen_importlib.FrozenImporter", "Meta path import for frozen modules." {
        base OBJECT;
        flags flags::BASE;
        attrs {
            named_classmethod "find_spec" (["", "fullname", "path", "target"], 2, 4) = find_frozen, "";
            classmethod "create_module" (1, 1) = nothing, "";
            classmethod "exec_module" (1, 1) = execute_frozen, "";
            classmethod "get_code" (1, 1) = frozen_code, "Return the code object for the frozen module.";
            classmethod "get_source" (1, 1) = nothing, "";
            classmethod "is_package" (1, 1) = is_frozen_package, "";
        }
    }
}
