//! Storage of `dict`: a table of keys and values.

use core::ptr::NonNull;

use pyrite_algo::OutOfMemory;

use crate::coll::table::{Table, plain_hash};
use crate::heap::Kind;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm};
use crate::raw::str::Str;

/// The word of an entry that holds its value.
const VALUE: usize = 1;

/// A dict. Marked tables are namespaces.
#[repr(transparent)]
pub struct Dict(Table<2>);

// SAFETY: DICT's instances, and those of its subtypes (flag DICT), begin with this.
unsafe impl Storage for Dict {
    const TYPE: &'static Type = &crate::model::knot::DICT;
    const FLAG: usize = crate::model::flags::DICT;

    fn traverse(&self, visitor: &mut Visitor) {
        self.0.traverse(visitor);
    }

    fn clear(&self) {
        Dict::clear(self);
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        if self.0.is_marked() {
            self.clear();
        }
    }
}

impl Default for Dict {
    fn default() -> Self {
        Self::new()
    }
}

impl Dict {
    /// An empty dict; allocates nothing.
    pub const fn new() -> Dict {
        Dict(Table::new())
    }

    /// Number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes of memory beside the object.
    pub fn block_size(&self) -> usize {
        self.0.block_size()
    }

    /// Makes this a namespace: structural changes count up [`Vm::names_epoch`].
    pub fn set_namespace(&self) {
        self.0.mark();
    }

    /// Whether this is a namespace.
    pub fn is_namespace(&self) -> bool {
        self.0.is_marked()
    }

    /// The value of a small int key, if all keys are plain.
    #[inline]
    pub fn get_small(&self, key: isize) -> Option<Ref> {
        if self.0.is_general() {
            return None;
        }
        self.0.get_word(self.0.find_plain(&Ref::small(key))?, VALUE)
    }

    /// The value of an exact str, if all keys are plain.
    #[inline]
    pub fn get_str(&self, key: This<'_, Str>) -> Option<Ref> {
        if self.0.is_general() {
            return None;
        }
        self.0.get_word(self.0.find_str(key)?, VALUE)
    }

    /// Replaces the value of a plain key that is there, if all keys are plain; the old value.
    ///
    /// # Errors
    /// The value, if it has no such place.
    #[inline]
    pub fn replace_plain(&self, key: &Obj, value: Ref) -> Result<Ref, Ref> {
        if self.0.is_general() {
            return Err(value);
        }
        let position = match key.exact::<Str>() {
            Some(text) => self.0.find_str(text),
            None if key.is_small() => self.0.find_plain(key),
            None => None,
        };
        match position {
            Some(position) => self.0.replace_word(position, VALUE, value).ok_or(Ref::none()),
            None => Err(value),
        }
    }

    #[inline(always)]
    fn touch(&self, vm: &Vm) {
        if self.0.is_marked() {
            vm.names_epoch.set(vm.names_epoch.get().wrapping_add(1));
        }
    }

    /// The value of `key`.
    ///
    /// # Errors
    /// TypeError if the key is unhashable, and whatever its `__hash__` and `__eq__` raise.
    #[inline]
    pub fn get(&self, vm: &Vm, key: &Obj) -> Result<Option<Ref>, Raised> {
        Ok(self.0.find(vm, key)?.and_then(|position| self.0.get_word(position, VALUE)))
    }

    /// The value of the str `name`, among keys that are exact str; runs no Python code.
    /// For others use [`Dict::get`].
    #[inline]
    pub fn get_name(&self, name: &Obj) -> Option<Ref> {
        self.0.get_word(self.0.find_name(name)?, VALUE)
    }

    /// The address of the value of `name`, valid until [`Vm::names_epoch`] changes.
    pub fn value_slot(&self, name: &Obj) -> Option<NonNull<Ref>> {
        if self.0.is_general() || !self.0.is_marked() {
            return None;
        }
        self.0.word_address(self.0.find_name(name)?, VALUE)
    }

