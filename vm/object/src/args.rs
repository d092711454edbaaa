//! Unpacking the arguments of natives.

use crate::model::This;
use crate::model::value::{Obj, Ref};
use crate::model::{Raised, Vm};
use crate::new::Text;
use crate::ops::call::str_is;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;

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

    /// For a constructor that takes no keywords.
    ///
    /// # Errors
    /// TypeError: "NAME() takes no keyword arguments".
    pub fn no_keywords(&self, name: &str, names: Option<&Obj>) -> Result<(), Raised> {
        let count = names.and_then(|names| names.cast::<Tuple>()).map_or(0, |names| names.items().len());
        if count == 0 {
            return Ok(());
        }
        Err(self.type_error(format_args!("{name}() takes no keyword arguments")))
    }

    /// For a constructor that takes `min` to `max` arguments.
    ///
    /// # Errors
    /// TypeError: "NAME expected at least ... arguments, got ...".
    pub fn expect_count(&self, name: &str, args: &[Ref], min: usize, max: usize) -> Result<(), Raised> {
        let given = args.len();
        let (bound, limit) = if given < min { ("at least ", min) } else { ("at most ", max) };
        if (min..=max).contains(&given) {
            return Ok(());
        }
        let bound = if min == max { "" } else { bound };
        let plural = if limit == 1 { "" } else { "s" };
        Err(self.type_error(format_args!("{name} expected {bound}{limit} argument{plural}, got {given}")))
    }
}

impl Vm {
    /// Seconds as microseconds, rounded away from 0 at most by one; `None` if below 0.
    ///
    /// # Errors
    /// TypeError, ValueError for NaN, OverflowError.
    pub fn seconds_us(&self, seconds: &Obj) -> Result<Option<i64>, Raised> {
        const SECOND_US: i64 = 1_000_000;
        // CPython's type holds nanoseconds in 64 bits.
        const LIMIT_US: f64 = 9_223_372_036_854_775.0;
        let too_large = || self.overflow_error("timestamp too large to convert to C PyTime_t");
        if let Some(value) = seconds.float() {
            if value.is_nan() {
                return Err(self.value_error("Invalid value NaN (not a number)"));
            }
            let us = libm::ceil(value * SECOND_US as f64);
            if us.abs() > LIMIT_US {
                return Err(too_large());
            }
            return Ok((value >= 0.0).then_some(us as i64));
        }
        let value = self.index_object(seconds)?;
        let seconds = value.int().and_then(|value| value.to_i64()).ok_or_else(too_large)?;
        let us = seconds.checked_mul(SECOND_US).filter(|us| us.unsigned_abs() as f64 <= LIMIT_US);
        Ok(Some(us.ok_or_else(too_large)?).filter(|&us| us >= 0))
    }

    /// Binds the arguments of constructor `function` to parameters; a parameter named "" is
    /// positional-only.
    ///
    /// # Errors
    /// TypeError if they do not fit.
    pub fn bind_new<'a, const N: usize>(
        &self,
        function: &str,
        params: [&str; N],
        args: &'a [Ref],
        names: Option<&Obj>,
    ) -> Result<[Option<&'a Obj>; N], Raised> {
        let names = names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
        if args.len() > N {
            let plural = if N == 1 { "" } else { "s" };
            return Err(self.type_error(format_args!(
                "{function}() takes at most {N} argument{plural} ({} given)",
                args.len()
            )));
        }
        let mut bound = [None; N];
        let (positional, rest) =
            args.split_at_checked(args.len().saturating_sub(names.len())).unwrap_or((args, &[]));
        for (slot, value) in bound.iter_mut().zip(positional) {
            *slot = Some(&**value);
        }
        for (name, value) in names.iter().zip(rest) {
            let index = params.iter().position(|each| !each.is_empty() && str_is(name, each));
            let Some(slot) = index.and_then(|index| bound.get_mut(index)) else {
                return Err(self.type_error(format_args!(
                    "{function}() got an unexpected keyword argument '{}'",
                    Text(name)
                )));
            };
            if slot.replace(value).is_some() {
                return Err(self.type_error(format_args!(
                    "argument for {function}() given by name ('{}') and position ({})",
                    Text(name),
                    index.map_or(0, |index| index + 1)
                )));
            }
        }
        Ok(bound)
    }

    /// Checks the arguments of constructor `function`, which takes `min..=max` by position only.
    ///
    /// # Errors
    /// TypeError if they do not fit.
    pub fn check_new(
        &self,
        function: &str,
        args: &[Ref],
        names: Option<&Obj>,
        (min, max): (usize, usize),
    ) -> Result<(), Raised> {
        if names.and_then(|names| names.cast::<Tuple>()).is_some_and(|names| !names.items().is_empty()) {
            return Err(self.type_error(format_args!("{function}() takes no keyword arguments")));
        }
        let given = args.len();
        let (bound, limit) = if given < min {
            ("least", min)
        } else if given > max {
            ("most", max)
        } else {
            return Ok(());
        };
        let bound = if min == max { "" } else { bound };
        let at = if min == max { "" } else { "at " };
        let space = if min == max { "" } else { " " };
        let plural = if limit == 1 { "" } else { "s" };
        Err(self.type_error(format_args!(
            "{function} expected {at}{bound}{space}{limit} argument{plural}, got {given}"
        )))
    }
}
