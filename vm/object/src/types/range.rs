//! `range`: an immutable arithmetic progression.
//!
//! Never materialises its items. Source: Python Library Reference, "Ranges".

use crate::model::value::Ref;
use crate::model::{Storage, Type, flags};
use crate::py_type;

/// A range.
#[repr(C)]
pub struct Range {
    /// First item.
    pub start: Ref,
    /// The bound that is not reached.
    pub stop: Ref,
    /// Difference of two items, not 0.
    pub step: Ref,
}

// SAFETY: RANGE's instances hold this.
unsafe impl Storage for Range {
    const TYPE: &'static Type = &RANGE;
}

py_type! {
    /// Immutable sequence of integers.
    pub static RANGE: Range = "range", "" {
        flags flags::SEQUENCE;
    }
}
