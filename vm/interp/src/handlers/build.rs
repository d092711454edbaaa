//! Displays, comprehensions, formatted strings.

use pyrite_object::coll::dict::Dict;
use pyrite_object::coll::list::{List, as_list};
use pyrite_object::coll::set::Set;
use pyrite_object::model::value::Outcome;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::{Obj, Raised, Ref, Vm, names};

use crate::frame::Window;

/// `BUILD_TUPLE`
pub fn tuple(vm: &Vm, w: Window, first: usize, count: usize) -> Outcome {
    vm.memory(vm.build_tuple(count, |index| w.take(first + index)))
}

/// `BUILD_LIST`
pub fn list(vm: &Vm, w: Window, first: usize, count: usize) -> Outcome {
    let list = vm.memory(List::build(vm, count, |index| w.take(first + index)))?;
    vm.list_from(list)
}

/// `BUILD_SET`
pub fn set(vm: &Vm, w: Window, first: usize, count: usize) -> Outcome {
    let set = Set::new();
    for index in first..first + count {
        set.add(vm, &w.take(index))?;
    }
    vm.set_from(set)
}

/// `BUILD_MAP`
pub fn map(vm: &Vm, w: Window, first: usize, pairs: usize) -> Outcome {
    let dict = Dict::new();
    vm.memory(dict.reserve(vm, pairs))?;
    for pair in 0..pairs {
        let key = w.take(first + 2 * pair);
        dict.insert(vm, &key, w.take(first + 2 * pair + 1))?;
    }
    vm.dict_from(dict)
}

/// `BUILD_STRING`
pub fn string(vm: &Vm, w: Window, first: usize, count: usize) -> Outcome {
    let joined = w.with_args(first, count, |parts| pyrite_object::types::str_::join_parts(vm, parts));
    w.clear(first, count);
    joined
}

/// `BUILD_SLICE`
pub fn slice(vm: &Vm, w: Window, first: usize) -> Outcome {
    let (start, stop, step) = (w.take(first), w.take(first + 1), w.take(first + 2));
    vm.slice(&start, &stop, &step)
}

/// `LIST_APPEND`
pub fn list_append(vm: &Vm, list: &Obj, item: Ref) -> Result<(), Raised> {
    match as_list(list) {
        Some(list) => vm.memory(list.push(vm, item)),
        None => Err(vm.system_error("LIST_APPEND to no list")),
    }
}

/// `SET_ADD`
pub fn set_add(vm: &Vm, set: &Obj, item: Ref) -> Result<(), Raised> {
    match set.cast::<Set>() {
        Some(set) => set.add(vm, &item).map(drop),
        None => Err(vm.system_error("SET_ADD to no set")),
    }
}

fn dict_of<'a>(vm: &Vm, dict: &'a Obj) -> Result<pyrite_object::This<'a, Dict>, Raised> {
    dict.cast::<Dict>().ok_or_else(|| vm.system_error("no dict"))
}

/// `MAP_ADD`
pub fn map_add(vm: &Vm, dict: &Obj, key: Ref, value: Ref) -> Result<(), Raised> {
    dict_of(vm, dict)?.insert(vm, &key, value).map(drop)
}

/// `LIST_EXTEND`
pub fn list_extend(vm: &Vm, list: &Obj, iterable: &Obj) -> Result<(), Raised> {
    let type_ = iterable.type_();
    if type_.iter().is_none() && type_.sequence().item.is_none() {
        return Err(
            vm.type_error(format_args!("Value after * must be an iterable, not {}", type_.short_name()))
        );
    }
    vm.for_each(iterable, |item| list_append(vm, list, item))
}

/// `SET_UPDATE`
pub fn set_update(vm: &Vm, set: &Obj, iterable: &Obj) -> Result<(), Raised> {
    vm.for_each(iterable, |item| set_add(vm, set, item))
}

/// Calls `each` with every key and value of a mapping; false if the object is none.
fn for_each_pair(
    vm: &Vm,
    mapping: &Obj,
    mut each: impl FnMut(Ref, Ref) -> Result<(), Raised>,
) -> Result<bool, Raised> {
    if let Some(dict) = mapping.exact::<Dict>() {
        let mut position = 0;
        while let Some((next, key, value)) = dict.next_entry(position) {
            each(key, value)?;
            position = next;
        }
        return Ok(true);
    }
    let Some(keys) = vm.find_attr(mapping, names::KEYS())? else { return Ok(false) };
    let keys = vm.call(&keys, &[])?;
    vm.for_each(&keys, |key| {
        let value = vm.get_item(mapping, &key)?;
        each(key, value)
    })?;
    Ok(true)
}

/// `DICT_UPDATE`
pub fn dict_update(vm: &Vm, dict: &Obj, mapping: &Obj) -> Result<(), Raised> {
    let dict = dict_of(vm, dict)?;
    if for_each_pair(vm, mapping, |key, value| dict.insert(vm, &key, value).map(drop))? {
        return Ok(());
    }
    Err(vm.type_error(format_args!("'{}' object is not a mapping", mapping.type_().short_name())))
}

/// `DICT_MERGE`
pub fn dict_merge(vm: &Vm, dict: &Obj, mapping: &Obj, callable: &Obj) -> Result<(), Raised> {
    let dict = dict_of(vm, dict)?;
    let merged = for_each_pair(vm, mapping, |key, value| {
        // A key that is no str is refused by the call, unless it is there twice.
        if dict.insert(vm, &key, value)?.is_some() {
            let name = super::calls::callable_name(vm, callable)?;
            if key.cast::<Str>().is_none() {
                return Err(vm.type_error(format_args!("{}() keywords must be strings", Text(&name))));
            }
            return Err(vm.type_error(format_args!(
                "{}() got multiple values for keyword argument '{}'",
                Text(&name),
                Text(&key)
            )));
        }
        Ok(())
    })?;
    if merged {
        return Ok(());
    }
    let name = super::calls::callable_name(vm, callable)?;
    Err(vm.type_error(format_args!(
        "{}() argument after ** must be a mapping, not {}",
        Text(&name),
        mapping.type_().short_name()
    )))
}

/// `LIST_TO_TUPLE`
pub fn list_to_tuple(vm: &Vm, list: &Obj) -> Outcome {
    match as_list(list) {
        Some(list) => list.to_tuple(vm),
        None => Err(vm.system_error("LIST_TO_TUPLE of no list")),
    }
}

/// `FORMAT_VALUE`
pub fn format_value(vm: &Vm, w: Window, b: usize, flags: usize) -> Outcome {
    let mut value = w.get(b);
    match flags & 3 {
        1 => value = vm.to_str(&value)?,
        2 => value = vm.repr(&value)?,
        3 => value = pyrite_object::types::str_::percent::ascii(vm, &value)?,
        _ => {}
    }
    let spec = if flags & 4 != 0 { w.take(b + 1) } else { names::EMPTY().own() };
    vm.format(&value, &spec)
}
