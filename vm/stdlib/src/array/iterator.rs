//! Iterates over the items of an array.

use core::cell::Cell;

use pyrite_api::types::iterator_self;
use pyrite_api::{Outcome, Raised, Ref, Slot, Storage, This, Type, TypeRef, Vm, flags, py_type};

use super::Array;
use super::items::item_of;

/// A place in an array.
pub struct ArrayIterator {
    /// The array; nothing once the end was reached.
    array: Slot,
    index: Cell<usize>,
}

// SAFETY: ARRAY_ITERATOR's instances hold this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for ArrayIterator {
    const TYPE: &'static Type = &ARRAY_ITERATOR;
}

/// `iter(array)`
pub fn iter(vm: &Vm, this: This<'_, Array>) -> Outcome {
    let iterator = ArrayIterator { array: Slot::new(Some(this.own())), index: Cell::new(0) };
    vm.memory(vm.allocate(TypeRef::of(&ARRAY_ITERATOR), iterator, size_of::<ArrayIterator>()))
}

fn next(vm: &Vm, this: This<'_, ArrayIterator>) -> Result<Option<Ref>, Raised> {
    let Some(array) = this.array.get() else { return Ok(None) };
    let index = this.index.get();
    match array.cast::<Array>().filter(|array| index < array.storage().len()) {
        Some(array) => {
            this.index.set(index + 1);
            item_of(vm, &array, index).map(Some)
        }
        None => {
            this.array.set(None);
            Ok(None)
        }
    }
}

/// Made again by `iter(array)` and the index.
fn reduce(vm: &Vm, this: This<'_, ArrayIterator>, _args: &[Ref]) -> Outcome {
    let iter = crate::imported(vm, "builtins", "iter")?;
    match this.array.get() {
        Some(array) => {
            let args = vm.tuple_of(&[array])?;
            vm.tuple_of(&[iter, args, vm.int(this.index.get() as i64)?])
        }
        None => vm.tuple_of(&[iter, vm.tuple_of(&[vm.tuple_of(&[])?])?]),
    }
}

fn set_state(vm: &Vm, this: This<'_, ArrayIterator>, args: &[Ref]) -> Outcome {
    let index = vm.index(pyrite_api::required(args, 0))?;
    this.index.set(usize::try_from(index).unwrap_or(0));
    Ok(Ref::none())
}

py_type! {
    /// Iterates over the items of an array.
    pub static ARRAY_ITERATOR: ArrayIterator = "array.arrayiterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        slots { iter: unary iterator_self, iternext: next next, }
        attrs {
            method "__reduce__" (0, 0) = reduce, "Reduce for pickle.";
            method "__setstate__" (1, 1) = set_state, "Restore from pickle.";
        }
    }
}
