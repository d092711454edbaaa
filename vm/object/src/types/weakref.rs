//! `weakref.ref`: references that do not keep their object alive.
//!
//! What they share with proxies, and what happens at the end of an object, is in
//! `heap/weak.rs`.

pub mod proxy;

use crate::args;
use crate::heap::weak::{self, WeakRef};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, NativeAttr, Raised, This, Type, TypeRef, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;
use crate::raw::str::Str;

/// A weak reference of `type_` to `object`; the shared one if neither type nor callback ask
/// for another.
///
/// # Errors
/// TypeError if the object's type does not allow it; MemoryError.
pub fn make(vm: &Vm, type_: TypeRef, object: &Obj, callback: Option<&Obj>) -> Outcome {
    if !object.is_pointer() || !weak::can_reference(object.type_()) {
        return Err(vm.type_error(format_args!(
            "cannot create weak reference to '{}' object",
            object.type_().short_name()
        )));
    }
    let callback = callback.filter(|callback| !callback.is_none());
    let types: [&'static Type; 3] = [&REFERENCE, &proxy::PROXY, &proxy::CALLABLE_PROXY];
    if callback.is_none()
        && let Some(builtin) = types.into_iter().find(|builtin| type_.is(builtin))
        && let Some(shared) = weak::shared(vm, object, builtin)
    {
        return Ok(shared);
    }
    let storage = WeakRef::new(callback.map(Obj::own));
    let reference = vm.memory(vm.allocate(type_, storage, size_of::<WeakRef>()))?;
    if let Some(this) = weak::cast(&reference) {
        vm.memory(weak::add(vm, this, object))?;
    }
    Ok(reference)
}

fn reference_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if type_.is(&REFERENCE) {
        vm.no_keywords("ref", names)?;
    }
    let count = names.and_then(|names| vm.len(names).ok()).unwrap_or(0);
    let positional = args.get(..args.len().saturating_sub(count)).unwrap_or(args);
    vm.expect_count("__new__", positional, 1, 2)?;
    make(vm, type_, args::required(positional, 0), args::optional(positional, 1))
}

fn reference_init(
    vm: &Vm,
    _this: This<'_, WeakRef>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    vm.no_keywords("ref", names)?;
    vm.expect_count("__init__", args, 1, 2)
}

fn reference_call(vm: &Vm, this: This<'_, WeakRef>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.no_keywords("weakref", names)?;
    vm.expect_count("weakref", args, 0, 0)?;
    Ok(this.referent().unwrap_or_else(Ref::none))
}

fn reference_hash(vm: &Vm, this: This<'_, WeakRef>) -> Result<usize, Raised> {
    if this.hash.get() == -1 {
        let Some(object) = this.referent() else {
            return Err(vm.type_error("weak object has gone away"));
        };
        this.hash.set(vm.hash(&object)? as isize);
    }
    Ok(this.hash.get() as usize)
}

fn reference_compare(vm: &Vm, this: This<'_, WeakRef>, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(that), CompareOp::Eq | CompareOp::Ne) = (other.cast::<WeakRef>(), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    match (this.referent(), that.referent()) {
        (Some(a), Some(b)) => vm.compare(op, &a, &b),
        _ => Ok(Ref::bool(this.obj().is(other) == (op == CompareOp::Eq))),
    }
}

fn reference_repr(vm: &Vm, this: This<'_, WeakRef>) -> Outcome {
    let address = this.obj().bits();
    let Some(object) = this.referent() else {
        return vm.str_fmt(format_args!("<weakref at {address:#x}; dead>"));
    };
    let name = vm.find_attr(&object, names::NAME())?.filter(|name| name.cast::<Str>().is_some());
    let (open, close) = if name.is_some() { (" (", ")") } else { ("", "") };
    vm.str_fmt(format_args!(
        "<weakref at {address:#x}; to '{}' at {:#x}{open}{}{close}>",
        object.type_().short_name(),
        object.bits(),
        name.as_ref().map_or(Text(names::EMPTY()), |name| Text(name))
    ))
}

fn reference_callback(_vm: &Vm, this: This<'_, WeakRef>) -> Outcome {
    Ok(this.callback.get().unwrap_or_else(Ref::none))
}

/// The first weak reference to an object, or None.
fn first_reference(vm: &Vm, this: &Obj) -> Outcome {
    let mut first = Ref::none();
    weak::find(vm, this, |_, reference| {
        first = reference;
        true
    });
    Ok(first)
}

/// `__weakref__` of the instances of classes.
pub static WEAKREF_ATTR: NativeAttr = crate::native_attr!(
    Some(&crate::model::knot::OBJECT); getter "__weakref__" () = first_reference, "weak references to it"
);

py_type! {
    /// References that do not keep their object alive.
    pub static REFERENCE: WeakRef = "weakref.ReferenceType", "" {
        flags flags::BASE;
        gc container;
        new reference_new;
        call reference_call;
        slots {
            repr: unary reference_repr,
            hash: hash reference_hash,
            richcompare: compare reference_compare,
            init: init reference_init,
        }
        attrs {
            getter "__callback__" () = reference_callback, "";
            classmethod "__class_getitem__" (1, 1) = crate::types::generic_alias::class_get_item, "See PEP 585";
        }
    }
}
