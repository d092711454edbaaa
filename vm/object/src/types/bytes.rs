//! `bytes`: immutable octets.
//!
//! Most methods are shared with `bytearray`: `text::octet_methods` and `text::octet_parts`.

pub mod percent;

use core::cell::Cell;

use crate::args::required;
use crate::builder::StrBuilder;
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::names;
use crate::py_type;
use crate::raw::buffer::{self, Offer};
use crate::raw::bytes::Bytes;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;
use crate::text::octets::push_repr;
use crate::text::{octet_methods, octet_parts};
use crate::types::slice::{Bounds, Slice, slice_bounds};

fn bytes_repr(vm: &Vm, this: This<'_, Bytes>) -> Outcome {
    let mut out = StrBuilder::new(vm);
    push_repr(&mut out, this.as_slice())?;
    out.finish()
}

fn bytes_hash(_vm: &Vm, this: This<'_, Bytes>) -> Result<usize, Raised> {
    Ok(pyrite_algo::hash::hash_bytes(this.as_slice()) as usize)
}

fn bytes_len(_vm: &Vm, this: This<'_, Bytes>) -> Result<usize, Raised> {
    Ok(this.as_slice().len())
}

fn bytes_item(vm: &Vm, this: This<'_, Bytes>, index: isize) -> Outcome {
    match usize::try_from(index).ok().and_then(|index| this.as_slice().get(index)) {
        Some(&octet) => Ok(Ref::small(octet.into())),
        None => Err(vm.index_error("index out of range")),
    }
}

fn bytes_subscript(vm: &Vm, this: This<'_, Bytes>, key: &Obj) -> Outcome {
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice_bounds(vm, slice, this.as_slice().len())?;
        return picked(vm, this.obj(), this.as_slice(), bounds);
    }
    let index = subscript_index(vm, key, "byte indices must be integers or slices, not")?;
    bytes_item(vm, this, if index < 0 { index + this.as_slice().len() as isize } else { index })
}

/// The octets that a slice names, as an object of the kind of `this`.
///
/// # Errors
/// MemoryError.
pub fn picked(vm: &Vm, this: &Obj, octets: &[u8], bounds: Bounds) -> Outcome {
    if bounds.step == 1 {
        let start = bounds.start.max(0) as usize;
        return vm.octets_part(this, octets, start, start + bounds.count);
    }
    let mut part = vm.memory(pyrite_algo::Buf::with_capacity(bounds.count))?;
    for octet in bounds.indices().filter_map(|index| octets.get(index)) {
        vm.memory(part.push(*octet))?;
    }
    vm.octets_like(this, &part)
}

/// A subscript as a machine word.
///
/// # Errors
/// TypeError beginning with `text` if it is no integer; IndexError if it is too large.
pub fn subscript_index(vm: &Vm, key: &Obj, text: &str) -> Result<isize, Raised> {
    if let Some(index) = key.small() {
        return Ok(index);
    }
    if key.int().is_none() && key.type_().number().index.is_none() {
        return Err(vm.type_error(format_args!("{text} {}", key.type_().short_name())));
    }
    vm.index(key).map_err(|raised| {
        if !vm.raised_is(&crate::types::exceptions::OVERFLOW_ERROR) {
            return raised;
        }
        drop(vm.take_raised(raised));
        vm.index_error(format_args!("cannot fit '{}' into an index-sized integer", key.type_().short_name()))
    })
}

fn bytes_concat(vm: &Vm, this: This<'_, Bytes>, other: &Obj) -> Outcome {
    match other.exact::<Bytes>() {
        Some(other) if other.as_slice().is_empty() && this.obj().exact::<Bytes>().is_some() => Ok(this.own()),
        Some(other) => {
            let (left, right) = (this.as_slice(), other.as_slice());
            vm.memory(vm.build_bytes(left.len() + right.len(), |out| {
                let (head, tail) = out.split_at_mut(left.len());
                head.copy_from_slice(left);
                tail.copy_from_slice(right);
            }))
        }
        None => octet_parts::concat(vm, this.obj(), other),
    }
}

