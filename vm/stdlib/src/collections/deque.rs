//! `collections.deque`: a sequence that grows and shrinks at both ends.

use pyrite_api::types::{Cells, List, cells_of, class_get_item, iterator_self};
use pyrite_api::{
    CompareOp, Obj, Outcome, Raised, Ref, StrBuilder, Text, This, TypeRef, Vm, flags, optional, py_type,
    required,
};

use super::ring::{End, Ring};

fn deque_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.cells(type_, [const { None }; 4], [0, 0])
}

fn deque_init(vm: &Vm, this: This<'_, Cells>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let [iterable, max_len] = vm.bind_new("deque", ["iterable", "maxlen"], args, names)?;
    let [_, own_max_len, ..] = &this.slots;
    let max_len = match max_len.filter(|max_len| !max_len.is_none()) {
        None => None,
        Some(max_len) if max_len.int().is_none() && max_len.type_().number().index.is_none() => {
            return Err(vm.type_error("an integer is required"));
        }
        Some(max_len) => match vm.index(max_len)? {
            max_len if max_len < 0 => return Err(vm.value_error("maxlen must be non-negative")),
            max_len => Some(vm.int(max_len as i64)?),
        },
    };
    own_max_len.set(max_len);
    Ring(this).clear();
    match iterable {
        Some(iterable) => extend(vm, this, iterable, End::Right),
        None => Ok(()),
    }
}

fn extend(vm: &Vm, this: This<'_, Cells>, iterable: &Obj, end: End) -> Result<(), Raised> {
    // Itself may be what is added.
    let copy = if iterable.is(this.obj()) { Some(Ring(this).to_list(vm)?) } else { None };
    let iterator = vm.iter(copy.as_deref().unwrap_or(iterable))?;
    while let Some(item) = vm.next(&iterator)? {
        Ring(this).push(vm, end, item)?;
    }
    Ok(())
}

/// A deque of the same type with the same items.
fn copy(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let type_ = this.obj().type_();
    let [_, max_len, ..] = &this.slots;
    if type_.is(&DEQUE) {
        let fresh = vm.cells(type_, [None, max_len.get(), None, None], [0, 0])?;
        if let Some(fresh) = fresh.cast::<Cells>() {
            extend(vm, fresh, this.obj(), End::Right)?;
        }
        return Ok(fresh);
    }
    match max_len.get() {
        Some(max_len) => vm.call(type_.as_obj(), &[this.own(), max_len]),
        None => vm.call_one(type_.as_obj(), this.obj()),
    }
}

fn deque_repr(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    let Some(_guard) = vm.enter_repr(this.obj())? else { return vm.str("[...]") };
    let mut text = StrBuilder::new(vm);
    text.push_text(this.obj().type_().short_name())?;
    text.push_text("(")?;
    text.push_repr(&*Ring(this).to_list(vm)?)?;
    if let Some(max_len) = Ring(this).max_len() {
        text.push_text(", maxlen=")?;
        text.push_int(max_len as isize)?;
    }
    text.push_text(")")?;
    text.finish()
}

fn deque_compare(vm: &Vm, this: This<'_, Cells>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = cells_of(other, &DEQUE) else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let (a, b) = (Ring(this), Ring(other));
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && a.len() != b.len() {
        return Ok(Ref::bool(op == CompareOp::Ne));
    }
    let mut index = 0;
    while let (Some(x), Some(y)) = (a.get(index), b.get(index)) {
        if !vm.equals(&x, &y)? {
            return match op {
                CompareOp::Eq => Ok(Ref::bool(false)),
                CompareOp::Ne => Ok(Ref::bool(true)),
                _ => vm.compare(op, &x, &y),
            };
        }
        index += 1;
    }
    Ok(Ref::bool(op.holds(a.len().cmp(&b.len()))))
}

fn deque_len(_vm: &Vm, this: This<'_, Cells>) -> Result<usize, Raised> {
    Ok(Ring(this).len())
}

fn in_range(vm: &Vm, this: This<'_, Cells>, index: isize) -> Result<usize, Raised> {
    let index = usize::try_from(index).ok().filter(|&index| index < Ring(this).len());
    index.ok_or_else(|| vm.index_error("deque index out of range"))
}

