//! The number types against CPython: `tests/vectors/numbers.txt`.

use std::string::{String, ToString};
use std::vec::Vec;

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, TypeRef, Vm};
use crate::ops::number::BinaryOp;
use crate::testing::with_vm;
use crate::types::range::{self, RANGE};
use crate::types::{bool_::BOOL, complex::COMPLEX, float::FLOAT, int::INT};

fn make(vm: &Vm, type_: &'static crate::model::Type, args: &[Ref]) -> Outcome {
    TypeRef::of(type_).fast_new().unwrap()(vm, TypeRef::of(type_), args, None)
}

fn unescape(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        let digits = match rest.as_bytes()[at + 1] {
            b'x' => 2,
            b'u' => 4,
            other => unreachable!("{other}"),
        };
        let point = u32::from_str_radix(&rest[at + 2..at + 2 + digits], 16).unwrap();
        result.push(char::from_u32(point).unwrap());
        rest = &rest[at + 2 + digits..];
    }
    result + rest
}

/// The object a token stands for.
fn read(vm: &Vm, token: &str) -> Ref {
    let Some((kind, text)) = token.split_once(':') else { return Ref::none() };
    let str_ = || vm.str(text).unwrap();
    match kind {
        "i" => make(vm, &INT, &[str_()]).unwrap(),
        "f" => make(vm, &FLOAT, &[str_()]).unwrap(),
        "c" => make(vm, &COMPLEX, &[str_()]).unwrap(),
        "b" => Ref::bool(text == "True"),
        "s" => vm.str(&unescape(text)).unwrap(),
        "t" => {
            let items: Vec<Ref> = text.split(' ').map(|item| read(vm, item)).collect();
            vm.tuple_of(&items).unwrap()
        }
        other => unreachable!("{other}"),
    }
}

fn text_of(vm: &Vm, object: &Obj) -> String {
    String::from_utf8_lossy(&vm.utf8(object).unwrap()).into_owned()
}

/// The token of a result.
fn show(vm: &Vm, result: Outcome) -> String {
    let object = match result {
        Ok(object) => object,
        Err(raised) => {
            let exception = vm.take_raised(raised);
            let args = exception.cast::<crate::exc::BaseException>().unwrap().args.get().unwrap();
            let args = args.cast::<crate::raw::tuple::Tuple>().unwrap();
            let text = match args.items() {
                [text] => text_of(vm, text),
                [number, text] => std::format!("({number:?}, '{}')", text_of(vm, text)),
                _ => String::new(),
            };
            return std::format!("!{}: {text}", exception.type_().short_name());
        }
    };
    if object.is(Obj::NOT_IMPLEMENTED) {
        return "n:".to_string();
    }
    if object.cast::<crate::raw::str::Str>().is_some() {
        return std::format!("s:{}", text_of(vm, &object));
    }
    if let Some(items) = object.cast::<crate::raw::tuple::Tuple>() {
        let items: Vec<String> = items.items().iter().map(|item| show(vm, Ok(item.clone()))).collect();
        return std::format!("t:{}", items.join(" "));
    }
    let kind = match object.type_().name() {
        "int" => "i:",
        "bool" => "b:",
        "float" => "f:",
        "complex" => "c:",
        other => other,
    };
    let limit = vm.int_max_str_digits.replace(0);
    let text = vm.repr(&object).unwrap();
    vm.int_max_str_digits.set(limit);
    std::format!("{kind}{}", text_of(vm, &text))
}

/// The native method `name` of the object's type or its bases.
fn method(vm: &Vm, object: &Obj, name: &str, args: &[Ref]) -> Outcome {
    let mut type_ = Some(object.type_());
    while let Some(at) = type_ {
        if let Some(native) = at.natives().iter().find(|native| native.name() == name) {
            let mut all = std::vec![object.own()];
            all.extend_from_slice(args);
            return vm.call_native(native, &all, None);
        }
        type_ = at.base();
    }
    unreachable!("{name}")
}

