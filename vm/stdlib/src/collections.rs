//! `_collections`: what `collections` has in Rust.
//!
//! `defaultdict` and `OrderedDict` stand with the dicts, in `vm/object`.

mod deque;
mod ring;

use pyrite_api::types::{Cells, DEFAULTDICT, ORDERED_DICT};
use pyrite_api::{
    BinaryOp, Dict, Obj, Outcome, Raised, Ref, This, Tuple, TypeRef, Vm, flags, optional, py_module, py_type,
    required,
};

/// Counts the items of an iterable in a dict.
fn count_elements(vm: &Vm, args: &[Ref]) -> Outcome {
    let (mapping, iterable) = (required(args, 0), required(args, 1));
    let one = Ref::small(1);
    let iterator = vm.iter(iterable)?;
    let getter = vm.memory(vm.intern("get"))?;
    // A subclass may have changed how counts are found.
    let plain = mapping.cast::<Dict>().filter(|_| {
        let own = |type_: TypeRef| {
            let get = vm.type_lookup(type_, &getter).map(|get| get.bits());
            (get, type_.mapping().ass_subscript.map(|store| store as usize))
        };
        own(mapping.type_()) == own(TypeRef::of(&pyrite_api::types::DICT))
    });
    while let Some(item) = vm.next(&iterator)? {
        if let Some(dict) = plain {
            let count = match dict.get(vm, &item)? {
                Some(count) => vm.binary(BinaryOp::Add, &count, &one)?,
                None => one.clone(),
            };
            dict.insert(vm, &item, count)?;
        } else {
            let count = vm.call_method(mapping, &getter, &[item.clone(), Ref::small(0)])?;
            vm.set_item(mapping, &item, &*vm.binary(BinaryOp::Add, &count, &one)?)?;
        }
    }
    Ok(Ref::none())
}

/// Slot: the text of `__doc__`, if it is not the usual one. Number: the index of the item.
fn field_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.check_new("_tuplegetter", args, names, (1, 2))?;
    let index = vm.index(required(args, 0))?;
    vm.cells(type_, [optional(args, 1).map(Obj::own), None, None, None], [index, 0])
}

fn field_get(vm: &Vm, this: This<'_, Cells>, instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    let Some(instance) = instance.filter(|instance| !instance.is_none()) else { return Ok(this.own()) };
    let [index, _] = &this.numbers;
    let Some(tuple) = instance.cast::<Tuple>() else {
        return Err(vm.type_error(format_args!(
            "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
            index.get(),
            instance.type_().short_name()
        )));
    };
    let item = usize::try_from(index.get()).ok().and_then(|index| tuple.items().get(index));
    item.cloned().ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn field_set(vm: &Vm, _this: &Obj, _instance: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    Err(vm.attribute_error(if value.is_some() { "can't set attribute" } else { "can't delete attribute" }))
}

fn field_doc(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let ([doc, ..], [index, _]) = (&this.slots, &this.numbers);
    match doc.get() {
        Some(doc) => Ok(doc),
        None => vm.str_fmt(format_args!("Alias for field number {}", index.get())),
    }
}

fn set_field_doc(_vm: &Vm, this: This<'_, Cells>, value: Option<&Obj>) -> Result<(), Raised> {
    let [doc, ..] = &this.slots;
    doc.set(Some(value.unwrap_or(Obj::NONE).own()));
    Ok(())
}

fn field_reduce(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let [index, _] = &this.numbers;
    let args = vm.tuple_of(&[vm.int(index.get() as i64)?, field_doc(vm, this)?])?;
    vm.tuple_of(&[this.obj().type_().own(), args])
}

fn field_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let [index, _] = &this.numbers;
    let doc = vm.repr(&*field_doc(vm, this)?)?;
    vm.str_fmt(format_args!("_tuplegetter({}, {})", index.get(), pyrite_api::Text(&doc)))
}

py_type! {
    /// A field of a named tuple.
    pub static FIELD: Cells = "collections._tuplegetter", "" {
        flags flags::IMMUTABLE;
        gc container;
        new field_new;
        slots { repr: unary field_repr, descr_get: descr_get field_get, descr_set: store field_set, }
        attrs {
            getset "__doc__" (set_field_doc) = field_doc, "";
            method "__reduce__" (0, 0) = field_reduce, "";
        }
    }
}

py_module! {
    /// `_collections`
    pub static COLLECTIONS = "_collections", "" {
        value "deque" () = |_| Ok(TypeRef::of(&deque::DEQUE).own()), "";
        value "defaultdict" () = |_| Ok(TypeRef::of(&DEFAULTDICT).own()), "";
        value "OrderedDict" () = |_| Ok(TypeRef::of(&ORDERED_DICT).own()), "";
        value "_tuplegetter" () = |_| Ok(TypeRef::of(&FIELD).own()), "";
        function "_count_elements" (2, 2) = count_elements, "Count elements in the iterable, updating the mapping.";
    }
}
