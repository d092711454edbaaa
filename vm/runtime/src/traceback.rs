//! Exceptions as text, in the words and the layout of CPython 3.13.
//!
//! Printing must not fail: what goes wrong on the way is left out.

mod writer;
mod anchors;
mod excerpt;
mod syntax;
#[cfg(test)]
mod tests;

use pyrite_algo::{Buf, OutOfMemory};
use pyrite_interp::function::{Function, code_of};
use pyrite_interp::traceback::Traceback;
use pyrite_object::coll::list::List;
use pyrite_object::exc::{BaseException, as_exception};
use pyrite_object::new::Text;
use pyrite_object::raw::bytes::Bytes;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::types::exceptions;
use pyrite_object::{Obj, Raised, Ref, This, TypeRef, Vm, names};

use crate::source;
use writer::Writer;

/// Equal entries in a row that are shown; the rest is counted.
const REPEATED: usize = 3;

/// Exceptions of a group that are shown.
const GROUP_WIDTH: usize = 15;

/// Groups within groups that are shown.
const GROUP_DEPTH: usize = 10;

/// Exceptions in a chain that are shown.
const CHAIN: usize = 64;

/// Writes `exception` with its traceback, its causes and its notes into `sink`.
pub fn print(vm: &Vm, exception: &Obj, sink: &mut dyn FnMut(&[u8])) {
    Printer { vm, out: Writer::new(sink), need_close: false }.chain(exception, 0);
}

/// Appends the lines of `text` to `into`, with carets from byte `col` of the first line to byte
/// `end_col` of the last one.
///
/// # Errors
/// [`OutOfMemory`]
pub fn excerpt(text: &[u8], col: usize, end_col: usize, into: &mut Buf<u8>) -> Result<(), OutOfMemory> {
    let Ok(text) = core::str::from_utf8(text) else { return Ok(()) };
    let mut lines = Buf::new();
    for line in text.split('\n') {
        lines.push(line.trim_end())?;
    }
    let mut result = Ok(());
    let mut sink = |piece: &[u8]| {
        if result.is_ok() {
            result = into.extend_from_slice(piece);
        }
    };
    excerpt::write(&mut Writer::new(&mut sink), &lines, col, end_col)?;
    result
}

struct Printer<'a> {
    vm: &'a Vm,
    out: Writer<'a>,
    /// The last exception of the innermost group still owes the group's last line.
    need_close: bool,
}

