//! `iter(str)`.

use core::cell::Cell;

use crate::model::value::{Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm};
use crate::py_type;
use crate::raw::str::Str;

/// The characters of a string, one by one.
pub struct StrIterator {
    /// The string; `None` once the end was reached.
    text: Slot,
    index: Cell<usize>,
}

// SAFETY: STR_ITERATOR's instances hold this.
unsafe impl Storage for StrIterator {
    const TYPE: &'static Type = &STR_ITERATOR;
}

pub fn str_iter(vm: &Vm, this: This<'_, Str>) -> Outcome {
    let storage = StrIterator { text: Slot::new(Some(this.own())), index: Cell::new(0) };
    let type_ = if this.ascii().is_some() { &STR_ASCII_ITERATOR } else { &STR_ITERATOR };
    vm.memory(vm.allocate(TypeRef::of(type_), storage, size_of::<StrIterator>()))
}

fn iterator_self(_vm: &Vm, this: This<'_, StrIterator>) -> Outcome {
    Ok(this.own())
}

fn iterator_next(vm: &Vm, this: This<'_, StrIterator>) -> Result<Option<Ref>, Raised> {
    let Some(text) = this.text.get() else { return Ok(None) };
    let index = this.index.get();
    match text.cast::<Str>().and_then(|text| text.char_at(index)) {
        Some(character) => {
            this.index.set(index + 1);
            vm.char_str(character).map(Some)
        }
        None => {
            this.text.set(None);
            Ok(None)
        }
    }
}

fn iterator_length_hint(vm: &Vm, this: This<'_, StrIterator>, _args: &[Ref]) -> Outcome {
    let len = this.text.get().and_then(|text| text.cast::<Str>().map(|text| text.len())).unwrap_or(0);
    vm.int(len.saturating_sub(this.index.get()) as i64)
}

fn iterator_reduce(vm: &Vm, this: This<'_, StrIterator>, _args: &[Ref]) -> Outcome {
    crate::types::iterators::reduce_at(vm, this.text.get(), this.index.get(), crate::names::EMPTY())
}

fn iterator_set_state(vm: &Vm, this: This<'_, StrIterator>, args: &[Ref]) -> Outcome {
    crate::types::iterators::set_at(vm, &this.index, args)
}

py_type! {
    /// Iterates over the characters of a string.
    pub static STR_ITERATOR: StrIterator = "str_iterator", "" {
        slots { iter: unary iterator_self, iternext: next iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = iterator_length_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = iterator_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = iterator_set_state, "Restore pickled state.";
        }
    }
}

py_type! {
    /// The same for strings of ASCII, under the name that CPython has for it.
    pub static STR_ASCII_ITERATOR: StrIterator = "str_ascii_iterator", "" {
        base STR_ITERATOR;
        slots { iter: unary iterator_self, iternext: next iterator_next, }
    }
}
