//! `open`: a path or descriptor as a stream of the kind that the mode asks for.

use pyrite_api::types::Str;
use pyrite_api::{Obj, Outcome, Raised, Ref, TypeRef, Vm, bound, optional, required};

use super::base::given;
use super::file::open_file;
use super::{BUFFER_BYTES, asks, buffered, method, text};

/// Parameters of `open`.
pub const PARAMS: [&str; 8] =
    ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"];

/// What a mode asks for.
struct Mode {
    letter: u8,
    update: bool,
    binary: bool,
}

impl Mode {
    fn parse(vm: &Vm, mode: &Obj) -> Result<Mode, Raised> {
        let Some(text) = mode.cast::<Str>() else {
            let name = mode.type_().short_name();
            return Err(vm.type_error(format_args!("open() argument 'mode' must be str, not {name}")));
        };
        let invalid = || vm.value_error(format_args!("invalid mode: '{}'", text::shown(mode)));
        let (mut letter, mut update, mut binary, mut plain) = (0, false, false, false);
        let mut letters = 0;
        for character in text.chars().iter() {
            let seen = match u8::try_from(character) {
                Ok(kind @ (b'r' | b'w' | b'a' | b'x')) => {
                    letters += 1;
                    core::mem::replace(&mut letter, kind) == kind
                }
                Ok(b'+') => core::mem::replace(&mut update, true),
                Ok(b'b') => core::mem::replace(&mut binary, true),
                Ok(b't') => core::mem::replace(&mut plain, true),
                _ => true,
            };
            if seen {
                return Err(invalid());
            }
        }
        if binary && plain {
            return Err(vm.value_error("can't have text and binary mode at once"));
        }
        if letters != 1 {
            let text = match letters {
                0 => "Must have exactly one of create/read/write/append mode and at most one plus",
                _ => "must have exactly one of create/read/write/append mode",
            };
            return Err(vm.value_error(text));
        }
        Ok(Mode { letter, update, binary })
    }

    /// The mode of the file below.
    fn raw(&self) -> &'static str {
        match (self.letter, self.update) {
            (b'r', false) => "r",
            (b'r', true) => "r+",
            (b'w', false) => "w",
            (b'w', true) => "w+",
            (b'x', false) => "x",
            (b'x', true) => "x+",
            (_, false) => "a",
            (_, true) => "a+",
        }
    }

    /// The text and binary arguments that go together.
    fn check(&self, vm: &Vm, args: &[Option<&Obj>]) -> Result<(), Raised> {
        let names = ["an encoding", "an errors", "a newline"];
        for (index, name) in names.into_iter().enumerate() {
            if self.binary && given(args, index + 3).is_some() {
                return Err(vm.value_error(format_args!("binary mode doesn't take {name} argument")));
            }
        }
        Ok(())
    }
}

/// `open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)`
///
/// # Errors
/// OSError, ValueError, TypeError.
pub fn open(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let file = bound(args, 0).unwrap_or(Obj::NONE);
    let read = vm.str("r")?;
    let mode_arg = bound(args, 1).unwrap_or(&read);
    let file = if file.int().is_some() { file.own() } else { super::file::fspath(vm, file)? };
    let mode = Mode::parse(vm, mode_arg)?;
    mode.check(vm, args)?;
    let buffering = bound(args, 2).map_or(Ok(-1), |size| vm.index(size))?;
    let closefd = bound(args, 6).map_or(Ok(true), |closes| vm.is_true(closes))?;
    let raw = open_file(vm, &file, mode.raw(), closefd, given(args, 7))?;
    let stream = layers(vm, &mode, buffering, args, raw.clone());
    let stream = match stream {
        Ok(stream) => stream,
        Err(raised) => {
            let exception = vm.take_raised(raised);
            // The first error is the one to tell.
            if let Err(raised) = method(vm, &raw, "close", &[]) {
                drop(vm.take_raised(raised));
            }
            return Err(vm.raise(exception));
        }
    };
    if !mode.binary {
        vm.set_attr(&stream, &*vm.memory(vm.intern("mode"))?, mode_arg)?;
    }
    Ok(stream)
}

/// Puts buffer and text over a raw file.
fn layers(vm: &Vm, mode: &Mode, buffering: isize, args: &[Option<&Obj>], raw: Ref) -> Outcome {
    let terminal = buffering < 0 && asks(vm, &raw, "isatty")?;
    let by_line = buffering == 1 || terminal;
    let size = if buffering < 0 || buffering == 1 { BUFFER_BYTES as isize } else { buffering };
    if size == 0 {
        if mode.binary {
            return Ok(raw);
        }
        return Err(vm.value_error("can't have unbuffered text I/O"));
    }
    let class = match (mode.letter, mode.update) {
        (_, true) => &buffered::RANDOM,
        (b'r', _) => &buffered::READER,
        _ => &buffered::WRITER,
    };
    let buffer = vm.call(TypeRef::of(class).as_obj(), &[raw, Ref::small(size)])?;
    if mode.binary {
        return Ok(buffer);
    }
    let option = |index: usize| bound(args, index).unwrap_or(Obj::NONE);
    text::wrap(vm, buffer, [option(3), option(4), option(5)], by_line)
}

/// `io.open_code(path)`
///
/// # Errors
/// As [`open`].
pub fn open_code(vm: &Vm, args: &[Ref]) -> Outcome {
    let mode = vm.str("rb")?;
    open(vm, &[Some(required(args, 0)), Some(&mode)])
}

/// `io.text_encoding(encoding, stacklevel=2)`
///
/// # Errors
/// MemoryError.
pub fn text_encoding(vm: &Vm, args: &[Ref]) -> Outcome {
    match optional(args, 0).filter(|encoding| !encoding.is_none()) {
        Some(encoding) => Ok(encoding.own()),
        None => vm.str("locale"),
    }
}
