//! `reversed`: the items of a sequence, last first.

use core::cell::Cell;

use crate::args;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::names;
use crate::py_type;
use crate::types::exceptions;
use crate::types::iterators::iterator_self;

/// A place in a sequence on the way to its start; the sequence is gone once it was met.
#[repr(C)]
pub struct Reversed {
    sequence: Slot,
    /// The next index; -1 is the end.
    index: Cell<isize>,
}

// SAFETY: REVERSED's instances, and those of its subtypes, begin with this.
unsafe impl Storage for Reversed {
    const TYPE: &'static Type = &REVERSED;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_slot(&self.sequence);
    }

    fn clear(&self) {
        self.sequence.set(None);
    }
}

fn reversed_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if type_.is(&REVERSED) {
        vm.no_keywords("reversed", names)?;
    }
    vm.expect_count("reversed", args, 1, 1)?;
    let sequence = args::required(args, 0);
    let method = vm.lookup_special(sequence, names::REVERSED())?;
    if let Some(method) = &method
        && !method.is_none()
    {
        return vm.call(method, &[]);
    }
    let readable = sequence.type_().sequence().item.is_some();
    if method.is_some() || !readable || sequence.cast::<crate::coll::dict::Dict>().is_some() {
        return Err(
            vm.type_error(format_args!("'{}' object is not reversible", sequence.type_().short_name()))
        );
    }
    let len = vm.len(sequence)? as isize;
    let storage = Reversed { sequence: Slot::new(Some(sequence.own())), index: Cell::new(len - 1) };
    vm.memory(vm.allocate(type_, storage, size_of::<Reversed>()))
}

fn reversed_next(vm: &Vm, this: This<'_, Reversed>) -> Result<Option<Ref>, Raised> {
    let index = this.index.get();
    let sequence = this.sequence.get().filter(|_| index >= 0);
    let Some(sequence) = sequence else { return Ok(None) };
    let item = match sequence.type_().sequence().item {
        Some(item) => item(&sequence, index),
        None => vm.int(index as i64).and_then(|index| vm.get_item(&sequence, &index)),
    };
    match item {
        Ok(item) => {
            this.index.set(index - 1);
            Ok(Some(item))
        }
        Err(raised) => {
            let ends = vm.raised_is(&exceptions::INDEX_ERROR) || vm.raised_is(&exceptions::STOP_ITERATION);
            this.index.set(-1);
            this.sequence.set(None);
            if !ends {
                return Err(raised);
            }
            drop(vm.take_raised(raised));
            Ok(None)
        }
    }
}

fn reversed_hint(vm: &Vm, this: This<'_, Reversed>, _args: &[Ref]) -> Outcome {
    let Some(sequence) = this.sequence.get() else { return Ok(Ref::small(0)) };
    let len = vm.len(&sequence)? as isize;
    let left = this.index.get() + 1;
    vm.int(if len < left { 0 } else { left as i64 })
}

fn reversed_reduce(vm: &Vm, this: This<'_, Reversed>, _args: &[Ref]) -> Outcome {
    let type_ = this.obj().type_().own();
    match this.sequence.get() {
        Some(sequence) => {
            let args = vm.tuple_of(&[sequence])?;
            vm.tuple_of(&[type_, args, vm.int(this.index.get() as i64)?])
        }
        None => {
            let args = vm.tuple_of(&[vm.tuple_of(&[])?])?;
            vm.tuple_of(&[type_, args])
        }
    }
}

fn reversed_set_state(vm: &Vm, this: This<'_, Reversed>, args: &[Ref]) -> Outcome {
    let index = vm.index(args::required(args, 0))?;
    if let Some(sequence) = this.sequence.get() {
        let last = vm.len(&sequence)? as isize - 1;
        this.index.set(index.clamp(-1, last));
    }
    Ok(Ref::none())
}

py_type! {
    /// `reversed`: the items of a sequence, last first.
    pub static REVERSED: Reversed = "reversed", "Iterator from the end of a sequence." {
        flags flags::BASE;
        gc container;
        new reversed_new;
        slots { iter: unary iterator_self, iternext: next reversed_next, }
        attrs {
            method "__length_hint__" (0, 0) = reversed_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = reversed_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = reversed_set_state, "Restore pickled state.";
        }
    }
}
