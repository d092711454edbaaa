//! `sys`: the machine, its limits and its streams.

pub mod info;
pub mod facts;

use core::sync::atomic::Ordering::Relaxed;

use pyrite_algo::Buf;
use pyrite_api::console::{TextStream, text_stream};
use pyrite_api::types::{Dict, Float, Str, Tuple, exceptions};
use pyrite_api::{Obj, Outcome, Raised, Ref, TypeRef, Vm, names, optional, py_module, required};
use pyrite_host::Stream;

use crate::console;
use info::{float_info, version_info};

/// Whether the object is the console's own standard output.
pub fn is_console(object: &Obj) -> bool {
    object.exact::<TextStream>().is_some_and(|this| this.fd == 1)
}

fn stdin(vm: &Vm) -> Outcome {
    text_stream(vm, 0)
}

fn stdout(vm: &Vm) -> Outcome {
    text_stream(vm, 1)
}

fn stderr(vm: &Vm) -> Outcome {
    text_stream(vm, 2)
}

fn empty_list(vm: &Vm) -> Outcome {
    vm.list(&[])
}

fn modules(vm: &Vm) -> Outcome {
    Ok(vm.modules.get().unwrap_or_else(Ref::none))
}

fn maxsize(vm: &Vm) -> Outcome {
    vm.int(isize::MAX as i64)
}

fn exit(vm: &Vm, args: &[Ref]) -> Outcome {
    let status = optional(args, 0).filter(|status| !status.is_none());
    // A tuple stands for the arguments of the exception.
    let exception = match status.and_then(|status| status.cast::<Tuple>()) {
        Some(args) => vm.call(TypeRef::of(&exceptions::SYSTEM_EXIT).as_obj(), args.items())?,
        None => return Err(vm.raise_with(&exceptions::SYSTEM_EXIT, status.as_slice())),
    };
    Err(vm.raise(exception))
}

fn intern(vm: &Vm, args: &[Ref]) -> Outcome {
    let text = required(args, 0);
    if text.cast::<Str>().is_none() {
        return Err(
            vm.type_error(format_args!("intern() argument must be str, not {}", text.type_().short_name()))
        );
    }
    vm.memory(vm.intern_str(text))
}

fn getrefcount(vm: &Vm, args: &[Ref]) -> Outcome {
    vm.int(i64::try_from(required(args, 0).refcount()).unwrap_or(i64::MAX))
}

fn exception(vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(vm.thread.handled.get().unwrap_or_else(Ref::none))
}

fn exc_info(vm: &Vm, _args: &[Ref]) -> Outcome {
    let none = Obj::NONE;
    match vm.thread.handled.get() {
        None => vm.tuple(&[none, none, none]),
        Some(exception) => {
            let traceback = vm.get_attr(&exception, names::TRACEBACK())?;
            vm.tuple(&[exception.type_().as_obj(), &exception, &traceback])
        }
    }
}

fn get_int_max_str_digits(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.int_max_str_digits.get() as i64)
}

/// The smallest limit that may be set, besides none at all.
const DIGITS_MIN: usize = 640;

fn set_int_max_str_digits(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let limit = vm.index(args.first().copied().flatten().unwrap_or(Obj::NONE))?;
    match usize::try_from(limit) {
        Ok(limit) if limit == 0 || limit >= DIGITS_MIN => vm.int_max_str_digits.set(limit),
        _ => return Err(vm.value_error("maxdigits must be 0 or larger than 640")),
    }
    Ok(Ref::none())
}

/// `set_asyncgen_hooks([firstiter][, finalizer])`: None takes a hook away.
fn set_asyncgen_hooks(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let names = ["firstiter", "finalizer"];
    for (hook, name) in args.iter().flatten().zip(names) {
        if !hook.is_none() && !vm.is_callable(hook) {
            return Err(
                vm.type_error(format_args!("callable {name} expected, got {}", hook.type_().short_name()))
            );
        }
    }
    for (slot, hook) in vm.async_hooks.iter().zip(args) {
        if let Some(hook) = hook {
            slot.set((!hook.is_none()).then(|| hook.own()));
        }
    }
    Ok(Ref::none())
}

