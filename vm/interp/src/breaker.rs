//! Pending work between instructions: other threads, Ctrl-C, the collector.

use core::sync::atomic::Ordering;

use pyrite_object::model::vm::pending;
use pyrite_object::{Raised, Vm};

/// Does what is pending, if anything is: at every call that the loop does not make itself.
///
/// # Errors
/// As [`attend`].
#[inline]
pub fn look(vm: &Vm) -> Result<(), Raised> {
    if vm.attention.load(Ordering::Relaxed) == 0 { Ok(()) } else { attend(vm) }
}

/// Does what is pending.
///
/// # Errors
/// KeyboardInterrupt after Ctrl-C; SystemExit in a thread that is to end.
#[cold]
#[inline(never)]
pub fn attend(vm: &Vm) -> Result<(), Raised> {
    vm.attention.store(0, Ordering::Relaxed);
    let work = vm.pending.replace(0);
    if work & pending::COLLECT != 0 {
        pyrite_object::heap::collect::step(vm);
    }
    if vm.threads.gil.is_wanted() || shakes(vm) {
        vm.switch();
    }
    vm.interrupted()
}

/// Whether a test wants threads to be switched here: at every second place, by chance.
fn shakes(vm: &Vm) -> bool {
    let state = &vm.threads.shaken;
    if state.get() == 0 {
        return false;
    }
    vm.attention.store(1, Ordering::Relaxed);
    // Marsaglia, "Xorshift RNGs", section 3.
    let mut word = state.get();
    word ^= word << 13;
    word ^= word >> 17;
    word ^= word << 5;
    state.set(word);
    word & 1 != 0
}
