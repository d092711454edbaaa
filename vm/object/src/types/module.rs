//! `module`: a namespace with a name.

use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::raw::str::Str;
use crate::tables::NativeModule;
use crate::types::loader::Loader;
use crate::types::{exceptions, module_spec};

/// A module.
#[repr(C)]
pub struct Module {
    /// `__dict__`; shared with the functions defined in the module.
    dict: Slot,
}

// SAFETY: instances of MODULE and its subtypes begin with this.
unsafe impl Storage for Module {
    const TYPE: &'static Type = &MODULE;

    fn traverse(&self, visitor: &mut Visitor) {
        self.dict.visit(visitor);
    }

    fn clear(&self) {
        self.dict.set(None);
    }
}

impl Module {
    /// The namespace object; none only after the collector took the module apart.
    pub fn dict(&self) -> Option<Ref> {
        self.dict.get()
    }

    /// The value of an interned name.
    pub fn get_name(&self, name: &Obj) -> Option<Ref> {
        self.dict.get()?.cast::<Dict>()?.get_name(name)
    }
}

impl Vm {
    /// A module called `name`, with the usual names set to `None`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn module(&self, name: &Obj) -> Outcome {
        let names = Dict::new();
        names.set_namespace();
        let dict = self.dict_from(names)?;
        self.module_around(name, dict)
    }

    /// A module called `name` whose namespace is `dict`.
    ///
    /// # Errors
    /// MemoryError; TypeError if `dict` is no dict.
    pub fn module_around(&self, name: &Obj, dict: Ref) -> Outcome {
        self.set_usual_names(&dict, name)?;
        let module = Module { dict: Slot::new(Some(dict)) };
        self.memory(self.allocate(TypeRef::of(&MODULE), module, size_of::<Module>()))
    }

    fn set_usual_names(&self, dict: &Obj, name: &Obj) -> Result<(), Raised> {
        let Some(dict) = dict.cast::<Dict>() else { return Err(self.type_error("a module needs a dict")) };
        dict.set_name(self, names::NAME(), name.own())?;
        for each in [names::DOC(), names::PACKAGE(), names::LOADER(), names::SPEC()] {
            if dict.get_name(each).is_none() {
                dict.set_name(self, each, Ref::none())?;
            }
        }
        Ok(())
    }

    /// Puts what a module written in Rust offers into `dict`.
    ///
    /// # Errors
    /// MemoryError; what making a value raises.
    pub fn fill_native(&self, native: &'static NativeModule, dict: &Obj) -> Result<(), Raised> {
        let Some(dict) = dict.cast::<Dict>() else { return Ok(()) };
        if !native.doc.is_empty() {
            dict.set_name(self, names::DOC(), self.str(native.doc)?)?;
        }
        self.add_natives(native, &dict)
    }

    /// Puts the functions and values of a native module into a namespace, but not its text.
    ///
    /// # Errors
    /// MemoryError; what making a value raises.
    pub fn add_natives(&self, native: &'static NativeModule, dict: &Dict) -> Result<(), Raised> {
        for attr in native.attrs {
            let name = self.memory(self.intern(attr.name()))?;
            let value = match attr.value() {
                Some(make) => make(self)?,
                None => attr.as_obj().own(),
            };
            dict.set_name(self, &name, value)?;
        }
        Ok(())
    }

    /// Where the value of a module's attribute is, until [`Vm::names_epoch`] changes.
    pub fn module_slot(&self, module: &Obj, name: &Obj) -> Option<core::ptr::NonNull<Ref>> {
        module.exact::<Module>()?.dict.get()?.cast::<Dict>()?.value_slot(name)
    }

    /// The value of a module's attribute, if the object is a plain module that has it: no
    /// descriptor, no `__getattr__`.
    #[inline]
    pub fn module_value(&self, module: &Obj, name: &Obj) -> Option<Ref> {
        module.exact::<Module>()?.get_name(name)
    }
}

fn module_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let dict = Dict::new();
    dict.set_namespace();
    let module = Module { dict: Slot::new(Some(vm.dict_from(dict)?)) };
    vm.memory(vm.allocate(type_, module, size_of::<Module>()))
}

