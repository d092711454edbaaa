//! Type parameters at run time (PEP 695, 696): `_typing` names these types.

pub mod param;
pub mod alias;
pub mod generic;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Storage, Type, TypeRef, Vm, flags};
use crate::names;
use crate::py_type;

/// Whether an object may stand in a union of types.
pub fn is_part(object: &Obj) -> bool {
    param::kind_of(object).is_some_and(|kind| kind != param::Kind::TypeVarTuple)
        || object.exact::<alias::TypeAlias>().is_some()
}

/// `__name__` of the module whose code runs.
fn running_module(vm: &Vm) -> Option<Ref> {
    let globals = (vm.hooks.get().globals)(vm)?;
    globals.cast::<crate::coll::dict::Dict>()?.get_name(names::NAME())
}

/// A value that a function computes when it is asked for first.
pub struct Lazy {
    value: Slot,
    /// The function; taken once it has been called.
    function: Slot,
}

impl Lazy {
    /// From a value, if there is one.
    pub fn new(value: Option<Ref>) -> Lazy {
        Lazy { value: Slot::new(value), function: Slot::new(None) }
    }

    /// From a function without parameters.
    pub fn deferred(function: Ref) -> Lazy {
        Lazy { value: Slot::new(None), function: Slot::new(Some(function)) }
    }

    /// The value, computed if it is not there yet; `None` if there is none.
    ///
    /// # Errors
    /// What the function raises.
    pub fn get(&self, vm: &Vm) -> Result<Option<Ref>, crate::Raised> {
        if let Some(function) = self.function.get() {
            let value = vm.call(&function, &[])?;
            self.value.set(Some(value));
            self.function.set(None);
        }
        Ok(self.value.get())
    }

    /// Whether there is a value or a function for one.
    pub fn is_some(&self) -> bool {
        self.value.is_some() || self.function.is_some()
    }

    fn visit(&self, visitor: &mut crate::Visitor) {
        self.value.visit(visitor);
        self.function.visit(visitor);
    }

    fn clear(&self) {
        self.value.set(None);
        self.function.set(None);
    }
}

/// `typing.NoDefault` has no storage.
pub struct NoDefault;

// SAFETY: a zero-sized storage is always there.
unsafe impl Storage for NoDefault {
    const TYPE: &'static Type = &NO_DEFAULT_TYPE;
}

/// `typing.NoDefault`
pub fn no_default() -> &'static Obj {
    static SINGLETON: crate::raw::singleton::Singleton =
        crate::raw::singleton::Singleton::new(&NO_DEFAULT_TYPE);
    SINGLETON.as_obj()
}

fn no_default_new(vm: &Vm, _type: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    if !args.is_empty() {
        return Err(vm.type_error("NoDefaultType takes no arguments"));
    }
    Ok(no_default().own())
}

fn no_default_repr(vm: &Vm, _this: &Obj) -> Outcome {
    vm.str("typing.NoDefault")
}

fn no_default_reduce(vm: &Vm, _this: &Obj, _args: &[Ref]) -> Outcome {
    vm.str("NoDefault")
}

py_type! {
    /// The type of `typing.NoDefault`.
    pub static NO_DEFAULT_TYPE: NoDefault = "NoDefaultType", "The type of the NoDefault singleton." {
        flags flags::EXTENDED;
        new no_default_new;
        slots { repr: unary no_default_repr, }
        attrs { method "__reduce__" (0, 0) = no_default_reduce, ""; }
    }
}
