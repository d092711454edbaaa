//! Finding text in text of another width.

use pyrite_algo::{Buf, OutOfMemory, search};

use crate::raw::str::Chars;

/// What is looked for, in the width of what it is looked for in.
pub enum Needle<'a> {
    /// As it was.
    Same(Chars<'a>),
    /// Made wider.
    Two(Buf<u16>),
    /// Made wider.
    Four(Buf<u32>),
    /// Has characters too wide to occur.
    Never,
}

impl<'a> Needle<'a> {
    /// `needle`, to be looked for in `hay`.
    ///
    /// # Errors
    /// [`OutOfMemory`], if it has to be made wider.
    #[inline]
    pub fn new(needle: Chars<'a>, hay: Chars<'_>) -> Result<Needle<'a>, OutOfMemory> {
        match (hay, needle) {
            (Chars::One(_), Chars::One(_))
            | (Chars::Two(_), Chars::Two(_))
            | (Chars::Four(_), Chars::Four(_)) => Ok(Needle::Same(needle)),
            _ if needle.is_empty() => Ok(Needle::Same(match hay {
                Chars::One(_) => Chars::One(&[]),
                Chars::Two(_) => Chars::Two(&[]),
                Chars::Four(_) => Chars::Four(&[]),
            })),
            (Chars::Two(_), Chars::One(_)) => {
                let mut wide = Buf::with_capacity(needle.len())?;
                needle.iter().try_for_each(|unit| wide.push(unit as u16))?;
                Ok(Needle::Two(wide))
            }
            (Chars::Four(_), _) => {
                let mut wide = Buf::with_capacity(needle.len())?;
                needle.iter().try_for_each(|unit| wide.push(unit))?;
                Ok(Needle::Four(wide))
            }
            // Strings are as narrow as can be: a wider one has a character the other has not.
            _ => Ok(Needle::Never),
        }
    }

    /// The characters; `None` if they cannot occur.
    #[inline]
    pub fn chars(&self) -> Option<Chars<'_>> {
        match self {
            Needle::Same(text) => Some(*text),
            Needle::Two(text) => Some(Chars::Two(text)),
            Needle::Four(text) => Some(Chars::Four(text)),
            Needle::Never => None,
        }
    }
}

/// Where `needle`, of the same width, first occurs in `hay`.
#[inline]
pub fn find(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    match (hay, needle) {
        (Chars::One(hay), Chars::One(needle)) => search::find(hay, needle),
        (Chars::Two(hay), Chars::Two(needle)) => search::find(hay, needle),
        (Chars::Four(hay), Chars::Four(needle)) => search::find(hay, needle),
        _ => None,
    }
}

/// Where `needle`, of the same width, last occurs in `hay`.
pub fn rfind(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    match (hay, needle) {
        (Chars::One(hay), Chars::One(needle)) => search::rfind(hay, needle),
        (Chars::Two(hay), Chars::Two(needle)) => search::rfind(hay, needle),
        (Chars::Four(hay), Chars::Four(needle)) => search::rfind(hay, needle),
        _ => None,
    }
}

/// How often `needle`, of the same width, occurs in `hay` without overlap.
pub fn count(hay: Chars<'_>, needle: Chars<'_>) -> usize {
    match (hay, needle) {
        (Chars::One(hay), Chars::One(needle)) => search::count(hay, needle),
        (Chars::Two(hay), Chars::Two(needle)) => search::count(hay, needle),
        (Chars::Four(hay), Chars::Four(needle)) => search::count(hay, needle),
        _ => 0,
    }
}

/// Whether `text` begins with `prefix`, of any width.
#[inline]
pub fn starts_with(text: Chars<'_>, prefix: Chars<'_>) -> bool {
    prefix.len() <= text.len() && text.slice(0, prefix.len()).same(prefix)
}

/// Whether `text` ends with `suffix`, of any width.
#[inline]
pub fn ends_with(text: Chars<'_>, suffix: Chars<'_>) -> bool {
    match text.len().checked_sub(suffix.len()) {
        Some(start) => text.slice(start, text.len()).same(suffix),
        None => false,
    }
}

/// Calls `part` with the ranges between the first `most` occurrences of `needle` (not empty,
/// of the same width), from the left.
///
/// # Errors
/// What `part` returns.
pub fn split_by<E>(
    hay: Chars<'_>,
    needle: Chars<'_>,
    most: usize,
    mut part: impl FnMut(usize, usize) -> Result<(), E>,
) -> Result<(), E> {
    let (mut start, mut left) = (0, most);
    while left > 0 {
        let Some(place) = find(hay.slice(start, hay.len()), needle) else { break };
        part(start, start + place)?;
        start += place + needle.len();
        left -= 1;
    }
    part(start, hay.len())
}

/// The same from the right: the last range comes first.
///
/// # Errors
/// What `part` returns.
pub fn rsplit_by<E>(
    hay: Chars<'_>,
    needle: Chars<'_>,
    most: usize,
    mut part: impl FnMut(usize, usize) -> Result<(), E>,
) -> Result<(), E> {
    let (mut end, mut left) = (hay.len(), most);
    while left > 0 {
        let Some(place) = rfind(hay.slice(0, end), needle) else { break };
        part(place + needle.len(), end)?;
        end = place;
        left -= 1;
    }
    part(0, end)
}
