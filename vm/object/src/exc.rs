//! Raising, taking and inspecting exceptions.

use core::cell::Cell;
use core::fmt;

use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::types::exceptions;

/// Storage of every exception.
#[repr(C)]
pub struct BaseException {
    /// `args`: a tuple.
    pub args: Slot,
    /// `__traceback__`
    pub traceback: Slot,
    /// `__context__`
    pub context: Slot,
    /// `__cause__`
    pub cause: Slot,
    /// `__dict__`, once there is one. At [`DICT_OFFSET`].
    pub dict: Slot,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
    /// There was no memory for a traceback entry: no more are tried, each would cost a collection.
    pub traceback_cut: Cell<bool>,
}

/// Where builtin exceptions keep their dict: `tp_dictoffset`.
pub const DICT_OFFSET: usize =
    crate::model::storage::HEADER_SIZE + core::mem::offset_of!(BaseException, dict);

// SAFETY: instances of BaseException and its subtypes (flag BASE_EXCEPTION) begin with this.
unsafe impl Storage for BaseException {
    const TYPE: &'static Type = &exceptions::BASE_EXCEPTION;
    const FLAG: usize = flags::BASE_EXCEPTION;

    fn traverse(&self, visitor: &mut Visitor) {
        for slot in [&self.args, &self.traceback, &self.context, &self.cause, &self.dict] {
            slot.visit(visitor);
        }
    }

    fn clear(&self) {
        for slot in [&self.args, &self.traceback, &self.context, &self.cause, &self.dict] {
            slot.set(None);
        }
    }
}

impl BaseException {
    /// With the given arguments (a tuple).
    pub fn new(args: Ref) -> BaseException {
        BaseException {
            args: Slot::new(Some(args)),
            traceback: Slot::new(None),
            context: Slot::new(None),
            cause: Slot::new(None),
            dict: Slot::new(None),
            suppress_context: Cell::new(false),
            traceback_cut: Cell::new(false),
        }
    }
}

macro_rules! raisers {
    ($($name:ident $type:ident;)*) => {
        $(#[doc = concat!("Raises ", stringify!($type), " with a text.")]
        #[cold]
        #[inline(never)]
        pub fn $name(&self, text: impl fmt::Display) -> Raised {
            self.raise_text(&exceptions::$type, format_args!("{text}"))
        })*
    };
}

impl Vm {
    raisers! {
        type_error TYPE_ERROR;
        value_error VALUE_ERROR;
        index_error INDEX_ERROR;
        attribute_error ATTRIBUTE_ERROR;
        name_error NAME_ERROR;
        runtime_error RUNTIME_ERROR;
        overflow_error OVERFLOW_ERROR;
        zero_division_error ZERO_DIVISION_ERROR;
        system_error SYSTEM_ERROR;
        recursion_error RECURSION_ERROR;
        import_error IMPORT_ERROR;
        assertion_error ASSERTION_ERROR;
        not_implemented_error NOT_IMPLEMENTED_ERROR;
        buffer_error BUFFER_ERROR;
        eof_error EOF_ERROR;
    }

    /// Raises `type_` with a formatted text as its only argument.
    #[cold]
    #[inline(never)]
    pub fn raise_text(&self, type_: &'static Type, text: fmt::Arguments<'_>) -> Raised {
        match self.str_fmt(text) {
            Ok(text) => self.raise_with(type_, &[&text]),
            Err(raised) => raised,
        }
    }

