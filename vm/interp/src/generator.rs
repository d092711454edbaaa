//! Generators and coroutines: frames that live in an object.
//!
//! The frame is a block of its own: header and slots, as on the stack. Its `fp[-1]` is the
//! address of the generator's storage, which owns the block.

pub mod awaiting;
pub mod asynchronous;
pub mod anext;
pub mod objects;

use core::cell::Cell;
use core::ptr::NonNull;

use pyrite_bytecode::{CodeFlags, Insn, Op};
use pyrite_object::exc::as_exception;
use pyrite_object::heap::Kind;
use pyrite_object::model::value::Outcome;
use pyrite_object::model::vm::Slot;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, names};

pub use asynchronous::ASYNC_GENERATOR;
pub use awaiting::{aiter, anext, awaitable, yield_from_iter};
pub use objects::{COROUTINE, GENERATOR};

use crate::code::Code;
use crate::frame::{self, ENTRY, HEADER, header};
use crate::function::{Function, code_of};

/// Where a generator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not started.
    Created,
    /// At a `yield`.
    Suspended,
    /// Running, or waiting for what it called.
    Running,
    /// Over.
    Done,
}

/// A generator, coroutine or (the first part of) an asynchronous generator.
#[repr(C)]
pub struct Generator {
    /// Register 0 of the frame; null once it is over.
    fp: Cell<*mut Ref>,
    /// Where it goes on.
    pc: Cell<*const u32>,
    state: Cell<State>,
    /// The register that receives the value sent.
    target: Cell<u8>,
    /// The exception it was handling when it was suspended.
    handled: Slot,
    function: Ref,
    /// `__name__` and `__qualname__` once they were set: a tuple.
    names: Slot,
}

// SAFETY: instances of the generator types hold this.
unsafe impl Storage for Generator {
    const TYPE: &'static Type = &GENERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_option(&self.handled.get());
        visitor.visit(&self.function);
        self.names.visit(visitor);
        let fp = self.fp.get();
        if fp.is_null() || self.state.get() == State::Running {
            return;
        }
        // SAFETY: the frame's slots hold values; its header owns the function.
        unsafe {
            visitor.visit(&*fp.sub(4));
            for index in 0..frame::code(fp).nslots as usize {
                visitor.visit(&*fp.add(index));
            }
        }
    }

    fn clear(&self) {
        if self.state.get() != State::Running {
            self.release();
        }
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.release();
    }
}

impl Generator {
    /// Empties and frees the frame.
    fn release(&self) {
        self.state.set(State::Done);
        let fp = self.fp.replace(core::ptr::null_mut());
        if fp.is_null() {
            return;
        }
        let vm = pyrite_object::model::current::vm();
        // SAFETY: the block is header and slots; nobody else reaches it any more.
        unsafe {
            let nslots = frame::code(fp).nslots as usize;
            frame::clear(fp, 0, nslots);
            let block = fp.sub(HEADER);
            drop(block.replace(Ref::unbound()));
            if let Some(block) = NonNull::new(block) {
                vm.heap.free(block.cast(), (HEADER + nslots) * size_of::<Ref>(), Kind::Plain);
            }
        }
    }

    fn code(&self) -> &Code {
        match self.function.exact::<Function>() {
            Some(function) => code_of(function.storage()).storage(),
            None => unreachable_code(),
        }
    }
}

#[cold]
fn unreachable_code<'a>() -> &'a Code {
    // The function of a generator is set once, to a function.
    loop {
        core::hint::spin_loop();
    }
}

/// What resuming a generator gives.
pub enum Resumed {
    /// It yielded.
    Yielded(Ref),
    /// It returned.
    Returned(Ref),
}

/// A generator (or its kin) from a frame whose parameters are bound; takes its slots.
///
/// # Errors
/// MemoryError.
///
/// # Safety
/// `fp` is a window with the slots of the function's code, all holding values. The code has
/// its caches.
pub unsafe fn new_from_window(vm: &Vm, function: This<'_, Function>, fp: *mut Ref) -> Outcome {
    let code = code_of(function.storage());
    let nslots = code.nslots as usize;
    let size = (HEADER + nslots) * size_of::<Ref>();
    let block = match vm.heap.alloc(size, Kind::Plain) {
        Ok(block) => block.cast::<Ref>().as_ptr(),
        Err(error) => {
            // SAFETY: the caller's condition.
            unsafe { frame::clear(fp, 0, nslots) };
            return vm.memory(Err(error));
        }
    };
    // SAFETY: the block has room for header and slots; the window's are moved out.
    let own = unsafe {
        for index in 0..HEADER {
            block.add(index).write(Ref::unbound());
        }
        for index in 0..nslots {
            block.add(HEADER + index).write(fp.add(index).replace(Ref::unbound()));
        }
        block.write(function.own());
        block.add(HEADER)
    };
    let storage = Generator {
        fp: Cell::new(own),
        pc: Cell::new(code.insns),
        state: Cell::new(State::Created),
        target: Cell::new(0),
        handled: Slot::new(None),
        function: function.own(),
        names: Slot::new(None),
    };
    let generator = if code.flags.contains(CodeFlags::ASYNC_GENERATOR) {
        asynchronous::allocate(vm, storage)
    } else {
        let is_coroutine = code.flags.contains(CodeFlags::COROUTINE);
        let type_ = TypeRef::of(if is_coroutine { &COROUTINE } else { &GENERATOR });
        vm.allocate(type_, storage, size_of::<Generator>())
    };
    let generator = vm.memory(generator)?;
    if let Some(this) = as_generator(&generator) {
        // SAFETY: the last header slot of a generator's frame is its storage's address.
        unsafe { header(own, 1).cast::<*const Generator>().write(this.as_ptr().as_ptr()) };
    }
    Ok(generator)
}

