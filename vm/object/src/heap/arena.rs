//! Size-class allocation: no header for each object, freeing in O(1).
//!
//! Memory comes from the system in pages. A page is cut into slots of one size class and of
//! one [`Kind`]. Freed slots go on a list of their class. Pages of containers can be walked,
//! which is how the collector finds objects: a slot whose second word (the type) is 0 is free.
//! Blocks above [`SLOT_MAX`] come from the system directly; large containers are linked.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::{NonNull, null_mut};

use pyrite_algo::OutOfMemory;

use super::stress::Stress;

const WORD: usize = size_of::<usize>();
/// Slots are multiples of this: 8 bytes on 32-bit machines, 16 on 64-bit ones.
pub const GRANULE: usize = 2 * WORD;
const CLASSES: usize = 32;
/// The largest slot in bytes.
pub const SLOT_MAX: usize = GRANULE * CLASSES;
/// Bytes of a page.
pub const PAGE_SIZE: usize = GRANULE * 128;

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No references the collector has to see, or a part of a container.
    Plain = 0,
    /// An object with header whose type has `HAVE_GC`.
    Container = 1,
}

/// A free slot. The second word is 0, which no object's type is.
#[repr(C)]
struct FreeSlot {
    next: *mut FreeSlot,
    type_word: usize,
}

/// A page of the page table.
#[derive(Clone, Copy)]
struct Page {
    start: *mut u8,
    slot_size: u16,
    kind: Kind,
}

/// In front of a large container.
#[repr(C)]
struct LargeHead {
    next: Cell<*mut LargeHead>,
    previous: Cell<*mut LargeHead>,
}

/// New containers until the first collection.
const THRESHOLD: isize = 700;

/// The part of the limit that [`Heap::hold`] holds back.
const HELD_SHARE: usize = 32;

/// The allocator.
pub struct Heap {
    /// Free slots by size class and kind.
    free: [[Cell<*mut FreeSlot>; 2]; CLASSES],
    pages: Cell<*mut Page>,
    page_count: Cell<usize>,
    page_cap: Cell<usize>,
    large: Cell<*mut LargeHead>,
    /// Bytes of blocks that came from the system directly.
    large_bytes: Cell<usize>,
    limit_bytes: usize,
    held_bytes: Cell<usize>,
    /// New containers until a collection is asked for: `threshold` less containers made and
    /// not freed since the last one.
    room: Cell<isize>,
    threshold: Cell<isize>,
    /// Bytes from the system when the whole heap was collected last.
    collected_bytes: Cell<usize>,
    /// Collector state.
    pub collector: super::collect::Collector,
    /// Finalizers and postponed deallocations.
    pub finalizer: super::finalize::Finalizer,
    /// The heads of the lists of weak references.
    pub weak: super::weak::WeakIndex,
    /// Provoked failures.
    pub stress: Stress,
    /// Every block is one of the system's, see [`super::stress::set_separate`].
    separate: bool,
}

/// Bytes that a request of `size` takes.
#[inline(always)]
pub fn rounded(size: usize) -> usize {
    size.saturating_add(GRANULE - 1) / GRANULE * GRANULE
}

impl Heap {
    /// An empty heap that takes at most `limit_bytes`.
    pub fn new(limit_bytes: usize) -> Heap {
        Heap {
            free: [const { [const { Cell::new(null_mut()) }; 2] }; CLASSES],
            pages: Cell::new(null_mut()),
            page_count: Cell::new(0),
            page_cap: Cell::new(0),
            large: Cell::new(null_mut()),
            large_bytes: Cell::new(0),
            limit_bytes,
            held_bytes: Cell::new(0),
            room: Cell::new(THRESHOLD),
            threshold: Cell::new(THRESHOLD),
            collected_bytes: Cell::new(0),
            collector: Default::default(),
            finalizer: Default::default(),
            weak: Default::default(),
            stress: Stress::default(),
            separate: super::stress::is_separate(),
        }
    }

    /// Bytes in live blocks: `gc.mem_alloc()`. Walks all free slots: nothing is counted while
    /// blocks come and go.
    pub fn used_bytes(&self) -> usize {
        let mut bytes = self.large_bytes.get();
        for index in 0..self.page_count.get() {
            // SAFETY: entries below the count are initialised.
            let slot_size = usize::from(unsafe { (*self.pages.get().add(index)).slot_size });
            bytes += PAGE_SIZE / slot_size * slot_size;
        }
        for (class, lists) in self.free.iter().enumerate() {
            for list in lists {
                let mut slot = list.get();
                while !slot.is_null() {
                    bytes -= (class + 1) * GRANULE;
                    // SAFETY: slots on the list are free and hold a valid link.
                    slot = unsafe { (*slot).next };
                }
            }
        }
        bytes
    }

