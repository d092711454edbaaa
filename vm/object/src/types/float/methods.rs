//! Methods of floats: ratios, hexadecimal text, formatting.

use pyrite_algo::Buf;
use pyrite_algo::bigint::Big;
use pyrite_algo::float_text::{self, ParseFloatError};
use pyrite_algo::format_spec::{self, Subject};

use super::{itself, to_int, value};
use crate::args::required;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{TypeRef, Vm};
use crate::ops::call::str_is;
use crate::raw::str::Str;

/// `float.conjugate()`
///
/// # Errors
/// MemoryError, as all that follow; TypeError if the receiver is no float.
pub fn conjugate(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    itself(vm, this)
}

/// `float.imag`
///
/// # Errors
/// As [`conjugate`].
pub fn zero(vm: &Vm, _this: &Obj) -> Outcome {
    vm.float(0.0)
}

/// `float.is_integer()`
///
/// # Errors
/// As [`conjugate`].
pub fn is_integer(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let value = value(vm, this)?;
    Ok(Ref::bool(value.is_finite() && libm::trunc(value) == value))
}

/// `float.as_integer_ratio()`
///
/// # Errors
/// OverflowError for infinities, ValueError for NaN.
pub fn as_integer_ratio(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let value = value(vm, this)?;
    if value.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    if value.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    let (mut fraction, mut exponent) = libm::frexp(value);
    while fraction != libm::floor(fraction) {
        fraction *= 2.0;
        exponent -= 1;
    }
    let numerator = vm.memory(Big::from_i64(fraction as i64))?;
    let one = vm.memory(Big::from_i64(1))?;
    let shift = exponent.unsigned_abs() as usize;
    let (numerator, denominator) = if exponent > 0 {
        (vm.memory(Big::shl(numerator.as_int(), shift))?, one)
    } else {
        (numerator, vm.memory(Big::shl(one.as_int(), shift))?)
    };
    vm.tuple(&[&*vm.int_of(numerator.as_int())?, &*vm.int_of(denominator.as_int())?])
}

/// `float.hex()`
///
/// # Errors
/// As [`conjugate`].
pub fn hex(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let mut text = Buf::new();
    vm.memory(float_text::hex(value(vm, this)?, &mut text))?;
    vm.finish_text(text)
}

/// `float.fromhex(text)`
///
/// # Errors
/// TypeError if it is no str, ValueError or OverflowError for a bad one.
pub fn fromhex(vm: &Vm, args: &[Ref]) -> Outcome {
    let (class, text) = (required(args, 0), required(args, 1));
    let Some(text) = text.cast::<Str>() else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let value = match float_text::from_hex(text.ascii().unwrap_or("?").as_bytes()) {
        Ok(value) => vm.float(value)?,
        Err(ParseFloatError::Invalid) => {
            return Err(vm.value_error("invalid hexadecimal floating-point string"));
        }
        Err(ParseFloatError::Overflow) => {
            return Err(vm.overflow_error("hexadecimal value too large to represent as a float"));
        }
        Err(ParseFloatError::OutOfMemory) => return Err(vm.memory_error()),
    };
    if class.is(TypeRef::of(&super::FLOAT).as_obj()) { Ok(value) } else { vm.call_one(class, &value) }
}

/// `float.__getformat__(kind)`
///
/// # Errors
/// ValueError for a kind other than double and float.
pub fn getformat(vm: &Vm, args: &[Ref]) -> Outcome {
    let kind = required(args, 1);
    vm.expect_str(kind, "__getformat__() argument")?;
    if !str_is(kind, "double") && !str_is(kind, "float") {
        return Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"));
    }
    vm.str(if cfg!(target_endian = "little") { "IEEE, little-endian" } else { "IEEE, big-endian" })
}

/// `float.__trunc__()`
///
/// # Errors
/// ValueError for NaN, OverflowError for infinities, as the two that follow.
pub fn trunc(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    to_int(vm, value(vm, this)?)
}

/// `float.__floor__()`
///
/// # Errors
/// As [`trunc`].
pub fn floor(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    to_int(vm, libm::floor(value(vm, this)?))
}

/// `float.__ceil__()`
///
/// # Errors
/// As [`trunc`].
pub fn ceil(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    to_int(vm, libm::ceil(value(vm, this)?))
}

/// `float.__getnewargs__()`
///
/// # Errors
/// As [`conjugate`].
pub fn getnewargs(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.tuple(&[&*itself(vm, this)?])
}

/// `float.__format__(spec)`
///
/// # Errors
/// ValueError for a bad specification.
pub fn format(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let value = value(vm, this)?;
    let spec_text = required(args, 0);
    let type_name = this.type_().short_name();
    let Some(spec) = vm.parse_spec(spec_text, Subject::Float, type_name)? else {
        return vm.to_str(this);
    };
    spec.check(Subject::Float).map_err(|error| vm.spec_error(error, spec_text, type_name))?;
    let mut text = Buf::new();
    vm.memory(format_spec::write_float(&spec, value, &mut text))?;
    vm.finish_text(text)
}
