//! The exceptions: the hierarchy table and what all have in common.

pub mod base;
pub mod data;
pub mod group;
mod unicode;

use pyrite_host::Errno;

pub use base::BASE_EXCEPTION;
pub use data::{
    ATTRIBUTE_ERROR, IMPORT_ERROR, NAME_ERROR, OS_ERROR, STOP_ITERATION, SYNTAX_ERROR, SYSTEM_EXIT,
};
pub use group::{BASE_EXCEPTION_GROUP, EXCEPTION_GROUP};

use crate::exc::DICT_OFFSET;
use crate::model::value::Obj;
use crate::model::{Raised, Type, TypeRef, Vm, flags};
use crate::names;

macro_rules! exceptions {
    ($($NAME:ident = $name:literal < $BASE:ident;)*) => {
        $(#[doc = concat!("`", $name, "`")]
        pub static $NAME: Type = derived(
            match core::ffi::CStr::from_bytes_with_nul(concat!($name, "\0").as_bytes()) {
                Ok(name) => name,
                Err(_) => c"?",
            },
            &$BASE,
        );)*


        /// Every exception type.
        pub static ALL: &[&Type] = &[
            &BASE_EXCEPTION, &BASE_EXCEPTION_GROUP, &EXCEPTION_GROUP, &STOP_ITERATION, &SYSTEM_EXIT,
            &NAME_ERROR, &ATTRIBUTE_ERROR, &IMPORT_ERROR, &OS_ERROR, &SYNTAX_ERROR, &KEY_ERROR, $(&$NAME,)*
            &UNICODE_DECODE_ERROR, &UNICODE_ENCODE_ERROR, &UNICODE_TRANSLATE_ERROR,
        ];
    };
}

/// A subtype that differs from its base by name only.
const fn derived(name: &'static core::ffi::CStr, base: &'static Type) -> Type {
    let mut type_ = Type::empty(name, TypeRef::of(&crate::types::type_::TYPE));
    type_.doc = c"".as_ptr();
    type_.base = base;
    type_.basic_size = base.basic_size;
    type_.flags |= flags::BASE | flags::BASE_EXCEPTION | flags::HAVE_GC;
    type_.dealloc = base.dealloc;
    type_.drop_storage = base.drop_storage;
    type_.storage_size = base.storage_size;
    type_.traverse = base.traverse;
    type_.clear = base.clear;
    type_.dict_offset = DICT_OFFSET as isize;
    type_.inherit()
}

exceptions! {
    GENERATOR_EXIT = "GeneratorExit" < BASE_EXCEPTION;
    KEYBOARD_INTERRUPT = "KeyboardInterrupt" < BASE_EXCEPTION;
    EXCEPTION = "Exception" < BASE_EXCEPTION;
    ARITHMETIC_ERROR = "ArithmeticError" < EXCEPTION;
    FLOATING_POINT_ERROR = "FloatingPointError" < ARITHMETIC_ERROR;
    OVERFLOW_ERROR = "OverflowError" < ARITHMETIC_ERROR;
    ZERO_DIVISION_ERROR = "ZeroDivisionError" < ARITHMETIC_ERROR;
    ASSERTION_ERROR = "AssertionError" < EXCEPTION;
    BUFFER_ERROR = "BufferError" < EXCEPTION;
    EOF_ERROR = "EOFError" < EXCEPTION;
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError" < IMPORT_ERROR;
    LOOKUP_ERROR = "LookupError" < EXCEPTION;
    INDEX_ERROR = "IndexError" < LOOKUP_ERROR;
    MEMORY_ERROR = "MemoryError" < EXCEPTION;
    UNBOUND_LOCAL_ERROR = "UnboundLocalError" < NAME_ERROR;
    BLOCKING_IO_ERROR = "BlockingIOError" < OS_ERROR;
    CHILD_PROCESS_ERROR = "ChildProcessError" < OS_ERROR;
    CONNECTION_ERROR = "ConnectionError" < OS_ERROR;
    BROKEN_PIPE_ERROR = "BrokenPipeError" < CONNECTION_ERROR;
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError" < CONNECTION_ERROR;
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError" < CONNECTION_ERROR;
    CONNECTION_RESET_ERROR = "ConnectionResetError" < CONNECTION_ERROR;
    FILE_EXISTS_ERROR = "FileExistsError" < OS_ERROR;
    FILE_NOT_FOUND_ERROR = "FileNotFoundError" < OS_ERROR;
    INTERRUPTED_ERROR = "InterruptedError" < OS_ERROR;
    IS_A_DIRECTORY_ERROR = "IsADirectoryError" < OS_ERROR;
    NOT_A_DIRECTORY_ERROR = "NotADirectoryError" < OS_ERROR;
    PERMISSION_ERROR = "PermissionError" < OS_ERROR;
    PROCESS_LOOKUP_ERROR = "ProcessLookupError" < OS_ERROR;
    TIMEOUT_ERROR = "TimeoutError" < OS_ERROR;
    REFERENCE_ERROR = "ReferenceError" < EXCEPTION;
    RUNTIME_ERROR = "RuntimeError" < EXCEPTION;
    NOT_IMPLEMENTED_ERROR = "NotImplementedError" < RUNTIME_ERROR;
    RECURSION_ERROR = "RecursionError" < RUNTIME_ERROR;
    PYTHON_FINALIZATION_ERROR = "PythonFinalizationError" < RUNTIME_ERROR;
    STOP_ASYNC_ITERATION = "StopAsyncIteration" < EXCEPTION;
    INDENTATION_ERROR = "IndentationError" < SYNTAX_ERROR;
    TAB_ERROR = "TabError" < INDENTATION_ERROR;
    SYSTEM_ERROR = "SystemError" < EXCEPTION;
    TYPE_ERROR = "TypeError" < EXCEPTION;
    VALUE_ERROR = "ValueError" < EXCEPTION;
    UNICODE_ERROR = "UnicodeError" < VALUE_ERROR;
    WARNING = "Warning" < EXCEPTION;
    BYTES_WARNING = "BytesWarning" < WARNING;
    DEPRECATION_WARNING = "DeprecationWarning" < WARNING;
    ENCODING_WARNING = "EncodingWarning" < WARNING;
    FUTURE_WARNING = "FutureWarning" < WARNING;
    IMPORT_WARNING = "ImportWarning" < WARNING;
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning" < WARNING;
    RESOURCE_WARNING = "ResourceWarning" < WARNING;
    RUNTIME_WARNING = "RuntimeWarning" < WARNING;
    SYNTAX_WARNING = "SyntaxWarning" < WARNING;
    UNICODE_WARNING = "UnicodeWarning" < WARNING;
    USER_WARNING = "UserWarning" < WARNING;
}