    /// Bytes that are free in pages, or left to take from the system: `gc.mem_free()`.
    pub fn free_bytes(&self) -> usize {
        self.limit_bytes.saturating_sub(self.used_bytes() + self.held_bytes.get())
    }

    /// Bytes that may still be taken from the system.
    fn left_bytes(&self) -> usize {
        self.limit_bytes.saturating_sub(self.taken_bytes() + self.held_bytes.get())
    }

    /// Bytes that were taken from the system.
    fn taken_bytes(&self) -> usize {
        self.page_count.get() * PAGE_SIZE + self.large_bytes.get()
    }

    /// Holds a share of the memory back from running code, at most half of what is left, so that
    /// a prompt can compile the next text, and a traceback be made, when a program has used up the rest.
    pub fn hold(&self) {
        self.held_bytes.set(0);
        self.held_bytes.set((self.limit_bytes / HELD_SHARE).min(self.left_bytes() / 2));
    }

    /// Collection is asked for when there are more young containers than this; 0 is never.
    pub fn threshold(&self) -> isize {
        self.threshold.get()
    }

    /// Sets [`Heap::threshold`].
    pub fn set_threshold(&self, count: isize) {
        let young = self.young();
        // Far from overflow, whatever comes and goes.
        self.threshold.set(count.min(isize::MAX / 2));
        self.set_young(young);
    }

    /// Containers made less containers freed since the last collection.
    pub fn young(&self) -> isize {
        self.threshold.get() - self.room.get()
    }

    /// Sets [`Heap::young`].
    pub fn set_young(&self, count: isize) {
        self.room.set(self.threshold.get().saturating_sub(count));
    }

    /// Whether there are more young containers than the threshold allows.
    #[inline(always)]
    pub fn is_crowded(&self) -> bool {
        self.room.get() < 0
    }

    /// Gives all that is held back away.
    pub fn release(&self) {
        self.held_bytes.set(0);
    }

    /// Gives half of what is held back to those who deal with a MemoryError.
    pub fn release_half(&self) {
        self.held_bytes.set(self.held_bytes.get() / 2);
    }

    /// The free slots for blocks of `size` bytes; `None` if such blocks come from the system,
    /// as large ones and those of no bytes do.
    /// Asks nothing more without debug assertions.
    #[inline(always)]
    fn list(&self, size: usize, kind: Kind) -> Option<&Cell<*mut FreeSlot>> {
        if cfg!(debug_assertions) && self.separate {
            return None;
        }
        let lists = self.free.get(size.wrapping_sub(1) / GRANULE)?;
        Some(&lists[kind as usize])
    }

    /// A block of `size` bytes, aligned to [`GRANULE`], contents undefined.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    #[inline(always)]
    pub fn alloc(&self, size: usize, kind: Kind) -> Result<NonNull<u8>, OutOfMemory> {
        if let Some(list) = self.list(size, kind)
            && let Some(slot) = NonNull::new(list.get())
            && !self.stress.is_armed()
        {
            // SAFETY: slots on the list are free and hold a valid link.
            list.set(unsafe { slot.as_ref() }.next);
            self.room.set(self.room.get() - kind as isize);
            return Ok(slot.cast());
        }
        self.alloc_slow(size, kind)
    }

    #[cold]
    #[inline(never)]
    fn alloc_slow(&self, size: usize, kind: Kind) -> Result<NonNull<u8>, OutOfMemory> {
        if self.stress.fails() {
            return Err(OutOfMemory);
        }
        let block = match self.list(size, kind) {
            None => self.alloc_large(size, kind)?,
            Some(list) => {
                if list.get().is_null() {
                    self.add_page(rounded(size), kind)?;
                }
                let slot = NonNull::new(list.get()).ok_or(OutOfMemory)?;
                // SAFETY: slots on the list are free and hold a valid link.
                list.set(unsafe { slot.as_ref() }.next);
                slot.cast()
            }
        };
        self.room.set(self.room.get() - kind as isize);
        Ok(block)
    }

    /// Gives a block back.
    ///
    /// # Safety
    /// `block` came from [`Heap::alloc`] with the same rounded size and kind, and is unused.
    #[inline(always)]
    pub unsafe fn free(&self, block: NonNull<u8>, size: usize, kind: Kind) {
        self.room.set(self.room.get() + kind as isize);
        let Some(list) = self.list(size, kind) else {
            // SAFETY: the caller's condition.
            return unsafe { self.free_large(block, size, kind) };
        };
        let slot = block.cast::<FreeSlot>();
        // SAFETY: the block is at least two words and unused.
        unsafe { slot.write(FreeSlot { next: list.get(), type_word: 0 }) };
        list.set(slot.as_ptr());
    }

