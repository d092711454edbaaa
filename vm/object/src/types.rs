//! The builtin types, one file each.

pub mod object;
pub mod type_;
pub mod none;
pub mod native_types;
pub mod wrapper;
pub mod member;
pub mod cell;
pub mod method;
pub mod method_types;
pub mod union_;
pub mod int;
pub mod bool_;
pub mod float;
pub mod complex;
pub mod slice;
pub mod str_;
pub mod bytes;
pub mod bytearray;
pub mod tuple;
pub mod list;
pub mod dict;
pub mod iterators;
pub mod range;
pub mod exceptions;
