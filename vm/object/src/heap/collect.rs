//! The collector of reference cycles: trial deletion over the containers.
//!
//! While it looks for garbage no other code runs, so it may use the counts themselves:
//!
//! | bits of a count | meaning |
//! |---|---|
//! | [`MEMBER`] | taken part of; also keeps the object from being deallocated |
//! | [`REACHED`] | referenced from outside, directly or through others |
//! | [`PENDING`] | reached, but what it references is not yet |
//! | below | references, less those from members while the search lasts |
//!
//! Steps: every container becomes a member; every reference from a member to a member is
//! taken out of the count; what still has a count is reached, and what it references; the
//! references are counted again. Members that were not reached are garbage: they are told to
//! weak references, finalized, and searched again if a finalizer ran, then cleared and let go.
//!
//! It takes no memory but a fixed stack of marks: on overflow the heap is searched for pending
//! objects. Immortal objects (negative counts) take no part.
//! Source: Bacon and Rajan, "Concurrent cycle collection in reference counted systems"; PEP 442.

use core::cell::Cell;
use core::ffi::{c_int, c_void};
use core::ptr::NonNull;

use pyrite_algo::OutOfMemory;

use crate::coll::list::List;
use crate::model::value::{Header, Obj};
use crate::model::vm::pending;
use crate::model::{Vm, flags};

pub(super) const MEMBER: isize = 1 << (isize::BITS - 2);
const REACHED: isize = 1 << (isize::BITS - 3);
const PENDING: isize = 1 << (isize::BITS - 4);
const MARKS: isize = MEMBER | REACHED | PENDING;
/// Objects whose references wait to be marked.
const STACK: usize = 64;
/// The fewest new containers that make a collection worth while.
const THRESHOLD_MIN: isize = 512;

/// State and counters of the collector.
#[derive(Default)]
pub struct Collector {
    /// Collections run so far.
    pub runs: Cell<usize>,
    /// Objects freed so far.
    pub freed: Cell<usize>,
    running: Cell<bool>,
    /// How far the sweep is.
    pub(super) sweep: super::sweep::Sweep,
    /// `gc.disable()` was called.
    disabled: Cell<bool>,
    /// `gc.set_debug()`; nothing looks at it.
    pub debug: Cell<isize>,
    /// New containers per collection as chosen by the program; 0 is as many as suits the heap.
    chosen: Cell<isize>,
}

/// Lets collections run by themselves.
pub fn enable(vm: &Vm) {
    vm.heap.collector.disabled.set(false);
    set_threshold(vm, vm.heap.collector.chosen.get());
}

/// Keeps collections from running by themselves, but for when memory is out.
pub fn disable(vm: &Vm) {
    vm.heap.collector.disabled.set(true);
    vm.heap.set_threshold(isize::MAX);
}

/// Whether collections run by themselves.
pub fn is_enabled(vm: &Vm) -> bool {
    !vm.heap.collector.disabled.get()
}

/// Chooses how many new containers make a collection run: 0 is as many as suits the heap,
/// `isize::MAX` is never.
pub fn set_threshold(vm: &Vm, count: isize) {
    vm.heap.collector.chosen.set(count);
    if is_enabled(vm) {
        vm.heap.set_threshold(if count == 0 { THRESHOLD_MIN } else { count });
    }
}

/// How many new containers make a collection run.
pub fn threshold(vm: &Vm) -> isize {
    match vm.heap.collector.chosen.get() {
        0 if is_enabled(vm) => vm.heap.threshold(),
        0 => THRESHOLD_MIN,
        chosen => chosen,
    }
}

/// Containers made since the last collection, less those that died.
pub fn young(vm: &Vm) -> isize {
    vm.heap.young()
}

/// Whether the collector looks at objects of this one's type.
pub fn is_container(object: &Obj) -> bool {
    object.is_pointer() && object.type_().has(flags::HAVE_GC) && !is_in_flash(object)
}

fn is_in_flash(object: &Obj) -> bool {
    // SAFETY: a pointer word is the address of a live object.
    unsafe { count(object.as_ptr()) < 0 }
}

