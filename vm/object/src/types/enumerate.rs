//! `enumerate`: numbers and items.

use core::cell::Cell;

use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::new::Text;
use crate::ops::call::str_is;
use crate::ops::number::BinaryOp;
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::iterators::{ReusedTuple, iterator_self};

/// An iterator and the number of its next item.
#[repr(C)]
pub struct Enumerate {
    iterator: Ref,
    pair: ReusedTuple,
    /// The next number, if it does not fit `count`.
    big: Slot,
    count: Cell<i64>,
}

// SAFETY: ENUMERATE's instances, and those of its subtypes, begin with this.
unsafe impl Storage for Enumerate {
    const TYPE: &'static Type = &ENUMERATE;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.iterator);
        self.pair.traverse(visitor);
        visitor.visit_slot(&self.big);
    }

    fn clear(&self) {
        self.pair.clear();
    }
}

fn enumerate_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let (iterable, start) = arguments(vm, args, names)?;
    let iterator = vm.iter(iterable)?;
    let storage = Enumerate { iterator, pair: ReusedTuple::new(), big: Slot::new(None), count: Cell::new(0) };
    if let Some(start) = start {
        let start = vm.index_object(start)?;
        match start.int().and_then(|start| start.to_i64()) {
            Some(count) => storage.count.set(count),
            None => storage.big.set(Some(start)),
        }
    }
    vm.memory(vm.allocate(type_, storage, size_of::<Enumerate>()))
}

/// `iterable` and `start`, by position or name.
fn arguments<'a>(
    vm: &Vm,
    args: &'a [Ref],
    names: Option<&Obj>,
) -> Result<(&'a Obj, Option<&'a Obj>), Raised> {
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    if args.len() > 2 {
        let given = args.len();
        return Err(vm.type_error(format_args!("enumerate() takes at most 2 arguments ({given} given)")));
    }
    let (positional, rest) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let mut bound = [positional.first().map(|arg| &**arg), positional.get(1).map(|arg| &**arg)];
    for (name, value) in names.iter().zip(rest) {
        let place = ["iterable", "start"].iter().position(|each| str_is(name, each));
        match place.and_then(|place| bound.get_mut(place)) {
            Some(slot @ None) => *slot = Some(value),
            _ => {
                return Err(vm.type_error(format_args!(
                    "'{}' is an invalid keyword argument for enumerate()",
                    Text(name)
                )));
            }
        }
    }
    match bound {
        [Some(iterable), start] => Ok((iterable, start)),
        _ => Err(vm.type_error("enumerate() missing required argument 'iterable'")),
    }
}

fn enumerate_next(vm: &Vm, this: This<'_, Enumerate>) -> Result<Option<Ref>, Raised> {
    let Some(item) = vm.next(&this.iterator)? else { return Ok(None) };
    let number = next_number(vm, this)?;
    this.pair.pair(vm, number, item).map(Some)
}

fn next_number(vm: &Vm, this: This<'_, Enumerate>) -> Outcome {
    if let Some(number) = this.big.get() {
        let after = vm.binary(BinaryOp::Add, &number, &Ref::small(1))?;
        this.big.set(Some(after));
        return Ok(number);
    }
    let count = this.count.get();
    let number = vm.int(count)?;
    match count.checked_add(1) {
        Some(after) => this.count.set(after),
        None => this.big.set(Some(vm.binary(BinaryOp::Add, &number, &Ref::small(1))?)),
    }
    Ok(number)
}

fn enumerate_reduce(vm: &Vm, this: This<'_, Enumerate>, _args: &[Ref]) -> Outcome {
    let number = this.big.get().map_or_else(|| vm.int(this.count.get()), Ok)?;
    let args = vm.tuple_of(&[this.iterator.clone(), number])?;
    vm.tuple_of(&[this.obj().type_().own(), args])
}

py_type! {
    /// `enumerate`: numbers and items.
    pub static ENUMERATE: Enumerate = "enumerate", "Iterator of (count, item) pairs." {
        flags flags::BASE;
        gc container;
        new enumerate_new;
        slots { iter: unary iterator_self, iternext: next enumerate_next, }
        attrs {
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "See PEP 585";
            method "__reduce__" (0, 0) = enumerate_reduce, "State for pickle.";
        }
    }
}
