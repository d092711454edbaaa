//! What a pattern is compiled to.
//!
//! Jumps are relative to their own instruction, so that pieces can be moved and copied while
//! a pattern is read.

use pyrite_algo::{Buf, OutOfMemory};

use crate::fold::{Category, Fold};

/// No upper bound of a repetition; also: no position.
pub const NONE: u32 = u32::MAX;

/// What one character has to be.
#[derive(Clone, Copy, Debug)]
pub enum One {
    /// This character.
    Literal(u32),
    /// A character that folds to this one.
    Folded(u32, Fold),
    /// Any but a line feed.
    Dot,
    /// Any.
    Any,
    /// One of a class.
    Category(Category),
    /// One of the set at this index of [`Program::sets`], or none of it.
    Set(u32, Fold, bool),
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// `\A`, and `^` without MULTILINE.
    Start,
    /// `^` with MULTILINE.
    LineStart,
    /// `\Z`
    End,
    /// `$` without MULTILINE: also before a last line feed.
    LastEnd,
    /// `$` with MULTILINE.
    LineEnd,
    /// `\b`; of ASCII words if true.
    Boundary(bool),
    /// `\B`
    NotBoundary(bool),
}

/// Which end of a repetition is tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greed {
    /// As often as possible.
    Greedy,
    /// As seldom as possible.
    Lazy,
    /// As often as possible, and never less.
    Possessive,
}

/// A group that is matched by itself: once it has matched, its alternatives are forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// `(?=`, `(?<=`: how many characters back.
    Match(u32),
    /// `(?!`, `(?<!`
    Fail(u32),
    /// `(?>`: consumes.
    Atomic,
}

/// An instruction. Memo numbers are 0 where failures are not remembered.
#[derive(Clone, Copy, Debug)]
pub enum Inst {
    /// Consumes a character.
    One(One),
    /// Repeats the next instruction, a [`Inst::One`].
    Repeat(u32, u32, Greed, u16),
    /// Goes on at one place, or if that fails at another one.
    Fork(i32, i32, u16),
    /// Goes on elsewhere.
    Jump(i32),
    /// Remembers the position: starts of groups are even, ends odd.
    Save(u32),
    /// Starts a loop of that number, whose [`Inst::Head`] is that far ahead.
    Init(u16, u32),
    /// The end of an iteration of a loop; its body begins that far back.
    Head(u16, u32, u16),
    /// Checks the place.
    At(At),
    /// Starts a group that ends that far ahead.
    Look(Look, u32),
    /// Ends it.
    End,
    /// The text of a group again.
    Same(u32, Fold),
    /// Goes that far if the group has not matched.
    IfGroup(u32, i32),
    /// Fails.
    Fail,
    /// The whole has matched.
    Match,
}

/// A repetition of more than a character.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    pub(crate) min: u32,
    pub(crate) max: u32,
    pub(crate) lazy: bool,
}

impl Loop {
    /// Whether it matters which iteration it is, the first one apart.
    pub(crate) fn is_counted(self) -> bool {
        self.min > 1 || self.max != NONE
    }
}

/// A name of a group: a range of the pattern's characters, and the group's number.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// First character.
    pub start: u32,
    /// Behind the last one.
    pub end: u32,
    /// The group.
    pub group: u32,
}

/// A compiled pattern.
#[derive(Debug, Default)]
pub struct Program {
    pub(crate) insts: Buf<Inst>,
    /// Sets: four words of bits for ASCII, the number of ranges, their bounds.
    pub(crate) sets: Buf<u32>,
    pub(crate) loops: Buf<Loop>,
    /// Groups with names, in the order of their numbers.
    pub names: Buf<Name>,
    /// Groups that capture, the whole match aside.
    pub groups: u32,
    /// The flags that hold for all of it.
    pub flags: u32,
    /// No match is shorter.
    pub(crate) min_width: u32,
    /// Whether the course of a match depends on what groups hold.
    pub(crate) has_references: bool,
    /// Instructions that remember failures, plus one.
    pub(crate) memos: u16,
}

/// In place of a range's start: the end is a category.
pub(crate) const CATEGORY: u32 = 1 << 31;
/// Words in front of a set's ranges.
pub(crate) const SET_HEAD: usize = 5;

impl Program {
    /// Bytes that it takes.
    pub fn size(&self) -> usize {
        self.insts.capacity() * size_of::<Inst>()
            + self.sets.capacity() * size_of::<u32>()
            + self.loops.capacity() * size_of::<Loop>()
            + self.names.capacity() * size_of::<Name>()
    }

    /// Whether a character is what `one` asks for.
    #[inline]
    pub(crate) fn matches(&self, one: One, point: u32) -> bool {
        match one {
            One::Literal(literal) => point == literal,
            One::Folded(folded, fold) => fold.of(point) == folded,
            One::Dot => point != '\n' as u32,
            One::Any => true,
            One::Category(category) => category.has(point),
            One::Set(at, fold, negated) => self.in_set(at as usize, fold, point) != negated,
        }
    }

    fn in_set(&self, at: usize, fold: Fold, point: u32) -> bool {
        if point < 0x80 {
            let bits = self.sets.get(at + point as usize / 32).copied().unwrap_or(0);
            return bits >> (point % 32) & 1 != 0;
        }
        let len = self.sets.get(at + SET_HEAD - 1).copied().unwrap_or(0) as usize;
        let ranges = self.sets.get(at + SET_HEAD..at + SET_HEAD + 2 * len).unwrap_or(&[]);
        in_ranges(ranges, fold, point)
    }

    /// Gives back what was reserved and not used.
    pub(crate) fn shrink(&mut self) {
        self.insts.shrink();
        self.sets.shrink();
        self.loops.shrink();
        self.names.shrink();
    }

    /// Adds a set of ranges; a set of ASCII characters is answered by its bits alone.
    pub(crate) fn add_set(&mut self, ranges: &[u32], fold: Fold) -> Result<u32, OutOfMemory> {
        let at = self.sets.len() as u32;
        let mut bits = [0u32; SET_HEAD - 1];
        for point in 0..0x80 {
            if in_ranges(ranges, fold, point)
                && let Some(word) = bits.get_mut(point as usize / 32)
            {
                *word |= 1 << (point % 32);
            }
        }
        self.sets.extend_from_slice(&bits)?;
        self.sets.push(ranges.len() as u32 / 2)?;
        self.sets.extend_from_slice(ranges)?;
        Ok(at)
    }
}

/// Whether a character, or what it folds to, is in one of the ranges.
fn in_ranges(ranges: &[u32], fold: Fold, point: u32) -> bool {
    let folded = fold.of(point);
    ranges.as_chunks::<2>().0.iter().any(|&[low, high]| {
        if low == CATEGORY {
            return Category(high as u8).has(point);
        }
        (low..=high).contains(&point) || (low..=high).contains(&folded)
    })
}
