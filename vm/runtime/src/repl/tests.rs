//! The dialogues against scripted bytes.

use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

use pyrite_algo::Buf;
use pyrite_host::{Errno, Files, Host, Stream};

use super::{Console, Ending, How, Machine, Run, Session};

/// A console whose input is written down, and whose output is kept.
struct Scripted {
    input: Mutex<Vec<u8>>,
    output: Mutex<Vec<u8>>,
}

impl Files for Scripted {}

impl Host for Scripted {
    fn monotonic_us(&self) -> u64 {
        0
    }
    fn wall_us(&self) -> i64 {
        0
    }
    fn sleep_us(&self, _duration_us: u64) -> Result<(), Errno> {
        Ok(())
    }
    fn console_read(&self, into: &mut [u8]) -> Result<usize, Errno> {
        let mut input = self.input.lock().unwrap();
        if input.is_empty() {
            return Ok(0);
        }
        into[0] = input.remove(0);
        Ok(1)
    }
    fn console_write(&self, _stream: Stream, bytes: &[u8]) -> Result<(), Errno> {
        self.output.lock().unwrap().extend_from_slice(bytes);
        Ok(())
    }
    fn entropy(&self, into: &mut [u8]) {
        into.fill(4);
    }
    fn attention(&self) -> &'static AtomicU32 {
        static WORD: AtomicU32 = AtomicU32::new(0);
        &WORD
    }
    fn interrupt_pending(&self) -> bool {
        false
    }
    fn interrupt_take(&self) -> bool {
        false
    }
    fn interrupt_raise(&self) {}
    fn interrupt_enable(&self, _enabled: bool) {}
    fn stack_left_bytes(&self) -> usize {
        1 << 20
    }
}

/// Notes the texts it is given. `print` lines are printed, `fail` fails, `exit` leaves; a text
/// whose first line ends with a colon is complete when its last line is blank.
struct Notes {
    console: Console,
    texts: Vec<String>,
    error: &'static str,
}

impl Machine for Notes {
    fn run(&mut self, text: &[u8], how: How) -> Run {
        let text = String::from_utf8_lossy(text).into_owned();
        if how == How::Interactive && text.lines().next().unwrap().ends_with(':') && !text.ends_with("\n\n") {
            return Run::Incomplete;
        }
        self.texts.push(text.clone());
        if let Some(word) = text.strip_prefix("print ") {
            self.console.write(word.as_bytes());
        }
        match text.trim() {
            "fail" => {
                self.error = "Failed";
                Run::Failed
            }
            "exit" => Run::Exit(3),
            _ => Run::Done,
        }
    }
    fn report(&mut self) {
        self.console.print(format_args!("{}\n", self.error));
    }
    fn out_of_memory(&mut self) {
        self.error = "MemoryError";
    }
    fn interrupted(&mut self) {
        self.error = "KeyboardInterrupt";
    }
    fn prompt(&mut self, first: bool, into: &mut Buf<u8>) {
        into.extend_from_slice(if first { b">>> " } else { b"... " }).unwrap();
    }
}

struct Talk {
    texts: Vec<String>,
    output: String,
    ending: Ending,
}

fn talk(input: &[u8]) -> Talk {
    let host: &'static Scripted =
        Box::leak(Box::new(Scripted { input: Mutex::new(input.to_vec()), output: Mutex::default() }));
    let console = Console::new(host, |read| read());
    let mut machine = Notes { console, texts: Vec::new(), error: "" };
    let mut session = Session::new(console, 40, "Banner\n");
    let ending = session.run(&mut machine);
    let output = String::from_utf8_lossy(&host.output.lock().unwrap()).into_owned();
    Talk { texts: machine.texts, output, ending }
}

/// The text that a line gives, typed with these keys.
fn typed(keys: &str) -> String {
    let mut texts = talk(format!("{keys}\r").as_bytes()).texts;
    assert_eq!(texts.len(), 1, "{keys:?} gave {texts:?}");
    texts.remove(0).trim_end_matches('\n').to_string()
}

#[test]
fn keys_edit_the_line() {
    for (keys, line) in [
        ("abc", "abc"),
        ("ac\x1b[Db", "abc"),
        ("bc\x1b[Ha\x1b[Fd", "abcd"),
        ("bc\x1bOHa\x1bOFd", "abcd"),
        ("bc\x01a\x05d", "abcd"),
        ("abxc\x02\x08", "abc"),
        ("abxc\x1b[D\x1b[D\x1b[3~", "abc"),
        ("abxc\x02\x02\x04", "abc"),
        ("xxabc\x02\x02\x02\x15", "abc"),
        ("abcxx\x02\x02\x0b", "abc"),
        ("abc def ghi\x17", "abc def "),
        ("abc def.ghi\x1b\x7f", "abc def."),
        ("abc def\x1bb\x1bbX", "Xabc def"),
        ("abc def\x01\x1bfX", "abcX def"),
        ("abc def\x01\x1bd", " def"),
        ("abc def\x1b[1;5DX", "abc Xdef"),
        ("ab\x1b[5~c", "abc"),
        ("äöü\x7f\x7fß", "äß"),
        ("日本語\x1b[D\x7f", "日語"),
        ("one two\x17\x19\x19", "one twotwo"),
        ("if\x1b[200~ pasted\x1b[201~ x", "if pasted x"),
        ("\tabc", "    abc"),
    ] {
        assert_eq!(typed(keys), line, "{keys:?}");
    }
}

#[test]
fn typing_at_the_end_echoes_no_more_than_the_characters() {
    assert_eq!(talk(b"abc\r").output, "Banner\n>>> abc\n>>> ");
}