    /// Whether `key` is there.
    ///
    /// # Errors
    /// As [`Dict::get`].
    pub fn contains(&self, vm: &Vm, key: &Obj) -> Result<bool, Raised> {
        Ok(self.0.find(vm, key)?.is_some())
    }

    /// Sets `key` to `value`, returns the old value.
    ///
    /// # Errors
    /// As [`Dict::get`], and MemoryError; the dict is as before.
    #[inline]
    pub fn insert(&self, vm: &Vm, key: &Obj, value: Ref) -> Result<Option<Ref>, Raised> {
        if !self.0.is_plain_with(key) {
            return self.insert_general(vm, key, value);
        }
        match self.0.find_plain(key) {
            Some(position) => Ok(self.0.replace_word(position, VALUE, value)),
            None => {
                vm.memory(self.append(vm, key, plain_hash(key), value))?;
                Ok(None)
            }
        }
    }

    #[inline(never)]
    fn insert_general(&self, vm: &Vm, key: &Obj, value: Ref) -> Result<Option<Ref>, Raised> {
        let hash = vm.hash(key)?;
        self.insert_hashed(vm, key, hash, value)
    }

    fn insert_hashed(&self, vm: &Vm, key: &Obj, hash: usize, value: Ref) -> Result<Option<Ref>, Raised> {
        match self.0.find_hashed(vm, key, hash)? {
            Some(position) => Ok(self.0.replace_word(position, VALUE, value)),
            None => {
                vm.memory(self.append(vm, key, hash, value))?;
                Ok(None)
            }
        }
    }

    fn append(&self, vm: &Vm, key: &Obj, hash: usize, value: Ref) -> Result<(), OutOfMemory> {
        let position = self.0.append(vm, key.own(), hash)?;
        self.0.replace_word(position, VALUE, value);
        self.touch(vm);
        Ok(())
    }

    /// The value of `key`; sets it to `value` first if there is none.
    ///
    /// # Errors
    /// As [`Dict::insert`].
    pub fn set_default(&self, vm: &Vm, key: &Obj, value: &Obj) -> Result<Ref, Raised> {
        let hash = vm.hash(key)?;
        if let Some(position) = self.0.find_hashed(vm, key, hash)?
            && let Some(found) = self.0.get_word(position, VALUE)
        {
            return Ok(found);
        }
        vm.memory(self.append(vm, key, hash, value.own()))?;
        Ok(value.own())
    }

    /// Sets the interned string `name`; runs no Python code if all keys are plain.
    ///
    /// # Errors
    /// MemoryError.
    pub fn set_name(&self, vm: &Vm, name: &Obj, value: Ref) -> Result<(), Raised> {
        self.insert(vm, name, value).map(drop)
    }

    /// Removes `key`, returns key and value.
    ///
    /// # Errors
    /// As [`Dict::get`].
    pub fn remove(&self, vm: &Vm, key: &Obj) -> Result<Option<(Ref, Ref)>, Raised> {
        Ok(self.0.find(vm, key)?.and_then(|position| self.remove_at(vm, position)))
    }

    fn remove_at(&self, vm: &Vm, position: usize) -> Option<(Ref, Ref)> {
        let [key, value] = self.0.remove_at(position)?;
        self.touch(vm);
        key.zip(value)
    }

    /// Removes and returns the last entry.
    pub fn pop_last(&self, vm: &Vm) -> Option<(Ref, Ref)> {
        self.remove_at(vm, self.0.previous(usize::MAX)?)
    }

    /// Removes and returns the first entry.
    pub fn pop_first(&self, vm: &Vm) -> Option<(Ref, Ref)> {
        self.remove_at(vm, self.0.next(0)?)
    }

    /// The entry at or after `position` and the position to go on from.
    #[inline]
    pub fn next_entry(&self, position: usize) -> Option<(usize, Ref, Ref)> {
        let position = self.0.next(position)?;
        Some((position + 1, self.0.get_word(position, 0)?, self.0.get_word(position, VALUE)?))
    }

