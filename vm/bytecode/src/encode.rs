//! Writes what others read: line tables, constants, code records, images.
//!
//! An image grows at its end only: a record is appended when its code is complete, after the
//! records of the code nested in it.

use crate::code::{CodeFlags, EXCEPTION_WORDS, ExceptionEntry, FIELDS, NAME_MAX, field, name_in};
use crate::constant::{CharWidth, tag};
use crate::image::{FLAG_COLUMNS, HEADER_WORDS, MAGIC, VERSION};
use crate::linetable::{Columns, Position, RUN_MAX, form};
use crate::opcode::Imm;
use pyrite_algo::{Buf, OutOfMemory};

/// Why something could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// An allocation failed.
    Memory,
    /// A count does not fit the field that the format has for it.
    TooLarge,
}

impl From<OutOfMemory> for EncodeError {
    fn from(_: OutOfMemory) -> Self {
        EncodeError::Memory
    }
}

/// A line table being written.
#[derive(Debug, Default)]
pub struct LineWriter {
    bytes: Buf<u8>,
    line: u32,
}

impl LineWriter {
    /// An empty table; lines count from `first_line`.
    pub fn new(first_line: u32) -> Self {
        Self { bytes: Buf::new(), line: first_line }
    }

    /// Starts again, keeping the room.
    pub fn restart(&mut self, first_line: u32) {
        self.bytes.clear();
        self.line = first_line;
    }

    /// The table so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What [`LineWriter::rewind`] needs to come back here.
    pub fn mark(&self) -> (usize, u32) {
        (self.bytes.len(), self.line)
    }

    /// Drops what was written since `mark`.
    pub fn rewind(&mut self, mark: (usize, u32)) {
        self.bytes.truncate(mark.0);
        self.line = mark.1;
    }

    fn unsigned(&mut self, mut value: u32) -> Result<(), OutOfMemory> {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80)?;
            value >>= 7;
        }
        self.bytes.push(value as u8)
    }

    fn line_to(&mut self, line: u32) -> Result<(), OutOfMemory> {
        let difference = line.wrapping_sub(self.line) as i32;
        self.line = line;
        self.unsigned((difference << 1 ^ difference >> 31) as u32)
    }

    /// Says that the next `words` words come from `position`.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the table is then of no use.
    pub fn run(&mut self, mut words: u32, position: Option<Position>) -> Result<(), OutOfMemory> {
        while words > 0 {
            let covered = words.min(RUN_MAX);
            words -= covered;
            self.entry(covered as u8 - 1, position)?;
        }
        Ok(())
    }

    fn entry(&mut self, words: u8, position: Option<Position>) -> Result<(), OutOfMemory> {
        let Some(Position { line, columns }) = position else {
            return self.bytes.push(words | form::NONE << 5);
        };
        let Some(Columns { end_line, col, end_col }) = columns else {
            if line == self.line {
                return self.bytes.push(words | form::SAME << 5);
            }
            if line == self.line.wrapping_add(1) {
                self.line = line;
                return self.bytes.push(words | form::NEXT << 5);
            }
            self.bytes.push(words | form::LINE << 5)?;
            return self.line_to(line);
        };
        if end_line == line && end_col >= col {
            if line == self.line && end_col < 0x100 {
                return self.bytes.extend_from_slice(&[words | form::SHORT << 5, col as u8, end_col as u8]);
            }
            self.bytes.push(words | form::ONE_LINE << 5)?;
            self.line_to(line)?;
            self.unsigned(col)?;
            return self.unsigned(end_col - col);
        }
        self.bytes.push(words | form::LONG << 5)?;
        self.line_to(line)?;
        self.unsigned(end_line.wrapping_sub(line))?;
        self.unsigned(col)?;
        self.unsigned(end_col)
    }
}

const AUX_MAX: usize = (1 << 28) - 1;

fn head(words: &mut Buf<u32>, tag: u32, aux: usize) -> Result<(), EncodeError> {
    if aux > AUX_MAX {
        return Err(EncodeError::TooLarge);
    }
    Ok(words.push(tag | (aux as u32) << 4)?)
}

fn wide(words: &mut Buf<u32>, bits: u64) -> Result<(), EncodeError> {
    Ok(words.extend_from_slice(&[bits as u32, (bits >> 32) as u32])?)
}

fn packed(words: &mut Buf<u32>, bytes: &[u8]) -> Result<(), EncodeError> {
    words.reserve(bytes.len().div_ceil(4))?;
    for chunk in bytes.chunks(4) {
        let word = chunk.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte));
        words.push(word)?;
    }
    Ok(())
}

