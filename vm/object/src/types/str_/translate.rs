//! `str.maketrans` and `str.translate`.

use crate::args::{optional, required};
use crate::builder::StrBuilder;
use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, This, Vm};
use crate::raw::int::Int;
use crate::raw::str::Str;
use crate::types::exceptions;

pub fn str_maketrans(vm: &Vm, args: &[Ref]) -> Outcome {
    let table = Dict::new();
    let x = required(args, 0);
    match optional(args, 1) {
        None => from_dict(vm, x, &table)?,
        Some(y) => {
            from_texts(vm, x, y, &table)?;
            if let Some(z) = optional(args, 2) {
                let dropped = z.cast::<Str>().ok_or_else(|| wrong_argument(vm, 3, z))?;
                for character in dropped.chars().iter() {
                    table.insert(vm, &Ref::small(character as isize), Ref::none())?;
                }
            }
        }
    }
    vm.dict_from(table)
}

fn wrong_argument(vm: &Vm, number: usize, arg: &Obj) -> Raised {
    vm.type_error(format_args!("maketrans() argument {number} must be str, not {}", arg.type_().short_name()))
}

fn from_dict(vm: &Vm, x: &Obj, table: &Dict) -> Result<(), Raised> {
    let Some(dict) = x.exact::<Dict>() else {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    };
    let mut position = 0;
    while let Some((next, key, value)) = dict.next_entry(position) {
        position = next;
        if let Some(text) = key.cast::<Str>() {
            let (1, Some(character)) = (text.len(), text.char_at(0)) else {
                return Err(vm.value_error("string keys in translate table must be of length 1"));
            };
            table.insert(vm, &Ref::small(character as isize), value)?;
        } else if key.int().is_some() {
            table.insert(vm, &key, value)?;
        } else {
            return Err(vm.type_error("keys in translate table must be strings or integers"));
        }
    }
    Ok(())
}

fn from_texts(vm: &Vm, x: &Obj, y: &Obj, table: &Dict) -> Result<(), Raised> {
    let Some(from) = x.cast::<Str>() else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    let to = y.cast::<Str>().ok_or_else(|| wrong_argument(vm, 2, y))?;
    if from.len() != to.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in from.chars().iter().zip(to.chars().iter()) {
        table.insert(vm, &Ref::small(from as isize), Ref::small(to as isize))?;
    }
    Ok(())
}

pub fn str_translate(vm: &Vm, this: This<'_, Str>, args: &[Ref]) -> Outcome {
    let table = required(args, 0);
    let mut out = StrBuilder::new(vm);
    for character in this.chars().iter() {
        let mapped = match vm.get_item(table, &Ref::small(character as isize)) {
            Ok(mapped) => mapped,
            Err(raised) => {
                vm.suppress(raised, &exceptions::LOOKUP_ERROR)?;
                out.push_char(character)?;
                continue;
            }
        };
        if mapped.is_none() {
            continue;
        }
        if mapped.cast::<Str>().is_some() {
            out.push_str(&mapped)?;
            continue;
        }
        match mapped.int().map(Int::to_i64) {
            Some(Some(point @ 0..=0x10_ffff)) => out.push_char(point as u32)?,
            Some(_) => return Err(vm.value_error("character mapping must be in range(0x110000)")),
            None => return Err(vm.type_error("character mapping must return integer, None or str")),
        }
    }
    out.finish()
}
