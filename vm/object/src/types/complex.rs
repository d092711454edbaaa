//! `complex`: pairs of doubles.
//!
//! Source: Python Library Reference, "Numeric Types"; CPython Objects/complexobject.c for
//! what division and powers do at the edges.

pub mod arith;
pub mod parse;
pub mod methods;

use pyrite_algo::{Buf, float_text, hash};

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, Type, TypeRef, Vm, flags};
use crate::names;
use crate::py_type;
use crate::raw::str::Str;
use crate::types::member::read_only;

/// A complex number.
#[repr(C)]
pub struct Complex {
    /// The real part.
    pub real: f64,
    /// The imaginary part.
    pub imag: f64,
}

// SAFETY: COMPLEX's instances and those of its subtypes begin with this.
unsafe impl Storage for Complex {
    const TYPE: &'static Type = &COMPLEX;
}

/// Real and imaginary part.
pub type Parts = (f64, f64);

/// The parts, if the object is a complex number.
pub fn parts_of(object: &Obj) -> Option<Parts> {
    object.cast::<Complex>().map(|this| (this.real, this.imag))
}

/// A complex number.
///
/// # Errors
/// MemoryError.
pub fn new(vm: &Vm, parts: Parts) -> Outcome {
    of_type(vm, TypeRef::of(&COMPLEX), parts)
}

fn of_type(vm: &Vm, type_: TypeRef, (real, imag): Parts) -> Outcome {
    vm.memory(vm.allocate(type_, Complex { real, imag }, size_of::<Complex>()))
}

fn complex_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [real, imag] = vm.bind_new("complex", ["real", "imag"], args, names)?;
    if let (Some(real), None) = (real, imag)
        && type_.is(&COMPLEX)
        && real.exact::<Complex>().is_some()
    {
        return Ok(real.own());
    }
    if let Some(text) = real.and_then(|real| real.cast::<Str>()) {
        if imag.is_some() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        return of_type(vm, type_, parse::parse(vm, text)?);
    }
    if imag.is_some_and(|imag| imag.cast::<Str>().is_some()) {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let first = match real {
        Some(real) => first_parts(vm, real)?,
        None => (0.0, 0.0),
    };
    let Some(imag) = imag else { return of_type(vm, type_, first) };
    let second = match parts_of(imag) {
        Some(parts) => parts,
        None => match vm.real_slow(imag)? {
            Some(value) => (value, 0.0),
            None => {
                return Err(vm.type_error(format_args!(
                    "complex() second argument must be a number, not '{}'",
                    imag.type_().short_name()
                )));
            }
        },
    };
    // real + imag * 1j; a part that is no complex number adds nothing to the other.
    let real_part = if parts_of(imag).is_some() { first.0 - second.1 } else { first.0 };
    let is_complex = real.is_some_and(|real| real.float().is_none() && real.int().is_none());
    let imag_part = if is_complex { second.0 + first.1 } else { second.0 };
    of_type(vm, type_, (real_part, imag_part))
}

/// The value of `complex(number)`.
fn first_parts(vm: &Vm, number: &Obj) -> Result<Parts, Raised> {
    match complex_value(vm, number)? {
        Some(parts) => Ok(parts),
        None => Err(vm.type_error(format_args!(
            "complex() first argument must be a string or a number, not '{}'",
            number.type_().short_name()
        ))),
    }
}

/// The parts of a number, by `__complex__`, `__float__` or `__index__`; `None` if it is none.
///
/// # Errors
/// TypeError if `__complex__` returns something else; what these raise.
pub fn complex_value(vm: &Vm, number: &Obj) -> Result<Option<Parts>, Raised> {
    if let Some(parts) = parts_of(number) {
        return Ok(Some(parts));
    }
    if number.float().is_none()
        && number.int().is_none()
        && let Some(method) = vm.lookup_special(number, names::COMPLEX())?
    {
        let result = vm.call(&method, &[])?;
        return match parts_of(&result) {
            Some(parts) => Ok(Some(parts)),
            None => Err(vm.type_error(format_args!(
                "__complex__ returned non-complex (type {})",
                result.type_().short_name()
            ))),
        };
    }
    Ok(vm.real_slow(number)?.map(|value| (value, 0.0)))
}

