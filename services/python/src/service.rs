//! The task of the service.

use pyrite_host::{Host, Stream};
use pyrite_object::model::vm;
use pyrite_object::tables::NativeModule;
use pyrite_rtos::heap::{self, Subsystem};
use pyrite_rtos::{OutOfMemory, task};
use pyrite_runtime::config::Config;
use pyrite_runtime::program::{self, Command, Request, UsageError};
use pyrite_runtime::{boot, prompt};

use crate::Board;
use crate::console;
use crate::host::KernelHost;

/// Of the memory that is free at the start, what is left to others than the objects: stacks of
/// threads, buffers of the kernel, the compiler's tables.
const KEPT_SHARE: usize = 8;

/// Starts the Python task; call before the scheduler.
///
/// # Errors
/// `OutOfMemory` if there is none for the task.
pub fn start(board: &'static dyn Board) -> Result<(), OutOfMemory> {
    task::spawn(board.python_task(), run_python, board).map(|_| ())
}

/// Starts a console of self-checks in its place, for the tests of the kernel.
///
/// # Errors
/// `OutOfMemory` if there is none for the task.
pub fn start_check(board: &'static dyn Board) -> Result<(), OutOfMemory> {
    task::spawn(board.python_task(), run_checks, board).map(|_| ())
}

/// The body of the Python task: runs the program or the prompt and ends the firmware with its status.
fn run_python(board: &'static dyn Board) {
    let status = match KernelHost::new(board).and_then(|host| heap::leak(Subsystem::Python, host)) {
        Ok(host) => {
            host.set_up_console();
            run_command(host, &config(board), board.arguments())
        }
        Err(OutOfMemory) => 1,
    };
    // As a process's: the low byte.
    board.exit(status as u8);
}

/// Runs what the arguments ask for; the prompt, if they are none.
fn run_command(host: &'static KernelHost, config: &Config, args: &[&str]) -> i32 {
    let usage = |text: &str| {
        // Without a console there is nobody to tell.
        let _told = host.console_write(Stream::Err, text.as_bytes());
        2
    };
    match program::parse(args) {
        Ok(Request { command: Command::Prompt, .. }) => prompt::serve(host, config),
        Ok(request) => boot::with(host, config, |vm, started| match started {
            Ok(()) => program::run(vm, request),
            Err(raised) => program::status_of(vm, Err(raised)),
        }),
        Err(UsageError::Unknown(_)) => usage("Unknown option\n"),
        Err(UsageError::Incomplete(_)) => usage("Argument expected for the option\n"),
    }
}

static MODULES: &[&[&NativeModule]] = &[pyrite_stdlib::MODULES, pyrite_runtime::importlib::MODULES];

fn config(board: &'static dyn Board) -> Config {
    let free_bytes = heap::totals().free_bytes;
    Config {
        sizes: vm::Config {
            heap_limit_bytes: free_bytes - free_bytes / KEPT_SHARE,
            stack_segment_slots: 256,
            stack_limit_slots: free_bytes / 4 / size_of::<usize>(),
            native_stack_reserve_bytes: 2560,
        },
        native_modules: MODULES,
        frozen_modules: board.frozen_modules(),
        install: pyrite_stdlib::install,
        path: &[""],
        columns: 80,
        machine: board.machine(),
        banner: board.banner(),
        leaves: false,
    }
}

/// The body of a task: runs the checks that are asked for and ends the firmware with their status.
fn run_checks(board: &'static dyn Board) {
    let status = match KernelHost::new(board) {
        Ok(host) => {
            host.set_up_console();
            console::run(&host, board)
        }
        Err(OutOfMemory) => 1,
    };
    board.exit(status);
}
