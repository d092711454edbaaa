//! What all exceptions have: arguments, traceback, context, notes.

use super::add_note;
use crate::coll::dict::Dict;
use crate::exc::BaseException;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, This, TypeRef, Vm};
use crate::names;
use crate::new::Text;
use crate::raw::tuple::Tuple;

/// `args` as a slice.
fn with_args<T>(this: &BaseException, use_args: impl FnOnce(&[Ref]) -> T) -> T {
    let args = this.args.get();
    use_args(args.as_deref().and_then(|args| args.cast::<Tuple>()).map_or(&[][..], |args| args.items()))
}

/// The arguments by position, and those named in `allowed`.
///
/// # Errors
/// TypeError for a keyword that is not allowed.
pub fn split_keywords<'a, const N: usize>(
    vm: &Vm,
    type_: TypeRef,
    args: &'a [Ref],
    names: Option<&Obj>,
    allowed: [&str; N],
) -> Result<(&'a [Ref], [Option<&'a Ref>; N]), Raised> {
    let mut found = [None; N];
    let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (positional, values) =
        args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
    for (name, value) in names.iter().zip(values) {
        let index = allowed.iter().position(|allowed| crate::ops::call::str_is(name, allowed));
        match index.and_then(|index| found.get_mut(index)) {
            Some(place) => *place = Some(value),
            None if N == 0 => {
                return Err(
                    vm.type_error(format_args!("{}() takes no keyword arguments", type_.short_name()))
                );
            }
            None => {
                return Err(vm.type_error(format_args!(
                    "{}() got an unexpected keyword argument '{}'",
                    type_.short_name(),
                    Text(name)
                )));
            }
        }
    }
    Ok((positional, found))
}

/// Whether no class overrides `__init__`: then `__new__` does its work as well.
pub fn has_native_init(type_: TypeRef) -> bool {
    let native = crate::class::instance::native_base(type_);
    type_.init().map(|init| init as usize) == native.init().map(|init| init as usize)
}

/// `__new__` of exceptions without data of their own.
///
/// # Errors
/// TypeError for keywords; MemoryError.
pub fn exception_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let args = match names {
        None => args,
        Some(_) if has_native_init(type_) => split_keywords(vm, type_, args, names, [])?.0,
        Some(names) => {
            let count = names.cast::<Tuple>().map_or(0, |names| names.items().len());
            args.get(..args.len().saturating_sub(count)).unwrap_or(args)
        }
    };
    let args = vm.tuple_of(args)?;
    vm.memory(vm.allocate(type_, BaseException::new(args), size_of::<BaseException>()))
}

/// `BaseException.__init__`
pub fn exception_init(
    vm: &Vm,
    this: This<'_, BaseException>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let (args, []) = split_keywords(vm, this.obj().type_(), args, names, [])?;
    this.args.set(Some(vm.tuple_of(args)?));
    Ok(())
}

/// `str(exception)`: nothing, the argument, or all of them.
pub fn exception_str(vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    let args = this.args.get().unwrap_or_else(|| crate::raw::tuple::empty().own());
    match args.cast::<Tuple>().map_or(&[][..], |args| args.items()) {
        [] => Ok(names::EMPTY().own()),
        [only] => vm.to_str(only),
        _ => vm.to_str(&args),
    }
}

/// `repr(exception)`
pub fn exception_repr(vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    let name = this.obj().type_().short_name();
    let only = with_args(&this, |args| if let [only] = args { Some(only.clone()) } else { None });
    match only {
        Some(only) => {
            let text = vm.repr(&only)?;
            vm.str_fmt(format_args!("{name}({})", Text(&text)))
        }
        None => {
            let args = this.args.get().unwrap_or_else(|| crate::raw::tuple::empty().own());
            let text = vm.repr(&args)?;
            vm.str_fmt(format_args!("{name}{}", Text(&text)))
        }
    }
}

/// `str(KeyError(key))` shows the key as `repr` does.
pub fn key_error_str(vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    let only = with_args(&this, |args| if let [only] = args { Some(only.clone()) } else { None });
    match only {
        Some(only) => vm.repr(&only),
        None => exception_str(vm, this),
    }
}

/// The value of a slot, or None.
pub fn slot_value(slot: &Slot) -> Outcome {
    Ok(slot.get().unwrap_or_else(Ref::none))
}

fn args(_vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    slot_value(&this.args)
}

fn set_args(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("args may not be deleted")) };
    this.args.set(Some(vm.collect_tuple(value)?));
    Ok(())
}

fn traceback(_vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    slot_value(&this.traceback)
}

