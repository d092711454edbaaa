//! The verb `bench`: what single operations cost, in guest instructions.
//!
//! QEMU counts the instructions between calls of `time.ticks_us` by a plugin
//! of ours. Each operation is run for two numbers of turns: the slope is what
//! one turn costs, and an empty turn is taken off. The operations, with what
//! MicroPython takes for them, are in `tests/bench/operations.toml`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::args::{Args, Word, unknown};
use crate::board;
use crate::image::{self, Profile, Talk};
use crate::session::Session;
use crate::workspace::{capture, check, read_text, root, target_dir};

/// Turns of the short and of the long loop.
const TURNS: [u32; 2] = [100, 600];
/// How long the loops of one operation may take.
const LIMIT: Duration = Duration::from_secs(60);
/// The function whose calls mark the ends of a loop.
const MARK: &str = "ticks_us";
/// Interrupt handlers that are not the program's work.
const NOT_COUNTED: [&str; 5] =
    ["SysTick_Handler", "xPortSysTickHandler", "xTaskIncrementTick", "PendSV_Handler", "vTaskSwitchContext"];
/// One instruction is 32 ns of guest time, so that counts do not depend on the host's clock.
const ICOUNT: &str = "shift=5,sleep=off,align=off";
/// Between these the table is in the document.
const MARKS: [&str; 2] = ["<!-- bench -->", "<!-- end of bench -->"];

#[derive(Deserialize)]
struct File {
    operation: Vec<Operation>,
}

/// One row of the table.
#[derive(Debug, Clone, Deserialize)]
struct Operation {
    name: String,
    #[serde(default)]
    setup: String,
    #[serde(default)]
    local: String,
    #[serde(default)]
    body: String,
    #[serde(rename = "loop")]
    whole_loop: Option<String>,
    micropython: Option<f64>,
    target: Option<f64>,
}

/// The verb `bench`.
///
/// # Errors
/// If the firmware does not build or boot, or the document cannot be written.
pub fn main(mut args: Args) -> Result<i32> {
    let mut write = false;
    let mut filter = String::new();
    while let Some(word) = args.take()? {
        match word {
            Word::Option(o) if o == "--write" => write = true,
            Word::Plain(text) => filter = text,
            word => return unknown("bench", &word),
        }
    }
    if write && !filter.is_empty() {
        bail!("--write is for the whole table");
    }
    let file: File = toml::from_str(&read_text(&root().join("tests/bench/operations.toml"))?)?;
    let board = board::find(board::DEFAULT)?;
    let elf = image::build(&board, Profile::Release, Talk::All)?;
    let mut bench = Bench::start(&elf)?;
    let empty = bench.slope(&file.operation, |o| o.is_loop()).context("the empty loop")?;
    let mut table = String::from(HEAD);
    print!("{table}");
    for operation in file.operation.iter().filter(|o| o.name.contains(&filter)) {
        let cost =
            bench.measure(operation).map(|turn| if operation.keeps_loop() { turn } else { turn - empty });
        let row = row(operation, &cost);
        print!("{row}");
        table.push_str(&row);
    }
    if write {
        let path = root().join("docs/bench.md");
        std::fs::write(&path, replaced(&read_text(&path)?, &table)?)?;
        eprintln!("pyrite: wrote {}", path.display());
    }
    Ok(0)
}

const HEAD: &str = "\
| operation | instructions | MicroPython | ratio | target |
|---|---:|---:|---:|---:|
";

fn row(operation: &Operation, cost: &Result<f64>) -> String {
    let name = operation.name.replace('|', "\\|");
    let theirs = operation.micropython.map_or("–".to_owned(), |v| format!("{v:.0}"));
    let target = |met: Option<bool>| match (operation.target, met) {
        (None, _) => "–".to_owned(),
        (Some(target), Some(true)) => format!("{target:.0} reached"),
        (Some(target), _) => format!("{target:.0} missed"),
    };
    match cost {
        Ok(cost) => {
            let ratio = operation.micropython.map_or("–".to_owned(), |v| format!("{:.2}", cost / v));
            let target = target(operation.target.map(|limit| *cost <= limit));
            format!("| `{name}` | {cost:.1} | {theirs} | {ratio} | {target} |\n")
        }
        Err(error) => {
            eprintln!("pyrite: {}: {error:#}", operation.name);
            format!("| `{name}` | fails | {theirs} | – | {} |\n", target(None))
        }
    }
}

