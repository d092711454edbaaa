//! Storage that hashes and compares: list, dict, set; what lists and tuples share.

pub mod list;
pub mod items;
pub mod table;
pub mod dict;
pub mod set;
