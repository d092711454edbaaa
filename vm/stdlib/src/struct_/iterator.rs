//! What `iter_unpack` returns.

use core::cell::Cell;

use pyrite_api::binary::{Buffer, SIMPLE};
use pyrite_api::types::iterator_self;
use pyrite_api::{Obj, Outcome, Raised, Ref, Storage, This, Type, TypeRef, Visitor, Vm, flags, py_type};

use super::{error, view};

/// Values of one format after another.
pub struct UnpackIterator {
    layout: Ref,
    buffer: Buffer,
    offset: Cell<usize>,
}

// SAFETY: UNPACK_ITERATOR's instances hold this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for UnpackIterator {
    const TYPE: &'static Type = &UNPACK_ITERATOR;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(self.buffer.object());
    }
}

/// Over the bytes of an object.
///
/// # Errors
/// TypeError, `struct.error`.
pub fn make(vm: &Vm, layout: Ref, object: &Obj) -> Outcome {
    let size = view(vm, &layout)?.size;
    if size == 0 {
        return Err(error!(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let Some(buffer) = vm.buffer(object, SIMPLE)? else {
        vm.expect_octets(object)?;
        return Err(vm.type_error("a bytes-like object is required"));
    };
    if !buffer.len().is_multiple_of(size) {
        return Err(error!(vm, "iterative unpacking requires a buffer of a multiple of {size} bytes"));
    }
    let iterator = UnpackIterator { layout, buffer, offset: Cell::new(0) };
    vm.memory(vm.allocate(TypeRef::of(&UNPACK_ITERATOR), iterator, size_of::<UnpackIterator>()))
}

fn next(vm: &Vm, this: This<'_, UnpackIterator>) -> Result<Option<Ref>, Raised> {
    let layout = view(vm, &this.storage().layout)?;
    let start = this.offset.get();
    if start + layout.size > this.buffer.len() {
        return Ok(None);
    }
    this.offset.set(start + layout.size);
    let mut bytes = pyrite_algo::Buf::new();
    vm.memory(bytes.resize(layout.size, 0))?;
    this.buffer.read(start as isize, &mut bytes);
    layout.unpack(vm, &bytes).map(Some)
}

fn length_hint(vm: &Vm, this: This<'_, UnpackIterator>, _args: &[Ref]) -> Outcome {
    let size = view(vm, &this.layout)?.size.max(1);
    vm.int((this.buffer.len().saturating_sub(this.offset.get()) / size) as i64)
}

py_type! {
    /// What `iter_unpack` returns.
    pub static UNPACK_ITERATOR: UnpackIterator = "_struct.unpack_iterator", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { iter: unary iterator_self, iternext: next next, }
        attrs { method "__length_hint__" (0, 0) = length_hint, ""; }
    }
}