fn replaced(document: &str, table: &str) -> Result<String> {
    let [open, close] = MARKS;
    let (before, rest) = document.split_once(open).with_context(|| format!("docs/bench.md lacks {open}"))?;
    let (_, after) = rest.split_once(close).with_context(|| format!("docs/bench.md lacks {close}"))?;
    Ok(format!("{before}{open}\n{table}{close}{after}"))
}

impl Operation {
    /// The empty loop, which all others are compared to.
    fn is_loop(&self) -> bool {
        self.body == "pass" && self.whole_loop.is_none()
    }

    /// Whether the loop itself is what is measured.
    fn keeps_loop(&self) -> bool {
        self.is_loop() || self.whole_loop.is_some()
    }

    /// The program that runs the loop for few, few and many turns.
    fn script(&self) -> String {
        let turns = match &self.whole_loop {
            Some(text) => text.clone(),
            None => format!("for _ in range(n):\n{}", indented(&self.body)),
        };
        let [few, many] = TURNS;
        let inside = format!(
            "{}\ngc.collect()\ngc.disable()\nticks_us()\n{turns}\nticks_us()\ngc.enable()",
            self.local
        );
        format!(
            "import gc\nfrom time import ticks_us\n{}\ndef bench(n):\n{}\nfor n in ({few}, {few}, {many}):\n    bench(n)\n",
            self.setup,
            indented(&inside)
        )
    }
}

fn indented(text: &str) -> String {
    text.lines().filter(|l| !l.is_empty()).map(|l| format!("    {l}\n")).collect()
}

/// A guest under the counting plugin.
struct Bench {
    session: Session,
    log: PathBuf,
}

impl Bench {
    fn start(elf: &Path) -> Result<Self> {
        let plugin = build_plugin()?;
        let log = target_dir().join("bench.log");
        let symbols = symbols(elf)?;
        let mark = symbols.iter().find(|s| s.name == MARK).or_else(|| {
            let suffix = format!("::{MARK}");
            symbols.iter().find(|s| s.name.ends_with(&suffix))
        });
        let mark = mark.with_context(|| format!("the firmware has no function {MARK}"))?;
        let mut option = format!("file={},log={},mark={:x}", plugin.display(), log.display(), mark.address);
        for symbol in symbols.iter().filter(|s| NOT_COUNTED.contains(&s.name.as_str())) {
            option.push_str(&format!(",skip={:x}:{:x}", symbol.address, symbol.address + symbol.size));
        }
        let board = board::find(board::DEFAULT)?;
        let extra = vec!["-plugin".into(), option, "-icount".into(), ICOUNT.into()];
        let session = Session::start(&board, elf, extra)?;
        Ok(Self { session, log })
    }

    fn slope(&mut self, operations: &[Operation], which: impl Fn(&Operation) -> bool) -> Result<f64> {
        let operation = operations.iter().find(|o| which(o)).context("not in the table")?;
        self.measure(operation)
    }

    /// Instructions of one turn.
    fn measure(&mut self, operation: &Operation) -> Result<f64> {
        let before = self.marks()?.len();
        self.session.prompt.reset()?;
        let answer = self.session.prompt.run(&operation.script(), LIMIT)?;
        if !answer.err.is_empty() {
            let text = String::from_utf8_lossy(&answer.err).into_owned();
            bail!("{}", text.trim_end().lines().last().unwrap_or_default());
        }
        per_turn(self.marks()?.get(before..).unwrap_or_default())
    }

    fn marks(&self) -> Result<Vec<u64>> {
        let text = read_text(&self.log)?;
        text.lines().map(|line| line.parse().with_context(|| format!("in the log: {line:?}"))).collect()
    }
}

