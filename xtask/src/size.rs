//! The verb `size`: what an image takes, part by part, against budgets.
//!
//! Totals come from `size`, which reads the ELF file. The parts come from the
//! linker's map, because after link-time optimisation only section names tell
//! which crate a function was written in; C code is told apart by archive.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::args::{Args, Word, unknown};
use crate::board::{self, Board};
use crate::image::{self, Profile, Talk};
use crate::workspace::{capture, read_text};

/// What may stand where a crate's name is expected.
const PRIMITIVE: [&str; 19] = [
    "T", "I", "F", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    "char", "bool", "str", "__rustc",
];

/// Where the images of the modules in Python are.
const FROZEN: &str = "pyrite_stdlib::frozen::";

/// Bytes by kind, as the tool `size` counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Code and constants.
    pub text: u64,
    /// Initialised data.
    pub data: u64,
    /// Zeroed data.
    pub bss: u64,
}

impl Sizes {
    fn flash(self) -> u64 {
        self.text + self.data
    }

    fn ram(self) -> u64 {
        self.data + self.bss
    }
}

/// The verb `size`.
///
/// # Errors
/// If a build fails or its output cannot be read.
pub fn main(mut args: Args) -> Result<i32> {
    let mut boards = Vec::new();
    let mut parts = true;
    while let Some(word) = args.take()? {
        match &word {
            Word::Option(o) if o == "--board" || o == "-b" => boards.push(board::find(&args.value(o)?)?),
            Word::Option(o) if o == "--totals" => parts = false,
            _ => return unknown("size", &word),
        }
    }
    if boards.is_empty() {
        boards = board::all()?;
    }
    let (report, over) = measure(&boards, parts)?;
    print!("{report}");
    for line in &over {
        eprintln!("pyrite: {line}");
    }
    Ok(i32::from(!over.is_empty()))
}

/// Builds and measures boards: the report, and a line for each budget exceeded.
///
/// # Errors
/// If a build fails or its output cannot be read.
pub fn measure(boards: &[Board], parts: bool) -> Result<(String, Vec<String>)> {
    let mut table = String::from("| board | text | data | bss | flash | budget | RAM | budget |\n");
    table.push_str("|---|---:|---:|---:|---:|---:|---:|---:|\n");
    let mut details = String::new();
    let mut over = Vec::new();
    for board in boards {
        let elf = image::build(board, Profile::Release, Talk::Errors)?;
        let sizes = totals(board, &elf)?;
        let limit = |bytes: Option<u64>| bytes.map_or("–".to_owned(), |b| b.to_string());
        table.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
            board.name,
            sizes.text,
            sizes.data,
            sizes.bss,
            sizes.flash(),
            limit(board.budget.flash),
            sizes.ram(),
            limit(board.budget.ram),
        ));
        over.extend(exceeded(board, sizes));
        let map = image::map_of(board, Profile::Release);
        if parts && map.exists() {
            details.push_str(&format!("\n{} by crate and archive\n\n", board.name));
            details.push_str(&by_part(&read_text(&map)?));
        }
    }
    Ok((table + &details, over))
}

fn exceeded(board: &Board, sizes: Sizes) -> Vec<String> {
    let pairs = [("flash", sizes.flash(), board.budget.flash), ("RAM", sizes.ram(), board.budget.ram)];
    let mut lines = Vec::new();
    for (what, used, limit) in pairs {
        if let Some(limit) = limit
            && used > limit
        {
            lines.push(format!("{}: {used} bytes of {what}, {} over budget", board.name, used - limit));
        }
    }
    lines
}

fn totals(board: &Board, elf: &Path) -> Result<Sizes> {
    let tool = if board.is_host() { "size" } else { "arm-none-eabi-size" };
    let output = String::from_utf8(capture(Command::new(tool).arg(elf))?)?;
    parse_totals(&output).with_context(|| format!("cannot understand {tool}"))
}

fn parse_totals(output: &str) -> Result<Sizes> {
    let numbers: Vec<u64> =
        output.lines().nth(1).unwrap_or_default().split_whitespace().map_while(|w| w.parse().ok()).collect();
    match numbers.as_slice() {
        [text, data, bss, ..] => Ok(Sizes { text: *text, data: *data, bss: *bss }),
        _ => bail!("no numbers in {output:?}"),
    }
}

/// A table of parts, the largest first.
fn by_part(map: &str) -> String {
    let mut parts: BTreeMap<String, Sizes> = BTreeMap::new();
    for (section, bytes, object) in contributions(map) {
        let sizes = parts.entry(part_of(&section, &object)).or_default();
        match kind_of(&section) {
            Some(Kind::Text) => sizes.text += bytes,
            Some(Kind::Data) => sizes.data += bytes,
            Some(Kind::Bss) => sizes.bss += bytes,
            None => {}
        }
    }
    let mut rows: Vec<_> = parts.into_iter().filter(|(_, s)| s.flash() + s.ram() > 0).collect();
    rows.sort_by_key(|(name, sizes)| (std::cmp::Reverse(sizes.flash() + sizes.bss), name.clone()));
    let mut table = String::from("| part | text | data | bss |\n|---|---:|---:|---:|\n");
    for (name, sizes) in rows {
        table.push_str(&format!("| {name} | {} | {} | {} |\n", sizes.text, sizes.data, sizes.bss));
    }
    table
}

enum Kind {
    Text,
    Data,
    Bss,
}

