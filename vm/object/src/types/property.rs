//! `property`: an attribute computed by functions.

use core::cell::Cell;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::types::member::read_only;

/// The functions of an attribute.
#[repr(C)]
pub struct Property {
    /// `fget`
    pub getter: Slot,
    setter: Slot,
    deleter: Slot,
    doc: Slot,
    name: Slot,
    /// The documentation is that of the getter.
    doc_from_getter: Cell<bool>,
}

// SAFETY: instances of PROPERTY and its subtypes begin with this.
unsafe impl Storage for Property {
    const TYPE: &'static Type = &PROPERTY;

    fn traverse(&self, visitor: &mut Visitor) {
        for slot in self.slots() {
            slot.visit(visitor);
        }
    }

    fn clear(&self) {
        for slot in self.slots() {
            slot.set(None);
        }
    }
}

impl Property {
    fn slots(&self) -> [&Slot; 5] {
        [&self.getter, &self.setter, &self.deleter, &self.doc, &self.name]
    }
}

fn property_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let empty = || Slot::new(None);
    let property = Property {
        getter: empty(),
        setter: empty(),
        deleter: empty(),
        doc: empty(),
        name: empty(),
        doc_from_getter: Cell::new(false),
    };
    let _ = (args, names);
    vm.memory(vm.allocate(type_, property, size_of::<Property>()))
}

fn property_init(vm: &Vm, this: This<'_, Property>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    const PARAMS: [&str; 4] = ["fget", "fset", "fdel", "doc"];
    let mut bound: [Option<Ref>; 4] = [const { None }; 4];
    let names =
        names.and_then(|names| names.cast::<crate::raw::tuple::Tuple>()).map_or(&[][..], |n| n.items());
    let (positional, values) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    if positional.len() > PARAMS.len() {
        return Err(
            vm.type_error(format_args!("property() takes at most 4 arguments ({} given)", args.len()))
        );
    }
    for (slot, value) in bound.iter_mut().zip(positional) {
        *slot = Some(value.clone());
    }
    for (name, value) in names.iter().zip(values) {
        let index = PARAMS.iter().position(|param| crate::ops::call::str_is(name, param));
        match index.and_then(|index| bound.get_mut(index)) {
            Some(slot @ None) => *slot = Some(value.clone()),
            Some(_) => {
                return Err(vm.type_error(format_args!(
                    "argument for property() given by name ('{}') and position ({})",
                    Text(name),
                    index.map_or(0, |index| index + 1)
                )));
            }
            None => {
                return Err(vm.type_error(format_args!(
                    "property() got an unexpected keyword argument '{}'",
                    Text(name)
                )));
            }
        }
    }
    let [getter, setter, deleter, doc] = bound.map(|value| value.filter(|value| !value.is_none()));
    let mut from_getter = false;
    let doc = match (doc, &getter) {
        (None, Some(getter)) => {
            let doc = vm.find_attr(getter, names::DOC())?.filter(|doc| !doc.is_none());
            from_getter = doc.is_some();
            doc
        }
        (doc, _) => doc,
    };
    this.getter.set(getter);
    this.setter.set(setter);
    this.deleter.set(deleter);
    this.doc_from_getter.set(from_getter);
    if this.obj().type_().is(&PROPERTY) {
        this.doc.set(doc);
        return Ok(());
    }
    // A subtype has a `__doc__` of its own in the class: the instance's goes in front.
    this.doc.set(doc.clone());
    let stored = vm.set_attr(this.obj(), names::DOC(), doc.as_deref().unwrap_or(Obj::NONE));
    match stored {
        // Without a place for it, a text of its own is silently dropped.
        Err(raised) if !from_getter && vm.raised_is(&crate::types::exceptions::ATTRIBUTE_ERROR) => {
            drop(vm.take_raised(raised));
            Ok(())
        }
        stored => stored,
    }
}

/// Raises what a missing function means.
#[cold]
fn missing(vm: &Vm, this: This<'_, Property>, instance: &Obj, function: &str) -> Raised {
    let type_ = crate::class::names_of(instance.type_()).map(|(_, qualname)| qualname);
    let type_ = match type_.map_or_else(|| vm.str(instance.type_().short_name()), Ok) {
        Ok(type_) => type_,
        Err(raised) => return raised,
    };
    let type_ = Text(&type_);
    match name_of(vm, this) {
        Ok(Some(name)) => match vm.repr(&name) {
            Ok(name) => vm.attribute_error(format_args!(
                "property {} of '{type_}' object has no {function}",
                Text(&name)
            )),
            Err(raised) => raised,
        },
        Ok(None) => vm.attribute_error(format_args!("property of '{type_}' object has no {function}")),
        Err(raised) => raised,
    }
}

/// The name given by the class, else that of the getter.
fn name_of(vm: &Vm, this: This<'_, Property>) -> Result<Option<Ref>, Raised> {
    if let Some(name) = this.name.get() {
        return Ok(Some(name));
    }
    match this.getter.get() {
        Some(getter) => vm.find_attr(&getter, names::NAME()),
        None => Ok(None),
    }
}

