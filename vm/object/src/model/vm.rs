//! The virtual machine's state. Definitions; behaviour is in the modules above.

use core::cell::{Cell, UnsafeCell};
use core::marker::PhantomData;
use core::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

use pyrite_host::{Host, Parker};

use super::gil::{Gil, Sleepers};
use super::types::TypeRef;
use super::value::{Obj, Outcome, Raised, Ref};
use crate::heap::Heap;
use crate::stack::Stack;
use crate::tables::{FrozenModule, NativeModule};

/// Pending work: bits of [`Vm::pending`], looked at by backward jumps.
pub mod pending {
    /// The host may have seen Ctrl-C.
    pub const INTERRUPT: u32 = 1;
    /// The cycle collector asks for a step.
    pub const COLLECT: u32 = 2;
    /// Finalizers wait in the queue.
    pub const FINALIZE: u32 = 8;
}

/// An owned reference in a cell: take, set, clone.
#[derive(Default)]
pub struct Slot(UnsafeCell<Option<Ref>>);

impl Slot {
    /// Holding `value`.
    pub const fn new(value: Option<Ref>) -> Slot {
        Slot(UnsafeCell::new(value))
    }

    /// Empties the slot.
    #[inline]
    pub fn take(&self) -> Option<Ref> {
        self.replace(None)
    }

    /// Stores `value`, returns what was there.
    #[inline]
    pub fn replace(&self, value: Option<Ref>) -> Option<Ref> {
        // SAFETY: `Slot` is not `Sync`; no reference into it is ever handed out, so this one
        // is alone, and `replace` runs no other code.
        unsafe { core::mem::replace(&mut *self.0.get(), value) }
    }

    /// Stores `value`; what was there is dropped after the store.
    #[inline]
    pub fn set(&self, value: Option<Ref>) {
        drop(self.replace(value));
    }

    /// An owned copy.
    #[inline]
    pub fn get(&self) -> Option<Ref> {
        // SAFETY: as in `replace`; cloning a `Ref` runs no other code.
        unsafe { (*self.0.get()).clone() }
    }

    /// The value, lent.
    ///
    /// # Safety
    /// Until it is done with, nothing runs that writes the slot.
    #[inline(always)]
    pub unsafe fn lend(&self) -> Option<&Obj> {
        // SAFETY: the caller's condition: the slot keeps the value.
        unsafe { (*self.0.get()).as_ref().map(|value| Obj::from_ptr(value.as_ptr())) }
    }

    /// Changes values with `other`.
    pub fn swap(&self, other: &Slot) {
        let value = other.take();
        let mine = self.replace(value);
        drop(other.replace(mine));
    }

    /// Visits the value, for `traverse`.
    pub fn visit(&self, visitor: &mut super::Visitor) {
        // SAFETY: as in `replace`; visitors do not change what they visit.
        visitor.visit_option(unsafe { &*self.0.get() });
    }

    /// Whether there is a value.
    #[inline]
    pub fn is_some(&self) -> bool {
        // SAFETY: as in `replace`.
        unsafe { (*self.0.get()).is_some() }
    }

    /// Whether the value is the object `other`.
    pub fn is(&self, other: &Obj) -> bool {
        // SAFETY: as in `replace`.
        unsafe { (*self.0.get()).as_ref().is_some_and(|value| value.is(other)) }
    }
}

/// What a thread has of its own. The running thread's is in [`Vm::thread`]; a thread that
/// gives up the GIL swaps it out, and in again when it has the GIL back.
pub struct Thread {
    /// The exception that is being raised.
    pub raised: Slot,
    /// The exception that is being handled (`sys.exception()`).
    pub handled: Slot,
    /// The value stack.
    pub stack: Stack,
    /// Containers whose `repr` is being made, by address: a container inside itself is `...`.
    pub reprs: Cell<pyrite_algo::Buf<usize>>,
    /// The running frame, for the interpreter; null outside of it.
    pub frame: Cell<*mut Ref>,
    /// The current context of `contextvars`; none until it is asked for.
    pub context: Slot,
    /// The instruction of `frame` that called native code, when it did, or has raised an exception.
    pub place: Cell<*const u32>,
    /// Native code does not go on below this address of the C stack.
    pub native_limit: Cell<usize>,
    /// `threading.get_ident()`
    pub ident: Cell<usize>,
    /// Where the thread waits.
    pub parker: Cell<Parker>,
    /// The thread's function has returned: it needs not be told to end.
    pub leaves: Cell<bool>,
    /// Deallocations that the thread is in.
    pub dealloc_depth: Cell<u32>,
}

