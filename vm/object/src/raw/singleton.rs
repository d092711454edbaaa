//! Objects without storage of which there is one, in flash.

use core::ptr::NonNull;

use crate::model::value::{Header, IMMORTAL, Obj};
use crate::model::{Type, TypeRef};

/// The only instance of a type.
#[repr(C)]
pub struct Singleton {
    header: Header,
}

// SAFETY: never written.
unsafe impl Sync for Singleton {}

impl Singleton {
    /// The instance of a type whose storage is empty.
    pub const fn new(type_: &'static Type) -> Singleton {
        Singleton { header: Header { refcount: IMMORTAL, type_: TypeRef::of(type_) } }
    }

    /// The object.
    pub fn as_obj(&'static self) -> &'static Obj {
        // SAFETY: the static is a header and lives for ever.
        unsafe { Obj::from_ptr(NonNull::from_ref(&self.header)) }
    }
}
