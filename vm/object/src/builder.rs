//! Text put together piece by piece: one buffer that widens as needed.
//!
//! Starts on the stack, so that a short result costs one allocation: the string itself.

use pyrite_algo::{Buf, OutOfMemory};

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Vm};
use crate::raw::str::{Chars, Str};

/// Latin-1 characters kept without an allocation.
const INLINE: usize = 64;

/// Where the characters are.
enum Text {
    /// The first `usize` bytes of the inline buffer.
    Inline(usize),
    One(Buf<u8>),
    Two(Buf<u16>),
    Four(Buf<u32>),
}

/// A str being built.
pub struct StrBuilder<'vm> {
    vm: &'vm Vm,
    text: Text,
    inline: [u8; INLINE],
    /// All characters or-ed together: tells the width.
    seen: u32,
}

impl<'vm> StrBuilder<'vm> {
    /// An empty one; allocates nothing.
    pub fn new(vm: &'vm Vm) -> Self {
        StrBuilder { vm, text: Text::Inline(0), inline: [0; INLINE], seen: 0 }
    }

    /// Characters so far.
    pub fn len(&self) -> usize {
        match &self.text {
            Text::Inline(len) => *len,
            Text::One(text) => text.len(),
            Text::Two(text) => text.len(),
            Text::Four(text) => text.len(),
        }
    }

    /// Whether nothing was pushed yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a character (a code point, which may be a surrogate).
    ///
    /// # Errors
    /// MemoryError.
    #[inline]
    pub fn push_char(&mut self, character: u32) -> Result<(), Raised> {
        if let Text::Inline(len) = &mut self.text
            && character < 0x100
            && let Some(slot) = self.inline.get_mut(*len)
        {
            *slot = character as u8;
            *len += 1;
            self.seen |= character;
            return Ok(());
        }
        self.push_chars(Chars::Four(&[character]))
    }

    /// Appends UTF-8 text.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push_text(&mut self, text: &str) -> Result<(), Raised> {
        if text.is_ascii() {
            return self.push_chars(Chars::One(text.as_bytes()));
        }
        text.chars().try_for_each(|character| self.push_char(character.into()))
    }

    /// Appends text in UTF-8 that may hold surrogates; other bytes are taken as Latin-1.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push_wtf8(&mut self, mut text: &[u8]) -> Result<(), Raised> {
        if text.is_ascii() {
            return self.push_chars(Chars::One(text));
        }
        while let Some(&first) = text.first() {
            let (character, len) = pyrite_algo::utf8::decode(text).unwrap_or((first.into(), 1));
            self.push_char(character)?;
            text = text.get(len..).unwrap_or(&[]);
        }
        Ok(())
    }

    /// Appends the text of a str object; of any other object nothing.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push_str(&mut self, text: &Obj) -> Result<(), Raised> {
        match text.cast::<Str>() {
            Some(text) => self.push_chars(text.chars()),
            None => Ok(()),
        }
    }

    /// Appends `repr(object)`.
    ///
    /// # Errors
    /// What `repr` raises.
    pub fn push_repr(&mut self, object: &Obj) -> Result<(), Raised> {
        let text = self.vm.repr(object)?;
        self.push_str(&text)
    }

    /// Appends an integer in decimal.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push_int(&mut self, value: isize) -> Result<(), Raised> {
        // 20 bytes hold the sign and digits of 64 bits.
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = value.unsigned_abs();
        while let Some(slot) = start.checked_sub(1).and_then(|at| digits.get_mut(at)) {
            *slot = b'0' + (rest % 10) as u8;
            rest /= 10;
            start -= 1;
            if rest == 0 {
                break;
            }
        }
        if value < 0
            && let Some(slot) = start.checked_sub(1).and_then(|at| digits.get_mut(at))
        {
            *slot = b'-';
            start -= 1;
        }
        self.push_chars(Chars::One(digits.get(start..).unwrap_or(&[])))
    }

    /// Appends a character `count` times.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push_repeated(&mut self, character: u32, count: usize) -> Result<(), Raised> {
        self.vm.memory(self.reserve(count, character))?;
        (0..count).try_for_each(|_| self.push_char(character))
    }

    /// Appends characters.
    ///
    /// # Errors
    /// MemoryError.
    pub fn push_chars(&mut self, text: Chars<'_>) -> Result<(), Raised> {
        let result = self.try_push_chars(text);
        self.vm.memory(result)
    }

    fn try_push_chars(&mut self, text: Chars<'_>) -> Result<(), OutOfMemory> {
        let max = text.max();
        self.reserve(text.len(), max)?;
        self.seen |= max;
        match &mut self.text {
            Text::Inline(len) => {
                let end = *len + text.len();
                if let Some(to) = self.inline.get_mut(*len..end) {
                    match text {
                        Chars::One(from) => to.copy_from_slice(from),
                        from => to.iter_mut().zip(from.iter()).for_each(|(to, c)| *to = c as u8),
                    }
                }
                *len = end;
                Ok(())
            }
            Text::One(to) => match text {
                Chars::One(from) => to.extend_from_slice(from),
                from => from.iter().try_for_each(|c| to.push(c as u8)),
            },
            Text::Two(to) => match text {
                Chars::Two(from) => to.extend_from_slice(from),
                from => from.iter().try_for_each(|c| to.push(c as u16)),
            },
            Text::Four(to) => match text {
                Chars::Four(from) => to.extend_from_slice(from),
                from => from.iter().try_for_each(|c| to.push(c)),
            },
        }
    }

    /// Makes room for `more` characters up to `max`: leaves the stack, widens, grows.
    fn reserve(&mut self, more: usize, max: u32) -> Result<(), OutOfMemory> {
        let len = self.len();
        let need = len.checked_add(more).ok_or(OutOfMemory)?;
        match &mut self.text {
            Text::Inline(_) if need <= INLINE && max < 0x100 => return Ok(()),
            Text::One(text) if max < 0x100 => return text.reserve(more),
            Text::Two(text) if max < 0x1_0000 => return text.reserve(more),
            Text::Four(text) => return text.reserve(more),
            _ => {}
        }
        // Half as much again: what made the text move may come again.
        let cap = need.checked_add(need / 2).ok_or(OutOfMemory)?;
        let old = match &self.text {
            Text::Inline(len) => Chars::One(self.inline.get(..*len).unwrap_or(&[])),
            Text::One(text) => Chars::One(text),
            Text::Two(text) => Chars::Two(text),
            Text::Four(text) => Chars::Four(text),
        };
        self.text = match max {
            0..0x100 => Text::One(copied(old, cap, |c| c as u8)?),
            0x100..0x1_0000 => Text::Two(copied(old, cap, |c| c as u16)?),
            _ => Text::Four(copied(old, cap, |c| c)?),
        };
        Ok(())
    }

    /// The string.
    ///
    /// # Errors
    /// MemoryError.
    pub fn finish(self) -> Outcome {
        let text = match &self.text {
            Text::Inline(0) => return Ok(crate::names::EMPTY().own()),
            Text::Inline(len) => Chars::One(self.inline.get(..*len).unwrap_or(&[])),
            Text::One(text) => Chars::One(text),
            Text::Two(text) => Chars::Two(text),
            Text::Four(text) => Chars::Four(text),
        };
        let write = || -> Result<Ref, OutOfMemory> {
            let mut string = self.vm.str_writer(text.len(), self.seen)?;
            string.put(text);
            Ok(string.finish())
        };
        self.vm.memory(write())
    }
}

