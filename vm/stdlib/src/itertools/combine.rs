//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.
//!
//! Slots: the pool or, for `product`, a tuple of pools; a list of the indices of the items
//! given last; for `permutations` a list of the swaps left at every place.
//! Numbers: how many items are given; the state.

use pyrite_api::types::{Cells, List, iterator_self};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, Tuple, TypeRef, Vm, flags, py_type, str_is};

use super::{Next, iterator_type, missing};

/// Nothing has been given yet.
const FRESH: isize = 0;
const RUNNING: isize = 1;
const DONE: isize = 2;

fn get(list: This<'_, List>, index: usize) -> usize {
    list.get(index).and_then(|value| value.small()).and_then(|value| usize::try_from(value).ok()).unwrap_or(0)
}

fn set(list: This<'_, List>, index: usize, value: usize) {
    drop(list.set(index, Ref::small(value as isize)));
}

/// A list of `len` numbers.
fn numbers(vm: &Vm, len: usize, number: &dyn Fn(usize) -> usize) -> Outcome {
    let list = List::new();
    vm.memory(list.reserve(vm, len))?;
    for index in 0..len {
        vm.memory(list.push(vm, Ref::small(number(index) as isize)))?;
    }
    vm.list_from(list)
}

/// Moves the indices on; false if there are no more. Gets the pool, the indices, their number.
type Advance<'a> = &'a dyn Fn(&[Ref], This<'_, List>, usize) -> bool;
/// The item that an index stands for at a place of the result. Gets the pool, the place, the index.
type Pick<'a> = &'a dyn Fn(&[Ref], usize, usize) -> Option<Ref>;

/// The next tuple, if the state is one.
fn with_state(vm: &Vm, this: This<'_, Cells>, advance: Advance<'_>, item: Pick<'_>) -> Next {
    let ([pool, indices, ..], [count, state]) = (&this.slots, &this.numbers);
    let (Some(pool), Some(indices)) = (pool.get(), indices.get()) else { return Ok(None) };
    let (Some(pool), Some(indices)) = (pool.cast::<Tuple>(), indices.cast::<List>()) else { return Ok(None) };
    let (pool, count) = (pool.items(), usize::try_from(count.get()).unwrap_or(0));
    if state.get() == FRESH {
        state.set(RUNNING);
    } else if state.get() == DONE || !advance(pool, indices, count) {
        state.set(DONE);
        return Ok(None);
    }
    let of = |place| item(pool, place, get(indices, place)).unwrap_or_else(Ref::none);
    vm.memory(vm.build_tuple(count, of)).map(Some)
}

fn of_pool(pool: &[Ref], _place: usize, index: usize) -> Option<Ref> {
    pool.get(index).cloned()
}

fn new(vm: &Vm, type_: TypeRef, slots: [Option<Ref>; 3], count: usize, is_empty: bool) -> Outcome {
    let [pool, indices, swaps] = slots;
    let state = if is_empty { DONE } else { FRESH };
    vm.cells(type_, [pool, indices, swaps, None], [count as isize, state])
}

fn product_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], This::items);
    let (iterables, values) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let repeat = match (names, values) {
        ([], _) => 1,
        ([name], [value]) if str_is(name, "repeat") => vm.index(value)?,
        _ => return Err(vm.type_error("product() got an unexpected keyword argument")),
    };
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(vm.value_error("repeat argument cannot be negative"));
    };
    let pools = List::new();
    if repeat > 0 {
        for iterable in iterables {
            vm.memory(pools.push(vm, vm.collect_tuple(iterable)?))?;
        }
    }
    let Some(count) = pools.len().checked_mul(repeat).filter(|&count| count <= isize::MAX as usize / 16)
    else {
        return Err(vm.overflow_error("repeat argument too large"));
    };
    let len = pools.len();
    vm.memory(pools.reserve(vm, count - len))?;
    for index in len..count {
        if let Some(pool) = pools.get(index - len) {
            vm.memory(pools.push(vm, pool))?;
        }
    }
    let pools = pools.to_tuple(vm)?;
    let is_empty =
        pools.cast::<Tuple>().is_some_and(|pools| pools.items().iter().any(|pool| pool_len(pool) == 0));
    let indices = numbers(vm, count, &|_| 0)?;
    new(vm, type_, [Some(pools), Some(indices), None], count, is_empty)
}

fn pool_len(pool: &Obj) -> usize {
    pool.cast::<Tuple>().map_or(0, |pool| pool.items().len())
}

fn product_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let advance = |pools: &[Ref], indices: This<'_, List>, count: usize| {
        for place in (0..count).rev() {
            let index = get(indices, place) + 1;
            if index < pools.get(place).map_or(0, |pool| pool_len(pool)) {
                set(indices, place, index);
                return true;
            }
            set(indices, place, 0);
        }
        false
    };
    with_state(vm, this, &advance, &|pools, place, index| {
        pools.get(place)?.cast::<Tuple>()?.items().get(index).cloned()
    })
}

