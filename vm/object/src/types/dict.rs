//! `dict`: mappings in insertion order.

use crate::coll::dict::Dict;
use crate::model::flags;
use crate::py_type;

py_type! {
    /// `dict`: mappings in insertion order.
    pub static DICT: Dict = "dict", "" {
        flags flags::BASE;
        gc container;
    }
}
