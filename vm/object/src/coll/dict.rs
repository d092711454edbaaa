//! Storage of `dict`: entries in insertion order, and an index when there are many.
//!
//! One block holds, in this order:
//!
//! | part | size | when |
//! |---|---|---|
//! | entries: key, value | 2 words x cap | always |
//! | hashes | 1 word x cap | general dicts |
//! | index | 1, 2 or 4 bytes x a power of two | cap above [`LINEAR_MAX`] |
//!
//! A dict whose keys are all exact `str` or small `int` needs no stored hashes: they are in
//! the keys. Any other key makes it *general*. A deleted entry has no key; its place is
//! reused when the dict is rebuilt. Deleted and free index places: see [`FREE`], [`DELETED`].
//!
//! Comparing keys may run Python code that changes the dict: then the search starts again.

use core::cell::Cell;
use core::ptr::{NonNull, null_mut};

use pyrite_algo::OutOfMemory;

use crate::heap::Kind;
use crate::heap::arena::rounded;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm};
use crate::raw::str::Str;

/// Up to this many entries are searched one after the other.
pub const LINEAR_MAX: usize = 8;

const GENERAL: u8 = 1;
const NAMESPACE: u8 = 2;
/// Index places count entries from 2: 0 is free, 1 was deleted.
const FREE: usize = 0;
const DELETED: usize = 1;

#[repr(C)]
struct Entry {
    key: Option<Ref>,
    value: Option<Ref>,
}

/// A dict.
#[repr(C)]
pub struct Dict {
    block: Cell<*mut Entry>,
    /// Live entries.
    len: Cell<usize>,
    /// Entries in use, deleted ones included.
    used: Cell<usize>,
    cap: Cell<u32>,
    /// Entries appended since the block was made: bounds the index places that are not free.
    spent: Cell<u32>,
    flags: Cell<u8>,
    /// log2 of the index places; 0 without an index.
    index_log: Cell<u8>,
}

// SAFETY: DICT's instances, and those of its subtypes (flag DICT), begin with this.
unsafe impl Storage for Dict {
    const TYPE: &'static Type = &crate::types::dict::DICT;
    const FLAG: usize = crate::model::flags::DICT;

    fn traverse(&self, visitor: &mut Visitor) {
        for position in 0..self.used.get() {
            let entry = self.entry(position);
            visitor.visit_option(&entry.key);
            visitor.visit_option(&entry.value);
        }
    }

    fn clear(&self) {
        Dict::clear(self);
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        Dict::clear(self);
    }
}

impl Default for Dict {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a key carries its hash: exact str, or small int.
#[inline(always)]
fn is_plain_key(key: &Obj) -> bool {
    key.is_small() || key.exact::<Str>().is_some()
}

/// The hash of a plain key.
#[inline(always)]
fn plain_hash(key: &Obj) -> usize {
    match key.small() {
        Some(value) => pyrite_algo::hash::hash_i64(value as i64) as usize,
        // SAFETY: a plain key that is not small is a str.
        None => unsafe { This::<Str>::new_unchecked(key) }.hash(),
    }
}

/// Whether two plain keys are equal.
#[inline(always)]
fn plain_equal(a: &Obj, b: &Obj) -> bool {
    if a.is(b) {
        return true;
    }
    match (a.exact::<Str>(), b.exact::<Str>()) {
        (Some(a), Some(b)) => a.equals(b),
        _ => false,
    }
}

impl Dict {
    /// An empty dict; allocates nothing.
    pub const fn new() -> Dict {
        Dict {
            block: Cell::new(null_mut()),
            len: Cell::new(0),
            used: Cell::new(0),
            cap: Cell::new(0),
            spent: Cell::new(0),
            flags: Cell::new(0),
            index_log: Cell::new(0),
        }
    }

    /// Number of entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes this a namespace: structural changes count up [`Vm::names_epoch`].
    pub fn set_namespace(&self) {
        self.flags.set(self.flags.get() | NAMESPACE);
    }

    #[inline(always)]
    fn has(&self, flag: u8) -> bool {
        self.flags.get() & flag != 0
    }

