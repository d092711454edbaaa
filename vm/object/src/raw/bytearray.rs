//! Storage of `bytearray`: growable octets.

use core::cell::{Cell, UnsafeCell};

use pyrite_algo::{Buf, OutOfMemory};

use crate::model::{Storage, Type};

/// Octets that can change. No reference to them is ever handed out: they are copied, or used
/// within a closure that runs no other code.
pub struct ByteArray {
    octets: UnsafeCell<Buf<u8>>,
    /// Views that need the octets to stay where they are.
    exports: Cell<usize>,
}

// SAFETY: BYTEARRAY's instances and those of its subtypes begin with this.
unsafe impl Storage for ByteArray {
    const TYPE: &'static Type = &crate::model::knot::BYTEARRAY;
}

impl ByteArray {
    /// Holding `octets`.
    pub const fn new(octets: Buf<u8>) -> ByteArray {
        ByteArray { octets: UnsafeCell::new(octets), exports: Cell::new(0) }
    }

    /// Uses the octets. `body` must not reach this object: it runs no Python code and drops
    /// no object.
    #[inline]
    pub fn with<T>(&self, body: impl FnOnce(&mut Buf<u8>) -> T) -> T {
        let mut taken = self.replace(Buf::new());
        let result = body(&mut taken);
        drop(self.replace(taken));
        result
    }

    fn replace(&self, octets: Buf<u8>) -> Buf<u8> {
        // SAFETY: no reference into the cell outlives this call.
        unsafe { core::mem::replace(&mut *self.octets.get(), octets) }
    }

    /// How many octets there are.
    #[inline]
    pub fn len(&self) -> usize {
        // SAFETY: nothing else has a reference into the cell.
        unsafe { (&*self.octets.get()).len() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Octet `index`.
    #[inline]
    pub fn get(&self, index: usize) -> Option<u8> {
        // SAFETY: nothing else has a reference into the cell.
        unsafe { (&*self.octets.get()).get(index).copied() }
    }

    /// Replaces octet `index`; false if there is none.
    #[inline]
    pub fn set(&self, index: usize, octet: u8) -> bool {
        // SAFETY: as in `get`.
        let place = unsafe { (&mut *self.octets.get()).get_mut(index) };
        place.map(|place| *place = octet).is_some()
    }

    /// A copy of the octets.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn copy(&self) -> Result<Buf<u8>, OutOfMemory> {
        // SAFETY: nothing else has a reference into the cell, and copying runs no other code.
        Buf::from_slice(unsafe { &*self.octets.get() })
    }

    /// Where the octets are; they stay there as long as there are views of them.
    pub fn data(&self) -> *mut u8 {
        // SAFETY: nothing else has a reference into the cell.
        unsafe { (*self.octets.get()).as_mut_ptr() }
    }

    /// Views of the octets.
    pub fn exports(&self) -> usize {
        self.exports.get()
    }

    /// Counts a view in.
    pub fn export(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// Counts a view out.
    pub fn release(&self) {
        self.exports.set(self.exports.get().saturating_sub(1));
    }
}
