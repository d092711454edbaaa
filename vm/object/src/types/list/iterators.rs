//! Iterators over lists, forwards and backwards.

use core::cell::Cell;

use crate::coll::list::List;
use crate::heap::Kind;
use crate::model::storage::Visitor;
use crate::model::value::{Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;

/// A place in a list; the list is gone once the end was met.
#[repr(C)]
pub struct ListIterator {
    list: Slot,
    index: Cell<usize>,
}

// SAFETY: LIST_ITERATOR's instances hold this.
unsafe impl Storage for ListIterator {
    const TYPE: &'static Type = &LIST_ITERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.list);
    }

    fn clear(&self) {
        self.list.set(None);
    }
}

/// A place in a list on the way to its start.
#[repr(C)]
pub struct ListReverseIterator {
    list: Slot,
    /// The next index and one: 0 is the end.
    index: Cell<usize>,
}

// SAFETY: LIST_REVERSEITERATOR's instances hold this.
unsafe impl Storage for ListReverseIterator {
    const TYPE: &'static Type = &LIST_REVERSEITERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.list);
    }

    fn clear(&self) {
        self.list.set(None);
    }
}

/// `iter(list)`
///
/// # Errors
/// MemoryError.
pub fn list_iter(vm: &Vm, this: This<'_, List>) -> Outcome {
    let storage = ListIterator { list: Slot::new(Some(this.own())), index: Cell::new(0) };
    vm.memory(vm.allocate_fixed(Kind::Container, storage))
}

/// The next item, without a detour over the slot: also for the interpreter.
#[inline]
pub fn list_iterator_advance(this: This<'_, ListIterator>) -> Option<Ref> {
    // Taken out and put back, which costs no count.
    let list = this.list.take()?;
    let index = this.index.get();
    match list.cast::<List>().and_then(|list| list.get(index)) {
        Some(item) => {
            this.index.set(index + 1);
            this.list.set(Some(list));
            Some(item)
        }
        None => None,
    }
}

fn iterator_next(_vm: &Vm, this: This<'_, ListIterator>) -> Result<Option<Ref>, Raised> {
    Ok(list_iterator_advance(this))
}

fn iterator_hint(vm: &Vm, this: This<'_, ListIterator>, _args: &[Ref]) -> Outcome {
    let len = this.list.get().and_then(|list| list.cast::<List>().map(|list| list.len()));
    vm.int(len.unwrap_or(0).saturating_sub(this.index.get()) as i64)
}

fn iterator_reduce(vm: &Vm, this: This<'_, ListIterator>, _args: &[Ref]) -> Outcome {
    crate::types::iterators::reduce_at(vm, this.list.get(), this.index.get(), &*vm.list(&[])?)
}

fn iterator_set_state(vm: &Vm, this: This<'_, ListIterator>, args: &[Ref]) -> Outcome {
    crate::types::iterators::set_at(vm, &this.index, args)
}

/// `list.__reversed__()`
///
/// # Errors
/// MemoryError.
pub fn list_reversed(vm: &Vm, this: This<'_, List>, _args: &[Ref]) -> Outcome {
    let storage = ListReverseIterator { list: Slot::new(Some(this.own())), index: Cell::new(this.len()) };
    vm.memory(vm.allocate(TypeRef::of(&LIST_REVERSEITERATOR), storage, size_of::<ListReverseIterator>()))
}

fn reverse_next(_vm: &Vm, this: This<'_, ListReverseIterator>) -> Result<Option<Ref>, Raised> {
    let Some(list) = this.list.take() else { return Ok(None) };
    let index = this.index.get().checked_sub(1);
    let item = index.and_then(|index| list.cast::<List>()?.get(index));
    if let (Some(index), Some(_)) = (index, &item) {
        this.index.set(index);
        this.list.set(Some(list));
    }
    Ok(item)
}

fn reverse_hint(vm: &Vm, this: This<'_, ListReverseIterator>, _args: &[Ref]) -> Outcome {
    let len = this.list.get().and_then(|list| list.cast::<List>().map(|list| list.len()));
    let left = this.index.get();
    vm.int(if len.is_some_and(|len| len >= left) { left as i64 } else { 0 })
}

/// As of an iterator, but the state is the next index: one less than what is kept.
fn reverse_reduce(vm: &Vm, this: This<'_, ListReverseIterator>, _args: &[Ref]) -> Outcome {
    let Some(list) = this.list.get() else {
        return crate::types::iterators::reduce_at(vm, None, 0, &*vm.list(&[])?);
    };
    let reversed = crate::types::iterators::builtin(vm, "reversed")?;
    let index = vm.int(this.index.get() as i64 - 1)?;
    vm.tuple_of(&[reversed, vm.tuple_of(&[list])?, index])
}

fn reverse_set_state(vm: &Vm, this: This<'_, ListReverseIterator>, args: &[Ref]) -> Outcome {
    let len = this.list.get().and_then(|list| list.cast::<List>().map(|list| list.len())).unwrap_or(0);
    let given = vm.index(crate::args::required(args, 0))?;
    this.index.set(usize::try_from(given.saturating_add(1)).unwrap_or(0).min(len));
    Ok(Ref::none())
}

py_type! {
    /// The type of `iter(list)`.
    pub static LIST_ITERATOR: ListIterator = "list_iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary crate::types::iterators::iterator_self, iternext: next iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = iterator_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = iterator_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = iterator_set_state, "Restore pickled state.";
        }
    }
}

py_type! {
    /// The type of `reversed(list)`.
    pub static LIST_REVERSEITERATOR: ListReverseIterator = "list_reverseiterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary crate::types::iterators::iterator_self, iternext: next reverse_next, }
        attrs {
            method "__length_hint__" (0, 0) = reverse_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = reverse_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = reverse_set_state, "Restore pickled state.";
        }
    }
}
