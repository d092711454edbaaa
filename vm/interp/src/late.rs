//! What the interpreter asks of types by way of their Python names and small wrappers.

use pyrite_object::coll::dict::Dict;
use pyrite_object::model::value::Outcome;
use pyrite_object::{Obj, Raised, Ref, Vm};

use crate::frame::Window;

/// A builtin by name, called.
fn call_builtin(vm: &Vm, name: &str, args: &[Ref]) -> Outcome {
    let name = vm.memory(vm.intern(name))?;
    let builtins = vm.builtins.get();
    let found = builtins.as_deref().and_then(|builtins| builtins.cast::<Dict>());
    match found.and_then(|builtins| builtins.get_name(&name)) {
        Some(callable) => vm.call(&callable, args),
        None => Err(vm.name_error(format_args!("name '{}' is not defined", pyrite_object::new::Text(&name)))),
    }
}

/// A complex number.
///
/// # Errors
/// MemoryError.
pub fn complex(vm: &Vm, real: f64, imag: f64) -> Outcome {
    call_builtin(vm, "complex", &[vm.float(real)?, vm.float(imag)?])
}

/// A frozenset of the items of a tuple.
///
/// # Errors
/// MemoryError, TypeError for an unhashable item.
pub fn frozenset(vm: &Vm, items: &Obj) -> Outcome {
    call_builtin(vm, "frozenset", &[items.own()])
}

/// An empty set.
///
/// # Errors
/// MemoryError.
pub fn new_set(vm: &Vm) -> Outcome {
    call_builtin(vm, "set", &[])
}

/// Adds an item to a set.
///
/// # Errors
/// TypeError for an unhashable item.
pub fn set_add(vm: &Vm, set: &Obj, item: Ref) -> Result<(), Raised> {
    let add = vm.memory(vm.intern("add"))?;
    vm.call_method(set, &add, &[item]).map(drop)
}

/// `slice(start, stop, step)`
///
/// # Errors
/// MemoryError.
pub fn slice(vm: &Vm, start: Ref, stop: Ref, step: Ref) -> Outcome {
    call_builtin(vm, "slice", &[start, stop, step])
}

/// `ascii(object)`
///
/// # Errors
/// What its `__repr__` raises.
pub fn ascii(vm: &Vm, object: &Obj) -> Outcome {
    call_builtin(vm, "ascii", &[object.own()])
}

/// Whether an object is the builtin `super`.
pub fn is_super(callable: &Obj) -> bool {
    pyrite_object::class::type_of(callable).is_some_and(|class| class.name() == "super")
}

/// `isinstance(object, class)`
///
/// # Errors
/// What `__instancecheck__` raises.
pub fn is_instance(vm: &Vm, object: &Obj, class: &Obj) -> Result<bool, Raised> {
    let result = call_builtin(vm, "isinstance", &[object.own(), class.own()])?;
    vm.is_true(&result)
}

/// `repr(object)` for an error text.
///
/// # Errors
/// What its `__repr__` raises.
pub fn repr_text(vm: &Vm, object: &Obj) -> Result<Shown, Raised> {
    vm.repr(object).map(Shown)
}

/// A str that displays itself.
pub struct Shown(Ref);

impl core::fmt::Display for Shown {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        pyrite_object::new::Text(&self.0).fmt(f)
    }
}

/// A class whose call the interpreter carries out itself: a fresh instance, and `__init__`.
pub struct Instantiation {
    /// The instance.
    pub instance: Ref,
    /// The function to call with it; none: the call is over.
    pub init: Option<Ref>,
}

/// Begins the call of a class, if it is one whose instances are plain.
///
/// # Errors
/// MemoryError.
pub fn instantiate(vm: &Vm, callee: &Obj, has_args: bool) -> Result<Option<Instantiation>, Raised> {
    use pyrite_object::class::{InstancePlan, instance_plan, type_of};
    let Some(class) = type_of(callee).filter(|class| class.is_heap()) else { return Ok(None) };
    match instance_plan(vm, class) {
        InstancePlan::Plain { init: None } if has_args => Ok(None),
        InstancePlan::Plain { init } => {
            let callable =
                init.as_deref().is_none_or(|init| init.exact::<crate::function::Function>().is_some());
            if !callable {
                return Ok(None);
            }
            Ok(Some(Instantiation { instance: vm.plain_instance(class)?, init }))
        }
        InstancePlan::General => Ok(None),
    }
}

/// The value of a module's attribute, if the object is a plain module that has it.
pub fn module_value(_vm: &Vm, _object: &Obj, _name: &Obj) -> Option<Ref> {
    None
}

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
        return Ok(());
    }
    Err(vm.not_implemented_error("type parameters"))
}
