//! Storage of `set` and `frozenset`: a table of keys alone.

use core::cell::Cell;

use pyrite_algo::OutOfMemory;

use crate::coll::table::Table;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Ref};
use crate::model::{Raised, Storage, This, Type, Vm};

/// The items of a set.
#[repr(C)]
pub struct Set {
    items: Table<1>,
    /// Of a set: no item is before this position, where `pop` goes on. Of a frozenset: its hash,
    /// once asked for; 0 before.
    extra: Cell<usize>,
}

/// The items of a frozenset; never changed once it can be seen.
#[repr(transparent)]
pub struct FrozenSet(Set);

// SAFETY: SET's instances, and those of its subtypes, begin with this.
unsafe impl Storage for Set {
    const TYPE: &'static Type = &crate::model::knot::SET;

    fn traverse(&self, visitor: &mut Visitor) {
        self.items.traverse(visitor);
    }

    fn clear(&self) {
        Set::clear(self);
    }
}

// SAFETY: FROZENSET's instances, and those of its subtypes, begin with this.
unsafe impl Storage for FrozenSet {
    const TYPE: &'static Type = &crate::model::knot::FROZENSET;

    fn traverse(&self, visitor: &mut Visitor) {
        self.0.items.traverse(visitor);
    }
}

impl FrozenSet {
    /// With the given items.
    pub fn new(items: Set) -> FrozenSet {
        items.extra.set(0);
        FrozenSet(items)
    }

    /// The hash, if it is known.
    pub fn known_hash(&self) -> Option<usize> {
        Some(self.0.extra.get()).filter(|&hash| hash != 0)
    }

    /// Remembers the hash.
    pub fn set_hash(&self, hash: usize) {
        self.0.extra.set(hash);
    }
}

/// The items of a set or frozenset, or of an instance of a subtype.
pub fn any_set(object: &Obj) -> Option<This<'_, Set>> {
    if let Some(set) = object.exact::<Set>() {
        return Some(set);
    }
    if object.cast::<FrozenSet>().is_some() {
        // SAFETY: a frozenset's storage is a set's, with another use of `extra` that only
        // changes of the set look at, which callers do not make.
        return Some(unsafe { This::new_unchecked(object) });
    }
    object.cast::<Set>()
}

impl Default for Set {
    fn default() -> Self {
        Self::new()
    }
}

impl Set {
    /// An empty set; allocates nothing.
    pub const fn new() -> Set {
        Set { items: Table::new(), extra: Cell::new(0) }
    }

    /// Number of items.
    #[inline]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory beside the object.
    pub fn block_size(&self) -> usize {
        self.items.block_size()
    }

    /// Whether `key` is an item.
    ///
    /// # Errors
    /// TypeError if it is unhashable, and whatever its `__hash__` and `__eq__` raise.
    #[inline]
    pub fn contains(&self, vm: &Vm, key: &Obj) -> Result<bool, Raised> {
        Ok(self.items.find(vm, key)?.is_some())
    }

    /// As [`Set::contains`], for a key whose hash is known.
    ///
    /// # Errors
    /// What comparisons raise.
    pub fn contains_hashed(&self, vm: &Vm, key: &Obj, hash: usize) -> Result<bool, Raised> {
        Ok(self.items.find_hashed(vm, key, hash)?.is_some())
    }

    /// Adds an item; says whether it was not there.
    ///
    /// # Errors
    /// As [`Set::contains`], and MemoryError.
    #[inline]
    pub fn add(&self, vm: &Vm, key: &Obj) -> Result<bool, Raised> {
        let hash = vm.hash(key)?;
        self.add_hashed(vm, key, hash)
    }

    /// As [`Set::add`], for a key whose hash is known.
    ///
    /// # Errors
    /// What comparisons raise, MemoryError.
    pub fn add_hashed(&self, vm: &Vm, key: &Obj, hash: usize) -> Result<bool, Raised> {
        if self.items.find_hashed(vm, key, hash)?.is_some() {
            return Ok(false);
        }
        vm.memory(self.items.append(vm, key.own(), hash))?;
        Ok(true)
    }

    /// Removes an item, if it is there, and returns it.
    ///
    /// # Errors
    /// As [`Set::contains`].
    pub fn remove(&self, vm: &Vm, key: &Obj) -> Result<Option<Ref>, Raised> {
        let position = self.items.find(vm, key)?;
        Ok(position.and_then(|position| self.remove_at(position)))
    }

    /// As [`Set::remove`], for a key whose hash is known.
    ///
    /// # Errors
    /// What comparisons raise.
    pub fn remove_hashed(&self, vm: &Vm, key: &Obj, hash: usize) -> Result<Option<Ref>, Raised> {
        let position = self.items.find_hashed(vm, key, hash)?;
        Ok(position.and_then(|position| self.remove_at(position)))
    }

    fn remove_at(&self, position: usize) -> Option<Ref> {
        let [item] = self.items.remove_at(position)?;
        item
    }

    /// Removes and returns the item that was added first.
    pub fn pop(&self) -> Option<Ref> {
        // The table may have been rebuilt since, and then items may be before the place.
        let position = self.items.next(self.extra.get()).or_else(|| self.items.next(0))?;
        self.extra.set(position + 1);
        self.remove_at(position)
    }

    /// The position of the item at or after `position`.
    #[inline]
    pub fn next(&self, position: usize) -> Option<usize> {
        self.items.next(position)
    }

    /// The item at `position`.
    #[inline]
    pub fn item_at(&self, position: usize) -> Option<Ref> {
        self.items.get_word(position, 0)
    }

    /// The item at or after `position`, its hash, and the position to go on from.
    #[inline]
    pub fn next_item(&self, position: usize) -> Option<(usize, Ref, usize)> {
        let position = self.items.next(position)?;
        let (item, hash) = self.items.key_and_hash(position)?;
        Some((position + 1, item, hash))
    }

    /// Removes everything; the set is empty before the first item is dropped.
    pub fn clear(&self) {
        drop(self.take());
    }

    /// Moves everything out.
    pub fn take(&self) -> Set {
        self.extra.set(0);
        Set { items: self.items.take(), extra: Cell::new(0) }
    }

    /// Exchanges the items with those of `other`.
    pub fn exchange(&self, other: &Set) {
        self.items.exchange(&other.items);
        self.extra.set(0);
        other.extra.set(0);
    }

    /// A copy of everything; compares nothing.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn copy(&self, vm: &Vm) -> Result<Set, OutOfMemory> {
        Ok(Set { items: self.items.copy(vm)?, extra: Cell::new(0) })
    }
}

const _: () = assert!(size_of::<Set>() == 5 * size_of::<usize>());

#[cfg(test)]
mod tests;
