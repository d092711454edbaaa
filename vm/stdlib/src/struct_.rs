//! `struct`: values as bytes, laid out by a format.

mod layout;
mod iterator;

use pyrite_algo::Buf;
use pyrite_api::binary::{Buffer, FULL_RO};
use pyrite_api::types::exceptions::EXCEPTION;
use pyrite_api::types::{BaseException, Octets, Str};
use pyrite_api::{
    Obj, Outcome, Raised, Ref, Slot, Storage, This, Type, TypeRef, Vm, bound, flags, py_module, py_type,
    required,
};

use layout::Layout;

py_type! {
    /// `struct.error`
    pub static ERROR: BaseException = "struct.error", "" {
        base EXCEPTION;
        flags flags::BASE;
        gc exception;
    }
}

/// Raises `struct.error`.
macro_rules! error {
    ($vm:expr, $($text:tt)*) => { $vm.raise_text(&$crate::struct_::ERROR, format_args!($($text)*)) };
}
use error;

/// A compiled format.
pub struct Struct {
    /// A [`Layout`] object.
    layout: Slot,
}

// SAFETY: STRUCT's instances, and those of its subtypes, begin with this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Struct {
    const TYPE: &'static Type = &STRUCT;
}

impl Struct {
    fn layout(&self, vm: &Vm) -> Outcome {
        self.layout.get().ok_or_else(|| vm.runtime_error("Struct object is not initialized"))
    }
}

fn struct_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, Struct { layout: Slot::new(None) }, size_of::<Struct>()))
}

fn struct_init(vm: &Vm, this: This<'_, Struct>, args: &[Ref], names: Option<&Obj>) -> Result<(), Raised> {
    let [format] = vm.bind_new("Struct", ["format"], args, names)?;
    let Some(format) = format else {
        return Err(vm.type_error("Struct() missing required argument 'format' (pos 1)"));
    };
    this.layout.set(Some(layout::compile(vm, format)?));
    Ok(())
}

/// What the functions and the methods share: the layout of the first argument, a format or a Struct.
fn layout_of(vm: &Vm, first: &Obj) -> Outcome {
    match first.cast::<Struct>() {
        Some(this) => this.layout(vm),
        None => layout::compile(vm, first),
    }
}

fn view<'a>(vm: &Vm, layout: &'a Obj) -> Result<&'a Layout, Raised> {
    match layout.cast::<Layout>() {
        Some(layout) => Ok(layout.storage()),
        None => Err(vm.system_error("not a layout")),
    }
}

fn calcsize(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.int(view(vm, &*layout_of(vm, required(args, 0))?)?.size as i64)
}

fn pack(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some((first, values)) = args.split_first() else {
        return Err(vm.type_error("missing format argument"));
    };
    let layout = layout_of(vm, first)?;
    let layout = view(vm, &layout)?;
    let mut bytes = Buf::new();
    layout.pack(vm, values, "pack", &mut bytes)?;
    vm.bytes(&bytes)
}

/// Where an offset is in a buffer of `len` bytes.
fn place(vm: &Vm, offset: isize, size: usize, len: usize, writes: bool) -> Result<usize, Raised> {
    let (name, doing) = if writes { ("pack_into", "packing") } else { ("unpack_from", "unpacking") };
    if offset < 0 {
        if (size as isize).saturating_add(offset) > 0 {
            return Err(if writes {
                error!(vm, "no space to pack {size} bytes at offset {offset}")
            } else {
                error!(vm, "not enough data to unpack {size} bytes at offset {offset}")
            });
        }
        if offset.saturating_add(len as isize) < 0 {
            return Err(error!(vm, "offset {offset} out of range for {len}-byte buffer"));
        }
    }
    let start = if offset < 0 { len.wrapping_add_signed(offset) } else { offset as usize };
    if len.checked_sub(start).is_none_or(|room| room < size) {
        return Err(error!(
            vm,
            "{name} requires a buffer of at least {} bytes for {doing} {size} bytes at offset {start} (actual buffer size is {len})",
            start.saturating_add(size)
        ));
    }
    Ok(start)
}

