//! Hash tables in insertion order: what dicts and sets are made of.
//!
//! An entry is `WIDTH` references, the first of them the key. One block holds, in this order:
//!
//! | part | size | when |
//! |---|---|---|
//! | entries | `WIDTH` words x cap | always |
//! | hashes | 1 word x cap | general tables |
//! | spent | 1 word | with an index |
//! | index | 1, 2 or 4 bytes x a power of two | cap above [`LINEAR_MAX`] |
//!
//! A table whose keys are all exact `str` or small `int` needs no stored hashes: they are in
//! the keys. Any other key makes it *general*. A removed entry has no key; its place is free
//! again when the table is rebuilt. `spent` counts the entries appended since then, which is
//! the number of index places that are not free. It is at most cap, and that at most three
//! quarters of the index; so every search ends.
//!
//! Comparing keys may run Python code that changes the table: then the search starts again.

use core::cell::Cell;
use core::ptr::{NonNull, null_mut};

use pyrite_algo::OutOfMemory;

use crate::heap::Kind;
use crate::heap::arena::rounded;
use crate::model::value::{Obj, Ref};
use crate::model::{Raised, This, Visitor, Vm};
use crate::ops::compare::hash_small;
use crate::raw::str::Str;

/// Up to this many entries are searched one after the other.
pub const LINEAR_MAX: usize = 8;

const WORD: usize = size_of::<usize>();

/// Bits of `meta`: two flags, log2 of the index places (0 without an index), and the capacity.
const GENERAL: usize = 1;
const MARK: usize = 2;
const LOG_SHIFT: u32 = 2;
const LOG_MASK: usize = 0x1f;
const CAP_SHIFT: u32 = 8;
const CAP_MAX: usize = (usize::MAX >> CAP_SHIFT) & (u32::MAX as usize >> 3);

/// Index places count entries from 2: 0 is free, 1 was deleted.
const FREE: usize = 0;
const DELETED: usize = 1;

/// A reference, or nothing: a word.
type Word = Option<Ref>;

/// A table of entries of `WIDTH` words. Four words itself.
#[repr(C)]
pub struct Table<const WIDTH: usize> {
    block: Cell<*mut Word>,
    /// Live entries.
    len: Cell<usize>,
    /// Entries in use, removed ones included.
    used: Cell<usize>,
    meta: Cell<usize>,
}

/// Whether a key carries its hash: exact str, or small int.
#[inline]
fn is_plain_key(key: &Obj) -> bool {
    key.is_small() || key.exact::<Str>().is_some()
}

/// The hash of a plain key.
#[inline]
pub(super) fn plain_hash(key: &Obj) -> usize {
    match key.small() {
        Some(value) => hash_small(value),
        // SAFETY: a plain key that is not small is a str.
        None => unsafe { This::<Str>::new_unchecked(key) }.hash(),
    }
}

/// Whether a key of a plain table is the str `key`.
#[inline(always)]
fn plain_is_str(each: &Obj, key: This<'_, Str>) -> bool {
    // SAFETY: a plain key that is not small is a str.
    each.is(key.obj()) || (!each.is_small() && unsafe { This::<Str>::new_unchecked(each) }.may_equal(key))
}

impl<const WIDTH: usize> Default for Table<WIDTH> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const WIDTH: usize> Drop for Table<WIDTH> {
    fn drop(&mut self) {
        for position in 0..self.used.get() {
            for word in 0..WIDTH {
                drop(self.take_word(position, word));
            }
        }
        self.used.set(0);
        self.release_block();
    }
}

impl<const WIDTH: usize> Table<WIDTH> {
    /// An empty table; allocates nothing.
    pub const fn new() -> Self {
        Table { block: Cell::new(null_mut()), len: Cell::new(0), used: Cell::new(0), meta: Cell::new(0) }
    }

    /// Number of live entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether no entry is live.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The mark, for the owner's use; survives [`Table::take`].
    #[inline]
    pub fn is_marked(&self) -> bool {
        self.meta.get() & MARK != 0
    }

    /// Sets the mark.
    pub fn mark(&self) {
        self.meta.set(self.meta.get() | MARK);
    }

    /// Whether some key was neither exact str nor small int, since the last rebuild.
    #[inline]
    pub fn is_general(&self) -> bool {
        self.meta.get() & GENERAL != 0
    }

    #[inline]
    fn cap(&self) -> usize {
        self.meta.get() >> CAP_SHIFT
    }

