//! Storage of `list`: a growable array of owned references.
//!
//! No reference into the array is handed out: items are cloned, because any call may run
//! Python code that changes the list.

use core::cell::Cell;
use core::ptr::NonNull;

use pyrite_algo::OutOfMemory;

use crate::heap::Kind;
use crate::heap::arena::rounded;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Storage, This, Type, Vm};

/// A list.
#[repr(C)]
pub struct List {
    items: Cell<NonNull<Ref>>,
    len: Cell<usize>,
    cap: Cell<usize>,
}

// SAFETY: LIST's instances, and those of its subtypes (flag LIST), begin with this.
unsafe impl Storage for List {
    const TYPE: &'static Type = &crate::model::knot::LIST;
    const FLAG: usize = crate::model::flags::LIST;

    fn traverse(&self, visitor: &mut Visitor) {
        for index in 0..self.len() {
            // SAFETY: items below the length are initialised.
            visitor.visit(unsafe { self.items.get().add(index).as_ref() });
            if visitor.is_done() {
                break;
            }
        }
    }

    fn clear(&self) {
        List::clear(self);
    }
}

impl Drop for List {
    fn drop(&mut self) {
        while let Some(last) = self.len().checked_sub(1) {
            self.len.set(last);
            // SAFETY: the item was initialised and is not counted any more.
            drop(unsafe { self.items.get().add(last).read() });
        }
        self.release_items();
    }
}

/// A capacity for `need` items and some more: an eighth, as CPython's `list_resize`.
fn spacious(need: usize) -> usize {
    need.saturating_add(need / 8).saturating_add(6) & !3
}

impl Default for List {
    fn default() -> Self {
        Self::new()
    }
}

impl List {
    /// An empty list; allocates nothing.
    pub const fn new() -> List {
        List { items: Cell::new(NonNull::dangling()), len: Cell::new(0), cap: Cell::new(0) }
    }

    /// A list of `count` items; item `i` is `item(i)`.
    ///
    /// # Errors
    /// [`OutOfMemory`]; items are asked for only once there is memory.
    #[inline]
    pub fn build(vm: &Vm, count: usize, mut item: impl FnMut(usize) -> Ref) -> Result<List, OutOfMemory> {
        let list = List::new();
        if count != 0 {
            list.set_capacity(vm, count)?;
        }
        for index in 0..count {
            // SAFETY: there is room for `count` items.
            unsafe { list.items.get().add(index).write(item(index)) };
            list.len.set(index + 1);
        }
        Ok(list)
    }

