//! Functions that make or print text.

use pyrite_algo::Buf;
use pyrite_api::types::{ByteArray, Bytes, Chars, Str};
use pyrite_api::{Obj, Outcome, Raised, Ref, StrBuilder, Vm, names, optional, required};
use pyrite_host::Stream;

use crate::console;

/// `repr(object)`
///
/// # Errors
/// What `__repr__` raises.
pub fn repr(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.repr(required(args, 0))
}

/// `ascii(object)`
///
/// # Errors
/// What `__repr__` raises.
pub fn ascii(vm: &Vm, args: &[Ref]) -> Outcome {
    let text = vm.repr(required(args, 0))?;
    let Some(this) = text.cast::<Str>() else { return Ok(text) };
    if this.is_ascii() {
        return Ok(text);
    }
    let mut escaped = StrBuilder::new(vm);
    for point in this.chars().iter() {
        let (letter, digits) = match point {
            0..=0x7f => {
                escaped.push_char(point)?;
                continue;
            }
            0x80..=0xff => ('x', 2),
            0x100..=0xffff => ('u', 4),
            _ => ('U', 8),
        };
        escaped.push_char(u32::from('\\'))?;
        escaped.push_char(u32::from(letter))?;
        for digit in (0..digits).rev() {
            escaped.push_char(char::from_digit(point >> (4 * digit) & 15, 16).map_or(0, u32::from))?;
        }
    }
    escaped.finish()
}

/// `chr(point)`
///
/// # Errors
/// TypeError; ValueError if it is no code point.
pub fn chr(vm: &Vm, args: &[Ref]) -> Outcome {
    let point = vm.index_clipped(required(args, 0))?;
    match u32::try_from(point) {
        Ok(point) if point < 0x11_0000 => vm.memory(vm.new_str_chars(Chars::Four(&[point]))),
        _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

/// `ord(character)`
///
/// # Errors
/// TypeError if it is no single character.
pub fn ord(vm: &Vm, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    let (point, len) = if let Some(text) = object.cast::<Str>() {
        (text.char_at(0), text.len())
    } else if let Some(bytes) = object.cast::<Bytes>() {
        (bytes.as_slice().first().map(|&byte| byte.into()), bytes.as_slice().len())
    } else if let Some(bytes) = object.cast::<ByteArray>() {
        (bytes.get(0).map(u32::from), bytes.len())
    } else {
        return Err(vm.type_error(format_args!(
            "ord() expected string of length 1, but {} found",
            object.type_().short_name()
        )));
    };
    match point {
        Some(point) if len == 1 => Ok(Ref::small(point as isize)),
        _ => Err(vm.type_error(format_args!("ord() expected a character, but string of length {len} found"))),
    }
}

/// `format(value, spec='')`
///
/// # Errors
/// TypeError if the specification is no str; what `__format__` raises.
pub fn format(vm: &Vm, args: &[Ref]) -> Outcome {
    let spec = optional(args, 1).unwrap_or(names::EMPTY());
    if spec.cast::<Str>().is_none() {
        return Err(
            vm.type_error(format_args!("format() argument 2 must be str, not {}", spec.type_().short_name()))
        );
    }
    vm.format(required(args, 0), spec)
}

/// A separator of `print`: `None` object and absence mean the default.
fn separator<'a>(vm: &Vm, name: &str, value: Option<&'a Obj>) -> Result<Option<&'a Obj>, Raised> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(None) };
    if value.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "{name} must be None or a string, not {}",
            value.type_().short_name()
        )));
    }
    Ok(Some(value))
}

/// `print(*objects, sep=' ', end='\n', file=None, flush=False)`
///
/// # Errors
/// TypeError for arguments that do not fit; what making text and writing raise.
pub fn print(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let wanted = ["sep", "end", "file", "flush"];
    let (objects, [sep, end, file, flush]) = super::iteration::keywords(vm, "print", wanted, args, names)?;
    let (sep, end) = (separator(vm, "sep", sep)?, separator(vm, "end", end)?);
    let file = match file.filter(|file| !file.is_none()) {
        Some(file) => Some(file.own()),
        None => match console::sys_value(vm, names::STDOUT()) {
            Some(stdout) if stdout.is_none() => return Ok(stdout),
            stdout => stdout.filter(|stdout| !crate::sys::is_console(stdout)),
        },
    };
    match file {
        None => print_to_console(vm, objects, sep, end),
        Some(file) => {
            print_to_file(vm, &file, objects, sep, end)?;
            if flush.map_or(Ok(false), |flush| vm.is_true(flush))? {
                vm.call_method(&file, names::FLUSH(), &[])?;
            }
            Ok(Ref::none())
        }
    }
}

/// Everything in one write.
fn print_to_console(vm: &Vm, objects: &[Ref], sep: Option<&Obj>, end: Option<&Obj>) -> Outcome {
    let mut line = Buf::new();
    for (index, object) in objects.iter().enumerate() {
        if index != 0 {
            append(vm, sep, b" ", &mut line)?;
        }
        let text = vm.to_str(object)?;
        vm.append_utf8(&text, &mut line)?;
    }
    append(vm, end, b"\n", &mut line)?;
    console::write(vm, Stream::Out, &line)?;
    Ok(Ref::none())
}

fn append(vm: &Vm, text: Option<&Obj>, default: &[u8], line: &mut Buf<u8>) -> Result<(), Raised> {
    match text {
        Some(text) => vm.append_utf8(text, line),
        None => vm.memory(line.extend_from_slice(default)),
    }
}

fn print_to_file(
    vm: &Vm,
    file: &Obj,
    objects: &[Ref],
    sep: Option<&Obj>,
    end: Option<&Obj>,
) -> Result<(), Raised> {
    let (space, newline) = (vm.str(" ")?, vm.str("\n")?);
    for (index, object) in objects.iter().enumerate() {
        if index != 0 {
            console::call_write(vm, file, sep.unwrap_or(&space))?;
        }
        console::call_write(vm, file, &*vm.to_str(object)?)?;
    }
    console::call_write(vm, file, end.unwrap_or(&newline))?;
    Ok(())
}

/// `input(prompt='')`
///
/// # Errors
/// EOFError at the end of input; OSError, KeyboardInterrupt.
pub fn input(vm: &Vm, args: &[Ref]) -> Outcome {
    if let Some(prompt) = optional(args, 0) {
        let text = vm.to_str(prompt)?;
        console::write(vm, Stream::Out, &vm.utf8(&text)?)?;
    }
    let mut line = console::read_line(vm)?;
    if line.is_empty() {
        return Err(vm.eof_error("EOF when reading a line"));
    }
    if line.ends_with(b"\n") {
        line.truncate(line.len() - 1);
    }
    if line.ends_with(b"\r") {
        line.truncate(line.len() - 1);
    }
    vm.memory(vm.new_str_wtf8(&line))
}