/// `KeyError`, whose text is the `repr` of the key.
pub static KEY_ERROR: Type = {
    let mut type_ = derived(c"KeyError", &LOOKUP_ERROR);
    type_.str_ = Some(crate::slot_thunk!(unary base::key_error_str));
    type_
};

/// `exception.add_note(note)`
///
/// # Errors
/// TypeError if the note is no str; MemoryError.
pub fn add_note(vm: &Vm, exception: &Obj, note: &Obj) -> Result<(), Raised> {
    if note.cast::<crate::raw::str::Str>().is_none() {
        return Err(vm.type_error(format_args!("note must be a str, not '{}'", note.type_().short_name())));
    }
    let notes = match vm.find_attr(exception, names::NOTES())? {
        Some(notes) => notes,
        None => {
            let notes = vm.list(&[])?;
            vm.set_attr(exception, names::NOTES(), &notes)?;
            notes
        }
    };
    match notes.cast::<crate::coll::list::List>() {
        Some(list) => vm.memory(list.push(vm, note.own())),
        None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
}

/// `UnicodeDecodeError`
pub static UNICODE_DECODE_ERROR: Type = unicode::unicode_type(c"UnicodeDecodeError", unicode::DECODE_ATTRS);
/// `UnicodeEncodeError`
pub static UNICODE_ENCODE_ERROR: Type = unicode::unicode_type(c"UnicodeEncodeError", unicode::ENCODE_ATTRS);
/// `UnicodeTranslateError`
pub static UNICODE_TRANSLATE_ERROR: Type =
    unicode::unicode_type(c"UnicodeTranslateError", unicode::TRANSLATE_ATTRS);

/// The subclass of OSError for an errno.
pub fn os_error_type(errno: Errno) -> &'static Type {
    match errno {
        Errno::EAGAIN | Errno::EALREADY | Errno::EINPROGRESS => &BLOCKING_IO_ERROR,
        Errno::EPIPE | Errno::ESHUTDOWN => &BROKEN_PIPE_ERROR,
        Errno::ECHILD => &CHILD_PROCESS_ERROR,
        Errno::ECONNABORTED => &CONNECTION_ABORTED_ERROR,
        Errno::ECONNREFUSED => &CONNECTION_REFUSED_ERROR,
        Errno::ECONNRESET => &CONNECTION_RESET_ERROR,
        Errno::EEXIST => &FILE_EXISTS_ERROR,
        Errno::ENOENT => &FILE_NOT_FOUND_ERROR,
        Errno::EISDIR => &IS_A_DIRECTORY_ERROR,
        Errno::ENOTDIR => &NOT_A_DIRECTORY_ERROR,
        Errno::EINTR => &INTERRUPTED_ERROR,
        Errno::EACCES | Errno::EPERM => &PERMISSION_ERROR,
        Errno::ESRCH => &PROCESS_LOOKUP_ERROR,
        Errno::ETIMEDOUT => &TIMEOUT_ERROR,
        _ => &OS_ERROR,
    }
}