    #[inline]
    fn index_log(&self) -> usize {
        self.meta.get() >> LOG_SHIFT & LOG_MASK
    }

    /// Visits everything.
    pub fn traverse(&self, visitor: &mut Visitor) {
        for position in 0..self.used.get() {
            if visitor.is_done() {
                break;
            }
            for word in 0..WIDTH {
                visitor.visit_option(self.word(position, word));
            }
        }
    }

    /// The place of a word of an entry below `used`.
    #[inline]
    fn word_ptr(&self, position: usize, word: usize) -> *mut Word {
        debug_assert!(position < self.used.get() && word < WIDTH);
        // SAFETY: entries below `used` are inside the block.
        unsafe { self.block.get().add(position * WIDTH + word) }
    }

    /// A word of an entry below `used`. Not kept across anything that may change the table.
    #[inline]
    fn word(&self, position: usize, word: usize) -> &Word {
        // SAFETY: entries below `used` are initialised.
        unsafe { &*self.word_ptr(position, word) }
    }

    /// The key at a position below `used`; `None` where an entry was removed.
    #[inline]
    fn key_ref(&self, position: usize) -> Option<&Obj> {
        self.word(position, 0).as_deref()
    }

    /// An owned copy of a word of the entry at `position`, if there is one.
    #[inline]
    pub fn get_word(&self, position: usize, word: usize) -> Option<Ref> {
        if position < self.used.get() && word < WIDTH { self.word(position, word).clone() } else { None }
    }

    /// Stores a word of the entry at `position`, if there is one; returns the old one.
    #[inline]
    pub fn replace_word(&self, position: usize, word: usize, value: Ref) -> Option<Ref> {
        if position >= self.used.get() || word >= WIDTH {
            return Some(value);
        }
        // SAFETY: the word is initialised.
        unsafe { self.word_ptr(position, word).replace(Some(value)) }
    }

    fn take_word(&self, position: usize, word: usize) -> Option<Ref> {
        // SAFETY: the word is initialised.
        unsafe { self.word_ptr(position, word).replace(None) }
    }

    /// The address of a word that holds a value; valid until the table is rebuilt or cleared.
    pub fn word_address(&self, position: usize, word: usize) -> Option<NonNull<Ref>> {
        let holds = position < self.used.get() && word < WIDTH && self.word(position, word).is_some();
        if holds { NonNull::new(self.word_ptr(position, word).cast()) } else { None }
    }

    fn hashes(&self) -> *mut usize {
        // SAFETY: the hashes follow the entries inside the block.
        unsafe { self.block.get().add(self.cap() * WIDTH).cast() }
    }

    /// The place of `spent`; the index is behind it.
    #[inline]
    fn spent_ptr(&self) -> *mut usize {
        let words = if self.is_general() { self.cap() } else { 0 };
        // SAFETY: the index follows entries and hashes inside the block.
        unsafe { self.hashes().add(words) }
    }

    #[inline]
    fn index_start(&self) -> *mut u8 {
        // SAFETY: the places follow `spent` inside the block.
        unsafe { self.spent_ptr().add(1).cast() }
    }

