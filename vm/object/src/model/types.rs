//! The type object: CPython's `PyTypeObject`, and what only Pyrite knows.
//!
//! Builtin types are statics in flash and never written. Types made by `class` live in RAM
//! and are changed through raw pointers; no Rust reference to a whole `Type` is formed.
//! Types of C extensions have CPython's part only ([`flags::EXTENDED`] is clear).

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::{NonNull, null, null_mut};

use super::native::NativeAttr;
use super::slots::*;
use super::value::{Header, IMMORTAL, Obj, Ref};

/// Bits of `tp_flags`, numbered as in CPython 3.13; the last ones are ours.
pub mod flags {
    /// The fields behind CPython's are there.
    pub const EXTENDED: usize = 1 << 0;
    /// Instances can be referenced weakly; their lists are kept beside them.
    pub const MANAGED_WEAKREF: usize = 1 << 3;
    /// Instances end in a shape and an attribute array.
    pub const MANAGED_DICT: usize = 1 << 4;
    /// Matches a sequence pattern.
    pub const SEQUENCE: usize = 1 << 5;
    /// Matches a mapping pattern.
    pub const MAPPING: usize = 1 << 6;
    /// Calling the type is a TypeError.
    pub const DISALLOW_INSTANTIATION: usize = 1 << 7;
    /// Attributes cannot be set.
    pub const IMMUTABLE: usize = 1 << 8;
    /// Made at run time.
    pub const HEAP: usize = 1 << 9;
    /// May be a base class.
    pub const BASE: usize = 1 << 10;
    /// `tp_vectorcall_offset` is valid.
    pub const HAVE_VECTORCALL: usize = 1 << 11;
    /// Fully set up.
    pub const READY: usize = 1 << 12;
    /// Instances may be part of reference cycles.
    pub const HAVE_GC: usize = 1 << 14;
    /// Instances act as unbound methods.
    pub const METHOD_DESCRIPTOR: usize = 1 << 17;
    /// Has abstract methods.
    pub const ABSTRACT: usize = 1 << 20;
    /// Instances begin with the storage that types of modules share.
    pub const CELLS: usize = 1 << 21;
    /// A class pattern with one positional subpattern matches the subject itself.
    pub const MATCH_SELF: usize = 1 << 22;
    /// Subtype of `int`.
    pub const INT: usize = 1 << 24;
    /// Subtype of `list`.
    pub const LIST: usize = 1 << 25;
    /// Subtype of `tuple`.
    pub const TUPLE: usize = 1 << 26;
    /// Subtype of `bytes`.
    pub const BYTES: usize = 1 << 27;
    /// Subtype of `str`.
    pub const STR: usize = 1 << 28;
    /// Subtype of `dict`.
    pub const DICT: usize = 1 << 29;
    /// Subtype of `BaseException`.
    pub const BASE_EXCEPTION: usize = 1 << 30;
    /// Subtype of `type`.
    pub const TYPE: usize = 1 << 31;
    /// Bits a subtype inherits.
    pub const INHERITED: usize = MANAGED_WEAKREF
        | INT
        | LIST
        | TUPLE
        | BYTES
        | STR
        | DICT
        | BASE_EXCEPTION
        | TYPE
        | CELLS
        | SEQUENCE
        | MAPPING
        | MATCH_SELF;
}

/// `PyVarObject`'s head.
#[repr(C)]
pub struct VarHeader {
    /// The object's head.
    pub header: Header,
    /// `ob_size`; for types 0.
    pub size: isize,
}

