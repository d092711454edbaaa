//! Functions on iterables.

use pyrite_api::types::{List, Tuple, callable_iterator, exceptions, sort_list};
use pyrite_api::{CompareOp, Obj, Outcome, Raised, Ref, Text, Vm, bound, optional, required, str_is};

/// `all(iterable)`
///
/// # Errors
/// What iterating raises, as all that follow.
pub fn all(vm: &Vm, args: &[Ref]) -> Outcome {
    let iterator = vm.iter(required(args, 0))?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.is_true(&item)? {
            return Ok(Ref::bool(false));
        }
    }
    Ok(Ref::bool(true))
}

/// `any(iterable)`
///
/// # Errors
/// As [`all`].
pub fn any(vm: &Vm, args: &[Ref]) -> Outcome {
    let iterator = vm.iter(required(args, 0))?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.is_true(&item)? {
            return Ok(Ref::bool(true));
        }
    }
    Ok(Ref::bool(false))
}

/// `len(object)`
///
/// # Errors
/// TypeError if it has no length; what `__len__` raises.
pub fn len(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.int(vm.len(required(args, 0))? as i64)
}

/// `iter(iterable)`, `iter(callable, sentinel)`
///
/// # Errors
/// TypeError.
pub fn iter(vm: &Vm, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    let Some(sentinel) = optional(args, 1) else { return vm.iter(object) };
    let type_ = object.type_();
    if type_.call().is_none() && type_.fast_call().is_none() {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    callable_iterator(vm, object, sentinel)
}

/// `aiter(async_iterable)`
pub fn aiter(vm: &Vm, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    let Some(aiter) = object.type_().async_().aiter else {
        return Err(
            vm.type_error(format_args!("'{}' object is not an async iterable", object.type_().short_name()))
        );
    };
    let iterator = aiter(object)?;
    if iterator.type_().async_().anext.is_none() {
        return Err(vm.type_error(format_args!(
            "aiter() returned not an async iterator of type '{}'",
            iterator.type_().short_name()
        )));
    }
    Ok(iterator)
}

/// `anext(async_iterator[, default])`
pub fn anext(vm: &Vm, args: &[Ref]) -> Outcome {
    pyrite_api::asynchronous::anext(vm, required(args, 0), optional(args, 1))
}

/// `next(iterator[, default])`
///
/// # Errors
/// StopIteration without default; what `__next__` raises.
pub fn next(vm: &Vm, args: &[Ref]) -> Outcome {
    let iterator = required(args, 0);
    let Some(next) = iterator.type_().iternext() else {
        return Err(
            vm.type_error(format_args!("'{}' object is not an iterator", iterator.type_().short_name()))
        );
    };
    if let Some(item) = next(iterator) {
        return Ok(item);
    }
    let ended = vm.check_raised();
    let Some(default) = optional(args, 1) else {
        ended?;
        return Err(vm.stop_iteration(None));
    };
    if let Err(raised) = ended {
        vm.suppress(raised, &exceptions::STOP_ITERATION)?;
    }
    Ok(default.own())
}

/// `sorted(iterable, /, *, key=None, reverse=False)`
///
/// # Errors
/// What iterating and comparing raise.
pub fn sorted(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let list = vm.list_from(vm.collect_list(bound(args, 0).unwrap_or(Obj::NONE))?)?;
    let key = bound(args, 1).filter(|key| !key.is_none());
    let reverse = bound(args, 2).map_or(Ok(false), |reverse| vm.is_true(reverse))?;
    if let Some(this) = list.cast::<List>() {
        sort_list(vm, this, key, reverse)?;
    }
    Ok(list)
}

/// `max(...)`
///
/// # Errors
/// TypeError for arguments that do not fit, ValueError for no items; what comparing raises.
pub fn max(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    extreme(vm, "max", CompareOp::Gt, args, names)
}

/// `min(...)`
///
/// # Errors
/// As [`max`].
pub fn min(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    extreme(vm, "min", CompareOp::Lt, args, names)
}

/// Splits off the values of the keywords `wanted`; `None` is one that is not given.
pub(super) fn keywords<'a, const N: usize>(
    vm: &Vm,
    function: &str,
    wanted: [&str; N],
    args: &'a [Ref],
    names: Option<&Obj>,
) -> Result<(&'a [Ref], [Option<&'a Obj>; N]), Raised> {
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (positional, values) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let mut found = [None; N];
    for (name, value) in names.iter().zip(values) {
        let index = wanted.iter().position(|wanted| str_is(name, wanted));
        match index.and_then(|index| found.get_mut(index)) {
            Some(slot) => *slot = Some(&**value),
            None => {
                return Err(vm.type_error(format_args!(
                    "{function}() got an unexpected keyword argument '{}'",
                    Text(name)
                )));
            }
        }
    }
    Ok((positional, found))
}

/// The best item so far and what it was compared by.
struct Best {
    item: Ref,
    key: Ref,
}

fn extreme(vm: &Vm, name: &str, op: CompareOp, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let (positional, [key, default]) = keywords(vm, name, ["key", "default"], args, names)?;
    let key = key.filter(|key| !key.is_none());
    let mut best: Option<Best> = None;
    let mut offer = |item: Ref| -> Result<(), Raised> {
        let key = key.map_or_else(|| Ok(item.clone()), |key| vm.call_one(key, &item))?;
        let better = match &best {
            Some(best) => vm.compare_bool(op, &key, &best.key)?,
            None => true,
        };
        if better {
            best = Some(Best { item, key });
        }
        Ok(())
    };
    match positional {
        [] => return Err(vm.type_error(format_args!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.for_each(iterable, &mut offer)?,
        items if default.is_none() => items.iter().try_for_each(|item| offer(item.clone()))?,
        _ => {
            return Err(vm.type_error(format_args!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
    }
    match (best, default) {
        (Some(best), _) => Ok(best.item),
        (None, Some(default)) => Ok(default.own()),
        (None, None) => Err(vm.value_error(format_args!("{name}() iterable argument is empty"))),
    }
}
