//! `binascii`: octets as text and back, check sums.

mod base64;

use pyrite_algo::Buf;
use pyrite_api::types::{BaseException, Octets, Str, exceptions};
use pyrite_api::{Obj, Outcome, Raised, Ref, TypeRef, Vm, bound, flags, py_module, py_type};

py_type! {
    /// `binascii.Error`
    pub static ERROR: BaseException = "binascii.Error", "" {
        base exceptions::VALUE_ERROR;
        flags flags::BASE;
        gc exception;
    }
}

py_type! {
    /// `binascii.Incomplete`
    pub static INCOMPLETE: BaseException = "binascii.Incomplete", "" {
        base exceptions::EXCEPTION;
        flags flags::BASE;
        gc exception;
    }
}

fn error(vm: &Vm, text: &str) -> Raised {
    vm.raise_text(&ERROR, format_args!("{text}"))
}

/// The characters of an ASCII str, or octets.
fn ascii_or_octets<'a>(vm: &Vm, object: &'a Obj) -> Result<Octets<'a>, Raised> {
    if let Some(text) = object.cast::<Str>() {
        return match text.ascii() {
            Some(text) => Ok(Octets::Borrowed(text.as_bytes())),
            None => Err(vm.value_error("string argument should contain only ASCII characters")),
        };
    }
    vm.octets(object)?.ok_or_else(|| {
        vm.type_error(format_args!(
            "argument should be bytes, buffer or ASCII string, not '{}'",
            object.type_().short_name()
        ))
    })
}

fn data<'a>(vm: &Vm, args: &[Option<&'a Obj>]) -> Result<Octets<'a>, Raised> {
    vm.expect_octets(bound(args, 0).unwrap_or(Obj::NONE))
}

/// `hexlify(data, sep, bytes_per_sep=1)`
fn hexlify(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let octets = vm.bytes(&data(vm, args)?)?;
    let hex = vm.memory(vm.intern("hex"))?;
    let mut values = Buf::new();
    for index in 1..args.len() {
        if let Some(value) = bound(args, index) {
            vm.memory(values.push(value.own()))?;
        }
    }
    let text = vm.call_method(&octets, &hex, &values)?;
    vm.bytes(text.cast::<Str>().and_then(|text| text.ascii()).unwrap_or("").as_bytes())
}

/// `unhexlify(text)`
fn unhexlify(vm: &Vm, args: &[Ref]) -> Outcome {
    let text = ascii_or_octets(vm, args.first().map_or(Obj::NONE, |arg| arg))?;
    if text.len() % 2 != 0 {
        return Err(error(vm, "Odd-length string"));
    }
    let mut octets = vm.memory(Buf::with_capacity(text.len() / 2))?;
    for pair in text.as_chunks::<2>().0 {
        let digit = |octet: u8| char::from(octet).to_digit(16);
        let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else {
            return Err(error(vm, "Non-hexadecimal digit found"));
        };
        vm.memory(octets.push((high << 4 | low) as u8))?;
    }
    vm.bytes(&octets)
}

/// A start value argument.
fn start(vm: &Vm, args: &[Option<&Obj>]) -> Result<u32, Raised> {
    let Some(value) = bound(args, 1) else { return Ok(0) };
    let value = vm.index_object(value)?;
    Ok(value.int().map_or(0, |value| {
        value.limbs().as_int().limbs.first().copied().unwrap_or(0).wrapping_mul(if value.is_negative() {
            u32::MAX
        } else {
            1
        })
    }))
}

/// `crc32(data, value=0)`
fn crc32(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    // Four bits at a time: sixteen words instead of a table of 256.
    const TABLE: [u32; 16] = {
        let mut table = [0; 16];
        let mut index = 0;
        while index < 16 {
            let (mut word, mut bit) = (index as u32, 0);
            while bit < 4 {
                word = if word & 1 != 0 { word >> 1 ^ 0xedb8_8320 } else { word >> 1 };
                bit += 1;
            }
            table[index] = word;
            index += 1;
        }
        table
    };
    let mut crc = !start(vm, args)?;
    for &octet in data(vm, args)?.iter() {
        for nibble in [u32::from(octet), u32::from(octet) >> 4] {
            let index = (crc ^ nibble) & 15;
            crc = crc >> 4 ^ TABLE.get(index as usize).copied().unwrap_or(0);
        }
    }
    vm.int((!crc).into())
}

/// `crc_hqx(data, value)`: CRC-CCITT.
fn crc_hqx(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let mut crc = start(vm, args)? & 0xffff;
    for &octet in data(vm, args)?.iter() {
        crc ^= u32::from(octet) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 } & 0xffff;
        }
    }
    vm.int(crc.into())
}

fn flag(vm: &Vm, arg: Option<&Obj>, default: bool) -> Result<bool, Raised> {
    arg.map_or(Ok(default), |arg| vm.is_true(arg))
}

/// `b2a_base64(data, *, newline=True)`
fn to_base64(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let octets = data(vm, args)?;
    let mut out = vm.memory(base64::encode(&octets))?;
    if flag(vm, bound(args, 1), true)? {
        vm.memory(out.push(b'\n'))?;
    }
    vm.bytes(&out)
}

/// `a2b_base64(text, *, strict_mode=False)`
fn from_base64(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let text = ascii_or_octets(vm, bound(args, 0).unwrap_or(Obj::NONE))?;
    match base64::decode(&text, flag(vm, bound(args, 1), false)?) {
        Ok(octets) => vm.bytes(&octets),
        Err(base64::Error::Memory) => Err(vm.memory_error()),
        Err(base64::Error::Text(text)) => Err(error(vm, text)),
        Err(base64::Error::Count(count)) => Err(vm.raise_text(
            &ERROR,
            format_args!(
                "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
            ),
        )),
    }
}

fn error_class(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&ERROR).own())
}

fn incomplete_class(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&INCOMPLETE).own())
}

py_module! {
    /// `binascii`
    pub static BINASCII = "binascii", "Bytes to text codes." {
        named_function "hexlify" (["data", "sep", "bytes_per_sep"], 1, 3) = hexlify, "Bytes to hex.";
        named_function "b2a_hex" (["data", "sep", "bytes_per_sep"], 1, 3) = hexlify, "Bytes to hex.";
        function "unhexlify" (1, 1) = unhexlify, "Hex to bytes.";
        function "a2b_hex" (1, 1) = unhexlify, "Hex to bytes.";
        named_function "crc32" (["", ""], 1, 2) = crc32, "Compute CRC-32 checksum of data.";
        named_function "crc_hqx" (["", ""], 2, 2) = crc_hqx, "Update a 16-bit CRC.";
        named_function "b2a_base64" (["", "newline"], 1, 1) = to_base64, "Encode as base64.";
        named_function "a2b_base64" (["", "strict_mode"], 1, 1) = from_base64, "Decode base64.";
        value "Error" () = error_class, "";
        value "Incomplete" () = incomplete_class, "";
    }
}
