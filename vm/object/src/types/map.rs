//! `map`: a function's results for one item of each iterable.

use pyrite_algo::Buf;

use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::iterators::{iterator_self, positional_arguments};
use crate::types::zip::iterators_of;

/// A function and its iterators.
#[repr(C)]
pub struct Map {
    function: Ref,
    /// A tuple.
    iterators: Ref,
}

// SAFETY: MAP's instances, and those of its subtypes, begin with this.
unsafe impl Storage for Map {
    const TYPE: &'static Type = &MAP;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.function);
        visitor.visit(&self.iterators);
    }
}

fn map_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional_arguments(vm, "map", type_, args, names)?;
    let Some((function, iterables)) = args.split_first().filter(|(_, iterables)| !iterables.is_empty())
    else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    let storage = Map { function: function.clone(), iterators: iterators_of(vm, iterables)? };
    vm.memory(vm.allocate(type_, storage, size_of::<Map>()))
}

fn map_next(vm: &Vm, this: This<'_, Map>) -> Result<Option<Ref>, Raised> {
    let iterators = this.storage().iterators.cast::<Tuple>().map_or(&[][..], |tuple| tuple.items());
    if let [iterator] = iterators {
        return match vm.next(iterator)? {
            Some(item) => vm.call(&this.function, &[item]).map(Some),
            None => Ok(None),
        };
    }
    let mut items = vm.memory(Buf::with_capacity(iterators.len()))?;
    for iterator in iterators {
        match vm.next(iterator)? {
            Some(item) => vm.memory(items.push(item))?,
            None => return Ok(None),
        }
    }
    vm.call(&this.function, &items).map(Some)
}

fn map_reduce(vm: &Vm, this: This<'_, Map>, _args: &[Ref]) -> Outcome {
    let mut args = Buf::new();
    vm.memory(args.push(this.function.clone()))?;
    if let Some(iterators) = this.iterators.cast::<Tuple>() {
        vm.memory(args.extend_from_slice(iterators.items()))?;
    }
    let args = vm.tuple_of(&args)?;
    vm.tuple_of(&[this.obj().type_().own(), args])
}

py_type! {
    /// `map`: a function's results for one item of each iterable.
    pub static MAP: Map = "map", "Iterator of the results for items taken in step." {
        flags flags::BASE;
        gc container;
        new map_new;
        slots { iter: unary iterator_self, iternext: next map_next, }
        attrs {
            method "__reduce__" (0, 0) = map_reduce, "State for pickle.";
        }
    }
}
