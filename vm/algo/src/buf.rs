//! A growable array whose every growth can fail.
//!
//! The one place in the virtual machine that names `Vec`: all others use [`Buf`],
//! which offers no method that aborts when memory runs out.

use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

/// The allocator had no room. Becomes `MemoryError` where there is a VM to raise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

/// A growable array of `T`; dereferences to a slice.
#[derive(Debug, PartialEq, Eq)]
pub struct Buf<T>(Vec<T>);

impl<T> Default for Buf<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Buf<T> {
    /// An empty buffer; allocates nothing.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// An empty buffer with room for `cap` elements.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the room is not there.
    pub fn with_capacity(cap: usize) -> Result<Self, OutOfMemory> {
        let mut this = Self::new();
        this.0.try_reserve_exact(cap).map_err(|_| OutOfMemory)?;
        Ok(this)
    }

    /// Makes room for `more` further elements.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the contents are as before.
    pub fn reserve(&mut self, more: usize) -> Result<(), OutOfMemory> {
        self.0.try_reserve(more).map_err(|_| OutOfMemory)
    }

    /// Appends one element; amortised O(1).
    ///
    /// # Errors
    /// [`OutOfMemory`]; the contents are as before.
    pub fn push(&mut self, item: T) -> Result<(), OutOfMemory> {
        if self.0.len() == self.0.capacity() {
            self.reserve(1)?;
        }
        self.0.push(item);
        Ok(())
    }

    /// Inserts `item` at `index` (at the end if `index` is beyond it); O(len).
    ///
    /// # Errors
    /// [`OutOfMemory`]; the contents are as before.
    pub fn insert(&mut self, index: usize, item: T) -> Result<(), OutOfMemory> {
        self.reserve(1)?;
        let index = index.min(self.0.len());
        self.0.insert(index, item);
        Ok(())
    }

    /// Removes and returns the last element.
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    /// Removes and returns element `index`; O(len).
    pub fn remove(&mut self, index: usize) -> Option<T> {
        (index < self.0.len()).then(|| self.0.remove(index))
    }

    /// Shortens to `len` elements; keeps the allocation.
    pub fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    /// Empties the buffer; keeps the allocation.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Gives back unused room, as far as the allocator can.
    pub fn shrink(&mut self) {
        // The standard library's own way ends the program if memory is out.
        let mut exact = Vec::new();
        if exact.try_reserve_exact(self.0.len()).is_ok() {
            exact.append(&mut self.0);
            self.0 = exact;
        }
    }

    /// Elements that fit without another allocation.
    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }
}

impl<T: Clone> Buf<T> {
    /// Appends a copy of `items`.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the contents are as before.
    pub fn extend_from_slice(&mut self, items: &[T]) -> Result<(), OutOfMemory> {
        self.reserve(items.len())?;
        self.0.extend_from_slice(items);
        Ok(())
    }

    /// Sets the length to `len`, filling with `item`.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the contents are as before.
    pub fn resize(&mut self, len: usize, item: T) -> Result<(), OutOfMemory> {
        self.reserve(len.saturating_sub(self.0.len()))?;
        self.0.resize(len, item);
        Ok(())
    }

    /// A buffer holding a copy of `items`.
    ///
    /// # Errors
    /// [`OutOfMemory`] if the room is not there.
    pub fn from_slice(items: &[T]) -> Result<Self, OutOfMemory> {
        let mut this = Self::with_capacity(items.len())?;
        this.0.extend_from_slice(items);
        Ok(this)
    }
}

impl<T> Deref for Buf<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> DerefMut for Buf<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T> IntoIterator for Buf<T> {
    type Item = T;
    type IntoIter = alloc::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl core::fmt::Write for Buf<u8> {
    /// Appends UTF-8; `fmt::Error` means out of memory.
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        self.extend_from_slice(text.as_bytes()).map_err(|_| core::fmt::Error)
    }
}
