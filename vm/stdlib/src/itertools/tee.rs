//! `tee`: several iterators over the items of one.
//!
//! Items stand in a chain of blocks that the iterators share; a block dies when the last of
//! them has left it.

use pyrite_api::types::{Cells, List, cells_of, iterator_self};
use pyrite_api::{Obj, Outcome, Raised, Ref, This, TypeRef, Vm, flags, optional, py_type, required};

use super::{Next, positional};

/// Items of a block.
const BLOCK: usize = 32;

/// Slots: the iterator, a list of items, the next block. Number: whether the iterator is running.
fn block(vm: &Vm, iterator: Ref) -> Outcome {
    let items = vm.list(&[])?;
    vm.cells(TypeRef::of(&TEE_BLOCK), [Some(iterator), Some(items), None, None], [0, 0])
}

py_type! {
    /// A run of items that iterators share.
    pub static TEE_BLOCK: Cells = "itertools._tee_dataobject", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        attrs { method "__reduce__" (0, 0) = super::state::reduce, ""; }
    }
}

/// Slot: the block. Number: the index in it of the next item.
fn of_iterable(vm: &Vm, type_: TypeRef, iterable: &Obj) -> Outcome {
    let iterator = vm.iter(iterable)?;
    if let Some(other) = cells_of(&iterator, &TEE) {
        return copy(vm, other, &[]);
    }
    let block = block(vm, iterator)?;
    vm.cells(type_, [Some(block), None, None, None], [0, 0])
}

fn tee_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional(vm, ("_tee", type_), args, names, (1, 1))?;
    of_iterable(vm, type_, required(args, 0))
}

fn copy(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let ([block, ..], [index, _]) = (&this.slots, &this.numbers);
    vm.cells(TypeRef::of(&TEE), [block.get(), None, None, None], [index.get(), 0])
}

/// Item `index` of a block: from its list, or from the iterator.
fn item_of(vm: &Vm, block: This<'_, Cells>, index: usize) -> Next {
    let ([iterator, items, ..], [running, _]) = (&block.slots, &block.numbers);
    let (Some(iterator), Some(items)) = (iterator.get(), items.get()) else { return Ok(None) };
    let Some(items) = items.cast::<List>() else { return Ok(None) };
    if let Some(item) = items.get(index) {
        return Ok(Some(item));
    }
    if running.replace(1) != 0 {
        return Err(vm.runtime_error("cannot re-enter the tee iterator"));
    }
    let item = vm.next(&iterator);
    running.set(0);
    let item = item?;
    if let Some(item) = &item {
        vm.memory(items.push(vm, item.clone()))?;
    }
    Ok(item)
}

/// The block behind `block`.
fn block_after(vm: &Vm, block: This<'_, Cells>) -> Result<Option<Ref>, Raised> {
    let [iterator, _, next, _] = &block.slots;
    if !next.is_some()
        && let Some(iterator) = iterator.get()
    {
        next.set(Some(self::block(vm, iterator)?));
    }
    Ok(next.get())
}

fn tee_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([block, ..], [index, _]) = (&this.slots, &this.numbers);
    let Some(mut running) = block.get() else { return Ok(None) };
    if index.get() >= BLOCK as isize {
        let Some(after) = cells_of(&running, &TEE_BLOCK).map(|block| block_after(vm, block)) else {
            return Ok(None);
        };
        let Some(after) = after? else { return Ok(None) };
        block.set(Some(after.clone()));
        index.set(0);
        running = after;
    }
    let Some(data) = cells_of(&running, &TEE_BLOCK) else { return Ok(None) };
    let at = index.get();
    let item = item_of(vm, data, usize::try_from(at).unwrap_or(0))?;
    if item.is_some() {
        index.set(at + 1);
    }
    Ok(item)
}

py_type! {
    /// One of the iterators that `tee` returns.
    pub static TEE: Cells = "itertools._tee", "One branch of a tee." {
        flags flags::MANAGED_WEAKREF;
        gc container;
        new tee_new;
        slots { iter: unary iterator_self, iternext: next tee_next, }
        attrs {
            method "__copy__" (0, 0) = copy, "Another branch from here.";
            method "__reduce__" (0, 0) = super::state::reduce, "";
        }
    }
}

/// `tee(iterable, n=2)`
pub fn tee(vm: &Vm, args: &[Ref]) -> Outcome {
    let count = match optional(args, 1) {
        Some(count) => vm.index(count)?,
        None => 2,
    };
    let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("n must be >= 0")) };
    let copies = List::new();
    if count > 0 {
        let iterator = vm.iter(required(args, 0))?;
        let copyable = vm.memory(vm.intern("__copy__"))?;
        let first = match vm.lookup_special(&iterator, &copyable)? {
            Some(_) => iterator,
            None => of_iterable(vm, TypeRef::of(&TEE), &iterator)?,
        };
        vm.memory(copies.push(vm, first.clone()))?;
        while copies.len() < count {
            let another = vm.call_method(&first, &copyable, &[])?;
            vm.memory(copies.push(vm, another))?;
        }
    }
    copies.to_tuple(vm)
}