/// The generator storage of a generator's frame.
///
/// # Safety
/// `fp` is the frame of a live generator.
unsafe fn storage_of<'a>(fp: *mut Ref) -> &'a Generator {
    // SAFETY: the caller's condition.
    unsafe { &*header(fp, 1).cast::<*const Generator>().read() }
}

/// Any of the generator types.
pub fn as_generator(object: &Obj) -> Option<This<'_, Generator>> {
    let type_ = object.type_();
    let fits = type_.is(&GENERATOR) || type_.is(&COROUTINE) || type_.is(&ASYNC_GENERATOR);
    // SAFETY: objects of these types hold a `Generator`.
    fits.then(|| unsafe { This::new_unchecked(object) })
}

/// The loop is at a `yield`: remembers place and target register.
///
/// # Safety
/// `fp` is the running frame of a generator, `pc` behind its `YIELD`.
#[inline]
pub unsafe fn suspend(fp: *mut Ref, pc: *const u32, target: u8) {
    // SAFETY: the caller's condition.
    let generator = unsafe { storage_of(fp) };
    generator.pc.set(pc);
    generator.target.set(target);
    generator.state.set(State::Suspended);
}

/// The loop has returned from the frame of a generator.
///
/// # Safety
/// `fp` is the running frame of a generator.
pub unsafe fn finish(_vm: &Vm, fp: *mut Ref, result: Ref) -> Outcome {
    // SAFETY: the caller's condition.
    unsafe { storage_of(fp) }.state.set(State::Done);
    Ok(result)
}

/// An exception has left the frame of a generator.
///
/// # Safety
/// `fp` is the running frame of a generator.
pub unsafe fn fail(_vm: &Vm, fp: *mut Ref) {
    // SAFETY: the caller's condition.
    unsafe { storage_of(fp) }.state.set(State::Done);
}

/// What a generator is resumed with.
enum Input {
    Value(Ref),
    Exception(Ref),
}

/// Runs a generator until it yields, returns or raises.
#[inline]
fn resume(vm: &Vm, this: This<'_, Generator>, input: Input) -> Result<Resumed, Raised> {
    let _guard = vm.enter_native()?;
    let _keep = this.own();
    let started = this.state.get() != State::Created;
    let fp = this.fp.get();
    let outer_frame = vm.thread.frame.get();
    let outer_handled = vm.thread.handled.get();
    if let Some(handled) = this.handled.take() {
        vm.thread.handled.set(Some(handled));
    }
    this.state.set(State::Running);
    vm.thread.frame.set(fp);
    let outer_place = vm.thread.place.get();
    // SAFETY: the frame is complete and not running; place and code are its own.
    let result = unsafe {
        header(fp, 2).cast::<*const u32>().write(outer_place);
        header(fp, 3).cast::<*mut Ref>().write(outer_frame.map_addr(|addr| addr | ENTRY));
        let exception = match input {
            Input::Value(value) => {
                if started {
                    drop(fp.add(this.target.get().into()).replace(value));
                }
                None
            }
            Input::Exception(exception) => Some(exception),
        };
        (vm.hooks.get().eval)(vm, fp, this.pc.get(), exception)
    };
    vm.thread.frame.set(outer_frame);
    vm.thread.place.set(outer_place);
    // SAFETY: as above: the place is no value.
    unsafe { header(fp, 2).write(Obj::UNBOUND.bits()) };
    let suspended = this.state.get() == State::Suspended;
    let inner_handled = vm.thread.handled.replace(outer_handled);
    if suspended {
        // SAFETY: as above.
        unsafe { header(fp, 3).write(Obj::UNBOUND.bits()) };
        let own = inner_handled.filter(|inner| !vm.thread.handled.is(inner));
        this.handled.set(own);
        return result.map(Resumed::Yielded);
    }
    drop(inner_handled);
    // SAFETY: as above: the caller word is no value.
    unsafe { header(fp, 3).write(Obj::UNBOUND.bits()) };
    this.release();
    match result {
        Ok(value) => Ok(Resumed::Returned(value)),
        Err(raised) => Err(convert_stop(vm, raised, this.code())),
    }
}

