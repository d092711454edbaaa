//! The raw dialogue: the protocol that tools speak. Nothing is echoed.
//!
//! A text ends with Ctrl-D; the answer is `OK`, its output, Ctrl-D, the traceback, Ctrl-D, and
//! the next prompt. `Ctrl-E A Ctrl-A` instead of a text asks for the transfer with a window:
//! the tool may have as many bytes under way as it was given windows, one more for each byte 1.

use pyrite_algo::{Buf, OutOfMemory};

use super::console::Console;
use super::{How, Machine, Run};

const CTRL_A: u8 = 1;
const CTRL_B: u8 = 2;
const CTRL_C: u8 = 3;
const CTRL_D: u8 = 4;
const CTRL_E: u8 = 5;

/// Bytes in a window. Two windows are under way, so twice as many must fit the receive queue.
const WINDOW: u16 = 256;

/// How the raw dialogue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Ctrl-B: on with the friendly one.
    Friendly,
    /// Ctrl-D without a text.
    Reset,
    /// A text asked to leave.
    Exit(i32),
    /// The console is gone.
    Closed,
}

/// A text on its way.
enum Text {
    /// All of it is there.
    Whole,
    /// There was no room for it; the rest was dropped.
    TooLong,
    /// Ctrl-C came in the middle.
    Interrupted,
}

/// Speaks the protocol until something ends it.
pub fn run(console: &Console, machine: &mut dyn Machine) -> Left {
    console.set_signals(false);
    greet(console);
    let mut text = Buf::new();
    loop {
        text.clear();
        let left = match read_request(console, &mut text) {
            Request::Text(outcome) => {
                console.write(b"OK");
                if text.is_empty() && matches!(outcome, Text::Whole) {
                    console.write(b"\n");
                    return Left::Reset;
                }
                execute(console, machine, &text, outcome)
            }
            Request::Windowed => match receive(console, &mut text) {
                Some(outcome) => execute(console, machine, &text, outcome),
                None => Some(Left::Closed),
            },
            Request::Again => {
                greet(console);
                None
            }
            Request::Prompt => {
                console.write(b">");
                None
            }
            Request::Leave(left) => Some(left),
        };
        if let Some(left) = left {
            return left;
        }
    }
}

fn greet(console: &Console) {
    console.write(b"raw REPL; CTRL-B to exit\n>");
}

enum Request {
    Text(Text),
    Windowed,
    /// The banner is wanted again.
    Again,
    /// Only the prompt is wanted.
    Prompt,
    Leave(Left),
}

/// Reads a text, or what stands in its place.
fn read_request(console: &Console, text: &mut Buf<u8>) -> Request {
    let mut outcome = Text::Whole;
    loop {
        let Some(byte) = console.read() else { return Request::Leave(Left::Closed) };
        match byte {
            CTRL_A => match **text {
                [CTRL_E, b'A'] => return Request::Windowed,
                [CTRL_E, _] => {
                    console.write(b"R\x00");
                    text.clear();
                    return Request::Prompt;
                }
                _ => return Request::Again,
            },
            CTRL_B => {
                console.write(b"\n");
                return Request::Leave(Left::Friendly);
            }
            CTRL_C => {
                text.clear();
                outcome = Text::Whole;
            }
            CTRL_D => return Request::Text(outcome),
            byte => {
                if text.push(byte).is_err() {
                    outcome = Text::TooLong;
                }
            }
        }
    }
}

/// Receives a text window by window; `None` if the console is gone.
fn receive(console: &Console, text: &mut Buf<u8>) -> Option<Text> {
    let [low, high] = WINDOW.to_le_bytes();
    text.clear();
    console.write(&[b'R', 1, low, high, 1]);
    let mut left = WINDOW;
    let mut outcome = Text::Whole;
    loop {
        let byte = console.read()?;
        match byte {
            CTRL_D => break,
            CTRL_C => {
                outcome = Text::Interrupted;
                break;
            }
            byte => {
                if matches!(outcome, Text::Whole) && text.push(byte) == Err(OutOfMemory) {
                    // The tool stops and ends the text; what is under way is dropped.
                    outcome = Text::TooLong;
                    console.write(&[CTRL_D]);
                }
            }
        }
        left -= 1;
        if left == 0 && matches!(outcome, Text::Whole) {
            console.write(&[1]);
        }
        if left == 0 {
            left = WINDOW;
        }
    }
    if !matches!(outcome, Text::TooLong) {
        console.write(&[CTRL_D]);
    }
    Some(outcome)
}

/// Runs the text and tells its outcome.
fn execute(console: &Console, machine: &mut dyn Machine, text: &[u8], outcome: Text) -> Option<Left> {
    let run = match outcome {
        Text::Whole => {
            console.set_signals(true);
            let run = machine.run(text, How::Program);
            console.set_signals(false);
            run
        }
        Text::TooLong => {
            machine.out_of_memory();
            Run::Failed
        }
        Text::Interrupted => {
            machine.interrupted();
            Run::Failed
        }
    };
    console.write(&[CTRL_D]);
    if run == Run::Failed {
        machine.report();
    }
    console.write(&[CTRL_D]);
    if let Run::Exit(status) = run {
        return Some(Left::Exit(status));
    }
    console.write(b">");
    None
}
