//! The set behaviour of `dict.keys()` and `dict.items()`.

use crate::args;
use crate::coll::set::any_set;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Vm};
use crate::types::dict::iterators::{ITEMS, KEYS};
use crate::types::set::algebra;

use super::DictView;

/// Whether an object is compared with views as a set is.
fn is_set_like(object: &Obj) -> bool {
    any_set(object).is_some()
        || object.cast::<DictView<KEYS>>().is_some()
        || object.cast::<DictView<ITEMS>>().is_some()
}

/// `view op other`: being a subset is the order.
///
/// # Errors
/// What comparing items raises.
pub fn view_compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    if !is_set_like(other) {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let (mine, theirs) = (vm.len(this)?, vm.len(other)?);
    let holds = match op {
        CompareOp::Eq | CompareOp::Ne => {
            let equal = mine == theirs && all_in(vm, this, other)?;
            equal == (op == CompareOp::Eq)
        }
        CompareOp::Lt => mine < theirs && all_in(vm, this, other)?,
        CompareOp::Le => mine <= theirs && all_in(vm, this, other)?,
        CompareOp::Gt => mine > theirs && all_in(vm, other, this)?,
        CompareOp::Ge => mine >= theirs && all_in(vm, other, this)?,
    };
    Ok(Ref::bool(holds))
}

fn all_in(vm: &Vm, some: &Obj, all: &Obj) -> Result<bool, Raised> {
    let iterator = vm.iter(some)?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.contains(all, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `view | other`
///
/// # Errors
/// What iterating, hashing and comparing raise.
pub fn view_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let items = algebra::set_of(vm, a)?;
    algebra::update(vm, &items, b)?;
    vm.set_from(items)
}

/// `view & other`
///
/// # Errors
/// As [`view_or`].
pub fn view_and(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let items = algebra::set_of(vm, a)?;
    vm.set_from(algebra::intersection(vm, &items, b)?)
}

/// `view - other`
///
/// # Errors
/// As [`view_or`].
pub fn view_subtract(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let items = algebra::set_of(vm, a)?;
    algebra::difference_update(vm, &items, b)?;
    vm.set_from(items)
}

/// `view ^ other`
///
/// # Errors
/// As [`view_or`].
pub fn view_xor(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let items = algebra::set_of(vm, a)?;
    algebra::symmetric_difference_update(vm, &items, b)?;
    vm.set_from(items)
}

/// `view.isdisjoint(other)`
///
/// # Errors
/// What iterating, hashing and comparing raise.
pub fn view_is_disjoint(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let other = args::required(args, 0);
    let (walked, searched) = match is_set_like(other) && vm.len(other)? > vm.len(this)? {
        true => (this, other),
        false => (other, this),
    };
    let iterator = vm.iter(walked)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.contains(searched, &item)? {
            return Ok(Ref::bool(false));
        }
    }
    Ok(Ref::bool(true))
}