fn pack_into(vm: &Vm, args: &[Ref]) -> Outcome {
    let layout = layout_of(vm, required(args, 0))?;
    let layout = view(vm, &layout)?;
    let (Some(buffer), offset) = (args.get(1), args.get(2)) else {
        return Err(error!(vm, "pack_into expected buffer argument"));
    };
    let Some(offset) = offset else { return Err(error!(vm, "pack_into expected offset argument")) };
    let values = args.get(3..).unwrap_or(&[]);
    layout.check_count(vm, values, "pack_into")?;
    let buffer: Buffer = vm.writable(buffer, "argument")?;
    let start = place(vm, vm.index(offset)?, layout.size, buffer.len(), true)?;
    let mut bytes = Buf::new();
    layout.pack(vm, values, "pack_into", &mut bytes)?;
    buffer.write(start as isize, &bytes);
    Ok(Ref::none())
}

fn unpack(vm: &Vm, args: &[Ref]) -> Outcome {
    let layout = layout_of(vm, required(args, 0))?;
    let layout = view(vm, &layout)?;
    let octets = vm.expect_octets(required(args, 1))?;
    if octets.len() != layout.size {
        return Err(error!(vm, "unpack requires a buffer of {} bytes", layout.size));
    }
    layout.unpack(vm, &octets)
}

/// The bytes at a place of an object, without a copy of all of it.
fn part(vm: &Vm, object: &Obj, offset: isize, layout: &Layout) -> Outcome {
    let whole: Octets<'_>;
    let mut bytes = Buf::new();
    match vm.buffer(object, FULL_RO)? {
        Some(buffer)
            if buffer.dims.len() == 1
                && buffer.dims.iter().all(|d| d.stride == buffer.item_size() as isize) =>
        {
            let start = place(vm, offset, layout.size, buffer.len(), false)?;
            vm.memory(bytes.resize(layout.size, 0))?;
            buffer.read(start as isize, &mut bytes);
        }
        _ => {
            whole = vm.expect_octets(object)?;
            let start = place(vm, offset, layout.size, whole.len(), false)?;
            vm.memory(bytes.extend_from_slice(whole.get(start..start + layout.size).unwrap_or(&[])))?;
        }
    }
    layout.unpack(vm, &bytes)
}

fn unpack_from(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let layout = layout_of(vm, bound(args, 0).unwrap_or(Obj::NONE))?;
    let offset = bound(args, 2).map_or(Ok(0), |offset| vm.index(offset))?;
    part(vm, bound(args, 1).unwrap_or(Obj::NONE), offset, view(vm, &layout)?)
}

fn iter_unpack(vm: &Vm, args: &[Ref]) -> Outcome {
    iterator::make(vm, layout_of(vm, required(args, 0))?, required(args, 1))
}

fn clear_cache(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::none())
}

/// The methods get the Struct in front of their arguments, where the functions have the format.
fn with_self(vm: &Vm, this: This<'_, Struct>, args: &[Ref], body: fn(&Vm, &[Ref]) -> Outcome) -> Outcome {
    vm.with_first(this.obj(), args, |all| body(vm, all))
}

fn struct_pack(vm: &Vm, this: This<'_, Struct>, args: &[Ref]) -> Outcome {
    with_self(vm, this, args, pack)
}

fn struct_pack_into(vm: &Vm, this: This<'_, Struct>, args: &[Ref]) -> Outcome {
    with_self(vm, this, args, pack_into)
}

fn struct_unpack(vm: &Vm, this: This<'_, Struct>, args: &[Ref]) -> Outcome {
    with_self(vm, this, args, unpack)
}

