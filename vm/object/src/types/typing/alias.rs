//! `type X = ...`: an alias whose value is computed when it is asked for.

use super::{Lazy, param, running_module};
use crate::model::storage::Visitor;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::vm::Slot;
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm, flags};
use crate::py_type;
use crate::raw::str::Str;
use crate::raw::tuple::{Tuple, empty};
use crate::types::generic_alias;

/// Name, parameters and value.
pub struct TypeAlias {
    name: Ref,
    module: Slot,
    /// A tuple.
    params: Slot,
    value: Lazy,
}

// SAFETY: TYPE_ALIAS's instances hold this.
unsafe impl Storage for TypeAlias {
    const TYPE: &'static Type = &TYPE_ALIAS;

    fn traverse(&self, visitor: &mut Visitor) {
        self.params.visit(visitor);
        self.value.visit(visitor);
    }

    fn clear(&self) {
        self.params.set(None);
        self.value.clear();
    }
}

/// An alias; `params` is a tuple or None.
///
/// # Errors
/// MemoryError.
pub fn make(vm: &Vm, name: &Obj, params: &Obj, value: Lazy) -> Outcome {
    let params = if params.is_none() { empty() } else { params };
    let storage = TypeAlias {
        name: name.own(),
        module: Slot::new(running_module(vm)),
        params: Slot::new(Some(params.own())),
        value,
    };
    vm.memory(vm.allocate(TypeRef::of(&TYPE_ALIAS), storage, size_of::<TypeAlias>()))
}

fn alias_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let [name, value, params] = vm.bind_new("typealias", ["name", "value", "type_params"], args, names)?;
    let (Some(name), Some(value)) = (name, value) else {
        let (missing, position) = if name.is_none() { ("name", 1) } else { ("value", 2) };
        return Err(
            vm.type_error(format_args!("typealias() missing required argument '{missing}' (pos {position})"))
        );
    };
    if name.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "typealias() argument 'name' must be str, not {}",
            name.type_().short_name()
        )));
    }
    if params.is_some_and(|params| params.cast::<Tuple>().is_none()) {
        return Err(vm.type_error("type_params must be a tuple"));
    }
    make(vm, name, params.unwrap_or(Obj::NONE), Lazy::new(Some(value.own())))
}

fn alias_params(_vm: &Vm, this: This<'_, TypeAlias>) -> Outcome {
    Ok(this.params.get().unwrap_or_else(|| empty().own()))
}

/// The parameters, of which `*Ts` is unpacked.
fn alias_parameters(vm: &Vm, this: This<'_, TypeAlias>) -> Outcome {
    unpack_all(vm, &*alias_params(vm, this)?)
}

/// A tuple of type parameters with every TypeVarTuple unpacked.
///
/// # Errors
/// What importing `typing` raises; MemoryError.
pub fn unpack_all(vm: &Vm, params: &Obj) -> Outcome {
    let items = params.cast::<Tuple>().map_or(&[][..], |params| params.items());
    if !items.iter().any(|item| param::kind_of(item) == Some(param::Kind::TypeVarTuple)) {
        return Ok(params.own());
    }
    let mut all = pyrite_algo::Buf::new();
    for item in items {
        let is_tuple = param::kind_of(item) == Some(param::Kind::TypeVarTuple);
        vm.memory(all.push(if is_tuple { param::unpacked(vm, item)? } else { item.clone() }))?;
    }
    vm.tuple_of(&all)
}

fn alias_value(vm: &Vm, this: This<'_, TypeAlias>) -> Outcome {
    Ok(this.value.get(vm)?.unwrap_or_else(Ref::none))
}

fn alias_name(_vm: &Vm, this: This<'_, TypeAlias>) -> Outcome {
    Ok(this.name.clone())
}

fn alias_module(_vm: &Vm, this: This<'_, TypeAlias>) -> Outcome {
    Ok(this.module.get().unwrap_or_else(Ref::none))
}

fn alias_subscript(vm: &Vm, this: This<'_, TypeAlias>, key: &Obj) -> Outcome {
    if alias_params(vm, this)?.is(empty()) {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    generic_alias::make(vm, this.obj(), key)
}

fn alias_reduce(_vm: &Vm, this: This<'_, TypeAlias>, _args: &[Ref]) -> Outcome {
    Ok(this.name.clone())
}

fn read_only(vm: &Vm, _this: This<'_, TypeAlias>, _value: Option<&Obj>) -> Result<(), Raised> {
    Err(vm.attribute_error("readonly attribute"))
}

py_type! {
    /// `type X = ...`
    pub static TYPE_ALIAS: TypeAlias = "typing.TypeAliasType", "Type alias." {
        flags flags::MANAGED_WEAKREF;
        gc container;
        new alias_new;
        slots { repr: unary alias_name, }
        number { or: binary crate::types::union_::type_or, }
        mapping { subscript: binary alias_subscript, }
        attrs {
            getset "__name__" (read_only) = alias_name, "";
            getter "__module__" () = alias_module, "";
            getter "__value__" () = alias_value, "";
            getter "__type_params__" () = alias_params, "";
            getter "__parameters__" () = alias_parameters, "";
            method "__reduce__" (0, 0) = alias_reduce, "";
        }
    }
}
