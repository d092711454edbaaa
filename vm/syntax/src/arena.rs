//! Ids, child lists and interned names: what a tree is made of without pointers.
//!
//! An id is a position in a table of its [`crate::Ast`], plus one, so that
//! `Option<Id>` is four bytes too. Ids of one tree mean nothing in another.

use core::marker::PhantomData;
use core::num::NonZeroU32;
use pyrite_algo::{Buf, OutOfMemory};

/// What fits in one word of a child list.
pub trait Item: Copy {
    /// The word that stands for `self`.
    fn to_word(self) -> u32;
    /// The item a word stands for; `None` for a word no item gives.
    fn from_word(word: u32) -> Option<Self>;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The id of row 0.
            #[allow(dead_code, reason = "not every table needs a fallback row that names another")]
            pub(crate) const FIRST: Self = Self(NonZeroU32::MIN);

            /// Position in its table.
            pub const fn index(self) -> usize {
                self.0.get() as usize - 1
            }

            /// The id of position `index`; fails for a table of 4 Gi rows.
            pub(crate) fn at(index: usize) -> Result<Self, OutOfMemory> {
                let word = u32::try_from(index).map_err(|_| OutOfMemory)?.wrapping_add(1);
                NonZeroU32::new(word).map(Self).ok_or(OutOfMemory)
            }
        }

        impl Item for $name {
            fn to_word(self) -> u32 {
                self.0.get()
            }
            fn from_word(word: u32) -> Option<Self> {
                NonZeroU32::new(word).map(Self)
            }
        }

        impl Item for Option<$name> {
            fn to_word(self) -> u32 {
                self.map_or(0, |id| id.0.get())
            }
            fn from_word(word: u32) -> Option<Self> {
                Some(NonZeroU32::new(word).map($name))
            }
        }
    )*};
}

ids! {
    /// An interned identifier (or dotted module name).
    NameId;
    /// An expression.
    ExprId;
    /// A statement.
    StmtId;
    /// A pattern of a `case`.
    PatternId;
    /// The parameters of a function or lambda.
    ArgumentsId;
    /// One parameter.
    ArgId;
    /// A keyword argument of a call or class.
    KeywordId;
    /// One `for` clause of a comprehension.
    ComprehensionId;
    /// An `except` clause.
    HandlerId;
    /// One name of an import.
    AliasId;
    /// One item of a `with`.
    WithItemId;
    /// One `case`.
    MatchCaseId;
    /// A type parameter.
    TypeParamId;
    /// A `def`.
    FunctionId;
    /// A `class`.
    ClassId;
}

/// A child list: the position of its length in the list table. Zero is the empty list.
pub struct List<T>(u32, PhantomData<T>);

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for List<T> {}
impl<T> core::fmt::Debug for List<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "List({})", self.0)
    }
}
impl<T> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for List<T> {}
impl<T> Default for List<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> List<T> {
    /// The list without items.
    pub const EMPTY: Self = Self(0, PhantomData);

    /// True if there are no items; needs no tree, because only the empty list is zero.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// All child lists of a tree: each is its length, then its items.
#[derive(Debug, Default)]
pub(crate) struct Lists(Buf<u32>);

impl Lists {
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    pub(crate) fn words<T>(&self, list: List<T>) -> &[u32] {
        let at = list.0 as usize;
        if at == 0 {
            return &[];
        }
        let len = self.0.get(at).copied().unwrap_or(0) as usize;
        self.0.get(at + 1..at + 1 + len).unwrap_or(&[])
    }

    pub(crate) fn add<T>(&mut self, words: &[u32]) -> Result<List<T>, OutOfMemory> {
        if words.is_empty() {
            return Ok(List::EMPTY);
        }
        self.0.reserve(words.len() + 2)?;
        if self.0.is_empty() {
            self.0.push(0)?;
        }
        let at = u32::try_from(self.0.len()).map_err(|_| OutOfMemory)?;
        self.0.push(words.len() as u32)?;
        self.0.extend_from_slice(words)?;
        Ok(List(at, PhantomData))
    }
}

/// The items of a child list.
#[derive(Clone, Debug)]
pub struct Items<'a, T>(core::slice::Iter<'a, u32>, PhantomData<T>);

impl<'a, T: Item> Items<'a, T> {
    pub(crate) fn new(words: &'a [u32]) -> Self {
        Self(words.iter(), PhantomData)
    }
}

impl<T: Item> Iterator for Items<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        self.0.next().and_then(|&word| T::from_word(word))
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T: Item> DoubleEndedIterator for Items<'_, T> {
    fn next_back(&mut self) -> Option<T> {
        self.0.next_back().and_then(|&word| T::from_word(word))
    }
}

impl<T: Item> ExactSizeIterator for Items<'_, T> {}

/// Identifiers, each stored once: text, places in it, and an open-addressing hash index.
#[derive(Debug, Default)]
pub(crate) struct Names {
    text: Buf<u8>,
    /// Where each name ends in `text`.
    ends: Buf<u32>,
    /// Ids by hash; 0 is free. The length is a power of two (or zero).
    slots: Buf<u32>,
}

impl Names {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.slots.fill(0);
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, id: NameId) -> &[u8] {
        let index = id.index();
        let end = self.ends.get(index).copied().unwrap_or(0) as usize;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0) as usize;
        self.text.get(start..end).unwrap_or(&[])
    }

    pub(crate) fn intern(&mut self, name: &[u8]) -> Result<NameId, OutOfMemory> {
        if self.ends.len() * 4 >= self.slots.len() * 3 {
            self.grow()?;
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(name) as usize & mask;
        // Ends, because the index is never full.
        while let Some(id) = self.slots.get(slot).copied().and_then(NameId::from_word) {
            if self.get(id) == name {
                return Ok(id);
            }
            slot = (slot + 1) & mask;
        }
        self.text.reserve(name.len())?;
        let id = NameId::at(self.ends.len())?;
        let end = u32::try_from(self.text.len() + name.len()).map_err(|_| OutOfMemory)?;
        self.ends.push(end)?;
        self.text.extend_from_slice(name)?;
        if let Some(free) = self.slots.get_mut(slot) {
            *free = id.to_word();
        }
        Ok(id)
    }

    fn grow(&mut self) -> Result<(), OutOfMemory> {
        let cap = (self.slots.len() * 2).max(16);
        let mut slots = Buf::with_capacity(cap)?;
        slots.resize(cap, 0u32)?;
        for index in 0..self.ends.len() {
            let id = NameId::at(index)?;
            let mut slot = hash(self.get(id)) as usize & (cap - 1);
            while slots.get(slot).is_some_and(|&word| word != 0) {
                slot = (slot + 1) & (cap - 1);
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = id.to_word();
            }
        }
        self.slots = slots;
        Ok(())
    }
}

/// A multiplicative byte hash; names are short, so it is not worth more.
fn hash(name: &[u8]) -> u32 {
    let mut h = name.len() as u32;
    for &b in name {
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    h ^ (h >> 15)
}
