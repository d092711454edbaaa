//! Facts of `sys` that are seldom asked for.
//!
//! Plain namespaces instead of tuples with names.

use pyrite_api::types::{Dict, NAMESPACE};
use pyrite_api::{NativeModule, Obj, Outcome, Ref, TypeRef, Vm, required};

/// A namespace of numbers.
fn numbers(vm: &Vm, facts: &[(&str, i64)]) -> Result<Dict, pyrite_api::Raised> {
    let dict = Dict::new();
    for (name, value) in facts {
        dict.insert(vm, &*vm.memory(vm.intern(name))?, vm.int(*value)?)?;
    }
    Ok(dict)
}

fn namespace(vm: &Vm, dict: Dict) -> Outcome {
    let dict = vm.dict_from(dict)?;
    vm.call_tuple(TypeRef::of(&NAMESPACE).as_obj(), pyrite_api::empty_tuple(), Some(&dict))
}

/// `sys.flags`
///
/// # Errors
/// MemoryError.
pub fn flags(vm: &Vm) -> Outcome {
    let names = [
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "dont_write_bytecode",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "isolated",
        "dev_mode",
        "warn_default_encoding",
        "safe_path",
    ];
    let facts = numbers(vm, &names.map(|name| (name, 0)))?;
    for (name, value) in [("hash_randomization", 1), ("utf8_mode", 1), ("int_max_str_digits", 4300)] {
        facts.insert(vm, &*vm.memory(vm.intern(name))?, Ref::small(value))?;
    }
    namespace(vm, facts)
}

/// `sys.hash_info`
///
/// # Errors
/// MemoryError.
pub fn hash_info(vm: &Vm) -> Outcome {
    let bits = if usize::BITS == 64 { 61 } else { 31 };
    let facts = [
        ("width", usize::BITS.into()),
        ("modulus", (1 << bits) - 1),
        ("inf", 314_159),
        ("nan", 0),
        ("imag", 1_000_003),
        ("hash_bits", 64),
        ("seed_bits", 128),
        ("cutoff", 0),
    ];
    let facts = numbers(vm, &facts)?;
    facts.insert(vm, &*vm.memory(vm.intern("algorithm"))?, vm.str("siphash13")?)?;
    namespace(vm, facts)
}

/// `sys.int_info`
///
/// # Errors
/// MemoryError.
pub fn int_info(vm: &Vm) -> Outcome {
    let facts = [
        ("bits_per_digit", 32),
        ("sizeof_digit", 4),
        ("default_max_str_digits", 4300),
        ("str_digits_check_threshold", 640),
    ];
    namespace(vm, numbers(vm, &facts)?)
}

/// `sys.thread_info`
///
/// # Errors
/// MemoryError.
pub fn thread_info(vm: &Vm) -> Outcome {
    let facts = Dict::new();
    for name in ["name", "lock", "version"] {
        facts.insert(vm, &*vm.memory(vm.intern(name))?, Ref::none())?;
    }
    namespace(vm, facts)
}

/// The names of modules, in a tuple.
///
/// # Errors
/// MemoryError.
pub fn builtin_module_names(vm: &Vm) -> Outcome {
    let mut names = pyrite_algo::Buf::new();
    for module in vm.native_modules.get().iter().copied().flatten() {
        let module: &NativeModule = module;
        vm.memory(names.push(vm.str(module.name)?))?;
    }
    vm.tuple_of(&names)
}

/// A function that takes what it is given and returns None: tracing and profiling are not there.
///
/// # Errors
/// None.
pub fn ignore(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::none())
}

/// `sys.is_finalizing()`
///
/// # Errors
/// None.
pub fn no(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(false))
}

/// The name of the one encoding of names of files, and of strings by default.
///
/// # Errors
/// MemoryError.
pub fn encoding(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.str("utf-8")
}

/// How names of files that are not UTF-8 travel.
///
/// # Errors
/// MemoryError.
pub fn encode_errors(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.str("surrogateescape")
}

/// `sys.set_coroutine_origin_tracking_depth(depth)`: taken, and of no effect.
///
/// # Errors
/// ValueError, TypeError.
pub fn set_depth(vm: &Vm, args: &[Ref]) -> Outcome {
    if vm.index(required(args, 0))? < 0 {
        return Err(vm.value_error("depth must be >= 0"));
    }
    Ok(Ref::none())
}

/// An empty dict or None, for the module's table.
///
/// # Errors
/// MemoryError.
pub fn empty_dict(vm: &Vm) -> Outcome {
    vm.dict()
}

/// None, for the module's table.
///
/// # Errors
/// None.
pub fn none(_vm: &Vm) -> Outcome {
    Ok(Obj::NONE.own())
}
