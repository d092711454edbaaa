//! Rare operations that share one opcode.

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
    Err(vm.not_implemented_error("type parameters"))
}
