//! What the interpreter supplies to the layers below.

use pyrite_object::model::vm::Hooks;
use pyrite_object::{Obj, Outcome, Vm};

use crate::code::Code;

/// The hooks that this layer fills; `compile` and `import` are the runtime's.
pub fn hooks(below: Hooks) -> Hooks {
    Hooks {
        exec,
        globals: crate::frame::globals,
        locals: crate::frame::locals,
        build_class: crate::build_class::build_class,
        flush_caches: crate::code::flush_caches,
        ..below
    }
}

/// Runs a code object with globals and locals.
///
/// # Errors
/// What the code raises; TypeError if it is no code object, or wants free variables.
pub fn exec(vm: &Vm, code: &Obj, globals: &Obj, locals: &Obj) -> Outcome {
    let Some(this) = code.exact::<Code>() else {
        return Err(vm.type_error("exec() arg 1 must be a string, bytes or code object"));
    };
    if this.view().is_some_and(|view| view.frees_len() != 0 || view.nparams() != 0) {
        return Err(vm.type_error("code object passed to exec() may not contain free variables"));
    }
    let function = crate::function::new(vm, code.own(), globals.own(), None)?;
    match function.exact() {
        Some(function) => crate::frame::run_in_namespace(vm, function, locals),
        None => Err(vm.system_error("exec of no function")),
    }
}
