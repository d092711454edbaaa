//! `pyrite`: the virtual machine as a program for Linux.
//!
//! `pyrite [-c CODE | -m MODULE | FILE | -] [ARGUMENTS]`; without any of them the prompt.

mod native;
mod names;
mod threads;
mod host;
mod files;
mod image;
mod stress;

use std::process::ExitCode;

use pyrite_object::Vm;
use pyrite_object::model::vm;
use pyrite_object::tables::{FrozenModule, NativeModule};
use pyrite_runtime::config::Config;
use pyrite_runtime::program::{self, Command, UsageError};
use pyrite_runtime::{boot, prompt};

use host::LinuxHost;
use stress::Stress;

static HOST: LinuxHost = LinuxHost::new();

const BANNER: &str = concat!(
    "Pyrite v",
    env!("CARGO_PKG_VERSION"),
    " on 2026-11-21; linux with host CPU\nType \"help()\" for more information.\n"
);

static MODULES: &[&[&NativeModule]] = &[pyrite_stdlib::MODULES, pyrite_runtime::importlib::MODULES];

/// The modules written in Python; none if `PYRITE_FROZEN` is 0: then they come from `sys.path`, and can
/// be tried without a build with `PYTHONPATH=vm/stdlib/py`.
fn frozen_modules() -> &'static [&'static FrozenModule] {
    if std::env::var_os("PYRITE_FROZEN").is_some_and(|value| value == "0") {
        return &[];
    }
    pyrite_stdlib::frozen::ALL
}

/// The folders of `PYTHONPATH`, behind what else is given.
fn path(first: &[&'static str]) -> &'static [&'static str] {
    let mut path = first.to_vec();
    if let Ok(folders) = std::env::var("PYTHONPATH") {
        path.extend(folders.leak().split(':').filter(|folder| !folder.is_empty()));
    }
    path.leak()
}

fn config(stress: &Stress) -> Config {
    Config {
        sizes: vm::Config {
            heap_limit_bytes: stress.ram_bytes().unwrap_or(1 << 30),
            stack_segment_slots: 4096,
            stack_limit_slots: 1 << 20,
            native_stack_reserve_bytes: 256 << 10,
        },
        native_modules: MODULES,
        frozen_modules: frozen_modules(),
        install: stress::install,
        path: path(&[]),
        columns: native::columns().unwrap_or(80),
        machine: "linux with host CPU",
        banner: BANNER,
        leaves: true,
    }
}

/// Does what the command line asks for; the exit status.
fn run(args: &[String]) -> i32 {
    threads::begin();
    native::take_interrupts_here(true);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    if let Some((&"compile", rest)) = args.split_first() {
        return image::run(rest);
    }
    let mut request = match program::parse(&args) {
        Ok(request) => request,
        Err(UsageError::Unknown(option)) => {
            eprintln!("Unknown option: {option}\nusage: pyrite [-c CODE | -m MODULE | FILE | -] [ARGUMENTS]");
            return 2;
        }
        Err(UsageError::Incomplete(option)) => {
            eprintln!("Argument expected for the {option} option");
            return 2;
        }
    };
    if request.command == Command::Prompt && !native::is_terminal() {
        request.command = Command::Input;
    }
    request.keeps_nothing |=
        std::env::var_os("PYTHONDONTWRITEBYTECODE").is_some_and(|value| !value.is_empty());
    let stress = match Stress::from_environment() {
        Ok(stress) => stress,
        Err(message) => {
            eprintln!("pyrite: {message}");
            return 2;
        }
    };
    stress.prepare();
    if request.command == Command::Prompt {
        native::set_unbuffered();
        let mut config = config(&stress);
        config.path = path(&[""]);
        let status = prompt::serve(&HOST, &config);
        native::restore();
        return status;
    }
    let body = |vm: &Vm, started| match started {
        Ok(()) => program::run(vm, request),
        Err(raised) => program::status_of(vm, Err(raised)),
    };
    boot::with_inspection(&HOST, &config(&stress), body, |vm| stress.end(vm))
}

fn main() -> ExitCode {
    let args: Vec<String> =
        std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    native::catch_interrupts();
    native::take_interrupts_here(false);
    let thread = std::thread::Builder::new().stack_size(threads::FIRST_STACK_BYTES).spawn(move || run(&args));
    let status = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => status,
        Ok(Err(_)) => 134,
        Err(error) => {
            eprintln!("pyrite: {error}");
            1
        }
    };
    ExitCode::from((status & 0xff) as u8)
}
