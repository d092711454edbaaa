//! `re.Pattern`, and searches in a row.

use core::cell::Cell;
use core::sync::atomic::Ordering;

use pyrite_algo::Buf;
use pyrite_api::binary::{Buffer, FULL_RO};
use pyrite_api::types::{List, callable_iterator, class_get_item, mapping_proxy};
use pyrite_api::{
    CompareOp, Obj, Outcome, Raised, Ref, Storage, StrBuilder, This, Type, TypeRef, Visitor, Vm, attend,
    bound, flags, py_type,
};
use pyrite_regex::{Machine, Mode, Program, Stop, flags as kinds};

use super::subject::Subject;
use super::{matched, position, replace};
use crate::imported;

/// A compiled pattern.
pub struct Pattern {
    /// The str or bytes it was made of.
    pub source: Ref,
    /// What it was compiled to.
    pub program: Program,
    /// A dict: numbers of groups by name.
    pub groupindex: Ref,
    /// Whether it is for str.
    pub is_text: bool,
}

// SAFETY: PATTERN's instances hold this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Pattern {
    const TYPE: &'static Type = &PATTERN;
}

/// What a machine calls now and then: false after Ctrl-C.
///
/// # Errors
/// KeyboardInterrupt.
pub fn poll(vm: &Vm) -> impl FnMut() -> bool {
    move || vm.attention.load(Ordering::Relaxed) == 0 || attend(vm).is_ok()
}

/// Matches one after another.
pub struct Search<'a> {
    vm: &'a Vm,
    /// Holds the last match.
    pub machine: Machine<'a>,
    mode: Mode,
    start: usize,
    /// The last match was empty: the next one must not be, at the same place.
    empty: bool,
}

impl<'a> Search<'a> {
    /// From `start` to `end` of the text.
    ///
    /// # Errors
    /// MemoryError.
    pub fn new(
        vm: &'a Vm,
        pattern: &'a Pattern,
        subject: &'a Subject<'_>,
        (start, end): (usize, usize),
        poll: &'a mut dyn FnMut() -> bool,
    ) -> Result<Search<'a>, Raised> {
        // Half of what is free may go to remembering failures: a search that needs it is one
        // that would not end otherwise.
        let most = vm.heap.free_bytes() / 2;
        let machine = vm.memory(Machine::new(&pattern.program, subject.text(), end, most, poll))?;
        Ok(Search { vm, machine, mode: Mode::Search, start, empty: false })
    }

    /// The range of the next match.
    ///
    /// # Errors
    /// KeyboardInterrupt, MemoryError.
    pub fn advance(&mut self) -> Result<Option<(usize, usize)>, Raised> {
        match self.machine.run(self.start, self.mode, self.empty) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(Stop::Memory) => return Err(self.vm.memory_error()),
            Err(Stop::Interrupted) => return Err(Raised::already_set()),
        }
        let span = self.machine.group(0);
        if let Some((start, end)) = span {
            self.start = end;
            self.empty = start == end;
        }
        Ok(span)
    }
}

/// Start and end arguments.
fn bounds(vm: &Vm, args: &[Option<&Obj>], len: usize) -> Result<(usize, usize), Raised> {
    let end = position(vm, bound(args, 2), len, len)?;
    Ok((position(vm, bound(args, 1), 0, len)?, end))
}

fn find(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>], mode: Mode) -> Outcome {
    let string = bound(args, 0).unwrap_or(Obj::NONE);
    let subject = Subject::expect(vm, string, this.is_text)?;
    let (start, end) = bounds(vm, args, subject.text().len())?;
    let mut poll = poll(vm);
    let mut search = Search::new(vm, this.storage(), &subject, (start, end), &mut poll)?;
    search.mode = mode;
    match search.advance()? {
        Some(_) => matched::make(vm, this, &search.machine, string, (start, end)),
        None => Ok(Ref::none()),
    }
}

fn pattern_match(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    find(vm, this, args, Mode::Match)
}

fn pattern_fullmatch(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    find(vm, this, args, Mode::FullMatch)
}

