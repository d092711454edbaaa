//! Source texts to code objects; what is wrong with them to SyntaxError.

use core::fmt::Display;

use pyrite_algo::{Buf, OutOfMemory};
use pyrite_compiler::{CompileError, Mode, Options};
use pyrite_host::Stream;
use pyrite_interp::code::{self, Sealed};
use pyrite_object::coll::dict::Dict;
use pyrite_object::model::vm::CompileMode;
use pyrite_object::new::Text;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Outcome, Raised, Ref, Type, TypeRef, Vm, names};
use pyrite_syntax::span::{Span, column_chars, line_number, line_text};
use pyrite_syntax::{ErrorKind, Source};

/// C stack that one step of nesting may take.
const STEP_BYTES: usize = 2 << 10;

/// The depth of nesting that is allowed whatever the stack.
const LEAST_DEPTH: usize = 20;

/// The `compile` hook. Flag bits 0 and 1 are the optimization level.
///
/// # Errors
/// SyntaxError and its subclasses; MemoryError.
pub fn compile(vm: &Vm, text: &[u8], filename: &Obj, mode: CompileMode, flags: u32) -> Outcome {
    let mode = match mode {
        CompileMode::Exec => Mode::Exec,
        CompileMode::Eval => Mode::Eval,
        CompileMode::Single => Mode::Single,
    };
    match compile_mode(vm, text, filename, mode, flags)? {
        Some(code) => Ok(code),
        None => Err(vm.system_error("a text that is not interactive is incomplete")),
    }
}

/// As [`compile`], for a text typed so far: `None` if more lines belong to it.
///
/// # Errors
/// As [`compile`].
pub fn compile_interactive(vm: &Vm, text: &[u8], filename: &Obj) -> Result<Option<Ref>, Raised> {
    compile_mode(vm, text, filename, Mode::Interactive, 0)
}

fn compile_mode(vm: &Vm, text: &[u8], filename: &Obj, mode: Mode, flags: u32) -> Result<Option<Ref>, Raised> {
    match compile_words(vm, text, filename, mode, flags)? {
        Some(words) => code::load(vm, &words, Sealed::No).map(Some),
        None => Ok(None),
    }
}

/// The image of a module's text.
///
/// # Errors
/// As [`compile`].
pub fn image(vm: &Vm, text: &[u8], filename: &Obj) -> Result<Buf<u32>, Raised> {
    match compile_words(vm, text, filename, Mode::Exec, 0)? {
        Some(words) => Ok(words),
        None => Err(vm.system_error("a text that is not interactive is incomplete")),
    }
}

fn compile_words(
    vm: &Vm,
    text: &[u8],
    filename: &Obj,
    mode: Mode,
    flags: u32,
) -> Result<Option<Buf<u32>>, Raised> {
    let name = vm.utf8(filename)?;
    let mut options = Options::new(mode);
    options.filename = &name;
    options.optimize = (flags & 3) as u8;
    options.character = vm.host().character_names();
    let depth = (vm.host().stack_left_bytes() / STEP_BYTES).max(LEAST_DEPTH);
    options.max_depth = options.max_depth.min(u16::try_from(depth).unwrap_or(u16::MAX));
    let mut warnings = Buf::<(Ref, u32, Span)>::new();
    let mut warn = |warning: &pyrite_syntax::Warning, text: &[u8]| {
        // A warning for which there is no memory is lost.
        if let Ok(message) = vm.format_str(format_args!("{}", warning.message(text))) {
            let _noted = warnings.push((message, warning.line, warning.span));
        }
    };
    match pyrite_compiler::compile(text, &options, &mut warn) {
        Ok(words) => {
            for (message, line, span) in warnings.iter() {
                give_warning(vm, message, *line, *span, text, filename)?;
            }
            Ok(Some(words))
        }
        Err(CompileError::Syntax(error)) if error.kind == ErrorKind::Incomplete => Ok(None),
        Err(error) => Err(raise(vm, text, filename, error)),
    }
}

