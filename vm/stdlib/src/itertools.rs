//! `itertools`: iterators made of iterators.
//!
//! Every type keeps its state in [`Cells`], so that one function can show, copy and restore it.
//! Source: Python Library Reference, "itertools".

mod chain;
mod combine;
mod count;
mod group;
mod select;
mod state;
mod tee;
mod zip;

use pyrite_api::types::positional_arguments;
use pyrite_api::{Obj, Outcome, Raised, Ref, Slot, TypeRef, Vm, py_module};

/// What the `next` of a type returns.
type Next = Result<Option<Ref>, Raised>;

/// The positional arguments of constructor `name`, `min..=max` of them.
fn positional<'a>(
    vm: &Vm,
    (name, type_): (&str, TypeRef),
    args: &'a [Ref],
    names: Option<&Obj>,
    (min, max): (usize, usize),
) -> Result<&'a [Ref], Raised> {
    let args = positional_arguments(vm, name, type_, args, names)?;
    vm.expect_count(name, args, min, max)?;
    Ok(args)
}

/// Says which argument of constructor `name` is missing.
#[cold]
fn missing(vm: &Vm, name: &str, argument: &str, position: usize) -> Raised {
    vm.type_error(format_args!("{name}() missing required argument '{argument}' (pos {position})"))
}

/// The next item of the iterator in a slot; at its end the slot is emptied.
fn pull(vm: &Vm, source: &Slot) -> Next {
    let Some(iterator) = source.get() else { return Ok(None) };
    let item = vm.next(&iterator)?;
    if item.is_none() {
        source.set(None);
    }
    Ok(item)
}

/// An instance that iterates over one iterable and has one more object: the shape of many.
fn over(vm: &Vm, type_: TypeRef, iterable: &Obj, other: Option<&Obj>) -> Outcome {
    let iterator = vm.iter(iterable)?;
    vm.cells(type_, [Some(iterator), other.map(Obj::own), None, None], [0, 0])
}

/// A type of iterators of this module: `NAME = "name", new, next { more attributes }`.
macro_rules! iterator_type {
    ($NAME:ident = $name:literal, $doc:literal, $new:path, $next:path $(, repr $repr:path)? $({ $($attrs:tt)* })?) => {
        py_type! {
            #[doc = $doc]
            pub static $NAME: Cells = $name, $doc {
                flags flags::BASE;
                gc container;
                new $new;
                slots { $(repr: unary $repr,)? iter: unary iterator_self, iternext: next $next, }
                attrs {
                    method "__reduce__" (0, 0) = crate::itertools::state::reduce, "";
                    $($($attrs)*)?
                }
            }
        }
    };
}
use iterator_type;

macro_rules! class {
    ($type:path) => {
        |_| Ok(TypeRef::of(&$type).own())
    };
}

py_module! {
    /// `itertools`
    pub static ITERTOOLS = "itertools", "Building blocks for iterators." {
        value "accumulate" () = class!(zip::ACCUMULATE), "";
        value "batched" () = class!(group::BATCHED), "";
        value "chain" () = class!(chain::CHAIN), "";
        value "combinations" () = class!(combine::COMBINATIONS), "";
        value "combinations_with_replacement" () = class!(combine::WITH_REPLACEMENT), "";
        value "compress" () = class!(select::COMPRESS), "";
        value "count" () = class!(count::COUNT), "";
        value "cycle" () = class!(chain::CYCLE), "";
        value "dropwhile" () = class!(select::DROPWHILE), "";
        value "filterfalse" () = class!(select::FILTERFALSE), "";
        value "groupby" () = class!(group::GROUPBY), "";
        value "_grouper" () = class!(group::GROUPER), "";
        value "islice" () = class!(select::ISLICE), "";
        value "pairwise" () = class!(zip::PAIRWISE), "";
        value "permutations" () = class!(combine::PERMUTATIONS), "";
        value "product" () = class!(combine::PRODUCT), "";
        value "repeat" () = class!(count::REPEAT), "";
        value "starmap" () = class!(select::STARMAP), "";
        value "takewhile" () = class!(select::TAKEWHILE), "";
        value "_tee" () = class!(tee::TEE), "";
        value "zip_longest" () = class!(zip::ZIP_LONGEST), "";
        function "tee" (1, 2) = tee::tee, "Split one iterable into n.";
        raw_function "_restore" () = state::restore, "Makes an iterator of a copied state.";
    }
}
