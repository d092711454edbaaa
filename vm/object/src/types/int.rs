//! `int`: integers of any size.
//!
//! Values that fit a machine word are tagged words; the interpreter does their arithmetic
//! itself where it can, so that the slots here see what is left. Source: Python Library
//! Reference, "Numeric Types".

pub mod arith;
pub mod divide;
pub mod parse;
pub mod methods;

use pyrite_algo::{Buf, hash};

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::int::{BigInt, Int};

fn int_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if names.is_none() {
        vm.expect_count("int", args, 0, 2)?;
    }
    let [value, base] = vm.bind_new("int", ["", "base"], args, names)?;
    let int = match (value, base) {
        (None, None) => return of_type(vm, type_, Ref::small(0)),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(value), None) => parse::convert(vm, value)?,
        (Some(text), Some(base)) => parse::with_base(vm, text, base)?,
    };
    of_type(vm, type_, int)
}

/// The int as an instance of `type_`, a subtype of int.
fn of_type(vm: &Vm, type_: TypeRef, int: Ref) -> Outcome {
    if type_.is(&INT) {
        return Ok(int);
    }
    let value = int.int().unwrap_or(Int::Small(0)).limbs();
    vm.memory(vm.big_int(type_, value.as_int().negative, value.as_int().limbs))
}

/// `repr(int)`
///
/// # Errors
/// ValueError if it has too many digits.
pub fn repr(vm: &Vm, this: &Obj) -> Outcome {
    let Some(value) = this.int() else { return not_int(vm, this) };
    let mut text = Buf::new();
    vm.append_int(value, 10, &mut text)?;
    vm.finish_text(text)
}

/// What a slot of int says to something else: reached only through `int.__x__(other)`.
#[cold]
pub(crate) fn not_int(vm: &Vm, this: &Obj) -> Outcome {
    Err(vm.type_error(format_args!(
        "descriptor requires a 'int' object but received a '{}'",
        this.type_().short_name()
    )))
}

/// `hash(int)`
///
/// # Errors
/// None.
pub fn hash_int(_vm: &Vm, this: &Obj) -> Result<usize, Raised> {
    Ok(match this.int() {
        Some(Int::Small(value)) => hash::hash_i64(value as i64) as usize,
        Some(value) => hash::hash_int(value.limbs().as_int()) as usize,
        None => 0,
    })
}

/// Comparison with another int; others are not compared here.
///
/// # Errors
/// None.
pub fn compare(_vm: &Vm, this: &Obj, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(a), Some(b)) = (this.int(), other.int()) else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    let ordering = match (a, b) {
        (Int::Small(a), Int::Small(b)) => a.cmp(&b),
        (a, b) => a.limbs().as_int().cmp(&b.limbs().as_int()),
    };
    Ok(Ref::bool(op.holds(ordering)))
}

fn int_bool(_vm: &Vm, this: &Obj) -> Result<bool, Raised> {
    Ok(!matches!(this.int(), Some(Int::Small(0))))
}

/// The exact int: `int(x)`, `+x`, `index(x)` and all that do nothing to an int.
///
/// # Errors
/// MemoryError.
pub fn itself(vm: &Vm, this: &Obj) -> Outcome {
    vm.exact_int(this)
}

/// `float(int)`
///
/// # Errors
/// OverflowError.
pub fn to_float(vm: &Vm, this: &Obj) -> Outcome {
    match this.int() {
        Some(value) => vm.float(vm.int_to_f64(value)?),
        None => not_int(vm, this),
    }
}

py_type! {
    /// `int`: integers of any size.
    pub static INT: BigInt = "int", "Integer of any size." {
        flags flags::BASE | flags::MATCH_SELF;
        new int_new;
        slots { repr: unary repr, hash: hash hash_int, richcompare: compare compare, }
        number {
            add: binary arith::add,
            subtract: binary arith::subtract,
            multiply: binary arith::multiply,
            remainder: binary divide::remainder,
            divmod: binary divide::divmod,
            power: ternary arith::power,
            negative: unary arith::negative,
            positive: unary itself,
            absolute: unary arith::absolute,
            bool_: inquiry int_bool,
            invert: unary arith::invert,
            lshift: binary arith::lshift,
            rshift: binary arith::rshift,
            and: binary arith::and,
            xor: binary arith::xor,
            or: binary arith::or,
            int: unary itself,
            float: unary to_float,
            floor_divide: binary divide::floor_divide,
            true_divide: binary divide::true_divide,
            index: unary itself,
        }
        attrs {
            method "conjugate" (0, 0) = methods::conjugate, "The number itself.";
            method "bit_length" (0, 0) = methods::bit_length, "Length in bits without sign.";
            method "bit_count" (0, 0) = methods::bit_count, "How many bits of the absolute value are set.";
            named "to_bytes" (["", "length", "byteorder", "signed"], 1, 3) = methods::to_bytes, "Encode as bytes.";
            named_classmethod "from_bytes" (["", "bytes", "byteorder", "signed"], 2, 3) = methods::from_bytes, "Decode from bytes.";
            method "as_integer_ratio" (0, 0) = methods::as_integer_ratio, "The pair (self, 1).";
            method "is_integer" (0, 0) = methods::is_integer, "Always true.";
            method "__trunc__" (0, 0) = methods::conjugate, "The number itself.";
            method "__floor__" (0, 0) = methods::conjugate, "The number itself.";
            method "__ceil__" (0, 0) = methods::conjugate, "The number itself.";
            method "__round__" (0, 1) = methods::round, "Round to a power of ten.";
            method "__getnewargs__" (0, 0) = methods::getnewargs, "";
            method "__format__" (1, 1) = methods::format, "Text in the given format.";
            method "__sizeof__" (0, 0) = methods::sizeof, "Bytes of memory it takes.";
            getter "real" () = itself, "real component";
            getter "imag" () = methods::zero, "imaginary component";
            getter "numerator" () = itself, "the number itself";
            getter "denominator" () = methods::one, "always one";
        }
    }
}

#[cfg(test)]
mod tests;
