//! `method`: a function bound to an instance.

use crate::heap::Kind;
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm};
use crate::names;
use crate::new::Text;
use crate::py_type;

/// A callable and its first argument.
#[repr(C)]
pub struct Method {
    /// `__func__`
    pub function: Ref,
    /// `__self__`
    pub instance: Ref,
}

// SAFETY: METHOD's instances hold this; the type may not be a base.
unsafe impl Storage for Method {
    const TYPE: &'static Type = &METHOD;

    fn traverse(&self, visitor: &mut Visitor) {
        visitor.visit(&self.function);
        visitor.visit(&self.instance);
    }
}

impl Vm {
    /// `function` bound to `instance`.
    ///
    /// # Errors
    /// MemoryError.
    pub fn method(&self, function: &Obj, instance: &Obj) -> Outcome {
        let method = Method { function: function.own(), instance: instance.own() };
        self.memory(self.allocate_fixed(Kind::Container, method))
    }
}

fn method_new(vm: &Vm, _type: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    if names.is_some() {
        return Err(vm.type_error("method() takes no keyword arguments"));
    }
    let [function, instance] = args else {
        return Err(vm.type_error(format_args!("method expected 2 arguments, got {}", args.len())));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if instance.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    vm.method(function, instance)
}

fn method_call(vm: &Vm, this: This<'_, Method>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.call_prepended(&this.function, &this.instance, args, names)
}

fn method_repr(vm: &Vm, this: This<'_, Method>) -> Outcome {
    let name = match vm.find_attr(&this.function, names::QUALNAME())? {
        Some(name) => Some(name),
        None => vm.find_attr(&this.function, names::NAME())?,
    };
    let name = match name {
        Some(name) if name.cast::<crate::raw::str::Str>().is_some() => name,
        _ => vm.str("?")?,
    };
    let instance = vm.repr(&this.instance)?;
    vm.str_fmt(format_args!("<bound method {} of {}>", Text(&name), Text(&instance)))
}

fn method_hash(vm: &Vm, this: This<'_, Method>) -> Result<usize, Raised> {
    let function = vm.hash(&this.function)?;
    Ok(pyrite_algo::hash::hash_address(this.instance.bits()) as usize ^ function)
}

fn method_compare(vm: &Vm, this: This<'_, Method>, other: &Obj, op: CompareOp) -> Outcome {
    let Some(other) = other.exact::<Method>() else { return Ok(Obj::NOT_IMPLEMENTED.own()) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    }
    let same = this.instance.is(&other.instance) && vm.equals(&this.function, &other.function)?;
    Ok(Ref::bool(same == (op == CompareOp::Eq)))
}

/// Attributes that a method has not are those of its function.
fn method_get_attr(vm: &Vm, this: This<'_, Method>, name: &Obj) -> Outcome {
    if vm.type_lookup(TypeRef::of(&METHOD), name).is_some() {
        return vm.generic_get_attr(this.obj(), name);
    }
    vm.get_attr(&this.function, name)
}

fn method_self(_vm: &Vm, this: This<'_, Method>) -> Outcome {
    Ok(this.instance.clone())
}

fn method_func(_vm: &Vm, this: This<'_, Method>) -> Outcome {
    Ok(this.function.clone())
}

fn method_doc(vm: &Vm, this: This<'_, Method>) -> Outcome {
    vm.get_attr(&this.function, names::DOC())
}

fn method_get(_vm: &Vm, this: This<'_, Method>, _instance: Option<&Obj>, _owner: Option<&Obj>) -> Outcome {
    Ok(this.own())
}

/// `(getattr, (instance, name))`
fn method_reduce(vm: &Vm, this: This<'_, Method>, _args: &[Ref]) -> Outcome {
    let getattr = vm.memory(vm.intern("getattr"))?;
    let builtins = vm.builtins.get().unwrap_or_else(Ref::none);
    let getattr = vm.get_item(&builtins, &getattr)?;
    let name = vm.get_attr(&this.function, names::NAME())?;
    vm.tuple_of(&[getattr, vm.tuple_of(&[this.instance.clone(), name])?])
}

py_type! {
    /// Functions bound to an instance.
    pub static METHOD: Method = "method", "Function with its self." {
        flags crate::model::flags::MANAGED_WEAKREF;
        gc container;
        new method_new;
        call method_call;
        slots {
            repr: unary method_repr, hash: hash method_hash, getattro: binary method_get_attr,
            richcompare: compare method_compare, descr_get: descr_get method_get,
        }
        attrs {
            getter "__self__" () = method_self, "the instance to which a method is bound";
            getter "__func__" () = method_func, "the function (or other callable) implementing a method";
            getter "__doc__" () = method_doc, "";
            method "__reduce__" (0, 0) = method_reduce, "";
        }
    }
}