/// Appends an immediate.
///
/// # Errors
/// [`EncodeError`], as of all these functions.
pub fn imm(words: &mut Buf<u32>, imm: Imm) -> Result<(), EncodeError> {
    head(words, tag::IMM, imm as usize)
}

/// Appends an int.
///
/// # Errors
/// [`EncodeError`]
pub fn int(words: &mut Buf<u32>, value: i64) -> Result<(), EncodeError> {
    if (-(1 << 27)..1 << 27).contains(&value) {
        return Ok(words.push(tag::SMALL_INT | (value as u32) << 4)?);
    }
    head(words, tag::INT, 0)?;
    wide(words, value as u64)
}

/// Appends an int of more than 64 bits: limbs from the lowest, the last not 0.
///
/// # Errors
/// [`EncodeError`]
pub fn big_int(words: &mut Buf<u32>, negative: bool, limbs: &[u32]) -> Result<(), EncodeError> {
    head(words, tag::BIG_INT, limbs.len() << 1 | usize::from(negative))?;
    Ok(words.extend_from_slice(limbs)?)
}

/// Appends a float.
///
/// # Errors
/// [`EncodeError`]
pub fn float(words: &mut Buf<u32>, value: f64) -> Result<(), EncodeError> {
    head(words, tag::FLOAT, 0)?;
    wide(words, value.to_bits())
}

/// Appends a complex number.
///
/// # Errors
/// [`EncodeError`]
pub fn complex(words: &mut Buf<u32>, real: f64, imaginary: f64) -> Result<(), EncodeError> {
    head(words, tag::COMPLEX, 0)?;
    wide(words, real.to_bits())?;
    wide(words, imaginary.to_bits())
}

/// Appends a string in UTF-8 (surrogates encoded as if they were characters).
///
/// # Errors
/// [`EncodeError`]
pub fn str(words: &mut Buf<u32>, bytes: &[u8]) -> Result<(), EncodeError> {
    let mut chars = 0u32;
    let mut width = CharWidth::Ascii;
    for &byte in bytes {
        let wide = match byte {
            0..=0x7f => CharWidth::Ascii,
            0x80..=0xbf => continue_char(&mut chars),
            0xc0..=0xc3 => CharWidth::Latin1,
            0xc4..=0xef => CharWidth::Two,
            _ => CharWidth::Four,
        };
        chars = chars.wrapping_add(1);
        if wide as u8 > width as u8 {
            width = wide;
        }
    }
    if width == CharWidth::Ascii {
        head(words, tag::ASCII, bytes.len())?;
        return packed(words, bytes);
    }
    head(words, tag::STR, bytes.len())?;
    words.push(chars | (width as u32) << 30)?;
    packed(words, bytes)
}

/// A continuation byte begins no character: takes back the count that follows.
fn continue_char(chars: &mut u32) -> CharWidth {
    *chars = chars.wrapping_sub(1);
    CharWidth::Ascii
}

/// Appends a bytes object.
///
/// # Errors
/// [`EncodeError`]
pub fn bytes(words: &mut Buf<u32>, bytes: &[u8]) -> Result<(), EncodeError> {
    head(words, tag::BYTES, bytes.len())?;
    packed(words, bytes)
}

/// Which container [`items`] makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A tuple.
    Tuple,
    /// A frozenset.
    Frozenset,
}

/// Turns the words from `start` on, `len` constants, into a container of them.
///
/// # Errors
/// [`EncodeError`]
pub fn items(words: &mut Buf<u32>, start: usize, len: usize, kind: Container) -> Result<(), EncodeError> {
    let tag = if kind == Container::Tuple { tag::TUPLE } else { tag::FROZENSET };
    let size = words.len().saturating_sub(start);
    if len > AUX_MAX || size > AUX_MAX {
        return Err(EncodeError::TooLarge);
    }
    words.extend_from_slice(&[0, 0])?;
    if start + size + 2 <= words.len() {
        words.copy_within(start..start + size, start + 2);
    }
    if let Some([first, second]) = words.get_mut(start..start + 2) {
        (*first, *second) = (tag | (len as u32) << 4, size as u32);
    }
    Ok(())
}

/// Appends a nested code object; `at` is where in the image its descriptor is.
///
/// [`write_record`] turns that into a distance, so this is for constants on the outermost level.
///
/// # Errors
/// [`EncodeError`]
pub fn code(words: &mut Buf<u32>, at: usize) -> Result<(), EncodeError> {
    head(words, tag::CODE, at)
}