/// StopIteration that leaves a generator becomes RuntimeError (PEP 479).
fn convert_stop(vm: &Vm, raised: Raised, code: &Code) -> Raised {
    let is_async = code.flags.contains(CodeFlags::ASYNC_GENERATOR);
    let what = if code.flags.contains(CodeFlags::COROUTINE) {
        "coroutine"
    } else if is_async {
        "async generator"
    } else {
        "generator"
    };
    let stop = if vm.raised_is(&exceptions::STOP_ITERATION) {
        "StopIteration"
    } else if is_async && vm.raised_is(&exceptions::STOP_ASYNC_ITERATION) {
        "StopAsyncIteration"
    } else {
        return raised;
    };
    let cause = vm.take_raised(raised);
    let raised = vm.runtime_error(format_args!("{what} raised {stop}"));
    let exception = vm.take_raised(raised);
    set_cause(&exception, &cause);
    vm.reraise(exception)
}

/// What `raise exception from cause` notes, while `cause` is handled.
fn set_cause(exception: &Obj, cause: &Obj) {
    if let Some(this) = as_exception(exception) {
        this.cause.set(Some(cause.own()));
        this.context.set(Some(cause.own()));
        this.suppress_context.set(true);
    }
}

/// Checks that a generator may run; `None` if it is over.
fn ready<'a>(vm: &Vm, this: This<'a, Generator>) -> Result<Option<This<'a, Generator>>, Raised> {
    match this.state.get() {
        State::Running => Err(vm.value_error(format_args!("{} already executing", kind_name(this.obj())))),
        State::Done => Ok(None),
        _ => Ok(Some(this)),
    }
}

