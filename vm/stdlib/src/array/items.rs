//! Items of an array: reading, storing, comparing.

use pyrite_algo::Buf;
use pyrite_api::binary::{Kind, Misfit};
use pyrite_api::types::{Slice, Str, slice_adjust, slice_index, slice_unpack};
use pyrite_api::{CompareOp, Obj, Outcome, Raised, Ref, This, Vm, optional, required};

use super::{Array, make};

const BIG: bool = cfg!(target_endian = "big");
/// Bytes of the largest item.
const ITEM_MAX: usize = 8;

/// Item `index`; None if there is none (any more).
///
/// # Errors
/// ValueError for a character that is none; MemoryError.
pub fn item_of(vm: &Vm, this: &Array, index: usize) -> Outcome {
    let size = this.item_size();
    let mut bytes = [0; ITEM_MAX];
    let Some(bytes) = bytes.get_mut(..size) else { return Ok(Ref::none()) };
    for (place, byte) in bytes.iter_mut().enumerate() {
        let Some(octet) = this.octets.get(index * size + place) else { return Ok(Ref::none()) };
        *byte = octet;
    }
    if !this.is_text() {
        return vm.unpack_item(this.code, BIG, bytes);
    }
    let point = u32::from_ne_bytes(bytes.first_chunk().copied().unwrap_or_default());
    if point > 0x10_ffff {
        return Err(vm.value_error(format_args!("character U+{point:x} is not in range [U+0000; U+10ffff]")));
    }
    vm.char_str(point)
}

/// A value as the bytes of an item.
///
/// # Errors
/// TypeError, OverflowError.
pub fn packed(vm: &Vm, this: &Array, value: &Obj) -> Result<[u8; ITEM_MAX], Raised> {
    let mut bytes = [0; ITEM_MAX];
    if this.is_text() {
        let point = value.cast::<Str>().filter(|text| text.len() == 1).and_then(|text| text.char_at(0));
        let Some(point) = point else {
            return Err(vm.type_error("array item must be unicode character"));
        };
        if let Some(to) = bytes.first_chunk_mut() {
            *to = point.to_ne_bytes();
        }
        return Ok(bytes);
    }
    let Some(to) = bytes.get_mut(..this.item_size()) else { return Ok(bytes) };
    match vm.pack_item(this.code, BIG, value, to) {
        Ok(()) => {}
        Err(Misfit::Raised(raised)) => return Err(raised),
        // As C does: what is too large for a float is infinite.
        Err(Misfit::Range) if this.code.kind == Kind::Float => {
            let value = vm.real(value)? as f32;
            to.copy_from_slice(&value.to_ne_bytes());
        }
        Err(Misfit::Range) => return Err(out_of_range(vm, this.code.letter, value)),
        Err(Misfit::Type) if this.code.kind == Kind::Float => {
            vm.real(value)?;
        }
        Err(Misfit::Type) => {
            vm.index_object(value)?;
        }
    }
    Ok(bytes)
}

#[cold]
fn out_of_range(vm: &Vm, letter: u8, value: &Obj) -> Raised {
    let Ok(value) = vm.index_object(value) else { return Raised::already_set() };
    let negative = value.int().is_some_and(|value| value.is_negative());
    let small = value.int().and_then(|value| value.to_i64()).is_some();
    let name = match letter {
        b'I' | b'L' if negative => return vm.overflow_error("can't convert negative value to unsigned int"),
        b'Q' if negative => return vm.overflow_error("can't convert negative int to unsigned"),
        b'q' | b'Q' => return vm.overflow_error("int too big to convert"),
        b'L' => return vm.overflow_error("Python int too large to convert to C unsigned long"),
        b'I' => "unsigned int",
        _ if !small || letter == b'l' => {
            return vm.overflow_error("Python int too large to convert to C long");
        }
        b'b' => "signed char",
        b'B' => "unsigned byte integer",
        b'h' => "signed short integer",
        b'H' => "unsigned short",
        _ => "signed integer",
    };
    let beyond = if negative { "less than minimum" } else { "greater than maximum" };
    vm.overflow_error(format_args!("{name} is {beyond}"))
}

/// Stores a value at `index`; at the end, the array grows.
///
/// # Errors
/// TypeError, OverflowError; BufferError if it would have to grow under a view.
pub fn put(vm: &Vm, this: This<'_, Array>, index: usize, value: &Obj) -> Result<(), Raised> {
    let bytes = packed(vm, &this, value)?;
    let size = this.item_size();
    let bytes = bytes.get(..size).unwrap_or(&[]);
    let start = index * size;
    if start >= this.octets.len() {
        can_resize(vm, &this)?;
        return vm.memory(this.octets.with(|octets| octets.extend_from_slice(bytes)));
    }
    this.octets.with(|octets| {
        if let Some(to) = octets.get_mut(start..start + size) {
            to.copy_from_slice(bytes);
        }
    });
    Ok(())
}

/// Views need the items to stay where they are.
///
/// # Errors
/// BufferError.
pub fn can_resize(vm: &Vm, this: &Array) -> Result<(), Raised> {
    if this.octets.exports() == 0 {
        return Ok(());
    }
    Err(vm.buffer_error("cannot resize an array that is exporting buffers"))
}

/// `array[index]` of the sequence protocol.
pub fn item(vm: &Vm, this: This<'_, Array>, index: isize) -> Outcome {
    match usize::try_from(index).ok().filter(|&index| index < this.storage().len()) {
        Some(index) => item_of(vm, &this, index),
        None => Err(vm.index_error("array index out of range")),
    }
}

