//! Deallocation: what happens when a count reaches 0.
//!
//! Long chains of objects do not recurse: beyond a depth, dead objects wait in a list that
//! is linked through their counts.

use core::cell::Cell;
use core::ptr::NonNull;

use super::arena::Kind;
use super::index::AddressIndex;
use super::weak;
use crate::model::storage::HEADER_SIZE;
use crate::model::value::{Header, Obj};
use crate::model::{Vm, flags};

/// Deallocations nested deeper than this are postponed.
const DEPTH_MAX: u32 = 24;

/// In the depth: no Python code may run, objects with finalizers wait.
const HELD: u32 = 1 << 16;

/// Objects by their own address.
struct Finalized(AddressIndex);

impl Default for Finalized {
    fn default() -> Finalized {
        Finalized(AddressIndex::new(|object| object.as_ptr().addr()))
    }
}

/// Postponed deallocations.
#[derive(Default)]
pub struct Finalizer {
    pub(crate) depth: Cell<u32>,
    waiting: Cell<*mut Header>,
    /// Objects that live on although their `__del__` has run: it does not run again.
    finalized: Finalized,
    serial: Cell<u32>,
}

impl Finalizer {
    /// From now on objects with finalizers wait.
    pub(super) fn hold(&self) {
        self.depth.set(self.depth.get() | HELD);
    }

    /// Ends [`Finalizer::hold`]; the next deallocation takes care of what waits.
    pub(super) fn release(&self) {
        self.depth.set(self.depth.get() & !HELD);
    }

    /// Numbers classes in the order they are made.
    pub fn next_serial(&self) -> u32 {
        self.serial.set(self.serial.get().wrapping_add(1));
        self.serial.get()
    }

    /// Notes that the `__del__` of `object` has run; false if memory is out.
    pub fn note_finalized(&self, object: NonNull<Header>) -> bool {
        self.finalized.0.insert(object).is_ok()
    }

    /// Whether the `__del__` of `object` has run.
    pub fn is_finalized(&self, object: NonNull<Header>) -> bool {
        self.finalized.0.find(object.as_ptr().addr()).is_some()
    }

    /// Forgets whether the `__del__` of `object` has run, and tells.
    pub fn take_finalized(&self, object: NonNull<Header>) -> bool {
        self.finalized.0.remove(object.as_ptr().addr()).is_some()
    }
}

/// Runs the `__del__` of a dying object, once; whether the object lives on.
///
/// # Safety
/// `object` is whole, its count is 0.
pub unsafe fn resurrected(vm: &Vm, object: NonNull<Header>) -> bool {
    if vm.heap.finalizer.take_finalized(object) {
        return false;
    }
    // SAFETY: the object is whole.
    let Some(finalize) = unsafe { (*object.as_ptr()).type_ }.finalize() else { return false };
    // An exception may be on its way: the finalizer's own ones are nobody's.
    let raised = vm.thread.raised.take();
    // SAFETY: as above; the count keeps the object alive while its finalizer runs.
    let lives = unsafe {
        (*object.as_ptr()).refcount = 1;
        finalize(Obj::from_ptr(object));
        (*object.as_ptr()).refcount -= 1;
        (*object.as_ptr()).refcount != 0
    };
    vm.thread.raised.set(raised);
    if !lives {
        return false;
    }
    vm.heap.finalizer.note_finalized(object);
    true
}

/// Deallocates `object` through its type.
///
/// # Safety
/// `object` is live, its count is 0, and nobody uses it afterwards.
#[inline(always)]
pub unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    let finalizer = &vm.heap.finalizer;
    let depth = finalizer.depth.get();
    if depth >= DEPTH_MAX {
        // SAFETY: the caller's condition.
        return unsafe { dealloc_deep(vm, object) };
    }
    finalizer.depth.set(depth + 1);
    // SAFETY: the caller's condition.
    unsafe { dealloc_now(object) };
    finalizer.depth.set(depth);
    if depth == 0 && !finalizer.waiting.get().is_null() {
        drain(vm);
    }
}