/// The slope between the second loop, which finds all caches filled, and the third.
fn per_turn(marks: &[u64]) -> Result<f64> {
    let &[_, _, a, b, c, d] = marks else { bail!("{} calls of {MARK} instead of 6", marks.len()) };
    let [few, many] = TURNS;
    let more = (d - c) as f64 - (b - a) as f64;
    Ok(more / f64::from(many - few))
}

/// A function of the firmware.
struct Symbol {
    name: String,
    address: u64,
    size: u64,
}

fn symbols(elf: &Path) -> Result<Vec<Symbol>> {
    let output = capture(Command::new("arm-none-eabi-nm").args(["--print-size", "--demangle"]).arg(elf))?;
    Ok(parse_symbols(&String::from_utf8_lossy(&output)))
}

fn parse_symbols(text: &str) -> Vec<Symbol> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut words = line.splitn(4, ' ');
        let (Some(address), Some(size), Some(kind), Some(name)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let numbers = (u64::from_str_radix(address, 16), u64::from_str_radix(size, 16));
        if let ("t" | "T" | "w" | "W", (Ok(address), Ok(size))) = (kind, numbers) {
            found.push(Symbol { name: name.to_owned(), address: address & !1, size });
        }
    }
    found
}

/// Compiles the plugin, if it is older than its source.
fn build_plugin() -> Result<PathBuf> {
    let source = root().join("tests/bench/count.c");
    let version = String::from_utf8(capture(Command::new("qemu-system-arm").arg("--version"))?)?;
    let major = version
        .split_whitespace()
        .find_map(|word| word.split('.').next().and_then(|n| n.parse::<u32>().ok()))
        .with_context(|| format!("no version in {version:?}"))?;
    // The versions of the interface that these releases take.
    let interface = match major {
        ..=8 => 1,
        9 => 3,
        _ => 4,
    };
    let plugin = target_dir().join(format!("count-{interface}.so"));
    let time = |path: &Path| path.metadata().and_then(|m| m.modified()).ok();
    if time(&plugin) <= time(&source) {
        std::fs::create_dir_all(target_dir())?;
        check(
            Command::new("cc")
                .args(["-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-fvisibility=hidden"])
                .arg(format!("-DPLUGIN_VERSION={interface}"))
                .arg("-o")
                .arg(&plugin)
                .arg(&source),
        )?;
    }
    Ok(plugin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_costs_the_slope_between_two_loops() {
        let cost = per_turn(&[0, 5000, 10_000, 11_000, 20_000, 26_000]).unwrap();
        assert!((cost - 10.0).abs() < 1e-9);
        assert!(per_turn(&[1, 2, 3]).is_err());
    }

    #[test]
    fn table_of_operations_is_sound() {
        let text = read_text(&root().join("tests/bench/operations.toml")).unwrap();
        let file: File = toml::from_str(&text).unwrap();
        assert!(file.operation.iter().any(Operation::is_loop));
        for operation in &file.operation {
            assert!(!operation.body.is_empty() || operation.whole_loop.is_some(), "{}", operation.name);
        }
    }

    #[test]
    fn script_runs_three_loops_between_marks() {
        let operation: Operation =
            toml::from_str("name = 'x'\nlocal = '''\na = 1\nb = 2'''\nbody = 'c = a + b'").unwrap();
        let script = operation.script();
        assert!(script.contains("    for _ in range(n):\n        c = a + b\n    ticks_us()\n"), "{script}");
        assert!(script.contains("for n in (100, 100, 600):"), "{script}");
    }

    #[test]
    fn document_keeps_what_is_around_the_table() {
        let text = replaced("a\n<!-- bench -->\nold\n<!-- end of bench -->\nb\n", "new\n").unwrap();
        assert_eq!(text, "a\n<!-- bench -->\nnew\n<!-- end of bench -->\nb\n");
        assert!(replaced("a", "new").is_err());
    }

    #[test]
    fn symbols_keep_names_with_blanks() {
        let found = parse_symbols(
            "000000c1 00000010 T ticks_us\n         U x\n00000100 00000008 t <a::B as c::D>::e\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].address, found[0].size), (0xc0, 0x10));
        assert_eq!(found[1].name, "<a::B as c::D>::e");
    }
}
