//! Board files: read at build time, turned into constants and a memory map.
//!
//! The build script of a firmware crate calls [`emit`]; the crate then includes `board.rs`, and the
//! linker finds `memory.ld` and `sections.ld`. A key that is missing or of the wrong kind stops the
//! build with its name. The budget is held by the linker: an image above it does not link.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

/// What the sections of every firmware look like.
const SECTIONS: &str = include_str!("sections.ld");

/// A board file that has been read.
pub struct Board {
    /// All of it, for keys that only one port knows.
    pub table: Table,
}

/// Size and start of a memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The lowest address.
    pub origin: u32,
    /// Bytes.
    pub size: u32,
}

impl Board {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// If there is none or it is not TOML.
    pub fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// Takes `text` as a board file.
    ///
    /// # Errors
    /// If it is not TOML.
    pub fn parse(text: &str) -> Result<Self, Box<dyn Error>> {
        Ok(Self { table: text.parse::<Table>()? })
    }

    /// The value at a path like `tasks.python.priority`.
    ///
    /// # Errors
    /// If a part of the path is missing.
    pub fn get(&self, path: &str) -> Result<&Value, Box<dyn Error>> {
        let mut parts = path.split('.');
        let mut at = parts.next().and_then(|part| self.table.get(part));
        for part in parts {
            at = at.and_then(|value| value.get(part));
        }
        at.ok_or_else(|| format!("no key {path}").into())
    }

    /// A number that fits 32 bits.
    ///
    /// # Errors
    /// If it is missing or something else.
    pub fn number(&self, path: &str) -> Result<u32, Box<dyn Error>> {
        let value = self.get(path)?.as_integer().ok_or_else(|| format!("{path}: not a number"))?;
        u32::try_from(value).map_err(|_| format!("{path}: not in 32 bits").into())
    }

    /// A string.
    ///
    /// # Errors
    /// If it is missing or something else.
    pub fn string(&self, path: &str) -> Result<&str, Box<dyn Error>> {
        self.get(path)?.as_str().ok_or_else(|| format!("{path}: not a string").into())
    }

    /// A memory under `memory`.
    ///
    /// # Errors
    /// If `origin` or `size` is missing or not a number.
    pub fn region(&self, name: &str) -> Result<Region, Box<dyn Error>> {
        Ok(Region {
            origin: self.number(&format!("memory.{name}.origin"))?,
            size: self.number(&format!("memory.{name}.size"))?,
        })
    }

    /// The memory map for the linker.
    ///
    /// # Errors
    /// If a key is missing.
    pub fn memory_ld(&self) -> Result<String, Box<dyn Error>> {
        let code = self.region("code")?;
        let ram = self.region("ram")?;
        let mut text = String::from("/* Made from the board file. */\nMEMORY\n{\n");
        writeln!(text, "  CODE (rx) : ORIGIN = {:#010x}, LENGTH = {:#x}", code.origin, code.size)?;
        writeln!(text, "  RAM (rwx) : ORIGIN = {:#010x}, LENGTH = {:#x}", ram.origin, ram.size)?;
        text.push_str("}\n");
        for (symbol, key) in [
            ("__vectors_offset", "memory.vectors_offset"),
            ("__null_guard_log2", "memory.null_guard_log2"),
            ("__start_stack_bytes", "memory.start_stack_bytes"),
            ("__budget_flash", "budget.flash"),
            ("__budget_ram", "budget.ram"),
        ] {
            writeln!(text, "{symbol} = {};", self.number(key)?)?;
        }
        Ok(text)
    }

    /// The constants for the firmware: its clock, and a `Spec` for each task.
    ///
    /// # Errors
    /// If a key is missing.
    pub fn constants_rs(&self) -> Result<String, Box<dyn Error>> {
        let mut text = String::new();
        writeln!(text, "/// The processor's clock.\npub const CPU_HZ: u32 = {};", self.number("cpu_hz")?)?;
        let tasks = self.get("tasks")?.as_table().ok_or("tasks: not a table")?;
        for name in tasks.keys() {
            let stack = self.number(&format!("tasks.{name}.stack_bytes"))?;
            let priority = self.number(&format!("tasks.{name}.priority"))?;
            let constant = name.to_uppercase();
            writeln!(text, "/// The task `{name}`.")?;
            writeln!(
                text,
                "pub const TASK_{constant}: pyrite_rtos::task::Spec = pyrite_rtos::task::Spec {{"
            )?;
            writeln!(
                text,
                "    name: c{name:?},\n    priority: {priority},\n    stack_bytes: {stack},\n}};"
            )?;
        }
        let frozen = self.frozen()?;
        writeln!(text, "/// The modules written in Python.")?;
        writeln!(text, "pub const FROZEN: &[&pyrite_python::FrozenModule] = {frozen};")?;
        Ok(text)
    }