fn place(vm: &Vm, this: &Array, key: &Obj, text: &str) -> Result<usize, Raised> {
    if key.int().is_none() && key.type_().number().index.is_none() {
        return Err(vm.type_error("array indices must be integers"));
    }
    let index = vm.index(key)?;
    let index = if index < 0 { index.saturating_add(this.len() as isize) } else { index };
    let index = usize::try_from(index).ok().filter(|&index| index < this.len());
    index.ok_or_else(|| vm.index_error(text))
}

/// `array[key]`
pub fn subscript(vm: &Vm, this: This<'_, Array>, key: &Obj) -> Outcome {
    let Some(slice) = key.exact::<Slice>() else {
        let index = place(vm, &this, key, "array index out of range")?;
        return item_of(vm, &this, index);
    };
    let bounds = slice_adjust(slice_unpack(vm, slice)?, this.storage().len());
    let size = this.item_size();
    let mut part = vm.memory(Buf::with_capacity(bounds.count * size))?;
    this.octets
        .with(|octets| {
            let mut items = bounds.indices().filter_map(|index| octets.get(index * size..(index + 1) * size));
            items.try_for_each(|item| part.extend_from_slice(item))
        })
        .map_err(|_| vm.memory_error())?;
    make(vm, pyrite_api::TypeRef::of(&super::ARRAY), this.code, part)
}

/// `array[key] = value`, `del array[key]`
pub fn store(vm: &Vm, this: This<'_, Array>, key: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let Some(slice) = key.exact::<Slice>() else {
        let index = place(vm, &this, key, "array assignment index out of range")?;
        return match value {
            Some(value) => put(vm, this, index, value),
            None => super::change::splice(vm, &this, index, index + 1, &[]),
        };
    };
    let fresh = match value {
        None => Buf::new(),
        Some(value) => match value.cast::<Array>() {
            Some(other) if other.code == this.code => vm.memory(other.octets.copy())?,
            Some(_) => return Err(vm.type_error("bad argument type for built-in operation")),
            None => {
                let name = value.type_().short_name();
                return Err(
                    vm.type_error(format_args!("can only assign array (not \"{name}\") to array slice"))
                );
            }
        },
    };
    let size = this.item_size();
    let bounds = slice_adjust(slice_unpack(vm, slice)?, this.storage().len());
    if bounds.step == 1 {
        let start = bounds.start.max(0) as usize;
        return super::change::splice(vm, &this, start, start + bounds.count, &fresh);
    }
    if value.is_none() {
        super::items::can_resize(vm, &this)?;
        let rising = bounds.rising();
        this.octets.with(|octets| {
            for (gone, index) in rising.indices().enumerate() {
                let at = (index - gone) * size;
                let len = octets.len();
                octets.copy_within((at + size).min(len)..len, at);
                octets.truncate(len - size);
            }
        });
        return Ok(());
    }
    if fresh.len() / size != bounds.count {
        let count = fresh.len() / size;
        let text = format_args!(
            "attempt to assign array of size {count} to extended slice of size {}",
            bounds.count
        );
        return Err(vm.value_error(text));
    }
    this.octets.with(|octets| {
        for (index, item) in bounds.indices().zip(fresh.chunks_exact(size)) {
            if let Some(to) = octets.get_mut(index * size..(index + 1) * size) {
                to.copy_from_slice(item);
            }
        }
    });
    Ok(())
}

/// The first item from `start` to `stop` that equals `value`.
///
/// # Errors
/// What comparing raises.
pub fn find(vm: &Vm, this: &Array, value: &Obj, start: usize, stop: usize) -> Result<Option<usize>, Raised> {
    let mut index = start;
    // Comparing may change the array.
    while index < stop.min(this.len()) {
        if vm.equals(&*item_of(vm, this, index)?, value)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

/// `value in array`
pub fn contains(vm: &Vm, this: This<'_, Array>, value: &Obj) -> Result<bool, Raised> {
    Ok(find(vm, &this, value, 0, usize::MAX)?.is_some())
}

/// `index(value, start=0, stop=...)`
pub fn index(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    let bound = |index: usize, default: usize| match optional(args, index) {
        None => Ok(default),
        Some(bound) => {
            let bound = slice_index(vm, bound)?;
            let bound = if bound < 0 { bound.saturating_add(this.storage().len() as isize) } else { bound };
            Ok(bound.max(0) as usize)
        }
    };
    match find(vm, &this, required(args, 0), bound(1, 0)?, bound(2, usize::MAX)?)? {
        Some(index) => vm.int(index as i64),
        None => Err(vm.value_error("array.index(x): x not in array")),
    }
}

/// `count(value)`
pub fn count(vm: &Vm, this: This<'_, Array>, args: &[Ref]) -> Outcome {
    let (mut count, mut from) = (0, 0);
    while let Some(index) = find(vm, &this, required(args, 0), from, usize::MAX)? {
        count += 1;
        from = index + 1;
    }
    vm.int(count)
}

/// Comparison with another array.
pub fn compare(vm: &Vm, this: This<'_, Array>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.cast::<Array>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let (mut index, lens) = (0, (this.storage().len(), other.storage().len()));
    if lens.0 != lens.1 && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Ref::bool(op == CompareOp::Ne));
    }
    while index < lens.0.min(lens.1) {
        let (a, b) = (item_of(vm, &this, index)?, item_of(vm, &other, index)?);
        if !vm.equals(&a, &b)? {
            return match op {
                CompareOp::Eq | CompareOp::Ne => Ok(Ref::bool(op == CompareOp::Ne)),
                _ => vm.compare(op, &a, &b),
            };
        }
        index += 1;
    }
    Ok(Ref::bool(op.holds(lens.0.cmp(&lens.1))))
}
