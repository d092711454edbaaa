//! Slot functions of classes: each looks up the type's special method.

use core::ffi::c_int;

use super::slots::{Place, place, read};
use crate::model::slots::*;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, TypeRef, Vm, current::vm};
use crate::names;
use crate::raw::int::Int;
use crate::tables::{status, truth};
use crate::types::exceptions;

/// The result of a special method, or AttributeError if the type lost it.
fn required(vm: &Vm, object: &Obj, name: &Obj, args: &[Ref]) -> Outcome {
    match vm.call_special(object, name, args)? {
        Some(result) => Ok(result),
        None => Err(vm.no_attribute(object, name)),
    }
}

macro_rules! unary {
    ($($function:ident $name:ident;)*) => {$(
        /// Calls the method.
        pub extern "C" fn $function(object: &Obj) -> Outcome {
            required(vm(), object, names::$name(), &[])
        }
    )*};
}

unary! {
    negative NEG; positive POS; absolute ABS; invert INVERT; int INT; float FLOAT; index INDEX;
    aiter AITER; anext ANEXT; await_ AWAIT;
}

/// `__repr__`
pub extern "C" fn repr(object: &Obj) -> Outcome {
    match vm().call_special(object, names::REPR(), &[])? {
        Some(text) => Ok(text),
        None => vm().default_repr(object),
    }
}

/// `__str__`
pub extern "C" fn str_(object: &Obj) -> Outcome {
    match vm().call_special(object, names::STR(), &[])? {
        Some(text) => Ok(text),
        None => vm().repr(object),
    }
}

/// `__hash__`
pub extern "C" fn hash(object: &Obj) -> isize {
    crate::tables::hash(hash_of(vm(), object))
}

fn hash_of(vm: &Vm, object: &Obj) -> Result<usize, Raised> {
    let method = vm.type_lookup(object.type_(), names::HASH()).filter(|method| !method.is_none());
    let Some(method) = method else {
        return Err(vm.type_error(format_args!("unhashable type: '{}'", object.type_().short_name())));
    };
    let value = vm.call_found(&method, object, &[])?;
    match value.int() {
        Some(Int::Small(value)) => Ok(value as usize),
        Some(number) => match number.to_i64().and_then(|number| isize::try_from(number).ok()) {
            Some(hash) => Ok(hash as usize),
            None => vm.hash(&value),
        },
        None => Err(vm.type_error("__hash__ method should return an integer")),
    }
}

/// `__call__` with tuple and dict.
pub extern "C" fn call(object: &Obj, args: &Obj, kwargs: Option<&Obj>) -> Outcome {
    let vm = vm();
    crate::tables::unpack_call(vm, args, kwargs, &mut |args, names| call_object(vm, object, args, names))
}

fn call_object(vm: &Vm, object: &Obj, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let _guard = vm.enter_native()?;
    let Some(method) = vm.type_lookup(object.type_(), names::CALL()) else {
        return Err(vm.type_error(format_args!("'{}' object is not callable", object.type_().short_name())));
    };
    if method.type_().has(crate::model::flags::METHOD_DESCRIPTOR) {
        return vm.call_prepended(&method, object, args, names);
    }
    let bound = vm.bind(&method, object)?;
    vm.call_named(&bound, args, names)
}

unsafe extern "C" fn fast_call_thunk(
    object: &Obj,
    args: *const Ref,
    nargsf: usize,
    names: Option<&Obj>,
) -> Outcome {
    // SAFETY: called by the vectorcall convention.
    let args = unsafe { crate::ops::call::vectorcall_args(args, nargsf, names) };
    call_object(vm(), object, args, names)
}

/// The vectorcall twin of [`call`], if that is what the type has.
pub fn fast_call(type_: TypeRef) -> Option<VectorcallFn> {
    let own = type_.call().is_some_and(|slot| slot as usize == call as *const () as usize);
    own.then_some(fast_call_thunk as VectorcallFn)
}

