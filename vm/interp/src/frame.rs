//! Frames: windows on the value stack.
//!
//! A frame is [`HEADER`] slots and then its registers; `fp` points to register 0.
//!
//! | slot | holds |
//! |---|---|
//! | `fp[-4]` | the function (owned); in the end the result |
//! | `fp[-3]` | the caller's `fp`, and in the low bits [`ENTRY`] and [`SPECIAL`] |
//! | `fp[-2]` | the caller's call instruction |
//! | `fp[-1]` | the namespace of a module or class body; the instance that `__init__` was called for |
//!
//! Unsafe here buys the whole speed of calls: a checked slot access costs 6 instructions on
//! Cortex-M3, and a call of two arguments makes about twenty of them.

use pyrite_bytecode::CodeFlags;
use pyrite_object::stack::{SLOTS_PER_CALL, StackError};
use pyrite_object::{Obj, Outcome, Raised, Ref, This, Vm};

use crate::code::Code;
use crate::function::{Function, code_of};

/// Slots in front of register 0.
pub const HEADER: usize = pyrite_bytecode::opcode::CALL_HEADER as usize;

/// In the caller word: leaving this frame leaves the loop.
pub const ENTRY: usize = 1;
/// In the caller word: leaving this frame takes more than going back to the caller. It is that
/// of an `__init__`, with the instance in `fp[-1]`; or has its object there; or is the first of a
/// segment of the stack; or the caller is a generator.
pub const SPECIAL: usize = 2;

/// Slots kept free above a frame, so that small calls need no check of their own.
const SLACK: usize = 8;

/// A raw word of a frame header.
///
/// # Safety
/// `fp` is a frame; `index` is 1..=4, counted down from `fp`.
#[inline(always)]
pub unsafe fn header(fp: *mut Ref, index: usize) -> *mut usize {
    // SAFETY: the caller's condition: the header is in front of the registers.
    unsafe { fp.sub(index).cast() }
}

/// The function of a frame.
///
/// # Safety
/// `fp` is a frame.
#[inline(always)]
pub unsafe fn function<'a>(fp: *mut Ref) -> This<'a, Function> {
    // SAFETY: the first header slot of a frame owns its function.
    unsafe { This::new_unchecked(&*fp.sub(4)) }
}

/// The code of a frame.
///
/// # Safety
/// `fp` is a frame.
#[inline(always)]
pub unsafe fn code<'a>(fp: *mut Ref) -> &'a Code {
    // SAFETY: the caller's condition; the frame keeps its function, which keeps its code.
    unsafe { code_of(function(fp).storage()).storage() }
}

/// The caller word of a frame: address and flags.
///
/// # Safety
/// `fp` is a frame.
#[inline(always)]
pub unsafe fn caller_word(fp: *mut Ref) -> *mut Ref {
    // SAFETY: the caller's condition.
    unsafe { header(fp, 3).cast::<*mut Ref>().read() }
}

/// The caller's frame; null if there is none.
///
/// # Safety
/// `fp` is a frame.
#[inline(always)]
pub unsafe fn caller(fp: *mut Ref) -> *mut Ref {
    // SAFETY: the caller's condition.
    unsafe { caller_word(fp) }.map_addr(|addr| addr & !(ENTRY | SPECIAL))
}

/// The namespace of a module or class body, or the empty slot.
///
/// # Safety
/// `fp` is a frame.
#[inline(always)]
pub unsafe fn namespace<'a>(fp: *mut Ref) -> &'a Obj {
    // SAFETY: the last header slot holds a value.
    unsafe { &*fp.sub(1) }
}

/// Empties slots `from..to` of a frame.
///
/// # Safety
/// The slots are part of the frame `fp` and hold values.
#[inline(always)]
pub unsafe fn clear(fp: *mut Ref, from: usize, to: usize) {
    for index in from..to {
        // SAFETY: the caller's condition. The slot is emptied before the value is dropped,
        // because dropping may run code.
        drop(unsafe { fp.add(index).replace(Obj::UNBOUND.own()) });
    }
}

/// Whether the code's frames live in a generator object and not on the stack.
#[inline(always)]
pub fn is_generator(code: &Code) -> bool {
    code.flags.0 & (CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0) != 0
}

