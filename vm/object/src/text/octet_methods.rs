//! Methods that `bytes` and `bytearray` share: finding, margins, columns, case.

use pyrite_algo::Buf;

use crate::args::{bound, optional, required};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::raw::str::{Chars, Str};
use crate::raw::tuple::Tuple;
use crate::text::octets::Octets;
use crate::text::{layout, search, split};
use crate::types::slice::slice_index;

/// Why an integer is no octet.
pub const BYTE_RANGE: &str = "byte must be in range(0, 256)";

/// The text of an error about a subsequence.
fn needle<'a>(vm: &Vm, arg: &'a Obj) -> Result<Octets<'a>, Raised> {
    if let Some(octets) = vm.octets(arg)? {
        return Ok(octets);
    }
    if arg.int().is_none() && arg.type_().number().index.is_none() {
        return Err(vm.type_error(format_args!(
            "argument should be integer or bytes-like object, not '{}'",
            arg.type_().short_name()
        )));
    }
    let octet = vm.octet(arg, BYTE_RANGE)?;
    vm.memory(Buf::from_slice(&[octet])).map(Octets::Owned)
}

fn range_args(vm: &Vm, args: &[Ref], len: usize) -> Result<(usize, usize), Raised> {
    let at = |index: usize, default: usize| match optional(args, index) {
        Some(arg) if !arg.is_none() => {
            let bound = slice_index(vm, arg)?;
            Ok(if bound < 0 { bound.saturating_add(len as isize).max(0) } else { bound } as usize)
        }
        _ => Ok(default),
    };
    Ok((at(1, 0)?, at(2, len)?.min(len)))
}

type Search = fn(Chars<'_>, Chars<'_>) -> Option<usize>;

fn place(vm: &Vm, this: &Obj, args: &[Ref], search: Search) -> Result<Option<usize>, Raised> {
    let needle = needle(vm, required(args, 0))?;
    let hay = vm.expect_octets(this)?;
    let (start, end) = range_args(vm, args, hay.len())?;
    if start > end {
        return Ok(None);
    }
    Ok(search(hay.chars().slice(start, end), needle.chars()).map(|place| start + place))
}

fn place_or_error(vm: &Vm, place: Option<usize>) -> Outcome {
    place.map(|place| Ref::small(place as isize)).ok_or_else(|| vm.value_error("subsection not found"))
}

/// `find(sub, start, end)`
pub fn find(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    Ok(Ref::small(place(vm, this, args, search::find)?.map_or(-1, |place| place as isize)))
}

/// `rfind(sub, start, end)`
pub fn rfind(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    Ok(Ref::small(place(vm, this, args, search::rfind)?.map_or(-1, |place| place as isize)))
}

/// `index(sub, start, end)`
pub fn index(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    place_or_error(vm, place(vm, this, args, search::find)?)
}

/// `rindex(sub, start, end)`
pub fn rindex(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    place_or_error(vm, place(vm, this, args, search::rfind)?)
}

/// `count(sub, start, end)`
pub fn count(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let needle = needle(vm, required(args, 0))?;
    let hay = vm.expect_octets(this)?;
    let (start, end) = range_args(vm, args, hay.len())?;
    let hay = hay.chars().slice(start, end);
    Ok(Ref::small(if start > end { 0 } else { search::count(hay, needle.chars()) as isize }))
}

/// `item in this`
pub fn contains(vm: &Vm, this: &Obj, item: &Obj) -> Result<bool, Raised> {
    if vm.octets(item)?.is_none() && item.int().is_none() && item.type_().number().index.is_none() {
        return Err(vm.type_error(format_args!(
            "a bytes-like object is required, not '{}'",
            item.type_().short_name()
        )));
    }
    let needle = needle(vm, item)?;
    Ok(search::find(vm.expect_octets(this)?.chars(), needle.chars()).is_some())
}

type Fits = fn(Chars<'_>, Chars<'_>) -> bool;

fn tail_match(vm: &Vm, this: &Obj, args: &[Ref], function: &str, fits: Fits) -> Outcome {
    let arg = required(args, 0);
    let octets = vm.expect_octets(this)?;
    let (start, end) = range_args(vm, args, octets.len())?;
    let part = octets.chars().slice(start, end);
    let fits = |affix: &Octets<'_>| start <= end && fits(part, affix.chars());
    if let Some(tuple) = arg.cast::<Tuple>() {
        for item in tuple.items() {
            if fits(&vm.expect_octets(item)?) {
                return Ok(Ref::bool(true));
            }
        }
        return Ok(Ref::bool(false));
    }
    match vm.octets(arg)? {
        Some(affix) => Ok(Ref::bool(fits(&affix))),
        None => Err(vm.type_error(format_args!(
            "{function} first arg must be bytes or a tuple of bytes, not {}",
            arg.type_().short_name()
        ))),
    }
}

