//! `_thread`: threads, locks, and attributes of threads.

use core::sync::atomic::Ordering;

use pyrite_api::threads::{self, Handle, Start};
use pyrite_api::types::exceptions;
use pyrite_api::{Dict, Obj, Outcome, Raised, Ref, Tuple, TypeRef, Vm, bound, optional, py_module, required};

/// SIGINT, the only signal there is.
const SIGINT: i64 = 2;
/// CPython's `NSIG`.
const SIGNALS: i64 = 65;

fn check_callable(vm: &Vm, function: &Obj, text: &str) -> Result<(), Raised> {
    if vm.is_callable(function) { Ok(()) } else { Err(vm.type_error(text)) }
}

/// `start_new_thread(function, args, kwargs={})`
fn start_new_thread(vm: &Vm, args: &[Ref]) -> Outcome {
    let (function, arguments) = (required(args, 0), required(args, 1));
    let kwargs = optional(args, 2).unwrap_or(Obj::NONE);
    check_callable(vm, function, "first arg must be callable")?;
    if arguments.cast::<Tuple>().is_none() {
        return Err(vm.type_error("2nd arg must be a tuple"));
    }
    if !kwargs.is_none() && kwargs.cast::<Dict>().is_none() {
        return Err(vm.type_error("optional 3rd arg must be a dictionary"));
    }
    let ident = vm.start_thread(&Start { function, args: arguments, kwargs, handle: Obj::NONE })?;
    vm.int(ident as i64)
}

/// `start_joinable_thread(function, handle=None, daemon=True)`
fn start_joinable_thread(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let Some(function) = bound(args, 0) else { return Ok(Ref::none()) };
    check_callable(vm, function, "thread function must be callable")?;
    let object = match bound(args, 1).filter(|handle| !handle.is_none()) {
        Some(handle) => handle.own(),
        None => threads::new_handle(vm)?,
    };
    let Some(handle) = object.cast::<Handle>() else {
        return Err(vm.type_error("'handle' must be a _ThreadHandle"));
    };
    let is_daemon = bound(args, 2).map_or(Ok(true), |daemon| vm.is_true(daemon))?;
    if !handle.begin(!is_daemon) {
        return Err(vm.runtime_error("thread already started"));
    }
    let args = vm.tuple(&[])?;
    match vm.start_thread(&Start { function, args: &args, kwargs: Obj::NONE, handle: &object }) {
        Ok(ident) => handle.set_ident(ident),
        Err(raised) => {
            handle.abandon();
            return Err(raised);
        }
    }
    Ok(object)
}

/// `_make_thread_handle(ident)`: of a thread that runs already.
fn make_thread_handle(vm: &Vm, args: &[Ref]) -> Outcome {
    let ident = usize::try_from(vm.index(required(args, 0))?).unwrap_or(0);
    let object = threads::new_handle(vm)?;
    if let Some(handle) = object.cast::<Handle>() {
        handle.begin(false);
        handle.set_ident(ident);
    }
    Ok(object)
}

fn exit(vm: &Vm, _args: &[Ref]) -> Outcome {
    Err(vm.raise_with(&exceptions::SYSTEM_EXIT, &[]))
}

fn allocate_lock(vm: &Vm, _args: &[Ref]) -> Outcome {
    threads::allocate_lock(vm)
}

fn get_ident(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.thread.ident.get() as i64)
}

fn get_native_id(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.host().threads().map_or(0, |threads| threads.native_id() as i64))
}

fn main_thread_ident(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(threads::FIRST_IDENT as i64)
}

fn count(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.int(vm.threads.count.load(Ordering::Relaxed) as i64 - 1)
}

/// `interrupt_main(signum=signal.SIGINT)`: as if Ctrl-C had been typed.
fn interrupt_main(vm: &Vm, args: &[Ref]) -> Outcome {
    let signal =
        optional(args, 0).map_or(Ok(SIGINT), |signal| vm.index(signal).map(|signal| signal as i64))?;
    if !(1..SIGNALS).contains(&signal) {
        return Err(vm.value_error("signal number out of range"));
    }
    if signal == SIGINT {
        vm.host().interrupt_raise();
        vm.interrupted()?;
    }
    Ok(Ref::none())
}

/// `stack_size([size])`: of threads to come; what it was.
fn stack_size(vm: &Vm, args: &[Ref]) -> Outcome {
    let before = vm.threads.stack_bytes.get();
    if let Some(size) = optional(args, 0) {
        let Ok(size) = usize::try_from(vm.index(size)?) else {
            return Err(vm.value_error("size must be 0 or a positive value"));
        };
        let least = vm.host().threads().map_or(0, |threads| threads.stack_bytes().0);
        if size != 0 && size < least {
            return Err(vm.value_error(format_args!("size not valid: {size} bytes")));
        }
        vm.threads.stack_bytes.set(size);
    }
    vm.int(before as i64)
}

fn daemon_threads_allowed(_vm: &Vm, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(true))
}

/// `_shutdown()`: waits for the threads that are no daemons.
fn shutdown(vm: &Vm, _args: &[Ref]) -> Outcome {
    vm.await_threads().map(|()| Ref::none())
}

fn timeout_max(vm: &Vm) -> Outcome {
    vm.float(threads::TIMEOUT_MAX_S as f64)
}

fn type_object(type_: &'static pyrite_api::Type) -> Outcome {
    Ok(TypeRef::of(type_).as_obj().own())
}

py_module! {
    /// `_thread`
    pub static THREAD = "_thread", "Threads and locks. See module threading." {
        function "start_new_thread" (2, 3) = start_new_thread, "Start a thread that calls function(*args, **kwargs); return its number.";
        function "start_new" (2, 3) = start_new_thread, "An old name of start_new_thread().";
        named_function "start_joinable_thread" (["function", "handle", "daemon"], 1, 1) = start_joinable_thread, "Start a thread that calls function(); return its handle.";
        function "_make_thread_handle" (1, 1) = make_thread_handle, "The handle of a running thread.";
        function "exit" (0, 0) = exit, "Raise SystemExit: end the thread.";
        function "exit_thread" (0, 0) = exit, "An old name of exit().";
        function "allocate_lock" (0, 0) = allocate_lock, "A new lock.";
        function "allocate" (0, 0) = allocate_lock, "An old name of allocate_lock().";
        function "get_ident" (0, 0) = get_ident, "The number of the running thread.";
        function "get_native_id" (0, 0) = get_native_id, "The system's number of the running thread.";
        function "_get_main_thread_ident" (0, 0) = main_thread_ident, "The number of the main thread.";
        function "_count" (0, 0) = count, "How many threads run beside the main one.";
        function "interrupt_main" (0, 1) = interrupt_main, "Do in the main thread what a signal does.";
        function "stack_size" (0, 1) = stack_size, "Set the stack of threads to come, in bytes; return what it was. 0 is the default.";
        function "daemon_threads_allowed" (0, 0) = daemon_threads_allowed, "Return True.";
        function "_shutdown" (0, 0) = shutdown, "Wait for the threads that are no daemons.";
        value "TIMEOUT_MAX" () = timeout_max, "";
        value "error" () = |_| type_object(&exceptions::RUNTIME_ERROR), "";
        value "LockType" () = |_| type_object(&threads::LOCK), "";
        value "lock" () = |_| type_object(&threads::LOCK), "";
        value "RLock" () = |_| type_object(&threads::RLOCK), "";
        value "_ThreadHandle" () = |_| type_object(&threads::HANDLE), "";
        value "_local" () = |_| type_object(&threads::LOCAL), "";
    }
}