/// A type: fields and order of `PyTypeObject`, then ours.
#[repr(C)]
pub struct Type {
    /// Head, with the metatype.
    pub head: VarHeader,
    /// `tp_name`: NUL-terminated.
    pub name: *const c_char,
    /// Bytes of an instance without items.
    pub basic_size: isize,
    /// Bytes of an item.
    pub item_size: isize,
    /// Called when the count reaches 0.
    pub dealloc: Option<DeallocFn>,
    /// See `tp_vectorcall_offset`.
    pub vectorcall_offset: isize,
    /// Unused.
    pub getattr: *const c_void,
    /// Unused.
    pub setattr: *const c_void,
    /// Slots of awaitables.
    pub as_async: *const AsyncSlots,
    /// `repr()`
    pub repr: Option<UnaryFn>,
    /// Slots of numbers.
    pub as_number: *const NumberSlots,
    /// Slots of sequences.
    pub as_sequence: *const SequenceSlots,
    /// Slots of mappings.
    pub as_mapping: *const MappingSlots,
    /// `hash()`
    pub hash: Option<HashFn>,
    /// Call with tuple and dict.
    pub call: Option<CallFn>,
    /// `str()`
    pub str_: Option<UnaryFn>,
    /// Attribute read.
    pub getattro: Option<GetAttrFn>,
    /// Attribute write and delete.
    pub setattro: Option<StoreFn>,
    /// `PyBufferProcs`
    pub as_buffer: *const super::slots::BufferSlots,
    /// See [`flags`].
    pub flags: usize,
    /// `tp_doc`: NUL-terminated or null.
    pub doc: *const c_char,
    /// Visits the objects an instance owns.
    pub traverse: Option<TraverseFn>,
    /// Drops what may be part of a cycle.
    pub clear: Option<InquiryFn>,
    /// Comparison.
    pub richcompare: Option<CompareFn>,
    /// Offset of the weak list, or 0.
    pub weaklist_offset: isize,
    /// `iter()`
    pub iter: Option<UnaryFn>,
    /// `next()`
    pub iternext: Option<NextFn>,
    /// `PyMethodDef` table (C extensions).
    pub methods: *const c_void,
    /// `PyMemberDef` table (C extensions).
    pub members: *const c_void,
    /// `PyGetSetDef` table (C extensions).
    pub getset: *const c_void,
    /// The first base, or null for `object`.
    pub base: *const Type,
    /// Attribute dict of types made at run time, or null.
    pub dict: *mut Header,
    /// Descriptor read.
    pub descr_get: Option<DescrGetFn>,
    /// Descriptor write and delete.
    pub descr_set: Option<StoreFn>,
    /// Offset of a `__dict__` pointer, or 0.
    pub dict_offset: isize,
    /// `__init__`
    pub init: Option<InitFn>,
    /// Makes the memory of an instance.
    pub alloc: Option<AllocFn>,
    /// `__new__`
    pub new: Option<NewFn>,
    /// Frees the memory of an instance.
    pub free: Option<FreeFn>,
    /// Whether an instance takes part in collection.
    pub is_gc: Option<InquiryFn>,
    /// Tuple of bases of types made at run time, or null.
    pub bases: *mut Header,
    /// Method resolution order of types made at run time, or null.
    pub mro: *mut Header,
    /// Unused.
    pub cache: *mut Header,
    /// List of addresses of direct subtypes, or null.
    pub subclasses: *mut c_void,
    /// Unused.
    pub weaklist: *mut Header,
    /// Unused.
    pub del: Option<FinalizeFn>,
    /// Unused.
    pub version_tag: u32,
    /// `__del__`
    pub finalize: Option<FinalizeFn>,
    /// Call of the type itself.
    pub vectorcall: Option<VectorcallFn>,
    /// Unused.
    pub watched: u8,
    /// Unused.
    pub versions_used: u16,

    /// Attributes of builtin types, in flash.
    pub natives: &'static [NativeAttr],
    /// Drops the storage behind the header (not the memory) and returns its bytes. Builtin types only.
    pub drop_storage: Option<DropFn>,
    /// Bytes of the storage at an address. Builtin types only.
    pub storage_size: Option<SizeFn>,
    /// Calls an instance: the fast twin of `call`.
    pub fast_call: Option<VectorcallFn>,
    /// Makes an instance (of this type or a subtype) without calling `__init__`.
    pub fast_new: Option<FastNewFn>,
    /// State of types made at run time; null for builtin ones.
    pub heap: *mut HeapPart,
}

/// `__new__` with the arguments of a vectorcall: type, values, keyword names.
pub type FastNewFn = fn(&super::vm::Vm, TypeRef, &[Ref], Option<&Obj>) -> super::value::Outcome;
/// Bytes of the storage at an address.
pub type SizeFn = unsafe fn(*const u8) -> usize;
/// Drops the storage at an address, and returns its size in bytes.
pub type DropFn = unsafe fn(*mut u8) -> usize;

// SAFETY: a static type is never written, and what its pointers name is static too.
unsafe impl Sync for Type {}

