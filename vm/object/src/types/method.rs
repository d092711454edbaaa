//! `method`: a function bound to an instance.

use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{CompareOp, Raised, Storage, This, Type, TypeRef, Visitor, Vm};
use crate::py_type;

/// A bound method.
pub struct Method {
    /// `__func__`
    pub function: Ref,
    /// `__self__`
    pub instance: Ref,
}

// SAFETY: METHOD's instances hold this.
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
        let storage = Method { function: function.own(), instance: instance.own() };
        self.memory(self.allocate(TypeRef::of(&METHOD), storage, size_of::<Method>()))
    }
}

fn method_call(vm: &Vm, this: This<'_, Method>, args: &[Ref], names: Option<&Obj>) -> Outcome {
    let mut all = vm.memory(pyrite_algo::Buf::with_capacity(args.len() + 1))?;
    vm.memory(all.push(this.instance.clone()))?;
    vm.memory(all.extend_from_slice(args))?;
    vm.call_named(&this.function, &all, names)
}

fn method_repr(vm: &Vm, this: This<'_, Method>) -> Outcome {
    let name = vm.find_attr(&this.function, crate::names::QUALNAME())?;
    let instance = vm.repr(&this.instance)?;
    let name = match &name {
        Some(name) => vm.to_str(name)?,
        None => vm.str("?")?,
    };
    vm.str_fmt(format_args!("<bound method {} of {}>", crate::new::Text(&name), crate::new::Text(&instance)))
}

fn method_hash(vm: &Vm, this: This<'_, Method>) -> Result<usize, Raised> {
    let instance = pyrite_algo::hash::hash_address(this.instance.bits()) as usize;
    Ok(instance ^ vm.hash(&this.function)?)
}

fn method_compare(vm: &Vm, this: This<'_, Method>, other: &Obj, op: CompareOp) -> Outcome {
    let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.exact::<Method>(), op) else {
        return Ok(Obj::NOT_IMPLEMENTED.own());
    };
    let same = this.instance.is(&other.instance) && vm.equals(&this.function, &other.function)?;
    Ok(Ref::bool(same == (op == CompareOp::Eq)))
}

fn method_func(_vm: &Vm, this: This<'_, Method>) -> Outcome {
    Ok(this.function.clone())
}

fn method_self(_vm: &Vm, this: This<'_, Method>) -> Outcome {
    Ok(this.instance.clone())
}

fn method_get_attr(vm: &Vm, this: This<'_, Method>, name: &Obj) -> Outcome {
    match vm.type_lookup(TypeRef::of(&METHOD), name) {
        Some(_) => vm.generic_get_attr(this.obj(), name),
        None => vm.get_attr(&this.function, name),
    }
}

py_type! {
    /// Functions bound to an instance.
    pub static METHOD: Method = "method", "" {
        gc container;
        call method_call;
        slots {
            repr: unary method_repr,
            hash: hash method_hash,
            richcompare: compare method_compare,
            getattro: binary method_get_attr,
        }
        attrs {
            getter "__func__" () = method_func, "";
            getter "__self__" () = method_self, "";
        }
    }
}
