//! `module`: a namespace that `import` finds.

use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{NativeKind, Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::new::Text;
use crate::raw::str::Str;
use crate::tables::NativeModule;
use crate::{names, py_type};

/// A module: its names. The dict is shared with the functions defined in it.
pub struct Module {
    /// `__dict__`; empty only after the collector took the module apart.
    dict: Slot,
}

// SAFETY: MODULE's instances hold this.
unsafe impl Storage for Module {
    const TYPE: &'static Type = &MODULE;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_option(&self.dict.get());
    }

    fn clear(&self) {
        self.dict.set(None);
    }
}

impl Module {
    /// The namespace object.
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
        let Some(names) = dict.cast::<Dict>() else { return Err(self.type_error("a module needs a dict")) };
        names.set_name(self, names::NAME(), name.own())?;
        for each in [names::DOC(), names::PACKAGE(), names::LOADER(), names::SPEC()] {
            if names.get_name(each).is_none() {
                names.set_name(self, each, Ref::none())?;
            }
        }
        let storage = Module { dict: Slot::new(Some(dict)) };
        self.memory(self.allocate(TypeRef::of(&MODULE), storage, size_of::<Module>()))
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
}

fn module_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let (name, doc) = match (args, names) {
        ([name], None) => (name, None),
        ([name, doc], None) => (name, Some(doc)),
        _ => return Err(vm.type_error("module() takes 1 or 2 arguments (name and doc)")),
    };
    if name.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "module() argument 'name' must be str, not {}",
            name.type_().short_name()
        )));
    }
    let plain = vm.module(name)?;
    let dict = plain.cast::<Module>().and_then(|plain| plain.dict());
    if let (Some(doc), Some(dict)) = (doc, dict.as_deref().and_then(|dict| dict.cast::<Dict>())) {
        dict.set_name(vm, names::DOC(), doc.clone())?;
    }
    if type_.is(&MODULE) {
        return Ok(plain);
    }
    vm.memory(vm.allocate(type_, Module { dict: Slot::new(dict) }, size_of::<Module>()))
}

fn module_dict(_vm: &Vm, this: This<'_, Module>) -> Outcome {
    Ok(this.dict().unwrap_or_else(Ref::none))
}

fn module_get_attr(vm: &Vm, this: This<'_, Module>, name: &Obj) -> Outcome {
    let own = match this.dict().as_deref().and_then(|dict| dict.cast::<Dict>()) {
        Some(dict) => dict.get(vm, name)?,
        None => None,
    };
    // `__dict__` and `__class__` are of the type; nothing else of it is likely to be asked for.
    if let Some(own) = own
        && !name.is(names::DICT())
        && !name.is(names::CLASS())
    {
        return Ok(own);
    }
    match vm.generic_get_attr(this.obj(), name) {
        Ok(value) => return Ok(value),
        Err(raised) => vm.suppress(raised, &crate::types::exceptions::ATTRIBUTE_ERROR)?,
    }
    if let Some(getattr) = this.get_name(names::GETATTR()) {
        return vm.call_one(&getattr, name);
    }
    match this.get_name(names::NAME()).filter(|name| name.cast::<Str>().is_some()) {
        Some(module) => Err(vm.attribute_error(format_args!(
            "module '{}' has no attribute '{}'",
            Text(&module),
            Text(name)
        ))),
        None => Err(vm.attribute_error(format_args!("module has no attribute '{}'", Text(name)))),
    }
}

fn module_set_attr(vm: &Vm, this: This<'_, Module>, name: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    if name.is(names::DICT()) {
        return Err(vm.attribute_error("readonly attribute"));
    }
    let dict = this.dict();
    let Some(dict) = dict.as_deref().and_then(|dict| dict.cast::<Dict>()) else { return Ok(()) };
    match value {
        Some(value) => dict.insert(vm, name, value.own()).map(drop),
        None => match dict.remove(vm, name)? {
            Some(_) => Ok(()),
            None => Err(vm.attribute_error(format_args!(
                "module '{}' has no attribute '{}'",
                Text(&this.get_name(names::NAME()).unwrap_or_else(Ref::none)),
                Text(name)
            ))),
        },
    }
}

fn module_repr(vm: &Vm, this: This<'_, Module>) -> Outcome {
    let name = match this.get_name(names::NAME()) {
        Some(name) => vm.repr(&name)?,
        None => vm.str("'?'")?,
    };
    match this.get_name(names::FILE()) {
        Some(file) => {
            let file = vm.repr(&file)?;
            vm.str_fmt(format_args!("<module {} from {}>", Text(&name), Text(&file)))
        }
        None if this.get_name(names::LOADER()).is_some_and(|loader| !loader.is_none()) => {
            vm.str_fmt(format_args!("<module {}>", Text(&name)))
        }
        None => vm.str_fmt(format_args!("<module {} (built-in)>", Text(&name))),
    }
}

py_type! {
    /// `module`
    pub static MODULE: Module = "module", "Create a module object." {
        flags flags::BASE;
        gc container;
        new module_new;
        slots {
            repr: unary module_repr,
            getattro: binary module_get_attr,
            setattro: store module_set_attr,
        }
        attrs {
            getter "__dict__" () = module_dict, "";
        }
    }
}
