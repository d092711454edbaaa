//! Code records: one code object each, read in place.
//!
//! A record is a descriptor of [`DESCRIPTOR_WORDS`] words and its sections behind it. The
//! records of nested code stand before their parent's, so that the words of a function with
//! all that is nested in it are one range ([`CodeView::subtree`]) that can be moved or copied
//! on its own. Every accessor is checked: a hostile record gives `None`, never a panic.

use crate::constant::{CONSTANT_DEPTH_MAX, Constant};
use crate::linetable::{LineTable, Position};

/// Words of the descriptor at the start of a record.
pub const DESCRIPTOR_WORDS: usize = 16;

/// Words of an exception table entry.
pub const EXCEPTION_WORDS: usize = 3;

/// Attribute and method sites come first, at most so many, for one byte reaches them.
pub const ATTRIBUTE_SITES_MAX: usize = 256;

/// What kind of code a record is: `co_flags` of CPython, same bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeFlags(pub u32);

impl CodeFlags {
    /// Locals are registers (a function). Without it the frame has a namespace (module, class).
    pub const OPTIMIZED: CodeFlags = CodeFlags(0x1);
    /// Each call has locals of its own.
    pub const NEWLOCALS: CodeFlags = CodeFlags(0x2);
    /// There is a `*args` parameter.
    pub const VARARGS: CodeFlags = CodeFlags(0x4);
    /// There is a `**kwargs` parameter.
    pub const VARKEYWORDS: CodeFlags = CodeFlags(0x8);
    /// Defined inside a function.
    pub const NESTED: CodeFlags = CodeFlags(0x10);
    /// Calling it makes a generator.
    pub const GENERATOR: CodeFlags = CodeFlags(0x20);
    /// Calling it makes a coroutine.
    pub const COROUTINE: CodeFlags = CodeFlags(0x80);
    /// Its generators may be awaited (`types.coroutine`).
    pub const ITERABLE_COROUTINE: CodeFlags = CodeFlags(0x100);
    /// Calling it makes an asynchronous generator.
    pub const ASYNC_GENERATOR: CodeFlags = CodeFlags(0x200);
    /// `from __future__ import annotations` holds.
    pub const FUTURE_ANNOTATIONS: CodeFlags = CodeFlags(0x100_0000);
    /// Constant 0 is the docstring.
    pub const HAS_DOCSTRING: CodeFlags = CodeFlags(0x400_0000);
    /// Defined directly in a class.
    pub const METHOD: CodeFlags = CodeFlags(0x800_0000);

    /// All bits of `other` are set.
    pub const fn contains(self, other: CodeFlags) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets of bits.
    #[must_use]
    pub const fn with(self, other: CodeFlags) -> CodeFlags {
        CodeFlags(self.0 | other.0)
    }

    /// Every bit that has a meaning.
    pub const ALL: CodeFlags = CodeFlags(0xd00_03bf);
}

/// Where an exception raised in a range of words goes. The first entry that fits counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionEntry {
    /// First word.
    pub start: u32,
    /// Behind the last word.
    pub end: u32,
    /// Word of the handler's first instruction.
    pub target: u32,
    /// All slots from this one on are emptied, then it receives the exception.
    pub depth: u8,
}

/// The first entry of an exception table that covers word `index`; O(table).
pub fn find_handler(table: &[u32], index: u32) -> Option<ExceptionEntry> {
    table.chunks_exact(EXCEPTION_WORDS).find_map(|words| match words {
        &[start, end, target] if start <= index && index < end => {
            Some(ExceptionEntry { start, end, target: target >> 8, depth: target as u8 })
        }
        _ => None,
    })
}

/// A code record in an image.
#[derive(Clone, Copy, Debug)]
pub struct CodeView<'a> {
    /// The words the record is in; offsets to children stay inside.
    words: &'a [u32],
    /// Where the descriptor starts.
    at: usize,
    descriptor: &'a [u32; DESCRIPTOR_WORDS],
    insns: &'a [u32],
    exceptions: &'a [u32],
    locals: &'a [u32],
    shorts: &'a [u32],
    line_table: &'a [u32],
    name_ends: &'a [u32],
    text: &'a [u32],
    constant_starts: &'a [u32],
    constant_words: &'a [u32],
}

/// Takes sections off the front of a record.
struct Cutter<'a>(&'a [u32]);

impl<'a> Cutter<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u32]> {
        let (section, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(section)
    }
}

fn low(word: u32) -> usize {
    word as usize & 0xffff
}

fn high(word: u32) -> usize {
    word as usize >> 16
}