/// What a type made at run time has beside the slots. Owned by the type.
pub struct HeapPart {
    /// `__name__`
    pub name: Ref,
    /// `__qualname__`
    pub qualname: Ref,
    /// Root of the shapes of its instances.
    pub root_shape: *mut super::shape::Shape,
    /// Byte offset of the instances' [`super::shape::Attrs`]; 0: they have none;
    /// [`ATTRS_AT_END`]: behind the storage, whose size differs.
    pub attrs_offset: usize,
    /// Byte offset of the members this class adds.
    pub members_offset: usize,
    /// How many members (`__slots__`) this class adds.
    pub member_count: u16,
    /// This class, not a base, gave its instances a `__dict__`.
    pub adds_dict: bool,
    /// This class, not a base, gave its instances weak references.
    pub adds_weakref: bool,
    /// A cache relies on the attributes of this type.
    pub cached: bool,
    /// [`Vm::type_cache`](super::vm::Vm::type_cache) relies on them.
    pub looked_up: bool,
    /// [`Vm::types_epoch`](super::vm::Vm::types_epoch) when `plan_init` was found; 0: it was not.
    pub plan_epoch: u32,
    /// What `__init__` is, borrowed from the class that defines it; null: that of `object`.
    pub plan_init: *mut Header,
    /// NUL-terminated copy of the name for `tp_name`; owned, `name_size` bytes.
    pub c_name: *mut u8,
    /// Bytes of `c_name`.
    pub c_name_size: usize,
    /// Tables the class filled itself; owned, or null.
    pub number: *mut NumberSlots,
    /// As `number`.
    pub sequence: *mut SequenceSlots,
    /// As `number`.
    pub mapping: *mut MappingSlots,
    /// As `number`.
    pub async_: *mut AsyncSlots,
}

/// Value of [`HeapPart::attrs_offset`] for instances of varying size.
pub const ATTRS_AT_END: usize = usize::MAX;

/// A type, by address. Copyable; all access goes through raw reads.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct TypeRef(NonNull<Type>);

// SAFETY: as for `Type`; heap types are reached with the GIL held only.
unsafe impl Sync for TypeRef {}

macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)*) => {
        $($(#[$doc])*
        #[inline(always)]
        pub fn $name(self) -> $type {
            // SAFETY: the type is alive and its CPython part initialised.
            unsafe { (*self.0.as_ptr()).$name }
        })*
    };
}

impl TypeRef {
    /// Of a static type.
    pub const fn of(type_: &'static Type) -> TypeRef {
        TypeRef(NonNull::from_ref(type_))
    }

    /// From an address.
    ///
    /// # Safety
    /// `ptr` is a type that is alive as long as the result is used.
    pub const unsafe fn from_ptr(ptr: NonNull<Type>) -> TypeRef {
        TypeRef(ptr)
    }

    /// The address.
    #[inline(always)]
    pub const fn as_ptr(self) -> *mut Type {
        self.0.as_ptr()
    }

    /// The type as an object. The caller keeps the type alive.
    #[inline(always)]
    pub fn as_obj<'a>(self) -> &'a Obj {
        // SAFETY: a type is an object.
        unsafe { Obj::from_ptr(self.0.cast()) }
    }

    /// An owned reference to the type.
    pub fn own(self) -> Ref {
        self.as_obj().own()
    }

    /// Whether this is the static type `type_`.
    #[inline(always)]
    pub fn is(self, type_: &'static Type) -> bool {
        core::ptr::eq(self.0.as_ptr(), type_)
    }

    readers! {
        /// `tp_basicsize`
        basic_size: isize;
        /// `tp_itemsize`
        item_size: isize;
        /// `tp_dealloc`
        dealloc: Option<DeallocFn>;
        /// `tp_repr`
        repr: Option<UnaryFn>;
        /// `tp_hash`
        hash: Option<HashFn>;
        /// `tp_call`
        call: Option<CallFn>;
        /// `tp_str`
        str_: Option<UnaryFn>;
        /// `tp_getattro`
        getattro: Option<GetAttrFn>;
        /// `tp_setattro`
        setattro: Option<StoreFn>;
        /// `tp_flags`
        flags: usize;
        /// `tp_traverse`
        traverse: Option<TraverseFn>;
        /// `tp_clear`
        clear: Option<InquiryFn>;
        /// `tp_richcompare`
        richcompare: Option<CompareFn>;
        /// `tp_iter`
        iter: Option<UnaryFn>;
        /// `tp_iternext`
        iternext: Option<NextFn>;
        /// `tp_descr_get`
        descr_get: Option<DescrGetFn>;
        /// `tp_descr_set`
        descr_set: Option<StoreFn>;
        /// `tp_init`
        init: Option<InitFn>;
        /// `tp_new`
        new: Option<NewFn>;
        /// `tp_finalize`
        finalize: Option<FinalizeFn>;
        /// `tp_vectorcall_offset`
        vectorcall_offset: isize;
    }