fn deque_item(vm: &Vm, this: This<'_, Cells>, index: isize) -> Outcome {
    let index = in_range(vm, this, index)?;
    Ok(Ring(this).get(index).unwrap_or_else(Ref::none))
}

fn store_item(vm: &Vm, this: This<'_, Cells>, index: isize, value: Option<&Obj>) -> Result<(), Raised> {
    let index = in_range(vm, this, index)?;
    match value {
        Some(value) => drop(Ring(this).set(index, value.own())),
        None => drop(Ring(this).remove(vm, index)),
    }
    Ok(())
}

fn deque_contains(vm: &Vm, this: This<'_, Cells>, value: &Obj) -> Result<bool, Raised> {
    Ok(Ring(this).find(vm, value, 0, usize::MAX)?.is_some())
}

fn concat(vm: &Vm, this: This<'_, Cells>, other: &Obj) -> Outcome {
    if cells_of(other, &DEQUE).is_none() {
        let name = other.type_().short_name();
        return Err(vm.type_error(format_args!("can only concatenate deque (not \"{name}\") to deque")));
    }
    let sum = copy(vm, this, &[])?;
    if let Some(sum) = cells_of(&sum, &DEQUE) {
        extend(vm, sum, other, End::Right)?;
    }
    Ok(sum)
}

fn inplace_concat(vm: &Vm, this: This<'_, Cells>, other: &Obj) -> Outcome {
    extend(vm, this, other, End::Right)?;
    Ok(this.own())
}

fn repeat(vm: &Vm, this: This<'_, Cells>, count: isize) -> Outcome {
    let product = copy(vm, this, &[])?;
    match cells_of(&product, &DEQUE) {
        Some(product) => inplace_repeat(vm, product, count),
        None => Ok(product),
    }
}

fn inplace_repeat(vm: &Vm, this: This<'_, Cells>, count: isize) -> Outcome {
    let ring = Ring(this);
    if count <= 0 {
        ring.clear();
        return Ok(this.own());
    }
    let items = ring.to_list(vm)?;
    let Some(items) = items.cast::<List>() else { return Ok(this.own()) };
    // With a greatest length only the last rounds are seen.
    let rounds = match ring.max_len() {
        Some(max_len) if !items.is_empty() => (count - 1).min((max_len / items.len()) as isize + 1),
        _ => count - 1,
    };
    if !items.is_empty() {
        if items.len().checked_mul(rounds as usize).is_none_or(|total| total > isize::MAX as usize / 16) {
            return Err(vm.memory_error());
        }
        for _ in 0..rounds {
            extend(vm, this, items.obj(), End::Right)?;
        }
    }
    Ok(this.own())
}

fn append(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    Ring(this).push(vm, End::Right, required(args, 0).own())?;
    Ok(Ref::none())
}

fn append_left(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    Ring(this).push(vm, End::Left, required(args, 0).own())?;
    Ok(Ref::none())
}

fn extend_right(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    extend(vm, this, required(args, 0), End::Right)?;
    Ok(Ref::none())
}

fn extend_left(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    extend(vm, this, required(args, 0), End::Left)?;
    Ok(Ref::none())
}

