//! `memoryview`: the memory of an object, item by item.
//!
//! A managed buffer holds the memory; views of it, and parts and casts of views, share it.
//! It is given back when the last of them is released.

mod cast;
mod index;
mod methods;

use core::cell::Cell;
use core::ffi::c_int;

use pyrite_algo::Buf;

use crate::binary::Code;
use crate::model::slots::RawBuffer;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::py_type;
use crate::raw::buffer::{Buffer, Dim, FULL_RO, Order, is_contiguous};

/// Memory shared by views.
pub struct Managed {
    buffer: Buffer,
}

// SAFETY: MANAGED's instances hold this.
unsafe impl Storage for Managed {
    const TYPE: &'static Type = &MANAGED;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(self.buffer.object());
    }
}

py_type! {
    /// Memory shared by views.
    pub static MANAGED: Managed = "managedbuffer", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
    }
}

/// Items of which a view shows a part.
pub struct View {
    /// A [`Managed`]; nothing after `release`.
    managed: Slot,
    /// Others that use the view's memory.
    exports: Cell<usize>,
    /// Of the first item from that of the buffer.
    start: isize,
    item_size: usize,
    read_only: bool,
    /// Dimensions, none for a single item.
    dims: Buf<Dim>,
    /// The format after a cast; else that of the buffer.
    format: Option<Code>,
    hash: Cell<Option<usize>>,
    /// Shape, then strides, once someone has been shown them.
    layout: Cell<Buf<isize>>,
}

// SAFETY: MEMORYVIEW's instances hold this.
unsafe impl Storage for View {
    const TYPE: &'static Type = &MEMORYVIEW;

    fn traverse(&self, visitor: &mut Visitor) {
        self.managed.visit(visitor);
    }

    fn clear(&self) {
        self.managed.set(None);
    }
}

impl View {
    /// A view with the items of `view`, in other dimensions.
    fn like(view: &View, managed: Ref, dims: Buf<Dim>) -> View {
        View {
            managed: Slot::new(Some(managed)),
            exports: Cell::new(0),
            start: view.start,
            item_size: view.item_size,
            read_only: view.read_only,
            dims,
            format: view.format,
            hash: Cell::new(None),
            layout: Cell::new(Buf::new()),
        }
    }

    /// The memory.
    ///
    /// # Errors
    /// ValueError after `release`.
    fn managed(&self, vm: &Vm) -> Result<Ref, Raised> {
        let managed = self.managed.get();
        managed.ok_or_else(|| vm.value_error("operation forbidden on released memoryview object"))
    }

    /// Bytes of all items.
    fn size(&self) -> usize {
        self.dims.iter().fold(self.item_size, |size, dim| size.saturating_mul(dim.len))
    }

    fn is_contiguous(&self, order: Order) -> bool {
        is_contiguous(&self.dims, self.item_size, order)
    }

    /// What the items are; an exception if that is more than a number or a byte.
    fn code(&self, vm: &Vm, buffer: &Buffer) -> Result<Code, Raised> {
        self.format.or_else(|| native_code(buffer.format())).ok_or_else(|| {
            let format = core::str::from_utf8(buffer.format()).unwrap_or("?");
            vm.not_implemented_error(format_args!("memoryview: format {format} not supported"))
        })
    }

    /// The format as text.
    fn format_text(&self, vm: &Vm, buffer: &Buffer) -> Outcome {
        match self.format {
            Some(code) => vm.char_str(code.letter.into()),
            None => vm.memory(vm.new_str_wtf8(buffer.format())),
        }
    }
}

/// A format of one code in native size.
fn native_code(format: &[u8]) -> Option<Code> {
    use crate::binary::Kind;
    let (&[letter] | &[b'@', letter]) = format else { return None };
    Code::native(letter).filter(|code| !matches!(code.kind, Kind::Pad | Kind::Bytes | Kind::Pascal))
}

/// The buffer of a managed object.
fn buffer_of<'a>(vm: &Vm, managed: &'a Obj) -> Result<&'a Buffer, Raised> {
    match managed.cast::<Managed>() {
        Some(managed) => Ok(&managed.storage().buffer),
        None => Err(vm.system_error("not a managed buffer")),
    }
}