/// `startswith(prefix, start, end)`
pub fn startswith(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    tail_match(vm, this, args, "startswith", search::starts_with)
}

/// `endswith(suffix, start, end)`
pub fn endswith(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    tail_match(vm, this, args, "endswith", search::ends_with)
}

/// `removeprefix(prefix)`
pub fn removeprefix(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let prefix = vm.expect_octets(required(args, 0))?;
    let octets = vm.expect_octets(this)?;
    let start = if search::starts_with(octets.chars(), prefix.chars()) { prefix.len() } else { 0 };
    vm.octets_part(this, &octets, start, octets.len())
}

/// `removesuffix(suffix)`
pub fn removesuffix(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let suffix = vm.expect_octets(required(args, 0))?;
    let octets = vm.expect_octets(this)?;
    let cut = if search::ends_with(octets.chars(), suffix.chars()) { suffix.len() } else { 0 };
    vm.octets_part(this, &octets, 0, octets.len() - cut)
}

/// Whether the left and the right margin go.
fn strip_at(vm: &Vm, this: &Obj, args: &[Ref], sides: (bool, bool)) -> Outcome {
    let octets = vm.expect_octets(this)?;
    let text = octets.chars();
    let cut = |strip: &dyn Fn(u32) -> bool| {
        let end = if sides.1 { split::trim_end(text, strip) } else { text.len() };
        let start = if sides.0 { split::trim_start(text.slice(0, end), strip) } else { 0 };
        (start, end)
    };
    let (start, end) = match optional(args, 0).filter(|arg| !arg.is_none()) {
        None => cut(&split::is_ascii_space),
        Some(arg) => {
            let set = vm.expect_octets(arg)?;
            cut(&|octet| set.chars().contains(octet))
        }
    };
    vm.octets_part(this, &octets, start, end)
}

/// `strip(bytes=None)`
pub fn strip(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    strip_at(vm, this, args, (true, true))
}

/// `lstrip(bytes=None)`
pub fn lstrip(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    strip_at(vm, this, args, (true, false))
}

/// `rstrip(bytes=None)`
pub fn rstrip(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    strip_at(vm, this, args, (false, true))
}

fn padded(vm: &Vm, this: &Obj, octets: &[u8], left: usize, right: usize, fill: u8) -> Outcome {
    let mut out = Buf::new();
    let full = left.checked_add(octets.len()).and_then(|len| len.checked_add(right));
    let full = vm.memory(full.ok_or(pyrite_algo::OutOfMemory))?;
    vm.memory(out.reserve(full))?;
    vm.memory(out.resize(left, fill))?;
    vm.memory(out.extend_from_slice(octets))?;
    vm.memory(out.resize(full, fill))?;
    vm.octets_like(this, &out)
}

fn pad(vm: &Vm, this: &Obj, args: &[Ref], function: &str, left: fn(usize, usize) -> usize) -> Outcome {
    let width = usize::try_from(vm.index(required(args, 0))?).unwrap_or(0);
    let fill = match optional(args, 1) {
        None => b' ',
        Some(arg) => match vm.octets(arg)?.as_deref() {
            Some([fill]) => *fill,
            _ => {
                return Err(vm.type_error(format_args!(
                    "{function}() argument 2 must be a byte string of length 1, not {}",
                    arg.type_().short_name()
                )));
            }
        },
    };
    let octets = vm.expect_octets(this)?;
    let padding = width.saturating_sub(octets.len());
    let left = left(padding, width);
    padded(vm, this, &octets, left, padding - left, fill)
}

/// `ljust(width, fill)`
pub fn ljust(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    pad(vm, this, args, "ljust", |_, _| 0)
}

/// `rjust(width, fill)`
pub fn rjust(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    pad(vm, this, args, "rjust", |padding, _| padding)
}

/// `center(width, fill)`
pub fn center(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    pad(vm, this, args, "center", layout::center_left)
}

/// `zfill(width)`
pub fn zfill(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let width = usize::try_from(vm.index(required(args, 0))?).unwrap_or(0);
    let octets = vm.expect_octets(this)?;
    let sign = usize::from(matches!(octets.first(), Some(b'+' | b'-')));
    let (sign, digits) = octets.split_at_checked(sign).unwrap_or((&[], &octets));
    let mut out = vm.memory(Buf::from_slice(sign))?;
    vm.memory(out.resize(width.saturating_sub(digits.len()).max(sign.len()), b'0'))?;
    vm.memory(out.extend_from_slice(digits))?;
    vm.octets_like(this, &out)
}

