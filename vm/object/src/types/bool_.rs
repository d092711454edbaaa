//! `bool`: `True` and `False`.

use crate::model::flags;
use crate::py_type;

/// Bools are immediates: no storage.
pub struct BoolTail;

// SAFETY: zero-sized; bools have no memory and `cast` refuses them.
unsafe impl crate::model::Storage for BoolTail {
    const TYPE: &'static crate::model::Type = &BOOL;
}

py_type! {
    /// `bool`.
    pub static BOOL: BoolTail = "bool", "" {
        base crate::types::int::INT;
        flags flags::INT;
    }
}
