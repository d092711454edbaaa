//! `py_type!` and `py_module!`: types and modules as static tables.
//!
//! The macros produce data and thin C-ABI functions around safe Rust ones; no control flow.

use core::ffi::c_int;

use crate::model::native::NativeAttr;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, TypeRef, Vm, current};
use crate::raw::tuple::Tuple;

/// A module written in Rust.
pub struct NativeModule {
    /// Its full name.
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Functions and values.
    pub attrs: &'static [NativeAttr],
}

/// A module written in Python, compiled when the firmware was built.
pub struct FrozenModule {
    /// Its full name.
    pub name: &'static str,
    /// Whether it is a package.
    pub is_package: bool,
    /// Its image, trusted; used where it lies.
    pub image: &'static [u32],
}

impl NativeModule {
    /// The same table under another name.
    pub const fn alias(&self, name: &'static str) -> NativeModule {
        NativeModule { name, doc: self.doc, attrs: self.attrs }
    }

    /// The function of that name.
    pub fn function(&self, name: &str) -> Option<&'static Obj> {
        let found = self.attrs.iter().find(|attr| attr.name() == name && attr.call().is_some());
        found.map(|attr| attr.as_obj())
    }
}

/// What the first parameter of a slot or method may be: the object, or its checked storage.
pub trait Receiver<'a>: Sized {
    /// From the object; TypeError if its type does not fit.
    ///
    /// # Errors
    /// TypeError.
    fn receive(vm: &Vm, object: &'a Obj) -> Result<Self, Raised>;
}

impl<'a> Receiver<'a> for &'a Obj {
    #[inline]
    fn receive(_vm: &Vm, object: &'a Obj) -> Result<Self, Raised> {
        Ok(object)
    }
}

impl<'a, S: Storage> Receiver<'a> for This<'a, S> {
    #[inline]
    fn receive(vm: &Vm, object: &'a Obj) -> Result<Self, Raised> {
        match object.cast::<S>() {
            Some(this) => Ok(this),
            None => Err(wrong_receiver(vm, TypeRef::of(S::TYPE), object)),
        }
    }
}

/// The storage of an object whose type is one of those that share it.
pub fn shared_storage<'a, S: Storage>(
    object: &'a Obj,
    types: &[&'static crate::model::Type],
) -> Option<&'a S> {
    let fits = object.is_pointer() && types.iter().any(|each| object.type_().is(each));
    // SAFETY: the callers list types whose instances hold an `S`.
    fits.then(|| unsafe { This::<S>::new_unchecked(object) }.storage())
}

#[cold]
fn wrong_receiver(vm: &Vm, expected: TypeRef, object: &Obj) -> Raised {
    vm.type_error(format_args!(
        "descriptor requires a '{}' object but received a '{}'",
        expected.short_name(),
        object.type_().short_name()
    ))
}

/// Splits off the receiver of a method.
///
/// # Errors
/// TypeError if there is none or it does not fit.
#[inline]
pub fn split_receiver<'a, R: Receiver<'a>>(vm: &Vm, args: &'a [Ref]) -> Result<(R, &'a [Ref]), Raised> {
    match args.split_first() {
        Some((first, rest)) => Ok((R::receive(vm, first)?, rest)),
        None => Err(vm.type_error("unbound method needs an argument")),
    }
}

/// As [`split_receiver`], for arguments bound to parameters.
///
/// # Errors
/// TypeError if there is none or it does not fit.
pub fn split_bound<'a, 'b, R: Receiver<'a>>(
    vm: &Vm,
    args: &'b [Option<&'a Obj>],
) -> Result<(R, &'b [Option<&'a Obj>]), Raised> {
    match args.split_first() {
        Some((Some(first), rest)) => Ok((R::receive(vm, first)?, rest)),
        _ => Err(vm.type_error("unbound method needs an argument")),
    }
}

/// The current `Vm`, for thunks.
#[inline]
pub fn vm<'a>() -> &'a Vm {
    current::vm()
}

/// C's 0 or -1.
#[inline]
pub fn status(result: Result<(), Raised>) -> c_int {
    if result.is_ok() { 0 } else { -1 }
}

/// C's 1, 0 or -1.
#[inline]
pub fn truth(result: Result<bool, Raised>) -> c_int {
    result.map_or(-1, c_int::from)
}

/// A length, or -1.
#[inline]
pub fn length(result: Result<usize, Raised>) -> isize {
    result.map_or(-1, |length| length as isize)
}

