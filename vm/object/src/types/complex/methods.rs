//! Methods of complex numbers.

use pyrite_algo::Buf;
use pyrite_algo::format_spec::{self, Align, Sign, Spec, SpecError, Subject};

use super::{Parts, itself, new, value};
use crate::args::required;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};

/// `complex.conjugate()`
///
/// # Errors
/// MemoryError, as all that follow; TypeError if the receiver is no complex number.
pub fn conjugate(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let (real, imag) = value(vm, this)?;
    new(vm, (real, -imag))
}

/// `complex.__complex__()`
///
/// # Errors
/// As [`conjugate`].
pub fn complex(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    itself(vm, this)
}

/// `complex.__getnewargs__()`
///
/// # Errors
/// As [`conjugate`].
pub fn getnewargs(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let (real, imag) = value(vm, this)?;
    vm.tuple(&[&*vm.float(real)?, &*vm.float(imag)?])
}

/// `complex.__format__(spec)`: both parts by the specification, the whole padded.
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
    if !matches!(spec.kind, None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) {
        let error = SpecError::UnknownType(spec.kind.unwrap_or('%'));
        return Err(vm.spec_error(error, spec_text, type_name));
    }
    if spec.fill == '0' {
        return Err(vm.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(vm.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let body = lay_out(vm, &spec, value)?;
    let whole = Spec { width: spec.width, fill: spec.fill, align: spec.align, ..Spec::new(Subject::Str) };
    let mut text = Buf::new();
    vm.memory(format_spec::write_str(&whole, &body, &mut text))?;
    vm.finish_text(text)
}

/// The number without padding.
fn lay_out(vm: &Vm, spec: &Spec, (real, imag): Parts) -> Result<Buf<u8>, Raised> {
    let plain = spec.kind.is_none();
    let hide_real = plain && real == 0.0 && real.is_sign_positive();
    let kind = if plain && spec.precision.is_some() { Some('g') } else { spec.kind };
    let part = Spec { width: 0, fill: ' ', align: Align::Right, kind, ..*spec };
    let mut body = Buf::new();
    if !hide_real {
        if plain {
            vm.memory(body.push(b'('))?;
        }
        append(vm, &part, real, &mut body)?;
    }
    let sign = if hide_real { part.sign } else { Some(Sign::Plus) };
    append(vm, &Spec { sign, ..part }, imag, &mut body)?;
    vm.memory(body.push(b'j'))?;
    if plain && !hide_real {
        vm.memory(body.push(b')'))?;
    }
    Ok(body)
}

/// One part; what is laid out as by `repr` has no `.0`.
fn append(vm: &Vm, part: &Spec, value: f64, body: &mut Buf<u8>) -> Result<(), Raised> {
    vm.memory(format_spec::write_float(part, value, body))?;
    if part.kind.is_none() && body.ends_with(b".0") {
        let keep = body.len() - if part.alternate { 1 } else { 2 };
        body.truncate(keep);
    }
    Ok(())
}