    /// Whether all of `bits` are set.
    #[inline(always)]
    pub fn has(self, bits: usize) -> bool {
        self.flags() & bits == bits
    }

    /// `tp_name`, or "?" if it is not UTF-8.
    pub fn name<'a>(self) -> &'a str {
        // SAFETY: `tp_name` is NUL-terminated and lives as long as the type.
        let name = unsafe { CStr::from_ptr((*self.as_ptr()).name) };
        name.to_str().unwrap_or("?")
    }

    /// The last part of `tp_name`: what error texts call an object's type.
    pub fn short_name<'a>(self) -> &'a str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(_, last)| last)
    }

    /// `tp_doc`, or `None`.
    pub fn doc<'a>(self) -> Option<&'a str> {
        // SAFETY: the type is initialised.
        let doc = unsafe { (*self.as_ptr()).doc };
        if doc.is_null() {
            return None;
        }
        // SAFETY: `tp_doc` is NUL-terminated and lives as long as the type.
        unsafe { CStr::from_ptr(doc) }.to_str().ok()
    }

    /// The first base; `None` for `object`.
    #[inline]
    pub fn base(self) -> Option<TypeRef> {
        // SAFETY: the type is initialised; its base is a live type.
        unsafe { NonNull::new((*self.as_ptr()).base.cast_mut()).map(TypeRef) }
    }

    /// A filled slot table, or [`NumberSlots::EMPTY`].
    #[inline]
    pub fn number<'a>(self) -> &'a NumberSlots {
        // SAFETY: the table is null or lives as long as the type.
        unsafe { (*self.as_ptr()).as_number.as_ref() }.unwrap_or(&NumberSlots::EMPTY)
    }

    /// As [`TypeRef::number`].
    #[inline]
    pub fn sequence<'a>(self) -> &'a SequenceSlots {
        // SAFETY: the table is null or lives as long as the type.
        unsafe { (*self.as_ptr()).as_sequence.as_ref() }.unwrap_or(&SequenceSlots::EMPTY)
    }

    /// As [`TypeRef::number`].
    pub fn buffer<'a>(self) -> &'a super::slots::BufferSlots {
        // SAFETY: the table is null or lives as long as the type.
        unsafe { (*self.as_ptr()).as_buffer.as_ref() }.unwrap_or(&super::slots::BufferSlots::EMPTY)
    }

    /// As [`TypeRef::number`].
    #[inline]
    pub fn mapping<'a>(self) -> &'a MappingSlots {
        // SAFETY: the table is null or lives as long as the type.
        unsafe { (*self.as_ptr()).as_mapping.as_ref() }.unwrap_or(&MappingSlots::EMPTY)
    }

    /// As [`TypeRef::number`].
    pub fn async_<'a>(self) -> &'a AsyncSlots {
        // SAFETY: the table is null or lives as long as the type.
        unsafe { (*self.as_ptr()).as_async.as_ref() }.unwrap_or(&AsyncSlots::EMPTY)
    }

    /// The attributes in flash of a builtin type; empty for others.
    pub fn natives(self) -> &'static [NativeAttr] {
        // SAFETY: the field is there if the flag says so.
        if self.has(flags::EXTENDED) { unsafe { (*self.as_ptr()).natives } } else { &[] }
    }

    /// Our call slot, if the type has one.
    #[inline]
    pub fn fast_call(self) -> Option<VectorcallFn> {
        // SAFETY: the field is there if the flag says so.
        if self.has(flags::EXTENDED) { unsafe { (*self.as_ptr()).fast_call } } else { None }
    }

    /// Our `__new__`, if the type has it (types made by `class` inherit it).
    pub fn fast_new(self) -> Option<FastNewFn> {
        // SAFETY: the field is there if the flag says so.
        if self.has(flags::EXTENDED) { unsafe { (*self.as_ptr()).fast_new } } else { None }
    }

    /// How to drop the storage of an instance.
    pub fn drop_storage(self) -> Option<DropFn> {
        // SAFETY: the field is there if the flag says so.
        if self.has(flags::EXTENDED) { unsafe { (*self.as_ptr()).drop_storage } } else { None }
    }

    /// How large the storage of an instance is.
    pub fn storage_size(self) -> Option<SizeFn> {
        // SAFETY: the field is there if the flag says so.
        if self.has(flags::EXTENDED) { unsafe { (*self.as_ptr()).storage_size } } else { None }
    }

    /// The run-time part, of types made by `class`.
    #[inline(always)]
    pub fn heap_part(self) -> Option<NonNull<HeapPart>> {
        if !self.has(flags::EXTENDED | flags::HEAP) {
            return None;
        }
        // SAFETY: the field is there if the flag says so.
        NonNull::new(unsafe { (*self.as_ptr()).heap })
    }

    /// The attribute dict; `None` for builtin types.
    #[inline]
    pub fn dict<'a>(self) -> Option<&'a Obj> {
        // SAFETY: the dict is null or owned by the type.
        NonNull::new(unsafe { (*self.as_ptr()).dict }).map(|ptr| unsafe { Obj::from_ptr(ptr) })
    }

    /// The tuple of the method resolution order; `None` for builtin types, whose order is
    /// the chain of [`TypeRef::base`].
    #[inline]
    pub fn mro<'a>(self) -> Option<&'a Obj> {
        // SAFETY: the tuple is null or owned by the type.
        NonNull::new(unsafe { (*self.as_ptr()).mro }).map(|ptr| unsafe { Obj::from_ptr(ptr) })
    }

    /// The tuple of bases; `None` for builtin types.
    pub fn bases<'a>(self) -> Option<&'a Obj> {
        // SAFETY: the tuple is null or owned by the type.
        NonNull::new(unsafe { (*self.as_ptr()).bases }).map(|ptr| unsafe { Obj::from_ptr(ptr) })
    }

    /// Whether a class was made by `class` (or `type()`), so that it may be changed.
    #[inline(always)]
    pub fn is_heap(self) -> bool {
        self.has(flags::HEAP)
    }
}

