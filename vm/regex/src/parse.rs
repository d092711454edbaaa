//! From a pattern to a program, in one pass and without recursion.
//!
//! Open groups are frames on a stack. Instructions are appended as their text is read; what
//! turns out to be repeated or an alternative gets instructions put in front of it.

mod class;
mod escape;
mod group;

use pyrite_algo::Buf;

use crate::cursor::Cursor;
use crate::emit::Count;
use crate::error::{Detail, Error, ErrorKind};
use crate::flags;
use crate::fold::Fold;
use crate::program::{At, Greed, Inst, NONE, Name, One, Program};
use crate::text::Text;
use group::{Frame, Item, Kind};

pub(crate) use escape::control;
pub(crate) use group::{check_name, number};

/// Least and greatest number of characters that something matches.
type Width = (u64, u64);

struct Parser<'a> {
    cursor: Cursor<'a>,
    program: Program,
    is_text: bool,
    /// The flags that hold here.
    flags: u32,
    /// Those that were given for the whole pattern.
    global: u32,
    frames: Buf<Frame>,
    /// The running group.
    frame: Frame,
    /// Widths of the groups by number from 1; `None` while they are open.
    widths: Buf<Option<Width>>,
    /// Inside a look-behind: the groups from this number on cannot be referred to.
    behind: Option<u32>,
    /// The group that a condition names by a number, and where; it may come later.
    conditions: Buf<(u32, (u32, u32))>,
    /// What is found out in passing, and told only if there is no other error.
    late: Option<Error>,
}

/// Compiles a pattern: text, or octets.
///
/// # Errors
/// What is wrong with it, or that memory is out.
pub fn compile(pattern: Text<'_>, is_text: bool, flags: u32) -> Result<Program, Error> {
    let mut parser = Parser {
        cursor: Cursor::new(pattern)?,
        program: Program::default(),
        is_text,
        flags,
        global: flags,
        frames: Buf::new(),
        frame: Frame::new(Kind::Top, 0, 0, flags),
        widths: Buf::new(),
        behind: None,
        conditions: Buf::new(),
        late: None,
    };
    parser.pattern()?;
    parser.finish()
}