iterator_type! {
    PRODUCT = "itertools.product", "All tuples with an item of each.",
    product_new, product_next
}

/// The pool and the number of items to give, for the other types.
fn pool_and_count(
    vm: &Vm,
    name: &str,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(Ref, usize, Option<usize>), Raised> {
    let [iterable, count] = vm.bind_new(name, ["iterable", "r"], args, names)?;
    let Some(iterable) = iterable else { return Err(missing(vm, name, "iterable", 1)) };
    let pool = vm.collect_tuple(iterable)?;
    let len = pool_len(&pool);
    let Some(count) = count else { return Ok((pool, len, None)) };
    match usize::try_from(vm.index(count)?) {
        Ok(count) => Ok((pool, len, Some(count))),
        Err(_) => Err(vm.value_error("r must be non-negative")),
    }
}

fn combinations_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let (pool, len, count) = pool_and_count(vm, "combinations", args, names)?;
    let Some(count) = count else { return Err(missing(vm, "combinations", "r", 2)) };
    let indices = numbers(vm, count.min(len), &|index| index)?;
    new(vm, type_, [Some(pool), Some(indices), None], count, count > len)
}

fn combinations_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let advance = |pool: &[Ref], indices: This<'_, List>, count: usize| {
        let free = pool.len() - count.min(pool.len());
        let Some(place) = (0..count).rev().find(|&place| get(indices, place) < place + free) else {
            return false;
        };
        let index = get(indices, place) + 1;
        (place..count).for_each(|each| set(indices, each, index + each - place));
        true
    };
    with_state(vm, this, &advance, &of_pool)
}

iterator_type! {
    COMBINATIONS = "itertools.combinations", "All r-item subsets, in order.",
    combinations_new, combinations_next
}

fn with_replacement_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    const NAME: &str = "combinations_with_replacement";
    let (pool, len, count) = pool_and_count(vm, NAME, args, names)?;
    let Some(count) = count else { return Err(missing(vm, NAME, "r", 2)) };
    let indices = numbers(vm, count, &|_| 0)?;
    new(vm, type_, [Some(pool), Some(indices), None], count, len == 0 && count > 0)
}

fn with_replacement_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let advance = |pool: &[Ref], indices: This<'_, List>, count: usize| {
        let Some(place) = (0..count).rev().find(|&place| get(indices, place) + 1 < pool.len()) else {
            return false;
        };
        let index = get(indices, place) + 1;
        (place..count).for_each(|each| set(indices, each, index));
        true
    };
    with_state(vm, this, &advance, &of_pool)
}

iterator_type! {
    WITH_REPLACEMENT = "itertools.combinations_with_replacement", "All r-item multisets, in order.",
    with_replacement_new, with_replacement_next
}

fn permutations_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [iterable, count] = vm.bind_new("permutations", ["iterable", "r"], args, names)?;
    let Some(iterable) = iterable else { return Err(missing(vm, "permutations", "iterable", 1)) };
    let pool = vm.collect_tuple(iterable)?;
    let len = pool_len(&pool);
    let count = match count.filter(|count| !count.is_none()) {
        None => len,
        Some(count) if count.int().is_none() => return Err(vm.type_error("Expected int as r")),
        Some(count) => match usize::try_from(vm.index(count)?) {
            Ok(count) => count,
            Err(_) => return Err(vm.value_error("r must be non-negative")),
        },
    };
    let indices = numbers(vm, len, &|index| index)?;
    let swaps = numbers(vm, count.min(len), &|index| len - index)?;
    new(vm, type_, [Some(pool), Some(indices), Some(swaps)], count, count > len)
}

fn permutations_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [_, _, swaps, _] = &this.slots;
    let Some(swaps) = swaps.get() else { return Ok(None) };
    let Some(swaps) = swaps.cast::<List>() else { return Ok(None) };
    let advance = |pool: &[Ref], indices: This<'_, List>, count: usize| {
        let len = pool.len();
        for place in (0..count).rev() {
            let left = get(swaps, place).saturating_sub(1);
            if left > 0 {
                set(swaps, place, left);
                indices.swap(place, len - left.min(len));
                return true;
            }
            // All have stood here: back to where they were.
            let first = get(indices, place);
            (place + 1..len).for_each(|index| set(indices, index - 1, get(indices, index)));
            set(indices, len - 1, first);
            set(swaps, place, len - place);
        }
        false
    };
    with_state(vm, this, &advance, &of_pool)
}

iterator_type! {
    PERMUTATIONS = "itertools.permutations", "All r-item arrangements, in order.",
    permutations_new, permutations_next
}
