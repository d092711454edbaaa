//! `type`: the type of types.

use crate::class::{self, build, instance, mro, subclasses, type_of};
use crate::coll::dict::Dict;
use crate::model::types::Type;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, TypeRef, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;
use crate::{class::slots, py_type};

/// A type's storage begins at its header: this stands for what is behind it.
pub struct TypeTail;

// SAFETY: types are `Type`s; nothing is read through this zero-sized storage.
unsafe impl Storage for TypeTail {
    const TYPE: &'static Type = &TYPE;
    const FLAG: usize = flags::TYPE;
}

fn this_type(vm: &Vm, this: &Obj) -> Result<TypeRef, Raised> {
    type_of(this).ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'type' object but received a '{}'",
            this.type_().short_name()
        ))
    })
}

fn type_call(vm: &Vm, this: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let type_ = this_type(vm, this)?;
    if type_.is(&TYPE) && names.is_none() {
        match args {
            [object] => return Ok(object.type_().own()),
            [_, _, _] => {}
            _ => return Err(vm.type_error("type() takes 1 or 3 arguments")),
        }
    }
    instance::call_type(vm, type_, args, names)
}

fn type_init(vm: &Vm, _this: &Obj, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let keywords = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    match args.len() - keywords.min(args.len()) {
        1 if keywords > 0 => Err(vm.type_error("type.__init__() takes no keyword arguments")),
        1 | 3 => Ok(()),
        _ => Err(vm.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}

fn type_repr(vm: &Vm, this: &Obj) -> Outcome {
    let name = class::full_name(vm, this_type(vm, this)?)?;
    vm.str_fmt(format_args!("<class '{}'>", Text(&name)))
}

fn type_get_attr(vm: &Vm, this: &Obj, name: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    let in_metatype = vm.type_lookup(this.type_(), name);
    if let Some(found) = &in_metatype
        && found.type_().descr_set().is_some()
        && let Some(get) = found.type_().descr_get()
    {
        return get(found, Some(this), Some(this.type_().as_obj()));
    }
    if let Some(found) = vm.type_lookup(type_, name) {
        return class::bind_to_class(vm, &found, this);
    }
    match in_metatype {
        Some(found) => vm.bind(&found, this),
        None => Err(vm.no_attribute(this, name)),
    }
}

fn type_set_attr(vm: &Vm, this: &Obj, name: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let type_ = this_type(vm, this)?;
    let Some(dict) = type_.dict().filter(|_| type_.is_heap()).and_then(|dict| dict.cast::<Dict>()) else {
        return Err(vm.type_error(format_args!(
            "cannot set '{}' attribute of immutable type '{}'",
            Text(name),
            type_.name()
        )));
    };
    if let Some(found) = vm.type_lookup(this.type_(), name)
        && let Some(set) = found.type_().descr_set()
    {
        return if set(&found, this, value) < 0 { Err(Raised::already_set()) } else { Ok(()) };
    }
    match value {
        Some(value) => drop(dict.insert(vm, name, value.own())?),
        None => {
            if dict.remove(vm, name)?.is_none() {
                return Err(vm.no_attribute(this, name));
            }
        }
    }
    slots::attribute_changed(vm, type_, name)
}

fn type_name(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    match class::names_of(type_) {
        Some((name, _)) => Ok(name),
        None => vm.str(type_.short_name()),
    }
}

fn type_qualname(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    match class::names_of(type_) {
        Some((_, qualname)) => Ok(qualname),
        None => vm.str(type_.short_name()),
    }
}

/// A heap type to change an attribute of.
fn changeable(vm: &Vm, this: &Obj, name: &str, value: Option<&Obj>) -> Result<TypeRef, Raised> {
    let type_ = this_type(vm, this)?;
    if !type_.is_heap() {
        return Err(
            vm.type_error(format_args!("cannot set '{name}' attribute of immutable type '{}'", type_.name()))
        );
    }
    if value.is_none() {
        return Err(
            vm.type_error(format_args!("cannot delete '{name}' attribute of type '{}'", type_.name()))
        );
    }
    Ok(type_)
}

fn set_type_name(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let type_ = changeable(vm, this, "__name__", value)?;
    let value = value.unwrap_or(Obj::NONE);
    if value.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "can only assign string to {}.__name__, not '{}'",
            type_.short_name(),
            value.type_().short_name()
        )));
    }
    class::set_name(vm, type_, value)
}

fn set_type_qualname(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let type_ = changeable(vm, this, "__qualname__", value)?;
    let value = value.unwrap_or(Obj::NONE);
    if value.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "can only assign string to {}.__qualname__, not '{}'",
            type_.short_name(),
            value.type_().short_name()
        )));
    }
    class::set_qualname(type_, value);
    Ok(())
}

fn type_module(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    if let Some(dict) = type_.dict().and_then(|dict| dict.cast::<Dict>()) {
        return dict.get_name(names::MODULE()).ok_or_else(|| vm.no_attribute(this, names::MODULE()));
    }
    match type_.name().rsplit_once('.') {
        Some((module, _)) => vm.str(module),
        None => vm.str("builtins"),
    }
}

