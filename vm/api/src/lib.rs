//! What native modules may use of the VM: a curated list of re-exports.
//!
//! The standard library is its first client. If a module needs more, this list grows; it
//! never names the crates below.
#![no_std]
#![forbid(unsafe_code)]

pub use pyrite_object::args::{bound, optional, required};
pub use pyrite_object::coll::dict::Dict;
pub use pyrite_object::coll::list::List;
pub use pyrite_object::new::Text;
pub use pyrite_object::raw::int::Int;
pub use pyrite_object::raw::str::Str;
pub use pyrite_object::raw::tuple::Tuple;
pub use pyrite_object::tables::NativeModule;
pub use pyrite_object::types::float::to_int as float_to_int;
pub use pyrite_object::{BinaryOp, CompareOp, Obj, Outcome, Raised, Ref, This, Type, TypeRef, Vm, flags};
pub use pyrite_object::{names, py_module, py_type};

/// The builtin types, by module.
pub mod types {
    pub use pyrite_object::types::exceptions;
    pub use pyrite_object::types::tuple::TUPLE;
}

/// The collector and the figures of the heap.
pub mod heap {
    pub use pyrite_object::heap::collect::{
        collect, containers, disable, enable, is_container, is_enabled, set_threshold, threshold, young,
    };
}
