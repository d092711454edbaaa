//! `str`: text.

use crate::model::flags;
use crate::py_type;
use crate::raw::str::Str;

py_type! {
    /// `str`: text.
    pub static STR: Str = "str", "" {
        flags flags::BASE;
    }
}
