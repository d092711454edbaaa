//! Slots of builtin types as method objects: `int.__add__`, `[].__len__`.

use core::ffi::c_int;

use super::slots::{Function, Place, SLOT_DEFS, SlotDef, read};
use crate::model::slots::*;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, TypeRef, Vm};
use crate::raw::tuple::Tuple;
use crate::types::wrapper::SlotWrapper;

/// How a method call becomes a call of the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the slot signatures and operators")]
pub enum Wrap {
    /// The name sets a slot but is never shown.
    Hidden,
    Unary,
    GetAttr,
    Binary,
    BinaryLeft,
    BinaryRight,
    Power,
    PowerRight,
    InplacePower,
    Inquiry,
    Hash,
    Length,
    Item,
    SetIndex,
    DelIndex,
    Repeat,
    Contains,
    SetItem,
    DelItem,
    SetAttr,
    DelAttr,
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
    Next,
    Call,
    Init,
    DescrGet,
    DescrSet,
    DescrDelete,
    Del,
}

/// The slot and type behind a wrapper object, if it is one.
pub fn wrapped(object: &Obj) -> Option<(&'static SlotDef, TypeRef)> {
    let this = object.exact::<SlotWrapper>()?;
    Some((this.def, this.owner))
}

/// The slot function behind a wrapper of slot `place`, to call it without the wrapper.
pub fn slot_function<F: Copy>(object: &Obj, place: Place) -> Option<F> {
    const { assert!(size_of::<F>() == size_of::<Function>()) };
    let (def, owner) = wrapped(object)?;
    let function = read(owner, place);
    if def.place != place || function.is_null() {
        return None;
    }
    // SAFETY: callers name the function type that goes with the place.
    Some(unsafe { core::mem::transmute_copy::<Function, F>(&function) })
}

/// The definition that a builtin type shows under `name`: the first filled slot of that name.
pub fn shown(type_: TypeRef, name: &Obj) -> Option<&'static SlotDef> {
    SLOT_DEFS.iter().find(|def| {
        (def.name)().is(name) && def.wrap != Wrap::Hidden && super::slots::defines(type_, def.place)
    })
}

/// Calls a slot: `args[0]` is the object.
///
/// # Errors
/// TypeError if the arguments do not fit; what the slot raises.
pub fn call(vm: &Vm, def: &SlotDef, owner: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let Some((this, rest)) = args.split_first() else {
        return Err(vm.type_error(format_args!(
            "descriptor '{}' of '{}' object needs an argument",
            crate::new::Text((def.name)()),
            owner.short_name()
        )));
    };
    if !this.type_().is_subtype_of(owner) {
        return Err(vm.type_error(format_args!(
            "descriptor '{}' requires a '{}' object but received a '{}'",
            crate::new::Text((def.name)()),
            owner.short_name(),
            this.type_().short_name()
        )));
    }
    let function = read(owner, def.place);
    if function.is_null() {
        return Err(vm.no_attribute(this, (def.name)()));
    }
    if matches!(def.wrap, Wrap::Call | Wrap::Init) {
        return call_with_keywords(vm, def.wrap, owner, this, rest, names);
    }
    if names.is_some() {
        return Err(vm.type_error(format_args!(
            "wrapper {}() takes no keyword arguments",
            crate::new::Text((def.name)())
        )));
    }
    check_count(vm, def.wrap, rest.len())?;
    let none = Obj::NONE;
    let arg = |index: usize| rest.get(index).map_or(none, |arg| &**arg);
    // SAFETY: the place's function has the signature that goes with its `wrap`.
    unsafe { call_slot(vm, def.wrap, function, this, [arg(0), arg(1)], rest.len()) }
}

fn check_count(vm: &Vm, wrap: Wrap, count: usize) -> Result<(), Raised> {
    let (min, max) = match wrap {
        Wrap::Unary | Wrap::Inquiry | Wrap::Hash | Wrap::Length | Wrap::Next | Wrap::Del => (0, 0),
        Wrap::Power | Wrap::PowerRight | Wrap::DescrGet => (1, 2),
        Wrap::SetItem | Wrap::SetIndex | Wrap::SetAttr | Wrap::DescrSet => (2, 2),
        _ => (1, 1),
    };
    if (min..=max).contains(&count) {
        return Ok(());
    }
    let wanted = if count < min { min } else { max };
    let plural = if wanted == 1 { "" } else { "s" };
    let bound = if min == max {
        ""
    } else if count < min {
        "at least "
    } else {
        "at most "
    };
    Err(vm.type_error(format_args!("expected {bound}{wanted} argument{plural}, got {count}")))
}

