//! `dict`: mappings in insertion order.

pub mod iterators;
pub mod update;
pub mod views;
pub mod default;
pub mod ordered;

use pyrite_algo::Buf;

use crate::args;
use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, TypeRef, Vm, flags};
use crate::names;
use crate::py_type;
use crate::types::exceptions;
use iterators::DictIterator;

fn dict_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, Dict::new(), size_of::<Dict>()))
}

fn dict_init(vm: &Vm, this: This<'_, Dict>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    update::update_from_arguments(vm, this, "dict", args, names)
}

/// Appends `key: value, ...`.
fn write_entries(vm: &Vm, this: This<'_, Dict>, text: &mut Buf<u8>) -> Result<(), Raised> {
    let mut position = 0;
    while let Some((next, key, value)) = this.next_entry(position) {
        if text.len() > 1 {
            vm.memory(text.extend_from_slice(b", "))?;
        }
        let shown = vm.repr(&key)?;
        vm.append_utf8(&shown, text)?;
        vm.memory(text.extend_from_slice(b": "))?;
        let shown = vm.repr(&value)?;
        vm.append_utf8(&shown, text)?;
        position = next;
    }
    Ok(())
}

fn dict_repr(vm: &Vm, this: This<'_, Dict>) -> Outcome {
    if this.is_empty() {
        return vm.str("{}");
    }
    let Some(_guard) = vm.enter_repr(this.obj())? else { return vm.str("{...}") };
    let mut text = Buf::new();
    vm.memory(text.push(b'{'))?;
    write_entries(vm, this, &mut text)?;
    vm.memory(text.push(b'}'))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn dict_compare(vm: &Vm, this: This<'_, Dict>, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<Dict>(), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let equal = dicts_equal(vm, this, other)?;
    Ok(Ref::bool(equal == (op == CompareOp::Eq)))
}

fn dicts_equal(vm: &Vm, a: This<'_, Dict>, b: This<'_, Dict>) -> Result<bool, Raised> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, key, value)) = a.next_entry(position) {
        let Some(other) = b.get(vm, &key)? else { return Ok(false) };
        if !vm.equals(&other, &value)? {
            return Ok(false);
        }
        position = next;
    }
    Ok(true)
}

fn dict_len(_vm: &Vm, this: This<'_, Dict>) -> Result<usize, Raised> {
    Ok(this.len())
}

fn dict_contains(vm: &Vm, this: This<'_, Dict>, key: &Obj) -> Result<bool, Raised> {
    this.contains(vm, key)
}

fn dict_subscript(vm: &Vm, this: This<'_, Dict>, key: &Obj) -> Outcome {
    match this.get(vm, key)? {
        Some(value) => Ok(value),
        None => missing(vm, this, key),
    }
}

#[cold]
fn missing(vm: &Vm, this: This<'_, Dict>, key: &Obj) -> Outcome {
    if this.obj().exact::<Dict>().is_none()
        && let Some(method) = vm.lookup_special(this.obj(), names::MISSING())?
    {
        return vm.call_one(&method, key);
    }
    Err(vm.key_error(key))
}

fn dict_store(vm: &Vm, this: This<'_, Dict>, key: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    match value {
        Some(value) => drop(this.insert(vm, key, value.own())?),
        None => {
            if this.remove(vm, key)?.is_none() {
                return Err(vm.key_error(key));
            }
        }
    }
    Ok(())
}

fn dict_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let (Some(a), Some(b)) = (a.cast::<Dict>(), b.cast::<Dict>()) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let union = a.copy(vm)?;
    let union = vm.dict_from(union)?;
    if let Some(this) = union.cast::<Dict>() {
        update::update_from(vm, this, b.obj())?;
    }
    Ok(union)
}

fn dict_inplace_or(vm: &Vm, this: This<'_, Dict>, other: &Obj) -> Outcome {
    update::update_from(vm, this, other)?;
    Ok(this.own())
}

fn dict_clear(_vm: &Vm, this: This<'_, Dict>, _args: &[Ref]) -> Outcome {
    this.clear();
    Ok(Ref::none())
}

fn dict_copy(vm: &Vm, this: This<'_, Dict>, _args: &[Ref]) -> Outcome {
    vm.dict_from(this.copy(vm)?)
}

