//! What the tests of this crate share.
#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs and fails by panicking")]

use pyrite_syntax::{Ast, ErrorKind, Mode, Options, Parser, Source, SyntaxError, dump};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The dump of every statement, or the error.
pub fn tree(bytes: &[u8], options: Options) -> Result<String, String> {
    let source = Source::decode(bytes).map_err(|error| describe(&error, bytes))?;
    let mut parser = Parser::new(&source, options);
    let mut ast = Ast::new();
    let mut out = String::new();
    while let Some(id) = parser.next_statement(&mut ast).map_err(|error| describe(&error, source.text()))? {
        dump::statement(&ast, id, &mut out).map_err(|_| "format".to_string())?;
        out.push('\n');
        ast.reset();
    }
    Ok(out)
}

/// Parses all of `bytes`; the kind of the error, if any.
pub fn kind(bytes: &[u8], options: Options) -> Option<ErrorKind> {
    let source = match Source::decode(bytes) {
        Ok(source) => source,
        Err(error) => return Some(error.kind),
    };
    let mut parser = Parser::new(&source, options);
    let mut ast = Ast::new();
    loop {
        match parser.next_statement(&mut ast) {
            Ok(Some(_)) => ast.reset(),
            Ok(None) => return None,
            Err(error) => return Some(error.kind),
        }
    }
}

/// Exception, message, line and column, as the oracle prints them.
pub fn describe(error: &SyntaxError, text: &[u8]) -> String {
    let name = match error.kind {
        ErrorKind::Syntax => "SyntaxError",
        ErrorKind::Indentation => "IndentationError",
        ErrorKind::Tab => "TabError",
        ErrorKind::TooDeep | ErrorKind::OutOfMemory => "MemoryError",
        ErrorKind::Incomplete => "Incomplete",
        ErrorKind::NoNameTable => "NoNameTable",
    };
    let at = error.location(text);
    format!("{name}|{}|{}|{}", error.message(text), at.line, at.column)
}

pub fn exec() -> Options {
    Options::new(Mode::Exec)
}

/// CPython with `oracle.py`.
pub struct Oracle {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    pub python: String,
    pub version: (u32, u32),
    pub library: PathBuf,
}

impl Oracle {
    /// The newest CPython of those found; `None` if there is none from 3.11 on.
    pub fn start() -> Option<Self> {
        let mut found = None;
        let named = std::env::var("PYRITE_PYTHON").ok();
        let home =
            std::env::var("PYENV_ROOT").or_else(|_| std::env::var("HOME").map(|home| home + "/.pyenv"));
        let installed = home.map(|root| root + "/versions/3.13.0/bin/python3").unwrap_or_default();
        for python in named.iter().map(String::as_str).chain([&*installed, "python3.13", "python3"]) {
            let code = "import sys, os; print(*sys.version_info[:2], os.path.dirname(os.__file__))";
            let Ok(output) = Command::new(python).args(["-c", code]).output() else { continue };
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let mut words = text.split_whitespace();
            let mut number = || words.next().and_then(|word| word.parse().ok());
            let (Some(major), Some(minor)) = (number(), number()) else { continue };
            if (major, minor) >= (3, 11) {
                let library = words.next().unwrap_or("").into();
                found = Some((python.to_string(), (major, minor), library));
                break;
            }
        }
        let (python, version, library) = found?;
        let mut child = Command::new(&python)
            .arg(folder().join("oracle.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let out = BufReader::new(child.stdout.take()?);
        Some(Self { child, out, python, version, library })
    }

    /// What CPython makes of the file at `path`.
    pub fn ask(&mut self, path: &Path) -> String {
        let stdin = self.child.stdin.as_mut().unwrap();
        writeln!(stdin, "{}", path.display()).unwrap();
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        let mut text = vec![0; line.trim().parse().unwrap()];
        self.out.read_exact(&mut text).unwrap();
        self.out.read_line(&mut line).unwrap();
        String::from_utf8_lossy(&text).into_owned()
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

pub fn python_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "py"))
        .collect();
    files.sort();
    files
}