fn kind_of(section: &str) -> Option<Kind> {
    let starts = |names: &[&str]| names.iter().any(|n| section.starts_with(n));
    if starts(&[".text", ".rodata", ".ARM", ".vectors", ".init", ".fini", ".boot", ".literal"]) {
        Some(Kind::Text)
    } else if starts(&[".data", ".tdata", ".ramfunc"]) {
        Some(Kind::Data)
    } else if starts(&[".bss", ".tbss", "COMMON", ".noinit", ".uninit"]) {
        Some(Kind::Bss)
    } else {
        None
    }
}

/// The input sections that a GNU ld map lists as used: name, bytes, object file.
fn contributions(map: &str) -> Vec<(String, u64, String)> {
    let used = map.split_once("Linker script and memory map").map_or(map, |(_, rest)| rest);
    let mut found = Vec::new();
    let mut name = None;
    for line in used.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let starts = line.starts_with(" .") || line.starts_with(" COMMON");
        // A long name stands on a line of its own, with the numbers on the next.
        let (section, rest) = match (words.as_slice(), name.take()) {
            ([section], _) if starts => {
                name = Some((*section).to_owned());
                continue;
            }
            ([section, rest @ ..], _) if starts => ((*section).to_owned(), rest.to_vec()),
            (rest, Some(section)) => (section, rest.to_vec()),
            _ => continue,
        };
        if let [address, size, object @ ..] = rest.as_slice()
            && let (Some(address), Some(size)) = (hex(address), hex(size))
            && address != 0
            && size != 0
            && !object.is_empty()
        {
            found.push((section, size, object.join(" ")));
        }
    }
    found
}

fn hex(text: &str) -> Option<u64> {
    u64::from_str_radix(text.strip_prefix("0x")?, 16).ok()
}

/// The crate or archive that a contribution belongs to.
fn part_of(section: &str, object: &str) -> String {
    if let Some(symbol) = section.split_once("._").map(|(_, rest)| format!("_{rest}"))
        && let Some(name) = crate_of(&symbol)
    {
        return name;
    }
    let file = object.rsplit('/').next().unwrap_or(object);
    if let Some((archive, _)) = file.split_once(".a(") {
        return format!("{archive}.a");
    }
    // C code that a crate's build script compiled: `libNAME-HASH.rlib(tasks.o)`.
    if let Some((library, _)) = file.split_once(".rlib(") {
        let name = library.rsplit_once('-').map_or(library, |(name, _)| name);
        return format!("{} (C)", name.strip_prefix("lib").unwrap_or(name));
    }
    if file.contains(".rcgu.") { "Rust constants".into() } else { file.to_owned() }
}

/// The crate in which a Rust symbol was written; none for other languages.
fn crate_of(symbol: &str) -> Option<String> {
    let path = rustc_demangle::try_demangle(symbol).ok()?.to_string();
    if path.starts_with(FROZEN) {
        return Some("frozen modules".into());
    }
    let name: String = path
        .trim_start_matches(['<', '&', '*', '[', '(', ' '])
        .trim_start_matches("mut ")
        .trim_start_matches("const ")
        .trim_start_matches("dyn ")
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    match name.as_str() {
        "" => None,
        // Methods of builtin types and of type parameters are instances of the library's.
        _ if PRIMITIVE.contains(&name.as_str()) => Some("core".into()),
        _ => Some(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "\
Discarded input sections
 .text.gone     0x00000000        0x8 /x/libc.a(gone.o)
Linker script and memory map
.text           0x00000000     0x1000
 .text.vTaskDelay
                0x000000c0       0x40 /x/out/libfreertos.a(tasks.o)
 .text._ZN11pyrite_algo4sort3run17h0123456789abcdefE
                0x00000100       0x20 /x/deps/qemu.0.rcgu.o
 .rodata..Lanon.1 0x00000200       0x10 /x/deps/qemu.0.rcgu.o
 *fill*         0x00000210        0x2 
 .text.memcpy   0x00000300        0x8 /usr/lib/libc.a(memcpy.o)
.bss            0x20000000      0x100
 .bss.pool      0x20000000      0x100 /x/out/libfreertos.a(heap.o)
 .data.x        0x20000100        0x4 /x/deps/libpyrite_sys-0123456789abcdef.rlib(01-shim.o)
";

    #[test]
    fn parts_are_named_by_crate_and_archive() {
        let table = by_part(MAP);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| libfreertos.a | 64 | 0 | 256 |",
                "| pyrite_algo | 32 | 0 | 0 |",
                "| Rust constants | 16 | 0 | 0 |",
                "| libc.a | 8 | 0 | 0 |",
                "| pyrite_sys (C) | 0 | 4 | 0 |",
            ]
        );
    }

    #[test]
    fn crates_are_found_in_methods_of_traits() {
        let symbol = "_ZN57_$LT$pyrite_object..Value$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE";
        assert_eq!(crate_of(symbol).as_deref(), Some("pyrite_object"));
        assert_eq!(crate_of("vTaskDelay"), None);
    }

    #[test]
    fn an_image_over_budget_is_named() {
        let totals = parse_totals("   text\t   data\t    bss\n  1000\t  24\t 100\t x\n").unwrap();
        let board = Board {
            name: "x".into(),
            package: "x".into(),
            target: Some("t".into()),
            qemu: None,
            budget: board::Budget { flash: Some(1000), ram: Some(4096) },
            image: board::Image::default(),
        };
        assert_eq!(exceeded(&board, totals), ["x: 1024 bytes of flash, 24 over budget"]);
        assert!(parse_totals("").is_err());
    }
}
