//! Checks of Markdown files: tables, and what a public page must not mention.

use super::Finding;

/// Longest README of a top folder.
const MAX_README_LINES: usize = 40;

/// Runs every check of this file.
pub fn check(path: &str, text: &str, findings: &mut Vec<Finding>) {
    let mut fenced = false;
    let mut columns = None;
    for (i, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced || !line.starts_with('|') {
            columns = None;
            continue;
        }
        let cells = cells(line);
        match columns {
            None => columns = Some(cells),
            Some(expected) if expected != cells => {
                let text = format!("a table row of {cells} cells under a head of {expected}");
                findings.push(Finding::new(path, i + 1, text));
            }
            Some(_) => {}
        }
    }
    let is_folder_readme = path.ends_with("/README.md");
    if is_folder_readme && text.lines().count() > MAX_README_LINES {
        findings.push(Finding::new(path, 1, format!("a folder's README over {MAX_README_LINES} lines")));
    }
}

/// The cells of a table row; `\|` is text, and so is a bar in code.
fn cells(line: &str) -> usize {
    let mut count = 0;
    let mut code = false;
    let mut escaped = false;
    for c in line.trim().trim_start_matches('|').chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '`' => code = !code,
            '|' if !code => count += 1,
            _ => {}
        }
    }
    if line.trim_end().ends_with('|') { count } else { count + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        let mut found = Vec::new();
        check(path, text, &mut found);
        found.len()
    }

    #[test]
    fn rows_have_as_many_cells_as_the_head() {
        assert_eq!(findings("a.md", "| a | b |\n|---|---|\n| `x | y` | 2 |\n| a \\| b | 3 |\n"), 0);
        assert_eq!(findings("a.md", "| a | b |\n|---|---|\n| 1 |\n"), 1);
        assert_eq!(findings("a.md", "```\n| a | b |\n| 1 |\n```\n"), 0);
    }

    #[test]
    fn folder_readmes_are_short() {
        assert_eq!(findings("vm/README.md", &"x\n".repeat(41)), 1);
        assert_eq!(findings("README.md", &"x\n".repeat(41)), 0);
    }
}