/// A wider copy of characters with room for `cap`.
fn copied<T>(text: Chars<'_>, cap: usize, unit: impl Fn(u32) -> T) -> Result<Buf<T>, OutOfMemory> {
    let mut wide = Buf::with_capacity(cap)?;
    text.iter().try_for_each(|character| wide.push(unit(character)))?;
    Ok(wide)
}

impl core::fmt::Write for StrBuilder<'_> {
    /// Appends formatted text; `fmt::Error` means that MemoryError is set.
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        self.push_text(text).map_err(|_| core::fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_vm;

    fn points(object: &Obj) -> std::vec::Vec<u32> {
        object.cast::<Str>().map_or_else(std::vec::Vec::new, |text| text.chars().iter().collect())
    }

    #[test]
    fn text_of_every_width_is_built_in_its_narrowest_form() {
        with_vm(|vm| {
            for pieces in [
                &["", "a", "bc"][..],
                &["caf\u{e9}", "x"],
                &["x", "\u{20ac}", "yz"],
                &["\u{e9}", "\u{1f600}", "\u{20ac}", "end"],
            ] {
                for times in [1, 40] {
                    let mut builder = StrBuilder::new(vm);
                    let mut expected = std::string::String::new();
                    for piece in pieces.repeat(times) {
                        assert!(builder.push_text(piece).is_ok());
                        expected.push_str(piece);
                    }
                    let Ok(string) = builder.finish() else { unreachable!() };
                    let expected: std::vec::Vec<u32> = expected.chars().map(u32::from).collect();
                    assert_eq!(points(&string), expected);
                    let Some(this) = string.cast::<Str>() else { unreachable!() };
                    assert_eq!(this.is_ascii(), expected.iter().all(|&c| c < 0x80));
                    let max = expected.iter().fold(0, |a, &b| a.max(b));
                    assert_eq!(this.width(), crate::raw::str::Width::for_max(max));
                }
            }
        });
    }
}
