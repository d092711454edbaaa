//! The one mutable static: the `Vm` whose thread holds the GIL.
//!
//! Through it `Ref::drop`, slots and the C-API find their `Vm`.

use core::ptr::NonNull;
use core::sync::atomic::{AtomicPtr, Ordering::Relaxed};

use super::value::Header;
use super::vm::Vm;

static CURRENT: AtomicPtr<Vm> = AtomicPtr::new(core::ptr::null_mut());

/// Makes `vm` the current one (null: none), and returns the one before.
pub fn set(vm: *const Vm) -> *const Vm {
    let before = CURRENT.load(Relaxed);
    CURRENT.store(vm.cast_mut(), Relaxed);
    before
}

/// The current `Vm`.
///
/// Objects exist only while a `Vm` is current; whoever holds one may call this.
#[inline(always)]
pub fn vm<'a>() -> &'a Vm {
    // SAFETY: set by `Vm::enter` for as long as code that holds objects runs; the reference
    // does not outlive the slot or drop that asked for it.
    unsafe { &*CURRENT.load(Relaxed) }
}

/// Deallocates an object whose count has reached 0.
///
/// # Safety
/// `object` is live, its count is 0, and nobody uses it afterwards.
#[cold]
#[inline(never)]
pub unsafe fn dealloc(object: NonNull<Header>) {
    // SAFETY: the caller's condition.
    unsafe { crate::heap::finalize::dealloc(vm(), object) }
}