/// A hash that is never -1, or -1.
#[inline]
pub fn hash(result: Result<usize, Raised>) -> isize {
    match result {
        Ok(hash) if hash as isize == -1 => -2,
        Ok(hash) => hash as isize,
        Err(_) => -1,
    }
}

/// An item, or null for the end and for an exception.
#[inline]
pub fn next(result: Result<Option<Ref>, Raised>) -> Option<Ref> {
    result.unwrap_or(None)
}

/// Calls `function` with a tuple and dict turned into vectorcall arguments.
pub fn unpack_call(
    vm: &Vm,
    args: &Obj,
    kwargs: Option<&Obj>,
    function: &mut dyn FnMut(&[Ref], Option<&Obj>) -> Outcome,
) -> Outcome {
    let positional = args.cast::<Tuple>().map_or(&[][..], |args| args.items());
    let Some(dict) =
        kwargs.and_then(|dict| dict.cast::<crate::coll::dict::Dict>()).filter(|dict| !dict.is_empty())
    else {
        return function(positional, None);
    };
    let mut all = vm.memory(pyrite_algo::Buf::from_slice(positional))?;
    let mut names = pyrite_algo::Buf::new();
    let mut position = 0;
    while let Some((next, name, value)) = dict.next_entry(position) {
        vm.memory(names.push(name))?;
        vm.memory(all.push(value))?;
        position = next;
    }
    let names = vm.tuple_of(&names)?;
    function(&all, Some(&names))
}