    #[inline]
    fn index_get(&self, place: usize) -> usize {
        let start = self.index_start();
        // SAFETY: `place` is masked to the index's size; its width is that of the block.
        unsafe {
            match index_width(self.cap()) {
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
            match index_width(self.cap()) {
                1 => *start.add(place) = value as u8,
                2 => *start.cast::<u16>().add(place) = value as u16,
                _ => *start.cast::<u32>().add(place) = value as u32,
            }
        }
    }

    /// The hash of the key at a position below `used` that has one.
    #[inline]
    fn hash_at(&self, position: usize) -> usize {
        if self.is_general() {
            // SAFETY: the hashes of entries in use are initialised.
            return unsafe { *self.hashes().add(position) };
        }
        self.key_ref(position).map_or(0, plain_hash)
    }

    /// Key and hash at `position`.
    pub fn key_and_hash(&self, position: usize) -> Option<(Ref, usize)> {
        let key = self.get_word(position, 0)?;
        Some((key, self.hash_at(position)))
    }

    /// Positions to look at for `hash`, in order, until `found` says yes. If `found` changes
    /// the table, it has to say yes.
    #[inline]
    fn search(&self, hash: usize, mut found: impl FnMut(usize) -> bool) -> Option<usize> {
        let log = self.index_log();
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

    /// Position of a plain key in a table of plain keys: see [`Table::is_plain_with`].
    #[inline(never)]
    pub(super) fn find_plain(&self, key: &Obj) -> Option<usize> {
        let same = |position: usize| self.key_ref(position).is_some_and(|each| each.is(key));
        let Some(text) = key.exact::<Str>() else { return self.search(plain_hash(key), same) };
        self.find_str(text)
    }

    /// Position of a str key in a table of plain keys.
    #[inline]
    pub(super) fn find_str(&self, text: This<'_, Str>) -> Option<usize> {
        let equal = |position: usize| self.key_ref(position).is_some_and(|each| plain_is_str(each, text));
        let log = self.index_log();
        if log == 0 {
            // Identity first: names are interned.
            let used = self.used.get();
            let same = |position: usize| self.key_ref(position).is_some_and(|each| each.is(text.obj()));
            return (0..used).find(|&position| same(position)).or_else(|| (0..used).find(|&p| equal(p)));
        }
        if index_width(self.cap()) != 1 {
            return self.search(text.hash(), equal);
        }
        // As `search`, for an index of bytes.
        let (index, mask) = (self.index_start(), (1usize << log) - 1);
        let mut perturb = text.hash();
        let mut place = perturb & mask;
        loop {
            // SAFETY: `place` is masked to the index's size.
            match usize::from(unsafe { *index.add(place) }) {
                FREE => return None,
                DELETED => {}
                number if equal(number - 2) => return Some(number - 2),
                _ => {}
            }
            perturb >>= 5;
            place = (place * 5 + perturb + 1) & mask;
        }
    }

    /// Position of the str `name`, among keys that are exact str; runs no Python code.
    #[inline]
    pub fn find_name(&self, name: &Obj) -> Option<usize> {
        if self.is_plain_with(name) {
            return self.find_plain(name);
        }
        self.find_name_general(name)
    }

    #[inline(never)]
    fn find_name_general(&self, name: &Obj) -> Option<usize> {
        let text = name.exact::<Str>().filter(|_| self.is_general())?;
        let hash = text.hash();
        self.search(hash, |position| {
            self.hash_at(position) == hash
                && self
                    .key_ref(position)
                    .and_then(|each| each.exact::<Str>())
                    .is_some_and(|each| each.equals(text))
        })
    }

    /// Position of `key`.
    ///
    /// # Errors
    /// TypeError if the key is unhashable, and whatever its `__hash__` and `__eq__` raise.
    #[inline]
    pub fn find(&self, vm: &Vm, key: &Obj) -> Result<Option<usize>, Raised> {
        if self.is_plain_with(key) {
            return Ok(self.find_plain(key));
        }
        self.find_general(vm, key)
    }

    #[inline(never)]
    fn find_general(&self, vm: &Vm, key: &Obj) -> Result<Option<usize>, Raised> {
        let hash = vm.hash(key)?;
        self.find_hashed(vm, key, hash)
    }

    /// Position of `key`, whose hash is `hash`.
    ///
    /// # Errors
    /// What comparisons raise.
    #[inline(never)]
    pub fn find_hashed(&self, vm: &Vm, key: &Obj, hash: usize) -> Result<Option<usize>, Raised> {
        if self.is_plain_with(key) {
            return Ok(self.find_plain(key));
        }
        loop {
            let before = self.state();
            let mut outcome = Ok(());
            let mut changed = false;
            let position = self.search(hash, |position| {
                let Some(each) = self.key_ref(position) else { return false };
                if each.is(key) {
                    return true;
                }
                if self.hash_at(position) != hash {
                    return false;
                }
                let each = each.own();
                match vm.equals(&each, key) {
                    Ok(equal) => {
                        changed = self.state() != before
                            || !self.key_ref(position).is_some_and(|now| now.is(&each));
                        // Dropping the last reference to the key may run code as well, but
                        // then the table does not hold it any more: it has changed.
                        equal || changed
                    }
                    Err(raised) => {
                        outcome = Err(raised);
                        true
                    }
                }
            });
            outcome?;
            if !changed {
                return Ok(position);
            }
        }
    }

    /// What tells that entries have come or gone.
    fn state(&self) -> (*mut Word, usize, usize, usize) {
        (self.block.get(), self.meta.get(), self.len.get(), self.used.get())
    }

    /// Whether `key` and all keys here are exact str or small int, so that no search runs
    /// Python code.
    #[inline]
    pub fn is_plain_with(&self, key: &Obj) -> bool {
        !self.is_general() && is_plain_key(key)
    }

    /// Appends an entry for `key`, which is not there: the other words are empty.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the table is as before.
    #[inline]
    pub fn append(&self, vm: &Vm, key: Ref, hash: usize) -> Result<usize, OutOfMemory> {
        let general = self.is_general() || !is_plain_key(&key);
        let log = self.index_log();
        // SAFETY: `spent` is there if there is an index.
        let spent = if log == 0 { self.used.get() } else { unsafe { *self.spent_ptr() } };
        if spent == self.cap() || general != self.is_general() {
            let live = self.len.get();
            self.rebuild(vm, live + if live < LINEAR_MAX { 2 } else { live / 2 }, general)?;
        }
        let position = self.used.get();
        self.used.set(position + 1);
        self.len.set(self.len.get() + 1);
        for word in 1..WIDTH {
            // SAFETY: there is room for the entry.
            unsafe { self.word_ptr(position, word).write(None) };
        }
        // SAFETY: there is room for the entry, and for its hash if the table is general.
        unsafe {
            self.word_ptr(position, 0).write(Some(key));
            if general {
                *self.hashes().add(position) = hash;
            }
        }
        if self.index_log() != 0 {
            // SAFETY: `spent` is there if there is an index.
            unsafe { *self.spent_ptr() += 1 };
            self.index_insert(hash, position);
        }
        Ok(position)
    }

    fn index_insert(&self, hash: usize, position: usize) {
        let mask = (1usize << self.index_log()) - 1;
        let (mut place, mut perturb) = (hash & mask, hash);
        // Deleted places are not taken again: a search that is interrupted by an insertion of
        // the same key then finds it further on.
        while self.index_get(place) != FREE {
            perturb >>= 5;
            place = (place * 5 + perturb + 1) & mask;
        }
        self.index_set(place, position + 2);
    }

    /// Makes room for `count` entries in all, if the table is empty.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn reserve(&self, vm: &Vm, count: usize) -> Result<(), OutOfMemory> {
        if self.used.get() == 0 && count > self.cap() {
            return self.rebuild(vm, count, self.is_general());
        }
        Ok(())
    }

    /// Moves the live entries to a block for `wish` entries (rounded up to fill it).
    #[inline(never)]
    fn rebuild(&self, vm: &Vm, wish: usize, general: bool) -> Result<(), OutOfMemory> {
        let fresh = Self::with_block(vm, wish, general)?;
        for position in 0..self.used.get() {
            if self.key_ref(position).is_none() {
                continue;
            }
            let hash = self.hash_at(position);
            let count = fresh.used.get();
            fresh.used.set(count + 1);
            // SAFETY: there is room for the live entries; each is moved once.
            unsafe {
                core::ptr::copy_nonoverlapping(self.word_ptr(position, 0), fresh.word_ptr(count, 0), WIDTH);
            }
            fresh.note(hash, count);
        }
        fresh.len.set(self.len.get());
        self.used.set(0);
        if self.is_marked() {
            fresh.mark();
        }
        self.exchange(&fresh);
        Ok(())
    }

    /// Records the hash of the entry just added behind those of a fresh block.
    fn note(&self, hash: usize, position: usize) {
        if self.is_general() {
            // SAFETY: there is room for the hash of every entry.
            unsafe { *self.hashes().add(position) = hash };
        }
        if self.index_log() != 0 {
            // SAFETY: `spent` is there if there is an index.
            unsafe { *self.spent_ptr() = position + 1 };
            self.index_insert(hash, position);
        }
    }

    /// Without entries, with room for `wish` of them.
    fn with_block(vm: &Vm, wish: usize, general: bool) -> Result<Self, OutOfMemory> {
        let (cap, log, bytes) = plan(wish, WIDTH + usize::from(general))?;
        let table = Self::new();
        table.block.set(vm.heap.alloc(bytes, Kind::Plain)?.cast().as_ptr());
        table.meta.set(cap << CAP_SHIFT | log << LOG_SHIFT | if general { GENERAL } else { 0 });
        if log != 0 {
            // SAFETY: `spent` and the index lie at the end of the block.
            unsafe {
                core::ptr::write_bytes(table.spent_ptr().cast::<u8>(), 0, WORD + (index_width(cap) << log));
            }
        }
        Ok(table)
    }

    /// A copy of the live entries, without the mark; compares nothing.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn copy(&self, vm: &Vm) -> Result<Self, OutOfMemory> {
        if self.is_empty() {
            return Ok(Self::new());
        }
        let fresh = Self::with_block(vm, self.len(), self.is_general())?;
        for position in 0..self.used.get() {
            if self.key_ref(position).is_none() {
                continue;
            }
            let count = fresh.used.get();
            fresh.used.set(count + 1);
            for word in 0..WIDTH {
                // SAFETY: there is room for the live entries; cloning runs no code.
                unsafe { fresh.word_ptr(count, word).write(self.word(position, word).clone()) };
            }
            fresh.note(self.hash_at(position), count);
        }
        fresh.len.set(self.len());
        Ok(fresh)
    }

