//! `range`: an immutable arithmetic progression.
//!
//! Never materialises its items. Start, stop, step and length are exact ints of any size; what
//! fits machine words is computed with them. Source: Python Library Reference, "Ranges".

pub mod iterator;
pub mod methods;

use pyrite_algo::Buf;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::int::Int;
use crate::types::int::{arith, divide};
use crate::types::member::read_only;

/// A range. Its parts are exact ints.
#[repr(C)]
pub struct Range {
    /// First item.
    pub start: Ref,
    /// The bound that is not reached.
    pub stop: Ref,
    /// Difference of two items, not 0.
    pub step: Ref,
    /// Number of items.
    pub len: Ref,
}

// SAFETY: RANGE's instances hold this.
unsafe impl Storage for Range {
    const TYPE: &'static Type = &RANGE;
}

impl Range {
    /// The length as a machine word, if it fits.
    pub fn word_len(&self) -> Option<usize> {
        self.len.small().and_then(|len| usize::try_from(len).ok())
    }

    /// Item `index`, which need not be in range: an int.
    ///
    /// # Errors
    /// MemoryError.
    pub fn item(&self, vm: &Vm, index: &Obj) -> Outcome {
        if let (Some(start), Some(step), Some(index)) = (self.start.small(), self.step.small(), index.small())
            && let Some(item) = step.checked_mul(index).and_then(|offset| start.checked_add(offset))
        {
            return vm.int_word(item);
        }
        arith::add(vm, &self.start, &*arith::multiply(vm, &self.step, index)?)
    }
}

/// A range of exact ints; `step` is not 0.
///
/// # Errors
/// MemoryError.
pub fn new(vm: &Vm, start: Ref, stop: Ref, step: Ref) -> Outcome {
    let len = count(vm, &start, &stop, &step)?;
    vm.memory(vm.allocate(TypeRef::of(&RANGE), Range { start, stop, step, len }, size_of::<Range>()))
}

/// How many items there are: an int.
fn count(vm: &Vm, start: &Obj, stop: &Obj, step: &Obj) -> Outcome {
    if let (Some(start), Some(stop), Some(step)) = (start.small(), stop.small(), step.small()) {
        let (low, high, step) = if step > 0 { (start, stop, step) } else { (stop, start, -step) };
        return vm.int_word(if low < high { (high - low - 1) / step + 1 } else { 0 });
    }
    let negative = is_negative(step);
    let (low, high) = if negative { (stop, start) } else { (start, stop) };
    let distance = arith::subtract(vm, high, low)?;
    if is_negative(&distance) || distance.small() == Some(0) {
        return Ok(Ref::small(0));
    }
    let step = if negative { arith::negative(vm, step)? } else { step.own() };
    let one = Ref::small(1);
    let whole = divide::floor_divide(vm, &*arith::subtract(vm, &distance, &one)?, &step)?;
    arith::add(vm, &whole, &one)
}

fn is_negative(int: &Obj) -> bool {
    int.int().is_some_and(Int::is_negative)
}

/// An argument as an exact int.
fn integer(vm: &Vm, arg: &Obj) -> Outcome {
    vm.exact_int(&*vm.index_object(arg)?)
}

fn range_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("range", names)?;
    vm.expect_count("range", args, 1, 3)?;
    let (start, stop, step) = match args {
        [stop] => (Ref::small(0), integer(vm, stop)?, Ref::small(1)),
        [start, stop] => (integer(vm, start)?, integer(vm, stop)?, Ref::small(1)),
        [start, stop, step, ..] => (integer(vm, start)?, integer(vm, stop)?, integer(vm, step)?),
        [] => return Ok(Ref::none()),
    };
    if step.small() == Some(0) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    new(vm, start, stop, step)
}

fn range_repr(vm: &Vm, this: This<'_, Range>) -> Outcome {
    let mut text = vm.memory(Buf::from_slice(b"range("))?;
    let shown = if this.step.small() == Some(1) { 2 } else { 3 };
    for (before, part) in [("", &this.start), (", ", &this.stop), (", ", &this.step)].into_iter().take(shown)
    {
        vm.memory(text.extend_from_slice(before.as_bytes()))?;
        vm.append_int(part.int().unwrap_or(Int::Small(0)), 10, &mut text)?;
    }
    vm.memory(text.push(b')'))?;
    vm.finish_text(text)
}

fn range_len(vm: &Vm, this: This<'_, Range>) -> Result<usize, Raised> {
    let len = this.len.int().and_then(Int::to_i64).and_then(|len| isize::try_from(len).ok());
    match len {
        Some(len) => Ok(len as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn range_bool(_vm: &Vm, this: This<'_, Range>) -> Result<bool, Raised> {
    Ok(this.len.small() != Some(0))
}

py_type! {
    /// Immutable sequence of integers.
    pub static RANGE: Range = "range", "Evenly spaced integers, stop excluded." {
        flags flags::SEQUENCE;
        new range_new;
        slots {
            repr: unary range_repr,
            hash: hash methods::hash,
            richcompare: compare methods::compare,
            iter: unary iterator::iter,
        }
        number { bool_: inquiry range_bool, }
        sequence { length: length range_len, item: index methods::item, contains: contains methods::contains, }
        mapping { length: length range_len, subscript: binary methods::subscript, }
        attrs {
            method "__reversed__" (0, 0) = iterator::reversed, "Iterate backwards.";
            method "__reduce__" (0, 0) = methods::reduce, "";
            method "count" (1, 1) = methods::count, "Count the equal integers.";
            method "index" (1, 1) = methods::index, "Position of an integer.";
            getset "start" (read_only) = methods::start, "";
            getset "stop" (read_only) = methods::stop, "";
            getset "step" (read_only) = methods::step, "";
        }
    }
}
