//! `types.UnionType`: `int | str`.

use crate::class::type_of;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::generic_alias::{GenericAlias, write_part};

/// An alternative of classes.
pub struct Union {
    /// `__args__`: a tuple of at least two.
    pub args: Ref,
}

// SAFETY: UNION's instances hold this.
unsafe impl Storage for Union {
    const TYPE: &'static Type = &UNION;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.args);
    }
}

/// Whether an object may be an operand of `|` between types.
fn is_part(object: &Obj) -> bool {
    object.is_none()
        || type_of(object).is_some()
        || object.exact::<Union>().is_some()
        || object.cast::<GenericAlias>().is_some()
}

/// `a | b` of classes.
///
/// # Errors
/// MemoryError.
pub fn type_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    if !is_part(a) || !is_part(b) {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let mut parts = pyrite_algo::Buf::<Ref>::new();
    for side in [a, b] {
        let union_ = side.exact::<Union>().map(|union_| union_.args.clone());
        let none = TypeRef::of(&crate::types::none::NONE);
        let single = [if side.is_none() { none.own() } else { side.own() }];
        let items = match &union_ {
            Some(args) => args.cast::<Tuple>().map_or(&[][..], |args| args.items()),
            None => &single,
        };
        for item in items {
            if !parts.iter().any(|each| each.is(item)) {
                vm.memory(parts.push(item.clone()))?;
            }
        }
    }
    if let [only] = &*parts {
        return Ok(only.clone());
    }
    let args = vm.tuple_of(&parts)?;
    vm.memory(vm.allocate(TypeRef::of(&UNION), Union { args }, size_of::<Union>()))
}

fn union_repr(vm: &Vm, this: This<'_, Union>) -> Outcome {
    let mut text = pyrite_algo::Buf::new();
    let args = this.storage().args.cast::<Tuple>().map_or(&[][..], |args| args.items());
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            vm.memory(text.extend_from_slice(b" | "))?;
        }
        if arg.is(TypeRef::of(&crate::types::none::NONE).as_obj()) {
            vm.memory(text.extend_from_slice(b"None"))?;
        } else {
            write_part(vm, arg, &mut text)?;
        }
    }
    vm.memory(vm.new_str_wtf8(&text))
}

fn union_args(_vm: &Vm, this: This<'_, Union>) -> Outcome {
    Ok(this.storage().args.clone())
}

py_type! {
    /// Alternatives of classes.
    pub static UNION: Union = "types.UnionType", "Represent a PEP 604 union type" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary union_repr, }
        number { or: binary type_or, }
        attrs { getter "__args__" () = union_args, ""; }
    }
}
