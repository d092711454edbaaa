//! Unpacking the arguments of natives.

use crate::model::This;
use crate::model::value::{Obj, Ref};
use crate::model::{Raised, Vm};
use crate::raw::str::Str;

/// Argument `index` of a native, if it was given.
pub fn optional(args: &[Ref], index: usize) -> Option<&Obj> {
    args.get(index).map(|arg| &**arg)
}

/// Argument `index`, which the declared arity guarantees; `None` object if it is missing.
pub fn required(args: &[Ref], index: usize) -> &Obj {
    args.get(index).map_or(Obj::NONE, |arg| arg)
}

/// A bound argument; `None` object if it is missing.
pub fn bound<'a>(args: &[Option<&'a Obj>], index: usize) -> Option<&'a Obj> {
    args.get(index).copied().flatten()
}

impl Vm {
    /// An argument that has to be a str.
    ///
    /// # Errors
    /// TypeError: "NAME must be str, not X".
    pub fn expect_str<'a>(&self, arg: &'a Obj, name: &str) -> Result<This<'a, Str>, Raised> {
        arg.cast::<Str>().ok_or_else(|| {
            self.type_error(format_args!("{name} must be str, not {}", arg.type_().short_name()))
        })
    }
}
