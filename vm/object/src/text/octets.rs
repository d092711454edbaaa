//! The octets of `bytes` and `bytearray`, and objects made of octets.

use core::ops::Deref;

use pyrite_algo::Buf;

use crate::builder::StrBuilder;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, TypeRef, Vm};
use crate::raw::buffer::{self, Buffer};
use crate::raw::bytearray::ByteArray;
use crate::raw::bytes::Bytes;
use crate::raw::int::Int;
use crate::raw::str::Chars;
use crate::text::repr::{Shown, push_quoted};

/// Octets that nothing can change while they are used.
pub enum Octets<'a> {
    /// Of an immutable object.
    Borrowed(&'a [u8]),
    /// A copy.
    Owned(Buf<u8>),
    /// Of an immutable object behind a view.
    Constant(Buffer),
}

impl Deref for Octets<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Octets::Borrowed(octets) => octets,
            Octets::Owned(octets) => octets,
            Octets::Constant(buffer) => buffer.constant().unwrap_or(&[]),
        }
    }
}

impl Octets<'_> {
    /// As characters, for the algorithms of text.
    pub fn chars(&self) -> Chars<'_> {
        Chars::One(self)
    }
}

impl Vm {
    /// The octets of a bytes-like object; `None` if it is none.
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn octets<'a>(&self, object: &'a Obj) -> Result<Option<Octets<'a>>, Raised> {
        if let Some(bytes) = object.cast::<Bytes>() {
            return Ok(Some(Octets::Borrowed(bytes.as_slice())));
        }
        match object.cast::<ByteArray>() {
            Some(array) => self.memory(array.copy()).map(|octets| Some(Octets::Owned(octets))),
            None if object.type_().buffer().get.is_none() => Ok(None),
            None => self.buffered_octets(object),
        }
    }

    #[cold]
    fn buffered_octets<'a>(&self, object: &'a Obj) -> Result<Option<Octets<'a>>, Raised> {
        let Some(buffer) = self.buffer(object, buffer::FULL_RO)? else { return Ok(None) };
        if buffer.constant().is_some() {
            return Ok(Some(Octets::Constant(buffer)));
        }
        let octets = self.gathered(&buffer, (&buffer.dims, 0), buffer.item_size(), buffer::Order::C)?;
        Ok(Some(Octets::Owned(octets)))
    }

    /// The octets of an argument.
    ///
    /// # Errors
    /// TypeError if it is not bytes-like.
    pub fn expect_octets<'a>(&self, object: &'a Obj) -> Result<Octets<'a>, Raised> {
        self.octets(object)?.ok_or_else(|| {
            self.type_error(format_args!(
                "a bytes-like object is required, not '{}'",
                object.type_().short_name()
            ))
        })
    }

    /// A bytearray that owns `octets`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn bytearray_from(&self, octets: Buf<u8>) -> Outcome {
        let type_ = TypeRef::of(&crate::model::knot::BYTEARRAY);
        self.memory(self.allocate(type_, ByteArray::new(octets), size_of::<ByteArray>()))
    }

    /// An object of the kind of `like`, a bytes or a bytearray.
    ///
    /// # Errors
    /// MemoryError.
    pub fn octets_like(&self, like: &Obj, octets: &[u8]) -> Outcome {
        if like.cast::<ByteArray>().is_some() {
            let copy = self.memory(Buf::from_slice(octets))?;
            return self.bytearray_from(copy);
        }
        self.bytes(octets)
    }

    /// Octets `start..end` of `this`; the whole of an exact bytes is itself.
    ///
    /// # Errors
    /// MemoryError.
    pub fn octets_part(&self, this: &Obj, octets: &[u8], start: usize, end: usize) -> Outcome {
        if start == 0 && end >= octets.len() && this.exact::<Bytes>().is_some() {
            return Ok(this.own());
        }
        self.octets_like(this, octets.get(start..end).unwrap_or(&[]))
    }

    /// An integer as an octet.
    ///
    /// # Errors
    /// TypeError if it is no integer, ValueError if it is out of range.
    pub fn octet(&self, value: &Obj, range: &str) -> Result<u8, Raised> {
        let value = self.index_object(value)?;
        let octet = value.int().and_then(Int::to_i64).and_then(|value| u8::try_from(value).ok());
        octet.ok_or_else(|| self.value_error(range))
    }

    /// The octets that a constructor or `extend` makes of an object.
    ///
    /// # Errors
    /// TypeError, ValueError; what iterating raises.
    pub fn collect_octets(&self, object: &Obj, range: &str) -> Result<Buf<u8>, Raised> {
        if let Some(octets) = self.octets(object)? {
            return match octets {
                Octets::Owned(octets) => Ok(octets),
                octets => self.memory(Buf::from_slice(&octets)),
            };
        }
        let mut octets = Buf::new();
        self.for_each(object, |item: Ref| {
            let octet = self.octet(&item, range)?;
            self.memory(octets.push(octet))
        })?;
        Ok(octets)
    }
}

/// Appends `b'...'`.
///
/// # Errors
/// MemoryError.
pub fn push_repr(out: &mut StrBuilder<'_>, octets: &[u8]) -> Result<(), Raised> {
    out.push_char('b'.into())?;
    push_quoted(out, Chars::One(octets), Shown::Ascii)
}
