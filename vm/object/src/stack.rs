//! The value stack of a thread: segments of value slots that never move.
//!
//! Frames are windows on it. Slots above the top hold [`Obj::UNBOUND`] only, so that a new
//! frame finds its temporaries empty.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::{NonNull, null_mut};

use crate::model::value::{Obj, Ref};

/// What a call of a small function takes, for limits that are told in calls.
pub const SLOTS_PER_CALL: usize = 16;

/// Head of a segment; the slots follow.
struct Segment {
    below: *mut Segment,
    /// The top of the segment below when this one was opened.
    top_below: *mut Ref,
    slots: usize,
}

/// The stack: all segments of a thread.
pub struct Stack {
    /// First free slot.
    pub top: Cell<*mut Ref>,
    /// First slot of the current segment.
    pub bottom: Cell<*mut Ref>,
    /// End of the current segment.
    pub limit: Cell<*mut Ref>,
    segment: Cell<*mut Segment>,
    spare: Cell<*mut Segment>,
    slots_used: Cell<usize>,
}

/// The stack's limit is reached, or memory is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackError {
    /// More slots than the configuration allows: RecursionError.
    Limit,
    /// No memory for a segment.
    Memory,
}

fn layout(slots: usize) -> Option<Layout> {
    let slots = Layout::array::<Ref>(slots).ok()?;
    Layout::new::<Segment>().extend(slots).ok().map(|(layout, _)| layout.pad_to_align())
}

impl Stack {
    /// An empty stack without segments.
    pub const fn new() -> Stack {
        Stack {
            top: Cell::new(null_mut()),
            bottom: Cell::new(null_mut()),
            limit: Cell::new(null_mut()),
            segment: Cell::new(null_mut()),
            spare: Cell::new(null_mut()),
            slots_used: Cell::new(0),
        }
    }

    /// Changes places with `other`.
    pub fn swap(&self, other: &Stack) {
        let Stack { top, bottom, limit, segment, spare, slots_used } = self;
        top.swap(&other.top);
        bottom.swap(&other.bottom);
        limit.swap(&other.limit);
        segment.swap(&other.segment);
        spare.swap(&other.spare);
        slots_used.swap(&other.slots_used);
    }

    /// Opens a new segment with room for `need` slots; it becomes the current one.
    ///
    /// # Errors
    /// [`StackError`]; the stack is as before.
    pub fn grow(&self, need: usize, usual: usize, most: usize) -> Result<(), StackError> {
        let slots = need.max(usual);
        let spare = self.spare.get();
        // SAFETY: `spare` is null or an unused segment of ours.
        let segment = if !spare.is_null() && unsafe { (*spare).slots } >= slots {
            self.spare.set(null_mut());
            spare
        } else {
            if self.slots_used.get() + slots > most {
                return Err(StackError::Limit);
            }
            self.allocate(slots)?
        };
        // SAFETY: `segment` is ours and not in use.
        unsafe {
            (*segment).below = self.segment.get();
            (*segment).top_below = self.top.get();
            let first = first_slot(segment);
            self.top.set(first);
            self.bottom.set(first);
            self.limit.set(first.add((*segment).slots));
        }
        self.segment.set(segment);
        Ok(())
    }

    fn allocate(&self, slots: usize) -> Result<*mut Segment, StackError> {
        let layout = layout(slots).ok_or(StackError::Memory)?;
        // SAFETY: the layout is not empty.
        let segment = unsafe { alloc::alloc::alloc(layout) }.cast::<Segment>();
        if segment.is_null() {
            return Err(StackError::Memory);
        }
        // SAFETY: the memory is ours, large enough for head and slots.
        unsafe {
            segment.write(Segment { below: null_mut(), top_below: null_mut(), slots });
            let first = first_slot(segment);
            for index in 0..slots {
                first.add(index).write(Obj::UNBOUND.own());
            }
        }
        self.slots_used.set(self.slots_used.get() + slots);
        Ok(segment)
    }

    /// Leaves the current segment, which holds no frame any more; keeps it as a spare.
    pub fn shrink(&self) {
        let segment = self.segment.get();
        if segment.is_null() {
            return;
        }
        // SAFETY: the segment is ours; its `below` is null or ours.
        unsafe {
            let below = (*segment).below;
            self.top.set((*segment).top_below);
            self.segment.set(below);
            self.bottom.set(if below.is_null() { null_mut() } else { first_slot(below) });
            self.limit.set(if below.is_null() { null_mut() } else { first_slot(below).add((*below).slots) });
        }
        let spare = self.spare.replace(segment);
        if !spare.is_null() {
            self.release(spare);
        }
    }

    /// Whether `slot` is the first one of the current segment: its frame is the last to leave it.
    pub fn is_segment_start(&self, slot: *mut Ref) -> bool {
        let segment = self.segment.get();
        // SAFETY: `segment` is null or ours.
        !segment.is_null() && unsafe { first_slot(segment) } == slot
    }

    fn release(&self, segment: *mut Segment) {
        // SAFETY: the segment is ours, unused, and was made with this layout.
        unsafe {
            let slots = (*segment).slots;
            self.slots_used.set(self.slots_used.get() - slots);
            if let Some(layout) = layout(slots) {
                alloc::alloc::dealloc(segment.cast(), layout);
            }
        }
    }
}

/// # Safety
/// `segment` is the head of a segment.
unsafe fn first_slot(segment: *mut Segment) -> *mut Ref {
    // SAFETY: the slots follow the head, whose size is a multiple of a word.
    unsafe { segment.add(1).cast() }
}

impl Default for Stack {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        while let Some(segment) = NonNull::new(self.segment.get()) {
            // SAFETY: the segment is ours.
            let below = unsafe { (*segment.as_ptr()).below };
            self.release(segment.as_ptr());
            self.segment.set(below);
        }
        if !self.spare.get().is_null() {
            self.release(self.spare.replace(null_mut()));
        }
    }
}
