//! `dict.keys()`, `dict.values()`, `dict.items()`: live views.

pub mod algebra;

use pyrite_algo::Buf;

use crate::coll::dict::Dict;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::dict::iterators::{DictIterator, ITEMS, KEYS, REVERSE, VALUES};

/// A view of the given kind ([`KEYS`], [`VALUES`], [`ITEMS`]).
#[repr(C)]
pub struct DictView<const KIND: u8> {
    dict: Ref,
}

// SAFETY: instances of the three types below hold this.
unsafe impl<const KIND: u8> Storage for DictView<KIND> {
    const TYPE: &'static Type = match KIND {
        VALUES => &DICT_VALUES,
        ITEMS => &DICT_ITEMS,
        _ => &DICT_KEYS,
    };

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.dict);
    }
}

impl<const KIND: u8> DictView<KIND> {
    /// The dict looked at.
    pub fn dict(&self) -> Option<This<'_, Dict>> {
        self.dict.cast::<Dict>()
    }
}

fn view_of<const KIND: u8>(vm: &Vm, this: This<'_, Dict>, _args: &[Ref]) -> Outcome {
    let view = DictView::<KIND> { dict: this.own() };
    vm.memory(vm.allocate(TypeRef::of(DictView::<KIND>::TYPE), view, size_of::<DictView<KIND>>()))
}

/// `dict.keys()`
///
/// # Errors
/// MemoryError.
pub fn dict_keys(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    view_of::<KEYS>(vm, this, args)
}

/// `dict.values()`
///
/// # Errors
/// MemoryError.
pub fn dict_values(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    view_of::<VALUES>(vm, this, args)
}

/// `dict.items()`
///
/// # Errors
/// MemoryError.
pub fn dict_items(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    view_of::<ITEMS>(vm, this, args)
}

fn view_len<const KIND: u8>(_vm: &Vm, this: This<'_, DictView<KIND>>) -> Result<usize, Raised> {
    Ok(this.dict().map_or(0, |dict| dict.len()))
}

fn keys_iter(vm: &Vm, this: This<'_, DictView<KEYS>>) -> Outcome {
    iterate(vm, &this.dict, DictIterator::<KEYS>::start)
}

fn values_iter(vm: &Vm, this: This<'_, DictView<VALUES>>) -> Outcome {
    iterate(vm, &this.dict, DictIterator::<VALUES>::start)
}

fn items_iter(vm: &Vm, this: This<'_, DictView<ITEMS>>) -> Outcome {
    iterate(vm, &this.dict, DictIterator::<ITEMS>::start)
}

fn keys_reversed(vm: &Vm, this: This<'_, DictView<KEYS>>, _args: &[Ref]) -> Outcome {
    iterate(vm, &this.dict, DictIterator::<{ KEYS | REVERSE }>::start)
}

fn values_reversed(vm: &Vm, this: This<'_, DictView<VALUES>>, _args: &[Ref]) -> Outcome {
    iterate(vm, &this.dict, DictIterator::<{ VALUES | REVERSE }>::start)
}

fn items_reversed(vm: &Vm, this: This<'_, DictView<ITEMS>>, _args: &[Ref]) -> Outcome {
    iterate(vm, &this.dict, DictIterator::<{ ITEMS | REVERSE }>::start)
}

fn iterate(vm: &Vm, dict: &Obj, start: fn(&Vm, This<'_, Dict>) -> Outcome) -> Outcome {
    match dict.cast::<Dict>() {
        Some(dict) => start(vm, dict),
        None => Err(vm.type_error("a view needs a dict")),
    }
}

fn view_repr(vm: &Vm, this: &Obj) -> Outcome {
    let Some(_guard) = vm.enter_repr(this)? else { return vm.str("...") };
    let name = this.type_().short_name();
    let items = vm.collect_list(this)?;
    let items = vm.list_from(items)?;
    let shown = vm.repr(&items)?;
    let mut text = Buf::new();
    vm.memory(text.extend_from_slice(name.as_bytes()))?;
    vm.memory(text.push(b'('))?;
    vm.append_utf8(&shown, &mut text)?;
    vm.memory(text.push(b')'))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn keys_contain(vm: &Vm, this: This<'_, DictView<KEYS>>, key: &Obj) -> Result<bool, Raised> {
    match this.dict() {
        Some(dict) => dict.contains(vm, key),
        None => Ok(false),
    }
}

fn items_contain(vm: &Vm, this: This<'_, DictView<ITEMS>>, item: &Obj) -> Result<bool, Raised> {
    let Some([key, value]) = item.cast::<Tuple>().map(|tuple| tuple.items()) else { return Ok(false) };
    let found = match this.dict() {
        Some(dict) => dict.get(vm, key)?,
        None => None,
    };
    found.map_or(Ok(false), |found| vm.equals(&found, value))
}

fn mapping<const KIND: u8>(vm: &Vm, this: This<'_, DictView<KIND>>) -> Outcome {
    crate::types::mapping_proxy::proxy(vm, this.dict.clone())
}

py_type! {
    /// The type of `dict.keys()`.
    pub static DICT_KEYS: DictView<KEYS> = "dict_keys", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots {
            repr: unary view_repr,
            richcompare: compare algebra::view_compare,
            iter: unary keys_iter,
        }
        number {
            subtract: binary algebra::view_subtract,
            and: binary algebra::view_and,
            xor: binary algebra::view_xor,
            or: binary algebra::view_or,
        }
        sequence { length: length view_len::<KEYS>, contains: contains keys_contain, }
        attrs {
            method "isdisjoint" (1, 1) = algebra::view_is_disjoint, "Return True if the view and the given iterable have a null intersection.";
            method "__reversed__" (0, 0) = keys_reversed, "Iterate over the keys backwards.";
            getter "mapping" () = mapping::<KEYS>, "dictionary that this view refers to";
        }
    }
}

py_type! {
    /// The type of `dict.values()`.
    pub static DICT_VALUES: DictView<VALUES> = "dict_values", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary view_repr, iter: unary values_iter, }
        sequence { length: length view_len::<VALUES>, }
        attrs {
            method "__reversed__" (0, 0) = values_reversed, "Return a reverse iterator over the dict values.";
            getter "mapping" () = mapping::<VALUES>, "dictionary that this view refers to";
        }
    }
}

py_type! {
    /// The type of `dict.items()`.
    pub static DICT_ITEMS: DictView<ITEMS> = "dict_items", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots {
            repr: unary view_repr,
            richcompare: compare algebra::view_compare,
            iter: unary items_iter,
        }
        number {
            subtract: binary algebra::view_subtract,
            and: binary algebra::view_and,
            xor: binary algebra::view_xor,
            or: binary algebra::view_or,
        }
        sequence { length: length view_len::<ITEMS>, contains: contains items_contain, }
        attrs {
            method "isdisjoint" (1, 1) = algebra::view_is_disjoint, "Return True if the view and the given iterable have a null intersection.";
            method "__reversed__" (0, 0) = items_reversed, "Return a reverse iterator over the dict items.";
            getter "mapping" () = mapping::<ITEMS>, "dictionary that this view refers to";
        }
    }
}
