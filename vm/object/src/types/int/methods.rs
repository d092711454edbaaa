//! Methods of ints: bits, bytes, rounding, formatting.

use pyrite_algo::bigint::bits::{self, ByteOrder, Signedness};
use pyrite_algo::bigint::{self, Big, power};
use pyrite_algo::format_spec::{self, Spec, Subject};
use pyrite_algo::{Buf, bigint::ArithError};

use crate::args::{bound, optional, required};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::names;
use crate::ops::call::str_is;
use crate::raw::bytes::Bytes;
use crate::raw::int::Int;
use crate::raw::str::Str;

/// The value of the receiver.
fn value<'a>(vm: &Vm, this: &'a Obj) -> Result<Int<'a>, Raised> {
    match this.int() {
        Some(value) => Ok(value),
        None => super::not_int(vm, this).map(|_| Int::Small(0)),
    }
}

/// `int.conjugate()`, and whatever else returns the int itself.
///
/// # Errors
/// MemoryError, as all that follow; TypeError if the receiver is no int.
pub fn conjugate(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    value(vm, this)?;
    vm.exact_int(this)
}

/// `int.bit_length()`
///
/// # Errors
/// As [`conjugate`].
pub fn bit_length(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.int(value(vm, this)?.limbs().as_int().bit_length() as i64)
}

/// `int.bit_count()`
///
/// # Errors
/// As [`conjugate`].
pub fn bit_count(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    vm.int(value(vm, this)?.limbs().as_int().bit_count() as i64)
}

