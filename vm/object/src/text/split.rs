//! Words, lines and margins.

use crate::raw::str::Chars;

/// Space among octets: ASCII's.
pub fn is_ascii_space(character: u32) -> bool {
    matches!(character, 0x20 | 0x09..=0x0d)
}

/// A line break among octets.
pub fn is_ascii_break(character: u32) -> bool {
    matches!(character, 0x0a | 0x0d)
}

/// The first place from `from` on whose character fits.
#[inline]
fn next(text: Chars<'_>, from: usize, fits: impl Fn(u32) -> bool) -> Option<usize> {
    let place = match text.slice(from, text.len()) {
        Chars::One(text) => text.iter().position(|&unit| fits(unit.into())),
        Chars::Two(text) => text.iter().position(|&unit| fits(unit.into())),
        Chars::Four(text) => text.iter().position(|&unit| fits(unit)),
    };
    place.map(|place| from + place)
}

/// Behind the last place whose character fits.
#[inline]
fn behind_last(text: Chars<'_>, fits: impl Fn(u32) -> bool) -> usize {
    let place = match text {
        Chars::One(text) => text.iter().rposition(|&unit| fits(unit.into())),
        Chars::Two(text) => text.iter().rposition(|&unit| fits(unit.into())),
        Chars::Four(text) => text.iter().rposition(|&unit| fits(unit)),
    };
    place.map_or(0, |place| place + 1)
}

/// Calls `part` with the ranges of the words, from the left; after `most` words the rest,
/// without the space before it, is one.
///
/// # Errors
/// What `part` returns.
pub fn words<E>(
    text: Chars<'_>,
    is_space: impl Fn(u32) -> bool,
    most: usize,
    mut part: impl FnMut(usize, usize) -> Result<(), E>,
) -> Result<(), E> {
    let (mut left, mut place) = (most, 0);
    while let Some(start) = next(text, place, |c| !is_space(c)) {
        if left == 0 {
            return part(start, text.len());
        }
        let end = next(text, start, &is_space).unwrap_or(text.len());
        part(start, end)?;
        place = end;
        left -= 1;
    }
    Ok(())
}

/// The same from the right: the last word comes first; the rest is without the space behind it.
///
/// # Errors
/// What `part` returns.
pub fn rwords<E>(
    text: Chars<'_>,
    is_space: impl Fn(u32) -> bool,
    most: usize,
    mut part: impl FnMut(usize, usize) -> Result<(), E>,
) -> Result<(), E> {
    let mut left = most;
    let mut end = trim_end(text, &is_space);
    while end > 0 {
        if left == 0 {
            return part(0, end);
        }
        let start = behind_last(text.slice(0, end), &is_space);
        part(start, end)?;
        end = trim_end(text.slice(0, start), &is_space);
        left -= 1;
    }
    Ok(())
}

/// Where the text without its left margin begins.
pub fn trim_start(text: Chars<'_>, strip: impl Fn(u32) -> bool) -> usize {
    next(text, 0, |c| !strip(c)).unwrap_or(text.len())
}

/// Where the text without its right margin ends.
pub fn trim_end(text: Chars<'_>, strip: impl Fn(u32) -> bool) -> usize {
    behind_last(text, |c| !strip(c))
}

/// Calls `part` with the range of each line and where its line break ends.
///
/// # Errors
/// What `part` returns.
pub fn lines<E>(
    text: Chars<'_>,
    is_break: impl Fn(u32) -> bool,
    mut part: impl FnMut(usize, usize, usize) -> Result<(), E>,
) -> Result<(), E> {
    let mut start = 0;
    while start < text.len() {
        let end = next(text, start, &is_break).unwrap_or(text.len());
        let pair = text.get(end) == Some(0x0d) && text.get(end + 1) == Some(0x0a);
        let after = if end == text.len() { end } else { end + 1 + usize::from(pair) };
        part(start, end, after)?;
        start = after;
    }
    Ok(())
}
