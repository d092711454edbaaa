//! Iterators over sequences by index, and over callables.

use core::cell::Cell;

use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::tuple::replace_items;
use crate::types::exceptions;

/// `__iter__` of every iterator: itself.
///
/// # Errors
/// None.
pub fn iterator_self(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.own())
}

/// The positional arguments of constructor `name`. A subclass with an `__init__` of its own may
/// take keywords: they are left to it.
///
/// # Errors
/// TypeError for other keywords.
pub fn positional_arguments<'a>(
    vm: &Vm,
    name: &str,
    type_: TypeRef,
    args: &'a [Ref],
    names: Option<&Obj>,
) -> Result<&'a [Ref], Raised> {
    let keywords = names.and_then(|names| vm.len(names).ok()).unwrap_or(0);
    if keywords > 0 && crate::class::instance::has_object_init(type_) {
        vm.no_keywords(name, names)?;
    }
    Ok(args.get(..args.len().saturating_sub(keywords)).unwrap_or(args))
}

/// The builtin function `name`, for `__reduce__`.
///
/// # Errors
/// KeyError if somebody has removed it.
pub fn builtin(vm: &Vm, name: &str) -> Outcome {
    let name = vm.memory(vm.intern(name))?;
    vm.get_item(vm.builtins.get().as_deref().unwrap_or(Obj::NONE), &name)
}

/// The keywords of the `__init__` of builtin type `base`: as [`positional_arguments`], for a
/// subclass with a `__new__` of its own.
///
/// # Errors
/// TypeError for other keywords.
pub fn init_arguments<'a>(
    vm: &Vm,
    base: &'static Type,
    this: &Obj,
    args: &'a [Ref],
    names: Option<&Obj>,
) -> Result<&'a [Ref], Raised> {
    let keywords = names.and_then(|names| vm.len(names).ok()).unwrap_or(0);
    if keywords > 0 {
        let new = |type_: TypeRef| type_.fast_new().map(|new| new as usize);
        if new(this.type_()) == new(TypeRef::of(base)) {
            vm.no_keywords(TypeRef::of(base).name(), names)?;
        }
    }
    Ok(args.get(..args.len().saturating_sub(keywords)).unwrap_or(args))
}

/// `__reduce__` of an iterator that cannot be moved to a place: `(iter, ([items left],))`.
///
/// # Errors
/// What iterating raises.
pub fn reduce_items(vm: &Vm, rest: Result<crate::coll::list::List, Raised>) -> Outcome {
    reduce_at(vm, None, 0, &*vm.list_from(rest?)?)
}

/// `__reduce__` of an iterator at `index` of a sequence: `(iter, (sequence,), index)`; at its
/// end it is one over `empty`.
///
/// # Errors
/// As [`builtin`].
pub fn reduce_at(vm: &Vm, sequence: Option<Ref>, index: usize, empty: &Obj) -> Outcome {
    let (function, is_end) = (builtin(vm, "iter")?, sequence.is_none());
    let args = vm.tuple_of(&[sequence.unwrap_or_else(|| empty.own())])?;
    if is_end {
        vm.tuple_of(&[function, args])
    } else {
        vm.tuple_of(&[function, args, vm.int(index as i64)?])
    }
}

/// `__setstate__` of such an iterator.
///
/// # Errors
/// TypeError if the state is no integer.
pub fn set_at(vm: &Vm, index: &Cell<usize>, args: &[Ref]) -> Outcome {
    let state = vm.index(crate::args::required(args, 0))?;
    index.set(usize::try_from(state).unwrap_or(0));
    Ok(Ref::none())
}

/// The tuple that an iterator handed out last: used again if the taker has dropped it.
pub struct ReusedTuple(Slot);

impl ReusedTuple {
    /// Without a tuple yet.
    pub const fn new() -> ReusedTuple {
        ReusedTuple(Slot::new(None))
    }

    /// For `traverse`.
    pub fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.0);
    }

    /// Drops the tuple.
    pub fn clear(&self) {
        self.0.set(None);
    }

    /// A tuple of two.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn pair(&self, vm: &Vm, first: Ref, second: Ref) -> Outcome {
        let fresh = [first, second];
        let Some(last) = self.0.take() else {
            let pair = vm.tuple_of(&fresh)?;
            self.0.set(Some(pair.clone()));
            return Ok(pair);
        };
        match replace_items(&last, fresh) {
            Ok(old) => {
                self.0.set(Some(last.clone()));
                drop(old);
                Ok(last)
            }
            Err(fresh) => {
                self.0.set(Some(last));
                vm.tuple_of(&fresh)
            }
        }
    }

    /// A tuple of `len` items to be filled by `replace_item` while nobody else has it, and
    /// handed to [`ReusedTuple::keep`] then.
    ///
    /// # Errors
    /// MemoryError.
    pub fn take(&self, vm: &Vm, len: usize) -> Outcome {
        match self.0.take() {
            Some(last) if last.refcount() == 1 => Ok(last),
            // In use: another one, and no attempt to use the old one again.
            _ => vm.memory(vm.build_tuple(len, |_| Ref::none())),
        }
    }

    /// Remembers the tuple that is handed out now.
    pub fn keep(&self, tuple: &Ref) {
        self.0.set(Some(tuple.clone()));
    }
}

impl Default for ReusedTuple {
    fn default() -> Self {
        Self::new()
    }
}

