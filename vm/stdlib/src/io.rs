//! `_io`: streams over descriptors and in memory.
//!
//! `io.py` adds the abstract classes.
//! One storage serves all classes: what its fields mean is each class's affair.
//! Source: Python Library Reference, "io".

pub mod base;
pub mod raw;
pub mod file;
pub mod buffered;
pub mod memory;
pub mod lines;
pub mod text;
pub mod open;

use core::cell::Cell;
use core::mem::offset_of;

use pyrite_algo::Buf;
use pyrite_api::{
    HEADER_SIZE, Obj, Outcome, Raised, Ref, Slot, Storage, This, Type, TypeRef, Visitor, Vm, names, py_module,
};

/// Bits of [`Io::state`].
pub mod state {
    /// `close` was called.
    pub const CLOSED: u32 = 1;
    /// Can be read.
    pub const READ: u32 = 2;
    /// Can be written.
    pub const WRITE: u32 = 4;
    /// Writes go to the end.
    pub const APPEND: u32 = 8;
    /// Was made by opening it.
    pub const CREATED: u32 = 0x10;
    /// Closing the object closes the descriptor.
    pub const OWNS: u32 = 0x20;
    /// A buffered stream that reads and writes at random.
    pub const RANDOM: u32 = 0x40;
    /// The characters in memory are four bytes each, not one.
    pub const WIDE: u32 = 0x80;
    /// Any line end ends a line when reading.
    pub const UNIVERSAL: u32 = 0x100;
    /// Line ends become `\n` when reading.
    pub const TRANSLATE: u32 = 0x200;
    /// `\n` becomes `\r` when writing (with the next: `\r\n`).
    pub const WRITE_CR: u32 = 0x400;
    /// `\n` stays in what is written for it.
    pub const WRITE_LF: u32 = 0x800;
    /// Lines end with `\r` (with the next: `\r\n`) when reading.
    pub const READ_CR: u32 = 0x1000;
    /// Lines end with `\n` when reading.
    pub const READ_LF: u32 = 0x2000;
    /// A line end flushes.
    pub const LINE_BUFFERED: u32 = 0x4000;
    /// Nothing is kept back.
    pub const WRITE_THROUGH: u32 = 0x8000;
    /// `__init__` has run.
    pub const READY: u32 = 0x1_0000;
    /// The bytes at hand were recoded: their count says nothing of a position.
    pub const RECODED: u32 = 0x2_0000;
    /// The kinds of line ends seen: `\r`, `\n`, `\r\n`.
    pub const SEEN_CR: u32 = 0x10_0000;
    /// See above.
    pub const SEEN_LF: u32 = 0x20_0000;
    /// See above.
    pub const SEEN_CRLF: u32 = 0x40_0000;
}

/// A stream.
#[repr(C)]
pub struct Io {
    /// `__dict__`
    dict: Slot,
    /// The stream below, or the reader of a pair.
    inner: Slot,
    /// The writer of a pair; of a text the way to treat errors.
    other: Slot,
    /// Of a text its encoding.
    encoding: Slot,
    /// What was read ahead, or all there is of a stream in memory.
    data: Cell<Buf<u8>>,
    /// What is still to be written.
    pending: Cell<Buf<u8>>,
    /// Where in `data` the next read begins, in bytes.
    place: Cell<usize>,
    /// Of buffered streams the size of the buffer; of bytes in memory the views of them.
    limit: Cell<usize>,
    /// The descriptor.
    fd: Cell<i32>,
    /// Bits of [`state`].
    state: Cell<u32>,
}

// SAFETY: instances of IO_BASE and its subtypes begin with this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Io {
    const TYPE: &'static Type = &base::IO_BASE;

    fn traverse(&self, visitor: &mut Visitor) {
        [&self.dict, &self.inner, &self.other, &self.encoding]
            .into_iter()
            .for_each(|slot| slot.visit(visitor));
    }

    fn clear(&self) {
        [&self.dict, &self.inner, &self.other].into_iter().for_each(|slot| slot.set(None));
    }
}

/// `tp_dictoffset` of all streams.
pub const DICT_OFFSET: isize = (HEADER_SIZE + offset_of!(Io, dict)) as isize;

/// What is read at once, and the size of buffers: a block of most file systems.
pub const BUFFER_BYTES: usize = 4096;

impl Io {
    /// A stream before `__init__`.
    fn empty() -> Io {
        Io {
            dict: Slot::new(None),
            inner: Slot::new(None),
            other: Slot::new(None),
            encoding: Slot::new(None),
            data: Cell::new(Buf::new()),
            pending: Cell::new(Buf::new()),
            place: Cell::new(0),
            limit: Cell::new(BUFFER_BYTES),
            fd: Cell::new(-1),
            state: Cell::new(0),
        }
    }

    fn has(&self, bits: u32) -> bool {
        self.state.get() & bits != 0
    }

    fn set(&self, bits: u32, on: bool) {
        let state = self.state.get();
        self.state.set(if on { state | bits } else { state & !bits });
    }

    /// Uses the data; `body` runs no Python code.
    fn with_data<T>(&self, body: impl FnOnce(&mut Buf<u8>) -> T) -> T {
        let mut data = self.data.take();
        let result = body(&mut data);
        drop(self.data.replace(data));
        result
    }

    /// Uses what is to be written; `body` runs no Python code.
    fn with_pending<T>(&self, body: impl FnOnce(&mut Buf<u8>) -> T) -> T {
        let mut pending = self.pending.take();
        let result = body(&mut pending);
        drop(self.pending.replace(pending));
        result
    }

    /// Bytes read ahead and not yet taken.
    fn ahead(&self) -> usize {
        self.with_data(|data| data.len()).saturating_sub(self.place.get())
    }

