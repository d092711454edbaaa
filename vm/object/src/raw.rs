//! Storage of the plain values, without what Python sees of them.

pub mod str;
pub mod bytes;
pub mod bytearray;
pub mod tuple;
pub mod int;
pub mod float;
pub mod singleton;
pub mod buffer;