    /// Number of items.
    #[inline]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An owned copy of item `index`.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Ref> {
        // SAFETY: items below the length are initialised.
        (index < self.len()).then(|| unsafe { self.items.get().add(index).as_ref() }.clone())
    }

    /// Replaces item `index`, returns the old one; gives `value` back if there is none.
    #[inline]
    pub fn set(&self, index: usize, value: Ref) -> Result<Ref, Ref> {
        if index >= self.len() {
            return Err(value);
        }
        // SAFETY: items below the length are initialised.
        Ok(unsafe { self.items.get().add(index).replace(value) })
    }

    /// Makes room for `more` items behind the last.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the list is as before.
    pub fn reserve(&self, vm: &Vm, more: usize) -> Result<(), OutOfMemory> {
        let need = self.len().checked_add(more).ok_or(OutOfMemory)?;
        if need <= self.cap.get() {
            return Ok(());
        }
        self.set_capacity(vm, need)
    }

    /// As [`List::reserve`]; if the list has items already, for some more.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the list is as before.
    pub fn reserve_spacious(&self, vm: &Vm, more: usize) -> Result<(), OutOfMemory> {
        let need = self.len().checked_add(more).ok_or(OutOfMemory)?;
        if need <= self.cap.get() {
            return Ok(());
        }
        self.set_capacity(vm, if self.is_empty() { need } else { spacious(need) })
    }

    /// Makes room for another item, and for some more.
    #[cold]
    fn grow(&self, vm: &Vm) -> Result<(), OutOfMemory> {
        let need = self.len().checked_add(1).ok_or(OutOfMemory)?;
        self.set_capacity(vm, spacious(need))
    }

    /// Gives room back if less than half of it is used.
    #[inline]
    fn shrink(&self) {
        if self.len() < self.cap.get() / 2 {
            self.shrink_to(spacious(self.len()));
        }
    }

    #[cold]
    fn shrink_to(&self, cap: usize) {
        if self.is_empty() {
            self.release_items();
        } else if cap < self.cap.get() {
            // Without memory for a smaller block the large one stays.
            let _unchanged = self.set_capacity(crate::model::current::vm(), cap);
        }
    }

    fn set_capacity(&self, vm: &Vm, wish: usize) -> Result<(), OutOfMemory> {
        if wish > isize::MAX as usize / size_of::<Ref>() {
            return Err(OutOfMemory);
        }
        let bytes = rounded(wish * size_of::<Ref>());
        let fresh = if self.cap.get() == 0 {
            vm.heap.alloc(bytes, Kind::Plain)?
        } else {
            // SAFETY: the block was allocated with this size.
            unsafe { vm.heap.resize(self.items.get().cast(), self.cap.get() * size_of::<Ref>(), bytes)? }
        };
        self.items.set(fresh.cast());
        self.cap.set(bytes / size_of::<Ref>());
        Ok(())
    }

    fn release_items(&self) {
        let cap = self.cap.replace(0);
        if cap != 0 {
            let items = self.items.replace(NonNull::dangling());
            // SAFETY: the block was allocated with this size and holds no item any more.
            unsafe {
                crate::model::current::vm().heap.free(items.cast(), cap * size_of::<Ref>(), Kind::Plain)
            };
        }
    }

    /// Appends an item; amortised O(1).
    ///
    /// # Errors
    /// [`OutOfMemory`]; the item is dropped, the list as before.
    #[inline]
    pub fn push(&self, vm: &Vm, item: Ref) -> Result<(), OutOfMemory> {
        if self.len() == self.cap.get() {
            self.grow(vm)?;
        }
        // SAFETY: there is room behind the last item.
        unsafe { self.items.get().add(self.len()).write(item) };
        self.len.set(self.len() + 1);
        Ok(())
    }

    /// Inserts an item before `index` (at most the length); O(len).
    ///
    /// # Errors
    /// [`OutOfMemory`]; the list is as before.
    pub fn insert(&self, vm: &Vm, index: usize, item: Ref) -> Result<(), OutOfMemory> {
        if self.len() == self.cap.get() {
            self.grow(vm)?;
        }
        let index = index.min(self.len());
        // SAFETY: there is room for one more; items are moved up by one.
        unsafe {
            let at = self.items.get().add(index);
            core::ptr::copy(at.as_ptr(), at.add(1).as_ptr(), self.len() - index);
            at.write(item);
        }
        self.len.set(self.len() + 1);
        Ok(())
    }

    /// Removes and returns the last item.
    pub fn pop(&self) -> Option<Ref> {
        let last = self.len().checked_sub(1)?;
        self.len.set(last);
        // SAFETY: the item was initialised and is not counted any more.
        let item = unsafe { self.items.get().add(last).read() };
        self.shrink();
        Some(item)
    }

    /// Removes and returns item `index`; O(len).
    pub fn remove(&self, index: usize) -> Option<Ref> {
        if index >= self.len() {
            return None;
        }
        // SAFETY: the item is initialised; those above are moved down by one.
        let item = unsafe {
            let at = self.items.get().add(index);
            let item = at.read();
            core::ptr::copy(at.add(1).as_ptr(), at.as_ptr(), self.len() - index - 1);
            item
        };
        self.len.set(self.len() - 1);
        self.shrink();
        Some(item)
    }

    /// Drops all items, last first, and gives the room back. The list is empty before the
    /// first drop.
    pub fn clear(&self) {
        drop(self.take());
    }

    /// Moves everything out.
    pub fn take(&self) -> List {
        let taken = List::new();
        taken.exchange(self);
        taken
    }

    /// The first index at or after `from` whose item `found` accepts. `found` must not run
    /// Python code; it sees the item in place.
    pub(crate) fn position_from(&self, from: usize, found: impl Fn(&Obj) -> bool) -> Option<usize> {
        // SAFETY: items below the length are initialised, and `found` changes nothing.
        (from..self.len()).find(|&index| found(unsafe { self.items.get().add(index).as_ref() }))
    }

    /// Exchanges two items.
    pub fn swap(&self, a: usize, b: usize) {
        if a < self.len() && b < self.len() {
            // SAFETY: both items are initialised.
            unsafe { core::ptr::swap(self.items.get().add(a).as_ptr(), self.items.get().add(b).as_ptr()) };
        }
    }

    /// Replaces items `start..end` by `fresh` (moved out of it).
    ///
    /// # Errors
    /// [`OutOfMemory`]; both lists are as before.
    pub fn splice(&self, vm: &Vm, start: usize, end: usize, fresh: &List) -> Result<(), OutOfMemory> {
        let end = end.min(self.len());
        let start = start.min(end);
        let (count, old_len) = (fresh.len(), self.len());
        let removed = List::new();
        removed.reserve(vm, end - start)?;
        self.reserve_spacious(vm, count.saturating_sub(end - start))?;
        // SAFETY: both lists have the room; every item is moved exactly once.
        unsafe {
            let at = self.items.get().add(start);
            core::ptr::copy_nonoverlapping(at.as_ptr(), removed.items.get().as_ptr(), end - start);
            core::ptr::copy(self.items.get().add(end).as_ptr(), at.add(count).as_ptr(), old_len - end);
            core::ptr::copy_nonoverlapping(fresh.items.get().as_ptr(), at.as_ptr(), count);
        }
        fresh.len.set(0);
        removed.len.set(end - start);
        self.len.set(old_len - (end - start) + count);
        self.shrink();
        Ok(())
    }

    /// Removes `count` items: `start`, `start + step`, ... (`step` at least 1, all of them below
    /// the length; else nothing is removed).
    ///
    /// # Errors
    /// [`OutOfMemory`]; the list is as before.
    pub fn remove_stepped(
        &self,
        vm: &Vm,
        start: usize,
        step: usize,
        count: usize,
    ) -> Result<(), OutOfMemory> {
        let len = self.len();
        let last = count.checked_sub(1).and_then(|n| n.checked_mul(step)).and_then(|n| n.checked_add(start));
        if step == 0 || last.is_none_or(|last| last >= len) {
            return Ok(());
        }
        let removed = List::new();
        removed.reserve(vm, count)?;
        let items = self.items.get();
        for n in 0..count {
            let from = start + n * step;
            let kept = if n + 1 == count { len - from - 1 } else { step - 1 };
            // SAFETY: `from` and the `kept` items behind it are below the length; each item is
            // moved once, down or to `removed`, which has the room.
            unsafe {
                removed.items.get().add(n).write(items.add(from).read());
                core::ptr::copy(items.add(from + 1).as_ptr(), items.add(from - n).as_ptr(), kept);
            }
        }
        self.len.set(len - count);
        removed.len.set(count);
        self.shrink();
        Ok(())
    }

    /// Appends copies of items `start..end` of `from`, which may be this list.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the list is as before.
    pub fn push_part(&self, vm: &Vm, from: &List, start: usize, end: usize) -> Result<(), OutOfMemory> {
        let end = end.min(from.len());
        let Some(count) = end.checked_sub(start).filter(|&count| count > 0) else { return Ok(()) };
        self.reserve(vm, count)?;
        // SAFETY: `from` has the items, this list the room; cloning runs no code.
        unsafe {
            let (mut source, mut target) = (from.items.get().add(start), self.items.get().add(self.len()));
            for _ in 0..count {
                target.write(source.as_ref().clone());
                (source, target) = (source.add(1), target.add(1));
            }
        }
        self.len.set(self.len() + count);
        Ok(())
    }

    /// Exchanges item `index` with item `other_index` of `other`, if both exist.
    pub fn exchange_item(&self, index: usize, other: &List, other_index: usize) {
        if index < self.len() && other_index < other.len() {
            // SAFETY: both items are initialised.
            unsafe {
                core::ptr::swap(
                    self.items.get().add(index).as_ptr(),
                    other.items.get().add(other_index).as_ptr(),
                );
            };
        }
    }

    /// Reverses the order of the items.
    pub fn reverse(&self) {
        // SAFETY: the items are initialised, and nobody else uses them meanwhile.
        unsafe { core::slice::from_raw_parts_mut(self.items.get().as_ptr(), self.len()) }.reverse();
    }

    /// Exchanges the contents of two lists.
    pub fn exchange(&self, other: &List) {
        self.items.swap(&other.items);
        self.len.swap(&other.len);
        self.cap.swap(&other.cap);
    }

    /// Calls `use_items` with the items, which are moved out for the time: the list is seen
    /// empty. Returns what it returned, and whether somebody changed the list meanwhile; then
    /// the change is undone.
    pub fn with_items<T>(&self, use_items: impl FnOnce(&mut [Ref]) -> T) -> (T, bool) {
        let taken = self.take();
        // SAFETY: the items are initialised, and `taken` is ours alone.
        let items = unsafe { core::slice::from_raw_parts_mut(taken.items.get().as_ptr(), taken.len()) };
        let result = use_items(items);
        let changed = self.cap.get() != 0;
        taken.exchange(self);
        (result, changed)
    }
}