    #[inline(always)]
    fn entry<'a>(&self, position: usize) -> &'a Entry {
        debug_assert!(position < self.used.get());
        // SAFETY: entries below `used` are initialised; callers do not keep the reference
        // across anything that may change the dict.
        unsafe { &*self.block.get().add(position) }
    }

    fn hashes(&self) -> *mut usize {
        // SAFETY: the hashes follow the entries inside the block.
        unsafe { self.block.get().add(self.cap.get() as usize).cast() }
    }

    fn index_start(&self) -> *mut u8 {
        let words = if self.has(GENERAL) { self.cap.get() as usize } else { 0 };
        // SAFETY: the index follows entries and hashes inside the block.
        unsafe { self.hashes().add(words).cast() }
    }

    fn index_width(&self) -> usize {
        index_width(self.cap.get() as usize)
    }

    #[inline(always)]
    fn index_get(&self, place: usize) -> usize {
        let start = self.index_start();
        // SAFETY: `place` is masked to the index's size; its width is that of the block.
        unsafe {
            match self.index_width() {
                1 => usize::from(*start.add(place)),
                2 => usize::from(*start.cast::<u16>().add(place)),
                _ => *start.cast::<u32>().add(place) as usize,
            }
        }
    }

    fn index_set(&self, place: usize, value: usize) {
        let start = self.index_start();
        // SAFETY: as for `index_get`.
        unsafe {
            match self.index_width() {
                1 => *start.add(place) = value as u8,
                2 => *start.cast::<u16>().add(place) = value as u16,
                _ => *start.cast::<u32>().add(place) = value as u32,
            }
        }
    }

    #[inline(always)]
    fn hash_at(&self, position: usize) -> usize {
        if self.has(GENERAL) {
            // SAFETY: the hashes of entries in use are initialised.
            return unsafe { *self.hashes().add(position) };
        }
        self.entry(position).key.as_deref().map_or(0, plain_hash)
    }

    /// Positions to look at for `hash`, in order, until `found` says yes.
    #[inline(always)]
    fn search(&self, hash: usize, mut found: impl FnMut(usize) -> bool) -> Option<usize> {
        let log = self.index_log.get();
        if log == 0 {
            return (0..self.used.get()).find(|&position| found(position));
        }
        let mask = (1usize << log) - 1;
        let (mut place, mut perturb) = (hash & mask, hash);
        loop {
            match self.index_get(place) {
                FREE => return None,
                DELETED => {}
                number => {
                    if found(number - 2) {
                        return Some(number - 2);
                    }
                }
            }
            perturb >>= 5;
            place = (place * 5 + perturb + 1) & mask;
        }
    }

    /// Position of a plain key in a dict of plain keys.
    #[inline(always)]
    fn find_plain(&self, key: &Obj) -> Option<usize> {
        if self.index_log.get() == 0 {
            let used = self.used.get();
            // Identity first: names are interned.
            for position in 0..used {
                if self.entry(position).key.as_deref().is_some_and(|each| each.is(key)) {
                    return Some(position);
                }
            }
            if key.is_small() {
                return None;
            }
            return (0..used)
                .find(|&p| self.entry(p).key.as_deref().is_some_and(|each| plain_equal(each, key)));
        }
        self.search(plain_hash(key), |position| {
            self.entry(position).key.as_deref().is_some_and(|each| plain_equal(each, key))
        })
    }

    /// Position of `key`, whose hash is `hash`.
    fn find_general(&self, vm: &Vm, key: &Obj, hash: usize) -> Result<Option<usize>, Raised> {
        'again: loop {
            let (block, used) = (self.block.get(), self.used.get());
            let mut outcome = Ok(());
            let mut changed = false;
            let position = self.search(hash, |position| {
                let Some(each) = self.entry(position).key.clone() else { return false };
                if each.is(key) {
                    return true;
                }
                if self.hash_at(position) != hash {
                    return false;
                }
                match vm.equals(&each, key) {
                    Ok(equal) => {
                        changed = self.block.get() != block
                            || self.used.get() < used
                            || !self.holds(position, &each);
                        equal || changed
                    }
                    Err(raised) => {
                        outcome = Err(raised);
                        true
                    }
                }
            });
            outcome?;
            if changed {
                continue 'again;
            }
            return Ok(position);
        }
    }

