//! `anext(iterator, default)`: an awaitable that gives the default at the end.

use pyrite_object::types::exceptions;
use pyrite_object::{
    Obj, Outcome, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, names, py_type,
};

use super::objects::itself;
use super::{Resumed, awaitable, send};

/// The awaitable of the next item, and the default.
struct AnextDefault {
    step: Ref,
    default: Ref,
}

// SAFETY: ANEXT_DEFAULT's instances hold this.
unsafe impl Storage for AnextDefault {
    const TYPE: &'static Type = &ANEXT_DEFAULT;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.step);
        visitor.visit(&self.default);
    }
}

/// `anext()`
///
/// # Errors
/// TypeError if the object is no asynchronous iterator; what its `__anext__` raises.
pub fn anext(vm: &Vm, iterator: &Obj, default: Option<&Obj>) -> Outcome {
    let Some(anext) = iterator.type_().async_().anext else {
        return Err(vm.type_error(format_args!(
            "'{}' object is not an async iterator",
            iterator.type_().short_name()
        )));
    };
    let step = anext(iterator)?;
    let Some(default) = default else { return Ok(step) };
    let storage = AnextDefault { step, default: default.own() };
    vm.memory(vm.allocate(TypeRef::of(&ANEXT_DEFAULT), storage, size_of::<AnextDefault>()))
}

/// The end of the iteration becomes the default.
fn or_default<T>(vm: &Vm, this: This<'_, AnextDefault>, result: Result<T, Raised>) -> Result<T, Raised> {
    result.map_err(|raised| {
        if !vm.raised_is(&exceptions::STOP_ASYNC_ITERATION) {
            return raised;
        }
        drop(vm.take_raised(raised));
        vm.stop_iteration(Some(&this.default))
    })
}

fn send_to_step(vm: &Vm, this: This<'_, AnextDefault>, value: Ref) -> Outcome {
    let step = awaitable(vm, &this.step, 0)?;
    match or_default(vm, this, send(vm, &step, value))? {
        Resumed::Yielded(item) => Ok(item),
        Resumed::Returned(value) => Err(vm.stop_iteration(Some(&value))),
    }
}

fn anext_next(vm: &Vm, this: This<'_, AnextDefault>) -> Result<Option<Ref>, Raised> {
    send_to_step(vm, this, Ref::none()).map(Some)
}

fn anext_send(vm: &Vm, this: This<'_, AnextDefault>, args: &[Ref]) -> Outcome {
    send_to_step(vm, this, pyrite_object::args::required(args, 0).own())
}

fn anext_throw(vm: &Vm, this: This<'_, AnextDefault>, args: &[Ref]) -> Outcome {
    let step = awaitable(vm, &this.storage().step, 0)?;
    or_default(vm, this, vm.call_method(&step, names::THROW(), args))
}

fn anext_close(vm: &Vm, this: This<'_, AnextDefault>, _args: &[Ref]) -> Outcome {
    let step = awaitable(vm, &this.storage().step, 0)?;
    or_default(vm, this, vm.call_method(&step, names::CLOSE(), &[]))
}

py_type! {
    /// What `anext()` with a default returns.
    pub static ANEXT_DEFAULT: AnextDefault = "anext_awaitable", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary itself, iternext: next anext_next, }
        async { await_: unary itself, }
        attrs {
            method "send" (1, 1) = anext_send, "";
            method "throw" (1, 3) = anext_throw, "";
            method "close" (0, 0) = anext_close, "";
        }
    }
}
