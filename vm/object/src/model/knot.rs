//! Builtin types that the core has to name: the one place where it looks up.
//!
//! Storage names the type that it is the storage of, classes their root and their class.

pub use crate::types::bool_::BOOL;
pub use crate::types::bytearray::BYTEARRAY;
pub use crate::types::bytes::BYTES;
pub use crate::types::dict::DICT;
pub use crate::types::float::FLOAT;
pub use crate::types::int::INT;
pub use crate::types::list::LIST;
pub use crate::types::module::MODULE;
pub use crate::types::native_types::{
    BUILTIN_FUNCTION, CLASS_METHOD_DESCRIPTOR, GETSET_DESCRIPTOR, METHOD_DESCRIPTOR,
};
pub use crate::types::none::{ELLIPSIS, NONE, NOT_IMPLEMENTED, UNBOUND};
pub use crate::types::object::OBJECT;
pub use crate::types::set::{FROZENSET, SET};
pub use crate::types::str_::STR;
pub use crate::types::tuple::TUPLE;
pub use crate::types::type_::TYPE;
pub use crate::types::weakref::proxy::{CALLABLE_PROXY, PROXY};
pub use crate::types::weakref::{REFERENCE, WEAKREF_ATTR};
