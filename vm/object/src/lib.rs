//! Objects: their memory, their protocols and the builtin types.
//!
//! Modules are listed bottom-up: each names only those above its own line, but for the knot
//! (`model::knot` names the builtin types that the core needs) and for `tables`, whose macros
//! are used by all. Builtin types are in this crate because they are statics that the core's
//! own statics (names, the empty tuple) point to.
#![cfg_attr(not(test), no_std)]
#![allow(
    improper_ctypes_definitions,
    reason = "`Result<Ref, Raised>` is one word with null as `Err`, asserted in model::value"
)]

extern crate alloc;

pub mod model;
pub mod tables;
pub mod heap;
pub mod stack;
pub mod raw;
pub mod names;
pub mod exc;
pub mod new;
pub mod builder;
pub mod ops;
pub mod coll;
pub mod attr;
pub mod args;
pub mod class;
pub mod text;
pub mod warn;
pub mod binary;
pub mod types;
pub mod threads;
pub mod start;
#[cfg(test)]
pub mod testing;

pub use model::{
    CompareOp, NativeAttr, NativeCall, NativeKind, Obj, Outcome, Params, Raised, Ref, Storage, This, Type,
    TypeRef, Visitor, Vm, flags,
};
pub use ops::number::BinaryOp;
