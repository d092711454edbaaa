//! Set algebra: union, intersection, differences, order; methods and operators.
//!
//! The others may be any iterables; of sets and dicts the stored hashes are used.

use crate::args;
use crate::coll::dict::{Dict, plain_dict};
use crate::coll::set::{FrozenSet, Set, any_set};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, Vm};

use super::{is_a, receiver};

/// Calls `each` with every item of an iterable and its hash.
fn for_each_hashed(
    vm: &Vm,
    iterable: &Obj,
    mut each: impl FnMut(&Obj, usize) -> Result<(), Raised>,
) -> Result<(), Raised> {
    if let Some(set) = any_set(iterable) {
        let mut position = 0;
        while let Some((next, item, hash)) = set.next_item(position) {
            each(&item, hash)?;
            position = next;
        }
        return Ok(());
    }
    if let Some(dict) = plain_dict(iterable) {
        let mut position = 0;
        while let Some(found) = dict.next_position(position) {
            let Some((key, hash)) = dict.key_and_hash(found) else { break };
            each(&key, hash)?;
            position = found + 1;
        }
        return Ok(());
    }
    vm.for_each(iterable, |item| {
        let hash = vm.hash(&item)?;
        each(&item, hash)
    })
}

/// Adds every item of `other`.
///
/// # Errors
/// What iterating, hashing and comparing raise; the items so far stay.
pub fn update(vm: &Vm, this: &Set, other: &Obj) -> Result<(), Raised> {
    match any_set(other) {
        Some(other) if core::ptr::eq(other.storage(), this) => Ok(()),
        Some(other) if this.is_empty() => {
            // Nothing to compare with.
            let copy = vm.memory(other.copy(vm))?;
            this.exchange(&copy);
            Ok(())
        }
        _ => for_each_hashed(vm, other, |item, hash| this.add_hashed(vm, item, hash).map(drop)),
    }
}

/// The items of an iterable as a set of their own.
///
/// # Errors
/// As [`update`].
pub fn set_of(vm: &Vm, iterable: &Obj) -> Result<Set, Raised> {
    let items = Set::new();
    update(vm, &items, iterable)?;
    Ok(items)
}

/// Items of `this` that are in `other`.
///
/// # Errors
/// As [`update`].
pub fn intersection(vm: &Vm, this: &Set, other: &Obj) -> Result<Set, Raised> {
    let common = Set::new();
    if let Some(other) = any_set(other) {
        if core::ptr::eq(other.storage(), this) {
            return vm.memory(this.copy(vm));
        }
        // The smaller one is walked, the larger one is searched.
        let (small, large): (&Set, &Set) =
            if other.len() > this.len() { (this, &other) } else { (&other, this) };
        let mut position = 0;
        while let Some((next, item, hash)) = small.next_item(position) {
            if large.contains_hashed(vm, &item, hash)? {
                common.add_hashed(vm, &item, hash)?;
            }
            position = next;
        }
        return Ok(common);
    }
    for_each_hashed(vm, other, |item, hash| {
        if this.contains_hashed(vm, item, hash)? {
            common.add_hashed(vm, item, hash)?;
        }
        Ok(())
    })?;
    Ok(common)
}

/// Removes the items of `other` from `this`.
///
/// # Errors
/// As [`update`].
pub fn difference_update(vm: &Vm, this: &Set, other: &Obj) -> Result<(), Raised> {
    if any_set(other).is_some_and(|other| core::ptr::eq(other.storage(), this)) {
        this.clear();
        return Ok(());
    }
    for_each_hashed(vm, other, |item, hash| this.remove_hashed(vm, item, hash).map(drop))
}

/// Items of `this` that are not in `other`.
///
/// # Errors
/// As [`update`].
pub fn difference(vm: &Vm, this: &Set, other: &Obj) -> Result<Set, Raised> {
    let others = any_set(other);
    let dict = if others.is_none() { plain_dict(other) } else { None };
    let count = others.map(|set| set.len()).or_else(|| dict.map(|dict| dict.len()));
    if count.is_none_or(|count| this.len() / 4 > count) {
        let rest = vm.memory(this.copy(vm))?;
        difference_update(vm, &rest, other)?;
        return Ok(rest);
    }
    let rest = Set::new();
    let mut position = 0;
    while let Some((next, item, hash)) = this.next_item(position) {
        let found = match (others, dict) {
            (Some(set), _) => set.contains_hashed(vm, &item, hash)?,
            (None, Some(dict)) => dict.contains(vm, &item)?,
            (None, None) => false,
        };
        if !found {
            rest.add_hashed(vm, &item, hash)?;
        }
        position = next;
    }
    Ok(rest)
}