    /// Raises the builtin `type_` with the given arguments.
    #[cold]
    pub fn raise_with(&self, type_: &'static Type, args: &[&Obj]) -> Raised {
        match self.new_exception(type_, args) {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// An exception of the builtin `type_`, made without calling `__init__`'s override.
    ///
    /// # Errors
    /// MemoryError.
    pub fn new_exception(&self, type_: &'static Type, args: &[&Obj]) -> Outcome {
        let args = self.tuple(args)?;
        let items = args.cast::<crate::raw::tuple::Tuple>().map_or(&[][..], |args| args.items());
        match type_.fast_new {
            Some(new) if new as usize != exceptions::base::exception_new as *const () as usize => {
                new(self, TypeRef::of(type_), items, None)
            }
            _ => {
                let storage = BaseException::new(args.clone());
                self.memory(self.allocate(TypeRef::of(type_), storage, size_of::<BaseException>()))
            }
        }
    }

    /// Raises an exception object. Its `__context__` becomes the exception being handled.
    #[inline]
    pub fn raise(&self, exception: Ref) -> Raised {
        debug_assert!(exception.cast::<BaseException>().is_some());
        if let (Some(handled), Some(this)) = (self.thread.handled.get(), exception.cast::<BaseException>())
            && !handled.is(&exception)
            && !this.context.is_some()
        {
            // What nobody else holds is in no chain, which may be long.
            if exception.refcount() > 1 {
                break_context_cycle(&handled, &exception);
            }
            this.context.set(Some(handled));
        }
        self.thread.raised.set(Some(exception));
        Raised::new()
    }

    /// Raises again, without touching the context.
    pub fn reraise(&self, exception: Ref) -> Raised {
        self.thread.raised.set(Some(exception));
        Raised::new()
    }

    /// Raises MemoryError, with the object made at start-up if there is no room for another.
    #[cold]
    #[inline(never)]
    pub fn memory_error(&self) -> Raised {
        let fresh = self.allocate(
            TypeRef::of(&exceptions::MEMORY_ERROR),
            BaseException::new(crate::raw::tuple::empty().own()),
            size_of::<BaseException>(),
        );
        let exception = fresh.ok().or_else(|| {
            let spare = self.memory_error.get()?;
            let this = spare.cast::<BaseException>()?;
            this.traceback.set(None);
            this.context.set(None);
            this.cause.set(None);
            Some(spare)
        });
        // There is room now for the traceback and for handlers.
        self.heap.release_half();
        self.thread.raised.set(exception);
        Raised::new()
    }

    /// Raises KeyError with the key itself.
    #[cold]
    pub fn key_error(&self, key: &Obj) -> Raised {
        self.raise_with(&exceptions::KEY_ERROR, &[key])
    }

    /// Raises StopIteration with a value (none: without arguments).
    #[cold]
    pub fn stop_iteration(&self, value: Option<&Obj>) -> Raised {
        match value {
            Some(value) => self.raise_with(&exceptions::STOP_ITERATION, &[value]),
            None => self.raise_with(&exceptions::STOP_ITERATION, &[]),
        }
    }

    /// Raises the OSError subclass of an errno, with an optional file name.
    #[cold]
    pub fn os_error(&self, errno: pyrite_host::Errno, filename: Option<&Obj>) -> Raised {
        let number = Ref::small(errno.0 as isize);
        let text = match self.str(errno.text()) {
            Ok(text) => text,
            Err(raised) => return raised,
        };
        let filename = filename.unwrap_or(Obj::NONE);
        self.raise_with(&exceptions::OS_ERROR, &[&number, &text, filename])
    }

    /// Takes the raised exception; the caller has a [`Raised`] to give for it.
    #[inline]
    pub fn take_raised(&self, raised: Raised) -> Ref {
        let Raised { .. } = raised;
        self.thread.raised.take().unwrap_or_else(|| self.lost_exception())
    }

    #[cold]
    #[inline(never)]
    fn lost_exception(&self) -> Ref {
        match self.new_exception(&exceptions::SYSTEM_ERROR, &[]) {
            Ok(exception) => exception,
            Err(_) => self.memory_error.get().unwrap_or_else(Ref::none),
        }
    }

    /// Whether an exception is set.
    #[inline]
    pub fn is_raised(&self) -> bool {
        self.thread.raised.is_some()
    }

    /// The token of the exception that is set, if one is: after C-style calls.
    pub fn check_raised(&self) -> Result<(), Raised> {
        if self.is_raised() { Err(Raised::new()) } else { Ok(()) }
    }

    /// If the raised exception is an instance of `type_`, drops it; else passes it on.
    ///
    /// # Errors
    /// The exception that was given.
    pub fn suppress(&self, raised: Raised, type_: &'static Type) -> Result<(), Raised> {
        let matches = self.thread.raised.get().is_some_and(|e| e.type_().is_subtype_of(TypeRef::of(type_)));
        if !matches {
            return Err(raised);
        }
        drop(self.take_raised(raised));
        Ok(())
    }

    /// Whether the raised exception is an instance of `type_`.
    pub fn raised_is(&self, type_: &'static Type) -> bool {
        self.thread.raised.get().is_some_and(|e| e.type_().is_subtype_of(TypeRef::of(type_)))
    }
}

/// Takes `exception` out of the context chain that starts at `handled`.
#[inline(never)]
fn break_context_cycle(handled: &Obj, exception: &Obj) {
    let mut link = handled.own();
    // A chain may be a ring that does not hold `exception`: `slow` detects it.
    let mut slow = handled.own();
    let mut step = 0usize;
    while let Some(this) = link.cast::<BaseException>() {
        let Some(next) = this.context.get() else { return };
        if next.is(exception) {
            return this.context.set(None);
        }
        link = next;
        step += 1;
        if step.is_multiple_of(2) {
            let after = slow.cast::<BaseException>().and_then(|this| this.context.get());
            match after {
                Some(after) if !after.is(&link) => slow = after,
                _ => return,
            }
        }
    }
}

/// The exception storage of an object the interpreter knows to be an exception.
pub fn as_exception(object: &Obj) -> Option<This<'_, BaseException>> {
    object.cast::<BaseException>()
}
