//! Storage of `str`: one, two or four bytes a character (PEP 393), NUL-terminated.
//!
//! Behind [`Str`] follow the characters and one NUL character. Heap strings compute their
//! hash when it is asked for first; static ones have it from the compiler.

use core::ptr::NonNull;

use pyrite_algo::OutOfMemory;

use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Header, IMMORTAL, Obj, Ref};
use crate::model::{Storage, This, Type, TypeRef, Vm};

/// Head of a string; the characters follow.
#[repr(C)]
pub struct Str {
    /// 0: not computed yet.
    hash: core::cell::Cell<usize>,
    /// Characters << 4 | interned << 3 | ascii << 2 | kind.
    meta: core::cell::Cell<usize>,
}

const INTERNED: usize = 8;
const ASCII: usize = 4;

/// Bytes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub enum Width {
    /// Up to U+00FF.
    One = 0,
    /// Up to U+FFFF.
    Two = 1,
    /// All.
    Four = 2,
}

impl Width {
    /// 1, 2 or 4.
    pub fn bytes(self) -> usize {
        1 << self as usize
    }

    /// The narrowest for characters up to `max`.
    pub fn for_max(max: u32) -> Width {
        match max {
            0..=0xff => Width::One,
            0x100..=0xffff => Width::Two,
            _ => Width::Four,
        }
    }
}

