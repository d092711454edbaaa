//! Generators and coroutines as Python sees them.

use pyrite_object::exc::as_exception;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::tables::Receiver;
use pyrite_object::types::exceptions;
use pyrite_object::{
    Obj, Outcome, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, names, py_type,
};

use super::{
    Generator, Resumed, State, as_generator, asynchronous, close, delegated, frame_of, send_value, throw,
    to_python,
};

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
    if args.len() > 1 {
        vm.warn(
            &exceptions::DEPRECATION_WARNING,
            format_args!(
                "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead."
            ),
        )?;
    }
    let exception = thrown(vm, args)?;
    let resumed = throw(vm, this, exception)?;
    to_python(vm, resumed)
}

/// The exception of the arguments of `throw(type_or_value, value=None, traceback=None)`.
pub(super) fn thrown(vm: &Vm, args: &[Ref]) -> Outcome {
    let first = args.first().cloned().unwrap_or_else(Ref::none);
    let value = args.get(1).filter(|value| !value.is_none());
    let class = pyrite_object::class::type_of(&first).filter(|class| class.has(flags::BASE_EXCEPTION));
    let exception = match (class, value) {
        (Some(class), Some(value)) if as_exception(value).is_some() && value.type_().is_subtype_of(class) => {
            value.clone()
        }
        (Some(_), Some(value)) => match value.cast::<Tuple>() {
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
    if as_exception(&exception).is_none() {
        let class = vm.repr(pyrite_object::args::required(args, 0))?;
        return Err(vm.type_error(format_args!(
            "calling {} should have returned an instance of BaseException, not {}",
            Text(&class),
            exception.type_().short_name()
        )));
    }
    if let (Some(traceback), Some(this)) = (args.get(2).filter(|t| !t.is_none()), as_exception(&exception)) {
        this.traceback.set(Some(traceback.clone()));
    }
    Ok(exception)
}

fn generator_close(vm: &Vm, this: AnyGenerator<'_>, _args: &[Ref]) -> Outcome {
    close(vm, this.0)
}

/// `__name__` (0) or `__qualname__` (1): its own, or that of the function.
fn name_of(vm: &Vm, this: This<'_, Generator>, index: usize) -> Outcome {
    let own = this.names.get();
    if let Some(name) = own.as_deref().and_then(|own| own.cast::<Tuple>()?.items().get(index).cloned()) {
        return Ok(name);
    }
    vm.get_attr(&this.function, if index == 0 { names::NAME() } else { names::QUALNAME() })
}

fn set_name_of(vm: &Vm, this: AnyGenerator<'_>, index: usize, value: Option<&Obj>) -> Result<(), Raised> {
    let Some(value) = value.filter(|value| value.cast::<Str>().is_some()) else {
        let name = if index == 0 { "__name__" } else { "__qualname__" };
        return Err(vm.type_error(format_args!("{name} must be set to a string object")));
    };
    let other = name_of(vm, this.0, 1 - index)?;
    let own = if index == 0 { vm.tuple(&[value, &other]) } else { vm.tuple(&[&other, value]) };
    this.0.names.set(Some(own?));
    Ok(())
}

pub(super) fn generator_name(vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    name_of(vm, this.0, 0)
}

pub(super) fn set_generator_name(vm: &Vm, this: AnyGenerator<'_>, value: Option<&Obj>) -> Result<(), Raised> {
    set_name_of(vm, this, 0, value)
}

pub(super) fn generator_qualname(vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    name_of(vm, this.0, 1)
}

pub(super) fn set_generator_qualname(
    vm: &Vm,
    this: AnyGenerator<'_>,
    value: Option<&Obj>,
) -> Result<(), Raised> {
    set_name_of(vm, this, 1, value)
}

pub(super) fn generator_code(vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    vm.get_attr(&this.0.function, names::CODE())
}

fn generator_running(_vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    Ok(Ref::bool(this.0.state.get() == State::Running))
}

pub(super) fn generator_suspended(_vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    Ok(Ref::bool(this.0.state.get() == State::Suspended))
}

pub(super) fn generator_frame(vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    frame_of(vm, this.0)
}

pub(super) fn generator_delegate(_vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    Ok(delegated(this.0).unwrap_or_else(Ref::none))
}

pub(super) fn generator_repr(vm: &Vm, this: AnyGenerator<'_>) -> Outcome {
    let name = name_of(vm, this.0, 1)?;
    let kind = this.0.obj().type_().short_name();
    vm.str_fmt(format_args!("<{kind} object {} at {:#x}>", Text(&name), this.0.obj().bits()))
}

/// `tp_finalize`: a suspended generator is closed, so that its `finally` blocks run.
pub(super) fn finalize(vm: &Vm, object: &Obj) {
    let Some(this) = as_generator(object) else { return };
    let state = this.state.get();
    if !matches!(state, State::Created | State::Suspended) {
        return;
    }
    let before = vm.thread.raised.take();
    let result = if let Some(generator) = object.exact::<asynchronous::AsyncGenerator>() {
        asynchronous::finalize(vm, generator)
    } else if state == State::Suspended {
        close(vm, this).map(drop)
    } else if object.type_().is(&COROUTINE) {
        warn_unawaited(vm, this)
    } else {
        Ok(())
    };
    if let Err(raised) = result {
        let exception = vm.take_raised(raised);
        (vm.unraisable.get())(vm, &exception, object, None);
    }
    vm.thread.raised.set(before);
}

fn warn_unawaited(vm: &Vm, this: This<'_, Generator>) -> Result<(), Raised> {
    let name = name_of(vm, this, 1)?;
    vm.warn(&exceptions::RUNTIME_WARNING, format_args!("coroutine '{}' was never awaited", Text(&name)))
}

/// Any of the three types as the receiver of a method.
pub(super) struct AnyGenerator<'a>(pub This<'a, Generator>);

impl<'a> Receiver<'a> for AnyGenerator<'a> {
    fn receive(vm: &Vm, object: &'a Obj) -> Result<Self, Raised> {
        as_generator(object).map(AnyGenerator).ok_or_else(|| {
            vm.type_error(format_args!(
                "descriptor requires a 'generator' object but received a '{}'",
                object.type_().short_name()
            ))
        })
    }
}

