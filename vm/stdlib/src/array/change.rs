//! What changes an array, and makes arrays of arrays.

use pyrite_algo::Buf;
use pyrite_api::types::{Bytes, List, Str};
use pyrite_api::{Obj, Outcome, Raised, Ref, StrBuilder, This, TypeRef, Vm, optional, required};

use super::items::{can_resize, find, item_of, packed, put};
use super::{ARRAY, Array, make};

/// Puts bytes of whole items in place of items `start..end`.
///
/// # Errors
/// BufferError if the number of items changes under a view; MemoryError.
pub fn splice(vm: &Vm, this: &Array, start: usize, end: usize, fresh: &[u8]) -> Result<(), Raised> {
    let (start, end) = (start * this.item_size(), end * this.item_size());
    if fresh.len() != end - start {
        can_resize(vm, this)?;
    }
    let result = this.octets.with(|octets| {
        let len = octets.len();
        let (start, end) = (start.min(len), end.min(len));
        let after = len - (end - start) + fresh.len();
        if after > len {
            octets.resize(after, 0)?;
        }
        octets.copy_within(end..len, start + fresh.len());
        octets.truncate(after);
        if let Some(to) = octets.get_mut(start..start + fresh.len()) {
            to.copy_from_slice(fresh);
        }
        Ok(())
    });
    vm.memory(result)
}

/// `append(value)`
pub fn append(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    put(vm, this, usize::MAX / 8, required(args, 0))?;
    Ok(Ref::none())
}

/// `insert(index, value)`
pub fn insert(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    let index = vm.index(required(args, 0))?;
    let bytes = packed(vm, &this, required(args, 1))?;
    let len = this.storage().len();
    let index = if index < 0 { index.saturating_add(len as isize).max(0) } else { index } as usize;
    let index = index.min(len);
    splice(vm, &this, index, index, bytes.get(..this.item_size()).unwrap_or(&[]))?;
    Ok(Ref::none())
}

/// `pop(index=-1)`
pub fn pop(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    let index = optional(args, 0).map_or(Ok(-1), |index| vm.index(index))?;
    let len = this.storage().len();
    if len == 0 {
        return Err(vm.index_error("pop from empty array"));
    }
    let index = if index < 0 { index.saturating_add(len as isize) } else { index };
    let Some(index) = usize::try_from(index).ok().filter(|&index| index < len) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let item = item_of(vm, &this, index)?;
    splice(vm, &this, index, index + 1, &[])?;
    Ok(item)
}

/// `remove(value)`
pub fn remove(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    match find(vm, &this, required(args, 0), 0, usize::MAX)? {
        Some(index) => splice(vm, &this, index, index + 1, &[]).map(|()| Ref::none()),
        None => Err(vm.value_error("array.remove(x): x not in array")),
    }
}

/// `clear()`
pub fn clear(vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    splice(vm, &this, 0, this.storage().len(), &[])?;
    Ok(Ref::none())
}

/// `reverse()`
pub fn reverse(_vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    let size = this.item_size();
    this.octets.with(|octets| {
        octets.reverse();
        octets.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    });
    Ok(Ref::none())
}

/// `byteswap()`
pub fn byteswap(_vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    let size = this.item_size();
    this.octets.with(|octets| octets.chunks_exact_mut(size).for_each(<[u8]>::reverse));
    Ok(Ref::none())
}

/// Appends the items of another array of the kind, or of an iterable.
fn add(vm: &Vm, this: This<'_, Array>, other: &Obj) -> Result<(), Raised> {
    let Some(array) = other.cast::<Array>() else {
        return vm.for_each(other, |item| put(vm, this, usize::MAX / 8, &item));
    };
    if array.code != this.code {
        return Err(vm.type_error("can only extend with array of same kind"));
    }
    let octets = vm.memory(array.octets.copy())?;
    let len = this.storage().len();
    splice(vm, &this, len, len, &octets)
}

/// `extend(iterable)`
pub fn extend(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    add(vm, this, required(args, 0)).map(|()| Ref::none())
}

/// `fromlist(list)`: all of it or nothing.
pub fn fromlist(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    let list = required(args, 0);
    let Some(items) = list.cast::<List>() else { return Err(vm.type_error("arg must be list")) };
    let (old, count) = (this.storage().len(), items.len());
    for index in 0..count {
        let Some(item) = items.get(index).filter(|_| items.len() == count) else {
            return Err(vm.runtime_error("list changed size during iteration"));
        };
        if let Err(raised) = put(vm, this, usize::MAX / 8, &item) {
            this.octets.with(|octets| octets.truncate(old * this.item_size()));
            return Err(raised);
        }
    }
    Ok(Ref::none())
}

