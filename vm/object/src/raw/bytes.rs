//! Storage of `bytes`: length, octets, one NUL.

use core::ptr::NonNull;

use pyrite_algo::OutOfMemory;

use crate::model::storage::HEADER_SIZE;
use crate::model::value::Ref;
use crate::model::{Storage, This, Type, TypeRef, Vm};

/// Head of a bytes object; the octets and a NUL follow.
#[repr(C)]
pub struct Bytes {
    len: usize,
}

// SAFETY: BYTES' instances, and those of its subtypes (flag BYTES), begin with this head.
unsafe impl Storage for Bytes {
    const TYPE: &'static Type = &crate::model::knot::BYTES;
    const FLAG: usize = crate::model::flags::BYTES;

    fn size(&self) -> usize {
        size_of::<Bytes>() + self.len + 1
    }
}

impl<'a> This<'a, Bytes> {
    /// The octets.
    #[inline]
    pub fn as_slice(self) -> &'a [u8] {
        // SAFETY: `len` octets follow the head, never changed while the object can be seen.
        unsafe { core::slice::from_raw_parts(self.as_ptr().add(1).cast::<u8>().as_ptr(), self.len) }
    }
}

impl Vm {
    /// A bytes object of `len` octets, zeros filled over by `fill`.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn build_bytes(&self, len: usize, fill: impl FnOnce(&mut [u8])) -> Result<Ref, OutOfMemory> {
        self.build_bytes_of(TypeRef::of(&crate::model::knot::BYTES), len, fill)
    }

    /// The same, for an instance of `type_`: `bytes` or a subtype.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn build_bytes_of(
        &self,
        type_: TypeRef,
        len: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Ref, OutOfMemory> {
        let size = len.checked_add(size_of::<Bytes>() + 1).ok_or(OutOfMemory)?;
        let object = self.allocate(type_, Bytes { len }, size)?;
        // SAFETY: the object has room for `len + 1` octets behind the head, and nobody else
        // sees it yet.
        unsafe {
            let octets: NonNull<u8> = object.as_ptr().byte_add(HEADER_SIZE + size_of::<Bytes>()).cast();
            core::ptr::write_bytes(octets.as_ptr(), 0, len + 1);
            fill(core::slice::from_raw_parts_mut(octets.as_ptr(), len));
        }
        Ok(object)
    }
}