fn struct_iter_unpack(vm: &Vm, this: This<'_, Struct>, args: &[Ref]) -> Outcome {
    with_self(vm, this, args, iter_unpack)
}

fn struct_unpack_from(vm: &Vm, this: This<'_, Struct>, args: &[Option<&Obj>]) -> Outcome {
    unpack_from(vm, &[Some(this.obj()), bound(args, 0), bound(args, 1)])
}

fn struct_format(vm: &Vm, this: This<'_, Struct>) -> Outcome {
    Ok(view(vm, &*this.layout(vm)?)?.format.clone())
}

fn struct_size(vm: &Vm, this: This<'_, Struct>) -> Outcome {
    vm.int(view(vm, &*this.layout(vm)?)?.size as i64)
}

fn struct_repr(vm: &Vm, this: This<'_, Struct>) -> Outcome {
    let shown = vm.repr(&*struct_format(vm, this)?)?;
    let name = this.obj().type_().short_name();
    vm.str_fmt(format_args!("{name}({})", pyrite_api::Text(&shown)))
}

py_type! {
    /// `struct.Struct`
    pub static STRUCT: Struct = "_struct.Struct", "A compiled format." {
        flags flags::BASE | flags::MANAGED_WEAKREF;
        new struct_new;
        slots { repr: unary struct_repr, init: init struct_init, }
        attrs {
            method "pack" (0, 255) = struct_pack, "Return a bytes object containing the values packed according to the format.";
            method "pack_into" (0, 255) = struct_pack_into, "Pack the values and write the packed bytes into a buffer.";
            method "unpack" (1, 1) = struct_unpack, "Decode a buffer.";
            named "unpack_from" (["", "buffer", "offset"], 2, 3) = struct_unpack_from, "Decode from an offset.";
            method "iter_unpack" (1, 1) = struct_iter_unpack, "Decode record by record.";
            getter "format" () = struct_format, "struct format string";
            getter "size" () = struct_size, "struct size in bytes";
        }
    }
}

fn error_class(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&ERROR).own())
}

fn struct_class(_vm: &Vm) -> Outcome {
    Ok(TypeRef::of(&STRUCT).own())
}

/// The letters of a format: a str or bytes.
fn letters<'a>(vm: &Vm, format: &'a Obj) -> Result<Octets<'a>, Raised> {
    let Some(text) = format.cast::<Str>() else {
        return match format.cast::<pyrite_api::types::Bytes>() {
            Some(bytes) => Ok(Octets::Borrowed(bytes.as_slice())),
            None => Err(vm.type_error(format_args!(
                "Struct() argument 1 must be a str or bytes object, not {}",
                format.type_().short_name()
            ))),
        };
    };
    match text.ascii() {
        Some(text) => Ok(Octets::Borrowed(text.as_bytes())),
        None => {
            let ascii = vm.str("ascii")?;
            let encode = vm.memory(vm.intern("encode"))?;
            vm.call_method(format, &encode, &[ascii])?;
            Err(error!(vm, "bad char in struct format"))
        }
    }
}

py_module! {
    /// `struct`
    pub static STRUCT_MODULE = "struct", "Functions to convert between Python values and C structs represented as Python bytes objects." {
        function "calcsize" (1, 1) = calcsize, "Bytes the format takes.";
        function "pack" (0, 255) = pack, "Return a bytes object containing values packed according to the format string.";
        function "pack_into" (1, 255) = pack_into, "Pack values according to the format string into a buffer, at an offset.";
        function "unpack" (2, 2) = unpack, "Decode a buffer by format.";
        named_function "unpack_from" (["", "buffer", "offset"], 2, 3) = unpack_from, "Return a tuple containing values unpacked from a buffer, at an offset.";
        function "iter_unpack" (2, 2) = iter_unpack, "Decode record by record, by format.";
        function "_clearcache" (0, 0) = clear_cache, "";
        value "Struct" () = struct_class, "";
        value "error" () = error_class, "";
    }
}
