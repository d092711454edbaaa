//! Checks across files: who imports whom, module order, where `unsafe` is.
//!
//! The table of crates is in ARCHITECTURE.md, between two marks, and is read
//! from there, so that what people read is what is checked.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use super::Finding;
use super::source::Source;
use crate::workspace::{files_under, read_text, relative};

/// The marks around the table.
const MARKS: [&str; 2] = ["<!-- import table -->", "<!-- end of import table -->"];

/// Stands behind a crate that only the build script may import.
const AT_BUILD: &str = " (build)";

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    /// Folders of crates; `*` stands for any part of a name.
    imports: Vec<String>,
    unsafety: Unsafety,
}

/// Where a crate may say `unsafe`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unsafety {
    Never,
    Anywhere,
    /// Paths below `src`; a folder ends in `/`.
    Only(Vec<String>),
}

/// A crate of the work tree.
#[derive(Debug, Clone)]
pub struct Crate {
    /// Its folder from the root, as `vm/algo`.
    pub folder: String,
    name: String,
    /// What it depends on, tests left out.
    depends: Vec<Dependency>,
}

/// An entry of a manifest.
#[derive(Debug, Clone)]
struct Dependency {
    package: String,
    /// Line of the manifest.
    line: usize,
    /// Whether it is the build script's.
    at_build: bool,
}

/// Finds all crates of the work tree.
///
/// # Errors
/// If a manifest cannot be read.
pub fn crates(root: &Path) -> Result<Vec<Crate>> {
    let mut found = Vec::new();
    for path in files_under(root, "toml")? {
        if path.file_name().is_none_or(|n| n != "Cargo.toml") {
            continue;
        }
        let text = read_text(&path)?;
        let folder = relative(path.parent().unwrap_or(root));
        if let Some(found_crate) =
            parse_manifest(&folder, &text).with_context(|| format!("in {folder}/Cargo.toml"))?
        {
            found.push(found_crate);
        }
    }
    Ok(found)
}

fn parse_manifest(folder: &str, text: &str) -> Result<Option<Crate>> {
    let table: toml::Table = toml::from_str(text)?;
    let Some(name) = table.get("package").and_then(|p| p.get("name")).and_then(|n| n.as_str()) else {
        return Ok(None);
    };
    let mut depends = Vec::new();
    let mut collect = |table: &toml::Table| {
        for (section, at_build) in [("dependencies", false), ("build-dependencies", true)] {
            for (key, value) in table.get(section).and_then(|d| d.as_table()).into_iter().flatten() {
                let package = value.get("package").and_then(|p| p.as_str()).unwrap_or(key).to_owned();
                let line = text.lines().position(|l| l.starts_with(key.as_str())).map_or(1, |i| i + 1);
                depends.push(Dependency { package, line, at_build });
            }
        }
    };
    collect(&table);
    for target in table.get("target").and_then(|t| t.as_table()).into_iter().flat_map(|t| t.values()) {
        if let Some(target) = target.as_table() {
            collect(target);
        }
    }
    Ok(Some(Crate { folder: folder.to_owned(), name: name.to_owned(), depends }))
}

/// The table of ARCHITECTURE.md.
pub struct Table {
    rows: BTreeMap<String, Row>,
}

impl Table {
    /// Reads the table between its marks.
    ///
    /// # Errors
    /// If the marks are not there or a row has not three cells.
    pub fn parse(text: &str) -> Result<Self> {
        let [open, close] = MARKS;
        let inside = text.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        let (inside, _) = inside.with_context(|| format!("no table between {open} and {close}"))?;
        let mut rows = BTreeMap::new();
        for line in inside.lines().filter(|l| l.starts_with('|')).skip(2) {
            let cells: Vec<String> =
                line.trim_matches('|').split('|').map(|c| c.trim().replace('`', "")).collect();
            let [folders, imports, unsafety] = cells.as_slice() else {
                anyhow::bail!("not three cells: {line}");
            };
            let row = Row { imports: list(imports), unsafety: Unsafety::parse(unsafety) };
            for folder in list(folders) {
                rows.insert(folder, row.clone());
            }
        }
        Ok(Self { rows })
    }

    fn row(&self, folder: &str) -> Option<&Row> {
        self.rows.get(folder).or_else(|| {
            let mut wild = self.rows.iter().filter(|(pattern, _)| fits(folder, pattern));
            wild.next().map(|(_, row)| row)
        })
    }
}

impl Unsafety {
    fn parse(cell: &str) -> Self {
        match cell {
            "never" => Self::Never,
            "yes" => Self::Anywhere,
            paths => Self::Only(list(paths)),
        }
    }

    fn covers(&self, path: &str) -> bool {
        match self {
            Self::Never => false,
            Self::Anywhere => true,
            Self::Only(paths) => {
                paths.iter().any(|p| path == p || (p.ends_with('/') && path.starts_with(p.as_str())))
            }
        }
    }
}