fn items(tuple: &Obj) -> &[Ref] {
    tuple.cast::<crate::raw::tuple::Tuple>().unwrap().items()
}

fn binary(vm: &Vm, op: &str, a: &Obj, b: &Obj) -> Option<Outcome> {
    let op = match op {
        "<" => return Some(vm.compare(CompareOp::Lt, a, b)),
        "<=" => return Some(vm.compare(CompareOp::Le, a, b)),
        "==" => return Some(vm.compare(CompareOp::Eq, a, b)),
        "!=" => return Some(vm.compare(CompareOp::Ne, a, b)),
        "divmod" => BinaryOp::DivMod,
        "**" => BinaryOp::Pow,
        other => *BinaryOp::ALL.iter().find(|op| op.text() == other)?,
    };
    Some(vm.binary(op, a, b))
}

fn unary(vm: &Vm, op: &str, a: &Obj) -> Option<Outcome> {
    Some(match op {
        "neg" => vm.negative(a),
        "pos" => vm.positive(a),
        "abs" => vm.absolute(a),
        "invert" => vm.invert(a),
        "repr" => vm.repr(a),
        "int" | "toint" => make(vm, &INT, &[a.own()]),
        "float" | "tofloat" => make(vm, &FLOAT, &[a.own()]),
        "tocomplex" => make(vm, &COMPLEX, &[a.own()]),
        "bool" => make(vm, &BOOL, &[a.own()]),
        "hash" => vm.hash(a).and_then(|hash| vm.int(hash as isize as i64)),
        "round" => method(vm, a, "__round__", &[]),
        "floor" => method(vm, a, "__floor__", &[]),
        "bit_length" | "bit_count" | "hex" | "is_integer" => method(vm, a, op, &[]),
        "ratio" => method(vm, a, "as_integer_ratio", &[]),
        "fromhex" => {
            let class = TypeRef::of(&FLOAT);
            let native = class.natives().iter().find(|native| native.name() == "fromhex").unwrap();
            vm.call_native(native, &[class.own(), a.own()], None)
        }
        _ => return None,
    })
}

fn range_case(vm: &Vm, op: &str, a: &Obj, b: &Obj) -> Outcome {
    let this = make(vm, &RANGE, items(a))?;
    match op {
        "rlist" => vm.collect_tuple(&this),
        "rrev" => vm.collect_tuple(&*method(vm, &this, "__reversed__", &[])?),
        "rrepr" => vm.repr(&this),
        "ritem" => vm.get_item(&this, b),
        "rindex" => method(vm, &this, "index", &[b.own()]),
        "rin" => vm.contains(&this, b).map(Ref::bool),
        "req" => {
            let other = make(vm, &RANGE, items(b))?;
            let equal = vm.compare(CompareOp::Eq, &this, &other)?;
            if equal.is(Obj::TRUE) {
                assert_eq!(vm.hash(&this).unwrap(), vm.hash(&other).unwrap());
            }
            Ok(equal)
        }
        other => unreachable!("{other}"),
    }
}

fn to_bytes(vm: &Vm, value: &Obj, args: &Obj) -> Outcome {
    let args = items(args);
    let native = TypeRef::of(&INT).natives().iter().find(|native| native.name() == "to_bytes").unwrap();
    let names = vm.tuple_of(&[vm.str("signed")?])?;
    let all = [value.own(), args[0].clone(), args[1].clone(), args[2].clone()];
    let bytes = vm.call_native(native, &all, Some(&names))?;
    let native = TypeRef::of(&INT).natives().iter().find(|native| native.name() == "from_bytes").unwrap();
    let all = [TypeRef::of(&INT).own(), bytes.clone(), args[1].clone(), args[2].clone()];
    let back = vm.call_native(native, &all, Some(&names))?;
    // Without bytes there is no value to read back.
    let empty = args[0].small() == Some(0);
    assert!(empty || vm.equals(&back, value)?);
    let mut text = String::new();
    for byte in bytes.cast::<crate::raw::bytes::Bytes>().unwrap().as_slice() {
        text += &std::format!("{byte:02x}");
    }
    vm.str(&text)
}

