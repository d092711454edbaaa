//! The memory of objects: `memoryview` and all that takes bytes-like arguments.

use core::ffi::c_int;

use pyrite_algo::{Buf, OutOfMemory};

use crate::model::value::Obj;
use crate::model::{Raised, Vm};
use crate::raw::buffer::{Buffer, Dim, Order, Refusal, SIMPLE, each_offset, is_contiguous};

impl Vm {
    /// The memory of an object, as `flags` (`PyBUF_...`) say; `None` if it offers none.
    ///
    /// # Errors
    /// BufferError, MemoryError.
    pub fn buffer(&self, object: &Obj, flags: c_int) -> Result<Option<Buffer>, Raised> {
        Buffer::of(object, flags).map_err(|refusal| match refusal {
            Refusal::Raised(raised) => raised,
            Refusal::Memory(OutOfMemory) => self.memory_error(),
            Refusal::Indirect => self.buffer_error("underlying buffer requires suboffsets"),
        })
    }

    /// The memory of an argument that is written to, bytes in a row; `what` begins the text.
    ///
    /// # Errors
    /// TypeError.
    pub fn writable(&self, object: &Obj, what: &str) -> Result<Buffer, Raised> {
        let found = self.buffer(object, SIMPLE)?.filter(|buffer| !buffer.is_read_only());
        found.ok_or_else(|| {
            let name = object.type_().short_name();
            self.type_error(format_args!("{what} must be read-write bytes-like object, not {name}"))
        })
    }

    /// The bytes of items, one after another.
    ///
    /// # Errors
    /// MemoryError.
    pub fn gathered(
        &self,
        buffer: &Buffer,
        (dims, start): (&[Dim], isize),
        item_size: usize,
        order: Order,
    ) -> Result<Buf<u8>, Raised> {
        let count = dims.iter().fold(1usize, |count, dim| count.saturating_mul(dim.len));
        let mut bytes = Buf::new();
        self.memory(bytes.resize(count.saturating_mul(item_size), 0))?;
        if is_contiguous(dims, item_size, order) {
            buffer.read(start, &mut bytes);
            return Ok(bytes);
        }
        let mut items = bytes.chunks_exact_mut(item_size.max(1));
        each_offset(dims, start, order, &mut |offset| {
            items.next().is_some_and(|item| buffer.read(offset, item))
        });
        Ok(bytes)
    }
}
