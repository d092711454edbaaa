//! The prompt on a console: line editing, the friendly dialogue, and the protocol of tools.
//!
//! Nothing here knows the virtual machine: what is read goes to a [`Machine`]. Lines end with
//! a line feed alone; the console puts the carriage return before it.

mod console;
mod keys;

mod history;
mod line;
mod raw;
mod friendly;
mod session;
#[cfg(test)]
mod tests;

pub use console::Console;
pub use session::{Ending, Language, Session};

/// How a text is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// As a statement at the prompt: expressions are printed, and the text may be incomplete.
    Interactive,
    /// As a file.
    Program,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// It ran to its end.
    Done,
    /// It cannot run yet: more lines belong to it. Nothing has happened.
    Incomplete,
    /// It raised; [`Machine::report`] says what.
    Failed,
    /// It asked to leave, with this status.
    Exit(i32),
}

/// Who runs what the prompt reads.
pub trait Machine {
    /// Runs `text`. Output and the state of the console are the machine's meanwhile.
    fn run(&mut self, text: &[u8], how: How) -> Run;

    /// Prints the exception of the last [`Run::Failed`].
    fn report(&mut self);

    /// A text grew larger than memory; the next [`Machine::report`] prints a MemoryError.
    fn out_of_memory(&mut self);

    /// Reading a text was interrupted; the next [`Machine::report`] prints a KeyboardInterrupt.
    fn interrupted(&mut self);

    /// Writes what is to stand at the start of a line: the first prompt, or that of lines that
    /// go on with a statement.
    fn prompt(&mut self, first: bool, into: &mut pyrite_algo::Buf<u8>);
}
