//! `list`: mutable sequences.

pub mod slices;
pub mod sort;
pub mod iterators;

use pyrite_algo::Buf;

use crate::args;
use crate::coll::items::{self, clip_bound, wrap_index};
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::slice::slice_index;

/// Item `index` of a list, negative ones from the end: for the interpreter.
#[inline]
pub fn list_get_fast(this: This<'_, List>, index: isize) -> Option<Ref> {
    let index = if index < 0 { index.wrapping_add(this.len() as isize) } else { index };
    this.get(index as usize)
}

/// Sets item `index` of a list, negative ones from the end: for the interpreter.
///
/// # Errors
/// Gives `value` back if there is no such item.
#[inline]
pub fn list_set_fast(this: This<'_, List>, index: isize, value: Ref) -> Result<(), Ref> {
    let index = if index < 0 { index.wrapping_add(this.len() as isize) } else { index };
    this.set(index as usize, value).map(drop)
}

fn list_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, List::new(), size_of::<List>()))
}

fn list_init(vm: &Vm, this: This<'_, List>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let args = crate::types::iterators::init_arguments(vm, &LIST, this.obj(), args, names)?;
    vm.expect_count("list", args, 0, 1)?;
    this.clear();
    match args::optional(args, 0) {
        Some(iterable) => extend(vm, this, iterable),
        None => Ok(()),
    }
}

/// Appends every item of `iterable`: `list.extend`, `+=`.
///
/// # Errors
/// What iterating raises; the items so far stay.
pub fn extend(vm: &Vm, this: This<'_, List>, iterable: &Obj) -> Result<(), Raised> {
    if let Some(tuple) = iterable.exact::<Tuple>() {
        vm.memory(this.reserve_spacious(vm, tuple.items().len()))?;
        return tuple.items().iter().try_for_each(|item| vm.memory(this.push(vm, item.clone())));
    }
    if let Some(other) = iterable.exact::<List>().or_else(|| iterable.is(this.obj()).then_some(this)) {
        let count = other.len();
        vm.memory(this.reserve_spacious(vm, count))?;
        return vm.memory(this.push_part(vm, &other, 0, count));
    }
    let iterator = vm.iter(iterable)?;
    let hint = vm.length_hint(iterable, 8)?;
    // Only a hint: if there is no room for so many, there may be for those that come.
    let _roomy = this.reserve_spacious(vm, hint);
    while let Some(item) = vm.next(&iterator)? {
        vm.memory(this.push(vm, item))?;
    }
    Ok(())
}

