//! What the service needs of a board.

use pyrite_object::tables::FrozenModule;
use pyrite_posix::file::FileSource;
use pyrite_posix::tty::Tty;
use pyrite_rtos::task::Spec;

use crate::Entropy;

/// A board, as far as Python sees it.
pub trait Board: Sync {
    /// The terminal: standard input and output, and the prompt.
    fn console(&self) -> &'static Tty;

    /// Writes all of `bytes` to standard error.
    fn write_errors(&self, bytes: &[u8]);

    /// The files that scripts and imports come from.
    fn files(&self) -> &'static dyn FileSource;

    /// The pool of unforeseeable bytes.
    fn entropy(&self) -> &'static Entropy;

    /// The program's arguments; none: a prompt is wanted.
    fn arguments(&self) -> &'static [&'static str];

    /// Board and processor, as `sys.implementation._machine` names them.
    fn machine(&self) -> &'static str;

    /// The modules written in Python that the firmware carries, from the board file.
    fn frozen_modules(&self) -> &'static [&'static FrozenModule];

    /// What the prompt says first, with its line ends.
    fn banner(&self) -> &'static str;

    /// Name, priority and stack of the Python task, from the board file.
    fn python_task(&self) -> Spec;

    /// Ends the firmware with a program's status, all output sent; or resets the chip.
    fn exit(&self, status: u8) -> !;
}