/// Every live container that was made at run time.
///
/// # Errors
/// [`OutOfMemory`].
pub fn containers(vm: &Vm) -> Result<List, OutOfMemory> {
    let mut count = 0;
    each(Scope { vm, chosen: None }, |_| count += 1);
    let list = List::new();
    list.reserve(vm, count)?;
    let mut result = Ok(());
    each(Scope { vm, chosen: None }, |object| {
        // SAFETY: the heap names live containers; counts of dead ones that wait to be
        // deallocated are not positive.
        let object = unsafe { (self::count(object) > 0).then(|| Obj::from_ptr(object)) };
        if let (Some(object), Ok(())) = (object, result) {
            // There is room: nothing is allocated while the heap is walked, unless containers
            // were left out of the count, which are left out here as well.
            result = list.push(vm, object.own());
        }
    });
    result.map(|()| list)
}

/// Adds every object that `object` references to `list`; not those in flash and tagged ones.
///
/// # Errors
/// [`OutOfMemory`].
pub fn referents(vm: &Vm, object: &Obj, list: &List) -> Result<(), OutOfMemory> {
    let mut search = References { vm, list, result: Ok(()) };
    if is_container(object) {
        traverse(object.as_ptr(), note_referent, core::ptr::from_mut(&mut search).cast());
    }
    search.result
}

struct References<'a> {
    vm: &'a Vm,
    list: &'a List,
    result: Result<(), OutOfMemory>,
}

unsafe extern "C" fn note_referent(object: NonNull<Header>, search: *mut c_void) -> c_int {
    // SAFETY: the argument is that of `referents`; visited objects are live.
    let (search, object) = unsafe { (&mut *search.cast::<References<'_>>(), Obj::from_ptr(object)) };
    if search.result.is_ok() {
        search.result = search.list.push(search.vm, object.own());
    }
    search.result.is_err().into()
}

/// Whether `object` references one of `targets`, a list.
pub fn refers_to(object: &Obj, targets: &List) -> bool {
    let mut search = (targets, false);
    if is_container(object) {
        traverse(object.as_ptr(), compare_referent, core::ptr::from_mut(&mut search).cast());
    }
    search.1
}

unsafe extern "C" fn compare_referent(object: NonNull<Header>, search: *mut c_void) -> c_int {
    // SAFETY: the argument is that of `refers_to`; visited objects are live.
    let (search, object) = unsafe { (&mut *search.cast::<(&List, bool)>(), Obj::from_ptr(object)) };
    let mut index = 0;
    while let Some(target) = search.0.get(index) {
        search.1 |= target.is(object);
        index += 1;
    }
    search.1.into()
}

/// What a collection may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Everything.
    Full,
    /// No Python code: garbage with finalizers is left alone.
    Silent,
}

/// Finds and frees unreachable cycles; returns how many objects were freed.
pub fn collect(vm: &Vm) -> usize {
    run(vm, Mode::Full)
}

/// As [`collect`], when an allocation has failed: runs no Python code.
pub fn collect_for_memory(vm: &Vm) {
    run(vm, Mode::Silent);
}

/// Work at a point where Python code may run, asked for by [`pending::COLLECT`]: a step of the
/// sweep, or a whole collection if the program has chosen when, or memory is scarce.
pub fn step(vm: &Vm) {
    vm.pending.set(vm.pending.get() & !pending::COLLECT);
    if vm.heap.threshold() <= 0 || !vm.heap.is_crowded() {
        return;
    }
    if vm.heap.collector.chosen.get() != 0 || vm.heap.is_scarce() {
        collect(vm);
    } else if !vm.heap.collector.running.replace(true) {
        let freed = super::sweep::step(vm);
        vm.heap.collector.running.set(false);
        let collector = &vm.heap.collector;
        collector.freed.set(collector.freed.get() + freed);
        match super::sweep::live_after(vm) {
            Some(live) => adapt(vm, live),
            // The sweep goes on when a few more containers have been made.
            None => vm.heap.set_young(vm.heap.threshold() - super::sweep::PACE),
        }
    }
}

fn run(vm: &Vm, mode: Mode) -> usize {
    let collector = &vm.heap.collector;
    if collector.running.replace(true) {
        return 0;
    }
    collector.runs.set(collector.runs.get() + 1);
    let (live, garbage) = run_in(Scope { vm, chosen: None }, mode);
    super::sweep::restart(vm);
    vm.heap.note_collected();
    adapt(vm, live - garbage);
    collector.freed.set(collector.freed.get() + garbage);
    collector.running.set(false);
    garbage
}

/// Collects the garbage among `chosen`; returns how much there was.
pub(super) fn collect_among(vm: &Vm, chosen: &[NonNull<Header>]) -> usize {
    run_in(Scope { vm, chosen: Some(chosen) }, Mode::Full).1
}

/// Where a collection looks for garbage.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub vm: &'a Vm,
    /// These containers, none twice; without them the whole heap.
    pub chosen: Option<&'a [NonNull<Header>]>,
}

