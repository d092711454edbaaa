//! `tuple`: immutable sequences.

use crate::model::flags;
use crate::py_type;
use crate::raw::tuple::Tuple;

py_type! {
    /// `tuple`: immutable sequences.
    pub static TUPLE: Tuple = "tuple", "" {
        flags flags::BASE;
        gc container;
    }
}
