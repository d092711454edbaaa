//! The `%` operator of `bytes` and `bytearray`.

use pyrite_algo::Buf;
use pyrite_algo::format_spec::percent::Conversion;

use crate::builder::StrBuilder;
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, Vm};
use crate::names;
use crate::raw::bytes::Bytes;
use crate::raw::str::{Chars, Str};
use crate::types::str_::percent::{Field, Values, ascii, percent_error, unsupported};

/// `format % values`; also when `format` is on the right, whose `%` it then is not.
pub fn octets_remainder(vm: &Vm, format: &Obj, values: &Obj) -> Outcome {
    let Some(octets) = vm.octets(format)? else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    // Conversions are ASCII; places are the same in the shadow.
    let mut shadow = vm.memory(Buf::with_capacity(octets.len()))?;
    for octet in octets.iter() {
        vm.memory(shadow.push(if octet.is_ascii() { *octet } else { 0x1a }))?;
    }
    let shadow = core::str::from_utf8(&shadow).unwrap_or("");
    let is_octets = |whole: &Obj| {
        whole.cast::<Bytes>().is_some()
            || whole.cast::<Str>().is_some()
            || whole.cast::<crate::raw::bytearray::ByteArray>().is_some()
    };
    let mut values = Values::new(vm, values, is_octets);
    let mut out = StrBuilder::new(vm);
    let mut place = 0;
    while let Some(offset) =
        shadow.as_bytes().get(place..).and_then(|rest| rest.iter().position(|&b| b == b'%'))
    {
        let start = place + offset;
        out.push_chars(Chars::One(octets.get(place..start).unwrap_or(&[])))?;
        place = convert(vm, &mut out, (&octets, shadow), start + 1, &mut values)?;
    }
    out.push_chars(Chars::One(octets.get(place..).unwrap_or(&[])))?;
    values.finish("bytes")?;
    let text = out.finish()?;
    match text.cast::<Str>().map(|text| text.chars()) {
        Some(Chars::One(octets)) => vm.octets_like(format, octets),
        _ => vm.octets_like(format, &[]),
    }
}

/// Appends the conversion whose `%` is before `start`; returns where it ends.
fn convert(
    vm: &Vm,
    out: &mut StrBuilder<'_>,
    (octets, shadow): (&[u8], &str),
    start: usize,
    values: &mut Values<'_>,
) -> Result<usize, Raised> {
    if octets.get(start) == Some(&b'%') {
        out.push_char('%'.into())?;
        return Ok(start + 1);
    }
    let conversion = Conversion::parse(shadow, start).map_err(|error| percent_error(vm, error))?;
    if let Some(key) = &conversion.key {
        let key = if values.is_mapping() {
            vm.bytes(octets.get(key.clone()).unwrap_or(&[]))?
        } else {
            Obj::NONE.own()
        };
        values.look_up(&key)?;
    }
    let end = conversion.end;
    let field = Field::new(conversion, values)?;
    let value = values.take()?;
    match field.conversion.kind {
        'b' | 's' => field.push_text(out, octets_of(vm, &value)?.chars(), field.precision)?,
        'r' | 'a' => {
            let text = ascii(vm, &value)?;
            let text = text.cast::<Str>().map_or(Chars::One(&[]), |text| text.chars());
            field.push_text(out, text, field.precision)?;
        }
        'c' => field.push_text(out, Chars::One(&[octet(vm, &value)?]), None)?,
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            field.push_number(vm, out, &value)?;
        }
        _ => {
            let place = field.conversion.kind_at;
            let kind = octets.get(place).copied().unwrap_or(0);
            return Err(unsupported(vm, kind.into(), place));
        }
    }
    Ok(end)
}

/// The octets that `%b` shows.
fn octets_of<'a>(vm: &Vm, value: &'a Obj) -> Result<crate::text::octets::Octets<'a>, Raised> {
    if let Some(octets) = vm.octets(value)? {
        return Ok(octets);
    }
    if let Some(method) = vm.lookup_special(value, names::BYTES())? {
        let made = vm.call(&method, &[])?;
        let copy = vm.collect_octets(&made, "")?;
        return Ok(crate::text::octets::Octets::Owned(copy));
    }
    Err(vm.type_error(format_args!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
        value.type_().short_name()
    )))
}

/// The octet that `%c` shows.
fn octet(vm: &Vm, value: &Obj) -> Result<u8, Raised> {
    if let Some(octets) = vm.octets(value)? {
        if let [single] = *octets {
            return Ok(single);
        }
    } else if value.int().is_some() || value.type_().number().index.is_some() {
        let number = vm.index_clipped(value)?;
        return u8::try_from(number).map_err(|_| vm.overflow_error("%c arg not in range(256)"));
    }
    Err(vm.type_error("%c requires an integer in range(256) or a single byte"))
}