    /// Changes the size of a plain block, keeping its contents up to the smaller size.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the block is as before.
    ///
    /// # Safety
    /// As for [`Heap::free`]; on success the old block is gone.
    pub unsafe fn resize(
        &self,
        block: NonNull<u8>,
        old: usize,
        new: usize,
    ) -> Result<NonNull<u8>, OutOfMemory> {
        if rounded(old) == rounded(new) && old <= SLOT_MAX && new <= SLOT_MAX {
            return Ok(block);
        }
        let fresh = self.alloc(new, Kind::Plain)?;
        // SAFETY: both blocks are ours, distinct, and at least this large.
        unsafe {
            core::ptr::copy_nonoverlapping(block.as_ptr(), fresh.as_ptr(), old.min(new));
            self.free(block, old, Kind::Plain);
        }
        Ok(fresh)
    }

    /// Cuts a new page into free slots.
    fn add_page(&self, slot_size: usize, kind: Kind) -> Result<(), OutOfMemory> {
        if PAGE_SIZE > self.left_bytes() {
            return Err(OutOfMemory);
        }
        self.reserve_page_entry()?;
        // SAFETY: the layout is not empty.
        let start = NonNull::new(unsafe { alloc::alloc::alloc_zeroed(page_layout()) }).ok_or(OutOfMemory)?;
        let count = self.page_count.get();
        // SAFETY: `reserve_page_entry` made room for entry `count`.
        unsafe {
            self.pages.get().add(count).write(Page {
                start: start.as_ptr(),
                slot_size: slot_size as u16,
                kind,
            })
        };
        self.page_count.set(count + 1);
        let Some(list) = self.list(slot_size, kind) else { return Ok(()) };
        for index in (0..PAGE_SIZE / slot_size).rev() {
            // SAFETY: the slot lies inside the page and is at least two words.
            let slot = unsafe { start.byte_add(index * slot_size) }.cast::<FreeSlot>();
            // SAFETY: as above.
            unsafe { slot.write(FreeSlot { next: list.get(), type_word: 0 }) };
            list.set(slot.as_ptr());
        }
        Ok(())
    }

    fn reserve_page_entry(&self) -> Result<(), OutOfMemory> {
        let (count, cap) = (self.page_count.get(), self.page_cap.get());
        if count < cap {
            return Ok(());
        }
        let new_cap = (cap * 2).max(16);
        let layout = Layout::array::<Page>(new_cap).map_err(|_| OutOfMemory)?;
        // SAFETY: the layout is not empty.
        let fresh = NonNull::new(unsafe { alloc::alloc::alloc(layout) }).ok_or(OutOfMemory)?.cast::<Page>();
        if cap != 0 {
            // SAFETY: the old table holds `count` entries and was made with this layout.
            unsafe {
                core::ptr::copy_nonoverlapping(self.pages.get(), fresh.as_ptr(), count);
                if let Ok(layout) = Layout::array::<Page>(cap) {
                    alloc::alloc::dealloc(self.pages.get().cast(), layout);
                }
            }
        }
        self.pages.set(fresh.as_ptr());
        self.page_cap.set(new_cap);
        Ok(())
    }

    fn alloc_large(&self, size: usize, kind: Kind) -> Result<NonNull<u8>, OutOfMemory> {
        let size = rounded(size.max(1));
        if size > self.left_bytes() {
            return Err(OutOfMemory);
        }
        let layout = large_layout(size, kind)?;
        // SAFETY: the layout is not empty.
        let block = NonNull::new(unsafe { alloc::alloc::alloc(layout) }).ok_or(OutOfMemory)?;
        self.large_bytes.set(self.large_bytes.get() + size);
        if kind == Kind::Plain {
            return Ok(block);
        }
        let head = block.cast::<LargeHead>();
        let next = self.large.get();
        // SAFETY: the block begins with room for the head; `next` is null or a live head.
        // The type word of the object is 0 until it is initialised.
        unsafe {
            head.write(LargeHead { next: Cell::new(next), previous: Cell::new(null_mut()) });
            if !next.is_null() {
                (*next).previous.set(head.as_ptr());
            }
            head.add(1).cast::<FreeSlot>().write(FreeSlot { next: null_mut(), type_word: 0 });
        }
        self.large.set(head.as_ptr());
        // SAFETY: the object follows the head.
        Ok(unsafe { head.add(1) }.cast())
    }

    /// # Safety
    /// As for [`Heap::free`], and `size` is one of those that have no [`Heap::list`].
    #[cold]
    #[inline(never)]
    unsafe fn free_large(&self, block: NonNull<u8>, size: usize, kind: Kind) {
        let size = rounded(size.max(1));
        self.large_bytes.set(self.large_bytes.get() - size);
        let Ok(layout) = large_layout(size, kind) else { return };
        let mut start = block;
        if kind == Kind::Container {
            // SAFETY: the head stands in front of the block; its neighbours are live heads.
            unsafe {
                let head = block.cast::<LargeHead>().sub(1);
                let (next, previous) = (head.as_ref().next.get(), head.as_ref().previous.get());
                if !next.is_null() {
                    (*next).previous.set(previous);
                }
                if previous.is_null() {
                    self.large.set(next);
                } else {
                    (*previous).next.set(next);
                }
                start = head.cast();
            }
        }
        // SAFETY: the block was made with this layout.
        unsafe { alloc::alloc::dealloc(start.as_ptr(), layout) };
    }

