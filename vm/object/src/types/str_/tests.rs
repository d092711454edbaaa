//! Vectors from CPython: see tests/vectors/text.py.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::string::String;
use std::vec::Vec;

use crate::coll::dict::Dict;
use crate::coll::list::List;
use crate::exc::BaseException;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, TypeRef, Vm};
use crate::ops::number::BinaryOp;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;
use crate::testing::with_vm;

/// Reads the literals that `repr` writes.
struct Reader<'a> {
    vm: &'a Vm,
    text: &'a [char],
}

/// Calls a builtin type.
fn construct(vm: &Vm, type_: &'static crate::model::Type, args: &[Ref]) -> Outcome {
    let type_ = TypeRef::of(type_);
    let new = type_.fast_new().unwrap_or_else(|| panic!("{type_:?}"));
    let made = new(vm, type_, args, None)?;
    if let (Some(init), true) = (type_.init(), made.cast::<crate::raw::bytearray::ByteArray>().is_some()) {
        let args = vm.tuple_of(args)?;
        if init(&made, &args, None) < 0 {
            return Err(crate::model::Raised::already_set());
        }
    }
    Ok(made)
}

fn ok(result: Outcome) -> Ref {
    result.unwrap_or_else(|_| panic!("raised"))
}

impl Reader<'_> {
    fn peek(&self) -> char {
        self.text.first().copied().unwrap_or('\0')
    }

    fn eat(&mut self, expected: &str) -> bool {
        let matches = self.text.iter().collect::<String>().starts_with(expected);
        if matches {
            self.text = &self.text[expected.chars().count()..];
        }
        matches
    }

    fn value(&mut self) -> Ref {
        let vm = self.vm;
        if self.eat("(1e999-1e999)") {
            return ok(vm.float(f64::NAN));
        }
        for (text, object) in [("None", Obj::NONE), ("True", Obj::TRUE), ("False", Obj::FALSE)] {
            if self.eat(text) {
                return object.own();
            }
        }
        match self.peek() {
            '(' => ok(vm.tuple_of(&self.items("(", ")"))),
            '[' => ok(vm.list(&self.items("[", "]"))),
            '{' => {
                let dict = Dict::new();
                self.eat("{");
                while !self.eat("}") {
                    let key = self.value();
                    assert!(self.eat(": "));
                    let value = self.value();
                    assert!(dict.insert(vm, &key, value).is_ok());
                    self.eat(", ");
                }
                ok(vm.dict_from(dict))
            }
            's' => {
                assert!(self.eat("slice"));
                let args = self.items("(", ")");
                ok(construct(vm, &crate::types::slice::SLICE, &args))
            }
            'b' if self.text[1] == 'y' => {
                assert!(self.eat("bytearray("));
                let bytes = self.value();
                assert!(self.eat(")"));
                ok(construct(vm, &crate::types::bytearray::BYTEARRAY, &[bytes]))
            }
            'b' => {
                self.eat("b");
                let bytes: Vec<u8> = self.string().into_iter().map(|c| c as u8).collect();
                ok(vm.bytes(&bytes))
            }
            '\'' | '"' => {
                let points = self.string();
                ok(vm.memory(vm.new_str_chars(crate::raw::str::Chars::Four(&points))))
            }
            _ => self.number(),
        }
    }

    fn items(&mut self, open: &str, close: &str) -> Vec<Ref> {
        let mut items = Vec::new();
        assert!(self.eat(open));
        while !self.eat(close) {
            items.push(self.value());
            self.eat(",");
            self.eat(" ");
        }
        items
    }

    fn number(&mut self) -> Ref {
        let vm = self.vm;
        let len = self.text.iter().take_while(|c| c.is_ascii_alphanumeric() || "+-.".contains(**c)).count();
        let text: String = self.text[..len].iter().collect();
        self.text = &self.text[len..];
        if text.contains(['.', 'e']) {
            return ok(vm.float(text.parse().unwrap_or_else(|_| panic!("{text}"))));
        }
        let text = ok(vm.str(&text));
        ok(construct(vm, &crate::types::int::INT, &[text]))
    }

    fn string(&mut self) -> Vec<u32> {
        let quote = self.peek();
        let mut points = Vec::new();
        let mut rest = &self.text[1..];
        while rest[0] != quote {
            let mut take = 1;
            points.push(match (rest[0], rest.get(1)) {
                ('\\', Some(kind)) => {
                    take = 2;
                    let digits = match kind {
                        'x' => 2,
                        'u' => 4,
                        'U' => 8,
                        _ => 0,
                    };
                    let hex: String = rest[2..2 + digits].iter().collect();
                    take += digits;
                    match kind {
                        'n' => 10,
                        't' => 9,
                        'r' => 13,
                        _ if digits > 0 => u32::from_str_radix(&hex, 16).unwrap_or(0),
                        other => u32::from(*other),
                    }
                }
                (plain, _) => plain.into(),
            });
            rest = &rest[take..];
        }
        self.text = &rest[1..];
        points
    }
}

