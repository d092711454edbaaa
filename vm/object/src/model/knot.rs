//! Builtin types that the core has to name: the only place where `model` looks up.

pub use crate::types::bool_::BOOL;
pub use crate::types::int::INT;
pub use crate::types::native_types::{
    BUILTIN_FUNCTION, CLASS_METHOD_DESCRIPTOR, GETSET_DESCRIPTOR, METHOD_DESCRIPTOR,
};
pub use crate::types::none::{ELLIPSIS, NONE, NOT_IMPLEMENTED, UNBOUND};
pub use crate::types::object::OBJECT;
pub use crate::types::type_::TYPE;
