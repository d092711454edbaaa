//! Line ends of text streams: the `newline` argument.

use pyrite_api::types::Str;
use pyrite_api::{Obj, Raised, Text, Vm};

use super::state;

/// What `newline` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    /// `None`: any line end, read as `\n`.
    Universal,
    /// `''`: any line end, as it is.
    Any,
    /// `\n`
    Feed,
    /// `\r`
    Return,
    /// `\r\n`
    ReturnFeed,
}

impl Newline {
    /// Of the argument.
    ///
    /// # Errors
    /// TypeError, ValueError.
    pub fn of(vm: &Vm, arg: &Obj) -> Result<Newline, Raised> {
        if arg.is_none() {
            return Ok(Newline::Universal);
        }
        let Some(text) = arg.cast::<Str>() else {
            let name = arg.type_().short_name();
            return Err(vm.type_error(format_args!("newline must be str or None, not {name}")));
        };
        match text.ascii() {
            Some("") => Ok(Newline::Any),
            Some("\n") => Ok(Newline::Feed),
            Some("\r") => Ok(Newline::Return),
            Some("\r\n") => Ok(Newline::ReturnFeed),
            _ => Err(vm.value_error(format_args!("illegal newline value: {}", Text(&*vm.repr(arg)?)))),
        }
    }

    /// As bits of a stream's state. Hosts end lines with `\n`: nothing is translated for them.
    pub fn bits(self) -> u32 {
        match self {
            Newline::Universal => state::UNIVERSAL | state::TRANSLATE,
            Newline::Any => state::UNIVERSAL,
            Newline::Feed => state::READ_LF,
            Newline::Return => state::READ_CR | state::WRITE_CR,
            Newline::ReturnFeed => state::READ_CR | state::READ_LF | state::WRITE_CR | state::WRITE_LF,
        }
    }

    /// From a stream's state.
    pub fn from_bits(bits: u32) -> Newline {
        let has = |bit| bits & bit != 0;
        match (has(state::UNIVERSAL), has(state::TRANSLATE), has(state::READ_CR), has(state::READ_LF)) {
            (true, true, ..) => Newline::Universal,
            (true, ..) => Newline::Any,
            (_, _, true, true) => Newline::ReturnFeed,
            (_, _, true, _) => Newline::Return,
            _ => Newline::Feed,
        }
    }

    /// How many characters a line end takes that begins with `character`, whose next is `next()`; 0 if none
    /// begins there.
    pub fn ends(self, character: u32, mut next: impl FnMut() -> Option<u32>) -> usize {
        let feed = |character: Option<u32>| character == Some(u32::from(b'\n'));
        let is_feed = feed(Some(character));
        let is_return = character == u32::from(b'\r');
        match self {
            Newline::Feed => is_feed.into(),
            Newline::Return => is_return.into(),
            Newline::ReturnFeed if is_return && feed(next()) => 2,
            Newline::ReturnFeed => 0,
            _ if is_return => 1 + usize::from(feed(next())),
            _ => is_feed.into(),
        }
    }
}
