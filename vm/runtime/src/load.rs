//! Specs to modules: made, entered, run.
//!
//! The algorithm of `importlib._bootstrap`, in its words.

use pyrite_object::coll::dict::Dict;
use pyrite_object::new::Text;
use pyrite_object::types::exceptions;
use pyrite_object::types::module::Module;
use pyrite_object::types::module_spec::ModuleSpec;
use pyrite_object::{Obj, Outcome, Raised, Ref, TypeRef, Vm, names};

use crate::modules::{self, attr};
use crate::source_loader::NAMESPACE_LOADER;

/// Marks a spec while its module runs for the first time.
struct Initializing<'a>(&'a Obj);

impl<'a> Initializing<'a> {
    fn new(spec: &'a Obj) -> Initializing<'a> {
        let this = Initializing(spec);
        this.set(true);
        this
    }

    fn set(&self, now: bool) {
        if let Some(spec) = self.0.cast::<ModuleSpec>() {
            spec.is_initializing.set(now);
        }
    }
}

impl Drop for Initializing<'_> {
    fn drop(&mut self) {
        self.set(false);
    }
}

/// `importlib.util.module_from_spec(spec)`
///
/// # Errors
/// ImportError; what the loader raises.
pub fn module_from_spec(vm: &Vm, spec: &Obj) -> Outcome {
    let loader = vm.get_attr(spec, names::LOADER_ATTR())?;
    let mut module = Ref::none();
    if !loader.is_none() {
        match vm.find_attr(&loader, names::CREATE_MODULE())? {
            Some(create) => module = vm.call_one(&create, spec)?,
            None => {
                if vm.find_attr(&loader, names::EXEC_MODULE())?.is_some() {
                    return Err(
                        vm.import_error("loaders that define exec_module() must also define create_module()")
                    );
                }
            }
        }
    }
    if module.is_none() {
        module = vm.module(&*vm.get_attr(spec, names::NAME_ATTR())?)?;
    }
    set_attributes(vm, spec, &module, &loader)?;
    Ok(module)
}

/// Sets an attribute; one that cannot be set is left as it is.
fn set(vm: &Vm, module: &Obj, name: &Obj, value: &Obj) -> Result<(), Raised> {
    if let Some(module) = module.exact::<Module>()
        && let Some(dict) = module.dict()
        && let Some(dict) = dict.cast::<Dict>()
    {
        return dict.set_name(vm, name, value.own());
    }
    match vm.set_attr(module, name, value) {
        Err(raised) => vm.suppress(raised, &exceptions::ATTRIBUTE_ERROR),
        Ok(()) => Ok(()),
    }
}

/// Sets an attribute that is missing or None.
fn set_missing(vm: &Vm, module: &Obj, name: &Obj, value: &Obj) -> Result<(), Raised> {
    match attr(vm, module, name)? {
        Some(there) if !there.is_none() => Ok(()),
        _ => set(vm, module, name, value),
    }
}

/// Gives a module what its spec says of it.
fn set_attributes(vm: &Vm, spec: &Obj, module: &Obj, loader: &Obj) -> Result<(), Raised> {
    let locations = attr(vm, spec, names::LOCATIONS())?.filter(|locations| !locations.is_none());
    set_missing(vm, module, names::NAME(), &*vm.get_attr(spec, names::NAME_ATTR())?)?;
    if !loader.is_none() {
        set_missing(vm, module, names::LOADER(), loader)?;
    } else if let Some(locations) = &locations {
        let type_ = TypeRef::of(&NAMESPACE_LOADER);
        let loader = pyrite_object::types::loader::new(vm, type_, None, Some(locations))?;
        vm.set_attr(spec, names::LOADER_ATTR(), &loader)?;
        set_missing(vm, module, names::LOADER(), &loader)?;
        set(vm, module, names::FILE(), Obj::NONE)?;
    }
    if let Some(parent) = attr(vm, spec, names::PARENT())? {
        set_missing(vm, module, names::PACKAGE(), &parent)?;
    }
    set(vm, module, names::SPEC(), spec)?;
    if let Some(locations) = locations {
        set_missing(vm, module, names::PATH(), &locations)?;
    }
    if let Some(has_location) = attr(vm, spec, names::HAS_LOCATION())?
        && vm.is_true(&has_location)?
    {
        set_missing(vm, module, names::FILE(), &*vm.get_attr(spec, names::ORIGIN())?)?;
        if let Some(cached) = attr(vm, spec, names::CACHED_ATTR())?.filter(|cached| !cached.is_none()) {
            set_missing(vm, module, names::CACHED(), &cached)?;
        }
    }
    Ok(())
}

/// Makes the module of a spec, enters it into `sys.modules`, and runs it. What is in
/// `sys.modules` then is the module: it may have replaced itself.
///
/// # Errors
/// What the loader and the module raise.
pub fn load(vm: &Vm, spec: &Obj) -> Outcome {
    let name = vm.get_attr(spec, names::NAME_ATTR())?;
    let loader = vm.get_attr(spec, names::LOADER_ATTR())?;
    let run = match loader.is_none() {
        true => None,
        false => vm.find_attr(&loader, names::EXEC_MODULE())?,
    };
    if run.is_none() && !loader.is_none() {
        let method = vm.memory(vm.intern("load_module"))?;
        let module = vm.call_method(&loader, &method, core::slice::from_ref(&name))?;
        return Ok(modules::find(vm, &name)?.unwrap_or(module));
    }
    let module = module_from_spec(vm, spec)?;
    let _initializing = Initializing::new(spec);
    modules::enter(vm, &name, &module)?;
    let ran = match run {
        Some(run) => vm.call_one(&run, &module),
        None => match attr(vm, spec, names::LOCATIONS())?.filter(|locations| !locations.is_none()) {
            Some(_) => Ok(Ref::none()),
            None => Err(modules::refused(vm, format_args!("missing loader"), &name)),
        },
    };
    if let Err(raised) = ran {
        let exception = vm.take_raised(raised);
        drop(modules::take(vm, &name)?);
        return Err(vm.reraise(exception));
    }
    // As CPython: moved to the end.
    let Some(module) = modules::take(vm, &name)? else { return Err(vm.key_error(&name)) };
    modules::enter(vm, &name, &module)?;
    Ok(module)
}

/// `importlib._bootstrap._exec(spec, module)`: runs a module again.
///
/// # Errors
/// ImportError if another module has taken its name; what the loader and the module raise.
pub fn run_again(vm: &Vm, spec: &Obj, module: &Obj) -> Outcome {
    let name = vm.get_attr(spec, names::NAME_ATTR())?;
    if !modules::find(vm, &name)?.is_some_and(|there| there.is(module)) {
        return Err(modules::refused(vm, format_args!("module '{}' not in sys.modules", Text(&name)), &name));
    }
    let loader = vm.get_attr(spec, names::LOADER_ATTR())?;
    for each in [names::LOADER(), names::PACKAGE(), names::PATH(), names::FILE(), names::CACHED()] {
        if attr(vm, module, each)?.is_some() {
            set(vm, module, each, Obj::NONE)?;
        }
    }
    set_attributes(vm, spec, module, &loader)?;
    let loader = vm.get_attr(spec, names::LOADER_ATTR())?;
    vm.call_method(&loader, names::EXEC_MODULE(), &[module.own()])?;
    match modules::take(vm, &name)? {
        Some(module) => {
            modules::enter(vm, &name, &module)?;
            Ok(module)
        }
        None => Ok(module.own()),
    }
}
