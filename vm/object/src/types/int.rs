//! `int`: integers of any size.

use crate::model::flags;
use crate::py_type;
use crate::raw::int::BigInt;

py_type! {
    /// `int`: integers of any size.
    pub static INT: BigInt = "int", "" {
        flags flags::BASE;
    }
}
