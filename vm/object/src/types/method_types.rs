//! `staticmethod` and `classmethod`: functions that do not bind to the instance.

use crate::coll::dict::Dict;
use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;

/// Where both types keep their dict.
const DICT_OFFSET: isize = (HEADER_SIZE + core::mem::offset_of!(StaticMethod, dict)) as isize;

macro_rules! wrapper_storage {
    ($(#[$doc:meta])* $Name:ident $TYPE:ident) => {
        $(#[$doc])*
        #[repr(C)]
        pub struct $Name {
            /// `__func__`
            pub function: Slot,
            /// `__dict__`, once there is one.
            dict: Slot,
        }

        // SAFETY: instances of the type and its subtypes begin with this.
        unsafe impl Storage for $Name {
            const TYPE: &'static Type = &$TYPE;

            fn traverse(&self, visitor: &mut Visitor) {
                self.function.visit(visitor);
                self.dict.visit(visitor);
            }

            fn clear(&self) {
                self.function.set(None);
                self.dict.set(None);
            }
        }
    };
}

wrapper_storage! {
    /// A function that is not bound at all.
    StaticMethod STATIC_METHOD
}
wrapper_storage! {
    /// A function that is bound to the class.
    ClassMethod CLASS_METHOD
}

/// `staticmethod(function)`
///
/// # Errors
/// MemoryError.
pub fn static_method(vm: &Vm, function: &Obj) -> Outcome {
    let storage = StaticMethod { function: Slot::new(Some(function.own())), dict: Slot::new(None) };
    vm.memory(vm.allocate(TypeRef::of(&STATIC_METHOD), storage, size_of::<StaticMethod>()))
}

/// `classmethod(function)`
///
/// # Errors
/// MemoryError.
pub fn class_method(vm: &Vm, function: &Obj) -> Outcome {
    let storage = ClassMethod { function: Slot::new(Some(function.own())), dict: Slot::new(None) };
    vm.memory(vm.allocate(TypeRef::of(&CLASS_METHOD), storage, size_of::<ClassMethod>()))
}

fn only_argument<'a>(vm: &Vm, what: &str, args: &'a [Ref], names: Option<&Obj>) -> Result<&'a Ref, Raised> {
    if names.is_some() {
        return Err(vm.type_error(format_args!("{what}() takes no keyword arguments")));
    }
    match args {
        [function] => Ok(function),
        _ => Err(vm.type_error(format_args!("{what} expected 1 argument, got {}", args.len()))),
    }
}

fn static_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let function = match only_argument(vm, "staticmethod", args, names) {
        Ok(function) => Some(function.clone()),
        Err(raised) if !type_.is_heap() => return Err(raised),
        // A subtype's __init__ may take other arguments.
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    };
    let storage = StaticMethod { function: Slot::new(function), dict: Slot::new(None) };
    vm.memory(vm.allocate(type_, storage, size_of::<StaticMethod>()))
}

fn static_init(
    vm: &Vm,
    this: This<'_, StaticMethod>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let function = only_argument(vm, "staticmethod", args, names)?;
    this.function.set(Some(function.clone()));
    Ok(())
}

fn class_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let function = match only_argument(vm, "classmethod", args, names) {
        Ok(function) => Some(function.clone()),
        Err(raised) if !type_.is_heap() => return Err(raised),
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    };
    let storage = ClassMethod { function: Slot::new(function), dict: Slot::new(None) };
    vm.memory(vm.allocate(type_, storage, size_of::<ClassMethod>()))
}

fn class_init(vm: &Vm, this: This<'_, ClassMethod>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let function = only_argument(vm, "classmethod", args, names)?;
    this.function.set(Some(function.clone()));
    Ok(())
}

fn function_of(vm: &Vm, what: &str, function: &Slot) -> Outcome {
    function.get().ok_or_else(|| vm.runtime_error(format_args!("uninitialized {what} object")))
}

fn static_get(
    vm: &Vm,
    this: This<'_, StaticMethod>,
    _instance: Option<&Obj>,
    _owner: Option<&Obj>,
) -> Outcome {
    function_of(vm, "staticmethod", &this.function)
}

fn class_get(vm: &Vm, this: This<'_, ClassMethod>, instance: Option<&Obj>, owner: Option<&Obj>) -> Outcome {
    let function = function_of(vm, "classmethod", &this.function)?;
    let class = match (owner, instance) {
        (Some(owner), _) => owner,
        (None, Some(instance)) => instance.type_().as_obj(),
        (None, None) => return Ok(this.own()),
    };
    vm.method(&function, class)
}

fn static_call(vm: &Vm, this: This<'_, StaticMethod>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let function = function_of(vm, "staticmethod", &this.function)?;
    vm.call_named(&function, args, names)
}