fn set_traceback(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("__traceback__ may not be deleted")) };
    if !value.is_none() && value.type_().short_name() != "traceback" {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    this.traceback.set(Some(value.own()).filter(|value| !value.is_none()));
    Ok(())
}

/// An exception to link to, or `None` for None.
fn link(vm: &Vm, what: &str, value: Option<&Obj>) -> Result<Option<Ref>, Raised> {
    match value {
        None => Err(vm.type_error(format_args!("__{what}__ may not be deleted"))),
        Some(value) if value.is_none() => Ok(None),
        Some(value) if value.cast::<BaseException>().is_some() => Ok(Some(value.own())),
        Some(_) => {
            Err(vm.type_error(format_args!("exception {what} must be None or derive from BaseException")))
        }
    }
}

fn context(_vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    slot_value(&this.context)
}

fn set_context(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
    this.context.set(link(vm, "context", value)?);
    Ok(())
}

fn cause(_vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    slot_value(&this.cause)
}

fn set_cause(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
    this.cause.set(link(vm, "cause", value)?);
    this.suppress_context.set(true);
    Ok(())
}

fn suppress_context(_vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    Ok(Ref::bool(this.suppress_context.get()))
}

fn set_suppress_context(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
    match value {
        Some(value) if value.is(Obj::TRUE) || value.is(Obj::FALSE) => {
            this.suppress_context.set(value.is(Obj::TRUE));
            Ok(())
        }
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
        None => Err(vm.type_error("can't delete numeric/char attribute")),
    }
}

fn dict(vm: &Vm, this: This<'_, BaseException>) -> Outcome {
    vm.instance_dict(this.obj())?.ok_or_else(|| vm.no_attribute(this.obj(), names::DICT()))
}

fn set_dict(vm: &Vm, this: This<'_, BaseException>, value: Option<&Obj>) -> Result<(), Raised> {
    match value {
        Some(value) if value.cast::<Dict>().is_some() => {
            vm.set_instance_dict(this.obj(), value);
            Ok(())
        }
        Some(value) => Err(vm.type_error(format_args!(
            "__dict__ must be set to a dictionary, not a '{}'",
            value.type_().short_name()
        ))),
        None => Err(vm.type_error("cannot delete __dict__")),
    }
}

fn with_traceback(vm: &Vm, this: This<'_, BaseException>, args: &[Ref]) -> Outcome {
    set_traceback(vm, this, crate::args::optional(args, 0))?;
    Ok(this.own())
}

fn add_note_method(vm: &Vm, this: This<'_, BaseException>, args: &[Ref]) -> Outcome {
    add_note(vm, this.obj(), crate::args::required(args, 0))?;
    Ok(Ref::none())
}

fn reduce(vm: &Vm, this: This<'_, BaseException>, _args: &[Ref]) -> Outcome {
    let args = slot_value(&this.args)?;
    let class = this.obj().type_().own();
    match this.dict.get() {
        Some(dict) => vm.tuple(&[&class, &args, &dict]),
        None => vm.tuple(&[&class, &args]),
    }
}

fn set_state(vm: &Vm, this: This<'_, BaseException>, args: &[Ref]) -> Outcome {
    let state = crate::args::required(args, 0);
    if state.is_none() {
        return Ok(Ref::none());
    }
    let Some(state) = state.cast::<Dict>() else { return Err(vm.type_error("state is not a dictionary")) };
    let mut position = 0;
    while let Some((next, name, value)) = state.next_entry(position) {
        vm.set_attr(this.obj(), &*vm.attr_name(&name)?, &value)?;
        position = next;
    }
    Ok(Ref::none())
}

crate::py_type! {
    /// `BaseException`
    pub static BASE_EXCEPTION: BaseException = "BaseException", "Base of every exception" {
        flags crate::model::flags::BASE;
        gc exception;
        new exception_new;
        slots { repr: unary exception_repr, str_: unary exception_str, init: init exception_init, }
        attrs {
            getset "args" (set_args) = args, "";
            getset "__traceback__" (set_traceback) = traceback, "";
            getset "__context__" (set_context) = context, "exception context";
            getset "__cause__" (set_cause) = cause, "exception cause";
            getset "__suppress_context__" (set_suppress_context) = suppress_context, "";
            getset "__dict__" (set_dict) = dict, "";
            method "with_traceback" (1, 1) = with_traceback, "Set self.__traceback__ to tb and return self.";
            method "add_note" (1, 1) = add_note_method, "Add a note to the exception";
            method "__reduce__" (0, 0) = reduce, "";
            method "__setstate__" (1, 1) = set_state, "";
        }
    }
}