/// The characters of a string.
#[derive(Clone, Copy, Debug)]
pub enum Chars<'a> {
    /// Latin-1 (or ASCII).
    One(&'a [u8]),
    /// UCS-2.
    Two(&'a [u16]),
    /// UCS-4.
    Four(&'a [u32]),
}

/// A static string in flash: header, head, text. ASCII only.
#[repr(C)]
pub struct StaticStr<const N: usize> {
    header: Header,
    hash: usize,
    meta: usize,
    text: [u8; N],
}

// SAFETY: never written: the hash is there, and `meta` is final.
unsafe impl<const N: usize> Sync for StaticStr<N> {}

impl<const N: usize> StaticStr<N> {
    /// `text` with its NUL, so `N` is the length + 1. Interned from the start.
    pub const fn new(text: &str) -> StaticStr<N> {
        let source = text.as_bytes();
        assert!(source.len() + 1 == N);
        let mut bytes = [0; N];
        let mut index = 0;
        while index < source.len() {
            assert!(source[index] < 0x80);
            bytes[index] = source[index];
            index += 1;
        }
        StaticStr {
            header: Header { refcount: IMMORTAL, type_: TypeRef::of(&crate::model::knot::STR) },
            hash: pyrite_algo::hash::hash_bytes(source) as usize,
            meta: source.len() << 4 | INTERNED | ASCII,
            text: bytes,
        }
    }

    /// As the object it is.
    #[inline]
    pub const fn as_obj(&'static self) -> &'static Obj {
        // SAFETY: a zero-sized type is valid at every non-null address.
        unsafe { &*(&raw const *self).cast::<Obj>() }
    }
}

impl StaticStr<2> {
    /// The string of one ASCII character.
    pub const fn character(code: u8) -> StaticStr<2> {
        StaticStr {
            header: Header { refcount: IMMORTAL, type_: TypeRef::of(&crate::model::knot::STR) },
            hash: pyrite_algo::hash::hash_bytes(&[code]) as usize,
            meta: 1 << 4 | INTERNED | ASCII,
            text: [code, 0],
        }
    }
}

// SAFETY: STR's instances, and those of its subtypes (flag STR), begin with this head.
unsafe impl Storage for Str {
    const TYPE: &'static Type = &crate::model::knot::STR;
    const FLAG: usize = crate::model::flags::STR;

    fn size(&self) -> usize {
        storage_size(self.width(), self.len())
    }
}

fn storage_size(width: Width, len: usize) -> usize {
    size_of::<Str>() + (len + 1) * width.bytes()
}

impl Str {
    /// Length in characters.
    #[inline]
    pub fn len(&self) -> usize {
        self.meta.get() >> 4
    }

    /// Whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of a character.
    #[inline]
    pub fn width(&self) -> Width {
        match self.meta.get() & 3 {
            0 => Width::One,
            1 => Width::Two,
            _ => Width::Four,
        }
    }

    /// Whether all characters are below U+0080.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.meta.get() & ASCII != 0
    }

    /// An upper bound of the characters that is exact as far as the class (ASCII, Latin-1,
    /// UCS-2, UCS-4) goes.
    #[inline]
    pub fn max_class(&self) -> u32 {
        match self.width() {
            Width::One if self.is_ascii() => 0x7f,
            Width::One => 0xff,
            Width::Two => 0xffff,
            Width::Four => 0x10_ffff,
        }
    }

    /// Whether this is the one string of its text among the interned ones.
    #[inline]
    pub fn is_interned(&self) -> bool {
        self.meta.get() & INTERNED != 0
    }
}

impl Drop for Str {
    fn drop(&mut self) {
        if self.is_interned() {
            crate::names::forget(core::ptr::NonNull::from(&*self));
        }
    }
}

impl<'a> This<'a, Str> {
    fn text_ptr(self) -> NonNull<u8> {
        // SAFETY: the characters follow the head inside the object.
        unsafe { self.as_ptr().add(1).cast() }
    }

    /// The characters.
    #[inline]
    pub fn chars(self) -> Chars<'a> {
        let (ptr, len) = (self.text_ptr(), self.len());
        // SAFETY: `len` characters of this width follow the head, written at creation and
        // never changed while the string can be seen; the alignment is a word's.
        unsafe {
            match self.width() {
                Width::One => Chars::One(core::slice::from_raw_parts(ptr.as_ptr(), len)),
                Width::Two => Chars::Two(core::slice::from_raw_parts(ptr.cast().as_ptr(), len)),
                Width::Four => Chars::Four(core::slice::from_raw_parts(ptr.cast().as_ptr(), len)),
            }
        }
    }

    /// The text, if it is ASCII.
    #[inline]
    pub fn ascii(self) -> Option<&'a str> {
        match self.chars() {
            // SAFETY: all bytes are below 0x80, as the flag says.
            Chars::One(bytes) if self.is_ascii() => Some(unsafe { core::str::from_utf8_unchecked(bytes) }),
            _ => None,
        }
    }

    /// The hash; never -1 (as `isize`).
    #[inline]
    pub fn hash(self) -> usize {
        let hash = self.hash.get();
        if hash != 0 { hash } else { self.compute_hash() }
    }

    #[cold]
    fn compute_hash(self) -> usize {
        let hash = match self.chars() {
            Chars::One(text) => pyrite_algo::hash::hash_bytes(text),
            Chars::Two(text) => pyrite_algo::hash::hash_u16(text),
            Chars::Four(text) => pyrite_algo::hash::hash_u32(text),
        } as usize;
        self.hash.set(hash);
        hash
    }

    /// Marks a heap string as interned. Only `names` calls it.
    pub(crate) fn set_interned(self, interned: bool) {
        let meta = self.meta.get() & !INTERNED;
        self.meta.set(meta | if interned { INTERNED } else { 0 });
    }

    /// As [`This::equals`] for two strings that are not the same object; most unequal ones are
    /// told apart here.
    #[inline(always)]
    pub(crate) fn may_equal(self, other: This<'_, Str>) -> bool {
        let (mine, theirs) = (self.meta.get(), other.meta.get());
        (mine ^ theirs) & !INTERNED == 0 && mine & theirs & INTERNED == 0 && self.equals(other)
    }

    /// Whether both have the same characters.
    #[inline]
    pub fn equals(self, other: This<'_, Str>) -> bool {
        if self.obj().is(other.obj()) {
            return true;
        }
        let same_meta = (self.meta.get() ^ other.meta.get()) & !INTERNED == 0;
        if !same_meta || (self.is_interned() && other.is_interned()) {
            return false;
        }
        let (mine, theirs) = (self.hash.get(), other.hash.get());
        if mine != 0 && theirs != 0 && mine != theirs {
            return false;
        }
        self.same_text(other)
    }

    /// Whether the characters are the same; both strings have the same length and width.
    #[inline]
    fn same_text(self, other: This<'_, Str>) -> bool {
        const WORD: usize = size_of::<usize>();
        let bytes = self.len() << self.width() as usize;
        let (mine, theirs) = (self.text_ptr(), other.text_ptr());
        let mut at = 0;
        // SAFETY: both texts have that many bytes, and are aligned like the heads.
        unsafe {
            while at + WORD <= bytes {
                if mine.byte_add(at).cast::<usize>().read() != theirs.byte_add(at).cast::<usize>().read() {
                    return false;
                }
                at += WORD;
            }
            while at < bytes {
                if mine.add(at).read() != theirs.add(at).read() {
                    return false;
                }
                at += 1;
            }
        }
        true
    }

    /// Character `index` as a code point (surrogates included).
    #[inline]
    pub fn char_at(self, index: usize) -> Option<u32> {
        self.chars().get(index)
    }
}

impl<'a> Chars<'a> {
    /// Length in characters.
    pub fn len(self) -> usize {
        match self {
            Chars::One(text) => text.len(),
            Chars::Two(text) => text.len(),
            Chars::Four(text) => text.len(),
        }
    }

