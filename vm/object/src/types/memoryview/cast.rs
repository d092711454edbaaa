//! `memoryview.cast`: the same bytes as other items.

use pyrite_algo::Buf;

use crate::args::bound;
use crate::binary::Code;
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, This, Vm};
use crate::raw::buffer::{Dim, Order, set_strides};
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;

use super::{View, buffer_of, native_code};

/// Most dimensions.
const DIMS_MAX: usize = 64;

/// `cast(format, shape)`
pub fn cast(vm: &Vm, this: This<'_, View>, args: &[Option<&Obj>]) -> Outcome {
    let managed = this.managed(vm)?;
    let buffer = buffer_of(vm, &managed)?;
    let format = bound(args, 0).unwrap_or(Obj::NONE);
    let Some(letters) = format.cast::<Str>() else {
        let name = format.type_().short_name();
        return Err(vm.type_error(format_args!("cast() argument 'format' must be str, not {name}")));
    };
    if !this.is_contiguous(Order::C) {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let shape = bound(args, 1).filter(|shape| !shape.is_none());
    if (shape.is_some() || this.dims.len() != 1) && this.dims.iter().any(|dim| dim.len == 0) {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let letters = letters.ascii().unwrap_or("").as_bytes();
    let code = native_code(letters).ok_or_else(|| not_native(vm, "destination"))?;
    let old = this.format.or_else(|| native_code(buffer.format())).ok_or_else(|| not_native(vm, "source"))?;
    let shape = shape.map(|shape| lens(vm, shape)).transpose()?;
    let ndim = shape.as_ref().map_or(1, |shape| shape.len());
    if shape.is_some() && ndim != 1 && this.dims.len() != 1 {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    let is_byte = |code: Code| matches!(code.letter, b'B' | b'b' | b'c');
    if !is_byte(code) && !is_byte(old) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let (size, item_size) = (this.storage().size(), usize::from(code.size));
    if !size.is_multiple_of(item_size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let mut dims = Buf::new();
    match shape {
        None => vm.memory(dims.push(Dim { len: size / item_size, stride: 0 }))?,
        Some(shape) => {
            let total = shape.iter().fold(item_size, |total, &len| total.saturating_mul(len));
            if total != size {
                return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
            }
            for &len in shape.iter() {
                vm.memory(dims.push(Dim { len, stride: 0 }))?;
            }
        }
    }
    set_strides(&mut dims, item_size);
    let view = View { item_size, format: Some(code), ..View::like(&this, managed.clone(), dims) };
    vm.memory(vm.allocate(this.obj().type_(), view, size_of::<View>()))
}

#[cold]
fn not_native(vm: &Vm, which: &str) -> Raised {
    vm.value_error(format_args!(
        "memoryview: {which} format must be a native single character format prefixed with an optional '@'"
    ))
}

/// The lengths in a list or tuple.
fn lens(vm: &Vm, shape: &Obj) -> Result<Buf<usize>, Raised> {
    if shape.cast::<List>().is_none() && shape.cast::<Tuple>().is_none() {
        return Err(vm.type_error("shape must be a list or a tuple"));
    }
    let mut lens = Buf::new();
    vm.for_each(shape, |item| {
        let Some(len) = item.int() else {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        };
        let len = len.to_i64().and_then(|len| usize::try_from(len).ok()).filter(|&len| len > 0);
        let Some(len) = len else {
            return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        };
        vm.memory(lens.push(len))
    })?;
    if lens.len() > DIMS_MAX {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    Ok(lens)
}