/// A slot's C-ABI function around a safe one; the first word names the slot's kind.
#[macro_export]
macro_rules! slot_thunk {
    (raw $f:path) => {
        $f
    };
    (unary $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj) -> $crate::model::Outcome {
            let vm = $crate::tables::vm();
            $f(vm, $crate::tables::Receiver::receive(vm, o)?)
        }
        thunk
    }};
    (binary $f:path) => {{
        extern "C" fn thunk(a: &$crate::model::Obj, b: &$crate::model::Obj) -> $crate::model::Outcome {
            let vm = $crate::tables::vm();
            $f(vm, $crate::tables::Receiver::receive(vm, a)?, b)
        }
        thunk
    }};
    (ternary $f:path) => {{
        extern "C" fn thunk(
            a: &$crate::model::Obj,
            b: &$crate::model::Obj,
            c: &$crate::model::Obj,
        ) -> $crate::model::Outcome {
            $f($crate::tables::vm(), a, b, c)
        }
        thunk
    }};
    (inquiry $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj) -> core::ffi::c_int {
            let vm = $crate::tables::vm();
            $crate::tables::truth($crate::tables::Receiver::receive(vm, o).and_then(|this| $f(vm, this)))
        }
        thunk
    }};
    (length $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj) -> isize {
            let vm = $crate::tables::vm();
            $crate::tables::length($crate::tables::Receiver::receive(vm, o).and_then(|this| $f(vm, this)))
        }
        thunk
    }};
    (hash $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj) -> isize {
            let vm = $crate::tables::vm();
            $crate::tables::hash($crate::tables::Receiver::receive(vm, o).and_then(|this| $f(vm, this)))
        }
        thunk
    }};
    (index $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj, index: isize) -> $crate::model::Outcome {
            let vm = $crate::tables::vm();
            $f(vm, $crate::tables::Receiver::receive(vm, o)?, index)
        }
        thunk
    }};
    (store_index $f:path) => {{
        extern "C" fn thunk(
            o: &$crate::model::Obj,
            index: isize,
            value: Option<&$crate::model::Obj>,
        ) -> core::ffi::c_int {
            let vm = $crate::tables::vm();
            $crate::tables::status(
                $crate::tables::Receiver::receive(vm, o).and_then(|this| $f(vm, this, index, value)),
            )
        }
        thunk
    }};
    (contains $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj, item: &$crate::model::Obj) -> core::ffi::c_int {
            let vm = $crate::tables::vm();
            $crate::tables::truth(
                $crate::tables::Receiver::receive(vm, o).and_then(|this| $f(vm, this, item)),
            )
        }
        thunk
    }};
    (store $f:path) => {{
        extern "C" fn thunk(
            o: &$crate::model::Obj,
            key: &$crate::model::Obj,
            value: Option<&$crate::model::Obj>,
        ) -> core::ffi::c_int {
            let vm = $crate::tables::vm();
            $crate::tables::status(
                $crate::tables::Receiver::receive(vm, o).and_then(|this| $f(vm, this, key, value)),
            )
        }
        thunk
    }};
    (compare $f:path) => {{
        extern "C" fn thunk(
            a: &$crate::model::Obj,
            b: &$crate::model::Obj,
            op: core::ffi::c_int,
        ) -> $crate::model::Outcome {
            let vm = $crate::tables::vm();
            match $crate::model::CompareOp::from_c(op) {
                Some(op) => $f(vm, $crate::tables::Receiver::receive(vm, a)?, b, op),
                None => Ok($crate::model::Obj::NOT_IMPLEMENTED.own()),
            }
        }
        thunk
    }};
    (next $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj) -> Option<$crate::model::Ref> {
            let vm = $crate::tables::vm();
            $crate::tables::next($crate::tables::Receiver::receive(vm, o).and_then(|this| $f(vm, this)))
        }
        thunk
    }};
    (descr_get $f:path) => {{
        extern "C" fn thunk(
            o: &$crate::model::Obj,
            instance: Option<&$crate::model::Obj>,
            owner: Option<&$crate::model::Obj>,
        ) -> $crate::model::Outcome {
            let vm = $crate::tables::vm();
            $f(vm, $crate::tables::Receiver::receive(vm, o)?, instance, owner)
        }
        thunk
    }};
    (init $f:path) => {{
        extern "C" fn thunk(
            o: &$crate::model::Obj,
            args: &$crate::model::Obj,
            kwargs: Option<&$crate::model::Obj>,
        ) -> core::ffi::c_int {
            let vm = $crate::tables::vm();
            let result = $crate::tables::Receiver::receive(vm, o).and_then(|this| {
                $crate::tables::unpack_call(vm, args, kwargs, &mut |args, names| {
                    $f(vm, this, args, names).map(|()| $crate::model::Ref::none())
                })
            });
            $crate::tables::status(result.map(drop))
        }
        thunk
    }};
    (get_buffer $f:path) => {{
        extern "C" fn thunk(
            o: &$crate::model::Obj,
            out: &mut core::mem::MaybeUninit<$crate::model::slots::RawBuffer>,
            flags: core::ffi::c_int,
        ) -> core::ffi::c_int {
            let vm = $crate::tables::vm();
            $crate::tables::status(
                $crate::tables::Receiver::receive(vm, o)
                    .and_then(|this| $f(vm, this, flags))
                    .map(|offer| offer.fill(out, o, flags)),
            )
        }
        thunk
    }};
    (release_buffer $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj, _: &mut $crate::model::slots::RawBuffer) {
            if let Ok(this) = $crate::tables::Receiver::receive($crate::tables::vm(), o) {
                $f(this);
            }
        }
        thunk
    }};
    (finalize $f:path) => {{
        extern "C" fn thunk(o: &$crate::model::Obj) {
            $f($crate::tables::vm(), o);
        }
        thunk
    }};
    (vectorcall $f:path) => {{
        unsafe extern "C" fn thunk(
            o: &$crate::model::Obj,
            args: *const $crate::model::Ref,
            nargsf: usize,
            names: Option<&$crate::model::Obj>,
        ) -> $crate::model::Outcome {
            let vm = $crate::tables::vm();
            // SAFETY: called by the vectorcall convention.
            let args = unsafe { $crate::ops::call::vectorcall_args(args, nargsf, names) };
            $f(vm, $crate::tables::Receiver::receive(vm, o)?, args, names)
        }
        thunk
    }};
}

/// A name and a text of documentation, as [`NativeAttr::new`] takes them.
#[macro_export]
macro_rules! native_text {
    ($name:literal, $doc:literal) => {
        if $crate::model::native::DOCS { concat!($name, "\0", $doc, "\0") } else { concat!($name, "\0\0") }
    };
}