/// `expandtabs(tabsize=8)`
pub fn expandtabs(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    let size = match bound(args, 0) {
        Some(size) => usize::try_from(vm.index(size)?).unwrap_or(0),
        None => 8,
    };
    let octets = vm.expect_octets(this)?;
    let mut out = Buf::new();
    layout::expand_tabs(octets.chars(), size, |start, end, spaces| {
        vm.memory(out.extend_from_slice(octets.get(start..end).unwrap_or(&[])))?;
        let len = vm.memory(out.len().checked_add(spaces).ok_or(pyrite_algo::OutOfMemory))?;
        vm.memory(out.resize(len, b' '))
    })?;
    vm.octets_like(this, &out)
}

/// A copy with octet `index` replaced by `map(index, octet)`.
fn mapped(vm: &Vm, this: &Obj, mut map: impl FnMut(usize, u8) -> u8) -> Outcome {
    let octets = vm.expect_octets(this)?;
    let mut out = vm.memory(Buf::from_slice(&octets))?;
    out.iter_mut().enumerate().for_each(|(index, octet)| *octet = map(index, *octet));
    vm.octets_like(this, &out)
}

/// `lower()`
pub fn lower(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    mapped(vm, this, |_, octet| octet.to_ascii_lowercase())
}

/// `upper()`
pub fn upper(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    mapped(vm, this, |_, octet| octet.to_ascii_uppercase())
}

/// `capitalize()`
pub fn capitalize(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    mapped(
        vm,
        this,
        |index, octet| {
            if index == 0 { octet.to_ascii_uppercase() } else { octet.to_ascii_lowercase() }
        },
    )
}

/// `swapcase()`
pub fn swapcase(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    mapped(vm, this, |_, octet| if octet.is_ascii_alphabetic() { octet ^ 0x20 } else { octet })
}

/// `title()`
pub fn title(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let mut in_word = false;
    mapped(vm, this, |_, octet| {
        let inside = core::mem::replace(&mut in_word, octet.is_ascii_alphabetic());
        if inside { octet.to_ascii_lowercase() } else { octet.to_ascii_uppercase() }
    })
}

fn all(vm: &Vm, this: &Obj, fits: fn(&u8) -> bool) -> Outcome {
    let octets = vm.expect_octets(this)?;
    Ok(Ref::bool(!octets.is_empty() && octets.iter().all(fits)))
}

/// `isalpha()`
pub fn isalpha(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    all(vm, this, u8::is_ascii_alphabetic)
}

/// `isalnum()`
pub fn isalnum(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    all(vm, this, u8::is_ascii_alphanumeric)
}

/// `isdigit()`
pub fn isdigit(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    all(vm, this, u8::is_ascii_digit)
}

/// `isspace()`
pub fn isspace(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    all(vm, this, |&octet| split::is_ascii_space(octet.into()))
}

/// `isascii()`
pub fn isascii(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.expect_octets(this)?.is_ascii()))
}

/// `islower()`
pub fn islower(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let octets = vm.expect_octets(this)?;
    Ok(Ref::bool(octets.iter().any(u8::is_ascii_lowercase) && !octets.iter().any(u8::is_ascii_uppercase)))
}

/// `isupper()`
pub fn isupper(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let octets = vm.expect_octets(this)?;
    Ok(Ref::bool(octets.iter().any(u8::is_ascii_uppercase) && !octets.iter().any(u8::is_ascii_lowercase)))
}

/// `istitle()`
pub fn istitle(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let (mut cased, mut in_word) = (false, false);
    for octet in vm.expect_octets(this)?.iter() {
        if octet.is_ascii_uppercase() && in_word || octet.is_ascii_lowercase() && !in_word {
            return Ok(Ref::bool(false));
        }
        in_word = octet.is_ascii_alphabetic();
        cased |= in_word;
    }
    Ok(Ref::bool(cased))
}

/// `decode(encoding='utf-8', errors='strict')`
pub fn decode(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    for (index, name) in ["encoding", "errors"].iter().enumerate() {
        if let Some(arg) = bound(args, index).filter(|arg| arg.cast::<Str>().is_none()) {
            return Err(vm.type_error(format_args!(
                "decode() argument '{name}' must be str, not {}",
                arg.type_().short_name()
            )));
        }
    }
    vm.decode(&vm.expect_octets(this)?, bound(args, 0), bound(args, 1))
}
