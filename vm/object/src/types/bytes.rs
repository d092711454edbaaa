//! `bytes`: immutable octets.

use crate::model::flags;
use crate::py_type;
use crate::raw::bytes::Bytes;

py_type! {
    /// `bytes`: immutable octets.
    pub static BYTES: Bytes = "bytes", "" {
        flags flags::BASE;
    }
}
