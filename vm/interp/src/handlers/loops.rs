//! `for` loops, and sending into generators.

use pyrite_object::model::value::fits_small;
use pyrite_object::types::dict::iterators::{DictIterator, ITEMS, KEYS, VALUES, dict_iterator_next};
use pyrite_object::types::list::iterators::{ListIterator, list_iterator_advance};
use pyrite_object::types::range::Range;
use pyrite_object::types::tuple::iterator::{TupleIterator, tuple_iterator_advance};
use pyrite_object::{Obj, Raised, Ref, Vm};

use super::Step;
use crate::frame::Window;
use crate::generator::Resumed;

/// `FOR_PREP`: a range of small integers becomes a counted loop, all else an iterator.
pub fn prepare(vm: &Vm, w: Window, state: usize, source: usize, take: bool) -> Result<(), Raised> {
    let iterable = if take { w.take(source) } else { w.get(source) };
    if let Some((start, count, step)) = counted(&iterable) {
        w.put(state, Ref::small(count));
        w.put(state + 1, Ref::small(start));
        w.put(state + 2, Ref::small(step));
        return Ok(());
    }
    w.put(state, vm.iter(&iterable)?);
    Ok(())
}

/// Start, number of items and step of a range that a loop can count with small integers.
fn counted(iterable: &Obj) -> Option<(isize, isize, isize)> {
    let range = iterable.exact::<Range>()?;
    let (start, stop, step) = (range.start.small()?, range.stop.small()?, range.step.small()?);
    let count = match step {
        0 => return None,
        1.. if start < stop => (stop - start - 1) / step + 1,
        ..=-1 if start > stop => (start - stop - 1) / step.checked_neg()? + 1,
        _ => 0,
    };
    // The state steps once beyond the last item.
    let beyond = count.checked_mul(step)?.checked_add(start)?;
    (fits_small(count) && fits_small(beyond)).then_some((start, count, step))
}

/// The next item of a list or tuple iterator; `None` at its end, and for others.
#[inline]
pub fn advance(iterator: &Obj) -> Option<Ref> {
    if let Some(iterator) = iterator.exact::<ListIterator>() {
        return list_iterator_advance(iterator);
    }
    tuple_iterator_advance(iterator.exact::<TupleIterator>()?)
}

/// `FOR_ITER` of an iterator.
pub fn next(vm: &Vm, w: Window, state: usize, target: usize, distance: i32) -> Result<Step, Raised> {
    let iterator = w.lend(state);
    if iterator.is(Obj::UNBOUND) {
        return Ok(Step::Next);
    }
    let item = if let Some(keys) = iterator.exact::<DictIterator<KEYS>>() {
        dict_iterator_next(vm, keys)
    } else if let Some(items) = iterator.exact::<DictIterator<ITEMS>>() {
        dict_iterator_next(vm, items)
    } else if let Some(values) = iterator.exact::<DictIterator<VALUES>>() {
        dict_iterator_next(vm, values)
    } else {
        // Held: a generator's frame may be left by an exception, which empties the state.
        vm.next(&iterator.own())
    };
    match item? {
        Some(item) => {
            w.put(target, item);
            Ok(Step::Jump(distance))
        }
        None => {
            w.clear(state, 3);
            Ok(Step::Next)
        }
    }
}

/// `SEND`
pub fn send(vm: &Vm, w: Window, receiver: usize, value: usize, distance: i32) -> Result<Step, Raised> {
    let iterator = w.get(receiver);
    match crate::generator::send(vm, &iterator, w.take(value))? {
        Resumed::Yielded(item) => {
            w.put(value, item);
            Ok(Step::Jump(distance))
        }
        Resumed::Returned(result) => {
            w.put(value, result);
            drop(w.take(receiver));
            Ok(Step::Next)
        }
    }
}
