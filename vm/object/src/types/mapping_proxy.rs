//! `mappingproxy`: a mapping that can only be read.

use crate::class::type_of;
use crate::coll::dict::Dict;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm, flags};
use crate::names;
use crate::new::Text;
use crate::py_type;

/// A view of a mapping.
pub struct MappingProxy {
    mapping: Ref,
}

// SAFETY: MAPPING_PROXY's instances hold this.
unsafe impl Storage for MappingProxy {
    const TYPE: &'static Type = &MAPPING_PROXY;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.mapping);
    }
}

/// A read-only view of a mapping.
///
/// # Errors
/// MemoryError.
pub fn proxy(vm: &Vm, mapping: Ref) -> Outcome {
    vm.memory(vm.allocate(TypeRef::of(&MAPPING_PROXY), MappingProxy { mapping }, size_of::<MappingProxy>()))
}

/// `__dict__` of a type: its dict, or a copy of what a builtin type has.
///
/// # Errors
/// MemoryError.
pub fn of_type(vm: &Vm, class: &Obj) -> Outcome {
    let Some(type_) = type_of(class) else { return Err(vm.no_attribute(class, names::DICT())) };
    if let Some(dict) = type_.dict() {
        return proxy(vm, dict.own());
    }
    let dict = Dict::new();
    for native in type_.natives() {
        let name = vm.memory(vm.intern(native.name()))?;
        if let Some(value) = vm.own_attr(type_, &name) {
            dict.set_name(vm, &name, value)?;
        }
    }
    for def in crate::class::slots::SLOT_DEFS {
        if dict.get_name((def.name)()).is_none()
            && let Some(value) = crate::class::slot_wrapper(vm, type_, (def.name)())
        {
            dict.set_name(vm, (def.name)(), value)?;
        }
    }
    for name in [names::NEW(), names::DOC()] {
        if let Some(value) = vm.own_attr(type_, name) {
            dict.set_name(vm, name, value)?;
        }
    }
    proxy(vm, vm.dict_from(dict)?)
}

fn proxy_new(vm: &Vm, _type: TypeRef, args: &[Ref], _names: Option<&Obj>) -> Outcome {
    let [mapping] = args else {
        return Err(
            vm.type_error(format_args!("mappingproxy() takes exactly one argument ({} given)", args.len()))
        );
    };
    if mapping.type_().mapping().subscript.is_none() || mapping.type_().sequence().item.is_some() {
        return Err(vm.type_error(format_args!(
            "mappingproxy() argument must be a mapping, not {}",
            mapping.type_().short_name()
        )));
    }
    proxy(vm, mapping.clone())
}

fn proxy_len(vm: &Vm, this: This<'_, MappingProxy>) -> Result<usize, Raised> {
    vm.len(&this.mapping)
}

fn proxy_subscript(vm: &Vm, this: This<'_, MappingProxy>, key: &Obj) -> Outcome {
    vm.get_item(&this.mapping, key)
}

fn proxy_contains(vm: &Vm, this: This<'_, MappingProxy>, key: &Obj) -> Result<bool, Raised> {
    vm.contains(&this.mapping, key)
}

fn proxy_iter(vm: &Vm, this: This<'_, MappingProxy>) -> Outcome {
    vm.iter(&this.mapping)
}

fn proxy_repr(vm: &Vm, this: This<'_, MappingProxy>) -> Outcome {
    let text = vm.repr(&this.mapping)?;
    vm.str_fmt(format_args!("mappingproxy({})", Text(&text)))
}

fn proxy_str(vm: &Vm, this: This<'_, MappingProxy>) -> Outcome {
    vm.to_str(&this.mapping)
}

fn proxy_hash(vm: &Vm, this: This<'_, MappingProxy>) -> Result<usize, Raised> {
    vm.hash(&this.mapping)
}

fn proxy_compare(vm: &Vm, this: This<'_, MappingProxy>, other: &Obj, op: CompareOp) -> Outcome {
    vm.compare(op, &this.mapping, other)
}

fn proxy_or(vm: &Vm, a: &Obj, b: &Obj) -> Outcome {
    let open =
        |side: &Obj| side.exact::<MappingProxy>().map_or_else(|| side.own(), |this| this.mapping.clone());
    vm.binary(crate::BinaryOp::Or, &open(a), &open(b))
}

macro_rules! forwarded {
    ($($function:ident $name:literal;)*) => {$(
        fn $function(vm: &Vm, this: This<'_, MappingProxy>, args: &[Ref]) -> Outcome {
            let name = vm.memory(vm.intern($name))?;
            vm.call_method(&this.mapping, &name, args)
        }
    )*};
}

forwarded! { proxy_get "get"; proxy_keys "keys"; proxy_values "values"; proxy_items "items"; proxy_copy "copy"; }

fn proxy_reversed(vm: &Vm, this: This<'_, MappingProxy>, _args: &[Ref]) -> Outcome {
    match vm.call_special(&this.mapping, names::REVERSED(), &[])? {
        Some(iterator) => Ok(iterator),
        None => {
            Err(vm
                .type_error(format_args!("'{}' object is not reversible", this.mapping.type_().short_name())))
        }
    }
}

py_type! {
    /// Read-only views of mappings.
    pub static MAPPING_PROXY: MappingProxy = "mappingproxy", "Unchangeable mapping." {
        flags flags::MAPPING;
        gc container;
        new proxy_new;
        slots {
            repr: unary proxy_repr, str_: unary proxy_str, iter: unary proxy_iter, hash: hash proxy_hash,
            richcompare: compare proxy_compare,
        }
        number { or: binary proxy_or, }
        sequence { contains: contains proxy_contains, }
        mapping { length: length proxy_len, subscript: binary proxy_subscript, }
        attrs {
            method "get" (1, 2) = proxy_get, "Value of a key, or the default.";
            method "keys" (0, 0) = proxy_keys, "";
            method "values" (0, 0) = proxy_values, "";
            method "items" (0, 0) = proxy_items, "";
            method "copy" (0, 0) = proxy_copy, "";
            method "__reversed__" (0, 0) = proxy_reversed, "";
        }
    }
}