impl Parser<'_> {
    /// Reads the pattern up to its end, or to a parenthesis too many.
    fn pattern(&mut self) -> Result<(), Error> {
        loop {
            let at = self.cursor.tell();
            let Some(token) = self.cursor.next else { break };
            match token.plain() {
                b'|' => {
                    self.alternative()?;
                    continue;
                }
                b')' if self.frames.is_empty() => break,
                _ => {}
            }
            self.cursor.get()?;
            if self.flags & flags::VERBOSE != 0 && self.skipped(token.plain())? {
                continue;
            }
            match token.plain() {
                _ if token.escaped => self.escape(token)?,
                b')' => self.close()?,
                b'(' => self.open(at)?,
                b'[' => self.class(at)?,
                character @ (b'*' | b'+' | b'?' | b'{') => self.quantifier(character, at)?,
                b'.' => {
                    let dot = if self.flags & flags::DOTALL != 0 { One::Any } else { One::Dot };
                    self.one(dot)?;
                }
                b'^' if self.flags & flags::MULTILINE != 0 => self.at(At::LineStart)?,
                b'^' => self.at(At::Start)?,
                b'$' if self.flags & flags::MULTILINE != 0 => self.at(At::LineEnd)?,
                b'$' => self.at(At::LastEnd)?,
                _ => self.literal(token.point)?,
            }
        }
        if self.frames.is_empty() {
            return Ok(());
        }
        Err(Error::new("missing ), unterminated subpattern", self.frame.opened))
    }

    /// White space and comments of VERBOSE.
    fn skipped(&mut self, character: u8) -> Result<bool, Error> {
        if character == b'#' {
            while let Some(token) = self.cursor.get()? {
                if token.plain() == b'\n' {
                    break;
                }
            }
            return Ok(true);
        }
        Ok(matches!(character, b' ' | 9..=13))
    }

    /// Starts an item that is about to be emitted.
    fn item(&mut self, item: Item, width: Width) {
        let frame = &mut self.frame;
        frame.width = add(frame.width, frame.last_width);
        frame.last_width = width;
        frame.last = item;
        frame.last_start = self.program.insts.len();
    }

    fn one(&mut self, one: One) -> Result<(), Error> {
        self.item(Item::Other, (1, 1));
        Ok(self.program.insts.push(Inst::One(one))?)
    }

    fn at(&mut self, at: At) -> Result<(), Error> {
        self.item(Item::At, (0, 0));
        Ok(self.program.insts.push(Inst::At(at))?)
    }

    /// How case is looked at here.
    fn fold(&self) -> Fold {
        if self.flags & flags::IGNORECASE == 0 {
            Fold::None
        } else if self.is_ascii() {
            Fold::Ascii
        } else {
            Fold::Unicode
        }
    }

    /// Whether classes and case are those of ASCII.
    fn is_ascii(&self) -> bool {
        !self.is_text || self.flags & flags::ASCII != 0
    }

    fn literal(&mut self, point: u32) -> Result<(), Error> {
        let fold = self.fold();
        self.one(if fold.matters(point) { One::Folded(fold.of(point), fold) } else { One::Literal(point) })
    }

    /// `*`, `+`, `?` or `{`, and what may follow them.
    fn quantifier(&mut self, character: u8, at: u32) -> Result<(), Error> {
        let (min, max) = match character {
            b'?' => (0, 1),
            b'*' => (0, NONE),
            b'+' => (1, NONE),
            _ => match self.bounds()? {
                Some(bounds) => bounds,
                None => return self.literal('{' as u32),
            },
        };
        match self.frame.last {
            Item::None | Item::At => return Err(Error::new("nothing to repeat", at)),
            Item::Repeat => return Err(Error::new("multiple repeat", at)),
            Item::Other => {}
        }
        let greed = if self.cursor.take(b'?')? {
            Greed::Lazy
        } else if self.cursor.take(b'+')? {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        let (low, high) = self.frame.last_width;
        let count = Count { min, max, greed, nullable: low == 0 };
        self.program.repeat(self.frame.last_start, count)?;
        self.frame.last = Item::Repeat;
        let times = if max == NONE { u64::MAX } else { max.into() };
        self.frame.last_width = (low.saturating_mul(min.into()), high.saturating_mul(times));
        Ok(())
    }

    /// The numbers behind `{`; `None` if it is just a brace.
    fn bounds(&mut self) -> Result<Option<(u32, u32)>, Error> {
        if self.cursor.peek() == b'}' {
            return Ok(None);
        }
        let here = self.cursor.tell();
        let (low_len, low) = self.cursor.digits(u32::MAX, 10)?;
        let (high_len, high) =
            if self.cursor.take(b',')? { self.cursor.digits(u32::MAX, 10)? } else { (low_len, low) };
        if !self.cursor.take(b'}')? {
            self.cursor.seek(here)?;
            return Ok(None);
        }
        let bound = |value: u64| {
            let bound = u32::try_from(value).ok().filter(|&bound| bound != NONE);
            bound.ok_or(Error::new("the repetition number is too large", 0).kind(ErrorKind::Overflow))
        };
        let low = bound(low)?;
        let high = if high_len == 0 { NONE } else { bound(high)? };
        if high < low {
            return Err(Error::new("min repeat greater than max repeat", here));
        }
        Ok(Some((low, high)))
    }

    /// Checks what only the whole pattern tells.
    fn finish(mut self) -> Result<Program, Error> {
        let width = self.end_branch()?;
        let value = |text| Err(Error::new(text, 0).kind(ErrorKind::Value));
        if self.is_text {
            if self.global & flags::LOCALE != 0 {
                return value("cannot use LOCALE flag with a str pattern");
            }
            if self.global & flags::ASCII == 0 {
                self.global |= flags::UNICODE;
            } else if self.global & flags::UNICODE != 0 {
                return value("ASCII and UNICODE flags are incompatible");
            }
        } else {
            if self.global & flags::UNICODE != 0 {
                return value("cannot use UNICODE flag with a bytes pattern");
            }
            if self.global & flags::LOCALE != 0 && self.global & flags::ASCII != 0 {
                return value("ASCII and LOCALE flags are incompatible");
            }
        }
        if self.cursor.next.is_some() {
            return Err(self.cursor.error("unbalanced parenthesis", 0));
        }
        for &(group, (start, end)) in self.conditions.iter() {
            if group > self.program.groups {
                return Err(Error::new("invalid group reference ", start).with(Detail::Part(start, end, "")));
            }
        }
        if let Some(late) = self.late {
            return Err(late);
        }
        let mut program = self.program;
        program.insts.push(Inst::Match)?;
        program.flags = self.global;
        program.min_width = u32::try_from(width.0).unwrap_or(NONE);
        program.number_memos();
        program.shrink();
        Ok(program)
    }

    /// The group of a name.
    fn named(&self, name: (u32, u32)) -> Option<&Name> {
        self.program.names.iter().find(|each| self.cursor.text.is((each.start, each.end), name))
    }
}

fn add(a: Width, b: Width) -> Width {
    (a.0.saturating_add(b.0), a.1.saturating_add(b.1))
}
