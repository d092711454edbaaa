//! `groupby` and `batched`: items that come together.

use pyrite_api::types::{Cells, List, cells_of, iterator_self};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, Tuple, TypeRef, Vm, flags, py_type};

use super::{Next, iterator_type, missing, pull};

/// Slots: a tuple of the iterator and the key function, the key of the running group, the key
/// of the current item, the current item. Number: the address of the running group, which is
/// only compared.
fn groupby_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [iterable, key] = vm.bind_new("groupby", ["iterable", "key"], args, names)?;
    let Some(iterable) = iterable else { return Err(missing(vm, "groupby", "iterable", 1)) };
    let source = vm.tuple(&[&*vm.iter(iterable)?, key.unwrap_or(Obj::NONE)])?;
    vm.cells(type_, [Some(source), None, None, None], [0, 0])
}

/// Reads the next item and its key; false at the end.
fn step(vm: &Vm, this: This<'_, Cells>) -> Result<bool, Raised> {
    let [source, _, key, current] = &this.slots;
    let Some(source) = source.get() else { return Ok(false) };
    let Some([iterator, function]) = source.cast::<Tuple>().map(This::items) else { return Ok(false) };
    let Some(item) = vm.next(iterator)? else { return Ok(false) };
    let fresh = if function.is_none() { item.clone() } else { vm.call_one(function, &item)? };
    current.set(Some(item));
    key.set(Some(fresh));
    Ok(true)
}

/// Whether the current item is of the group with key `target`.
fn is_member(vm: &Vm, this: This<'_, Cells>, target: &Obj) -> Result<bool, Raised> {
    let [_, _, key, _] = &this.slots;
    match key.get() {
        // The comparison may change the key: it is held.
        Some(key) => vm.equals(target, &key),
        None => Ok(false),
    }
}

fn groupby_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([_, target, key, _], [running, _]) = (&this.slots, &this.numbers);
    running.set(0);
    loop {
        if key.is_some() {
            let Some(target) = target.get() else { break };
            if !is_member(vm, this, &target)? {
                break;
            }
        }
        if !step(vm, this)? {
            return Ok(None);
        }
    }
    let fresh = key.get();
    target.set(fresh.clone());
    let fresh = fresh.unwrap_or_else(Ref::none);
    let slots = [Some(this.own()), Some(fresh.clone()), None, None];
    let group = vm.cells(TypeRef::of(&GROUPER), slots, [0, 0])?;
    running.set(group.bits() as isize);
    vm.tuple_of(&[fresh, group]).map(Some)
}

iterator_type! {
    GROUPBY = "itertools.groupby", "Group neighbours of equal key.",
    groupby_new, groupby_next
}

/// Slots: the groupby, the key.
fn grouper_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [parent, target, ..] = &this.slots;
    let (Some(parent), Some(target)) = (parent.get(), target.get()) else { return Ok(None) };
    let Some(parent) = cells_of(&parent, &GROUPBY) else { return Ok(None) };
    let ([_, _, _, current], [running, _]) = (&parent.slots, &parent.numbers);
    if running.get() != this.obj().bits() as isize {
        return Ok(None);
    }
    if !current.is_some() && !step(vm, parent)? {
        return Ok(None);
    }
    if !is_member(vm, parent, &target)? {
        return Ok(None);
    }
    Ok(current.take())
}

py_type! {
    /// The items of one group.
    pub static GROUPER: Cells = "itertools._grouper", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary iterator_self, iternext: next grouper_next, }
    }
}

/// Slot: the iterator. Numbers: items of a batch, whether all have to be full.
fn batched_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [iterable, n, strict] = vm.bind_new("batched", ["iterable", "n", "strict"], args, names)?;
    let Some(iterable) = iterable else { return Err(missing(vm, "batched", "iterable", 1)) };
    let Some(n) = n else { return Err(missing(vm, "batched", "n", 2)) };
    let n = vm.index(n)?;
    if n < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let strict = match strict {
        Some(strict) => vm.is_true(strict)?,
        None => false,
    };
    let iterator = vm.iter(iterable)?;
    vm.cells(type_, [Some(iterator), None, None, None], [n, strict.into()])
}

fn batched_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([source, ..], [n, strict]) = (&this.slots, &this.numbers);
    let batch = List::new();
    while (batch.len() as isize) < n.get() {
        let Some(item) = pull(vm, source)? else { break };
        vm.memory(batch.push(vm, item))?;
    }
    if batch.is_empty() {
        return Ok(None);
    }
    if strict.get() != 0 && batch.len() as isize != n.get() {
        return Err(vm.value_error("batched(): incomplete batch"));
    }
    batch.to_tuple(vm).map(Some)
}

iterator_type! {
    BATCHED = "itertools.batched", "Cut an iterable into n-tuples.",
    batched_new, batched_next
}