/// Collects the garbage of a scope; returns how many containers were looked at, and were garbage.
fn run_in(scope: Scope<'_>, mode: Mode) -> (usize, usize) {
    let vm = scope.vm;
    if mode == Mode::Silent {
        vm.heap.finalizer.hold();
    }
    let live = begin(scope);
    let mut garbage = partition(scope, mode);
    if garbage != 0 && mode == Mode::Full {
        end_weak_references(scope);
        if finalize(scope) {
            garbage = partition(scope, mode);
        }
    }
    if garbage != 0 {
        for_each_member(scope, |object| {
            // SAFETY: members are live; their mark keeps them so.
            let this = unsafe { Obj::from_ptr(object) };
            if let Some(clear) = this.type_().clear() {
                clear(this);
            }
        });
        release(scope);
    }
    vm.heap.finalizer.release();
    (live, garbage)
}

/// Ends the weak references to the members; callbacks of references that are garbage
/// themselves are not called.
fn end_weak_references(scope: Scope<'_>) {
    let vm = scope.vm;
    let mut callbacks = super::weak::Callbacks::default();
    for_each_member(scope, |object| {
        // SAFETY: references in lists are live.
        callbacks.detach(vm, object, |reference| !is_marked(unsafe { count(reference) }, MEMBER, MEMBER));
    });
    callbacks.run(vm);
}

/// The next collection comes when as many containers are new as half of those that are left.
fn adapt(vm: &Vm, live: usize) {
    vm.heap.set_young(0);
    let collector = &vm.heap.collector;
    if collector.chosen.get() == 0 && !collector.disabled.get() {
        vm.heap.set_threshold(THRESHOLD_MIN.max(live as isize / 2));
    }
}

/// Reads a count.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn count(object: NonNull<Header>) -> isize {
    // SAFETY: the caller's condition.
    unsafe { (*object.as_ptr()).refcount }
}

/// Writes a count.
///
/// # Safety
/// `object` is live, and not immortal: its memory can be written.
pub(super) unsafe fn set_count(object: NonNull<Header>, count: isize) {
    // SAFETY: the caller's condition.
    unsafe { (*object.as_ptr()).refcount = count };
}

/// Makes every container a member; returns how many there are.
fn begin(scope: Scope<'_>) -> usize {
    let mut live = 0;
    each(scope, |object| {
        // SAFETY: the heap names live containers; dead ones that wait to be deallocated have
        // negative counts.
        unsafe {
            if count(object) > 0 {
                set_count(object, count(object) | MEMBER);
                live += 1;
            }
        }
    });
    live
}

/// Leaves as members only those that nothing outside references; returns how many.
fn partition(scope: Scope<'_>, mode: Mode) -> usize {
    each_marked(scope, MEMBER, MEMBER, |object| traverse(object, subtract, core::ptr::null_mut()));
    reach(scope, mode);
    let mut garbage = 0;
    each_marked(scope, MEMBER | REACHED, MEMBER, |object| {
        garbage += 1;
        traverse(object, add, core::ptr::null_mut());
    });
    each_marked(scope, MEMBER | REACHED, MEMBER | REACHED, |object| {
        // SAFETY: the heap names live containers, of which members are not immortal.
        unsafe { set_count(object, count(object) & !MARKS) }
    });
    garbage
}

