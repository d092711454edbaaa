//! Rare operations that share one opcode.

use pyrite_object::raw::tuple::Tuple;
use pyrite_object::{Raised, Vm};

use crate::frame::Window;

/// `INTRINSIC`
///
/// # Errors
/// What the operation raises.
pub fn intrinsic(vm: &Vm, w: Window, a: usize, number: usize) -> Result<(), Raised> {
    use pyrite_bytecode::opcode::Intrinsic;
    if number == Intrinsic::SetTypeParams as usize {
        let (function, params) = (w.get(a), w.take(a + 1));
        if let Some(this) = function.exact::<crate::function::Function>() {
            return this.set_part(vm, |extra| &extra.type_params, Some(params));
        }
        return Ok(());
    }
    if number == Intrinsic::AsyncGenWrap as usize {
        w.put(a, crate::generator::asynchronous::wrap(vm, w.take(a))?);
        return Ok(());
    }
    use pyrite_object::types::typing::{Lazy, generic, param};
    let deferred = || Lazy::deferred(w.take(a + 1));
    let declared = |kind, bound, constraints| param::declared(vm, kind, &w.get(a), bound, constraints);
    let none = || Lazy::new(None);
    let made = match number {
        _ if number == Intrinsic::TypeVar as usize => declared(param::Kind::TypeVar, none(), none()),
        _ if number == Intrinsic::ParamSpec as usize => declared(param::Kind::ParamSpec, none(), none()),
        _ if number == Intrinsic::TypeVarTuple as usize => {
            declared(param::Kind::TypeVarTuple, none(), none())
        }
        _ if number == Intrinsic::TypeVarBound as usize => declared(param::Kind::TypeVar, deferred(), none()),
        _ if number == Intrinsic::TypeVarConstraints as usize => {
            declared(param::Kind::TypeVar, none(), deferred())
        }
        _ if number == Intrinsic::SetTypeParamDefault as usize => {
            param::set_default(&w.get(a), w.take(a + 1));
            return Ok(());
        }
        _ if number == Intrinsic::SubscriptGeneric as usize => generic::subscript(vm, &w.get(a)),
        _ => return type_alias(vm, w, a),
    };
    w.put(a, made?);
    Ok(())
}

/// `R[a]` is the name; `R[a+1]` a tuple of the type parameters (or None) and the value's function.
fn type_alias(vm: &Vm, w: Window, a: usize) -> Result<(), Raised> {
    use pyrite_object::types::typing::{Lazy, alias};
    let parts = w.take(a + 1);
    let parts = parts.cast::<Tuple>();
    let Some([params, function]) = parts.as_ref().map(|parts| parts.items()) else { return Ok(()) };
    let made = alias::make(vm, &w.get(a), params, Lazy::deferred(function.clone()))?;
    w.put(a, made);
    Ok(())
}