    fn holds(&self, position: usize, key: &Obj) -> bool {
        position < self.used.get() && self.entry(position).key.as_deref().is_some_and(|each| each.is(key))
    }

    #[inline(always)]
    fn find(&self, vm: &Vm, key: &Obj) -> Result<Option<usize>, Raised> {
        if !self.has(GENERAL) && is_plain_key(key) {
            return Ok(self.find_plain(key));
        }
        let hash = vm.hash(key)?;
        self.find_general(vm, key, hash)
    }

    /// The value of `key`.
    ///
    /// # Errors
    /// TypeError if the key is unhashable, and whatever its `__hash__` and `__eq__` raise.
    #[inline]
    pub fn get(&self, vm: &Vm, key: &Obj) -> Result<Option<Ref>, Raised> {
        Ok(self.find(vm, key)?.and_then(|position| self.entry(position).value.clone()))
    }

    /// The value of the interned string `name`, if all keys are plain; runs no Python code.
    /// For others use [`Dict::get`].
    #[inline]
    pub fn get_name(&self, name: &Obj) -> Option<Ref> {
        if self.has(GENERAL) {
            let this = name.exact::<Str>()?;
            let hash = this.hash();
            let position = self.search(hash, |position| {
                self.hash_at(position) == hash
                    && self.entry(position).key.as_deref().is_some_and(|each| plain_equal(each, name))
            })?;
            return self.entry(position).value.clone();
        }
        self.entry(self.find_plain(name)?).value.clone()
    }

    /// The address of the value of `name`, valid until [`Vm::names_epoch`] changes.
    pub fn value_slot(&self, name: &Obj) -> Option<NonNull<Ref>> {
        if self.has(GENERAL) || !self.has(NAMESPACE) {
            return None;
        }
        let position = self.find_plain(name)?;
        // SAFETY: the entry is in use; `Option<Ref>` holding a value is a `Ref`.
        NonNull::new(unsafe { &raw mut (*self.block.get().add(position)).value }.cast())
    }

    /// Whether `key` is there.
    ///
    /// # Errors
    /// As [`Dict::get`].
    pub fn contains(&self, vm: &Vm, key: &Obj) -> Result<bool, Raised> {
        Ok(self.find(vm, key)?.is_some())
    }

    /// Sets `key` to `value`, returns the old value.
    ///
    /// # Errors
    /// As [`Dict::get`], and MemoryError; the dict is as before.
    pub fn insert(&self, vm: &Vm, key: &Obj, value: Ref) -> Result<Option<Ref>, Raised> {
        if let Some(position) = self.find(vm, key)? {
            // SAFETY: the entry is in use.
            return Ok(unsafe { (*self.block.get().add(position)).value.replace(value) });
        }
        let hash = if is_plain_key(key) { plain_hash(key) } else { vm.hash(key)? };
        vm.memory(self.append(vm, key, hash, value))?;
        Ok(None)
    }

    /// Sets the interned string `name`; runs no Python code if all keys are plain.
    ///
    /// # Errors
    /// MemoryError.
    pub fn set_name(&self, vm: &Vm, name: &Obj, value: Ref) -> Result<(), Raised> {
        self.insert(vm, name, value).map(drop)
    }

    fn append(&self, vm: &Vm, key: &Obj, hash: usize, value: Ref) -> Result<(), OutOfMemory> {
        let general = self.has(GENERAL) || !is_plain_key(key);
        if self.spent.get() == self.cap.get() || general != self.has(GENERAL) {
            let live = self.len.get();
            let more = if live < LINEAR_MAX { 2 } else { live / 2 };
            self.rebuild(vm, live + more.max(1), general)?;
        }
        let position = self.used.get();
        // SAFETY: there is room for the entry, and for its hash if the dict is general.
        unsafe {
            self.block.get().add(position).write(Entry { key: Some(key.own()), value: Some(value) });
            if general {
                *self.hashes().add(position) = hash;
            }
        }
        self.used.set(position + 1);
        self.spent.set(self.spent.get() + 1);
        self.len.set(self.len.get() + 1);
        if self.index_log.get() != 0 {
            self.index_insert(hash, position);
        }
        self.touch(vm);
        Ok(())
    }

