//! The state of an iterator as a value, for `copy`.

use pyrite_api::types::{Cells, Dict, List};
use pyrite_api::{Obj, Outcome, Ref, This, Vm, flags};

/// `__reduce__`: `_restore(type, number, number, {index: value})`.
pub fn reduce(vm: &Vm, this: This<'_, Cells>, _args: &[Ref]) -> Outcome {
    let entries = Dict::new();
    for (index, slot) in this.slots.iter().enumerate() {
        let Some(value) = slot.get() else { continue };
        // Positions are changed in place: the copy needs its own.
        let value = match value.exact::<List>() {
            Some(list) => vm.list_from(vm.collect_list(list.obj())?)?,
            None => value,
        };
        entries.insert(vm, &Ref::small(index as isize), value)?;
    }
    let entries = vm.dict_from(entries)?;
    let restore = super::ITERTOOLS.function("_restore").unwrap_or(Obj::NONE);
    let [first, second] = &this.numbers;
    let args = [this.obj().type_().own(), vm.int(first.get() as i64)?, vm.int(second.get() as i64)?, entries];
    vm.tuple_of(&[restore.own(), vm.tuple_of(&args)?])
}

/// An instance of one of this module's types with the given state.
pub fn restore(vm: &Vm, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let [class, first, second, entries] = args else {
        return Err(vm.type_error("_restore expected 4 arguments"));
    };
    let (Some(type_), Some(entries)) = (pyrite_api::types::type_of(class), entries.cast::<Dict>()) else {
        return Err(vm.type_error("_restore expected a type and a dict"));
    };
    if !type_.has(flags::CELLS) {
        return Err(vm.type_error(format_args!("cannot restore '{}' objects", type_.short_name())));
    }
    let mut slots = [const { None }; 4];
    for (index, slot) in slots.iter_mut().enumerate() {
        *slot = entries.get(vm, &Ref::small(index as isize))?;
    }
    vm.cells(type_, slots, [vm.index(first)?, vm.index(second)?])
}
