//! Finding and replacing: `find`, `count`, `startswith`, `partition` and kin.

use crate::args::{optional, required};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::names;
use crate::raw::str::{Chars, Str};
use crate::raw::tuple::Tuple;
use crate::text::search::{self, Needle};
use crate::text::split;
use crate::types::slice::slice_index;

use super::sequence::substring;

/// Argument `index` as a str, or the TypeError of Argument Clinic.
///
/// # Errors
/// TypeError.
pub fn str_arg<'a>(vm: &Vm, function: &str, args: &'a [Ref], index: usize) -> Result<This<'a, Str>, Raised> {
    let arg = required(args, index);
    arg.cast::<Str>().ok_or_else(|| {
        vm.type_error(format_args!(
            "{function}() argument {} must be str, not {}",
            index + 1,
            arg.type_().short_name()
        ))
    })
}

/// The `start` and `end` arguments at `index`, as a range of a text of `len` characters; the
/// range may be the wrong way round.
///
/// # Errors
/// TypeError.
pub fn range_args(vm: &Vm, args: &[Ref], index: usize, len: usize) -> Result<(usize, usize), Raised> {
    let bound = |index: usize, default: usize| match optional(args, index) {
        Some(arg) if !arg.is_none() => {
            let bound = slice_index(vm, arg)?;
            let bound = if bound < 0 { bound.saturating_add(len as isize).max(0) } else { bound };
            Ok(bound as usize)
        }
        _ => Ok(default),
    };
    Ok((bound(index, 0)?, bound(index + 1, len)?.min(len)))
}

/// Which occurrence is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

fn place(
    vm: &Vm,
    this: This<'_, Str>,
    function: &str,
    args: &[Ref],
    side: Side,
) -> Result<Option<usize>, Raised> {
    let needle = str_arg(vm, function, args, 0)?;
    let (start, end) = if args.len() > 1 { range_args(vm, args, 1, this.len())? } else { (0, this.len()) };
    if start > end {
        return Ok(None);
    }
    let hay = this.chars().slice(start, end);
    let needle = vm.memory(Needle::new(needle.chars(), hay))?;
    let found = needle.chars().and_then(|needle| match side {
        Side::Left => search::find(hay, needle),
        Side::Right => search::rfind(hay, needle),
    });
    Ok(found.map(|place| start + place))
}

fn place_or_minus(place: Option<usize>) -> Outcome {
    Ok(Ref::small(place.map_or(-1, |place| place as isize)))
}

fn place_or_error(vm: &Vm, place: Option<usize>) -> Outcome {
    match place {
        Some(place) => Ok(Ref::small(place as isize)),
        None => Err(vm.value_error("substring not found")),
    }
}

pub fn str_find(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    place_or_minus(place(vm, this, "find", args, Side::Left)?)
}

pub fn str_rfind(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    place_or_minus(place(vm, this, "rfind", args, Side::Right)?)
}

pub fn str_index(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    place_or_error(vm, place(vm, this, "index", args, Side::Left)?)
}

pub fn str_rindex(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    place_or_error(vm, place(vm, this, "rindex", args, Side::Right)?)
}

pub fn str_count(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let needle = str_arg(vm, "count", args, 0)?;
    let (start, end) = range_args(vm, args, 1, this.len())?;
    if start > end {
        return Ok(Ref::small(0));
    }
    let hay = this.chars().slice(start, end);
    let needle = vm.memory(Needle::new(needle.chars(), hay))?;
    Ok(Ref::small(needle.chars().map_or(0, |needle| search::count(hay, needle)) as isize))
}

/// `startswith` and `endswith`: one str, or any of a tuple.
fn tail_match(vm: &Vm, this: This<'_, Str>, args: &[Ref], function: &str, side: Side) -> Outcome {
    let arg = required(args, 0);
    let (start, end) = range_args(vm, args, 1, this.len())?;
    let fits = |affix: This<'_, Str>| {
        let part = this.chars().slice(start, end);
        start <= end
            && match side {
                Side::Left => search::starts_with(part, affix.chars()),
                Side::Right => search::ends_with(part, affix.chars()),
            }
    };
    if let Some(affix) = arg.cast::<Str>() {
        return Ok(Ref::bool(fits(affix)));
    }
    let Some(tuple) = arg.cast::<Tuple>() else {
        return Err(vm.type_error(format_args!(
            "{function} first arg must be str or a tuple of str, not {}",
            arg.type_().short_name()
        )));
    };
    for item in tuple.items() {
        let Some(affix) = item.cast::<Str>() else {
            return Err(vm.type_error(format_args!(
                "tuple for {function} must only contain str, not {}",
                item.type_().short_name()
            )));
        };
        if fits(affix) {
            return Ok(Ref::bool(true));
        }
    }
    Ok(Ref::bool(false))
}

pub fn str_startswith(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    tail_match(vm, this, args, "startswith", Side::Left)
}

pub fn str_endswith(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    tail_match(vm, this, args, "endswith", Side::Right)
}