fn pattern_search(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    find(vm, this, args, Mode::Search)
}

/// The texts of groups from `first` on; `default` for those without.
fn parts(
    vm: &Vm,
    search: &Search<'_>,
    subject: &Subject<'_>,
    groups: core::ops::RangeInclusive<u32>,
    default: &Obj,
    each: &mut dyn FnMut(Ref) -> Result<(), Raised>,
) -> Result<(), Raised> {
    for group in groups {
        each(match search.machine.group(group) {
            Some((start, end)) => subject.part(vm, start, end)?,
            None => default.own(),
        })?;
    }
    Ok(())
}

fn pattern_findall(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    let subject = Subject::expect(vm, bound(args, 0).unwrap_or(Obj::NONE), this.is_text)?;
    let range = bounds(vm, args, subject.text().len())?;
    let mut poll = poll(vm);
    let mut search = Search::new(vm, this.storage(), &subject, range, &mut poll)?;
    let empty = subject.part(vm, 0, 0)?;
    let list = List::new();
    let groups = this.program.groups;
    while let Some((start, end)) = search.advance()? {
        let item = match groups {
            0 => subject.part(vm, start, end)?,
            _ => {
                let mut items = Buf::new();
                parts(vm, &search, &subject, 1..=groups, &empty, &mut |part| vm.memory(items.push(part)))?;
                match &*items {
                    [one] => one.clone(),
                    items => vm.tuple_of(items)?,
                }
            }
        };
        vm.memory(list.push(vm, item))?;
    }
    vm.list_from(list)
}

fn pattern_split(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    let subject = Subject::expect(vm, bound(args, 0).unwrap_or(Obj::NONE), this.is_text)?;
    let most = bound(args, 1).map_or(Ok(0), |most| vm.index(most))?;
    let mut poll = poll(vm);
    let mut search = Search::new(vm, this.storage(), &subject, (0, subject.text().len()), &mut poll)?;
    let list = List::new();
    let (mut count, mut copied) = (0, 0);
    while most >= 0
        && (most == 0 || count < most)
        && let Some((start, end)) = search.advance()?
    {
        vm.memory(list.push(vm, subject.part(vm, copied, start)?))?;
        parts(vm, &search, &subject, 1..=this.program.groups, Obj::NONE, &mut |part| {
            vm.memory(list.push(vm, part))
        })?;
        copied = end;
        count += 1;
    }
    vm.memory(list.push(vm, subject.part(vm, copied, subject.text().len())?))?;
    vm.list_from(list)
}

