//! Code records: one code object each, read in place.
//!
//! A record is a descriptor, [`FIELDS`] numbers, and its sections behind it. The records of
//! nested code stand before their parent's: a function and all that is nested in it are one
//! range of words ([`CodeView::subtree`]). Names are numbers of the image's pool. Every accessor
//! is checked: a hostile record gives `None`, never a panic.

use crate::constant::{CONSTANT_DEPTH_MAX, Constant, Items};
use crate::linetable::{LineTable, Position};

/// Numbers of the descriptor at the start of a record.
pub(crate) const FIELDS: usize = 20;

/// The numbers of a descriptor, in this order, each as LEB128.
pub(crate) mod field {
    pub const BODY: usize = 0;
    pub const BEFORE: usize = 1;
    pub const FLAGS: usize = 2;
    pub const REGISTERS: usize = 3;
    pub const SLOTS: usize = 4;
    pub const POSITIONAL_ONLY: usize = 5;
    pub const POSITIONAL: usize = 6;
    pub const KEYWORD_ONLY: usize = 7;
    pub const FIRST_LINE: usize = 8;
    pub const INSNS: usize = 9;
    pub const EXCEPTIONS: usize = 10;
    pub const LOCALS: usize = 11;
    pub const ATTRIBUTE_SITES: usize = 12;
    pub const SITES: usize = 13;
    pub const CELLS: usize = 14;
    pub const FREES: usize = 15;
    pub const NAMES: usize = 16;
    pub const CONSTANTS: usize = 17;
    pub const CONSTANT_WORDS: usize = 18;
    pub const LINE_BYTES: usize = 19;
    /// Those that may be above 65535; they are below 2**28.
    pub const WIDE: [usize; 7] = [BODY, BEFORE, FIRST_LINE, INSNS, CONSTANTS, CONSTANT_WORDS, LINE_BYTES];
}

/// Bytes of the longest name.
pub(crate) const NAME_MAX: usize = 0x7fff;

