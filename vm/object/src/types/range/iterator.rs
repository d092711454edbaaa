//! Iterators of ranges: over machine words, and over ints of any size.

use core::cell::Cell;

use super::Range;
use crate::model::value::{Obj, Outcome, Ref, fits_small};
use crate::model::vm::Slot;
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::types::int::arith;

/// An iterator over small integers: what a `for` loop over a range holds.
#[repr(C)]
pub struct RangeIterator {
    /// The next item.
    next: Cell<isize>,
    /// Difference of two items.
    step: isize,
    /// How many are left; all of them are small integers.
    left: Cell<usize>,
}

// SAFETY: RANGE_ITERATOR's instances hold this.
unsafe impl Storage for RangeIterator {
    const TYPE: &'static Type = &RANGE_ITERATOR;
}

impl RangeIterator {
    /// The next item, or `None` at the end.
    #[inline]
    pub fn advance(&self) -> Option<isize> {
        let left = self.left.get().checked_sub(1)?;
        let item = self.next.get();
        self.left.set(left);
        // Behind the last item the sum is not used.
        self.next.set(item.wrapping_add(self.step));
        Some(item)
    }
}

/// An iterator over ints that are not all small.
#[repr(C)]
pub struct LongRangeIterator {
    next: Slot,
    step: Ref,
    left: Slot,
}

// SAFETY: LONG_RANGE_ITERATOR's instances hold this.
unsafe impl Storage for LongRangeIterator {
    const TYPE: &'static Type = &LONG_RANGE_ITERATOR;
}

/// `iter(range)`
///
/// # Errors
/// MemoryError.
pub fn iter(vm: &Vm, this: This<'_, Range>) -> Outcome {
    make(vm, this.start.clone(), this.step.clone(), this.len.clone())
}

/// `reversed(range)`
///
/// # Errors
/// MemoryError.
pub fn reversed(vm: &Vm, this: This<'_, Range>, _args: &[Ref]) -> Outcome {
    let last = arith::subtract(vm, &this.len, &Ref::small(1))?;
    make(vm, this.item(vm, &last)?, arith::negative(vm, &this.step)?, this.len.clone())
}

fn make(vm: &Vm, start: Ref, step: Ref, len: Ref) -> Outcome {
    if let (Some(first), Some(by), Some(count)) = (start.small(), step.small(), len.small()) {
        let last = by.checked_mul((count - 1).max(0)).and_then(|offset| first.checked_add(offset));
        if last.is_some_and(fits_small) {
            let storage = RangeIterator { next: Cell::new(first), step: by, left: Cell::new(count as usize) };
            let type_ = TypeRef::of(&RANGE_ITERATOR);
            return vm.memory(vm.allocate(type_, storage, size_of::<RangeIterator>()));
        }
    }
    let storage = LongRangeIterator { next: Slot::new(Some(start)), step, left: Slot::new(Some(len)) };
    vm.memory(vm.allocate(TypeRef::of(&LONG_RANGE_ITERATOR), storage, size_of::<LongRangeIterator>()))
}

fn itself(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.own())
}

fn range_iterator_next(_vm: &Vm, this: This<'_, RangeIterator>) -> Result<Option<Ref>, Raised> {
    Ok(this.advance().map(Ref::small))
}

fn range_iterator_length_hint(vm: &Vm, this: This<'_, RangeIterator>, _args: &[Ref]) -> Outcome {
    vm.int(this.left.get() as i64)
}

/// `(iter, (range(next, stop, step),), None)`
fn reduce(vm: &Vm, next: Ref, step: &Ref, left: &Ref) -> Outcome {
    let range = crate::types::iterators::builtin(vm, "range")?;
    let stop = arith::add(vm, &next, &*arith::multiply(vm, step, left)?)?;
    let bounds = [next, stop, step.clone()];
    let iter = crate::types::iterators::builtin(vm, "iter")?;
    vm.tuple_of(&[iter, vm.tuple_of(&[vm.call(&range, &bounds)?])?, Ref::none()])
}

fn range_iterator_reduce(vm: &Vm, this: This<'_, RangeIterator>, _args: &[Ref]) -> Outcome {
    let left = Ref::small(this.left.get() as isize);
    reduce(vm, vm.int(this.next.get() as i64)?, &Ref::small(this.step), &left)
}

fn long_iterator_reduce(vm: &Vm, this: This<'_, LongRangeIterator>, _args: &[Ref]) -> Outcome {
    let zero = || Ref::small(0);
    reduce(vm, this.next.get().unwrap_or_else(zero), &this.step, &this.left.get().unwrap_or_else(zero))
}

/// Goes so many items on.
fn long_iterator_set_state(vm: &Vm, this: This<'_, LongRangeIterator>, args: &[Ref]) -> Outcome {
    let mut steps = vm.index_object(crate::args::required(args, 0))?;
    let (Some(next), Some(left)) = (this.next.get(), this.left.get()) else { return Ok(Ref::none()) };
    if vm.compare_bool(CompareOp::Lt, &steps, &Ref::small(0))? {
        steps = Ref::small(0);
    } else if vm.compare_bool(CompareOp::Gt, &steps, &left)? {
        steps = left.clone();
    }
    let next = arith::add(vm, &next, &*arith::multiply(vm, &this.step, &steps)?)?;
    this.left.set(Some(arith::subtract(vm, &left, &steps)?));
    this.next.set(Some(next));
    Ok(Ref::none())
}

/// Goes so many items on.
fn range_iterator_set_state(vm: &Vm, this: This<'_, RangeIterator>, args: &[Ref]) -> Outcome {
    let steps = vm.index(crate::args::required(args, 0))?;
    let steps = usize::try_from(steps).unwrap_or(0).min(this.left.get());
    this.left.set(this.left.get() - steps);
    this.next.set(this.next.get().wrapping_add(this.step.wrapping_mul(steps as isize)));
    Ok(Ref::none())
}

fn long_iterator_next(vm: &Vm, this: This<'_, LongRangeIterator>) -> Result<Option<Ref>, Raised> {
    let (Some(item), Some(left)) = (this.next.get(), this.left.get()) else { return Ok(None) };
    if left.small() == Some(0) {
        return Ok(None);
    }
    let (next, left) = (arith::add(vm, &item, &this.step)?, arith::subtract(vm, &left, &Ref::small(1))?);
    this.next.set(Some(next));
    this.left.set(Some(left));
    Ok(Some(item))
}

fn long_iterator_length_hint(_vm: &Vm, this: This<'_, LongRangeIterator>, _args: &[Ref]) -> Outcome {
    Ok(this.left.get().unwrap_or_else(|| Ref::small(0)))
}

py_type! {
    /// Iterators over small integers.
    pub static RANGE_ITERATOR: RangeIterator = "range_iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        slots { iter: unary itself, iternext: next range_iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = range_iterator_length_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = range_iterator_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = range_iterator_set_state, "Restore pickled state.";
        }
    }
}

py_type! {
    /// Iterators over ints of any size.
    pub static LONG_RANGE_ITERATOR: LongRangeIterator = "longrange_iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        slots { iter: unary itself, iternext: next long_iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = long_iterator_length_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = long_iterator_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = long_iterator_set_state, "Restore pickled state.";
        }
    }
}
