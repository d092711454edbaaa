//! Objects as text: repr, str, format.

use pyrite_algo::Buf;

use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, Vm};
use crate::names;
use crate::raw::str::Str;

/// The `repr` of a container is being made until this is dropped.
pub struct ReprGuard<'a>(&'a Vm);

impl Drop for ReprGuard<'_> {
    fn drop(&mut self) {
        let mut open = self.0.thread.reprs.take();
        open.pop();
        self.0.thread.reprs.set(open);
    }
}

impl Vm {
    /// `repr(object)`: a str.
    ///
    /// # Errors
    /// TypeError if `__repr__` returns something else; what it raises.
    pub fn repr(&self, object: &Obj) -> Outcome {
        let _guard = self.enter_native()?;
        let text = match object.type_().repr() {
            Some(repr) => repr(object)?,
            None => return self.default_repr(object),
        };
        if text.cast::<Str>().is_none() {
            return Err(self.type_error(format_args!(
                "__repr__ returned non-string (type {})",
                text.type_().short_name()
            )));
        }
        Ok(text)
    }

    /// `<module.qualname object at 0x...>`
    ///
    /// # Errors
    /// MemoryError.
    pub fn default_repr(&self, object: &Obj) -> Outcome {
        let name = crate::class::full_name(self, object.type_())?;
        self.str_fmt(format_args!("<{} object at {:#x}>", crate::new::Text(&name), object.bits()))
    }

    /// Enters the `repr` of a container; `None` if it is being made further out already.
    ///
    /// # Errors
    /// MemoryError.
    pub fn enter_repr<'a>(&'a self, object: &Obj) -> Result<Option<ReprGuard<'a>>, Raised> {
        let mut open = self.thread.reprs.take();
        let address = object.bits();
        let nested = open.contains(&address);
        let pushed = if nested { Ok(()) } else { open.push(address) };
        self.thread.reprs.set(open);
        self.memory(pushed)?;
        Ok((!nested).then_some(ReprGuard(self)))
    }

    /// `str(object)`: a str.
    ///
    /// # Errors
    /// As [`Vm::repr`].
    pub fn to_str(&self, object: &Obj) -> Outcome {
        if object.exact::<Str>().is_some() {
            return Ok(object.own());
        }
        let Some(str_) = object.type_().str_() else { return self.repr(object) };
        let _guard = self.enter_native()?;
        let text = str_(object)?;
        if text.cast::<Str>().is_none() {
            return Err(self.type_error(format_args!(
                "__str__ returned non-string (type {})",
                text.type_().short_name()
            )));
        }
        Ok(text)
    }

    /// `format(object, spec)`; `spec` is a str.
    ///
    /// # Errors
    /// As [`Vm::repr`]; what `__format__` raises.
    pub fn format(&self, object: &Obj, spec: &Obj) -> Outcome {
        let plain = spec.cast::<Str>().is_some_and(|spec| spec.is_empty());
        if plain && (object.exact::<Str>().is_some() || object.is_exact_int()) {
            return self.to_str(object);
        }
        let Some(method) = self.lookup_special(object, names::FORMAT())? else { return self.to_str(object) };
        let text = self.call_one(&method, spec)?;
        if text.cast::<Str>().is_none() {
            return Err(self.type_error(format_args!(
                "__format__ must return a str, not {}",
                text.type_().short_name()
            )));
        }
        Ok(text)
    }

    /// Appends the text of a str to a buffer as UTF-8 (surrogates as in WTF-8).
    ///
    /// # Errors
    /// MemoryError.
    pub fn append_utf8(&self, text: &Obj, to: &mut Buf<u8>) -> Result<(), Raised> {
        let Some(this) = text.cast::<Str>() else { return Ok(()) };
        if let Some(ascii) = this.ascii() {
            return self.memory(to.extend_from_slice(ascii.as_bytes()));
        }
        for character in this.chars().iter() {
            let mut bytes = [0; 4];
            let used = encode_wtf8(character, &mut bytes);
            self.memory(to.extend_from_slice(used))?;
        }
        Ok(())
    }

    /// The text of a str as UTF-8 (surrogates as in WTF-8).
    ///
    /// # Errors
    /// MemoryError.
    pub fn utf8(&self, text: &Obj) -> Result<Buf<u8>, Raised> {
        let mut buf = Buf::new();
        self.append_utf8(text, &mut buf)?;
        Ok(buf)
    }
}

/// A code point in UTF-8, surrogates in the same scheme.
pub fn encode_wtf8(character: u32, bytes: &mut [u8; 4]) -> &[u8] {
    let tail = |shift: u32| (character >> shift) as u8 & 0x3f | 0x80;
    let encoded: ([u8; 4], usize) = match character {
        0..=0x7f => ([character as u8, 0, 0, 0], 1),
        0x80..=0x7ff => ([0xc0 | (character >> 6) as u8, tail(0), 0, 0], 2),
        0x800..=0xffff => ([0xe0 | (character >> 12) as u8, tail(6), tail(0), 0], 3),
        _ => ([0xf0 | (character >> 18) as u8 & 7, tail(12), tail(6), tail(0)], 4),
    };
    *bytes = encoded.0;
    bytes.get(..encoded.1).unwrap_or(&[])
}