/// Room for a frame of `nslots` registers at the top of the stack: its register 0.
/// The header and registers are empty; the top is not moved.
///
/// # Errors
/// RecursionError, MemoryError.
pub fn reserve(vm: &Vm, nslots: usize) -> Result<*mut Ref, Raised> {
    let stack = &vm.thread.stack;
    let need = HEADER + nslots + SLACK;
    let left = (stack.limit.get() as usize).saturating_sub(stack.top.get() as usize) / size_of::<Ref>();
    if left < need {
        let config = &vm.config;
        let most = vm.recursion_limit.get().saturating_mul(SLOTS_PER_CALL).min(config.stack_limit_slots);
        stack.grow(need, config.stack_segment_slots, most).map_err(|error| match error {
            StackError::Limit => vm.recursion_error("maximum recursion depth exceeded"),
            StackError::Memory => vm.memory_error(),
        })?;
    }
    // SAFETY: there are `need` slots from the top on.
    Ok(unsafe { stack.top.get().add(HEADER) })
}

/// Leaves segments that `leave` has emptied: `header` is the first slot of the frame left.
#[inline(always)]
pub fn retreat(vm: &Vm, header: *mut Ref) {
    let stack = &vm.thread.stack;
    if stack.is_segment_start(header) {
        stack.shrink();
    }
}

/// Calls a Python function from native code.
///
/// # Errors
/// What the call raises.
pub fn call_function(vm: &Vm, function: This<'_, Function>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let _guard = vm.enter_native()?;
    crate::breaker::look(vm)?;
    let code = code_of(function.storage());
    let fp = reserve(vm, code.nslots as usize)?;
    let top = vm.thread.stack.top.get();
    // SAFETY: `reserve` made room for the header and all slots.
    let bound = unsafe {
        vm.thread.stack.top.set(fp.add(code.nslots as usize));
        crate::bind::bind(vm, function, fp, args, names)
    };
    let result = match bound {
        // SAFETY: the parameters are in place.
        Ok(()) => unsafe { start(vm, function, fp, Obj::UNBOUND) },
        Err(raised) => {
            // SAFETY: the slots are those just reserved.
            unsafe { clear(fp, 0, code.nslots as usize) };
            Err(raised)
        }
    };
    vm.thread.stack.top.set(top);
    // SAFETY: the header starts there.
    retreat(vm, unsafe { fp.sub(HEADER) });
    result
}

/// Runs a frame whose parameters are in place, or makes the generator that will.
///
/// # Safety
/// `fp` is room for a frame of the function's code, whose slots hold values.
unsafe fn start(vm: &Vm, function: This<'_, Function>, fp: *mut Ref, namespace: &Obj) -> Outcome {
    let code = code_of(function.storage());
    if code.attr_caches.get().is_null()
        && let Err(raised) = code.make_ready(vm)
    {
        // SAFETY: the caller's condition.
        unsafe { clear(fp, 0, code.nslots as usize) };
        return Err(raised);
    }
    if is_generator(&code) {
        // SAFETY: the caller's condition.
        return unsafe { crate::generator::new_from_window(vm, function, fp) };
    }
    // SAFETY: the header is in front of the registers and empty.
    unsafe {
        fp.sub(4).write(function.own());
        header(fp, 3).cast::<*mut Ref>().write(vm.thread.frame.get().map_addr(|addr| addr | ENTRY));
        let place = vm.thread.place.get();
        header(fp, 2).cast::<*const u32>().write(place);
        fp.sub(1).write(namespace.own());
        vm.thread.frame.set(fp);
        let result = (vm.hooks.get().eval)(vm, fp, code.insns, None);
        vm.thread.place.set(place);
        result
    }
}

/// Runs the code of a module or class body, or of `exec`, in a namespace.
///
/// # Errors
/// What the code raises.
pub fn run_in_namespace(vm: &Vm, function: This<'_, Function>, namespace: &Obj) -> Outcome {
    let _guard = vm.enter_native()?;
    let code = code_of(function.storage());
    let fp = reserve(vm, code.nslots as usize)?;
    let top = vm.thread.stack.top.get();
    // SAFETY: `reserve` made room for the header and all slots.
    let result = unsafe {
        vm.thread.stack.top.set(fp.add(code.nslots as usize));
        start(vm, function, fp, namespace)
    };
    vm.thread.stack.top.set(top);
    // SAFETY: the header starts there.
    retreat(vm, unsafe { fp.sub(HEADER) });
    result
}

/// The globals of the running Python frame.
pub fn globals(vm: &Vm) -> Option<Ref> {
    let fp = vm.thread.frame.get();
    // SAFETY: a frame that is set is running.
    (!fp.is_null()).then(|| unsafe { function(fp) }.globals.clone())
}

/// `locals()` of the running Python frame: its namespace, or a fresh dict of its variables.
///
/// # Errors
/// MemoryError; RuntimeError outside of any frame.
pub fn locals(vm: &Vm) -> Outcome {
    let fp = vm.thread.frame.get();
    if fp.is_null() {
        return Err(vm.runtime_error("locals(): no frame is running"));
    }
    // SAFETY: a frame that is set is running.
    unsafe { locals_of(vm, fp) }
}

