//! Runs a program over a text.

mod undo;

use pyrite_algo::{Buf, OutOfMemory};

use crate::fold::{Category, lower};
use crate::memo::Memo;
use crate::program::{At, Greed, Inst, Look, NONE, One, Program};
use crate::text::Text;
use undo::{Entry, Kind};

/// What a match has to cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Starts anywhere.
    Search,
    /// Starts at the given position.
    Match,
    /// Starts at the given position and ends at the end.
    FullMatch,
}

/// Why a search was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// There was no memory for what to come back to.
    Memory,
    /// The caller's check said so.
    Interrupted,
}

impl From<OutOfMemory> for Stop {
    fn from(_: OutOfMemory) -> Stop {
        Stop::Memory
    }
}

/// Steps between two calls of the caller's check.
const POLL_STEPS: u32 = 4096;
/// Steps per character, and in any case, before failures are remembered.
const PATIENCE: (u64, u64) = (16, 2000);

/// A program, a text and what is between them.
pub struct Machine<'a> {
    program: &'a Program,
    text: Text<'a>,
    /// The text goes on, but not for us.
    end: u32,
    fullmatch: bool,
    /// An empty match is none here.
    not_empty_at: u32,
    /// Starts and ends of groups, the whole match first; at last the group closed last.
    slots: Buf<u32>,
    /// Number of the iteration, and where it began.
    loops: Buf<[u32; 2]>,
    stack: Buf<Entry>,
    /// Index on the stack of the innermost look's entry.
    look: u32,
    memo: Memo,
    /// Most bytes to remember failures in.
    memo_bytes: usize,
    steps: u32,
    patience: u64,
    poll: &'a mut dyn FnMut() -> bool,
}

/// Goes on at an instruction and a position.
type At2 = (usize, u32);

