//! Generators and coroutines: frames that live in an object.
//!
//! The frame is a block of its own: header and slots, as on the stack. Its `fp[-1]` is the
//! address of the generator's storage, which owns the block.

use core::cell::Cell;
use core::ptr::NonNull;

use pyrite_bytecode::{CodeFlags, Insn, Op};
use pyrite_object::exc::as_exception;
use pyrite_object::heap::Kind;
use pyrite_object::model::value::{Header, Outcome};
use pyrite_object::model::vm::Slot;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, names, py_type};

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

/// A generator, coroutine or asynchronous generator.
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
    /// `__name__`, `__qualname__`: the function.
    function: Ref,
}

// SAFETY: instances of the generator types hold this.
unsafe impl Storage for Generator {
    const TYPE: &'static Type = &GENERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit_option(&self.handled.get());
        visitor.visit(&self.function);
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
    let type_ = if code.flags.contains(CodeFlags::COROUTINE) {
        &COROUTINE
    } else if code.flags.contains(CodeFlags::ASYNC_GENERATOR) {
        &ASYNC_GENERATOR
    } else {
        &GENERATOR
    };
    let storage = Generator {
        fp: Cell::new(own),
        pc: Cell::new(code.insns),
        state: Cell::new(State::Created),
        target: Cell::new(0),
        handled: Slot::new(None),
        function: function.own(),
    };
    let generator = vm.memory(vm.allocate(TypeRef::of(type_), storage, size_of::<Generator>()))?;
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
        let code = frame::code(fp);
        match input {
            Input::Value(value) => {
                if started {
                    drop(fp.add(this.target.get().into()).replace(value));
                }
                crate::eval::run_from(vm, fp, this.pc.get(), code)
            }
            Input::Exception(exception) => crate::eval::raise_at(vm, fp, this.pc.get(), code, exception),
        }
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
    if let Some(this) = as_exception(&exception) {
        this.cause.set(Some(cause.clone()));
        this.context.set(Some(cause));
        this.suppress_context.set(true);
    }
    vm.reraise(exception)
}

/// Checks that a generator may run; `None` if it is over.
fn ready<'a>(vm: &Vm, this: This<'a, Generator>) -> Result<Option<This<'a, Generator>>, Raised> {
    match this.state.get() {
        State::Running => Err(vm.value_error(format_args!(
            "{} already executing",
            if this.obj().type_().is(&COROUTINE) { "coroutine" } else { "generator" }
        ))),
        State::Done => Ok(None),
        _ => Ok(Some(this)),
    }
}

/// `generator.send(value)`
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
            this.obj().type_().short_name().replace_kind()
        )));
    }
    resume(vm, this, Input::Value(value))
}

/// Sends into any iterator: `SEND`.
///
/// # Errors
/// What the iterator raises.
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
    let Some(this) = ready(vm, this)? else { return Err(vm.reraise(exception)) };
    if this.state.get() == State::Created {
        this.release();
        return Err(vm.reraise(exception));
    }
    let Some((receiver, target)) = delegate(this) else {
        return resume(vm, this, Input::Exception(exception));
    };
    // SAFETY: the frame's slots hold values.
    let inner = unsafe { (*this.fp.get().add(receiver)).clone() };
    let closing = exception.type_().is_subtype_of(TypeRef::of(&exceptions::GENERATOR_EXIT));
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
        Ok(Resumed::Yielded(_)) => Err(vm.runtime_error("generator ignored GeneratorExit")),
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

/// `GET_YIELD_FROM`
///
/// # Errors
/// TypeError if the object is not iterable.
pub fn yield_from_iter(vm: &Vm, object: &Obj, code: &Code) -> Outcome {
    if object.type_().is(&COROUTINE) {
        if code.flags.contains(CodeFlags::COROUTINE) {
            return Ok(object.own());
        }
        return Err(vm.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator"));
    }
    if as_generator(object).is_some() { Ok(object.own()) } else { vm.iter(object) }
}

/// `GET_AWAITABLE`
///
/// # Errors
/// TypeError if the object cannot be awaited.
pub fn awaitable(vm: &Vm, object: &Obj, form: usize) -> Outcome {
    if object.type_().is(&COROUTINE) {
        return Ok(object.own());
    }
    let Some(await_) = object.type_().async_().await_ else {
        let what = match form {
            1 => "'async with' received an object from __aenter__ that does not implement __await__: ",
            2 => "'async with' received an object from __aexit__ that does not implement __await__: ",
            _ => {
                return Err(vm.type_error(format_args!(
                    "object {} can't be used in 'await' expression",
                    object.type_().short_name()
                )));
            }
        };
        return Err(vm.type_error(format_args!("{what}{}", object.type_().short_name())));
    };
    let iterator = await_(object)?;
    if iterator.type_().is(&COROUTINE) {
        return Err(vm.type_error("__await__() returned a coroutine"));
    }
    if iterator.type_().iternext().is_none() {
        return Err(vm.type_error(format_args!(
            "__await__() returned non-iterator of type '{}'",
            iterator.type_().short_name()
        )));
    }
    Ok(iterator)
}

/// `GET_AITER`
///
/// # Errors
/// TypeError if the object is no asynchronous iterable.
pub fn aiter(vm: &Vm, object: &Obj) -> Outcome {
    let Some(aiter) = object.type_().async_().aiter else {
        return Err(vm.type_error(format_args!(
            "'async for' requires an object with __aiter__ method, got {}",
            object.type_().short_name()
        )));
    };
    let iterator = aiter(object)?;
    if iterator.type_().async_().anext.is_none() {
        return Err(vm.type_error(format_args!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {}",
            iterator.type_().short_name()
        )));
    }
    Ok(iterator)
}

