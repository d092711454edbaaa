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
use crate::model::{Storage, This, Type, TypeRef, Vm};

/// A list.
#[repr(C)]
pub struct List {
    items: Cell<NonNull<Ref>>,
    len: Cell<usize>,
    cap: Cell<usize>,
}

// SAFETY: LIST's instances, and those of its subtypes (flag LIST), begin with this.
unsafe impl Storage for List {
    const TYPE: &'static Type = &crate::types::list::LIST;
    const FLAG: usize = crate::model::flags::LIST;

    fn traverse(&self, visitor: &mut Visitor) {
        for index in 0..self.len() {
            // SAFETY: items below the length are initialised.
            visitor.visit(unsafe { self.items.get().add(index).as_ref() });
        }
    }

    fn clear(&self) {
        self.truncate(0);
    }
}

impl Drop for List {
    fn drop(&mut self) {
        self.truncate(0);
        self.release_items();
    }
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

    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An owned copy of item `index`.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Ref> {
        // SAFETY: items below the length are initialised.
        (index < self.len()).then(|| unsafe { self.items.get().add(index).as_ref() }.clone())
    }

    /// Replaces item `index`, returns the old one; gives `value` back if there is none.
    #[inline(always)]
    pub fn set(&self, index: usize, value: Ref) -> Result<Ref, Ref> {
        if index >= self.len() {
            return Err(value);
        }
        // SAFETY: items below the length are initialised.
        Ok(unsafe { self.items.get().add(index).replace(value) })
    }

    /// Makes room for `count` items of an empty list.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn reserve_exact(&self, vm: &Vm, count: usize) -> Result<(), OutOfMemory> {
        if count == 0 { Ok(()) } else { self.set_capacity(vm, count.max(self.len())) }
    }

    fn reserve(&self, vm: &Vm, more: usize) -> Result<(), OutOfMemory> {
        let need = self.len().checked_add(more).ok_or(OutOfMemory)?;
        if need <= self.cap.get() {
            return Ok(());
        }
        // Grows by an eighth, at least to the end of the allocator's slot.
        let wish = if more == 1 { need + need / 8 } else { need };
        self.set_capacity(vm, wish)
    }

    fn set_capacity(&self, vm: &Vm, wish: usize) -> Result<(), OutOfMemory> {
        let bytes = rounded(wish.checked_mul(size_of::<Ref>()).ok_or(OutOfMemory)?);
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
            self.reserve(vm, 1)?;
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
        self.reserve(vm, 1)?;
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
        Some(unsafe { self.items.get().add(last).read() })
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
        Some(item)
    }

    /// Drops the items from `len` on, last first.
    pub fn truncate(&self, len: usize) {
        while self.len() > len {
            drop(self.pop());
        }
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
        self.reserve(vm, count.saturating_sub(end - start))?;
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
        Ok(())
    }

    /// Exchanges the contents of two lists.
    pub fn exchange(&self, other: &List) {
        self.items.swap(&other.items);
        self.len.swap(&other.len);
        self.cap.swap(&other.cap);
    }

    /// Calls `use_items` with the items themselves. It must not touch the list or run Python
    /// code; a list emptied for the time (as `sort` does) is safe for anything.
    pub fn with_items<T>(&self, use_items: impl FnOnce(&mut [Ref]) -> T) -> T {
        let (items, len) = (self.items.get(), self.len.replace(0));
        // SAFETY: the items are initialised, and with length 0 nobody else reaches them.
        let result = use_items(unsafe { core::slice::from_raw_parts_mut(items.as_ptr(), len) });
        if self.items.get() == items && self.len() == 0 {
            self.len.set(len);
        }
        result
    }
}

impl Vm {
    /// A list that owns the contents of `items`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn list_from(&self, items: List) -> Outcome {
        self.memory(self.allocate(TypeRef::of(&crate::types::list::LIST), items, size_of::<List>()))
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

impl This<'_, List> {
    /// A tuple of copies of the items.
    ///
    /// # Errors
    /// MemoryError.
    pub fn to_tuple(self, vm: &Vm) -> Outcome {
        vm.memory(vm.build_tuple(self.len(), |index| self.get(index).unwrap_or_else(Ref::none)))
    }
}

/// The list of an object made by the interpreter itself.
pub fn as_list(object: &Obj) -> Option<This<'_, List>> {
    object.cast::<List>()
}
