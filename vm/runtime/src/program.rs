//! What a program's command line asks for, and its exit status.

use pyrite_algo::Buf;
use pyrite_host::Stream;
use pyrite_object::coll::list::List;
use pyrite_object::exc::as_exception;
use pyrite_object::model::vm::CompileMode;
use pyrite_object::raw::int::Int;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Outcome, Raised, Ref, TypeRef, Vm, names};

use crate::source::{self, ReadError};
use crate::{boot, hooks, import, path_finder, source_loader};

/// What is to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// `-c CODE`
    Code(&'a str),
    /// `-m MODULE`
    Module(&'a str),
    /// A file.
    File(&'a str),
    /// `-`: the text that the console sends.
    Input,
    /// Nothing: the prompt.
    Prompt,
}

/// A command line, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a, 'b> {
    /// What is to run.
    pub command: Command<'a>,
    /// Its arguments.
    pub args: &'b [&'a str],
    /// `-B`: compiled code is not kept beside the sources.
    pub keeps_nothing: bool,
}

/// A wrong command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageError<'a> {
    /// An option that is not known.
    Unknown(&'a str),
    /// An option without what belongs to it.
    Incomplete(&'a str),
}

/// Takes a command line apart, without the program's name.
///
/// # Errors
/// [`UsageError`]
pub fn parse<'a, 'b>(args: &'b [&'a str]) -> Result<Request<'a, 'b>, UsageError<'a>> {
    let mut rest = args;
    let mut keeps_nothing = false;
    let request = |command, args, keeps_nothing| Ok(Request { command, args, keeps_nothing });
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        let (option, joined) = match first.as_bytes() {
            b"-" => return request(Command::Input, rest, keeps_nothing),
            [b'-', b'c' | b'm', ..] => first.split_at(2),
            [b'-', ..] => match first {
                // Options of CPython that ask for what holds here anyway.
                "-B" => {
                    keeps_nothing = true;
                    continue;
                }
                "-u" | "-E" | "-I" | "-q" | "-s" | "-S" => continue,
                unknown => return Err(UsageError::Unknown(unknown)),
            },
            _ => return request(Command::File(first), rest, keeps_nothing),
        };
        let value = if joined.is_empty() {
            let Some((&value, after)) = rest.split_first() else {
                return Err(UsageError::Incomplete(option));
            };
            rest = after;
            value
        } else {
            joined
        };
        let command = if option == "-c" { Command::Code(value) } else { Command::Module(value) };
        return request(command, rest, keeps_nothing);
    }
    request(Command::Prompt, rest, keeps_nothing)
}