    /// The list of frozen modules as an expression: those that `modules.frozen` names, or all.
    fn frozen(&self) -> Result<String, Box<dyn Error>> {
        let Ok(list) = self.get("modules.frozen") else { return Ok("pyrite_python::frozen::ALL".to_owned()) };
        let mut text = String::from("&[");
        for name in list.as_array().ok_or("modules.frozen: not a list")? {
            let name = name.as_str().ok_or("modules.frozen: not a list of strings")?;
            write!(text, "&pyrite_python::frozen::{}, ", name.replace('.', "_").to_uppercase())?;
        }
        text.push(']');
        Ok(text)
    }
}

/// Reads the board file in `folder`, the one that `PYRITE_BOARD` names or else `default`, and writes `board.rs`, `memory.ld` and `sections.ld` where the build looks;
/// tells Cargo how the image is linked.
///
/// # Errors
/// If the file is missing or wrong, or cannot be written.
pub fn emit(folder: &str, default: &str) -> Result<Board, Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=PYRITE_BOARD");
    let named = env::var("PYRITE_BOARD").ok();
    // The variable may name a board of another crate that is built along.
    let candidates = [named.as_deref().unwrap_or(default), default];
    let paths = candidates.map(|name| Path::new(folder).join(name).with_extension("toml"));
    let file = paths.iter().find(|path| path.exists()).ok_or("no board file")?;
    println!("cargo:rerun-if-changed={}", file.display());
    let board = Board::read(file)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("board.rs"), board.constants_rs()?)?;
    fs::write(out.join("memory.ld"), board.memory_ld()?)?;
    fs::write(out.join("sections.ld"), SECTIONS)?;
    if env::var("CARGO_CFG_TARGET_OS")? == "none" {
        println!("cargo:rustc-link-search={}", out.display());
        let cpu = format!("-mcpu={}", board.string("cpu")?);
        let flags = [
            cpu.as_str(),
            "-mthumb",
            "-nostartfiles",
            "--specs=picolibc.specs",
            "-Tmemory.ld",
            "-Tsections.ld",
            "-Wl,--start-group",
            "-lc",
            "-lgcc",
            "-Wl,--end-group",
        ];
        for flag in flags {
            println!("cargo:rustc-link-arg={flag}");
        }
    }
    Ok(board)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOARD: &str = r#"
        name = "x"
        cpu_hz = 1000
        [memory]
        code = { origin = 0, size = 4096 }
        ram = { origin = 0x20000000, size = 1024 }
        vectors_offset = 256
        null_guard_log2 = 0
        start_stack_bytes = 512
        [tasks.python]
        priority = 2
        stack_bytes = 65536
        [budget]
        flash = 4000
        ram = 1000
    "#;

    #[test]
    fn map_names_both_memories() {
        let text = Board::parse(BOARD).unwrap().memory_ld().unwrap();
        assert!(text.contains("RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 0x400\n"), "{text}");
        assert!(text.contains("__budget_flash = 4000;"), "{text}");
    }

    #[test]
    fn tasks_become_constants() {
        let text = Board::parse(BOARD).unwrap().constants_rs().unwrap();
        assert!(text.contains("TASK_PYTHON") && text.contains("stack_bytes: 65536"), "{text}");
    }

    #[test]
    fn frozen_modules_are_all_unless_named() {
        let all = Board::parse(BOARD).unwrap().constants_rs().unwrap();
        assert!(all.contains("= pyrite_python::frozen::ALL;"), "{all}");
        let text = format!("{BOARD}\n[modules]\nfrozen = [\"os.path\"]");
        let named = Board::parse(&text).unwrap().constants_rs().unwrap();
        assert!(named.contains("= &[&pyrite_python::frozen::OS_PATH, ];"), "{named}");
    }

    #[test]
    fn missing_key_is_named() {
        let error = Board::parse("name = \"x\"").unwrap().memory_ld().unwrap_err();
        assert_eq!(error.to_string(), "no key memory.code.origin");
    }
}
