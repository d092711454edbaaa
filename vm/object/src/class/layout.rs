//! Which base gives a class its memory layout, and which metatype makes it.

use super::type_of;
use crate::model::value::Ref;
use crate::model::{Raised, TypeRef, Vm, flags};

/// The address of `type.__call__`'s slot.
pub fn type_call() -> usize {
    TypeRef::of(&crate::model::knot::TYPE).call().map_or(0, |call| call as usize)
}

/// Whether instances of builtin `type_` differ in size.
pub fn varies(type_: TypeRef) -> bool {
    const VARYING: usize = flags::INT | flags::TUPLE | flags::BYTES | flags::STR;
    type_.flags() & VARYING != 0 || type_.item_size() != 0
}

/// Whether a type adds to the memory of its base's instances (attributes aside).
fn extends(type_: TypeRef) -> bool {
    let Some(base) = type_.base() else { return true };
    match type_.heap_part() {
        // SAFETY: the part lives as long as the type.
        Some(part) => unsafe { (*part.as_ptr()).member_count != 0 },
        None => {
            type_.basic_size() != base.basic_size()
                || type_.item_size() != base.item_size()
                || (varies(type_) && !varies(base))
        }
    }
}

/// The base that determines a type's memory: the first one down the chain that adds to it.
pub fn solid_base(type_: TypeRef) -> TypeRef {
    let mut each = type_;
    while !extends(each) {
        match each.base() {
            Some(base) => each = base,
            None => break,
        }
    }
    each
}

/// The base whose instances a new class's instances begin with.
///
/// # Errors
/// TypeError if the bases' layouts exclude each other, or one may be no base.
pub fn best_base(vm: &Vm, bases: &[Ref]) -> Result<TypeRef, Raised> {
    let mut best: Option<(TypeRef, TypeRef)> = None;
    for base in bases {
        let Some(base) = type_of(base) else { return Err(vm.type_error("bases must be types")) };
        if !base.has(flags::BASE) {
            return Err(vm.type_error(format_args!("type '{}' is not an acceptable base type", base.name())));
        }
        let solid = solid_base(base);
        best = match best {
            None => Some((base, solid)),
            Some((_, winner)) if winner.is_subtype_of(solid) => best,
            Some((_, winner)) if solid.is_subtype_of(winner) => Some((base, solid)),
            Some(_) => return Err(vm.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    match best {
        Some((base, _)) => Ok(base),
        None => Ok(TypeRef::of(&crate::model::knot::OBJECT)),
    }
}

/// The most derived of `metatype` and the metatypes of the bases.
///
/// # Errors
/// TypeError if there is none.
pub fn best_metatype(vm: &Vm, metatype: TypeRef, bases: &[Ref]) -> Result<TypeRef, Raised> {
    let mut winner = metatype;
    for base in bases {
        let each = base.type_();
        if winner.is_subtype_of(each) {
            continue;
        }
        if !each.is_subtype_of(winner) {
            return Err(vm.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
                 metaclasses of all its bases",
            ));
        }
        winner = each;
    }
    Ok(winner)
}

/// Whether an object of type `old` can become one of type `new`.
pub fn compatible(old: TypeRef, new: TypeRef) -> bool {
    let (Some(old_part), Some(new_part)) = (old.heap_part(), new.heap_part()) else { return false };
    // SAFETY: the parts live as long as their types.
    let offsets = unsafe { ((*old_part.as_ptr()).attrs_offset, (*new_part.as_ptr()).attrs_offset) };
    offsets.0 == offsets.1
        && old.basic_size() == new.basic_size()
        && (old.flags() ^ new.flags()) & (flags::HAVE_GC | flags::MANAGED_WEAKREF) == 0
        && super::instance::native_base(old) == super::instance::native_base(new)
        && same_members(old, new)
}

/// Whether the members of two classes come from the same bases, or are named alike.
fn same_members(old: TypeRef, new: TypeRef) -> bool {
    let (a, b) = (solid_base(old), solid_base(new));
    if a == b {
        return true;
    }
    let (Some(part_a), Some(part_b)) = (a.heap_part(), b.heap_part()) else { return false };
    // SAFETY: the parts live as long as their types.
    let equal = unsafe {
        (*part_a.as_ptr()).member_count == (*part_b.as_ptr()).member_count
            && (*part_a.as_ptr()).members_offset == (*part_b.as_ptr()).members_offset
    };
    equal && a.base() == b.base() && super::members::same_names(a, b)
}