impl<'a> Machine<'a> {
    /// A machine for the characters before `end` of a text. Now and then it calls `poll`, and
    /// gives up if that returns false. It uses `memo_bytes` at most to remember failures.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn new(
        program: &'a Program,
        text: Text<'a>,
        end: usize,
        memo_bytes: usize,
        poll: &'a mut dyn FnMut() -> bool,
    ) -> Result<Machine<'a>, OutOfMemory> {
        let end = u32::try_from(end.min(text.len())).ok().filter(|&end| end != NONE).ok_or(OutOfMemory)?;
        let mut machine = Machine {
            program,
            text,
            end,
            fullmatch: false,
            not_empty_at: NONE,
            slots: Buf::new(),
            loops: Buf::new(),
            stack: Buf::new(),
            look: NONE,
            memo: Memo::default(),
            memo_bytes,
            steps: 0,
            patience: u64::from(end) * PATIENCE.0 + PATIENCE.1,
            poll,
        };
        machine.slots.resize(2 * program.groups as usize + 3, NONE)?;
        machine.loops.resize(program.loops.len(), [0, NONE])?;
        Ok(machine)
    }

    /// Looks for a match that starts at `start` or, as `mode` says, later. `not_empty`: a match
    /// at `start` must not be empty. What has failed is remembered from one call to the next,
    /// so that `start` must not go down, nor `mode` change.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn run(&mut self, start: usize, mode: Mode, not_empty: bool) -> Result<bool, Stop> {
        let Some(start) = u32::try_from(start).ok().filter(|&start| start <= self.end) else {
            return Ok(false);
        };
        self.fullmatch = mode == Mode::FullMatch;
        self.not_empty_at = if not_empty { start } else { NONE };
        if mode != Mode::Search {
            return self.run_at(start);
        }
        let (first, at_start) = self.first();
        let mut at = start;
        while self.end - at >= self.program.min_width {
            if let Some(one) = first {
                at += self.count(one, at, NONE, false);
                if self.end - at < self.program.min_width.max(1) {
                    return Ok(false);
                }
            }
            if self.run_at(at)? {
                return Ok(true);
            }
            if at == self.end || at_start {
                return Ok(false);
            }
            at += 1;
        }
        Ok(false)
    }

    /// Remembers failures from the start, if there is anything to remember.
    pub fn remember(&mut self) {
        if self.program.memos > 1 && !self.memo.is_on() {
            self.memo.start(self.program.memos, self.end as usize + 1, self.memo_bytes);
        }
    }

    /// The range of a group in the last match.
    pub fn group(&self, group: u32) -> Option<(usize, usize)> {
        let start = self.slots.get(2 * group as usize).copied()?;
        let end = self.slots.get(2 * group as usize + 1).copied()?;
        (start != NONE && end != NONE && start <= end).then_some((start as usize, end as usize))
    }

    /// The group that was closed last.
    pub fn last_group(&self) -> Option<u32> {
        self.slots.last().copied().filter(|&group| group != NONE)
    }

    /// What a match has to begin with, and whether that is the start of the text.
    fn first(&self) -> (Option<One>, bool) {
        let insts = &self.program.insts;
        let after = insts.iter().position(|inst| !matches!(inst, Inst::Save(_))).unwrap_or(0);
        match insts.get(after) {
            Some(&Inst::One(one)) => (Some(one), false),
            Some(&Inst::Repeat(min, ..)) if min > 0 => match insts.get(after + 1) {
                Some(&Inst::One(one)) => (Some(one), false),
                _ => (None, false),
            },
            Some(Inst::At(At::Start)) => (None, true),
            _ => (None, false),
        }
    }

    /// How many characters from `at` on, `most` at most, are `one`, or are not.
    fn count(&self, one: One, at: u32, most: u32, wanted: bool) -> u32 {
        let most = most.min(self.end - at);
        if let (One::Any, true) = (one, wanted) {
            return most;
        }
        let mut count = 0;
        while count < most
            && self.text.get(at + count).is_some_and(|point| self.program.matches(one, point) == wanted)
        {
            count += 1;
        }
        count
    }

    /// Whether the character at `at` is what an instruction asks for; true if it asks for none.
    fn may_start(&self, inst: usize, at: u32) -> bool {
        match self.program.insts.get(inst) {
            Some(&Inst::One(one)) => self.one(one, at),
            _ => true,
        }
    }

    fn one(&self, one: One, at: u32) -> bool {
        at < self.end && self.text.get(at).is_some_and(|point| self.program.matches(one, point))
    }

    /// Tries a match that starts at `start`.
    fn run_at(&mut self, start: u32) -> Result<bool, Stop> {
        self.slots.fill(NONE);
        self.stack.clear();
        self.look = NONE;
        let mut next = Some((0, start));
        loop {
            let (mut at, mut position) = match next.take() {
                Some(next) => next,
                None => match self.back()? {
                    Some(next) => next,
                    None => return Ok(false),
                },
            };
            // Plain sequences of characters need nothing else.
            while let Some(&Inst::One(one)) = self.program.insts.get(at)
                && self.one(one, position)
            {
                at += 1;
                position += 1;
            }
            self.steps += 1;
            if self.steps >= POLL_STEPS {
                self.pause()?;
            }
            match self.program.insts.get(at) {
                Some(Inst::Match) => {
                    let short = self.fullmatch && position != self.end;
                    if short || (position == start && start == self.not_empty_at) {
                        continue;
                    }
                    self.set(0, start);
                    self.set(1, position);
                    return Ok(true);
                }
                Some(&inst) => next = self.step(inst, at, position)?,
                None => return Ok(false),
            }
        }
    }

    /// Counts the steps, asks the caller, and decides to remember failures.
    fn pause(&mut self) -> Result<(), Stop> {
        let spent = u64::from(core::mem::take(&mut self.steps));
        if !(self.poll)() {
            return Err(Stop::Interrupted);
        }
        let before = self.patience;
        self.patience = before.saturating_sub(spent);
        if before > 0 && self.patience == 0 {
            self.remember();
        }
        Ok(())
    }

    fn set(&mut self, slot: usize, value: u32) {
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = value;
        }
    }

    /// Does one instruction; `None` if it fails.
    fn step(&mut self, inst: Inst, at: usize, position: u32) -> Result<Option<At2>, Stop> {
        let to = |distance: i32| at.wrapping_add_signed(distance as isize);
        let on = Some((at + 1, position));
        Ok(match inst {
            Inst::One(_) | Inst::Fail | Inst::Match => None,
            Inst::Repeat(min, max, greed, memo) => return self.repeat(at, position, (min, max), greed, memo),
            Inst::Fork(first, second, memo) => {
                let (first, second) = (to(first), to(second));
                if !self.may_start(first, position) {
                    return Ok(Some((second, position)));
                }
                if self.memo.has(memo, position) {
                    return Ok(None);
                }
                if self.may_start(second, position) {
                    self.done_after(memo, position)?;
                    self.stack.push(Entry::new(Kind::Branch, second, [position, 0]))?;
                }
                Some((first, position))
            }
            Inst::Jump(distance) => Some((to(distance), position)),
            Inst::Save(slot) => {
                self.save(slot, position)?;
                if slot & 1 != 0 {
                    self.save(self.slots.len() as u32 - 1, slot / 2)?;
                }
                on
            }
            Inst::Init(number, skip) => {
                self.set_loop(number, [0, NONE])?;
                Some((at + skip as usize, position))
            }
            Inst::Head(number, back, memo) => return self.head(at, position, number, back, memo),
            Inst::At(place) => on.filter(|_| self.is_at(place, position)),
            Inst::Look(look, _) => {
                let start = match look {
                    Look::Match(back) | Look::Fail(back) => position.checked_sub(back),
                    Look::Atomic => Some(position),
                };
                let outer = core::mem::replace(&mut self.look, self.stack.len() as u32);
                self.stack.push(Entry::new(Kind::Look, at, [position, outer]))?;
                start.map(|start| (at + 1, start))
            }
            Inst::End => self.end_look(position),
            Inst::Same(group, fold) => {
                let Some((start, end)) = self.group(group) else { return Ok(None) };
                let len = (end - start) as u32;
                let fold = |point: Option<u32>| match fold {
                    crate::fold::Fold::Unicode => point.map(lower),
                    fold => point.map(|point| fold.of(point)),
                };
                let same = len <= self.end - position
                    && (0..len).all(|index| {
                        fold(self.text.get(start as u32 + index)) == fold(self.text.get(position + index))
                    });
                same.then_some((at + 1, position + len))
            }
            Inst::IfGroup(group, skip) => {
                if self.group(group).is_some() {
                    on
                } else {
                    Some((to(skip), position))
                }
            }
        })
    }

    /// Repeats the character behind `at`.
    fn repeat(
        &mut self,
        at: usize,
        position: u32,
        (min, max): (u32, u32),
        greed: Greed,
        memo: u16,
    ) -> Result<Option<At2>, Stop> {
        let Some(&Inst::One(one)) = self.program.insts.get(at + 1) else { return Ok(None) };
        let endless = max == NONE;
        if !endless && self.memo.has(memo, position) {
            return Ok(None);
        }
        let careful = self.memo.is_on() && endless && greed == Greed::Greedy;
        let first = if greed == Greed::Lazy || careful { min } else { max };
        let mut count = self.count(one, position, first, true);
        if count < min {
            return Ok(None);
        }
        let low = position + min;
        if greed == Greed::Lazy {
            if endless && self.memo.has(memo, low) {
                return Ok(None);
            }
            if !endless {
                self.done_after(memo, position)?;
            }
            self.stack.push(Entry::new(Kind::Lazy, at, [low, low]))?;
            return Ok(Some((at + 2, low)));
        }
        if careful {
            // From where this has failed before, there is no need to go on.
            while !self.memo.has(memo, position + count) {
                if self.count(one, position + count, 1, true) == 0 {
                    count += 1;
                    break;
                }
                count += 1;
            }
            if count == min {
                return Ok(None);
            }
            count -= 1;
        }
        let high = position + count;
        if greed == Greed::Greedy && (high > low || careful) {
            if !endless {
                self.done_after(memo, position)?;
            }
            self.stack.push(Entry::new(Kind::Greedy, at, [high, low]))?;
        }
        Ok(Some((at + 2, high)))
    }

    /// The end of an iteration: another one, or none.
    fn head(
        &mut self,
        at: usize,
        position: u32,
        number: u16,
        back: u32,
        memo: u16,
    ) -> Result<Option<At2>, Stop> {
        let index = usize::from(number);
        let (Some(&each), Some(&[count, last])) = (self.program.loops.get(index), self.loops.get(index))
        else {
            return Ok(None);
        };
        let body = at - back as usize;
        if count < each.min {
            self.set_loop(number, [count + 1, last])?;
            return Ok(Some((body, position)));
        }
        if (each.max != NONE && count >= each.max) || position == last {
            return Ok(Some((at + 1, position)));
        }
        if self.memo.has(memo, position) {
            return Ok(None);
        }
        self.done_after(memo, position)?;
        if each.lazy {
            self.stack.push(Entry::new(Kind::More, at, [position, 0]))?;
            return Ok(Some((at + 1, position)));
        }
        self.stack.push(Entry::new(Kind::Branch, at + 1, [position, 0]))?;
        self.set_loop(number, [count.saturating_add(1), position])?;
        Ok(Some((body, position)))
    }

    fn is_at(&self, place: At, position: u32) -> bool {
        let newline = |at: u32| self.text.get(at) == Some('\n' as u32);
        match place {
            At::Start => position == 0,
            At::LineStart => position == 0 || newline(position - 1),
            At::End => position == self.end,
            At::LastEnd => position == self.end || (position + 1 == self.end && newline(position)),
            At::LineEnd => position == self.end || newline(position),
            At::Boundary(ascii) => self.is_boundary(ascii, position),
            // In an empty text there is neither.
            At::NotBoundary(ascii) => self.end != 0 && !self.is_boundary(ascii, position),
        }
    }

    fn is_boundary(&self, ascii: bool, position: u32) -> bool {
        let word = |at: u32| self.text.get(at).is_some_and(|point| Category::word(ascii).has(point));
        let before = position > 0 && word(position - 1);
        before != (position < self.end && word(position))
    }
}
