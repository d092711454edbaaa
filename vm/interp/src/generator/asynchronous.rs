//! Asynchronous generators, and the awaitables that make them go on.
//!
//! What such a generator yields itself is wrapped, so that it differs from what passes through
//! it while it awaits. Source: PEP 525.

use core::cell::Cell;

use pyrite_algo::OutOfMemory;
use pyrite_object::model::vm::Slot;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Outcome, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, py_type};

use super::objects::{
    AnyGenerator, finalize as finalize_any, generator_code, generator_delegate, generator_frame,
    generator_name, generator_qualname, generator_repr, generator_suspended, itself, set_generator_name,
    set_generator_qualname, thrown,
};
use super::{Generator, Resumed, State, as_generator, close, send_value, throw, throw_or_close};

/// An asynchronous generator.
#[repr(C)]
pub struct AsyncGenerator {
    generator: Generator,
    /// Called in place of closing the generator when it dies.
    finalizer: Slot,
    /// The hooks have been asked.
    hooked: Cell<bool>,
    /// `aclose()` was called, or it is over.
    closed: Cell<bool>,
    /// One of its awaitables is running.
    running: Cell<bool>,
}

// SAFETY: ASYNC_GENERATOR's instances hold this.
unsafe impl Storage for AsyncGenerator {
    const TYPE: &'static Type = &ASYNC_GENERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        self.generator.traverse(visitor);
        self.finalizer.visit(visitor);
    }

    fn clear(&self) {
        self.generator.clear();
        self.finalizer.set(None);
    }
}

/// A new asynchronous generator.
///
/// # Errors
/// [`OutOfMemory`].
pub fn allocate(vm: &Vm, generator: Generator) -> Result<Ref, OutOfMemory> {
    let storage = AsyncGenerator {
        generator,
        finalizer: Slot::new(None),
        hooked: Cell::new(false),
        closed: Cell::new(false),
        running: Cell::new(false),
    };
    vm.allocate(TypeRef::of(&ASYNC_GENERATOR), storage, size_of::<AsyncGenerator>())
}

/// The end of a generator that is not over: the hook's work, or it is closed.
///
/// # Errors
/// What these raise.
pub fn finalize(vm: &Vm, this: This<'_, AsyncGenerator>) -> Result<(), Raised> {
    match this.finalizer.get() {
        Some(finalizer) if !this.closed.get() => vm.call_one(&finalizer, this.obj()).map(drop),
        _ => match as_generator(this.obj()) {
            Some(generator) => close(vm, generator).map(drop),
            None => Ok(()),
        },
    }
}

/// A value that an asynchronous generator yields.
struct Wrapped {
    value: Ref,
}

// SAFETY: WRAPPED's instances hold this.
unsafe impl Storage for Wrapped {
    const TYPE: &'static Type = &WRAPPED;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.value);
    }
}

/// Wraps a value to be yielded.
///
/// # Errors
/// MemoryError.
pub fn wrap(vm: &Vm, value: Ref) -> Outcome {
    vm.memory(vm.allocate(TypeRef::of(&WRAPPED), Wrapped { value }, size_of::<Wrapped>()))
}

/// What an awaitable of a generator is to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `__anext__()` and `asend()`
    Send,
    /// `athrow()`
    Throw,
    /// `aclose()`
    Close,
}

/// How far an awaitable is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Created,
    Started,
    Over,
}

/// What is awaited to make a generator go on.
struct Advance {
    generator: Ref,
    /// The value to send, or the arguments of `throw` (a tuple).
    argument: Ref,
    kind: Kind,
    progress: Cell<Progress>,
}

// SAFETY: instances of SEND_STEP and THROW_STEP hold this.
unsafe impl Storage for Advance {
    const TYPE: &'static Type = &SEND_STEP;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.generator);
        visitor.visit(&self.argument);
    }
}

/// Tells the hooks of a generator that is used for the first time, and makes an awaitable.
fn advance(vm: &Vm, generator: &Obj, kind: Kind, argument: Ref) -> Outcome {
    if let Some(this) = generator.exact::<AsyncGenerator>()
        && !this.hooked.replace(true)
    {
        let [first, finalizer] = &vm.async_hooks;
        this.finalizer.set(finalizer.get());
        if let Some(first) = first.get() {
            vm.call_one(&first, generator)?;
        }
    }
    let storage =
        Advance { generator: generator.own(), argument, kind, progress: Cell::new(Progress::Created) };
    let type_ = if kind == Kind::Send { &SEND_STEP } else { &THROW_STEP };
    vm.memory(vm.allocate(TypeRef::of(type_), storage, size_of::<Advance>()))
}

/// Either type of awaitable as a receiver.
struct Step<'a>(&'a Advance);

impl<'a> pyrite_object::tables::Receiver<'a> for Step<'a> {
    fn receive(vm: &Vm, object: &'a Obj) -> Result<Self, Raised> {
        let send = object.exact::<Advance>().map(This::storage);
        send.or_else(|| object.exact::<ThrowStep>().map(|this| &this.storage().0))
            .map(Step)
            .ok_or_else(|| vm.type_error("descriptor requires an awaitable of an asynchronous generator"))
    }
}

