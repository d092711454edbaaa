//! `object`: the base of all types.

pub mod directory;
pub mod reduce;

use core::ffi::c_int;

use crate::class::{self, instance::has_object_init};
use crate::model::types::FastNewFn;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, NativeAttr, Raised, Storage, Type, TypeRef, Vm, flags};
use crate::names;

/// Storage of a plain `object()`: nothing.
pub struct Empty;

// SAFETY: OBJECT's own instances have no storage; a zero-sized one is always there.
unsafe impl Storage for Empty {
    const TYPE: &'static Type = &OBJECT;
}

/// `tp_getattro` of most types.
pub extern "C" fn get_attr_slot(object: &Obj, name: &Obj) -> Outcome {
    crate::model::current::vm().generic_get_attr(object, name)
}

/// `tp_setattro` of most types.
pub extern "C" fn set_attr_slot(object: &Obj, name: &Obj, value: Option<&Obj>) -> c_int {
    crate::tables::status(crate::model::current::vm().generic_store_attr(object, name, value))
}

fn object_repr(vm: &Vm, this: &Obj) -> Outcome {
    vm.default_repr(this)
}

fn object_str(vm: &Vm, this: &Obj) -> Outcome {
    vm.repr(this)
}

fn object_hash(_vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    Ok(pyrite_algo::hash::hash_address(this.bits()) as usize)
}

fn object_compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    match op {
        CompareOp::Eq if this.is(other) => Ok(Ref::bool(true)),
        CompareOp::Ne => match this.type_().richcompare() {
            Some(compare) => {
                let equal = compare(this, other, CompareOp::Eq as c_int)?;
                if equal.is(Obj::NOT_IMPLEMENTED) { Ok(equal) } else { Ok(Ref::bool(!vm.is_true(&equal)?)) }
            }
            None => Ok(Obj::NOT_IMPLEMENTED.own()),
        },
        _ => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

fn object_class(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.type_().own())
}

/// Whether `new` is `object.__new__`.
pub fn is_object_new(new: FastNewFn) -> bool {
    TypeRef::of(&OBJECT).fast_new().is_some_and(|own| own as usize == new as usize)
}

/// `object.__new__`
///
/// # Errors
/// TypeError for arguments that nobody takes, and for abstract classes; MemoryError.
pub fn object_new(vm: &Vm, type_: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    if !args.is_empty() {
        check_new_args(vm, type_)?;
    }
    if type_.has(flags::ABSTRACT) {
        return Err(abstract_error(vm, type_));
    }
    vm.memory(vm.allocate(type_, Empty, 0))
}

#[cold]
fn check_new_args(vm: &Vm, type_: TypeRef) -> Result<(), Raised> {
    if !type_.fast_new().is_some_and(is_object_new) {
        return Err(vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
    }
    if has_object_init(type_) {
        return Err(vm.type_error(format_args!("{}() takes no arguments", type_.short_name())));
    }
    Ok(())
}

/// The arguments of `object.__init__`: none, unless `__new__` took them.
///
/// # Errors
/// TypeError.
pub fn check_init_args(vm: &Vm, type_: TypeRef, args: &[Ref]) -> Result<(), Raised> {
    if args.is_empty() {
        return Ok(());
    }
    if !has_object_init(type_) {
        return Err(
            vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)")
        );
    }
    if type_.fast_new().is_some_and(is_object_new) {
        return Err(vm.type_error(format_args!("{}() takes no arguments", type_.short_name())));
    }
    Ok(())
}

#[cold]
fn abstract_error(vm: &Vm, type_: TypeRef) -> Raised {
    let missing = abstract_names(vm, type_);
    let (count, names) = match &missing {
        Ok((count, names)) => (*count, names),
        Err(_) => return Raised::already_set(),
    };
    vm.type_error(format_args!(
        "Can't instantiate abstract class {} without an implementation for abstract method{} {}",
        type_.short_name(),
        if count == 1 { "" } else { "s" },
        crate::new::Text(names)
    ))
}

