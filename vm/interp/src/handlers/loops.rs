//! `for` loops, and sending into generators.

use pyrite_object::coll::dict::Dict;
use pyrite_object::coll::list::List;
use pyrite_object::model::value::fits_small;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::types::dict::iterators::{DictIterator, ITEMS, KEYS, VALUES, dict_iterator_next};
use pyrite_object::types::list::iterators::{ListIterator, list_iter, list_iterator_advance};
use pyrite_object::types::range::Range;
use pyrite_object::types::tuple::iterator::{TupleIterator, tuple_iter, tuple_iterator_advance};
use pyrite_object::{Obj, Raised, Ref, Vm};

use crate::frame::Window;

/// `FOR_PREP`: a range of small integers becomes a counted loop, all else an iterator.
pub fn prepare(vm: &Vm, w: Window, state: usize, source: usize, take: bool) -> Result<(), Raised> {
    let iterable = if take { w.take(source) } else { w.get(source) };
    if let Some((start, count, step)) = counted(&iterable) {
        w.put(state, Ref::small(count));
        w.put(state + 1, Ref::small(start));
        w.put(state + 2, Ref::small(step));
        return Ok(());
    }
    let iterator = if let Some(list) = iterable.exact::<List>() {
        list_iter(vm, list)
    } else if let Some(tuple) = iterable.exact::<Tuple>() {
        tuple_iter(vm, tuple)
    } else if let Some(dict) = iterable.exact::<Dict>() {
        DictIterator::<KEYS>::start(vm, dict)
    } else {
        vm.iter(&iterable)
    };
    w.put(state, iterator?);
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

/// The next item of an iterator for which [`advance`] has none.
///
/// # Errors
/// What the iterator raises.
#[inline]
pub fn next(vm: &Vm, iterator: &Obj) -> Result<Option<Ref>, Raised> {
    if let Some(keys) = iterator.exact::<DictIterator<KEYS>>() {
        return dict_iterator_next(vm, keys);
    }
    if let Some(items) = iterator.exact::<DictIterator<ITEMS>>() {
        return dict_iterator_next(vm, items);
    }
    if let Some(values) = iterator.exact::<DictIterator<VALUES>>() {
        return dict_iterator_next(vm, values);
    }
    let is_over = iterator.is(Obj::UNBOUND)
        || iterator.exact::<ListIterator>().is_some()
        || iterator.exact::<TupleIterator>().is_some();
    if is_over {
        return Ok(None);
    }
    // Held: a generator's frame may be left by an exception, which empties the state.
    vm.next(&iterator.own())
}
