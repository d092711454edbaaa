//! Some of the items of an iterable, and `starmap`.

use pyrite_api::types::{Cells, iterator_self};
use pyrite_api::{Int, Obj, Outcome, Raised, Ref, This, TypeRef, Vm, flags, py_type, required};

use super::{Next, iterator_type, missing, over, positional, pull};

/// Of a predicate and an iterable.
fn filter_new(vm: &Vm, name: &str, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional(vm, (name, type_), args, names, (2, 2))?;
    over(vm, type_, required(args, 1), Some(required(args, 0)))
}

/// What the predicate in the second slot says of an item; without one, whether it is true.
fn holds(vm: &Vm, this: This<'_, Cells>, item: &Obj) -> Result<bool, Raised> {
    let [_, predicate, ..] = &this.slots;
    match predicate.get() {
        Some(predicate) if !predicate.is_none() => vm.is_true(&*vm.call_one(&predicate, item)?),
        _ => vm.is_true(item),
    }
}

fn takewhile_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    filter_new(vm, "takewhile", type_, args, names)
}

fn takewhile_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [source, ..] = &this.slots;
    let Some(item) = pull(vm, source)? else { return Ok(None) };
    if call_predicate(vm, this, &item)? {
        return Ok(Some(item));
    }
    source.set(None);
    Ok(None)
}

/// As [`holds`], but None is called too.
fn call_predicate(vm: &Vm, this: This<'_, Cells>, item: &Obj) -> Result<bool, Raised> {
    let [_, predicate, ..] = &this.slots;
    let predicate = predicate.get();
    vm.is_true(&*vm.call_one(predicate.as_deref().unwrap_or(Obj::NONE), item)?)
}

iterator_type! {
    TAKEWHILE = "itertools.takewhile", "Items up to the first that fails.",
    takewhile_new, takewhile_next
}

fn dropwhile_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    filter_new(vm, "dropwhile", type_, args, names)
}

/// Number: whether the first item has been found.
fn dropwhile_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([source, ..], [started, _]) = (&this.slots, &this.numbers);
    while let Some(item) = pull(vm, source)? {
        if started.get() != 0 || !call_predicate(vm, this, &item)? {
            started.set(1);
            return Ok(Some(item));
        }
    }
    Ok(None)
}

iterator_type! {
    DROPWHILE = "itertools.dropwhile", "Items from the first that fails.",
    dropwhile_new, dropwhile_next
}

fn filterfalse_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    filter_new(vm, "filterfalse", type_, args, names)
}

fn filterfalse_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [source, ..] = &this.slots;
    while let Some(item) = pull(vm, source)? {
        if !holds(vm, this, &item)? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

iterator_type! {
    FILTERFALSE = "itertools.filterfalse", "Items that fail the test.",
    filterfalse_new, filterfalse_next
}

fn starmap_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    filter_new(vm, "starmap", type_, args, names)
}

fn starmap_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [source, function, ..] = &this.slots;
    let (Some(args), Some(function)) = (pull(vm, source)?, function.get()) else { return Ok(None) };
    let args = vm.collect_tuple(&args)?;
    vm.call_tuple(&function, &args, None).map(Some)
}

iterator_type! {
    STARMAP = "itertools.starmap", "Call function(*item) for each item.",
    starmap_new, starmap_next
}

/// Slots: the data, the selectors.
fn compress_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [data, selectors] = vm.bind_new("compress", ["data", "selectors"], args, names)?;
    let Some(data) = data else { return Err(missing(vm, "compress", "data", 1)) };
    let Some(selectors) = selectors else { return Err(missing(vm, "compress", "selectors", 2)) };
    let data = vm.iter(data)?;
    let selectors = vm.iter(selectors)?;
    vm.cells(type_, [Some(data), Some(selectors), None, None], [0, 0])
}

fn compress_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [data, selectors, ..] = &this.slots;
    loop {
        let Some(item) = pull(vm, data)? else { return Ok(None) };
        let Some(selector) = pull(vm, selectors)? else { return Ok(None) };
        if vm.is_true(&selector)? {
            return Ok(Some(item));
        }
    }
}

iterator_type! {
    COMPRESS = "itertools.compress", "Items whose selector is true.",
    compress_new, compress_next
}

const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STEP: &str = "Step for islice() must be a positive integer or None.";

/// An index of `islice`; `None` for None.
fn slice_index(vm: &Vm, index: &Obj, text: &str) -> Result<Option<isize>, Raised> {
    if index.is_none() {
        return Ok(None);
    }
    let index = match vm.index_object(index) {
        Ok(index) => index.int().and_then(Int::to_i64).and_then(|index| isize::try_from(index).ok()),
        Err(raised) => {
            vm.suppress(raised, &pyrite_api::types::exceptions::TYPE_ERROR)?;
            None
        }
    };
    match index {
        Some(index) if index >= 0 => Ok(Some(index)),
        Some(..-1) if text == STOP => Err(vm.value_error(INDICES)),
        _ => Err(vm.value_error(text)),
    }
}

/// Slots: the iterator, the step. Numbers: items to leave out now, items left or -1.
fn islice_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional(vm, ("islice", type_), args, names, (2, 4))?;
    let (start, stop) = match args {
        [_, stop] => (0, slice_index(vm, stop, STOP)?),
        [_, start, stop, ..] => (slice_index(vm, start, INDICES)?.unwrap_or(0), slice_index(vm, stop, STOP)?),
        _ => (0, None),
    };
    let step = match args.get(3) {
        Some(step) => slice_index(vm, step, STEP)?.unwrap_or(1),
        None => 1,
    };
    if step == 0 {
        return Err(vm.value_error(STEP));
    }
    let iterator = vm.iter(required(args, 0))?;
    let step = vm.int(step as i64)?;
    vm.cells(type_, [Some(iterator), Some(step), None, None], [start, stop.unwrap_or(-1)])
}

fn islice_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([source, step, ..], [skip, left]) = (&this.slots, &this.numbers);
    let count = |cell: &core::cell::Cell<isize>| cell.set(cell.get().saturating_sub(1).max(-1));
    loop {
        let skipping = skip.get() > 0;
        if !skipping && left.get() == 0 {
            source.set(None);
            return Ok(None);
        }
        let Some(item) = pull(vm, source)? else { return Ok(None) };
        if left.get() > 0 {
            count(left);
        }
        if skipping {
            count(skip);
            continue;
        }
        let step = step.get().and_then(|step| step.int().and_then(Int::to_i64)).unwrap_or(1);
        let gap = isize::try_from(step - 1).unwrap_or(isize::MAX);
        skip.set(if left.get() < 0 { gap } else { gap.min(left.get()) });
        return Ok(Some(item));
    }
}

iterator_type! {
    ISLICE = "itertools.islice", "A slice of an iterable.",
    islice_new, islice_next
}
