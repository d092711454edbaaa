//! Filling dicts from mappings, from pairs and from keywords.

use crate::args;
use crate::coll::dict::{Dict, plain_dict};
use crate::coll::list::List;
use crate::model::value::{Obj, Ref};
use crate::model::{Raised, This, Vm};
use crate::names;
use crate::raw::tuple::Tuple;
use crate::types::exceptions;

/// `dict(...)` and `dict.update(...)`.
///
/// # Errors
/// TypeError for more than one positional argument; what reading it raises.
pub fn update_from_arguments(
    vm: &Vm,
    this: This<'_, Dict>,
    function: &str,
    args: &[Ref],
    keywords: Option<&Obj>,
) -> Result<(), Raised> {
    let keywords = keywords.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (positional, rest) =
        args.split_at_checked(args.len().saturating_sub(keywords.len())).unwrap_or((args, &[]));
    vm.expect_count(function, positional, 0, 1)?;
    if let Some(other) = args::optional(positional, 0) {
        update_from(vm, this, other)?;
    }
    for (name, value) in keywords.iter().zip(rest) {
        this.insert(vm, name, value.clone())?;
    }
    Ok(())
}

/// `this.update(other)`: from a mapping, or else from pairs.
///
/// # Errors
/// What reading `other` raises; TypeError and ValueError for what are no pairs.
pub fn update_from(vm: &Vm, this: This<'_, Dict>, other: &Obj) -> Result<(), Raised> {
    if let Some(dict) = plain_dict(other) {
        return this.update(vm, &dict);
    }
    if other.cast::<Dict>().is_some() {
        let keys = vm.get_attr(other, names::KEYS())?;
        return update_from_mapping(vm, this, other, &keys);
    }
    match vm.find_attr(other, names::KEYS())? {
        Some(keys) => update_from_mapping(vm, this, other, &keys),
        None => update_from_pairs(vm, this, other),
    }
}

fn update_from_mapping(vm: &Vm, this: This<'_, Dict>, other: &Obj, keys: &Obj) -> Result<(), Raised> {
    let keys = vm.call(keys, &[])?;
    let iterator = vm.iter(&keys)?;
    while let Some(key) = vm.next(&iterator)? {
        let value = vm.get_item(other, &key)?;
        this.insert(vm, &key, value)?;
    }
    Ok(())
}

fn update_from_pairs(vm: &Vm, this: This<'_, Dict>, pairs: &Obj) -> Result<(), Raised> {
    let iterator = vm.iter(pairs)?;
    let mut number = 0usize;
    while let Some(pair) = vm.next(&iterator)? {
        let (key, value) = split_pair(vm, &pair, number)?;
        this.insert(vm, &key, value)?;
        number += 1;
    }
    Ok(())
}

/// Key and value of the pair with the given number.
fn split_pair(vm: &Vm, pair: &Obj, number: usize) -> Result<(Ref, Ref), Raised> {
    let len = if let Some(tuple) = pair.exact::<Tuple>() {
        if let [key, value] = tuple.items() {
            return Ok((key.clone(), value.clone()));
        }
        tuple.items().len()
    } else {
        let items = match vm.iter(pair) {
            Ok(_) if pair.exact::<List>().is_some() => vm.collect_list(pair)?,
            Ok(iterator) => vm.collect_list(&iterator)?,
            Err(raised) => {
                vm.suppress(raised, &exceptions::TYPE_ERROR)?;
                return Err(vm.type_error(format_args!(
                    "cannot convert dictionary update sequence element #{number} to a sequence"
                )));
            }
        };
        if let (2, Some(key), Some(value)) = (items.len(), items.get(0), items.get(1)) {
            return Ok((key, value));
        }
        items.len()
    };
    Err(vm.value_error(format_args!(
        "dictionary update sequence element #{number} has length {len}; 2 is required"
    )))
}