fn static_repr(vm: &Vm, this: This<'_, StaticMethod>) -> Outcome {
    let text = vm.repr(&*function_of(vm, "staticmethod", &this.function)?)?;
    vm.str_fmt(format_args!("<staticmethod({})>", Text(&text)))
}

fn class_repr(vm: &Vm, this: This<'_, ClassMethod>) -> Outcome {
    let text = vm.repr(&*function_of(vm, "classmethod", &this.function)?)?;
    vm.str_fmt(format_args!("<classmethod({})>", Text(&text)))
}

fn static_func(vm: &Vm, this: This<'_, StaticMethod>) -> Outcome {
    function_of(vm, "staticmethod", &this.function)
}

fn class_func(vm: &Vm, this: This<'_, ClassMethod>) -> Outcome {
    function_of(vm, "classmethod", &this.function)
}

/// Attributes that the wrapper takes from its function when it is made.
const TAKEN: [fn() -> &'static Obj; 5] =
    [names::MODULE, names::NAME, names::QUALNAME, names::DOC, names::ANNOTATIONS];

/// The attributes of a wrapper: those of its function until others are set.
fn dict_of(vm: &Vm, function: &Slot, dict: &Slot) -> Outcome {
    if let Some(dict) = dict.get() {
        return Ok(dict);
    }
    let made = vm.dict()?;
    if let (Some(own), Some(function)) = (made.cast::<Dict>(), function.get()) {
        for name in TAKEN {
            if let Some(value) = vm.find_attr(&function, name())? {
                own.set_name(vm, name(), value)?;
            }
        }
    }
    dict.set(Some(made.clone()));
    Ok(made)
}

fn static_dict(vm: &Vm, this: This<'_, StaticMethod>) -> Outcome {
    dict_of(vm, &this.storage().function, &this.storage().dict)
}

fn class_dict(vm: &Vm, this: This<'_, ClassMethod>) -> Outcome {
    dict_of(vm, &this.storage().function, &this.storage().dict)
}

/// Reads an attribute: data descriptors, the dict, the rest.
fn attr_of(vm: &Vm, this: &Obj, function: &Slot, dict: &Slot, name: &Obj) -> Outcome {
    let taken = TAKEN.iter().any(|each| each().is(name));
    if taken && crate::attr::attrs_of(this).is_none() {
        let dict = dict_of(vm, function, dict)?;
        if let Some(value) = dict.cast::<Dict>().and_then(|dict| dict.get_name(name)) {
            return Ok(value);
        }
    }
    vm.generic_get_attr(this, name)
}

fn static_attr(vm: &Vm, this: This<'_, StaticMethod>, name: &Obj) -> Outcome {
    attr_of(vm, this.obj(), &this.storage().function, &this.storage().dict, name)
}

fn class_attr(vm: &Vm, this: This<'_, ClassMethod>, name: &Obj) -> Outcome {
    attr_of(vm, this.obj(), &this.storage().function, &this.storage().dict, name)
}

fn abstract_of(vm: &Vm, function: Option<Ref>) -> Outcome {
    let Some(function) = function else { return Ok(Ref::bool(false)) };
    let name = vm.memory(vm.intern("__isabstractmethod__"))?;
    match vm.find_attr(&function, &name)? {
        Some(value) => Ok(Ref::bool(vm.is_true(&value)?)),
        None => Ok(Ref::bool(false)),
    }
}

fn static_abstract(vm: &Vm, this: This<'_, StaticMethod>) -> Outcome {
    abstract_of(vm, this.function.get())
}

fn class_abstract(vm: &Vm, this: This<'_, ClassMethod>) -> Outcome {
    abstract_of(vm, this.function.get())
}

py_type! {
    /// Functions that are not bound.
    pub static STATIC_METHOD: StaticMethod = "staticmethod", "Make a function ignore its instance." {
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new static_new;
        call static_call;
        slots { repr: unary static_repr, getattro: binary static_attr, descr_get: descr_get static_get, init: init static_init, }
        attrs {
            getter "__func__" () = static_func, "";
            getter "__wrapped__" () = static_func, "";
            getter "__isabstractmethod__" () = static_abstract, "";
            getter "__dict__" () = static_dict, "";
        }
    }
}

py_type! {
    /// Functions bound to the class.
    pub static CLASS_METHOD: ClassMethod = "classmethod", "Make a function take the class first." {
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new class_new;
        slots { repr: unary class_repr, getattro: binary class_attr, descr_get: descr_get class_get, init: init class_init, }
        attrs {
            getter "__func__" () = class_func, "";
            getter "__wrapped__" () = class_func, "";
            getter "__isabstractmethod__" () = class_abstract, "";
            getter "__dict__" () = class_dict, "";
        }
    }
}