/// A place in anything that has `__getitem__`.
#[repr(C)]
pub struct SequenceIterator {
    sequence: Slot,
    index: Cell<isize>,
}

// SAFETY: ITERATOR's instances hold this.
unsafe impl Storage for SequenceIterator {
    const TYPE: &'static Type = &ITERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.sequence);
    }

    fn clear(&self) {
        self.sequence.set(None);
    }
}

/// Calls a function until it returns a sentinel.
#[repr(C)]
pub struct CallableIterator {
    callable: Slot,
    sentinel: Slot,
}

// SAFETY: CALLABLE_ITERATOR's instances hold this.
unsafe impl Storage for CallableIterator {
    const TYPE: &'static Type = &CALLABLE_ITERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.callable);
        visitor.visit_slot(&self.sentinel);
    }

    fn clear(&self) {
        self.callable.set(None);
        self.sentinel.set(None);
    }
}

/// `iter()` of an object that has `__getitem__` only.
///
/// # Errors
/// MemoryError.
pub fn sequence_iterator(vm: &Vm, object: &Obj) -> Outcome {
    let storage = SequenceIterator { sequence: Slot::new(Some(object.own())), index: Cell::new(0) };
    vm.memory(vm.allocate(TypeRef::of(&ITERATOR), storage, size_of::<SequenceIterator>()))
}

/// `iter(callable, sentinel)`
///
/// # Errors
/// MemoryError.
pub fn callable_iterator(vm: &Vm, callable: &Obj, sentinel: &Obj) -> Outcome {
    let storage = CallableIterator {
        callable: Slot::new(Some(callable.own())),
        sentinel: Slot::new(Some(sentinel.own())),
    };
    vm.memory(vm.allocate(TypeRef::of(&CALLABLE_ITERATOR), storage, size_of::<CallableIterator>()))
}

fn sequence_next(vm: &Vm, this: This<'_, SequenceIterator>) -> Result<Option<Ref>, Raised> {
    let Some(sequence) = this.sequence.get() else { return Ok(None) };
    let index = this.index.get();
    let item = match sequence.type_().sequence().item {
        Some(item) => item(&sequence, index),
        None => vm.int(index as i64).and_then(|index| vm.get_item(&sequence, &index)),
    };
    match item {
        Ok(item) => {
            this.index.set(index.saturating_add(1));
            Ok(Some(item))
        }
        Err(raised)
            if vm.raised_is(&exceptions::INDEX_ERROR) || vm.raised_is(&exceptions::STOP_ITERATION) =>
        {
            drop(vm.take_raised(raised));
            this.sequence.set(None);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn sequence_hint(vm: &Vm, this: This<'_, SequenceIterator>, _args: &[Ref]) -> Outcome {
    let Some(sequence) = this.sequence.get() else { return Ok(Ref::small(0)) };
    let type_ = sequence.type_();
    if type_.sequence().length.or(type_.mapping().length).is_none() {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let left = vm.len(&sequence)? as isize - this.index.get();
    vm.int(left.max(0) as i64)
}

fn sequence_reduce(vm: &Vm, this: This<'_, SequenceIterator>, _args: &[Ref]) -> Outcome {
    reduce_at(vm, this.sequence.get(), this.index.get() as usize, crate::raw::tuple::empty())
}

fn sequence_set_state(vm: &Vm, this: This<'_, SequenceIterator>, args: &[Ref]) -> Outcome {
    this.index.set(vm.index(crate::args::required(args, 0))?.max(0));
    Ok(Ref::none())
}

/// `(iter, (callable, sentinel))`
fn callable_reduce(vm: &Vm, this: This<'_, CallableIterator>, _args: &[Ref]) -> Outcome {
    match (this.callable.get(), this.sentinel.get()) {
        (Some(callable), Some(sentinel)) => {
            vm.tuple_of(&[builtin(vm, "iter")?, vm.tuple_of(&[callable, sentinel])?])
        }
        _ => reduce_at(vm, None, 0, crate::raw::tuple::empty()),
    }
}

fn callable_next(vm: &Vm, this: This<'_, CallableIterator>) -> Result<Option<Ref>, Raised> {
    let Some(callable) = this.callable.get() else { return Ok(None) };
    let item = match vm.call(&callable, &[]) {
        Ok(item) => item,
        Err(raised) => {
            vm.suppress(raised, &exceptions::STOP_ITERATION)?;
            this.clear();
            return Ok(None);
        }
    };
    // The call may have ended this iterator by running it itself.
    let Some(sentinel) = this.sentinel.get() else { return Ok(None) };
    if vm.equals(&sentinel, &item)? {
        this.clear();
        return Ok(None);
    }
    Ok(Some(item))
}

py_type! {
    /// The type of `iter()` of sequences without an `__iter__` of their own.
    pub static ITERATOR: SequenceIterator = "iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary iterator_self, iternext: next sequence_next, }
        attrs {
            method "__length_hint__" (0, 0) = sequence_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = sequence_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = sequence_set_state, "Restore pickled state.";
        }
    }
}

py_type! {
    /// The type of `iter(callable, sentinel)`.
    pub static CALLABLE_ITERATOR: CallableIterator = "callable_iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary iterator_self, iternext: next callable_next, }
        attrs { method "__reduce__" (0, 0) = callable_reduce, "State for pickle."; }
    }
}
