//! Boards: what a TOML file says about one, and the built-in `host`.
//!
//! A board is `qemu/machines/NAME.toml`, `ports/rp2/boards/NAME.toml` or
//! `host`. Only what the tasks need is read here: package, target, emulator
//! arguments, budget. The rest of the file belongs to the port's build script,
//! which finds the board's name in the variable `PYRITE_BOARD`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace::{read_text, root};

/// The name of the board that runs as a Linux program.
pub const HOST: &str = "host";
/// The board that `run` takes when none is named.
pub const DEFAULT: &str = "mps2-an385";

/// Where the TOML files are, with the package that builds them. QEMU runs those of the first.
const PLACES: [(&str, &str); 2] = [("qemu/machines", "pyrite-qemu"), ("ports/rp2/boards", "pyrite-rp2")];
/// The package whose boards are machines of QEMU by the same name.
const EMULATED: &str = "pyrite-qemu";
/// The package behind the board `host`.
const HOST_MANIFEST: &str = "ports/host/Cargo.toml";

/// One thing that can be built.
#[derive(Debug, Clone)]
pub struct Board {
    /// The file's name without `.toml`.
    pub name: String,
    /// The binary crate.
    pub package: String,
    /// The Rust target; none means the machine we are on.
    pub target: Option<String>,
    /// The emulator's arguments, if there is an emulator for it.
    pub qemu: Option<Vec<String>>,
    /// What the image may use; absent entries are not checked.
    pub budget: Budget,
    /// How the image is built.
    pub image: Image,
}

/// The table `image` of a board's file.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Image {
    /// Builtin objects have their `__doc__`.
    pub docs: bool,
    /// Rust's own libraries are built along, for size; a panic stops the board without a text.
    pub small: bool,
}

impl Default for Image {
    fn default() -> Self {
        Self { docs: true, small: false }
    }
}

/// Limits in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Budget {
    /// Code, constants and initial data.
    pub flash: Option<u64>,
    /// Initialised and zeroed data.
    pub ram: Option<u64>,
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

#[derive(Deserialize)]
struct File {
    package: Option<String>,
    target: Option<String>,
    chip: Option<toml::Value>,
    qemu: Option<Qemu>,
    #[serde(default)]
    budget: BTreeMap<String, toml::Value>,
    #[serde(default)]
    image: Image,
}

#[derive(Default, Deserialize)]
struct Qemu {
    machine: Option<String>,
    #[serde(default)]
    args: Vec<String>,
}

impl Board {
    /// Whether it runs as a Linux program.
    pub fn is_host(&self) -> bool {
        self.target.is_none()
    }

    fn host() -> Result<Self> {
        let manifest: Manifest = toml::from_str(&read_text(&root().join(HOST_MANIFEST))?)
            .with_context(|| format!("in {HOST_MANIFEST}"))?;
        Ok(Self {
            name: HOST.into(),
            package: manifest.package.name,
            target: None,
            qemu: None,
            budget: Budget::default(),
            image: Image::default(),
        })
    }

    fn parse(name: &str, package: &str, text: &str) -> Result<Self> {
        let file: File = toml::from_str(text)?;
        let target = match file.target {
            Some(target) => target,
            None => target_of_chip(file.chip.as_ref())?,
        };
        let emulated = package == EMULATED || file.qemu.is_some();
        let qemu = emulated.then(|| {
            let section = file.qemu.unwrap_or_default();
            let machine = section.machine.unwrap_or_else(|| name.to_owned());
            let mut args = vec!["-machine".to_owned(), machine];
            args.extend(section.args);
            args
        });
        let limit = |key: &str| file.budget.get(key).map(size_of_value).transpose();
        let budget = Budget { flash: limit("flash")?, ram: limit("ram")? };
        Ok(Self {
            name: name.into(),
            package: file.package.unwrap_or_else(|| package.into()),
            target: Some(target),
            qemu,
            budget,
            image: file.image,
        })
    }
}

fn target_of_chip(chip: Option<&toml::Value>) -> Result<String> {
    let name = match chip {
        Some(toml::Value::String(name)) => name.as_str(),
        _ => bail!("neither `target` nor a known `chip`"),
    };
    match name {
        "rp2040" => Ok("thumbv6m-none-eabi".into()),
        "rp2350" => Ok("thumbv8m.main-none-eabi".into()),
        _ => bail!("no target is known for the chip {name:?}: name it with `target`"),
    }
}

