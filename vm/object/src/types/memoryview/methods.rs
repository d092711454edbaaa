//! Methods and attributes of a view.

use pyrite_algo::Buf;

use crate::args::bound;
use crate::binary::Kind;
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, Vm};
use crate::raw::buffer::{Buffer, Dim, Order, each_offset};
use crate::raw::str::Str;
use crate::text::octet_parts;

use super::{View, buffer_of, index, native_code, view_of};

/// `repr(view)`
pub fn repr(vm: &Vm, this: This<'_, View>) -> Outcome {
    let released = if this.managed.is_some() { "" } else { "released " };
    vm.str_fmt(format_args!("<{released}memory at {:#x}>", this.obj().bits()))
}

/// `len(view)`
pub fn len(vm: &Vm, this: This<'_, View>) -> Result<usize, Raised> {
    this.managed(vm)?;
    this.dims.first().map(|dim| dim.len).ok_or_else(|| vm.type_error("0-dim memory has no length"))
}

/// `iter(view)`
pub fn iter(vm: &Vm, this: This<'_, View>) -> Outcome {
    let managed = this.managed(vm)?;
    match this.dims.len() {
        0 => Err(vm.type_error("invalid indexing of 0-dim memory")),
        1 => {
            this.code(vm, buffer_of(vm, &managed)?)?;
            crate::types::iterators::sequence_iterator(vm, this.obj())
        }
        _ => Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented")),
    }
}

fn bytes_of(vm: &Vm, this: This<'_, View>, order: Order) -> Result<Buf<u8>, Raised> {
    let managed = this.managed(vm)?;
    vm.gathered(buffer_of(vm, &managed)?, (&this.dims, this.start), this.item_size, order)
}

