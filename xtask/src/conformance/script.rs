//! A conformance script: its text and what its first comments say about it.
//!
//! ```text
//! # features: LG08 LG10     rows of tests/features.tsv that it shows
//! # expect: error           it ends with a traceback, which is compared
//! # python: 3.12            an older CPython cannot run it: only the files below count
//! # boards: host            it needs a process of its own (default: host qemu)
//! ```
//! Beside `NAME.py` there may be `NAME.out` and `NAME.err`: the output of
//! CPython 3.13 where the installed one is known to differ.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::workspace::{files_under, read_text, root};

/// One script.
#[derive(Debug, Clone)]
pub struct Script {
    /// Folder and name without `.py`, as `language/closures`.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
    /// Rows of the feature table.
    pub features: Vec<String>,
    /// Whether it ends with a traceback.
    pub expects_error: bool,
    /// Whether it can be sent to a prompt.
    pub runs_in_qemu: bool,
    /// The oldest CPython that can run it.
    pub needs: (u32, u32),
}

impl Script {
    /// Reads the directives.
    ///
    /// # Errors
    /// If one is not known: a typo must not turn a test into another.
    pub fn new(name: &str, path: &Path, text: String) -> Result<Self> {
        let mut script = Self {
            name: name.into(),
            path: path.into(),
            features: Vec::new(),
            expects_error: false,
            runs_in_qemu: true,
            needs: (3, 0),
            text,
        };
        let text = script.text.clone();
        for line in text.lines().take_while(|l| l.starts_with('#')) {
            let Some((key, value)) = line.trim_start_matches('#').trim().split_once(": ") else { continue };
            match key {
                "features" => script.features.extend(value.split_whitespace().map(str::to_owned)),
                "expect" if value == "error" => script.expects_error = true,
                "boards" if value == "host" => script.runs_in_qemu = false,
                "boards" if value == "host qemu" => {}
                "python" => match value.split_once('.').map(|(a, b)| (a.parse(), b.parse())) {
                    Some((Ok(major), Ok(minor))) => script.needs = (major, minor),
                    _ => bail!("{name}: what version is {value:?}?"),
                },
                "expect" | "boards" => bail!("{name}: what is {line:?}?"),
                _ => {}
            }
        }
        Ok(script)
    }

    /// The committed expectation beside the script.
    pub fn committed(&self, ext: &str) -> Option<Vec<u8>> {
        std::fs::read(self.path.with_extension(ext)).ok()
    }

    /// The file's name.
    pub fn file_name(&self) -> &str {
        self.path.file_name().and_then(|n| n.to_str()).unwrap_or("script.py")
    }
}

/// All scripts whose name contains `filter`.
///
/// # Errors
/// If one cannot be read or has unknown directives.
pub fn all(filter: &str) -> Result<Vec<Script>> {
    let base = root().join("tests/conformance");
    let mut scripts = Vec::new();
    for path in files_under(&base, "py")? {
        let inside = path.strip_prefix(&base).unwrap_or(&path).with_extension("");
        let name = inside.to_string_lossy().into_owned();
        // Folders in `support` hold modules that scripts import.
        if name.contains(filter) && !name.contains("support/") {
            scripts.push(Script::new(&name, &path, read_text(&path)?)?);
        }
    }
    Ok(scripts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(text: &str) -> Result<Script> {
        Script::new("a/b", Path::new("a/b.py"), text.into())
    }

    #[test]
    fn directives_are_in_the_first_comments_only() {
        let s = script("# features: LG08 LG10\n# expect: error\n# Why it is so.\nx = 1\n# boards: host\n")
            .unwrap();
        assert_eq!(s.features, ["LG08", "LG10"]);
        assert!(s.expects_error);
        assert!(s.runs_in_qemu);
    }

    #[test]
    fn a_mistyped_directive_is_an_error() {
        assert!(script("# expect: eror\n").is_err());
        assert!(script("# boards: pico\n").is_err());
    }
}
