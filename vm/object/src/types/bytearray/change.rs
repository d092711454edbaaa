//! What changes a bytearray in place.

use pyrite_algo::OutOfMemory;

use crate::args::{optional, required};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::raw::bytearray::ByteArray;
use crate::text::octet_methods::BYTE_RANGE;
use crate::text::octet_parts;

/// Views need the octets to stay where they are.
///
/// # Errors
/// BufferError.
pub fn check_exports(vm: &Vm, this: This<'_, ByteArray>) -> Result<(), Raised> {
    if this.exports() == 0 {
        return Ok(());
    }
    Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"))
}

pub fn bytearray_append(vm: &Vm, this: This<'_, ByteArray>, args: &[Ref]) -> Outcome {
    let octet = vm.octet(required(args, 0), BYTE_RANGE)?;
    check_exports(vm, this)?;
    vm.memory(this.with(|octets| octets.push(octet)))?;
    Ok(Ref::none())
}

fn extend(vm: &Vm, this: This<'_, ByteArray>, object: &Obj) -> Result<(), Raised> {
    let added = vm.collect_octets(object, BYTE_RANGE)?;
    check_exports(vm, this)?;
    vm.memory(this.with(|octets| octets.extend_from_slice(&added)))
}

pub fn bytearray_extend(vm: &Vm, this: This<'_, ByteArray>, args: &[Ref]) -> Outcome {
    let arg = required(args, 0);
    if arg.type_().iter().is_none() && arg.type_().sequence().item.is_none() {
        return Err(vm.type_error(format_args!("can't extend bytearray with {}", arg.type_().short_name())));
    }
    extend(vm, this, arg).map(|()| Ref::none())
}

/// An index argument, with negative ones counted from the end.
fn from_end(index: isize, len: usize) -> isize {
    if index < 0 { index.saturating_add(len as isize) } else { index }
}

pub fn bytearray_insert(vm: &Vm, this: This<'_, ByteArray>, args: &[Ref]) -> Outcome {
    let index = vm.index(required(args, 0))?;
    let octet = vm.octet(required(args, 1), BYTE_RANGE)?;
    check_exports(vm, this)?;
    let index = from_end(index, this.len()).max(0) as usize;
    vm.memory(this.with(|octets| octets.insert(index, octet)))?;
    Ok(Ref::none())
}

pub fn bytearray_pop(vm: &Vm, this: This<'_, ByteArray>, args: &[Ref]) -> Outcome {
    let index = match optional(args, 0) {
        Some(index) => vm.index(index)?,
        None => -1,
    };
    if this.is_empty() {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    check_exports(vm, this)?;
    let index = usize::try_from(from_end(index, this.len())).unwrap_or(usize::MAX);
    match this.with(|octets| octets.remove(index)) {
        Some(octet) => Ok(Ref::small(octet.into())),
        None => Err(vm.index_error("pop index out of range")),
    }
}

pub fn bytearray_remove(vm: &Vm, this: This<'_, ByteArray>, args: &[Ref]) -> Outcome {
    let wanted = vm.octet(required(args, 0), BYTE_RANGE)?;
    check_exports(vm, this)?;
    let removed = this.with(|octets| {
        let place = octets.iter().position(|&octet| octet == wanted)?;
        octets.remove(place)
    });
    match removed {
        Some(_) => Ok(Ref::none()),
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

pub fn bytearray_reverse(_vm: &Vm, this: This<'_, ByteArray>, _args: &[Ref]) -> Outcome {
    this.with(|octets| octets.reverse());
    Ok(Ref::none())
}

pub fn bytearray_clear(vm: &Vm, this: This<'_, ByteArray>, _args: &[Ref]) -> Outcome {
    check_exports(vm, this)?;
    this.with(|octets| *octets = pyrite_algo::Buf::new());
    Ok(Ref::none())
}

pub fn bytearray_copy(vm: &Vm, this: This<'_, ByteArray>, _args: &[Ref]) -> Outcome {
    vm.bytearray_from(vm.memory(this.copy())?)
}

pub fn bytearray_inplace_concat(vm: &Vm, this: This<'_, ByteArray>, other: &Obj) -> Outcome {
    if vm.octets(other)?.is_none() {
        return Err(vm.type_error(format_args!(
            "can't concat {} to {}",
            other.type_().short_name(),
            this.obj().type_().short_name()
        )));
    }
    extend(vm, this, other)?;
    Ok(this.own())
}

pub fn bytearray_inplace_repeat(vm: &Vm, this: This<'_, ByteArray>, count: isize) -> Outcome {
    let octets = vm.memory(this.copy())?;
    let repeated = octet_parts::repeated(vm, &octets, count)?;
    check_exports(vm, this)?;
    this.with(|octets| *octets = repeated);
    Ok(this.own())
}

/// Replaces octets `start..end` by `fresh`.
///
/// # Errors
/// [`OutOfMemory`]; the octets are as before.
pub fn splice(this: This<'_, ByteArray>, start: usize, end: usize, fresh: &[u8]) -> Result<(), OutOfMemory> {
    this.with(|octets| {
        let len = octets.len();
        let end = end.min(len);
        let start = start.min(end);
        let new_len = (len - (end - start)).checked_add(fresh.len()).ok_or(OutOfMemory)?;
        if new_len > len {
            octets.resize(new_len, 0)?;
        }
        octets.copy_within(end..len, start + fresh.len());
        octets.truncate(new_len);
        if let Some(to) = octets.get_mut(start..start + fresh.len()) {
            to.copy_from_slice(fresh);
        }
        Ok(())
    })
}
