//! Putting a machine together and taking it apart.

use pyrite_host::Host;
use pyrite_object::coll::dict::Dict;
use pyrite_object::coll::list::List;
use pyrite_object::types::module::Module;
use pyrite_object::types::namespace::NAMESPACE;
use pyrite_object::{NativeAttr, Obj, Outcome, Raised, Ref, TypeRef, Vm, names};

use crate::config::Config;
use crate::{compile, hooks, importlib, modules};

/// Makes a machine, runs `body` in it, and ends it.
pub fn with<T>(
    host: &'static dyn Host,
    config: &Config,
    body: impl FnOnce(&Vm, Result<(), Raised>) -> T,
) -> T {
    with_inspection(host, config, body, |_| {})
}

/// As [`with`]; `inspect` sees the machine when it has let go of everything.
pub fn with_inspection<T>(
    host: &'static dyn Host,
    config: &Config,
    body: impl FnOnce(&Vm, Result<(), Raised>) -> T,
    inspect: impl FnOnce(&Vm),
) -> T {
    let vm = Vm::new(host, config.sizes);
    vm.enter(|vm| {
        let started = start(vm, config);
        let result = body(vm, started);
        hooks::at_exit(vm);
        vm.end_threads();
        hooks::flush(vm);
        vm.finish();
        vm.release_names();
        inspect(vm);
        result
    })
}

/// Gives a fresh machine its modules.
fn start(vm: &Vm, config: &Config) -> Result<(), Raised> {
    vm.start()?;
    vm.native_modules.set(config.native_modules);
    vm.frozen_modules.set(config.frozen_modules);
    let mut all = pyrite_eval::hooks(pyrite_interp::start::hooks(vm.hooks.get()));
    all.compile = compile::compile;
    all.import = crate::import::import;
    vm.hooks.set(all);
    vm.unraisable.set(hooks::unraisable);
    (config.install)(vm)?;
    if let Some(builtins) = vm.builtins.get() {
        module_around(vm, "builtins", builtins)?;
    }
    if let Some(sys) = vm.sys_dict.get() {
        start_sys(vm, config, sys)?;
    }
    let main = vm.module(names::MAIN())?;
    if let Some(dict) = main.cast::<Module>().and_then(|main| main.dict()) {
        modules::set_builtins(vm, &dict)?;
    }
    modules::enter(vm, names::MAIN(), &main)
}

fn start_sys(vm: &Vm, config: &Config, sys: Ref) -> Result<(), Raised> {
    if let Some(modules) = vm.modules.get() {
        set(vm, &sys, "modules", modules)?;
    }
    let path = List::new();
    for entry in config.path {
        vm.memory(path.push(vm, vm.str(entry)?))?;
    }
    set(vm, &sys, "path", vm.list_from(path)?)?;
    for (name, value) in importlib::sys_names(vm)? {
        set(vm, &sys, name, value)?;
    }
    set(vm, &sys, "argv", vm.list(&[vm.str("")?])?)?;
    set(vm, &sys, "implementation", implementation(vm, config)?)?;
    module_around(vm, "sys", sys.clone())?;
    for attr in hooks::SYS.attrs {
        let attr: &'static NativeAttr = attr;
        let name = vm.memory(vm.intern(attr.name()))?;
        if hooks::sys_name(vm, &name).is_none() {
            let value = match attr.value() {
                Some(make) => make(vm)?,
                None => attr.as_obj().own(),
            };
            set(vm, &sys, attr.name(), value)?;
        }
    }
    Ok(())
}

/// `sys.implementation`: tools tell by it what they talk to.
fn implementation(vm: &Vm, config: &Config) -> Outcome {
    let about = vm.call(TypeRef::of(&NAMESPACE).as_obj(), &[])?;
    let version =
        vm.tuple(&[&Ref::small(0), &Ref::small(1), &Ref::small(0), &*vm.str("final")?, &Ref::small(0)])?;
    for (name, value) in [
        ("name", vm.str("pyrite")?),
        ("version", version),
        ("cache_tag", vm.str(pyrite_object::types::module_spec::CACHE_TAG)?),
        ("_machine", vm.str(config.machine)?),
    ] {
        let name = vm.memory(vm.intern(name))?;
        vm.set_attr(&about, &name, &value)?;
    }
    Ok(about)
}

/// The module of a namespace that the machine itself holds.
fn module_around(vm: &Vm, name: &str, dict: Ref) -> Outcome {
    let name = vm.memory(vm.intern(name))?;
    let module = vm.module_around(&name, dict)?;
    let spec = importlib::builtin_spec(vm, &name)?;
    let loader = vm.get_attr(&spec, names::LOADER_ATTR())?;
    for (attribute, value) in
        [(names::SPEC(), &spec), (names::LOADER(), &loader), (names::PACKAGE(), &names::EMPTY().own())]
    {
        vm.set_attr(&module, attribute, value)?;
    }
    modules::enter(vm, &name, &module)?;
    Ok(module)
}

fn set(vm: &Vm, dict: &Obj, name: &str, value: Ref) -> Result<(), Raised> {
    let name = vm.memory(vm.intern(name))?;
    match dict.cast::<Dict>() {
        Some(dict) => dict.set_name(vm, &name, value),
        None => Ok(()),
    }
}

/// Sets a name of module `sys`.
///
/// # Errors
/// MemoryError.
pub fn set_sys(vm: &Vm, name: &str, value: Ref) -> Result<(), Raised> {
    match vm.sys_dict.get() {
        Some(sys) => set(vm, &sys, name, value),
        None => Ok(()),
    }
}

/// The namespace of `__main__`.
///
/// # Errors
/// RuntimeError if the program took it out of `sys.modules`.
pub fn main_dict(vm: &Vm) -> Outcome {
    let modules = vm.modules.get();
    let modules = modules.as_deref().and_then(|modules| modules.cast::<Dict>());
    let main = modules.and_then(|modules| modules.get_name(names::MAIN()));
    match main.as_deref().and_then(|main| main.cast::<Module>()).and_then(|main| main.dict()) {
        Some(dict) => Ok(dict),
        None => Err(vm.runtime_error("lost __main__")),
    }
}
