//! The method resolution order: C3 linearisation.
//!
//! Source: Python Language Reference, "The standard type hierarchy"; the C3 paper.

use pyrite_algo::Buf;

use super::type_of;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, TypeRef, Vm};
use crate::raw::tuple::Tuple;

/// The classes of a type's order, from the type itself on.
pub fn for_each(type_: TypeRef, mut visit: impl FnMut(TypeRef)) {
    match type_.mro().and_then(|mro| mro.cast::<Tuple>()) {
        Some(mro) => mro.items().iter().filter_map(|class| type_of(class)).for_each(visit),
        None => {
            let mut each = Some(type_);
            while let Some(class) = each {
                visit(class);
                each = class.base();
            }
        }
    }
}

/// Appends the order of `type_` to `to`.
fn push_order(vm: &Vm, type_: TypeRef, to: &mut Buf<TypeRef>) -> Result<(), Raised> {
    let mut result = Ok(());
    for_each(type_, |class| {
        if result.is_ok() {
            result = to.push(class);
        }
    });
    vm.memory(result)
}

/// The order of a type: a tuple object that starts with the type.
///
/// # Errors
/// TypeError if the bases contradict each other.
pub fn tuple_of(vm: &Vm, type_: TypeRef) -> Outcome {
    let mut order = Buf::new();
    push_order(vm, type_, &mut order)?;
    vm.memory(
        vm.build_tuple(order.len(), |index| order.get(index).map_or_else(Ref::none, |class| class.own())),
    )
}

/// The order of a class `type_` with the given bases: a tuple object.
///
/// # Errors
/// TypeError if the bases contradict each other, or one is there twice.
pub fn linearise(vm: &Vm, type_: TypeRef, bases: &[Ref]) -> Outcome {
    // The sequences to merge, one after the other, and where the unmerged part of each begins
    // and ends.
    let mut all = Buf::new();
    let mut parts: Buf<(usize, usize)> = Buf::new();
    for base in bases.iter().filter_map(|base| type_of(base)) {
        let start = all.len();
        push_order(vm, base, &mut all)?;
        vm.memory(parts.push((start, all.len())))?;
    }
    let start = all.len();
    for base in bases.iter().filter_map(|base| type_of(base)) {
        if all.iter().skip(start).any(|&each| each == base) {
            return Err(vm.type_error(format_args!("duplicate base class {}", base.short_name())));
        }
        vm.memory(all.push(base))?;
    }
    vm.memory(parts.push((start, all.len())))?;
    let mut order = Buf::new();
    vm.memory(order.push(type_))?;
    while let Some(next) = next_class(&all, &parts) {
        let Some(next) = next else { return Err(conflict(vm, &all, &parts)) };
        vm.memory(order.push(next))?;
        for (start, end) in parts.iter_mut() {
            if *start < *end && all.get(*start) == Some(&next) {
                *start += 1;
            }
        }
    }
    vm.memory(
        vm.build_tuple(order.len(), |index| order.get(index).map_or_else(Ref::none, |class| class.own())),
    )
}

/// The first head that is in no tail. Outer `None`: all is merged; inner: contradiction.
fn next_class(all: &[TypeRef], parts: &[(usize, usize)]) -> Option<Option<TypeRef>> {
    let mut open = false;
    for &(start, end) in parts {
        if start == end {
            continue;
        }
        open = true;
        let Some(&head) = all.get(start) else { continue };
        let in_a_tail = parts
            .iter()
            .any(|&(start, end)| all.get(start + 1..end).is_some_and(|tail| tail.contains(&head)));
        if !in_a_tail {
            return Some(Some(head));
        }
    }
    open.then_some(None)
}

#[cold]
fn conflict(vm: &Vm, all: &[TypeRef], parts: &[(usize, usize)]) -> Raised {
    let mut names = Buf::<u8>::new();
    let mut seen: Buf<TypeRef> = Buf::new();
    for &(start, end) in parts {
        let Some(&head) = all.get(start).filter(|_| start < end) else { continue };
        if seen.contains(&head) {
            continue;
        }
        let separator: &[u8] = if seen.is_empty() { b"" } else { b", " };
        let pushed = seen
            .push(head)
            .and_then(|()| names.extend_from_slice(separator))
            .and_then(|()| names.extend_from_slice(head.short_name().as_bytes()));
        if let Err(raised) = vm.memory(pushed) {
            return raised;
        }
    }
    let names = core::str::from_utf8(&names).unwrap_or("?");
    vm.type_error(format_args!("Cannot create a consistent method resolution order (MRO) for bases {names}"))
}

/// Whether `object` is a class whose order can be used as it is.
pub fn is_class(object: &Obj) -> bool {
    type_of(object).is_some()
}
