//! Items of containers, and unpacking.

use pyrite_bytecode::Insn;
use pyrite_object::coll::dict::Dict;
use pyrite_object::coll::list::List;
use pyrite_object::raw::bytearray::ByteArray;
use pyrite_object::raw::bytes::Bytes;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::{Obj, Outcome, Raised, Ref, Vm, names};

use super::Step;
use crate::frame::{self, Window};
use crate::function::{Function, code_of};

/// `container[index]` for an exact list, tuple or dict, if it is there.
#[inline]
pub fn load_fast(container: &Obj, index: isize) -> Option<Ref> {
    if let Some(list) = container.exact::<List>() {
        return list.get(position(index, list.len())?);
    }
    if let Some(tuple) = container.exact::<Tuple>() {
        let items = tuple.items();
        return items.get(position(index, items.len())?).cloned();
    }
    container.exact::<Dict>()?.get_small(index)
}

#[inline(always)]
fn position(index: isize, len: usize) -> Option<usize> {
    let index = if index < 0 { index + len as isize } else { index };
    usize::try_from(index).ok()
}

/// `container[key]`, or `None` if the container's class says in Python how.
#[inline]
pub fn load(vm: &Vm, container: &Obj, key: &Obj) -> Option<Outcome> {
    if let (Some(dict), Some(text)) = (container.exact::<Dict>(), key.exact::<Str>()) {
        if let Some(value) = dict.get_str(text) {
            return Some(Ok(value));
        }
    } else if let Some(index) = key.small() {
        if let Some(text) = container.exact::<Str>()
            && let Some(character) = position(index, text.len()).and_then(|index| text.char_at(index))
        {
            return Some(vm.char_str(character));
        }
        let byte = match (container.exact::<Bytes>(), container.exact::<ByteArray>()) {
            (Some(bytes), _) => {
                let bytes = bytes.as_slice();
                position(index, bytes.len()).and_then(|index| bytes.get(index).copied())
            }
            (_, Some(bytes)) => position(index, bytes.len()).and_then(|index| bytes.get(index)),
            _ => None,
        };
        if let Some(byte) = byte {
            return Some(Ok(Ref::small(byte.into())));
        }
    }
    if container.type_().is_heap() { None } else { Some(vm.get_item(container, key)) }
}

/// `container[key]`: opens a frame if the container's class says how in Python.
///
/// # Errors
/// What the container raises.
pub fn load_any(vm: &Vm, w: Window, pc: *const u32, insn: Insn, key: &Obj) -> Result<Step, Raised> {
    let container = w.lend(insn.b().into());
    if container.type_().is_heap()
        && let Some(found) = vm.type_lookup(container.type_(), names::GETITEM())
        && let Some(function) = found.exact::<Function>()
        && !frame::is_generator(&code_of(function.storage()))
    {
        let args = [container.own(), key.own()];
        return Ok(Step::Enter(w.open(vm, function, &args, None, pc, None)?));
    }
    w.put(insn.a().into(), vm.get_item(container, key)?);
    Ok(Step::Next)
}

/// `container[index] = value` for an exact list, if the index is there.
#[inline(always)]
fn store_fast(container: &Obj, index: isize, value: &Obj) -> bool {
    let Some(list) = container.exact::<List>() else { return false };
    let Some(index) = position(index, list.len()).filter(|&index| index < list.len()) else { return false };
    list.set(index, value.own()).is_ok()
}

/// `container[key] = value`
///
/// # Errors
/// What the container raises.
#[inline]
pub fn store(vm: &Vm, container: &Obj, key: &Obj, value: &Obj) -> Result<(), Raised> {
    if let Some(index) = key.small() {
        if store_fast(container, index, value) {
            return Ok(());
        }
        if let (Some(bytes), Some(octet)) = (container.exact::<ByteArray>(), value.small())
            && let (Some(index), Ok(octet)) = (position(index, bytes.len()), u8::try_from(octet))
            && bytes.set(index, octet)
        {
            return Ok(());
        }
    }
    if let Some(dict) = container.exact::<Dict>() {
        return match dict.replace_plain(key, value.own()) {
            Ok(_) => Ok(()),
            Err(value) => dict.insert(vm, key, value).map(drop),
        };
    }
    vm.set_item(container, key, value)
}

/// `UNPACK_SEQUENCE`
pub fn unpack(vm: &Vm, w: Window, a: usize, b: usize, count: usize) -> Result<(), Raised> {
    let source = if a == b { w.take(b) } else { w.get(b) };
    if let Some(tuple) = source.exact::<Tuple>()
        && tuple.items().len() == count
    {
        tuple.items().iter().enumerate().for_each(|(index, item)| w.put(a + index, item.clone()));
        return Ok(());
    }
    let iterator = unpack_iterator(vm, &source)?;
    for index in 0..count {
        match vm.next(&iterator)? {
            Some(item) => w.put(a + index, item),
            None => {
                return Err(vm.value_error(format_args!(
                    "not enough values to unpack (expected {count}, got {index})"
                )));
            }
        }
    }
    match vm.next(&iterator)? {
        Some(_) => Err(too_many(vm, count)),
        None => Ok(()),
    }
}

#[cold]
fn too_many(vm: &Vm, count: usize) -> Raised {
    vm.value_error(format_args!("too many values to unpack (expected {count})"))
}

fn unpack_iterator(vm: &Vm, source: &Obj) -> Result<Ref, Raised> {
    let type_ = source.type_();
    if type_.iter().is_none() && type_.sequence().item.is_none() {
        return Err(vm.type_error(format_args!("cannot unpack non-iterable {} object", type_.short_name())));
    }
    vm.iter(source)
}

/// `UNPACK_EX`
pub fn unpack_starred(
    vm: &Vm,
    w: Window,
    a: usize,
    b: usize,
    before: usize,
    after: usize,
) -> Result<(), Raised> {
    let source = if a == b { w.take(b) } else { w.get(b) };
    let iterator = unpack_iterator(vm, &source)?;
    for index in 0..before {
        match vm.next(&iterator)? {
            Some(item) => w.put(a + index, item),
            None => return Err(too_few(vm, before + after, index)),
        }
    }
    let rest = List::new();
    while let Some(item) = vm.next(&iterator)? {
        vm.memory(rest.push(vm, item))?;
    }
    if rest.len() < after {
        return Err(too_few(vm, before + after, before + rest.len()));
    }
    for index in (0..after).rev() {
        w.put(a + before + 1 + index, rest.pop().unwrap_or_else(Ref::none));
    }
    w.put(a + before, vm.list_from(rest)?);
    Ok(())
}

#[cold]
fn too_few(vm: &Vm, expected: usize, got: usize) -> Raised {
    vm.value_error(format_args!("not enough values to unpack (expected at least {expected}, got {got})"))
}