fn getrecursionlimit(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(i64::try_from(vm.recursion_limit.get()).unwrap_or(i64::MAX))
}

fn setrecursionlimit(vm: &Vm, args: &[Ref]) -> Outcome {
    let limit = vm.index(required(args, 0))?;
    match usize::try_from(limit) {
        Ok(limit) if limit > 0 => vm.recursion_limit.set(limit),
        _ => return Err(vm.value_error("recursion limit must be greater or equal than 1")),
    }
    Ok(Ref::none())
}

fn getframe(vm: &Vm, args: &[Ref]) -> Outcome {
    let depth = optional(args, 0).map_or(Ok(0), |depth| vm.index(depth))?;
    pyrite_api::frames::getframe(vm, usize::try_from(depth).unwrap_or(0))
}

fn getswitchinterval(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.float(f64::from(vm.threads.gil.interval_us().load(Relaxed)) / 1e6)
}

fn setswitchinterval(vm: &Vm, args: &[Ref]) -> Outcome {
    match vm.seconds_us(required(args, 0))? {
        Some(us) if us > 0 => {
            vm.threads.gil.interval_us().store(u32::try_from(us).unwrap_or(u32::MAX), Relaxed);
            Ok(Ref::none())
        }
        _ => Err(vm.value_error("switch interval must be strictly positive")),
    }
}

fn displayhook(vm: &Vm, args: &[Ref]) -> Outcome {
    let value = required(args, 0);
    if value.is_none() {
        return Ok(Ref::none());
    }
    let mut line = Buf::new();
    let text = vm.repr(value)?;
    vm.append_utf8(&text, &mut line)?;
    vm.memory(line.push(b'\n'))?;
    match console::sys_value(vm, names::STDOUT()).filter(|stdout| !is_console(stdout)) {
        Some(file) => drop(console::call_write(vm, &file, &*vm.memory(vm.new_str_wtf8(&line))?)?),
        None => console::write(vm, Stream::Out, &line)?,
    }
    if let Some(builtins) = vm.builtins.get()
        && let Some(builtins) = builtins.cast::<Dict>()
    {
        builtins.set_name(vm, names::LAST(), value.own())?;
    }
    Ok(Ref::none())
}

fn text(vm: &Vm, value: &str) -> Outcome {
    vm.str(value)
}

fn getsizeof(vm: &Vm, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    if object.exact::<Float>().is_none()
        && let Some(method) = vm.find_attr(object, names::SIZEOF())?
    {
        return vm.call(&method, &[]);
    }
    vm.int(object.type_().basic_size() as i64)
}

/// Sets what the program was started with.
///
/// # Errors
/// MemoryError.
pub fn set_value(vm: &Vm, name: &str, value: Ref) -> Result<(), Raised> {
    let Some(dict) = vm.sys_dict.get() else { return Ok(()) };
    let Some(dict) = dict.cast::<Dict>() else { return Ok(()) };
    let name = vm.memory(vm.intern(name))?;
    dict.set_name(vm, &name, value)
}

