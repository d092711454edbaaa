//! Memory that objects let others use: the buffer protocol, from both sides.
//!
//! [`Offer`] is what an owner says, [`Buffer`] what a user holds. As long as a [`Buffer`]
//! lives, the owner neither moves nor frees the memory. It may be written by anyone in the
//! meantime: no reference to it is handed out, but for memory that nobody can write.

use core::ffi::{CStr, c_int};
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};

use pyrite_algo::{Buf, OutOfMemory};

use crate::model::slots::RawBuffer;
use crate::model::value::{Obj, Raised};
use crate::raw::bytes::Bytes;

/// `PyBUF_SIMPLE`: bytes in a row, no more.
pub const SIMPLE: c_int = 0;
/// `PyBUF_WRITABLE`
pub const WRITABLE: c_int = 1;
/// `PyBUF_FORMAT`
pub const FORMAT: c_int = 4;
/// `PyBUF_ND`
pub const ND: c_int = 8;
/// `PyBUF_STRIDES`
pub const STRIDES: c_int = 0x10 | ND;
/// `PyBUF_FULL_RO`
pub const FULL_RO: c_int = 0x100 | STRIDES | FORMAT;

/// Memory that an object offers: items in a row.
pub struct Offer {
    /// The first item.
    pub data: *const u8,
    /// Bytes of all items.
    pub len: usize,
    /// Bytes of an item.
    pub item_size: usize,
    /// As for `struct`.
    pub format: &'static CStr,
    /// The memory must not be written.
    pub read_only: bool,
}

impl Offer {
    /// Fills in what was asked for.
    pub fn fill(self, out: &mut MaybeUninit<RawBuffer>, object: &Obj, flags: c_int) {
        let raw = out.write(RawBuffer {
            data: self.data.cast_mut(),
            object: Some(object.own()),
            len: self.len as isize,
            item_size: self.item_size as isize,
            read_only: self.read_only.into(),
            ndim: 1,
            format: ptr::null(),
            shape: ptr::null(),
            strides: ptr::null(),
            suboffsets: ptr::null(),
            // The number of items, which `shape` points to.
            internal: ptr::without_provenance_mut(self.len / self.item_size.max(1)),
        });
        if flags & FORMAT == FORMAT {
            raw.format = self.format.as_ptr();
        }
        if flags & ND == ND {
            raw.shape = (&raw const raw.internal).cast();
        }
        if flags & STRIDES == STRIDES {
            raw.strides = &raw const raw.item_size;
        }
    }
}

/// A dimension of items in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dim {
    /// How many items, or rows of the dimensions behind it.
    pub len: usize,
    /// Bytes from one to the next.
    pub stride: isize,
}

/// Memory in use.
pub struct Buffer {
    raw: RawBuffer,
    /// Its dimensions.
    pub dims: Buf<Dim>,
    /// The bytes that the items are in, counted from that of all indices 0.
    extent: (isize, isize),
}

/// Why memory cannot be used.
pub enum Refusal {
    /// The owner has raised an exception.
    Raised(Raised),
    /// There is no memory to describe it.
    Memory(OutOfMemory),
    /// There are pointers in it.
    Indirect,
}

