//! The friendly dialogue: prompts, statements over several lines, paste mode.

use pyrite_algo::Buf;

use super::console::Console;
use super::history::History;
use super::keys::Key;
use super::line::{Editor, Event, INDENT};
use super::{How, Machine, Run};

/// How the friendly dialogue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Ctrl-A: on with the raw one.
    Raw,
    /// Ctrl-B: again, with the banner.
    Again,
    /// Ctrl-D in an empty line.
    Reset,
    /// A text asked to leave.
    Exit(i32),
    /// The console is gone.
    Closed,
}

const CTRL_A: u8 = 1;
const CTRL_B: u8 = 2;
const CTRL_D: u8 = 4;
const CTRL_E: u8 = 5;

/// What reading a statement gave.
enum Statement {
    /// It ran.
    Ran(Run),
    /// It was given up.
    Cancelled,
    /// The dialogue is over.
    Left(Left),
}

/// Asks and runs until something ends the dialogue.
pub fn run(console: &Console, columns: usize, history: &mut History, machine: &mut dyn Machine) -> Left {
    console.set_signals(false);
    let mut editor = Editor::new(*console, columns);
    loop {
        let run = match statement(console, &mut editor, history, machine) {
            Statement::Ran(run) => run,
            Statement::Cancelled => continue,
            Statement::Left(left) => return left,
        };
        match run {
            Run::Failed => machine.report(),
            Run::Exit(status) => return Left::Exit(status),
            Run::Done | Run::Incomplete => {}
        }
    }
}

/// Reads a statement, line by line until it is complete, and runs it.
fn statement(
    console: &Console,
    editor: &mut Editor,
    history: &mut History,
    machine: &mut dyn Machine,
) -> Statement {
    let mut text = Buf::new();
    let mut indent = Buf::new();
    let mut prompt = Buf::new();
    loop {
        let first = text.is_empty();
        prompt.clear();
        machine.prompt(first, &mut prompt);
        let start = core::str::from_utf8(&indent).unwrap_or("");
        let line = match editor.read(core::str::from_utf8(&prompt).unwrap_or(""), start, history) {
            Event::Line(line) => line,
            Event::Pasted(pasted) => {
                let whole = text.extend_from_slice(&pasted).and_then(|()| text.push(b'\n'));
                return Statement::Ran(match whole {
                    Ok(()) => execute(console, machine, &text, How::Program),
                    Err(_) => no_room(machine),
                });
            }
            Event::Interrupt => {
                console.write(b"KeyboardInterrupt\n");
                return Statement::Cancelled;
            }
            Event::Switch(letter) if first => return switch(letter, console, editor, machine),
            Event::Switch(CTRL_D) => {
                console.write(b"\n");
                Buf::new()
            }
            Event::Switch(_) => continue,
            Event::Closed => return Statement::Left(Left::Closed),
        };
        history.add(&line);
        let blank = line.trim_ascii().is_empty();
        if first && blank {
            return Statement::Cancelled;
        }
        // A line of blanks ends a block, as an empty one does.
        let line = if blank { &[][..] } else { &line[..] };
        let added = text.extend_from_slice(line).and_then(|()| text.push(b'\n'));
        if added.is_err() {
            return Statement::Ran(no_room(machine));
        }
        match execute(console, machine, &text, How::Interactive) {
            Run::Incomplete => next_indent(line, &mut indent),
            run => return Statement::Ran(run),
        }
    }
}

/// Leaves in `indent` the blanks that the line behind `line` begins with.
fn next_indent(line: &[u8], indent: &mut Buf<u8>) {
    let depth = line.iter().take_while(|&&byte| byte == b' ').count();
    let opens = line.trim_ascii_end().ends_with(b":");
    indent.clear();
    // Without room the line begins at its start.
    let _room = indent.resize(depth + if opens { INDENT } else { 0 }, b' ');
}

fn execute(console: &Console, machine: &mut dyn Machine, text: &[u8], how: How) -> Run {
    console.set_signals(true);
    let run = machine.run(text, how);
    console.set_signals(false);
    run
}

fn no_room(machine: &mut dyn Machine) -> Run {
    machine.out_of_memory();
    Run::Failed
}

/// A control key in an empty line.
fn switch(letter: u8, console: &Console, editor: &mut Editor, machine: &mut dyn Machine) -> Statement {
    console.write(b"\n");
    match letter {
        CTRL_A => Statement::Left(Left::Raw),
        CTRL_B => Statement::Left(Left::Again),
        CTRL_D => Statement::Left(Left::Reset),
        CTRL_E => paste_mode(console, editor, machine),
        _ => Statement::Cancelled,
    }
}

/// Reads lines as they come, and runs them as one text.
fn paste_mode(console: &Console, editor: &mut Editor, machine: &mut dyn Machine) -> Statement {
    console.write(b"paste mode; Ctrl-C to cancel, Ctrl-D to finish\n=== ");
    let mut text = Buf::new();
    let mut bytes = [0; 4];
    loop {
        let Some(key) = editor.key() else { return Statement::Left(Left::Closed) };
        let (put, echo): (&[u8], &[u8]) = match key {
            Key::Ctrl(3) => {
                console.write(b"\n");
                return Statement::Cancelled;
            }
            Key::Ctrl(CTRL_D) => break,
            Key::Enter => (b"\n", b"\n=== "),
            Key::Tab => (b"\t", b"\t"),
            Key::Char(character) => {
                let text = character.encode_utf8(&mut bytes).as_bytes();
                (text, text)
            }
            Key::Backspace => {
                if text.last().is_some_and(|&last| last != b'\n') {
                    while text.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
                    console.write(b"\x08 \x08");
                }
                continue;
            }
            _ => continue,
        };
        if text.extend_from_slice(put).is_err() {
            console.write(b"\n");
            return Statement::Ran(no_room(machine));
        }
        console.write(echo);
    }
    console.write(b"\n");
    Statement::Ran(execute(console, machine, &text, How::Program))
}
