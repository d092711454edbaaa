//! The builtin types, one file each.

pub mod object;
pub mod type_;
pub mod none;
pub mod native_types;
pub mod int;
pub mod bool_;
pub mod float;
pub mod str_;
pub mod bytes;
pub mod generic_alias;
pub mod iterators;
pub mod slice;
pub mod tuple;
pub mod list;
pub mod set;
pub mod dict;
pub mod enumerate;
pub mod zip;
pub mod map;
pub mod filter;
pub mod reversed;
pub mod range;
pub mod exceptions;
