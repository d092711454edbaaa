//! `re.Match`: what a pattern has found.

use pyrite_algo::Buf;
use pyrite_api::types::{Dict, class_get_item};
use pyrite_api::{
    Obj, Outcome, Raised, Ref, Storage, StrBuilder, This, Type, TypeRef, Visitor, Vm, bound, flags, optional,
    py_type, required,
};
use pyrite_regex::Machine;

use super::pattern::Pattern;
use super::replace::{Joined, Template};
use super::subject::Subject;

/// A match.
pub struct Match {
    pattern: Ref,
    string: Ref,
    position: usize,
    end_position: usize,
    last_group: Option<u32>,
    /// Start and end of each group, the whole first; `NONE` twice if it has no part.
    spans: Buf<[u32; 2]>,
}

const NONE: u32 = u32::MAX;

// SAFETY: MATCH's instances hold this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Match {
    const TYPE: &'static Type = &MATCH;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.pattern);
        visitor.visit(&self.string);
    }
}

/// The match that a machine has found.
///
/// # Errors
/// MemoryError.
pub fn make(
    vm: &Vm,
    pattern: This<'_, Pattern>,
    machine: &Machine<'_>,
    string: &Obj,
    (position, end_position): (usize, usize),
) -> Outcome {
    let mut spans = vm.memory(Buf::with_capacity(pattern.program.groups as usize + 1))?;
    for group in 0..=pattern.program.groups {
        let span = machine.group(group).map_or([NONE; 2], |(start, end)| [start as u32, end as u32]);
        vm.memory(spans.push(span))?;
    }
    let found = Match {
        pattern: pattern.own(),
        string: string.own(),
        position,
        end_position,
        last_group: machine.last_group(),
        spans,
    };
    vm.memory(vm.allocate(TypeRef::of(&MATCH), found, size_of::<Match>()))
}

impl Match {
    fn pattern(&self) -> Option<This<'_, Pattern>> {
        self.pattern.cast::<Pattern>()
    }

    /// The range of a group.
    pub fn span(&self, group: u32) -> Option<(usize, usize)> {
        let &[start, end] = self.spans.get(group as usize)?;
        (start != NONE).then_some((start as usize, end as usize))
    }

    /// The number of the group that an argument means.
    fn index(&self, vm: &Vm, group: &Obj) -> Result<u32, Raised> {
        let number = if group.int().is_some() || group.type_().number().index.is_some() {
            u32::try_from(vm.index_clipped(group)?).ok()
        } else {
            let names = self.pattern().and_then(|pattern| pattern.groupindex.cast::<Dict>().map(|d| d.own()));
            let names = names.as_deref().and_then(|names| names.cast::<Dict>());
            let number = names.map_or(Ok(None), |names| names.get(vm, group))?;
            number.and_then(|number| u32::try_from(number.small()?).ok())
        };
        let number = number.filter(|&number| (number as usize) < self.spans.len());
        number.ok_or_else(|| vm.index_error("no such group"))
    }

    /// The text of a group.
    fn part(&self, vm: &Vm, group: u32, default: &Obj) -> Outcome {
        let Some((start, end)) = self.span(group) else { return Ok(default.own()) };
        match Subject::new(vm, &self.string)? {
            Some(subject) => subject.part(vm, start, end),
            None => Ok(default.own()),
        }
    }

    fn span_of(&self, vm: &Vm, args: &[Ref]) -> Result<[i64; 2], Raised> {
        let group = optional(args, 0).map_or(Ok(0), |group| self.index(vm, group))?;
        Ok(self.span(group).map_or([-1, -1], |(start, end)| [start as i64, end as i64]))
    }
}

fn match_group(vm: &Vm, this: This<'_, Match>, args: &[Ref]) -> Outcome {
    if let [] | [_] = args {
        let group = optional(args, 0).map_or(Ok(0), |group| this.index(vm, group))?;
        return this.part(vm, group, Obj::NONE);
    }
    let mut parts = Buf::new();
    for arg in args {
        let part = this.part(vm, this.index(vm, arg)?, Obj::NONE)?;
        vm.memory(parts.push(part))?;
    }
    vm.tuple_of(&parts)
}

fn match_item(vm: &Vm, this: This<'_, Match>, group: &Obj) -> Outcome {
    this.part(vm, this.index(vm, group)?, Obj::NONE)
}

fn match_groups(vm: &Vm, this: This<'_, Match>, args: &[Option<&Obj>]) -> Outcome {
    let default = bound(args, 0).unwrap_or(Obj::NONE);
    let mut parts = Buf::new();
    for group in 1..this.spans.len() {
        let part = this.part(vm, group as u32, default)?;
        vm.memory(parts.push(part))?;
    }
    vm.tuple_of(&parts)
}

