//! The lines of a SyntaxError: where it is, the source line, carets.

use pyrite_algo::Buf;
use pyrite_object::new::Text;
use pyrite_object::raw::int::Int;
use pyrite_object::raw::str::Str;
use pyrite_object::{Obj, Ref, names};

use super::Printer;

/// An attribute that is a number.
fn number(printer: &Printer<'_>, exception: &Obj, name: &Obj) -> Option<i64> {
    printer.attr(exception, name)?.int().and_then(Int::to_i64)
}

/// Writes the lines of `exception`, whose type is called `name`.
pub fn write(printer: &mut Printer<'_>, exception: &Obj, name: &str) {
    let text_attr = |printer: &Printer<'_>, name: &Obj| {
        printer.attr(exception, name).filter(|text| text.cast::<Str>().is_some())
    };
    let filename = printer.attr(exception, names::FILENAME()).filter(|filename| !filename.is_none());
    let line = number(printer, exception, names::LINENO());
    if let Some(line) = line {
        let file = filename.clone().unwrap_or_else(|| names::STRING().own());
        let file = match file.cast::<Str>().and_then(|file| file.ascii()) {
            Some(shown) if shown.starts_with("<stdin>-") => names::STDIN_NAME().own(),
            _ => file,
        };
        printer.out.print(format_args!("  File \"{}\", line {line}\n", Text(&file)));
        if let Some(text) = text_attr(printer, names::TEXT()) {
            source_line(printer, exception, &text, line);
        }
    }
    let message = printer.attr(exception, names::MSG()).filter(|message| !message.is_none());
    let message = message.map(|message| printer.vm.to_str(&message));
    printer.out.print(format_args!("{name}: "));
    match message {
        Some(Ok(message)) => printer.out.print(format_args!("{}", Text(&message))),
        Some(Err(raised)) => {
            printer.forget(raised);
            printer.out.print(format_args!("<exception str() failed>"));
        }
        None => printer.out.print(format_args!("<no detail available>")),
    }
    match filename {
        Some(filename) if line.is_none() => printer.out.print(format_args!(" ({})\n", Text(&filename))),
        _ => printer.out.print(format_args!("\n")),
    }
}

/// The source line, and the carets below it if the place is in it.
fn source_line(printer: &mut Printer<'_>, exception: &Obj, text: &Ref, line: i64) {
    let Ok(text) = printer.vm.utf8(text).map_err(|raised| printer.forget(raised)) else { return };
    let text: Buf<u8> = text;
    let Ok(whole) = core::str::from_utf8(&text) else { return };
    let right = whole.trim_end_matches('\n');
    let left = right.trim_start_matches([' ', '\n', '\x0c']);
    let spaces = (right.chars().count() - left.chars().count()) as i64;
    printer.out.print(format_args!("    {left}\n"));
    let Some(mut offset) = number(printer, exception, names::OFFSET()) else { return };
    let end_line = number(printer, exception, names::END_LINENO());
    let end_offset = number(printer, exception, names::END_OFFSET());
    let chars = whole.chars().count() as i64;
    let mut end = if end_line.is_none() || end_line == Some(line) {
        end_offset.filter(|&end| end != 0).unwrap_or(offset)
    } else {
        right.chars().count() as i64 + 1
    };
    if chars > 0 && offset > chars {
        offset = chars + 1;
    }
    if offset >= end || end < 0 {
        end = offset + 1;
    }
    let (col, end_col) = (offset - 1 - spaces, end - 1 - spaces);
    if col < 0 {
        return;
    }
    printer.out.print(format_args!("    "));
    for character in left.chars().take(col as usize) {
        let blank = if character.is_whitespace() { character } else { ' ' };
        printer.out.print(format_args!("{blank}"));
    }
    for _ in col..end_col {
        printer.out.print(format_args!("^"));
    }
    printer.out.print(format_args!("\n"));
}