    fn index_insert(&self, hash: usize, position: usize) {
        let mask = (1usize << self.index_log.get()) - 1;
        let (mut place, mut perturb) = (hash & mask, hash);
        while self.index_get(place) > DELETED {
            perturb >>= 5;
            place = (place * 5 + perturb + 1) & mask;
        }
        self.index_set(place, position + 2);
    }

    fn touch(&self, vm: &Vm) {
        if self.has(NAMESPACE) {
            vm.names_epoch.set(vm.names_epoch.get().wrapping_add(1));
        }
    }

    /// Moves the live entries to a block for `wish` entries (rounded up to fill it).
    fn rebuild(&self, vm: &Vm, wish: usize, general: bool) -> Result<(), OutOfMemory> {
        let (cap, log, bytes) = plan(wish, general)?;
        let block = vm.heap.alloc(bytes, Kind::Plain)?.cast::<Entry>();
        let fresh = Dict::new();
        fresh.block.set(block.as_ptr());
        fresh.cap.set(cap as u32);
        fresh.index_log.set(log);
        fresh.flags.set(self.flags.get() & NAMESPACE | if general { GENERAL } else { 0 });
        if log != 0 {
            // SAFETY: the index lies at the end of the block.
            unsafe { core::ptr::write_bytes(fresh.index_start(), 0, fresh.index_width() << log) };
        }
        let mut count = 0;
        for position in 0..self.used.get() {
            if self.entry(position).key.is_none() {
                continue;
            }
            let hash = self.hash_at(position);
            // SAFETY: `cap` is at least the number of live entries; each is moved once.
            unsafe {
                block.as_ptr().add(count).write(self.block.get().add(position).read());
                if general {
                    *fresh.hashes().add(count) = hash;
                }
            }
            if log != 0 {
                fresh.index_insert(hash, count);
            }
            count += 1;
        }
        self.used.set(0);
        self.release_block(vm);
        self.block.set(fresh.block.replace(null_mut()));
        self.cap.set(fresh.cap.replace(0));
        self.index_log.set(log);
        self.flags.set(fresh.flags.get());
        self.used.set(count);
        self.spent.set(count as u32);
        self.touch(vm);
        Ok(())
    }

    /// Frees the block; its entries are dropped or moved already.
    fn release_block(&self, vm: &Vm) {
        let bytes = self.block_size();
        if let Some(block) = NonNull::new(self.block.replace(null_mut())) {
            // SAFETY: the block was allocated with this size.
            unsafe { vm.heap.free(block.cast(), bytes, Kind::Plain) };
        }
        self.cap.set(0);
        self.spent.set(0);
        self.index_log.set(0);
    }

    fn block_size(&self) -> usize {
        let cap = self.cap.get() as usize;
        size_for(cap, self.index_log.get(), self.has(GENERAL)).unwrap_or(0)
    }

    /// Removes `key`, returns key and value.
    ///
    /// # Errors
    /// As [`Dict::get`].
    pub fn remove(&self, vm: &Vm, key: &Obj) -> Result<Option<(Ref, Ref)>, Raised> {
        Ok(self.find(vm, key)?.and_then(|position| self.remove_at(vm, position)))
    }

    fn remove_at(&self, vm: &Vm, position: usize) -> Option<(Ref, Ref)> {
        let hash = self.hash_at(position);
        if self.index_log.get() != 0 {
            let mask = (1usize << self.index_log.get()) - 1;
            let (mut place, mut perturb) = (hash & mask, hash);
            while self.index_get(place) != position + 2 {
                perturb >>= 5;
                place = (place * 5 + perturb + 1) & mask;
            }
            self.index_set(place, DELETED);
        }
        // SAFETY: the entry is in use.
        let (key, value) = unsafe {
            let entry = self.block.get().add(position);
            ((*entry).key.take(), (*entry).value.take())
        };
        self.len.set(self.len.get() - 1);
        if position + 1 == self.used.get() {
            let mut used = position;
            while used > 0 && self.entry(used - 1).key.is_none() {
                used -= 1;
            }
            self.used.set(used);
        }
        self.touch(vm);
        key.zip(value)
    }

    /// Removes and returns the last entry.
    pub fn pop_last(&self, vm: &Vm) -> Option<(Ref, Ref)> {
        self.remove_at(vm, self.used.get().checked_sub(1)?)
    }