/// The value of the receiver of a slot or method.
fn value(vm: &Vm, this: &Obj) -> Result<Parts, Raised> {
    parts_of(this).ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'complex' object but received a '{}'",
            this.type_().short_name()
        ))
    })
}

/// Appends one part: as `repr(float)`, but without `.0`.
fn append_part(vm: &Vm, part: f64, text: &mut Buf<u8>) -> Result<(), Raised> {
    vm.memory(float_text::repr(part, text))?;
    if text.ends_with(b".0") {
        text.truncate(text.len() - 2);
    }
    Ok(())
}

fn complex_repr(vm: &Vm, this: &Obj) -> Outcome {
    let (real, imag) = value(vm, this)?;
    let mut text = Buf::new();
    if real == 0.0 && real.is_sign_positive() {
        append_part(vm, imag, &mut text)?;
        vm.memory(text.push(b'j'))?;
        return vm.finish_text(text);
    }
    vm.memory(text.push(b'('))?;
    append_part(vm, real, &mut text)?;
    if imag.is_nan() || imag.is_sign_positive() {
        vm.memory(text.push(b'+'))?;
    }
    append_part(vm, imag, &mut text)?;
    vm.memory(text.extend_from_slice(b"j)"))?;
    vm.finish_text(text)
}

fn complex_hash(vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    let (real, imag) = value(vm, this)?;
    let part = |part: f64| {
        if part.is_nan() { hash::hash_address(this.bits()) } else { hash::hash_f64(part) }
    };
    Ok(hash::hash_complex(part(real), part(imag)) as usize)
}

fn complex_bool(vm: &Vm, this: &Obj) -> Result<bool, Raised> {
    let (real, imag) = value(vm, this)?;
    Ok(real != 0.0 || imag != 0.0)
}

fn complex_compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let (real, imag) = value(vm, this)?;
    let equal = if let Some(other) = parts_of(other) {
        real == other.0 && imag == other.1
    } else if other.float().is_some() || other.int().is_some() {
        let real = vm.float(real)?;
        imag == 0.0 && vm.compare_bool(CompareOp::Eq, &real, other)?
    } else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    Ok(Ref::bool(equal == (op == CompareOp::Eq)))
}

fn itself(vm: &Vm, this: &Obj) -> Outcome {
    if this.exact::<Complex>().is_some() { Ok(this.own()) } else { new(vm, value(vm, this)?) }
}

fn complex_negative(vm: &Vm, this: &Obj) -> Outcome {
    let (real, imag) = value(vm, this)?;
    new(vm, (-real, -imag))
}

fn complex_absolute(vm: &Vm, this: &Obj) -> Outcome {
    let (real, imag) = value(vm, this)?;
    let length = libm::hypot(real, imag);
    if length.is_infinite() && real.is_finite() && imag.is_finite() {
        return Err(vm.overflow_error("absolute value too large"));
    }
    vm.float(length)
}

fn complex_real(vm: &Vm, this: &Obj) -> Outcome {
    vm.float(value(vm, this)?.0)
}

fn complex_imag(vm: &Vm, this: &Obj) -> Outcome {
    vm.float(value(vm, this)?.1)
}

py_type! {
    /// `complex`: pairs of doubles.
    pub static COMPLEX: Complex = "complex", "Complex number." {
        flags flags::BASE;
        new complex_new;
        slots { repr: unary complex_repr, hash: hash complex_hash, richcompare: compare complex_compare, }
        number {
            add: binary arith::add,
            subtract: binary arith::subtract,
            multiply: binary arith::multiply,
            power: ternary arith::power,
            negative: unary complex_negative,
            positive: unary itself,
            absolute: unary complex_absolute,
            bool_: inquiry complex_bool,
            true_divide: binary arith::true_divide,
        }
        attrs {
            method "conjugate" (0, 0) = methods::conjugate, "Negate the imaginary part.";
            method "__complex__" (0, 0) = methods::complex, "As a plain complex.";
            method "__getnewargs__" (0, 0) = methods::getnewargs, "";
            method "__format__" (1, 1) = methods::format, "Text in the given format.";
            getset "real" (read_only) = complex_real, "real component";
            getset "imag" (read_only) = complex_imag, "imaginary component";
        }
    }
}