impl Vm {
    /// A list that owns the contents of `items`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn list_from(&self, items: List) -> Outcome {
        self.memory(self.allocate_fixed(Kind::Container, items))
    }

    /// A list of copies of `items`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn list(&self, items: &[Ref]) -> Outcome {
        let list = List::new();
        self.memory(list.reserve(self, items.len()))?;
        for item in items {
            self.memory(list.push(self, item.clone()))?;
        }
        self.list_from(list)
    }
}

impl List {
    /// A tuple of copies of the items.
    ///
    /// # Errors
    /// MemoryError.
    pub fn to_tuple(&self, vm: &Vm) -> Outcome {
        vm.memory(vm.build_tuple(self.len(), |index| self.get(index).unwrap_or_else(Ref::none)))
    }
}

/// The list of an object made by the interpreter itself.
pub fn as_list(object: &Obj) -> Option<This<'_, List>> {
    object.cast::<List>()
}

impl List {
    /// Sorts items by `less`, which may run Python code: the items are moved out of every
    /// list (see [`List::with_items`]).
    ///
    /// # Errors
    /// What `less` returns, or no memory; the items are then in some order.
    pub(crate) fn sort_items<E: From<OutOfMemory>>(
        items: &mut [Ref],
        mut less: impl FnMut(&Obj, &Obj) -> Result<bool, E>,
    ) -> Result<(), E> {
        let len = items.len();
        // SAFETY: `Word` has the layout of `Ref`; the sort leaves a permutation behind, also
        // when it fails, so that each reference is there once again.
        let words = unsafe { core::slice::from_raw_parts_mut(items.as_mut_ptr().cast::<Word>(), len) };
        pyrite_algo::sort::sort(words, |a, b| less(a.obj(), b.obj()))
    }
}

