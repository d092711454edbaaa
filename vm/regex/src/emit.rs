//! Puts repetitions around instructions that are there already.

use pyrite_algo::OutOfMemory;

use crate::program::{Greed, Inst, Look, Loop, NONE, Program};

/// Instructions that a repetition may be written out to, instead of being counted.
const COPIES: u64 = 256;

/// How often, and how.
#[derive(Clone, Copy)]
pub struct Count {
    pub min: u32,
    pub max: u32,
    pub greed: Greed,
    /// Whether what is repeated may match nothing.
    pub nullable: bool,
}

impl Program {
    /// Repeats the instructions from `start` to the end.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub(crate) fn repeat(&mut self, start: usize, count: Count) -> Result<(), OutOfMemory> {
        let len = self.insts.len() - start;
        if let (Some(Inst::One(_)), 1) = (self.insts.get(start), len) {
            return self.insts.insert(start, Inst::Repeat(count.min, count.max, count.greed, 0));
        }
        if count.greed != Greed::Possessive {
            return self.repeat_any(start, count);
        }
        // Each of several required iterations is final, too.
        if count.min > 1 {
            self.enclose(start, Look::Atomic)?;
        }
        self.repeat_any(start, Count { greed: Greed::Greedy, ..count })?;
        self.enclose(start, Look::Atomic)
    }

    /// Puts a group around the instructions from `start` to the end.
    pub(crate) fn enclose(&mut self, start: usize, look: Look) -> Result<(), OutOfMemory> {
        self.insts.push(Inst::End)?;
        let len = self.insts.len() - start + 1;
        self.insts.insert(start, Inst::Look(look, len as u32))
    }

    fn fork(&self, lazy: bool, on: i32, out: i32) -> Inst {
        if lazy { Inst::Fork(out, on, 0) } else { Inst::Fork(on, out, 0) }
    }

    fn repeat_any(&mut self, start: usize, count: Count) -> Result<(), OutOfMemory> {
        let len = (self.insts.len() - start) as u32;
        let lazy = count.greed == Greed::Lazy;
        match (count.min, count.max) {
            (_, 0) => {
                self.insts.truncate(start);
                Ok(())
            }
            (1, 1) => Ok(()),
            (0, 1) => self.insts.insert(start, self.fork(lazy, 1, len as i32 + 1)),
            (0, NONE) if !count.nullable => {
                self.insts.insert(start, self.fork(lazy, 1, len as i32 + 2))?;
                self.insts.push(Inst::Jump(-(len as i32) - 1))
            }
            (1, NONE) if !count.nullable => self.insts.push(self.fork(lazy, -(len as i32), 1)),
            (min, max)
                if max != NONE
                    && u64::from(max) * u64::from(len + 1) <= COPIES
                    && (min == max || !count.nullable) =>
            {
                self.copy(start, len as usize, count)
            }
            (min, max) => {
                let number = u16::try_from(self.loops.len()).map_err(|_| OutOfMemory)?;
                self.loops.push(Loop { min, max, lazy })?;
                self.insts.insert(start, Inst::Init(number, len + 1))?;
                self.insts.push(Inst::Head(number, len, 0))
            }
        }
    }

    /// Writes the instructions out `min` times, and up to `max` times as optional ones.
    fn copy(&mut self, start: usize, len: usize, count: Count) -> Result<(), OutOfMemory> {
        let lazy = count.greed == Greed::Lazy;
        let (mut body, total) = (start, count.max as usize);
        let more = (total - 1) * len + total - count.min as usize;
        let end = start + len + more;
        for number in 1..=count.max {
            if number > count.min {
                let at = if number == 1 { start } else { self.insts.len() };
                self.insts.insert(at, self.fork(lazy, 1, (end - at) as i32))?;
                if number == 1 {
                    body += 1;
                    continue;
                }
            } else if number == 1 {
                continue;
            }
            for index in body..body + len {
                if let Some(&inst) = self.insts.get(index) {
                    self.insts.push(inst)?;
                }
            }
        }
        Ok(())
    }

    /// Numbers the instructions that are worth remembering failures of.
    pub(crate) fn number_memos(&mut self) {
        self.memos = 1;
        if self.has_references {
            return;
        }
        // What is inside a counted loop fails or not depending on the count.
        let mut counted_until = 0;
        for (at, inst) in self.insts.iter_mut().enumerate() {
            if let Inst::Init(number, skip) = *inst
                && self.loops.get(usize::from(number)).is_some_and(|each| each.is_counted())
            {
                counted_until = counted_until.max(at + skip as usize + 1);
            }
            if at < counted_until {
                continue;
            }
            if let Inst::Fork(_, _, memo) | Inst::Repeat(_, _, _, memo) | Inst::Head(_, _, memo) = inst
                && self.memos < u16::MAX
            {
                *memo = self.memos;
                self.memos += 1;
            }
        }
    }
}
