//! `str` as a sequence: items, slices, membership.

use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, This, Vm};
use crate::raw::str::{Chars, Str};
use crate::text::search::{self, Needle};
use crate::types::slice::{Slice, slice_bounds};

/// Characters `start..end` as a str; the whole of an exact str is itself.
#[inline]
pub fn substring(vm: &Vm, this: This<'_, Str>, start: usize, end: usize) -> Outcome {
    if start == 0 && end >= this.len() && this.obj().exact::<Str>().is_some() {
        return Ok(this.own());
    }
    let part = this.chars().slice(start, end);
    let max = if this.is_ascii() { 0x7f } else { part.max() };
    vm.memory(vm.new_str_class(part, max))
}

/// The item at an index that is not negative any more.
pub fn str_item(vm: &Vm, this: This<'_, Str>, index: isize) -> Outcome {
    match usize::try_from(index).ok().and_then(|index| this.char_at(index)) {
        Some(character) => vm.char_str(character),
        None => Err(vm.index_error("string index out of range")),
    }
}

pub fn str_subscript(vm: &Vm, this: This<'_, Str>, key: &Obj) -> Outcome {
    if let Some(slice) = key.exact::<Slice>() {
        return str_slice(vm, this, slice);
    }
    let index = match key.small() {
        Some(index) => index,
        None if key.int().is_some() || key.type_().number().index.is_some() => subscript_index(vm, key)?,
        None => {
            return Err(vm.type_error(format_args!(
                "string indices must be integers, not '{}'",
                key.type_().short_name()
            )));
        }
    };
    let index = if index < 0 { index + this.len() as isize } else { index };
    str_item(vm, this, index)
}

/// A subscript as a machine word; IndexError if it does not fit.
///
/// # Errors
/// IndexError; TypeError if it is no integer.
pub fn subscript_index(vm: &Vm, key: &Obj) -> Result<isize, Raised> {
    vm.index(key).map_err(|raised| {
        if !vm.raised_is(&crate::types::exceptions::OVERFLOW_ERROR) {
            return raised;
        }
        drop(vm.take_raised(raised));
        vm.index_error(format_args!("cannot fit '{}' into an index-sized integer", key.type_().short_name()))
    })
}

fn str_slice(vm: &Vm, this: This<'_, Str>, slice: This<'_, Slice>) -> Outcome {
    let bounds = slice_bounds(vm, slice, this.len())?;
    let start = bounds.start.max(0) as usize;
    if bounds.step == 1 {
        return substring(vm, this, start, start + bounds.count);
    }
    let text = this.chars();
    let picked = || bounds.indices().filter_map(|index| text.get(index));
    let max = if this.is_ascii() { 0x7f } else { picked().fold(0, |max, c| max | c) };
    if bounds.count <= 1 {
        return substring(vm, this, start, start + bounds.count);
    }
    let mut out = vm.memory(vm.str_writer(bounds.count, max))?;
    picked().for_each(|character| out.put_char(character));
    Ok(out.finish())
}

pub fn str_contains(vm: &Vm, this: This<'_, Str>, item: &Obj) -> Result<bool, Raised> {
    let Some(item) = item.cast::<Str>() else {
        return Err(vm.type_error(format_args!(
            "'in <string>' requires string as left operand, not {}",
            item.type_().short_name()
        )));
    };
    Ok(find(vm, this.chars(), item.chars())?.is_some())
}

/// Where `needle` first occurs.
///
/// # Errors
/// MemoryError.
#[inline]
pub fn find(vm: &Vm, hay: Chars<'_>, needle: Chars<'_>) -> Result<Option<usize>, Raised> {
    let needle = vm.memory(Needle::new(needle, hay))?;
    Ok(needle.chars().and_then(|needle| search::find(hay, needle)))
}
