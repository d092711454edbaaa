//! The named tuples of `sys`: `version_info`, `float_info`.

use pyrite_algo::Buf;
use pyrite_api::types::{TUPLE, Tuple};
use pyrite_api::{Outcome, Ref, This, Type, TypeRef, Vm, flags, py_type};

/// The version of Python that the language follows.
const VERSION: [isize; 3] = [3, 13, 0];

const VERSION_NAMES: [&str; 5] = ["major", "minor", "micro", "releaselevel", "serial"];
const HOOK_NAMES: [&str; 2] = ["firstiter", "finalizer"];
const FLOAT_NAMES: [&str; 11] = [
    "max",
    "max_exp",
    "max_10_exp",
    "min",
    "min_exp",
    "min_10_exp",
    "dig",
    "mant_dig",
    "epsilon",
    "radix",
    "rounds",
];

/// `sys.version_info`
///
/// # Errors
/// MemoryError.
pub fn version_info(vm: &Vm) -> Outcome {
    let [major, minor, micro] = VERSION.map(Ref::small);
    named(vm, &VERSION_INFO, &[major, minor, micro, vm.str("final")?, Ref::small(0)])
}

/// What `sys.get_asyncgen_hooks()` returns.
///
/// # Errors
/// MemoryError.
pub fn asyncgen_hooks(vm: &Vm, _args: &[Ref]) -> Outcome {
    let [first, finalizer] = &vm.async_hooks;
    named(vm, &ASYNCGEN_HOOKS, &[first, finalizer].map(|hook| hook.get().unwrap_or_else(Ref::none)))
}

/// `sys.float_info`
///
/// # Errors
/// MemoryError.
pub fn float_info(vm: &Vm) -> Outcome {
    let number = |value: u32| Ref::small(value as isize);
    let signed = |value: i32| Ref::small(value as isize);
    let values = [
        vm.float(f64::MAX)?,
        signed(f64::MAX_EXP),
        signed(f64::MAX_10_EXP),
        vm.float(f64::MIN_POSITIVE)?,
        signed(f64::MIN_EXP),
        signed(f64::MIN_10_EXP),
        number(f64::DIGITS),
        number(f64::MANTISSA_DIGITS),
        vm.float(f64::EPSILON)?,
        number(f64::RADIX),
        Ref::small(1),
    ];
    named(vm, &FLOAT_INFO, &values)
}

fn named(vm: &Vm, type_: &'static Type, items: &[Ref]) -> Outcome {
    let item = |index: usize| items.get(index).cloned().unwrap_or_else(Ref::none);
    vm.memory(vm.build_tuple_of(TypeRef::of(type_), items.len(), item))
}

fn item<const INDEX: usize>(_vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    Ok(this.items().get(INDEX).cloned().unwrap_or_else(Ref::none))
}

fn named_repr(vm: &Vm, this: This<'_, Tuple>, type_: &str, names: &[&str]) -> Outcome {
    let mut text = Buf::new();
    vm.memory(text.extend_from_slice(type_.as_bytes()))?;
    for (index, (name, item)) in names.iter().zip(this.items()).enumerate() {
        let separator = if index == 0 { "(" } else { ", " };
        for part in [separator, name, "="] {
            vm.memory(text.extend_from_slice(part.as_bytes()))?;
        }
        let repr = vm.repr(item)?;
        vm.append_utf8(&repr, &mut text)?;
    }
    vm.memory(text.push(b')'))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn version_repr(vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    named_repr(vm, this, "sys.version_info", &VERSION_NAMES)
}

fn float_repr(vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    named_repr(vm, this, "sys.float_info", &FLOAT_NAMES)
}

fn hooks_repr(vm: &Vm, this: This<'_, Tuple>) -> Outcome {
    named_repr(vm, this, "asyncgen_hooks", &HOOK_NAMES)
}

py_type! {
    /// `sys.version_info`
    pub static VERSION_INFO: Tuple = "sys.version_info", "Version information as a named tuple." {
        base TUPLE;
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary version_repr, }
        attrs {
            getter "major" () = item::<0>, "";
            getter "minor" () = item::<1>, "";
            getter "micro" () = item::<2>, "";
            getter "releaselevel" () = item::<3>, "";
            getter "serial" () = item::<4>, "";
        }
    }
}

py_type! {
    /// `sys.float_info`
    pub static FLOAT_INFO: Tuple = "sys.float_info", "What floats are like." {
        base TUPLE;
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary float_repr, }
        attrs {
            getter "max" () = item::<0>, "";
            getter "max_exp" () = item::<1>, "";
            getter "max_10_exp" () = item::<2>, "";
            getter "min" () = item::<3>, "";
            getter "min_exp" () = item::<4>, "";
            getter "min_10_exp" () = item::<5>, "";
            getter "dig" () = item::<6>, "";
            getter "mant_dig" () = item::<7>, "";
            getter "epsilon" () = item::<8>, "";
            getter "radix" () = item::<9>, "";
            getter "rounds" () = item::<10>, "";
        }
    }
}

py_type! {
    /// `sys.get_asyncgen_hooks()`
    pub static ASYNCGEN_HOOKS: Tuple = "sys.asyncgen_hooks", "" {
        base TUPLE;
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary hooks_repr, }
        attrs {
            getter "firstiter" () = item::<0>, "";
            getter "finalizer" () = item::<1>, "";
        }
    }
}
