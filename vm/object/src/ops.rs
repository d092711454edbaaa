//! Protocols: operations on objects of any type, dispatched through slots.

pub mod call;
pub mod compare;
pub mod number;
pub mod digits;
pub mod item;
pub mod buffer;
pub mod text;
