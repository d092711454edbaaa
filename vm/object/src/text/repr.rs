//! `repr` of text and octets: quotes and escapes.

use core::fmt::Write;

use pyrite_algo::unicode;

use crate::builder::StrBuilder;
use crate::model::Raised;
use crate::raw::str::Chars;

/// What is shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All printable characters: `repr`.
    Printable,
    /// Printable ASCII: `ascii`, and octets.
    Ascii,
}

/// The quote that goes around a text: the single one, unless only it occurs inside.
pub fn quote_of(text: Chars<'_>) -> u32 {
    if text.contains('\''.into()) && !text.contains('"'.into()) { '"'.into() } else { '\''.into() }
}

/// Appends a text in quotes.
///
/// # Errors
/// MemoryError.
pub fn push_quoted(out: &mut StrBuilder<'_>, text: Chars<'_>, shown: Shown) -> Result<(), Raised> {
    let quote = quote_of(text);
    out.push_char(quote)?;
    let plain = |c: u32| is_plain(c, quote, shown);
    let mut start = 0;
    for (place, character) in text.iter().enumerate() {
        if !plain(character) {
            out.push_chars(text.slice(start, place))?;
            push_escape(out, character, quote)?;
            start = place + 1;
        }
    }
    out.push_chars(text.slice(start, text.len()))?;
    out.push_char(quote)
}

/// Whether a character stands for itself.
#[inline]
fn is_plain(character: u32, quote: u32, shown: Shown) -> bool {
    match character {
        0x20..0x7f => character != quote && character != '\\'.into(),
        0..0xa0 => false,
        _ => shown == Shown::Printable && unicode::is_printable(character),
    }
}

/// Whether the text goes between the quotes `'` without an escape.
pub fn needs_no_escape(text: Chars<'_>) -> bool {
    text.iter().all(|character| is_plain(character, '\''.into(), Shown::Printable))
}

fn push_escape(out: &mut StrBuilder<'_>, character: u32, quote: u32) -> Result<(), Raised> {
    let short = match character {
        0x09 => "\\t",
        0x0a => "\\n",
        0x0d => "\\r",
        0x5c => "\\\\",
        _ if character == quote => "\\'",
        _ => return push_code(out, character),
    };
    out.push_text(short)
}

/// Appends `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
///
/// # Errors
/// MemoryError.
pub fn push_code(out: &mut StrBuilder<'_>, character: u32) -> Result<(), Raised> {
    let written = match character {
        0..0x100 => write!(out, "\\x{character:02x}"),
        0x100..0x1_0000 => write!(out, "\\u{character:04x}"),
        _ => write!(out, "\\U{character:08x}"),
    };
    written.map_err(|_| Raised::already_set())
}
