//! `bytearray[key] = value` and `del bytearray[key]`.

use pyrite_algo::Buf;

use crate::model::value::Obj;
use crate::model::{Raised, This, Vm};
use crate::raw::bytearray::ByteArray;
use crate::raw::str::Str;
use crate::text::octet_methods::BYTE_RANGE;
use crate::types::bytes::subscript_index;
use crate::types::slice::{Slice, slice_adjust, slice_unpack};

use super::change::{check_exports, splice};

pub fn bytearray_store(
    vm: &Vm,
    this: This<'_, ByteArray>,
    key: &Obj,
    value: Option<&Obj>,
) -> Result<(), Raised> {
    if let Some(slice) = key.exact::<Slice>() {
        return store_slice(vm, this, slice, value);
    }
    let index = subscript_index(vm, key, "bytearray indices must be integers or slices, not")?;
    let octet = match value {
        Some(value) => Some(vm.octet(value, BYTE_RANGE)?),
        None => None,
    };
    let index = if index < 0 { index + this.len() as isize } else { index };
    let Some(index) = usize::try_from(index).ok().filter(|&index| index < this.len()) else {
        return Err(vm.index_error("bytearray index out of range"));
    };
    match octet {
        Some(octet) => this.with(|octets| {
            if let Some(slot) = octets.get_mut(index) {
                *slot = octet;
            }
        }),
        None => {
            check_exports(vm, this)?;
            this.with(|octets| octets.remove(index));
        }
    }
    Ok(())
}

fn store_slice(
    vm: &Vm,
    this: This<'_, ByteArray>,
    slice: This<'_, Slice>,
    value: Option<&Obj>,
) -> Result<(), Raised> {
    let slice = slice_unpack(vm, slice)?;
    let fresh = match value {
        Some(value) if value.int().is_some() || value.cast::<Str>().is_some() => {
            return Err(
                vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
            );
        }
        Some(value) => vm.collect_octets(value, BYTE_RANGE)?,
        None => Buf::new(),
    };
    // Only now: what gave the octets may have changed the bytearray.
    let bounds = slice_adjust(slice, this.len());
    if bounds.step == 1 {
        let start = bounds.start.max(0) as usize;
        if fresh.len() != bounds.count {
            check_exports(vm, this)?;
        }
        return vm.memory(splice(this, start, start + bounds.count, &fresh));
    }
    if value.is_none() {
        check_exports(vm, this)?;
        let rising = bounds.rising();
        this.with(|octets| {
            for (gone, index) in rising.indices().enumerate() {
                octets.remove(index - gone);
            }
        });
        return Ok(());
    }
    if fresh.len() != bounds.count {
        return Err(vm.value_error(format_args!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            fresh.len(),
            bounds.count
        )));
    }
    this.with(|octets| {
        for (index, octet) in bounds.indices().zip(fresh.iter()) {
            if let Some(slot) = octets.get_mut(index) {
                *slot = *octet;
            }
        }
    });
    Ok(())
}
