//! `list`: mutable sequences.

use crate::coll::list::List;
use crate::model::flags;
use crate::py_type;

py_type! {
    /// `list`: mutable sequences.
    pub static LIST: List = "list", "" {
        flags flags::BASE;
        gc container;
    }
}
