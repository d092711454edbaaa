//! `set` and `frozenset`: types, constructors, methods.

pub mod iterator;
pub mod algebra;

use pyrite_algo::Buf;
use pyrite_algo::hash::SetHash;

use crate::args;
use crate::coll::set::{FrozenSet, Set, any_set};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, TypeRef, Vm, flags};
use crate::py_type;
use crate::types::exceptions;
use crate::types::iterators::positional_arguments;

impl Vm {
    /// A set that owns `items`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn set_from(&self, items: Set) -> Outcome {
        self.memory(self.allocate(TypeRef::of(&SET), items, size_of::<Set>()))
    }

    /// A frozenset that owns `items`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn frozenset_from(&self, items: Set) -> Outcome {
        self.memory(self.allocate(TypeRef::of(&FROZENSET), FrozenSet::new(items), size_of::<FrozenSet>()))
    }
}

fn set_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, Set::new(), size_of::<Set>()))
}

fn set_init(vm: &Vm, this: This<'_, Set>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    vm.no_keywords("set", names)?;
    vm.expect_count("set", args, 0, 1)?;
    this.clear();
    args::optional(args, 0).map_or(Ok(()), |iterable| algebra::update(vm, &this, iterable))
}

fn frozenset_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = positional_arguments(vm, "frozenset", type_, args, names)?;
    vm.expect_count("frozenset", args, 0, 1)?;
    let items = Set::new();
    if let Some(iterable) = args::optional(args, 0) {
        if type_.is(&FROZENSET) && iterable.exact::<FrozenSet>().is_some() {
            return Ok(iterable.own());
        }
        algebra::update(vm, &items, iterable)?;
    }
    vm.memory(vm.allocate(type_, FrozenSet::new(items), size_of::<FrozenSet>()))
}

/// The items of an object that a slot or method of a set type was called with.
fn receiver<'a>(vm: &Vm, object: &'a Obj) -> Result<This<'a, Set>, Raised> {
    any_set(object).ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'set' object but received a '{}'",
            object.type_().short_name()
        ))
    })
}

fn set_repr(vm: &Vm, object: &Obj) -> Outcome {
    let this = receiver(vm, object)?;
    let name = object.type_().short_name();
    if this.is_empty() {
        return vm.str_fmt(format_args!("{name}()"));
    }
    let Some(_guard) = vm.enter_repr(object)? else { return vm.str_fmt(format_args!("{name}(...)")) };
    let plain = object.exact::<Set>().is_some();
    let mut text = Buf::new();
    if !plain {
        vm.memory(text.extend_from_slice(name.as_bytes()))?;
        vm.memory(text.push(b'('))?;
    }
    let mut before = b"{".as_slice();
    let mut position = 0;
    while let Some((next, item, _)) = this.next_item(position) {
        vm.memory(text.extend_from_slice(before))?;
        let shown = vm.repr(&item)?;
        vm.append_utf8(&shown, &mut text)?;
        before = b", ";
        position = next;
    }
    vm.memory(text.extend_from_slice(if plain { b"}" } else { b"})" }))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn frozenset_hash(_vm: &Vm, this: This<'_, FrozenSet>) -> Result<usize, Raised> {
    if let Some(hash) = this.known_hash() {
        return Ok(hash);
    }
    let hash = items_hash(this);
    this.set_hash(hash);
    Ok(hash)
}

fn items_hash(this: This<'_, FrozenSet>) -> usize {
    let mut hash = SetHash::default();
    let mut position = 0;
    let items = any_set(this.obj());
    while let Some((next, _, item_hash)) = items.and_then(|items| items.next_item(position)) {
        hash.add(item_hash as isize);
        position = next;
    }
    hash.finish() as usize
}

fn set_len(vm: &Vm, object: &Obj) -> Result<usize, Raised> {
    Ok(receiver(vm, object)?.len())
}

/// Calls `operate` with a key; if that is an unhashable set, with a frozenset of its items.
fn with_key<T>(vm: &Vm, key: &Obj, operate: impl Fn(&Obj) -> Result<T, Raised>) -> Result<T, Raised> {
    match operate(key) {
        Err(raised) if key.cast::<Set>().is_some() && vm.raised_is(&exceptions::TYPE_ERROR) => {
            drop(vm.take_raised(raised));
            let items = receiver(vm, key)?;
            let items = vm.memory(items.copy(vm))?;
            let frozen = vm.frozenset_from(items)?;
            operate(&frozen)
        }
        result => result,
    }
}

fn set_contains(vm: &Vm, object: &Obj, key: &Obj) -> Result<bool, Raised> {
    let this = receiver(vm, object)?;
    with_key(vm, key, |key| this.contains(vm, key))
}

fn contains_method(vm: &Vm, object: &Obj, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(set_contains(vm, object, args::required(args, 0))?))
}

fn set_add(vm: &Vm, this: This<'_, Set>, args: &[Ref]) -> Outcome {
    this.add(vm, args::required(args, 0))?;
    Ok(Ref::none())
}

fn set_discard(vm: &Vm, this: This<'_, Set>, args: &[Ref]) -> Outcome {
    with_key(vm, args::required(args, 0), |key| this.remove(vm, key))?;
    Ok(Ref::none())
}

fn set_remove(vm: &Vm, this: This<'_, Set>, args: &[Ref]) -> Outcome {
    let key = args::required(args, 0);
    match with_key(vm, key, |key| this.remove(vm, key))? {
        Some(_item) => Ok(Ref::none()),
        None => Err(vm.key_error(key)),
    }
}

