//! `accumulate`, `pairwise`, `zip_longest`: items put together.

use pyrite_api::types::{Cells, List, iterator_self};
use pyrite_api::{BinaryOp, Obj, Outcome, Ref, This, Tuple, TypeRef, Vm, flags, py_type, required, str_is};

use super::{Next, iterator_type, missing, over, positional, pull};

/// Slots: the iterator, the function or None, the total so far, the total to begin with.
fn accumulate_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let keywords = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
    if args.len() - keywords > 2 {
        let given = args.len() - keywords;
        return Err(
            vm.type_error(format_args!("accumulate() takes at most 2 positional arguments ({given} given)"))
        );
    }
    let [iterable, function, initial] =
        vm.bind_new("accumulate", ["iterable", "func", "initial"], args, names)?;
    let Some(iterable) = iterable else { return Err(missing(vm, "accumulate", "iterable", 1)) };
    let iterator = vm.iter(iterable)?;
    let given = |object: Option<&Obj>| object.filter(|object| !object.is_none()).map(Obj::own);
    vm.cells(type_, [Some(iterator), given(function), None, given(initial)], [0, 0])
}

fn accumulate_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [source, function, total, initial] = &this.slots;
    if let Some(initial) = initial.take() {
        total.set(Some(initial.clone()));
        return Ok(Some(initial));
    }
    let Some(item) = pull(vm, source)? else { return Ok(None) };
    let sum = match (total.get(), function.get()) {
        (None, _) => item,
        (Some(before), Some(function)) => vm.call(&function, &[before, item])?,
        (Some(before), None) => vm.binary(BinaryOp::Add, &before, &item)?,
    };
    total.set(Some(sum.clone()));
    Ok(Some(sum))
}

iterator_type! {
    ACCUMULATE = "itertools.accumulate", "Running totals.",
    accumulate_new, accumulate_next
}

/// Slots: the iterator, the item before.
fn pairwise_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional(vm, ("pairwise", type_), args, names, (1, 1))?;
    over(vm, type_, required(args, 0), None)
}

fn pairwise_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [source, before, ..] = &this.slots;
    if !before.is_some() {
        let first = pull(vm, source)?;
        before.set(first);
    }
    // Asking for the next item may run this iterator itself.
    let Some(first) = before.get() else { return Ok(None) };
    let Some(second) = pull(vm, source)? else {
        before.set(None);
        return Ok(None);
    };
    before.set(Some(second.clone()));
    vm.tuple_of(&[first, second]).map(Some)
}

iterator_type! {
    PAIRWISE = "itertools.pairwise", "Neighbouring items, as pairs.",
    pairwise_new, pairwise_next
}

/// Slots: a list of the iterators, None for those at their end; the value to fill up with.
/// Number: how many are not at their end.
fn zip_longest_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], This::items);
    let (iterables, values) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let fill = match (names, values) {
        ([name], [value]) if str_is(name, "fillvalue") => value.clone(),
        ([], _) => Ref::none(),
        _ => return Err(vm.type_error("zip_longest() got an unexpected keyword argument")),
    };
    let iterators = List::new();
    for iterable in iterables {
        vm.memory(iterators.push(vm, vm.iter(iterable)?))?;
    }
    let count = iterators.len() as isize;
    vm.cells(type_, [Some(vm.list_from(iterators)?), Some(fill), None, None], [count, 0])
}

fn zip_longest_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([iterators, fill, ..], [active, _]) = (&this.slots, &this.numbers);
    let (Some(iterators), Some(fill)) = (iterators.get(), fill.get()) else { return Ok(None) };
    let Some(iterators) = iterators.cast::<List>() else { return Ok(None) };
    if active.get() <= 0 {
        return Ok(None);
    }
    let row = List::new();
    for index in 0..iterators.len() {
        let iterator = iterators.get(index).filter(|iterator| !iterator.is_none());
        let item = match &iterator {
            Some(iterator) => vm.next(iterator).inspect_err(|_| active.set(0))?,
            None => None,
        };
        if iterator.is_some() && item.is_none() {
            active.set(active.get() - 1);
            if active.get() <= 0 {
                return Ok(None);
            }
            drop(iterators.set(index, Ref::none()));
        }
        vm.memory(row.push(vm, item.unwrap_or_else(|| fill.clone())))?;
    }
    row.to_tuple(vm).map(Some)
}

iterator_type! {
    ZIP_LONGEST = "itertools.zip_longest", "Return a zip_longest object whose .__next__() method returns a tuple.\n\nThe iteration continues until the longest iterable in the argument sequence is exhausted; missing values are replaced by fillvalue.",
    zip_longest_new, zip_longest_next
}