    /// Frees the block; its entries are dropped or moved already.
    fn release_block(&self) {
        let bytes = self.block_size();
        if let Some(block) = NonNull::new(self.block.replace(null_mut())) {
            // SAFETY: the block was allocated with this size.
            unsafe { crate::model::current::vm().heap.free(block.cast(), bytes, Kind::Plain) };
        }
        self.meta.set(self.meta.get() & MARK);
    }

    /// Bytes of the block; 0 without one.
    pub fn block_size(&self) -> usize {
        let words = WIDTH + usize::from(self.is_general());
        if self.cap() == 0 { 0 } else { size_for(self.cap(), self.index_log(), words) }
    }

    /// Removes the entry at `position`, if there is one; returns its words.
    pub fn remove_at(&self, position: usize) -> Option<[Option<Ref>; WIDTH]> {
        if position >= self.used.get() || self.key_ref(position).is_none() {
            return None;
        }
        if self.index_log() != 0 {
            let hash = self.hash_at(position);
            let mask = (1usize << self.index_log()) - 1;
            let (mut place, mut perturb) = (hash & mask, hash);
            while self.index_get(place) != position + 2 {
                perturb >>= 5;
                place = (place * 5 + perturb + 1) & mask;
            }
            self.index_set(place, DELETED);
        }
        let entry = core::array::from_fn(|word| self.take_word(position, word));
        self.len.set(self.len.get() - 1);
        if position + 1 == self.used.get() {
            let mut used = position;
            while used > 0 && self.key_ref(used - 1).is_none() {
                used -= 1;
            }
            self.used.set(used);
        }
        Some(entry)
    }

