//! `operator`: the operators as functions.
//!
//! The names with underscores (`operator.__add__`) are found by the module's `__getattr__`.
//! Source: Python Library Reference, "operator".

mod getters;

use pyrite_api::{
    BinaryOp, CompareOp, NativeModule, Obj, Outcome, Raised, Ref, Str, TypeRef, Vm, names, py_module,
    required,
};

fn binary(vm: &Vm, args: &[Ref], op: BinaryOp) -> Outcome {
    vm.binary(op, required(args, 0), required(args, 1))
}

fn inplace(vm: &Vm, args: &[Ref], op: BinaryOp) -> Outcome {
    vm.inplace(op, required(args, 0), required(args, 1))
}

fn compare(vm: &Vm, args: &[Ref], op: CompareOp) -> Outcome {
    vm.compare(op, required(args, 0), required(args, 1))
}

/// Whether `+` of an object joins sequences.
fn is_sequence(object: &Obj) -> bool {
    object.type_().sequence().item.is_some() || object.type_().mapping().subscript.is_some()
}

fn join(vm: &Vm, args: &[Ref], add: fn(&Vm, &[Ref], BinaryOp) -> Outcome) -> Outcome {
    if !is_sequence(required(args, 0)) {
        return Err(vm.type_error(format_args!(
            "'{}' object can't be concatenated",
            required(args, 0).type_().short_name()
        )));
    }
    add(vm, args, BinaryOp::Add)
}

fn concat(vm: &Vm, args: &[Ref]) -> Outcome {
    join(vm, args, binary)
}

fn inplace_concat(vm: &Vm, args: &[Ref]) -> Outcome {
    join(vm, args, inplace)
}

fn power(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.power(required(args, 0), required(args, 1), Obj::NONE)
}

fn truth(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.is_true(required(args, 0))?))
}

fn not(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(!vm.is_true(required(args, 0))?))
}

fn is(_vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(required(args, 0).is(required(args, 1))))
}

fn is_not(_vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(!required(args, 0).is(required(args, 1))))
}

fn contains(vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(Ref::bool(vm.contains(required(args, 0), required(args, 1))?))
}

fn get_item(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.get_item(required(args, 0), required(args, 1))
}

fn set_item(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.set_item(required(args, 0), required(args, 1), required(args, 2))?;
    Ok(Ref::none())
}

fn del_item(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.store_item(required(args, 0), required(args, 1), None)?;
    Ok(Ref::none())
}

/// The first index of an item, or how often it occurs.
fn search(vm: &Vm, args: &[Ref], first: Option<&str>) -> Outcome {
    let (iterable, wanted) = (required(args, 0), required(args, 1));
    if iterable.type_().iter().is_none() && iterable.type_().sequence().item.is_none() {
        let name = iterable.type_().short_name();
        return Err(vm.type_error(format_args!("argument of type '{name}' is not iterable")));
    }
    let iterator = vm.iter(iterable)?;
    let (mut index, mut count) = (0, 0);
    while let Some(item) = vm.next(&iterator)? {
        if vm.equals(&item, wanted)? {
            if first.is_some() {
                return vm.int(index);
            }
            count += 1;
        }
        index += 1;
    }
    match first {
        Some(text) => Err(vm.value_error(text)),
        None => vm.int(count),
    }
}

fn count_of(vm: &Vm, args: &[Ref]) -> Outcome {
    search(vm, args, None)
}

fn index_of(vm: &Vm, args: &[Ref]) -> Outcome {
    search(vm, args, Some("sequence.index(x): x not in sequence"))
}

fn length_hint(vm: &Vm, args: &[Ref]) -> Outcome {
    let default = match args.get(1) {
        None => 0,
        Some(default) if default.int().is_none() => {
            return Err(vm.type_error(format_args!(
                "'{}' object cannot be interpreted as an integer",
                default.type_().short_name()
            )));
        }
        Some(default) => vm.index(default)?,
    };
    let hint = checked_hint(vm, required(args, 0))?;
    vm.int(hint.unwrap_or(default) as i64)
}