    /// The entry before `position` (start with `usize::MAX`) and the position to go on from.
    pub fn previous_entry(&self, position: usize) -> Option<(usize, Ref, Ref)> {
        let position = self.0.previous(position)?;
        Some((position, self.0.get_word(position, 0)?, self.0.get_word(position, VALUE)?))
    }

    /// The position of the live entry at or after `position`; for the parts of an entry.
    #[inline]
    pub fn next_position(&self, position: usize) -> Option<usize> {
        self.0.next(position)
    }

    /// The position of the live entry before `position`.
    pub fn previous_position(&self, position: usize) -> Option<usize> {
        self.0.previous(position)
    }

    /// The key of the entry at `position`.
    #[inline]
    pub fn key_at(&self, position: usize) -> Option<Ref> {
        self.0.get_word(position, 0)
    }

    /// The value of the entry at `position`.
    #[inline]
    pub fn value_at(&self, position: usize) -> Option<Ref> {
        self.0.get_word(position, VALUE)
    }

    /// Key and its hash at `position`.
    pub fn key_and_hash(&self, position: usize) -> Option<(Ref, usize)> {
        self.0.key_and_hash(position)
    }

    /// Removes everything; the dict is empty before the first entry is dropped.
    pub fn clear(&self) {
        if !self.is_empty() {
            self.touch(crate::model::current::vm());
        }
        drop(self.0.take());
    }

    /// A copy of everything; compares nothing.
    ///
    /// # Errors
    /// MemoryError.
    pub fn copy(&self, vm: &Vm) -> Result<Dict, Raised> {
        vm.memory(self.0.copy(vm)).map(Dict)
    }

    /// Makes room for `count` entries in all, if the dict is empty.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn reserve(&self, vm: &Vm, count: usize) -> Result<(), OutOfMemory> {
        self.touch(vm);
        self.0.reserve(vm, count)
    }

    /// Sets every entry of `other` here, in its order.
    ///
    /// # Errors
    /// As [`Dict::insert`]; entries set before the failure stay. RuntimeError if `other`
    /// changes its size meanwhile.
    pub fn update(&self, vm: &Vm, other: &Dict) -> Result<(), Raised> {
        if self.is_empty() && !self.0.is_marked() {
            // Nothing to compare with.
            let copy = vm.memory(other.0.copy(vm))?;
            self.0.exchange(&copy);
            return Ok(());
        }
        let (mut position, len) = (0, other.len());
        while let Some(at) = other.0.next(position) {
            let (Some((key, hash)), Some(value)) = (other.0.key_and_hash(at), other.0.get_word(at, VALUE))
            else {
                break;
            };
            self.insert_hashed(vm, &key, hash, value)?;
            if other.len() != len {
                return Err(vm.runtime_error("dict mutated during update"));
            }
            position = at + 1;
        }
        Ok(())
    }
}

/// The dict of an object whose type has not changed how dicts iterate: its entries may be
/// read directly.
pub fn plain_dict(object: &Obj) -> Option<This<'_, Dict>> {
    let dict = object.cast::<Dict>()?;
    let own = |type_: TypeRef| type_.iter().map(|iter| iter as usize);
    (own(object.type_()) == own(TypeRef::of(Dict::TYPE))).then_some(dict)
}

impl Vm {
    /// An empty dict.
    ///
    /// # Errors
    /// MemoryError.
    pub fn dict(&self) -> Outcome {
        self.dict_from(Dict::new())
    }

    /// A dict that owns the contents of `entries`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn dict_from(&self, entries: Dict) -> Outcome {
        self.memory(self.allocate_fixed(Kind::Container, entries))
    }
}

const _: () = assert!(size_of::<Dict>() == 4 * size_of::<usize>());

#[cfg(test)]
mod tests;