/// `replace(old, new, /, count=-1)`
pub fn str_replace(vm: &Vm, this: This<'_, Str>, args: &[Option<&Obj>]) -> Outcome {
    let text = |index: usize| {
        let arg = crate::args::bound(args, index).unwrap_or(Obj::NONE);
        arg.cast::<Str>().ok_or_else(|| {
            vm.type_error(format_args!(
                "replace() argument {} must be str, not {}",
                index + 1,
                arg.type_().short_name()
            ))
        })
    };
    let (old, new) = (text(0)?, text(1)?);
    let most = match crate::args::bound(args, 2) {
        Some(count) => usize::try_from(vm.index(count)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    replace(vm, this, old, new, most)
}

fn replace(vm: &Vm, this: This<'_, Str>, old: This<'_, Str>, new: This<'_, Str>, most: usize) -> Outcome {
    let hay = this.chars();
    let needle = vm.memory(Needle::new(old.chars(), hay))?;
    let Some(needle) = needle.chars() else { return super::str_str(vm, this) };
    if needle.is_empty() {
        return interleave(vm, this, new, most);
    }
    let (mut count, mut kept_max) = (0usize, 0);
    // Without what is replaced, the text may be narrower.
    let narrows = !this.is_ascii() && old.max_class() >= this.max_class();
    let measured: Result<(), Raised> = search::split_by(hay, needle, most, |start, end| {
        count += 1;
        if narrows {
            kept_max |= hay.slice(start, end).max();
        }
        Ok(())
    });
    measured?;
    count -= 1;
    if count == 0 {
        return super::str_str(vm, this);
    }
    let kept = this.len() - count * needle.len();
    let len = count.checked_mul(new.len()).and_then(|added| added.checked_add(kept));
    let Some(len) = len.filter(|&len| len <= isize::MAX as usize) else {
        return Err(vm.overflow_error("replace string is too long"));
    };
    let max = if narrows { kept_max } else { this.max_class() } | new.max_class();
    let mut out = vm.memory(vm.str_writer(len, max))?;
    let written: Result<(), Raised> = search::split_by(hay, needle, most, |start, end| {
        if start > 0 {
            out.put(new.chars());
        }
        out.put(hay.slice(start, end));
        Ok(())
    });
    written?;
    Ok(out.finish())
}

/// `replace('', new, most)`: `new` before each character and at the end.
fn interleave(vm: &Vm, this: This<'_, Str>, new: This<'_, Str>, most: usize) -> Outcome {
    let count = most.min(this.len() + 1);
    let len = count.checked_mul(new.len()).and_then(|added| added.checked_add(this.len()));
    let Some(len) = len.filter(|&len| len <= isize::MAX as usize) else {
        return Err(vm.overflow_error("replace string is too long"));
    };
    if count == 0 {
        return super::str_str(vm, this);
    }
    let mut out = vm.memory(vm.str_writer(len, this.max_class().max(new.max_class())))?;
    for index in 0..count {
        out.put(new.chars());
        out.put(this.chars().slice(index, index + 1));
    }
    out.put(this.chars().slice(count, this.len()));
    Ok(out.finish())
}

fn partition_at(vm: &Vm, this: This<'_, Str>, args: &[Ref], side: Side) -> Outcome {
    let arg = required(args, 0);
    let Some(separator) = arg.cast::<Str>() else {
        return Err(vm.type_error(format_args!("must be str, not {}", arg.type_().short_name())));
    };
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let hay = this.chars();
    let needle = vm.memory(Needle::new(separator.chars(), hay))?;
    let found = needle.chars().and_then(|needle| match side {
        Side::Left => search::find(hay, needle),
        Side::Right => search::rfind(hay, needle),
    });
    let empty = names::EMPTY();
    match (found, side) {
        (Some(place), _) => {
            let before = substring(vm, this, 0, place)?;
            let after = substring(vm, this, place + separator.len(), this.len())?;
            vm.tuple(&[&before, separator.obj(), &after])
        }
        (None, Side::Left) => {
            let whole = super::str_str(vm, this)?;
            vm.tuple(&[&whole, empty, empty])
        }
        (None, Side::Right) => {
            let whole = super::str_str(vm, this)?;
            vm.tuple(&[empty, empty, &whole])
        }
    }
}

pub fn str_partition(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    partition_at(vm, this, args, Side::Left)
}

pub fn str_rpartition(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    partition_at(vm, this, args, Side::Right)
}

fn affix_arg<'a>(vm: &Vm, function: &str, args: &'a [Ref]) -> Result<Chars<'a>, Raised> {
    let arg = required(args, 0);
    arg.cast::<Str>().map(|affix| affix.chars()).ok_or_else(|| {
        vm.type_error(format_args!("{function}() argument must be str, not {}", arg.type_().short_name()))
    })
}

pub fn str_removeprefix(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let prefix = affix_arg(vm, "removeprefix", args)?;
    let start = if search::starts_with(this.chars(), prefix) { prefix.len() } else { 0 };
    substring(vm, this, start, this.len())
}

pub fn str_removesuffix(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let suffix = affix_arg(vm, "removesuffix", args)?;
    let cut = if search::ends_with(this.chars(), suffix) { suffix.len() } else { 0 };
    substring(vm, this, 0, this.len() - cut)
}

/// The margins that `strip` and its kin take away.
fn strip_at(vm: &Vm, this: This<'_, Str>, args: &[Ref], function: &str, sides: (bool, bool)) -> Outcome {
    let text = this.chars();
    let cut = |strip: &dyn Fn(u32) -> bool| {
        let end = if sides.1 { split::trim_end(text, strip) } else { text.len() };
        let start = if sides.0 { split::trim_start(text.slice(0, end), strip) } else { 0 };
        (start, end)
    };
    let (start, end) = match optional(args, 0).filter(|arg| !arg.is_none()) {
        None => cut(&pyrite_algo::unicode::is_space),
        Some(arg) => {
            let Some(set) = arg.cast::<Str>() else {
                return Err(vm.type_error(format_args!("{function} arg must be None or str")));
            };
            cut(&|character| set.chars().contains(character))
        }
    };
    substring(vm, this, start, end)
}

pub fn str_strip(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    strip_at(vm, this, args, "strip", (true, true))
}

pub fn str_lstrip(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    strip_at(vm, this, args, "lstrip", (true, false))
}

pub fn str_rstrip(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    strip_at(vm, this, args, "rstrip", (false, true))
}
