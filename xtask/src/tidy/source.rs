//! A Rust source file with comments, literals and tests told apart.
//!
//! No parser: a scanner that blanks out what is not code and finds matching
//! braces. That is enough for checks that look for words and shapes, and it
//! keeps line numbers as they are.

/// One file, seen three ways. All three have the same lines.
pub struct Source {
    /// The path from the root, with `/`.
    pub path: String,
    /// What the file holds.
    pub text: String,
    /// The code alone: comments and the insides of literals are blanks.
    pub code: String,
    /// The comments alone.
    pub comments: String,
    /// For each line, whether it belongs to tests only.
    test_lines: Vec<bool>,
}

impl Source {
    /// Takes a file apart.
    pub fn new(path: &str, text: &str) -> Self {
        let (code, comments) = split(text);
        let all_tests = is_test_path(path);
        let mut test_lines = vec![all_tests; text.lines().count()];
        for (start, end) in test_items(&code) {
            let first = line_of(&code, start);
            let last = line_of(&code, end);
            for line in test_lines.iter_mut().take(last).skip(first - 1) {
                *line = true;
            }
        }
        Self { path: path.into(), text: text.into(), code, comments, test_lines }
    }

    /// Whether a line (counted from 1) is there for tests only.
    pub fn is_test(&self, line: usize) -> bool {
        self.test_lines.get(line.wrapping_sub(1)).copied().unwrap_or(false)
    }

    /// Paths below which everything is there for tests only: the modules declared so here.
    pub fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder,
            _ => self.path.trim_end_matches(".rs"),
        };
        let mut found = Vec::new();
        for (start, end) in test_items(&self.code) {
            let item = self.code.get(start..end).unwrap_or_default();
            if let Some((_, name)) = item.rsplit_once("mod ")
                && !item.contains('{')
            {
                found.push(format!("{folder}/{}", name.trim()));
            }
        }
        found
    }

    /// Takes note that the whole file is there for tests only.
    pub fn mark_as_test(&mut self) {
        self.test_lines.fill(true);
    }

    /// Lines that are not there for tests only.
    pub fn product_lines(&self) -> usize {
        self.test_lines.iter().filter(|test| !**test).count()
    }

    /// The code line by line with line numbers, without tests.
    pub fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(i, l)| (i + 1, l)).filter(|(line, _)| !self.is_test(*line))
    }

    /// The line of a position in the code, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        line_of(&self.code, offset)
    }
}

fn is_test_path(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "benches" || part == "examples")
        || path.ends_with("/tests.rs")
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1
}

/// The ranges of items under `#[cfg(test)]`.
fn test_items(code: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (start, attribute) in code.match_indices("#[cfg(test)]") {
        let after = start + attribute.len();
        let rest = code.get(after..).unwrap_or_default();
        let brace = rest.find('{');
        let semicolon = rest.find(';');
        let end = match (brace, semicolon) {
            (Some(b), s) if s.is_none_or(|s| b < s) => matching_brace(code, after + b),
            (_, Some(s)) => Some(after + s),
            _ => None,
        };
        found.push((start, end.unwrap_or(code.len())));
    }
    found
}

/// The position of the brace that closes the one at `open`.
pub fn matching_brace(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// Splits a text into code and comments, each with blanks for the rest.
fn split(text: &str) -> (String, String) {
    let bytes = text.as_bytes();
    let mut code = vec![b' '; bytes.len()];
    let mut comments = code.clone();
    for (i, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' {
            set(&mut code, i, b'\n');
            set(&mut comments, i, b'\n');
        }
    }
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let (len, kind) = piece(rest, at.checked_sub(1).and_then(|p| bytes.get(p)).copied());
        let len = len.max(1);
        let into = match kind {
            Kind::Comment => Some(&mut comments),
            Kind::Code => Some(&mut code),
            Kind::Literal => {
                set(&mut code, at, byte);
                set(&mut code, at + len - 1, *rest.get(len - 1).unwrap_or(&b' '));
                None
            }
        };
        if let Some(into) = into {
            for i in at..at + len {
                set(into, i, bytes.get(i).copied().unwrap_or(b' '));
            }
        }
        at += len;
    }
    (String::from_utf8_lossy(&code).into_owned(), String::from_utf8_lossy(&comments).into_owned())
}

fn set(buffer: &mut [u8], at: usize, byte: u8) {
    if let Some(place) = buffer.get_mut(at) {
        // A character of several bytes may be cut by a blank; '?' keeps the text valid.
        *place = if byte.is_ascii() { byte } else { b'?' };
    }
}