/// Keeps what is in one of the two only.
///
/// # Errors
/// As [`update`].
pub fn symmetric_difference_update(vm: &Vm, this: &Set, other: &Obj) -> Result<(), Raised> {
    if any_set(other).is_some_and(|other| core::ptr::eq(other.storage(), this)) {
        this.clear();
        return Ok(());
    }
    let toggle = |item: &Obj, hash: usize| -> Result<(), Raised> {
        if this.remove_hashed(vm, item, hash)?.is_none() {
            this.add_hashed(vm, item, hash)?;
        }
        Ok(())
    };
    if any_set(other).is_some() || other.cast::<Dict>().is_some() {
        return for_each_hashed(vm, other, toggle);
    }
    // An item that comes twice must not be toggled back.
    let other = vm.set_from(set_of(vm, other)?)?;
    for_each_hashed(vm, &other, toggle)
}

fn is_subset(vm: &Vm, this: &Set, other: &Set) -> Result<bool, Raised> {
    if this.len() > other.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, item, hash)) = this.next_item(position) {
        if !other.contains_hashed(vm, &item, hash)? {
            return Ok(false);
        }
        position = next;
    }
    Ok(true)
}

/// `a op b` of sets: being a subset is the order.
///
/// # Errors
/// What comparing items raises.
pub fn set_compare(vm: &Vm, object: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    let this = receiver(vm, object)?;
    let Some(that) = any_set(other) else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let hashes = object.cast::<FrozenSet>().zip(other.cast::<FrozenSet>());
    let differ = hashes.and_then(|(a, b)| a.known_hash().zip(b.known_hash())).is_some_and(|(a, b)| a != b);
    let holds = match op {
        CompareOp::Eq => this.len() == that.len() && !differ && is_subset(vm, &this, &that)?,
        CompareOp::Ne => this.len() != that.len() || differ || !is_subset(vm, &this, &that)?,
        CompareOp::Le => is_subset(vm, &this, &that)?,
        CompareOp::Ge => is_subset(vm, &that, &this)?,
        CompareOp::Lt => this.len() < that.len() && is_subset(vm, &this, &that)?,
        CompareOp::Gt => that.len() < this.len() && is_subset(vm, &that, &this)?,
    };
    Ok(Ref::bool(holds))
}

/// A new set or frozenset, whichever `like` is.
fn result_like(vm: &Vm, like: &Obj, items: Set) -> Outcome {
    if is_a::<FrozenSet>(like) { vm.frozenset_from(items) } else { vm.set_from(items) }
}

