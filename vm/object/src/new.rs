//! Making objects: raw allocation, and constructors that raise MemoryError.

use core::fmt::{self, Write};
use core::ptr::NonNull;

use pyrite_algo::{Buf, OutOfMemory};

use crate::class::instance;
use crate::heap::Kind;
use crate::heap::finalize::kind_of;
use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Header, Obj, Outcome, Ref};
use crate::model::{Raised, Storage, TypeRef, Vm};
use crate::raw::str::Chars;

impl Vm {
    /// An object of `type_` with the given storage, of `storage_size` bytes with its items.
    ///
    /// Counts up a `type_` that was made at run time. If memory is out, collects cycles once.
    ///
    /// # Errors
    /// [`OutOfMemory`]; `storage` is dropped.
    #[inline]
    pub fn allocate<S: Storage>(
        &self,
        type_: TypeRef,
        storage: S,
        storage_size: usize,
    ) -> Result<Ref, OutOfMemory> {
        debug_assert!(storage_size >= size_of::<S>());
        let object = self.allocate_head(type_, storage_size)?;
        // SAFETY: the block is large enough for header and storage, and ours alone.
        unsafe {
            object.byte_add(HEADER_SIZE).cast::<S>().write(storage);
            Ok(Ref::from_raw(object))
        }
    }

    /// A block for an object with its header, but without its storage.
    #[inline(never)]
    fn allocate_head(&self, type_: TypeRef, storage_size: usize) -> Result<NonNull<Header>, OutOfMemory> {
        let is_heap = type_.is_heap();
        let size = if is_heap { instance::size(type_, storage_size) } else { HEADER_SIZE + storage_size };
        let block = self.allocate_block(size, type_)?;
        // SAFETY: the block is large enough for the header, and for what follows the storage.
        unsafe {
            if is_heap {
                instance::start(block, type_, storage_size);
            }
            let header = block.cast::<Header>();
            header.write(Header { refcount: 1, type_ });
            Ok(header)
        }
    }

    /// As [`Vm::allocate`], for a builtin type and storage of fixed size: less is asked.
    ///
    /// # Errors
    /// As [`Vm::allocate`].
    #[inline(always)]
    pub fn allocate_fixed<S: Storage>(&self, kind: Kind, storage: S) -> Result<Ref, OutOfMemory> {
        self.allocate_fixed_as(TypeRef::of(S::TYPE), kind, storage)
    }

    /// As [`Vm::allocate_fixed`], for a builtin subtype with the same storage.
    ///
    /// # Errors
    /// As [`Vm::allocate`].
    #[inline(always)]
    pub fn allocate_fixed_as<S: Storage>(
        &self,
        type_: TypeRef,
        kind: Kind,
        storage: S,
    ) -> Result<Ref, OutOfMemory> {
        debug_assert!(kind == kind_of(type_) && !type_.is_heap());
        let size = HEADER_SIZE + size_of::<S>();
        let block = match self.heap.alloc(size, kind) {
            Ok(block) => block,
            Err(OutOfMemory) => self.allocate_after_collect(size, type_)?,
        };
        if kind == Kind::Container && self.heap.is_crowded() {
            self.ask_for_collection();
        }
        // SAFETY: the block is large enough for header and storage, and ours alone.
        unsafe {
            block.byte_add(HEADER_SIZE).cast::<S>().write(storage);
            let header = block.cast::<Header>();
            header.write(Header { refcount: 1, type_ });
            Ok(Ref::from_raw(header))
        }
    }

    /// Memory for an instance of `type_`, `size` bytes with the header.
    ///
    /// # Errors
    /// [`OutOfMemory`], after the collector could not help.
    #[inline]
    pub(crate) fn allocate_block(&self, size: usize, type_: TypeRef) -> Result<NonNull<u8>, OutOfMemory> {
        let kind = kind_of(type_);
        let block = match self.heap.alloc(size, kind) {
            Ok(block) => block,
            Err(OutOfMemory) => self.allocate_after_collect(size, type_)?,
        };
        if kind == Kind::Container && self.heap.is_crowded() {
            self.ask_for_collection();
        }
        if type_.is_heap() {
            type_.own().into_raw();
        }
        Ok(block)
    }

    #[cold]
    fn ask_for_collection(&self) {
        if self.heap.threshold() > 0 {
            self.request(crate::model::vm::pending::COLLECT);
        }
    }

    #[cold]
    fn allocate_after_collect(&self, size: usize, type_: TypeRef) -> Result<NonNull<u8>, OutOfMemory> {
        crate::heap::collect::collect_for_memory(self);
        self.heap.alloc(size, kind_of(type_))
    }

    /// Turns a failed allocation into MemoryError.
    #[inline]
    pub fn memory<T>(&self, result: Result<T, OutOfMemory>) -> Result<T, Raised> {
        result.map_err(|OutOfMemory| self.memory_error())
    }