fn list(cell: &str) -> Vec<String> {
    cell.split(',').map(str::trim).filter(|s| !s.is_empty() && *s != "–").map(str::to_owned).collect()
}

fn fits(folder: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((front, back)) => {
            folder.len() >= front.len() + back.len() && folder.starts_with(front) && folder.ends_with(back)
        }
        None => folder == pattern,
    }
}

/// Checks the dependencies of all crates against the table.
pub fn check_imports(crates: &[Crate], table: &Table, findings: &mut Vec<Finding>) {
    let folders: BTreeMap<&str, &str> = crates.iter().map(|c| (c.name.as_str(), c.folder.as_str())).collect();
    for one in crates {
        let manifest = format!("{}/Cargo.toml", one.folder);
        let Some(row) = table.row(&one.folder) else {
            findings.push(Finding::new(&manifest, 1, "not in the import table of ARCHITECTURE.md"));
            continue;
        };
        for Dependency { package, line, at_build } in &one.depends {
            let Some(folder) = folders.get(package.as_str()) else { continue };
            let allows = |pattern: &String| match pattern.strip_suffix(AT_BUILD) {
                Some(pattern) => *at_build && fits(folder, pattern),
                None => fits(folder, pattern),
            };
            if !row.imports.iter().any(allows) {
                let text = format!("{} may not import {folder}; see ARCHITECTURE.md", one.folder);
                findings.push(Finding::new(&manifest, *line, text));
            }
        }
    }
}

/// Checks where a crate's files say `unsafe`.
pub fn check_unsafe(one: &Crate, table: &Table, sources: &[Source], findings: &mut Vec<Finding>) {
    let Some(row) = table.row(&one.folder) else { return };
    let base = format!("{}/src/", one.folder);
    for source in sources {
        let Some(path) = source.path.strip_prefix(&base) else { continue };
        let root = path == "lib.rs" || path == "main.rs";
        if root && row.unsafety == Unsafety::Never && !source.code.contains("#![forbid(unsafe_code)]") {
            findings.push(Finding::new(&source.path, 1, "lacks #![forbid(unsafe_code)]"));
        }
        if row.unsafety.covers(path) {
            continue;
        }
        for (line, code) in source.product() {
            let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
            // A type that keeps the promise of an unsafe trait says so where the type is.
            let is_impl = ["unsafe impl ", "unsafe impl<"].iter().any(|p| code.trim_start().starts_with(p));
            let promise = row.unsafety != Unsafety::Never && is_impl;
            let free = promise || code.contains("unsafe(");
            if !free && words.into_iter().any(|w| w == "unsafe") {
                findings.push(Finding::new(&source.path, line, "unsafe outside the files named for it"));
            }
        }
    }
}

/// Checks that a module names only modules above its own line in the crate's root.
///
/// A file `knot.rs` is free of this: it is where a crate ties its one cycle, for all to see.
pub fn check_order(one: &Crate, sources: &[Source], findings: &mut Vec<Finding>) {
    let base = format!("{}/src/", one.folder);
    let in_crate = |name: &str| sources.iter().find(|s| s.path == format!("{base}{name}"));
    let Some(root) = in_crate("lib.rs").or_else(|| in_crate("main.rs")) else { return };
    let order = modules(root);
    let place = |name: &str| order.iter().position(|m| m == name);
    for source in sources {
        let Some(path) = source.path.strip_prefix(&base) else { continue };
        if path.ends_with("knot.rs") {
            continue;
        }
        let own = path.split('/').next().unwrap_or(path).trim_end_matches(".rs");
        let Some(own_place) = place(own) else { continue };
        for (line, name) in named_modules(source, path) {
            if let Some(other) = place(&name)
                && other > own_place
            {
                let text = format!("module {own} names {name}, which comes after it in the crate's root");
                findings.push(Finding::new(&source.path, line, text));
            }
        }
    }
}

/// The modules that a crate's root declares, in order.
fn modules(root: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (_, code) in root.product() {
        let code = code.trim();
        let code =
            code.split_once("mod ").filter(|(before, _)| before.is_empty() || before.starts_with("pub"));
        if let Some((_, rest)) = code
            && let Some(name) = rest.strip_suffix(';').or_else(|| rest.strip_suffix(" {"))
        {
            found.push(name.trim().to_owned());
        }
    }
    found
}

/// The first segments of all `crate::` paths in the product code, with their lines.
fn named_modules(source: &Source, path: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut prefixes = vec!["crate::"];
    if !path.contains('/') {
        prefixes.push("super::");
    }
    for prefix in prefixes {
        for (at, _) in source.code.match_indices(prefix) {
            let line = source.line_of(at);
            let before = source.code.get(..at).and_then(|s| s.chars().next_back());
            if source.is_test(line) || before.is_some_and(|c| c == '$' || c == ':' || c.is_alphanumeric()) {
                continue;
            }
            let rest = source.code.get(at + prefix.len()..).unwrap_or_default();
            for name in first_segments(rest) {
                found.push((line, name));
            }
        }
    }
    found
}