impl<'a> CodeView<'a> {
    /// The record whose descriptor is at `at` of `words`, if it and its sections fit exactly.
    ///
    /// The words may be an image or a copy of a subtree: then `at` is its `subtree().1`.
    pub fn new(words: &'a [u32], at: usize) -> Option<Self> {
        let own = words.get(at..)?;
        let (descriptor, _) = own.split_first_chunk::<DESCRIPTOR_WORDS>()?;
        let &[
            own_words,
            before,
            _,
            _,
            _,
            counts5,
            _,
            names,
            insns,
            exceptions,
            sites,
            locals,
            line_bytes,
            constants,
            text,
            constant_words,
        ] = descriptor;
        at.checked_sub(before as usize)?;
        let mut rest = Cutter(own.get(DESCRIPTOR_WORDS..own_words as usize)?);
        let shorts = high(sites) + high(counts5) + high(locals);
        let this = Self {
            words,
            at,
            descriptor,
            insns: rest.take(insns as usize)?,
            exceptions: rest.take((exceptions as usize).checked_mul(EXCEPTION_WORDS)?)?,
            locals: rest.take(low(locals))?,
            shorts: rest.take(shorts.div_ceil(2))?,
            name_ends: rest.take(names as usize)?,
            constant_starts: rest.take(constants as usize)?,
            constant_words: rest.take(constant_words as usize)?,
            text: rest.take((text as usize).div_ceil(4))?,
            line_table: rest.take((line_bytes as usize).div_ceil(4))?,
        };
        rest.0.is_empty().then_some(this)
    }

    fn field(&self, index: usize) -> u32 {
        self.descriptor.get(index).copied().unwrap_or(0)
    }

    /// The words of this record and all nested ones, and where in them the descriptor is.
    ///
    /// A copy of the words is a full equivalent: `CodeView::new(copy, at)`.
    pub fn subtree(&self) -> (&'a [u32], usize) {
        let before = self.field(1) as usize;
        let start = self.at.saturating_sub(before);
        let end = self.at + self.field(0) as usize;
        (self.words.get(start..end).unwrap_or(&[]), before)
    }

    /// Where in the words it was made from the descriptor is.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Kind of code.
    pub fn flags(&self) -> CodeFlags {
        CodeFlags(self.field(2))
    }

    /// Registers that instructions name; at most 256.
    pub fn nregs(&self) -> usize {
        low(self.field(3))
    }

    /// Slots the frame needs: registers and the headers of call windows.
    pub fn nslots(&self) -> usize {
        high(self.field(3))
    }

    /// Positional-only parameters.
    pub fn nposonly(&self) -> usize {
        low(self.field(4))
    }

    /// Positional parameters, the positional-only ones included.
    pub fn npos(&self) -> usize {
        high(self.field(4))
    }

    /// Keyword-only parameters.
    pub fn nkwonly(&self) -> usize {
        low(self.field(5))
    }

    /// Slots that parameters fill: positional, `*args`, keyword-only, `**kwargs`.
    pub fn nparams(&self) -> usize {
        let flags = self.flags();
        self.npos()
            + self.nkwonly()
            + usize::from(flags.contains(CodeFlags::VARARGS))
            + usize::from(flags.contains(CodeFlags::VARKEYWORDS))
    }

    /// Line of the `def` (or first decorator), `class`; 1 for a module.
    pub fn first_line(&self) -> u32 {
        self.field(6)
    }