fn module_init(vm: &Vm, this: This<'_, Module>, args: &[Ref], keywords: Option<&Obj>) -> Result<(), Raised> {
    let keywords =
        keywords.and_then(|names| names.cast::<crate::raw::tuple::Tuple>()).map_or(&[][..], |n| n.items());
    let (positional, values) =
        args.split_at_checked(args.len().saturating_sub(keywords.len())).unwrap_or((args, &[]));
    let named = |wanted: &str| {
        let index = keywords.iter().position(|name| crate::ops::call::str_is(name, wanted))?;
        values.get(index)
    };
    let Some(name) = positional.first().or_else(|| named("name")) else {
        return Err(vm.type_error("module() missing required argument 'name' (pos 1)"));
    };
    if name.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "module() argument 'name' must be str, not {}",
            name.type_().short_name()
        )));
    }
    let doc = positional.get(1).or_else(|| named("doc")).map_or(Obj::NONE, |doc| doc);
    if let Some(dict) = this.dict() {
        vm.set_usual_names(&dict, name)?;
        vm.set_item(&dict, names::DOC(), doc)?;
    }
    Ok(())
}

/// An entry of the module's dict that is a str.
fn text_entry(this: This<'_, Module>, name: &Obj) -> Option<Ref> {
    this.get_name(name).filter(|text| text.cast::<Str>().is_some())
}

fn module_get_attr(vm: &Vm, this: This<'_, Module>, name: &Obj) -> Outcome {
    if this.obj().type_().is(&MODULE)
        && let Some(value) = this.get_name(name)
        && !name.is(names::DICT())
        && !name.is(names::CLASS())
    {
        return Ok(value);
    }
    let raised = match vm.generic_get_attr(this.obj(), name) {
        Ok(value) => return Ok(value),
        Err(raised) => raised,
    };
    vm.suppress(raised, &exceptions::ATTRIBUTE_ERROR)?;
    if name.is(names::ANNOTATIONS())
        && let Some(dict) = this.dict.get()
        && let Some(dict) = dict.cast::<Dict>()
    {
        let own = vm.dict()?;
        dict.set_name(vm, name, own.clone())?;
        return Ok(own);
    }
    if let Some(function) = this.get_name(names::GETATTR()) {
        return vm.call_one(&function, name);
    }
    Err(no_module_attribute(vm, this, name))
}

#[cold]
fn no_module_attribute(vm: &Vm, this: This<'_, Module>, name: &Obj) -> Raised {
    let text = match text_entry(this, names::NAME()) {
        Some(module) => why_absent(vm, this, &module, name),
        None => vm.str_fmt(format_args!("module has no attribute '{}'", Text(name))),
    };
    let raised = match text {
        Ok(text) => vm.attribute_error(Text(&text)),
        Err(raised) => return raised,
    };
    vm.annotate_attribute_error(this.obj(), name);
    raised
}

/// What AttributeError says about a module, which may be running for the first time.
fn why_absent(vm: &Vm, this: This<'_, Module>, module: &Obj, name: &Obj) -> Outcome {
    let (module, name) = (Text(module), Text(name));
    let spec = this.get_name(names::SPEC()).unwrap_or_else(Ref::none);
    if !module_spec::is_initializing(vm, &spec)? {
        return vm.str_fmt(format_args!("module '{module}' has no attribute '{name}'"));
    }
    match module_spec::file_origin(vm, &spec)? {
        Some(file) if is_beside_script(vm, &file)? => vm.str_fmt(format_args!(
            "module '{module}' has no attribute '{name}' (consider renaming '{}' if it has the same name as a third-party module you intended to import)",
            Text(&file)
        )),
        Some(file) => vm.str_fmt(format_args!(
            "partially initialized module '{module}' from '{}' has no attribute '{name}' (most likely due to a circular import)",
            Text(&file)
        )),
        None => vm.str_fmt(format_args!(
            "partially initialized module '{module}' has no attribute '{name}' (most likely due to a circular import)"
        )),
    }
}