/// `len()` or `__length_hint__()`, if the object has one of them.
fn checked_hint(vm: &Vm, object: &Obj) -> Result<Option<isize>, Raised> {
    let type_ = object.type_();
    let type_error = &pyrite_api::types::exceptions::TYPE_ERROR;
    if type_.sequence().length.or(type_.mapping().length).is_some() {
        match vm.len(object) {
            Ok(len) => return Ok(Some(len as isize)),
            Err(raised) => vm.suppress(raised, type_error)?,
        }
    }
    let Some(method) = vm.lookup_special(object, names::LENGTH_HINT())? else { return Ok(None) };
    let hint = match vm.call(&method, &[]) {
        Ok(hint) => hint,
        Err(raised) => return vm.suppress(raised, type_error).map(|()| None),
    };
    if hint.is(Obj::NOT_IMPLEMENTED) {
        return Ok(None);
    }
    if hint.int().is_none() {
        return Err(vm.type_error(format_args!(
            "__length_hint__ must be an integer, not {}",
            hint.type_().short_name()
        )));
    }
    match vm.index(&hint)? {
        hint if hint < 0 => Err(vm.value_error("__length_hint__() should return >= 0")),
        hint => Ok(Some(hint)),
    }
}

/// `call(function, *args, **kwargs)`
fn call(vm: &Vm, args: &[Ref], names: Option<&Obj>) -> Outcome {
    match args.split_first() {
        Some((function, rest)) => vm.call_named(function, rest, names),
        None => Err(vm.type_error("call expected at least 1 argument, got 0")),
    }
}

/// The function of an operator.
fn function(vm: &Vm, name: &str) -> Outcome {
    let found =
        OPERATOR.attrs.iter().find(|attr| attr.name().strip_suffix('_').unwrap_or(attr.name()) == name);
    match found
        .filter(|attr| attr.call().is_some() && !matches!(name, "truth" | "is" | "is_not" | "length_hint"))
    {
        Some(attr) => Ok(attr.as_obj().own()),
        None => Err(vm.attribute_error(format_args!("module 'operator' has no attribute '__{name}__'"))),
    }
}

/// `__add__` is `add`, `__and__` is `and_`.
fn get_attr(vm: &Vm, args: &[Ref]) -> Outcome {
    let name = required(args, 0);
    let text = name.cast::<Str>().and_then(|name| name.ascii());
    match text.and_then(|name| name.strip_prefix("__")?.strip_suffix("__")) {
        Some(bare) => function(vm, bare),
        None => Err(vm.attribute_error(format_args!(
            "module 'operator' has no attribute '{}'",
            pyrite_api::Text(name)
        ))),
    }
}

