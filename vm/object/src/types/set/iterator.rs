//! Iterators over sets and frozensets.

use core::cell::Cell;

use crate::coll::set::any_set;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::types::iterators::{iterator_self, reduce_items};

/// A place in a set; the set is gone once the end was met.
#[repr(C)]
pub struct SetIterator {
    set: Slot,
    position: Cell<usize>,
    /// Items at the start; `usize::MAX` once the iterator has complained.
    len: Cell<usize>,
    /// Items to come.
    left: Cell<usize>,
}

// SAFETY: SET_ITERATOR's instances hold this.
unsafe impl Storage for SetIterator {
    const TYPE: &'static Type = &SET_ITERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.set);
    }

    fn clear(&self) {
        self.set.set(None);
    }
}

/// `iter(set)`
///
/// # Errors
/// MemoryError.
pub fn set_iter(vm: &Vm, this: &Obj) -> Outcome {
    let len = any_set(this).map_or(0, |set| set.len());
    let storage = SetIterator {
        set: Slot::new(Some(this.own())),
        position: Cell::new(0),
        len: Cell::new(len),
        left: Cell::new(len),
    };
    vm.memory(vm.allocate(TypeRef::of(&SET_ITERATOR), storage, size_of::<SetIterator>()))
}

/// The next item: also for the interpreter.
///
/// # Errors
/// RuntimeError if the set has changed its size.
pub fn set_iterator_next(vm: &Vm, this: This<'_, SetIterator>) -> Result<Option<Ref>, Raised> {
    // Taken out and put back, which costs no count.
    let Some(object) = this.set.take() else { return Ok(None) };
    let Some(set) = any_set(&object) else { return Ok(None) };
    if set.len() != this.len.get() {
        this.len.set(usize::MAX);
        this.set.set(Some(object));
        return Err(vm.runtime_error("Set changed size during iteration"));
    }
    let Some(position) = set.next(this.position.get()) else { return Ok(None) };
    let item = set.item_at(position);
    this.position.set(position + 1);
    this.left.set(this.left.get().saturating_sub(1));
    this.set.set(Some(object));
    Ok(item)
}

fn iterator_hint(vm: &Vm, this: This<'_, SetIterator>, _args: &[Ref]) -> Outcome {
    let len = this.set.get().and_then(|set| any_set(&set).map(|set| set.len()));
    vm.int(if len == Some(this.len.get()) { this.left.get() as i64 } else { 0 })
}

fn iterator_reduce(vm: &Vm, this: This<'_, SetIterator>, _args: &[Ref]) -> Outcome {
    let copy = SetIterator {
        set: Slot::new(this.set.get()),
        position: this.position.clone(),
        len: this.len.clone(),
        left: this.left.clone(),
    };
    let copy = vm.memory(vm.allocate(TypeRef::of(&SET_ITERATOR), copy, size_of::<SetIterator>()))?;
    reduce_items(vm, vm.collect_list(&copy))
}

py_type! {
    /// The type of `iter(set)`.
    pub static SET_ITERATOR: SetIterator = "set_iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary iterator_self, iternext: next set_iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = iterator_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = iterator_reduce, "State for pickle.";
        }
    }
}
