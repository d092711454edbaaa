//! The one heap, with a bill for each subsystem.
//!
//! Firmware has picolibc's `malloc` underneath (locked by `freertos-sys/libc_locks.c`), the host the
//! system's. Rust code names the payer; what C takes from `malloc` itself shows as `foreign`.

use core::alloc::{GlobalAlloc, Layout};
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use crate::OutOfMemory;
use crate::backend;
use crate::cell::Guarded;

/// Who pays for a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subsystem {
    /// Stacks, task records, locks and queues.
    Kernel,
    /// Descriptors, ttys and their buffers.
    Posix,
    /// The virtual machine: all that Rust's own allocator gives out.
    Python,
}

impl Subsystem {
    /// All of them, in the order of the reports.
    pub const ALL: [Subsystem; 3] = [Subsystem::Kernel, Subsystem::Posix, Subsystem::Python];

    /// The name for reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Posix => "posix",
            Self::Python => "python",
        }
    }
}

/// What one subsystem holds and has held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// Bytes held now, the allocator's rounding included.
    pub used_bytes: usize,
    /// The most ever held.
    pub peak_bytes: usize,
    /// Blocks held now.
    pub blocks: usize,
    /// Requests that found no memory.
    pub failures: usize,
}

/// The heap as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Bytes the heap may ever have.
    pub limit_bytes: usize,
    /// Bytes given out now, to whomever.
    pub used_bytes: usize,
    /// Bytes not given out: on the free list or never yet touched.
    pub free_bytes: usize,
    /// Bytes given out that no bill names: C's own.
    pub foreign_bytes: usize,
}

static BILLS: Guarded<[Bill; Subsystem::ALL.len()]> =
    Guarded::new([Bill { used_bytes: 0, peak_bytes: 0, blocks: 0, failures: 0 }; Subsystem::ALL.len()]);

/// Changes one bill.
fn charge(payer: Subsystem, change: impl FnOnce(&mut Bill)) {
    BILLS.with(|bills| {
        if let Some(bill) = bills.get_mut(payer as usize) {
            change(bill);
        }
    });
}

/// A new block took `size` bytes.
fn charge_block(payer: Subsystem, block: *mut u8, layout: Layout) -> *mut u8 {
    if block.is_null() {
        charge(payer, |bill| bill.failures += 1);
        return block;
    }
    let size = backend::usable_size(block, layout);
    charge(payer, |bill| {
        bill.used_bytes += size;
        bill.peak_bytes = bill.peak_bytes.max(bill.used_bytes);
        bill.blocks += 1;
    });
    block
}

/// A block of `size` bytes went.
fn credit_block(payer: Subsystem, size: usize) {
    charge(payer, |bill| {
        bill.used_bytes = bill.used_bytes.saturating_sub(size);
        bill.blocks = bill.blocks.saturating_sub(1);
    });
}

/// A block for `layout` on the bill of `payer`; null if there is none.
#[must_use]
pub fn alloc(payer: Subsystem, layout: Layout) -> *mut u8 {
    charge_block(payer, backend::raw_alloc(layout), layout)
}

/// Gives a block back.
///
/// # Safety
/// `block` came from [`alloc`] or [`realloc`] with the same `payer` and `layout`, and is not used again.
pub unsafe fn free(payer: Subsystem, block: *mut u8, layout: Layout) {
    credit_block(payer, backend::usable_size(block, layout));
    // SAFETY: the caller's promise.
    unsafe { backend::raw_free(block, layout) };
}

/// Makes a block `new_size` bytes long, moving it if need be; null and the old block stays if it fails.
///
/// # Safety
/// As for [`free`]; afterwards the block has the layout of `new_size` and the old alignment.
#[must_use]
pub unsafe fn realloc(payer: Subsystem, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
    let Ok(new_layout) = Layout::from_size_align(new_size, layout.align()) else {
        return core::ptr::null_mut();
    };
    let old_bytes = backend::usable_size(block, layout);
    // SAFETY: the caller's promise.
    let moved = unsafe { backend::raw_realloc(block, layout, new_layout) };
    if !moved.is_null() {
        credit_block(payer, old_bytes);
    }
    charge_block(payer, moved, new_layout)
}

/// Bytes on somebody's bill, given back when dropped.
pub struct Bytes {
    payer: Subsystem,
    block: NonNull<u8>,
    layout: Layout,
}

