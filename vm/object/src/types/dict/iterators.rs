//! Iterators over keys, values and items of dicts, forwards and backwards.

use core::cell::Cell;

use crate::coll::dict::Dict;
use crate::model::storage::Visitor;
use crate::model::value::{Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::types::iterators::{ReusedTuple, iterator_self, reduce_items};

/// Kind of an iterator: what it yields.
pub const KEYS: u8 = 0;
/// As [`KEYS`].
pub const VALUES: u8 = 1;
/// As [`KEYS`].
pub const ITEMS: u8 = 2;
/// Added to the kind: from the last to the first.
pub const REVERSE: u8 = 4;

/// The entries' number once an iterator has complained: it goes on complaining.
const BROKEN: usize = usize::MAX;

/// A place in a dict; the dict is gone once the end was met.
#[repr(C)]
pub struct DictPlace {
    dict: Slot,
    /// For [`Dict::next_entry`] or [`Dict::previous_entry`].
    position: Cell<usize>,
    /// Entries of the dict at the start.
    len: Cell<usize>,
    /// Entries to come.
    left: Cell<usize>,
    /// The pair handed out last.
    pair: ReusedTuple,
}

/// A [`DictPlace`] of the given kind.
#[repr(transparent)]
pub struct DictIterator<const KIND: u8>(DictPlace);

// SAFETY: instances of the six types below hold this.
unsafe impl<const KIND: u8> Storage for DictIterator<KIND> {
    const TYPE: &'static Type = match KIND {
        VALUES => &DICT_VALUEITERATOR,
        ITEMS => &DICT_ITEMITERATOR,
        5 => &DICT_REVERSEVALUEITERATOR,
        6 => &DICT_REVERSEITEMITERATOR,
        4 => &DICT_REVERSEKEYITERATOR,
        _ => &DICT_KEYITERATOR,
    };

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.0.dict);
        self.0.pair.traverse(visitor);
    }

    fn clear(&self) {
        self.0.dict.set(None);
        self.0.pair.clear();
    }
}

impl<const KIND: u8> DictIterator<KIND> {
    /// An iterator over `dict`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn start(vm: &Vm, dict: This<'_, Dict>) -> Outcome {
        let place = DictPlace {
            dict: Slot::new(Some(dict.own())),
            position: Cell::new(if KIND & REVERSE == 0 { 0 } else { usize::MAX }),
            len: Cell::new(dict.len()),
            left: Cell::new(dict.len()),
            pair: ReusedTuple::new(),
        };
        vm.memory(vm.allocate(TypeRef::of(Self::TYPE), DictIterator::<KIND>(place), size_of::<Self>()))
    }
}

impl DictPlace {
    /// The next key, value or pair.
    #[inline]
    fn advance(&self, vm: &Vm, kind: u8) -> Result<Option<Ref>, Raised> {
        // Taken out and put back, which costs no count.
        let Some(object) = self.dict.take() else { return Ok(None) };
        let Some(dict) = object.cast::<Dict>() else { return Ok(None) };
        if dict.len() != self.len.get() {
            self.len.set(BROKEN);
            self.dict.set(Some(object));
            return Err(vm.runtime_error("dictionary changed size during iteration"));
        }
        let position = self.position.get();
        let forward = kind & REVERSE == 0;
        let found = if forward { dict.next_position(position) } else { dict.previous_position(position) };
        let Some(found) = found else { return Ok(None) };
        let Some(left) = self.left.get().checked_sub(1) else {
            self.dict.set(Some(object));
            return Err(vm.runtime_error("dictionary keys changed during iteration"));
        };
        self.position.set(if forward { found + 1 } else { found });
        self.left.set(left);
        let (key, value) = match kind & !REVERSE {
            KEYS => (dict.key_at(found), None),
            VALUES => (dict.value_at(found), None),
            _ => (dict.key_at(found), dict.value_at(found)),
        };
        self.dict.set(Some(object));
        match (key, value) {
            (Some(key), Some(value)) => self.pair.pair(vm, key, value).map(Some),
            (part, _) => Ok(part),
        }
    }

    /// The items to come; this iterator stays where it is.
    fn rest(&self, vm: &Vm, kind: u8) -> Result<crate::coll::list::List, Raised> {
        let copy = DictPlace {
            dict: Slot::new(self.dict.get()),
            position: self.position.clone(),
            len: self.len.clone(),
            left: self.left.clone(),
            pair: ReusedTuple::new(),
        };
        let items = crate::coll::list::List::new();
        while let Some(item) = copy.advance(vm, kind)? {
            vm.memory(items.push(vm, item))?;
        }
        Ok(items)
    }

    fn hint(&self, vm: &Vm) -> Outcome {
        let len = self.dict.get().and_then(|dict| dict.cast::<Dict>().map(|dict| dict.len()));
        vm.int(if len == Some(self.len.get()) { self.left.get() as i64 } else { 0 })
    }
}

/// The next key, value or pair of a dict iterator: also for the interpreter.
///
/// # Errors
/// RuntimeError if the dict has changed.
#[inline]
pub fn dict_iterator_next<const KIND: u8>(
    vm: &Vm,
    this: This<'_, DictIterator<KIND>>,
) -> Result<Option<Ref>, Raised> {
    this.storage().0.advance(vm, KIND)
}

fn dict_iterator_hint<const KIND: u8>(vm: &Vm, this: This<'_, DictIterator<KIND>>, _args: &[Ref]) -> Outcome {
    this.storage().0.hint(vm)
}

fn dict_iterator_reduce<const KIND: u8>(
    vm: &Vm,
    this: This<'_, DictIterator<KIND>>,
    _args: &[Ref],
) -> Outcome {
    reduce_items(vm, this.storage().0.rest(vm, KIND))
}

macro_rules! dict_iterators {
    ($($(#[$doc:meta])* $NAME:ident = $name:literal, $kind:literal;)*) => {
        $(py_type! {
            $(#[$doc])*
            pub static $NAME: DictIterator<$kind> = $name, "" {
                flags flags::DISALLOW_INSTANTIATION;
                gc container;
                slots { iter: unary iterator_self, iternext: next dict_iterator_next::<$kind>, }
                attrs {
                    method "__length_hint__" (0, 0) = dict_iterator_hint::<$kind>, "Guess at how many items remain.";
                    method "__reduce__" (0, 0) = dict_iterator_reduce::<$kind>, "State for pickle.";
                }
            }
        })*
    };
}

dict_iterators! {
    /// The type of `iter(dict)`.
    DICT_KEYITERATOR = "dict_keyiterator", 0;
    /// The type of `iter(dict.values())`.
    DICT_VALUEITERATOR = "dict_valueiterator", 1;
    /// The type of `iter(dict.items())`.
    DICT_ITEMITERATOR = "dict_itemiterator", 2;
    /// The type of `reversed(dict)`.
    DICT_REVERSEKEYITERATOR = "dict_reversekeyiterator", 4;
    /// The type of `reversed(dict.values())`.
    DICT_REVERSEVALUEITERATOR = "dict_reversevalueiterator", 5;
    /// The type of `reversed(dict.items())`.
    DICT_REVERSEITEMITERATOR = "dict_reverseitemiterator", 6;
}
