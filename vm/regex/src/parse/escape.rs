//! What a backslash begins.

use super::{Item, Parser};
use crate::error::{Detail, Error};
use crate::fold::Category;
use crate::program::{At, Inst, One};
use crate::token::Token;

/// `\a` and the like.
pub(crate) fn control(letter: u32) -> Option<u32> {
    Some(match u8::try_from(letter).ok()? {
        b'a' => 7,
        b'b' => 8,
        b't' => 9,
        b'n' => 10,
        b'v' => 11,
        b'f' => 12,
        b'r' => 13,
        b'\\' => 92,
        _ => return None,
    })
}

impl Parser<'_> {
    /// An escape outside of sets, whose token has been read.
    pub(super) fn escape(&mut self, token: Token) -> Result<(), Error> {
        let ascii = self.is_ascii();
        if let Some(category) = Category::of_letter(token.point, ascii) {
            return self.one(One::Category(category));
        }
        match u8::try_from(token.point).unwrap_or(0) {
            b'A' => self.at(At::Start),
            b'Z' => self.at(At::End),
            b'b' => self.at(At::Boundary(ascii)),
            b'B' => self.at(At::NotBoundary(ascii)),
            b'0' => {
                let (_, value) = self.cursor.digits(2, 8)?;
                self.literal(value as u32)
            }
            digit @ b'1'..=b'9' => self.group_or_octal(digit),
            _ => {
                let point = self.point(token)?;
                self.literal(point)
            }
        }
    }

    /// `\1` refers to a group, `\123` is a character.
    fn group_or_octal(&mut self, first: u8) -> Result<(), Error> {
        let start = self.cursor.tell() - 2;
        let mut group = u32::from(first - b'0');
        let second = self.cursor.peek();
        if second.is_ascii_digit() {
            self.cursor.get()?;
            group = group * 10 + u32::from(second - b'0');
            let octal = |digit: u8| (b'0'..b'8').contains(&digit);
            if octal(first) && octal(second) && octal(self.cursor.peek()) {
                let (_, third) = self.cursor.digits(1, 8)?;
                let value = u32::from(first - b'0') << 6 | u32::from(second - b'0') << 3 | third as u32;
                self.check_octal(value, start)?;
                return self.literal(value);
            }
        }
        if group > self.program.groups {
            return Err(Error::new("invalid group reference ", start + 1).with(Detail::Number(group)));
        }
        self.reference(group, start)
    }

    /// The text of a group again; `at` is where an error is.
    pub(super) fn reference(&mut self, group: u32, at: u32) -> Result<(), Error> {
        let Some(width) = self.width_of(group) else {
            return Err(Error::new("cannot refer to an open group", at));
        };
        self.check_behind(group)?;
        self.item(Item::Other, width);
        self.program.has_references = true;
        let fold = self.fold();
        Ok(self.program.insts.push(Inst::Same(group, fold))?)
    }

    /// The width of a group that is closed.
    pub(super) fn width_of(&self, group: u32) -> Option<(u64, u64)> {
        self.widths.get((group as usize).checked_sub(1)?).copied().flatten()
    }

    /// A look-behind may refer to groups in front of it only.
    pub(super) fn check_behind(&self, group: u32) -> Result<(), Error> {
        let Some(first) = self.behind else { return Ok(()) };
        if self.width_of(group).is_none() {
            return Err(self.cursor.error("cannot refer to an open group", 0));
        }
        if group >= first {
            return Err(self
                .cursor
                .error("cannot refer to group defined in the same lookbehind subpattern", 0));
        }
        Ok(())
    }

    fn check_octal(&self, value: u32, start: u32) -> Result<(), Error> {
        if value <= 0o377 {
            return Ok(());
        }
        let part = Detail::Part(start, self.cursor.tell(), " outside of range 0-0o377");
        Err(Error::new("octal escape value ", start).with(part))
    }

    /// An escape inside a set.
    pub(super) fn class_escape(&mut self, token: Token) -> Result<u32, Error> {
        let start = self.cursor.tell() - 2;
        match char::from_u32(token.point).and_then(|character| character.to_digit(10)) {
            Some(first @ 0..8) => {
                let (count, rest) = self.cursor.digits(2, 8)?;
                let value = first << (3 * count) | rest as u32;
                self.check_octal(value, start)?;
                Ok(value)
            }
            Some(_) => Err(self.bad(start)),
            None => self.point(token),
        }
    }

    fn bad(&self, start: u32) -> Error {
        Error::new("bad escape ", start).with(Detail::Part(start, self.cursor.tell(), ""))
    }

    /// A character by its code or its letter.
    fn point(&mut self, token: Token) -> Result<u32, Error> {
        let start = self.cursor.tell() - 2;
        // Outside of sets, `\b` has been taken for a boundary.
        if let Some(point) = control(token.point) {
            return Ok(point);
        }
        let letter = u8::try_from(token.point).unwrap_or(0);
        let len = match letter {
            b'x' => 2,
            b'u' if self.is_text => 4,
            b'U' if self.is_text => 8,
            b'N' if self.is_text => return self.by_name(),
            _ if letter.is_ascii_alphabetic() => return Err(self.bad(start)),
            _ => return Ok(token.point),
        };
        let (count, value) = self.cursor.digits(len, 16)?;
        if count != len {
            let part = Detail::Part(start, self.cursor.tell(), "");
            return Err(Error::new("incomplete escape ", start).with(part));
        }
        if value > 0x10_ffff {
            return Err(self.bad(start));
        }
        Ok(value as u32)
    }

    /// `\N{...}`: there is no table of names.
    fn by_name(&mut self) -> Result<u32, Error> {
        if !self.cursor.take(b'{')? {
            return Err(self.cursor.error("missing {", 0));
        }
        let (start, end) =
            self.cursor.until(b'}', ["missing character name", "missing }, unterminated name"])?;
        Err(Error::new("undefined character name ", start - 3).with(Detail::Name(start, end)))
    }
}
