//! `_functional`: what `functools` has in Rust.
//!
//! `partial`, `reduce`, the keys of `cmp_to_key` and the cache of `lru_cache`.
//! Source: Python Library Reference, "functools".

mod cache;
pub mod partial;
mod property;

use pyrite_api::types::{Cells, cells_of};
use pyrite_api::{
    CompareOp, NativeModule, Obj, Outcome, Raised, Ref, This, TypeRef, Vm, optional, py_module, py_type,
    required,
};

/// `reduce(function, iterable[, initial])`
fn reduce(vm: &Vm, args: &[Ref]) -> Outcome {
    let (function, iterable) = (required(args, 0), required(args, 1));
    let iterator = match vm.iter(iterable) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.suppress(raised, &pyrite_api::types::exceptions::TYPE_ERROR)?;
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
    };
    let mut result = optional(args, 2).map(Obj::own);
    while let Some(item) = vm.next(&iterator)? {
        result = Some(match result {
            None => item,
            Some(before) => vm.call(function, &[before, item])?,
        });
    }
    result.ok_or_else(|| vm.type_error("reduce() of empty iterable with no initial value"))
}

/// `cmp_to_key(mycmp)`
fn cmp_to_key(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let compare = pyrite_api::bound(args, 0).map(Obj::own);
    vm.cells(TypeRef::of(&KEY), [compare, None, None, None], [0, 0])
}

/// A key: the comparison, and the object (none yet in what `cmp_to_key` returns).
fn key_call(vm: &Vm, this: This<'_, Cells>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [object] = vm.bind_new("K", ["obj"], args, names)?;
    let Some(object) = object else {
        return Err(vm.type_error("K() missing required argument 'obj' (pos 1)"));
    };
    let [compare, ..] = &this.slots;
    vm.cells(TypeRef::of(&KEY), [compare.get(), Some(object.own()), None, None], [0, 0])
}

fn key_compare(vm: &Vm, this: This<'_, Cells>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = cells_of(other, &KEY) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let ([compare, a, ..], [_, b, ..]) = (&this.slots, &other.slots);
    match (compare.get(), a.get(), b.get()) {
        (Some(compare), Some(a), Some(b)) => {
            let order = vm.call(&compare, &[a, b])?;
            vm.compare(op, &order, &Ref::small(0))
        }
        _ => Err(vm.attribute_error("object")),
    }
}

fn key_object(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let [_, object, ..] = &this.slots;
    object.get().ok_or_else(|| vm.attribute_error("obj"))
}

fn set_key_object(_vm: &Vm, this: This<'_, Cells>, value: Option<&Obj>) -> Result<(), Raised> {
    let [_, object, ..] = &this.slots;
    object.set(value.map(Obj::own));
    Ok(())
}

py_type! {
    /// What `cmp_to_key` returns, and the keys that it makes.
    pub static KEY: Cells = "functools.KeyWrapper", "" {
        flags pyrite_api::flags::DISALLOW_INSTANTIATION;
        gc container;
        call key_call;
        slots { richcompare: compare key_compare, }
        attrs { getset "obj" (set_key_object) = key_object, "Value wrapped by a key function."; }
    }
}

py_module! {
    /// `_functional`
    pub static FUNCTIONAL = "_functional", "" {
        function "reduce" (2, 3) = reduce, "Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is present,\nit is placed before the items of the iterable in the calculation, and serves as\na default when the iterable is empty.";
        named_function "cmp_to_key" (["mycmp"], 1, 1) = cmp_to_key, "Make a sort key of a comparison.";
        value "cached_property" () = |_| Ok(TypeRef::of(&property::CACHED_PROPERTY).own()), "";
        value "partial" () = |_| Ok(TypeRef::of(&partial::PARTIAL).own()), "";
        value "lru_cache_wrapper" () = |_| Ok(TypeRef::of(&cache::LRU_CACHE_WRAPPER).own()), "";
    }
}

/// `__dict__`
fn dict(vm: &Vm, this: &Obj) -> Outcome {
    Ok(vm.instance_dict(this)?.unwrap_or_else(Ref::none))
}

fn set_dict(vm: &Vm, this: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    match value.filter(|value| value.cast::<pyrite_api::Dict>().is_some()) {
        Some(value) => {
            vm.set_instance_dict(this, value);
            Ok(())
        }
        None => Err(vm.type_error("__dict__ must be set to a dictionary")),
    }
}

/// CPython's name for what is in C.
pub static CORE: NativeModule = FUNCTIONAL.alias("_functools");
