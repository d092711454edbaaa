//! Putting strings together: `+`, `*`, `join`, and the parts of f-strings.

use pyrite_algo::Buf;

use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::names;
use crate::raw::str::{Str, StrWriter};
use crate::raw::tuple::Tuple;

/// `this + other`
pub(super) fn str_concat(vm: &Vm, this: This<'_, Str>, other: &Obj) -> Outcome {
    let Some(right) = other.cast::<Str>() else {
        return Err(vm.type_error(format_args!(
            "can only concatenate str (not \"{}\") to str",
            other.type_().short_name()
        )));
    };
    if right.is_empty() && this.obj().exact::<Str>().is_some() {
        return Ok(this.own());
    }
    if this.is_empty() && other.exact::<Str>().is_some() {
        return Ok(other.own());
    }
    // Two lengths of texts that are in memory: the sum does not overflow.
    let len = this.len() + right.len();
    let mut out = vm.memory(vm.str_writer(len, this.max_class().max(right.max_class())))?;
    out.put(this.chars());
    out.put(right.chars());
    Ok(out.finish())
}

/// `this * count`
pub(super) fn str_repeat(vm: &Vm, this: This<'_, Str>, count: isize) -> Outcome {
    let count = usize::try_from(count).unwrap_or(0);
    if count == 0 || this.is_empty() {
        return Ok(names::EMPTY().own());
    }
    if count == 1 && this.obj().exact::<Str>().is_some() {
        return Ok(this.own());
    }
    let Some(len) = this.len().checked_mul(count).filter(|&len| len <= isize::MAX as usize) else {
        return Err(vm.overflow_error("repeated string is too long"));
    };
    let mut out = vm.memory(vm.str_writer(len, this.max_class()))?;
    match this.chars().get(0) {
        Some(character) if this.len() == 1 => out.put_repeated(character, count),
        _ => (0..count).for_each(|_| out.put(this.chars())),
    }
    Ok(out.finish())
}

/// The strs `parts` one after the other: f-strings.
///
/// # Errors
/// MemoryError. TypeError if a part is no str.
pub fn join_parts(vm: &Vm, parts: &[Ref]) -> Outcome {
    join_with(vm, None, parts)
}

/// What a joined string takes.
#[derive(Clone, Copy)]
struct Size {
    parts: usize,
    len: usize,
    max: u32,
}

/// Why parts cannot be joined.
enum Unjoinable {
    /// Part number such and such is no str.
    Part(usize),
    /// The result is longer than anything can be.
    TooLong,
}

#[inline]
fn measure(separator: Option<This<'_, Str>>, parts: &[Ref]) -> Result<Size, Unjoinable> {
    let between = separator.map_or(0, |separator| separator.len());
    let mut len = between.checked_mul(parts.len().saturating_sub(1)).ok_or(Unjoinable::TooLong)?;
    let mut max = separator.map_or(0, |separator| separator.max_class());
    for (index, part) in parts.iter().enumerate() {
        let text = part.cast::<Str>().ok_or(Unjoinable::Part(index))?;
        len = len
            .checked_add(text.len())
            .filter(|&len| len <= isize::MAX as usize)
            .ok_or(Unjoinable::TooLong)?;
        max = max.max(text.max_class());
    }
    Ok(Size { parts: parts.len(), len, max })
}

/// Writes the parts; false if they are not those that were measured.
#[inline]
fn fill(out: &mut StrWriter, size: Size, separator: Option<This<'_, Str>>, parts: &[Ref]) -> bool {
    for (index, part) in parts.iter().enumerate() {
        if let (Some(separator), true) = (separator, index > 0) {
            out.put(separator.chars());
        }
        match part.cast::<Str>() {
            Some(text) if text.len() <= out.room() && text.max_class() <= size.max => out.put(text.chars()),
            _ => return false,
        }
    }
    out.room() == 0 && parts.len() == size.parts
}

/// The strs `parts` with `separator` between them.
fn join_with(vm: &Vm, separator: Option<This<'_, Str>>, parts: &[Ref]) -> Outcome {
    match parts {
        [] => return Ok(names::EMPTY().own()),
        [only] if only.exact::<Str>().is_some() => return Ok(only.clone()),
        _ => {}
    }
    let size = match measure(separator, parts) {
        Ok(size) => size,
        Err(Unjoinable::TooLong) => {
            return Err(vm.overflow_error("join() result is too long for a Python string"));
        }
        Err(Unjoinable::Part(index)) => {
            return Err(not_text(vm, index, parts.get(index).map_or(Obj::NONE, |part| part)));
        }
    };
    let mut out = vm.memory(vm.str_writer(size.len, size.max))?;
    fill(&mut out, size, separator, parts);
    Ok(out.finish())
}

#[cold]
fn not_text(vm: &Vm, index: usize, part: &Obj) -> Raised {
    vm.type_error(format_args!(
        "sequence item {index}: expected str instance, {} found",
        part.type_().short_name()
    ))
}

/// `separator.join(iterable)`
pub(super) fn str_join(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let iterable = crate::args::required(args, 0);
    if let Some(tuple) = iterable.exact::<Tuple>() {
        return join_with(vm, Some(this), tuple.items());
    }
    if let Some(list) = iterable.exact::<List>() {
        return join_list(vm, this, list);
    }
    if iterable.type_().iter().is_none() && iterable.type_().sequence().item.is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    let mut parts = Buf::new();
    vm.for_each(iterable, |part| vm.memory(parts.push(part)))?;
    join_with(vm, Some(this), &parts)
}

/// The same for a list, without a copy of its items. Nothing here runs Python code but the
/// allocation, which may collect cycles; if that changed the list, its items are copied.
fn join_list(vm: &Vm, this: This<'_, Str>, list: This<'_, List>) -> Outcome {
    if list.len() > 1 {
        let (size, _) = list.with_items(|items| measure(Some(this), items));
        if let Ok(size) = size {
            let mut out = vm.memory(vm.str_writer(size.len, size.max))?;
            if list.with_items(|items| fill(&mut out, size, Some(this), items)).0 {
                return Ok(out.finish());
            }
        }
    }
    let mut parts = vm.memory(Buf::with_capacity(list.len()))?;
    let mut index = 0;
    while let Some(part) = list.get(index) {
        vm.memory(parts.push(part))?;
        index += 1;
    }
    join_with(vm, Some(this), &parts)
}
