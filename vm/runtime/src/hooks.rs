//! `sys.displayhook` and `sys.excepthook`, and the streams they write to.

use pyrite_algo::Buf;
use pyrite_host::Stream;
use pyrite_object::coll::dict::Dict;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::types::namespace::NAMESPACE;
use pyrite_object::{NativeAttr, Obj, Outcome, Raised, Ref, TypeRef, Vm, names, py_module};

use crate::{source, traceback};

py_module! {
    /// What this crate adds to `sys`.
    pub static SYS = "sys", "" {
        function "displayhook" (1, 1) = displayhook,
            "Print an object to sys.stdout and also save it in builtins._";
        function "_excerpt" (3, 3) = excerpt,
            "Return the lines of a text as a traceback shows them, with carets from a byte column to another.";
        function "_source" (1, 1) = source_text, "Return the text of a source file, or None.";
        function "excepthook" (3, 3) = excepthook,
            "Handle an exception by displaying it with a traceback on sys.stderr.";
        function "unraisablehook" (1, 1) = unraisablehook, "Handle an unraisable exception.";
        value "__displayhook__" () = |vm| original(vm, names::DISPLAYHOOK()), "";
        value "__excepthook__" () = |vm| original(vm, names::EXCEPTHOOK()), "";
        value "__unraisablehook__" () = |vm| original(vm, &*vm.memory(vm.intern(UNRAISABLE_HOOK))?), "";
    }
}

/// A name of module `sys`.
pub fn sys_name(vm: &Vm, name: &Obj) -> Option<Ref> {
    let sys = vm.sys_dict.get();
    sys.as_deref().and_then(|sys| sys.cast::<Dict>()).and_then(|sys| sys.get_name(name))
}

/// The object of a stream, if the program has one.
fn stream_object(vm: &Vm, stream: Stream) -> Option<Ref> {
    let name = match stream {
        Stream::Out => names::STDOUT(),
        Stream::Err => names::STDERR(),
    };
    sys_name(vm, name).filter(|object| !object.is_none())
}

/// Writes a str to a stream: its object, or the host's.
///
/// # Errors
/// What `write` of the object raises.
pub fn write(vm: &Vm, stream: Stream, text: &Obj) -> Result<(), Raised> {
    if let Some(object) = stream_object(vm, stream) {
        return vm.call_method(&object, names::WRITE(), &[text.own()]).map(drop);
    }
    let bytes = vm.utf8(text)?;
    vm.blocking(|host| host.console_write(stream, &bytes))
}

/// Calls what `atexit` was given; what that raises it reports itself.
pub fn at_exit(vm: &Vm) {
    let Ok(name) = vm.intern("_at_exit") else { return };
    if let Some(function) = sys_name(vm, &name)
        && let Err(raised) = vm.call(&function, &[])
    {
        drop(vm.take_raised(raised));
    }
}

/// Flushes `sys.stdout` and `sys.stderr`; what that raises is dropped.
pub fn flush(vm: &Vm) {
    for stream in [Stream::Out, Stream::Err] {
        if let Some(object) = stream_object(vm, stream)
            && let Err(raised) = vm.call_method(&object, names::FLUSH(), &[])
        {
            drop(vm.take_raised(raised));
        }
    }
}