/// Appends bytes that hold whole items.
///
/// # Errors
/// TypeError, ValueError.
pub fn add_bytes(vm: &Vm, this: This<'_, Array>, bytes: &Obj) -> Result<(), Raised> {
    let octets = vm.expect_octets(bytes)?;
    if !octets.len().is_multiple_of(this.item_size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    let len = this.storage().len();
    splice(vm, &this, len, len, &octets)
}

/// `frombytes(bytes)`
pub fn frombytes(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    add_bytes(vm, this, required(args, 0)).map(|()| Ref::none())
}

/// `fromfile(file, count)`
pub fn fromfile(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    let count = vm.index(required(args, 1))?;
    let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
    let Some(size) = count.checked_mul(this.item_size()) else { return Err(vm.memory_error()) };
    let read = vm.memory(vm.intern("read"))?;
    let bytes = vm.call_method(required(args, 0), &read, &[vm.int(size as i64)?])?;
    let Some(given) = bytes.cast::<Bytes>().map(|bytes| bytes.as_slice().len()) else {
        return Err(vm.type_error("read() didn't return bytes"));
    };
    add_bytes(vm, this, &bytes)?;
    if given < size {
        return Err(vm.eof_error("read() didn't return enough bytes"));
    }
    Ok(Ref::none())
}

/// `tofile(file)`, piece by piece.
pub fn tofile(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    const PIECE: usize = 4096;
    let write = vm.memory(vm.intern("write"))?;
    let octets = vm.memory(this.octets.copy())?;
    for piece in octets.chunks(PIECE) {
        vm.call_method(required(args, 0), &write, &[vm.bytes(piece)?])?;
    }
    Ok(Ref::none())
}

/// Appends characters.
///
/// # Errors
/// BufferError, MemoryError.
pub fn add_text(vm: &Vm, this: This<'_, Array>, text: &Obj) -> Result<(), Raised> {
    let mut octets = Buf::new();
    if let Some(text) = text.cast::<Str>() {
        for point in text.chars().iter() {
            vm.memory(octets.extend_from_slice(&point.to_ne_bytes()))?;
        }
    }
    let len = this.storage().len();
    splice(vm, &this, len, len, &octets)
}

/// `fromunicode(text)`
pub fn fromunicode(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    let text = required(args, 0);
    if text.cast::<Str>().is_none() {
        let name = text.type_().short_name();
        return Err(vm.type_error(format_args!("fromunicode() argument must be str, not {name}")));
    }
    if !this.is_text() {
        let text = "fromunicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(vm.value_error(text));
    }
    add_text(vm, this, text).map(|()| Ref::none())
}

/// The characters of an array, a str.
///
/// # Errors
/// ValueError if one is none.
pub fn text_of(vm: &Vm, this: This<'_, Array>) -> Outcome {
    let mut text = StrBuilder::new(vm);
    for index in 0..this.storage().len() {
        text.push_str(&*item_of(vm, &this, index)?)?;
    }
    text.finish()
}

/// `tounicode()`
pub fn tounicode(vm: &Vm, this: This<'_, Array>, _args: &[Ref]) -> Outcome {
    if !this.is_text() {
        let text = "tounicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(vm.value_error(text));
    }
    text_of(vm, this)
}

/// `array + other`
pub fn concat(vm: &Vm, this: This<'_, Array>, other: &Obj) -> Outcome {
    let Some(array) = other.cast::<Array>() else {
        let name = other.type_().short_name();
        return Err(vm.type_error(format_args!("can only append array (not \"{name}\") to array")));
    };
    if array.code != this.code {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let sum = make(vm, TypeRef::of(&ARRAY), this.code, vm.memory(this.octets.copy())?)?;
    if let Some(sum) = sum.cast::<Array>() {
        add(vm, sum, other)?;
    }
    Ok(sum)
}

fn repeated(vm: &Vm, this: &Array, count: isize) -> Result<Buf<u8>, Raised> {
    let octets = vm.memory(this.octets.copy())?;
    let count = usize::try_from(count).unwrap_or(0);
    let Some(len) = octets.len().checked_mul(count) else { return Err(vm.memory_error()) };
    let mut all = vm.memory(Buf::with_capacity(len))?;
    for _ in 0..if octets.is_empty() { 0 } else { count } {
        vm.memory(all.extend_from_slice(&octets))?;
    }
    Ok(all)
}

/// `array * count`
pub fn repeat(vm: &Vm, this: This<'_, Array>, count: isize) -> Outcome {
    make(vm, TypeRef::of(&ARRAY), this.code, repeated(vm, &this, count)?)
}

/// `array += other`
pub fn inplace_concat(vm: &Vm, this: This<'_, Array>, other: &Obj) -> Outcome {
    if other.cast::<Array>().is_none() {
        let name = other.type_().short_name();
        return Err(vm.type_error(format_args!("can only extend with array (not \"{name}\")")));
    }
    add(vm, this, other)?;
    Ok(this.own())
}

/// `array *= count`
pub fn inplace_repeat(vm: &Vm, this: This<'_, Array>, count: isize) -> Outcome {
    let all = repeated(vm, &this, count)?;
    splice(vm, &this, 0, this.storage().len(), &all)?;
    Ok(this.own())
}
