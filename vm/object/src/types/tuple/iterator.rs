//! Iterators over tuples.

use core::cell::Cell;

use crate::heap::Kind;
use crate::model::storage::Visitor;
use crate::model::value::{Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, Vm, flags};
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::iterators::iterator_self;

/// A place in a tuple; the tuple is gone once the end was met.
#[repr(C)]
pub struct TupleIterator {
    tuple: Slot,
    index: Cell<usize>,
}

// SAFETY: TUPLE_ITERATOR's instances hold this.
unsafe impl Storage for TupleIterator {
    const TYPE: &'static Type = &TUPLE_ITERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.tuple);
    }

    fn clear(&self) {
        self.tuple.set(None);
    }
}

/// `iter(tuple)`
///
/// # Errors
/// MemoryError.
pub fn tuple_iter(vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    let storage = TupleIterator { tuple: Slot::new(Some(this.own())), index: Cell::new(0) };
    vm.memory(vm.allocate_fixed(Kind::Container, storage))
}

/// The next item: also for the interpreter.
#[inline]
pub fn tuple_iterator_advance(this: This<'_, TupleIterator>) -> Option<Ref> {
    // Taken out and put back, which costs no count.
    let tuple = this.tuple.take()?;
    let index = this.index.get();
    let item = tuple.cast::<Tuple>().and_then(|tuple| tuple.items().get(index).cloned())?;
    this.index.set(index + 1);
    this.tuple.set(Some(tuple));
    Some(item)
}

fn iterator_next(_vm: &Vm, this: This<'_, TupleIterator>) -> Result<Option<Ref>, Raised> {
    Ok(tuple_iterator_advance(this))
}

fn iterator_hint(vm: &Vm, this: This<'_, TupleIterator>, _args: &[Ref]) -> Outcome {
    let len = this.tuple.get().and_then(|tuple| tuple.cast::<Tuple>().map(|tuple| tuple.items().len()));
    vm.int(len.unwrap_or(0).saturating_sub(this.index.get()) as i64)
}

fn iterator_reduce(vm: &Vm, this: This<'_, TupleIterator>, _args: &[Ref]) -> Outcome {
    crate::types::iterators::reduce_at(vm, this.tuple.get(), this.index.get(), crate::raw::tuple::empty())
}

fn iterator_set_state(vm: &Vm, this: This<'_, TupleIterator>, args: &[Ref]) -> Outcome {
    crate::types::iterators::set_at(vm, &this.index, args)
}

py_type! {
    /// The type of `iter(tuple)`.
    pub static TUPLE_ITERATOR: TupleIterator = "tuple_iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary iterator_self, iternext: next iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = iterator_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = iterator_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = iterator_set_state, "Restore pickled state.";
        }
    }
}