/// Runs a command, but the prompt, to its exit status, and waits for its threads.
pub fn run(vm: &Vm, request: Request<'_, '_>) -> i32 {
    let status = run_command(vm, request);
    if let Err(raised) = vm.await_threads() {
        let exception = vm.take_raised(raised);
        match vm.str("Exception ignored on threading shutdown") {
            Ok(message) => hooks::unraisable(vm, &exception, Obj::NONE, Some(&message)),
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
    status
}

fn run_command(vm: &Vm, request: Request<'_, '_>) -> i32 {
    let Request { command, args, keeps_nothing } = request;
    if keeps_nothing && let Err(raised) = boot::set_sys(vm, "dont_write_bytecode", Ref::bool(true)) {
        return status_of(vm, Err(raised));
    }
    let ran = match command {
        Command::Code(code) => run_code(vm, code, args),
        Command::Module(name) => {
            set_arguments(vm, "-m", args, Some(b"")).and_then(|()| run_module(vm, name, Argv::Module))
        }
        Command::File(path) => return run_file(vm, path, args),
        Command::Input => run_input(vm, args),
        Command::Prompt => Ok(Ref::none()),
    };
    status_of(vm, ran)
}

/// The exit status that the outcome of a program means; prints what it says.
pub fn status_of(vm: &Vm, ran: Outcome) -> i32 {
    let status = match ran {
        Ok(_) => 0,
        Err(raised) => {
            let exception = vm.take_raised(raised);
            hooks::flush(vm);
            match exit_status(vm, &exception) {
                Some(status) => status,
                None => {
                    report(vm, &exception);
                    let interrupt = TypeRef::of(&exceptions::KEYBOARD_INTERRUPT);
                    if exception.type_().is_subtype_of(interrupt) { 130 } else { 1 }
                }
            }
        }
    };
    hooks::flush(vm);
    status
}

/// The status that a SystemExit asks for; its text is printed. `None` for other exceptions.
pub fn exit_status(vm: &Vm, exception: &Obj) -> Option<i32> {
    if !exception.type_().is_subtype_of(TypeRef::of(&exceptions::SYSTEM_EXIT)) {
        return None;
    }
    let from_args = || {
        let args = as_exception(exception)?.args.get()?;
        match args.cast::<Tuple>()?.items() {
            [] => None,
            [one] => Some(one.clone()),
            _ => Some(args.clone()),
        }
    };
    let code = match vm.find_attr(exception, names::CODE_ATTR()) {
        Ok(code) => code.or_else(from_args),
        Err(raised) => {
            drop(vm.take_raised(raised));
            from_args()
        }
    };
    let Some(code) = code.filter(|code| !code.is_none()) else { return Some(0) };
    if let Some(number) = code.int() {
        return Some(Int::to_i64(number).map_or(-1, |number| number as i32));
    }
    let line =
        vm.to_str(&code).and_then(|text| vm.str_fmt(format_args!("{}\n", pyrite_object::new::Text(&text))));
    if let Err(raised) = line.and_then(|line| hooks::write(vm, Stream::Err, &line)) {
        drop(vm.take_raised(raised));
    }
    Some(1)
}

/// Gives an exception that nobody caught to `sys.excepthook`.
pub fn report(vm: &Vm, exception: &Obj) {
    let Some(hook) = hooks::sys_name(vm, names::EXCEPTHOOK()) else {
        return hooks::print_exception(vm, exception);
    };
    let traceback = as_exception(exception).and_then(|this| this.traceback.get()).unwrap_or_else(Ref::none);
    let args = [exception.type_().own(), exception.own(), traceback];
    if let Err(raised) = vm.call(&hook, &args) {
        let second = vm.take_raised(raised);
        let said = |text: &str| {
            // Nobody is left to tell if this fails.
            let _written = vm.host().console_write(Stream::Err, text.as_bytes());
        };
        said("Error in sys.excepthook:\n");
        hooks::print_exception(vm, &second);
        said("\nOriginal exception was:\n");
        hooks::print_exception(vm, exception);
    }
}

/// Sets `sys.argv` and the first entry of `sys.path`.
///
/// The entry is `folder` from the root, or "" for wherever the program stands at the time.
fn set_arguments(vm: &Vm, first: &str, args: &[&str], folder: Option<&[u8]>) -> Result<(), Raised> {
    let argv = List::new();
    for arg in core::iter::once(&first).chain(args) {
        vm.memory(argv.push(vm, vm.str(arg)?))?;
    }
    boot::set_sys(vm, "argv", vm.list_from(argv)?)?;
    if let Some(path) = hooks::sys_name(vm, names::PATH_ATTR())
        && let Some(path) = path.cast::<List>()
    {
        let folder = match folder {
            Some(folder) => vm.memory(path_finder::absolute(vm, folder))?,
            None => Buf::new(),
        };
        vm.memory(path.insert(vm, 0, vm.memory(vm.new_str_wtf8(&folder))?))?;
    }
    Ok(())
}

/// Compiles a text and runs it as `__main__`.
pub fn run_text(vm: &Vm, text: &[u8], filename: &Obj) -> Outcome {
    let code = (vm.hooks.get().compile)(vm, text, filename, CompileMode::Exec, 0)?;
    let dict = boot::main_dict(vm)?;
    (vm.hooks.get().exec)(vm, &code, &dict, &dict)
}

fn run_code(vm: &Vm, code: &str, args: &[&str]) -> Outcome {
    set_arguments(vm, "-c", args, None)?;
    source::keep(vm, names::STRING(), code.as_bytes())?;
    run_text(vm, code.as_bytes(), names::STRING())
}

fn run_input(vm: &Vm, args: &[&str]) -> Outcome {
    set_arguments(vm, "-", args, None)?;
    let mut text = Buf::new();
    let mut chunk = [0; 256];
    loop {
        let len = vm.blocking(|host| host.console_read(&mut chunk))?;
        if len == 0 {
            break;
        }
        vm.memory(text.extend_from_slice(chunk.get(..len).unwrap_or(&[])))?;
    }
    source::keep(vm, names::STDIN_NAME(), &text)?;
    run_text(vm, &text, names::STDIN_NAME())
}

/// Sets what `__main__` says of its file.
fn set_file(vm: &Vm, file: &Obj) -> Result<(), Raised> {
    let loader = source_loader::new(vm, names::MAIN(), file)?;
    let dict = boot::main_dict(vm)?;
    let values = [(names::FILE(), file), (names::CACHED(), Obj::NONE), (names::LOADER(), &loader)];
    values.into_iter().try_for_each(|(name, value)| vm.set_item(&dict, name, value))
}

fn run_file(vm: &Vm, given: &str, args: &[&str]) -> i32 {
    let Ok(whole) = path_finder::absolute(vm, given.as_bytes()) else {
        return status_of(vm, Err(vm.memory_error()));
    };
    let path = core::str::from_utf8(&whole).unwrap_or(given);
    if source::stat(vm, path.as_bytes()).is_some_and(|stat| stat.is_directory()) {
        let ran = set_arguments(vm, given, args, Some(path.as_bytes()))
            .and_then(|()| run_module(vm, "__main__", Argv::Given));
        return status_of(vm, ran);
    }
    let text = match source::read(vm, path) {
        Ok(text) => Ok(text),
        Err(ReadError::Memory) => Err(vm.memory_error()),
        Err(ReadError::Host(errno)) => {
            let text = errno.text();
            return complain(
                vm,
                format_args!("pyrite: can't open file '{path}': [Errno {}] {text}\n", errno.0),
                2,
            );
        }
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| if folder.is_empty() { "/" } else { folder });
    let ran = text.and_then(|text| {
        set_arguments(vm, given, args, Some(folder.as_bytes()))?;
        let file = vm.str(path)?;
        set_file(vm, &file)?;
        run_text(vm, &text, &file)
    });
    status_of(vm, ran)
}

/// Says on `sys.stderr` why nothing ran; gives back the exit status.
fn complain(vm: &Vm, line: core::fmt::Arguments<'_>, status: i32) -> i32 {
    let written = vm.str_fmt(line).and_then(|line| hooks::write(vm, Stream::Err, &line));
    if let Err(raised) = written {
        drop(vm.take_raised(raised));
    }
    status
}

/// Runs a module as `__main__`, through `runpy`. With `-m` its file becomes `sys.argv[0]`.
fn run_module(vm: &Vm, name: &str, argv: Argv) -> Outcome {
    let runpy = import::load(vm, &*vm.memory(vm.intern("runpy"))?)?;
    let method = vm.memory(vm.intern("_run_module_as_main"))?;
    vm.call_method(&runpy, &method, &[vm.str(name)?, Ref::bool(argv == Argv::Module)])
}

/// What `sys.argv[0]` is to become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argv {
    /// It stays.
    Given,
    /// The module's file.
    Module,
}
