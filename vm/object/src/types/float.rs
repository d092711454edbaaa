//! `float`: IEEE doubles.
//!
//! Results are those of C's double arithmetic; text is exact in both directions. Source:
//! Python Library Reference, "Numeric Types"; CPython Objects/floatobject.c for the cases of
//! division, power and rounding.

pub mod arith;
pub mod methods;
pub mod round;

use pyrite_algo::float_text::{self, ParseFloatError};
use pyrite_algo::{Buf, bigint, hash};

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, TypeRef, Vm, flags};
use crate::new::Text;
use crate::py_type;
use crate::raw::bytes::Bytes;
use crate::raw::float::Float;
use crate::raw::int::Int;
use crate::raw::str::Str;

fn float_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = crate::types::iterators::positional_arguments(vm, "float", type_, args, names)?;
    vm.expect_count("float", args, 0, 1)?;
    let value = match args.first() {
        None => 0.0,
        Some(arg) if type_.is(&FLOAT) && arg.exact::<Float>().is_some() => return Ok(arg.clone()),
        Some(arg) => convert(vm, arg)?,
    };
    vm.memory(vm.allocate(type_, Float { value }, size_of::<Float>()))
}

/// `float(value)`
fn convert(vm: &Vm, value: &Obj) -> Result<f64, Raised> {
    if let Some(text) = value.cast::<Str>() {
        return parse(vm, &vm.number_text(text)?, value);
    }
    if let Some(bytes) = value.cast::<Bytes>() {
        return parse(vm, bytes.as_slice(), value);
    }
    if let Some(value) = vm.float_of(value)? {
        return Ok(value);
    }
    match vm.octets(value)? {
        Some(octets) => parse(vm, &octets, &*vm.bytes(&octets)?),
        None => Err(vm.type_error(format_args!(
            "float() argument must be a string or a real number, not '{}'",
            value.type_().short_name()
        ))),
    }
}

fn parse(vm: &Vm, text: &[u8], source: &Obj) -> Result<f64, Raised> {
    match float_text::parse(text) {
        Ok(value) => Ok(value),
        Err(ParseFloatError::OutOfMemory) => Err(vm.memory_error()),
        Err(_) => {
            let repr = vm.repr(source)?;
            Err(vm.value_error(format_args!("could not convert string to float: {}", Text(&repr))))
        }
    }
}

/// The value of the receiver of a slot or method.
fn value(vm: &Vm, this: &Obj) -> Result<f64, Raised> {
    match this.float() {
        Some(value) => Ok(value),
        None => Err(vm.type_error(format_args!(
            "descriptor requires a 'float' object but received a '{}'",
            this.type_().short_name()
        ))),
    }
}

fn float_repr(vm: &Vm, this: &Obj) -> Outcome {
    let mut text = Buf::new();
    vm.memory(float_text::repr(value(vm, this)?, &mut text))?;
    vm.finish_text(text)
}

fn float_hash(vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    let value = value(vm, this)?;
    Ok(if value.is_nan() { hash::hash_address(this.bits()) } else { hash::hash_f64(value) } as usize)
}

fn float_bool(vm: &Vm, this: &Obj) -> Result<bool, Raised> {
    Ok(value(vm, this)? != 0.0)
}

fn float_compare(vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    let a = value(vm, this)?;
    let ordering = match (other.float(), other.int()) {
        (Some(b), _) => a.partial_cmp(&b),
        (None, Some(b)) => compare_int(a, b),
        (None, None) => return Ok(Obj::NOT_IMPLEMENTED.own()),
    };
    Ok(Ref::bool(match ordering {
        Some(ordering) => op.holds(ordering),
        None => op == CompareOp::Ne,
    }))
}

/// Compares exactly, without rounding the int; `None` for NaN.
fn compare_int(a: f64, b: Int<'_>) -> Option<core::cmp::Ordering> {
    const EXACT: u64 = 1 << 53;
    match b {
        Int::Small(b) if b.unsigned_abs() as u64 <= EXACT => a.partial_cmp(&(b as f64)),
        b => bigint::float::cmp_f64(b.limbs().as_int(), a).map(core::cmp::Ordering::reverse),
    }
}

/// `int(float)`: rounded towards zero.
///
/// # Errors
/// ValueError for NaN, OverflowError for infinities; MemoryError.
pub fn to_int(vm: &Vm, value: f64) -> Outcome {
    // Every integer below this is a machine number.
    const LIMIT: f64 = 4_611_686_018_427_387_904.0;
    if value.abs() < LIMIT {
        return vm.int(value as i64);
    }
    if value.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(vm.overflow_error("cannot convert float infinity to integer"));
    }
    vm.build_int(bigint::float::FROM_F64_LEN, |out| {
        bigint::float::from_f64(value, out).unwrap_or(bigint::Written::new(false, 0))
    })
}

fn float_int(vm: &Vm, this: &Obj) -> Outcome {
    to_int(vm, value(vm, this)?)
}

/// The exact float: `float(x)`, `+x`, `x.conjugate()`.
///
/// # Errors
/// MemoryError.
pub fn itself(vm: &Vm, this: &Obj) -> Outcome {
    if this.exact::<Float>().is_some() {
        return Ok(this.own());
    }
    vm.float(value(vm, this)?)
}

fn float_negative(vm: &Vm, this: &Obj) -> Outcome {
    vm.float(-value(vm, this)?)
}

fn float_absolute(vm: &Vm, this: &Obj) -> Outcome {
    vm.float(value(vm, this)?.abs())
}

py_type! {
    /// `float`: IEEE doubles.
    pub static FLOAT: Float = "float", "Floating-point number." {
        flags flags::BASE | flags::MATCH_SELF;
        dealloc crate::heap::finalize::dealloc_flat;
        new float_new;
        slots { repr: unary float_repr, hash: hash float_hash, richcompare: compare float_compare, }
        number {
            add: binary arith::add,
            subtract: binary arith::subtract,
            multiply: binary arith::multiply,
            remainder: binary arith::remainder,
            divmod: binary arith::divmod,
            power: ternary arith::power,
            negative: unary float_negative,
            positive: unary itself,
            absolute: unary float_absolute,
            bool_: inquiry float_bool,
            int: unary float_int,
            float: unary itself,
            floor_divide: binary arith::floor_divide,
            true_divide: binary arith::true_divide,
        }
        attrs {
            method "conjugate" (0, 0) = methods::conjugate, "The number itself.";
            method "is_integer" (0, 0) = methods::is_integer, "Whether there is no fraction.";
            method "as_integer_ratio" (0, 0) = methods::as_integer_ratio, "Exact numerator and denominator.";
            method "hex" (0, 0) = methods::hex, "Exact hexadecimal text.";
            classmethod "fromhex" (1, 1) = methods::fromhex, "Parse hexadecimal text.";
            classmethod "__getformat__" (1, 1) = methods::getformat, "Tell the format of float or double.";
            method "__trunc__" (0, 0) = methods::trunc, "Drop the fraction.";
            method "__floor__" (0, 0) = methods::floor, "Round down.";
            method "__ceil__" (0, 0) = methods::ceil, "Round up.";
            method "__round__" (0, 1) = round::round, "Round to nearest, ties to even.";
            method "__getnewargs__" (0, 0) = methods::getnewargs, "";
            method "__format__" (1, 1) = methods::format, "Text in the given format.";
            getter "real" () = itself, "real component";
            getter "imag" () = methods::zero, "imaginary component";
        }
    }
}
