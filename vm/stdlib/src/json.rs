//! `_json_core`: texts to objects and back.
//!
//! The classes that can be derived from are in Python (`py/json`); they hand their options over.

mod scan;
mod encode;

use pyrite_api::types::{Dict, Str};
use pyrite_api::{Obj, Outcome, Ref, StrBuilder, Vm, bound, optional, py_module, required};

use encode::{Ascii, Encoder, push_string};
use scan::Scanner;

/// `scan(string, index, strict, object_hook, object_pairs_hook, parse_float, parse_int,
/// parse_constant)`: a value, and the index behind it.
fn scan(vm: &Vm, args: &[Ref]) -> Outcome {
    let text = required(args, 0);
    let Some(string) = text.cast::<Str>() else {
        let name = text.type_().short_name();
        return Err(vm.type_error(format_args!("first argument must be a string, not {name}")));
    };
    let Ok(start) = usize::try_from(vm.index(required(args, 1))?) else {
        return Err(vm.value_error("idx cannot be negative"));
    };
    let hook = |index: usize| optional(args, index).filter(|hook| !hook.is_none());
    let scanner = Scanner {
        vm,
        text: string.chars(),
        document: text,
        strict: vm.is_true(required(args, 2))?,
        object_hook: hook(3),
        pairs_hook: hook(4),
        parse_float: hook(5),
        parse_int: hook(6),
        parse_constant: hook(7),
        keys: Dict::new(),
        depth: core::cell::Cell::new(0),
    };
    let (value, end) = scanner.value(start)?;
    vm.tuple_of(&[value, vm.int(end as i64)?])
}

/// `scanstring(string, end, strict=True)`: what follows a quote, and the index behind it.
fn scan_string(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let text = bound(args, 0).unwrap_or(Obj::NONE);
    let begin = vm.index(bound(args, 1).unwrap_or(Obj::NONE))?;
    let string = vm.expect_str(text, "first argument")?;
    let strict = bound(args, 2).map_or(Ok(true), |strict| vm.is_true(strict))?;
    let Some(begin) = usize::try_from(begin).ok().filter(|&begin| begin <= string.len()) else {
        return Err(vm.value_error("end is out of bounds"));
    };
    let (string, end) = scan::string(vm, text, string.chars(), begin, strict)?;
    vm.tuple_of(&[string, vm.int(end as i64)?])
}

fn quoted(vm: &Vm, text: &Obj, ascii: Ascii) -> Outcome {
    if text.cast::<Str>().is_none() {
        let name = text.type_().short_name();
        return Err(vm.type_error(format_args!("first argument must be a string, not {name}")));
    }
    let mut out = StrBuilder::new(vm);
    push_string(&mut out, text, ascii)?;
    out.finish()
}

fn encode_basestring(vm: &Vm, args: &[Ref]) -> Outcome {
    quoted(vm, required(args, 0), Ascii::No)
}

fn encode_basestring_ascii(vm: &Vm, args: &[Ref]) -> Outcome {
    quoted(vm, required(args, 0), Ascii::Yes)
}

/// `encode(value, encoder, indent, level)`: the text of a value; `encoder` has the options.
fn encode(vm: &Vm, args: &[Ref]) -> Outcome {
    let options = required(args, 1);
    let option = |name: &str| vm.get_attr(options, &*vm.memory(vm.intern(name))?);
    let flag = |name: &str| vm.is_true(&*option(name)?);
    let (item_separator, key_separator) = (option("item_separator")?, option("key_separator")?);
    vm.expect_str(&item_separator, "item_separator")?;
    vm.expect_str(&key_separator, "key_separator")?;
    let encoder = Encoder {
        vm,
        default: option("default")?,
        indent: optional(args, 2).filter(|indent| !indent.is_none()),
        item_separator,
        key_separator,
        ascii: if flag("ensure_ascii")? { Ascii::Yes } else { Ascii::No },
        check_circular: flag("check_circular")?,
        allow_nan: flag("allow_nan")?,
        sort_keys: flag("sort_keys")?,
        skip_keys: flag("skipkeys")?,
    };
    let level = optional(args, 3).map_or(Ok(0), |level| vm.index(level))?;
    encoder.encode(required(args, 0), usize::try_from(level).unwrap_or(0))
}

py_module! {
    /// `_json_core`
    pub static JSON = "_json_core", "Texts to objects and back." {
        function "scan" (2, 8) = scan, "Return a value and the index behind it.";
        named_function "scanstring" (["", "", ""], 2, 3) = scan_string, "Scan the string s for a JSON string.";
        function "encode" (2, 4) = encode, "Return the text of a value.";
        function "encode_basestring" (1, 1) = encode_basestring, "Return a JSON representation of a Python string.";
        function "encode_basestring_ascii" (1, 1) = encode_basestring_ascii, "Return an ASCII-only JSON representation of a Python string.";
    }
}
