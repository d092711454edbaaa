//! The task of the service.

use pyrite_rtos::{OutOfMemory, task};

use crate::Board;
use crate::console;
use crate::host::KernelHost;

/// Starts the Python task; call before the scheduler.
///
/// # Errors
/// `OutOfMemory` if there is none for the task.
pub fn start(board: &'static dyn Board) -> Result<(), OutOfMemory> {
    // The virtual machine's entry goes in the place of the console here, and nowhere else.
    task::spawn(board.python_task(), run_checks, board).map(|_| ())
}

/// Starts a console of self-checks in its place, for the tests of the kernel.
///
/// # Errors
/// `OutOfMemory` if there is none for the task.
pub fn start_check(board: &'static dyn Board) -> Result<(), OutOfMemory> {
    task::spawn(board.python_task(), run_checks, board).map(|_| ())
}

/// The body of a task: runs the checks that are asked for and ends the firmware with their status.
fn run_checks(board: &'static dyn Board) {
    let host = KernelHost::new(board);
    host.set_up_console();
    let status = console::run(&host, board);
    board.exit(status);
}