py_module! {
    /// `operator`
    pub static OPERATOR = "operator", "Operators as functions." {
        function "abs" (1, 1) = |vm, args| vm.absolute(required(args, 0)), "Same as abs(a).";
        function "add" (2, 2) = |vm, args| binary(vm, args, BinaryOp::Add), "Same as a + b.";
        function "and_" (2, 2) = |vm, args| binary(vm, args, BinaryOp::And), "Same as a & b.";
        value "attrgetter" () = |_| Ok(TypeRef::of(&getters::ATTRGETTER).own()), "";
        raw_function "call" () = call, "Call obj.";
        function "concat" (2, 2) = concat, "Join two sequences.";
        function "contains" (2, 2) = contains, "Whether a holds b.";
        function "countOf" (2, 2) = count_of, "How many items of a equal b.";
        function "delitem" (2, 2) = del_item, "Same as del a[b].";
        function "eq" (2, 2) = |vm, args| compare(vm, args, CompareOp::Eq), "Same as a == b.";
        function "floordiv" (2, 2) = |vm, args| binary(vm, args, BinaryOp::FloorDiv), "Same as a // b.";
        function "ge" (2, 2) = |vm, args| compare(vm, args, CompareOp::Ge), "Same as a >= b.";
        function "getitem" (2, 2) = get_item, "Same as a[b].";
        function "gt" (2, 2) = |vm, args| compare(vm, args, CompareOp::Gt), "Same as a > b.";
        function "iadd" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::Add), "Same as a += b.";
        function "iand" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::And), "Same as a &= b.";
        function "iconcat" (2, 2) = inplace_concat, "Join b onto a in place.";
        function "ifloordiv" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::FloorDiv), "Same as a //= b.";
        function "ilshift" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::LShift), "Same as a <<= b.";
        function "imatmul" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::MatMul), "Same as a @= b.";
        function "imod" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::Mod), "Same as a %= b.";
        function "imul" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::Mul), "Same as a *= b.";
        function "index" (1, 1) = |vm, args| vm.exact_int(&*vm.index_object(required(args, 0))?), "The integer value of a.";
        function "indexOf" (2, 2) = index_of, "Where b first occurs in a.";
        function "inv" (1, 1) = |vm, args| vm.invert(required(args, 0)), "Same as ~a.";
        function "invert" (1, 1) = |vm, args| vm.invert(required(args, 0)), "Same as ~a.";
        function "ior" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::Or), "Same as a |= b.";
        function "ipow" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::Pow), "Same as a **= b.";
        function "irshift" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::RShift), "Same as a >>= b.";
        function "is_" (2, 2) = is, "Same as a is b.";
        function "is_not" (2, 2) = is_not, "Same as a is not b.";
        function "isub" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::Sub), "Same as a -= b.";
        value "itemgetter" () = |_| Ok(TypeRef::of(&getters::ITEMGETTER).own()), "";
        function "itruediv" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::TrueDiv), "Same as a /= b.";
        function "ixor" (2, 2) = |vm, args| inplace(vm, args, BinaryOp::Xor), "Same as a ^= b.";
        function "le" (2, 2) = |vm, args| compare(vm, args, CompareOp::Le), "Same as a <= b.";
        function "length_hint" (1, 2) = length_hint, "A guess at the length of obj.";
        function "lshift" (2, 2) = |vm, args| binary(vm, args, BinaryOp::LShift), "Same as a << b.";
        function "lt" (2, 2) = |vm, args| compare(vm, args, CompareOp::Lt), "Same as a < b.";
        function "matmul" (2, 2) = |vm, args| binary(vm, args, BinaryOp::MatMul), "Same as a @ b.";
        value "methodcaller" () = |_| Ok(TypeRef::of(&getters::METHODCALLER).own()), "";
        function "mod" (2, 2) = |vm, args| binary(vm, args, BinaryOp::Mod), "Same as a % b.";
        function "mul" (2, 2) = |vm, args| binary(vm, args, BinaryOp::Mul), "Same as a * b.";
        function "ne" (2, 2) = |vm, args| compare(vm, args, CompareOp::Ne), "Same as a != b.";
        function "neg" (1, 1) = |vm, args| vm.negative(required(args, 0)), "Same as -a.";
        function "not_" (1, 1) = not, "Same as not a.";
        function "or_" (2, 2) = |vm, args| binary(vm, args, BinaryOp::Or), "Same as a | b.";
        function "pos" (1, 1) = |vm, args| vm.positive(required(args, 0)), "Same as +a.";
        function "pow" (2, 2) = power, "Same as a ** b.";
        function "rshift" (2, 2) = |vm, args| binary(vm, args, BinaryOp::RShift), "Same as a >> b.";
        function "setitem" (3, 3) = set_item, "Same as a[b] = c.";
        function "sub" (2, 2) = |vm, args| binary(vm, args, BinaryOp::Sub), "Same as a - b.";
        function "truediv" (2, 2) = |vm, args| binary(vm, args, BinaryOp::TrueDiv), "Same as a / b.";
        function "truth" (1, 1) = truth, "The truth of a.";
        function "xor" (2, 2) = |vm, args| binary(vm, args, BinaryOp::Xor), "Same as a ^ b.";
        function "__getattr__" (1, 1) = get_attr, "";
        value "__lt__" () = |vm| function(vm, "lt"), "";
        value "__le__" () = |vm| function(vm, "le"), "";
        value "__eq__" () = |vm| function(vm, "eq"), "";
        value "__ne__" () = |vm| function(vm, "ne"), "";
        value "__gt__" () = |vm| function(vm, "gt"), "";
        value "__ge__" () = |vm| function(vm, "ge"), "";
        value "__all__" () = public_names, "";
    }
}

fn public_names(vm: &Vm) -> Outcome {
    let all = pyrite_api::List::new();
    for attr in OPERATOR.attrs.iter().filter(|attr| !attr.name().starts_with('_')) {
        vm.memory(all.push(vm, vm.memory(vm.intern(attr.name()))?))?;
    }
    vm.list_from(all)
}

/// CPython's name for what is in C.
pub static CORE: NativeModule = OPERATOR.alias("_operator");