/// `GET_ANEXT`
///
/// # Errors
/// TypeError if the object is no asynchronous iterator.
pub fn anext(vm: &Vm, object: &Obj) -> Outcome {
    let Some(anext) = object.type_().async_().anext else {
        return Err(vm.type_error(format_args!(
            "'async for' requires an iterator with __anext__ method, got {}",
            object.type_().short_name()
        )));
    };
    let step = anext(object)?;
    awaitable(vm, &step, 0)
}

trait ReplaceKind {
    fn replace_kind(&self) -> &str;
}

impl ReplaceKind for str {
    /// `async_generator` as texts call it.
    fn replace_kind(&self) -> &str {
        if self == "async_generator" { "async generator" } else { self }
    }
}

fn generator_iter(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.own())
}

fn generator_next(vm: &Vm, this: &Obj) -> Result<Option<Ref>, Raised> {
    let Some(this) = as_generator(this) else { return Ok(None) };
    match send_value(vm, this, Ref::none())? {
        Resumed::Yielded(item) => Ok(Some(item)),
        Resumed::Returned(value) if value.is_none() => Ok(None),
        Resumed::Returned(value) => Err(vm.stop_iteration(Some(&value))),
    }
}

fn generator_send(vm: &Vm, this: AnyGenerator<'_>, args: &[Ref]) -> Outcome {
    let this = this.0;
    let value = args.first().cloned().unwrap_or_else(Ref::none);
    let resumed = send_value(vm, this, value)?;
    to_python(vm, resumed)
}

fn generator_throw(vm: &Vm, this: AnyGenerator<'_>, args: &[Ref]) -> Outcome {
    let this = this.0;
    let exception = thrown(vm, args)?;
    let resumed = throw(vm, this, exception)?;
    to_python(vm, resumed)
}

/// The exception of the arguments of `throw(type_or_value, value=None, traceback=None)`.
fn thrown(vm: &Vm, args: &[Ref]) -> Outcome {
    let first = args.first().cloned().unwrap_or_else(Ref::none);
    let value = args.get(1).filter(|value| !value.is_none());
    let class = pyrite_object::class::type_of(&first).filter(|class| class.has(flags::BASE_EXCEPTION));
    let exception = match (class, value) {
        (Some(class), Some(value)) if as_exception(value).is_some() && value.type_().is_subtype_of(class) => {
            value.clone()
        }
        (Some(_), Some(value)) => match value.cast::<pyrite_object::raw::tuple::Tuple>() {
            Some(values) => vm.call(&first, values.items())?,
            None => vm.call(&first, core::slice::from_ref(value))?,
        },
        (Some(_), None) => vm.call(&first, &[])?,
        (None, None) if as_exception(&first).is_some() => first,
        (None, Some(_)) if as_exception(&first).is_some() => {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        _ => {
            return Err(vm.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {}",
                first.type_().short_name()
            )));
        }
    };
    if let (Some(traceback), Some(this)) = (args.get(2).filter(|t| !t.is_none()), as_exception(&exception)) {
        this.traceback.set(Some(traceback.clone()));
    }
    Ok(exception)
}

fn generator_close(vm: &Vm, this: AnyGenerator<'_>, _args: &[Ref]) -> Outcome {
    close(vm, this.0)
}

fn generator_name(vm: &Vm, this: &Obj) -> Outcome {
    match as_generator(this) {
        Some(this) => vm.get_attr(&this.function, names::NAME()),
        None => Ok(Ref::none()),
    }
}

fn generator_qualname(vm: &Vm, this: &Obj) -> Outcome {
    match as_generator(this) {
        Some(this) => vm.get_attr(&this.function, names::QUALNAME()),
        None => Ok(Ref::none()),
    }
}

fn generator_code(vm: &Vm, this: &Obj) -> Outcome {
    match as_generator(this) {
        Some(this) => vm.get_attr(&this.function, names::CODE()),
        None => Ok(Ref::none()),
    }
}