    /// The entry at or after `position` and the position to go on from.
    pub fn next_entry(&self, mut position: usize) -> Option<(usize, Ref, Ref)> {
        while position < self.used.get() {
            let entry = self.entry(position);
            position += 1;
            if let (Some(key), Some(value)) = (&entry.key, &entry.value) {
                return Some((position, key.clone(), value.clone()));
            }
        }
        None
    }

    /// The entry before `position` (start with `usize::MAX`) and the position to go on from.
    pub fn previous_entry(&self, position: usize) -> Option<(usize, Ref, Ref)> {
        let mut position = position.min(self.used.get());
        while let Some(before) = position.checked_sub(1) {
            position = before;
            let entry = self.entry(position);
            if let (Some(key), Some(value)) = (&entry.key, &entry.value) {
                return Some((position, key.clone(), value.clone()));
            }
        }
        None
    }

    /// Removes everything.
    pub fn clear(&self) {
        if self.block.get().is_null() {
            return;
        }
        let vm = crate::model::current::vm();
        let old = Dict::new();
        old.block.swap(&self.block);
        old.used.swap(&self.used);
        old.cap.swap(&self.cap);
        old.spent.swap(&self.spent);
        old.index_log.swap(&self.index_log);
        old.flags.set(self.flags.get() & GENERAL);
        self.len.set(0);
        self.flags.set(self.flags.get() & NAMESPACE);
        if old.used.get() != 0 {
            self.touch(vm);
        }
        for position in 0..old.used.get() {
            // SAFETY: the entry is in use, and dropped once: `used` of `old` is set to 0 below.
            unsafe { core::ptr::drop_in_place(old.block.get().add(position)) };
        }
        old.used.set(0);
        old.release_block(vm);
    }

    /// Sets every entry of `other` here, in its order.
    ///
    /// # Errors
    /// As [`Dict::insert`]; entries set before the failure stay. RuntimeError if `other`
    /// changes its size meanwhile.
    pub fn update(&self, vm: &Vm, other: &Dict) -> Result<(), Raised> {
        if self.cap.get() == 0 && other.len() > 2 {
            vm.memory(self.rebuild(vm, other.len(), other.has(GENERAL)))?;
        }
        let (mut position, len) = (0, other.len());
        while let Some((next, key, value)) = other.next_entry(position) {
            self.insert(vm, &key, value)?;
            if other.len() != len {
                return Err(vm.runtime_error("dict mutated during update"));
            }
            position = next;
        }
        Ok(())
    }
}

fn index_width(cap: usize) -> usize {
    match cap {
        0..=253 => 1,
        254..=65_533 => 2,
        _ => 4,
    }
}

fn size_for(cap: usize, log: u8, general: bool) -> Option<usize> {
    let words = if general { 3 } else { 2 };
    let entries = cap.checked_mul(words * size_of::<usize>())?;
    let index = if log == 0 { 0 } else { index_width(cap).checked_shl(log.into())? };
    entries.checked_add(index)
}

/// Capacity, log2 of the index, and bytes of a block for at least `wish` entries.
fn plan(wish: usize, general: bool) -> Result<(usize, u8, usize), OutOfMemory> {
    if wish > u32::MAX as usize / 8 {
        return Err(OutOfMemory);
    }
    let words = if general { 3 } else { 2 };
    if wish <= LINEAR_MAX {
        let bytes = rounded(wish.max(1) * words * size_of::<usize>());
        let cap = (bytes / (words * size_of::<usize>())).min(LINEAR_MAX);
        return size_for(cap, 0, general).map(|bytes| (cap, 0, bytes)).ok_or(OutOfMemory);
    }
    let log = (wish + wish / 3).next_power_of_two().trailing_zeros() as u8;
    let log = log.max(4);
    // Entries up to three quarters of the index, but no more than an eighth above the wish.
    let cap = (wish + wish / 8).min((1 << log) / 4 * 3).max(wish);
    size_for(cap, log, general).map(|bytes| (cap, log, bytes)).ok_or(OutOfMemory)
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
        self.memory(self.allocate(TypeRef::of(&crate::types::dict::DICT), entries, size_of::<Dict>()))
    }
}

#[cfg(test)]
mod tests;