/// `__getattribute__`, then `__getattr__` if that raises AttributeError.
pub extern "C" fn get_attr(object: &Obj, name: &Obj) -> Outcome {
    let vm = vm();
    let type_ = object.type_();
    let read_plain = || match vm.type_lookup(type_, names::GETATTRIBUTE()) {
        Some(method) => match super::wrap::slot_function::<GetAttrFn>(&method, place!(Type getattro)) {
            Some(function) => function(object, name),
            None => vm.call_found(&method, object, &[name.own()]),
        },
        None => vm.generic_get_attr(object, name),
    };
    let raised = match read_plain() {
        Ok(value) => return Ok(value),
        Err(raised) => raised,
    };
    if !vm.raised_is(&exceptions::ATTRIBUTE_ERROR) {
        return Err(raised);
    }
    match vm.type_lookup(type_, names::GETATTR()) {
        Some(method) => {
            vm.suppress(raised, &exceptions::ATTRIBUTE_ERROR)?;
            vm.call_found(&method, object, &[name.own()])
        }
        None => Err(raised),
    }
}

/// `__setattr__` and `__delattr__`
pub extern "C" fn set_attr(object: &Obj, name: &Obj, value: Option<&Obj>) -> c_int {
    status(store(vm(), object, [names::SETATTR(), names::DELATTR()], name, value))
}

/// Calls the first method with a value, the second without.
fn store(vm: &Vm, object: &Obj, methods: [&Obj; 2], key: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let [set, delete] = methods;
    match value {
        Some(value) => match vm.call_special(object, set, &[key.own(), value.own()])? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(object, set)),
        },
        None => match vm.call_special(object, delete, &[key.own()])? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(object, delete)),
        },
    }
}

/// `__lt__` and its kin.
pub extern "C" fn compare(a: &Obj, b: &Obj, op: c_int) -> Outcome {
    let Some(op) = CompareOp::from_c(op) else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let vm = vm();
    let name = compare_name(op);
    let Some(method) = vm.type_lookup(a.type_(), name) else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    match super::wrap::slot_function::<CompareFn>(&method, place!(Type richcompare)) {
        Some(function) => function(a, b, op as c_int),
        None if method.is_none() => Err(vm.type_error("'NoneType' object is not callable")),
        None => vm.call_found(&method, a, &[b.own()]),
    }
}

/// The method of a comparison operator.
pub fn compare_name(op: CompareOp) -> &'static Obj {
    match op {
        CompareOp::Lt => names::LT(),
        CompareOp::Le => names::LE(),
        CompareOp::Eq => names::EQ(),
        CompareOp::Ne => names::NE(),
        CompareOp::Gt => names::GT(),
        CompareOp::Ge => names::GE(),
    }
}

/// `__iter__`; a class with `__getitem__` only is iterated by index.
pub extern "C" fn iter(object: &Obj) -> Outcome {
    let vm = vm();
    match vm.type_lookup(object.type_(), names::ITER()) {
        Some(method) if method.is_none() => {
            Err(vm.type_error(format_args!("'{}' object is not iterable", object.type_().short_name())))
        }
        Some(method) => vm.call_found(&method, object, &[]),
        None if vm.type_lookup(object.type_(), names::GETITEM()).is_some() => {
            crate::types::iterators::sequence_iterator(vm, object)
        }
        None => Err(vm.type_error(format_args!("'{}' object is not iterable", object.type_().short_name()))),
    }
}

/// `__next__`
pub extern "C" fn next(object: &Obj) -> RawNext {
    required(vm(), object, names::NEXT(), &[]).ok()
}

/// `__get__`
pub extern "C" fn descr_get(descriptor: &Obj, instance: Option<&Obj>, owner: Option<&Obj>) -> Outcome {
    let args = [instance.unwrap_or(Obj::NONE).own(), owner.unwrap_or(Obj::NONE).own()];
    match vm().call_special(descriptor, names::GET(), &args)? {
        Some(value) => Ok(value),
        None => Ok(descriptor.own()),
    }
}

/// `__set__` and `__delete__`
pub extern "C" fn descr_set(descriptor: &Obj, instance: &Obj, value: Option<&Obj>) -> c_int {
    let vm = vm();
    let name = if value.is_some() { names::SET() } else { names::DELETE() };
    let args = [instance.own(), value.map_or_else(Ref::none, Obj::own)];
    let args = if value.is_some() { &args[..] } else { &args[..1] };
    status(match vm.call_special(descriptor, name, args) {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(vm.attribute_error(crate::new::Text(name))),
        Err(raised) => Err(raised),
    })
}

