//! `float`: IEEE doubles.

use crate::model::flags;
use crate::py_type;
use crate::raw::float::Float;

py_type! {
    /// `float`: IEEE doubles.
    pub static FLOAT: Float = "float", "" {
        flags flags::BASE;
    }
}
