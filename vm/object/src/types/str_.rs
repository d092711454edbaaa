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
    pub static STR: Str = "str", "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object." {
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
            method "__sizeof__" (0, 0) = str_sizeof, "Return the size of the string in memory, in bytes.";
            method "join" (1, 1) = join::str_join, "Concatenate any number of strings.";
            method "find" (1, 3) = find::str_find, "Return the lowest index in S where substring sub is found, or -1.";
            method "rfind" (1, 3) = find::str_rfind, "Return the highest index in S where substring sub is found, or -1.";
            method "index" (1, 3) = find::str_index, "Return the lowest index in S where substring sub is found.";
            method "rindex" (1, 3) = find::str_rindex, "Return the highest index in S where substring sub is found.";
            method "count" (1, 3) = find::str_count, "Return the number of non-overlapping occurrences of substring sub.";
            method "startswith" (1, 3) = find::str_startswith, "Return True if the string starts with the specified prefix.";
            method "endswith" (1, 3) = find::str_endswith, "Return True if the string ends with the specified suffix.";
            method "partition" (1, 1) = find::str_partition, "Partition the string into three parts using the given separator.";
            method "rpartition" (1, 1) = find::str_rpartition, "Partition the string into three parts using the given separator.";
            method "removeprefix" (1, 1) = find::str_removeprefix, "Return a str with the given prefix string removed if present.";
            method "removesuffix" (1, 1) = find::str_removesuffix, "Return a str with the given suffix string removed if present.";
            method "strip" (0, 1) = find::str_strip, "Return a copy of the string with leading and trailing whitespace removed.";
            method "lstrip" (0, 1) = find::str_lstrip, "Return a copy of the string with leading whitespace removed.";
            method "rstrip" (0, 1) = find::str_rstrip, "Return a copy of the string with trailing whitespace removed.";
            named "replace" (["", "", "", "count"], 3, 4) = find::str_replace, "Return a copy with all occurrences of substring old replaced by new.";
            named "split" (["", "sep", "maxsplit"], 1, 3) = split::str_split, "Return a list of the substrings in the string, using sep as the separator string.";
            named "rsplit" (["", "sep", "maxsplit"], 1, 3) = split::str_rsplit, "Return a list of the substrings in the string, using sep as the separator string.";
            named "splitlines" (["", "keepends"], 1, 2) = split::str_splitlines, "Return a list of the lines in the string, breaking at line boundaries.";
            method "lower" (0, 0) = case::str_lower, "Return a copy of the string converted to lowercase.";
            method "upper" (0, 0) = case::str_upper, "Return a copy of the string converted to uppercase.";
            method "casefold" (0, 0) = case::str_casefold, "Return a version of the string suitable for caseless comparisons.";
            method "capitalize" (0, 0) = case::str_capitalize, "Return a capitalized version of the string.";
            method "title" (0, 0) = case::str_title, "Return a version of the string where each word is titlecased.";
            method "swapcase" (0, 0) = case::str_swapcase, "Convert uppercase characters to lowercase and lowercase characters to uppercase.";
            method "isalpha" (0, 0) = case::str_isalpha, "Return True if the string is an alphabetic string, False otherwise.";
            method "isalnum" (0, 0) = case::str_isalnum, "Return True if the string is an alpha-numeric string, False otherwise.";
            method "isdecimal" (0, 0) = case::str_isdecimal, "Return True if the string is a decimal string, False otherwise.";
            method "isdigit" (0, 0) = case::str_isdigit, "Return True if the string is a digit string, False otherwise.";
            method "isnumeric" (0, 0) = case::str_isnumeric, "Return True if the string is a numeric string, False otherwise.";
            method "isspace" (0, 0) = case::str_isspace, "Return True if the string is a whitespace string, False otherwise.";
            method "isascii" (0, 0) = case::str_isascii, "Return True if all characters in the string are ASCII, False otherwise.";
            method "isprintable" (0, 0) = case::str_isprintable, "Return True if all characters in the string are printable, False otherwise.";
            method "isidentifier" (0, 0) = case::str_isidentifier, "Return True if the string is a valid Python identifier, False otherwise.";
            method "islower" (0, 0) = case::str_islower, "Return True if the string is a lowercase string, False otherwise.";
            method "isupper" (0, 0) = case::str_isupper, "Return True if the string is an uppercase string, False otherwise.";
            method "istitle" (0, 0) = case::str_istitle, "Return True if the string is a title-cased string, False otherwise.";
            method "ljust" (1, 2) = layout::str_ljust, "Return a left-justified string of length width.";
            method "rjust" (1, 2) = layout::str_rjust, "Return a right-justified string of length width.";
            method "center" (1, 2) = layout::str_center, "Return a centered string of length width.";
            method "zfill" (1, 1) = layout::str_zfill, "Pad a numeric string with zeros on the left, to fill a field of the given width.";
            named "expandtabs" (["", "tabsize"], 1, 2) = layout::str_expandtabs, "Return a copy where all tab characters are expanded using spaces.";
            raw_method "format" () = format::str_format, "Return a formatted version of the string, using substitutions from args and kwargs.";
            method "format_map" (1, 1) = format::str_format_map, "Return a formatted version of the string, using substitutions from mapping.";
            method "__format__" (1, 1) = format::str_format_spec, "Return a formatted version of the string as described by format_spec.";
            named "encode" (["", "encoding", "errors"], 1, 3) = str_encode, "Encode the string using the codec registered for encoding.";
            function "maketrans" (1, 3) = translate::str_maketrans, "Return a translation table usable for str.translate().";
            method "translate" (1, 1) = translate::str_translate, "Replace each character in the string using the given translation table.";
        }
    }
}

#[cfg(test)]
mod tests;
