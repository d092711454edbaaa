//! Subscripts of lists: indices and slices, read, written and deleted.

use crate::coll::items::{index_key, wrap_index};
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, This, Vm};
use crate::types::exceptions;
use crate::types::slice::{Bounds, Slice, slice_adjust, slice_unpack};

/// `list[key]`
///
/// # Errors
/// IndexError, TypeError for other keys.
pub fn list_subscript(vm: &Vm, this: This<'_, List>, key: &Obj) -> Outcome {
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice_adjust(slice_unpack(vm, slice)?, this.len());
        return copy_part(vm, this, bounds);
    }
    let index = index_key(vm, key, "list")?;
    let item = wrap_index(index, this.len()).and_then(|index| this.get(index));
    item.ok_or_else(|| vm.index_error("list index out of range"))
}

fn copy_part(vm: &Vm, this: This<'_, List>, bounds: Bounds) -> Outcome {
    let part = List::new();
    if bounds.step == 1 {
        let start = bounds.start as usize;
        vm.memory(part.push_part(vm, &this, start, start + bounds.count))?;
    } else if bounds.count > 0 {
        vm.memory(part.reserve(vm, bounds.count))?;
        for item in bounds.indices().map_while(|index| this.get(index)) {
            vm.memory(part.push(vm, item))?;
        }
    }
    vm.list_from(part)
}

/// `list[key] = value`, `del list[key]`
///
/// # Errors
/// IndexError, TypeError for other keys, ValueError if the sizes of an extended slice differ.
pub fn list_store_subscript(
    vm: &Vm,
    this: This<'_, List>,
    key: &Obj,
    value: Option<&Obj>,
) -> Result<(), Raised> {
    if let Some(slice) = key.exact::<Slice>() {
        return match value {
            Some(value) => assign_slice(vm, this, slice, value),
            None => delete_slice(vm, this, slice),
        };
    }
    let index = index_key(vm, key, "list")?;
    let Some(index) = wrap_index(index, this.len()) else {
        return Err(vm.index_error("list assignment index out of range"));
    };
    match value {
        Some(value) => drop(this.set(index, value.own())),
        None => drop(this.remove(index)),
    }
    Ok(())
}

fn delete_slice(vm: &Vm, this: This<'_, List>, slice: This<'_, Slice>) -> Result<(), Raised> {
    let bounds = slice_adjust(slice_unpack(vm, slice)?, this.len()).rising();
    if bounds.count == 0 {
        return Ok(());
    }
    let (start, step) = (bounds.start as usize, bounds.step as usize);
    vm.memory(if step == 1 {
        this.splice(vm, start, start + bounds.count, &List::new())
    } else {
        this.remove_stepped(vm, start, step, bounds.count)
    })
}

/// The items to assign, moved or copied out, so that `value` may be the list itself.
fn fresh_items(vm: &Vm, value: &Obj) -> Result<List, Raised> {
    if value.cast::<List>().is_none() && value.type_().iter().is_none() {
        // Looking for an iterator fails here, and only here, with a text of its own.
        return match vm.iter(value) {
            Ok(iterator) => vm.collect_list(&iterator),
            Err(raised) => {
                vm.suppress(raised, &exceptions::TYPE_ERROR)?;
                Err(vm.type_error("must assign iterable to extended slice"))
            }
        };
    }
    vm.collect_list(value)
}

fn assign_slice(vm: &Vm, this: This<'_, List>, slice: This<'_, Slice>, value: &Obj) -> Result<(), Raised> {
    // Bounds and items may run code that changes the list: its length is taken last.
    let unpacked = slice_unpack(vm, slice)?;
    if unpacked.2 == 1 {
        let fresh = fresh_items(vm, value)?;
        let bounds = slice_adjust(unpacked, this.len());
        let start = bounds.start as usize;
        return vm.memory(this.splice(vm, start, start + bounds.count, &fresh));
    }
    let fresh = fresh_items(vm, value)?;
    let bounds = slice_adjust(unpacked, this.len());
    if fresh.len() != bounds.count {
        return Err(vm.value_error(format_args!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            fresh.len(),
            bounds.count
        )));
    }
    // The old items end up in `fresh` and are dropped with it, once all are in place.
    for (index, from) in bounds.indices().zip(0..) {
        this.exchange_item(index, &fresh, from);
    }
    Ok(())
}