/// `__init__`
pub extern "C" fn init(object: &Obj, args: &Obj, kwargs: Option<&Obj>) -> c_int {
    let vm = vm();
    let result = crate::tables::unpack_call(vm, args, kwargs, &mut |args, names| {
        super::instance::call_init(vm, object, args, names).map(|()| Ref::none())
    });
    status(result.map(drop))
}

/// `__del__`: what it raises is reported and dropped.
pub extern "C" fn finalize(object: &Obj) {
    let vm = vm();
    let before = vm.thread.raised.take();
    if let Err(raised) = vm.call_special(object, names::DEL(), &[]) {
        let exception = vm.take_raised(raised);
        let method = vm.type_lookup(object.type_(), names::DEL());
        (vm.unraisable.get())(vm, &exception, method.as_deref().unwrap_or(object), None);
    }
    vm.thread.raised.set(before);
}

/// `__bool__`, or `__len__`.
pub extern "C" fn bool_(object: &Obj) -> c_int {
    truth(truth_of(vm(), object))
}

fn truth_of(vm: &Vm, object: &Obj) -> Result<bool, Raised> {
    match vm.call_special(object, names::BOOL(), &[])? {
        Some(value) if value.is(Obj::TRUE) => Ok(true),
        Some(value) if value.is(Obj::FALSE) => Ok(false),
        Some(value) => Err(vm.type_error(format_args!(
            "__bool__ should return bool, returned {}",
            value.type_().short_name()
        ))),
        None => Ok(true),
    }
}

/// `__len__`
pub extern "C" fn length(object: &Obj) -> isize {
    crate::tables::length(length_of(vm(), object))
}

fn length_of(vm: &Vm, object: &Obj) -> Result<usize, Raised> {
    let value = required(vm, object, names::LEN(), &[])?;
    let value = vm.index_object(&value)?;
    let index = vm.index(&value)?;
    usize::try_from(index).map_err(|_| vm.value_error("__len__() should return >= 0"))
}

/// `__getitem__`
pub extern "C" fn subscript(object: &Obj, key: &Obj) -> Outcome {
    required(vm(), object, names::GETITEM(), &[key.own()])
}

/// `__getitem__` with an index.
pub extern "C" fn item(object: &Obj, index: isize) -> Outcome {
    let index = vm().int(index as i64)?;
    required(vm(), object, names::GETITEM(), &[index])
}

/// `__setitem__` and `__delitem__`
pub extern "C" fn ass_subscript(object: &Obj, key: &Obj, value: Option<&Obj>) -> c_int {
    status(store(vm(), object, [names::SETITEM(), names::DELITEM()], key, value))
}

/// `__setitem__` and `__delitem__` with an index.
pub extern "C" fn ass_item(object: &Obj, index: isize, value: Option<&Obj>) -> c_int {
    let vm = vm();
    let result = vm
        .int(index as i64)
        .and_then(|index| store(vm, object, [names::SETITEM(), names::DELITEM()], &index, value));
    status(result)
}

/// `__contains__`
pub extern "C" fn contains(object: &Obj, item: &Obj) -> c_int {
    truth(contains_item(vm(), object, item))
}

fn contains_item(vm: &Vm, object: &Obj, item: &Obj) -> Result<bool, Raised> {
    match vm.type_lookup(object.type_(), names::CONTAINS()) {
        Some(method) if method.is_none() => {
            Err(vm.type_error(format_args!("'{}' object is not a container", object.type_().short_name())))
        }
        Some(method) => {
            let result = vm.call_found(&method, object, &[item.own()])?;
            vm.is_true(&result)
        }
        None => vm.contains_by_iteration(object, item),
    }
}