/// Sets an attribute that is in the class's dict, though `type` computes it.
fn set_in_dict(vm: &Vm, this: &Obj, name: &Obj, text: &str, value: Option<&Obj>) -> Result<(), Raised> {
    let type_ = changeable(vm, this, text, value)?;
    if let (Some(dict), Some(value)) = (type_.dict().and_then(|dict| dict.cast::<Dict>()), value) {
        dict.set_name(vm, name, value.own())?;
    }
    vm.class_changed(type_);
    Ok(())
}

fn set_type_module(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    set_in_dict(vm, this, names::MODULE(), "__module__", value)
}

fn type_doc(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    match type_.dict().and_then(|dict| dict.cast::<Dict>()) {
        Some(dict) => match dict.get_name(names::DOC()) {
            Some(doc) => class::bind_to_class(vm, &doc, this),
            None => Ok(Ref::none()),
        },
        None => type_.doc().map_or_else(|| Ok(Ref::none()), |doc| vm.str(doc)),
    }
}

fn set_type_doc(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    set_in_dict(vm, this, names::DOC(), "__doc__", value)
}

/// The annotations of the class itself; an empty dict is made if it has none.
fn type_annotations(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    let Some(dict) = type_.dict().and_then(|dict| dict.cast::<Dict>()) else {
        return Err(vm.no_attribute(this, names::ANNOTATIONS()));
    };
    match dict.get_name(names::ANNOTATIONS()) {
        Some(own) => class::bind_to_class(vm, &own, this),
        None => {
            let own = vm.dict()?;
            dict.set_name(vm, names::ANNOTATIONS(), own.clone())?;
            vm.class_changed(type_);
            Ok(own)
        }
    }
}

fn set_type_annotations(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let type_ = this_type(vm, this)?;
    let dict = type_.dict().and_then(|dict| dict.cast::<Dict>()).filter(|_| type_.is_heap());
    let Some(dict) = dict else {
        return Err(vm.type_error(format_args!(
            "cannot set '__annotations__' attribute of immutable type '{}'",
            type_.name()
        )));
    };
    match value {
        Some(value) => dict.set_name(vm, names::ANNOTATIONS(), value.own())?,
        None if dict.remove(vm, names::ANNOTATIONS())?.is_none() => {
            return Err(vm.attribute_error("__annotations__"));
        }
        None => {}
    }
    vm.class_changed(type_);
    Ok(())
}

fn type_bases(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    match (type_.bases(), type_.base()) {
        (Some(bases), _) => Ok(bases.own()),
        (None, Some(base)) => vm.tuple(&[base.as_obj()]),
        (None, None) => vm.tuple(&[]),
    }
}

fn type_base(vm: &Vm, this: &Obj) -> Outcome {
    Ok(this_type(vm, this)?.base().map_or_else(Ref::none, TypeRef::own))
}

fn type_mro(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this_type(vm, this)?;
    match type_.mro() {
        Some(order) => Ok(order.own()),
        None => mro::tuple_of(vm, type_),
    }
}

fn type_flags(vm: &Vm, this: &Obj) -> Outcome {
    vm.int(this_type(vm, this)?.flags() as i64)
}

fn type_mro_method(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let order = type_mro(vm, this)?;
    vm.list(order.cast::<Tuple>().map_or(&[][..], |order| order.items()))
}

fn type_subclasses(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.list_from(subclasses::direct(vm, this_type(vm, this)?)?)
}

fn type_prepare(vm: &Vm, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.dict()
}

fn type_instancecheck(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.is_plain_instance(crate::args::required(args, 0), this)?))
}

fn type_subclasscheck(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.is_plain_subclass(crate::args::required(args, 0), this)?))
}

use crate::types::mapping_proxy;
use crate::types::union_::type_or;

py_type! {
    /// The type of types.
    pub static TYPE: TypeTail = "type", "Class of an object, or a new class." {
        flags flags::BASE | flags::MANAGED_WEAKREF;
        gc type_object;
        new build::type_new;
        call type_call;
        slots {
            repr: unary type_repr, getattro: binary type_get_attr, setattro: store type_set_attr,
            init: init type_init,
        }
        number { or: binary type_or, }
        attrs {
            getset "__name__" (set_type_name) = type_name, "";
            getset "__qualname__" (set_type_qualname) = type_qualname, "";
            getset "__module__" (set_type_module) = type_module, "";
            getset "__doc__" (set_type_doc) = type_doc, "";
            getset "__annotations__" (set_type_annotations) = type_annotations, "";
            getter "__dict__" () = mapping_proxy::of_type, "";
            getter "__bases__" () = type_bases, "";
            getter "__base__" () = type_base, "";
            getter "__mro__" () = type_mro, "";
            getter "__flags__" () = type_flags, "";
            method "mro" (0, 0) = type_mro_method, "Return a type's method resolution order.";
            method "__subclasses__" (0, 0) = type_subclasses, "Return a list of immediate subclasses.";
            method "__instancecheck__" (1, 1) = type_instancecheck, "Check if an object is an instance.";
            method "__subclasscheck__" (1, 1) = type_subclasscheck, "Check if a class is a subclass.";
            method "__dir__" (0, 0) = crate::types::object::directory::type_dir, "Specialized __dir__ implementation for types.";
            raw_classmethod "__prepare__" () = type_prepare, "Create the namespace for the class statement";
        }
    }
}