/// Name `number` of a pool: at twice the number its length, in one byte or, above 127, in two,
/// the first with its top bit set; then its text.
pub(crate) fn name_in(pool: &[u8], number: u16) -> Option<&[u8]> {
    let (&first, rest) = pool.get(usize::from(number) * 2..)?.split_first()?;
    if first < 0x80 {
        return rest.get(..first.into());
    }
    let (&low, rest) = rest.split_first()?;
    rest.get(..usize::from(first & 0x7f) << 8 | usize::from(low))
}

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
    /// The image; offsets to children stay inside.
    words: &'a [u32],
    /// Where the descriptor starts.
    at: usize,
    fields: [u32; FIELDS],
    /// Behind the record.
    end: usize,
    insns: &'a [u32],
    exceptions: &'a [u32],
    locals: &'a [u32],
    shorts: &'a [u32],
    constant_words: &'a [u32],
    line_table: &'a [u32],
    pool: &'a [u8],
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
    /// The record whose descriptor is at `at` of an image, if it and its sections fit exactly.
    pub fn new(words: &'a [u32], at: usize) -> Option<Self> {
        let own = words.get(at..)?;
        let (fields, descriptor_words) = descriptor(own)?;
        let of = |index: usize| fields.get(index).map_or(0, |&field| field as usize);
        at.checked_sub(of(field::BEFORE))?;
        let end = descriptor_words + of(field::BODY);
        let mut rest = Cutter(own.get(descriptor_words..end)?);
        let shorts = of(field::SITES) + of(field::CELLS) + of(field::FREES) + of(field::NAMES);
        let this = Self {
            words,
            at,
            fields,
            end: at + end,
            insns: rest.take(of(field::INSNS))?,
            exceptions: rest.take(of(field::EXCEPTIONS) * EXCEPTION_WORDS)?,
            locals: rest.take(of(field::LOCALS))?,
            shorts: rest.take(shorts.div_ceil(2))?,
            constant_words: rest.take(of(field::CONSTANT_WORDS))?,
            line_table: rest.take(of(field::LINE_BYTES).div_ceil(4))?,
            pool: name_pool(words)?,
        };
        rest.0.is_empty().then_some(this)
    }

    fn field(&self, index: usize) -> usize {
        self.fields.get(index).map_or(0, |&field| field as usize)
    }

    /// The words of this record and all nested ones, and where in them the descriptor is.
    pub fn subtree(&self) -> (&'a [u32], usize) {
        let before = self.field(field::BEFORE);
        (self.words.get(self.at.saturating_sub(before)..self.end).unwrap_or(&[]), before)
    }

    /// Where in the image the descriptor is.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Kind of code.
    pub fn flags(&self) -> CodeFlags {
        let bits = self.field(field::FLAGS) as u32;
        CodeFlags(bits & 0x3ff | bits >> 10 << 24)
    }

    /// Registers that instructions name; at most 256.
    pub fn nregs(&self) -> usize {
        self.field(field::REGISTERS)
    }

    /// Slots the frame needs: registers and the headers of call windows.
    pub fn nslots(&self) -> usize {
        self.field(field::SLOTS)
    }

    /// Positional-only parameters.
    pub fn nposonly(&self) -> usize {
        self.field(field::POSITIONAL_ONLY)
    }

    /// Positional parameters, the positional-only ones included.
    pub fn npos(&self) -> usize {
        self.field(field::POSITIONAL)
    }

    /// Keyword-only parameters.
    pub fn nkwonly(&self) -> usize {
        self.field(field::KEYWORD_ONLY)
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
        self.field(field::FIRST_LINE) as u32
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
        self.field(field::NAMES)
    }

    /// Text of name `index`, in UTF-8. 0 is the code's name, 1 its qualname (empty: the same).
    pub fn name_at(&self, index: usize) -> Option<&'a [u8]> {
        if index >= self.names_len() {
            return None;
        }
        let before = self.sites_len() + self.field(field::CELLS) + self.frees_len();
        name_in(self.pool, u16::try_from(self.short(before + index)?).ok()?)
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
        self.field(field::SITES)
    }

    /// Sites of attributes and methods: those below this index. The others are globals and names.
    pub fn attribute_sites_len(&self) -> usize {
        self.field(field::ATTRIBUTE_SITES)
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
        (start..start + self.field(field::CELLS)).filter_map(|index| self.short(index))
    }

    /// Number of free variables, in the order of the closure tuple.
    pub fn frees_len(&self) -> usize {
        self.field(field::FREES)
    }

    /// Name of free variable `index`.
    pub fn free_name(&self, index: usize) -> Option<&'a [u8]> {
        if index >= self.frees_len() {
            return None;
        }
        self.name_at(self.short(self.sites_len() + self.field(field::CELLS) + index)?)
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
        self.field(field::CONSTANTS)
    }

    /// The constants, in order; fewer than there should be if one is malformed.
    pub fn constants(&self) -> Items<'a> {
        Items::new(self.constant_words, self.constants_len() as u32)
    }

    /// Constant `index`; O(index).
    pub fn constant(&self, index: usize) -> Option<Constant<'a>> {
        self.constants().nth(index)
    }

    /// The nested code of a [`Constant::Code`].
    pub fn child(&self, distance: u32) -> Option<CodeView<'a>> {
        let before = self.field(field::BEFORE);
        if distance == 0 || distance as usize > before {
            return None;
        }
        let child = CodeView::new(self.words, self.at.checked_sub(distance as usize)?)?;
        let fits = child.end <= self.at && child.at - child.field(field::BEFORE) >= self.at - before;
        fits.then_some(child)
    }

    /// The docstring, if it has one.
    pub fn docstring(&self) -> Option<Constant<'a>> {
        if self.flags().contains(CodeFlags::HAS_DOCSTRING) { self.constant(0) } else { None }
    }

    /// The line table.
    pub fn line_table(&self) -> LineTable<'a> {
        let bytes = bytemuck::cast_slice(self.line_table).get(..self.field(field::LINE_BYTES));
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
        let mut behind = self.at.saturating_sub(self.field(field::BEFORE));
        let constants = self.constants().is_exact()
            && self.constants().all(|constant| match constant {
                Constant::Code(distance) => self.child(distance).is_some_and(|child| {
                    let after = child.at - child.field(field::BEFORE) >= behind;
                    behind = child.end;
                    after
                }),
                constant => is_sound(constant, CONSTANT_DEPTH_MAX),
            });
        names && constants
    }
}

/// The name pool, which words 6 and 7 of an image's header say.
fn name_pool(words: &[u32]) -> Option<&[u8]> {
    let &[_, _, _, _, _, _, start, bytes] = words.first_chunk::<8>()?;
    bytemuck::cast_slice(words.get(start as usize..)?).get(..bytes as usize)
}

/// The numbers of a descriptor, and the words they take.
fn descriptor(words: &[u32]) -> Option<([u32; FIELDS], usize)> {
    let bytes: &[u8] = bytemuck::cast_slice(words);
    let mut fields = [0; FIELDS];
    let mut at = 0;
    for (index, field) in fields.iter_mut().enumerate() {
        let mut shift = 0;
        loop {
            let &byte = bytes.get(at)?;
            at += 1;
            *field |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
            if shift > 21 {
                return None;
            }
        }
        if *field > 0xffff && !field::WIDE.contains(&index) {
            return None;
        }
    }
    (fields.get(field::FLAGS)? >> 14 == 0).then_some((fields, at.div_ceil(4)))
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
