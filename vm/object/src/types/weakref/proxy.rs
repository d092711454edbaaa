//! Weak proxies: objects that pass on what is done to them.

use crate::heap::weak::{self, WeakRef};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Vm};
use crate::names;
use crate::ops::number::BinaryOp;
use crate::py_type;
use crate::tables::vm;
use crate::types::exceptions::REFERENCE_ERROR;

/// What a proxy stands for; other objects stand for themselves.
///
/// # Errors
/// ReferenceError if the object is dead.
pub fn target(vm: &Vm, object: &Obj) -> Outcome {
    if object.cast::<WeakRef>().is_some() {
        return Ok(object.own());
    }
    let Some(proxy) = weak::cast(object) else { return Ok(object.own()) };
    proxy.referent().ok_or_else(|| {
        vm.raise_text(&REFERENCE_ERROR, format_args!("weakly-referenced object no longer exists"))
    })
}

fn proxy_repr(vm: &Vm, this: &Obj) -> Outcome {
    let address = this.bits();
    match weak::cast(this).and_then(|this| this.referent()) {
        Some(object) => vm.str_fmt(format_args!(
            "<weakproxy at {address:#x}; to '{}' at {:#x}>",
            object.type_().short_name(),
            object.bits()
        )),
        None => vm.str_fmt(format_args!("<weakproxy at {address:#x}; dead>")),
    }
}

fn proxy_hash(vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    Err(vm.type_error(format_args!("unhashable type: '{}'", this.type_().name())))
}

fn proxy_compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    vm.compare(op, &*target(vm, this)?, &*target(vm, other)?)
}

fn proxy_next(vm: &Vm, this: &Obj) -> Result<Option<Ref>, Raised> {
    let object = target(vm, this)?;
    if object.type_().iternext().is_none() {
        return Err(vm.type_error(format_args!(
            "Weakref proxy referenced a non-iterator '{}' object",
            object.type_().short_name()
        )));
    }
    vm.next(&object)
}

fn proxy_len(vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    vm.len(&*target(vm, this)?)
}

fn proxy_true(vm: &Vm, this: &Obj) -> Result<bool, Raised> {
    vm.is_true(&*target(vm, this)?)
}

fn proxy_contains(vm: &Vm, this: &Obj, item: &Obj) -> Result<bool, Raised> {
    vm.contains(&*target(vm, this)?, item)
}

fn proxy_store_attr(vm: &Vm, this: &Obj, name: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    vm.store_attr(&*target(vm, this)?, name, value)
}

fn proxy_store_item(vm: &Vm, this: &Obj, key: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    vm.store_item(&*target(vm, this)?, key, value)
}

fn proxy_call(vm: &Vm, this: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.call_named(&*target(vm, this)?, args, names)
}

fn proxy_power(vm: &Vm, a: &Obj, b: &Obj, modulus: &Obj) -> Outcome {
    vm.power(&*target(vm, a)?, &*target(vm, b)?, &*target(vm, modulus)?)
}

fn proxy_inplace_power(vm: &Vm, a: &Obj, b: &Obj, _modulus: &Obj) -> Outcome {
    vm.inplace(BinaryOp::Pow, &*target(vm, a)?, &*target(vm, b)?)
}

/// A binary operator of two objects of which one at least is a proxy.
fn binary(op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
    let vm = vm();
    vm.binary(op, &*target(vm, a)?, &*target(vm, b)?)
}

fn inplace(op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
    let vm = vm();
    vm.inplace(op, &*target(vm, a)?, &*target(vm, b)?)
}

macro_rules! operators {
    ($($how:ident: $($name:ident $op:ident)*;)*) => {$($(
        extern "C" fn $name(a: &Obj, b: &Obj) -> Outcome {
            $how(BinaryOp::$op, a, b)
        }
    )*)*};
}

operators! {
    binary: add Add subtract Sub multiply Mul remainder Mod divmod DivMod lshift LShift rshift RShift
        and And xor Xor or Or floor_divide FloorDiv true_divide TrueDiv matrix_multiply MatMul;
    inplace: inplace_add Add inplace_subtract Sub inplace_multiply Mul inplace_remainder Mod
        inplace_lshift LShift inplace_rshift RShift inplace_and And inplace_xor Xor inplace_or Or
        inplace_floor_divide FloorDiv inplace_true_divide TrueDiv inplace_matrix_multiply MatMul;
}