    /// Whether three quarters of the memory are taken, and more than at the last whole collection.
    pub(super) fn is_scarce(&self) -> bool {
        let taken = self.taken_bytes();
        taken > self.limit_bytes / 4 * 3 && taken > self.collected_bytes.get() + self.limit_bytes / 16
    }

    /// Notes that the whole heap has been collected.
    pub(super) fn note_collected(&self) {
        self.collected_bytes.set(self.taken_bytes());
    }

    /// The live container in slot `slot` of page `page`; whether there are such a page and slot.
    pub(super) fn container_at(&self, page: usize, slot: usize) -> (bool, bool, Option<NonNull<u8>>) {
        if page >= self.page_count.get() {
            return (false, false, None);
        }
        // SAFETY: entries below the count are initialised.
        let page = unsafe { *self.pages.get().add(page) };
        let slot_size = usize::from(page.slot_size);
        if page.kind != Kind::Container || slot >= PAGE_SIZE / slot_size {
            return (true, false, None);
        }
        // SAFETY: the slot lies inside the page.
        let block = NonNull::new(unsafe { page.start.add(slot * slot_size) });
        (true, true, block.filter(|block| is_live(*block)))
    }

    /// Calls `visit` with the address of every live container; it must not make or free any.
    pub fn for_each_container(&self, mut visit: impl FnMut(NonNull<u8>)) {
        self.for_each_small_container(&mut visit);
        self.find_large_container(|block| {
            visit(block);
            false
        });
    }

    /// Calls `visit` with the address of every live container that is in a page. `visit` may
    /// make and free containers; those it makes may or may not be visited.
    pub fn for_each_small_container(&self, mut visit: impl FnMut(NonNull<u8>)) {
        for index in 0..self.page_count.get() {
            // SAFETY: entries below the count are initialised.
            let page = unsafe { *self.pages.get().add(index) };
            if page.kind != Kind::Container {
                continue;
            }
            let slot_size = usize::from(page.slot_size);
            for slot in 0..PAGE_SIZE / slot_size {
                // SAFETY: the slot lies inside the page.
                let Some(slot) = NonNull::new(unsafe { page.start.add(slot * slot_size) }) else { continue };
                if is_live(slot) {
                    visit(slot);
                }
            }
        }
    }

    /// The first live container outside of pages that `matches`, which must not make or free any.
    pub fn find_large_container(&self, mut matches: impl FnMut(NonNull<u8>) -> bool) -> Option<NonNull<u8>> {
        let mut large = self.large.get();
        while let Some(head) = NonNull::new(large) {
            // SAFETY: heads on the list are live; the object follows.
            let object = unsafe { head.add(1) }.cast::<u8>();
            if is_live(object) && matches(object) {
                return Some(object);
            }
            // SAFETY: as above.
            large = unsafe { head.as_ref() }.next.get();
        }
        None
    }
}

/// Whether a block of containers holds an object.
fn is_live(block: NonNull<u8>) -> bool {
    // SAFETY: blocks are at least two words, initialised when they were cut or freed, or by
    // the object's header.
    unsafe { (*block.cast::<FreeSlot>().as_ptr()).type_word != 0 }
}

fn page_layout() -> Layout {
    const LAYOUT: Layout = match Layout::from_size_align(PAGE_SIZE, GRANULE) {
        Ok(layout) => layout,
        Err(_) => Layout::new::<usize>(),
    };
    LAYOUT
}

fn large_layout(size: usize, kind: Kind) -> Result<Layout, OutOfMemory> {
    let head = if kind == Kind::Container { size_of::<LargeHead>() } else { 0 };
    let size = size.checked_add(head).ok_or(OutOfMemory)?;
    Layout::from_size_align(size, GRANULE).map_err(|_| OutOfMemory)
}

impl Drop for Heap {
    fn drop(&mut self) {
        for index in 0..self.page_count.get() {
            // SAFETY: entries below the count are initialised; nothing uses the pages any more.
            unsafe { alloc::alloc::dealloc((*self.pages.get().add(index)).start, page_layout()) };
        }
        if let (true, Ok(layout)) = (self.page_cap.get() != 0, Layout::array::<Page>(self.page_cap.get())) {
            // SAFETY: the table was made with this layout.
            unsafe { alloc::alloc::dealloc(self.pages.get().cast(), layout) };
        }
    }
}
