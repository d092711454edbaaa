//! `contextvars`: variables whose values belong to a context, and contexts.
//!
//! A context holds a dict, which its copies share until one of them sets a variable.
//! Source: Python Library Reference, "contextvars".

use pyrite_api::types::{Cells, cells_of, class_get_item, exceptions};
use pyrite_api::{
    Dict, Obj, Outcome, Raised, Ref, StrBuilder, This, TypeRef, Vm, flags, optional, py_module, py_type,
    required,
};

/// Slots of a context: the dict (none: empty), the context that was current before it.
/// Number: whether it is entered.
fn new_context(vm: &Vm, vars: Option<Ref>) -> Outcome {
    vm.cells(TypeRef::of(&CONTEXT), [vars, None, None, None], [0, 0])
}

fn context_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.check_new("Context", args, names, (0, 0))?;
    new_context(vm, None)
}

/// The current context of the thread, made when it is first needed.
fn current(vm: &Vm) -> Outcome {
    if let Some(context) = vm.thread.context.get() {
        return Ok(context);
    }
    let context = new_context(vm, None)?;
    vm.thread.context.set(Some(context.clone()));
    Ok(context)
}

fn vars(context: This<'_, Cells>) -> Option<Ref> {
    let [vars, ..] = &context.slots;
    vars.get()
}

/// The value of a variable in a context.
fn find(vm: &Vm, context: This<'_, Cells>, var: &Obj) -> Result<Option<Ref>, Raised> {
    match vars(context).as_deref().and_then(|vars| vars.cast::<Dict>()) {
        Some(vars) => vars.get(vm, var),
        None => Ok(None),
    }
}

/// Sets a variable in a context, or takes it out; returns what was there.
fn store(vm: &Vm, context: This<'_, Cells>, var: &Obj, value: Option<Ref>) -> Result<Option<Ref>, Raised> {
    let [slot, ..] = &context.slots;
    let shared = slot.take();
    // What only this context has may be changed in place.
    let own = match shared.as_deref().and_then(|vars| vars.cast::<Dict>()) {
        Some(vars) if shared.as_ref().is_some_and(|shared| shared.refcount() > 1) => {
            match vars.copy(vm).and_then(|copy| vm.dict_from(copy)) {
                Ok(own) => own,
                Err(raised) => {
                    slot.set(shared);
                    return Err(raised);
                }
            }
        }
        Some(vars) => vars.own(),
        None => vm.dict_from(Dict::new())?,
    };
    slot.set(Some(own.clone()));
    let Some(vars) = own.cast::<Dict>() else { return Ok(None) };
    match value {
        Some(value) => vars.insert(vm, var, value),
        None => Ok(vars.remove(vm, var)?.map(|(_, value)| value)),
    }
}

fn context_run(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let (Some(this), Some(function)) = (args.first(), args.get(1)) else {
        return Err(vm.type_error("run() missing 1 required positional argument"));
    };
    let Some(context) = cells_of(this, &CONTEXT) else {
        return Err(vm.type_error("descriptor 'run' requires a 'Context' object"));
    };
    let ([_, before, ..], [entered, _]) = (&context.slots, &context.numbers);
    if entered.replace(1) != 0 {
        let shown = vm.repr(this)?;
        return Err(vm.runtime_error(format_args!(
            "cannot enter context: {} is already entered",
            pyrite_api::Text(&shown)
        )));
    }
    before.set(vm.thread.context.replace(Some(this.clone())));
    let result = vm.call_named(function, args.get(2..).unwrap_or(&[]), names);
    vm.thread.context.set(before.take());
    entered.set(0);
    result
}

fn context_copy(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    new_context(vm, vars(this))
}

fn copy_context(vm: &Vm, _args: &[Ref]) -> Outcome {
    let context = current(vm)?;
    new_context(vm, cells_of(&context, &CONTEXT).and_then(vars))
}