/// `Advance` under the type of `athrow()` and `aclose()`.
#[repr(transparent)]
struct ThrowStep(Advance);

// SAFETY: THROW_STEP's instances hold an `Advance`, which this is.
unsafe impl Storage for ThrowStep {
    const TYPE: &'static Type = &THROW_STEP;
}

impl Advance {
    /// The generator's two sides.
    fn sides(&self) -> Option<(This<'_, Generator>, &AsyncGenerator)> {
        Some((as_generator(&self.generator)?, self.generator.exact::<AsyncGenerator>()?.storage()))
    }

    /// Checks at every step: it is not over, and the first does not find the generator running.
    fn begin(&self, vm: &Vm, generator: &AsyncGenerator) -> Result<(), Raised> {
        let names = if self.kind == Kind::Send { "__anext__()/asend()" } else { "aclose()/athrow()" };
        match self.progress.get() {
            Progress::Over => {
                return Err(vm.runtime_error(format_args!("cannot reuse already awaited {names}")));
            }
            Progress::Created if generator.running.get() => {
                self.progress.set(Progress::Over);
                let name = match self.kind {
                    Kind::Send => "anext",
                    Kind::Throw => "athrow",
                    Kind::Close => "aclose",
                };
                return Err(
                    vm.runtime_error(format_args!("{name}(): asynchronous generator is already running"))
                );
            }
            Progress::Created | Progress::Started => {}
        }
        Ok(())
    }

    /// What a step of the generator means to who awaits: the awaited yields, a value ends it.
    fn finish(&self, vm: &Vm, generator: &AsyncGenerator, resumed: Result<Resumed, Raised>) -> Outcome {
        let ended = match resumed {
            Ok(Resumed::Yielded(item)) => match item.exact::<Wrapped>() {
                None => return Ok(item),
                Some(_) if self.kind == Kind::Close => {
                    vm.runtime_error("async generator ignored GeneratorExit")
                }
                Some(wrapped) if wrapped.value.is_none() => vm.stop_iteration(None),
                Some(wrapped) => vm.stop_iteration(Some(&wrapped.value)),
            },
            Ok(Resumed::Returned(_)) => {
                generator.closed.set(true);
                vm.raise_with(&exceptions::STOP_ASYNC_ITERATION, &[])
            }
            Err(raised) => raised,
        };
        generator.running.set(false);
        self.progress.set(Progress::Over);
        if vm.raised_is(&exceptions::STOP_ASYNC_ITERATION) || vm.raised_is(&exceptions::GENERATOR_EXIT) {
            generator.closed.set(true);
            if self.kind == Kind::Close {
                drop(vm.take_raised(ended));
                return Err(vm.stop_iteration(None));
            }
        }
        Err(ended)
    }

    fn send(&self, vm: &Vm, value: &Obj) -> Outcome {
        let Some((generator, own)) = self.sides() else { return Ok(Ref::none()) };
        self.begin(vm, own)?;
        if self.kind != Kind::Send && generator.state.get() == State::Done {
            self.progress.set(Progress::Over);
            return Err(vm.stop_iteration(None));
        }
        if self.progress.replace(Progress::Started) == Progress::Started {
            return self.finish(vm, own, send_value(vm, generator, value.own()));
        }
        if self.kind == Kind::Send {
            own.running.set(true);
            let value = if value.is_none() { self.argument.clone() } else { value.own() };
            return self.finish(vm, own, send_value(vm, generator, value));
        }
        if own.closed.get() {
            self.progress.set(Progress::Over);
            return Err(vm.raise_with(&exceptions::STOP_ASYNC_ITERATION, &[]));
        }
        if !value.is_none() {
            self.progress.set(Progress::Created);
            return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
        }
        own.running.set(true);
        let exception = if self.kind == Kind::Close {
            own.closed.set(true);
            vm.new_exception(&exceptions::GENERATOR_EXIT, &[])
        } else {
            thrown(
                vm,
                self.argument.cast::<pyrite_object::raw::tuple::Tuple>().map_or(&[][..], |args| args.items()),
            )
        };
        let resumed = exception.and_then(|exception| throw_or_close(vm, generator, exception, false));
        self.finish(vm, own, resumed)
    }

    fn throw(&self, vm: &Vm, args: &[Ref]) -> Outcome {
        let Some((generator, own)) = self.sides() else { return Ok(Ref::none()) };
        self.begin(vm, own)?;
        if self.progress.replace(Progress::Started) == Progress::Created {
            own.running.set(true);
        }
        let resumed = thrown(vm, args).and_then(|exception| throw(vm, generator, exception));
        self.finish(vm, own, resumed)
    }

