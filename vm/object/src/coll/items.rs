//! What lists and tuples share: search, order and text of items by index.
//!
//! Items are cloned one by one, because comparing or showing one may run Python code that
//! changes the list.

use pyrite_algo::Buf;

use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, Vm};
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;

/// Items by index.
pub trait Items {
    /// How many there are now.
    fn count_items(&self) -> usize;
    /// An owned copy of item `index`.
    fn item(&self, index: usize) -> Option<Ref>;
    /// The first index at or after `from` whose item the fast search cannot tell apart from
    /// the small integer `key` (equal, or neither small integer nor str).
    fn scan_small(&self, key: &Obj, from: usize) -> Option<usize>;
}

fn may_equal_small(item: &Obj, key: &Obj) -> bool {
    item.is(key) || !item.is_small() && item.exact::<Str>().is_none()
}

impl Items for This<'_, List> {
    fn count_items(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<Ref> {
        self.get(index)
    }

    fn scan_small(&self, key: &Obj, from: usize) -> Option<usize> {
        self.position_from(from, |item| may_equal_small(item, key))
    }
}

impl Items for This<'_, Tuple> {
    fn count_items(&self) -> usize {
        self.items().len()
    }

    fn item(&self, index: usize) -> Option<Ref> {
        self.items().get(index).cloned()
    }

    fn scan_small(&self, key: &Obj, from: usize) -> Option<usize> {
        let found = self.items().get(from..)?.iter().position(|item| may_equal_small(item, key))?;
        Some(from + found)
    }
}

/// The first index from `start` and below `stop` whose item is `key` or equals it.
///
/// # Errors
/// What the comparisons raise.
pub fn find(
    vm: &Vm,
    items: &dyn Items,
    key: &Obj,
    start: usize,
    stop: usize,
) -> Result<Option<usize>, Raised> {
    let mut index = start;
    loop {
        if key.is_small() {
            let Some(next) = items.scan_small(key, index) else { return Ok(None) };
            index = next;
        }
        if index >= stop {
            return Ok(None);
        }
        let Some(item) = items.item(index) else { return Ok(None) };
        if vm.equals(&item, key)? {
            return Ok(Some(index));
        }
        index += 1;
    }
}

/// How many items equal `key`.
///
/// # Errors
/// What the comparisons raise.
pub fn count(vm: &Vm, items: &dyn Items, key: &Obj) -> Result<usize, Raised> {
    let (mut count, mut from) = (0, 0);
    while let Some(index) = find(vm, items, key, from, usize::MAX)? {
        count += 1;
        from = index + 1;
    }
    Ok(count)
}

/// `a op b`: the first items that differ decide, else the lengths.
///
/// # Errors
/// What the comparisons raise.
pub fn compare(vm: &Vm, a: &dyn Items, b: &dyn Items, op: CompareOp) -> Outcome {
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && a.count_items() != b.count_items() {
        return Ok(Ref::bool(op == CompareOp::Ne));
    }
    let mut index = 0;
    while let (Some(x), Some(y)) = (a.item(index), b.item(index)) {
        if !vm.equals(&x, &y)? {
            // The comparison may have taken the items away.
            if index >= a.count_items().min(b.count_items()) {
                break;
            }
            return match op {
                CompareOp::Eq => Ok(Ref::bool(false)),
                CompareOp::Ne => Ok(Ref::bool(true)),
                _ => vm.compare(op, &x, &y),
            };
        }
        index += 1;
    }
    Ok(Ref::bool(op.holds(a.count_items().cmp(&b.count_items()))))
}

/// As [`compare`], without counting references: tuples do not change.
///
/// # Errors
/// What the comparisons raise.
pub fn compare_tuples(vm: &Vm, a: This<'_, Tuple>, b: This<'_, Tuple>, op: CompareOp) -> Outcome {
    let (a, b) = (a.items(), b.items());
    for (x, y) in a.iter().zip(b) {
        if !vm.equals(x, y)? {
            return match op {
                CompareOp::Eq => Ok(Ref::bool(false)),
                CompareOp::Ne => Ok(Ref::bool(true)),
                _ => vm.compare(op, x, y),
            };
        }
    }
    Ok(Ref::bool(op.holds(a.len().cmp(&b.len()))))
}

/// Appends the items' texts, separated by commas.
///
/// # Errors
/// What `__repr__` raises, MemoryError.
pub fn write_repr(vm: &Vm, items: &dyn Items, text: &mut Buf<u8>) -> Result<(), Raised> {
    let mut index = 0;
    while let Some(item) = items.item(index) {
        if index > 0 {
            vm.memory(text.extend_from_slice(b", "))?;
        }
        let shown = vm.repr(&item)?;
        vm.append_utf8(&shown, text)?;
        index += 1;
    }
    Ok(())
}

/// An index that may count from the end, for a sequence of `len` items; `None` if it is not in it.
#[inline]
pub fn wrap_index(index: isize, len: usize) -> Option<usize> {
    let index = if index < 0 { index.wrapping_add(len as isize) } else { index };
    usize::try_from(index).ok().filter(|&index| index < len)
}

/// A bound of `index(value, start, stop)`, clipped to 0 and above.
pub fn clip_bound(bound: isize, len: usize) -> usize {
    let bound = if bound < 0 { bound.saturating_add(len as isize) } else { bound };
    usize::try_from(bound).unwrap_or(0)
}

/// A subscript that is no slice as a number.
///
/// # Errors
/// TypeError if it is no integer, IndexError if it does not fit the machine word.
#[inline]
pub fn index_key(vm: &Vm, key: &Obj, type_name: &str) -> Result<isize, Raised> {
    match key.small() {
        Some(index) => Ok(index),
        None => index_key_slow(vm, key, type_name),
    }
}

#[cold]
fn index_key_slow(vm: &Vm, key: &Obj, type_name: &str) -> Result<isize, Raised> {
    if key.int().is_none() && key.type_().number().index.is_none() {
        return Err(vm.type_error(format_args!(
            "{type_name} indices must be integers or slices, not {}",
            key.type_().short_name()
        )));
    }
    let index = vm.index_object(key)?;
    let value = index.int().and_then(|int| int.to_i64()).and_then(|value| isize::try_from(value).ok());
    value.ok_or_else(|| {
        vm.index_error(format_args!("cannot fit '{}' into an index-sized integer", key.type_().short_name()))
    })
}
