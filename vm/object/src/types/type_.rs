//! `type`: the type of types.

use crate::model::types::Type;
use crate::model::{Storage, flags};
use crate::py_type;

/// A type's storage begins at its header: this stands for what is behind it.
pub struct TypeTail;

// SAFETY: types are `Type`s; nothing is read through this zero-sized storage.
unsafe impl Storage for TypeTail {
    const TYPE: &'static Type = &TYPE;
    const FLAG: usize = flags::TYPE;
}

py_type! {
    /// The type of types.
    pub static TYPE: TypeTail = "type", "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type" {
        flags flags::BASE;
        gc container;
    }
}