fn match_groupdict(vm: &Vm, this: This<'_, Match>, args: &[Option<&Obj>]) -> Outcome {
    let default = bound(args, 0).unwrap_or(Obj::NONE);
    let parts = Dict::new();
    let Some(pattern) = this.storage().pattern() else { return vm.dict_from(parts) };
    let Some(names) = pattern.groupindex.cast::<Dict>() else { return vm.dict_from(parts) };
    let mut position = 0;
    while let Some((next, name, number)) = names.next_entry(position) {
        let number = number.small().and_then(|number| u32::try_from(number).ok()).unwrap_or(0);
        parts.insert(vm, &name, this.part(vm, number, default)?)?;
        position = next;
    }
    vm.dict_from(parts)
}

fn match_start(vm: &Vm, this: This<'_, Match>, args: &[Ref]) -> Outcome {
    vm.int(this.span_of(vm, args)?[0])
}

fn match_end(vm: &Vm, this: This<'_, Match>, args: &[Ref]) -> Outcome {
    vm.int(this.span_of(vm, args)?[1])
}

fn pair(vm: &Vm, [start, end]: [i64; 2]) -> Outcome {
    vm.tuple_of(&[vm.int(start)?, vm.int(end)?])
}

fn match_span(vm: &Vm, this: This<'_, Match>, args: &[Ref]) -> Outcome {
    pair(vm, this.span_of(vm, args)?)
}

fn match_expand(vm: &Vm, this: This<'_, Match>, args: &[Ref]) -> Outcome {
    let Some(pattern) = this.storage().pattern() else { return Ok(Ref::none()) };
    let template = Template::new(vm, &pattern, required(args, 0))?;
    let subject = Subject::expect(vm, &this.string, pattern.is_text)?;
    let mut out = Joined::new(vm, pattern.is_text);
    template.push(&mut out, &subject, &|group| this.span(group))?;
    out.finish()
}

fn match_self(_vm: &Vm, this: This<'_, Match>, _args: &[Ref]) -> Outcome {
    Ok(this.own())
}

fn match_string(_vm: &Vm, this: This<'_, Match>) -> Outcome {
    Ok(this.string.clone())
}

fn match_re(_vm: &Vm, this: This<'_, Match>) -> Outcome {
    Ok(this.pattern.clone())
}

fn match_pos(vm: &Vm, this: This<'_, Match>) -> Outcome {
    vm.int(this.position as i64)
}

fn match_endpos(vm: &Vm, this: This<'_, Match>) -> Outcome {
    vm.int(this.end_position as i64)
}

fn match_lastindex(vm: &Vm, this: This<'_, Match>) -> Outcome {
    this.last_group.map_or_else(|| Ok(Ref::none()), |group| vm.int(group.into()))
}

fn match_lastgroup(vm: &Vm, this: This<'_, Match>) -> Outcome {
    let (Some(last), Some(pattern)) = (this.last_group, this.storage().pattern()) else {
        return Ok(Ref::none());
    };
    let Some(name) = pattern.program.names.iter().find(|name| name.group == last) else {
        return Ok(Ref::none());
    };
    match Subject::new(vm, &pattern.source)? {
        Some(source) => source.latin(vm, name.start, name.end),
        None => Ok(Ref::none()),
    }
}

fn match_regs(vm: &Vm, this: This<'_, Match>) -> Outcome {
    let mut regs = Buf::new();
    for group in 0..this.spans.len() {
        let span = this.span(group as u32).map_or([-1, -1], |(start, end)| [start as i64, end as i64]);
        vm.memory(regs.push(pair(vm, span)?))?;
    }
    vm.tuple_of(&regs)
}

fn match_repr(vm: &Vm, this: This<'_, Match>) -> Outcome {
    let mut text = StrBuilder::new(vm);
    text.push_text("<re.Match object; span=")?;
    text.push_repr(&*match_span(vm, this, &[])?)?;
    text.push_text(", match=")?;
    text.push_repr(&*this.part(vm, 0, Obj::NONE)?)?;
    text.push_text(">")?;
    text.finish()
}

py_type! {
    /// `re.Match`
    pub static MATCH: Match = "re.Match", "What a successful match found." {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        slots { repr: unary match_repr, }
        mapping { subscript: binary match_item, }
        attrs {
            method "group" (0, 255) = match_group, "Return one or more groups of the match.";
            named "groups" (["", "default"], 1, 2) = match_groups, "Return a tuple of all groups of the match.";
            named "groupdict" (["", "default"], 1, 2) = match_groupdict, "Return a dictionary of all named groups of the match.";
            method "start" (0, 1) = match_start, "Return the index of the start of a group.";
            method "end" (0, 1) = match_end, "Return the index of the end of a group.";
            method "span" (0, 1) = match_span, "Return the start and end of a group.";
            method "expand" (1, 1) = match_expand, "Return the template with its references replaced.";
            method "__copy__" (0, 0) = match_self, "";
            method "__deepcopy__" (1, 1) = match_self, "";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
            getter "string" () = match_string, "The text that was searched.";
            getter "re" () = match_re, "The pattern.";
            getter "pos" () = match_pos, "The index at which the search began.";
            getter "endpos" () = match_endpos, "The index that the search did not go beyond.";
            getter "lastindex" () = match_lastindex, "The number of the group that was closed last.";
            getter "lastgroup" () = match_lastgroup, "The name of the group that was closed last.";
            getter "regs" () = match_regs, "";
        }
    }
}