fn call_with_keywords(
    vm: &Vm,
    wrap: Wrap,
    owner: TypeRef,
    this: &Obj,
    args: &[Ref],
    names: Option<&Obj>,
) -> Outcome {
    // The owner's own call, not what a subtype made of it.
    if let (Wrap::Call, Some(fast_call)) = (wrap, owner.fast_call()) {
        let keywords = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
        // SAFETY: `args` holds the positional arguments and those of the keywords.
        return unsafe { fast_call(this, args.as_ptr(), args.len() - keywords.min(args.len()), names) };
    }
    vm.with_tuple_and_dict(args, names, |args, kwargs| {
        if wrap == Wrap::Call {
            return match owner.call() {
                Some(call) => call(this, args, kwargs),
                None => Ok(Ref::none()),
            };
        }
        let Some(init) = owner.init() else { return Ok(Ref::none()) };
        if init(this, args, kwargs) < 0 { Err(Raised::already_set()) } else { Ok(Ref::none()) }
    })
}

fn done(result: c_int) -> Outcome {
    if result < 0 { Err(Raised::already_set()) } else { Ok(Ref::none()) }
}

fn answer(result: c_int) -> Outcome {
    if result < 0 { Err(Raised::already_set()) } else { Ok(Ref::bool(result != 0)) }
}

macro_rules! typed {
    ($function:ident as $type:ty) => {
        // SAFETY: the caller of `call_slot` says that the function has this signature.
        unsafe { core::mem::transmute::<Function, $type>($function) }
    };
}

/// # Safety
/// `function` has the signature that goes with `wrap`.
unsafe fn call_slot(
    vm: &Vm,
    wrap: Wrap,
    function: Function,
    this: &Obj,
    [first, second]: [&Obj; 2],
    count: usize,
) -> Outcome {
    match wrap {
        Wrap::Hidden | Wrap::Call | Wrap::Init => Ok(Ref::none()),
        Wrap::Unary => typed!(function as UnaryFn)(this),
        Wrap::GetAttr => typed!(function as BinaryFn)(this, &*vm.attr_name(first)?),
        Wrap::Binary | Wrap::BinaryLeft => typed!(function as BinaryFn)(this, first),
        Wrap::BinaryRight => typed!(function as BinaryFn)(first, this),
        Wrap::Power => typed!(function as TernaryFn)(this, first, second),
        Wrap::PowerRight => typed!(function as TernaryFn)(first, this, second),
        Wrap::InplacePower => typed!(function as TernaryFn)(this, first, Obj::NONE),
        Wrap::Inquiry => answer(typed!(function as InquiryFn)(this)),
        Wrap::Hash => match typed!(function as HashFn)(this) {
            -1 => Err(Raised::already_set()),
            hash => vm.int(hash as i64),
        },
        Wrap::Length => match typed!(function as LenFn)(this) {
            -1 => Err(Raised::already_set()),
            length => vm.int(length as i64),
        },
        Wrap::Item => typed!(function as IndexFn)(this, vm.sequence_index(this, first)?),
        Wrap::Repeat => typed!(function as IndexFn)(this, vm.index(first)?),
        Wrap::SetIndex => {
            done(typed!(function as StoreIndexFn)(this, vm.sequence_index(this, first)?, Some(second)))
        }
        Wrap::DelIndex => done(typed!(function as StoreIndexFn)(this, vm.sequence_index(this, first)?, None)),
        Wrap::Contains => answer(typed!(function as ContainsFn)(this, first)),
        Wrap::SetItem | Wrap::DescrSet => done(typed!(function as StoreFn)(this, first, Some(second))),
        Wrap::DelItem | Wrap::DescrDelete => done(typed!(function as StoreFn)(this, first, None)),
        Wrap::SetAttr => done(typed!(function as StoreFn)(this, &*vm.attr_name(first)?, Some(second))),
        Wrap::DelAttr => done(typed!(function as StoreFn)(this, &*vm.attr_name(first)?, None)),
        Wrap::Lt | Wrap::Le | Wrap::Eq | Wrap::Ne | Wrap::Gt | Wrap::Ge => {
            typed!(function as CompareFn)(this, first, operator(wrap) as c_int)
        }
        Wrap::Next => match typed!(function as NextFn)(this) {
            Some(item) => Ok(item),
            None if vm.is_raised() => Err(Raised::already_set()),
            None => Err(vm.stop_iteration(None)),
        },
        Wrap::DescrGet => {
            let given = |object: &Obj| !object.is_none();
            if !given(first) && (count < 2 || !given(second)) {
                return Err(vm.type_error("__get__(None, None) is invalid"));
            }
            typed!(function as DescrGetFn)(
                this,
                Some(first).filter(|o| given(o)),
                Some(second).filter(|o| given(o)),
            )
        }
        Wrap::Del => {
            typed!(function as FinalizeFn)(this);
            Ok(Ref::none())
        }
    }
}

fn operator(wrap: Wrap) -> CompareOp {
    match wrap {
        Wrap::Lt => CompareOp::Lt,
        Wrap::Le => CompareOp::Le,
        Wrap::Ne => CompareOp::Ne,
        Wrap::Gt => CompareOp::Gt,
        Wrap::Ge => CompareOp::Ge,
        _ => CompareOp::Eq,
    }
}
