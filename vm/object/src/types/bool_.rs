//! `bool`: `True` and `False`.
//!
//! The two are immediates and behave as the ints 1 and 0, but for their text and for the
//! bitwise operators between them.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{TypeRef, Vm, flags};
use crate::py_type;
use crate::types::int::{self, arith, divide};

/// Bools are immediates: no storage.
pub struct BoolTail;

// SAFETY: zero-sized; bools have no memory and `cast` refuses them.
unsafe impl crate::model::Storage for BoolTail {
    const TYPE: &'static crate::model::Type = &BOOL;
}

/// The truth value, if the object is a bool.
fn truth(object: &Obj) -> Option<bool> {
    if object.is(Obj::TRUE) { Some(true) } else { object.is(Obj::FALSE).then_some(false) }
}

fn bool_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("bool", names)?;
    vm.expect_count("bool", args, 0, 1)?;
    args.first().map_or(Ok(false), |arg| vm.is_true(arg)).map(Ref::bool)
}

fn bool_repr(vm: &Vm, this: &Obj) -> Outcome {
    match truth(this) {
        Some(true) => vm.str("True"),
        Some(false) => vm.str("False"),
        None => int::not_int(vm, this),
    }
}

fn bool_bool(_vm: &Vm, this: &Obj) -> Result<bool, crate::model::Raised> {
    Ok(this.is(Obj::TRUE))
}

fn bool_and(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (truth(a), truth(b)) {
        (Some(a), Some(b)) => Ok(Ref::bool(a & b)),
        _ => arith::and(vm, a, b),
    }
}

fn bool_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (truth(a), truth(b)) {
        (Some(a), Some(b)) => Ok(Ref::bool(a | b)),
        _ => arith::or(vm, a, b),
    }
}

fn bool_xor(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    match (truth(a), truth(b)) {
        (Some(a), Some(b)) => Ok(Ref::bool(a ^ b)),
        _ => arith::xor(vm, a, b),
    }
}

py_type! {
    /// `bool`.
    pub static BOOL: BoolTail = "bool", "The truth value of the argument." {
        base crate::types::int::INT;
        flags flags::INT | flags::MATCH_SELF;
        new bool_new;
        slots { repr: unary bool_repr, hash: hash int::hash_int, richcompare: compare int::compare, }
        number {
            add: binary arith::add,
            subtract: binary arith::subtract,
            multiply: binary arith::multiply,
            remainder: binary divide::remainder,
            divmod: binary divide::divmod,
            power: ternary arith::power,
            negative: unary arith::negative,
            positive: unary int::itself,
            absolute: unary arith::absolute,
            bool_: inquiry bool_bool,
            invert: unary arith::invert,
            lshift: binary arith::lshift,
            rshift: binary arith::rshift,
            and: binary bool_and,
            xor: binary bool_xor,
            or: binary bool_or,
            int: unary int::itself,
            float: unary int::to_float,
            floor_divide: binary divide::floor_divide,
            true_divide: binary divide::true_divide,
            index: unary int::itself,
        }
    }
}
