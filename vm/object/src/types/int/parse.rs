//! `int(x)` and `int(text, base)`.

use pyrite_algo::bigint::Big;
use pyrite_algo::int_text::{self, ParseIntError, Parsed};

use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, Vm};
use crate::names;
use crate::new::Text;
use crate::raw::bytearray::ByteArray;
use crate::raw::bytes::Bytes;
use crate::raw::str::Str;

/// `int(value)`: an exact int.
///
/// # Errors
/// TypeError if it is neither number nor text, ValueError if the text is no int; what
/// `__int__`, `__index__` and `__trunc__` raise.
pub fn convert(vm: &Vm, value: &Obj) -> Outcome {
    if value.is_exact_int() {
        return Ok(value.own());
    }
    let type_ = value.type_();
    if let Some(int) = type_.number().int {
        let result = int(value)?;
        if result.int().is_none() {
            return Err(vm.type_error(format_args!(
                "__int__ returned non-int (type {})",
                result.type_().short_name()
            )));
        }
        return vm.exact_int(&result);
    }
    if type_.number().index.is_some() {
        return vm.exact_int(&*vm.index_object(value)?);
    }
    if let Some(trunc) = vm.lookup_special(value, names::TRUNC())? {
        let result = vm.call(&trunc, &[])?;
        if result.int().is_none() && result.type_().number().index.is_none() {
            return Err(vm.type_error(format_args!(
                "__trunc__ returned non-Integral (type {})",
                result.type_().short_name()
            )));
        }
        return vm.exact_int(&*vm.index_object(&result)?);
    }
    if value.cast::<Str>().is_some() || value.cast::<Bytes>().is_some() {
        return text(vm, value, 10);
    }
    if let Some(octets) = vm.octets(value)? {
        return text(vm, &*vm.bytes(&octets)?, 10);
    }
    Err(vm.type_error(format_args!(
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        type_.short_name()
    )))
}

/// `int(value, base)`
///
/// # Errors
/// TypeError if `value` is no text, ValueError if it is no int in that base.
pub fn with_base(vm: &Vm, value: &Obj, base: &Obj) -> Outcome {
    let base = vm.index_clipped(base)?;
    let base = match u32::try_from(base) {
        Ok(base) if base == 0 || (2..=36).contains(&base) => base,
        _ => return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0")),
    };
    if value.cast::<ByteArray>().is_some() {
        return text(vm, &*vm.bytes(&vm.expect_octets(value)?)?, base);
    }
    if value.cast::<Str>().is_none() && value.cast::<Bytes>().is_none() {
        return Err(vm.type_error("int() can't convert non-string with explicit base"));
    }
    text(vm, value, base)
}

/// The int that a str or bytes object spells.
fn text(vm: &Vm, value: &Obj, base: u32) -> Outcome {
    if let Some(bytes) = value.cast::<Bytes>() {
        return digits(vm, bytes.as_slice(), base, value);
    }
    match value.cast::<Str>() {
        Some(this) => digits(vm, &vm.number_text(this)?, base, value),
        None => super::not_int(vm, value),
    }
}

fn digits(vm: &Vm, text: &[u8], base: u32, source: &Obj) -> Outcome {
    match int_text::parse(text, base) {
        Ok(Parsed::Small(value)) => vm.int(value),
        Ok(Parsed::Big { negative, digits, base }) => {
            check_count(vm, digits, base)?;
            let Some(value) = vm.memory(Big::parse(digits, base))? else {
                return Err(invalid(vm, base, source));
            };
            let value = if negative { value.negated() } else { value };
            vm.int_of(value.as_int())
        }
        Err(ParseIntError::Invalid) => Err(invalid(vm, base, source)),
        Err(ParseIntError::Base) => Err(vm.value_error("int() base must be >= 2 and <= 36, or 0")),
    }
}

fn check_count(vm: &Vm, digits: &[u8], base: u32) -> Result<(), Raised> {
    let limit = vm.int_max_str_digits.get();
    if base.is_power_of_two() || limit == 0 || digits.len() <= limit {
        return Ok(());
    }
    let count = digits.iter().filter(|&&byte| byte != b'_').count();
    if count <= limit {
        return Ok(());
    }
    Err(vm.value_error(format_args!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {count} digits; \
         use sys.set_int_max_str_digits() to increase the limit"
    )))
}

#[cold]
fn invalid(vm: &Vm, base: u32, source: &Obj) -> Raised {
    match vm.repr(source) {
        Ok(repr) => {
            vm.value_error(format_args!("invalid literal for int() with base {base}: {}", Text(&repr)))
        }
        Err(raised) => raised,
    }
}
