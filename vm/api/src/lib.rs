//! What native modules may use of the virtual machine.
//!
//! A curated list: what is not named here may change without notice. Modules are tables made
//! by [`py_module!`]; their functions get a `&Vm`, which is the GIL, and borrowed arguments.
#![no_std]
#![forbid(unsafe_code)]

pub use pyrite_interp::breaker::attend;
pub use pyrite_object::args::{bound, optional, required};
pub use pyrite_object::builder::StrBuilder;
pub use pyrite_object::class::full_name;
pub use pyrite_object::coll::dict::Dict;
pub use pyrite_object::coll::list::List;
pub use pyrite_object::model::storage::HEADER_SIZE;
pub use pyrite_object::model::vm::{CompileMode, Slot, pending};
pub use pyrite_object::new::Text;
pub use pyrite_object::ops::call::str_is;
pub use pyrite_object::raw::int::Int;
pub use pyrite_object::raw::str::Str;
pub use pyrite_object::raw::tuple::Tuple;
pub use pyrite_object::raw::tuple::empty as empty_tuple;
pub use pyrite_object::tables::{FrozenModule, NativeModule};
pub use pyrite_object::types::float::to_int as float_to_int;
pub use pyrite_object::{
    BinaryOp, CompareOp, NativeAttr, NativeCall, NativeKind, Obj, Outcome, Params, Raised, Ref, Storage,
    This, Type, TypeRef, Visitor, Vm, flags, native_attr, py_module, py_type,
};

/// Interned names that the machine itself knows.
pub use pyrite_object::names;

/// The builtin types and their storage.
pub mod types {
    pub use pyrite_object::class::slots::set_collection;
    pub use pyrite_object::class::type_of;
    pub use pyrite_object::coll::dict::Dict;
    pub use pyrite_object::coll::list::List;
    pub use pyrite_object::exc::BaseException;
    pub use pyrite_object::raw::bytearray::ByteArray;
    pub use pyrite_object::raw::bytes::Bytes;
    pub use pyrite_object::raw::float::Float;
    pub use pyrite_object::raw::str::{Chars, Str};
    pub use pyrite_object::raw::tuple::Tuple;
    pub use pyrite_object::text::octets::Octets;
    pub use pyrite_object::types::bool_::BOOL;
    pub use pyrite_object::types::bytearray::BYTEARRAY;
    pub use pyrite_object::types::bytes::BYTES;
    pub use pyrite_object::types::cells::{Cells, LAST_IS_DICT, cells_of};
    pub use pyrite_object::types::complex::COMPLEX;
    pub use pyrite_object::types::dict::DICT;
    pub use pyrite_object::types::dict::default::DEFAULTDICT;
    pub use pyrite_object::types::dict::ordered::ORDERED_DICT;
    pub use pyrite_object::types::enumerate::ENUMERATE;
    pub use pyrite_object::types::exceptions;
    pub use pyrite_object::types::filter::FILTER;
    pub use pyrite_object::types::float::FLOAT;
    pub use pyrite_object::types::generic_alias::class_get_item;
    pub use pyrite_object::types::int::INT;
    pub use pyrite_object::types::iterators::{callable_iterator, iterator_self, positional_arguments};
    pub use pyrite_object::types::list::LIST;
    pub use pyrite_object::types::list::sort::sort as sort_list;
    pub use pyrite_object::types::map::MAP;
    pub use pyrite_object::types::mapping_proxy::proxy as mapping_proxy;
    pub use pyrite_object::types::memoryview::MEMORYVIEW;
    pub use pyrite_object::types::method_types::{CLASS_METHOD, STATIC_METHOD};
    pub use pyrite_object::types::namespace::NAMESPACE;
    pub use pyrite_object::types::object::OBJECT;
    pub use pyrite_object::types::property::PROPERTY;
    pub use pyrite_object::types::range::RANGE;
    pub use pyrite_object::types::reversed::REVERSED;
    pub use pyrite_object::types::set::{FROZENSET, SET};
    pub use pyrite_object::types::slice::{SLICE, Slice, slice_adjust, slice_index, slice_unpack};
    pub use pyrite_object::types::str_::STR;
    pub use pyrite_object::types::super_::SUPER;
    pub use pyrite_object::types::tuple::TUPLE;
    pub use pyrite_object::types::type_::TYPE;
    pub use pyrite_object::types::zip::ZIP;
}

/// Type parameters at run time.
pub mod typing {
    pub use pyrite_object::types::typing::alias::TYPE_ALIAS;
    pub use pyrite_object::types::typing::generic::GENERIC;
    pub use pyrite_object::types::typing::no_default;
    pub use pyrite_object::types::typing::param::{
        PARAM_SPEC, PARAM_SPEC_ARGS, PARAM_SPEC_KWARGS, TYPE_VAR, TYPE_VAR_TUPLE,
    };
}

/// Asynchronous iteration.
pub mod asynchronous {
    pub use pyrite_interp::generator::anext::anext;
}

/// The frames of Python functions.
pub mod frames {
    pub use pyrite_interp::frame_object::getframe;
}

/// Numbers as bytes, and memory that objects share.
pub mod binary {
    pub use pyrite_object::binary::{Code, Kind, Misfit};
    pub use pyrite_object::raw::buffer::{Buffer, FULL_RO, Offer, Order, SIMPLE, WRITABLE};
}

/// The memory of objects.
pub mod heap {
    pub use pyrite_object::heap::collect::{
        collect, containers, disable, enable, is_container, is_enabled, referents, refers_to, set_threshold,
        threshold, young,
    };
}

/// References that do not keep their object alive.
pub mod weak {
    pub use pyrite_object::heap::weak::{cast, find};
    pub use pyrite_object::types::weakref::proxy::{CALLABLE_PROXY, PROXY};
    pub use pyrite_object::types::weakref::{REFERENCE, make};
}

/// The streams of the console.
pub mod console {
    pub use pyrite_object::types::console::{TextStream, read_line, text_stream, write};
}

/// Threads and what they wait for.
pub mod threads {
    pub use pyrite_object::model::vm::FIRST_IDENT;
    pub use pyrite_object::threads::Start;
    pub use pyrite_object::types::local::LOCAL;
    pub use pyrite_object::types::lock::{
        HANDLE, Handle, LOCK, RLOCK, TIMEOUT_MAX_S, allocate as allocate_lock, new_handle,
    };
}
