//! `chain` and `cycle`: one iterable after another, the same one again.

use pyrite_api::types::{Cells, List, class_get_item, iterator_self};
use pyrite_api::{Obj, Outcome, Ref, This, TypeRef, Vm, flags, py_type, required};

use super::{Next, iterator_type, over, positional, pull};

/// Slots: the iterator of the iterables, the iterator of the running one.
fn chain_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional(vm, ("chain", type_), args, names, (0, usize::MAX))?;
    let iterables = vm.tuple_of(args)?;
    over(vm, type_, &iterables, None)
}

fn from_iterable(vm: &Vm, args: &[Ref]) -> Outcome {
    let type_ = pyrite_api::types::type_of(required(args, 0)).unwrap_or(TypeRef::of(&CHAIN));
    over(vm, type_, required(args, 1), None)
}

fn chain_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [iterables, running, ..] = &this.slots;
    loop {
        if let Some(item) = pull(vm, running)? {
            return Ok(Some(item));
        }
        match pull(vm, iterables) {
            Ok(Some(iterable)) => match vm.iter(&iterable) {
                Ok(iterator) => running.set(Some(iterator)),
                Err(raised) => {
                    iterables.set(None);
                    return Err(raised);
                }
            },
            other => {
                iterables.set(None);
                return other;
            }
        }
    }
}

iterator_type! {
    CHAIN = "itertools.chain", "Iterate over the items of the first iterable, then over those of the next, and so on.",
    chain_new, chain_next {
        classmethod "from_iterable" (1, 1) = from_iterable, "Alternative constructor: one iterable of iterables.";
        classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
    }
}

/// Slots: the iterator, a list of what it gave. Number: the next index of the list.
fn cycle_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional(vm, ("cycle", type_), args, names, (1, 1))?;
    let iterator = vm.iter(required(args, 0))?;
    let saved = vm.list(&[])?;
    vm.cells(type_, [Some(iterator), Some(saved), None, None], [0, 0])
}

fn cycle_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([source, saved, ..], [index, _]) = (&this.slots, &this.numbers);
    let item = pull(vm, source)?;
    let Some(saved) = saved.get() else { return Ok(None) };
    let Some(saved) = saved.cast::<List>() else { return Ok(None) };
    if let Some(item) = &item {
        vm.memory(saved.push(vm, item.clone()))?;
        return Ok(Some(item.clone()));
    }
    let at = usize::try_from(index.get()).unwrap_or(0);
    let at = if at < saved.len() { at } else { 0 };
    index.set(at as isize + 1);
    Ok(saved.get(at))
}

iterator_type! {
    CYCLE = "itertools.cycle", "Return the items of the iterable until it is exhausted, then repeat them endlessly.",
    cycle_new, cycle_next
}
