//! `staticmethod` and `classmethod`: functions that do not bind to the instance.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;

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

/// Attributes that the wrapper takes from its function.
macro_rules! from_function {
    ($($static_get:ident $class_get:ident $NAME:ident;)*) => {$(
        fn $static_get(vm: &Vm, this: This<'_, StaticMethod>) -> Outcome {
            vm.get_attr(&*static_func(vm, this)?, names::$NAME())
        }
        fn $class_get(vm: &Vm, this: This<'_, ClassMethod>) -> Outcome {
            vm.get_attr(&*class_func(vm, this)?, names::$NAME())
        }
    )*};
}

from_function! {
    static_name class_name NAME; static_qualname class_qualname QUALNAME; static_doc class_doc DOC;
    static_module class_module MODULE;
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
    pub static STATIC_METHOD: StaticMethod = "staticmethod", "Convert a function to be a static method." {
        flags flags::BASE;
        gc container;
        new static_new;
        call static_call;
        slots { repr: unary static_repr, descr_get: descr_get static_get, init: init static_init, }
        attrs {
            getter "__func__" () = static_func, "";
            getter "__wrapped__" () = static_func, "";
            getter "__name__" () = static_name, "";
            getter "__qualname__" () = static_qualname, "";
            getter "__doc__" () = static_doc, "";
            getter "__module__" () = static_module, "";
            getter "__isabstractmethod__" () = static_abstract, "";
        }
    }
}

py_type! {
    /// Functions bound to the class.
    pub static CLASS_METHOD: ClassMethod = "classmethod", "Convert a function to be a class method." {
        flags flags::BASE;
        gc container;
        new class_new;
        slots { repr: unary class_repr, descr_get: descr_get class_get, init: init class_init, }
        attrs {
            getter "__func__" () = class_func, "";
            getter "__wrapped__" () = class_func, "";
            getter "__name__" () = class_name, "";
            getter "__qualname__" () = class_qualname, "";
            getter "__doc__" () = class_doc, "";
            getter "__module__" () = class_module, "";
            getter "__isabstractmethod__" () = class_abstract, "";
        }
    }
}
