//! Collection in bounded steps, while the program runs.
//!
//! A step takes containers in the order of the pages and explores what each references, nearest
//! first, up to [`REGION`] objects. If references lead back into that region, trial deletion is
//! done in it alone: all references from outside count as roots. Nothing is remembered between
//! steps but the place in the pages, so the program may change anything meanwhile.
//!
//! Not followed: classes (unless one begins a region), modules and their namespaces, which lead
//! to everything; containers with more than [`REFERENCES`] references. Garbage that hangs
//! together through those, or in more than [`REGION`] objects, is left to whole collections.

use core::cell::Cell;
use core::ffi::{c_int, c_void};
use core::ptr::NonNull;

use super::collect::{self, MEMBER, count, set_count};
use crate::coll::dict::Dict;
use crate::model::value::{Header, Obj};
use crate::model::{Vm, flags};

/// Objects of a region.
const REGION: usize = 64;
/// References of an object beyond which it is not followed.
const REFERENCES: usize = 64;
/// Work in a region after which no more objects are explored.
const WORK: usize = 96;
/// Work of a step: objects and references looked at.
const BUDGET: usize = 112;
/// New containers between two steps of a sweep.
pub const PACE: isize = 12;

/// How far the sweep is.
#[derive(Default)]
pub struct Sweep {
    page: Cell<usize>,
    slot: Cell<usize>,
    /// Live containers seen in this sweep.
    live: Cell<usize>,
    /// The last step was the last of its sweep.
    done: Cell<bool>,
}

/// Begins anew with the next step.
pub fn restart(vm: &Vm) {
    let sweep = &vm.heap.collector.sweep;
    sweep.page.set(0);
    sweep.slot.set(0);
    sweep.live.set(0);
}

/// If the last step ended a sweep: how many containers are left.
pub fn live_after(vm: &Vm) -> Option<usize> {
    let sweep = &vm.heap.collector.sweep;
    sweep.done.replace(false).then(|| sweep.live.replace(0))
}

/// A step; returns how many containers were freed.
pub fn step(vm: &Vm) -> usize {
    let mut budget = BUDGET;
    let mut freed = 0;
    let mut region = Region::EMPTY;
    while let Some(next) = advance(vm, &mut budget) {
        region.begin(next);
        region.explore();
        budget = budget.saturating_sub(region.work);
        if region.loops {
            let found = collect::collect_among(vm, region.members());
            freed += found;
            budget = budget.saturating_sub(if found == 0 { region.work * 2 } else { found });
        } else {
            region.forget();
        }
    }
    freed
}

/// The next container in the pages; `None` at their end, and when the budget is spent.
fn advance(vm: &Vm, budget: &mut usize) -> Option<NonNull<Header>> {
    let sweep = &vm.heap.collector.sweep;
    while *budget > 0 {
        *budget -= 1;
        let (has_page, has_slot, block) = vm.heap.container_at(sweep.page.get(), sweep.slot.get());
        if !has_page {
            let live = sweep.live.get();
            restart(vm);
            sweep.live.set(live);
            sweep.done.set(true);
            return None;
        }
        if !has_slot {
            sweep.page.set(sweep.page.get() + 1);
            sweep.slot.set(0);
            continue;
        }
        sweep.slot.set(sweep.slot.get() + 1);
        let object = block.map(NonNull::cast::<Header>);
        // SAFETY: the heap names live containers; those that wait to be deallocated, and those
        // in flash, have negative counts.
        if let Some(object) = object.filter(|object| unsafe { count(*object) } > 0) {
            sweep.live.set(sweep.live.get() + 1);
            return Some(object);
        }
    }
    None
}

/// Objects near one another.
struct Region {
    members: [NonNull<Header>; REGION],
    len: usize,
    /// A reference leads back into the region.
    loops: bool,
    /// The region began with a class.
    is_class: bool,
    /// References of the object that is being explored.
    seen: usize,
    /// Objects and references looked at.
    work: usize,
}

impl Region {
    const EMPTY: Region = Region {
        members: [NonNull::dangling(); REGION],
        len: 0,
        loops: false,
        is_class: false,
        seen: 0,
        work: 0,
    };

    fn begin(&mut self, first: NonNull<Header>) {
        (self.len, self.loops, self.work) = (0, false, 0);
        // SAFETY: the heap names live containers.
        self.is_class = unsafe { (*first.as_ptr()).type_ }.has(flags::TYPE);
        self.add(first);
    }

    fn members(&mut self) -> &[NonNull<Header>] {
        self.forget();
        self.members.get(..self.len).unwrap_or(&[])
    }

    fn add(&mut self, object: NonNull<Header>) {
        if let Some(place) = self.members.get_mut(self.len) {
            *place = object;
            self.len += 1;
            // SAFETY: members are live and not immortal.
            unsafe { set_count(object, count(object) | MEMBER) };
        }
    }

    /// Follows references, nearest objects first, until the region is full or work enough.
    /// Afterwards it has those objects whose references were all seen.
    fn explore(&mut self) {
        let mut explored = 0;
        let mut next = 0;
        while let Some(&object) = self.members.get(next).filter(|_| next < self.len && self.work < WORK) {
            next += 1;
            self.seen = 0;
            collect::traverse(object, gather, core::ptr::from_mut(self).cast());
            self.work += 1 + self.seen;
            if self.seen > REFERENCES {
                unmark(object);
            } else if let Some(place) = self.members.get_mut(explored) {
                *place = object;
                explored += 1;
            }
        }
        for &object in self.members.get(next..self.len).unwrap_or(&[]) {
            unmark(object);
        }
        self.len = explored;
    }

    /// Takes the marks of the members away.
    fn forget(&self) {
        self.members.iter().take(self.len).copied().for_each(unmark);
    }
}

fn unmark(object: NonNull<Header>) {
    // SAFETY: members are live and not immortal.
    unsafe { set_count(object, count(object) & !MEMBER) };
}

/// Adds a referenced container to the region; stops the traversal of objects with many references.
unsafe extern "C" fn gather(object: NonNull<Header>, region: *mut c_void) -> c_int {
    // SAFETY: the argument is the region of the `explore` that visits.
    let region = unsafe { &mut *region.cast::<Region>() };
    region.seen += 1;
    // SAFETY: visited objects are live.
    let (count, type_) = unsafe { (count(object), (*object.as_ptr()).type_) };
    if count > 0 && type_.has(flags::HAVE_GC) {
        if count & MEMBER != 0 {
            region.loops = true;
        } else if region.len < REGION && !leads_everywhere(object, region.is_class) {
            region.add(object);
        }
    }
    (region.seen > REFERENCES).into()
}

/// Whether a container is not followed.
fn leads_everywhere(object: NonNull<Header>, may_be_class: bool) -> bool {
    // SAFETY: visited objects are live.
    let object = unsafe { Obj::from_ptr(object) };
    let type_ = object.type_();
    if type_.has(flags::TYPE) {
        return !may_be_class;
    }
    type_.is(&crate::model::knot::MODULE) || object.cast::<Dict>().is_some_and(|dict| dict.is_namespace())
}