    /// Forgets what was read ahead.
    fn drop_ahead(&self) {
        self.with_data(Buf::clear);
        self.place.set(0);
    }

    /// The stream below.
    fn inner(&self, vm: &Vm, what: &str) -> Outcome {
        self.inner.get().ok_or_else(|| match self.has(state::READY) {
            true => vm.value_error(format_args!("{what} has been detached")),
            false => vm.value_error("I/O operation on uninitialized object"),
        })
    }
}

/// `__new__` of every stream.
///
/// # Errors
/// MemoryError.
pub fn io_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, Io::empty(), size_of::<Io>()))
}

/// The error of a stream that is closed.
///
/// # Errors
/// ValueError.
pub fn check_open(vm: &Vm, this: &Io) -> Result<(), Raised> {
    if this.has(state::CLOSED) {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(())
}

/// An optional size argument: missing, `None` and negative are no limit.
///
/// # Errors
/// TypeError.
pub fn size_arg(vm: &Vm, arg: Option<&Obj>) -> Result<Option<usize>, Raised> {
    match arg.filter(|arg| !arg.is_none()) {
        None => Ok(None),
        Some(arg) => match vm.index_object(arg) {
            Ok(_) => Ok(usize::try_from(vm.index(arg)?).ok()),
            Err(raised) => {
                drop(vm.take_raised(raised));
                let name = arg.type_().short_name();
                Err(vm.type_error(format_args!("argument should be integer or None, not '{name}'")))
            }
        },
    }
}

/// OSError with nothing but a text.
#[cold]
pub fn os_text(vm: &Vm, text: core::fmt::Arguments<'_>) -> Raised {
    vm.raise_text(&pyrite_api::types::exceptions::OS_ERROR, text)
}

/// A stream that is a `FileIO` and no subclass of it, so that the host can be called at once.
pub fn exact_file(stream: &Obj) -> Option<This<'_, Io>> {
    stream.cast::<Io>().filter(|_| stream.type_().is(&file::FILE))
}

/// Calls a method by its name.
///
/// # Errors
/// What it raises.
pub fn method(vm: &Vm, object: &Obj, name: &str, args: &[Ref]) -> Outcome {
    let name = vm.memory(vm.intern(name))?;
    vm.call_method(object, &name, args)
}

/// The answer of a method that says yes or no.
///
/// # Errors
/// What it raises.
pub fn asks(vm: &Vm, object: &Obj, name: &str) -> Result<bool, Raised> {
    vm.is_true(&*method(vm, object, name, &[])?)
}

/// An attribute by its name.
///
/// # Errors
/// What its getter raises.
pub fn attr(vm: &Vm, object: &Obj, name: &str) -> Outcome {
    let name = vm.memory(vm.intern(name))?;
    vm.get_attr(object, &name)
}

/// `io.UnsupportedOperation` with a text.
#[cold]
pub fn unsupported(vm: &Vm, text: &str) -> Raised {
    let raise = || -> Outcome {
        let name = vm.str("_io")?;
        let module = (vm.hooks.get().import)(vm, &name, None, Obj::NONE, 0)?;
        let class = attr(vm, &module, "UnsupportedOperation")?;
        vm.call_one(&class, &*vm.str(text)?)
    };
    match raise() {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// The class that is both OSError and ValueError.
fn unsupported_operation(vm: &Vm) -> Outcome {
    let bases = vm.tuple(&[
        TypeRef::of(&pyrite_api::types::exceptions::OS_ERROR).as_obj(),
        TypeRef::of(&pyrite_api::types::exceptions::VALUE_ERROR).as_obj(),
    ])?;
    let namespace = pyrite_api::Dict::new();
    namespace.insert(vm, names::MODULE(), vm.str("io")?)?;
    let namespace = vm.dict_from(namespace)?;
    let args = [vm.str("UnsupportedOperation")?, bases, namespace];
    vm.call(TypeRef::of(&pyrite_api::types::TYPE).as_obj(), &args)
}

fn buffer_size(vm: &Vm) -> Outcome {
    vm.int(BUFFER_BYTES as i64)
}

/// The class of a static type, for a module's table.
macro_rules! class {
    ($type:path) => {
        |_| Ok(TypeRef::of(&$type).own())
    };
}

py_module! {
    /// `_io`
    pub static IO = "_io", "Streams." {
        value "DEFAULT_BUFFER_SIZE" () = buffer_size, "";
        value "UnsupportedOperation" () = unsupported_operation, "";
        value "_IOBase" () = class!(base::IO_BASE), "";
        value "_RawIOBase" () = class!(raw::RAW_BASE), "";
        value "_BufferedIOBase" () = class!(raw::BUFFERED_BASE), "";
        value "_TextIOBase" () = class!(base::TEXT_BASE), "";
        value "FileIO" () = class!(file::FILE), "";
        value "BufferedReader" () = class!(buffered::READER), "";
        value "BufferedWriter" () = class!(buffered::WRITER), "";
        value "BufferedRandom" () = class!(buffered::RANDOM), "";
        value "BufferedRWPair" () = class!(buffered::PAIR), "";
        value "BytesIO" () = class!(memory::BYTES_IO), "";
        value "StringIO" () = class!(memory::STRING_IO), "";
        value "TextIOWrapper" () = class!(text::TEXT), "";
        named_function "open" (open::PARAMS, 1, 8) = open::open, "Open a file and return its stream.";
        function "open_code" (1, 1) = open::open_code, "Open a file of code, as bytes.";
        function "text_encoding" (1, 2) = open::text_encoding, "The encoding, or the default.";
    }
}
