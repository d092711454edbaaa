//! What is wrong with a pattern, as exceptions.

use core::fmt::Write;

use pyrite_api::{Obj, Outcome, Raised, Ref, StrBuilder, Vm, types::exceptions};
use pyrite_regex::error::Token;
use pyrite_regex::{Detail, Error, ErrorKind};

use super::subject::Subject;
use crate::imported;

/// Raises what is wrong with the pattern or template `source`.
pub fn raise(vm: &Vm, source: &Obj, subject: &Subject<'_>, error: Error) -> Raised {
    match make(vm, source, subject, error) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn make(vm: &Vm, source: &Obj, subject: &Subject<'_>, error: Error) -> Outcome {
    let text = message(vm, subject, error)?;
    let type_ = match error.kind {
        ErrorKind::Memory => return Err(vm.memory_error()),
        ErrorKind::Value => &exceptions::VALUE_ERROR,
        ErrorKind::Overflow => &exceptions::OVERFLOW_ERROR,
        ErrorKind::Index => &exceptions::INDEX_ERROR,
        ErrorKind::Pattern => {
            let class = imported(vm, "re", "PatternError")?;
            if error.position == u32::MAX {
                return vm.call_one(&class, &text);
            }
            return vm.call(&class, &[text, source.own(), vm.int(error.position.into())?]);
        }
    };
    vm.new_exception(type_, &[&text])
}

fn message(vm: &Vm, subject: &Subject<'_>, error: Error) -> Outcome {
    let mut text = StrBuilder::new(vm);
    text.push_text(error.text)?;
    match error.detail {
        Detail::None => {}
        Detail::Part(start, end, tail) => {
            text.push_str(&*part(vm, subject, start, end)?)?;
            text.push_text(tail)?;
        }
        Detail::Name(start, end) => push_name(vm, subject, &mut text, start, end)?,
        Detail::Number(number) => text.push_int(number as isize)?,
        Detail::Range(low, high) => {
            push_token(&mut text, low)?;
            text.push_char('-'.into())?;
            push_token(&mut text, high)?;
        }
        Detail::Again(start, end, [new, old]) => {
            push_name(vm, subject, &mut text, start, end)?;
            // Fails only if MemoryError is set, which `finish` then meets again.
            let _full = write!(text, " as group {new}; was group {old}");
        }
    }
    text.finish()
}

fn push_token(text: &mut StrBuilder<'_>, token: Token) -> Result<(), Raised> {
    if token.escaped {
        text.push_char('\\'.into())?;
    }
    text.push_char(token.point)
}

fn push_name(
    vm: &Vm,
    subject: &Subject<'_>,
    text: &mut StrBuilder<'_>,
    start: u32,
    end: u32,
) -> Result<(), Raised> {
    let name = subject.latin(vm, start, end)?;
    if subject.is_text() { text.push_repr(&name) } else { text.push_str(&*ascii(vm, &name)?) }
}

/// `ascii(name)`
fn ascii(vm: &Vm, name: &Obj) -> Outcome {
    let quoted = vm.repr(name)?;
    escaped(vm, &quoted)
}

/// With escapes in place of what is not ASCII.
fn escaped(vm: &Vm, name: &Obj) -> Outcome {
    let args = [vm.str("ascii")?, vm.str("backslashreplace")?];
    let encoded = vm.call_method(name, &*vm.memory(vm.intern("encode"))?, &args)?;
    let decode: Ref = vm.memory(vm.intern("decode"))?;
    vm.call_method(&encoded, &decode, &[])
}

fn part(vm: &Vm, subject: &Subject<'_>, start: u32, end: u32) -> Outcome {
    let part = subject.latin(vm, start, end)?;
    if subject.is_text() { Ok(part) } else { escaped(vm, &part) }
}