/// The names right after `crate::`: one, or several in braces.
fn first_segments(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut depth = 0;
    let mut start = 0;
    let mut found = Vec::new();
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                found.push(name(group.get(start..i).unwrap_or_default()));
                start = i + 1;
            }
            '}' => {
                found.push(name(group.get(start..i).unwrap_or_default()));
                break;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
<!-- import table -->
| crate | may import | unsafe in |
|---|---|---|
| `vm/algo`, `vm/host` | – | never |
| `vm/object` | `vm/algo` | `model/`, `stack.rs` |
| `kernel/*-sys` | – | yes |
| `services/*` | `kernel/*`, `vm/algo` (build) | `ffi.rs` |
<!-- end of import table -->
";

    fn krate(folder: &str, depends: &str) -> Crate {
        let name = folder.rsplit('/').next().unwrap();
        let text = format!(
            "[package]\nname = \"pyrite-{name}\"\n[dependencies]\n{depends}\n[dev-dependencies]\nx = \"1\"\n"
        );
        parse_manifest(folder, &text).unwrap().unwrap()
    }

    fn lines(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(|f| format!("{}:{} {}", f.path, f.line, f.text)).collect()
    }

    #[test]
    fn an_edge_that_the_table_lacks_is_found() {
        let table = Table::parse(TABLE).unwrap();
        let crates = [
            krate("vm/algo", "pyrite-object = { path = \"../object\" }"),
            krate("vm/object", "pyrite-algo = { path = \"../algo\" }\nserde = \"1\""),
            krate("services/net", "pyrite-rtos.workspace = true"),
            krate("kernel/rtos", ""),
            krate("kernel/freertos-sys", ""),
        ];
        let mut found = Vec::new();
        check_imports(&crates, &table, &mut found);
        let found = lines(&found);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("vm/algo/Cargo.toml:4 vm/algo may not import vm/object"), "{found:?}");
        assert!(found[1].contains("kernel/rtos/Cargo.toml:1 not in the import table"), "{found:?}");
    }

    #[test]
    fn an_edge_of_the_build_is_no_edge_of_the_program() {
        let table = Table::parse(TABLE).unwrap();
        let algo = krate("vm/algo", "");
        let edge = "pyrite-algo = { path = \"../algo\" }";
        let mut found = Vec::new();
        let built = krate("services/net", &format!("[build-dependencies]\n{edge}"));
        check_imports(&[algo.clone(), built], &table, &mut found);
        assert_eq!(lines(&found), [""; 0]);
        check_imports(&[algo, krate("services/net", edge)], &table, &mut found);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn unsafe_is_only_where_the_table_says() {
        let table = Table::parse(TABLE).unwrap();
        let one = krate("vm/object", "");
        let file = |path: &str, text: &str| Source::new(&format!("vm/object/src/{path}"), text);
        let sources = [
            file("lib.rs", "//! T.\n"),
            file("model/a.rs", "unsafe { f() }\n"),
            file("stack.rs", "unsafe { f() }\n"),
            file("types/a.rs", "unsafe impl Storage for A {}\n"),
            file("exc.rs", "// unsafe\nlet x = unsafe { f() };\n"),
        ];
        let mut found = Vec::new();
        check_unsafe(&one, &table, &sources, &mut found);
        assert_eq!(lines(&found), ["vm/object/src/exc.rs:2 unsafe outside the files named for it"]);
        let mut found = Vec::new();
        check_unsafe(
            &krate("vm/algo", ""),
            &table,
            &[Source::new("vm/algo/src/lib.rs", "//! T.\n")],
            &mut found,
        );
        assert!(lines(&found)[0].contains("forbid"));
    }

    #[test]
    fn modules_name_only_what_is_above_them() {
        let one = krate("vm/x", "");
        let sources = [
            Source::new("vm/x/src/lib.rs", "//! T.\nmod low;\npub mod mid;\npub(crate) mod high;\n"),
            Source::new(
                "vm/x/src/low.rs",
                "use crate::high::A;\n#[cfg(test)]\nmod tests { use crate::high::B; }\n",
            ),
            Source::new("vm/x/src/mid.rs", "use crate::{low::{a, b}, high};\nuse super::high::C;\n"),
            Source::new("vm/x/src/high/sub.rs", "use crate::{low, mid};\nuse super::x;\n"),
            Source::new("vm/x/src/low/knot.rs", "use crate::high::D;\n"),
        ];
        let mut found = Vec::new();
        check_order(&one, &sources, &mut found);
        let found = lines(&found);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("vm/x/src/low.rs:1 module low names high"), "{found:?}");
        assert!(found[1].starts_with("vm/x/src/mid.rs:1"), "{found:?}");
        assert!(found[2].starts_with("vm/x/src/mid.rs:2"), "{found:?}");
    }

    #[test]
    fn a_table_without_marks_is_an_error() {
        assert!(Table::parse("| a | b | c |\n").is_err());
        assert!(Table::parse(&TABLE.replace("| yes |", "|")).is_err());
    }
}