// SAFETY: the block belongs to this value alone.
unsafe impl Send for Bytes {}

impl Bytes {
    /// `len` zeroes.
    ///
    /// # Errors
    /// `OutOfMemory` if there are none.
    pub fn new(payer: Subsystem, len: usize) -> Result<Self, OutOfMemory> {
        let layout = Layout::array::<u8>(len.max(1)).map_err(|_| OutOfMemory)?;
        let block = NonNull::new(alloc(payer, layout)).ok_or(OutOfMemory)?;
        // SAFETY: the block is new and as long as that.
        unsafe { block.write_bytes(0, layout.size()) };
        Ok(Self { payer, block, layout })
    }

    /// Makes them `len` bytes; new ones are zero. If there is no memory they stay as they were.
    ///
    /// # Errors
    /// `OutOfMemory` if there is none.
    pub fn resize(&mut self, len: usize) -> Result<(), OutOfMemory> {
        let layout = Layout::array::<u8>(len.max(1)).map_err(|_| OutOfMemory)?;
        // SAFETY: the block is this value's, with this payer and layout.
        let moved = unsafe { realloc(self.payer, self.block.as_ptr(), self.layout, layout.size()) };
        self.block = NonNull::new(moved).ok_or(OutOfMemory)?;
        if let Some(added) = layout.size().checked_sub(self.layout.size()) {
            // SAFETY: the block has `layout.size()` bytes now.
            unsafe { self.block.add(self.layout.size()).write_bytes(0, added) };
        }
        self.layout = layout;
        Ok(())
    }

    /// The bytes, for ever.
    pub fn leak(self) -> &'static mut [u8] {
        let this = ManuallyDrop::new(self);
        // SAFETY: the block is never freed, and this was the only way to it.
        unsafe { core::slice::from_raw_parts_mut(this.block.as_ptr(), this.layout.size()) }
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: the block is this value's and initialised to its end.
        unsafe { core::slice::from_raw_parts(self.block.as_ptr(), self.layout.size()) }
    }
}

impl DerefMut for Bytes {
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `deref`; `&mut self` makes it the only reference.
        unsafe { core::slice::from_raw_parts_mut(self.block.as_ptr(), self.layout.size()) }
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        // SAFETY: the block is this value's, with this payer and layout.
        unsafe { free(self.payer, self.block.as_ptr(), self.layout) };
    }
}

/// Puts `value` on the heap for ever.
///
/// # Errors
/// `OutOfMemory` if there is no room; the value is dropped.
pub fn leak<T>(payer: Subsystem, value: T) -> Result<&'static T, OutOfMemory> {
    let block: *mut T = alloc(payer, Layout::new::<T>()).cast();
    if block.is_null() {
        return Err(OutOfMemory);
    }
    // SAFETY: the block is new and has the layout.
    unsafe { block.write(value) };
    // SAFETY: filled, and never freed.
    Ok(unsafe { &*block })
}

/// What `payer` holds.
pub fn bill(payer: Subsystem) -> Bill {
    BILLS.with(|bills| bills.get(payer as usize).copied()).flatten().unwrap_or_default()
}

/// The heap as a whole; walks the free list.
pub fn totals() -> Totals {
    let (limit_bytes, used_bytes) = backend::heap_limit_and_used();
    let billed = Subsystem::ALL.iter().map(|&payer| bill(payer).used_bytes).sum();
    Totals {
        limit_bytes,
        used_bytes,
        free_bytes: limit_bytes.saturating_sub(used_bytes),
        foreign_bytes: used_bytes.saturating_sub(billed),
    }
}

/// Makes the heap at most `bytes` long, for boards that play a smaller one; before the first task.
pub fn set_limit(bytes: usize) {
    backend::set_heap_limit(bytes);
}

/// Rust's own allocator on the bill of one subsystem; null on failure, it never aborts.
pub struct Allocator(pub Subsystem);

// SAFETY: `malloc` and `realloc` keep the contract of the trait: blocks are disjoint, aligned as asked,
// and live until freed; failure is null.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        alloc(self.0, layout)
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::dealloc`.
        unsafe { free(self.0, block, layout) };
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::realloc`.
        unsafe { realloc(self.0, block, layout, new_size) }
    }
}
