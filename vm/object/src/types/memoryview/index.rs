//! Items and parts of a view.

use crate::binary::Misfit;
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, This, Vm};
use crate::raw::buffer::{Buffer, Dim, FULL_RO, Order, each_offset};
use crate::raw::bytes::Bytes;
use crate::raw::tuple::Tuple;
use crate::types::slice::{Slice, slice_bounds};

use super::{View, buffer_of, native_code, share};

/// Bytes of the largest item.
const ITEM_MAX: usize = 8;

/// What a key means.
enum Place<'a> {
    /// The item at an offset.
    Item(isize),
    /// Part of the first dimension.
    Part(This<'a, Slice>),
    /// All of it.
    Whole,
}

/// An index of dimension `number` as an offset.
fn along(vm: &Vm, dims: &[Dim], number: usize, key: &Obj) -> Result<isize, Raised> {
    let index = vm.index(key)?;
    let Some(dim) = dims.get(number) else { return Ok(0) };
    let from_start = if index < 0 { index.saturating_add(dim.len as isize) } else { index };
    if !(0..dim.len as isize).contains(&from_start) {
        return Err(vm.index_error(format_args!("index out of bounds on dimension {}", number + 1)));
    }
    Ok(from_start * dim.stride)
}

fn is_index(key: &Obj) -> bool {
    key.int().is_some() || key.type_().number().index.is_some()
}

fn place<'a>(vm: &Vm, view: &View, key: &'a Obj) -> Result<Place<'a>, Raised> {
    let items = key.cast::<Tuple>().map(|tuple| tuple.items());
    let count = view.dims.len();
    if count == 0 {
        return match items {
            Some([]) => Ok(Place::Item(view.start)),
            _ if key.is(Obj::ELLIPSIS) => Ok(Place::Whole),
            _ => Err(vm.type_error("invalid indexing of 0-dim memory")),
        };
    }
    if let Some(slice) = key.exact::<Slice>() {
        return Ok(Place::Part(slice));
    }
    if is_index(key) {
        if count > 1 {
            return Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented"));
        }
        return Ok(Place::Item(view.start + along(vm, &view.dims, 0, key)?));
    }
    match items {
        Some(items) if items.iter().all(|item| is_index(item)) => {
            if items.len() < count {
                return Err(vm.not_implemented_error("sub-views are not implemented"));
            }
            if items.len() > count {
                return Err(vm.type_error(format_args!(
                    "cannot index {count}-dimension view with {}-element tuple",
                    items.len()
                )));
            }
            let mut offset = view.start;
            for (number, item) in items.iter().enumerate() {
                offset += along(vm, &view.dims, number, item)?;
            }
            Ok(Place::Item(offset))
        }
        Some(items) if items.iter().all(|item| item.exact::<Slice>().is_some()) => {
            Err(vm.not_implemented_error("multi-dimensional slicing is not implemented"))
        }
        _ => Err(vm.type_error("memoryview: invalid slice key")),
    }
}

/// The first dimension cut to a slice, and where it starts.
fn cut(vm: &Vm, view: &View, slice: This<'_, Slice>) -> Result<(pyrite_algo::Buf<Dim>, isize), Raised> {
    let mut dims = vm.memory(pyrite_algo::Buf::from_slice(&view.dims))?;
    let mut start = view.start;
    if let Some(dim) = dims.first_mut() {
        let bounds = slice_bounds(vm, slice, dim.len)?;
        start += bounds.start * dim.stride;
        *dim = Dim { len: bounds.count, stride: dim.stride.saturating_mul(bounds.step) };
    }
    Ok((dims, start))
}

/// The item at an offset.
pub fn load(vm: &Vm, view: &View, buffer: &Buffer, offset: isize) -> Outcome {
    let code = view.code(vm, buffer)?;
    let mut bytes = [0; ITEM_MAX];
    let Some(bytes) = bytes.get_mut(..usize::from(code.size)) else { return Ok(Obj::NONE.own()) };
    buffer.read(offset, bytes);
    vm.unpack_item(code, cfg!(target_endian = "big"), bytes)
}

/// `view[index]` of the sequence protocol.
pub fn item(vm: &Vm, this: This<'_, View>, index: isize) -> Outcome {
    subscript(vm, this, &*vm.int(index as i64)?)
}

/// `view[key]`
pub fn subscript(vm: &Vm, this: This<'_, View>, key: &Obj) -> Outcome {
    let managed = this.managed(vm)?;
    match place(vm, &this, key)? {
        Place::Whole => Ok(this.own()),
        Place::Item(offset) => load(vm, &this, buffer_of(vm, &managed)?, offset),
        Place::Part(slice) => {
            let (dims, start) = cut(vm, &this, slice)?;
            share(vm, &this, managed, &dims, start)
        }
    }
}

/// `view[key] = value`
pub fn store(vm: &Vm, this: This<'_, View>, key: &Obj, value: Option<&Obj>) -> Result<(), Raised> {
    let managed = this.managed(vm)?;
    let buffer = buffer_of(vm, &managed)?;
    let code = this.code(vm, buffer)?;
    if this.read_only {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
    match place(vm, &this, key)? {
        Place::Part(_) if this.dims.len() > 1 => {
            let text = "memoryview slice assignments are currently restricted to ndim = 1";
            Err(vm.not_implemented_error(text))
        }
        Place::Part(slice) => store_part(vm, this, buffer, slice, value),
        place => {
            let offset = if let Place::Item(offset) = place { offset } else { this.start };
            let mut bytes = [0; ITEM_MAX];
            let Some(bytes) = bytes.get_mut(..usize::from(code.size)) else { return Ok(()) };
            let letter = char::from(code.letter);
            match vm.pack_item(code, cfg!(target_endian = "big"), value, bytes) {
                Ok(()) => {}
                Err(Misfit::Raised(raised)) => return Err(raised),
                Err(Misfit::Type) if value.cast::<Bytes>().is_none() || letter != 'c' => {
                    return Err(vm.type_error(format_args!("memoryview: invalid type for format '{letter}'")));
                }
                Err(_) => {
                    return Err(
                        vm.value_error(format_args!("memoryview: invalid value for format '{letter}'"))
                    );
                }
            }
            // Making a number of the value may have released the view.
            this.managed(vm)?;
            buffer.write(offset, bytes);
            Ok(())
        }
    }
}

fn store_part(
    vm: &Vm,
    this: This<'_, View>,
    buffer: &Buffer,
    slice: This<'_, Slice>,
    value: &Obj,
) -> Result<(), Raised> {
    let Some(source) = vm.buffer(value, FULL_RO)? else {
        let name = value.type_().short_name();
        return Err(vm.type_error(format_args!("a bytes-like object is required, not '{name}'")));
    };
    let (dims, start) = cut(vm, &this, slice)?;
    let code = this.code(vm, buffer)?;
    let same = source.dims.len() == 1
        && source.dims.first().map(|dim| dim.len) == dims.first().map(|dim| dim.len)
        && native_code(source.format()).is_some_and(|other| other.letter == code.letter);
    if !same {
        let text = "memoryview assignment: lvalue and rvalue have different structures";
        return Err(vm.value_error(text));
    }
    // Taken out first: the two may overlap.
    let bytes = vm.gathered(&source, (&source.dims, 0), source.item_size(), Order::C)?;
    let mut items = bytes.chunks_exact(this.item_size.max(1));
    each_offset(&dims, start, Order::C, &mut |offset| {
        items.next().is_some_and(|item| buffer.write(offset, item))
    });
    Ok(())
}
