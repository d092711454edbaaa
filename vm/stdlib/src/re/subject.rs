//! Texts to match, taken out of objects.

use pyrite_api::types::{Chars, Octets};
use pyrite_api::{Obj, Outcome, Raised, Str, Vm};
use pyrite_regex::Text;

/// The characters of a str, or octets.
pub enum Subject<'a> {
    /// Of a str.
    Chars(Chars<'a>),
    /// Of a bytes-like object.
    Octets(Octets<'a>),
}

/// Characters as the matcher has them.
pub fn text(chars: Chars<'_>) -> Text<'_> {
    match chars {
        Chars::One(text) => Text::One(text),
        Chars::Two(text) => Text::Two(text),
        Chars::Four(text) => Text::Four(text),
    }
}

impl<'a> Subject<'a> {
    /// The text of an object; `None` if it has none.
    ///
    /// # Errors
    /// MemoryError.
    pub fn new(vm: &Vm, object: &'a Obj) -> Result<Option<Subject<'a>>, Raised> {
        match object.cast::<Str>() {
            Some(text) => Ok(Some(Subject::Chars(text.chars()))),
            None => Ok(vm.octets(object)?.map(Subject::Octets)),
        }
    }

    /// The text of an argument that has to fit a pattern.
    ///
    /// # Errors
    /// TypeError.
    pub fn expect(vm: &Vm, object: &'a Obj, is_text: bool) -> Result<Subject<'a>, Raised> {
        match Subject::new(vm, object)? {
            Some(subject) if subject.is_text() == is_text => Ok(subject),
            Some(_) if is_text => Err(vm.type_error("cannot use a string pattern on a bytes-like object")),
            Some(_) => Err(vm.type_error("cannot use a bytes pattern on a string-like object")),
            None => Err(vm.type_error(format_args!(
                "expected string or bytes-like object, got '{}'",
                object.type_().short_name()
            ))),
        }
    }

    /// Whether it is a str.
    pub fn is_text(&self) -> bool {
        matches!(self, Subject::Chars(_))
    }

    /// As the matcher has it.
    pub fn text(&self) -> Text<'_> {
        match self {
            Subject::Chars(chars) => text(*chars),
            Subject::Octets(octets) => Text::One(octets),
        }
    }

    /// A part, as a str or a bytes.
    ///
    /// # Errors
    /// MemoryError.
    pub fn part(&self, vm: &Vm, start: usize, end: usize) -> Outcome {
        match self {
            Subject::Chars(chars) => vm.memory(vm.new_str_chars(chars.slice(start, end))),
            // The octets may have become fewer since they were searched.
            Subject::Octets(octets) => vm.bytes(octets.get(start..end.min(octets.len())).unwrap_or(&[])),
        }
    }

    /// A part as a str, of octets too.
    ///
    /// # Errors
    /// MemoryError.
    pub fn latin(&self, vm: &Vm, start: u32, end: u32) -> Outcome {
        let (start, end) = (start as usize, end as usize);
        match self {
            Subject::Chars(_) => self.part(vm, start, end),
            Subject::Octets(octets) => {
                vm.memory(vm.new_str_chars(Chars::One(octets.get(start..end).unwrap_or(&[]))))
            }
        }
    }
}
