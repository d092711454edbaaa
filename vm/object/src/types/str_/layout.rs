//! Columns: `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.

use crate::args::{bound, optional, required};
use crate::builder::StrBuilder;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::raw::str::Str;
use crate::text::layout;

/// The text with `left` and `right` fill characters around it.
fn padded(vm: &Vm, this: This<'_, Str>, left: usize, right: usize, fill: u32) -> Outcome {
    if left == 0 && right == 0 {
        return super::str_str(vm, this);
    }
    let len = this.len().checked_add(left).and_then(|len| len.checked_add(right));
    let Some(len) = len.filter(|&len| len <= isize::MAX as usize) else {
        return Err(vm.overflow_error("padded string is too long"));
    };
    let mut out = vm.memory(vm.str_writer(len, this.max_class() | fill))?;
    out.put_repeated(fill, left);
    out.put(this.chars());
    out.put_repeated(fill, right);
    Ok(out.finish())
}

/// The padding that the width asks for, the width, and the fill character.
fn padding_args(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Result<(usize, usize, u32), Raised> {
    let width = usize::try_from(vm.index(required(args, 0))?).unwrap_or(0);
    let fill = match optional(args, 1) {
        None => ' '.into(),
        Some(arg) => match arg.cast::<Str>().map(|fill| (fill.len(), fill.char_at(0))) {
            Some((1, Some(fill))) => fill,
            Some(_) => {
                return Err(vm.type_error("The fill character must be exactly one character long"));
            }
            None => {
                return Err(vm.type_error(format_args!(
                    "The fill character must be a unicode character, not {}",
                    arg.type_().short_name()
                )));
            }
        },
    };
    Ok((width.saturating_sub(this.len()), width, fill))
}

pub fn str_ljust(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let (padding, _, fill) = padding_args(vm, this, args)?;
    padded(vm, this, 0, padding, fill)
}

pub fn str_rjust(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let (padding, _, fill) = padding_args(vm, this, args)?;
    padded(vm, this, padding, 0, fill)
}

pub fn str_center(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let (padding, width, fill) = padding_args(vm, this, args)?;
    let left = layout::center_left(padding, width);
    padded(vm, this, left, padding - left, fill)
}

pub fn str_zfill(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let width = usize::try_from(vm.index(required(args, 0))?).unwrap_or(0);
    let padding = width.saturating_sub(this.len());
    let signed = matches!(this.char_at(0), Some(0x2b | 0x2d));
    if padding == 0 || !signed {
        return padded(vm, this, padding, 0, '0'.into());
    }
    let mut out = vm.memory(vm.str_writer(width, this.max_class()))?;
    out.put(this.chars().slice(0, 1));
    out.put_repeated('0'.into(), padding);
    out.put(this.chars().slice(1, this.len()));
    Ok(out.finish())
}

/// The `tabsize` argument.
///
/// # Errors
/// TypeError.
pub fn tab_size_arg(vm: &Vm, arg: Option<&Obj>) -> Result<usize, Raised> {
    match arg {
        Some(arg) => Ok(usize::try_from(vm.index(arg)?).unwrap_or(0)),
        None => Ok(8),
    }
}

pub fn str_expandtabs(vm: &Vm, this: This<'_, Str>, args: &[Option<&Obj>]) -> Outcome {
    let tab_size = tab_size_arg(vm, bound(args, 0))?;
    let text = this.chars();
    if !text.contains(0x09) {
        return super::str_str(vm, this);
    }
    let mut out = StrBuilder::new(vm);
    layout::expand_tabs(text, tab_size, |start, end, spaces| {
        out.push_chars(text.slice(start, end))?;
        out.push_repeated(' '.into(), spaces)
    })?;
    out.finish()
}
