//! Storage that hashes and compares: list, dict, set.

pub mod list;
pub mod dict;
pub mod set;
