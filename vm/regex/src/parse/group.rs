//! Parentheses: groups, looks, conditions, flags.

use super::{Parser, Width, add};
use crate::error::{Detail, Error};
use crate::flags;
use crate::program::{Inst, Look, NONE, Name};
use crate::token::Token;
use pyrite_algo::unicode;

/// What kind of thing was read last: whether it can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    None,
    At,
    Repeat,
    Other,
}

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Top,
    Plain,
    Capture(u32),
    Atomic,
    /// Forward or backward, wanted or not.
    Look {
        behind: bool,
        wanted: bool,
    },
    Condition,
}

/// An open group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    kind: Kind,
    /// Where its parenthesis is.
    pub opened: u32,
    /// Its first instruction.
    start: usize,
    /// The first one of its branches.
    first: usize,
    /// The first one of the running branch.
    branch: usize,
    /// The last jump to the end, a list linked through their distances.
    jumps: usize,
    branches: u32,
    /// Widths of the branches that are over.
    widths: Option<Width>,
    /// Width of the running branch up to the last item.
    pub width: Width,
    pub last: Item,
    pub last_start: usize,
    pub last_width: Width,
    /// The flags around it.
    flags: u32,
    /// `Parser::behind` around it.
    behind: Option<u32>,
}

impl Frame {
    pub(super) fn new(kind: Kind, opened: u32, start: usize, flags: u32) -> Frame {
        Frame {
            kind,
            opened,
            start,
            first: start,
            branch: start,
            jumps: usize::MAX,
            branches: 0,
            widths: None,
            width: (0, 0),
            last: Item::None,
            last_start: start,
            last_width: (0, 0),
            flags,
            behind: None,
        }
    }
}

const NAME_TEXTS: [&str; 2] = ["missing group name", "missing ), unterminated name"];

