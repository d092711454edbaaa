//! `str`: text.
//!
//! Source: Python Library Reference, "Text Sequence Type"; CPython Objects/unicodeobject.c for
//! the texts of errors.

mod sequence;
mod iter;
pub mod join;
mod find;
mod split;
mod case;
mod layout;
mod translate;
pub mod percent;
mod format;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, This, TypeRef, Vm, flags};
use crate::names;
use crate::py_type;
use crate::raw::str::Str;
use crate::text::repr::{Shown, push_quoted};

pub use iter::STR_ITERATOR;
pub use join::join_parts;

fn str_repr(vm: &Vm, this: This<'_, Str>) -> Outcome {
    if crate::text::repr::needs_no_escape(this.chars()) {
        let quote = || -> Result<Ref, pyrite_algo::OutOfMemory> {
            let mut out = vm.str_writer(this.len() + 2, this.max_class().max(0x27))?;
            out.put_char(0x27);
            out.put(this.chars());
            out.put_char(0x27);
            Ok(out.finish())
        };
        return vm.memory(quote());
    }
    let mut out = crate::builder::StrBuilder::new(vm);
    push_quoted(&mut out, this.chars(), Shown::Printable)?;
    out.finish()
}

/// `str(text)`: the text itself, as an exact str.
fn str_str(vm: &Vm, this: This<'_, Str>) -> Outcome {
    if this.obj().exact::<Str>().is_some() {
        return Ok(this.own());
    }
    vm.memory(vm.new_str_class(this.chars(), this.max_class()))
}

fn str_hash(_vm: &Vm, this: This<'_, Str>) -> Result<usize, Raised> {
    Ok(this.hash())
}

fn str_len(_vm: &Vm, this: This<'_, Str>) -> Result<usize, Raised> {
    Ok(this.len())
}

fn str_compare(_vm: &Vm, this: This<'_, Str>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.cast::<Str>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    Ok(Ref::bool(match op {
        CompareOp::Eq => this.equals(other),
        CompareOp::Ne => !this.equals(other),
        _ => op.holds(this.chars().order(other.chars())),
    }))
}

/// `str(object, encoding, errors)`
fn decoded(vm: &Vm, object: &Obj, encoding: Option<&Obj>, errors: Option<&Obj>) -> Outcome {
    for (parameter, name) in [("encoding", encoding), ("errors", errors)] {
        if let Some(name) = name.filter(|name| name.cast::<Str>().is_none()) {
            return Err(vm.type_error(format_args!(
                "str() argument '{parameter}' must be str, not {}",
                name.type_().short_name()
            )));
        }
    }
    if object.cast::<Str>().is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    match vm.octets(object)? {
        Some(octets) => vm.decode(&octets, encoding, errors),
        None => Err(vm.type_error(format_args!(
            "decoding to str: need a bytes-like object, {} found",
            object.type_().short_name()
        ))),
    }
}

/// `encode(encoding='utf-8', errors='strict')`
fn str_encode(vm: &Vm, this: This<'_, Str>, args: &[Option<&Obj>]) -> Outcome {
    let names = [crate::args::bound(args, 0), crate::args::bound(args, 1)];
    for (name, text) in names.iter().zip(["encoding", "errors"]) {
        if let Some(name) = name.filter(|name| name.cast::<Str>().is_none()) {
            return Err(vm.type_error(format_args!(
                "encode() argument '{text}' must be str, not {}",
                name.type_().short_name()
            )));
        }
    }
    vm.encode(this, names[0], names[1])
}

/// `str(object='')`, `str(bytes, encoding, errors)`.
fn str_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if names.is_none() {
        vm.expect_count("str", args, 0, 3)?;
    }
    let [object, encoding, errors] = vm.bind_new("str", ["object", "encoding", "errors"], args, names)?;
    let text = match (object, encoding, errors) {
        (None, ..) => names::EMPTY().own(),
        (Some(object), None, None) => vm.to_str(object)?,
        (Some(object), encoding, errors) => decoded(vm, object, encoding, errors)?,
    };
    if type_.is(&STR) {
        return Ok(text);
    }
    let Some(text) = text.cast::<Str>() else { return Ok(text) };
    let mut copy = vm.memory(vm.str_writer_of(type_, text.len(), text.max_class()))?;
    copy.put(text.chars());
    Ok(copy.finish())
}

fn str_getnewargs(vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    let text = vm.memory(vm.new_str_class(this.chars(), this.max_class()))?;
    vm.tuple(&[&text])
}

fn str_sizeof(vm: &Vm, this: This<'_, Str>, _args: &[Ref]) -> Outcome {
    let size = crate::model::storage::HEADER_SIZE + crate::model::Storage::size(this.storage());
    vm.int(size as i64)
}

