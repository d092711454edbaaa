//! What `bytes` and `bytearray` share: splitting, joining, replacing, hex.

use pyrite_algo::Buf;

use crate::args::{bound, optional, required};
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Vm};
use crate::raw::bytes::Bytes;
use crate::raw::str::{Chars, Str};
use crate::text::octets::Octets;
use crate::text::{search, split};

/// Parts of octets on their way into a list.
struct Parts<'a> {
    vm: &'a Vm,
    this: &'a Obj,
    octets: &'a [u8],
    list: List,
}

impl Parts<'_> {
    fn add(&mut self, start: usize, end: usize) -> Result<(), Raised> {
        let part = self.vm.octets_part(self.this, self.octets, start, end)?;
        self.vm.memory(self.list.push(self.vm, part))
    }
}

fn split_at(vm: &Vm, this: &Obj, args: &[Option<&Obj>], from_right: bool) -> Outcome {
    let most = match bound(args, 1) {
        Some(most) => usize::try_from(vm.index(most)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let octets = vm.expect_octets(this)?;
    let text = octets.chars();
    let mut parts = Parts { vm, this, octets: &octets, list: List::new() };
    match bound(args, 0).filter(|arg| !arg.is_none()) {
        None if from_right => split::rwords(text, split::is_ascii_space, most, |a, b| parts.add(a, b))?,
        None => split::words(text, split::is_ascii_space, most, |a, b| parts.add(a, b))?,
        Some(arg) => {
            let separator = vm.expect_octets(arg)?;
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            match from_right {
                false => search::split_by(text, separator.chars(), most, |a, b| parts.add(a, b))?,
                true => search::rsplit_by(text, separator.chars(), most, |a, b| parts.add(a, b))?,
            }
        }
    }
    if from_right {
        parts.list.with_items(<[_]>::reverse);
    }
    vm.list_from(parts.list)
}

/// `split(sep=None, maxsplit=-1)`
pub fn split(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    split_at(vm, this, args, false)
}

/// `rsplit(sep=None, maxsplit=-1)`
pub fn rsplit(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    split_at(vm, this, args, true)
}

/// `splitlines(keepends=False)`
pub fn splitlines(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    let keep = match bound(args, 0) {
        Some(keep) => vm.is_true(keep)?,
        None => false,
    };
    let octets = vm.expect_octets(this)?;
    let mut parts = Parts { vm, this, octets: &octets, list: List::new() };
    split::lines(octets.chars(), split::is_ascii_break, |start, end, after| {
        parts.add(start, if keep { after } else { end })
    })?;
    vm.list_from(parts.list)
}

fn partition_at(vm: &Vm, this: &Obj, args: &[Ref], from_right: bool) -> Outcome {
    let separator = vm.expect_octets(required(args, 0))?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let octets = vm.expect_octets(this)?;
    let find = if from_right { search::rfind } else { search::find };
    let part = |start, end| vm.octets_part(this, &octets, start, end);
    let (before, between, after) = match find(octets.chars(), separator.chars()) {
        Some(place) => {
            let behind = place + separator.len();
            (part(0, place)?, middle(vm, this, required(args, 0), &separator)?, part(behind, octets.len())?)
        }
        None if from_right => (part(0, 0)?, part(0, 0)?, part(0, octets.len())?),
        None => (part(0, octets.len())?, part(0, 0)?, part(0, 0)?),
    };
    vm.tuple(&[&before, &between, &after])
}

/// The separator as it was found: of a bytes the argument itself, else a bytearray.
fn middle(vm: &Vm, this: &Obj, arg: &Obj, separator: &[u8]) -> Outcome {
    if this.cast::<Bytes>().is_some() { Ok(arg.own()) } else { vm.octets_like(this, separator) }
}

/// `partition(sep)`
pub fn partition(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    partition_at(vm, this, args, false)
}

/// `rpartition(sep)`
pub fn rpartition(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    partition_at(vm, this, args, true)
}

/// `replace(old, new, count=-1)`
pub fn replace(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let (old, new) = (vm.expect_octets(required(args, 0))?, vm.expect_octets(required(args, 1))?);
    let mut most = match optional(args, 2) {
        Some(count) => usize::try_from(vm.index(count)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let octets = vm.expect_octets(this)?;
    let mut out = Buf::new();
    if old.is_empty() {
        for octet in octets.iter() {
            if most > 0 {
                vm.memory(out.extend_from_slice(&new))?;
                most -= 1;
            }
            vm.memory(out.push(*octet))?;
        }
        if most > 0 {
            vm.memory(out.extend_from_slice(&new))?;
        }
    } else {
        search::split_by(octets.chars(), old.chars(), most, |start, end| {
            if start > 0 {
                vm.memory(out.extend_from_slice(&new))?;
            }
            vm.memory(out.extend_from_slice(octets.get(start..end).unwrap_or(&[])))
        })?;
    }
    vm.octets_like(this, &out)
}

/// `join(iterable)`
pub fn join(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let items = required(args, 0);
    let sequence = items.exact::<List>().is_some() || items.exact::<crate::raw::tuple::Tuple>().is_some();
    if !sequence && items.type_().iter().is_none() && items.type_().sequence().item.is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    let separator = vm.expect_octets(this)?;
    let (mut out, mut index) = (Buf::new(), 0usize);
    vm.for_each(items, |item| {
        let Some(part) = vm.octets(&item)? else {
            return Err(vm.type_error(format_args!(
                "sequence item {index}: expected a bytes-like object, {} found",
                item.type_().short_name()
            )));
        };
        if index > 0 {
            vm.memory(out.extend_from_slice(&separator))?;
        }
        index += 1;
        vm.memory(out.extend_from_slice(&part))
    })?;
    vm.octets_like(this, &out)
}

/// `this + other`
pub fn concat(vm: &Vm, this: &Obj, other: &Obj) -> Outcome {
    let (left, Some(right)) = (vm.expect_octets(this)?, vm.octets(other)?) else {
        return Err(vm.type_error(format_args!(
            "can't concat {} to {}",
            other.type_().short_name(),
            this.type_().short_name()
        )));
    };
    let mut out = vm.memory(Buf::with_capacity(left.len() + right.len()))?;
    vm.memory(out.extend_from_slice(&left))?;
    vm.memory(out.extend_from_slice(&right))?;
    vm.octets_like(this, &out)
}

/// `octets` repeated.
///
/// # Errors
/// OverflowError, MemoryError.
pub fn repeated(vm: &Vm, octets: &[u8], count: isize) -> Result<Buf<u8>, Raised> {
    let count = usize::try_from(count).unwrap_or(0);
    let Some(len) = octets.len().checked_mul(count).filter(|&len| len <= isize::MAX as usize) else {
        return Err(vm.overflow_error("repeated bytes are too long"));
    };
    let mut out = vm.memory(Buf::with_capacity(len))?;
    for _ in 0..count {
        vm.memory(out.extend_from_slice(octets))?;
    }
    Ok(out)
}

/// Comparison of octets; NotImplemented with anything else.
pub fn compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    // With bytes, only their own kind compares; a bytearray compares with all that has octets.
    let own = this.cast::<Bytes>().is_none() || other.cast::<Bytes>().is_some();
    match (vm.octets(this)?, if own { vm.octets(other)? } else { None }) {
        (Some(a), Some(b)) => Ok(Ref::bool(op.holds(a.cmp(&b)))),
        _ => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

/// `translate(table, delete=b'')`
pub fn translate(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    let table = match bound(args, 0).filter(|table| !table.is_none()) {
        Some(table) => Some(vm.expect_octets(table)?),
        None => None,
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let delete = match bound(args, 1) {
        Some(delete) => vm.expect_octets(delete)?,
        None => Octets::Borrowed(&[]),
    };
    let octets = vm.expect_octets(this)?;
    let mut out = vm.memory(Buf::with_capacity(octets.len()))?;
    for octet in octets.iter().filter(|octet| !delete.contains(octet)) {
        let mapped = table.as_ref().and_then(|table| table.get(usize::from(*octet)));
        vm.memory(out.push(*mapped.unwrap_or(octet)))?;
    }
    vm.octets_like(this, &out)
}

/// `bytes.maketrans(frm, to)`
pub fn maketrans(vm: &Vm, args: &[Ref]) -> Outcome {
    let (from, to) = (vm.expect_octets(required(args, 0))?, vm.expect_octets(required(args, 1))?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table = [0; 256];
    table.iter_mut().zip(0..=255).for_each(|(slot, octet)| *slot = octet);
    for (&from, &to) in from.iter().zip(to.iter()) {
        if let Some(slot) = table.get_mut(usize::from(from)) {
            *slot = to;
        }
    }
    vm.bytes(&table)
}

/// `hex(sep, bytes_per_sep=1)`
pub fn hex(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    let octets = vm.expect_octets(this)?;
    let separator = match bound(args, 0) {
        None => None,
        Some(arg) => Some(separator(vm, arg)?),
    };
    let every = match bound(args, 1) {
        Some(every) => vm.index(every)?,
        None => 1,
    };
    let group = every.unsigned_abs();
    let separator = separator.filter(|_| group != 0);
    let count = separator.map_or(0, |_| octets.len().saturating_sub(1) / group);
    let digit = |value: u8| u32::from(pyrite_algo::bigint::radix::digit_char(value.into()));
    let mut out = vm.memory(vm.str_writer(octets.len() * 2 + count, 0x7f))?;
    for (index, octet) in octets.iter().enumerate() {
        let before = if every < 0 { index } else { octets.len() - index };
        if let (Some(separator), true) = (separator, index > 0 && before.is_multiple_of(group)) {
            out.put_char(separator);
        }
        out.put_char(digit(octet >> 4));
        out.put_char(digit(octet & 15));
    }
    Ok(out.finish())
}

fn separator(vm: &Vm, arg: &Obj) -> Result<u32, Raised> {
    let text = match (arg.cast::<Str>(), vm.octets(arg)?) {
        (Some(text), _) => (text.len(), text.char_at(0)),
        (None, Some(octets)) => (octets.len(), octets.first().map(|&octet| octet.into())),
        (None, None) => return Err(vm.type_error("sep must be str or bytes.")),
    };
    match text {
        (1, Some(separator @ 0..0x80)) => Ok(separator),
        (1, _) => Err(vm.value_error("sep must be ASCII.")),
        _ => Err(vm.value_error("sep must be length 1.")),
    }
}

/// The octets that hexadecimal text stands for.
///
/// # Errors
/// TypeError if it is no str, ValueError for what is no digit.
pub fn from_hex(vm: &Vm, arg: &Obj) -> Result<Buf<u8>, Raised> {
    let Some(text) = arg.cast::<Str>() else {
        return Err(
            vm.type_error(format_args!("fromhex() argument must be str, not {}", arg.type_().short_name()))
        );
    };
    let chars: Chars<'_> = text.chars();
    let digit = |place: usize| chars.get(place).and_then(char::from_u32).and_then(|c| c.to_digit(16));
    let (mut out, mut place) = (Buf::new(), 0);
    while let Some(character) = chars.get(place) {
        if split::is_ascii_space(character) {
            place += 1;
            continue;
        }
        let (Some(high), Some(low)) = (digit(place), digit(place + 1)) else {
            let place = if digit(place).is_some() { place + 1 } else { place };
            return Err(vm.value_error(format_args!(
                "non-hexadecimal number found in fromhex() arg at position {place}"
            )));
        };
        vm.memory(out.push((high << 4 | low) as u8))?;
        place += 2;
    }
    Ok(out)
}