fn dict_from_keys(vm: &Vm, args: &[Ref]) -> Outcome {
    let value = args::optional(args, 2).unwrap_or(Obj::NONE);
    let result = vm.call(args::required(args, 0), &[])?;
    let keys = args::required(args, 1);
    match result.exact::<Dict>() {
        Some(this) => vm.for_each(keys, |key| this.insert(vm, &key, value.own()).map(drop))?,
        None => vm.for_each(keys, |key| vm.set_item(&result, &key, value))?,
    }
    Ok(result)
}

fn dict_get(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    match this.get(vm, args::required(args, 0))? {
        Some(value) => Ok(value),
        None => Ok(args::optional(args, 1).unwrap_or(Obj::NONE).own()),
    }
}

fn dict_pop(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    let key = args::required(args, 0);
    match (this.remove(vm, key)?, args::optional(args, 1)) {
        (Some((_key, value)), _) => Ok(value),
        (None, Some(default)) => Ok(default.own()),
        (None, None) => Err(vm.key_error(key)),
    }
}

fn dict_pop_item(vm: &Vm, this: This<'_, Dict>, _args: &[Ref]) -> Outcome {
    match this.pop_last(vm) {
        Some((key, value)) => vm.tuple_of(&[key, value]),
        None => Err(vm.raise_text(&exceptions::KEY_ERROR, format_args!("popitem(): dictionary is empty"))),
    }
}

fn dict_set_default(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    this.set_default(vm, args::required(args, 0), args::optional(args, 1).unwrap_or(Obj::NONE))
}

fn dict_update(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let (this, args) = crate::tables::split_receiver::<This<'_, Dict>>(vm, args)?;
    update::update_from_arguments(vm, this, "update", args, names)?;
    Ok(Ref::none())
}

fn dict_iter(vm: &Vm, this: This<'_, Dict>) -> Outcome {
    DictIterator::<{ iterators::KEYS }>::start(vm, this)
}

fn dict_reversed(vm: &Vm, this: This<'_, Dict>, _args: &[Ref]) -> Outcome {
    DictIterator::<{ iterators::KEYS | iterators::REVERSE }>::start(vm, this)
}

py_type! {
    /// `dict`: mappings in insertion order.
    pub static DICT: Dict = "dict", "Mapping of hashable keys to values." {
        flags flags::BASE | flags::MAPPING | flags::MATCH_SELF;
        gc container;
        new dict_new;
        slots {
            repr: unary dict_repr,
            richcompare: compare dict_compare,
            iter: unary dict_iter,
            init: init dict_init,
        }
        number { or: binary dict_or, inplace_or: binary dict_inplace_or, }
        sequence { contains: contains dict_contains, }
        mapping { length: length dict_len, subscript: binary dict_subscript, ass_subscript: store dict_store, }
        attrs {
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "See PEP 585";
            method "clear" (0, 0) = dict_clear, "Make it empty.";
            method "copy" (0, 0) = dict_copy, "Shallow copy.";
            classmethod "fromkeys" (1, 2) = dict_from_keys, "New dictionary with one value for all keys.";
            method "get" (1, 2) = dict_get, "Value of a key, or the default.";
            method "items" (0, 0) = views::dict_items, "View of the pairs.";
            method "keys" (0, 0) = views::dict_keys, "View of the keys.";
            method "values" (0, 0) = views::dict_values, "View of the values.";
            method "pop" (1, 2) = dict_pop, "Take out a key and give its value, or the default.";
            method "popitem" (0, 0) = dict_pop_item, "Take out the newest pair.";
            method "setdefault" (1, 2) = dict_set_default, "Value of a key, stored from the default if missing.";
            raw_method "update" () = dict_update, "Store the pairs of a mapping or iterable, then the keywords.";
            method "__contains__" (1, 1) = contains_method, "Whether the key is there.";
            method "__getitem__" (1, 1) = subscript_method, "Return self[key].";
            method "__reversed__" (0, 0) = dict_reversed, "Iterate over the keys backwards.";
        }
    }
}

fn contains_method(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(this.contains(vm, args::required(args, 0))?))
}

fn subscript_method(vm: &Vm, this: This<'_, Dict>, args: &[Ref]) -> Outcome {
    dict_subscript(vm, this, args::required(args, 0))
}