fn bytes_buffer(vm: &Vm, this: This<'_, Bytes>, flags: core::ffi::c_int) -> Result<Offer, Raised> {
    if flags & buffer::WRITABLE != 0 {
        return Err(vm.buffer_error("Object is not writable."));
    }
    let octets = this.as_slice();
    Ok(Offer { data: octets.as_ptr(), len: octets.len(), item_size: 1, format: c"B", read_only: true })
}

fn bytes_repeat(vm: &Vm, this: This<'_, Bytes>, count: isize) -> Outcome {
    if count == 1 && this.obj().exact::<Bytes>().is_some() {
        return Ok(this.own());
    }
    vm.bytes(&octet_parts::repeated(vm, this.as_slice(), count)?)
}

/// What a constructor of octets makes of its arguments; `None` if it is to be told by
/// `__bytes__` already.
///
/// # Errors
/// TypeError, ValueError, UnicodeEncodeError, MemoryError.
pub fn new_octets(
    vm: &Vm,
    [source, encoding, errors]: [Option<&Obj>; 3],
    (name, range): (&str, &str),
) -> Result<pyrite_algo::Buf<u8>, Raised> {
    let Some(source) = source else {
        if encoding.or(errors).is_some() {
            let what = if encoding.is_some() { "encoding" } else { "errors" };
            return Err(vm.type_error(format_args!("{what} without a string argument")));
        }
        return Ok(pyrite_algo::Buf::new());
    };
    if let Some(text) = source.cast::<Str>() {
        if encoding.is_none() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        let encoded = vm.encode(text, encoding, errors)?;
        return vm.collect_octets(&encoded, range);
    }
    if encoding.or(errors).is_some() {
        let what = if encoding.is_some() { "encoding" } else { "errors" };
        return Err(vm.type_error(format_args!("{what} without a string argument")));
    }
    if vm.octets(source)?.is_none() && (source.int().is_some() || source.type_().number().index.is_some()) {
        let count = usize::try_from(vm.index(source)?).map_err(|_| vm.value_error("negative count"))?;
        let mut zeros = pyrite_algo::Buf::new();
        vm.memory(zeros.resize(count, 0))?;
        return Ok(zeros);
    }
    let type_ = source.type_();
    if vm.octets(source)?.is_none() && type_.iter().is_none() && type_.sequence().item.is_none() {
        let iterable = source.exact::<List>().is_some() || source.exact::<Tuple>().is_some();
        if !iterable {
            return Err(
                vm.type_error(format_args!("cannot convert '{}' object to {name}", type_.short_name()))
            );
        }
    }
    vm.collect_octets(source, range)
}

/// `bytes(source=b'', encoding, errors)`
fn bytes_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let bound = vm.bind_new("bytes", ["source", "encoding", "errors"], args, names)?;
    let mut made = None;
    if let [Some(source), None, None] = bound {
        if type_.is(&BYTES) && source.exact::<Bytes>().is_some() {
            return Ok(source.own());
        }
        made = convert(vm, source)?;
    }
    let made = match made {
        Some(made) => made,
        None => {
            let octets = new_octets(vm, bound, ("bytes", "bytes must be in range(0, 256)"))?;
            vm.bytes(&octets)?
        }
    };
    if type_.is(&BYTES) {
        return Ok(made);
    }
    let octets = vm.expect_octets(&made)?;
    vm.memory(vm.build_bytes_of(type_, octets.len(), |to| to.copy_from_slice(&octets)))
}

/// What `__bytes__` of an object returns, if it has that.
fn convert(vm: &Vm, source: &Obj) -> Result<Option<Ref>, Raised> {
    if source.is_small() || source.exact::<Str>().is_some() || source.exact::<Bytes>().is_some() {
        return Ok(None);
    }
    let Some(method) = vm.lookup_special(source, names::BYTES())? else { return Ok(None) };
    let made = vm.call(&method, &[])?;
    if made.cast::<Bytes>().is_none() {
        return Err(
            vm.type_error(format_args!("__bytes__ returned non-bytes (type {})", made.type_().short_name()))
        );
    }
    Ok(Some(made))
}

fn bytes_bytes(vm: &Vm, this: This<'_, Bytes>, _args: &[Ref]) -> Outcome {
    if this.obj().exact::<Bytes>().is_some() { Ok(this.own()) } else { vm.bytes(this.as_slice()) }
}