/// A binary operator whose slot is `own` in classes: the method of the left operand, the
/// reflected one of the right.
fn binary(a: &Obj, b: &Obj, slot: Place, own: BinaryFn, method: &Obj, reflected: &Obj) -> Outcome {
    let vm = vm();
    let (type_a, type_b) = (a.type_(), b.type_());
    let is_own = |type_: TypeRef| read(type_, slot) == own as *const ();
    let mut try_right = type_a != type_b && is_own(type_b);
    if is_own(type_a) {
        if try_right && type_b.is_subtype_of(type_a) && is_overridden(vm, type_a, type_b, reflected) {
            let result = call_or_not(vm, b, reflected, a)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
            try_right = false;
        }
        let result = call_or_not(vm, a, method, b)?;
        if !result.is(Obj::NOT_IMPLEMENTED) || type_a == type_b {
            return Ok(result);
        }
    }
    if try_right { call_or_not(vm, b, reflected, a) } else { Ok(Obj::NOT_IMPLEMENTED.own()) }
}

/// Whether a subtype has another reflected method than its base.
fn is_overridden(vm: &Vm, base: TypeRef, subtype: TypeRef, name: &Obj) -> bool {
    match (vm.type_lookup(subtype, name), vm.type_lookup(base, name)) {
        (Some(b), Some(a)) => !b.is(&a),
        (Some(_), None) => true,
        _ => false,
    }
}

fn call_or_not(vm: &Vm, object: &Obj, name: &Obj, other: &Obj) -> Outcome {
    match vm.call_special(object, name, &[other.own()])? {
        Some(result) => Ok(result),
        None => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

macro_rules! binary {
    ($($function:ident $name:ident $reflected:ident;)*) => {$(
        /// Calls the method, or the reflected one.
        pub extern "C" fn $function(a: &Obj, b: &Obj) -> Outcome {
            binary(a, b, place!(Number $function), $function, names::$name(), names::$reflected())
        }
    )*};
}

binary! {
    add ADD RADD; subtract SUB RSUB; multiply MUL RMUL; remainder MOD RMOD; divmod DIVMOD RDIVMOD;
    lshift LSHIFT RLSHIFT; rshift RSHIFT RRSHIFT; and AND RAND; xor XOR RXOR; or OR ROR;
    floor_divide FLOORDIV RFLOORDIV; true_divide TRUEDIV RTRUEDIV; matrix_multiply MATMUL RMATMUL;
}

macro_rules! inplace {
    ($($function:ident $name:ident;)*) => {$(
        /// Calls the method.
        pub extern "C" fn $function(a: &Obj, b: &Obj) -> Outcome {
            call_or_not(vm(), a, names::$name(), b)
        }
    )*};
}

inplace! {
    inplace_add IADD; inplace_subtract ISUB; inplace_multiply IMUL; inplace_remainder IMOD;
    inplace_lshift ILSHIFT; inplace_rshift IRSHIFT; inplace_and IAND; inplace_xor IXOR; inplace_or IOR;
    inplace_floor_divide IFLOORDIV; inplace_true_divide ITRUEDIV; inplace_matrix_multiply IMATMUL;
}

/// `__pow__` and `__rpow__`
pub extern "C" fn power(a: &Obj, b: &Obj, modulus: &Obj) -> Outcome {
    let slot = place!(Number power);
    let own = power as *const ();
    let vm = vm();
    if !modulus.is_none() {
        if read(a.type_(), slot) == own {
            let result = vm.call_special(a, names::POW(), &[b.own(), modulus.own()])?;
            return Ok(result.unwrap_or_else(|| Obj::NOT_IMPLEMENTED.own()));
        }
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    // As `binary`, whose slot signature differs.
    let (type_a, type_b) = (a.type_(), b.type_());
    let mut try_right = type_a != type_b && read(type_b, slot) == own;
    if read(type_a, slot) == own {
        if try_right && type_b.is_subtype_of(type_a) && is_overridden(vm, type_a, type_b, names::RPOW()) {
            let result = call_or_not(vm, b, names::RPOW(), a)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
            try_right = false;
        }
        let result = call_or_not(vm, a, names::POW(), b)?;
        if !result.is(Obj::NOT_IMPLEMENTED) || type_a == type_b {
            return Ok(result);
        }
    }
    if try_right { call_or_not(vm, b, names::RPOW(), a) } else { Ok(Obj::NOT_IMPLEMENTED.own()) }
}

/// `__ipow__`
pub extern "C" fn inplace_power(a: &Obj, b: &Obj, _modulus: &Obj) -> Outcome {
    call_or_not(vm(), a, names::IPOW(), b)
}
