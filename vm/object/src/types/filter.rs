//! `filter`: the items a function accepts.

use crate::args;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::types::iterators::{iterator_self, positional_arguments};

/// A function (or None: truth) and an iterator.
#[repr(C)]
pub struct Filter {
    function: Ref,
    iterator: Ref,
}

// SAFETY: FILTER's instances, and those of its subtypes, begin with this.
unsafe impl Storage for Filter {
    const TYPE: &'static Type = &FILTER;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.function);
        visitor.visit(&self.iterator);
    }
}

fn filter_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional_arguments(vm, "filter", type_, args, names)?;
    vm.expect_count("filter", args, 2, 2)?;
    let iterator = vm.iter(args::required(args, 1))?;
    let storage = Filter { function: args::required(args, 0).own(), iterator };
    vm.memory(vm.allocate(type_, storage, size_of::<Filter>()))
}

fn filter_next(vm: &Vm, this: This<'_, Filter>) -> Result<Option<Ref>, Raised> {
    let by_truth =
        this.function.is_none() || this.function.is(TypeRef::of(&crate::types::bool_::BOOL).as_obj());
    while let Some(item) = vm.next(&this.iterator)? {
        let accepted = if by_truth {
            vm.is_true(&item)?
        } else {
            let answer = vm.call_one(&this.function, &item)?;
            vm.is_true(&answer)?
        };
        if accepted {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn filter_reduce(vm: &Vm, this: This<'_, Filter>, _args: &[Ref]) -> Outcome {
    let args = vm.tuple_of(&[this.function.clone(), this.iterator.clone()])?;
    vm.tuple_of(&[this.obj().type_().own(), args])
}

py_type! {
    /// `filter`: the items a function accepts.
    pub static FILTER: Filter = "filter", "Iterator of the items that pass a test, or are true." {
        flags flags::BASE;
        gc container;
        new filter_new;
        slots { iter: unary iterator_self, iternext: next filter_next, }
        attrs {
            method "__reduce__" (0, 0) = filter_reduce, "State for pickle.";
        }
    }
}