/// A copy of a reference, uncounted: the owner outlives it.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Word(NonNull<crate::model::Header>);

impl Word {
    fn obj(&self) -> &Obj {
        // SAFETY: the owner keeps the object alive while the word is used.
        unsafe { Obj::from_ptr(self.0) }
    }
}

/// Sort keys of items; owns the keys.
pub(crate) struct KeyedItems(pyrite_algo::Buf<(Word, Word)>);

impl KeyedItems {
    /// Without keys yet, with room for `len`.
    pub(crate) fn with_capacity(len: usize) -> Result<KeyedItems, OutOfMemory> {
        pyrite_algo::Buf::with_capacity(len).map(KeyedItems)
    }

    /// Adds the key of the next item.
    pub(crate) fn push(&mut self, key: Ref) -> Result<(), OutOfMemory> {
        let none = Word(Obj::NONE.as_ptr());
        self.0.reserve(1)?;
        self.0.push((Word(key.into_raw()), none))
    }

    /// Sorts `items`, as many as there are keys, by their keys. As [`List::sort_items`].
    pub(crate) fn sort<E: From<OutOfMemory>>(
        &mut self,
        items: &mut [Ref],
        mut less: impl FnMut(&Obj, &Obj) -> Result<bool, E>,
    ) -> Result<(), E> {
        if items.len() != self.0.len() {
            return Ok(());
        }
        let len = items.len();
        // SAFETY: as in `List::sort_items`; keys and items are permuted together.
        let words = unsafe { core::slice::from_raw_parts_mut(items.as_mut_ptr().cast::<Word>(), len) };
        for (pair, item) in self.0.iter_mut().zip(&*words) {
            pair.1 = *item;
        }
        let result = pyrite_algo::sort::sort(&mut self.0, |a, b| less(a.0.obj(), b.0.obj()));
        for (pair, item) in self.0.iter().zip(words) {
            *item = pair.1;
        }
        result
    }
}

impl Drop for KeyedItems {
    fn drop(&mut self) {
        for (key, _) in &*self.0 {
            // SAFETY: the keys are owned by this, and given up once.
            drop(unsafe { Ref::from_raw(key.0) });
        }
    }
}