fn property_get(vm: &Vm, this: This<'_, Property>, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    let Some(instance) = instance else { return Ok(this.own()) };
    match this.getter.get() {
        Some(getter) => vm.call_one(&getter, instance),
        None => Err(missing(vm, this, instance, "getter")),
    }
}

fn property_set(
    vm: &Vm,
    this: This<'_, Property>,
    instance: &Obj,
    value: Option<&Obj>,
) -> Result<(), Raised> {
    let (function, what) =
        if value.is_some() { (this.setter.get(), "setter") } else { (this.deleter.get(), "deleter") };
    let Some(function) = function else { return Err(missing(vm, this, instance, what)) };
    match value {
        Some(value) => vm.call(&function, &[instance.own(), value.own()]).map(drop),
        None => vm.call_one(&function, instance).map(drop),
    }
}

/// A property like this one with one function exchanged.
fn with_function(vm: &Vm, this: This<'_, Property>, index: usize, function: &Obj) -> Outcome {
    let mut parts = [this.getter.get(), this.setter.get(), this.deleter.get()];
    if let Some(part) = parts.get_mut(index) {
        *part = Some(function.own()).filter(|function| !function.is_none());
    }
    let [getter, setter, deleter] = parts.map(|part| part.unwrap_or_else(Ref::none));
    // The text goes with the getter it may come from.
    let doc = if index == 0 { Ref::none() } else { this.doc.get().unwrap_or_else(Ref::none) };
    let made = vm.call(this.obj().type_().as_obj(), &[getter, setter, deleter, doc])?;
    if let Some(made) = made.cast::<Property>() {
        made.name.set(this.name.get());
    }
    Ok(made)
}

fn getter(vm: &Vm, this: This<'_, Property>, args: &[Ref]) -> Outcome {
    with_function(vm, this, 0, crate::args::required(args, 0))
}

fn setter(vm: &Vm, this: This<'_, Property>, args: &[Ref]) -> Outcome {
    with_function(vm, this, 1, crate::args::required(args, 0))
}

fn deleter(vm: &Vm, this: This<'_, Property>, args: &[Ref]) -> Outcome {
    with_function(vm, this, 2, crate::args::required(args, 0))
}

fn set_name(_vm: &Vm, this: This<'_, Property>, args: &[Ref]) -> Outcome {
    this.name.set(args.get(1).cloned());
    Ok(Ref::none())
}

fn slot(slot: &Slot) -> Outcome {
    Ok(slot.get().unwrap_or_else(Ref::none))
}

fn fget(_vm: &Vm, this: This<'_, Property>) -> Outcome {
    slot(&this.getter)
}

fn fset(_vm: &Vm, this: This<'_, Property>) -> Outcome {
    slot(&this.setter)
}

fn fdel(_vm: &Vm, this: This<'_, Property>) -> Outcome {
    slot(&this.deleter)
}

fn doc(_vm: &Vm, this: This<'_, Property>) -> Outcome {
    slot(&this.doc)
}

fn set_doc(_vm: &Vm, this: This<'_, Property>, value: Option<&Obj>) -> Result<(), Raised> {
    this.doc.set(value.map(Obj::own));
    Ok(())
}

fn name(vm: &Vm, this: This<'_, Property>) -> Outcome {
    name_of(vm, this)?.ok_or_else(|| vm.no_attribute(this.obj(), names::NAME()))
}

fn set_name_attr(_vm: &Vm, this: This<'_, Property>, value: Option<&Obj>) -> Result<(), Raised> {
    this.name.set(value.map(Obj::own));
    Ok(())
}

fn is_abstract(vm: &Vm, this: This<'_, Property>) -> Outcome {
    let attribute = vm.memory(vm.intern("__isabstractmethod__"))?;
    for function in [&this.getter, &this.setter, &this.deleter] {
        let Some(function) = function.get() else { continue };
        if let Some(value) = vm.find_attr(&function, &attribute)?
            && vm.is_true(&value)?
        {
            return Ok(Ref::bool(true));
        }
    }
    Ok(Ref::bool(false))
}

py_type! {
    /// Attributes computed by functions.
    pub static PROPERTY: Property = "property", "Property attribute." {
        flags flags::BASE;
        gc container;
        new property_new;
        slots {
            init: init property_init, descr_get: descr_get property_get, descr_set: store property_set,
        }
        attrs {
            getset "fget" (read_only) = fget, "";
            getset "fset" (read_only) = fset, "";
            getset "fdel" (read_only) = fdel, "";
            getset "__doc__" (set_doc) = doc, "";
            getset "__name__" (set_name_attr) = name, "";
            getter "__isabstractmethod__" () = is_abstract, "";
            method "getter" (1, 1) = getter, "Copy with this getter.";
            method "setter" (1, 1) = setter, "Copy with this setter.";
            method "deleter" (1, 1) = deleter, "Copy with this deleter.";
            method "__set_name__" (2, 2) = set_name, "Tell it its name.";
        }
    }
}