/// `generator.send(value)`
#[inline]
fn send_value(vm: &Vm, this: This<'_, Generator>, value: Ref) -> Result<Resumed, Raised> {
    let Some(this) = ready(vm, this)? else {
        if this.obj().type_().is(&COROUTINE) {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        return Ok(Resumed::Returned(Ref::none()));
    };
    if this.state.get() == State::Created && !value.is_none() {
        return Err(vm.type_error(format_args!(
            "can't send non-None value to a just-started {}",
            kind_name(this.obj())
        )));
    }
    resume(vm, this, Input::Value(value))
}

/// Sends into any iterator: `SEND`.
///
/// # Errors
/// What the iterator raises.
#[inline]
pub fn send(vm: &Vm, iterator: &Obj, value: Ref) -> Result<Resumed, Raised> {
    if let Some(this) = as_generator(iterator) {
        return send_value(vm, this, value);
    }
    if value.is_none() {
        return match vm.next_or_stop(iterator)? {
            Ok(item) => Ok(Resumed::Yielded(item)),
            Err(result) => Ok(Resumed::Returned(result)),
        };
    }
    match vm.call_method(iterator, names::SEND(), &[value]) {
        Ok(item) => Ok(Resumed::Yielded(item)),
        Err(raised) => stop_value(vm, raised).map(Resumed::Returned),
    }
}

/// The value of a StopIteration that was raised.
///
/// # Errors
/// Any other exception.
fn stop_value(vm: &Vm, raised: Raised) -> Outcome {
    if !vm.raised_is(&exceptions::STOP_ITERATION) {
        return Err(raised);
    }
    let exception = vm.take_raised(raised);
    vm.get_attr(&exception, names::VALUE())
}

/// The iterator that a suspended frame delegates to (`yield from`, `await`), and its register.
fn delegate(this: This<'_, Generator>) -> Option<(usize, usize)> {
    if this.state.get() != State::Suspended {
        return None;
    }
    // SAFETY: a suspended frame's place is an instruction of its code.
    let insn = Insn(unsafe { *this.pc.get() });
    (insn.op() == Some(Op::SEND)).then(|| (insn.a().into(), insn.b().into()))
}

/// `generator.throw(exception)`
fn throw(vm: &Vm, this: This<'_, Generator>, exception: Ref) -> Result<Resumed, Raised> {
    throw_or_close(vm, this, exception, true)
}

/// As [`throw`]; without `closes` GeneratorExit is thrown into what is awaited, which is not closed.
fn throw_or_close(
    vm: &Vm,
    this: This<'_, Generator>,
    exception: Ref,
    closes: bool,
) -> Result<Resumed, Raised> {
    let Some(this) = ready(vm, this)? else {
        if this.obj().type_().is(&COROUTINE) {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        return Err(vm.reraise(exception));
    };
    if this.state.get() == State::Created {
        this.release();
        return Err(vm.reraise(exception));
    }
    let Some((receiver, target)) = delegate(this) else {
        return resume(vm, this, Input::Exception(exception));
    };
    // SAFETY: the frame's slots hold values.
    let inner = unsafe { (*this.fp.get().add(receiver)).clone() };
    let closing = closes && exception.type_().is_subtype_of(TypeRef::of(&exceptions::GENERATOR_EXIT));
    this.state.set(State::Running);
    let outcome =
        if closing { close_iterator(vm, &inner).map(|()| None) } else { throw_into(vm, &inner, &exception) };
    this.state.set(State::Suspended);
    match outcome {
        Ok(Some(Resumed::Yielded(item))) => Ok(Resumed::Yielded(item)),
        Ok(Some(Resumed::Returned(value))) => {
            // The delegation is over: goes on behind SEND with its result.
            // SAFETY: SEND is two words; the registers are the instruction's.
            unsafe {
                drop(this.fp.get().add(receiver).replace(Ref::unbound()));
                this.pc.set(this.pc.get().add(2));
            }
            this.target.set(target as u8);
            resume(vm, this, Input::Value(value))
        }
        Ok(None) => resume(vm, this, Input::Exception(exception)),
        Err(raised) => {
            let exception = vm.take_raised(raised);
            resume(vm, this, Input::Exception(exception))
        }
    }
}

/// Throws into an inner iterator; `None` if it has no `throw`.
fn throw_into(vm: &Vm, inner: &Obj, exception: &Ref) -> Result<Option<Resumed>, Raised> {
    if let Some(this) = as_generator(inner) {
        return throw(vm, this, exception.clone()).map(Some);
    }
    let Some(method) = vm.find_attr(inner, names::THROW())? else { return Ok(None) };
    match vm.call(&method, core::slice::from_ref(exception)) {
        Ok(item) => Ok(Some(Resumed::Yielded(item))),
        Err(raised) => stop_value(vm, raised).map(|value| Some(Resumed::Returned(value))),
    }
}

fn close_iterator(vm: &Vm, inner: &Obj) -> Result<(), Raised> {
    if let Some(this) = as_generator(inner) {
        return close(vm, this).map(drop);
    }
    match vm.find_attr(inner, names::CLOSE())? {
        Some(close) => vm.call(&close, &[]).map(drop),
        None => Ok(()),
    }
}

/// `generator.close()`: the value it returns, or None.
fn close(vm: &Vm, this: This<'_, Generator>) -> Outcome {
    let Some(this) = ready(vm, this)? else { return Ok(Ref::none()) };
    if this.state.get() == State::Created {
        this.release();
        return Ok(Ref::none());
    }
    let exit = vm.new_exception(&exceptions::GENERATOR_EXIT, &[])?;
    match throw(vm, this, exit) {
        Ok(Resumed::Yielded(_)) => {
            Err(vm.runtime_error(format_args!("{} ignored GeneratorExit", kind_name(this.obj()))))
        }
        Ok(Resumed::Returned(value)) => Ok(value),
        Err(raised) => {
            if vm.raised_is(&exceptions::GENERATOR_EXIT) || vm.raised_is(&exceptions::STOP_ITERATION) {
                drop(vm.take_raised(raised));
                return Ok(Ref::none());
            }
            Err(raised)
        }
    }
}

/// The result of `next`, `send`, `throw`: an item, or StopIteration.
fn to_python(vm: &Vm, resumed: Resumed) -> Outcome {
    match resumed {
        Resumed::Yielded(item) => Ok(item),
        Resumed::Returned(value) if value.is_none() => Err(vm.stop_iteration(None)),
        Resumed::Returned(value) => Err(vm.stop_iteration(Some(&value))),
    }
}

/// `gi_frame`
fn frame_of(vm: &Vm, this: This<'_, Generator>) -> Outcome {
    if this.fp.get().is_null() {
        return Ok(Ref::none());
    }
    let start = this.code().insns;
    let index = (this.pc.get().addr() - start.addr()) / size_of::<u32>();
    // SAFETY: the frame is complete; that its generator runs does not matter.
    unsafe { crate::frame_object::of_generator(vm, &this.function, this.fp.get(), index) }
}

/// The iterator that a suspended frame delegates to.
fn delegated(this: This<'_, Generator>) -> Option<Ref> {
    // SAFETY: a suspended frame's slots hold values.
    delegate(this).map(|(receiver, _)| unsafe { (*this.fp.get().add(receiver)).clone() })
}

/// What texts call a generator of any kind.
fn kind_name(object: &Obj) -> &'static str {
    if object.type_().is(&COROUTINE) {
        "coroutine"
    } else if object.type_().is(&ASYNC_GENERATOR) {
        "async generator"
    } else {
        "generator"
    }
}
