//! Compiles the modules in `py/` to images, and writes the table of them.
//!
//! `py/NAME.py` is a module, `py/NAME/__init__.py` a package, whose modules stand beside it. What is
//! wrong with a text stops the build, told as FILE:LINE. Images carry no columns: the source lines that
//! carets would stand under are not on the board.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pyrite_bytecode::image;
use pyrite_compiler::{Mode, Options};

/// A module to be frozen.
struct Module {
    /// Its full name.
    name: String,
    is_package: bool,
    file: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=py");
    println!("cargo:rerun-if-env-changed=PYRITE_DOCS");
    // Without documentation, as `python3 -OO`: no assertions either.
    let level = if env::var("PYRITE_DOCS").is_ok_and(|value| value == "no") { 2 } else { 0 };
    let mut modules = Vec::new();
    collect(Path::new("py"), "", &mut modules)?;
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    let mut table = String::new();
    let mut names = Vec::new();
    let mut failed = false;
    for module in &modules {
        let constant = module.name.replace('.', "_").to_uppercase();
        match compile(module, level) {
            Ok(words) => declare(&mut table, &constant, module, &words)?,
            Err(message) => {
                eprintln!("vm/stdlib/{}:{message}", module.file.display());
                failed = true;
            }
        }
        names.push(constant);
    }
    if failed {
        return Err("modules in vm/stdlib/py do not compile".into());
    }
    let list: Vec<String> = names.iter().map(|name| format!("&{name}")).collect();
    writeln!(table, "/// Every one.\npub static ALL: &[&FrozenModule] = &[{}];", list.join(", "))?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("frozen.rs"), table)?;
    Ok(())
}

/// Finds the modules of a folder; `package` is its full name with a dot behind it.
fn collect(folder: &Path, package: &str, into: &mut Vec<Module>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let name = format!("{package}{stem}");
        let init = path.join("__init__.py");
        if init.exists() {
            collect(&path, &format!("{name}."), into)?;
            into.push(Module { name, is_package: true, file: init });
        } else if stem != "__init__" && path.extension().is_some_and(|ending| ending == "py") {
            into.push(Module { name, is_package: false, file: path });
        }
    }
    Ok(())
}

/// The image of a module, or LINE: MESSAGE.
fn compile(module: &Module, level: u8) -> Result<Vec<u32>, String> {
    let text = fs::read(&module.file).map_err(|error| format!("1: {error}"))?;
    let filename = format!("<frozen {}>", module.name);
    let mut options = Options::new(Mode::Exec);
    options.filename = filename.as_bytes();
    options.columns = false;
    options.optimize = level;
    let mut warn = |warning: &pyrite_syntax::Warning, text: &[u8]| {
        let file = module.file.display();
        println!("cargo:warning=vm/stdlib/{file}:{}: {}", warning.line, warning.message(text));
    };
    let words = pyrite_compiler::compile(&text, &options, &mut warn);
    let mut words = words.map_err(|error| error.at_line(&text).to_string())?;
    image::seal(&mut words);
    Ok(words.to_vec())
}

/// Writes a module and its image as statics.
fn declare(table: &mut String, constant: &str, module: &Module, words: &[u32]) -> std::fmt::Result {
    let Module { name, is_package, .. } = module;
    writeln!(table, "/// `{name}`")?;
    writeln!(
        table,
        "pub static {constant}: FrozenModule = FrozenModule {{ name: {name:?}, is_package: {is_package}, image: &IMAGE_{constant} }};"
    )?;
    write!(table, "static IMAGE_{constant}: [u32; {}] = [", words.len())?;
    for word in words {
        write!(table, "{word:#x},")?;
    }
    writeln!(table, "];")
}
