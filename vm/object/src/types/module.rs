//! `module`: a namespace with a name.

use crate::coll::dict::Dict;
use crate::model::native::NativeKind;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::raw::str::Str;
use crate::tables::NativeModule;
use crate::types::exceptions;

/// A module.
#[repr(C)]
pub struct Module {
    /// `__dict__`
    pub dict: Slot,
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

/// The attributes of a new module.
fn new_namespace(vm: &Vm, name: &Obj, doc: &Obj) -> Outcome {
    let dict = Dict::new();
    dict.set_namespace();
    let none = Obj::NONE;
    for (key, value) in [
        (names::NAME(), name),
        (names::DOC(), doc),
        (names::PACKAGE(), none),
        (names::LOADER(), none),
        (names::SPEC(), none),
    ] {
        dict.set_name(vm, key, value.own())?;
    }
    vm.dict_from(dict)
}

impl Vm {
    /// A module of the given name, with the attributes every module has.
    ///
    /// # Errors
    /// MemoryError.
    pub fn new_module(&self, name: &str) -> Outcome {
        let name = self.memory(self.intern(name))?;
        let dict = new_namespace(self, &name, Obj::NONE)?;
        self.module_from(dict)
    }

    /// A module whose namespace is `dict`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn module_from(&self, dict: Ref) -> Outcome {
        let module = Module { dict: Slot::new(Some(dict)) };
        self.memory(self.allocate(TypeRef::of(&MODULE), module, size_of::<Module>()))
    }

    /// A module of functions and values written in Rust.
    ///
    /// # Errors
    /// MemoryError; what making a value raises.
    pub fn module_from_native(&self, native: &'static NativeModule) -> Outcome {
        let module = self.new_module(native.name)?;
        let Some(dict) = module.cast::<Module>().and_then(|module| module.dict.get()) else {
            return Ok(module);
        };
        let Some(dict) = dict.cast::<Dict>() else { return Ok(module.clone()) };
        if !native.doc.is_empty() {
            dict.set_name(self, names::DOC(), self.str(native.doc)?)?;
        }
        self.add_natives(&dict, native)?;
        Ok(module)
    }

    /// Adds the functions and values of a native module to a namespace.
    ///
    /// # Errors
    /// MemoryError; what making a value raises.
    pub fn add_natives(&self, dict: &Dict, native: &'static NativeModule) -> Result<(), Raised> {
        for attr in native.attrs {
            let name = self.memory(self.intern(attr.name))?;
            let value = match attr.kind {
                NativeKind::Value(make) => make(self)?,
                _ => attr.as_obj().own(),
            };
            dict.set_name(self, &name, value)?;
        }
        Ok(())
    }

    /// The namespace of a module.
    pub fn module_dict(&self, module: &Obj) -> Option<Ref> {
        module.cast::<Module>()?.dict.get()
    }

    /// The value of a module's attribute, if the object is a plain module that has it: no
    /// descriptor, no `__getattr__`.
    #[inline]
    pub fn module_value(&self, module: &Obj, name: &Obj) -> Option<Ref> {
        let dict = module.exact::<Module>()?.dict.get()?;
        dict.cast::<Dict>()?.get_name(name)
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
    let fresh = new_namespace(vm, name, doc)?;
    if let (Some(dict), Some(fresh)) = (this.dict.get(), fresh.cast::<Dict>())
        && let Some(dict) = dict.cast::<Dict>()
    {
        dict.update(vm, &fresh)?;
    }
    Ok(())
}

/// An entry of the module's dict.
fn entry(this: This<'_, Module>, name: &Obj) -> Option<Ref> {
    this.dict.get()?.cast::<Dict>()?.get_name(name)
}

/// An entry of the module's dict that is a str.
fn text_entry(this: This<'_, Module>, name: &Obj) -> Option<Ref> {
    entry(this, name).filter(|text| text.cast::<Str>().is_some())
}

fn module_get_attr(vm: &Vm, this: This<'_, Module>, name: &Obj) -> Outcome {
    if this.obj().type_().is(&MODULE)
        && let Some(value) = entry(this, name)
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
    if let Some(function) = entry(this, names::GETATTR()) {
        return vm.call_one(&function, name);
    }
    Err(no_module_attribute(vm, this, name))
}

#[cold]
fn no_module_attribute(vm: &Vm, this: This<'_, Module>, name: &Obj) -> Raised {
    let raised = match text_entry(this, names::NAME()) {
        Some(module) => {
            vm.attribute_error(format_args!("module '{}' has no attribute '{}'", Text(&module), Text(name)))
        }
        None => vm.attribute_error(format_args!("module has no attribute '{}'", Text(name))),
    };
    vm.annotate_attribute_error(this.obj(), name);
    raised
}

fn module_repr(vm: &Vm, this: This<'_, Module>) -> Outcome {
    let Some(name) = text_entry(this, names::NAME()) else { return vm.str("<module '?'>") };
    let name = vm.repr(&name)?;
    match text_entry(this, names::FILE()) {
        Some(file) => {
            let file = vm.repr(&file)?;
            vm.str_fmt(format_args!("<module {} from {}>", Text(&name), Text(&file)))
        }
        None => vm.str_fmt(format_args!("<module {} (built-in)>", Text(&name))),
    }
}

fn module_dict(vm: &Vm, this: This<'_, Module>) -> Outcome {
    this.dict.get().ok_or_else(|| vm.no_attribute(this.obj(), names::DICT()))
}

fn module_dir(vm: &Vm, this: This<'_, Module>, _args: &[Ref]) -> Outcome {
    if let Some(function) = entry(this, names::DIR()) {
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
    pub static MODULE: Module = "module", "Create a module object." {
        flags flags::BASE;
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