/// What a record is made of.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are those of `CodeView`")]
pub struct Record<'a> {
    pub flags: CodeFlags,
    pub nregs: usize,
    pub nslots: usize,
    pub nposonly: usize,
    pub npos: usize,
    pub nkwonly: usize,
    pub first_line: u32,
    pub insns: &'a [u32],
    pub exceptions: &'a [ExceptionEntry],
    /// Names of the sites, the attribute sites first.
    pub sites: &'a [u16],
    pub attribute_sites: usize,
    pub cells: &'a [u16],
    pub frees: &'a [u16],
    /// Slot and name index of each local.
    pub locals: &'a [(u16, u16)],
    pub line_table: &'a [u8],
    /// Where each name ends in `text`.
    pub name_ends: &'a [u32],
    pub text: &'a [u8],
    /// Where each constant ends in `constants`.
    pub constant_ends: &'a [u32],
    pub constants: &'a [u32],
    /// Where in the image the records nested in this one begin.
    pub subtree_start: usize,
}

/// The names of an image, each once.
#[derive(Debug, Default)]
pub struct NamePool {
    bytes: Buf<u8>,
    /// Half the offset of each name + 1, by hash; 0 is free. The length is a power of two, or zero.
    slots: Buf<u16>,
    count: usize,
}

impl NamePool {
    /// The number of a name: half the offset of its entry.
    ///
    /// # Errors
    /// [`EncodeError`]
    pub fn add(&mut self, name: &[u8]) -> Result<u16, EncodeError> {
        if self.count * 4 >= self.slots.len() * 3 {
            self.grow()?;
        }
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash(name) & mask;
        while let Some(number) = self.slots.get(slot).and_then(|&taken| taken.checked_sub(1)) {
            if name_in(&self.bytes, number) == Some(name) {
                return Ok(number);
            }
            slot = (slot + 1) & mask;
        }
        let number = self.bytes.len() / 2;
        if number >= usize::from(u16::MAX) || name.len() > NAME_MAX {
            return Err(EncodeError::TooLarge);
        }
        if name.len() >= 0x80 {
            self.bytes.push(0x80 | (name.len() >> 8) as u8)?;
        }
        self.bytes.push(name.len() as u8)?;
        self.bytes.extend_from_slice(name)?;
        if !self.bytes.len().is_multiple_of(2) {
            self.bytes.push(0)?;
        }
        if let Some(free) = self.slots.get_mut(slot) {
            *free = number as u16 + 1;
        }
        self.count += 1;
        Ok(number as u16)
    }

    fn grow(&mut self) -> Result<(), EncodeError> {
        let cap = (self.slots.len() * 2).max(32);
        let mut slots = Buf::with_capacity(cap)?;
        slots.resize(cap, 0u16)?;
        for &taken in self.slots.iter().filter(|&&taken| taken != 0) {
            let mut slot = hash(name_in(&self.bytes, taken - 1).unwrap_or(&[])) & (cap - 1);
            while slots.get(slot).is_some_and(|&taken| taken != 0) {
                slot = (slot + 1) & (cap - 1);
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = taken;
            }
        }
        self.slots = slots;
        Ok(())
    }
}

fn hash(name: &[u8]) -> usize {
    let hash = name.iter().fold(0u32, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15) as usize
}

/// Puts shorts two in a word, the low half first.
struct Shorts<'a> {
    out: &'a mut Buf<u32>,
    low: Option<u16>,
}

impl Shorts<'_> {
    fn push(&mut self, short: u16) -> Result<(), EncodeError> {
        match self.low.take() {
            None => self.low = Some(short),
            Some(low) => self.out.push(u32::from(low) | u32::from(short) << 16)?,
        }
        Ok(())
    }

    fn finish(self) -> Result<(), EncodeError> {
        match self.low {
            Some(low) => Ok(self.out.push(low.into())?),
            None => Ok(()),
        }
    }
}

/// Appends the fields of a descriptor.
fn write_descriptor(out: &mut Buf<u32>, fields: [usize; FIELDS]) -> Result<(), EncodeError> {
    let mut bytes = [0; FIELDS * 5];
    let mut len = 0;
    for (index, field) in fields.into_iter().enumerate() {
        let limit = if field::WIDE.contains(&index) { AUX_MAX } else { usize::from(u16::MAX) };
        if field > limit {
            return Err(EncodeError::TooLarge);
        }
        let mut rest = field;
        loop {
            if let Some(byte) = bytes.get_mut(len) {
                *byte = (rest & 0x7f) as u8 | if rest >= 0x80 { 0x80 } else { 0 };
            }
            len += 1;
            rest >>= 7;
            if rest == 0 {
                break;
            }
        }
    }
    packed(out, bytes.get(..len).unwrap_or(&[]))
}