/// Marks what is referenced from outside, and all it references; counts their references.
fn reach(scope: Scope<'_>, mode: Mode) {
    let vm = scope.vm;
    let mut stack = Stack { items: [NonNull::dangling(); STACK], len: 0, overflow: false };
    each_marked(scope, MEMBER | REACHED, MEMBER, |object| {
        // SAFETY: the heap names live containers.
        let is_root = unsafe { count(object) } & !MARKS > 0
            || (mode == Mode::Silent && (has_finalizer(vm, object) || super::weak::has_callback(vm, object)));
        if is_root {
            // SAFETY: as above; members are not immortal.
            unsafe { set_count(object, count(object) | REACHED) };
            stack.push(object);
            stack.drain();
        }
    });
    while core::mem::take(&mut stack.overflow) {
        each_marked(scope, PENDING, PENDING, |object| {
            // SAFETY: as above.
            unsafe { set_count(object, count(object) & !PENDING) };
            stack.push(object);
            stack.drain();
        });
    }
}

/// Reached objects whose references are to be followed.
struct Stack {
    items: [NonNull<Header>; STACK],
    len: usize,
    /// Some did not fit: they are marked [`PENDING`].
    overflow: bool,
}

impl Stack {
    fn push(&mut self, object: NonNull<Header>) {
        match self.items.get_mut(self.len) {
            Some(place) => {
                *place = object;
                self.len += 1;
            }
            None => {
                self.overflow = true;
                // SAFETY: pushed objects are members, which are live and not immortal.
                unsafe { set_count(object, count(object) | PENDING) };
            }
        }
    }

    fn drain(&mut self) {
        while let Some(&object) = self.len.checked_sub(1).and_then(|last| self.items.get(last)) {
            self.len -= 1;
            traverse(object, mark, core::ptr::from_mut(self).cast());
        }
    }
}

/// Visits what an object references.
pub(super) fn traverse(
    object: NonNull<Header>,
    visit: unsafe extern "C" fn(NonNull<Header>, *mut c_void) -> c_int,
    argument: *mut c_void,
) {
    // SAFETY: members are live.
    let type_ = unsafe { (*object.as_ptr()).type_ };
    if let Some(traverse) = type_.traverse() {
        // SAFETY: the slot is called with an instance; the argument is that of `visit`.
        unsafe { traverse(object, visit, argument) };
    }
}

/// Takes a reference from a member out of a member's count.
unsafe extern "C" fn subtract(object: NonNull<Header>, _argument: *mut c_void) -> c_int {
    // SAFETY: visited objects are live; members are not immortal. A count that is used up
    // means that something visits what it does not own: such an object is never garbage then.
    unsafe {
        let old = count(object);
        if old > 0 && old & MEMBER != 0 && old & !MARKS > 0 {
            set_count(object, old - 1);
        }
    }
    0
}

/// Counts a reference from a member again.
unsafe extern "C" fn add(object: NonNull<Header>, _argument: *mut c_void) -> c_int {
    // SAFETY: as in `subtract`.
    unsafe {
        let old = count(object);
        if old > 0 && old & MEMBER != 0 {
            set_count(object, old + 1);
        }
    }
    0
}

/// As [`add`], and marks the object as reached.
unsafe extern "C" fn mark(object: NonNull<Header>, stack: *mut c_void) -> c_int {
    // SAFETY: as in `subtract`; the argument is the stack of the `drain` that visits.
    unsafe {
        let old = count(object);
        if old <= 0 || old & MEMBER == 0 {
            return 0;
        }
        set_count(object, (old + 1) | REACHED);
        if old & REACHED == 0 {
            (*stack.cast::<Stack>()).push(object);
        }
    }
    0
}

fn has_finalizer(vm: &Vm, object: NonNull<Header>) -> bool {
    // SAFETY: members are live.
    let type_ = unsafe { (*object.as_ptr()).type_ };
    type_.finalize().is_some() && !vm.heap.finalizer.is_finalized(object)
}