impl core::fmt::Debug for TypeRef {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "<class '{}'>", self.name())
    }
}

impl Type {
    /// A builtin type with every slot empty; `py_type!` fills it.
    pub const fn empty(name: &'static CStr, metatype: TypeRef) -> Type {
        Type {
            head: VarHeader { header: Header { refcount: IMMORTAL, type_: metatype }, size: 0 },
            name: name.as_ptr(),
            basic_size: size_of::<Header>() as isize,
            item_size: 0,
            dealloc: None,
            vectorcall_offset: 0,
            getattr: null(),
            setattr: null(),
            as_async: null(),
            repr: None,
            as_number: null(),
            as_sequence: null(),
            as_mapping: null(),
            hash: None,
            call: None,
            str_: None,
            getattro: None,
            setattro: None,
            as_buffer: null(),
            flags: flags::EXTENDED | flags::READY | flags::IMMUTABLE,
            doc: null(),
            traverse: None,
            clear: None,
            richcompare: None,
            weaklist_offset: 0,
            iter: None,
            iternext: None,
            methods: null(),
            members: null(),
            getset: null(),
            base: null(),
            dict: null_mut(),
            descr_get: None,
            descr_set: None,
            dict_offset: 0,
            init: None,
            alloc: None,
            new: None,
            free: None,
            is_gc: None,
            bases: null_mut(),
            mro: null_mut(),
            cache: null_mut(),
            subclasses: null_mut(),
            weaklist: null_mut(),
            del: None,
            version_tag: 0,
            finalize: None,
            vectorcall: None,
            watched: 0,
            versions_used: 0,
            natives: &[],
            drop_storage: None,
            storage_size: None,
            fast_call: None,
            fast_new: None,
            heap: null_mut(),
        }
    }
}

