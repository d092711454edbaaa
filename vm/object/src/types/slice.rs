//! `slice`: bounds of a part of a sequence.
//!
//! Other types use [`slice_bounds`]; the rules are those of `PySlice_AdjustIndices`.

use crate::args;
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Vm};
use crate::ops::number::BinaryOp;
use crate::py_type;
use crate::types::member::read_only;

/// A slice; a bound that was not given is `None`.
#[repr(C)]
pub struct Slice {
    /// First index.
    pub start: Ref,
    /// The index that is not reached.
    pub stop: Ref,
    /// Difference of two indices.
    pub step: Ref,
}

// SAFETY: SLICE's instances hold this.
unsafe impl Storage for Slice {
    const TYPE: &'static Type = &SLICE;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.start);
        visitor.visit(&self.stop);
        visitor.visit(&self.step);
    }
}

/// The part of a sequence that a slice names: `count` indices `start`, `start + step`, ...,
/// all below the sequence's length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// First index; for an empty part where an insertion goes (with `step` 1), or -1.
    pub start: isize,
    /// The index that is not reached.
    pub stop: isize,
    /// Never 0, never `isize::MIN`.
    pub step: isize,
    /// How many.
    pub count: usize,
}

impl Bounds {
    /// The indices, in order.
    pub fn indices(self) -> impl Iterator<Item = usize> + Clone {
        // The last index is in range; one step behind it may overflow, and is not used.
        (0..self.count).map(move |i| self.start.wrapping_add((i as isize).wrapping_mul(self.step)) as usize)
    }

    /// The same indices in rising order: a positive `step`.
    pub fn rising(self) -> Bounds {
        if self.step > 0 {
            return self;
        }
        let last = self.count.saturating_sub(1) as isize;
        let start = self.start.wrapping_add(last.wrapping_mul(self.step));
        Bounds { start, stop: self.start.wrapping_add(1), step: -self.step, count: self.count }
    }
}

/// What `slice` means for a sequence of `len` items. `__index__` of the bounds may run Python
/// code: a mutable sequence takes its length with [`slice_unpack`] and [`slice_adjust`].
///
/// # Errors
/// TypeError for bounds that are no integers, ValueError for step 0.
pub fn slice_bounds(vm: &Vm, slice: This<'_, Slice>, len: usize) -> Result<Bounds, Raised> {
    Ok(slice_adjust(slice_unpack(vm, slice)?, len))
}

