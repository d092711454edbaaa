//! `zip`: tuples of one item of each iterable.

use core::cell::Cell;

use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::new::Text;
use crate::ops::call::str_is;
use crate::py_type;
use crate::raw::tuple::{Tuple, replace_item};
use crate::types::iterators::{ReusedTuple, iterator_self};

/// The iterators.
#[repr(C)]
pub struct Zip {
    /// A tuple.
    iterators: Ref,
    last: ReusedTuple,
    strict: Cell<bool>,
}

// SAFETY: ZIP's instances, and those of its subtypes, begin with this.
unsafe impl Storage for Zip {
    const TYPE: &'static Type = &ZIP;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.iterators);
        self.last.traverse(visitor);
    }

    fn clear(&self) {
        self.last.clear();
    }
}

impl Zip {
    fn iterators(&self) -> &[Ref] {
        self.iterators.cast::<Tuple>().map_or(&[], |tuple| tuple.items())
    }
}

/// A tuple of iterators over `iterables`.
///
/// # Errors
/// TypeError if one is not iterable.
pub fn iterators_of(vm: &Vm, iterables: &[Ref]) -> Outcome {
    let mut iterators = vm.memory(pyrite_algo::Buf::with_capacity(iterables.len()))?;
    for iterable in iterables {
        let iterator = vm.iter(iterable)?;
        vm.memory(iterators.push(iterator))?;
    }
    vm.tuple_of(&iterators)
}

fn zip_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (iterables, values) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let strict = match (names, values) {
        ([], _) => false,
        ([name], [value]) if str_is(name, "strict") => vm.is_true(value)?,
        ([name], _) => {
            return Err(
                vm.type_error(format_args!("zip() got an unexpected keyword argument '{}'", Text(name)))
            );
        }
        _ => {
            let given = names.len();
            return Err(vm.type_error(format_args!("zip() takes at most 1 keyword argument ({given} given)")));
        }
    };
    let storage =
        Zip { iterators: iterators_of(vm, iterables)?, last: ReusedTuple::new(), strict: Cell::new(strict) };
    vm.memory(vm.allocate(type_, storage, size_of::<Zip>()))
}

fn zip_next(vm: &Vm, this: This<'_, Zip>) -> Result<Option<Ref>, Raised> {
    let iterators = this.iterators();
    if iterators.is_empty() {
        return Ok(None);
    }
    let tuple = this.last.take(vm, iterators.len())?;
    for (index, iterator) in iterators.iter().enumerate() {
        match vm.next(iterator)? {
            // Nobody else has the tuple yet.
            Some(item) => drop(replace_item(&tuple, index, item)),
            None if this.strict.get() => return uneven(vm, iterators, index).map(|()| None),
            None => return Ok(None),
        }
    }
    this.last.keep(&tuple);
    Ok(Some(tuple))
}

/// Complains if not all iterators have come to their end with number `ended`.
fn uneven(vm: &Vm, iterators: &[Ref], ended: usize) -> Result<(), Raised> {
    let complain = |index: usize, how: &str| {
        let others = if index == 1 { " " } else { "s 1-" };
        vm.value_error(format_args!("zip() argument {} is {how} than argument{others}{index}", index + 1))
    };
    if ended > 0 {
        return Err(complain(ended, "shorter"));
    }
    for (index, iterator) in iterators.iter().enumerate().skip(1) {
        if vm.next(iterator)?.is_some() {
            return Err(complain(index, "longer"));
        }
    }
    Ok(())
}

fn zip_reduce(vm: &Vm, this: This<'_, Zip>, _args: &[Ref]) -> Outcome {
    let (type_, iterators) = (this.obj().type_().own(), this.iterators.clone());
    if this.strict.get() {
        return vm.tuple_of(&[type_, iterators, Ref::bool(true)]);
    }
    vm.tuple_of(&[type_, iterators])
}

fn zip_set_state(vm: &Vm, this: This<'_, Zip>, args: &[Ref]) -> Outcome {
    this.strict.set(vm.is_true(crate::args::required(args, 0))?);
    Ok(Ref::none())
}

py_type! {
    /// `zip`: tuples of one item of each iterable.
    pub static ZIP: Zip = "zip", "Iterator of tuples of items taken in step." {
        flags flags::BASE;
        gc container;
        new zip_new;
        slots { iter: unary iterator_self, iternext: next zip_next, }
        attrs {
            method "__reduce__" (0, 0) = zip_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = zip_set_state, "Restore pickled state.";
        }
    }
}
