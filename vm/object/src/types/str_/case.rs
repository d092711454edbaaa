//! Case, and the questions `isalpha` and its kin.

use pyrite_algo::unicode;

use crate::builder::StrBuilder;
use crate::model::value::{Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::raw::str::{Chars, Str};

const CAPITAL_SIGMA: u32 = 0x3a3;
const SMALL_SIGMA: u32 = 0x3c3;
const FINAL_SIGMA: u32 = 0x3c2;

/// A new ASCII string: byte `index` of `text` becomes `map(index, byte)`.
fn map_ascii(vm: &Vm, text: &str, mut map: impl FnMut(usize, u8) -> u8) -> Outcome {
    let mut out = vm.memory(vm.str_writer(text.len(), 0x7f))?;
    for (index, byte) in text.bytes().enumerate() {
        out.put_char(map(index, byte).into());
    }
    Ok(out.finish())
}

/// Whether the capital sigma at `place` ends a word.
fn is_final_sigma(text: Chars<'_>, place: usize) -> bool {
    let mut before = text.slice(0, place).iter().rev().skip_while(|&c| unicode::is_case_ignorable(c));
    let mut after = text.slice(place + 1, text.len()).iter().skip_while(|&c| unicode::is_case_ignorable(c));
    before.next().is_some_and(unicode::is_cased) && !after.next().is_some_and(unicode::is_cased)
}

/// Appends character `place` in lower case.
fn push_lower(out: &mut StrBuilder<'_>, text: Chars<'_>, place: usize, character: u32) -> Result<(), Raised> {
    if character == CAPITAL_SIGMA {
        return out.push_char(if is_final_sigma(text, place) { FINAL_SIGMA } else { SMALL_SIGMA });
    }
    push_all(out, unicode::lower(character))
}

fn push_all(out: &mut StrBuilder<'_>, mapped: unicode::Mapped) -> Result<(), Raised> {
    mapped.as_slice().iter().try_for_each(|&character| out.push_char(character))
}

/// A new string: each character is appended by `push`, which is given its place.
fn map_all(
    vm: &Vm,
    text: Chars<'_>,
    mut push: impl FnMut(&mut StrBuilder<'_>, usize, u32) -> Result<(), Raised>,
) -> Outcome {
    let mut out = StrBuilder::new(vm);
    for (place, character) in text.iter().enumerate() {
        push(&mut out, place, character)?;
    }
    out.finish()
}

pub fn str_lower(vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    if let Some(text) = this.ascii() {
        return map_ascii(vm, text, |_, byte| byte.to_ascii_lowercase());
    }
    let text = this.chars();
    map_all(vm, text, |out, place, character| push_lower(out, text, place, character))
}

pub fn str_upper(vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    if let Some(text) = this.ascii() {
        return map_ascii(vm, text, |_, byte| byte.to_ascii_uppercase());
    }
    map_all(vm, this.chars(), |out, _, character| push_all(out, unicode::upper(character)))
}

pub fn str_casefold(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    if this.is_ascii() {
        return str_lower(vm, this, args);
    }
    map_all(vm, this.chars(), |out, _, character| push_all(out, unicode::casefold(character)))
}

pub fn str_capitalize(vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    if let Some(text) = this.ascii() {
        return map_ascii(vm, text, |index, byte| {
            if index == 0 { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }
        });
    }
    let text = this.chars();
    map_all(vm, text, |out, place, character| match place {
        0 => push_all(out, unicode::title(character)),
        _ => push_lower(out, text, place, character),
    })
}

pub fn str_title(vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    let text = this.chars();
    let mut in_word = false;
    map_all(vm, text, |out, place, character| {
        let inside = core::mem::replace(&mut in_word, unicode::is_cased(character));
        match inside {
            true => push_lower(out, text, place, character),
            false => push_all(out, unicode::title(character)),
        }
    })
}

pub fn str_swapcase(vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    let text = this.chars();
    map_all(vm, text, |out, place, character| match character {
        _ if unicode::is_upper(character) => push_lower(out, text, place, character),
        _ if unicode::is_lower(character) => push_all(out, unicode::upper(character)),
        _ => out.push_char(character),
    })
}

/// Whether there are characters, and all fit.
fn all(this: This<'_, Str>, fits: fn(u32) -> bool) -> Outcome {
    Ok(Ref::bool(!this.is_empty() && this.chars().iter().all(fits)))
}

pub fn str_isalpha(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    all(this, unicode::is_alpha)
}

pub fn str_isalnum(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    all(this, unicode::is_alnum)
}

pub fn str_isdecimal(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    all(this, unicode::is_decimal)
}

pub fn str_isdigit(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    all(this, unicode::is_digit)
}

pub fn str_isnumeric(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    all(this, unicode::is_numeric)
}

pub fn str_isspace(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    all(this, unicode::is_space)
}

pub fn str_isascii(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(this.is_ascii()))
}

pub fn str_isprintable(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(this.chars().iter().all(unicode::is_printable)))
}

pub fn str_isidentifier(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    let mut characters = this.chars().iter();
    let starts = characters.next().is_some_and(unicode::is_identifier_start);
    Ok(Ref::bool(starts && characters.all(unicode::is_identifier_continue)))
}

/// Whether some character is `wanted` and none is `other` or of title case.
fn one_case(this: This<'_, Str>, wanted: fn(u32) -> bool, other: fn(u32) -> bool) -> Outcome {
    let characters = this.chars().iter();
    let mixed = characters.clone().any(|c| other(c) || unicode::is_title(c));
    Ok(Ref::bool(!mixed && characters.clone().any(wanted)))
}

pub fn str_islower(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    one_case(this, unicode::is_lower, unicode::is_upper)
}

pub fn str_isupper(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    one_case(this, unicode::is_upper, unicode::is_lower)
}

pub fn str_istitle(_vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    let (mut cased, mut in_word) = (false, false);
    for character in this.chars().iter() {
        let upper = unicode::is_upper(character) || unicode::is_title(character);
        let lower = unicode::is_lower(character);
        if upper && in_word || lower && !in_word {
            return Ok(Ref::bool(false));
        }
        in_word = upper || lower;
        cased |= in_word;
    }
    Ok(Ref::bool(cased))
}
