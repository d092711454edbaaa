//! `count` and `repeat`: iterators without a source.

use pyrite_api::types::{Cells, iterator_self};
use pyrite_api::{BinaryOp, Obj, Outcome, Ref, StrBuilder, This, TypeRef, Vm, flags, py_type};

use super::{Next, iterator_type, missing};

fn is_number(object: &Obj) -> bool {
    let number = object.type_().number();
    number.index.is_some()
        || number.int.is_some()
        || number.float.is_some()
        || object.type_().is(&pyrite_api::types::COMPLEX)
}

/// Slots: the next number, the step.
fn count_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [start, step] = vm.bind_new("count", ["start", "step"], args, names)?;
    if ![start, step].into_iter().flatten().all(is_number) {
        return Err(vm.type_error("a number is required"));
    }
    let start = start.map_or_else(|| Ref::small(0), Obj::own);
    let step = step.map_or_else(|| Ref::small(1), Obj::own);
    vm.cells(type_, [Some(start), Some(step), None, None], [0, 0])
}

fn count_next(vm: &Vm, this: This<'_, Cells>) -> Next {
    let [next, step, ..] = &this.slots;
    let (Some(number), Some(step)) = (next.get(), step.get()) else { return Ok(None) };
    let after = match (number.small(), step.small()) {
        (Some(number), Some(step)) => vm.int(number as i64 + step as i64)?,
        _ => vm.binary(BinaryOp::Add, &number, &step)?,
    };
    next.set(Some(after));
    Ok(Some(number))
}

fn show(vm: &Vm, this: This<'_, Cells>, first: &Obj, second: Option<&Obj>) -> Outcome {
    let mut text = StrBuilder::new(vm);
    text.push_text(this.obj().type_().short_name())?;
    text.push_text("(")?;
    text.push_repr(first)?;
    if let Some(second) = second {
        text.push_text(", ")?;
        text.push_repr(second)?;
    }
    text.push_text(")")?;
    text.finish()
}

fn count_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let [next, step, ..] = &this.slots;
    let (next, step) = (next.get(), step.get());
    let step = step.as_deref().filter(|step| step.small() != Some(1));
    show(vm, this, next.as_deref().unwrap_or(Obj::NONE), step)
}

iterator_type! {
    COUNT = "itertools.count", "Count from start by step.",
    count_new, count_next, repr count_repr
}

/// Slot: the object. Numbers: how often it is yet to come; -1 for ever.
fn repeat_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [object, times] = vm.bind_new("repeat", ["object", "times"], args, names)?;
    let Some(object) = object else { return Err(missing(vm, "repeat", "object", 1)) };
    let times = match times {
        Some(times) => vm.index(times)?.max(0),
        None => -1,
    };
    vm.cells(type_, [Some(object.own()), None, None, None], [times, 0])
}

fn repeat_next(_vm: &Vm, this: This<'_, Cells>) -> Next {
    let ([object, ..], [left, _]) = (&this.slots, &this.numbers);
    match left.get() {
        0 => return Ok(None),
        times if times > 0 => left.set(times - 1),
        _ => {}
    }
    Ok(object.get())
}

fn repeat_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let ([object, ..], [left, _]) = (&this.slots, &this.numbers);
    let object = object.get();
    let times = if left.get() < 0 { None } else { Some(vm.int(left.get() as i64)?) };
    show(vm, this, object.as_deref().unwrap_or(Obj::NONE), times.as_deref())
}

fn repeat_hint(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let [left, _] = &this.numbers;
    if left.get() < 0 {
        return Err(vm.type_error("len() of unsized object"));
    }
    vm.int(left.get() as i64)
}

iterator_type! {
    REPEAT = "itertools.repeat", "Return the object for the specified number of times, or endlessly.",
    repeat_new, repeat_next, repr repeat_repr {
        method "__length_hint__" (0, 0) = repeat_hint, "";
    }
}