fn run(vm: &Vm, op: &str, a: &Obj, b: &Obj) -> Outcome {
    match op {
        "round" if !b.is_none() => method(vm, a, "__round__", &[b.own()]),
        "toint" if !b.is_none() => make(vm, &INT, &[a.own(), b.own()]),
        "format" => method(vm, a, "__format__", &[b.own()]),
        "pow3" => vm.power(a, &items(b)[0], &items(b)[1]),
        "bytes" => to_bytes(vm, a, b),
        _ if op.starts_with('r') && a.cast::<crate::raw::tuple::Tuple>().is_some() => {
            range_case(vm, op, a, b)
        }
        _ => binary(vm, op, a, b).or_else(|| unary(vm, op, a)).unwrap_or_else(|| unreachable!("{op}")),
    }
}

#[test]
fn numbers_behave_as_in_cpython() {
    with_vm(|vm| {
        let mut wrong = 0;
        for line in include_str!("../../../tests/vectors/numbers.txt").lines() {
            let words: Vec<&str> = line.split('\t').collect();
            let [op, a, b, expected] = words[..] else { unreachable!("{line}") };
            let (a, b) = (read(vm, a), read(vm, b));
            let got = show(vm, run(vm, op, &a, &b));
            let expected = unescape(expected);
            if got != expected {
                std::println!("{line}\n    got {got}");
                wrong += 1;
            }
        }
        assert_eq!(wrong, 0);
    });
}

#[test]
fn constructors_refuse_what_does_not_fit() {
    with_vm(|vm| {
        let (one, text) = (Ref::small(1), vm.str("x").unwrap());
        let cases: [(&'static crate::model::Type, &[Ref], &str); 6] = [
            (&FLOAT, &[one.clone(), one.clone()], "float expected at most 1 argument, got 2"),
            (&BOOL, &[one.clone(), one.clone()], "bool expected at most 1 argument, got 2"),
            (&INT, &[one.clone(), one.clone(), one.clone()], "int expected at most 2 arguments, got 3"),
            (&RANGE, &[], "range expected at least 1 argument, got 0"),
            (&RANGE, core::slice::from_ref(&text), "'str' object cannot be interpreted as an integer"),
            (
                &INT,
                &[Ref::none()],
                "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
            ),
        ];
        for (type_, args, expected) in cases {
            assert_eq!(show(vm, make(vm, type_, args)), std::format!("!TypeError: {expected}"));
        }
    });
}

#[test]
fn slices_of_ranges_are_ranges() {
    with_vm(|vm| {
        let int = |value: i64| vm.int(value).unwrap();
        let this = range::new(vm, int(0), int(20), int(3)).unwrap();
        let slice = vm.slice(&int(-1), Obj::NONE, &int(-2)).unwrap();
        let part = vm.get_item(&this, &slice).unwrap();
        assert_eq!(text_of(vm, &vm.repr(&part).unwrap()), "range(18, -3, -6)");
    });
}

#[test]
fn too_many_digits_are_refused_both_ways() {
    with_vm(|vm| {
        let digits = vm.str(&"9".repeat(4301)).unwrap();
        let refused = show(vm, make(vm, &INT, core::slice::from_ref(&digits)));
        assert!(refused.contains("value has 4301 digits"), "{refused}");
        vm.int_max_str_digits.set(0);
        let big = make(vm, &INT, &[digits]).unwrap();
        vm.int_max_str_digits.set(4300);
        let refused = show(vm, vm.repr(&big));
        assert!(refused.starts_with("!ValueError: Exceeds the limit (4300 digits)"), "{refused}");
    });
}
