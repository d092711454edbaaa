//! `collections.defaultdict`: a dict that makes the values that are missing.

use crate::args;
use crate::coll::dict::Dict;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::new::Text;
use crate::py_type;
use crate::raw::tuple::Tuple;

/// A dict and what makes its values.
#[repr(C)]
pub struct DefaultDict {
    dict: Dict,
    factory: Slot,
}

// SAFETY: DEFAULTDICT's instances, and those of its subtypes, begin with this.
unsafe impl Storage for DefaultDict {
    const TYPE: &'static Type = &DEFAULTDICT;

    fn traverse(&self, visitor: &mut Visitor) {
        self.dict.traverse(visitor);
        self.factory.visit(visitor);
    }

    fn clear(&self) {
        self.factory.set(None);
        self.dict.clear();
    }
}

fn default_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let storage = DefaultDict { dict: Dict::new(), factory: Slot::new(None) };
    vm.memory(vm.allocate(type_, storage, size_of::<DefaultDict>()))
}

fn default_init(
    vm: &Vm,
    this: This<'_, DefaultDict>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let keywords = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    let (factory, rest) = match args.split_first() {
        Some((factory, rest)) if args.len() > keywords => (&**factory, rest),
        _ => (Obj::NONE, args),
    };
    if !factory.is_none() && !vm.is_callable(factory) {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    this.factory.set(Some(factory.own()));
    match this.obj().cast::<Dict>() {
        Some(dict) => super::update::update_from_arguments(vm, dict, "defaultdict", rest, names),
        None => Ok(()),
    }
}

fn factory_of(_vm: &Vm, this: This<'_, DefaultDict>) -> Outcome {
    Ok(this.factory.get().unwrap_or_else(Ref::none))
}

fn set_factory(_vm: &Vm, this: This<'_, DefaultDict>, value: Option<&Obj>) -> Result<(), Raised> {
    this.factory.set(value.map(Obj::own));
    Ok(())
}

fn missing(vm: &Vm, this: This<'_, DefaultDict>, args: &[Ref]) -> Outcome {
    let key = args::required(args, 0);
    let Some(factory) = this.factory.get().filter(|factory| !factory.is_none()) else {
        return Err(vm.key_error(key));
    };
    let value = vm.call(&factory, &[])?;
    vm.set_item(this.obj(), key, &value)?;
    Ok(value)
}

fn default_repr(vm: &Vm, this: This<'_, DefaultDict>) -> Outcome {
    let factory = factory_of(vm, this)?;
    // A factory may show the dict itself.
    let factory = match vm.enter_repr(this.obj())? {
        Some(_guard) => vm.repr(&factory)?,
        None => vm.str("...")?,
    };
    let entries = match this.obj().cast::<Dict>() {
        Some(dict) => super::dict_repr(vm, dict)?,
        None => vm.str("{}")?,
    };
    let name = this.obj().type_().short_name();
    vm.str_fmt(format_args!("{name}({}, {})", Text(&factory), Text(&entries)))
}

fn copy(vm: &Vm, this: This<'_, DefaultDict>, _args: &[Ref]) -> Outcome {
    vm.call(this.obj().type_().as_obj(), &[factory_of(vm, this)?, this.own()])
}

fn reduce(vm: &Vm, this: This<'_, DefaultDict>, _args: &[Ref]) -> Outcome {
    let args = match factory_of(vm, this)? {
        factory if factory.is_none() => vm.tuple(&[])?,
        factory => vm.tuple_of(&[factory])?,
    };
    let items = vm.memory(vm.intern("items"))?;
    let items = vm.call_method(this.obj(), &items, &[])?;
    let items = vm.iter(&items)?;
    vm.tuple_of(&[this.obj().type_().own(), args, Ref::none(), Ref::none(), items])
}

fn default_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let (this, is_left) = match a.cast::<DefaultDict>() {
        Some(this) => (this, true),
        None => match b.cast::<DefaultDict>() {
            Some(this) => (this, false),
            None => return Ok(Obj::NOT_IMPLEMENTED.own()),
        },
    };
    let other = if is_left { b } else { a };
    if other.cast::<Dict>().is_none() {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let union = vm.call(this.obj().type_().as_obj(), &[factory_of(vm, this)?, a.own()])?;
    if let Some(union) = union.cast::<Dict>() {
        super::update::update_from(vm, union, b)?;
    }
    Ok(union)
}

py_type! {
    /// `collections.defaultdict`
    pub static DEFAULTDICT: DefaultDict = "collections.defaultdict", "Dictionary that makes missing values by a factory." {
        base super::DICT;
        flags flags::BASE | flags::DICT;
        gc container;
        new default_new;
        slots { repr: unary default_repr, init: init default_init, }
        number { or: binary default_or, inplace_or: binary super::dict_inplace_or, }
        attrs {
            getset "default_factory" (set_factory) = factory_of, "Maker of missing values.";
            method "__missing__" (1, 1) = missing, "Called by __getitem__ for missing keys.";
            method "copy" (0, 0) = copy, "Shallow copy.";
            method "__copy__" (0, 0) = copy, "Shallow copy.";
            method "__reduce__" (0, 0) = reduce, "State for pickle.";
        }
    }
}