/// The TOML files of all boards, by name.
///
/// # Errors
/// If a folder cannot be read.
pub fn files() -> Result<BTreeMap<String, (PathBuf, &'static str)>> {
    let mut found = BTreeMap::new();
    for (place, package) in PLACES {
        for path in crate::workspace::files_under(&root().join(place), "toml")? {
            if let Some(name) = path.file_stem().and_then(|s| s.to_str()) {
                found.insert(name.to_owned(), (path.clone(), package));
            }
        }
    }
    Ok(found)
}

/// The board of that name.
///
/// # Errors
/// If there is none, or its file does not say enough.
pub fn find(name: &str) -> Result<Board> {
    if name == HOST {
        return Board::host();
    }
    let files = files()?;
    let Some((path, package)) = files.get(name) else {
        let names: Vec<_> = files.keys().map(String::as_str).chain([HOST]).collect();
        bail!("no board {name:?}; there are: {}", names.join(", "));
    };
    Board::parse(name, package, &read_text(path)?).with_context(|| format!("in {}", path.display()))
}

/// Every board that there is, `host` first.
///
/// # Errors
/// If a board's file cannot be read.
pub fn all() -> Result<Vec<Board>> {
    let mut boards = Vec::new();
    if root().join(HOST_MANIFEST).exists() {
        boards.push(Board::host()?);
    }
    for name in files()?.keys() {
        boards.push(find(name)?);
    }
    Ok(boards)
}

fn size_of_value(value: &toml::Value) -> Result<u64> {
    match value {
        toml::Value::Integer(n) => Ok(u64::try_from(*n)?),
        toml::Value::String(text) => parse_size(text),
        other => bail!("not a size: {other:?}"),
    }
}

/// Bytes from `200K`, `4M`, `0x1000` or a plain number.
///
/// # Errors
/// If it is none of these.
pub fn parse_size(text: &str) -> Result<u64> {
    let text = text.trim().replace('_', "");
    let (digits, unit) = match text.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 1024),
        None => match text.strip_suffix(['M', 'm']) {
            Some(digits) => (digits, 1024 * 1024),
            None => (text.as_str(), 1),
        },
    };
    let number = match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    let number = number.with_context(|| format!("not a size: {text:?} (try 200K or 4M)"))?;
    number.checked_mul(unit).with_context(|| format!("too large a size: {text:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_take_units_and_bases() {
        assert_eq!(parse_size("200K").unwrap(), 204_800);
        assert_eq!(parse_size("4M").unwrap(), 4 << 20);
        assert_eq!(parse_size("0x1000").unwrap(), 4096);
        assert_eq!(parse_size("460_800").unwrap(), 460_800);
        assert!(parse_size("4G").is_err());
        assert!(parse_size("99999999999999999M").is_err());
    }

    #[test]
    fn board_file_gives_target_emulator_and_budget() {
        let text = r#"
            target = "thumbv7m-none-eabi"
            budget = { flash = "1M", ram = 4096 }
            [qemu]
            machine = "mps2-an385"
            args = ["-nodefaults"]
        "#;
        let board = Board::parse("x", "pyrite-qemu", text).unwrap();
        assert_eq!(board.target.as_deref(), Some("thumbv7m-none-eabi"));
        assert_eq!(board.qemu.unwrap(), ["-machine", "mps2-an385", "-nodefaults"]);
        assert_eq!(board.budget.flash, Some(1 << 20));
        assert_eq!(board.budget.ram, Some(4096));
        assert!(board.image.docs && !board.image.small);
    }

    #[test]
    fn a_machine_of_qemu_has_the_board_s_name() {
        let board = Board::parse("mps2-an521", "pyrite-qemu", "target = \"t\"").unwrap();
        assert_eq!(board.qemu.unwrap(), ["-machine", "mps2-an521"]);
    }

    #[test]
    fn chip_implies_the_target() {
        let text = "chip = \"rp2040\"\n[image]\ndocs = false\nsmall = true";
        let board = Board::parse("pico", "pyrite-rp2", text).unwrap();
        assert!(!board.image.docs && board.image.small);
        assert_eq!(board.qemu, None);
        assert_eq!(board.target.as_deref(), Some("thumbv6m-none-eabi"));
        assert!(Board::parse("x", "p", "chip = \"z80\"").is_err());
    }
}