    /// Whether there is no character.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Code point `index`.
    #[inline]
    pub fn get(self, index: usize) -> Option<u32> {
        match self {
            Chars::One(text) => text.get(index).map(|&unit| u32::from(unit)),
            Chars::Two(text) => text.get(index).map(|&unit| u32::from(unit)),
            Chars::Four(text) => text.get(index).copied(),
        }
    }

    /// Characters `start..end`; the whole is clipped to the text.
    pub fn slice(self, start: usize, end: usize) -> Chars<'a> {
        let end = end.min(self.len());
        let start = start.min(end);
        match self {
            Chars::One(text) => Chars::One(text.get(start..end).unwrap_or(&[])),
            Chars::Two(text) => Chars::Two(text.get(start..end).unwrap_or(&[])),
            Chars::Four(text) => Chars::Four(text.get(start..end).unwrap_or(&[])),
        }
    }

    /// The code points.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = u32> + Clone + 'a {
        (0..self.len()).map(move |index| self.get(index).unwrap_or(0))
    }

    /// Whether a character is among them.
    pub fn contains(self, character: u32) -> bool {
        match self {
            Chars::One(text) => u8::try_from(character).is_ok_and(|unit| text.contains(&unit)),
            Chars::Two(text) => u16::try_from(character).is_ok_and(|unit| text.contains(&unit)),
            Chars::Four(text) => text.contains(&character),
        }
    }

    /// The same characters, compared one by one.
    pub fn same(self, other: Chars<'_>) -> bool {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => a == b,
            (Chars::Two(a), Chars::Two(b)) => a == b,
            (Chars::Four(a), Chars::Four(b)) => a == b,
            (a, b) => a.len() == b.len() && a.iter().eq(b.iter()),
        }
    }

    /// The order of the code points.
    pub fn order(self, other: Chars<'_>) -> core::cmp::Ordering {
        match (self, other) {
            (Chars::One(a), Chars::One(b)) => a.cmp(b),
            (a, b) => a.iter().cmp(b.iter()),
        }
    }

    /// The greatest code point; 0 of an empty text.
    pub fn max(self) -> u32 {
        match self {
            Chars::One(text) => text.iter().fold(0, |max, &unit| max | u32::from(unit)),
            Chars::Two(text) => text.iter().fold(0, |max, &unit| max.max(u32::from(unit))),
            Chars::Four(text) => text.iter().fold(0, |max, &unit| max.max(unit)),
        }
    }
}