fn bytes_fromhex(vm: &Vm, args: &[Ref]) -> Outcome {
    let bytes = vm.bytes(&octet_parts::from_hex(vm, required(args, 1))?)?;
    let class = required(args, 0);
    if class.is(TypeRef::of(&BYTES).as_obj()) { Ok(bytes) } else { vm.call_one(class, &bytes) }
}

fn bytes_getnewargs(vm: &Vm, this: This<'_, Bytes>, _args: &[Ref]) -> Outcome {
    let bytes = vm.bytes(this.as_slice())?;
    vm.tuple(&[&bytes])
}

fn bytes_iter(vm: &Vm, this: This<'_, Bytes>) -> Outcome {
    let storage = BytesIterator { bytes: Slot::new(Some(this.own())), index: Cell::new(0) };
    vm.memory(vm.allocate(TypeRef::of(&BYTES_ITERATOR), storage, size_of::<BytesIterator>()))
}

/// The octets of a bytes object, one by one.
pub struct BytesIterator {
    /// The object; `None` once the end was reached.
    bytes: Slot,
    index: Cell<usize>,
}

// SAFETY: BYTES_ITERATOR's instances hold this.
unsafe impl Storage for BytesIterator {
    const TYPE: &'static Type = &BYTES_ITERATOR;
}

fn iterator_self(_vm: &Vm, this: This<'_, BytesIterator>) -> Outcome {
    Ok(this.own())
}

fn iterator_next(_vm: &Vm, this: This<'_, BytesIterator>) -> Result<Option<Ref>, Raised> {
    let Some(bytes) = this.bytes.get() else { return Ok(None) };
    let octet = bytes.cast::<Bytes>().and_then(|bytes| bytes.as_slice().get(this.index.get()).copied());
    match octet {
        Some(_) => this.index.set(this.index.get() + 1),
        None => this.bytes.set(None),
    }
    Ok(octet.map(|octet| Ref::small(octet.into())))
}

fn iterator_length_hint(vm: &Vm, this: This<'_, BytesIterator>, _args: &[Ref]) -> Outcome {
    let len = this.bytes.get().and_then(|bytes| bytes.cast::<Bytes>().map(|bytes| bytes.as_slice().len()));
    vm.int(len.unwrap_or(0).saturating_sub(this.index.get()) as i64)
}

fn iterator_reduce(vm: &Vm, this: This<'_, BytesIterator>, _args: &[Ref]) -> Outcome {
    crate::types::iterators::reduce_at(vm, this.bytes.get(), this.index.get(), crate::raw::tuple::empty())
}

fn iterator_set_state(vm: &Vm, this: This<'_, BytesIterator>, args: &[Ref]) -> Outcome {
    crate::types::iterators::set_at(vm, &this.index, args)
}

py_type! {
    /// Iterates over the octets of a bytes object.
    pub static BYTES_ITERATOR: BytesIterator = "bytes_iterator", "" {
        slots { iter: unary iterator_self, iternext: next iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = iterator_length_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = iterator_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = iterator_set_state, "Restore pickled state.";
        }
    }
}