/// `get_ident()` of the first thread; others have larger numbers, which are not used again.
pub const FIRST_IDENT: usize = 1;

/// What all threads share.
pub struct Threads {
    /// Who runs.
    pub gil: Gil,
    /// Threads that run or wait, the first one included. Written by the GIL's holder, read by
    /// a thread that waits for the others.
    pub count: AtomicUsize,
    /// Threads that the program waits for at its end.
    pub awaited: AtomicUsize,
    /// The program is over: threads raise SystemExit wherever they look up.
    pub ending: AtomicBool,
    /// The last number given to a thread.
    pub last_ident: Cell<usize>,
    /// Stack of threads to come, in bytes; 0 is the host's choice.
    pub stack_bytes: Cell<usize>,
    /// The attributes of thread-local objects: a dict of dicts, by thread and object.
    pub locals: Slot,
    /// Modules that are being imported.
    pub imports: Cell<pyrite_algo::Buf<Import>>,
    /// Who waits for one of them.
    pub importers: Sleepers,
    /// Where to switch for the sake of tests: a state of a generator of numbers, or 0.
    pub shaken: Cell<u32>,
}

/// A module that a thread imports, or waits for.
pub struct Import {
    /// Its full name.
    pub name: Ref,
    /// The thread.
    pub ident: usize,
    /// Whether the thread waits for another that imports it.
    pub waits: bool,
}

/// Function pointers that upper layers supply, because lower ones must reach them.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// `__import__(name, globals, locals, fromlist, level)` as the interpreter does it.
    pub import: fn(&Vm, &Obj, Option<&Obj>, &Obj, usize) -> Outcome,
    /// `compile(source, filename, mode, flags)` to a code object; an error without a compiler.
    pub compile: fn(&Vm, &[u8], &Obj, CompileMode, u32) -> Outcome,
    /// `exec` of a code object with globals and locals.
    pub exec: fn(&Vm, &Obj, &Obj, &Obj) -> Outcome,
    /// The globals of the running Python frame.
    pub globals: fn(&Vm) -> Option<Ref>,
    /// `locals()` of the running Python frame.
    pub locals: fn(&Vm) -> Outcome,
    /// `__build_class__`
    pub build_class: fn(&Vm, &[Ref], Option<&Obj>) -> Outcome,
    /// Runs a frame from a place in its code, or raises an exception there, until it is left.
    pub eval: unsafe fn(&Vm, *mut Ref, *const u32, Option<Ref>) -> Outcome,
    /// Forgets every inline cache: a class that caches rely on has changed.
    pub flush_caches: fn(&Vm),
}

/// See [`Vm::unraisable`].
pub type Unraisable = fn(&Vm, &Obj, &Obj, Option<&Obj>);

/// What `compile` is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompileMode {
    /// A module.
    Exec,
    /// An expression.
    Eval,
    /// A statement typed at the prompt.
    Single,
}

/// Sizes chosen when a `Vm` is made.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Most bytes the objects may take.
    pub heap_limit_bytes: usize,
    /// Value slots in a segment of the value stack.
    pub stack_segment_slots: usize,
    /// Most value slots of all segments of a thread.
    pub stack_limit_slots: usize,
    /// C stack kept free for what must not fail, in bytes.
    pub native_stack_reserve_bytes: usize,
}