py_type! {
    /// `str`: text.
    pub static STR: Str = "str", "Text of Unicode characters." {
        flags flags::BASE | flags::MATCH_SELF;
        new str_new;
        slots {
            repr: unary str_repr,
            str_: unary str_str,
            hash: hash str_hash,
            richcompare: compare str_compare,
            iter: unary iter::str_iter,
        }
        number { remainder: binary percent::str_remainder, }
        sequence {
            length: length str_len,
            concat: binary join::str_concat,
            repeat: index join::str_repeat,
            item: index sequence::str_item,
            contains: contains sequence::str_contains,
        }
        mapping {
            length: length str_len,
            subscript: binary sequence::str_subscript,
        }
        attrs {
            method "__getnewargs__" (0, 0) = str_getnewargs, "";
            method "__sizeof__" (0, 0) = str_sizeof, "Bytes of memory it takes.";
            method "join" (1, 1) = join::str_join, "Join the items, self in between.";
            method "find" (1, 3) = find::str_find, "Return the lowest index in S where substring sub is found, or -1.";
            method "rfind" (1, 3) = find::str_rfind, "Return the highest index in S where substring sub is found, or -1.";
            method "index" (1, 3) = find::str_index, "Return the lowest index in S where substring sub is found.";
            method "rindex" (1, 3) = find::str_rindex, "Return the highest index in S where substring sub is found.";
            method "count" (1, 3) = find::str_count, "Return the number of non-overlapping occurrences of substring sub.";
            method "startswith" (1, 3) = find::str_startswith, "Return True if the string starts with the specified prefix.";
            method "endswith" (1, 3) = find::str_endswith, "Return True if the string ends with the specified suffix.";
            method "partition" (1, 1) = find::str_partition, "Cut in three at a separator.";
            method "rpartition" (1, 1) = find::str_rpartition, "Cut in three at a separator.";
            method "removeprefix" (1, 1) = find::str_removeprefix, "Copy without this beginning.";
            method "removesuffix" (1, 1) = find::str_removesuffix, "Copy without this ending.";
            method "strip" (0, 1) = find::str_strip, "Trim both ends.";
            method "lstrip" (0, 1) = find::str_lstrip, "Trim the left end.";
            method "rstrip" (0, 1) = find::str_rstrip, "Trim the right end.";
            named "replace" (["", "", "", "count"], 3, 4) = find::str_replace, "Copy with old exchanged for new.";
            named "split" (["", "sep", "maxsplit"], 1, 3) = split::str_split, "Parts between separators.";
            named "rsplit" (["", "sep", "maxsplit"], 1, 3) = split::str_rsplit, "Parts between separators.";
            named "splitlines" (["", "keepends"], 1, 2) = split::str_splitlines, "Split into lines.";
            method "lower" (0, 0) = case::str_lower, "All in lower case.";
            method "upper" (0, 0) = case::str_upper, "All in upper case.";
            method "casefold" (0, 0) = case::str_casefold, "Fold the case for comparison.";
            method "capitalize" (0, 0) = case::str_capitalize, "First upper, the rest lower.";
            method "title" (0, 0) = case::str_title, "Each word capitalized.";
            method "swapcase" (0, 0) = case::str_swapcase, "Exchange upper and lower case.";
            method "isalpha" (0, 0) = case::str_isalpha, "Whether all are letters.";
            method "isalnum" (0, 0) = case::str_isalnum, "Whether all are letters or numbers.";
            method "isdecimal" (0, 0) = case::str_isdecimal, "Whether all are decimals.";
            method "isdigit" (0, 0) = case::str_isdigit, "Whether all are digits.";
            method "isnumeric" (0, 0) = case::str_isnumeric, "Whether all are numeric.";
            method "isspace" (0, 0) = case::str_isspace, "Whether all are white space.";
            method "isascii" (0, 0) = case::str_isascii, "Whether all are ASCII.";
            method "isprintable" (0, 0) = case::str_isprintable, "Return True if all characters in the string are printable, False otherwise.";
            method "isidentifier" (0, 0) = case::str_isidentifier, "Whether it could be a name.";
            method "islower" (0, 0) = case::str_islower, "Whether cased letters are lower.";
            method "isupper" (0, 0) = case::str_isupper, "Whether cased letters are upper.";
            method "istitle" (0, 0) = case::str_istitle, "Whether words are capitalized.";
            method "ljust" (1, 2) = layout::str_ljust, "Fill on the right.";
            method "rjust" (1, 2) = layout::str_rjust, "Fill on the left.";
            method "center" (1, 2) = layout::str_center, "Fill on both sides.";
            method "zfill" (1, 1) = layout::str_zfill, "Fill with zeros behind the sign.";
            named "expandtabs" (["", "tabsize"], 1, 2) = layout::str_expandtabs, "Turn tabs into spaces.";
            raw_method "format" () = format::str_format, "Fill in the fields from arguments.";
            method "format_map" (1, 1) = format::str_format_map, "Fill in the fields from a mapping.";
            method "__format__" (1, 1) = format::str_format_spec, "Text in the given format.";
            named "encode" (["", "encoding", "errors"], 1, 3) = str_encode, "The text as bytes.";
            function "maketrans" (1, 3) = translate::str_maketrans, "Make a table for translate().";
            method "translate" (1, 1) = translate::str_translate, "Map each character by a table.";
        }
    }
}

#[cfg(test)]
mod tests;