fn pop_end(vm: &Vm, this: This<'_, Cells>, end: End) -> Outcome {
    Ring(this).pop(vm, end).ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn clear(_vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    Ring(this).clear();
    Ok(Ref::none())
}

fn count(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let ring = Ring(this);
    let (mut count, changes) = (0, ring.changes());
    for index in 0..ring.len() {
        let Some(item) = ring.get(index) else { break };
        count += i64::from(vm.equals(&item, required(args, 0))?);
        if ring.changes() != changes {
            return Err(vm.runtime_error("deque mutated during iteration"));
        }
    }
    vm.int(count)
}

/// A bound of `index()`, counted from the end if it is negative.
fn bound(vm: &Vm, this: This<'_, Cells>, arg: Option<&Obj>, default: usize) -> Result<usize, Raised> {
    let Some(arg) = arg else { return Ok(default) };
    let bound = vm.index_clipped(arg)?;
    let bound = if bound < 0 { bound.saturating_add(Ring(this).len() as isize) } else { bound };
    Ok(usize::try_from(bound).unwrap_or(0))
}

fn index(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let value = required(args, 0);
    let from = bound(vm, this, optional(args, 1), 0)?;
    let to = bound(vm, this, optional(args, 2), usize::MAX)?;
    match Ring(this).find(vm, value, from, to)? {
        Some(index) => vm.int(index as i64),
        None => Err(vm.value_error(format_args!("{} is not in deque", Text(&*vm.repr(value)?)))),
    }
}

fn insert(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let at = vm.index(required(args, 0))?;
    let ring = Ring(this);
    if ring.max_len() == Some(ring.len()) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let at = if at < 0 { at.saturating_add(ring.len() as isize).max(0) } else { at };
    ring.insert(vm, (at as usize).min(ring.len()), required(args, 1).own())?;
    Ok(Ref::none())
}

fn remove(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let (ring, value) = (Ring(this), required(args, 0));
    let changes = ring.changes();
    for index in 0..ring.len() {
        let Some(item) = ring.get(index) else { break };
        let found = vm.equals(&item, value)?;
        if ring.changes() != changes {
            return Err(vm.index_error("deque mutated during iteration"));
        }
        if found {
            drop(ring.remove(vm, index));
            return Ok(Ref::none());
        }
    }
    Err(vm.value_error(format_args!("{} is not in deque", Text(&*vm.repr(value)?))))
}

fn reverse(_vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let len = Ring(this).len();
    (0..len / 2).for_each(|index| Ring(this).swap(index, len - 1 - index));
    Ok(Ref::none())
}

fn rotate(vm: &Vm, this: This<'_, Cells>, args: &[Ref]) -> Outcome {
    let count = match optional(args, 0) {
        Some(count) => vm.index(count)?,
        None => 1,
    };
    Ring(this).rotate(vm, count)?;
    Ok(Ref::none())
}

fn max_len(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    match Ring(this).max_len() {
        Some(max_len) => vm.int(max_len as i64),
        None => Ok(Ref::none()),
    }
}

fn reduce(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let [_, max_len, ..] = &this.slots;
    let args = match max_len.get() {
        Some(max_len) => vm.tuple_of(&[vm.tuple(&[])?, max_len])?,
        None => vm.tuple(&[])?,
    };
    let state = vm.memory(vm.intern("__getstate__"))?;
    let state = vm.call_method(this.obj(), &state, &[])?;
    let items = vm.iter(this.obj())?;
    vm.tuple_of(&[this.obj().type_().own(), args, state, items])
}

/// Slot: the deque. Numbers: the index of the next item, the changes so far.
fn start(vm: &Vm, this: This<'_, Cells>, type_: TypeRef) -> Outcome {
    vm.cells(type_, [Some(this.own()), None, None, None], [0, Ring(this).changes()])
}

fn deque_iter(vm: &Vm, this: This<'_, Cells>) -> Outcome {
    start(vm, this, TypeRef::of(&DEQUE_ITERATOR))
}

fn deque_reversed(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    start(vm, this, TypeRef::of(&DEQUE_REVERSE_ITERATOR))
}

fn iterator_next(vm: &Vm, this: This<'_, Cells>) -> Result<Option<Ref>, Raised> {
    let ([deque, ..], [index, changes]) = (&this.slots, &this.numbers);
    let Some(source) = deque.get() else { return Ok(None) };
    let Some(ring) = cells_of(&source, &DEQUE).map(Ring) else { return Ok(None) };
    if ring.changes() != changes.get() {
        deque.set(None);
        return Err(vm.runtime_error("deque mutated during iteration"));
    }
    let at = usize::try_from(index.get()).unwrap_or(0);
    let is_reverse = this.obj().type_().is(&DEQUE_REVERSE_ITERATOR);
    let from_left = if is_reverse { ring.len().checked_sub(at + 1) } else { Some(at) };
    let item = from_left.and_then(|at| ring.get(at));
    match &item {
        Some(_) => index.set(index.get() + 1),
        None => deque.set(None),
    }
    Ok(item)
}

fn iterator_hint(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let ([deque, ..], [index, _]) = (&this.slots, &this.numbers);
    let len =
        deque.get().and_then(|deque| cells_of(&deque, &DEQUE).map(|this| Ring(this).len())).unwrap_or(0);
    vm.int((len as i64 - index.get() as i64).max(0))
}

/// `(type, (deque, index))`
fn iterator_reduce(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let ([deque, ..], [index, _]) = (&this.slots, &this.numbers);
    let deque = match deque.get() {
        Some(deque) => deque,
        None => vm.cells(TypeRef::of(&DEQUE), [const { None }; 4], [0, 0])?,
    };
    let args = vm.tuple_of(&[deque, vm.int(index.get() as i64)?])?;
    vm.tuple_of(&[this.obj().type_().own(), args])
}

fn iterator_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.check_new("_deque_iterator", args, names, (1, 2))?;
    let Some(deque) = cells_of(required(args, 0), &DEQUE) else {
        return Err(vm.type_error("argument 1 must be collections.deque"));
    };
    let index = optional(args, 1).map_or(Ok(0), |index| vm.index(index))?;
    vm.cells(type_, [Some(deque.own()), None, None, None], [index.max(0), Ring(deque).changes()])
}