/// The variable, or TypeError.
fn checked<'a>(vm: &Vm, key: &'a Obj) -> Result<&'a Obj, Raised> {
    match cells_of(key, &CONTEXT_VAR) {
        Some(_) => Ok(key),
        None => {
            let shown = vm.repr(key)?;
            Err(vm
                .type_error(format_args!("a ContextVar key was expected, got {}", pyrite_api::Text(&shown))))
        }
    }
}

fn context_item(vm: &Vm, this: This<'_, Cells>, key: &Obj) -> Outcome {
    find(vm, this, checked(vm, key)?)?.ok_or_else(|| vm.key_error(key))
}

fn context_contains(vm: &Vm, this: This<'_, Cells>, key: &Obj) -> Result<bool, Raised> {
    Ok(find(vm, this, checked(vm, key)?)?.is_some())
}

fn context_get(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let found = find(vm, this, checked(vm, required(args, 0))?)?;
    Ok(found.unwrap_or_else(|| optional(args, 1).map_or_else(Ref::none, Obj::own)))
}

fn context_len(_vm: &Vm, this: This<'_, Cells>) -> Result<usize, Raised> {
    Ok(vars(this).as_deref().and_then(|vars| vars.cast::<Dict>()).map_or(0, |vars| vars.len()))
}

/// A list of what `part` picks of each variable and value.
fn listed(vm: &Vm, this: This<'_, Cells>, part: &dyn Fn(Ref, Ref) -> Outcome) -> Outcome {
    let list = pyrite_api::List::new();
    let vars = vars(this);
    if let Some(vars) = vars.as_deref().and_then(|vars| vars.cast::<Dict>()) {
        let mut position = 0;
        while let Some((next, var, value)) = vars.next_entry(position) {
            vm.memory(list.push(vm, part(var, value)?))?;
            position = next;
        }
    }
    vm.list_from(list)
}

fn context_keys(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    listed(vm, this, &|var, _| Ok(var))
}

fn context_values(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    listed(vm, this, &|_, value| Ok(value))
}

fn context_items(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    listed(vm, this, &|var, value| vm.tuple_of(&[var, value]))
}

fn context_iter(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    vm.iter(&*context_keys(vm, this, &[])?)
}

py_type! {
    /// `contextvars.Context`
    pub static CONTEXT: Cells = "_contextvars.Context", "" {
        gc container;
        new context_new;
        slots { iter: unary context_iter, }
        sequence { contains: contains context_contains, }
        mapping { length: length context_len, subscript: binary context_item, }
        attrs {
            raw_method "run" () = context_run, "";
            method "copy" (0, 0) = context_copy, "";
            method "get" (1, 2) = context_get, "";
            method "keys" (0, 0) = context_keys, "";
            method "values" (0, 0) = context_values, "";
            method "items" (0, 0) = context_items, "";
        }
    }
}

/// Slots of a variable: its name, its default.
fn var_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if args.len() - names.map_or(0, |names| vm.len(names).unwrap_or(0)) > 1 {
        return Err(vm.type_error("ContextVar() takes exactly 1 positional argument"));
    }
    let [name, default] = vm.bind_new("ContextVar", ["name", "default"], args, names)?;
    let Some(name) = name.filter(|name| name.cast::<pyrite_api::Str>().is_some()) else {
        return Err(vm.type_error("context variable name must be a str"));
    };
    vm.cells(type_, [Some(name.own()), default.map(Obj::own), None, None], [0, 0])
}

fn var_get(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let context = current(vm)?;
    let found = match cells_of(&context, &CONTEXT) {
        Some(context) => find(vm, context, this.obj())?,
        None => None,
    };
    let [_, default, ..] = &this.slots;
    match found.or_else(|| optional(args, 0).map(Obj::own)).or_else(|| default.get()) {
        Some(value) => Ok(value),
        None => Err(vm.raise_with(&exceptions::LOOKUP_ERROR, &[this.obj()])),
    }
}

fn var_set(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let context = current(vm)?;
    let old = match cells_of(&context, &CONTEXT) {
        Some(cells) => store(vm, cells, this.obj(), Some(required(args, 0).own()))?,
        None => None,
    };
    vm.cells(TypeRef::of(&TOKEN), [Some(context), Some(this.own()), old, None], [0, 0])
}