fn set_pop(vm: &Vm, this: This<'_, Set>, _args: &[Ref]) -> Outcome {
    this.pop().ok_or_else(|| vm.raise_text(&exceptions::KEY_ERROR, format_args!("pop from an empty set")))
}

fn set_clear(_vm: &Vm, this: This<'_, Set>, _args: &[Ref]) -> Outcome {
    this.clear();
    Ok(Ref::none())
}

fn set_copy(vm: &Vm, this: This<'_, Set>, _args: &[Ref]) -> Outcome {
    vm.set_from(vm.memory(this.copy(vm))?)
}

fn frozenset_copy(vm: &Vm, this: This<'_, FrozenSet>, _args: &[Ref]) -> Outcome {
    if this.obj().exact::<FrozenSet>().is_some() {
        return Ok(this.own());
    }
    let items = receiver(vm, this.obj())?;
    vm.frozenset_from(vm.memory(items.copy(vm))?)
}

/// Whether an object is of type `S` or a subtype: the type a result takes.
fn is_a<S: Storage>(object: &Obj) -> bool {
    object.cast::<S>().is_some()
}

py_type! {
    /// `set`: mutable sets.
    pub static SET: Set = "set", "Mutable set of hashable items." {
        flags flags::BASE | flags::MATCH_SELF | flags::MANAGED_WEAKREF;
        gc container;
        new set_new;
        slots {
            repr: unary set_repr,
            richcompare: compare algebra::set_compare,
            iter: unary iterator::set_iter,
            init: init set_init,
        }
        number {
            subtract: binary algebra::set_subtract,
            and: binary algebra::set_and,
            xor: binary algebra::set_xor,
            or: binary algebra::set_or,
            inplace_subtract: binary algebra::set_inplace_subtract,
            inplace_and: binary algebra::set_inplace_and,
            inplace_xor: binary algebra::set_inplace_xor,
            inplace_or: binary algebra::set_inplace_or,
        }
        sequence { length: length set_len, contains: contains set_contains, }
        attrs {
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "See PEP 585";
            method "add" (1, 1) = set_add, "Put in an item.";
            method "clear" (0, 0) = set_clear, "Make it empty.";
            method "copy" (0, 0) = set_copy, "Shallow copy.";
            method "difference" (0, 255) = algebra::difference_method, "Items that no other has.";
            method "difference_update" (0, 255) = algebra::difference_update_method, "Delete the items of others.";
            method "discard" (1, 1) = set_discard, "Delete an item, if there.";
            method "intersection" (0, 255) = algebra::intersection_method, "Items that all have.";
            method "intersection_update" (0, 255) = algebra::intersection_update_method, "Keep what all have.";
            method "isdisjoint" (1, 1) = algebra::is_disjoint_method, "Whether nothing is shared.";
            method "issubset" (1, 1) = algebra::is_subset_method, "Whether the other has all items.";
            method "issuperset" (1, 1) = algebra::is_superset_method, "Whether all items of the other are here.";
            method "pop" (0, 0) = set_pop, "Take out some item.";
            method "remove" (1, 1) = set_remove, "Delete an item that is there.";
            method "symmetric_difference" (1, 1) = algebra::symmetric_difference_method, "Items that only one has.";
            method "symmetric_difference_update" (1, 1) = algebra::symmetric_difference_update_method, "Keep what only one has.";
            method "union" (0, 255) = algebra::union_method, "Items that any has.";
            method "update" (0, 255) = algebra::update_method, "Put in the items of others.";
            method "__contains__" (1, 1) = contains_method, "Membership test.";
            method "__reduce__" (0, 0) = set_reduce, "State for pickle.";
        }
    }
}

py_type! {
    /// `frozenset`: immutable sets.
    pub static FROZENSET: FrozenSet = "frozenset", "Immutable set of hashable items." {
        flags flags::BASE | flags::MATCH_SELF | flags::MANAGED_WEAKREF;
        gc container;
        new frozenset_new;
        slots {
            repr: unary set_repr,
            hash: hash frozenset_hash,
            richcompare: compare algebra::set_compare,
            iter: unary iterator::set_iter,
        }
        number {
            subtract: binary algebra::set_subtract,
            and: binary algebra::set_and,
            xor: binary algebra::set_xor,
            or: binary algebra::set_or,
        }
        sequence { length: length set_len, contains: contains set_contains, }
        attrs {
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "See PEP 585";
            method "copy" (0, 0) = frozenset_copy, "Shallow copy.";
            method "difference" (0, 255) = algebra::difference_method, "Items that no other has.";
            method "intersection" (0, 255) = algebra::intersection_method, "Items that all have.";
            method "isdisjoint" (1, 1) = algebra::is_disjoint_method, "Whether nothing is shared.";
            method "issubset" (1, 1) = algebra::is_subset_method, "Whether the other has all items.";
            method "issuperset" (1, 1) = algebra::is_superset_method, "Whether all items of the other are here.";
            method "symmetric_difference" (1, 1) = algebra::symmetric_difference_method, "Items that only one has.";
            method "union" (0, 255) = algebra::union_method, "Items that any has.";
            method "__contains__" (1, 1) = contains_method, "Membership test.";
            method "__reduce__" (0, 0) = set_reduce, "State for pickle.";
        }
    }
}

fn set_reduce(vm: &Vm, object: &Obj, _args: &[Ref]) -> Outcome {
    let items = vm.list_from(vm.collect_list(object)?)?;
    let args = vm.tuple_of(&[items])?;
    let state = super::object::reduce::state_of(vm, object)?;
    vm.tuple_of(&[object.type_().own(), args, state])
}
