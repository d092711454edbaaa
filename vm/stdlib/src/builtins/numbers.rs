//! Functions on numbers.

use pyrite_algo::Buf;
use pyrite_api::types::{Bytes, Float, Str};
use pyrite_api::{BinaryOp, Obj, Outcome, Raised, Ref, Vm, bound, names, required};

/// `abs(x)`
///
/// # Errors
/// TypeError; what the operation raises, as all that follow.
pub fn abs(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.absolute(required(args, 0))
}

/// `divmod(a, b)`
///
/// # Errors
/// As [`abs`].
pub fn divmod(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.binary(BinaryOp::DivMod, required(args, 0), required(args, 1))
}

/// `pow(base, exp, mod=None)`
///
/// # Errors
/// As [`abs`].
pub fn pow(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let arg = |index| bound(args, index).unwrap_or(Obj::NONE);
    vm.power(arg(0), arg(1), arg(2))
}

/// `round(number, ndigits=None)`
///
/// # Errors
/// As [`abs`].
pub fn round(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let number = bound(args, 0).unwrap_or(Obj::NONE);
    let Some(method) = vm.lookup_special(number, names::ROUND())? else {
        return Err(vm.type_error(format_args!(
            "type {} doesn't define __round__ method",
            number.type_().short_name()
        )));
    };
    match bound(args, 1).filter(|digits| !digits.is_none()) {
        Some(digits) => vm.call_one(&method, digits),
        None => vm.call(&method, &[]),
    }
}

fn digits(vm: &Vm, number: &Obj, base: u32, prefix: &[u8]) -> Outcome {
    let number = vm.index_object(number)?;
    let Some(value) = number.int() else { return Ok(number) };
    let mut text = Buf::new();
    vm.append_int(value, base, &mut text)?;
    let start = usize::from(value.is_negative());
    for (index, &byte) in prefix.iter().enumerate() {
        vm.memory(text.insert(start + index, byte))?;
    }
    vm.finish_text(text)
}

/// `bin(number)`
///
/// # Errors
/// As [`abs`].
pub fn bin(vm: &Vm, args: &[Ref]) -> Outcome {
    digits(vm, required(args, 0), 2, b"0b")
}

/// `oct(number)`
///
/// # Errors
/// As [`abs`].
pub fn oct(vm: &Vm, args: &[Ref]) -> Outcome {
    digits(vm, required(args, 0), 8, b"0o")
}

/// `hex(number)`
///
/// # Errors
/// As [`abs`].
pub fn hex(vm: &Vm, args: &[Ref]) -> Outcome {
    digits(vm, required(args, 0), 16, b"0x")
}

/// A sum on its way: machine words as long as they do, then floats with what rounding lost
/// (Neumaier), then objects.
enum Total {
    Word(i64),
    Float { sum: f64, lost: f64 },
    Object(Ref),
}

impl Total {
    fn of(start: &Obj) -> Total {
        if let Some(word) = start.small() {
            return Total::Word(word as i64);
        }
        match start.exact::<Float>() {
            Some(this) => Total::Float { sum: this.value, lost: 0.0 },
            None => Total::Object(start.own()),
        }
    }

    fn finish(self, vm: &Vm) -> Outcome {
        match self {
            Total::Word(word) => vm.int(word),
            Total::Float { sum, lost } if lost != 0.0 && lost.is_finite() => vm.float(sum + lost),
            Total::Float { sum, .. } => vm.float(sum),
            Total::Object(object) => Ok(object),
        }
    }

    fn add(self, vm: &Vm, item: &Obj) -> Result<Total, Raised> {
        match self {
            Total::Word(word) => {
                if let Some(sum) = item.small().and_then(|item| word.checked_add(item as i64)) {
                    return Ok(Total::Word(sum));
                }
                let sum = vm.binary(BinaryOp::Add, &*vm.int(word)?, item)?;
                Ok(Total::of(&sum))
            }
            Total::Float { sum, lost } => {
                let value = item.exact::<Float>().map(|this| this.value);
                if let Some(value) = value {
                    let total = sum + value;
                    let part =
                        if sum.abs() >= value.abs() { (sum - total) + value } else { (value - total) + sum };
                    return Ok(Total::Float { sum: total, lost: lost + part });
                }
                if let Some(value) = item.small() {
                    return Ok(Total::Float { sum: sum + value as f64, lost });
                }
                let so_far = Total::Float { sum, lost }.finish(vm)?;
                Ok(Total::Object(vm.binary(BinaryOp::Add, &so_far, item)?))
            }
            Total::Object(object) => Ok(Total::Object(vm.binary(BinaryOp::Add, &object, item)?)),
        }
    }
}

/// `sum(iterable, /, start=0)`
///
/// # Errors
/// As [`abs`].
pub fn sum(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let zero = Ref::small(0);
    let start = bound(args, 1).unwrap_or(&zero);
    if start.cast::<Str>().is_some() {
        return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    if start.cast::<Bytes>().is_some() {
        return Err(vm.type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
    }
    let mut total = Total::of(start);
    vm.for_each(bound(args, 0).unwrap_or(Obj::NONE), |item| {
        if let (Total::Word(word), Some(item)) = (&mut total, item.small())
            && let Some(sum) = word.checked_add(item as i64)
        {
            *word = sum;
            return Ok(());
        }
        total = core::mem::replace(&mut total, Total::Word(0)).add(vm, &item)?;
        Ok(())
    })?;
    total.finish(vm)
}