impl Type {
    /// A builtin type whose instances hold an `S`; subtype of `object` until `base` is set.
    pub const fn builtin<S: super::Storage>(name: &'static CStr, doc: &'static str) -> Type {
        let mut type_ = Type::empty(name, TypeRef::of(&super::knot::TYPE));
        type_.doc = if super::native::DOCS { doc.as_ptr().cast() } else { null() };
        type_.basic_size = (size_of::<Header>() + size_of::<S>()) as isize;
        type_.base = &super::knot::OBJECT;
        type_.flags |= S::FLAG;
        type_.dealloc = Some(crate::heap::finalize::dealloc_builtin);
        type_.drop_storage = Some(super::storage::drop_thunk::<S>);
        type_.storage_size = Some(super::storage::size_thunk::<S>);
        type_
    }

    /// The same, as a type of containers, which the collector looks at.
    pub const fn container<S: super::Storage>(mut self) -> Type {
        self.flags |= flags::HAVE_GC;
        self.traverse = Some(super::storage::traverse_thunk::<S>);
        self.clear = Some(super::storage::clear_thunk::<S>);
        self
    }

    /// The same, as a type of exceptions, which hold a `BaseException` first.
    pub const fn exception<S: super::Storage>(self) -> Type {
        let mut type_ = self.container::<S>();
        type_.flags |= flags::BASE_EXCEPTION;
        type_.dict_offset = crate::exc::DICT_OFFSET as isize;
        type_
    }

    /// The same, without a base: `object`.
    pub const fn root(mut self) -> Type {
        self.base = null();
        self
    }

    /// The same, as a type of types.
    pub const fn type_object(mut self) -> Type {
        self.flags |= flags::HAVE_GC;
        self.basic_size = size_of::<Type>() as isize;
        self.traverse = Some(crate::class::traverse_type);
        self.clear = Some(crate::class::clear_type);
        self.dealloc = Some(crate::class::dealloc_type);
        self
    }

    /// The same, with the slots of its base where it has none of its own.
    ///
    /// Slots of a table are inherited together: a type that fills one of a table fills all it
    /// wants. `hash` goes with `richcompare`; making instances is not inherited from `object`.
    pub const fn inherit(mut self) -> Type {
        if self.base.is_null() {
            return self;
        }
        // SAFETY: the base is a static, initialised by its own constant expression.
        let base = unsafe { &*self.base };
        if self.richcompare.is_none() && self.hash.is_none() {
            self.richcompare = base.richcompare;
            self.hash = base.hash;
        }
        if self.call.is_none() {
            self.call = base.call;
            self.fast_call = base.fast_call;
        }
        if self.new.is_none() && !base.base.is_null() {
            self.new = base.new;
            self.fast_new = base.fast_new;
        }
        macro_rules! inherit {
            ($empty:ident: $($slot:ident)*) => {$(
                if self.$slot.$empty() {
                    self.$slot = base.$slot;
                }
            )*};
        }
        inherit!(is_none: repr str_ getattro setattro iter iternext descr_get descr_set init finalize);
        inherit!(is_null: as_async as_number as_sequence as_mapping as_buffer);
        if self.dict_offset == 0 {
            self.dict_offset = base.dict_offset;
        }
        self.flags |= base.flags & flags::INHERITED;
        self
    }
}

/// `tp_new` of builtin types: tuple and dict to vectorcall arguments.
pub extern "C" fn new_thunk(type_: TypeRef, args: &Obj, kwargs: Option<&Obj>) -> super::value::Outcome {
    let vm = super::current::vm();
    crate::tables::unpack_call(vm, args, kwargs, &mut |args, names| match type_.fast_new() {
        Some(new) => new(vm, type_, args, names),
        None => Err(vm.type_error(format_args!("cannot create '{}' instances", type_.name()))),
    })
}

/// `tp_call` of builtin types: tuple and dict to vectorcall arguments.
pub extern "C" fn call_thunk(callable: &Obj, args: &Obj, kwargs: Option<&Obj>) -> super::value::Outcome {
    let vm = super::current::vm();
    crate::tables::unpack_call(vm, args, kwargs, &mut |args, names| vm.call_named(callable, args, names))
}

const _: () =
    assert!(core::mem::offset_of!(Type, natives) == if size_of::<usize>() == 4 { 208 } else { 416 });
const _: () = assert!(size_of::<c_int>() == 4);
