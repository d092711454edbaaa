//! The knot, tied once: value, header, type, slots and `Vm` name each other here.
//!
//! Definitions, without behaviour of Python's.

pub mod value;
pub mod slots;
pub mod native;
pub mod types;
pub mod storage;
pub mod shape;
pub mod gil;
pub mod vm;
pub mod current;
pub mod knot;

pub use native::{NativeAttr, NativeCall, NativeKind, Params};
pub use slots::CompareOp;
pub use storage::{Storage, This, Visitor};
pub use types::{Type, TypeRef, flags};
pub use value::{Header, Obj, Outcome, Raised, Ref, fits_small};
pub use vm::Vm;
