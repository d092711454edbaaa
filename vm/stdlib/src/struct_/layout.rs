//! Formats: codes, counts and where each value lies.

use pyrite_algo::Buf;
use pyrite_api::binary::{Code, Kind, Misfit};
use pyrite_api::types::exceptions;
use pyrite_api::{Obj, Outcome, Raised, Ref, Storage, Type, TypeRef, Vm, flags, py_type};

use super::{error, letters};

/// Values of one code in a row; or the bytes of `s` and `p`, which are one value.
struct Field {
    code: Code,
    count: usize,
    offset: usize,
}

/// A format, read.
pub struct Layout {
    /// The format, a str.
    pub format: Ref,
    fields: Buf<Field>,
    /// Bytes of all.
    pub size: usize,
    /// Values.
    count: usize,
    big: bool,
    /// As C does: a double that is too large for a float becomes infinite.
    saturates: bool,
}

// SAFETY: LAYOUT's instances hold this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Layout {
    const TYPE: &'static Type = &LAYOUT;
}

py_type! {
    /// A format, read.
    pub static LAYOUT: Layout = "_struct.Layout", "" {
        flags flags::DISALLOW_INSTANTIATION;
    }
}

/// Reads a format.
///
/// # Errors
/// `struct.error`, TypeError, MemoryError.
pub fn compile(vm: &Vm, format: &Obj) -> Outcome {
    let text = letters(vm, format)?;
    let mut rest: &[u8] = &text;
    let native = cfg!(target_endian = "big");
    let (aligned, big) = match rest.first() {
        Some(b'<') => (false, false),
        Some(b'>' | b'!') => (false, true),
        Some(b'=') => (false, native),
        _ => (true, native),
    };
    if matches!(rest.first(), Some(b'<' | b'>' | b'!' | b'=' | b'@')) {
        rest = rest.get(1..).unwrap_or(&[]);
    }
    let mut fields = Buf::new();
    let (mut size, mut values) = (0usize, 0usize);
    let too_long = || error!(vm, "total struct size too long");
    while let Some((&letter, after)) = rest.split_first() {
        rest = after;
        if letter.is_ascii_whitespace() || letter == 11 {
            continue;
        }
        let mut count = None;
        let mut letter = letter;
        while letter.is_ascii_digit() {
            let digit = usize::from(letter - b'0');
            let more = count.unwrap_or(0usize).checked_mul(10).and_then(|count| count.checked_add(digit));
            count = Some(more.filter(|&count| count <= isize::MAX as usize).ok_or_else(too_long)?);
            let Some((&next, after)) = rest.split_first() else {
                return Err(error!(vm, "repeat count given without format specifier"));
            };
            (letter, rest) = (next, after);
        }
        let code = if aligned { Code::native(letter) } else { Code::standard(letter) };
        let Some(code) = code else {
            let text = if letter == 0 { "embedded null character" } else { "bad char in struct format" };
            return Err(error!(vm, "{text}"));
        };
        let (count, code_size) = (count.unwrap_or(1), usize::from(code.size));
        if aligned {
            size = size.checked_next_multiple_of(code_size).ok_or_else(too_long)?;
        }
        let offset = size;
        let end = count.checked_mul(code_size).and_then(|bytes| size.checked_add(bytes));
        size = end.filter(|&end| end <= isize::MAX as usize).ok_or_else(too_long)?;
        values += match code.kind {
            Kind::Pad => continue,
            Kind::Bytes | Kind::Pascal => 1,
            _ => count,
        };
        vm.memory(fields.push(Field { code, count, offset }))?;
    }
    let format = vm.memory(vm.new_str_wtf8(&text))?;
    let layout = Layout { format, fields, size, count: values, big, saturates: aligned };
    vm.memory(vm.allocate(TypeRef::of(&LAYOUT), layout, size_of::<Layout>()))
}

impl Layout {
    /// Calls `each` with the code and the range of bytes of every value.
    fn for_each(
        &self,
        each: &mut dyn FnMut(Code, core::ops::Range<usize>) -> Result<(), Raised>,
    ) -> Result<(), Raised> {
        for field in self.fields.iter() {
            let size = usize::from(field.code.size);
            if matches!(field.code.kind, Kind::Bytes | Kind::Pascal) {
                each(field.code, field.offset..field.offset + field.count)?;
                continue;
            }
            for index in 0..field.count {
                let start = field.offset + index * size;
                each(field.code, start..start + size)?;
            }
        }
        Ok(())
    }

    /// Checks the number of values.
    ///
    /// # Errors
    /// `struct.error`
    pub fn check_count(&self, vm: &Vm, values: &[Ref], name: &str) -> Result<(), Raised> {
        if values.len() == self.count {
            return Ok(());
        }
        Err(error!(vm, "{name} expected {} items for packing (got {})", self.count, values.len()))
    }

    /// Appends the values as bytes.
    ///
    /// # Errors
    /// `struct.error`; what making numbers of the values raises.
    pub fn pack(&self, vm: &Vm, values: &[Ref], name: &str, to: &mut Buf<u8>) -> Result<(), Raised> {
        self.check_count(vm, values, name)?;
        vm.memory(to.resize(self.size, 0))?;
        let mut values = values.iter();
        self.for_each(&mut |code, range| {
            let (Some(value), Some(to)) = (values.next(), to.get_mut(range)) else { return Ok(()) };
            match vm.pack_item(code, self.big, value, to) {
                Err(Misfit::Range) if self.saturates && code.letter == b'f' => {
                    to.copy_from_slice(&(vm.real(value)? as f32).to_ne_bytes());
                    Ok(())
                }
                result => result.map_err(|misfit| told(vm, code, value, misfit)),
            }
        })
    }

    /// The values of the bytes, a tuple.
    ///
    /// # Errors
    /// MemoryError.
    pub fn unpack(&self, vm: &Vm, bytes: &[u8]) -> Outcome {
        let mut values = vm.memory(Buf::with_capacity(self.count))?;
        self.for_each(&mut |code, range| {
            let value = vm.unpack_item(code, self.big, bytes.get(range).unwrap_or(&[]))?;
            vm.memory(values.push(value))
        })?;
        vm.tuple_of(&values)
    }
}

/// Raises what is wrong with a value.
#[cold]
fn told(vm: &Vm, code: Code, value: &Obj, misfit: Misfit) -> Raised {
    let letter = char::from(code.letter);
    let is_range = matches!(misfit, Misfit::Range);
    if let Misfit::Raised(raised) = misfit {
        if value.int().is_none() || !vm.raised_is(&exceptions::OVERFLOW_ERROR) {
            return raised;
        }
        drop(vm.take_raised(raised));
        return error!(vm, "int too large to convert");
    }
    match code.kind {
        Kind::Float if is_range && value.int().is_none() => {
            vm.overflow_error(format_args!("float too large to pack with {letter} format"))
        }
        Kind::Float | Kind::Pointer if is_range => error!(vm, "int too large to convert"),
        Kind::Float => error!(vm, "required argument is not a float"),
        Kind::Char => error!(vm, "char format requires a bytes object of length 1"),
        Kind::Bytes | Kind::Pascal => error!(vm, "argument for '{letter}' must be a bytes object"),
        _ if is_range => {
            let (low, high) = code.range();
            error!(vm, "'{letter}' format requires {low} <= number <= {high}")
        }
        _ => error!(vm, "required argument is not an integer"),
    }
}
