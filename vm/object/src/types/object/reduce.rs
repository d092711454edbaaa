//! `__reduce_ex__`: what `copy` and `pickle` make an object from.

use crate::class::{instance, type_of};
use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, TypeRef, Vm};
use crate::names;
use crate::raw::tuple::Tuple;

fn lookup(vm: &Vm, this: &Obj, name: &str) -> Result<Option<Ref>, Raised> {
    let name = vm.memory(vm.intern(name))?;
    vm.find_attr(this, &name)
}

/// `object.__reduce__`: protocol 0.
///
/// # Errors
/// As [`object_reduce_ex`].
pub fn object_reduce(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    reduce(vm, this)
}

/// `object.__reduce_ex__`: an overridden `__reduce__`, else class, arguments and state.
///
/// # Errors
/// TypeError if the object cannot be made again from these.
pub fn object_reduce_ex(vm: &Vm, this: &Obj, args: &[Ref]) -> Outcome {
    vm.index(crate::args::required(args, 0))?;
    let name = vm.memory(vm.intern("__reduce__"))?;
    let own = vm.type_lookup(this.type_(), &name);
    let plain = vm.type_lookup(TypeRef::of(&super::OBJECT), &name);
    match (own, plain) {
        (Some(own), Some(plain)) if !own.is(&plain) => vm.call_found(&own, this, &[]),
        _ => reduce(vm, this),
    }
}

/// `(copyreg.__newobj__, (class, *args), state, list items, dict items)`
fn reduce(vm: &Vm, this: &Obj) -> Outcome {
    let type_ = this.type_();
    let native = instance::native_base(type_);
    if let Some(method) = lookup(vm, this, "__getnewargs_ex__")? {
        return reduce_ex(vm, this, &*vm.call(&method, &[])?);
    }
    let args = match lookup(vm, this, "__getnewargs__")? {
        Some(method) => vm.call(&method, &[])?,
        None if native.is(&super::OBJECT) || this.cast::<Dict>().is_some() || is_list(this) => {
            crate::raw::tuple::empty().own()
        }
        None => {
            return Err(vm.type_error(format_args!("cannot pickle '{}' object", type_.short_name())));
        }
    };
    let Some(given) = args.cast::<Tuple>() else {
        return Err(vm.type_error(format_args!(
            "__getnewargs__ should return a tuple, not '{}'",
            args.type_().short_name()
        )));
    };
    let mut all = pyrite_algo::Buf::new();
    vm.memory(all.push(type_.own()))?;
    vm.memory(all.extend_from_slice(given.items()))?;
    let all = vm.tuple_of(&all)?;
    finish(vm, this, &*copyreg(vm, "__newobj__")?, &all)
}

/// `(copyreg.__newobj_ex__, (class, args, kwargs), state, ...)`
fn reduce_ex(vm: &Vm, this: &Obj, given: &Obj) -> Outcome {
    let [args, kwargs] = given.cast::<Tuple>().map_or(&[][..], |given| given.items()) else {
        return Err(vm.type_error("__getnewargs_ex__ should return a tuple of length 2"));
    };
    let all = vm.tuple(&[this.type_().as_obj(), args, kwargs])?;
    finish(vm, this, &*copyreg(vm, "__newobj_ex__")?, &all)
}

/// Puts the state and the items behind what makes the object.
fn finish(vm: &Vm, this: &Obj, make: &Obj, all: &Obj) -> Outcome {
    let state = state_of(vm, this)?;
    let items = if is_list(this) { vm.iter(this)? } else { Ref::none() };
    let pairs = match this.cast::<Dict>() {
        Some(_) => {
            let view = vm.call_method(this, names::ITEMS(), &[])?;
            vm.iter(&view)?
        }
        None => Ref::none(),
    };
    vm.tuple(&[make, all, &state, &items, &pairs])
}

fn is_list(this: &Obj) -> bool {
    this.cast::<crate::coll::list::List>().is_some()
}

/// A function of `copyreg`.
fn copyreg(vm: &Vm, function: &str) -> Outcome {
    let name = vm.str("copyreg")?;
    let module = (vm.hooks.get().import)(vm, &name, None, Obj::NONE, 0)?;
    let function = vm.memory(vm.intern(function))?;
    vm.get_attr(&module, &function)
}

/// What `__getstate__` returns.
///
/// # Errors
/// What it raises.
pub fn state_of(vm: &Vm, this: &Obj) -> Outcome {
    match lookup(vm, this, "__getstate__")? {
        Some(method) => vm.call(&method, &[]),
        None => Ok(Ref::none()),
    }
}

/// `object.__getstate__`: the attributes, with members a pair; None without any.
///
/// # Errors
/// MemoryError; what reading the attributes raises.
pub fn object_get_state(vm: &Vm, this: &Obj, _args: &[Ref]) -> Outcome {
    let dict = vm.find_attr(this, names::DICT())?;
    let dict = match dict.as_deref().and_then(|dict| dict.cast::<Dict>()).filter(|dict| !dict.is_empty()) {
        Some(dict) => {
            let copy = Dict::new();
            copy.update(vm, &dict)?;
            vm.dict_from(copy)?
        }
        None => Ref::none(),
    };
    let members = Dict::new();
    add_members(vm, this, &members)?;
    if members.is_empty() {
        return Ok(dict);
    }
    let members = vm.dict_from(members)?;
    vm.tuple(&[&dict, &members])
}

/// The values of the members (`__slots__`) an object has.
fn add_members(vm: &Vm, this: &Obj, to: &Dict) -> Result<(), Raised> {
    let order = vm.get_attr(this.type_().as_obj(), names::MRO())?;
    for class in order.cast::<Tuple>().map_or(&[][..], |order| order.items()) {
        let Some(dict) = type_of(class).and_then(|class| class.dict()) else { continue };
        let mut position = 0;
        while let Some((next, name, value)) = dict.cast::<Dict>().and_then(|dict| dict.next_entry(position)) {
            if let Some(member) = value.exact::<crate::types::member::Member>()
                && let Some(value) = crate::class::members::get(&member, this)
            {
                to.set_name(vm, &name, value)?;
            }
            position = next;
        }
    }
    Ok(())
}