/// Gives a SyntaxWarning: through module `warnings` if the program has loaded it.
///
/// # Errors
/// SyntaxError, if a filter makes the warning an error.
fn give_warning(
    vm: &Vm,
    message: &Ref,
    line: u32,
    span: Span,
    text: &[u8],
    filename: &Obj,
) -> Result<(), Raised> {
    let loaded = vm.modules.get().and_then(|modules| {
        let name = vm.intern("warnings").ok()?;
        modules.cast::<Dict>()?.get_name(&name)
    });
    if let Some(module) = loaded
        && let Some(function) = vm.find_attr(&module, &*vm.memory(vm.intern("warn_explicit"))?)?
    {
        let category = TypeRef::of(&exceptions::SYNTAX_WARNING).own();
        let args = [message.clone(), category, filename.own(), Ref::small(line as isize)];
        return match vm.call(&function, &args) {
            Err(raised) if vm.raised_is(&exceptions::SYNTAX_WARNING) => {
                drop(vm.take_raised(raised));
                Err(syntax_error(vm, &exceptions::SYNTAX_ERROR, Text(message), text, span, filename))
            }
            called => called.map(drop),
        };
    }
    let shown = format_args!("{}:{line}: SyntaxWarning: {}\n  ", Text(filename), Text(message));
    let mut out = Buf::<u8>::new();
    let whole = core::fmt::Write::write_fmt(&mut out, shown)
        .map_err(|_| OutOfMemory)
        .and_then(|()| out.extend_from_slice(line_text(text, span.start).trim_ascii()))
        .and_then(|()| out.push(b'\n'));
    if whole.is_ok() {
        // A warning that cannot be written is lost.
        let _written = vm.host().console_write(Stream::Err, &out);
    }
    Ok(())
}

/// Raises what a failed compilation means.
#[cold]
fn raise(vm: &Vm, text: &[u8], filename: &Obj, error: CompileError) -> Raised {
    let source = Source::decode(text);
    let text = source.as_ref().map_or(text, |source| source.text());
    match error {
        CompileError::Memory => vm.memory_error(),
        CompileError::TooLarge { span } => {
            syntax_error(vm, &exceptions::SYNTAX_ERROR, "code is too large", text, span, filename)
        }
        CompileError::Meaning(meaning) => {
            syntax_error(vm, &exceptions::SYNTAX_ERROR, meaning.message(), text, meaning.span, filename)
        }
        CompileError::Syntax(error) => {
            let type_ = match error.kind {
                ErrorKind::OutOfMemory => return vm.memory_error(),
                ErrorKind::TooDeep => {
                    return vm.raise_text(
                        &exceptions::MEMORY_ERROR,
                        format_args!("Parser stack overflowed - Python source too complex to parse"),
                    );
                }
                ErrorKind::Indentation => &exceptions::INDENTATION_ERROR,
                ErrorKind::Tab => &exceptions::TAB_ERROR,
                ErrorKind::Syntax | ErrorKind::Incomplete | ErrorKind::NoNameTable => {
                    &exceptions::SYNTAX_ERROR
                }
            };
            syntax_error(vm, type_, error.message(text), text, error.span, filename)
        }
    }
}

/// Raises a SyntaxError about `span` of `text`.
fn syntax_error(
    vm: &Vm,
    type_: &'static Type,
    message: impl Display,
    text: &[u8],
    span: Span,
    filename: &Obj,
) -> Raised {
    let made = vm.str_fmt(format_args!("{message}")).and_then(|message| {
        let end = span.end.max(span.start);
        let line = Ref::small(line_number(text, span.start) as isize);
        let offset = Ref::small(column_chars(text, span.start) as isize + 1);
        let end_line = Ref::small(line_number(text, end) as isize);
        let end_offset = Ref::small(column_chars(text, end) as isize + 1);
        let shown = vm.memory(Buf::from_slice(line_text(text, span.start)).and_then(|mut line| {
            line.push(b'\n')?;
            vm.new_str_wtf8(&line)
        }))?;
        let place = vm.tuple(&[filename, &line, &offset, &shown, &end_line, &end_offset])?;
        let exception = vm.new_exception(type_, &[&message, &place])?;
        for (name, value) in [
            (names::MSG(), &*message),
            (names::FILENAME(), filename),
            (names::LINENO(), &line),
            (names::OFFSET(), &offset),
            (names::TEXT(), &shown),
            (names::END_LINENO(), &end_line),
            (names::END_OFFSET(), &end_offset),
        ] {
            vm.set_attr(&exception, name, value)?;
        }
        Ok(exception)
    });
    match made {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}