impl Parser<'_> {
    /// A group whose parenthesis, at `opened`, has been read.
    pub(super) fn open(&mut self, opened: u32) -> Result<(), Error> {
        if !self.cursor.take(b'?')? {
            return self.capture(opened, None);
        }
        let token = self.option()?;
        match token.plain() {
            b'P' => self.python_extension(opened),
            b':' => self.push(Kind::Plain, opened),
            b'>' => self.push(Kind::Atomic, opened),
            b'#' => self.comment(opened),
            b'(' => self.condition(opened),
            character @ (b'=' | b'!') => {
                self.push(Kind::Look { behind: false, wanted: character == b'=' }, opened)
            }
            b'<' => {
                let token = self.option()?;
                let wanted = token.plain() == b'=';
                if !wanted && token.plain() != b'!' {
                    return Err(self.unknown("unknown extension ?<", token, 1));
                }
                self.push(Kind::Look { behind: true, wanted }, opened)?;
                self.behind = self.behind.or(Some(self.program.groups + 1));
                Ok(())
            }
            b'-' => self.inline_flags(token, opened),
            _ if !token.escaped && flags::of_letter(token.point).is_some() => {
                self.inline_flags(token, opened)
            }
            _ => Err(self.unknown("unknown extension ?", token, 0)),
        }
    }

    fn option(&mut self) -> Result<Token, Error> {
        let token = self.cursor.get()?;
        token.ok_or_else(|| self.cursor.error("unexpected end of pattern", 0))
    }

    /// `back` characters of the extension's name come in front of the token.
    fn unknown(&self, text: &'static str, token: Token, back: u32) -> Error {
        let end = self.cursor.tell();
        let start = end - token.width();
        Error::new(text, start - 1 - back).with(Detail::Part(start, end, ""))
    }

    fn push(&mut self, kind: Kind, opened: u32) -> Result<(), Error> {
        self.item(Item::Other, (0, 0));
        let frame = Frame::new(kind, opened, self.program.insts.len(), self.flags);
        self.frames.push(self.frame)?;
        self.frame = Frame { behind: self.behind, ..frame };
        Ok(())
    }

    fn capture(&mut self, opened: u32, name: Option<(u32, u32)>) -> Result<(), Error> {
        let group = self.program.groups + 1;
        if let Some((start, end)) = name {
            if let Some(old) = self.named((start, end)) {
                let detail = Detail::Again(start, end, [group, old.group]);
                return Err(Error::new("redefinition of group name ", start).with(detail));
            }
            self.program.names.push(Name { start, end, group })?;
        }
        self.program.groups = group;
        self.widths.push(None)?;
        self.push(Kind::Capture(group), opened)?;
        self.program.insts.push(Inst::Save(2 * group))?;
        self.start_branches();
        Ok(())
    }

    /// The branches of the running group start here.
    fn start_branches(&mut self) {
        let here = self.program.insts.len();
        self.frame.first = here;
        self.frame.branch = here;
        self.frame.last_start = here;
    }

    /// `(?P<name>`, `(?P=name)`
    fn python_extension(&mut self, opened: u32) -> Result<(), Error> {
        if self.cursor.take(b'<')? {
            let name = self.cursor.until(b'>', ["missing group name", "missing >, unterminated name"])?;
            self.check_name(name)?;
            return self.capture(opened, Some(name));
        }
        if !self.cursor.take(b'=')? {
            let token = self.option()?;
            return Err(self.unknown("unknown extension ?P", token, 1));
        }
        let name = self.cursor.until(b')', NAME_TEXTS)?;
        self.check_name(name)?;
        let group = self.known(name)?;
        self.reference(group, name.0)
    }

    fn known(&self, name: (u32, u32)) -> Result<u32, Error> {
        let unknown = Error::new("unknown group name ", name.0).with(Detail::Name(name.0, name.1));
        self.named(name).map(|named| named.group).ok_or(unknown)
    }

    fn check_name(&self, name: (u32, u32)) -> Result<(), Error> {
        check_name(self.cursor.text, self.is_text, name)
    }

    fn comment(&mut self, opened: u32) -> Result<(), Error> {
        loop {
            match self.cursor.get()? {
                None => return Err(Error::new("missing ), unterminated comment", opened)),
                Some(token) if token.plain() == b')' => return Ok(()),
                Some(_) => {}
            }
        }
    }

    /// `(?(1)yes|no)`
    fn condition(&mut self, opened: u32) -> Result<(), Error> {
        let name = self.cursor.until(b')', NAME_TEXTS)?;
        let group = match number(self.cursor.text, name) {
            Some(0) => return Err(Error::new("bad group number", name.0)),
            Some(group) => {
                self.conditions.push((group, name))?;
                group
            }
            None => {
                self.check_name(name)?;
                self.known(name)?
            }
        };
        self.check_behind(group)?;
        self.push(Kind::Condition, opened)?;
        self.program.has_references = true;
        self.program.insts.push(Inst::IfGroup(group, 0))?;
        self.start_branches();
        Ok(())
    }

    /// Flags for the whole pattern, or for a group.
    fn inline_flags(&mut self, first: Token, opened: u32) -> Result<(), Error> {
        let Some((on, off)) = self.read_flags(first)? else {
            if !self.frames.is_empty() || self.frame.branches > 0 || self.frame.last != Item::None {
                return Err(Error::new("global flags not at the start of the expression", opened));
            }
            self.flags = self.global;
            return Ok(());
        };
        self.push(Kind::Plain, opened)?;
        if on & flags::KINDS != 0 {
            self.flags &= !flags::KINDS;
        }
        self.flags = (self.flags | on) & !off;
        Ok(())
    }

    /// Flags to switch on and off; `None` after those for the whole pattern.
    fn read_flags(&mut self, mut token: Token) -> Result<Option<(u32, u32)>, Error> {
        let (mut on, mut off) = (0, 0);
        if token.plain() != b'-' {
            loop {
                let flag = flags::of_letter(token.point).unwrap_or(0);
                let text = match flag {
                    flags::LOCALE if self.is_text => {
                        "bad inline flags: cannot use 'L' flag with a str pattern"
                    }
                    flags::UNICODE if !self.is_text => {
                        "bad inline flags: cannot use 'u' flag with a bytes pattern"
                    }
                    _ if flag & flags::KINDS != 0 && (on | flag) & flags::KINDS != flag => {
                        "bad inline flags: flags 'a', 'u' and 'L' are incompatible"
                    }
                    _ => "",
                };
                if !text.is_empty() {
                    return Err(self.cursor.error(text, 0));
                }
                on |= flag;
                token = self.flag("missing -, : or )", b")-:")?;
                if matches!(token.plain(), b')' | b'-' | b':') {
                    break;
                }
            }
        }
        if token.plain() == b')' {
            self.global |= on;
            return Ok(None);
        }
        if token.plain() == b'-' {
            token = self.flag("missing flag", b"")?;
            while token.plain() != b':' {
                let flag = flags::of_letter(token.point).unwrap_or(0);
                if flag & flags::KINDS != 0 {
                    let text = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                    return Err(self.cursor.error(text, 0));
                }
                off |= flag;
                token = self.flag("missing :", b":")?;
            }
        }
        if on & off != 0 {
            return Err(self.cursor.error("bad inline flags: flag turned on and off", 1));
        }
        Ok(Some((on, off)))
    }

    /// The next letter of a flag, or one of the characters in `ends`.
    fn flag(&mut self, missing: &'static str, ends: &[u8]) -> Result<Token, Error> {
        let Some(token) = self.cursor.get()? else { return Err(self.cursor.error(missing, 0)) };
        if !token.escaped && (flags::of_letter(token.point).is_some() || ends.contains(&token.plain())) {
            return Ok(token);
        }
        let text = if !token.escaped && unicode::is_alpha(token.point) { "unknown flag" } else { missing };
        Err(self.cursor.error(text, token.width()))
    }

    /// `|`, which has not been read.
    pub(super) fn alternative(&mut self) -> Result<(), Error> {
        let width = add(self.frame.width, self.frame.last_width);
        if self.frame.kind == Kind::Condition {
            if self.frame.branches > 0 {
                return Err(self.cursor.error("conditional backref with more than two branches", 0));
            }
            self.skip_to(self.program.insts.len() + 1);
        } else {
            let len = self.program.insts.len() - self.frame.branch;
            self.program.insts.insert(self.frame.branch, Inst::Fork(1, len as i32 + 2, 0))?;
        }
        self.cursor.get()?;
        let here = self.program.insts.len();
        self.program.insts.push(Inst::Jump(self.frame.jumps as i32))?;
        let frame = &mut self.frame;
        frame.jumps = here;
        frame.branch = here + 1;
        frame.branches += 1;
        frame.widths = Some(either(frame.widths, width));
        frame.width = (0, 0);
        frame.last = Item::None;
        frame.last_width = (0, 0);
        frame.last_start = here + 1;
        if self.frames.is_empty() {
            self.flags = self.flags & !flags::VERBOSE | self.global & flags::VERBOSE;
        }
        Ok(())
    }

    /// Where a condition goes on if it does not hold.
    fn skip_to(&mut self, target: usize) {
        let start = self.frame.start;
        if let Some(Inst::IfGroup(_, skip)) = self.program.insts.get_mut(start) {
            *skip = (target - start) as i32;
        }
    }

    /// Ends the branches of the running group; their width.
    pub(super) fn end_branch(&mut self) -> Result<Width, Error> {
        let frame = self.frame;
        let mut width = either(frame.widths, add(frame.width, frame.last_width));
        let end = self.program.insts.len();
        if frame.kind == Kind::Condition && frame.branches == 0 {
            self.skip_to(end);
            width = either(Some(width), (0, 0));
        }
        if frame.branches > 0
            && frame.kind != Kind::Condition
            && width == (1, 1)
            && end - frame.first == 3 * frame.branches as usize + 1
            && self.set_of_branch(frame.first)?
        {
            return Ok(width);
        }
        let mut jump = frame.jumps;
        while let Some(Inst::Jump(distance)) = self.program.insts.get_mut(jump) {
            let before = *distance;
            *distance = (end - jump) as i32;
            jump = before as usize;
        }
        Ok(width)
    }

    /// The end of the running group.
    pub(super) fn close(&mut self) -> Result<(), Error> {
        let mut width = self.end_branch()?;
        let frame = self.frame;
        match frame.kind {
            Kind::Capture(group) => {
                self.program.insts.push(Inst::Save(2 * group + 1))?;
                if let Some(slot) = self.widths.get_mut(group as usize - 1) {
                    *slot = Some(width);
                }
            }
            Kind::Atomic => self.program.enclose(frame.start, Look::Atomic)?,
            Kind::Look { behind, wanted } => {
                let back = if behind { self.fixed(width) } else { 0 };
                let look = if wanted { Look::Match(back) } else { Look::Fail(back) };
                self.program.enclose(frame.start, look)?;
                width = (0, 0);
            }
            Kind::Top | Kind::Plain | Kind::Condition => {}
        }
        self.flags = frame.flags;
        self.behind = frame.behind;
        if let Some(outer) = self.frames.pop() {
            self.frame = outer;
        }
        self.frame.last_width = width;
        Ok(())
    }

    /// How far a look-behind goes back.
    fn fixed(&mut self, width: Width) -> u32 {
        let back = u32::try_from(width.0).unwrap_or(NONE);
        if width.0 != width.1 {
            self.late = self.late.or(Some(Error::new("look-behind requires fixed-width pattern", NONE)));
        } else if back == NONE {
            self.late = self.late.or(Some(Error::new("looks too much behind", NONE)));
        }
        back
    }
}

fn either(a: Option<Width>, b: Width) -> Width {
    a.map_or(b, |a| (a.0.min(b.0), a.1.max(b.1)))
}

/// The number that all characters of a name are digits of.
pub(crate) fn number(text: crate::Text<'_>, (start, end): (u32, u32)) -> Option<u32> {
    let mut value = 0u32;
    for index in start..end {
        let digit = char::from_u32(text.get(index)?)?.to_digit(10)?;
        value = value.saturating_mul(10).saturating_add(digit);
    }
    Some(value)
}

/// Checks that a name is an identifier.
pub(crate) fn check_name(text: crate::Text<'_>, is_text: bool, name: (u32, u32)) -> Result<(), Error> {
    let good = (name.0..name.1).all(|index| {
        text.get(index).is_some_and(|point| {
            (is_text || point < 0x80)
                && if index == name.0 {
                    unicode::is_identifier_start(point)
                } else {
                    unicode::is_identifier_continue(point)
                }
        })
    });
    let bad = Error::new("bad character in group name ", name.0).with(Detail::Name(name.0, name.1));
    if good { Ok(()) } else { Err(bad) }
}
