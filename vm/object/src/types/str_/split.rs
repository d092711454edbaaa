//! `split`, `rsplit` and `splitlines`.

use pyrite_algo::unicode;

use crate::args::bound;
use crate::coll::list::List;
use crate::model::value::{Obj, Outcome};
use crate::model::{Raised, This, Vm};
use crate::raw::str::Str;
use crate::text::search::{self, Needle};
use crate::text::split;

use super::find::Side;
use super::sequence::substring;

/// Parts of a string on their way into a list.
struct Parts<'a> {
    vm: &'a Vm,
    text: This<'a, Str>,
    list: List,
}

impl Parts<'_> {
    fn add(&mut self, start: usize, end: usize) -> Result<(), Raised> {
        let part = substring(self.vm, self.text, start, end)?;
        self.vm.memory(self.list.push(self.vm, part))
    }
}

/// The `maxsplit` argument: negative is without limit.
///
/// # Errors
/// TypeError.
pub fn most_arg(vm: &Vm, arg: Option<&Obj>) -> Result<usize, Raised> {
    match arg {
        Some(arg) => Ok(usize::try_from(vm.index(arg)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

fn split_at(vm: &Vm, this: This<'_, Str>, args: &[Option<&Obj>], side: Side) -> Outcome {
    let most = most_arg(vm, bound(args, 1))?;
    let text = this.chars();
    let mut parts = Parts { vm, text: this, list: List::new() };
    match bound(args, 0).filter(|arg| !arg.is_none()) {
        None if side == Side::Left => split::words(text, unicode::is_space, most, |a, b| parts.add(a, b))?,
        None => split::rwords(text, unicode::is_space, most, |a, b| parts.add(a, b))?,
        Some(arg) => {
            let Some(separator) = arg.cast::<Str>() else {
                let type_ = arg.type_();
                return Err(vm.type_error(format_args!("must be str or None, not {}", type_.short_name())));
            };
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            let needle = vm.memory(Needle::new(separator.chars(), text))?;
            match (needle.chars(), side) {
                (None, _) => parts.add(0, text.len())?,
                (Some(needle), Side::Left) => search::split_by(text, needle, most, |a, b| parts.add(a, b))?,
                (Some(needle), Side::Right) => search::rsplit_by(text, needle, most, |a, b| parts.add(a, b))?,
            }
        }
    }
    if side == Side::Right {
        parts.list.with_items(<[_]>::reverse);
    }
    vm.list_from(parts.list)
}

pub fn str_split(vm: &Vm, this: This<'_, Str>, args: &[Option<&Obj>]) -> Outcome {
    split_at(vm, this, args, Side::Left)
}

pub fn str_rsplit(vm: &Vm, this: This<'_, Str>, args: &[Option<&Obj>]) -> Outcome {
    split_at(vm, this, args, Side::Right)
}

pub fn str_splitlines(vm: &Vm, this: This<'_, Str>, args: &[Option<&Obj>]) -> Outcome {
    let keep = match bound(args, 0) {
        Some(keep) => vm.is_true(keep)?,
        None => false,
    };
    let mut parts = Parts { vm, text: this, list: List::new() };
    split::lines(this.chars(), unicode::is_line_break, |start, end, after| {
        parts.add(start, if keep { after } else { end })
    })?;
    vm.list_from(parts.list)
}
