//! An index of objects by address: what is known of one that has no room for it.

use core::cell::{Cell, RefCell};
use core::ptr::NonNull;

use pyrite_algo::{Buf, OutOfMemory};

use super::arena::GRANULE;
use crate::model::value::Header;

/// Entries that each stand for an address; open addressing, at most three quarters full.
pub struct AddressIndex {
    slots: RefCell<Buf<Option<NonNull<Header>>>>,
    len: Cell<usize>,
    /// The address that an entry stands for.
    key: fn(NonNull<Header>) -> usize,
}

const CAPACITY_MIN: usize = 8;

fn home(address: usize, mask: usize) -> usize {
    let word = (address / GRANULE) as u32;
    (word.wrapping_mul(0x9E37_79B1) >> 7) as usize & mask
}

impl AddressIndex {
    /// Without entries.
    pub fn new(key: fn(NonNull<Header>) -> usize) -> AddressIndex {
        AddressIndex { slots: RefCell::default(), len: Cell::new(0), key }
    }

    /// Whether there is no entry.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// Where the entry of `address` is, or the free place where it would be.
    fn position(
        &self,
        slots: &[Option<NonNull<Header>>],
        address: usize,
    ) -> (usize, Option<NonNull<Header>>) {
        let mask = slots.len().wrapping_sub(1);
        let mut place = home(address, mask);
        while let Some(&Some(entry)) = slots.get(place) {
            if (self.key)(entry) == address {
                return (place, Some(entry));
            }
            place = (place + 1) & mask;
        }
        (place, None)
    }

    /// The entry of `address`.
    pub fn find(&self, address: usize) -> Option<NonNull<Header>> {
        if self.is_empty() {
            return None;
        }
        self.position(&self.slots.borrow(), address).1
    }

    /// Adds an entry, in the place of one that stands for the same address.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn insert(&self, entry: NonNull<Header>) -> Result<(), OutOfMemory> {
        let mut slots = self.slots.borrow_mut();
        if (self.len.get() + 1) * 4 > slots.len() * 3 {
            let mut larger = Buf::new();
            larger.resize((slots.len() * 2).max(CAPACITY_MIN), None)?;
            for old in slots.iter().flatten() {
                let (place, _) = self.position(&larger, (self.key)(*old));
                put(&mut larger, place, Some(*old));
            }
            *slots = larger;
        }
        let (place, old) = self.position(&slots, (self.key)(entry));
        put(&mut slots, place, Some(entry));
        self.len.set(self.len.get() + usize::from(old.is_none()));
        Ok(())
    }

    /// Takes the entry of `address` out.
    pub fn remove(&self, address: usize) -> Option<NonNull<Header>> {
        if self.is_empty() {
            return None;
        }
        let mut slots = self.slots.borrow_mut();
        let (mut hole, entry) = self.position(&slots, address);
        entry?;
        let mask = slots.len() - 1;
        let mut each = hole;
        loop {
            // Entries that were pushed behind the hole by others move up.
            each = (each + 1) & mask;
            let Some(&Some(next)) = slots.get(each) else { break };
            let distance = each.wrapping_sub(home((self.key)(next), mask)) & mask;
            if distance >= each.wrapping_sub(hole) & mask {
                put(&mut slots, hole, Some(next));
                hole = each;
            }
        }
        put(&mut slots, hole, None);
        self.len.set(self.len.get() - 1);
        if self.is_empty() {
            *slots = Buf::new();
        }
        entry
    }
}

fn put(slots: &mut [Option<NonNull<Header>>], place: usize, entry: Option<NonNull<Header>>) {
    if let Some(slot) = slots.get_mut(place) {
        *slot = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_and_removed_in_any_order() {
        let index = AddressIndex::new(|entry| entry.as_ptr().addr());
        let at = |n: usize| NonNull::<Header>::without_provenance((n * 16).try_into().unwrap());
        for n in 1..500 {
            index.insert(at(n)).unwrap();
        }
        for n in (1..500).filter(|n| n % 3 != 0) {
            assert_eq!(index.remove(n * 16), Some(at(n)));
        }
        for n in 1..500 {
            assert_eq!(index.find(n * 16), (n % 3 == 0).then(|| at(n)));
        }
        for n in (1..500).rev() {
            assert_eq!(index.remove(n * 16).is_some(), n % 3 == 0);
        }
        assert!(index.is_empty());
    }
}