impl Printer<'_> {
    /// Drops an exception that was raised on the way.
    fn forget(&self, raised: Raised) {
        drop(self.vm.take_raised(raised));
    }

    fn attr(&self, object: &Obj, name: &Obj) -> Option<Ref> {
        self.vm.find_attr(object, name).unwrap_or_else(|raised| {
            self.forget(raised);
            None
        })
    }

    /// The exception behind those it came from.
    fn chain(&mut self, exception: &Obj, groups: usize) {
        let mut links: Buf<(Ref, &'static str)> = Buf::new();
        let mut next = Some((exception.own(), ""));
        while let Some((link, sentence)) = next.take() {
            if links.iter().any(|(seen, _)| seen.is(&link)) {
                break;
            }
            next = as_exception(&link).and_then(origin);
            if links.push((link, sentence)).is_err() || links.len() >= CHAIN {
                break;
            }
        }
        while let Some((link, sentence)) = links.pop() {
            self.one(&link, groups);
            if !sentence.is_empty() {
                self.out.print(format_args!("\n{sentence}\n\n"));
            }
        }
    }

    /// One exception, or one group with its exceptions.
    fn one(&mut self, exception: &Obj, groups: usize) {
        let group = TypeRef::of(&exceptions::BASE_EXCEPTION_GROUP);
        let members = if exception.type_().is_subtype_of(group) { self.members(exception) } else { None };
        let traceback = as_exception(exception).and_then(|this| this.traceback.get());
        let Some(members) = members else {
            if let Some(traceback) = traceback {
                self.out.print(format_args!("Traceback (most recent call last):\n"));
                self.entries(traceback);
            }
            self.last_lines(exception);
            return;
        };
        if groups > GROUP_DEPTH {
            self.out.print(format_args!("... (max_group_depth is {GROUP_DEPTH})\n"));
            return;
        }
        let top = self.out.depth() == 0;
        if top {
            self.out.set_depth(1);
        }
        if let Some(traceback) = traceback {
            self.out.set_margin(if top { b'+' } else { b'|' });
            self.out.print(format_args!("Exception Group Traceback (most recent call last):\n"));
            self.out.set_margin(b'|');
            self.entries(traceback);
        }
        self.last_lines(exception);
        self.group(&members, groups);
        if top {
            self.out.set_depth(0);
        }
    }

    fn members(&self, exception: &Obj) -> Option<Ref> {
        let name = self.vm.intern("exceptions").ok()?;
        self.attr(exception, &name).filter(|members| members.cast::<Tuple>().is_some())
    }

    fn group(&mut self, members: &Obj, groups: usize) {
        let Some(members) = members.cast::<Tuple>() else { return };
        let count = members.items().len();
        let depth = self.out.depth();
        self.need_close = false;
        for (index, member) in members.items().iter().take(GROUP_WIDTH + 1).enumerate() {
            let last = index + 1 == count.min(GROUP_WIDTH + 1);
            self.need_close |= last;
            let corner = if index == 0 { "+-" } else { "  " };
            let dashes = "----------------";
            if index < GROUP_WIDTH {
                self.out.frame(format_args!("{corner}+{dashes} {} {dashes}\n", index + 1));
                self.out.set_depth(depth + 1);
                self.chain(member, groups + 1);
            } else {
                self.out.frame(format_args!("{corner}+{dashes} ... {dashes}\n"));
                self.out.set_depth(depth + 1);
                let rest = count - GROUP_WIDTH;
                let plural = if rest > 1 { "s" } else { "" };
                self.out.print(format_args!("and {rest} more exception{plural}\n"));
            }
            if last && core::mem::take(&mut self.need_close) {
                self.out.frame(format_args!("+------------------------------------\n"));
            }
            self.out.set_depth(depth);
        }
    }

    /// The entries of a traceback, the oldest call first.
    fn entries(&mut self, first: Ref) {
        let mut next = Some(first);
        let mut last: Option<(Ref, u32)> = None;
        let mut count = 0;
        while let Some(object) = next.take() {
            let Some(entry) = object.exact::<Traceback>() else { break };
            next = entry.next.get();
            let line = entry.line();
            let same = last
                .as_ref()
                .is_some_and(|(function, at)| *at == line && same_place(function, &entry.function));
            if !same {
                self.repeated(count);
                count = 0;
                last = Some((entry.function.clone(), line));
            }
            count += 1;
            if count <= REPEATED {
                self.entry(&entry.function, entry.index, line);
            }
        }
        self.repeated(count);
    }

    fn repeated(&mut self, count: usize) {
        if count > REPEATED {
            let more = count - REPEATED;
            let plural = if more > 1 { "s" } else { "" };
            self.out.print(format_args!("  [Previous line repeated {more} more time{plural}]\n"));
        }
    }

    fn entry(&mut self, function: &Obj, index: u32, line: u32) {
        let Some(function) = function.exact::<Function>() else { return };
        let code = code_of(function.storage());
        let filename = code.filename();
        let shown = match filename.cast::<Str>().and_then(|name| name.ascii()) {
            Some(name) if name.starts_with("<stdin>-") => "<stdin>",
            _ => "",
        };
        if shown.is_empty() {
            self.out.print(format_args!(
                "  File \"{}\", line {line}, in {}\n",
                Text(filename),
                Text(code.name(0))
            ));
        } else {
            self.out.print(format_args!("  File \"{shown}\", line {line}, in {}\n", Text(code.name(0))));
        }
        let columns = code.view().and_then(|view| view.position(index)).and_then(|position| position.columns);
        let end_line = columns.map_or(line, |columns| columns.end_line.max(line));
        let Some(text) = source::lines(self.vm, filename, line, end_line) else { return };
        let Ok(text) = core::str::from_utf8(&text) else { return };
        let mut lines = Buf::new();
        for each in text.split_terminator('\n') {
            if lines.push(each.trim_end()).is_err() {
                return;
            }
        }
        let missing = lines.len() <= (end_line - line) as usize;
        match columns {
            _ if lines.iter().all(|line| line.is_empty()) => {}
            Some(columns) if !missing => {
                // Without room for the marks they are left out.
                let _marked =
                    excerpt::write(&mut self.out, &lines, columns.col as usize, columns.end_col as usize);
            }
            _ => self.out.print(format_args!("    {}\n", lines.first().copied().unwrap_or("").trim())),
        }
    }

    /// Type and text of an exception, and its notes.
    fn last_lines(&mut self, exception: &Obj) {
        let type_ = exception.type_();
        let name = pyrite_object::class::full_name(self.vm, type_);
        let name = name.unwrap_or_else(|raised| {
            self.forget(raised);
            Ref::none()
        });
        let name = self.vm.utf8(&name).unwrap_or_else(|raised| {
            self.forget(raised);
            Buf::new()
        });
        let name = name.strip_prefix(b"__main__.").unwrap_or(&name);
        let name = core::str::from_utf8(name).unwrap_or("");
        let name = if name.is_empty() { type_.short_name() } else { name };
        if type_.is_subtype_of(TypeRef::of(&exceptions::SYNTAX_ERROR)) {
            syntax::write(self, exception, name);
        } else {
            match self.vm.to_str(exception) {
                Ok(text) if text.cast::<Str>().is_some_and(|text| text.is_empty()) => {
                    self.out.print(format_args!("{name}\n"));
                }
                Ok(text) => self.out.print(format_args!("{name}: {}\n", Text(&text))),
                Err(raised) => {
                    self.forget(raised);
                    self.out.print(format_args!("{name}: <exception str() failed>\n"));
                }
            }
        }
        if let Some(notes) = self.attr(exception, names::NOTES()) {
            self.notes(&notes);
        }
    }

    fn notes(&mut self, notes: &Obj) {
        let is_text = notes.cast::<Str>().is_some() || notes.cast::<Bytes>().is_some();
        let listed = notes.cast::<List>().is_some() || notes.cast::<Tuple>().is_some();
        if notes.is_none() {
            return;
        }
        if is_text || !listed {
            let shown = self.vm.repr(notes);
            return self.note_line(shown, "<__notes__ repr() failed>");
        }
        let items = match self.vm.collect_list(notes) {
            Ok(items) => items,
            Err(raised) => return self.forget(raised),
        };
        let mut index = 0;
        while let Some(note) = items.get(index) {
            index += 1;
            let shown = self.vm.to_str(&note);
            self.note_line(shown, "<note str() failed>");
        }
    }

    fn note_line(&mut self, shown: Result<Ref, Raised>, failed: &str) {
        match shown {
            Ok(text) => self.out.print(format_args!("{}\n", Text(&text))),
            Err(raised) => {
                self.forget(raised);
                self.out.print(format_args!("{failed}\n"));
            }
        }
    }
}

/// What an exception came from, and the sentence that says so.
fn origin(this: This<'_, BaseException>) -> Option<(Ref, &'static str)> {
    if let Some(cause) = this.cause.get().filter(|cause| !cause.is_none()) {
        return Some((cause, "The above exception was the direct cause of the following exception:"));
    }
    let context = this.context.get().filter(|context| !context.is_none() && !this.suppress_context.get())?;
    Some((context, "During handling of the above exception, another exception occurred:"))
}

/// Whether two functions have the same file and name.
fn same_place(a: &Obj, b: &Obj) -> bool {
    let (Some(a), Some(b)) = (a.exact::<Function>(), b.exact::<Function>()) else { return false };
    let (a, b) = (code_of(a.storage()), code_of(b.storage()));
    let same = |a: &Obj, b: &Obj| match (a.cast::<Str>(), b.cast::<Str>()) {
        (Some(a), Some(b)) => a.equals(b),
        _ => false,
    };
    same(a.filename(), b.filename()) && same(a.name(0), b.name(0))
}