/// The `byteorder` argument.
fn byte_order(vm: &Vm, method: &str, order: Option<&Obj>) -> Result<ByteOrder, Raised> {
    let Some(order) = order else { return Ok(ByteOrder::Big) };
    if order.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "{method}() argument 'byteorder' must be str, not {}",
            order.type_().short_name()
        )));
    }
    match (str_is(order, "little"), str_is(order, "big")) {
        (true, _) => Ok(ByteOrder::Little),
        (_, true) => Ok(ByteOrder::Big),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn signedness(vm: &Vm, signed: Option<&Obj>) -> Result<Signedness, Raised> {
    let signed = signed.map_or(Ok(false), |signed| vm.is_true(signed))?;
    Ok(if signed { Signedness::Signed } else { Signedness::Unsigned })
}

/// `int.to_bytes(length=1, byteorder='big', *, signed=False)`
///
/// # Errors
/// ValueError for a bad length or order, OverflowError if the value does not fit.
pub fn to_bytes(vm: &Vm, this: &Obj, args: &[Option<&Obj>]) -> Outcome {
    let length = bound(args, 0).map_or(Ok(1), |length| vm.index(length))?;
    let order = byte_order(vm, "to_bytes", bound(args, 1))?;
    let signedness = signedness(vm, bound(args, 2))?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let int = value(vm, this)?;
    if length == 0 && signedness == Signedness::Signed && matches!(int, Int::Small(-1)) {
        // A sign without digits.
        return vm.bytes(&[]);
    }
    let limbs = int.limbs();
    let mut written = Ok(());
    let bytes = vm.memory(
        vm.build_bytes(length, |to| written = bits::to_bytes(limbs.as_int(), order, signedness, to)),
    )?;
    match written {
        Ok(()) => Ok(bytes),
        Err(ArithError::Negative) => Err(vm.overflow_error("can't convert negative int to unsigned")),
        Err(_) => Err(vm.overflow_error("int too big to convert")),
    }
}

/// `int.from_bytes(bytes, byteorder='big', *, signed=False)`
///
/// # Errors
/// TypeError if `bytes` is nothing bytes can be made of; ValueError for a bad order.
pub fn from_bytes(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let order = byte_order(vm, "from_bytes", bound(args, 2))?;
    let signedness = signedness(vm, bound(args, 3))?;
    let source = bound(args, 1).unwrap_or(Obj::NONE);
    let int = match source.cast::<Bytes>() {
        Some(bytes) => int_of_bytes(vm, bytes.as_slice(), order, signedness)?,
        None => int_of_bytes(vm, &collect_bytes(vm, source)?, order, signedness)?,
    };
    match bound(args, 0) {
        Some(class) if !class.is(crate::model::TypeRef::of(&super::INT).as_obj()) => vm.call_one(class, &int),
        _ => Ok(int),
    }
}

fn int_of_bytes(vm: &Vm, bytes: &[u8], order: ByteOrder, signedness: Signedness) -> Outcome {
    vm.build_int(bits::from_bytes_len(bytes), |out| bits::from_bytes(bytes, order, signedness, out))
}

/// The bytes of an object with `__bytes__`, or of an iterable of ints.
fn collect_bytes(vm: &Vm, source: &Obj) -> Result<Buf<u8>, Raised> {
    if let Some(method) = vm.lookup_special(source, names::BYTES())? {
        let result = vm.call(&method, &[])?;
        return match result.cast::<Bytes>() {
            Some(bytes) => vm.memory(Buf::from_slice(bytes.as_slice())),
            None => Err(vm.type_error(format_args!(
                "__bytes__ returned non-bytes (type {})",
                result.type_().short_name()
            ))),
        };
    }
    let type_ = source.type_();
    if source.cast::<Str>().is_some() || type_.iter().is_none() && type_.sequence().item.is_none() {
        return Err(vm.type_error(format_args!("cannot convert '{}' object to bytes", type_.short_name())));
    }
    let mut bytes = Buf::new();
    vm.for_each(source, |item| match u8::try_from(vm.index(&item)?) {
        Ok(byte) => vm.memory(bytes.push(byte)),
        Err(_) => Err(vm.value_error("bytes must be in range(0, 256)")),
    })?;
    Ok(bytes)
}

/// `int.as_integer_ratio()`
///
/// # Errors
/// As [`conjugate`].
pub fn as_integer_ratio(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    vm.tuple(&[&*conjugate(vm, this, args)?, &*Ref::small(1)])
}

/// `int.is_integer()`
///
/// # Errors
/// As [`conjugate`].
pub fn is_integer(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    value(vm, this)?;
    Ok(Ref::bool(true))
}

/// `int.__getnewargs__()`
///
/// # Errors
/// As [`conjugate`].
pub fn getnewargs(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    vm.tuple(&[&*conjugate(vm, this, args)?])
}

/// `int.__sizeof__()`: of the object in memory; a tagged word takes none.
///
/// # Errors
/// As [`conjugate`].
pub fn sizeof(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let limbs = match value(vm, this)? {
        Int::Small(_) => 0,
        Int::Big { limbs, .. } => limbs.len(),
    };
    let head = crate::model::storage::HEADER_SIZE + size_of::<crate::raw::int::BigInt>();
    vm.int(if this.is_pointer() { (head + 4 * limbs) as i64 } else { size_of::<usize>() as i64 })
}

/// `int.imag`
///
/// # Errors
/// None.
pub fn zero(_vm: &Vm, _this: &Obj) -> Outcome {
    Ok(Ref::small(0))
}

/// `int.denominator`
///
/// # Errors
/// None.
pub fn one(_vm: &Vm, _this: &Obj) -> Outcome {
    Ok(Ref::small(1))
}

/// `int.__round__(ndigits=None)`: to a multiple of a power of ten, ties to even.
///
/// # Errors
/// TypeError if `ndigits` is no int.
pub fn round(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let int = value(vm, this)?;
    let Some(digits) = optional(args, 0).filter(|digits| !digits.is_none()) else {
        return vm.exact_int(this);
    };
    let digits = vm.index_object(digits)?;
    let Some(digits) = digits.int() else { return vm.exact_int(this) };
    if !digits.is_negative() {
        return vm.exact_int(this);
    }
    let limbs = int.limbs();
    let int = limbs.as_int();
    // Ten to a power that exceeds twice the value: the nearest multiple is 0.
    let places = digits.to_i64().map_or(u64::MAX, i64::unsigned_abs);
    if places > int.bit_length() / 3 + 2 {
        return Ok(Ref::small(0));
    }
    let rounded = round_to(int, places).map_err(|error| vm.arith_error(error, ""))?;
    vm.int_of(rounded.as_int())
}

fn round_to(int: bigint::Int<'_>, places: u64) -> Result<Big, ArithError> {
    let unit = power::pow(Big::from_u64(10)?.as_int(), Big::from_u64(places)?.as_int())?;
    let (mut quotient, remainder) = Big::div_mod(int, unit.as_int())?;
    let twice = Big::shl(remainder.as_int(), 1)?;
    let order = twice.as_int().cmp(&unit.as_int());
    if order.is_gt() || order.is_eq() && quotient.as_int().is_odd() {
        quotient = Big::add(quotient.as_int(), Big::from_u64(1)?.as_int())?;
    }
    Ok(Big::mul(quotient.as_int(), unit.as_int())?)
}

/// `int.__format__(spec)`
///
/// # Errors
/// ValueError for a bad specification; OverflowError for a code point that is none.
pub fn format(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let int = value(vm, this)?;
    let spec_text = required(args, 0);
    let type_name = this.type_().short_name();
    let Some(mut spec) = vm.parse_spec(spec_text, Subject::Int, type_name)? else {
        return vm.to_str(this);
    };
    let subject = if spec.wants_float() { Subject::Float } else { Subject::Int };
    spec.check(subject).map_err(|error| vm.spec_error(error, spec_text, type_name))?;
    let mut text = Buf::new();
    if spec.wants_float() {
        let float = vm.int_to_f64(int)?;
        vm.memory(format_spec::write_float(&spec, float, &mut text))?;
    } else if spec.kind == Some('c') {
        let Some(point) = int.to_i64() else {
            return Err(vm.overflow_error("Python int too large to convert to C long"));
        };
        let Some(point) = u32::try_from(point).ok().filter(|&point| point < 0x11_0000) else {
            return Err(vm.overflow_error("%c arg not in range(0x110000)"));
        };
        vm.memory(format_spec::write_char(&spec, point, &mut text))?;
    } else {
        if spec.kind == Some('n') {
            spec.kind = Some('d');
        }
        write_int(vm, &spec, int, &mut text)?;
    }
    vm.finish_text(text)
}

/// Appends an int as a specification says.
///
/// # Errors
/// ValueError if it has too many digits; MemoryError.
pub fn write_int(vm: &Vm, spec: &Spec, int: Int<'_>, to: &mut Buf<u8>) -> Result<(), Raised> {
    let mut digits = Buf::new();
    vm.append_int(int, spec.base(), &mut digits)?;
    let digits = core::str::from_utf8(&digits).unwrap_or_default();
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    vm.memory(format_spec::write_int(spec, int.is_negative(), digits, to))
}