/// What `coroutine.__await__()` returns: an iterator that runs the coroutine.
struct CoroutineWrapper {
    coroutine: Ref,
}

// SAFETY: COROUTINE_WRAPPER's instances hold this.
unsafe impl Storage for CoroutineWrapper {
    const TYPE: &'static Type = &COROUTINE_WRAPPER;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.coroutine);
    }
}

fn coroutine_await(vm: &Vm, this: &Obj) -> Outcome {
    let storage = CoroutineWrapper { coroutine: this.own() };
    vm.memory(vm.allocate(TypeRef::of(&COROUTINE_WRAPPER), storage, size_of::<CoroutineWrapper>()))
}

fn wrapper_send(vm: &Vm, this: This<'_, CoroutineWrapper>, args: &[Ref]) -> Outcome {
    generator_send(vm, Receiver::receive(vm, &this.storage().coroutine)?, args)
}

fn wrapper_throw(vm: &Vm, this: This<'_, CoroutineWrapper>, args: &[Ref]) -> Outcome {
    generator_throw(vm, Receiver::receive(vm, &this.storage().coroutine)?, args)
}

fn wrapper_close(vm: &Vm, this: This<'_, CoroutineWrapper>, args: &[Ref]) -> Outcome {
    generator_close(vm, Receiver::receive(vm, &this.storage().coroutine)?, args)
}

fn wrapper_next(vm: &Vm, this: This<'_, CoroutineWrapper>) -> Result<Option<Ref>, Raised> {
    generator_next(vm, &this.coroutine)
}

/// The object itself: `iter()` of iterators, `__await__` of what is its own awaitable.
pub(super) fn itself(_vm: &Vm, this: &Obj) -> Outcome {
    Ok(this.own())
}

py_type! {
    /// What runs a coroutine that is awaited by an explicit `__await__()`.
    pub static COROUTINE_WRAPPER: CoroutineWrapper = "coroutine_wrapper", "A wrapper object implementing __await__ for coroutines." {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary itself, iternext: next wrapper_next, }
        attrs {
            method "send" (1, 1) = wrapper_send, "";
            method "throw" (1, 3) = wrapper_throw, "";
            method "close" (0, 0) = wrapper_close, "";
        }
    }
}

py_type! {
    /// Generators.
    pub static GENERATOR: Generator = "generator", "" {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION;
        gc container;
        slots {
            repr: unary generator_repr, iter: unary itself, iternext: next generator_next,
            finalize: finalize finalize,
        }
        attrs {
            method "send" (1, 1) = generator_send, "";
            method "throw" (1, 3) = generator_throw, "";
            method "close" (0, 0) = generator_close, "";
            getset "__name__" (set_generator_name) = generator_name, "name of the generator";
            getset "__qualname__" (set_generator_qualname) = generator_qualname, "qualified name of the generator";
            getter "gi_code" () = generator_code, "";
            getter "gi_frame" () = generator_frame, "";
            getter "gi_running" () = generator_running, "";
            getter "gi_suspended" () = generator_suspended, "";
            getter "gi_yieldfrom" () = generator_delegate, "what yield from runs, or None";
        }
    }
}

py_type! {
    /// Coroutines.
    pub static COROUTINE: Generator = "coroutine", "" {
        flags flags::MANAGED_WEAKREF | flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary generator_repr, finalize: finalize finalize, }
        async { await_: unary coroutine_await, }
        attrs {
            method "send" (1, 1) = generator_send, "";
            method "throw" (1, 3) = generator_throw, "";
            method "close" (0, 0) = generator_close, "";
            getset "__name__" (set_generator_name) = generator_name, "name of the coroutine";
            getset "__qualname__" (set_generator_qualname) = generator_qualname, "qualified name of the coroutine";
            getter "cr_code" () = generator_code, "";
            getter "cr_frame" () = generator_frame, "";
            getter "cr_running" () = generator_running, "";
            getter "cr_suspended" () = generator_suspended, "";
            getter "cr_await" () = generator_delegate, "what is awaited, or None";
            getter "cr_origin" () = |_: &Vm, _: &Obj| Ok(Ref::none()), "";
        }
    }
}
