//! What a machine comes back to: the stack of choices and of old values.

use super::{At2, Machine, Stop};
use crate::program::{Inst, Look};

/// What an entry of the stack is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Go on at the instruction. Position.
    Branch,
    /// Take one character less of the `Repeat`. Position, least position.
    Greedy,
    /// Take one character more of the `Repeat`. Position, first position.
    Lazy,
    /// Another iteration of the loop of the `Head`. Position.
    More,
    /// A slot had another value. The slot's number is in place of the instruction.
    Slot,
    /// A loop had other values.
    Loop,
    /// A look began here. Position, index of the entry of the look around it.
    Look,
    /// All that was pushed since has failed: the memo (in place of the instruction) did.
    Done,
}

/// An entry: its kind is in the lowest bits of the instruction's index.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    tag: u32,
    values: [u32; 2],
}

impl Entry {
    /// An entry; programs are far shorter than 2^29 instructions.
    pub fn new(kind: Kind, at: usize, values: [u32; 2]) -> Entry {
        Entry { tag: (at as u32) << 3 | kind as u32, values }
    }

    fn kind(self) -> Kind {
        match self.tag & 7 {
            0 => Kind::Branch,
            1 => Kind::Greedy,
            2 => Kind::Lazy,
            3 => Kind::More,
            4 => Kind::Slot,
            5 => Kind::Loop,
            6 => Kind::Look,
            _ => Kind::Done,
        }
    }
}

impl Machine<'_> {
    /// Sets a slot, to be undone.
    pub(super) fn save(&mut self, slot: u32, value: u32) -> Result<(), Stop> {
        let Some(old) = self.slots.get_mut(slot as usize).map(|slot| core::mem::replace(slot, value)) else {
            return Ok(());
        };
        if !self.stack.is_empty() {
            self.stack.push(Entry::new(Kind::Slot, slot as usize, [old, 0]))?;
        }
        Ok(())
    }

    /// Sets the state of a loop, to be undone.
    pub(super) fn set_loop(&mut self, number: u16, state: [u32; 2]) -> Result<(), Stop> {
        let index = usize::from(number);
        let Some(old) = self.loops.get_mut(index).map(|each| core::mem::replace(each, state)) else {
            return Ok(());
        };
        if !self.stack.is_empty() {
            self.stack.push(Entry::new(Kind::Loop, index, old))?;
        }
        Ok(())
    }

    /// If failures are remembered: once all that is pushed from now on has failed, `memo` has.
    pub(super) fn done_after(&mut self, memo: u16, position: u32) -> Result<(), Stop> {
        if memo != 0 && self.memo.is_on() {
            self.stack.push(Entry::new(Kind::Done, memo.into(), [position, 0]))?;
        }
        Ok(())
    }

    /// Takes back what was done up to the last choice; where to go on, if there was one.
    pub(super) fn back(&mut self) -> Result<Option<At2>, Stop> {
        while let Some(entry) = self.stack.pop() {
            let (at, [first, second]) = ((entry.tag >> 3) as usize, entry.values);
            match entry.kind() {
                Kind::Branch => return Ok(Some((at, first))),
                Kind::Greedy => {
                    if let Some(next) = self.fewer(at, first, second)? {
                        return Ok(Some(next));
                    }
                }
                Kind::Lazy => {
                    if let Some(next) = self.more(at, first, second)? {
                        return Ok(Some(next));
                    }
                }
                Kind::More => {
                    if let Some(&Inst::Head(number, back, _)) = self.program.insts.get(at) {
                        let [count, _] = self.loops.get(usize::from(number)).copied().unwrap_or_default();
                        self.set_loop(number, [count.saturating_add(1), first])?;
                        return Ok(Some((at - back as usize, first)));
                    }
                }
                Kind::Done => self.memo.add(at as u16, first),
                Kind::Look => {
                    self.look = second;
                    // What must not match has not matched.
                    if let Some(&Inst::Look(Look::Fail(_), len)) = self.program.insts.get(at) {
                        return Ok(Some((at + len as usize, first)));
                    }
                }
                Kind::Slot | Kind::Loop => self.undo(entry),
            }
        }
        Ok(None)
    }

    /// Restores an old value.
    fn undo(&mut self, entry: Entry) {
        let index = (entry.tag >> 3) as usize;
        if entry.kind() == Kind::Slot {
            self.set(index, entry.values[0]);
        } else if let Some(each) = self.loops.get_mut(index) {
            *each = entry.values;
        }
    }

    /// A greedy repetition up to `position` has failed: ends it earlier.
    fn fewer(&mut self, at: usize, mut position: u32, low: u32) -> Result<Option<At2>, Stop> {
        let memo = match self.program.insts.get(at) {
            Some(&Inst::Repeat(_, crate::program::NONE, _, memo)) if self.memo.is_on() => memo,
            _ => 0,
        };
        loop {
            self.memo.add(memo, position);
            if position <= low {
                return Ok(None);
            }
            position -= 1;
            if self.may_start(at + 2, position) {
                break;
            }
        }
        if position > low || memo != 0 {
            self.stack.push(Entry::new(Kind::Greedy, at, [position, low]))?;
        }
        Ok(Some((at + 2, position)))
    }

    /// A lazy repetition up to `position` has failed: takes another character.
    fn more(&mut self, at: usize, mut position: u32, low: u32) -> Result<Option<At2>, Stop> {
        let (Some(&Inst::Repeat(min, max, _, memo)), Some(&Inst::One(one))) =
            (self.program.insts.get(at), self.program.insts.get(at + 1))
        else {
            return Ok(None);
        };
        let endless = max == crate::program::NONE;
        loop {
            let enough = !endless && position - low >= max - min;
            if enough || !self.one(one, position) || (endless && self.memo.has(memo, position + 1)) {
                break;
            }
            position += 1;
            if self.may_start(at + 2, position) {
                self.stack.push(Entry::new(Kind::Lazy, at, [position, low]))?;
                return Ok(Some((at + 2, position)));
            }
        }
        if endless && self.memo.is_on() {
            (low..=position).for_each(|failed| self.memo.add(memo, failed));
        }
        Ok(None)
    }

    /// The end of a look at `position`; `None` if that is a failure.
    pub(super) fn end_look(&mut self, position: u32) -> Option<At2> {
        let start = self.look as usize;
        let entry = *self.stack.get(start)?;
        let at = (entry.tag >> 3) as usize;
        let &Inst::Look(look, len) = self.program.insts.get(at)? else { return None };
        self.look = entry.values[1];
        if let Look::Fail(_) = look {
            while self.stack.len() > start {
                if let Some(entry) = self.stack.pop()
                    && matches!(entry.kind(), Kind::Slot | Kind::Loop)
                {
                    self.undo(entry);
                }
            }
            return None;
        }
        // Choices are forgotten, old values are not: what comes may fail.
        let mut kept = start;
        for index in start + 1..self.stack.len() {
            if let Some(&entry) = self.stack.get(index)
                && matches!(entry.kind(), Kind::Slot | Kind::Loop)
                && let Some(place) = self.stack.get_mut(kept)
            {
                *place = entry;
                kept += 1;
            }
        }
        self.stack.truncate(kept);
        let position = if let Look::Match(_) = look { entry.values[0] } else { position };
        Some((at + len as usize, position))
    }
}
