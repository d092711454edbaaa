//! `match` statements: mapping and class patterns.

use pyrite_object::coll::list::List;
use pyrite_object::model::value::Outcome;
use pyrite_object::new::Text;
use pyrite_object::raw::str::Str;
use pyrite_object::raw::tuple::Tuple;
use pyrite_object::{Obj, Raised, Ref, Vm, flags, names};

use crate::frame::Window;

/// `MATCH_KEYS`: the values under the keys, or None if one is missing.
pub fn keys(vm: &Vm, subject: &Obj, keys: &Obj) -> Outcome {
    let Some(keys) = keys.cast::<Tuple>() else { return Err(vm.system_error("MATCH_KEYS of no tuple")) };
    let get = vm.memory(vm.intern("get"))?;
    let get = vm.get_attr(subject, &get)?;
    let missing = vm.list(&[])?;
    let values = List::new();
    for (index, key) in keys.items().iter().enumerate() {
        for earlier in keys.items().iter().take(index) {
            if vm.equals(earlier, key)? {
                let key = vm.repr(key)?;
                return Err(
                    vm.value_error(format_args!("mapping pattern checks duplicate key ({})", Text(&key)))
                );
            }
        }
        let value = vm.call(&get, &[key.clone(), missing.clone()])?;
        if value.is(&missing) {
            return Ok(Ref::none());
        }
        vm.memory(values.push(vm, value))?;
    }
    vm.memory(vm.build_tuple(values.len(), |index| values.get(index).unwrap_or_else(Ref::none)))
}

/// `MATCH_CLASS`
pub fn class(vm: &Vm, w: Window, a: usize, b: usize, positional: usize) -> Result<(), Raised> {
    let (class, keywords, subject) = (w.take(a), w.take(a + 1), w.get(b));
    w.put(a, attributes(vm, &class, &keywords, &subject, positional)?);
    Ok(())
}

/// The attributes of the subject that a class pattern asks for, or None if it does not match.
fn attributes(vm: &Vm, class: &Obj, keywords: &Obj, subject: &Obj, positional: usize) -> Outcome {
    let Some(type_) = pyrite_object::class::type_of(class) else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.is_instance(subject, class)? {
        return Ok(Ref::none());
    }
    let seen = List::new();
    let values = List::new();
    if positional > 0 {
        let match_args = vm.find_attr(class, names::MATCH_ARGS())?;
        match match_args {
            Some(match_args) => {
                let Some(match_args) = match_args.exact::<Tuple>() else {
                    return Err(vm.type_error(format_args!(
                        "{}.__match_args__ must be a tuple (got {})",
                        type_.short_name(),
                        match_args.type_().short_name()
                    )));
                };
                if match_args.items().len() < positional {
                    return Err(too_many(vm, type_.short_name(), match_args.items().len(), positional));
                }
                for name in match_args.items().iter().take(positional) {
                    if name.cast::<Str>().is_none() {
                        return Err(vm.type_error(format_args!(
                            "__match_args__ elements must be strings (got {})",
                            name.type_().short_name()
                        )));
                    }
                    match attribute(vm, subject, name, type_.short_name(), &seen)? {
                        Some(value) => vm.memory(values.push(vm, value))?,
                        None => return Ok(Ref::none()),
                    }
                }
            }
            None if type_.has(flags::MATCH_SELF) && positional == 1 => {
                vm.memory(values.push(vm, subject.own()))?;
            }
            None => {
                let allowed = usize::from(type_.has(flags::MATCH_SELF));
                return Err(too_many(vm, type_.short_name(), allowed, positional));
            }
        }
    }
    for name in keywords.cast::<Tuple>().map_or(&[][..], |keywords| keywords.items()) {
        match attribute(vm, subject, name, type_.short_name(), &seen)? {
            Some(value) => vm.memory(values.push(vm, value))?,
            None => return Ok(Ref::none()),
        }
    }
    vm.memory(vm.build_tuple(values.len(), |index| values.get(index).unwrap_or_else(Ref::none)))
}

fn attribute(vm: &Vm, subject: &Obj, name: &Obj, class: &str, seen: &List) -> Result<Option<Ref>, Raised> {
    let mut index = 0;
    while let Some(earlier) = seen.get(index) {
        if vm.equals(&earlier, name)? {
            let name = vm.repr(name)?;
            return Err(vm.type_error(format_args!(
                "{class}() got multiple sub-patterns for attribute {}",
                Text(&name)
            )));
        }
        index += 1;
    }
    vm.memory(seen.push(vm, name.own()))?;
    let name = vm.memory(vm.intern_str(name))?;
    vm.find_attr(subject, &name)
}

#[cold]
fn too_many(vm: &Vm, class: &str, allowed: usize, given: usize) -> Raised {
    let plural = if allowed == 1 { "" } else { "s" };
    vm.type_error(format_args!("{class}() accepts {allowed} positional sub-pattern{plural} ({given} given)"))
}
