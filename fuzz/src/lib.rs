//! What holds for every input, however hostile; and inputs made from seeds.
//!
//! The same checks serve the fuzz targets and the test that runs the seeds and mutations of
//! them with any compiler. A check fails by panicking.
#![forbid(unsafe_code)]

mod mutate;
mod regex;

use std::path::PathBuf;

use pyrite_bytecode::{CodeView, Constant, ImageView, disasm, image, verify};
use pyrite_compiler::{CompileError, Mode, Options, compile};
use pyrite_syntax::Source;

pub use mutate::{Random, mutate_text, mutate_words};
pub use regex::check_regex;

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was turned down, as it may be.
    Refused,
    /// It is code that may run.
    Accepted,
}

/// The folder of the seeds, and their texts by name.
///
/// # Errors
/// If one cannot be read.
pub fn seeds() -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let text = std::fs::read(&path)?;
        found.push((path, text));
    }
    found.sort();
    Ok(found)
}

/// The image that a text is compiled to.
///
/// # Errors
/// What the compiler says.
pub fn image_of(text: &[u8], mode: Mode) -> Result<Vec<u32>, CompileError> {
    let options = Options { filename: b"seed.py", ..Options::new(mode) };
    let mut words = compile(text, &options, &mut |warning, text| {
        let _shown = warning.message(text).to_string();
    })?;
    image::seal(&mut words);
    Ok(words.to_vec())
}

/// A text is refused with a message and a place inside it, or compiles to code that verifies.
///
/// # Panics
/// If neither holds.
pub fn check_text(text: &[u8]) -> Verdict {
    let mut verdict = Verdict::Refused;
    for mode in [Mode::Exec, Mode::Eval, Mode::Interactive] {
        match image_of(text, mode) {
            Ok(words) => {
                let view = ImageView::new(&words);
                assert!(view.is_ok(), "the compiler made an image that is refused: {:?}", view.err());
                let Ok(view) = view else { continue };
                let verified = verify::verify_all(&view.module());
                assert!(verified.is_ok(), "the compiler made code that is refused: {verified:?}");
                verdict = Verdict::Accepted;
            }
            Err(error) => check_message(text, &error),
        }
    }
    verdict
}

/// The message can be shown, and its place is in the text.
fn check_message(text: &[u8], error: &CompileError) {
    let decoded = Source::decode(text);
    let text = decoded.as_ref().map_or(text, |source| source.text());
    match error {
        CompileError::Syntax(error) => {
            assert!(!error.message(text).to_string().is_empty());
            let lines = text.split(|&byte| matches!(byte, b'\n' | b'\r')).count();
            let line = error.location(text).line as usize;
            assert!((1..=lines + 1).contains(&line), "line {line} of {lines}");
        }
        CompileError::Meaning(error) => {
            assert!(!error.message().to_string().is_empty());
            assert!(error.span.start as usize <= text.len(), "{:?} of {}", error.span, text.len());
        }
        CompileError::TooLarge { .. } => {}
        CompileError::Memory => assert!(text.len() > 1 << 20, "no memory for a small text"),
    }
}

/// Words with a good check sum are refused, or all that is in them can be read.
pub fn check_image(mut words: Vec<u32>) -> Verdict {
    let _unsealed = ImageView::new(&words).is_ok();
    image::seal(&mut words);
    let Ok(view) = ImageView::new(&words) else { return Verdict::Refused };
    let module = view.module();
    let mut out = String::new();
    assert!(disasm::disassemble(&module, &mut out).is_ok(), "a listing that fails");
    read(&module, 8);
    match verify::verify_all(&module) {
        Ok(()) => Verdict::Accepted,
        Err(_) => Verdict::Refused,
    }
}

/// Reads every table of a code object and of those nested in it.
fn read(code: &CodeView<'_>, depth: usize) {
    const MOST: usize = 1000;
    let _counts = (code.name().len(), code.qualname().len(), code.subtree().0.len());
    let _names = (0..code.names_len().min(MOST)).filter_map(|index| code.name_at(index)).count();
    let _frees = (0..code.frees_len().min(MOST)).filter_map(|index| code.free_name(index)).count();
    let _sites = (0..code.sites_len().min(MOST)).filter_map(|index| code.site_name(index)).count();
    let _tables = (code.cells().count(), code.locals().count(), code.exception_table().count());
    let _lines = (code.line_table().count(), code.position(3).is_some());
    for index in 0..code.constants_len().min(MOST) {
        match code.constant(index) {
            Some(Constant::Code(distance)) if depth > 0 => {
                if let Some(child) = code.child(distance) {
                    read(&child, depth - 1);
                }
            }
            Some(Constant::Tuple(items) | Constant::Frozenset(items)) => {
                let _items = items.take(MOST).count();
            }
            _ => {}
        }
    }
}
