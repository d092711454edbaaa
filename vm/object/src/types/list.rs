//! `list`: mutable sequences.

use crate::model::flags;
use crate::py_type;
use crate::coll::list::List;

py_type! {
    /// `list`: mutable sequences.
    pub static LIST: List = "list", "" {
        flags flags::BASE;
        gc container;
    }
}
