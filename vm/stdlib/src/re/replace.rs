//! Replacing matches: templates, functions, and the text that becomes of them.

use pyrite_algo::Buf;
use pyrite_api::types::Bytes;
use pyrite_api::{Obj, Outcome, Raised, Ref, Str, StrBuilder, This, Vm};
use pyrite_regex::template::{Piece, parse};

use super::pattern::{Pattern, Search, poll};
use super::subject::Subject;
use super::{error, matched};

/// Text or octets put together.
pub enum Joined<'vm> {
    /// Of str.
    Text(StrBuilder<'vm>),
    /// Of bytes.
    Octets(&'vm Vm, Buf<u8>),
}

impl<'vm> Joined<'vm> {
    /// Nothing yet.
    pub fn new(vm: &'vm Vm, is_text: bool) -> Joined<'vm> {
        if is_text { Joined::Text(StrBuilder::new(vm)) } else { Joined::Octets(vm, Buf::new()) }
    }

    /// Appends a part of a text of the same kind.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push(&mut self, from: &Subject<'_>, start: usize, end: usize) -> Result<(), Raised> {
        match (self, from) {
            (Joined::Text(to), Subject::Chars(from)) => to.push_chars(from.slice(start, end)),
            (Joined::Octets(vm, to), Subject::Octets(from)) => {
                vm.memory(to.extend_from_slice(from.get(start..end).unwrap_or(&[])))
            }
            _ => Ok(()),
        }
    }

    fn push_point(&mut self, point: u32) -> Result<(), Raised> {
        match self {
            Joined::Text(to) => to.push_char(point),
            Joined::Octets(vm, to) => vm.memory(to.push(point as u8)),
        }
    }

    /// The str or bytes.
    ///
    /// # Errors
    /// MemoryError.
    pub fn finish(self) -> Outcome {
        match self {
            Joined::Text(text) => text.finish(),
            Joined::Octets(vm, octets) => vm.bytes(&octets),
        }
    }
}

/// What is put in place of matches.
pub struct Template<'a> {
    pieces: Buf<Piece>,
    subject: Subject<'a>,
}

impl<'a> Template<'a> {
    /// A template for the groups of a pattern.
    ///
    /// # Errors
    /// `re.error`, IndexError; TypeError if it is of the other kind than the pattern.
    pub fn new(vm: &Vm, pattern: &Pattern, template: &'a Obj) -> Result<Template<'a>, Raised> {
        let Some(subject) = Subject::new(vm, template)? else {
            return Err(vm.type_error(format_args!(
                "decoding to str: need a bytes-like object, {} found",
                template.type_().short_name()
            )));
        };
        if subject.is_text() != pattern.is_text {
            let (wanted, given) = if pattern.is_text { ("str", "bytes") } else { ("a bytes-like", "str") };
            let kind = if pattern.is_text { "instance" } else { "object" };
            return Err(
                vm.type_error(format_args!("sequence item 0: expected {wanted} {kind}, {given} found"))
            );
        }
        let source = Subject::new(vm, &pattern.source)?;
        let Some(source) = source else { return Err(vm.type_error("expected a pattern of text")) };
        let pieces = parse(subject.text(), subject.is_text(), &pattern.program, source.text());
        let pieces = pieces.map_err(|found| error::raise(vm, template, &subject, found))?;
        Ok(Template { pieces, subject })
    }

    /// Appends the template with the texts of groups in it.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push(
        &self,
        out: &mut Joined<'_>,
        from: &Subject<'_>,
        span: &dyn Fn(u32) -> Option<(usize, usize)>,
    ) -> Result<(), Raised> {
        for piece in self.pieces.iter() {
            match *piece {
                Piece::Range(start, end) => out.push(&self.subject, start as usize, end as usize)?,
                Piece::Point(point) => out.push_point(point)?,
                Piece::Group(group) => {
                    if let Some((start, end)) = span(group) {
                        out.push(from, start, end)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// `sub` and `subn`: the text with up to `most` matches replaced (0: all), and their number.
///
/// # Errors
/// What the function in place of a template raises; `re.error`; MemoryError.
pub fn replace(
    vm: &Vm,
    pattern: This<'_, Pattern>,
    new: &Obj,
    string: &Obj,
    most: usize,
) -> Result<(Ref, usize), Raised> {
    let template = if vm.is_callable(new) { None } else { Some(Template::new(vm, &pattern, new)?) };
    let subject = Subject::expect(vm, string, pattern.is_text)?;
    let len = subject.text().len();
    let mut poll = poll(vm);
    let mut search = Search::new(vm, pattern.storage(), &subject, (0, len), &mut poll)?;
    let mut out = Joined::new(vm, pattern.is_text);
    let (mut count, mut copied, mut items) = (0, 0, 0usize);
    while (most == 0 || count < most)
        && let Some((start, end)) = search.advance()?
    {
        if copied < start {
            out.push(&subject, copied, start)?;
            items += 1;
        }
        match &template {
            Some(template) => template.push(&mut out, &subject, &|group| search.machine.group(group))?,
            None => {
                let found = matched::make(vm, pattern, &search.machine, string, (0, len))?;
                let piece = vm.call_one(new, &found)?;
                push_item(vm, &mut out, &piece, items)?;
            }
        }
        items += 1;
        copied = end;
        count += 1;
    }
    let whole = string.exact::<Str>().is_some() || string.exact::<Bytes>().is_some();
    if count == 0 && whole {
        return Ok((string.own(), 0));
    }
    out.push(&subject, copied, len)?;
    Ok((out.finish()?, count))
}

/// Appends what a function returned; None is nothing.
fn push_item(vm: &Vm, out: &mut Joined<'_>, piece: &Obj, index: usize) -> Result<(), Raised> {
    if piece.is_none() {
        return Ok(());
    }
    let wanted = match (out, Subject::new(vm, piece)?) {
        (Joined::Text(to), Some(Subject::Chars(from))) => return to.push_chars(from),
        (Joined::Octets(_, to), Some(Subject::Octets(from))) => {
            return vm.memory(to.extend_from_slice(&from));
        }
        (Joined::Text(_), _) => "str instance",
        (Joined::Octets(..), _) => "a bytes-like object",
    };
    let given = piece.type_().short_name();
    Err(vm.type_error(format_args!("sequence item {index}: expected {wanted}, {given} found")))
}
