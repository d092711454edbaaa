//! Pending work between instructions: Ctrl-C, the collector.

use core::sync::atomic::Ordering;

use pyrite_object::model::vm::pending;
use pyrite_object::types::exceptions;
use pyrite_object::{Raised, Vm};

/// Does what is pending.
///
/// # Errors
/// KeyboardInterrupt after Ctrl-C.
#[cold]
#[inline(never)]
pub fn attend(vm: &Vm) -> Result<(), Raised> {
    vm.attention.store(0, Ordering::Relaxed);
    let work = vm.pending.replace(0);
    if work & pending::COLLECT != 0 {
        pyrite_object::heap::collect::step(vm);
    }
    if vm.host.interrupt_pending() && vm.host.interrupt_take() {
        return Err(vm.raise_with(&exceptions::KEYBOARD_INTERRUPT, &[]));
    }
    Ok(())
}
