//! Functions and attributes written in Rust, as tables in flash.
//!
//! A table entry starts with an object header: the entry *is* the method or builtin
//! function object that Python sees, so that none is ever allocated.

use core::ffi::CStr;

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

/// Reads an attribute.
pub type NativeGetter = fn(&Vm, &Obj) -> Outcome;
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
        get: NativeGetter,
        /// Writes or deletes.
        set: Option<NativeSetter>,
    },
    /// A value, made when asked for: class constants and module attributes.
    Value(fn(&Vm) -> Outcome),
}

/// Whether builtin objects carry their `__doc__`: a board may go without (`docs` in its file).
pub const DOCS: bool = match option_env!("PYRITE_DOCS") {
    Some(word) => !matches!(word.as_bytes(), b"no"),
    None => true,
};

/// The function behind an entry; [`Form`] says which it is.
#[derive(Clone, Copy)]
union Function {
    positional: fn(&Vm, &[Ref]) -> Outcome,
    named: fn(&Vm, &[Option<&Obj>]) -> Outcome,
    raw: fn(&Vm, &[Ref], Option<&Obj>) -> Outcome,
    get: NativeGetter,
    make: fn(&Vm) -> Outcome,
}

/// What else there is to know of the function.
#[derive(Clone, Copy)]
union Extra {
    /// Least and greatest number of positional arguments.
    counts: (u8, u8),
    params: &'static Params,
    set: Option<NativeSetter>,
}

/// How the function is called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Positional,
    Named,
    Raw,
    GetSet,
    Value,
}

/// A native attribute: header, name, behaviour. Seven words, as there are hundreds of them.
#[repr(C)]
pub struct NativeAttr {
    header: Header,
    /// The name, a NUL, the text of `__doc__`, a NUL.
    text: *const u8,
    /// The lower half of the name's hash, as a str of that text has it.
    hash: u16,
    name_len: u8,
    form: Form,
    function: Function,
    extra: Extra,
    /// The type whose attribute it is; `None` for functions of modules.
    pub owner: Option<TypeRef>,
}

// SAFETY: entries are never written.
unsafe impl Sync for NativeAttr {}

impl NativeAttr {
    /// An entry. `type_` is the descriptor type Python sees; `text` is made by `native_text!`.
    pub const fn new(
        type_: &'static Type,
        owner: Option<&'static Type>,
        name: &'static str,
        text: &'static str,
        kind: NativeKind,
    ) -> NativeAttr {
        assert!(name.len() < 256 && text.as_bytes()[name.len()] == 0 && text.as_bytes()[text.len() - 1] == 0);
        let none = Extra { set: None };
        let (form, function, extra) = match kind {
            NativeKind::GetSet { get, set } => (Form::GetSet, Function { get }, Extra { set }),
            NativeKind::Value(make) => (Form::Value, Function { make }, none),
            NativeKind::Method(call) | NativeKind::ClassMethod(call) | NativeKind::Function(call) => {
                match call {
                    NativeCall::Positional { min, max, function } => {
                        (Form::Positional, Function { positional: function }, Extra { counts: (min, max) })
                    }
                    NativeCall::Named { params, function } => {
                        (Form::Named, Function { named: function }, Extra { params })
                    }
                    NativeCall::Raw(function) => (Form::Raw, Function { raw: function }, none),
                }
            }
        };
        NativeAttr {
            header: Header { refcount: IMMORTAL, type_: TypeRef::of(type_) },
            text: text.as_ptr(),
            hash: pyrite_algo::hash::hash_str(name) as u16,
            name_len: name.len() as u8,
            form,
            function,
            extra,
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

    /// The attribute's name.
    pub fn name(&self) -> &'static str {
        // SAFETY: `new` took pointer and length from a str.
        unsafe {
            core::str::from_utf8_unchecked(core::slice::from_raw_parts(self.text, self.name_len.into()))
        }
    }

    /// Whether this is the name, given its hash too.
    pub fn is_named(&self, name: &str, hash: usize) -> bool {
        self.hash == hash as u16 && self.name() == name
    }

    /// Signature line and text of `__doc__`; "" if there is none.
    pub fn doc(&self) -> &'static str {
        // SAFETY: `new` saw a NUL behind the name and one at the end of the text.
        let doc = unsafe { CStr::from_ptr(self.text.add(usize::from(self.name_len) + 1).cast()) };
        doc.to_str().unwrap_or_default()
    }

    /// Whether it is bound to the instance.
    pub fn is_method(&self) -> bool {
        self.header.type_.is(&super::knot::METHOD_DESCRIPTOR)
    }

    /// How to call it; `None` for computed attributes and values.
    #[inline]
    pub fn call(&self) -> Option<NativeCall> {
        let (function, extra) = (self.function, self.extra);
        // SAFETY: the form says which fields `new` wrote.
        unsafe {
            Some(match self.form {
                Form::Positional => {
                    let (min, max) = extra.counts;
                    NativeCall::Positional { min, max, function: function.positional }
                }
                Form::Named => NativeCall::Named { params: extra.params, function: function.named },
                Form::Raw => NativeCall::Raw(function.raw),
                Form::GetSet | Form::Value => return None,
            })
        }
    }

    /// The function that reads a computed attribute, and the one that writes it.
    pub fn get_set(&self) -> Option<(NativeGetter, Option<NativeSetter>)> {
        if self.form != Form::GetSet {
            return None;
        }
        // SAFETY: the form says which fields `new` wrote.
        Some(unsafe { (self.function.get, self.extra.set) })
    }

    /// What makes a value.
    pub fn value(&self) -> Option<fn(&Vm) -> Outcome> {
        if self.form != Form::Value {
            return None;
        }
        // SAFETY: the form says which field `new` wrote.
        Some(unsafe { self.function.make })
    }
}

const _: () = assert!(size_of::<usize>() != 4 || size_of::<NativeAttr>() == 28);