/// One entry of a native table: `kind "name" (arity) = function, "doc";`
#[macro_export]
macro_rules! native_attr {
    ($owner:expr; method $name:literal ($min:literal, $max:literal) = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::METHOD_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::Method($crate::model::NativeCall::Positional {
                min: $min + 1,
                max: if $max == 255 { 255 } else { $max + 1 },
                function: |vm, args| {
                    let (this, args) = $crate::tables::split_receiver(vm, args)?;
                    $f(vm, this, args)
                },
            }),
        )
    };
    ($owner:expr; named $name:literal ($names:expr, $required:literal, $positional:literal) = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::METHOD_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::Method($crate::model::NativeCall::Named {
                params: &$crate::model::Params {
                    names: &$names,
                    required: $required,
                    positional: $positional,
                },
                function: |vm, args| {
                    let (this, args) = $crate::tables::split_bound(vm, args)?;
                    $f(vm, this, args)
                },
            }),
        )
    };
    ($owner:expr; raw_method $name:literal () = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::METHOD_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::Method($crate::model::NativeCall::Raw($f)),
        )
    };
    ($owner:expr; classmethod $name:literal ($min:literal, $max:literal) = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::CLASS_METHOD_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::ClassMethod($crate::model::NativeCall::Positional {
                min: $min + 1,
                max: if $max == 255 { 255 } else { $max + 1 },
                function: $f,
            }),
        )
    };
    ($owner:expr; named_classmethod $name:literal ($names:expr, $required:literal, $positional:literal) = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::CLASS_METHOD_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::ClassMethod($crate::model::NativeCall::Named {
                params: &$crate::model::Params {
                    names: &$names,
                    required: $required,
                    positional: $positional,
                },
                function: $f,
            }),
        )
    };
    ($owner:expr; raw_classmethod $name:literal () = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::CLASS_METHOD_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::ClassMethod($crate::model::NativeCall::Raw($f)),
        )
    };
    ($owner:expr; function $name:literal ($min:literal, $max:literal) = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::BUILTIN_FUNCTION,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::Function($crate::model::NativeCall::Positional {
                min: $min,
                max: $max,
                function: $f,
            }),
        )
    };
    ($owner:expr; named_function $name:literal ($names:expr, $required:literal, $positional:literal) = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::BUILTIN_FUNCTION,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::Function($crate::model::NativeCall::Named {
                params: &$crate::model::Params {
                    names: &$names,
                    required: $required,
                    positional: $positional,
                },
                function: $f,
            }),
        )
    };
    ($owner:expr; raw_function $name:literal () = $f:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::BUILTIN_FUNCTION,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::Function($crate::model::NativeCall::Raw($f)),
        )
    };
    ($owner:expr; getter $name:literal () = $get:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::GETSET_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::GetSet {
                get: |vm, o| $get(vm, $crate::tables::Receiver::receive(vm, o)?),
                set: None,
            },
        )
    };
    ($owner:expr; getset $name:literal ($set:path) = $get:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::GETSET_DESCRIPTOR,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::GetSet {
                get: |vm, o| $get(vm, $crate::tables::Receiver::receive(vm, o)?),
                set: Some(|vm, o, value| $set(vm, $crate::tables::Receiver::receive(vm, o)?, value)),
            },
        )
    };
    ($owner:expr; value $name:literal () = $make:expr, $doc:literal) => {
        $crate::model::NativeAttr::new(
            &$crate::types::native_types::BUILTIN_FUNCTION,
            $owner,
            $name,
            $crate::native_text!($name, $doc),
            $crate::model::NativeKind::Value($make),
        )
    };
}