/// Prints an exception to `sys.stderr`, or to the host's stream if that fails.
pub fn print_exception(vm: &Vm, exception: &Obj) {
    let mut text = Buf::<u8>::new();
    let mut whole = true;
    traceback::print(vm, exception, &mut |piece| whole &= text.extend_from_slice(piece).is_ok());
    if whole {
        let written = match vm.memory(vm.new_str_wtf8(&text)) {
            Ok(text) => write(vm, Stream::Err, &text),
            Err(raised) => Err(raised),
        };
        match written {
            Ok(()) => return,
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
    drop(text);
    print_to_host(vm, exception, Stream::Err);
}

/// Reports an exception that cannot be raised because of where it happened, such as `__del__`:
/// through `sys.unraisablehook` if the program has set one. `message` is said instead of the cause.
pub fn unraisable(vm: &Vm, exception: &Obj, cause: &Obj, message: Option<&Obj>) {
    let hook = vm.intern(UNRAISABLE_HOOK).ok().and_then(|name| sys_name(vm, &name));
    let hook = hook.filter(|hook| NativeAttr::from_obj(hook).is_none() && !hook.is_none());
    let message = message.unwrap_or(Obj::NONE);
    let Some(hook) = hook else { return report(vm, exception, cause, message) };
    let called = unraisable_args(vm, exception, cause, message).and_then(|args| vm.call_one(&hook, &args));
    if let Err(raised) = called {
        let failure = vm.take_raised(raised);
        match vm.str("Exception ignored in sys.unraisablehook") {
            Ok(title) => report(vm, &failure, &hook, &title),
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
}

const UNRAISABLE_HOOK: &str = "unraisablehook";
/// What the hook is told, in this order.
const UNRAISABLE_FIELDS: [&str; 5] = ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];

fn unraisable_args(vm: &Vm, exception: &Obj, cause: &Obj, message: &Obj) -> Outcome {
    let traceback = vm.get_attr(exception, names::TRACEBACK())?;
    let values = [exception.type_().as_obj(), exception, &traceback, message, cause];
    let args = vm.call(TypeRef::of(&NAMESPACE).as_obj(), &[])?;
    for (name, value) in UNRAISABLE_FIELDS.into_iter().zip(values) {
        vm.set_attr(&args, &*vm.memory(vm.intern(name))?, value)?;
    }
    Ok(args)
}

fn unraisablehook(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some(args) = args.first() else { return Ok(Ref::none()) };
    let field = |index: usize| {
        let name = UNRAISABLE_FIELDS.get(index).copied().unwrap_or("");
        vm.get_attr(args, &*vm.memory(vm.intern(name))?)
    };
    let (exception, message, cause) = (field(1)?, field(3)?, field(4)?);
    report(vm, &exception, &cause, &message);
    Ok(Ref::none())
}

/// Prints an exception that cannot be raised, and where it happened.
fn report(vm: &Vm, exception: &Obj, cause: &Obj, message: &Obj) {
    let title = if message.is_none() { vm.str("Exception ignored in") } else { Ok(message.own()) };
    let line = title.and_then(|title| {
        if cause.is_none() {
            return vm.str_fmt(format_args!("{}:\n", Text(&title)));
        }
        let shown = vm.repr(cause).or_else(|raised| {
            drop(vm.take_raised(raised));
            vm.str("<object repr() failed>")
        })?;
        vm.str_fmt(format_args!("{}: {}\n", Text(&title), Text(&shown)))
    });
    let written = line.and_then(|line| write(vm, Stream::Err, &line));
    if let Err(raised) = written {
        drop(vm.take_raised(raised));
        // Nobody is left to tell if this fails.
        let _written =
            vm.host().console_write(Stream::Err, b"Exception ignored in: <object repr() failed>\n");
    }
    print_exception(vm, exception);
}

/// A hook as the module was made with it.
fn original(vm: &Vm, name: &Obj) -> Outcome {
    Ok(sys_name(vm, name).unwrap_or_else(Ref::none))
}

/// Prints an exception piece by piece, without memory for all of its text.
pub fn print_to_host(vm: &Vm, exception: &Obj, stream: Stream) {
    traceback::print(vm, exception, &mut |piece| {
        // Nobody is left to tell if this fails.
        let _written = vm.host().console_write(stream, piece);
    });
}

fn displayhook(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some(value) = args.first().filter(|value| !value.is_none()) else { return Ok(Ref::none()) };
    let builtins = vm.builtins.get();
    let Some(builtins) = builtins.as_deref().and_then(|builtins| builtins.cast::<Dict>()) else {
        return Err(vm.runtime_error("lost builtins module"));
    };
    // While it is printed, `_` is not bound to the value before.
    builtins.set_name(vm, names::LAST(), Ref::none())?;
    let text = vm.repr(value)?;
    debug_assert!(text.cast::<Str>().is_some());
    write(vm, Stream::Out, &text)?;
    write(vm, Stream::Out, &*vm.str("\n")?)?;
    builtins.set_name(vm, names::LAST(), value.clone())?;
    Ok(Ref::none())
}

/// `sys._excerpt(text, col, end_col)`
fn excerpt(vm: &Vm, args: &[Ref]) -> Outcome {
    let [text, col, end_col] = args else { return Ok(Ref::none()) };
    let text = vm.utf8(text)?;
    let column = |object: &Obj| vm.index(object).map(|column| usize::try_from(column).unwrap_or(0));
    let mut shown = Buf::new();
    let written = traceback::excerpt(&text, column(col)?, column(end_col)?, &mut shown);
    vm.memory(written)?;
    vm.memory(vm.new_str_wtf8(&shown))
}

/// `sys._source(filename)`
fn source_text(vm: &Vm, args: &[Ref]) -> Outcome {
    let text = args.first().and_then(|name| source::lines(vm, name, 1, u32::MAX));
    match text {
        Some(text) => vm.memory(vm.new_str_wtf8(&text)),
        None => Ok(Ref::none()),
    }
}

fn excepthook(vm: &Vm, args: &[Ref]) -> Outcome {
    if let Some(exception) = args.get(1) {
        print_exception(vm, exception);
    }
    Ok(Ref::none())
}
