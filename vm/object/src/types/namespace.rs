//! `types.SimpleNamespace`: attributes and nothing else.

use pyrite_algo::Buf;

use crate::coll::dict::Dict;
use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::py_type;
use crate::raw::str::Str;
use crate::raw::tuple::Tuple;

/// Attributes.
#[repr(C)]
pub struct Namespace {
    dict: Slot,
}

// SAFETY: instances of NAMESPACE and its subtypes begin with this.
unsafe impl Storage for Namespace {
    const TYPE: &'static Type = &NAMESPACE;

    fn traverse(&self, visitor: &mut Visitor) {
        self.dict.visit(visitor);
    }

    fn clear(&self) {
        self.dict.set(None);
    }
}

fn namespace_new(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let namespace = Namespace { dict: Slot::new(Some(vm.dict()?)) };
    vm.memory(vm.allocate(type_, namespace, size_of::<Namespace>()))
}

fn namespace_init(
    vm: &Vm,
    this: This<'_, Namespace>,
    args: &[Ref],
    keywords: Option<&Obj>,
) -> Result<(), Raised> {
    let keywords = keywords.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (positional, values) =
        args.split_at_checked(args.len().saturating_sub(keywords.len())).unwrap_or((args, &[]));
    let dict = namespace_dict(vm, this)?;
    let Some(dict) = dict.cast::<Dict>() else { return Ok(()) };
    match positional {
        [] => {}
        [mapping] => match mapping.cast::<Dict>() {
            Some(mapping) => dict.update(vm, &mapping)?,
            None => {
                return Err(
                    vm.type_error(format_args!("expected a mapping, not {}", mapping.type_().short_name()))
                );
            }
        },
        _ => {
            return Err(vm.type_error(format_args!(
                "SimpleNamespace expected at most 1 argument, got {}",
                positional.len()
            )));
        }
    }
    for (name, value) in keywords.iter().zip(values) {
        dict.insert(vm, name, value.clone())?;
    }
    Ok(())
}

fn namespace_dict(vm: &Vm, this: This<'_, Namespace>) -> Outcome {
    match this.dict.get() {
        Some(dict) => Ok(dict),
        None => {
            let dict = vm.dict()?;
            this.dict.set(Some(dict.clone()));
            Ok(dict)
        }
    }
}

fn namespace_repr(vm: &Vm, this: This<'_, Namespace>) -> Outcome {
    let dict = namespace_dict(vm, this)?;
    let type_ = this.obj().type_();
    let name = if type_.is(&NAMESPACE) { "namespace" } else { type_.short_name() };
    let mut text = Buf::<u8>::new();
    vm.memory(text.extend_from_slice(name.as_bytes()))?;
    vm.memory(text.push(b'('))?;
    let mut position = 0;
    while let Some((next, key, value)) = dict.cast::<Dict>().and_then(|dict| dict.next_entry(position)) {
        if position != 0 {
            vm.memory(text.extend_from_slice(b", "))?;
        }
        position = next;
        if key.cast::<Str>().is_none() {
            continue;
        }
        vm.append_utf8(&key, &mut text)?;
        vm.memory(text.push(b'='))?;
        vm.append_utf8(&*vm.repr(&value)?, &mut text)?;
    }
    vm.memory(text.push(b')'))?;
    vm.memory(vm.new_str_wtf8(&text))
}

fn namespace_compare(vm: &Vm, this: This<'_, Namespace>, other: &Obj, op: CompareOp) -> Outcome {
    match other.cast::<Namespace>() {
        Some(other) => vm.compare(op, &*namespace_dict(vm, this)?, &*namespace_dict(vm, other)?),
        None => Ok(Obj::NOT_IMPLEMENTED.own()),
    }
}

fn namespace_reduce(vm: &Vm, this: This<'_, Namespace>, _args: &[Ref]) -> Outcome {
    let dict = namespace_dict(vm, this)?;
    vm.tuple(&[this.obj().type_().as_obj(), crate::raw::tuple::empty(), &dict])
}

const DICT_OFFSET: isize = (HEADER_SIZE + core::mem::offset_of!(Namespace, dict)) as isize;

py_type! {
    /// Attributes and nothing else.
    pub static NAMESPACE: Namespace = "types.SimpleNamespace", "Plain object with attributes." {
        flags flags::BASE;
        gc container;
        dict_offset DICT_OFFSET;
        new namespace_new;
        slots {
            repr: unary namespace_repr, richcompare: compare namespace_compare, init: init namespace_init,
        }
        attrs {
            getter "__dict__" () = namespace_dict, "";
            method "__reduce__" (0, 0) = namespace_reduce, "State for pickle.";
        }
    }
}
