//! `bytearray`: octets that can change.
//!
//! Most methods are shared with `bytes`: `text::octet_methods` and `text::octet_parts`.

mod change;
mod store;

use core::cell::Cell;

use pyrite_algo::Buf;

use crate::args::required;
use crate::builder::StrBuilder;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::buffer::Offer;
use crate::raw::bytearray::ByteArray;
use crate::text::octets::push_repr;
use crate::text::{octet_methods, octet_parts};
use crate::types::bytes::{new_octets, picked, subscript_index};
use crate::types::slice::{Slice, slice_adjust, slice_unpack};

fn bytearray_repr(vm: &Vm, this: This<'_, ByteArray>) -> Outcome {
    let mut out = StrBuilder::new(vm);
    out.push_text(this.obj().type_().short_name())?;
    out.push_char('('.into())?;
    push_repr(&mut out, &vm.memory(this.copy())?)?;
    out.push_char(')'.into())?;
    out.finish()
}

fn bytearray_len(_vm: &Vm, this: This<'_, ByteArray>) -> Result<usize, Raised> {
    Ok(this.len())
}

fn bytearray_item(vm: &Vm, this: This<'_, ByteArray>, index: isize) -> Outcome {
    match usize::try_from(index).ok().and_then(|index| this.get(index)) {
        Some(octet) => Ok(Ref::small(octet.into())),
        None => Err(vm.index_error("bytearray index out of range")),
    }
}

fn bytearray_subscript(vm: &Vm, this: This<'_, ByteArray>, key: &Obj) -> Outcome {
    if let Some(slice) = key.exact::<Slice>() {
        let slice = slice_unpack(vm, slice)?;
        let octets = vm.memory(this.copy())?;
        return picked(vm, this.obj(), &octets, slice_adjust(slice, octets.len()));
    }
    let index = subscript_index(vm, key, "bytearray indices must be integers or slices, not")?;
    bytearray_item(vm, this, if index < 0 { index + this.len() as isize } else { index })
}

fn bytearray_buffer(_vm: &Vm, this: This<'_, ByteArray>, _flags: core::ffi::c_int) -> Result<Offer, Raised> {
    this.export();
    Ok(Offer { data: this.data(), len: this.len(), item_size: 1, format: c"B", read_only: false })
}

fn bytearray_release(this: This<'_, ByteArray>) {
    this.storage().release();
}

fn bytearray_repeat(vm: &Vm, this: This<'_, ByteArray>, count: isize) -> Outcome {
    let octets = vm.memory(this.copy())?;
    vm.bytearray_from(octet_parts::repeated(vm, &octets, count)?)
}

fn bytearray_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, ByteArray::new(Buf::new()), size_of::<ByteArray>()))
}

fn bytearray_init(
    vm: &Vm,
    this: This<'_, ByteArray>,
    args: &[Ref],
    names: Option<&Obj>,
) -> Result<(), Raised> {
    let bound = vm.bind_new("bytearray", ["source", "encoding", "errors"], args, names)?;
    let octets = new_octets(vm, bound, ("bytearray", "byte must be in range(0, 256)"))?;
    change::check_exports(vm, this)?;
    this.with(|old| *old = octets);
    Ok(())
}

fn bytearray_fromhex(vm: &Vm, args: &[Ref]) -> Outcome {
    let octets = octet_parts::from_hex(vm, required(args, 1))?;
    let class = required(args, 0);
    if class.is(TypeRef::of(&BYTEARRAY).as_obj()) {
        return vm.bytearray_from(octets);
    }
    let bytes = vm.bytes(&octets)?;
    vm.call_one(class, &bytes)
}

fn bytearray_iter(vm: &Vm, this: This<'_, ByteArray>) -> Outcome {
    let storage = ByteArrayIterator { array: Slot::new(Some(this.own())), index: Cell::new(0) };
    vm.memory(vm.allocate(TypeRef::of(&BYTEARRAY_ITERATOR), storage, size_of::<ByteArrayIterator>()))
}

/// The octets of a bytearray, one by one.
pub struct ByteArrayIterator {
    /// The object; `None` once the end was reached.
    array: Slot,
    index: Cell<usize>,
}

// SAFETY: BYTEARRAY_ITERATOR's instances hold this.
unsafe impl Storage for ByteArrayIterator {
    const TYPE: &'static Type = &BYTEARRAY_ITERATOR;
}

fn iterator_self(_vm: &Vm, this: This<'_, ByteArrayIterator>) -> Outcome {
    Ok(this.own())
}

