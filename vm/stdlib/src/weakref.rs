//! `_weakref`: what `weakref` is made of.

use pyrite_api::types::{Dict, List};
use pyrite_api::{Outcome, Ref, Vm, optional, py_module, required, weak};

fn getweakrefcount(vm: &Vm, args: &[Ref]) -> Outcome {
    let mut count = 0;
    weak::find(vm, required(args, 0), |_, _| {
        count += 1;
        false
    });
    vm.int_word(count)
}

fn getweakrefs(vm: &Vm, args: &[Ref]) -> Outcome {
    let list = List::new();
    let mut result = Ok(());
    weak::find(vm, required(args, 0), |_, reference| {
        result = list.push(vm, reference);
        result.is_err()
    });
    vm.memory(result)?;
    vm.list_from(list)
}

fn proxy(vm: &Vm, args: &[Ref]) -> Outcome {
    let object = required(args, 0);
    let type_ = if vm.is_callable(object) { &weak::CALLABLE_PROXY } else { &weak::PROXY };
    weak::make(vm, pyrite_api::TypeRef::of(type_), object, optional(args, 1))
}

/// `_remove_dead_weakref(dict, key)`: removes the entry unless its reference is alive.
fn remove_dead(vm: &Vm, args: &[Ref]) -> Outcome {
    let Some(dict) = required(args, 0).cast::<Dict>() else {
        return Err(vm.type_error("_remove_dead_weakref() argument 1 must be dict"));
    };
    let key = required(args, 1);
    if let Some(value) = dict.get(vm, key)?
        && let Some(reference) = weak::cast(&value)
        && reference.referent().is_none()
    {
        dict.remove(vm, key)?;
    }
    Ok(Ref::none())
}

fn type_of(type_: &'static pyrite_api::Type) -> Outcome {
    Ok(pyrite_api::TypeRef::of(type_).own())
}

py_module! {
    /// `_weakref`
    pub static WEAKREF = "_weakref", "Native weak references." {
        value "ref" () = |_| type_of(&weak::REFERENCE), "";
        value "ReferenceType" () = |_| type_of(&weak::REFERENCE), "";
        value "ProxyType" () = |_| type_of(&weak::PROXY), "";
        value "CallableProxyType" () = |_| type_of(&weak::CALLABLE_PROXY), "";
        function "getweakrefcount" (1, 1) = getweakrefcount, "How many weak references exist.";
        function "getweakrefs" (1, 1) = getweakrefs, "The weak references to an object.";
        function "proxy" (1, 2) = proxy, "Make a weak proxy.";
        function "_remove_dead_weakref" (2, 2) = remove_dead, "Removes a key whose value is a dead reference.";
    }
}