py_module! {
    /// `sys`
    pub static SYS = "sys", "Access to objects used or maintained by the interpreter." {
        value "argv" () = empty_list, "";
        value "path" () = empty_list, "";
        value "warnoptions" () = empty_list, "";
        value "modules" () = modules, "";
        value "version" () = |vm: &Vm| text(vm, "3.13.0; Pyrite 0.1.0"), "";
        value "version_info" () = version_info, "";
        value "hexversion" () = |vm: &Vm| vm.int(0x030d_00f0), "";
        value "platform" () = |vm: &Vm| text(vm, "pyrite"), "";
        value "byteorder" () = |vm: &Vm| text(vm, if cfg!(target_endian = "little") { "little" } else { "big" }), "";
        value "copyright" () = |vm: &Vm| text(vm, ""), "";
        value "executable" () = |vm: &Vm| text(vm, ""), "";
        value "maxsize" () = maxsize, "";
        value "maxunicode" () = |_: &Vm| Ok(Ref::small(0x10_ffff)), "";
        value "float_info" () = float_info, "";
        value "flags" () = facts::flags, "";
        value "hash_info" () = facts::hash_info, "";
        value "int_info" () = facts::int_info, "";
        value "thread_info" () = facts::thread_info, "";
        value "builtin_module_names" () = facts::builtin_module_names, "";
        value "_xoptions" () = facts::empty_dict, "";
        value "orig_argv" () = empty_list, "";
        value "prefix" () = |vm: &Vm| text(vm, ""), "";
        value "exec_prefix" () = |vm: &Vm| text(vm, ""), "";
        value "base_prefix" () = |vm: &Vm| text(vm, ""), "";
        value "base_exec_prefix" () = |vm: &Vm| text(vm, ""), "";
        value "platlibdir" () = |vm: &Vm| text(vm, "lib"), "";
        value "abiflags" () = |vm: &Vm| text(vm, ""), "";
        value "api_version" () = |_: &Vm| Ok(Ref::small(1013)), "";
        value "pycache_prefix" () = facts::none, "";
        value "__stdin__" () = stdin, "";
        value "__stdout__" () = stdout, "";
        value "__stderr__" () = stderr, "";
        function "gettrace" (0, 0) = facts::ignore, "Return the trace function: there is none.";
        function "getprofile" (0, 0) = facts::ignore, "Return the profile function: there is none.";
        function "settrace" (1, 1) = facts::ignore, "Taken, and of no effect: there is no tracing.";
        function "setprofile" (1, 1) = facts::ignore, "Taken, and of no effect: there is no profiling.";
        function "is_finalizing" (0, 0) = facts::no, "Return whether the interpreter is ending.";
        function "getdefaultencoding" (0, 0) = facts::encoding, "Return the encoding of strings by default.";
        function "getfilesystemencoding" (0, 0) = facts::encoding, "Return the encoding of names of files.";
        function "getfilesystemencodeerrors" (0, 0) = facts::encode_errors, "Return how errors of that encoding are treated.";
        function "set_coroutine_origin_tracking_depth" (1, 1) = facts::set_depth, "Taken, and of no effect.";
        function "get_coroutine_origin_tracking_depth" (0, 0) = |_: &Vm, _: &[Ref]| Ok(Ref::small(0)), "Return 0.";
        function "audit" (1, 255) = facts::ignore, "Tell the audit hooks: there are none.";
        value "float_repr_style" () = |vm: &Vm| text(vm, "short"), "";
        value "ps1" () = |vm: &Vm| text(vm, ">>> "), "";
        value "ps2" () = |vm: &Vm| text(vm, "... "), "";
        value "stdin" () = stdin, "";
        value "stdout" () = stdout, "";
        value "stderr" () = stderr, "";
        function "exit" (0, 1) = exit, "Raise SystemExit.";
        function "intern" (1, 1) = intern, "Intern the given string.";
        function "getrefcount" (1, 1) = getrefcount, "How many references obj has.";
        function "getsizeof" (1, 2) = getsizeof, "Bytes that obj takes.";
        function "_getframe" (0, 1) = getframe, "A frame, depth calls up.";
        function "exception" (0, 0) = exception, "The exception being handled.";
        function "exc_info" (0, 0) = exc_info, "The handled exception, as a triple.";
        function "get_asyncgen_hooks" (0, 0) = info::asyncgen_hooks, "The async generator hooks.";
        named_function "set_asyncgen_hooks" (["firstiter", "finalizer"], 0, 2) = set_asyncgen_hooks, "Install async generator hooks.";
        function "getrecursionlimit" (0, 0) = getrecursionlimit, "Return the current value of the recursion limit, counted in calls of small functions.";
        function "setrecursionlimit" (1, 1) = setrecursionlimit, "Set the maximum depth of calls; how much memory the value stack may take bounds it, too.";
        function "getswitchinterval" (0, 0) = getswitchinterval, "Return the switch interval of threads, in seconds.";
        function "setswitchinterval" (1, 1) = setswitchinterval, "Set how long a thread runs, in seconds, while others wait.";
        function "displayhook" (1, 1) = displayhook, "Show a value at the prompt.";
        function "get_int_max_str_digits" (0, 0) = get_int_max_str_digits, "Digit limit of int and str conversion.";
        named_function "set_int_max_str_digits" (["maxdigits"], 1, 1) = set_int_max_str_digits, "Change the int digit limit.";
    }
}
