//! Templates of `sub` and `expand`: text with references to groups.

use pyrite_algo::Buf;

use crate::cursor::Cursor;
use crate::error::{Detail, Error, ErrorKind};
use crate::parse::{check_name, control, number};
use crate::program::Program;
use crate::text::Text;

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Characters of the template.
    Range(u32, u32),
    /// A character.
    Point(u32),
    /// The text of a group.
    Group(u32),
}

/// The parts of a template for matches of `program`, made from `pattern`.
///
/// # Errors
/// What is wrong with the template, or that memory is out.
pub fn parse(
    template: Text<'_>,
    is_text: bool,
    program: &Program,
    pattern: Text<'_>,
) -> Result<Buf<Piece>, Error> {
    let mut pieces: Buf<Piece> = Buf::new();
    let mut cursor = Cursor::new(template)?;
    loop {
        let start = cursor.tell();
        let Some(token) = cursor.get()? else { return Ok(pieces) };
        let piece = if token.escaped {
            escape(&mut cursor, start, is_text, program, pattern)?
        } else if let Some(Piece::Range(_, end)) = pieces.last_mut().filter(|_| start > 0)
            && *end == start
        {
            *end += 1;
            continue;
        } else {
            Piece::Range(start, start + 1)
        };
        pieces.push(piece)?;
    }
}

/// The escape at `start`, whose token has been read.
fn escape(
    cursor: &mut Cursor<'_>,
    start: u32,
    is_text: bool,
    program: &Program,
    pattern: Text<'_>,
) -> Result<Piece, Error> {
    let point = cursor.text.get(start + 1).unwrap_or(0);
    let group = |group: u32, at: u32| {
        if group <= program.groups {
            return Ok(Piece::Group(group));
        }
        Err(Error::new("invalid group reference ", at).with(Detail::Number(group)))
    };
    let octal = |digit: u8| (b'0'..b'8').contains(&digit);
    match u8::try_from(point).unwrap_or(0) {
        b'g' => {
            if !cursor.take(b'<')? {
                return Err(cursor.error("missing <", 0));
            }
            let name = cursor.until(b'>', ["missing group name", "missing >, unterminated name"])?;
            if let Some(number) = number(cursor.text, name) {
                return group(number, name.0);
            }
            check_name(cursor.text, is_text, name)?;
            let known = program.names.iter().find(|each| {
                each.end - each.start == name.1 - name.0
                    && (0..name.1 - name.0)
                        .all(|index| pattern.get(each.start + index) == cursor.text.get(name.0 + index))
            });
            known.map(|known| Piece::Group(known.group)).ok_or_else(|| {
                let unknown = Error::new("unknown group name ", start).kind(ErrorKind::Index);
                unknown.with(Detail::Name(name.0, name.1))
            })
        }
        b'0' => cursor.digits(2, 8).map(|(_, value)| Piece::Point(value as u32 & 0xff)),
        first @ b'1'..=b'9' => {
            let mut value = u32::from(first - b'0');
            let second = cursor.peek();
            if second.is_ascii_digit() {
                cursor.get()?;
                if octal(first) && octal(second) && octal(cursor.peek()) {
                    let (_, third) = cursor.digits(1, 8)?;
                    let value = value << 6 | u32::from(second - b'0') << 3 | third as u32;
                    if value > 0o377 {
                        let part = Detail::Part(start, cursor.tell(), " outside of range 0-0o377");
                        return Err(Error::new("octal escape value ", start).with(part));
                    }
                    return Ok(Piece::Point(value));
                }
                value = value * 10 + u32::from(second - b'0');
            }
            group(value, start + 1)
        }
        letter => match control(point) {
            Some(point) => Ok(Piece::Point(point)),
            None if letter.is_ascii_alphabetic() => {
                Err(Error::new("bad escape ", start).with(Detail::Part(start, start + 2, "")))
            }
            None => Ok(Piece::Range(start, start + 2)),
        },
    }
}
