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
    task::spawn(board.python_task(), run, board).map(|_| ())
}

/// The body of the task: runs what was asked for and ends the firmware with its status.
fn run(board: &'static dyn Board) {
    let host = KernelHost::new(board);
    host.set_up_console();
    let status = console::run(&host, board);
    board.exit(status);
}
