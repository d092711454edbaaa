//! `await`, `async for` and `yield from`: what may stand behind them.

use pyrite_bytecode::CodeFlags;
use pyrite_object::{Obj, Outcome, Vm};

use super::objects::COROUTINE;
use super::{as_generator, delegated};
use crate::code::Code;

/// `GET_YIELD_FROM`
///
/// # Errors
/// TypeError if the object is not iterable.
pub fn yield_from_iter(vm: &Vm, object: &Obj, code: &Code) -> Outcome {
    if object.type_().is(&COROUTINE) {
        if code.flags.contains(CodeFlags::COROUTINE) || code.flags.contains(CodeFlags::ITERABLE_COROUTINE) {
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
    if let Some(this) = as_generator(object) {
        if object.type_().is(&COROUTINE) {
            if delegated(this).is_some() {
                return Err(vm.runtime_error("coroutine is being awaited already"));
            }
            return Ok(object.own());
        }
        if this.code().flags.contains(CodeFlags::ITERABLE_COROUTINE) {
            return Ok(object.own());
        }
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
    awaitable(vm, &step, 0).map_err(|raised| {
        let cause = vm.take_raised(raised);
        let raised = vm.type_error(format_args!(
            "'async for' received an invalid object from __anext__: {}",
            step.type_().short_name()
        ));
        let exception = vm.take_raised(raised);
        super::set_cause(&exception, &cause);
        vm.reraise(exception)
    })
}