/// `locals()` of a frame.
///
/// # Errors
/// MemoryError.
///
/// # Safety
/// `fp` is a frame whose slots hold values.
pub unsafe fn locals_of(vm: &Vm, fp: *mut Ref) -> Outcome {
    // SAFETY: the caller's condition.
    unsafe {
        let space = namespace(fp);
        if !space.is(Obj::UNBOUND) && !code(fp).flags.contains(CodeFlags::OPTIMIZED) {
            return Ok(space.own());
        }
        let function = function(fp);
        let dict = pyrite_object::coll::dict::Dict::new();
        for (slot, name) in crate::code::local_names(code_of(function.storage())) {
            let value = &*fp.add(slot);
            let content =
                value.exact::<pyrite_object::types::cell::CellStorage>().map(|cell| cell.contents.get());
            if let Some(value) =
                content.unwrap_or_else(|| Some(value.clone())).filter(|v| !v.is(Obj::UNBOUND))
            {
                dict.insert(vm, name, value)?;
            }
        }
        if let (Some(closure), Some(view)) = (function.closure(), code(fp).view()) {
            let cells = closure.cast::<pyrite_object::raw::tuple::Tuple>();
            for (index, cell) in cells.map_or(&[][..], |cells| cells.items()).iter().enumerate() {
                let name = crate::code::intern_wtf8(vm, view.free_name(index).unwrap_or(&[]))?;
                let cell = cell.exact::<pyrite_object::types::cell::CellStorage>();
                if let Some(value) = cell.and_then(|cell| cell.contents.get()) {
                    dict.insert(vm, &name, value)?;
                }
            }
        }
        vm.dict_from(dict)
    }
}

/// The registers of a running frame, for handlers outside of the loop.
///
/// Register numbers come from verified instructions.
#[derive(Clone, Copy)]
pub struct Window {
    fp: *mut Ref,
}

impl Window {
    /// Of a running frame.
    ///
    /// # Safety
    /// `fp` is a running frame, and `Window` is used only while it runs, with registers that
    /// an instruction of its verified code names.
    #[inline(always)]
    pub unsafe fn new(fp: *mut Ref) -> Window {
        Window { fp }
    }

    /// The frame.
    pub fn fp(self) -> *mut Ref {
        self.fp
    }

    /// A copy of what register `index` holds.
    #[inline]
    pub fn get(self, index: usize) -> Ref {
        // SAFETY: see `new`: the slot holds a value.
        unsafe { (*self.fp.add(index)).clone() }
    }

    /// What register `index` holds, lent while an instruction uses it: it stays as it is until
    /// the instruction writes it.
    #[inline(always)]
    pub fn lend<'a>(self, index: usize) -> &'a Obj {
        // SAFETY: see `new`: the slot holds a value.
        unsafe { &*self.fp.add(index) }
    }

    /// Whether register `index` is empty.
    #[inline]
    pub fn is_empty(self, index: usize) -> bool {
        // SAFETY: see `new`.
        unsafe { (*self.fp.add(index)).is(Obj::UNBOUND) }
    }

    /// Writes register `index`.
    #[inline]
    pub fn put(self, index: usize, value: Ref) {
        // SAFETY: see `new`. The old value is dropped after the write.
        drop(unsafe { self.fp.add(index).replace(value) });
    }

    /// Empties register `index`, returns what it held.
    #[inline]
    pub fn take(self, index: usize) -> Ref {
        // SAFETY: see `new`.
        unsafe { self.fp.add(index).replace(Obj::UNBOUND.own()) }
    }

    /// Empties `count` registers from `first` on.
    pub fn clear(self, first: usize, count: usize) {
        // SAFETY: see `new`.
        unsafe { clear(self.fp, first, first + count) };
    }

    /// Lends `count` registers from `first` on as arguments.
    ///
    /// They stay as they are meanwhile: what is called runs in frames above this one.
    pub fn with_args<T>(self, first: usize, count: usize, body: impl FnOnce(&[Ref]) -> T) -> T {
        // SAFETY: see `new`: the slots hold values.
        body(unsafe { core::slice::from_raw_parts(self.fp.add(first), count) })
    }