/// The virtual machine. A `&Vm` in hand is the GIL.
pub struct Vm {
    /// The world.
    pub host: &'static dyn Host,
    /// The host's word that asks for a look at [`Vm::pending`] and at Ctrl-C.
    pub attention: &'static AtomicU32,
    /// Pending work, see [`pending`].
    pub pending: Cell<u32>,
    /// Counts structural changes of module namespaces; caches of globals compare it.
    pub names_epoch: Cell<u32>,
    /// Counts changes of classes that caches rely on.
    pub types_epoch: Cell<u32>,
    /// What looking up special methods has found lately.
    pub type_cache: crate::attr::TypeCache,
    /// Counts registrations with abstract base classes; what they remember is compared with it.
    pub abc_epoch: Cell<u32>,
    /// The running thread.
    pub thread: Thread,
    /// All threads.
    pub threads: Threads,
    /// The memory of objects.
    pub heap: Heap,
    /// The interned strings.
    pub interned: crate::names::Interned,
    /// The dict of module `builtins`.
    pub builtins: Slot,
    /// `sys.modules`
    pub modules: Slot,
    /// The dict of module `sys`.
    pub sys_dict: Slot,
    /// Preallocated for when there is no memory to make one.
    pub memory_error: Slot,
    /// Most digits that int and str are converted with; 0 is no limit.
    pub int_max_str_digits: Cell<usize>,
    /// Calls of small functions that the value stack may hold, if its size allows.
    pub recursion_limit: Cell<usize>,
    /// `sys.set_asyncgen_hooks`: the first iteration's, the finalizer's.
    pub async_hooks: [Slot; 2],
    /// Functions of the upper layers.
    pub hooks: Cell<Hooks>,
    /// The modules written in Rust, in tables.
    pub native_modules: Cell<&'static [&'static [&'static NativeModule]]>,
    /// The modules written in Python that the firmware carries.
    pub frozen_modules: Cell<&'static [&'static FrozenModule]>,
    /// Source texts without a file, for tracebacks: a list of (name, bytes) tuples.
    pub sources: Slot,
    /// Reports an exception that cannot be raised: exception, the object that caused it, and
    /// what to say instead of naming that.
    pub unraisable: Cell<Unraisable>,
    /// Sizes.
    pub config: Config,
    /// Not `Send`, not `Sync`.
    pub not_send: PhantomData<*mut ()>,
}

impl Thread {
    /// A thread that has not run yet.
    pub fn new(ident: usize, parker: Parker) -> Thread {
        Thread {
            raised: Slot::new(None),
            handled: Slot::new(None),
            stack: Stack::new(),
            reprs: Cell::default(),
            frame: Cell::new(core::ptr::null_mut()),
            context: Slot::new(None),
            place: Cell::new(core::ptr::null()),
            native_limit: Cell::new(0),
            ident: Cell::new(ident),
            parker: Cell::new(parker),
            leaves: Cell::new(false),
            dealloc_depth: Cell::new(0),
        }
    }

    /// Changes places with `other`.
    pub fn swap(&self, other: &Thread) {
        // By name, so that no field is forgotten.
        let Thread {
            raised,
            handled,
            stack,
            reprs,
            frame,
            context,
            place,
            native_limit,
            ident,
            parker,
            leaves,
            dealloc_depth,
        } = self;
        raised.swap(&other.raised);
        handled.swap(&other.handled);
        stack.swap(&other.stack);
        reprs.swap(&other.reprs);
        frame.swap(&other.frame);
        context.swap(&other.context);
        place.swap(&other.place);
        native_limit.swap(&other.native_limit);
        ident.swap(&other.ident);
        parker.swap(&other.parker);
        leaves.swap(&other.leaves);
        dealloc_depth.swap(&other.dealloc_depth);
    }
}

impl Threads {
    /// Of a machine with one thread.
    pub fn new() -> Threads {
        Threads {
            gil: Gil::new(),
            count: AtomicUsize::new(1),
            awaited: AtomicUsize::new(0),
            ending: AtomicBool::new(false),
            last_ident: Cell::new(FIRST_IDENT),
            stack_bytes: Cell::new(0),
            locals: Slot::new(None),
            imports: Cell::default(),
            importers: Sleepers::default(),
            shaken: Cell::new(0),
        }
    }
}

impl Default for Threads {
    fn default() -> Self {
        Self::new()
    }
}

impl Vm {
    /// Sets `bit` of the pending work.
    pub fn request(&self, bit: u32) {
        self.pending.set(self.pending.get() | bit);
        self.attention.store(1, Ordering::Relaxed);
    }

    /// The world.
    #[inline]
    pub fn host(&self) -> &'static dyn Host {
        self.host
    }
}

/// The default hooks: every one reports that the layer is missing.
impl Hooks {
    /// Hooks of a `Vm` without an interpreter.
    pub const MISSING: Hooks = Hooks {
        import: |vm, _, _, _, _| missing(vm),
        compile: |vm, _, _, _, _| missing(vm),
        exec: |vm, _, _, _| missing(vm),
        globals: |_| None,
        locals: |vm| missing(vm),
        build_class: |vm, _, _| missing(vm),
        eval: |vm, _, _, _| missing(vm),
        flush_caches: |_| {},
    };
}

fn missing(vm: &Vm) -> Outcome {
    let raised: Raised = vm.system_error("this firmware has no interpreter");
    Err(raised)
}

/// A type by the word that caches compare.
impl From<TypeRef> for usize {
    fn from(type_: TypeRef) -> usize {
        type_.as_ptr().addr()
    }
}
