//! `functools.partial`: a callable with some arguments in place.

use pyrite_algo::Buf;
use pyrite_api::types::{Cells, LAST_IS_DICT, cells_of, class_get_item};
use pyrite_api::{Dict, Obj, Outcome, Ref, StrBuilder, This, Tuple, TypeRef, Vm, flags, py_type, required};

/// Slots: the callable, a tuple of arguments, a dict of keyword arguments, `__dict__`.
fn partial_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], This::items);
    let (args, values) = args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let Some((function, args)) = args.split_first() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let keywords = Dict::new();
    let mut all = Buf::new();
    let mut callable = function.clone();
    // A partial of a partial that has no attributes is one of its function.
    let calls_as_partial = |type_: TypeRef| {
        type_.call().map(|call| call as usize) == TypeRef::of(&PARTIAL).call().map(|call| call as usize)
    };
    if let Some(inner) = cells_of(function, &PARTIAL).filter(|_| calls_as_partial(function.type_())) {
        let [inner_function, first, inner_keywords, dict] = &inner.slots;
        if let (Some(inner_function), false) = (inner_function.get(), dict.is_some()) {
            callable = inner_function;
            if let Some(first) = first.get() {
                vm.memory(all.extend_from_slice(first.cast::<Tuple>().map_or(&[], This::items)))?;
            }
            if let Some(inner) = inner_keywords.get().as_deref().and_then(|dict| dict.cast::<Dict>()) {
                keywords.update(vm, &inner)?;
            }
        }
    }
    vm.memory(all.extend_from_slice(args))?;
    for (name, value) in names.iter().zip(values) {
        keywords.insert(vm, name, value.clone())?;
    }
    let (all, keywords) = (vm.tuple_of(&all)?, vm.dict_from(keywords)?);
    vm.cells(type_, [Some(callable), Some(all), Some(keywords), None], [0, 0])
}

fn partial_call(vm: &Vm, this: This<'_, Cells>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [function, first, keywords, _] = &this.slots;
    let (Some(function), Some(first), Some(keywords)) = (function.get(), first.get(), keywords.get()) else {
        return Err(vm.type_error("partial object has no function"));
    };
    let first = first.cast::<Tuple>().map_or(&[][..], This::items);
    let _guard = vm.enter_native()?;
    let mut all = Buf::new();
    vm.memory(all.reserve(first.len() + args.len()))?;
    vm.memory(all.extend_from_slice(first))?;
    let Some(own) = keywords.cast::<Dict>().filter(|own| !own.is_empty()) else {
        vm.memory(all.extend_from_slice(args))?;
        return vm.call_named(&function, &all, names);
    };
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], This::items);
    let (args, values) = args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    vm.memory(all.extend_from_slice(args))?;
    let merged = own.copy(vm)?;
    for (name, value) in names.iter().zip(values) {
        merged.insert(vm, name, value.clone())?;
    }
    vm.call_tuple(&function, &*vm.tuple_of(&all)?, Some(&*vm.dict_from(merged)?))
}

fn partial_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let Some(_guard) = vm.enter_repr(this.obj())? else { return vm.str("...") };
    let [function, args, keywords, _] = &this.slots;
    let mut text = StrBuilder::new(vm);
    if this.obj().type_().is(&PARTIAL) {
        text.push_text("functools.")?;
    }
    text.push_text(this.obj().type_().short_name())?;
    text.push_text("(")?;
    text.push_repr(function.get().as_deref().unwrap_or(Obj::NONE))?;
    let args = args.get();
    for arg in args.as_deref().and_then(|args| args.cast::<Tuple>()).map_or(&[][..], This::items) {
        text.push_text(", ")?;
        text.push_repr(arg)?;
    }
    let keywords = keywords.get();
    if let Some(keywords) = keywords.as_deref().and_then(|keywords| keywords.cast::<Dict>()) {
        let mut position = 0;
        while let Some((next, name, value)) = keywords.next_entry(position) {
            text.push_text(", ")?;
            text.push_str(&*vm.to_str(&name)?)?;
            text.push_text("=")?;
            text.push_repr(&value)?;
            position = next;
        }
    }
    text.push_text(")")?;
    text.finish()
}

fn get(this: This<'_, Cells>, index: usize) -> Outcome {
    Ok(this.slots.get(index).and_then(|slot| slot.get()).unwrap_or_else(Ref::none))
}

/// `(type, (func,), (func, args, keywords, dict))`
fn partial_reduce(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let state = [get(this, 0)?, get(this, 1)?, get(this, 2)?, get(this, 3)?];
    let function = vm.tuple_of(&[get(this, 0)?])?;
    vm.tuple_of(&[this.obj().type_().own(), function, vm.tuple_of(&state)?])
}

fn partial_set_state(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let state = required(args, 0).cast::<Tuple>().map(This::items);
    let Some([function, args, keywords, dict]) = state else {
        return Err(vm.type_error("invalid partial state"));
    };
    let is_dict = |object: &Obj| object.is_none() || object.cast::<Dict>().is_some();
    if !vm.is_callable(function) || args.cast::<Tuple>().is_none() || !is_dict(keywords) || !is_dict(dict) {
        return Err(vm.type_error("invalid partial state"));
    }
    // Subtypes may do as they like: the calls need the plain types.
    let args = if args.exact::<Tuple>().is_some() {
        args.clone()
    } else {
        let items = vm.list_from(vm.collect_list(args)?)?;
        vm.collect_tuple(&items)?
    };
    let keywords = match (keywords.exact::<Dict>(), keywords.cast::<Dict>()) {
        (None, Some(dict)) => vm.dict_from(dict.copy(vm)?)?,
        (None, None) => vm.dict()?,
        _ => keywords.clone(),
    };
    let [own_function, own_args, own_keywords, own_dict] = &this.slots;
    own_keywords.set(Some(keywords));
    own_function.set(Some(function.clone()));
    own_args.set(Some(args));
    own_dict.set(if dict.is_none() { None } else { Some(dict.clone()) });
    Ok(Ref::none())
}

py_type! {
    /// `functools.partial`
    pub static PARTIAL: Cells = "functools.partial", "Create a new function with partial application of the given arguments and keywords." {
        flags flags::BASE | flags::MANAGED_WEAKREF;
        gc container;
        dict_offset LAST_IS_DICT;
        new partial_new;
        call partial_call;
        slots { repr: unary partial_repr, }
        attrs {
            getter "func" () = |_, this| get(this, 0), "the wrapped function";
            getter "args" () = |_, this| get(this, 1), "the stored positional arguments";
            getter "keywords" () = |_, this| get(this, 2), "the stored keyword arguments";
            getset "__dict__" (super::set_dict) = super::dict, "";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
            method "__reduce__" (0, 0) = partial_reduce, "";
            method "__setstate__" (1, 1) = partial_set_state, "";
        }
    }
}