impl Buffer {
    /// The memory of an object; `None` if it offers none.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn of(object: &Obj, flags: c_int) -> Result<Option<Buffer>, Refusal> {
        let Some(get) = object.type_().buffer().get else { return Ok(None) };
        let mut raw = MaybeUninit::uninit();
        if get(object, &mut raw, flags) < 0 {
            return Err(Refusal::Raised(Raised::already_set()));
        }
        // SAFETY: the slot returned success, so that it filled `raw` in.
        let dims = unsafe { dims_of(raw.assume_init_ref()) };
        // SAFETY: as above. Its pointers into itself have been followed already.
        let mut buffer = Buffer { raw: unsafe { raw.assume_init() }, dims: Buf::new(), extent: (0, 0) };
        if !buffer.raw.suboffsets.is_null() {
            return Err(Refusal::Indirect);
        }
        buffer.dims = dims.map_err(Refusal::Memory)?;
        buffer.extent = extent(&buffer.dims, buffer.raw.item_size);
        Ok(Some(buffer))
    }

    /// The owner.
    pub fn object(&self) -> &Obj {
        self.raw.object.as_deref().unwrap_or(Obj::NONE)
    }

    /// Bytes of all items.
    pub fn len(&self) -> usize {
        self.raw.len.max(0) as usize
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.raw.len <= 0
    }

    /// Bytes of an item.
    pub fn item_size(&self) -> usize {
        self.raw.item_size.max(0) as usize
    }

    /// Whether the memory must not be written.
    pub fn is_read_only(&self) -> bool {
        self.raw.read_only != 0
    }

    /// What the items are, as for `struct`.
    pub fn format(&self) -> &[u8] {
        if self.raw.format.is_null() {
            return b"B";
        }
        // SAFETY: the owner's format is NUL-terminated and lives as long as the memory.
        unsafe { CStr::from_ptr(self.raw.format) }.to_bytes()
    }

    fn address(&self, offset: isize, size: usize) -> Option<NonNull<u8>> {
        let end = offset.checked_add_unsigned(size)?;
        if offset < self.extent.0 || end > self.extent.1 {
            return None;
        }
        NonNull::new(self.raw.data.wrapping_offset(offset))
    }

    /// Reads bytes at `offset` from the first item; false if they are not there.
    pub fn read(&self, offset: isize, to: &mut [u8]) -> bool {
        let Some(from) = self.address(offset, to.len()) else { return to.is_empty() };
        // SAFETY: the bytes are inside the memory that the owner keeps in place; `to` is
        // someone else's, or part of it, but then it was copied out.
        unsafe { ptr::copy(from.as_ptr(), to.as_mut_ptr(), to.len()) };
        true
    }

    /// Writes bytes at `offset` from the first item; false if there is no such place.
    pub fn write(&self, offset: isize, from: &[u8]) -> bool {
        let Some(to) = self.address(offset, from.len()).filter(|_| !self.is_read_only()) else {
            return from.is_empty();
        };
        // SAFETY: as in `read`; the owner lets the memory be written.
        unsafe { ptr::copy(from.as_ptr(), to.as_ptr(), from.len()) };
        true
    }

    /// The memory of a bytes object, which nobody can write.
    pub fn constant(&self) -> Option<&[u8]> {
        let bytes = self.object().cast::<Bytes>()?.as_slice();
        (is_contiguous(&self.dims, self.item_size(), Order::C) && bytes.len() == self.len()).then_some(bytes)
    }

    /// An address in the memory, for an owner who passes it on: `offset` from the first item.
    pub fn pointer(&self, offset: isize) -> *const u8 {
        self.raw.data.wrapping_offset(offset)
    }

    /// The format as C has it.
    pub fn raw_format(&self) -> *const core::ffi::c_char {
        self.raw.format
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let Some(object) = self.raw.object.take() else { return };
        if let Some(release) = object.type_().buffer().release {
            release(&object, &mut self.raw);
        }
    }
}

/// # Safety
/// `raw` was filled in by its owner.
unsafe fn dims_of(raw: &RawBuffer) -> Result<Buf<Dim>, OutOfMemory> {
    let count = raw.ndim.max(0) as usize;
    let mut dims = Buf::with_capacity(count)?;
    dims.resize(count, Dim { len: 0, stride: 0 })?;
    let mut stride = raw.item_size;
    for (index, dim) in dims.iter_mut().enumerate().rev() {
        let whole = raw.len / raw.item_size.max(1);
        // SAFETY: shape and strides are null or have an entry for each dimension.
        let len = if raw.shape.is_null() { whole } else { unsafe { *raw.shape.add(index) } };
        dim.len = len.max(0) as usize;
        // SAFETY: as above.
        dim.stride = if raw.strides.is_null() { stride } else { unsafe { *raw.strides.add(index) } };
        stride = stride.saturating_mul(len);
    }
    Ok(dims)
}

/// From the lowest byte of an item to behind the highest.
fn extent(dims: &[Dim], item_size: isize) -> (isize, isize) {
    let (mut low, mut high) = (0isize, item_size);
    for dim in dims {
        if dim.len == 0 {
            return (0, 0);
        }
        let last = dim.stride.saturating_mul(dim.len as isize - 1);
        low = low.saturating_add(last.min(0));
        high = high.saturating_add(last.max(0));
    }
    (low, high)
}

/// How items follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The last index changes fastest.
    C,
    /// The first one does.
    Fortran,
}

/// Whether items lie in memory in a row.
pub fn is_contiguous(dims: &[Dim], item_size: usize, order: Order) -> bool {
    if dims.iter().any(|dim| dim.len == 0) {
        return true;
    }
    let mut expected = item_size as isize;
    let mut in_place = |dim: &Dim| {
        let good = dim.len == 1 || dim.stride == expected;
        expected = expected.saturating_mul(dim.len as isize);
        good
    };
    match order {
        Order::C => dims.iter().rev().all(&mut in_place),
        Order::Fortran => dims.iter().all(&mut in_place),
    }
}

/// Strides of items in a row in C's order.
pub fn set_strides(dims: &mut [Dim], item_size: usize) {
    let mut stride = item_size as isize;
    for dim in dims.iter_mut().rev() {
        dim.stride = stride;
        stride = stride.saturating_mul(dim.len as isize);
    }
}

/// Calls `each` with the offset of every item, in C's order or in Fortran's, until it says no.
pub fn each_offset(dims: &[Dim], start: isize, order: Order, each: &mut dyn FnMut(isize) -> bool) {
    let count = dims.iter().fold(1usize, |count, dim| count.saturating_mul(dim.len));
    for number in 0..count {
        let (mut rest, mut offset) = (number, start);
        let mut step = |dim: &Dim| {
            offset += (rest % dim.len) as isize * dim.stride;
            rest /= dim.len;
        };
        match order {
            Order::C => dims.iter().rev().for_each(&mut step),
            Order::Fortran => dims.iter().for_each(&mut step),
        }
        if !each(offset) {
            return;
        }
    }
}