/// Runs the finalizers of the members; whether one ran.
fn finalize(scope: Scope<'_>) -> bool {
    let vm = scope.vm;
    let mut any = false;
    for_each_member(scope, |object| {
        if !has_finalizer(vm, object) || !vm.heap.finalizer.note_finalized(object) {
            return;
        }
        any = true;
        // SAFETY: members are live.
        let this = unsafe { Obj::from_ptr(object) };
        if let Some(finalize) = this.type_().finalize() {
            finalize(this);
        }
    });
    any
}

/// Lets the members go: those without references are deallocated.
fn release(scope: Scope<'_>) {
    let vm = scope.vm;
    let let_go = |object: NonNull<Header>| {
        // SAFETY: a member is live and not immortal; when its last reference went, the mark
        // kept it from being deallocated.
        unsafe {
            let left = count(object) & !MARKS;
            set_count(object, left);
            if left == 0 {
                super::finalize::dealloc(vm, object);
            }
        }
    };
    if let Some(chosen) = scope.chosen {
        for &object in chosen {
            // SAFETY: members are live; those let go are not named twice.
            if is_marked(unsafe { count(object) }, MEMBER, MEMBER) {
                let_go(object);
            }
        }
        return;
    }
    vm.heap.for_each_small_container(|block| {
        let object = block.cast::<Header>();
        // SAFETY: the heap names live containers.
        if is_marked(unsafe { count(object) }, MEMBER, MEMBER) {
            let_go(object);
        }
    });
    // Letting go frees large containers as well: the search begins anew each time.
    while let Some(block) = vm.heap.find_large_container(|block| {
        // SAFETY: the heap names live containers.
        is_marked(unsafe { count(block.cast()) }, MEMBER, MEMBER)
    }) {
        let_go(block.cast());
    }
}

fn is_marked(count: isize, mask: isize, value: isize) -> bool {
    count > 0 && count & mask == value
}

/// Calls `visit` with every container; it must not make or free any.
fn each(scope: Scope<'_>, mut visit: impl FnMut(NonNull<Header>)) {
    if let Some(chosen) = scope.chosen {
        return chosen.iter().for_each(|&object| visit(object));
    }
    scope.vm.heap.for_each_container(|block| {
        let object = block.cast::<Header>();
        // SAFETY: the heap names live containers.
        debug_assert!(unsafe { (*object.as_ptr()).type_ }.has(flags::HAVE_GC));
        visit(object);
    });
}

/// As [`each`], for those whose count has `value` under `mask`.
fn each_marked(scope: Scope<'_>, mask: isize, value: isize, mut visit: impl FnMut(NonNull<Header>)) {
    each(scope, |object| {
        // SAFETY: the heap names live containers.
        if is_marked(unsafe { count(object) }, mask, value) {
            visit(object);
        }
    });
}

/// Calls `visit` with every member; it may make and free other containers.
fn for_each_member(scope: Scope<'_>, mut visit: impl FnMut(NonNull<Header>)) {
    if scope.chosen.is_some() {
        return each_marked(scope, MEMBER, MEMBER, visit);
    }
    let vm = scope.vm;
    vm.heap.for_each_small_container(|block| {
        let object = block.cast::<Header>();
        // SAFETY: the heap names live containers.
        if is_marked(unsafe { count(object) }, MEMBER, MEMBER) {
            visit(object);
        }
    });
    // The list of large ones may change: those visited are marked.
    while let Some(block) = vm.heap.find_large_container(|block| {
        // SAFETY: the heap names live containers.
        is_marked(unsafe { count(block.cast()) }, MEMBER | PENDING, MEMBER)
    }) {
        let object = block.cast::<Header>();
        // SAFETY: members are live and not immortal.
        unsafe { set_count(object, count(object) | PENDING) };
        visit(object);
    }
    vm.heap.find_large_container(|block| {
        let object = block.cast::<Header>();
        // SAFETY: as above.
        unsafe {
            if is_marked(count(object), MEMBER | PENDING, MEMBER | PENDING) {
                set_count(object, count(object) & !PENDING);
            }
        }
        false
    });
}

#[cfg(test)]
mod tests;