#[test]
fn a_long_line_scrolls_sideways() {
    let line = "x".repeat(60);
    assert_eq!(typed(&line), line);
    let output = talk(format!("{line}\r").as_bytes()).output;
    let widest = output.split(['\n', '\r']).map(|row| row.trim_end_matches("\x1b[K").len()).max();
    assert_eq!(widest, Some(39));
}

#[test]
fn the_history_comes_back() {
    let talk = talk(b"one\rtwo\r\x10\x10\r\x1b[A\x1b[A\x1b[B\rnew\x10\x0e\r");
    assert_eq!(talk.texts, ["one\n", "two\n", "one\n", "one\n", "new\n"]);
}

#[test]
fn the_history_keeps_at_least_eight_lines() {
    let mut input = String::new();
    for line in 0..30 {
        input += &format!("line{line}\r");
    }
    input += &"\x10".repeat(8);
    assert_eq!(talk(format!("{input}\r").as_bytes()).texts.pop().unwrap(), "line22\n");
}

#[test]
fn blocks_indent_and_end_with_a_blank_line() {
    let talk = talk(b"while x:\rif y:\rpass\r\x7fdone\r\r");
    assert_eq!(talk.texts, ["while x:\n    if y:\n        pass\n    done\n\n"]);
    assert!(talk.output.contains("... "), "{}", talk.output);
}

#[test]
fn ctrl_c_cancels_the_statement() {
    let talk = talk(b"while x:\rpas\x03ok\r");
    assert_eq!(talk.texts, ["ok\n"]);
    assert!(talk.output.contains("pas\nKeyboardInterrupt\n>>> ok"), "{}", talk.output);
}

#[test]
fn ctrl_d_resets_in_an_empty_line_only() {
    assert_eq!(talk(b"\x04").ending, Ending::Reset);
    assert_eq!(talk(b"ab\x01\x04\r").texts, ["b\n"]);
    assert_eq!(talk(b"ab").ending, Ending::Closed);
}

#[test]
fn paste_mode_takes_lines_as_they_are() {
    let talk = talk(b"\x05if x:\r\n  y\r\n\r\nz\x04");
    assert_eq!(talk.texts, ["if x:\n  y\n\nz"]);
    let expected = "Banner\n>>> \npaste mode; Ctrl-C to cancel, Ctrl-D to finish\n\
        === if x:\n===   y\n=== \n=== z\n>>> ";
    assert_eq!(talk.output, expected);
}

#[test]
fn paste_mode_can_be_cancelled() {
    let talk = talk(b"\x05abc\x03x\r");
    assert_eq!(talk.texts, ["x\n"]);
}

#[test]
fn a_pasted_block_is_run_as_a_text() {
    assert_eq!(talk(b"\x1b[200~if x:\r\tif y:\r        z\x1b[201~").texts, ["if x:\n\tif y:\n        z\n"]);
}

#[test]
fn raw_runs_a_text_and_tells_its_outcome() {
    let raw = talk(b"\x01print hi\x04fail\x04");
    assert_eq!(raw.output, "Banner\n>>> \nraw REPL; CTRL-B to exit\n>OKhi\x04\x04>OK\x04Failed\n\x04>");
}

#[test]
fn raw_knows_its_control_keys() {
    let head = "Banner\n>>> \nraw REPL; CTRL-B to exit\n>";
    assert_eq!(talk(b"\x01xx\x03print y\x04").output, format!("{head}OKy\x04\x04>"));
    assert_eq!(talk(b"\x01xx\x01").output, format!("{head}raw REPL; CTRL-B to exit\n>"));
    assert_eq!(talk(b"\x01\x02").output, format!("{head}\nBanner\n>>> "));
    let reset = talk(b"\x01\x04");
    assert_eq!((reset.output, reset.ending), (format!("{head}OK\n"), Ending::Reset));
    let exit = talk(b"\x01exit\x04");
    assert_eq!((exit.output, exit.ending), (format!("{head}OK\x04\x04"), Ending::Exit(3)));
    assert_eq!(talk(b"\x01\x05B\x01").output, format!("{head}R\0>"));
}

#[test]
fn raw_paste_opens_windows_and_acknowledges_the_end() {
    let head = "Banner\n>>> \nraw REPL; CTRL-B to exit\n>";
    let short = talk(b"\x01\x05A\x01print hi\x04");
    assert_eq!(short.output, format!("{head}R\x01\0\x01\x01\x04hi\x04\x04>"));
    let text = format!("#{}", "x".repeat(999));
    let long = talk(format!("\x01\x05A\x01{text}\x04").as_bytes());
    assert_eq!(long.texts, [text]);
    assert_eq!(long.output, format!("{head}R\x01\0\x01\x01\x01\x01\x01\x04\x04\x04>"));
}

#[test]
fn raw_paste_can_be_interrupted() {
    let talk = talk(b"\x01\x05A\x01abc\x03print x\x04");
    assert!(
        talk.output.ends_with(">R\x01\0\x01\x01\x04\x04KeyboardInterrupt\n\x04>OKx\x04\x04>"),
        "{:?}",
        talk.output
    );
}

#[test]
fn no_input_makes_the_dialogue_panic() {
    let mut state = 0x1234_5678_u32;
    for _ in 0..300 {
        let input: Vec<u8> = (0..200)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let byte = (state >> 24) as u8;
                if byte & 1 == 0 { byte % 32 } else { byte }
            })
            .collect();
        talk(&input);
    }
}