/// `repr`, but for containers, whose own is another file's.
fn shown(vm: &Vm, object: &Obj) -> String {
    let all = |items: &[Ref]| items.iter().map(|item| shown(vm, item)).collect::<Vec<_>>().join(", ");
    if let Some(tuple) = object.cast::<Tuple>() {
        let comma = if tuple.items().len() == 1 { "," } else { "" };
        return std::format!("({}{comma})", all(tuple.items()));
    }
    if let Some(list) = object.cast::<List>() {
        let items: Vec<Ref> = (0..list.len()).filter_map(|index| list.get(index)).collect();
        return std::format!("[{}]", all(&items));
    }
    if let Some(dict) = object.cast::<Dict>() {
        let (mut parts, mut position) = (Vec::new(), 0);
        while let Some((next, key, value)) = dict.next_entry(position) {
            parts.push(std::format!("{}: {}", shown(vm, &key), shown(vm, &value)));
            position = next;
        }
        return std::format!("{{{}}}", parts.join(", "));
    }
    text_of(&ok(vm.repr(object)))
}

fn text_of(object: &Obj) -> String {
    let text = object.cast::<Str>().unwrap_or_else(|| panic!("no str"));
    text.chars().iter().map(|c| char::from_u32(c).unwrap_or('\u{fffd}')).collect()
}

fn call(vm: &Vm, what: &str, args: &[Ref]) -> Outcome {
    let type_call = |type_| construct(vm, type_, args);
    let first = args.first().map_or(Obj::NONE, |arg| arg);
    let second = args.get(1).map_or(Obj::NONE, |arg| arg);
    match what {
        "+" => vm.binary(BinaryOp::Add, first, second),
        "*" => vm.binary(BinaryOp::Mul, first, second),
        "%" => vm.binary(BinaryOp::Mod, first, second),
        "[]" => vm.get_item(first, second),
        "in" => vm.contains(first, second).map(Ref::bool),
        "<" => vm.compare(CompareOp::Lt, first, second),
        "==" => vm.compare(CompareOp::Eq, first, second),
        ">=" => vm.compare(CompareOp::Ge, first, second),
        "repr" => vm.repr(first),
        "str" => vm.to_str(first),
        "len" => vm.len(first).map(|len| Ref::small(len as isize)),
        "hash==" => Ok(Ref::bool(vm.hash(first)? == vm.hash(second)?)),
        "str()" => type_call(&super::STR),
        "bytes()" => type_call(&crate::types::bytes::BYTES),
        "bytearray()" => type_call(&crate::types::bytearray::BYTEARRAY),
        "ascii" => super::percent::ascii(vm, first),
        "format()" => vm.format(first, second),
        "list" => vm.collect_list(first).and_then(|list| vm.list_from(list)),
        method => {
            let name = vm.memory(vm.intern(method))?;
            let method = vm.get_attr(first, &name)?;
            let rest = args.get(1..).unwrap_or(&[]);
            let Some((last, others)) = rest.split_last() else { return vm.call(&method, rest) };
            let marker = vm.str("**")?;
            let Some(dict) = last.cast::<Dict>() else { return vm.call(&method, rest) };
            if dict.remove(vm, &marker)?.is_none() {
                return vm.call(&method, rest);
            }
            let (mut all, mut names, mut position) = (others.to_vec(), Vec::new(), 0);
            while let Some((next, key, value)) = dict.next_entry(position) {
                position = next;
                names.push(key);
                all.push(value);
            }
            let names = vm.tuple_of(&names)?;
            vm.call_named(&method, &all, Some(&names))
        }
    }
}

fn answer(vm: &Vm, what: &str, args: &[Ref]) -> String {
    match call(vm, what, args) {
        Ok(result) => shown(vm, &result),
        Err(raised) => {
            let exception = vm.take_raised(raised);
            let args = exception.cast::<BaseException>().and_then(|this| this.args.get());
            let text = match args.as_ref().and_then(|args| args.cast::<Tuple>()).map(|args| args.items()) {
                Some([only]) if exception.type_().name() == "KeyError" => shown(vm, only),
                Some([only]) => text_of(only),
                Some([]) | None => String::new(),
                Some(_) => text_of(&ok(vm.to_str(&exception))),
            };
            std::format!("!{}: {text}", exception.type_().name())
        }
    }
}

fn check(vectors: &str) {
    with_vm(|vm| {
        let mut wrong = 0;
        for line in vectors.lines().filter(|line| !line.starts_with('#')) {
            let parts: Vec<&str> = line.split('\t').collect();
            let [what, args, expected] = parts[..] else { panic!("{line}") };
            let chars: Vec<char> = args.chars().collect();
            let args = Reader { vm, text: &chars }.items("(", ")");
            let got = answer(vm, what, &args).replace('\n', "\\n");
            if got != expected {
                wrong += 1;
                if wrong < 60 {
                    std::println!("{line}\n   got {}", got);
                }
            }
        }
        assert_eq!(wrong, 0);
    });
}

#[test]
fn strings_answer_as_cpython_does() {
    check(include_str!("../../../tests/vectors/text.txt"));
}

#[test]
fn octets_answer_as_cpython_does() {
    check(include_str!("../../../tests/vectors/octets.txt"));
}