fn generator_frame(vm: &Vm, this: &Obj) -> Outcome {
    let Some(this) = as_generator(this).filter(|this| !this.fp.get().is_null()) else {
        return Ok(Ref::none());
    };
    let start = this.code().insns;
    let index = (this.pc.get().addr() - start.addr()) / size_of::<u32>();
    // SAFETY: the frame is complete; that its generator runs does not matter.
    unsafe { crate::frame_object::of_generator(vm, &this.function, this.fp.get(), index) }
}

fn generator_running(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(Ref::bool(as_generator(this).is_some_and(|this| this.state.get() == State::Running)))
}

fn generator_suspended(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(Ref::bool(as_generator(this).is_some_and(|this| this.state.get() == State::Suspended)))
}

fn generator_delegate(_vm: &Vm, this: &Obj) -> Outcome {
    let Some(this) = as_generator(this) else { return Ok(Ref::none()) };
    // SAFETY: a suspended frame's slots hold values.
    Ok(delegate(this)
        .map_or_else(Ref::none, |(receiver, _)| unsafe { (*this.fp.get().add(receiver)).clone() }))
}

fn generator_repr(vm: &Vm, this: &Obj) -> Outcome {
    let name = generator_qualname(vm, this)?;
    let kind = this.type_().short_name();
    vm.str_fmt(format_args!("<{kind} object {} at {:#x}>", pyrite_object::new::Text(&name), this.bits()))
}

/// `tp_dealloc`: a suspended generator is closed first, so that its `finally` blocks run.
unsafe extern "C" fn generator_dealloc(object: NonNull<Header>) {
    let vm = pyrite_object::model::current::vm();
    // SAFETY: the object is whole and held by nobody; it gets a count for the time of `close`.
    unsafe {
        let this: This<'_, Generator> = This::new_unchecked(Obj::from_ptr(object));
        if this.state.get() == State::Suspended {
            (*object.as_ptr()).refcount = 1;
            let raised = vm.thread.raised.take();
            if let Err(error) = close(vm, this) {
                let exception = vm.take_raised(error);
                (vm.unraisable.get())(vm, &exception, Obj::from_ptr(object));
            }
            vm.thread.raised.set(raised);
            (*object.as_ptr()).refcount -= 1;
            if (*object.as_ptr()).refcount > 0 {
                return;
            }
        }
        pyrite_object::heap::finalize::dealloc_builtin(object);
    }
}

/// Any of the three types as the receiver of a method.
struct AnyGenerator<'a>(This<'a, Generator>);

impl<'a> pyrite_object::tables::Receiver<'a> for AnyGenerator<'a> {
    fn receive(vm: &Vm, object: &'a Obj) -> Result<Self, Raised> {
        as_generator(object).map(AnyGenerator).ok_or_else(|| {
            vm.type_error(format_args!(
                "descriptor requires a 'generator' object but received a '{}'",
                object.type_().short_name()
            ))
        })
    }
}

fn await_self(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.own())
}

py_type! {
    /// Generators.
    pub static GENERATOR: Generator = "generator", "" {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION;
        gc container;
        dealloc generator_dealloc;
        slots { repr: unary generator_repr, iter: unary generator_iter, iternext: next generator_next, }
        attrs {
            method "send" (1, 1) = generator_send, "";
            method "throw" (1, 3) = generator_throw, "";
            method "close" (0, 0) = generator_close, "";
            getter "__name__" () = generator_name, "";
            getter "__qualname__" () = generator_qualname, "";
            getter "gi_code" () = generator_code, "";
            getter "gi_frame" () = generator_frame, "";
            getter "gi_running" () = generator_running, "";
            getter "gi_suspended" () = generator_suspended, "";
            getter "gi_yieldfrom" () = generator_delegate, "";
        }
    }
}

py_type! {
    /// Coroutines.
    pub static COROUTINE: Generator = "coroutine", "" {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION;
        gc container;
        dealloc generator_dealloc;
        slots { repr: unary generator_repr, }
        async { await_: unary await_self, }
        attrs {
            method "send" (1, 1) = generator_send, "";
            method "throw" (1, 3) = generator_throw, "";
            method "close" (0, 0) = generator_close, "";
            getter "__name__" () = generator_name, "";
            getter "__qualname__" () = generator_qualname, "";
            getter "cr_code" () = generator_code, "";
            getter "cr_frame" () = generator_frame, "";
            getter "cr_running" () = generator_running, "";
            getter "cr_suspended" () = generator_suspended, "";
            getter "cr_await" () = generator_delegate, "";
        }
    }
}

py_type! {
    /// Asynchronous generators.
    pub static ASYNC_GENERATOR: Generator = "async_generator", "" {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION;
        gc container;
        dealloc generator_dealloc;
        slots { repr: unary generator_repr, }
        attrs {
            getter "__name__" () = generator_name, "";
            getter "__qualname__" () = generator_qualname, "";
            getter "ag_code" () = generator_code, "";
            getter "ag_frame" () = generator_frame, "";
            getter "ag_running" () = generator_running, "";
            getter "ag_suspended" () = generator_suspended, "";
            getter "ag_await" () = generator_delegate, "";
        }
    }
}
