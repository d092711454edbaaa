//! The items of a deque: a ring in a list.
//!
//! The places that hold no item hold None; their number is a power of two.

use pyrite_api::types::{Cells, List};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, Vm};

/// Places of the smallest ring.
const SMALLEST: usize = 8;

/// A deque. Slots: the list, the greatest length or None, a count of the changes of structure.
/// Numbers: the place of the first item, the length.
#[derive(Clone, Copy)]
pub struct Ring<'a>(pub This<'a, Cells>);

/// The ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Where index 0 is.
    Left,
    /// Where `append` adds.
    Right,
}

impl End {
    fn other(self) -> End {
        if self == End::Left { End::Right } else { End::Left }
    }
}

impl Ring<'_> {
    /// How many items there are.
    pub fn len(self) -> usize {
        let [_, len] = &self.0.numbers;
        usize::try_from(len.get()).unwrap_or(0)
    }

    fn start(self) -> usize {
        let [start, _] = &self.0.numbers;
        usize::try_from(start.get()).unwrap_or(0)
    }

    fn place(self, start: usize, len: usize) {
        let ([_, _, changes, _], [own_start, own_len]) = (&self.0.slots, &self.0.numbers);
        own_start.set(start as isize);
        own_len.set(len as isize);
        changes.set(Some(Ref::small((self.changes() + 1) & 0xfff_ffff)));
    }

    /// A number that changes when items come or go.
    pub fn changes(self) -> isize {
        let [_, _, changes, _] = &self.0.slots;
        changes.get().and_then(|changes| changes.small()).unwrap_or(0)
    }

    /// `maxlen`
    pub fn max_len(self) -> Option<usize> {
        let [_, max_len, ..] = &self.0.slots;
        max_len.get().and_then(|max_len| usize::try_from(max_len.small()?).ok())
    }

    fn list(self) -> Option<Ref> {
        let [list, ..] = &self.0.slots;
        list.get()
    }

    /// Item `index`.
    pub fn get(self, index: usize) -> Option<Ref> {
        let list = self.list()?;
        let list = list.cast::<List>()?;
        if index >= self.len() {
            return None;
        }
        list.get((self.start() + index) & list.len().wrapping_sub(1))
    }

    /// Replaces item `index`, which is there; returns the old one.
    pub fn set(self, index: usize, value: Ref) -> Option<Ref> {
        let list = self.list()?;
        let list = list.cast::<List>()?;
        list.set((self.start() + index) & list.len().wrapping_sub(1), value).ok()
    }

    /// Moves the items to a ring of `places`.
    fn resize(self, vm: &Vm, places: usize) -> Result<(), Raised> {
        let fresh = List::new();
        vm.memory(fresh.reserve(vm, places))?;
        for index in 0..places {
            vm.memory(fresh.push(vm, self.get(index).unwrap_or_else(Ref::none)))?;
        }
        let [list, ..] = &self.0.slots;
        list.set(Some(vm.list_from(fresh)?));
        let [start, _] = &self.0.numbers;
        start.set(0);
        Ok(())
    }

    fn places(self) -> usize {
        self.list().and_then(|list| list.cast::<List>().map(|list| list.len())).unwrap_or(0)
    }

    /// Adds an item at an end, at the cost of the one at the other end if there is no more room.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push(self, vm: &Vm, end: End, item: Ref) -> Result<(), Raised> {
        if self.max_len() == Some(0) {
            return Ok(());
        }
        let dropped = if self.max_len() == Some(self.len()) { self.pop(vm, end.other()) } else { None };
        let places = self.places();
        if self.len() >= places {
            self.resize(vm, (places * 2).max(SMALLEST))?;
        }
        let (start, len) = (self.start(), self.len());
        let mask = self.places().wrapping_sub(1);
        let index = if end == End::Left {
            self.place(start.wrapping_sub(1) & mask, len + 1);
            0
        } else {
            self.place(start, len + 1);
            len
        };
        drop(self.set(index, item));
        drop(dropped);
        Ok(())
    }

    /// Takes the item at an end.
    pub fn pop(self, vm: &Vm, end: End) -> Option<Ref> {
        let (start, len) = (self.start(), self.len());
        let last = len.checked_sub(1)?;
        let places = self.places();
        let item = self.set(if end == End::Left { 0 } else { last }, Ref::none());
        let start = if end == End::Left { (start + 1) & places.wrapping_sub(1) } else { start };
        self.place(start, last);
        if places > SMALLEST && last < places / 4 && self.resize(vm, places / 2).is_err() {
            // Without memory for a smaller ring the large one stays.
            drop(vm.take_raised(Raised::already_set()));
        }
        item
    }

    /// Takes item `index` out, moving those of the shorter side.
    pub fn remove(self, vm: &Vm, index: usize) -> Option<Ref> {
        let len = self.len();
        if index >= len {
            return None;
        }
        let (end, path) = if index < len / 2 { (End::Left, index) } else { (End::Right, len - 1 - index) };
        let step = |distance: usize| if end == End::Left { index - distance } else { index + distance };
        for distance in 0..path {
            self.swap(step(distance), step(distance + 1));
        }
        self.pop(vm, end)
    }

    /// Exchanges two items.
    pub fn swap(self, a: usize, b: usize) {
        if let (Some(x), Some(y)) = (self.get(a), self.get(b)) {
            drop(self.set(a, y));
            drop(self.set(b, x));
        }
    }

    /// Inserts an item before `index`, at most the length.
    ///
    /// # Errors
    /// MemoryError.
    pub fn insert(self, vm: &Vm, index: usize, item: Ref) -> Result<(), Raised> {
        let len = self.len();
        if index < len / 2 {
            self.push(vm, End::Left, item)?;
            (0..index).for_each(|at| self.swap(at, at + 1));
        } else {
            self.push(vm, End::Right, item)?;
            (index..len).rev().for_each(|at| self.swap(at, at + 1));
        }
        Ok(())
    }

    /// Moves `count` items from the right end to the left, or the other way round.
    ///
    /// # Errors
    /// MemoryError.
    pub fn rotate(self, vm: &Vm, count: isize) -> Result<(), Raised> {
        let len = self.len() as isize;
        if len < 2 {
            return Ok(());
        }
        let count = count.rem_euclid(len);
        let (from, steps) = if count <= len / 2 { (End::Right, count) } else { (End::Left, len - count) };
        for _ in 0..steps {
            let Some(item) = self.pop(vm, from) else { break };
            self.push(vm, from.other(), item)?;
        }
        Ok(())
    }

    /// Drops all items; the deque is empty before the first of them goes.
    pub fn clear(self) {
        let [list, ..] = &self.0.slots;
        let old = list.take();
        self.place(0, 0);
        drop(old);
    }

    /// A list of the items.
    ///
    /// # Errors
    /// MemoryError.
    pub fn to_list(self, vm: &Vm) -> Outcome {
        let copy = List::new();
        vm.memory(copy.reserve(vm, self.len()))?;
        for index in 0..self.len() {
            vm.memory(copy.push(vm, self.get(index).unwrap_or_else(Ref::none)))?;
        }
        vm.list_from(copy)
    }

    /// The first index from `from` and below `to` whose item equals `value`.
    ///
    /// # Errors
    /// RuntimeError if a comparison changes the deque; what it raises.
    pub fn find(self, vm: &Vm, value: &Obj, from: usize, to: usize) -> Result<Option<usize>, Raised> {
        let changes = self.changes();
        for index in from..to {
            let Some(item) = self.get(index) else { break };
            if vm.equals(&item, value)? {
                return Ok(Some(index));
            }
            if self.changes() != changes {
                return Err(vm.runtime_error("deque mutated during iteration"));
            }
        }
        Ok(None)
    }
}