/// Deallocates `object` later, or now if it is only that objects with finalizers have to wait.
///
/// # Safety
/// As for [`dealloc`].
#[cold]
#[inline(never)]
unsafe fn dealloc_deep(vm: &Vm, object: NonNull<Header>) {
    let finalizer = &vm.heap.finalizer;
    let depth = finalizer.depth.get();
    // SAFETY: the object is whole.
    let has_to_wait =
        unsafe { (*object.as_ptr()).type_ }.finalize().is_some() || weak::has_callback(vm, object);
    if depth & !HELD >= DEPTH_MAX || has_to_wait {
        weak::hide(vm, object, true);
        // SAFETY: the object is ours; its count is not needed any more.
        unsafe { (*object.as_ptr()).refcount = link(finalizer.waiting.get()) };
        finalizer.waiting.set(object.as_ptr());
        return;
    }
    finalizer.depth.set(depth + 1);
    // SAFETY: the caller's condition.
    unsafe { dealloc_now(object) };
    finalizer.depth.set(depth);
}

/// Deallocates what has been postponed.
#[cold]
#[inline(never)]
fn drain(vm: &Vm) {
    let finalizer = &vm.heap.finalizer;
    finalizer.depth.set(1);
    while let Some(next) = NonNull::new(finalizer.waiting.get()) {
        // SAFETY: the list holds dead objects that nobody else uses.
        unsafe {
            finalizer.waiting.set(linked((*next.as_ptr()).refcount));
            (*next.as_ptr()).refcount = 0;
            weak::hide(vm, next, false);
            dealloc_now(next);
        }
    }
    finalizer.depth.set(0);
}

/// The next dead object as a count: negative, so that the collector leaves the object alone.
fn link(next: *mut Header) -> isize {
    (next.expose_provenance() >> 2) as isize | isize::MIN
}

/// The inverse of [`link`]: objects are aligned to 8 bytes at least.
fn linked(count: isize) -> *mut Header {
    core::ptr::with_exposed_provenance_mut((count << 2) as usize)
}

/// # Safety
/// As for [`dealloc`].
#[inline(always)]
unsafe fn dealloc_now(object: NonNull<Header>) {
    // SAFETY: the object is still whole.
    let type_ = unsafe { (*object.as_ptr()).type_ };
    if let Some(dealloc) = type_.dealloc() {
        // SAFETY: the caller's condition.
        unsafe { dealloc(object) };
    }
}

/// `tp_dealloc` of builtin types: drops the storage, frees the memory.
///
/// # Safety
/// As for [`dealloc`]; the type is a builtin one.
pub unsafe extern "C" fn dealloc_builtin(object: NonNull<Header>) {
    let vm = crate::model::current::vm();
    // SAFETY: the object is still whole.
    let type_ = unsafe { (*object.as_ptr()).type_ };
    // SAFETY: the caller's condition.
    if type_.finalize().is_some() && unsafe { resurrected(vm, object) } {
        return;
    }
    // SAFETY: the object is still whole.
    unsafe { weak::clear(vm, object, type_) };
    let mut size = 0;
    // SAFETY: builtin types have all fields.
    if let Some(drop_storage) = unsafe { (*type_.as_ptr()).drop_storage } {
        // SAFETY: the storage is valid and not used afterwards.
        size = unsafe { drop_storage(object.as_ptr().cast::<u8>().add(HEADER_SIZE)) };
    }
    // SAFETY: allocated by `Vm::allocate` with this size and kind.
    unsafe { vm.heap.free(object.cast(), HEADER_SIZE + size, kind_of(type_)) };
}

/// `tp_dealloc` of builtin types whose storage is of fixed size and owns nothing.
///
/// # Safety
/// As for [`dealloc`]; the type is a builtin one that is no container.
pub unsafe extern "C" fn dealloc_flat(object: NonNull<Header>) {
    // SAFETY: the object is still whole, and was allocated with this size and kind.
    unsafe {
        let size = (*(*object.as_ptr()).type_.as_ptr()).basic_size;
        crate::model::current::vm().heap.free(object.cast(), size as usize, Kind::Plain);
    }
}

/// In which kind of page the instances of a type are.
#[inline(always)]
pub fn kind_of(type_: crate::model::TypeRef) -> Kind {
    if type_.has(flags::HAVE_GC) { Kind::Container } else { Kind::Plain }
}