/// Whether a file is in the first folder of `sys.path`, where the script's modules are.
fn is_beside_script(vm: &Vm, file: &Obj) -> Result<bool, Raised> {
    let sys = vm.sys_dict.get();
    let path =
        sys.as_deref().and_then(|sys| sys.cast::<Dict>()).and_then(|sys| sys.get_name(names::PATH_ATTR()));
    let first =
        path.as_deref().and_then(|path| path.cast::<crate::coll::list::List>()).and_then(|path| path.get(0));
    let Some(first) = first.filter(|first| first.cast::<Str>().is_some()) else { return Ok(false) };
    let (file, first) = (vm.utf8(file)?, vm.utf8(&first)?);
    let folder = file.iter().rposition(|&byte| byte == b'/').and_then(|slash| file.get(..slash));
    Ok(folder == Some(&*first))
}

fn module_repr(vm: &Vm, this: This<'_, Module>) -> Outcome {
    let entry = |name| this.get_name(name).filter(|value| !value.is_none());
    let spec = entry(names::SPEC());
    let name = match &spec {
        Some(spec) => vm.find_attr(spec, names::NAME_ATTR())?,
        None => entry(names::NAME()),
    };
    let name = match name {
        Some(name) => vm.repr(&name)?,
        None => vm.str("'?'")?,
    };
    let mut loader = entry(names::LOADER());
    if let Some(spec) = spec {
        loader = vm.find_attr(&spec, names::LOADER_ATTR())?.filter(|loader| !loader.is_none());
        if let Some(file) = module_spec::file_origin(vm, &spec)? {
            return repr_from(vm, &name, &file);
        }
        if let Some(origin) = vm.find_attr(&spec, names::ORIGIN())?.filter(|origin| !origin.is_none()) {
            return vm.str_fmt(format_args!("<module {} ({})>", Text(&name), Text(&*vm.to_str(&origin)?)));
        }
        let locations = loader.as_deref().and_then(|loader| loader.cast::<Loader>());
        let locations = locations.filter(|loader| loader.name.get().is_none());
        if let Some(locations) = locations.and_then(|loader| loader.path.get()) {
            let locations = vm.repr(&locations)?;
            return vm.str_fmt(format_args!(
                "<module {} (namespace) from {}>",
                Text(&name),
                Text(&locations)
            ));
        }
    } else if let Some(file) = entry(names::FILE()) {
        return repr_from(vm, &name, &file);
    }
    match loader {
        Some(loader) => vm.str_fmt(format_args!("<module {} ({})>", Text(&name), Text(&*vm.repr(&loader)?))),
        None => vm.str_fmt(format_args!("<module {}>", Text(&name))),
    }
}

fn repr_from(vm: &Vm, name: &Obj, file: &Obj) -> Outcome {
    let file = vm.repr(file)?;
    vm.str_fmt(format_args!("<module {} from {}>", Text(name), Text(&file)))
}

fn module_dict(vm: &Vm, this: This<'_, Module>) -> Outcome {
    this.dict.get().ok_or_else(|| vm.no_attribute(this.obj(), names::DICT()))
}

fn module_dir(vm: &Vm, this: This<'_, Module>, _args: &[Ref]) -> Outcome {
    if let Some(function) = this.get_name(names::DIR()) {
        return vm.call(&function, &[]);
    }
    let list = crate::coll::list::List::new();
    if let Some(dict) = this.dict.get()
        && let Some(dict) = dict.cast::<Dict>()
    {
        let mut position = 0;
        while let Some((next, name, _)) = dict.next_entry(position) {
            vm.memory(list.push(vm, name))?;
            position = next;
        }
    }
    vm.list_from(list)
}

/// Modules made by the interpreter keep their attributes in the dict of the storage.
const DICT_OFFSET: isize =
    (crate::model::storage::HEADER_SIZE + core::mem::offset_of!(Module, dict)) as isize;

py_type! {
    /// Namespaces with a name.
    pub static MODULE: Module = "module", "Module of a program." {
        flags flags::BASE | flags::MANAGED_WEAKREF;
        gc container;
        dict_offset DICT_OFFSET;
        new module_new;
        slots { repr: unary module_repr, getattro: binary module_get_attr, init: init module_init, }
        attrs {
            getter "__dict__" () = module_dict, "";
            method "__dir__" (0, 0) = module_dir, "__dir__() -> list";
        }
    }
}
