//! `_typing`: the types of type parameters, which `typing` shows.

use pyrite_api::{Outcome, Ref, Type, TypeRef, Vm, py_module, required, typing};

fn type_of(type_: &'static Type) -> Outcome {
    Ok(TypeRef::of(type_).own())
}

fn itself(_vm: &Vm, args: &[Ref]) -> Outcome {
    Ok(required(args, 0).own())
}

py_module! {
    /// `_typing`
    pub static TYPING = "_typing", "Native parts of typing." {
        value "TypeVar" () = |_| type_of(&typing::TYPE_VAR), "";
        value "ParamSpec" () = |_| type_of(&typing::PARAM_SPEC), "";
        value "ParamSpecArgs" () = |_| type_of(&typing::PARAM_SPEC_ARGS), "";
        value "ParamSpecKwargs" () = |_| type_of(&typing::PARAM_SPEC_KWARGS), "";
        value "TypeVarTuple" () = |_| type_of(&typing::TYPE_VAR_TUPLE), "";
        value "TypeAliasType" () = |_| type_of(&typing::TYPE_ALIAS), "";
        value "Generic" () = |_| type_of(&typing::GENERIC), "";
        value "NoDefault" () = |_| Ok(typing::no_default().own()), "";
        function "_idfunc" (1, 1) = itself, "";
    }
}
