//! Functions and attributes written in Rust, as tables in flash.
//!
//! A table entry starts with an object header: the entry *is* the method or builtin
//! function object that Python sees, so that none is ever allocated.

use super::types::{Type, TypeRef};
use super::value::{Header, IMMORTAL, Obj, Outcome, Raised, Ref};
use super::vm::Vm;

/// Parameters of a native that takes keywords, in the order of the bound arguments.
#[derive(Clone, Copy)]
pub struct Params {
    /// Names; "" for `self` and other positional-only parameters.
    pub names: &'static [&'static str],
    /// How many of them, from the left, must be given.
    pub required: u8,
    /// How many may be given by position; those after are keyword-only.
    pub positional: u8,
}

/// How a native function takes its arguments (a method's `self` is the first).
#[derive(Clone, Copy)]
pub enum NativeCall {
    /// By position only, `min..=max` of them; `max` 255 is any number.
    Positional {
        /// Least number.
        min: u8,
        /// Greatest number.
        max: u8,
        /// The function.
        function: fn(&Vm, &[Ref]) -> Outcome,
    },
    /// By position or name; a missing optional one is `None`.
    Named {
        /// What it takes.
        params: &'static Params,
        /// The function; the slice is as long as `params.names`.
        function: fn(&Vm, &[Option<&Obj>]) -> Outcome,
    },
    /// Everything as it comes: positional values, then those of the keywords, then their names.
    Raw(fn(&Vm, &[Ref], Option<&Obj>) -> Outcome),
}

/// Writes an attribute, or deletes it if there is no value.
pub type NativeSetter = fn(&Vm, &Obj, Option<&Obj>) -> Result<(), Raised>;

/// How an attribute of a type behaves.
#[derive(Clone, Copy)]
pub enum NativeKind {
    /// A method: bound to the instance.
    Method(NativeCall),
    /// A class method: bound to the class.
    ClassMethod(NativeCall),
    /// A static method, or a function of a module.
    Function(NativeCall),
    /// A computed attribute; read-only without a setter. A setter given no value deletes.
    GetSet {
        /// Reads.
        get: fn(&Vm, &Obj) -> Outcome,
        /// Writes or deletes.
        set: Option<NativeSetter>,
    },
    /// A value, made when asked for: class constants and module attributes.
    Value(fn(&Vm) -> Outcome),
}

/// A native attribute: header, name, behaviour.
#[repr(C)]
pub struct NativeAttr {
    header: Header,
    /// The attribute's name.
    pub name: &'static str,
    /// Its hash, as a str of that text has it.
    pub hash: usize,
    /// Signature line and text of `__doc__`; "" if there is none.
    pub doc: &'static str,
    /// Its behaviour.
    pub kind: NativeKind,
    /// The type whose attribute it is; `None` for functions of modules.
    pub owner: Option<TypeRef>,
}

// SAFETY: entries are never written.
unsafe impl Sync for NativeAttr {}

impl NativeAttr {
    /// An entry. `type_` is the descriptor type Python sees.
    pub const fn new(
        type_: &'static Type,
        owner: Option<&'static Type>,
        name: &'static str,
        doc: &'static str,
        kind: NativeKind,
    ) -> NativeAttr {
        NativeAttr {
            header: Header { refcount: IMMORTAL, type_: TypeRef::of(type_) },
            name,
            hash: pyrite_algo::hash::hash_str(name) as usize,
            doc,
            kind,
            owner: match owner {
                Some(owner) => Some(TypeRef::of(owner)),
                None => None,
            },
        }
    }

    /// The entry as the object it is.
    pub fn as_obj(&'static self) -> &'static Obj {
        // SAFETY: the entry starts with a header and lives for ever.
        unsafe { Obj::from_ptr(core::ptr::NonNull::from_ref(self).cast()) }
    }

    /// The entry an object is, if it is one.
    #[inline]
    pub fn from_obj(obj: &Obj) -> Option<&'static NativeAttr> {
        let type_ = obj.type_();
        let native = type_.is(&super::knot::METHOD_DESCRIPTOR)
            || type_.is(&super::knot::BUILTIN_FUNCTION)
            || type_.is(&super::knot::CLASS_METHOD_DESCRIPTOR)
            || type_.is(&super::knot::GETSET_DESCRIPTOR);
        // SAFETY: objects of these types are entries of static tables only.
        native.then(|| unsafe { obj.as_ptr().cast::<NativeAttr>().as_ref() })
    }

    /// How to call it; `None` for computed attributes and values.
    #[inline]
    pub fn call(&self) -> Option<&NativeCall> {
        match &self.kind {
            NativeKind::Method(call) | NativeKind::ClassMethod(call) | NativeKind::Function(call) => {
                Some(call)
            }
            _ => None,
        }
    }
}