/// A view of the memory of an object.
///
/// # Errors
/// TypeError if it has none; BufferError.
pub fn view_of(vm: &Vm, object: &Obj) -> Outcome {
    if let Some(view) = object.cast::<View>() {
        let managed = view.managed(vm)?;
        return share(vm, &view, managed, &view.dims, view.start);
    }
    let Some(buffer) = vm.buffer(object, FULL_RO)? else {
        let name = object.type_().short_name();
        return Err(vm.type_error(format_args!("memoryview: a bytes-like object is required, not '{name}'")));
    };
    let view = View {
        managed: Slot::new(None),
        exports: Cell::new(0),
        start: 0,
        item_size: buffer.item_size(),
        read_only: buffer.is_read_only(),
        dims: vm.memory(Buf::from_slice(&buffer.dims))?,
        format: None,
        hash: Cell::new(None),
        layout: Cell::new(Buf::new()),
    };
    let managed = Managed { buffer };
    let managed = vm.memory(vm.allocate(TypeRef::of(&MANAGED), managed, size_of::<Managed>()))?;
    view.managed.set(Some(managed));
    vm.memory(vm.allocate(TypeRef::of(&MEMORYVIEW), view, size_of::<View>()))
}

/// A view of the same memory.
fn share(vm: &Vm, view: &View, managed: Ref, dims: &[Dim], start: isize) -> Outcome {
    let dims = vm.memory(Buf::from_slice(dims))?;
    let shared = View { start, ..View::like(view, managed, dims) };
    vm.memory(vm.allocate(TypeRef::of(&MEMORYVIEW), shared, size_of::<View>()))
}

fn memoryview_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    match vm.bind_new("memoryview", ["object"], args, names)? {
        [Some(object)] => view_of(vm, object),
        _ => Err(vm.type_error("memoryview() missing required argument 'object' (pos 1)")),
    }
}

/// `bf_getbuffer`: the view's memory for others.
extern "C" fn memoryview_get(
    object: &Obj,
    out: &mut core::mem::MaybeUninit<RawBuffer>,
    flags: c_int,
) -> c_int {
    let vm = crate::tables::vm();
    crate::tables::status(match object.cast::<View>() {
        Some(view) => lend(vm, view, out, flags),
        None => Err(vm.system_error("not a memoryview")),
    })
}

fn lend(
    vm: &Vm,
    view: This<'_, View>,
    out: &mut core::mem::MaybeUninit<RawBuffer>,
    flags: c_int,
) -> Result<(), Raised> {
    use crate::raw::buffer::{FORMAT, ND, STRIDES, WRITABLE};
    /// The bits of `PyBUF_C_CONTIGUOUS`, `_F_` and `_ANY_` beside those of `PyBUF_STRIDES`.
    const CONTIGUOUS: [(c_int, &[Order], &str); 3] = [
        (0x20, &[Order::C], "C-contiguous"),
        (0x40, &[Order::Fortran], "Fortran contiguous"),
        (0x80, &[Order::C, Order::Fortran], "contiguous"),
    ];
    let managed = view.managed(vm)?;
    let buffer = buffer_of(vm, &managed)?;
    if flags & WRITABLE != 0 && view.read_only {
        return Err(vm.buffer_error("memoryview: underlying buffer is not writable"));
    }
    for (bit, orders, name) in CONTIGUOUS {
        let wanted = flags & bit != 0 || (bit == 0x20 && flags & STRIDES != STRIDES);
        if wanted && !orders.iter().any(|&order| view.is_contiguous(order)) {
            return Err(vm.buffer_error(format_args!("memoryview: underlying buffer is not {name}")));
        }
    }
    let plain = flags & ND != ND;
    if plain && flags & FORMAT != 0 {
        let text = "memoryview: cannot cast to unsigned bytes if the format flag is present";
        return Err(vm.buffer_error(text));
    }
    // Shape and strides stay where they are as long as the view lives.
    let ndim = view.dims.len();
    let mut layout = view.layout.take();
    if layout.is_empty() {
        let parts =
            view.dims.iter().map(|dim| dim.len as isize).chain(view.dims.iter().map(|dim| dim.stride));
        for part in parts {
            vm.memory(layout.push(part))?;
        }
    }
    let (shape, strides) = (layout.as_ptr(), layout.as_ptr().wrapping_add(ndim));
    view.layout.set(layout);
    out.write(RawBuffer {
        data: buffer.pointer(view.start).cast_mut(),
        object: Some(view.own()),
        len: view.size() as isize,
        item_size: view.item_size as isize,
        read_only: view.read_only.into(),
        ndim: if plain { 1 } else { ndim as c_int },
        format: match view.format {
            _ if flags & FORMAT == 0 => core::ptr::null(),
            Some(code) => letter(code.letter),
            None => buffer.raw_format(),
        },
        shape: if plain { core::ptr::null() } else { shape },
        strides: if flags & STRIDES == STRIDES { strides } else { core::ptr::null() },
        suboffsets: core::ptr::null(),
        internal: core::ptr::null_mut(),
    });
    view.exports.set(view.exports.get() + 1);
    Ok(())
}