/// Operations with the proxy alone.
macro_rules! unary {
    ($($name:ident: $body:expr;)*) => {$(
        fn $name(vm: &Vm, this: &Obj) -> Outcome {
            let body: fn(&Vm, &Obj) -> Outcome = $body;
            body(vm, &*target(vm, this)?)
        }
    )*};
}

unary! {
    proxy_str: Vm::to_str;
    proxy_iter: Vm::iter;
    proxy_negative: Vm::negative;
    proxy_positive: Vm::positive;
    proxy_absolute: Vm::absolute;
    proxy_invert: Vm::invert;
    proxy_index: Vm::index_object;
    proxy_int: |vm, object| vm.call_one(crate::model::TypeRef::of(&crate::model::knot::INT).as_obj(), object);
    proxy_float: |vm, object| vm.call_one(crate::model::TypeRef::of(&crate::model::knot::FLOAT).as_obj(), object);
}

fn proxy_get_attr(vm: &Vm, this: &Obj, name: &Obj) -> Outcome {
    vm.get_attr(&*target(vm, this)?, name)
}

fn proxy_item(vm: &Vm, this: &Obj, key: &Obj) -> Outcome {
    vm.get_item(&*target(vm, this)?, key)
}

fn proxy_bytes(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.call_method(&*target(vm, this)?, names::BYTES(), &[])
}

fn proxy_reversed(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.call_method(&*target(vm, this)?, names::REVERSED(), &[])
}

macro_rules! proxy_type {
    ($(#[$doc:meta])* $name:ident $text:literal $($call:ident)?) => {
        py_type! {
            $(#[$doc])*
            pub static $name: WeakRef = $text, "" {
                flags crate::model::flags::DISALLOW_INSTANTIATION;
                gc container;
                $(call $call;)?
                slots {
                    repr: unary proxy_repr, str_: unary proxy_str, hash: hash proxy_hash,
                    getattro: binary proxy_get_attr, setattro: store proxy_store_attr,
                    richcompare: compare proxy_compare, iter: unary proxy_iter, iternext: next proxy_next,
                }
                number {
                    add: raw add, subtract: raw subtract, multiply: raw multiply, remainder: raw remainder,
                    divmod: raw divmod, power: ternary proxy_power, negative: unary proxy_negative,
                    positive: unary proxy_positive, absolute: unary proxy_absolute, bool_: inquiry proxy_true,
                    invert: unary proxy_invert, lshift: raw lshift, rshift: raw rshift, and: raw and,
                    xor: raw xor, or: raw or, int: unary proxy_int, float: unary proxy_float,
                    inplace_add: raw inplace_add, inplace_subtract: raw inplace_subtract,
                    inplace_multiply: raw inplace_multiply, inplace_remainder: raw inplace_remainder,
                    inplace_power: ternary proxy_inplace_power, inplace_lshift: raw inplace_lshift,
                    inplace_rshift: raw inplace_rshift, inplace_and: raw inplace_and,
                    inplace_xor: raw inplace_xor, inplace_or: raw inplace_or, floor_divide: raw floor_divide,
                    true_divide: raw true_divide, inplace_floor_divide: raw inplace_floor_divide,
                    inplace_true_divide: raw inplace_true_divide, index: unary proxy_index,
                    matrix_multiply: raw matrix_multiply, inplace_matrix_multiply: raw inplace_matrix_multiply,
                }
                sequence { contains: contains proxy_contains, }
                mapping {
                    length: length proxy_len, subscript: binary proxy_item, ass_subscript: store proxy_store_item,
                }
                attrs {
                    method "__bytes__" (0, 0) = proxy_bytes, "";
                    method "__reversed__" (0, 0) = proxy_reversed, "";
                }
            }
        }
    };
}

proxy_type! {
    /// Proxies of objects that cannot be called.
    PROXY "weakref.ProxyType"
}

proxy_type! {
    /// Proxies of objects that can be called.
    CALLABLE_PROXY "weakref.CallableProxyType" proxy_call
}