    /// Opens a frame above this one, see [`open`].
    ///
    /// # Errors
    /// As [`open`].
    #[allow(
        clippy::too_many_arguments,
        reason = "a call has a function, its arguments and the place to go on at"
    )]
    pub(crate) fn open(
        self,
        vm: &Vm,
        function: This<'_, Function>,
        args: &[Ref],
        names: Option<&Obj>,
        pc: *const u32,
        instance: Option<Ref>,
    ) -> Result<*mut Ref, Raised> {
        // SAFETY: see `new`: this frame runs, and `pc` is its place.
        unsafe { open(vm, function, args, names, self.fp, pc, instance) }
    }

    /// Opens a frame for a Python function where its arguments are, if that needs no more than
    /// [`crate::bind::complete`] does. The site is the register of the function, that of the first
    /// argument, and the number of arguments.
    pub(crate) fn open_in_place(
        self,
        vm: &Vm,
        pc: *const u32,
        (window, first, count): (usize, usize, usize),
        names: Option<&Obj>,
    ) -> Option<*mut Ref> {
        // SAFETY: see `new`: the registers from `window` up to the arguments are the window's.
        unsafe {
            let function = self.lend(window).exact::<Function>()?;
            let code = code_of(function.storage());
            let fp = self.fp.add(first);
            let end = fp.add(code.nslots as usize);
            let stack = &vm.thread.stack;
            let fits = end <= stack.limit.get() && fp.sub(HEADER) >= stack.bottom.get();
            // Pending work is done by the way through `open`.
            let is_asked = vm.attention.load(core::sync::atomic::Ordering::Relaxed) != 0;
            if !fits || is_asked || code.attr_caches.get().is_null() {
                return None;
            }
            crate::bind::complete(function, fp, count, names)?;
            if first != window + HEADER {
                // The slot of the receiver is empty: the header is one slot further up.
                let function = self.take(window);
                self.put(first - HEADER, function);
            }
            header(fp, 3).cast::<*mut Ref>().write(self.fp);
            header(fp, 2).cast::<*const u32>().write(pc);
            vm.thread.frame.set(fp);
            stack.top.set(end);
            Some(fp)
        }
    }

    /// The code.
    pub fn code<'a>(self) -> &'a Code {
        // SAFETY: see `new`.
        unsafe { code(self.fp) }
    }

    /// The function.
    pub fn function<'a>(self) -> This<'a, Function> {
        // SAFETY: see `new`.
        unsafe { function(self.fp) }
    }

    /// The namespace of a module or class body, or the empty slot.
    pub fn namespace<'a>(self) -> &'a Obj {
        // SAFETY: see `new`.
        unsafe { namespace(self.fp) }
    }
}

/// Opens a frame for `function` above the running one: parameters bound, header written.
/// The caller stands at its call instruction `pc`; `instance` is that of an `__init__` call, or the empty slot.
///
/// # Errors
/// What binding raises; RecursionError, MemoryError.
///
/// # Safety
/// `caller_fp` is the running frame and `pc` its call instruction.
#[allow(
    clippy::too_many_arguments,
    reason = "a call has a function, its arguments and the place to go on at"
)]
pub unsafe fn open(
    vm: &Vm,
    function: This<'_, Function>,
    args: &[Ref],
    names: Option<&Obj>,
    caller_fp: *mut Ref,
    pc: *const u32,
    instance: Option<Ref>,
) -> Result<*mut Ref, Raised> {
    crate::breaker::look(vm)?;
    let code = code_of(function.storage());
    let fp = reserve(vm, code.nslots as usize)?;
    let top = vm.thread.stack.top.get();
    // SAFETY: `reserve` made room for the header and all slots.
    unsafe {
        vm.thread.stack.top.set(fp.add(code.nslots as usize));
        if let Err(raised) = crate::bind::bind(vm, function, fp, args, names) {
            clear(fp, 0, code.nslots as usize);
            vm.thread.stack.top.set(top);
            retreat(vm, fp.sub(HEADER));
            return Err(raised);
        }
        if code.attr_caches.get().is_null()
            && let Err(raised) = code.make_ready(vm)
        {
            clear(fp, 0, code.nslots as usize);
            vm.thread.stack.top.set(top);
            retreat(vm, fp.sub(HEADER));
            return Err(raised);
        }
        fp.sub(4).write(function.own());
        let special = instance.is_some()
            || vm.thread.stack.is_segment_start(fp.sub(HEADER))
            || is_generator(self::code(caller_fp));
        let flags = if special { SPECIAL } else { 0 };
        header(fp, 3).cast::<*mut Ref>().write(caller_fp.map_addr(|addr| addr | flags));
        header(fp, 2).cast::<*const u32>().write(pc);
        fp.sub(1).write(instance.unwrap_or_else(Ref::unbound));
    }
    vm.thread.frame.set(fp);
    Ok(fp)
}