fn iterator_next(_vm: &Vm, this: This<'_, ByteArrayIterator>) -> Result<Option<Ref>, Raised> {
    let Some(array) = this.array.get() else { return Ok(None) };
    let octet = array.cast::<ByteArray>().and_then(|array| array.get(this.index.get()));
    match octet {
        Some(_) => this.index.set(this.index.get() + 1),
        None => this.array.set(None),
    }
    Ok(octet.map(|octet| Ref::small(octet.into())))
}

fn iterator_length_hint(vm: &Vm, this: This<'_, ByteArrayIterator>, _args: &[Ref]) -> Outcome {
    let len = this.array.get().and_then(|array| array.cast::<ByteArray>().map(|array| array.len()));
    vm.int(len.unwrap_or(0).saturating_sub(this.index.get()) as i64)
}

fn iterator_reduce(vm: &Vm, this: This<'_, ByteArrayIterator>, _args: &[Ref]) -> Outcome {
    let empty = crate::raw::tuple::empty();
    crate::types::iterators::reduce_at(vm, this.array.get(), this.index.get(), empty)
}

fn iterator_set_state(vm: &Vm, this: This<'_, ByteArrayIterator>, args: &[Ref]) -> Outcome {
    crate::types::iterators::set_at(vm, &this.index, args)
}

/// `(class, (bytes,), attributes)`; up to protocol 2 the octets are a text in Latin-1.
fn bytearray_reduce_ex(vm: &Vm, this: This<'_, ByteArray>, args: &[Ref]) -> Outcome {
    let protocol = args.first().map_or(Ok(0), |protocol| vm.index(protocol))?;
    let octets = vm.memory(this.copy())?;
    let args = if protocol < 3 {
        let text = vm.memory(vm.new_str_chars(crate::raw::str::Chars::One(&octets)))?;
        vm.tuple_of(&[text, vm.str("latin-1")?])?
    } else {
        vm.tuple_of(&[vm.bytes(&octets)?])?
    };
    let state = super::object::reduce::state_of(vm, this.obj())?;
    vm.tuple_of(&[this.obj().type_().own(), args, state])
}

py_type! {
    /// Iterates over the octets of a bytearray.
    pub static BYTEARRAY_ITERATOR: ByteArrayIterator = "bytearray_iterator", "" {
        slots { iter: unary iterator_self, iternext: next iterator_next, }
        attrs {
            method "__length_hint__" (0, 0) = iterator_length_hint, "Guess at how many items remain.";
            method "__reduce__" (0, 0) = iterator_reduce, "State for pickle.";
            method "__setstate__" (1, 1) = iterator_set_state, "Restore pickled state.";
        }
    }
}

py_type! {
    /// `bytearray`: octets that can change.
    pub static BYTEARRAY: ByteArray = "bytearray", "bytearray(...): a mutable array of bytes." {
        flags flags::BASE | flags::MATCH_SELF;
        new bytearray_new;
        slots {
            repr: unary bytearray_repr,
            richcompare: compare octet_parts::compare,
            iter: unary bytearray_iter,
            init: init bytearray_init,
        }
        number { remainder: binary crate::types::bytes::percent::octets_remainder, }
        sequence {
            length: length bytearray_len,
            concat: binary octet_parts::concat,
            repeat: index bytearray_repeat,
            item: index bytearray_item,
            contains: contains octet_methods::contains,
            inplace_concat: binary change::bytearray_inplace_concat,
            inplace_repeat: index change::bytearray_inplace_repeat,
        }
        mapping {
            length: length bytearray_len,
            subscript: binary bytearray_subscript,
            ass_subscript: store store::bytearray_store,
        }
        buffer { get: get_buffer bytearray_buffer, release: release_buffer bytearray_release, }
        attrs {
            method "__reduce__" (0, 0) = bytearray_reduce_ex, "State for pickle.";
            method "__reduce_ex__" (0, 1) = bytearray_reduce_ex, "State for pickle.";
            method "append" (1, 1) = change::bytearray_append, "Add one byte at the end.";
            method "extend" (1, 1) = change::bytearray_extend, "Add every byte of an iterable.";
            method "insert" (2, 2) = change::bytearray_insert, "Put a byte at a position.";
            method "pop" (0, 1) = change::bytearray_pop, "Remove and return a single item from the bytearray.";
            method "remove" (1, 1) = change::bytearray_remove, "Delete the first such byte.";
            method "reverse" (0, 0) = change::bytearray_reverse, "Reverse the order of the values in the bytearray in place.";
            method "clear" (0, 0) = change::bytearray_clear, "Make it empty.";
            method "copy" (0, 0) = change::bytearray_copy, "Return a copy of the bytearray.";
            classmethod "fromhex" (1, 1) = bytearray_fromhex, "Parse pairs of hex digits.";
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