    /// The position of the first live entry at or after `position`.
    #[inline]
    pub fn next(&self, position: usize) -> Option<usize> {
        (position..self.used.get()).find(|&position| self.key_ref(position).is_some())
    }

    /// The position of the last live entry before `position`.
    pub fn previous(&self, position: usize) -> Option<usize> {
        (0..position.min(self.used.get())).rev().find(|&position| self.key_ref(position).is_some())
    }

    /// Moves everything out but the mark.
    pub fn take(&self) -> Self {
        let taken = Self::new();
        self.exchange(&taken);
        if taken.is_marked() {
            self.mark();
        }
        taken
    }

    /// Exchanges everything with `other`, marks included.
    pub fn exchange(&self, other: &Self) {
        self.block.swap(&other.block);
        self.len.swap(&other.len);
        self.used.swap(&other.used);
        self.meta.swap(&other.meta);
    }
}

/// Bytes of an index place.
#[inline]
fn index_width(cap: usize) -> usize {
    match cap {
        0..=253 => 1,
        254..=65_533 => 2,
        _ => 4,
    }
}

/// Bytes of a block of entries of `words` words, stored hash included.
fn size_for(cap: usize, log: usize, words: usize) -> usize {
    let index = if log == 0 { 0 } else { WORD + (index_width(cap) << log) };
    cap * words * WORD + index
}

/// Capacity, log2 of the index, and bytes of a block for at least `wish` entries.
fn plan(wish: usize, words: usize) -> Result<(usize, usize, usize), OutOfMemory> {
    // An eighth above the wish has to fit as well, and the sum of all parts.
    if wish > CAP_MAX / 2 || wish > isize::MAX as usize / (8 * WORD) {
        return Err(OutOfMemory);
    }
    if wish <= LINEAR_MAX {
        let entry = words * WORD;
        let cap = (rounded(wish.max(1) * entry) / entry).min(LINEAR_MAX);
        return Ok((cap, 0, size_for(cap, 0, words)));
    }
    let log = (wish + wish / 3).next_power_of_two().trailing_zeros().max(4) as usize;
    // Entries up to three quarters of the index, but no more than an eighth above the wish.
    let cap = (wish + wish / 8).min((1 << log) / 4 * 3);
    Ok((cap, log, size_for(cap, log, words)))
}

#[cfg(test)]
mod tests;