fn list_repr(vm: &Vm, this: This<'_, List>) -> Outcome {
    if this.is_empty() {
        return vm.str("[]");
    }
    let Some(_guard) = vm.enter_repr(this.obj())? else { return vm.str("[...]") };
    let mut text = Buf::new();
    vm.memory(text.push(b'['))?;
    items::write_repr(vm, &this, &mut text)?;
    vm.memory(text.push(b']'))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn list_compare(vm: &Vm, this: This<'_, List>, other: &Obj, op: CompareOp) -> Outcome {
    match other.cast::<List>() {
        Some(other) => items::compare(vm, &this, &other, op),
        None => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

fn list_len(_vm: &Vm, this: This<'_, List>) -> Result<usize, Raised> {
    Ok(this.len())
}

fn list_item(vm: &Vm, this: This<'_, List>, index: isize) -> Outcome {
    let item = usize::try_from(index).ok().and_then(|index| this.get(index));
    item.ok_or_else(|| vm.index_error("list index out of range"))
}

fn list_store_item(vm: &Vm, this: This<'_, List>, index: isize, value: Option<&Obj>) -> Result<(), Raised> {
    let index = usize::try_from(index).ok().filter(|&index| index < this.len());
    let Some(index) = index else { return Err(vm.index_error("list assignment index out of range")) };
    match value {
        Some(value) => drop(this.set(index, value.own())),
        None => drop(this.remove(index)),
    }
    Ok(())
}

fn list_contains(vm: &Vm, this: This<'_, List>, item: &Obj) -> Result<bool, Raised> {
    Ok(items::find(vm, &this, item, 0, usize::MAX)?.is_some())
}

fn list_concat(vm: &Vm, this: This<'_, List>, other: &Obj) -> Outcome {
    let Some(other) = other.cast::<List>() else {
        return Err(vm.type_error(format_args!(
            "can only concatenate list (not \"{}\") to list",
            other.type_().short_name()
        )));
    };
    let sum = List::new();
    vm.memory(sum.reserve(vm, this.len() + other.len()))?;
    vm.memory(sum.push_part(vm, &this, 0, this.len()))?;
    vm.memory(sum.push_part(vm, &other, 0, other.len()))?;
    vm.list_from(sum)
}

fn list_repeat(vm: &Vm, this: This<'_, List>, count: isize) -> Outcome {
    let product = List::new();
    vm.memory(product.push_part(vm, &this, 0, this.len()))?;
    repeat(vm, &product, count)?;
    vm.list_from(product)
}

/// Makes `list` hold its items `count` times.
fn repeat(vm: &Vm, list: &List, count: isize) -> Result<(), Raised> {
    let Some(more) = usize::try_from(count).unwrap_or(0).checked_sub(1) else {
        list.clear();
        return Ok(());
    };
    let len = list.len();
    let Some(added) = len.checked_mul(more) else { return Err(vm.memory_error()) };
    vm.memory(list.reserve(vm, added))?;
    for _ in 0..more {
        vm.memory(list.push_part(vm, list, 0, len))?;
    }
    Ok(())
}

fn list_inplace_concat(vm: &Vm, this: This<'_, List>, other: &Obj) -> Outcome {
    extend(vm, this, other)?;
    Ok(this.own())
}

fn list_inplace_repeat(vm: &Vm, this: This<'_, List>, count: isize) -> Outcome {
    repeat(vm, &this, count)?;
    Ok(this.own())
}

fn list_append(vm: &Vm, this: This<'_, List>, args: &[Ref]) -> Outcome {
    vm.memory(this.push(vm, args::required(args, 0).own()))?;
    Ok(Ref::none())
}

fn list_clear(_vm: &Vm, this: This<'_, List>, _args: &[Ref]) -> Outcome {
    this.clear();
    Ok(Ref::none())
}

fn list_copy(vm: &Vm, this: This<'_, List>, _args: &[Ref]) -> Outcome {
    let copy = List::new();
    vm.memory(copy.push_part(vm, &this, 0, this.len()))?;
    vm.list_from(copy)
}

fn list_count(vm: &Vm, this: This<'_, List>, args: &[Ref]) -> Outcome {
    let count = items::count(vm, &this, args::required(args, 0))?;
    vm.int(count as i64)
}

fn list_extend(vm: &Vm, this: This<'_, List>, args: &[Ref]) -> Outcome {
    extend(vm, this, args::required(args, 0))?;
    Ok(Ref::none())
}

fn list_index(vm: &Vm, this: This<'_, List>, args: &[Ref]) -> Outcome {
    let value = args::required(args, 0);
    let start = args::optional(args, 1).map_or(Ok(0), |bound| slice_index(vm, bound))?;
    let stop = args::optional(args, 2).map_or(Ok(isize::MAX), |bound| slice_index(vm, bound))?;
    let (start, stop) = (clip_bound(start, this.len()), clip_bound(stop, this.len()));
    match items::find(vm, &this, value, start, stop)? {
        Some(index) => vm.int(index as i64),
        None => {
            let shown = vm.repr(value)?;
            Err(vm.value_error(format_args!("{} is not in list", crate::new::Text(&shown))))
        }
    }
}

fn list_insert(vm: &Vm, this: This<'_, List>, args: &[Ref]) -> Outcome {
    let index = vm.index(args::required(args, 0))?;
    let index = clip_bound(index, this.len());
    vm.memory(this.insert(vm, index, args::required(args, 1).own()))?;
    Ok(Ref::none())
}

fn list_pop(vm: &Vm, this: This<'_, List>, args: &[Ref]) -> Outcome {
    let item = match args::optional(args, 0) {
        None => this.pop(),
        Some(index) => {
            let index = vm.index(index)?;
            wrap_index(index, this.len()).and_then(|index| this.remove(index))
        }
    };
    item.ok_or_else(|| {
        vm.index_error(if this.is_empty() { "pop from empty list" } else { "pop index out of range" })
    })
}

fn list_remove(vm: &Vm, this: This<'_, List>, args: &[Ref]) -> Outcome {
    match items::find(vm, &this, args::required(args, 0), 0, usize::MAX)? {
        Some(index) => {
            drop(this.remove(index));
            Ok(Ref::none())
        }
        None => Err(vm.value_error("list.remove(x): x not in list")),
    }
}

fn list_reverse(_vm: &Vm, this: This<'_, List>, _args: &[Ref]) -> Outcome {
    this.reverse();
    Ok(Ref::none())
}

py_type! {
    /// `list`: mutable sequences.
    pub static LIST: List = "list", "Mutable sequence of any objects." {
        flags flags::BASE | flags::SEQUENCE | flags::MATCH_SELF;
        gc container;
        new list_new;
        slots {
            repr: unary list_repr,
            richcompare: compare list_compare,
            iter: unary iterators::list_iter,
            init: init list_init,
        }
        sequence {
            length: length list_len,
            concat: binary list_concat,
            repeat: index list_repeat,
            item: index list_item,
            ass_item: store_index list_store_item,
            contains: contains list_contains,
            inplace_concat: binary list_inplace_concat,
            inplace_repeat: index list_inplace_repeat,
        }
        mapping {
            length: length list_len,
            subscript: binary slices::list_subscript,
            ass_subscript: store slices::list_store_subscript,
        }
        attrs {
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "See PEP 585";
            method "append" (1, 1) = list_append, "Add one item at the end.";
            method "clear" (0, 0) = list_clear, "Make it empty.";
            method "copy" (0, 0) = list_copy, "Shallow copy.";
            method "count" (1, 1) = list_count, "Count the equal items.";
            method "extend" (1, 1) = list_extend, "Add every item of an iterable.";
            method "index" (1, 3) = list_index, "Position of the first equal item.";
            method "insert" (2, 2) = list_insert, "Put an item at a position.";
            method "pop" (0, 1) = list_pop, "Take out an item, by default the last.";
            method "remove" (1, 1) = list_remove, "Delete the first equal item.";
            method "reverse" (0, 0) = list_reverse, "Reverse *IN PLACE*.";
            named "sort" (["", "key", "reverse"], 1, 1) = sort::list_sort, "Sort in place, stably.";
            method "__reversed__" (0, 0) = iterators::list_reversed, "Iterate backwards.";
        }
    }
}

#[cfg(test)]
mod tests;
