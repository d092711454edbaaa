//! Sets of characters: `[...]`.

use pyrite_algo::Buf;

use super::Parser;
use crate::error::{Detail, Error};
use crate::fold::{Category, Fold, uncased_end};
use crate::program::{CATEGORY, One};
use crate::token::Token;

/// A member of a set.
enum Member {
    Point(u32),
    Class(Category),
}

impl Parser<'_> {
    /// A set, whose `[` is at `opened` and has been read.
    pub(super) fn class(&mut self, opened: u32) -> Result<(), Error> {
        const OPEN: &str = "unterminated character set";
        let negated = self.cursor.take(b'^')?;
        let mut ranges = Buf::new();
        loop {
            let Some(token) = self.cursor.get()? else { return Err(Error::new(OPEN, opened)) };
            if token.plain() == b']' && !ranges.is_empty() {
                break;
            }
            let member = self.member(token)?;
            if !self.cursor.take(b'-')? {
                add(&mut ranges, &member)?;
                continue;
            }
            let Some(last) = self.cursor.get()? else { return Err(Error::new(OPEN, opened)) };
            if last.plain() == b']' {
                add(&mut ranges, &member)?;
                add(&mut ranges, &Member::Point('-' as u32))?;
                break;
            }
            match (member, self.member(last)?) {
                (Member::Point(low), Member::Point(high)) if low <= high => {
                    ranges.extend_from_slice(&[low, high])?;
                }
                _ => {
                    let error = self.cursor.error("bad character range ", token.width() + 1 + last.width());
                    return Err(error.with(Detail::Range(token, last)));
                }
            }
        }
        self.set(ranges, negated)
    }

    /// A character, or a class behind a backslash.
    fn member(&mut self, token: Token) -> Result<Member, Error> {
        if !token.escaped {
            return Ok(Member::Point(token.point));
        }
        match Category::of_letter(token.point, self.is_ascii()) {
            Some(category) => Ok(Member::Class(category)),
            None => self.class_escape(token).map(Member::Point),
        }
    }

    /// Emits a set.
    fn set(&mut self, mut ranges: Buf<u32>, negated: bool) -> Result<(), Error> {
        let fold = self.fold();
        if let (&[low, high], false) = (&*ranges, negated) {
            if low == high {
                return self.literal(low);
            }
            if low == CATEGORY {
                return self.one(One::Category(Category(high as u8)));
            }
        }
        if fold != Fold::None {
            fold_ranges(&mut ranges, fold)?;
        }
        let at = self.program.add_set(&ranges, fold)?;
        self.one(One::Set(at, fold, negated))
    }

    /// Makes a set of the alternatives from `start` on, if each is one character.
    pub(super) fn set_of_branch(&mut self, start: usize) -> Result<bool, Error> {
        use crate::program::Inst;
        let mut ranges = Buf::new();
        let mut fold = Fold::None;
        let pieces = self.program.insts.get(start..).unwrap_or(&[]);
        for inst in pieces {
            match *inst {
                Inst::Fork(..) | Inst::Jump(_) => {}
                Inst::One(One::Literal(point)) => add(&mut ranges, &Member::Point(point))?,
                Inst::One(One::Category(category)) => add(&mut ranges, &Member::Class(category))?,
                Inst::One(One::Folded(point, how)) if fold == Fold::None || fold == how => {
                    fold = how;
                    add(&mut ranges, &Member::Point(point))?;
                }
                _ => return Ok(false),
            }
        }
        let other_case = |inst: &Inst| matches!(*inst, Inst::One(One::Literal(point)) if fold.matters(point));
        if pieces.iter().any(other_case) {
            return Ok(false);
        }
        self.program.insts.truncate(start);
        let at = self.program.add_set(&ranges, fold)?;
        self.program.insts.push(Inst::One(One::Set(at, fold, false)))?;
        Ok(true)
    }
}

fn add(ranges: &mut Buf<u32>, member: &Member) -> Result<(), Error> {
    Ok(ranges.extend_from_slice(&match *member {
        Member::Point(point) => [point, point],
        Member::Class(category) => [CATEGORY, category.0.into()],
    })?)
}

/// Adds what the members fold to.
fn fold_ranges(ranges: &mut Buf<u32>, fold: Fold) -> Result<(), Error> {
    let mut index = 0;
    let given = ranges.len();
    while index < given
        && let Some(&[low, high]) = ranges.get(index..).and_then(|rest| rest.first_chunk())
    {
        index += 2;
        let mut point = low;
        while low != CATEGORY && point <= high {
            let folded = fold.of(point);
            if folded != point
                && !ranges.as_chunks::<2>().0.iter().any(|range| (range[0]..=range[1]).contains(&folded))
            {
                // Letters in a row fold to letters in a row.
                match ranges.get(given..).and_then(|new| new.last().copied()) {
                    Some(last) if last + 1 == folded => {
                        if let Some(end) = ranges.last_mut() {
                            *end = folded;
                        }
                    }
                    _ => ranges.extend_from_slice(&[folded, folded])?,
                }
            }
            point = uncased_end(point).map_or(point, |end| end) + 1;
        }
    }
    Ok(())
}