/// A builtin type: `pub static NAME: Storage = "name", "doc" { base ...; ... }`.
///
/// Groups, each optional, in this order: `base X;`, `flags X;`, `gc;` (container),
/// `dict_offset n;`, `new f;`, `call f;`, `slots { field: kind f, }`, `number { .. }`, `sequence { .. }`,
/// `mapping { .. }`, `async { .. }`, `buffer { .. }`, `attrs { kind "name" (arity) = f, "doc"; }`.
#[macro_export]
macro_rules! py_type {
    (
        $(#[$meta:meta])*
        pub static $NAME:ident: $S:ty = $name:literal, $doc:literal {
            $(base $base:path;)?
            $(flags $flags:expr;)?
            $(gc $gc:ident;)?
            $(dict_offset $dict_offset:expr;)?
            $(dealloc $dealloc:path;)?
            $(new $new:path;)?
            $(call $call:path;)?
            $(slots { $($slot:ident: $kind:ident $f:path,)* })?
            $(number { $($nslot:ident: $nkind:ident $nf:path,)* })?
            $(sequence { $($sslot:ident: $skind:ident $sf:path,)* })?
            $(mapping { $($mslot:ident: $mkind:ident $mf:path,)* })?
            $(async { $($aslot:ident: $akind:ident $af:path,)* })?
            $(buffer { $($bslot:ident: $bkind:ident $bf:path,)* })?
            $(attrs { $($attr:ident $aname:literal $args:tt = $af2:expr, $adoc:literal;)* })?
        }
    ) => {
        $(#[$meta])*
        pub static $NAME: $crate::model::Type = {
            #[allow(unused_mut, reason = "a type may fill no slot")]
            let mut type_ = $crate::model::Type::builtin::<$S>(
                match core::ffi::CStr::from_bytes_with_nul(concat!($name, "\0").as_bytes()) {
                    Ok(name) => name,
                    Err(_) => c"?",
                },
                concat!($doc, "\0"),
            );
            $(type_.base = &$base;)?
            $(type_.flags |= $flags;)?
            $(type_ = $crate::py_type!(@gc $gc type_, $S);)?
            $(type_.dict_offset = $dict_offset;)?
            $(type_.dealloc = Some($dealloc);)?
            $(type_.fast_new = Some($new); type_.new = Some($crate::model::types::new_thunk);)?
            $(type_.fast_call = Some($crate::slot_thunk!(vectorcall $call)); type_.call = Some($crate::model::types::call_thunk);)?
            $($(type_.$slot = Some($crate::slot_thunk!($kind $f));)*)?
            $(type_.as_number = {
                #[allow(clippy::needless_update, reason = "a type may fill every slot")]
                static SLOTS: $crate::model::slots::NumberSlots = $crate::model::slots::NumberSlots {
                    $($nslot: Some($crate::slot_thunk!($nkind $nf)),)*
                    ..$crate::model::slots::NumberSlots::EMPTY
                };
                &SLOTS
            };)?
            $(type_.as_sequence = {
                #[allow(clippy::needless_update, reason = "a type may fill every slot")]
                static SLOTS: $crate::model::slots::SequenceSlots = $crate::model::slots::SequenceSlots {
                    $($sslot: Some($crate::slot_thunk!($skind $sf)),)*
                    ..$crate::model::slots::SequenceSlots::EMPTY
                };
                &SLOTS
            };)?
            $(type_.as_mapping = {
                #[allow(clippy::needless_update, reason = "a type may fill every slot")]
                static SLOTS: $crate::model::slots::MappingSlots = $crate::model::slots::MappingSlots {
                    $($mslot: Some($crate::slot_thunk!($mkind $mf)),)*
                    ..$crate::model::slots::MappingSlots::EMPTY
                };
                &SLOTS
            };)?
            $(type_.as_async = {
                #[allow(clippy::needless_update, reason = "a type may fill every slot")]
                static SLOTS: $crate::model::slots::AsyncSlots = $crate::model::slots::AsyncSlots {
                    $($aslot: Some($crate::slot_thunk!($akind $af)),)*
                    ..$crate::model::slots::AsyncSlots::EMPTY
                };
                &SLOTS
            };)?
            $(type_.as_buffer = {
                #[allow(clippy::needless_update, reason = "a type may fill every slot")]
                static SLOTS: $crate::model::slots::BufferSlots = $crate::model::slots::BufferSlots {
                    $($bslot: Some($crate::slot_thunk!($bkind $bf)),)*
                    ..$crate::model::slots::BufferSlots::EMPTY
                };
                &SLOTS
            };)?
            $(type_.natives = {
                static ATTRS: &[$crate::model::NativeAttr] =
                    &[$($crate::native_attr!(Some(&$NAME); $attr $aname $args = $af2, $adoc)),*];
                ATTRS
            };)?
            type_.inherit()
        };
    };
    (@gc container $type:ident, $S:ty) => { $type.container::<$S>() };
    (@gc exception $type:ident, $S:ty) => { $type.exception::<$S>() };
    (@gc root $type:ident, $S:ty) => { $type.root() };
    (@gc type_object $type:ident, $S:ty) => { $type.type_object() };
}

/// A module written in Rust: `pub static NAME = "name", "doc" { kind "name" (arity) = f, "doc"; }`.
#[macro_export]
macro_rules! py_module {
    (
        $(#[$meta:meta])*
        pub static $NAME:ident = $name:literal, $doc:literal {
            $($attr:ident $aname:literal $args:tt = $af:expr, $adoc:literal;)*
        }
    ) => {
        $(#[$meta])*
        pub static $NAME: $crate::tables::NativeModule = $crate::tables::NativeModule {
            name: $name,
            doc: if $crate::model::native::DOCS { $doc } else { "" },
            attrs: {
                static ATTRS: &[$crate::model::NativeAttr] =
                    &[$($crate::native_attr!(None; $attr $aname $args = $af, $adoc)),*];
                ATTRS
            },
        };
    };
}
