//! `tuple`: immutable sequences.

pub mod iterator;

use pyrite_algo::Buf;
use pyrite_algo::hash::TupleHash;

use crate::args;
use crate::coll::items::{self, clip_bound, index_key, wrap_index};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::slice::{Slice, slice_bounds, slice_index};

fn tuple_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = crate::types::iterators::positional_arguments(vm, "tuple", type_, args, names)?;
    vm.expect_count("tuple", args, 0, 1)?;
    let items = match args::optional(args, 0) {
        Some(iterable) => vm.collect_tuple(iterable)?,
        None => vm.tuple_of(&[])?,
    };
    if type_.is(&TUPLE) {
        return Ok(items);
    }
    let items = items.cast::<Tuple>().map_or(&[][..], |tuple| tuple.items());
    vm.memory(vm.build_tuple_of(type_, items.len(), |index| nth(items, index)))
}

/// A copy of item `index`, which the caller knows to be there.
fn nth(items: &[Ref], index: usize) -> Ref {
    items.get(index).map_or_else(Ref::none, Ref::clone)
}

fn tuple_repr(vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    if this.items().is_empty() {
        return vm.str("()");
    }
    let Some(_guard) = vm.enter_repr(this.obj())? else { return vm.str("(...)") };
    let mut text = Buf::new();
    vm.memory(text.push(b'('))?;
    items::write_repr(vm, &this, &mut text)?;
    let end: &[u8] = if this.items().len() == 1 { b",)" } else { b")" };
    vm.memory(text.extend_from_slice(end))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn tuple_hash(vm: &Vm, this: This<'_, Tuple>) -> Result<usize, Raised> {
    let _guard = vm.enter_native()?;
    let mut hash = TupleHash::new();
    for item in this.items() {
        hash.add(vm.hash(item)? as isize);
    }
    Ok(hash.finish() as usize)
}

fn tuple_compare(vm: &Vm, this: This<'_, Tuple>, other: &Obj, op: CompareOp) -> Outcome {
    match other.cast::<Tuple>() {
        Some(other) => items::compare_tuples(vm, this, other, op),
        None => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

fn tuple_len(_vm: &Vm, this: This<'_, Tuple>) -> Result<usize, Raised> {
    Ok(this.items().len())
}

fn tuple_item(vm: &Vm, this: This<'_, Tuple>, index: isize) -> Outcome {
    let item = usize::try_from(index).ok().and_then(|index| this.items().get(index).cloned());
    item.ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn tuple_subscript(vm: &Vm, this: This<'_, Tuple>, key: &Obj) -> Outcome {
    let items = this.items();
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice_bounds(vm, slice, items.len())?;
        if bounds.step == 1 && bounds.count == items.len() && this.obj().exact::<Tuple>().is_some() {
            return Ok(this.own());
        }
        let mut indices = bounds.indices();
        return vm.memory(vm.build_tuple(bounds.count, |_| nth(items, indices.next().unwrap_or(0))));
    }
    let index = index_key(vm, key, "tuple")?;
    match wrap_index(index, items.len()).and_then(|index| items.get(index)) {
        Some(item) => Ok(item.clone()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn tuple_contains(vm: &Vm, this: This<'_, Tuple>, item: &Obj) -> Result<bool, Raised> {
    Ok(items::find(vm, &this, item, 0, usize::MAX)?.is_some())
}

fn tuple_concat(vm: &Vm, this: This<'_, Tuple>, other: &Obj) -> Outcome {
    let Some(other) = other.cast::<Tuple>() else {
        return Err(vm.type_error(format_args!(
            "can only concatenate tuple (not \"{}\") to tuple",
            other.type_().short_name()
        )));
    };
    if this.items().is_empty() && other.obj().exact::<Tuple>().is_some() {
        return Ok(other.own());
    }
    if other.items().is_empty() && this.obj().exact::<Tuple>().is_some() {
        return Ok(this.own());
    }
    let mut all = this.items().iter().chain(other.items());
    let count = this.items().len() + other.items().len();
    vm.memory(vm.build_tuple(count, |_| all.next().map_or_else(Ref::none, Ref::clone)))
}

fn tuple_repeat(vm: &Vm, this: This<'_, Tuple>, count: isize) -> Outcome {
    let items = this.items();
    if (count == 1 || items.is_empty()) && this.obj().exact::<Tuple>().is_some() {
        return Ok(this.own());
    }
    let Some(total) = items.len().checked_mul(usize::try_from(count).unwrap_or(0)) else {
        return Err(vm.memory_error());
    };
    let mut all = items.iter().cycle();
    vm.memory(vm.build_tuple(total, |_| all.next().map_or_else(Ref::none, Ref::clone)))
}

fn tuple_count(vm: &Vm, this: This<'_, Tuple>, args: &[Ref]) -> Outcome {
    let count = items::count(vm, &this, args::required(args, 0))?;
    vm.int(count as i64)
}

fn tuple_index(vm: &Vm, this: This<'_, Tuple>, args: &[Ref]) -> Outcome {
    let start = args::optional(args, 1).map_or(Ok(0), |bound| slice_index(vm, bound))?;
    let stop = args::optional(args, 2).map_or(Ok(isize::MAX), |bound| slice_index(vm, bound))?;
    let len = this.items().len();
    let (start, stop) = (clip_bound(start, len), clip_bound(stop, len));
    match items::find(vm, &this, args::required(args, 0), start, stop)? {
        Some(index) => vm.int(index as i64),
        None => Err(vm.value_error("tuple.index(x): x not in tuple")),
    }
}

fn tuple_new_args(vm: &Vm, this: This<'_, Tuple>, _args: &[Ref]) -> Outcome {
    let plain = vm.tuple_of(this.items())?;
    vm.tuple_of(&[plain])
}

py_type! {
    /// `tuple`: immutable sequences.
    pub static TUPLE: Tuple = "tuple", "Immutable sequence of any objects." {
        flags flags::BASE | flags::SEQUENCE | flags::MATCH_SELF;
        gc container;
        new tuple_new;
        slots {
            repr: unary tuple_repr,
            hash: hash tuple_hash,
            richcompare: compare tuple_compare,
            iter: unary iterator::tuple_iter,
        }
        sequence {
            length: length tuple_len,
            concat: binary tuple_concat,
            repeat: index tuple_repeat,
            item: index tuple_item,
            contains: contains tuple_contains,
        }
        mapping { length: length tuple_len, subscript: binary tuple_subscript, }
        attrs {
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "See PEP 585";
            method "count" (1, 1) = tuple_count, "Count the equal items.";
            method "index" (1, 3) = tuple_index, "Position of the first equal item.";
            method "__getnewargs__" (0, 0) = tuple_new_args, "";
        }
    }
}
