//! A table of runs (names as bytes, constants as words), each stored once.

use pyrite_algo::{Buf, OutOfMemory};

/// Runs of `T`, numbered in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Interner<T> {
    items: Buf<T>,
    /// Where each run ends in `items`.
    ends: Buf<u32>,
    /// Number + 1 by hash; 0 is free. The length is a power of two, or zero.
    slots: Buf<u32>,
}

impl<T: Copy + PartialEq + Into<u32>> Interner<T> {
    /// Number of runs.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All runs, one behind the other.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Where each run ends.
    pub fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// Empties the table and keeps its room.
    pub fn clear(&mut self) {
        self.items.clear();
        self.ends.clear();
        self.slots.fill(0);
    }

    /// Run `index`.
    pub fn get(&self, index: usize) -> &[T] {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(index).copied().unwrap_or(0);
        self.items.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The number of `run`, added if it is new.
    pub fn add(&mut self, run: &[T]) -> Result<usize, OutOfMemory> {
        if self.ends.len() * 4 >= self.slots.len() * 3 {
            self.grow()?;
        }
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash(run) as usize & mask;
        while let Some(index) = self.slots.get(slot).and_then(|&word| (word as usize).checked_sub(1)) {
            if self.get(index) == run {
                return Ok(index);
            }
            slot = (slot + 1) & mask;
        }
        let index = self.append(run)?;
        if let Some(free) = self.slots.get_mut(slot) {
            *free = index as u32 + 1;
        }
        Ok(index)
    }

    /// Adds `run` as a number of its own, not to be found again.
    pub fn append(&mut self, run: &[T]) -> Result<usize, OutOfMemory> {
        let end = u32::try_from(self.items.len() + run.len()).map_err(|_| OutOfMemory)?;
        self.ends.reserve(1)?;
        self.items.extend_from_slice(run)?;
        self.ends.push(end)?;
        Ok(self.ends.len() - 1)
    }

    /// Forgets the runs from number `len` on; O(runs).
    pub fn truncate(&mut self, len: usize) {
        self.ends.truncate(len);
        self.items.truncate(self.ends.last().map_or(0, |&end| end as usize));
        self.slots.fill(0);
        let mask = self.slots.len().wrapping_sub(1);
        for index in 0..self.ends.len() {
            let mut slot = hash(self.get(index)) as usize & mask;
            while self.slots.get(slot).is_some_and(|&taken| taken != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(free) = self.slots.get_mut(slot) {
                *free = index as u32 + 1;
            }
        }
    }

    fn grow(&mut self) -> Result<(), OutOfMemory> {
        let cap = (self.slots.len() * 2).max(16);
        let mask = cap - 1;
        let mut slots = Buf::with_capacity(cap)?;
        slots.resize(cap, 0u32)?;
        for &word in self.slots.iter().filter(|&&word| word != 0) {
            let mut slot = hash(self.get(word as usize - 1)) as usize & mask;
            while slots.get(slot).is_some_and(|&taken| taken != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = word;
            }
        }
        self.slots = slots;
        Ok(())
    }
}

fn hash<T: Copy + Into<u32>>(run: &[T]) -> u32 {
    let hash =
        run.iter().fold(run.len() as u32, |hash, &item| (hash ^ item.into()).wrapping_mul(0x0100_0193));
    hash ^ hash >> 15
}
