//! The function that `functools.lru_cache` makes.
//!
//! Results are in a dict in the order of their use: a hit moves its entry to the end, and the
//! first one makes room for a new one.

use pyrite_algo::Buf;
use pyrite_api::types::{Cells, LAST_IS_DICT};
use pyrite_api::{Dict, Obj, Outcome, Ref, Str, This, Tuple, TypeRef, Vm, flags, names, py_type};

/// Slots: the function; a tuple of the greatest number of results or None, whether types count,
/// and the type of `cache_info()`; the results; `__dict__`. Numbers: hits, misses.
fn cache_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("lru_cache_wrapper", names)?;
    let [function, max_size, typed, info] = args else {
        return Err(vm.type_error("lru_cache_wrapper expected 4 arguments"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let max_size = if max_size.is_none() { Ref::none() } else { vm.int(vm.index(max_size)?.max(0) as i64)? };
    let options = vm.tuple_of(&[max_size, Ref::bool(vm.is_true(typed)?), info.clone()])?;
    vm.cells(type_, [Some(function.clone()), Some(options), Some(vm.dict()?), None], [0, 0])
}

/// What stands for the arguments of a call.
fn key_of(vm: &Vm, args: &[Ref], names: Option<&Obj>, typed: bool) -> Outcome {
    if let ([single], None, false) = (args, names, typed)
        && (single.is_exact_int() || single.exact::<Str>().is_some())
    {
        return Ok(single.clone());
    }
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], This::items);
    let mut key = vm.memory(Buf::from_slice(args))?;
    if !names.is_empty() {
        // No program can get hold of this object and give it as an argument.
        vm.memory(key.push(TypeRef::of(<Cells as pyrite_api::Storage>::TYPE).own()))?;
        vm.memory(key.extend_from_slice(names))?;
    }
    if typed {
        for arg in args {
            vm.memory(key.push(arg.type_().own()))?;
        }
    }
    vm.tuple_of(&key)
}

fn cache_call(vm: &Vm, this: This<'_, Cells>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let ([function, options, results, _], [hits, misses]) = (&this.slots, &this.numbers);
    let (Some(function), Some(options), Some(results)) = (function.get(), options.get(), results.get())
    else {
        return Err(vm.type_error("the cache has no function"));
    };
    let Some([max_size, typed, _]) = options.cast::<Tuple>().map(This::items) else { return Ok(Ref::none()) };
    let Some(results) = results.cast::<Dict>() else { return Ok(Ref::none()) };
    let max_size = max_size.small();
    let names = names.filter(|names| names.cast::<Tuple>().is_some_and(|names| !names.items().is_empty()));
    let count = |number: &core::cell::Cell<isize>| number.set(number.get().saturating_add(1));
    let _guard = vm.enter_native()?;
    if max_size == Some(0) {
        count(misses);
        return vm.call_named(&function, args, names);
    }
    let key = key_of(vm, args, names, typed.is(Obj::TRUE))?;
    let found = match max_size {
        None => results.get(vm, &key)?,
        Some(_) => results.remove(vm, &key)?.map(|(_, value)| value),
    };
    if let Some(value) = found {
        count(hits);
        if max_size.is_some() {
            results.insert(vm, &key, value.clone())?;
        }
        return Ok(value);
    }
    count(misses);
    let value = vm.call_named(&function, args, names)?;
    // The call may have asked for the same result.
    if !results.contains(vm, &key)? {
        let full = max_size.is_some_and(|max_size| results.len() as isize >= max_size);
        if let (true, Some((_, oldest, _))) = (full, results.next_entry(0)) {
            drop(results.remove(vm, &oldest)?);
        }
        results.insert(vm, &key, value.clone())?;
    }
    Ok(value)
}

fn cache_info(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let ([_, options, results, _], [hits, misses]) = (&this.slots, &this.numbers);
    let (Some(options), Some(results)) = (options.get(), results.get()) else { return Ok(Ref::none()) };
    let Some([max_size, _, info]) = options.cast::<Tuple>().map(This::items) else { return Ok(Ref::none()) };
    let size = results.cast::<Dict>().map_or(0, |results| results.len());
    let figures =
        [vm.int(hits.get() as i64)?, vm.int(misses.get() as i64)?, max_size.clone(), vm.int(size as i64)?];
    vm.call(info, &figures)
}

fn cache_clear(_vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let ([_, _, results, _], [hits, misses]) = (&this.slots, &this.numbers);
    hits.set(0);
    misses.set(0);
    if let Some(results) = results.get().as_deref().and_then(|results| results.cast::<Dict>()) {
        results.clear();
    }
    Ok(Ref::none())
}

fn cache_get(vm: &Vm, this: &Obj, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    match instance {
        Some(instance) if !instance.is_none() => vm.method(this, instance),
        _ => Ok(this.own()),
    }
}

fn cache_self(_vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    Ok(this.own())
}

fn cache_reduce(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.get_attr(this, names::QUALNAME())
}

py_type! {
    /// A function that remembers its results.
    pub static LRU_CACHE_WRAPPER: Cells = "functools._lru_cache_wrapper", "Wrap a function with a cache." {
        flags flags::BASE | flags::METHOD_DESCRIPTOR | flags::MANAGED_WEAKREF;
        gc container;
        dict_offset LAST_IS_DICT;
        new cache_new;
        call cache_call;
        slots { descr_get: descr_get cache_get, }
        attrs {
            method "cache_info" (0, 0) = cache_info, "Hits, misses and sizes";
            method "cache_clear" (0, 0) = cache_clear, "Forget all results";
            method "__reduce__" (0, 0) = cache_reduce, "";
            method "__copy__" (0, 0) = cache_self, "";
            method "__deepcopy__" (1, 1) = cache_self, "";
            getset "__dict__" (super::set_dict) = super::dict, "";
        }
    }
}