fn var_reset(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let token = required(args, 0);
    let Some(cells) = cells_of(token, &TOKEN) else {
        let shown = vm.repr(token)?;
        return Err(
            vm.type_error(format_args!("expected an instance of Token, got {}", pyrite_api::Text(&shown)))
        );
    };
    let ([context, var, old, _], [used, _]) = (&cells.slots, &cells.numbers);
    let fault = if used.get() != 0 {
        Some("has already been used once")
    } else if !var.is(this.obj()) {
        Some("was created by a different ContextVar")
    } else if !context.is(&*current(vm)?) {
        Some("was created in a different Context")
    } else {
        None
    };
    if let Some(fault) = fault {
        let shown = vm.repr(token)?;
        let kind = if used.get() != 0 { &exceptions::RUNTIME_ERROR } else { &exceptions::VALUE_ERROR };
        return Err(vm.raise_text(kind, format_args!("{} {fault}", pyrite_api::Text(&shown))));
    }
    used.set(1);
    if let Some(context) = context.get().as_deref().and_then(|context| cells_of(context, &CONTEXT)) {
        store(vm, context, this.obj(), old.get())?;
    }
    Ok(Ref::none())
}

fn var_name(_vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let [name, ..] = &this.slots;
    Ok(name.get().unwrap_or_else(Ref::none))
}

fn var_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let [name, default, ..] = &this.slots;
    let mut text = StrBuilder::new(vm);
    text.push_text("<ContextVar name=")?;
    text.push_repr(name.get().as_deref().unwrap_or(Obj::NONE))?;
    if let Some(default) = default.get() {
        text.push_text(" default=")?;
        text.push_repr(&default)?;
    }
    text.push_str(&*vm.str_fmt(format_args!(" at {:#x}>", this.obj().bits()))?)?;
    text.finish()
}

py_type! {
    /// `contextvars.ContextVar`
    pub static CONTEXT_VAR: Cells = "_contextvars.ContextVar", "" {
        gc container;
        new var_new;
        slots { repr: unary var_repr, }
        attrs {
            getter "name" () = var_name, "";
            method "get" (0, 1) = var_get, "The variable's current value.";
            method "set" (1, 1) = var_set, "Change the value; gives a token.";
            method "reset" (1, 1) = var_reset, "Reset the context variable to what it was before the set() that returned the token.";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
        }
    }
}

/// What stands for a value where there was none: the type's own name, one object a machine.
fn missing(vm: &Vm) -> Outcome {
    vm.memory(vm.intern("<Token.MISSING>"))
}

fn token_var(_vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let [_, var, ..] = &this.slots;
    Ok(var.get().unwrap_or_else(Ref::none))
}

fn token_old(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let [_, _, old, _] = &this.slots;
    old.get().map_or_else(|| missing(vm), Ok)
}

fn token_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let ([_, var, ..], [used, _]) = (&this.slots, &this.numbers);
    let shown = vm.repr(var.get().as_deref().unwrap_or(Obj::NONE))?;
    vm.str_fmt(format_args!(
        "<Token{} var={} at {:#x}>",
        if used.get() != 0 { " used" } else { "" },
        pyrite_api::Text(&shown),
        this.obj().bits()
    ))
}

py_type! {
    /// `contextvars.Token`
    pub static TOKEN: Cells = "_contextvars.Token", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary token_repr, }
        attrs {
            getter "var" () = token_var, "";
            getter "old_value" () = token_old, "";
            value "MISSING" () = missing, "";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
        }
    }
}

py_module! {
    /// `contextvars`
    pub static CONTEXTVARS = "contextvars", "Context Variables" {
        value "Context" () = |_| Ok(TypeRef::of(&CONTEXT).own()), "";
        value "ContextVar" () = |_| Ok(TypeRef::of(&CONTEXT_VAR).own()), "";
        value "Token" () = |_| Ok(TypeRef::of(&TOKEN).own()), "";
        function "copy_context" (0, 0) = copy_context, "";
    }
}