/// Start, stop and step as numbers, clipped to the machine word.
///
/// # Errors
/// As [`slice_bounds`].
pub fn slice_unpack(vm: &Vm, slice: This<'_, Slice>) -> Result<(isize, isize, isize), Raised> {
    let step = if slice.step.is_none() { 1 } else { slice_index(vm, &slice.step)?.max(-isize::MAX) };
    if step == 0 {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let (low, high) = if step < 0 { (isize::MAX, isize::MIN) } else { (0, isize::MAX) };
    let start = if slice.start.is_none() { low } else { slice_index(vm, &slice.start)? };
    let stop = if slice.stop.is_none() { high } else { slice_index(vm, &slice.stop)? };
    Ok((start, stop, step))
}

/// Clips what [`slice_unpack`] gave to a sequence of `len` items.
pub fn slice_adjust((start, stop, step): (isize, isize, isize), len: usize) -> Bounds {
    let len = len as isize;
    let clip = |bound: isize| {
        let bound = if bound < 0 { bound.saturating_add(len) } else { bound };
        if step < 0 { bound.clamp(-1, len - 1) } else { bound.clamp(0, len) }
    };
    let (start, stop) = (clip(start), clip(stop));
    let count = if step < 0 && stop < start {
        (start - stop - 1) / -step + 1
    } else if step > 0 && start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Bounds { start, stop, step, count: count as usize }
}

/// A bound that is not None as a number, clipped to the machine word: also for `list.index`.
///
/// # Errors
/// TypeError if it is no integer.
pub fn slice_index(vm: &Vm, bound: &Obj) -> Result<isize, Raised> {
    if let Some(value) = bound.small() {
        return Ok(value);
    }
    if bound.int().is_none() && bound.type_().number().index.is_none() {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    vm.index_clipped(bound)
}

impl Vm {
    /// A slice object.
    ///
    /// # Errors
    /// MemoryError.
    pub fn slice(&self, start: &Obj, stop: &Obj, step: &Obj) -> Outcome {
        let storage = Slice { start: start.own(), stop: stop.own(), step: step.own() };
        self.memory(self.allocate(TypeRef::of(&SLICE), storage, size_of::<Slice>()))
    }
}

fn slice_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("slice", names)?;
    vm.expect_count("slice", args, 1, 3)?;
    match args {
        [stop] => vm.slice(Obj::NONE, stop, Obj::NONE),
        _ => vm.slice(
            args::required(args, 0),
            args::required(args, 1),
            args::optional(args, 2).unwrap_or(Obj::NONE),
        ),
    }
}

fn slice_repr(vm: &Vm, this: This<'_, Slice>) -> Outcome {
    let (start, stop, step) = (vm.repr(&this.start)?, vm.repr(&this.stop)?, vm.repr(&this.step)?);
    let mut text = pyrite_algo::Buf::new();
    for (before, part) in [("slice(", start), (", ", stop), (", ", step)] {
        vm.memory(text.extend_from_slice(before.as_bytes()))?;
        vm.append_utf8(&part, &mut text)?;
    }
    vm.memory(text.push(b')'))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn slice_hash(vm: &Vm, this: This<'_, Slice>) -> Result<usize, Raised> {
    let mut hash = pyrite_algo::hash::TupleHash::new();
    for part in [&this.start, &this.stop, &this.step] {
        hash.add(vm.hash(part)? as isize);
    }
    Ok(hash.finish() as usize)
}

fn slice_compare(vm: &Vm, this: This<'_, Slice>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.exact::<Slice>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    // As tuples: the first parts that differ decide.
    for (a, b) in [(&this.start, &other.start), (&this.stop, &other.stop), (&this.step, &other.step)] {
        if !vm.equals(a, b)? {
            return match op {
                CompareOp::Eq => Ok(Ref::bool(false)),
                CompareOp::Ne => Ok(Ref::bool(true)),
                _ => vm.compare(op, a, b),
            };
        }
    }
    Ok(Ref::bool(matches!(op, CompareOp::Eq | CompareOp::Le | CompareOp::Ge)))
}

/// A bound of `slice.indices` within `low..=high`, for integers of any size.
fn indices_bound(vm: &Vm, bound: &Obj, default: &Obj, (low, high): (&Obj, &Obj), len: &Obj) -> Outcome {
    if bound.is_none() {
        return Ok(default.own());
    }
    let mut bound = indices_part(vm, bound)?;
    let zero = Ref::small(0);
    if vm.compare_bool(CompareOp::Lt, &bound, &zero)? {
        bound = int_sum(vm, &bound, len)?;
    }
    if vm.compare_bool(CompareOp::Lt, &bound, low)? {
        Ok(low.own())
    } else if vm.compare_bool(CompareOp::Gt, &bound, high)? {
        Ok(high.own())
    } else {
        Ok(bound)
    }
}

fn indices_part(vm: &Vm, bound: &Obj) -> Outcome {
    if bound.int().is_none() && bound.type_().number().index.is_none() {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    vm.index_object(bound)
}

fn int_sum(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (a.small(), b.small()) {
        // Two small integers cannot overflow the machine word.
        (Some(a), Some(b)) => vm.int((a + b) as i64),
        _ => vm.binary(BinaryOp::Add, a, b),
    }
}

/// `slice.indices(len)`, for lengths of any size.
///
/// # Errors
/// TypeError for bounds that are no integers, ValueError for step 0 or a negative length.
pub fn slice_indices(vm: &Vm, this: This<'_, Slice>, args: &[Ref]) -> Outcome {
    let len = vm.index_object(args::required(args, 0))?;
    if len.int().is_some_and(|len| len.is_negative()) {
        return Err(vm.value_error("length should not be negative"));
    }
    let zero = Ref::small(0);
    let step = if this.step.is_none() { Ref::small(1) } else { indices_part(vm, &this.step)? };
    if step.small() == Some(0) || step.is(Obj::FALSE) {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let negative = step.int().is_some_and(|step| step.is_negative());
    let (low, high) =
        if negative { (Ref::small(-1), int_sum(vm, &len, &Ref::small(-1))?) } else { (zero, len.clone()) };
    let (first, last) = if negative { (&high, &low) } else { (&low, &high) };
    let start = indices_bound(vm, &this.start, first, (&low, &high), &len)?;
    let stop = indices_bound(vm, &this.stop, last, (&low, &high), &len)?;
    vm.tuple_of(&[start, stop, step])
}

fn slice_start(_vm: &Vm, this: This<'_, Slice>) -> Outcome {
    Ok(this.start.clone())
}

fn slice_stop(_vm: &Vm, this: This<'_, Slice>) -> Outcome {
    Ok(this.stop.clone())
}

fn slice_step(_vm: &Vm, this: This<'_, Slice>) -> Outcome {
    Ok(this.step.clone())
}

fn slice_reduce(vm: &Vm, this: This<'_, Slice>, _args: &[Ref]) -> Outcome {
    let parts = vm.tuple_of(&[this.start.clone(), this.stop.clone(), this.step.clone()])?;
    vm.tuple_of(&[TypeRef::of(&SLICE).own(), parts])
}

py_type! {
    /// `slice`: bounds of a part of a sequence.
    pub static SLICE: Slice = "slice", "Start, stop and step of a subscript." {
        gc container;
        new slice_new;
        slots { repr: unary slice_repr, hash: hash slice_hash, richcompare: compare slice_compare, }
        attrs {
            getset "start" (read_only) = slice_start, "";
            getset "stop" (read_only) = slice_stop, "";
            getset "step" (read_only) = slice_step, "";
            method "indices" (1, 1) = slice_indices, "Start, stop and step for a length.";
            method "__reduce__" (0, 0) = slice_reduce, "State for pickle.";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps from `start` as Python does, and meets what the adjusted slice names.
    fn check((start, stop, step): (isize, isize, isize), len: usize) {
        let part = slice_adjust((start, stop, step), len);
        let signed = len as isize;
        let place = |b: isize| if b < 0 { b.saturating_add(signed) } else { b };
        let inside = |at: isize| if step < 0 { at > place(stop) } else { at < place(stop) };
        let mut expected = Vec::new();
        let mut at = if step < 0 { place(start).min(signed - 1) } else { place(start).max(0) };
        while (0..signed).contains(&at) && inside(at) {
            expected.push(at as usize);
            at = at.saturating_add(step);
        }
        assert_eq!(part.indices().collect::<Vec<_>>(), expected, "{start}:{stop}:{step} of {len}");
        let mut rising: Vec<_> = part.rising().indices().collect();
        expected.sort_unstable();
        assert_eq!(rising, expected);
        rising.dedup();
        assert_eq!(rising.len(), part.count);
    }

    #[test]
    fn adjusted_bounds_name_the_indices_that_stepping_meets() {
        let bounds = [isize::MIN, -isize::MAX, -9, -6, -5, -4, -1, 0, 1, 3, 4, 5, 6, 9, isize::MAX];
        let steps = [-isize::MAX, -7, -3, -2, -1, 1, 2, 3, 7, isize::MAX];
        let pairs = || bounds.into_iter().flat_map(|start| bounds.map(|stop| (start, stop)));
        for len in 0..6usize {
            for (start, stop) in pairs() {
                steps.iter().for_each(|&step| check((start, stop, step), len));
            }
        }
    }
}
