//! `types.UnionType`: `int | str`.

use crate::class::type_of;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::ops::number::BinaryOp;
use crate::py_type;
use crate::raw::tuple::Tuple;
use crate::types::generic_alias::{GenericAlias, substitute, write_part};
use crate::types::typing;

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
        || typing::is_part(object)
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
            let mut known = false;
            for index in 0..parts.len() {
                let Some(each) = parts.get(index).cloned() else { break };
                known |= each.is(item) || (!is_class(item) && vm.equals(&each, item)?);
            }
            if !known {
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

fn is_class(object: &Obj) -> bool {
    type_of(object).is_some()
}

/// Equal as sets of alternatives.
fn union_compare(vm: &Vm, this: This<'_, Union>, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.exact::<Union>(), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let equal = vm.equals(&*frozen(vm, &this.storage().args)?, &*frozen(vm, &other.storage().args)?)?;
    Ok(Ref::bool(equal == (op == CompareOp::Eq)))
}

fn frozen(vm: &Vm, args: &Obj) -> Outcome {
    vm.call_one(TypeRef::of(&crate::model::knot::FROZENSET).as_obj(), args)
}

fn union_hash(vm: &Vm, this: This<'_, Union>) -> Result<usize, Raised> {
    vm.hash(&*frozen(vm, &this.storage().args)?)
}

fn union_parameters(vm: &Vm, this: This<'_, Union>) -> Outcome {
    substitute::parameters(vm, &this.storage().args)
}

/// Other types in place of the type variables.
fn union_subscript(vm: &Vm, this: This<'_, Union>, key: &Obj) -> Outcome {
    let parameters = substitute::parameters(vm, &this.storage().args)?;
    let args = substitute::substitute(vm, this.obj(), &this.storage().args, &parameters, key)?;
    let args = args.cast::<Tuple>();
    let Some((first, rest)) = args.as_ref().and_then(|args| args.items().split_first()) else {
        return Ok(this.own());
    };
    rest.iter().try_fold(first.clone(), |union_, part| vm.binary(BinaryOp::Or, &union_, part))
}

fn union_no_base(vm: &Vm, _this: This<'_, Union>, _args: &[Ref]) -> Outcome {
    Err(vm.type_error("Cannot subclass an instance of UnionType"))
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
    pub static UNION: Union = "types.UnionType", "Choice of several types" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots {
            repr: unary union_repr, hash: hash union_hash, richcompare: compare union_compare,
        }
        number { or: binary type_or, }
        mapping { subscript: binary union_subscript, }
        attrs {
            getter "__args__" () = union_args, "";
            getter "__parameters__" () = union_parameters, "Its free type variables.";
            method "__mro_entries__" (1, 1) = union_no_base, "";
        }
    }
}
