//! `itemgetter`, `attrgetter`, `methodcaller`: callables that wait for an object.

use pyrite_algo::Buf;
use pyrite_api::types::Cells;
use pyrite_api::{
    Dict, List, Obj, Outcome, Raised, Ref, Str, StrBuilder, This, Tuple, TypeRef, Vm, names, py_type,
    required,
};

/// The items of the tuple in slot `index`.
fn with_items<T>(this: This<'_, Cells>, index: usize, each: impl FnOnce(&[Ref]) -> T) -> T {
    let tuple = this.slots.get(index).and_then(|slot| slot.get());
    each(tuple.as_deref().and_then(|tuple| tuple.cast::<Tuple>()).map_or(&[], This::items))
}

/// The object of a call of a getter.
fn subject<'a>(
    vm: &Vm,
    this: This<'_, Cells>,
    args: &'a [Ref],
    names: Option<&Obj>,
) -> Result<&'a Obj, Raised> {
    let name = this.obj().type_().short_name();
    vm.no_keywords(name, names)?;
    vm.expect_count(name, args, 1, 1)?;
    Ok(required(args, 0))
}

/// What `get` finds for every operand: a tuple, or for a single operand the object itself.
fn get_each(vm: &Vm, operands: &[Ref], get: &dyn Fn(&Obj) -> Outcome) -> Outcome {
    if let [single] = operands {
        return get(single);
    }
    let found = List::new();
    for operand in operands {
        vm.memory(found.push(vm, get(operand)?))?;
    }
    found.to_tuple(vm)
}

/// `module.name(operand, ...)`
fn getter_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let Some(_guard) = vm.enter_repr(this.obj())? else {
        return vm.str_fmt(format_args!("operator.{}(...)", this.obj().type_().short_name()));
    };
    let mut text = StrBuilder::new(vm);
    let type_ = this.obj().type_();
    let module = vm.get_attr(type_.as_obj(), names::MODULE())?;
    text.push_str(&*vm.to_str(&module)?)?;
    text.push_text(".")?;
    text.push_text(type_.short_name())?;
    text.push_text("(")?;
    with_items(this, 0, |operands| {
        for (index, operand) in operands.iter().enumerate() {
            text.push_text(if index > 0 { ", " } else { "" })?;
            text.push_repr(operand)?;
        }
        Ok(())
    })?;
    let keywords = this.slots.get(1).and_then(|slot| slot.get());
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

/// `(type, operands)`
fn getter_reduce(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let operands = with_items(this, 0, |operands| vm.tuple_of(operands))?;
    vm.tuple_of(&[this.obj().type_().own(), operands])
}

/// Slot: the tuple of keys.
fn itemgetter_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("itemgetter", names)?;
    if args.is_empty() {
        vm.expect_count("itemgetter", args, 1, 1)?;
    }
    let keys = vm.tuple_of(args)?;
    vm.cells(type_, [Some(keys), None, None, None], [0, 0])
}

fn itemgetter_call(vm: &Vm, this: This<'_, Cells>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let object = subject(vm, this, args, names)?;
    with_items(this, 0, |keys| get_each(vm, keys, &|key| vm.get_item(object, key)))
}

py_type! {
    /// `operator.itemgetter`
    pub static ITEMGETTER: Cells = "operator.itemgetter", "Makes a function that looks up items." {
        gc container;
        new itemgetter_new;
        call itemgetter_call;
        slots { repr: unary getter_repr, }
        attrs { method "__reduce__" (0, 0) = getter_reduce, ""; }
    }
}

/// Slot: the tuple of names, with their dots.
fn attrgetter_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("attrgetter", names)?;
    if args.is_empty() {
        vm.expect_count("attrgetter", args, 1, 1)?;
    }
    if args.iter().any(|name| name.cast::<Str>().is_none()) {
        return Err(vm.type_error("attribute name must be a string"));
    }
    let names = vm.tuple_of(args)?;
    vm.cells(type_, [Some(names), None, None, None], [0, 0])
}

/// `object.a.b.c` of the text "a.b.c".
fn get_dotted(vm: &Vm, object: &Obj, path: &Obj) -> Outcome {
    let text: Buf<u8> = vm.utf8(path)?;
    let mut object = object.own();
    for part in text.split(|&byte| byte == b'.') {
        let name = vm.memory(vm.new_str_wtf8(part))?;
        object = vm.get_attr(&object, &*vm.memory(vm.intern_str(&name))?)?;
    }
    Ok(object)
}

fn attrgetter_call(vm: &Vm, this: This<'_, Cells>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let object = subject(vm, this, args, names)?;
    with_items(this, 0, |names| get_each(vm, names, &|name| get_dotted(vm, object, name)))
}

py_type! {
    /// `operator.attrgetter`
    pub static ATTRGETTER: Cells = "operator.attrgetter", "Makes a function that looks up attributes." {
        gc container;
        new attrgetter_new;
        call attrgetter_call;
        slots { repr: unary getter_repr, }
        attrs { method "__reduce__" (0, 0) = getter_reduce, ""; }
    }
}

/// Slots: a tuple of the name and the arguments, a dict of keyword arguments.
fn methodcaller_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], This::items);
    let (args, values) = args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    let Some(name) = args.first() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    if name.cast::<Str>().is_none() {
        return Err(vm.type_error("method name must be a string"));
    }
    let keywords = Dict::new();
    for (name, value) in names.iter().zip(values) {
        keywords.insert(vm, name, value.clone())?;
    }
    let slots = [Some(vm.tuple_of(args)?), Some(vm.dict_from(keywords)?), None, None];
    vm.cells(type_, slots, [0, 0])
}

fn methodcaller_call(vm: &Vm, this: This<'_, Cells>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let object = subject(vm, this, args, names)?;
    let keywords = this.slots.get(1).and_then(|slot| slot.get());
    with_items(this, 0, |operands| {
        let Some((name, args)) = operands.split_first() else { return Ok(Ref::none()) };
        let method = vm.get_attr(object, &*vm.memory(vm.intern_str(name))?)?;
        vm.call_tuple(&method, &*vm.tuple_of(args)?, keywords.as_deref())
    })
}

/// Keyword arguments need a `partial` to carry them.
fn methodcaller_reduce(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let keywords = this.slots.get(1).and_then(|slot| slot.get());
    let keywords = keywords.filter(|keywords| keywords.cast::<Dict>().is_some_and(|dict| !dict.is_empty()));
    let Some(keywords) = keywords else { return getter_reduce(vm, this, &[]) };
    let name = with_items(this, 0, |operands| vm.tuple_of(operands.get(..1).unwrap_or(&[])))?;
    let first = name.cast::<Tuple>().map_or(&[][..], This::items);
    let all = [this.obj().type_().own(), required(first, 0).own()];
    let partial = TypeRef::of(&crate::functional::partial::PARTIAL);
    let function = vm.call_tuple(partial.as_obj(), &*vm.tuple_of(&all)?, Some(&keywords))?;
    let args = with_items(this, 0, |operands| vm.tuple_of(operands.get(1..).unwrap_or(&[])))?;
    vm.tuple_of(&[function, args])
}

py_type! {
    /// `operator.methodcaller`
    pub static METHODCALLER: Cells = "operator.methodcaller", "Makes a function that calls a method." {
        gc container;
        new methodcaller_new;
        call methodcaller_call;
        slots { repr: unary getter_repr, }
        attrs { method "__reduce__" (0, 0) = methodcaller_reduce, ""; }
    }
}