    fn close(&self, vm: &Vm) -> Outcome {
        if self.progress.get() == Progress::Over {
            return Ok(Ref::none());
        }
        let exit = vm.new_exception(&exceptions::GENERATOR_EXIT, &[])?;
        match self.throw(vm, &[exit]) {
            Ok(_) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
            Err(raised) => {
                let expected = [
                    &exceptions::STOP_ITERATION,
                    &exceptions::STOP_ASYNC_ITERATION,
                    &exceptions::GENERATOR_EXIT,
                ];
                if !expected.into_iter().any(|type_| vm.raised_is(type_)) {
                    return Err(raised);
                }
                drop(vm.take_raised(raised));
                Ok(Ref::none())
            }
        }
    }
}

fn step_send(vm: &Vm, this: Step<'_>, args: &[Ref]) -> Outcome {
    this.0.send(vm, pyrite_object::args::required(args, 0))
}

fn step_throw(vm: &Vm, this: Step<'_>, args: &[Ref]) -> Outcome {
    this.0.throw(vm, args)
}

fn step_close(vm: &Vm, this: Step<'_>, _args: &[Ref]) -> Outcome {
    this.0.close(vm)
}

fn step_next(vm: &Vm, this: Step<'_>) -> Result<Option<Ref>, Raised> {
    this.0.send(vm, Obj::NONE).map(Some)
}

/// An awaitable that nobody awaited.
fn step_finalize(vm: &Vm, object: &Obj) {
    let Ok(Step(this)) = <Step<'_> as pyrite_object::tables::Receiver<'_>>::receive(vm, object) else {
        return;
    };
    if this.progress.get() != Progress::Created {
        return;
    }
    let Some(generator) = as_generator(&this.generator) else { return };
    let method = match this.kind {
        Kind::Send => "asend",
        Kind::Throw => "athrow",
        Kind::Close => "aclose",
    };
    let before = vm.thread.raised.take();
    let warned = generator_qualname(vm, AnyGenerator(generator)).and_then(|name| {
        let name = pyrite_object::new::Text(&name);
        vm.warn(
            &exceptions::RUNTIME_WARNING,
            format_args!("coroutine method '{method}' of '{name}' was never awaited"),
        )
    });
    if let Err(raised) = warned {
        let exception = vm.take_raised(raised);
        (vm.unraisable.get())(vm, &exception, object, None);
    }
    vm.thread.raised.set(before);
}

fn anext(vm: &Vm, this: &Obj) -> Outcome {
    advance(vm, this, Kind::Send, Ref::none())
}

fn asend(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    advance(vm, this, Kind::Send, pyrite_object::args::required(args, 0).own())
}

fn athrow(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    let args = vm.tuple_of(args)?;
    advance(vm, this, Kind::Throw, args)
}

fn aclose(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    advance(vm, this, Kind::Close, Ref::none())
}

fn async_running(_vm: &Vm, this: This<'_, AsyncGenerator>) -> Outcome {
    Ok(Ref::bool(this.running.get()))
}

macro_rules! step_type {
    ($(#[$doc:meta])* $name:ident: $storage:ty = $text:literal) => {
        py_type! {
            $(#[$doc])*
            pub static $name: $storage = $text, "" {
                flags flags::DISALLOW_INSTANTIATION;
                gc container;
                slots { iter: unary itself, iternext: next step_next, finalize: finalize step_finalize, }
                async { await_: unary itself, }
                attrs {
                    method "send" (1, 1) = step_send, "";
                    method "throw" (1, 3) = step_throw, "";
                    method "close" (0, 0) = step_close, "";
                }
            }
        }
    };
}

step_type! {
    /// What `__anext__()` and `asend()` return.
    SEND_STEP: Advance = "async_generator_asend"
}

step_type! {
    /// What `athrow()` and `aclose()` return.
    THROW_STEP: Advance = "async_generator_athrow"
}

py_type! {
    /// Values on their way out of an asynchronous generator.
    pub static WRAPPED: Wrapped = "async_generator_wrapped_value", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
    }
}

py_type! {
    /// Asynchronous generators.
    pub static ASYNC_GENERATOR: AsyncGenerator = "async_generator", "" {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary generator_repr, finalize: finalize finalize_any, }
        async { aiter: unary itself, anext: unary anext, }
        attrs {
            classmethod "__class_getitem__" (1, 1) = pyrite_object::types::generic_alias::class_get_item, "See PEP 585";
            method "asend" (1, 1) = asend, "Send a value into the generator: an awaitable of its next value.";
            method "athrow" (1, 3) = athrow, "Raise an exception in the generator: an awaitable of its next value.";
            method "aclose" (0, 0) = aclose, "Raise GeneratorExit in the generator: an awaitable.";
            getset "__name__" (set_generator_name) = generator_name, "name of the async generator";
            getset "__qualname__" (set_generator_qualname) = generator_qualname, "qualified name of the async generator";
            getter "ag_code" () = generator_code, "";
            getter "ag_frame" () = generator_frame, "";
            getter "ag_running" () = async_running, "";
            getter "ag_suspended" () = generator_suspended, "";
            getter "ag_await" () = generator_delegate, "what is awaited, or None";
        }
    }
}