macro_rules! iterator_type {
    ($NAME:ident, $name:literal) => {
        py_type! {
            /// The items of a deque, one after the other.
            pub static $NAME: Cells = $name, "" {
                gc container;
                new iterator_new;
                slots { iter: unary iterator_self, iternext: next iterator_next, }
                attrs {
                    method "__length_hint__" (0, 0) = iterator_hint, "";
                    method "__reduce__" (0, 0) = iterator_reduce, "";
                }
            }
        }
    };
}

iterator_type!(DEQUE_ITERATOR, "_collections._deque_iterator");
iterator_type!(DEQUE_REVERSE_ITERATOR, "_collections._deque_reverse_iterator");

py_type! {
    /// `collections.deque`
    pub static DEQUE: Cells = "collections.deque", "A queue with two fast ends." {
        flags flags::BASE | flags::SEQUENCE | flags::MANAGED_WEAKREF;
        gc container;
        new deque_new;
        slots { repr: unary deque_repr, richcompare: compare deque_compare, iter: unary deque_iter, init: init deque_init, }
        sequence {
            length: length deque_len,
            concat: binary concat,
            repeat: index repeat,
            item: index deque_item,
            ass_item: store_index store_item,
            contains: contains deque_contains,
            inplace_concat: binary inplace_concat,
            inplace_repeat: index inplace_repeat,
        }
        attrs {
            method "append" (1, 1) = append, "Add x on the right.";
            method "appendleft" (1, 1) = append_left, "Add x on the left.";
            method "clear" (0, 0) = clear, "Drop all items.";
            method "copy" (0, 0) = copy, "A shallow copy.";
            method "__copy__" (0, 0) = copy, "A shallow copy.";
            method "count" (1, 1) = count, "How many items equal value.";
            method "extend" (1, 1) = extend_right, "Add all items on the right.";
            method "extendleft" (1, 1) = extend_left, "Add all items on the left, one by one.";
            method "index" (1, 3) = index, "Where value is first found.";
            method "insert" (2, 2) = insert, "Put value at index.";
            getter "maxlen" () = max_len, "the length limit, or None";
            method "pop" (0, 0) = |vm, this, _args| pop_end(vm, this, End::Right), "Take the last item.";
            method "popleft" (0, 0) = |vm, this, _args| pop_end(vm, this, End::Left), "Take the first item.";
            method "remove" (1, 1) = remove, "Drop the first item equal to value.";
            method "reverse" (0, 0) = reverse, "Reverse *IN PLACE*.";
            method "rotate" (0, 1) = rotate, "Move n items from right to left end.";
            method "__reversed__" (0, 0) = deque_reversed, "Iterate backwards.";
            method "__reduce__" (0, 0) = reduce, "Reduce for pickle.";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
        }
    }
}
