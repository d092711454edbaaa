//! The source lines of an entry, with carets below what failed.

use pyrite_algo::{Buf, OutOfMemory};

use super::anchors::{self, Anchors};
use super::writer::Writer;
use crate::width;

/// A place in the lines: index of the line, byte offset in it.
type Place = (usize, usize);

/// What is marked in the lines.
struct Marks {
    start: usize,
    end: usize,
    anchors: Option<(Place, Place)>,
    shown: bool,
}

/// Writes `lines`, which hold a range from byte `col` of the first to byte `end_col` of the last.
///
/// # Errors
/// [`OutOfMemory`]; part of it may be written.
pub fn write(out: &mut Writer<'_>, lines: &[&str], col: usize, end_col: usize) -> Result<(), OutOfMemory> {
    let margin = common_margin(lines);
    let mut dedented = Buf::with_capacity(lines.len())?;
    for line in lines {
        let blank = line.trim().is_empty();
        dedented.push(if blank { "" } else { line.get(margin..).unwrap_or("") })?;
    }
    let (Some(first), Some(last)) = (dedented.first(), dedented.last()) else { return Ok(()) };
    let start = boundary(first, col.saturating_sub(margin));
    let end = boundary(last, end_col.saturating_sub(margin));
    let marks = marks(&dedented, start, end)?;
    let mut before: Option<usize> = None;
    for line in 0..dedented.len() {
        if !is_significant(line, dedented.len(), &marks) {
            continue;
        }
        match before.map(|before| line - before) {
            Some(2) => write_line(out, &dedented, line - 1, &marks),
            Some(gap) if gap > 2 => out.print(format_args!("    ...<{} lines>...\n", gap - 1)),
            _ => {}
        }
        write_line(out, &dedented, line, &marks);
        before = Some(line);
    }
    Ok(())
}

/// Bytes of white space that all lines but blank ones begin with.
fn common_margin(lines: &[&str]) -> usize {
    let mut common: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let margin = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or("");
        common = Some(match common {
            None => margin,
            Some(common) => {
                let same = common.bytes().zip(margin.bytes()).take_while(|(a, b)| a == b).count();
                common.get(..same).unwrap_or("")
            }
        });
    }
    common.map_or(0, str::len)
}

/// The nearest character boundary at or before `offset`.
fn boundary(line: &str, offset: usize) -> usize {
    let mut offset = offset.min(line.len());
    while !line.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn marks(lines: &[&str], start: usize, end: usize) -> Result<Marks, OutOfMemory> {
    let mut text = Buf::<u8>::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push(b'\n')?;
        }
        text.extend_from_slice(line.as_bytes())?;
    }
    let last = lines.last().copied().unwrap_or("");
    let stop = text.len() - (last.len() - end);
    let segment = text.get(start..stop).unwrap_or(&[]);
    let place = |offset: usize| {
        let before = segment.get(..offset).unwrap_or(segment);
        let line = before.iter().filter(|&&byte| byte == b'\n').count();
        let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count();
        (line, if line == 0 { column + start } else { column })
    };
    let anchors = anchors::find(segment).map(|Anchors { left, right }| (place(left), place(right)));
    let first = lines.first().copied().unwrap_or("");
    let part = !first.get(..start).unwrap_or("").trim_start().is_empty()
        || !last.get(end..).unwrap_or("").trim_end().is_empty();
    let shown = (anchors.is_some() || part) && !anchors::is_plain_call(&text, start, stop);
    Ok(Marks { start, end, anchors, shown })
}

/// Whether a line is shown: the first, the last, and those about the anchors.
fn is_significant(line: usize, count: usize, marks: &Marks) -> bool {
    let near = |place: Place| line + 1 >= place.0 && line <= place.0 + 1;
    line == 0 || line + 1 == count || marks.anchors.is_some_and(|(left, right)| near(left) || near(right))
}

fn columns(text: &str) -> usize {
    text.chars().map(|character| width::of_char(character).max(1)).sum()
}

fn write_line(out: &mut Writer<'_>, lines: &[&str], index: usize, marks: &Marks) {
    let line = lines.get(index).copied().unwrap_or("");
    out.print(format_args!("    {line}\n"));
    if !marks.shown {
        return;
    }
    let column = |offset: usize| columns(line.get(..offset).unwrap_or(line));
    let is_last = index + 1 == lines.len();
    let stop = if is_last { column(marks.end) } else { columns(line) };
    let blanks = line.chars().take_while(|character| character.is_whitespace()).count();
    let first = if index == 0 { column(marks.start) } else { 0 };
    out.print(format_args!("    "));
    for at in 0..stop {
        let mark = match marks.anchors {
            _ if at < blanks || at < first => " ",
            Some((left, right)) => {
                let behind = index > left.0 || (index == left.0 && at >= column(left.1));
                let before = index < right.0 || (index == right.0 && at < column(right.1));
                if behind && before { "^" } else { "~" }
            }
            None => "^",
        };
        out.bytes(mark.as_bytes());
    }
    out.bytes(b"\n");
}