/// An operator of two sets: NotImplemented for others.
fn operator(vm: &Vm, a: &Obj, b: &Obj, operate: impl FnOnce(&Set, &Obj) -> Result<Set, Raised>) -> Outcome {
    match (any_set(a), any_set(b)) {
        (Some(this), Some(_)) => result_like(vm, a, operate(&this, b)?),
        _ => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

/// A copy of `this` that `change` has worked on.
fn changed_copy(
    vm: &Vm,
    this: &Set,
    other: &Obj,
    change: fn(&Vm, &Set, &Obj) -> Result<(), Raised>,
) -> Result<Set, Raised> {
    let copy = vm.memory(this.copy(vm))?;
    change(vm, &copy, other)?;
    Ok(copy)
}

/// `a | b`
///
/// # Errors
/// What comparing items raises.
pub fn set_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    operator(vm, a, b, |this, other| changed_copy(vm, this, other, update))
}

/// `a & b`
///
/// # Errors
/// What comparing items raises.
pub fn set_and(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    operator(vm, a, b, |this, other| intersection(vm, this, other))
}

/// `a - b`
///
/// # Errors
/// What comparing items raises.
pub fn set_subtract(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    operator(vm, a, b, |this, other| difference(vm, this, other))
}

/// `a ^ b`
///
/// # Errors
/// What comparing items raises.
pub fn set_xor(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    operator(vm, a, b, |this, other| changed_copy(vm, this, other, symmetric_difference_update))
}

fn inplace(
    vm: &Vm,
    this: This<'_, Set>,
    other: &Obj,
    change: fn(&Vm, &Set, &Obj) -> Result<(), Raised>,
) -> Outcome {
    if any_set(other).is_none() {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    change(vm, &this, other)?;
    Ok(this.own())
}

/// `a |= b`
///
/// # Errors
/// What comparing items raises.
pub fn set_inplace_or(vm: &Vm, this: This<'_, Set>, other: &Obj) -> Outcome {
    inplace(vm, this, other, update)
}

/// `a &= b`
///
/// # Errors
/// What comparing items raises.
pub fn set_inplace_and(vm: &Vm, this: This<'_, Set>, other: &Obj) -> Outcome {
    inplace(vm, this, other, intersection_update)
}

/// `a -= b`
///
/// # Errors
/// What comparing items raises.
pub fn set_inplace_subtract(vm: &Vm, this: This<'_, Set>, other: &Obj) -> Outcome {
    inplace(vm, this, other, difference_update)
}

/// `a ^= b`
///
/// # Errors
/// What comparing items raises.
pub fn set_inplace_xor(vm: &Vm, this: This<'_, Set>, other: &Obj) -> Outcome {
    inplace(vm, this, other, symmetric_difference_update)
}

fn intersection_update(vm: &Vm, this: &Set, other: &Obj) -> Result<(), Raised> {
    let common = intersection(vm, this, other)?;
    this.exchange(&common);
    Ok(())
}

/// The methods: as the functions above, for any number of any iterables.
///
/// # Errors
/// As [`update`].
pub fn union_method(vm: &Vm, object: &Obj, others: &[Ref]) -> Outcome {
    let items = vm.memory(receiver(vm, object)?.copy(vm))?;
    others.iter().try_for_each(|other| update(vm, &items, other))?;
    result_like(vm, object, items)
}

/// See [`union_method`].
///
/// # Errors
/// As [`update`].
pub fn intersection_method(vm: &Vm, object: &Obj, others: &[Ref]) -> Outcome {
    let this = receiver(vm, object)?;
    let Some((first, rest)) = others.split_first() else {
        return result_like(vm, object, vm.memory(this.copy(vm))?);
    };
    let mut items = intersection(vm, &this, first)?;
    for other in rest {
        items = intersection(vm, &items, other)?;
    }
    result_like(vm, object, items)
}

/// See [`union_method`].
///
/// # Errors
/// As [`update`].
pub fn difference_method(vm: &Vm, object: &Obj, others: &[Ref]) -> Outcome {
    let this = receiver(vm, object)?;
    let Some((first, rest)) = others.split_first() else {
        return result_like(vm, object, vm.memory(this.copy(vm))?);
    };
    let items = difference(vm, &this, first)?;
    rest.iter().try_for_each(|other| difference_update(vm, &items, other))?;
    result_like(vm, object, items)
}

/// See [`union_method`].
///
/// # Errors
/// As [`update`].
pub fn symmetric_difference_method(vm: &Vm, object: &Obj, args: &[Ref]) -> Outcome {
    let this = receiver(vm, object)?;
    let items = changed_copy(vm, &this, args::required(args, 0), symmetric_difference_update)?;
    result_like(vm, object, items)
}

/// See [`union_method`].
///
/// # Errors
/// As [`update`].
pub fn update_method(vm: &Vm, this: This<'_, Set>, others: &[Ref]) -> Outcome {
    others.iter().try_for_each(|other| update(vm, &this, other))?;
    Ok(Ref::none())
}

/// See [`union_method`].
///
/// # Errors
/// As [`update`].
pub fn intersection_update_method(vm: &Vm, this: This<'_, Set>, others: &[Ref]) -> Outcome {
    let Some((first, rest)) = others.split_first() else { return Ok(Ref::none()) };
    let mut items = intersection(vm, &this, first)?;
    for other in rest {
        items = intersection(vm, &items, other)?;
    }
    this.exchange(&items);
    Ok(Ref::none())
}

/// See [`union_method`].
///
/// # Errors
/// As [`update`].
pub fn difference_update_method(vm: &Vm, this: This<'_, Set>, others: &[Ref]) -> Outcome {
    others.iter().try_for_each(|other| difference_update(vm, &this, other))?;
    Ok(Ref::none())
}

/// See [`union_method`].
///
/// # Errors
/// As [`update`].
pub fn symmetric_difference_update_method(vm: &Vm, this: This<'_, Set>, args: &[Ref]) -> Outcome {
    symmetric_difference_update(vm, &this, args::required(args, 0))?;
    Ok(Ref::none())
}

/// `set.isdisjoint(other)`
///
/// # Errors
/// As [`update`].
pub fn is_disjoint_method(vm: &Vm, object: &Obj, args: &[Ref]) -> Outcome {
    let this = receiver(vm, object)?;
    let other = args::required(args, 0);
    if let Some(set) = any_set(other) {
        let (small, large) = if set.len() > this.len() { (this, set) } else { (set, this) };
        return Ok(Ref::bool(!shares(vm, &large, small.obj())?));
    }
    Ok(Ref::bool(!shares(vm, &this, other)?))
}

/// Whether an item of `iterable` is in `this`; stops at the first.
fn shares(vm: &Vm, this: &Set, iterable: &Obj) -> Result<bool, Raised> {
    let iterator = vm.iter(iterable)?;
    while let Some(item) = vm.next(&iterator)? {
        if this.contains(vm, &item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `set.issubset(other)`
///
/// # Errors
/// As [`update`].
pub fn is_subset_method(vm: &Vm, object: &Obj, args: &[Ref]) -> Outcome {
    let this = receiver(vm, object)?;
    let other = args::required(args, 0);
    let subset = match any_set(other) {
        Some(other) => is_subset(vm, &this, &other)?,
        None => intersection(vm, &this, other)?.len() == this.len(),
    };
    Ok(Ref::bool(subset))
}

/// `set.issuperset(other)`
///
/// # Errors
/// As [`update`].
pub fn is_superset_method(vm: &Vm, object: &Obj, args: &[Ref]) -> Outcome {
    let this = receiver(vm, object)?;
    let other = args::required(args, 0);
    if let Some(other) = any_set(other) {
        return Ok(Ref::bool(is_subset(vm, &other, &this)?));
    }
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(&iterator)? {
        if !this.contains(vm, &item)? {
            return Ok(Ref::bool(false));
        }
    }
    Ok(Ref::bool(true))
}