/// How many abstract methods a class has, and their names in quotes, sorted.
fn abstract_names(vm: &Vm, type_: TypeRef) -> Result<(usize, Ref), Raised> {
    let set = vm.get_attr(type_.as_obj(), names::ABSTRACTMETHODS())?;
    let mut names = pyrite_algo::Buf::<pyrite_algo::Buf<u8>>::new();
    vm.for_each(&set, |name| {
        let text = vm.utf8(&name)?;
        vm.memory(names.push(text))
    })?;
    names.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
    let mut text = pyrite_algo::Buf::<u8>::new();
    for (index, name) in names.iter().enumerate() {
        let separator: &[u8] = if index == 0 { b"'" } else { b", '" };
        vm.memory(text.extend_from_slice(separator))?;
        vm.memory(text.extend_from_slice(name))?;
        vm.memory(text.push(b'\''))?;
    }
    Ok((names.len(), vm.memory(vm.new_str_wtf8(&text))?))
}

fn object_init(vm: &Vm, this: &Obj, args: &[Ref], _names: Option<&Obj>) -> Result<(), Raised> {
    check_init_args(vm, this.type_(), args)
}

fn set_object_class(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(new) = class::type_of(value) else {
        return Err(vm.type_error(format_args!(
            "__class__ must be set to a class, not '{}' object",
            value.type_().short_name()
        )));
    };
    class::set_class(vm, this, new)
}

fn object_dict(vm: &Vm, this: &Obj) -> Outcome {
    vm.instance_dict(this)?.ok_or_else(|| vm.no_attribute(this, names::DICT()))
}

fn set_object_dict(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("cannot delete __dict__")) };
    if value.cast::<crate::coll::dict::Dict>().is_none() {
        return Err(vm.type_error(format_args!(
            "__dict__ must be set to a dictionary, not a '{}'",
            value.type_().short_name()
        )));
    }
    if vm.set_instance_dict(this, value) { Ok(()) } else { Err(vm.no_attribute(this, names::DICT())) }
}

/// `__dict__` of the instances of classes.
pub static DICT_ATTR: NativeAttr = crate::native_attr!(
    Some(&OBJECT); getset "__dict__" (set_object_dict) = object_dict, "dictionary for instance variables"
);

fn object_init_subclass(vm: &Vm, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    match args {
        [_] => Ok(Ref::none()),
        [class, ..] => Err(vm.type_error(format_args!(
            "{}.__init_subclass__() takes no keyword arguments",
            class::type_of(class).map_or("?", TypeRef::short_name)
        ))),
        [] => Err(vm.type_error("unbound method object.__init_subclass__() needs an argument")),
    }
}

fn object_subclasshook(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Obj::NOT_IMPLEMENTED.own())
}

fn object_format(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let spec = crate::args::required(args, 0);
    match spec.cast::<crate::raw::str::Str>() {
        Some(spec) if spec.is_empty() => vm.to_str(this),
        Some(_) => Err(vm.type_error(format_args!(
            "unsupported format string passed to {}.__format__",
            this.type_().short_name()
        ))),
        None => Err(vm.type_error(format_args!(
            "__format__() argument must be str, not {}",
            spec.type_().short_name()
        ))),
    }
}

fn object_sizeof(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.int(class::instance::memory_of(this) as i64)
}

use crate::py_type;
py_type! {
    /// The base of all types.
    pub static OBJECT: Empty = "object", "Root of all classes." {
        flags flags::BASE;
        gc root;
        new object_new;
        slots {
            repr: unary object_repr,
            str_: unary object_str,
            hash: hash object_hash,
            richcompare: compare object_compare,
            init: init object_init,
            getattro: raw get_attr_slot,
            setattro: raw set_attr_slot,
        }
        attrs {
            getset "__class__" (set_object_class) = object_class, "the object's class";
            raw_classmethod "__init_subclass__" () = object_init_subclass, "Hook for new subclasses.";
            classmethod "__subclasshook__" (0, 255) = object_subclasshook, "Hook for issubclass().";
            method "__format__" (1, 1) = object_format, "Text, as str() gives.";
            method "__dir__" (0, 0) = directory::object_dir, "Names of the attributes.";
            method "__reduce__" (0, 0) = reduce::object_reduce, "Helper for pickle.";
            method "__reduce_ex__" (1, 1) = reduce::object_reduce_ex, "Helper for pickle.";
            method "__getstate__" (0, 0) = reduce::object_get_state, "Helper for pickle.";
            method "__sizeof__" (0, 0) = object_sizeof, "Bytes of memory it takes.";
        }
    }
}