py_type! {
    /// `bytes`: immutable octets.
    pub static BYTES: Bytes = "bytes", "bytes(...): an immutable array of bytes." {
        flags flags::BASE | flags::MATCH_SELF;
        new bytes_new;
        slots {
            repr: unary bytes_repr,
            hash: hash bytes_hash,
            richcompare: compare octet_parts::compare,
            iter: unary bytes_iter,
        }
        number { remainder: binary percent::octets_remainder, }
        sequence {
            length: length bytes_len,
            concat: binary bytes_concat,
            repeat: index bytes_repeat,
            item: index bytes_item,
            contains: contains octet_methods::contains,
        }
        mapping {
            length: length bytes_len,
            subscript: binary bytes_subscript,
        }
        buffer { get: get_buffer bytes_buffer, }
        attrs {
            method "__bytes__" (0, 0) = bytes_bytes, "As plain bytes.";
            method "__getnewargs__" (0, 0) = bytes_getnewargs, "";
            classmethod "fromhex" (1, 1) = bytes_fromhex, "Create a bytes object from a string of hexadecimal numbers.";
            method "find" (1, 3) = octet_methods::find, "Return the lowest index where subsection sub is found, or -1.";
            method "rfind" (1, 3) = octet_methods::rfind, "Return the highest index where subsection sub is found, or -1.";
            method "index" (1, 3) = octet_methods::index, "Return the lowest index where subsection sub is found.";
            method "rindex" (1, 3) = octet_methods::rindex, "Return the highest index where subsection sub is found.";
            method "count" (1, 3) = octet_methods::count, "Return the number of non-overlapping occurrences of subsection sub.";
            method "startswith" (1, 3) = octet_methods::startswith, "Return True if the bytes start with the specified prefix.";
            method "endswith" (1, 3) = octet_methods::endswith, "Return True if the bytes end with the specified suffix.";
            method "removeprefix" (1, 1) = octet_methods::removeprefix, "Return the bytes without the given prefix.";
            method "removesuffix" (1, 1) = octet_methods::removesuffix, "Return the bytes without the given suffix.";
            method "strip" (0, 1) = octet_methods::strip, "Trim these bytes at both ends.";
            method "lstrip" (0, 1) = octet_methods::lstrip, "Trim these bytes on the left.";
            method "rstrip" (0, 1) = octet_methods::rstrip, "Trim these bytes on the right.";
            method "ljust" (1, 2) = octet_methods::ljust, "Pad the bytes to the given width.";
            method "rjust" (1, 2) = octet_methods::rjust, "Pad the bytes to the given width.";
            method "center" (1, 2) = octet_methods::center, "Pad the bytes to the given width.";
            method "zfill" (1, 1) = octet_methods::zfill, "Fill with zeros behind the sign.";
            method "lower" (0, 0) = octet_methods::lower, "As the method of str, for ASCII.";
            method "upper" (0, 0) = octet_methods::upper, "As the method of str, for ASCII.";
            method "capitalize" (0, 0) = octet_methods::capitalize, "As the method of str, for ASCII.";
            method "swapcase" (0, 0) = octet_methods::swapcase, "As the method of str, for ASCII.";
            method "title" (0, 0) = octet_methods::title, "As the method of str, for ASCII.";
            method "isalpha" (0, 0) = octet_methods::isalpha, "As the method of str, for ASCII.";
            method "isalnum" (0, 0) = octet_methods::isalnum, "As the method of str, for ASCII.";
            method "isdigit" (0, 0) = octet_methods::isdigit, "As the method of str, for ASCII.";
            method "isspace" (0, 0) = octet_methods::isspace, "As the method of str, for ASCII.";
            method "isascii" (0, 0) = octet_methods::isascii, "As the method of str, for ASCII.";
            method "islower" (0, 0) = octet_methods::islower, "As the method of str, for ASCII.";
            method "isupper" (0, 0) = octet_methods::isupper, "As the method of str, for ASCII.";
            method "istitle" (0, 0) = octet_methods::istitle, "As the method of str, for ASCII.";
            named "expandtabs" (["", "tabsize"], 1, 2) = octet_methods::expandtabs, "Turn tabs into spaces.";
            named "decode" (["", "encoding", "errors"], 1, 3) = octet_methods::decode, "The text these bytes encode.";
            named "split" (["", "sep", "maxsplit"], 1, 3) = octet_parts::split, "Parts between separators.";
            named "rsplit" (["", "sep", "maxsplit"], 1, 3) = octet_parts::rsplit, "Return a list of the sections in the bytes, using sep as the delimiter, from the right.";
            named "splitlines" (["", "keepends"], 1, 2) = octet_parts::splitlines, "Split into lines.";
            method "partition" (1, 1) = octet_parts::partition, "Cut in three at a separator.";
            method "rpartition" (1, 1) = octet_parts::rpartition, "Cut in three at a separator.";
            method "replace" (2, 3) = octet_parts::replace, "Copy with old exchanged for new.";
            method "join" (1, 1) = octet_parts::join, "Join the items, self in between.";
            named "translate" (["", "", "delete"], 2, 3) = octet_parts::translate, "Map each byte by a table.";
            function "maketrans" (2, 2) = octet_parts::maketrans, "Make a table for translate().";
            named "hex" (["", "sep", "bytes_per_sep"], 1, 3) = octet_parts::hex, "As hex digits.";
        }
    }
}