fn replaced(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Result<(Ref, usize), Raised> {
    let most = bound(args, 2).map_or(Ok(0), |most| vm.index(most))?;
    let (new, string) = (bound(args, 0).unwrap_or(Obj::NONE), bound(args, 1).unwrap_or(Obj::NONE));
    if most < 0 {
        Subject::expect(vm, string, this.is_text)?;
        return Ok((string.own(), 0));
    }
    replace::replace(vm, this, new, string, most as usize)
}

fn pattern_sub(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    replaced(vm, this, args).map(|(text, _)| text)
}

fn pattern_subn(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    let (text, count) = replaced(vm, this, args)?;
    vm.tuple_of(&[text, vm.int(count as i64)?])
}

fn pattern_scanner(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    let string = bound(args, 0).unwrap_or(Obj::NONE);
    let len = Subject::expect(vm, string, this.is_text)?.text().len();
    let (start, end) = bounds(vm, args, len)?;
    let scanner = Scanner {
        _hold: vm.buffer(string, FULL_RO)?,
        pattern: this.own(),
        string: string.own(),
        start: Cell::new(start),
        end,
        empty: Cell::new(false),
    };
    vm.memory(vm.allocate(TypeRef::of(&SCANNER), scanner, size_of::<Scanner>()))
}

fn pattern_finditer(vm: &Vm, this: This<'_, Pattern>, args: &[Option<&Obj>]) -> Outcome {
    let scanner = pattern_scanner(vm, this, args)?;
    let search = vm.get_attr(&scanner, &*vm.memory(vm.intern("search"))?)?;
    callable_iterator(vm, &search, Obj::NONE)
}

fn pattern_self(_vm: &Vm, this: This<'_, Pattern>, _args: &[Ref]) -> Outcome {
    Ok(this.own())
}

/// Made again by `re.compile`.
fn pattern_reduce(vm: &Vm, this: This<'_, Pattern>, _args: &[Ref]) -> Outcome {
    let args = vm.tuple_of(&[this.source.clone(), vm.int(this.program.flags.into())?])?;
    vm.tuple_of(&[imported(vm, "re", "_compile")?, args])
}

fn pattern_hash(vm: &Vm, this: This<'_, Pattern>) -> Result<usize, Raised> {
    Ok(vm.hash(&this.source)? ^ this.program.flags as usize)
}

fn pattern_compare(vm: &Vm, this: This<'_, Pattern>, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<Pattern>(), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let equal = this.program.flags == other.program.flags
        && this.is_text == other.is_text
        && vm.equals(&this.source, &other.source)?;
    Ok(Ref::bool(equal == (op == CompareOp::Eq)))
}

/// The flags as `repr` shows them, in the order of their bits.
const FLAGS: [(u32, &str); 8] = [
    (kinds::IGNORECASE, "IGNORECASE"),
    (kinds::LOCALE, "LOCALE"),
    (kinds::MULTILINE, "MULTILINE"),
    (kinds::DOTALL, "DOTALL"),
    (kinds::UNICODE, "UNICODE"),
    (kinds::VERBOSE, "VERBOSE"),
    (kinds::DEBUG, "DEBUG"),
    (kinds::ASCII, "ASCII"),
];

fn pattern_repr(vm: &Vm, this: This<'_, Pattern>) -> Outcome {
    /// Characters of the pattern that are shown.
    const SHOWN: usize = 200;
    let mut text = StrBuilder::new(vm);
    text.push_text("re.compile(")?;
    let shown = vm.repr(&this.source)?;
    match Subject::new(vm, &shown)? {
        Some(subject) if subject.text().len() > SHOWN => text.push_str(&*subject.part(vm, 0, SHOWN)?)?,
        _ => text.push_str(&shown)?,
    }
    let mut flags = this.program.flags;
    if this.is_text && flags & (kinds::LOCALE | kinds::UNICODE | kinds::ASCII) == kinds::UNICODE {
        flags &= !kinds::UNICODE;
    }
    let mut separator = ", ";
    for (flag, name) in FLAGS {
        if flags & flag != 0 {
            flags &= !flag;
            for part in [separator, "re.", name] {
                text.push_text(part)?;
            }
            separator = "|";
        }
    }
    if flags != 0 {
        text.push_text(separator)?;
        text.push_str(&*vm.str_fmt(format_args!("{flags:#x}"))?)?;
    }
    text.push_text(")")?;
    text.finish()
}

fn pattern_source(_vm: &Vm, this: This<'_, Pattern>) -> Outcome {
    Ok(this.source.clone())
}

fn pattern_flags(vm: &Vm, this: This<'_, Pattern>) -> Outcome {
    vm.int(this.program.flags.into())
}

fn pattern_groups(vm: &Vm, this: This<'_, Pattern>) -> Outcome {
    vm.int(this.program.groups.into())
}

fn pattern_groupindex(vm: &Vm, this: This<'_, Pattern>) -> Outcome {
    mapping_proxy(vm, this.groupindex.clone())
}

fn pattern_sizeof(vm: &Vm, this: This<'_, Pattern>, _args: &[Ref]) -> Outcome {
    vm.int((size_of::<Pattern>() + this.program.size()) as i64)
}

py_type! {
    /// `re.Pattern`
    pub static PATTERN: Pattern = "re.Pattern", "A compiled pattern." {
        flags flags::DISALLOW_INSTANTIATION | flags::MANAGED_WEAKREF;
        slots { repr: unary pattern_repr, hash: hash pattern_hash, richcompare: compare pattern_compare, }
        attrs {
            named "match" (["", "string", "pos", "endpos"], 2, 4) = pattern_match, "Match at the start.";
            named "fullmatch" (["", "string", "pos", "endpos"], 2, 4) = pattern_fullmatch, "Match the whole.";
            named "search" (["", "string", "pos", "endpos"], 2, 4) = pattern_search, "Match anywhere.";
            named "findall" (["", "string", "pos", "endpos"], 2, 4) = pattern_findall, "Return a list of all matches.";
            named "finditer" (["", "string", "pos", "endpos"], 2, 4) = pattern_finditer, "Return an iterator over all matches.";
            named "scanner" (["", "string", "pos", "endpos"], 2, 4) = pattern_scanner, "";
            named "split" (["", "string", "maxsplit"], 2, 3) = pattern_split, "Split at the matches.";
            named "sub" (["", "repl", "string", "count"], 3, 4) = pattern_sub, "Replace the matches.";
            named "subn" (["", "repl", "string", "count"], 3, 4) = pattern_subn, "Replace the matches, and count them.";
            method "__copy__" (0, 0) = pattern_self, "";
            method "__deepcopy__" (1, 1) = pattern_self, "";
            method "__reduce__" (0, 0) = pattern_reduce, "";
            method "__sizeof__" (0, 0) = pattern_sizeof, "";
            classmethod "__class_getitem__" (1, 1) = class_get_item, "See PEP 585";
            getter "pattern" () = pattern_source, "The pattern string.";
            getter "flags" () = pattern_flags, "Flags in force.";
            getter "groups" () = pattern_groups, "How many groups there are.";
            getter "groupindex" () = pattern_groupindex, "Group numbers by name.";
        }
    }
}

/// The place that a row of matches has come to.
pub struct Scanner {
    pattern: Ref,
    string: Ref,
    /// Beyond the end after the last match.
    start: Cell<usize>,
    end: usize,
    empty: Cell<bool>,
    /// Keeps a bytearray from changing its size.
    _hold: Option<Buffer>,
}

// SAFETY: SCANNER's instances hold this.
#[allow(unsafe_code, reason = "declares what instances begin with")]
unsafe impl Storage for Scanner {
    const TYPE: &'static Type = &SCANNER;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.pattern);
        visitor.visit(&self.string);
    }
}