    /// Instruction words.
    pub fn insns(&self) -> &'a [u32] {
        self.insns
    }

    /// `co_name`.
    pub fn name(&self) -> &'a [u8] {
        self.name_at(0).unwrap_or(&[])
    }

    /// `co_qualname`.
    pub fn qualname(&self) -> &'a [u8] {
        match self.name_at(1) {
            Some(qualname) if !qualname.is_empty() => qualname,
            _ => self.name(),
        }
    }

    /// Number of names; indices of instructions and sites are below it.
    pub fn names_len(&self) -> usize {
        self.name_ends.len()
    }

    /// Text of name `index`, in UTF-8. 0 is the code's name, 1 its qualname (empty: the same).
    pub fn name_at(&self, index: usize) -> Option<&'a [u8]> {
        let end = *self.name_ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.name_ends.get(before)? as usize,
            None => 0,
        };
        if end > self.field(14) as usize {
            return None;
        }
        bytemuck::cast_slice::<u32, u8>(self.text).get(start..end)
    }

    /// The words of the exception table, for [`find_handler`].
    pub fn exception_words(&self) -> &'a [u32] {
        self.exceptions
    }

    /// The words that begin with the sites' name indices, two in a word, low half first.
    pub fn site_words(&self) -> &'a [u32] {
        self.shorts
    }

    /// The exception table in order.
    pub fn exception_table(&self) -> impl Iterator<Item = ExceptionEntry> + 'a {
        self.exceptions.chunks_exact(EXCEPTION_WORDS).filter_map(|words| match words {
            &[start, end, target] => {
                Some(ExceptionEntry { start, end, target: target >> 8, depth: target as u8 })
            }
            _ => None,
        })
    }

    /// The innermost handler of the instruction whose first word is `index`; O(table).
    pub fn handler(&self, index: u32) -> Option<ExceptionEntry> {
        self.exception_table().find(|entry| entry.start <= index && index < entry.end)
    }

    /// Inline-cache sites.
    pub fn sites_len(&self) -> usize {
        high(self.field(10))
    }

    /// Sites of attributes and methods: those below this index. The others are globals and names.
    pub fn attribute_sites_len(&self) -> usize {
        low(self.field(10))
    }

    fn short(&self, index: usize) -> Option<usize> {
        let word = *self.shorts.get(index / 2)?;
        Some(if index & 1 == 0 { low(word) } else { high(word) })
    }

    /// Index of the name that site `index` stands for.
    pub fn site_name(&self, index: usize) -> Option<usize> {
        if index < self.sites_len() { self.short(index) } else { None }
    }

    /// Slots made cells by `MAKE_CELL` when the frame starts (`co_cellvars`).
    pub fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        let start = self.sites_len();
        (start..start + high(self.field(5))).filter_map(|index| self.short(index))
    }

    /// Number of free variables, in the order of the closure tuple.
    pub fn frees_len(&self) -> usize {
        high(self.field(11))
    }

    /// Name of free variable `index`.
    pub fn free_name(&self, index: usize) -> Option<&'a [u8]> {
        if index >= self.frees_len() {
            return None;
        }
        self.name_at(self.short(self.sites_len() + high(self.field(5)) + index)?)
    }

    /// Named local variables: slot and index of the name, parameters first.
    pub fn locals(&self) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        self.locals.iter().map(|&word| (low(word), high(word)))
    }

    /// The words behind [`CodeView::locals`]: the slot in the low half, the name in the high one.
    pub fn local_words(&self) -> &'a [u32] {
        self.locals
    }

    /// Name of the local variable in slot `slot`; O(locals).
    pub fn local_name(&self, slot: usize) -> Option<&'a [u8]> {
        let (_, name) = self.locals().find(|local| local.0 == slot)?;
        self.name_at(name)
    }

    /// Number of constants.
    pub fn constants_len(&self) -> usize {
        self.constant_starts.len()
    }

    /// Constant `index`.
    pub fn constant(&self, index: usize) -> Option<Constant<'a>> {
        let start = *self.constant_starts.get(index)? as usize;
        Some(Constant::read(self.constant_words.get(start..)?)?.0)
    }

    /// The nested code of a [`Constant::Code`].
    pub fn child(&self, distance: u32) -> Option<CodeView<'a>> {
        if distance == 0 || distance > self.field(1) {
            return None;
        }
        let child = CodeView::new(self.words, self.at.checked_sub(distance as usize)?)?;
        let (start, before) = (self.at - self.field(1) as usize, child.field(1) as usize);
        let fits = child.at + child.field(0) as usize <= self.at && child.at - before >= start;
        fits.then_some(child)
    }

    /// The docstring, if it has one.
    pub fn docstring(&self) -> Option<Constant<'a>> {
        if self.flags().contains(CodeFlags::HAS_DOCSTRING) { self.constant(0) } else { None }
    }

    /// The line table.
    pub fn line_table(&self) -> LineTable<'a> {
        let bytes = bytemuck::cast_slice(self.line_table).get(..self.field(12) as usize);
        LineTable::new(bytes.unwrap_or(&[]), self.first_line())
    }

    /// Source position of instruction word `index`; O(line table).
    pub fn position(&self, index: u32) -> Option<Position> {
        self.line_table().position(index)
    }

    /// Whether every constant and name can be read, and nested constants are not too deep.
    ///
    /// Children come in the order of the constants and do not overlap, so that walking the
    /// tree of code is linear in the image.
    pub fn data_is_sound(&self) -> bool {
        let names = (0..self.names_len())
            .all(|index| self.name_at(index).is_some_and(|name| core::str::from_utf8(name).is_ok()));
        let mut behind = self.at.saturating_sub(self.field(1) as usize);
        let constants = (0..self.constants_len()).all(|index| match self.constant(index) {
            Some(Constant::Code(distance)) => self.child(distance).is_some_and(|child| {
                let after = child.at - child.field(1) as usize >= behind;
                behind = child.at + child.field(0) as usize;
                after
            }),
            Some(constant) => is_sound(constant, CONSTANT_DEPTH_MAX),
            None => false,
        });
        names && constants
    }
}

/// The recursion is at most `depth` deep. Code is allowed on the outermost level only.
fn is_sound(constant: Constant<'_>, depth: usize) -> bool {
    match constant {
        Constant::Tuple(items) | Constant::Frozenset(items) => {
            depth > 0
                && items.is_exact()
                && items.clone().all(|item| !matches!(item, Constant::Code(_)) && is_sound(item, depth - 1))
        }
        Constant::BigInt { limbs, .. } => limbs.last().is_some_and(|&limb| limb != 0),
        Constant::Str(text) => crate::constant::is_wtf8(text),
        _ => true,
    }
}