enum Kind {
    Code,
    Comment,
    Literal,
}

/// The length and kind of the piece at the front of `rest`.
fn piece(rest: &[u8], before: Option<u8>) -> (usize, Kind) {
    let starts_word = !before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    match rest {
        [b'/', b'/', ..] => (until(rest, b'\n'), Kind::Comment),
        [b'/', b'*', ..] => (block_comment(rest), Kind::Comment),
        [b'"', ..] => (quoted(rest, 1), Kind::Literal),
        [b'r', b'"' | b'#', ..] if starts_word => match raw_string(rest, 1) {
            Some(len) => (len, Kind::Literal),
            None => (1, Kind::Code),
        },
        [b'b' | b'c', b'r', b'"' | b'#', ..] if starts_word => match raw_string(rest, 2) {
            Some(len) => (len, Kind::Literal),
            None => (2, Kind::Code),
        },
        [b'\'', b'\\', ..] => (quoted_char(rest), Kind::Literal),
        [b'\'', first, ..] => {
            let width = if first.is_ascii() { 1 } else { utf8_width(*first) };
            if rest.get(1 + width) == Some(&b'\'') { (width + 2, Kind::Literal) } else { (1, Kind::Code) }
        }
        _ => (1, Kind::Code),
    }
}

fn utf8_width(first: u8) -> usize {
    match first.leading_ones() {
        0 => 1,
        n => n as usize,
    }
}

fn until(rest: &[u8], end: u8) -> usize {
    rest.iter().position(|b| *b == end).unwrap_or(rest.len())
}

fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0usize;
    let mut i = 0;
    while i < rest.len() {
        match rest.get(i..i + 2) {
            Some(b"/*") => {
                depth += 1;
                i += 2;
            }
            Some(b"*/") => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    rest.len()
}

fn quoted(rest: &[u8], mut i: usize) -> usize {
    while let Some(byte) = rest.get(i) {
        match byte {
            b'\\' => i += 2,
            b'"' => return i + 1,
            _ => i += 1,
        }
    }
    rest.len()
}

fn quoted_char(rest: &[u8]) -> usize {
    let mut i = 1;
    while let Some(byte) = rest.get(i) {
        match byte {
            b'\\' => i += 2,
            b'\'' => return i + 1,
            b'\n' => return 1,
            _ => i += 1,
        }
    }
    1
}

fn raw_string(rest: &[u8], prefix: usize) -> Option<usize> {
    let hashes = rest.iter().skip(prefix).take_while(|b| **b == b'#').count();
    if rest.get(prefix + hashes) != Some(&b'"') {
        return None;
    }
    let body = prefix + hashes + 1;
    let mut i = body;
    while i < rest.len() {
        if rest.get(i) == Some(&b'"') && rest.iter().skip(i + 1).take(hashes).all(|b| *b == b'#') {
            return Some((i + 1 + hashes).min(rest.len()));
        }
        i += 1;
    }
    Some(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_not_code() {
        let s =
            Source::new("a.rs", "let x = \"unsafe // no\"; // unsafe\n/* a /* b */ unsafe */ let y = 'u';\n");
        assert!(!s.code.contains("unsafe"));
        assert!(s.code.contains("let y"));
        assert!(s.comments.contains("unsafe"));
        assert_eq!(s.code.lines().count(), 2);
    }

    #[test]
    fn lifetimes_are_not_literals() {
        let s = Source::new(
            "a.rs",
            "fn f<'a>(x: &'a str) -> &'a str { unsafe { g(x) } }\nlet q = '\\''; let r = 1;",
        );
        assert!(s.code.contains("unsafe"));
        assert!(s.code.contains("let r"));
    }

    #[test]
    fn raw_strings_end_at_their_own_hashes() {
        let s = Source::new("a.rs", "let x = r#\"a \" unsafe \"# ; let r#type = 1; let y = br\"x\";");
        assert!(!s.code.contains("unsafe"));
        assert!(s.code.contains("r#type"));
        assert!(s.code.contains("let y"));
    }

    #[test]
    fn items_under_cfg_test_are_tests() {
        let s = Source::new("a.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n");
        assert_eq!(s.product_lines(), 2);
        assert!(s.is_test(4));
        assert!(!s.is_test(6));
        let root =
            Source::new("x/src/lib.rs", "mod a;\n#[cfg(test)]\npub mod testing;\n#[cfg(test)]\nmod b {}\n");
        assert_eq!(root.test_modules(), ["x/src/testing"]);
        assert!(Source::new("x/tests/a.rs", "fn a() {}\n").is_test(1));
    }
}