/// Appends a record, its names to `pool`; returns where its descriptor is.
///
/// # Errors
/// [`EncodeError`]; `out` may then have grown.
pub fn write_record(
    out: &mut Buf<u32>,
    pool: &mut NamePool,
    record: &Record<'_>,
) -> Result<usize, EncodeError> {
    let at = out.len();
    let flags = record.flags.0 as usize;
    let shorts = record.sites.len() + record.cells.len() + record.frees.len() + record.name_ends.len();
    let body = record.insns.len()
        + record.exceptions.len() * EXCEPTION_WORDS
        + record.locals.len()
        + shorts.div_ceil(2)
        + record.constants.len()
        + record.line_table.len().div_ceil(4);
    let mut fields = [0; FIELDS];
    for (index, value) in [
        (field::BODY, body),
        (field::BEFORE, at - record.subtree_start.min(at)),
        (field::FLAGS, flags & 0x3ff | flags >> 24 << 10),
        (field::REGISTERS, record.nregs),
        (field::SLOTS, record.nslots),
        (field::POSITIONAL_ONLY, record.nposonly),
        (field::POSITIONAL, record.npos),
        (field::KEYWORD_ONLY, record.nkwonly),
        (field::FIRST_LINE, record.first_line as usize),
        (field::INSNS, record.insns.len()),
        (field::EXCEPTIONS, record.exceptions.len()),
        (field::LOCALS, record.locals.len()),
        (field::ATTRIBUTE_SITES, record.attribute_sites),
        (field::SITES, record.sites.len()),
        (field::CELLS, record.cells.len()),
        (field::FREES, record.frees.len()),
        (field::NAMES, record.name_ends.len()),
        (field::CONSTANTS, record.constant_ends.len()),
        (field::CONSTANT_WORDS, record.constants.len()),
        (field::LINE_BYTES, record.line_table.len()),
    ] {
        if let Some(field) = fields.get_mut(index) {
            *field = value;
        }
    }
    write_descriptor(out, fields)?;
    out.extend_from_slice(record.insns)?;
    for entry in record.exceptions {
        if entry.target >= 1 << 24 {
            return Err(EncodeError::TooLarge);
        }
        out.extend_from_slice(&[entry.start, entry.end, entry.target << 8 | u32::from(entry.depth)])?;
    }
    for &(slot, name) in record.locals {
        out.push(u32::from(slot) | u32::from(name) << 16)?;
    }
    let mut shorts = Shorts { out, low: None };
    for &short in record.sites.iter().chain(record.cells).chain(record.frees) {
        shorts.push(short)?;
    }
    let mut start = 0;
    for &end in record.name_ends {
        shorts.push(pool.add(record.text.get(start as usize..end as usize).unwrap_or(&[]))?)?;
        start = end;
    }
    shorts.finish()?;
    write_constants(out, record, at)?;
    packed(out, record.line_table)?;
    if out.len() > AUX_MAX { Err(EncodeError::TooLarge) } else { Ok(at) }
}

fn write_constants(out: &mut Buf<u32>, record: &Record<'_>, at: usize) -> Result<(), EncodeError> {
    let base = out.len();
    out.extend_from_slice(record.constants)?;
    let mut start = 0;
    for &end in record.constant_ends {
        if let Some(word) = out.get_mut(base + start as usize)
            && *word & 15 == tag::CODE
        {
            *word = tag::CODE | (at as u32).wrapping_sub(*word >> 4) << 4;
        }
        start = end;
    }
    Ok(())
}

/// Begins an image in the empty buffer `out`.
///
/// # Errors
/// [`EncodeError`]
pub fn begin_image(out: &mut Buf<u32>, filename: &[u8], columns: Columnar) -> Result<(), EncodeError> {
    let flags = if columns == Columnar::Yes { FLAG_COLUMNS } else { 0 };
    let header: [u32; HEADER_WORDS] = [MAGIC, VERSION | flags << 16, 0, 0, 0, filename.len() as u32, 0, 0];
    out.extend_from_slice(&header)?;
    packed(out, filename)
}

/// Whether the line tables of an image have columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the type's text says it")]
pub enum Columnar {
    Yes,
    No,
}

/// Completes an image whose module's record is at `root`; the check sum is left to `image::seal`.
///
/// # Errors
/// [`EncodeError`]
pub fn end_image(out: &mut Buf<u32>, pool: &NamePool, root: usize) -> Result<(), EncodeError> {
    let start = out.len();
    packed(out, &pool.bytes)?;
    let total = out.len();
    if let Some([size, _, at, _, pool_start, pool_bytes]) = out.get_mut(2..8) {
        (*size, *at) = (total as u32, root as u32);
        (*pool_start, *pool_bytes) = (start as u32, pool.bytes.len() as u32);
    }
    Ok(())
}