/// Characters being filled in, before anyone else sees the string.
pub enum CharsMut<'a> {
    /// Latin-1.
    One(&'a mut [u8]),
    /// UCS-2.
    Two(&'a mut [u16]),
    /// UCS-4.
    Four(&'a mut [u32]),
}

impl CharsMut<'_> {
    /// Writes `text` at `offset` (characters); wider characters than fit are cut.
    pub fn put(&mut self, offset: usize, text: Chars<'_>) {
        let end = offset + text.len();
        match (self, text) {
            (CharsMut::One(to), Chars::One(from)) => {
                if let Some(to) = to.get_mut(offset..end) {
                    to.copy_from_slice(from);
                }
            }
            (CharsMut::One(to), from) => {
                to.iter_mut().skip(offset).zip(from.iter()).for_each(|(to, c)| *to = c as u8)
            }
            (CharsMut::Two(to), from) => {
                to.iter_mut().skip(offset).zip(from.iter()).for_each(|(to, c)| *to = c as u16)
            }
            (CharsMut::Four(to), from) => {
                to.iter_mut().skip(offset).zip(from.iter()).for_each(|(to, c)| *to = c)
            }
        }
    }
}

impl Vm {
    /// A string of `len` characters no greater than `max`, filled by `fill`.
    ///
    /// `max` has to be exact as far as the class (ASCII, Latin-1, UCS-2, UCS-4) goes.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn build_str(
        &self,
        len: usize,
        max: u32,
        fill: impl FnOnce(CharsMut<'_>),
    ) -> Result<Ref, OutOfMemory> {
        let width = Width::for_max(max);
        if len > usize::MAX >> 6 {
            return Err(OutOfMemory);
        }
        let meta = len << 4 | width as usize | if max < 0x80 { ASCII } else { 0 };
        let head = Str { hash: Default::default(), meta: core::cell::Cell::new(meta) };
        let string = self.allocate(TypeRef::of(&crate::model::knot::STR), head, storage_size(width, len))?;
        // SAFETY: the object has room for `len + 1` characters behind the head; nobody else
        // sees it yet, so the mutable slice is alone.
        unsafe {
            let text = string.as_ptr().byte_add(HEADER_SIZE + size_of::<Str>()).as_ptr().cast::<u8>();
            core::ptr::write_bytes(text, 0, (len + 1) * width.bytes());
            fill(match width {
                Width::One => CharsMut::One(core::slice::from_raw_parts_mut(text, len)),
                Width::Two => CharsMut::Two(core::slice::from_raw_parts_mut(text.cast(), len)),
                Width::Four => CharsMut::Four(core::slice::from_raw_parts_mut(text.cast(), len)),
            });
        }
        Ok(string)
    }

    /// A string of `len` characters no greater than `max`, to be written front to back.
    ///
    /// `max` has to be exact as far as the class (ASCII, Latin-1, UCS-2, UCS-4) goes.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    #[inline]
    pub fn str_writer(&self, len: usize, max: u32) -> Result<StrWriter, OutOfMemory> {
        self.str_writer_of(TypeRef::of(&crate::model::knot::STR), len, max)
    }

    /// The same, for an instance of `type_`: `str` or a subtype.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    #[inline]
    pub fn str_writer_of(&self, type_: TypeRef, len: usize, max: u32) -> Result<StrWriter, OutOfMemory> {
        let width = Width::for_max(max);
        if len > usize::MAX >> 6 {
            return Err(OutOfMemory);
        }
        let meta = len << 4 | width as usize | if max < 0x80 { ASCII } else { 0 };
        let head = Str { hash: Default::default(), meta: core::cell::Cell::new(meta) };
        let string = self.allocate(type_, head, storage_size(width, len))?;
        // SAFETY: the text follows the head inside the object.
        let text = unsafe { string.as_ptr().byte_add(HEADER_SIZE + size_of::<Str>()) }.cast::<u8>();
        Ok(StrWriter { string, next: text, width, room: len })
    }
}

/// A new string while its characters are written, before anyone else sees it.
pub struct StrWriter {
    string: Ref,
    /// Where the next character goes.
    next: NonNull<u8>,
    width: Width,
    /// Characters still to be written; the object has room for one more, the NUL.
    room: usize,
}

impl StrWriter {
    /// Characters still to be written.
    #[inline]
    pub fn room(&self) -> usize {
        self.room
    }

    /// Appends characters. What has no room is left out, what is too wide is cut.
    #[inline]
    pub fn put(&mut self, text: Chars<'_>) {
        let text = if text.len() <= self.room { text } else { text.slice(0, self.room) };
        match (self.width, text) {
            (Width::One, Chars::One(from)) => self.copy(from),
            (Width::Two, Chars::Two(from)) => self.copy(from),
            (Width::Four, Chars::Four(from)) => self.copy(from),
            (_, from) => from.iter().for_each(|character| self.put_char(character)),
        }
    }

    /// Appends units of the string's own width, for which there is room.
    #[inline]
    fn copy<T: Copy>(&mut self, from: &[T]) {
        debug_assert!(size_of::<T>() == self.width.bytes() && from.len() <= self.room);
        // SAFETY: there is room for `room` units of this width behind `next`; the source is
        // another object, because nobody else has a slice of this one.
        unsafe {
            core::ptr::copy_nonoverlapping(from.as_ptr(), self.next.cast::<T>().as_ptr(), from.len());
            self.next = self.next.byte_add(size_of_val(from));
        }
        self.room -= from.len();
    }

    /// Appends one character; does nothing if there is no room.
    #[inline]
    pub fn put_char(&mut self, character: u32) {
        if self.room == 0 {
            return;
        }
        self.room -= 1;
        // SAFETY: there is room for a unit of this width, aligned as the text is.
        unsafe {
            match self.width {
                Width::One => self.next.write(character as u8),
                Width::Two => self.next.cast::<u16>().write(character as u16),
                Width::Four => self.next.cast::<u32>().write(character),
            }
            self.next = self.next.byte_add(self.width.bytes());
        }
    }

    /// Appends a character `count` times, as far as there is room.
    pub fn put_repeated(&mut self, character: u32, count: usize) {
        let count = count.min(self.room);
        if self.width == Width::One {
            // SAFETY: there is room for `count` bytes.
            unsafe {
                core::ptr::write_bytes(self.next.as_ptr(), character as u8, count);
                self.next = self.next.byte_add(count);
            }
            self.room -= count;
        } else {
            (0..count).for_each(|_| self.put_char(character));
        }
    }

    /// The string. Characters that were not written are NUL.
    #[inline]
    pub fn finish(self) -> Ref {
        // SAFETY: the object has room for what was not written and the NUL behind it.
        unsafe { core::ptr::write_bytes(self.next.as_ptr(), 0, (self.room + 1) * self.width.bytes()) };
        self.string
    }
}