/// `hash(view)`
pub fn hash(vm: &Vm, this: This<'_, View>) -> Result<usize, Raised> {
    if let Some(hash) = this.hash.get() {
        return Ok(hash);
    }
    let managed = this.managed(vm)?;
    let buffer = buffer_of(vm, &managed)?;
    if !this.read_only {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    let code = this.format.or_else(|| native_code(buffer.format()));
    if !code.is_some_and(|code| matches!(code.letter, b'B' | b'b' | b'c')) {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    vm.hash(buffer.object())?;
    let hash = pyrite_algo::hash::hash_bytes(&bytes_of(vm, this, Order::C)?) as usize;
    this.hash.set(Some(hash));
    Ok(hash)
}

/// `view == other`
pub fn compare(vm: &Vm, this: This<'_, View>, other: &Obj, op: CompareOp) -> Outcome {
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        _ => return Ok(Obj::NOT_IMPLEMENTED.own()),
    };
    let released = |object: &Obj| object.cast::<View>().is_some_and(|view| !view.managed.is_some());
    if this.obj().is(other) || released(this.obj()) || released(other) {
        return Ok(Ref::bool(this.obj().is(other) == wanted));
    }
    if other.type_().buffer().get.is_none() {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    // Both may be released by what comparing items runs.
    let (mine, theirs) = (view_of(vm, this.obj())?, view_of(vm, other));
    let theirs = match theirs {
        Ok(theirs) => theirs,
        Err(raised) => {
            drop(vm.take_raised(raised));
            return Ok(Obj::NOT_IMPLEMENTED.own());
        }
    };
    Ok(Ref::bool(equal(vm, &mine, &theirs)? == wanted))
}

fn equal(vm: &Vm, a: &Obj, b: &Obj) -> Result<bool, Raised> {
    let (Some(a), Some(b)) = (a.cast::<View>(), b.cast::<View>()) else { return Ok(false) };
    if a.dims.len() != b.dims.len() || !a.dims.iter().zip(b.dims.iter()).all(|(a, b)| a.len == b.len) {
        return Ok(false);
    }
    let (left, right) = (a.managed(vm)?, b.managed(vm)?);
    let (left, right) = (buffer_of(vm, &left)?, buffer_of(vm, &right)?);
    let code = |view: &View, buffer: &Buffer| view.format.or_else(|| native_code(buffer.format()));
    let (Some(first), Some(second)) = (code(&a, left), code(&b, right)) else { return Ok(false) };
    let (left_bytes, right_bytes) = (bytes_of(vm, a, Order::C)?, bytes_of(vm, b, Order::C)?);
    if first == second && !matches!(first.kind, Kind::Float | Kind::Bool) {
        return Ok(*left_bytes == *right_bytes);
    }
    let sizes = (a.item_size.max(1), b.item_size.max(1));
    for (left, right) in left_bytes.chunks_exact(sizes.0).zip(right_bytes.chunks_exact(sizes.1)) {
        let big = cfg!(target_endian = "big");
        if !vm.equals(&*vm.unpack_item(first, big, left)?, &*vm.unpack_item(second, big, right)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `tobytes(order='C')`
pub fn tobytes(vm: &Vm, this: This<'_, View>, args: &[Option<&Obj>]) -> Outcome {
    this.managed(vm)?;
    let order = match bound(args, 0).filter(|order| !order.is_none()) {
        None => Order::C,
        Some(order) => match order.cast::<Str>().and_then(|order| order.ascii()) {
            Some("C") => Order::C,
            Some("F") => Order::Fortran,
            Some("A") if this.is_contiguous(Order::Fortran) && !this.is_contiguous(Order::C) => {
                Order::Fortran
            }
            Some("A") => Order::C,
            Some(_) => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
            None => {
                let name = order.type_().short_name();
                return Err(
                    vm.type_error(format_args!("tobytes() argument 'order' must be str or None, not {name}"))
                );
            }
        },
    };
    vm.bytes(&bytes_of(vm, this, order)?)
}

/// `hex(sep, bytes_per_sep=1)`
pub fn hex(vm: &Vm, this: This<'_, View>, args: &[Option<&Obj>]) -> Outcome {
    let bytes = vm.bytes(&bytes_of(vm, this, Order::C)?)?;
    octet_parts::hex(vm, &bytes, args)
}

/// `tolist()`
pub fn tolist(vm: &Vm, this: This<'_, View>, _args: &[Ref]) -> Outcome {
    let managed = this.managed(vm)?;
    let buffer = buffer_of(vm, &managed)?;
    this.code(vm, buffer)?;
    rows(vm, &this, buffer, &this.dims, this.start)
}

fn rows(vm: &Vm, view: &View, buffer: &Buffer, dims: &[Dim], start: isize) -> Outcome {
    let Some((first, rest)) = dims.split_first() else { return index::load(vm, view, buffer, start) };
    let _guard = vm.enter_native()?;
    let list = List::new();
    let mut result = Ok(());
    each_offset(core::slice::from_ref(first), start, Order::C, &mut |offset| {
        let row = rows(vm, view, buffer, rest, offset);
        result = row.and_then(|row| vm.memory(list.push(vm, row)));
        result.is_ok()
    });
    result?;
    vm.list_from(list)
}

/// `toreadonly()`
pub fn toreadonly(vm: &Vm, this: This<'_, View>, _args: &[Ref]) -> Outcome {
    let managed = this.managed(vm)?;
    let dims = vm.memory(Buf::from_slice(&this.dims))?;
    let view = View { read_only: true, ..View::like(&this, managed, dims) };
    vm.memory(vm.allocate(this.obj().type_(), view, size_of::<View>()))
}

/// `release()`, and `__exit__`
pub fn release(vm: &Vm, this: This<'_, View>, _args: &[Ref]) -> Outcome {
    match this.exports.get() {
        0 => this.managed.set(None),
        count => {
            let plural = if count == 1 { "" } else { "s" };
            return Err(vm.buffer_error(format_args!("memoryview has {count} exported buffer{plural}")));
        }
    }
    Ok(Ref::none())
}

/// `__enter__`
pub fn enter(vm: &Vm, this: This<'_, View>, _args: &[Ref]) -> Outcome {
    this.managed(vm)?;
    Ok(this.own())
}

/// `obj`
pub fn obj(vm: &Vm, this: This<'_, View>) -> Outcome {
    let managed = this.managed(vm)?;
    Ok(buffer_of(vm, &managed)?.object().own())
}

/// `nbytes`
pub fn nbytes(vm: &Vm, this: This<'_, View>) -> Outcome {
    this.managed(vm)?;
    vm.int(this.storage().size() as i64)
}

/// `readonly`
pub fn readonly(vm: &Vm, this: This<'_, View>) -> Outcome {
    this.managed(vm)?;
    Ok(Ref::bool(this.read_only))
}

/// `itemsize`
pub fn itemsize(vm: &Vm, this: This<'_, View>) -> Outcome {
    this.managed(vm)?;
    vm.int(this.item_size as i64)
}

/// `format`
pub fn format(vm: &Vm, this: This<'_, View>) -> Outcome {
    let managed = this.managed(vm)?;
    this.format_text(vm, buffer_of(vm, &managed)?)
}

/// `ndim`
pub fn ndim(vm: &Vm, this: This<'_, View>) -> Outcome {
    this.managed(vm)?;
    vm.int(this.dims.len() as i64)
}

fn numbers(vm: &Vm, this: This<'_, View>, number: fn(&Dim) -> i64) -> Outcome {
    this.managed(vm)?;
    let mut items = Buf::new();
    for dim in this.dims.iter() {
        let item = vm.int(number(dim))?;
        vm.memory(items.push(item))?;
    }
    vm.tuple_of(&items)
}

/// `shape`
pub fn shape(vm: &Vm, this: This<'_, View>) -> Outcome {
    numbers(vm, this, |dim| dim.len as i64)
}

/// `strides`
pub fn strides(vm: &Vm, this: This<'_, View>) -> Outcome {
    numbers(vm, this, |dim| dim.stride as i64)
}

/// `suboffsets`: memory with pointers in it is refused.
pub fn suboffsets(vm: &Vm, this: This<'_, View>) -> Outcome {
    this.managed(vm)?;
    vm.tuple_of(&[])
}

fn is_in_order(vm: &Vm, this: This<'_, View>, orders: &[Order]) -> Outcome {
    this.managed(vm)?;
    Ok(Ref::bool(orders.iter().any(|&order| this.is_contiguous(order))))
}

/// `c_contiguous`
pub fn c_contiguous(vm: &Vm, this: This<'_, View>) -> Outcome {
    is_in_order(vm, this, &[Order::C])
}

/// `f_contiguous`
pub fn f_contiguous(vm: &Vm, this: This<'_, View>) -> Outcome {
    is_in_order(vm, this, &[Order::Fortran])
}

/// `contiguous`
pub fn contiguous(vm: &Vm, this: This<'_, View>) -> Outcome {
    is_in_order(vm, this, &[Order::C, Order::Fortran])
}
