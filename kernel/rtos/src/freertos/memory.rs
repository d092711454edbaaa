//! The heap of the firmware: picolibc's `malloc` over one region of RAM.
//!
//! `sbrk` gives the region out piece by piece; the kernel's own requests come back here to be billed.

use core::alloc::Layout;
use core::ffi::c_void;
use core::ptr;

use pyrite_freertos_sys as sys;

use crate::cell::Shared;
use crate::heap::{self, Subsystem};

/// What picolibc's `malloc` aligns to by itself.
const MALLOC_ALIGN: usize = 8;

unsafe extern "C" {
    /// First byte after `.bss`, from the linker script.
    static __heap_start: u8;
    /// First byte after the heap, from the linker script.
    static __heap_end: u8;
}

/// Bytes given to `malloc` so far, and how many there may ever be (`usize::MAX`: all there are).
static BROKEN_OFF: Shared<usize> = Shared::new(0);
static LIMIT: Shared<usize> = Shared::new(usize::MAX);

/// The region between the symbols of the linker script.
fn region() -> (usize, usize) {
    (&raw const __heap_start as usize, &raw const __heap_end as usize)
}

fn limit_bytes() -> usize {
    let (start, end) = region();
    LIMIT.get().min(end - start)
}

/// Makes the heap smaller than the region, for boards that play a smaller one.
pub(crate) fn set_heap_limit(bytes: usize) {
    LIMIT.set(bytes);
}

/// Moves the break by `change` bytes, as `malloc` asks.
#[unsafe(no_mangle)]
extern "C" fn sbrk(change: isize) -> *mut c_void {
    let (start, _) = region();
    let used = BROKEN_OFF.get();
    match used.checked_add_signed(change) {
        Some(new) if new <= limit_bytes() => {
            BROKEN_OFF.set(new);
            (start + used) as *mut c_void
        }
        _ => usize::MAX as *mut c_void,
    }
}

pub(crate) fn raw_alloc(layout: Layout) -> *mut u8 {
    let block = if layout.align() <= MALLOC_ALIGN {
        // SAFETY: no condition.
        unsafe { sys::malloc(layout.size()) }
    } else {
        // SAFETY: a layout's alignment is a power of two.
        unsafe { sys::memalign(layout.align(), layout.size()) }
    };
    block.cast()
}

/// # Safety
/// `block` came from `raw_alloc` or `raw_realloc`.
pub(crate) unsafe fn raw_free(block: *mut u8, _layout: Layout) {
    // SAFETY: the caller's promise.
    unsafe { sys::free(block.cast()) }
}

/// # Safety
/// `block` came from `raw_alloc` or `raw_realloc` with `old`; `new` has the alignment of `old`.
pub(crate) unsafe fn raw_realloc(block: *mut u8, old: Layout, new: Layout) -> *mut u8 {
    if old.align() <= MALLOC_ALIGN {
        // SAFETY: the caller's promise.
        return unsafe { sys::realloc(block.cast(), new.size()) }.cast();
    }
    let moved = raw_alloc(new);
    if !moved.is_null() {
        // SAFETY: both blocks are live and at least so long.
        unsafe { ptr::copy_nonoverlapping(block, moved, old.size().min(new.size())) };
        // SAFETY: the caller's promise.
        unsafe { raw_free(block, old) };
    }
    moved
}

pub(crate) fn usable_size(block: *mut u8, _layout: Layout) -> usize {
    // SAFETY: the callers pass live blocks of `malloc`.
    unsafe { sys::malloc_usable_size(block.cast()) }
}

pub(crate) fn heap_limit_and_used() -> (usize, usize) {
    // SAFETY: no condition; takes the lock of the heap.
    let info = unsafe { sys::mallinfo() };
    (limit_bytes(), info.uordblks)
}

/// The layout the kernel means when it asks for `size` bytes.
fn kernel_layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap_or(Layout::new::<u64>())
}

/// The kernel's records.
#[unsafe(no_mangle)]
extern "C" fn pvPortMalloc(size: usize) -> *mut c_void {
    if size > isize::MAX as usize - MALLOC_ALIGN {
        return ptr::null_mut();
    }
    heap::alloc(Subsystem::Kernel, kernel_layout(size, MALLOC_ALIGN)).cast()
}

/// Gives a record or a stack back.
#[unsafe(no_mangle)]
extern "C" fn vPortFree(block: *mut c_void) {
    if !block.is_null() {
        // SAFETY: the kernel frees what it got from the functions here; the layout is not looked at.
        unsafe { heap::free(Subsystem::Kernel, block.cast(), kernel_layout(0, MALLOC_ALIGN)) };
    }
}

/// Stacks, aligned for the guard at their bottom.
#[unsafe(no_mangle)]
extern "C" fn pvPortMallocStack(size: usize) -> *mut c_void {
    if size > isize::MAX as usize - sys::STACK_GUARD_BYTES {
        return ptr::null_mut();
    }
    heap::alloc(Subsystem::Kernel, kernel_layout(size, sys::STACK_GUARD_BYTES)).cast()
}

/// Gives a stack back.
#[unsafe(no_mangle)]
extern "C" fn vPortFreeStack(block: *mut c_void) {
    vPortFree(block);
}
