//! `list.sort`: stable, with an optional key, on items moved out of the list.

use pyrite_algo::OutOfMemory;

use crate::args;
use crate::coll::list::{KeyedItems, List};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, Vm};

/// What ends a sort early.
enum SortError {
    Raised(Raised),
    Memory,
}

impl From<OutOfMemory> for SortError {
    fn from(_: OutOfMemory) -> SortError {
        SortError::Memory
    }
}

/// `list.sort(*, key=None, reverse=False)`
///
/// # Errors
/// What key and comparisons raise; the list then holds all its items, in some order.
/// ValueError if they changed the list.
pub fn list_sort(vm: &Vm, this: This<'_, List>, args: &[Option<&Obj>]) -> Outcome {
    let key = args::bound(args, 0).filter(|key| !key.is_none());
    let reverse = args::bound(args, 1).map_or(Ok(false), |flag| vm.is_true(flag))?;
    sort(vm, this, key, reverse)?;
    Ok(Ref::none())
}

/// Sorts in place by `<` of the items, or of what `key` returns for each.
///
/// # Errors
/// As [`list_sort`].
pub fn sort(vm: &Vm, this: This<'_, List>, key: Option<&Obj>, reverse: bool) -> Result<(), Raised> {
    let (result, changed) = this.with_items(|items| {
        // Reversed before and after, so that equal items keep their order.
        if reverse {
            items.reverse();
        }
        let result = match key {
            None => List::sort_items(items, |a, b| less(vm, a, b)),
            Some(key) => sort_by_key(vm, items, key),
        };
        if reverse {
            items.reverse();
        }
        result
    });
    match result {
        Ok(()) if changed => Err(vm.value_error("list modified during sort")),
        Ok(()) => Ok(()),
        Err(SortError::Raised(raised)) => Err(raised),
        Err(SortError::Memory) => Err(vm.memory_error()),
    }
}

fn sort_by_key(vm: &Vm, items: &mut [Ref], key: &Obj) -> Result<(), SortError> {
    let mut keyed = KeyedItems::with_capacity(items.len())?;
    for item in &*items {
        let key = vm.call_one(key, item).map_err(SortError::Raised)?;
        keyed.push(key)?;
    }
    keyed.sort(items, |a, b| less(vm, a, b))
}

#[inline]
fn less(vm: &Vm, a: &Obj, b: &Obj) -> Result<bool, SortError> {
    if let (Some(a), Some(b)) = (a.small(), b.small()) {
        return Ok(a < b);
    }
    vm.compare_bool(CompareOp::Lt, a, b).map_err(SortError::Raised)
}