fn scan(vm: &Vm, this: This<'_, Scanner>, mode: Mode) -> Outcome {
    let Some(pattern) = this.storage().pattern.cast::<Pattern>() else { return Ok(Ref::none()) };
    let subject = Subject::expect(vm, &this.string, pattern.is_text)?;
    let start = this.start.get();
    if start > this.end {
        return Ok(Ref::none());
    }
    let mut poll = poll(vm);
    let mut search = Search::new(vm, pattern.storage(), &subject, (start, this.end), &mut poll)?;
    (search.mode, search.empty) = (mode, this.empty.get());
    match search.advance()? {
        Some(_) => {
            this.start.set(search.start);
            this.empty.set(search.empty);
            matched::make(vm, pattern, &search.machine, &this.string, (start, this.end))
        }
        None => {
            this.start.set(usize::MAX);
            Ok(Ref::none())
        }
    }
}

fn scanner_match(vm: &Vm, this: This<'_, Scanner>, _args: &[Ref]) -> Outcome {
    scan(vm, this, Mode::Match)
}

fn scanner_search(vm: &Vm, this: This<'_, Scanner>, _args: &[Ref]) -> Outcome {
    scan(vm, this, Mode::Search)
}

fn scanner_pattern(_vm: &Vm, this: This<'_, Scanner>) -> Outcome {
    Ok(this.pattern.clone())
}

py_type! {
    /// What `Pattern.scanner` returns.
    pub static SCANNER: Scanner = "_sre.SRE_Scanner", "" {
        flags flags::DISALLOW_INSTANTIATION;
        gc container;
        attrs {
            method "match" (0, 0) = scanner_match, "";
            method "search" (0, 0) = scanner_search, "";
            getter "pattern" () = scanner_pattern, "";
        }
    }
}
