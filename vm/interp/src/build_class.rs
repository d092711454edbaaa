//! `__build_class__`: what a `class` statement calls.

use pyrite_object::class::type_of;
use pyrite_object::coll::dict::Dict;
use pyrite_object::coll::list::List;
use pyrite_object::model::value::Outcome;
use pyrite_object::new::Text;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::{Obj, Raised, Ref, TypeRef, Vm, names};

use crate::function::Function;

/// `__build_class__(function, name, *bases, metaclass=..., **keywords)`
///
/// # Errors
/// TypeError; what the body, the metaclass and the hooks raise.
pub fn build_class(vm: &Vm, args: &[Ref], keyword_names: Option<&Obj>) -> Outcome {
    let keyword_names =
        keyword_names.and_then(|names| names.cast::<Tuple>()).map_or(&[][..], |names| names.items());
    let (positional, values) = args.split_at_checked(args.len() - keyword_names.len()).unwrap_or((args, &[]));
    let [function, name, bases @ ..] = positional else {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    };
    let Some(function) = function.exact::<Function>() else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    let keywords = Dict::new();
    for (name, value) in keyword_names.iter().zip(values) {
        keywords.insert(vm, name, value.clone())?;
    }
    let original = vm.tuple_of(bases)?;
    let resolved = resolve_bases(vm, bases, &original)?;
    let explicit = keywords.remove(vm, names::METACLASS())?.map(|(_, metaclass)| metaclass);
    let metaclass = metaclass(vm, explicit, &resolved)?;
    let keywords = vm.dict_from(keywords)?;
    let namespace = prepare(vm, &metaclass, name, &resolved, &keywords)?;
    if !resolved.is(&original) {
        let key = vm.memory(vm.intern("__orig_bases__"))?;
        vm.set_item(&namespace, &key, &original)?;
    }
    let body = crate::frame::run_in_namespace(vm, function, &namespace)?;
    let args = vm.tuple(&[name, &resolved, &namespace])?;
    let class = vm.call_tuple(&metaclass, &args, Some(&keywords))?;
    check_class_cell(vm, &body, name, &class)?;
    Ok(class)
}

/// The bases, each without a type replaced by what its `__mro_entries__` gives.
fn resolve_bases(vm: &Vm, bases: &[Ref], original: &Ref) -> Outcome {
    if bases.iter().all(|base| type_of(base).is_some()) {
        return Ok(original.clone());
    }
    let resolved = List::new();
    let mut changed = false;
    for base in bases {
        let entries = if type_of(base).is_some() { None } else { vm.find_attr(base, names::MRO_ENTRIES())? };
        match entries {
            None => vm.memory(resolved.push(vm, base.clone()))?,
            Some(entries) => {
                let replaced = vm.call_one(&entries, original)?;
                let Some(tuple) = replaced.cast::<Tuple>() else {
                    return Err(vm.type_error("__mro_entries__ must return a tuple"));
                };
                changed = true;
                for entry in tuple.items() {
                    vm.memory(resolved.push(vm, entry.clone()))?;
                }
            }
        }
    }
    if !changed {
        return Ok(original.clone());
    }
    vm.memory(vm.build_tuple(resolved.len(), |index| resolved.get(index).unwrap_or_else(Ref::none)))
}

/// The most derived metaclass of the explicit one and those of the bases.
fn metaclass(vm: &Vm, explicit: Option<Ref>, bases: &Obj) -> Outcome {
    let bases = bases.cast::<Tuple>().map_or(&[][..], |bases| bases.items());
    let mut winner = match explicit {
        Some(explicit) => match type_of(&explicit) {
            Some(type_) => type_,
            None => return Ok(explicit),
        },
        None => bases.first().map_or(TypeRef::of(&pyrite_object::types::type_::TYPE), |base| base.type_()),
    };
    for base in bases {
        let type_ = base.type_();
        if winner.is_subtype_of(type_) {
            continue;
        }
        if !type_.is_subtype_of(winner) {
            return Err(vm.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
                 metaclasses of all its bases",
            ));
        }
        winner = type_;
    }
    Ok(winner.own())
}

fn prepare(vm: &Vm, metaclass: &Obj, name: &Obj, bases: &Obj, keywords: &Obj) -> Outcome {
    if metaclass.is(TypeRef::of(&pyrite_object::types::type_::TYPE).as_obj()) {
        return vm.dict();
    }
    match vm.find_attr(metaclass, names::PREPARE())? {
        None => vm.dict(),
        Some(prepare) => {
            let args = vm.tuple(&[name, bases])?;
            let namespace = vm.call_tuple(&prepare, &args, Some(keywords))?;
            if namespace.cast::<Dict>().is_none() && namespace.type_().mapping().subscript.is_none() {
                return Err(vm.type_error(format_args!(
                    "{}.__prepare__() must return a mapping, not {}",
                    type_of(metaclass).map_or("<metaclass>", |metaclass| metaclass.short_name()),
                    namespace.type_().short_name()
                )));
            }
            Ok(namespace)
        }
    }
}

/// `__class__` of the methods has to be the class by now: `body` returned the cell, or None.
fn check_class_cell(vm: &Vm, body: &Obj, name: &Obj, class: &Obj) -> Result<(), Raised> {
    let Some(cell) = body.exact::<pyrite_object::types::cell::CellStorage>() else { return Ok(()) };
    if type_of(class).is_none() {
        return Ok(());
    }
    let set = cell.contents.get();
    if set.as_ref().is_some_and(|set| set.is(class)) {
        return Ok(());
    }
    let shown = vm.repr(class)?;
    let (name, shown) = (Text(name), Text(&shown));
    match set {
        Some(other) => {
            let other = vm.repr(&other)?;
            Err(vm.type_error(format_args!("__class__ set to {} defining '{name}' as {shown}", Text(&other))))
        }
        None => Err(vm.runtime_error(format_args!(
            "__class__ not set defining '{name}' as {shown}. Was __classcell__ propagated to type.__new__?"
        ))),
    }
}
