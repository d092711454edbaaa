//! Putting a machine together and taking it apart.

use pyrite_host::Host;
use pyrite_object::coll::dict::Dict;
use pyrite_object::coll::list::List;
use pyrite_object::{NativeAttr, Obj, Outcome, Raised, Ref, Vm, names};

use crate::config::Config;
use crate::{compile, finders, hooks};

/// Makes a machine, runs `body` in it, and ends it.
pub fn with<T>(
    host: &'static dyn Host,
    config: &Config,
    body: impl FnOnce(&Vm, Result<(), Raised>) -> T,
) -> T {
    let vm = Vm::new(host, config.sizes);
    vm.enter(|vm| {
        let started = start(vm, config);
        let result = body(vm, started);
        hooks::flush(vm);
        vm.finish();
        vm.release_names();
        result
    })
}

/// Gives a fresh machine its modules.
fn start(vm: &Vm, config: &Config) -> Result<(), Raised> {
    vm.start()?;
    vm.native_modules.set(config.native_modules);
    let mut all = pyrite_interp::start::hooks(vm.hooks.get());
    all.compile = compile::compile;
    all.import = finders::import;
    vm.hooks.set(all);
    if let Some(builtins) = vm.builtins.get() {
        if let Some(names) = builtins.cast::<Dict>() {
            pyrite_stdlib::builtins::types::add(vm, &names)?;
        }
        module_around(vm, "builtins", builtins)?;
    }
    if let Some(sys) = vm.sys_dict.get() {
        start_sys(vm, config, sys)?;
    }
    let main = vm.new_module("__main__")?;
    if let Some(dict) = vm.module_dict(&main) {
        finders::set_builtins(vm, &dict)?;
    }
    finders::enter(vm, names::MAIN(), &main)
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
    set(vm, &sys, "argv", vm.list(&[vm.str("")?])?)?;
    module_around(vm, "sys", sys.clone())?;
    for attr in hooks::SYS.attrs {
        let attr: &'static NativeAttr = attr;
        let name = vm.memory(vm.intern(attr.name))?;
        if hooks::sys_name(vm, &name).is_none() {
            set(vm, &sys, attr.name, attr.as_obj().own())?;
        }
    }
    Ok(())
}

/// The module of a namespace that the machine itself holds, filled from its table.
fn module_around(vm: &Vm, name: &str, dict: Ref) -> Outcome {
    let tables = vm.native_modules.get();
    if let Some(native) = tables.iter().flat_map(|table| table.iter()).find(|module| module.name == name) {
        if let Some(names) = dict.cast::<Dict>() {
            vm.add_natives(&names, native)?;
        }
    }
    let name = vm.memory(vm.intern(name))?;
    if let Some(dict) = dict.cast::<Dict>() {
        for each in [names::DOC(), names::PACKAGE(), names::LOADER(), names::SPEC()] {
            dict.set_name(vm, each, Ref::none())?;
        }
        dict.set_name(vm, names::NAME(), name.clone())?;
    }
    let module = vm.module_from(dict)?;
    finders::enter(vm, &name, &module)?;
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
    match main.as_deref().and_then(|main| vm.module_dict(main)) {
        Some(dict) => Ok(dict),
        None => Err(vm.runtime_error("lost __main__")),
    }
}