    /// A str of UTF-8 text.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn new_str(&self, text: &str) -> Result<Ref, OutOfMemory> {
        if text.is_ascii() {
            return self.new_str_class(Chars::One(text.as_bytes()), 0x7f);
        }
        let (mut len, mut seen) = (0, 0);
        for character in text.chars() {
            len += 1;
            seen |= u32::from(character);
        }
        let mut string = self.str_writer(len, seen)?;
        text.chars().for_each(|character| string.put_char(character.into()));
        Ok(string.finish())
    }

    /// A str of given characters, in the narrowest width.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn new_str_chars(&self, text: Chars<'_>) -> Result<Ref, OutOfMemory> {
        self.new_str_class(text, text.max())
    }

    /// A str of given characters no greater than `max`, which is exact as far as the class
    /// (ASCII, Latin-1, UCS-2, UCS-4) goes.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    #[inline]
    pub fn new_str_class(&self, text: Chars<'_>, max: u32) -> Result<Ref, OutOfMemory> {
        if text.len() <= 1 {
            match text.get(0) {
                None => return Ok(crate::names::EMPTY().own()),
                Some(character) => {
                    if let Some(single) = crate::names::ascii_char(character) {
                        return Ok(single.own());
                    }
                }
            }
        }
        let mut string = self.str_writer(text.len(), max)?;
        string.put(text);
        Ok(string.finish())
    }

    /// A str of one character.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn char_str(&self, character: u32) -> Outcome {
        match crate::names::ascii_char(character) {
            Some(single) => Ok(single.own()),
            None => self.memory(self.new_str_class(Chars::Four(&[character]), character)),
        }
    }

    /// A str of text in WTF-8: UTF-8 in which surrogates may stand alone. Bytes that are
    /// neither become U+FFFD.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn new_str_wtf8(&self, text: &[u8]) -> Result<Ref, OutOfMemory> {
        if let Ok(text) = core::str::from_utf8(text) {
            return self.new_str(text);
        }
        let mut units = Buf::new();
        let mut rest = text;
        while let Some((character, after)) = split_wtf8(rest) {
            units.push(character)?;
            rest = after;
        }
        self.new_str_chars(Chars::Four(&units))
    }

    /// A str of formatted text.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn format_str(&self, text: fmt::Arguments<'_>) -> Result<Ref, OutOfMemory> {
        if let Some(text) = text.as_str() {
            return self.new_str(text);
        }
        let mut buf = Buf::<u8>::new();
        buf.write_fmt(text).map_err(|_| OutOfMemory)?;
        self.new_str_wtf8(&buf)
    }

    /// A str, or MemoryError.
    ///
    /// # Errors
    /// MemoryError.
    pub fn str(&self, text: &str) -> Outcome {
        self.memory(self.new_str(text))
    }

    /// A str of formatted text, or MemoryError.
    ///
    /// # Errors
    /// MemoryError.
    pub fn str_fmt(&self, text: fmt::Arguments<'_>) -> Outcome {
        self.memory(self.format_str(text))
    }

    /// An int, or MemoryError.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn int(&self, value: i64) -> Outcome {
        self.memory(self.new_int(value))
    }

    /// A float, or MemoryError.
    ///
    /// # Errors
    /// MemoryError.
    #[inline(never)]
    pub fn float(&self, value: f64) -> Outcome {
        self.memory(self.new_float(value))
    }

    /// A bytes object holding a copy of `bytes`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn bytes(&self, bytes: &[u8]) -> Outcome {
        self.memory(self.build_bytes(bytes.len(), |to| to.copy_from_slice(bytes)))
    }

    /// A tuple of copies of `items`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn tuple(&self, items: &[&Obj]) -> Outcome {
        self.memory(
            self.build_tuple(items.len(), |index| items.get(index).map_or_else(Ref::none, |item| item.own())),
        )
    }

    /// A tuple of copies of owned `items`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn tuple_of(&self, items: &[Ref]) -> Outcome {
        self.memory(
            self.build_tuple(items.len(), |index| items.get(index).cloned().unwrap_or_else(Ref::none)),
        )
    }
}

/// The first code point of WTF-8 text and the rest; a byte that starts none is U+FFFD.
fn split_wtf8(text: &[u8]) -> Option<(u32, &[u8])> {
    let (&first, after) = text.split_first()?;
    let (len, mask) = match first {
        0..=0x7f => return Some((first.into(), after)),
        0xc2..=0xdf => (1, 0x1f),
        0xe0..=0xef => (2, 0x0f),
        0xf0..=0xf4 => (3, 0x07),
        _ => return Some((0xfffd, after)),
    };
    let Some((tail, rest)) = after.split_at_checked(len) else { return Some((0xfffd, after)) };
    let mut character = u32::from(first) & mask;
    for &byte in tail {
        if byte & 0xc0 != 0x80 {
            return Some((0xfffd, after));
        }
        character = character << 6 | u32::from(byte & 0x3f);
    }
    Some((character, rest))
}

/// `Display` of a str object (or of `repr`-less others as their type's name), for messages.
pub struct Text<'a>(pub &'a Obj);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(this) = self.0.cast::<crate::raw::str::Str>() else {
            return write!(f, "<{} object>", self.0.type_().short_name());
        };
        if let Some(text) = this.ascii() {
            return f.write_str(text);
        }
        this.chars().iter().try_for_each(|c| f.write_char(char::from_u32(c).unwrap_or('\u{fffd}')))
    }
}