/// A letter and a NUL that live for ever.
fn letter(letter: u8) -> *const core::ffi::c_char {
    const LETTERS: &str = "c\0b\0B\0h\0H\0i\0I\0l\0L\0q\0Q\0n\0N\0f\0d\0e\0?\0P\0";
    let place = LETTERS.bytes().position(|each| each == letter).unwrap_or(1);
    LETTERS.as_bytes().get(place..).map_or(core::ptr::null(), |text| text.as_ptr().cast())
}

fn memoryview_release(this: This<'_, View>) {
    this.exports.set(this.exports.get().saturating_sub(1));
}

py_type! {
    /// `memoryview`: the memory of an object, item by item.
    pub static MEMORYVIEW: View = "memoryview", "View of the memory of an object." {
        flags flags::SEQUENCE | flags::MANAGED_WEAKREF;
        gc container;
        new memoryview_new;
        slots {
            repr: unary methods::repr,
            hash: hash methods::hash,
            richcompare: compare methods::compare,
            iter: unary methods::iter,
        }
        sequence { length: length methods::len, item: index index::item, }
        mapping {
            length: length methods::len,
            subscript: binary index::subscript,
            ass_subscript: store index::store,
        }
        buffer { get: raw memoryview_get, release: release_buffer memoryview_release, }
        attrs {
            named "cast" (["", "format", "shape"], 2, 3) = cast::cast, "View with another format or shape.";
            named "tobytes" (["", "order"], 1, 2) = methods::tobytes, "Copy as bytes.";
            named "hex" (["", "sep", "bytes_per_sep"], 1, 3) = methods::hex, "As hex digits.";
            method "tolist" (0, 0) = methods::tolist, "Items as a list.";
            method "toreadonly" (0, 0) = methods::toreadonly, "View that refuses writes.";
            method "release" (0, 0) = methods::release, "Let go of the memory.";
            method "__enter__" (0, 0) = methods::enter, "";
            method "__exit__" (0, 255) = methods::release, "";
            getter "obj" () = methods::obj, "Object that owns the memory.";
            getter "nbytes" () = methods::nbytes, "Bytes when packed.";
            getter "readonly" () = methods::readonly, "Whether writes are refused.";
            getter "itemsize" () = methods::itemsize, "Bytes per item.";
            getter "format" () = methods::format, "Item format, as in struct.";
            getter "ndim" () = methods::ndim, "Number of dimensions.";
            getter "shape" () = methods::shape, "Length of each dimension.";
            getter "strides" () = methods::strides, "Byte step of each dimension.";
            getter "suboffsets" () = methods::suboffsets, "Indirections per dimension.";
            getter "c_contiguous" () = methods::c_contiguous, "Packed, last index fastest?";
            getter "f_contiguous" () = methods::f_contiguous, "Packed, first index fastest?";
            getter "contiguous" () = methods::contiguous, "Whether it is packed.";
        }
    }
}
