//! Ranges as sequences: items, slices, membership, equality.

use super::{RANGE, Range, integer, is_negative, new};
use crate::args::required;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, TypeRef, Vm};
use crate::new::Text;
use crate::types::int::{arith, divide};
use crate::types::slice::{Slice, slice_indices};

/// `range.start`
///
/// # Errors
/// None.
pub fn start(_vm: &Vm, this: This<'_, Range>) -> Outcome {
    Ok(this.start.clone())
}

/// `range.stop`
///
/// # Errors
/// None.
pub fn stop(_vm: &Vm, this: This<'_, Range>) -> Outcome {
    Ok(this.stop.clone())
}

/// `range.step`
///
/// # Errors
/// None.
pub fn step(_vm: &Vm, this: This<'_, Range>) -> Outcome {
    Ok(this.step.clone())
}

/// `range.__reduce__()`
///
/// # Errors
/// MemoryError.
pub fn reduce(vm: &Vm, this: This<'_, Range>, _args: &[Ref]) -> Outcome {
    let parts = vm.tuple(&[&this.start, &this.stop, &this.step])?;
    vm.tuple(&[TypeRef::of(&RANGE).as_obj(), &parts])
}

/// The item at an index that counts from the start; negative ones from the end.
fn item_at(vm: &Vm, this: This<'_, Range>, index: &Obj) -> Outcome {
    let index = if is_negative(index) { arith::add(vm, index, &this.len)? } else { index.own() };
    if is_negative(&index) || !vm.compare_bool(CompareOp::Lt, &index, &this.len)? {
        return Err(vm.index_error("range object index out of range"));
    }
    this.item(vm, &index)
}

/// The sequence slot: the caller has dealt with negative indices.
///
/// # Errors
/// IndexError.
pub fn item(vm: &Vm, this: This<'_, Range>, index: isize) -> Outcome {
    let index = vm.int_word(index)?;
    if is_negative(&index) {
        return Err(vm.index_error("range object index out of range"));
    }
    item_at(vm, this, &index)
}

/// `range[index]`, `range[slice]`
///
/// # Errors
/// IndexError; TypeError if the key is neither integer nor slice.
pub fn subscript(vm: &Vm, this: This<'_, Range>, key: &Obj) -> Outcome {
    if let Some(slice) = key.cast::<Slice>() {
        return part(vm, this, slice);
    }
    if key.int().is_none() && key.type_().number().index.is_none() {
        return Err(vm.type_error(format_args!(
            "range indices must be integers or slices, not {}",
            key.type_().short_name()
        )));
    }
    item_at(vm, this, &*integer(vm, key)?)
}

fn part(vm: &Vm, this: This<'_, Range>, slice: This<'_, Slice>) -> Outcome {
    let indices = slice_indices(vm, slice, core::slice::from_ref(&this.len))?;
    let bounds = indices.cast::<crate::raw::tuple::Tuple>().map_or(&[][..], |bounds| bounds.items());
    let [start, stop, step] = bounds else { return Ok(Ref::none()) };
    new(vm, this.item(vm, start)?, this.item(vm, stop)?, arith::multiply(vm, &this.step, step)?)
}

/// Where an int is in the range: its index, or `None`.
fn find_int(vm: &Vm, this: This<'_, Range>, value: &Obj) -> Result<Option<Ref>, Raised> {
    let distance = arith::subtract(vm, value, &this.start)?;
    let zero = Ref::small(0);
    if !vm.equals(&*divide::remainder(vm, &distance, &this.step)?, &zero)? {
        return Ok(None);
    }
    let index = divide::floor_divide(vm, &distance, &this.step)?;
    let inside = !is_negative(&index) && vm.compare_bool(CompareOp::Lt, &index, &this.len)?;
    Ok(inside.then_some(index))
}

/// Whether the object is an int or bool itself: others may be equal to items in their own way.
fn is_plain_int(value: &Obj) -> bool {
    value.is_exact_int() || value.is(Obj::TRUE) || value.is(Obj::FALSE)
}

/// Calls `each` with index and item, until it returns false.
fn walk(
    vm: &Vm,
    this: This<'_, Range>,
    mut each: impl FnMut(&Obj, &Obj) -> Result<bool, Raised>,
) -> Result<(), Raised> {
    let one = Ref::small(1);
    let mut index = Ref::small(0);
    while vm.compare_bool(CompareOp::Lt, &index, &this.len)? {
        if !each(&index, &*this.item(vm, &index)?)? {
            break;
        }
        index = arith::add(vm, &index, &one)?;
    }
    Ok(())
}

/// `value in range`: O(1) for ints.
///
/// # Errors
/// What comparisons raise.
pub fn contains(vm: &Vm, this: This<'_, Range>, value: &Obj) -> Result<bool, Raised> {
    if is_plain_int(value) {
        return Ok(find_int(vm, this, value)?.is_some());
    }
    let mut found = false;
    walk(vm, this, |_, item| {
        found = vm.equals(item, value)?;
        Ok(!found)
    })?;
    Ok(found)
}

/// `range.count(value)`: O(1) for ints.
///
/// # Errors
/// What comparisons raise.
pub fn count(vm: &Vm, this: This<'_, Range>, args: &[Ref]) -> Outcome {
    let value = required(args, 0);
    if is_plain_int(value) {
        return Ok(Ref::small(isize::from(find_int(vm, this, value)?.is_some())));
    }
    let mut count = 0;
    walk(vm, this, |_, item| {
        count += i64::from(vm.equals(item, value)?);
        Ok(true)
    })?;
    vm.int(count)
}

/// `range.index(value)`: O(1) for ints.
///
/// # Errors
/// ValueError if it is not in the range; what comparisons raise.
pub fn index(vm: &Vm, this: This<'_, Range>, args: &[Ref]) -> Outcome {
    let value = required(args, 0);
    if is_plain_int(value) {
        if let Some(index) = find_int(vm, this, value)? {
            return Ok(index);
        }
        let repr = vm.repr(value)?;
        return Err(vm.value_error(format_args!("{} is not in range", Text(&repr))));
    }
    let mut found = None;
    walk(vm, this, |index, item| {
        if vm.equals(item, value)? {
            found = Some(index.own());
        }
        Ok(found.is_none())
    })?;
    found.ok_or_else(|| vm.value_error("sequence.index(x): x not in sequence"))
}

/// What makes a range: length; with items the first; with more than one the step.
fn essence(this: This<'_, Range>) -> [Ref; 3] {
    let first = if this.len.small() == Some(0) { Ref::none() } else { this.start.clone() };
    let step = if matches!(this.len.small(), Some(0 | 1)) { Ref::none() } else { this.step.clone() };
    [this.len.clone(), first, step]
}

/// Equality as sequences.
///
/// # Errors
/// None.
pub fn compare(vm: &Vm, this: This<'_, Range>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.cast::<Range>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let mut equal = true;
    for (a, b) in essence(this).iter().zip(&essence(other)) {
        equal = equal && vm.equals(a, b)?;
    }
    Ok(Ref::bool(equal == (op == CompareOp::Eq)))
}

/// `hash(range)`: equal for equal ranges.
///
/// # Errors
/// None.
pub fn hash(vm: &Vm, this: This<'_, Range>) -> Result<usize, Raised> {
    let mut hash = pyrite_algo::hash::TupleHash::new();
    for part in &essence(this) {
        hash.add(vm.hash(part)? as isize);
    }
    Ok(hash.finish() as usize)
}
