//! `collections.OrderedDict`: a dict whose order can be changed, and counts.

use super::{dict_compare, dict_inplace_or, dict_new, update};
use crate::args;
use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, This, Vm, flags};
use crate::new::Text;
use crate::py_type;
use crate::types::exceptions;

fn ordered_repr(vm: &Vm, this: This<'_, Dict>) -> Outcome {
    let name = this.obj().type_().short_name();
    if this.is_empty() {
        return vm.str_fmt(format_args!("{name}()"));
    }
    // Inside itself it is `...`, which the dict's own text would have in braces.
    let entries = super::dict_repr(vm, this)?;
    if crate::ops::call::str_is(&entries, "{...}") {
        return vm.str("...");
    }
    vm.str_fmt(format_args!("{name}({})", Text(&entries)))
}

fn ordered_compare(vm: &Vm, this: This<'_, Dict>, other: &Obj, op: CompareOp) -> Outcome {
    let result = dict_compare(vm, this, other, op)?;
    let equal = result.is(Obj::bool(op == CompareOp::Eq));
    let Some(other) = other.cast::<Dict>().filter(|_| equal && other.type_().is_subtype_of(this_type()))
    else {
        return Ok(result);
    };
    let (mut a, mut b) = (0, 0);
    while let (Some((after_a, x, _)), Some((after_b, y, _))) = (this.next_entry(a), other.next_entry(b)) {
        if !vm.equals(&x, &y)? {
            return Ok(Ref::bool(op == CompareOp::Ne));
        }
        (a, b) = (after_a, after_b);
    }
    Ok(result)
}

fn this_type() -> crate::model::TypeRef {
    crate::model::TypeRef::of(&ORDERED_DICT)
}

/// `popitem(last=True)`
fn pop_item(vm: &Vm, this: This<'_, Dict>, args: &[Option<&Obj>]) -> Outcome {
    let last = args::bound(args, 0).map_or(Ok(true), |last| vm.is_true(last))?;
    let entry = if last { this.pop_last(vm) } else { this.pop_first(vm) };
    match entry {
        Some((key, value)) => vm.tuple_of(&[key, value]),
        None => Err(vm.raise_text(&exceptions::KEY_ERROR, format_args!("dictionary is empty"))),
    }
}

/// `move_to_end(key, last=True)`: O(1) to the end, O(n) to the beginning.
fn move_to_end(vm: &Vm, this: This<'_, Dict>, args: &[Option<&Obj>]) -> Outcome {
    let key = args::bound(args, 0).unwrap_or(Obj::NONE);
    let last = args::bound(args, 1).map_or(Ok(true), |last| vm.is_true(last))?;
    let Some((key, value)) = this.remove(vm, key)? else { return Err(vm.key_error(key)) };
    let rest = if last { Dict::new() } else { this.copy(vm)? };
    if !last {
        this.clear();
    }
    this.insert(vm, &key, value)?;
    this.update(vm, &rest)?;
    Ok(Ref::none())
}

fn copy(vm: &Vm, this: This<'_, Dict>, _args: &[Ref]) -> Outcome {
    vm.call_one(this.obj().type_().as_obj(), this.obj())
}

fn reduce(vm: &Vm, this: This<'_, Dict>, _args: &[Ref]) -> Outcome {
    let state =
        vm.instance_dict(this.obj())?.filter(|dict| dict.cast::<Dict>().is_some_and(|d| !d.is_empty()));
    let items = vm.memory(vm.intern("items"))?;
    let items = vm.call_method(this.obj(), &items, &[])?;
    let parts = [
        this.obj().type_().own(),
        vm.tuple(&[])?,
        state.unwrap_or_else(Ref::none),
        Ref::none(),
        vm.iter(&items)?,
    ];
    vm.tuple_of(&parts)
}

fn ordered_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    if a.cast::<Dict>().is_none() || b.cast::<Dict>().is_none() {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let type_ = if a.type_().is_subtype_of(this_type()) { a.type_() } else { b.type_() };
    let union = vm.call_one(type_.as_obj(), a)?;
    if let Some(union) = union.cast::<Dict>() {
        update::update_from(vm, union, b)?;
    }
    Ok(union)
}

py_type! {
    /// `collections.OrderedDict`
    pub static ORDERED_DICT: Dict = "collections.OrderedDict", "Dictionary with reorderable keys." {
        base super::DICT;
        flags flags::BASE | flags::MANAGED_WEAKREF;
        gc container;
        new dict_new;
        slots { repr: unary ordered_repr, richcompare: compare ordered_compare, }
        number { or: binary ordered_or, inplace_or: binary dict_inplace_or, }
        attrs {
            named "popitem" (["", "last"], 1, 2) = pop_item, "Take out the last pair, or the first.";
            named "move_to_end" (["", "key", "last"], 2, 3) = move_to_end, "Move a key to the end, or the front.";
            method "copy" (0, 0) = copy, "Shallow copy.";
            method "__copy__" (0, 0) = copy, "Shallow copy.";
            method "__reduce__" (0, 0) = reduce, "State for pickle.";
        }
    }
}
