//! `_thread.lock`, `_thread.RLock` and the handles of threads.
//!
//! They are plain memory: the interpreter's lock guards them, and who waits is a node on the
//! stack of its thread. A lock that is given back is free for whoever comes; but a thread that
//! was woken and came too late is served next.

use core::cell::Cell;

use crate::args::bound;
use crate::model::gil::{Sleepers, Waited};
use crate::model::value::{Obj, Outcome, Ref};
use crate::model::{Raised, Storage, This, Type, TypeRef, Vm};
use crate::py_type;
use crate::raw::tuple::Tuple;

/// `TIMEOUT_MAX`, in seconds: what the host's clock can add to its time.
pub const TIMEOUT_MAX_S: i64 = 9_223_372_036;

/// Who has it, how often, and who waits.
#[derive(Default)]
struct State {
    owner: Cell<usize>,
    depth: Cell<usize>,
    sleepers: Sleepers,
}

/// `_thread.lock`
#[derive(Default)]
pub struct Lock(State);

// SAFETY: LOCK's instances hold this.
unsafe impl Storage for Lock {
    const TYPE: &'static Type = &LOCK;
}

/// `_thread.RLock`
#[derive(Default)]
pub struct RLock(State);

// SAFETY: RLOCK's instances begin with this.
unsafe impl Storage for RLock {
    const TYPE: &'static Type = &RLOCK;
}

/// How long `acquire` waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    None,
    Us(u64),
    Forever,
}

/// The point of time at which a wait ends.
fn deadline(vm: &Vm, patience: Patience) -> u64 {
    match patience {
        Patience::Us(us) => vm.host.monotonic_us().saturating_add(us),
        Patience::None | Patience::Forever => u64::MAX,
    }
}

/// What is left until then.
fn left(vm: &Vm, patience: Patience, end_us: u64) -> Option<u64> {
    matches!(patience, Patience::Us(_)).then(|| end_us.saturating_sub(vm.host.monotonic_us()))
}

impl State {
    fn take(&self, owner: usize, depth: usize) {
        self.owner.set(owner);
        self.depth.set(depth);
    }

    fn acquire(&self, vm: &Vm, patience: Patience) -> Result<bool, Raised> {
        let me = vm.thread.ident.get();
        if self.depth.get() == 0 {
            self.take(me, 1);
            return Ok(true);
        }
        if patience == Patience::None {
            return Ok(false);
        }
        let end_us = deadline(vm, patience);
        let mut insists = false;
        loop {
            match vm.sleep_in(&self.sleepers, left(vm, patience, end_us), insists) {
                // Left to this thread by the one that released it.
                Waited::Woken if insists => return Ok(true),
                Waited::Interrupted => vm.interrupted()?,
                Waited::Woken | Waited::TimedOut if self.depth.get() == 0 => {
                    self.take(me, 1);
                    return Ok(true);
                }
                Waited::Woken => insists = true,
                Waited::TimedOut => return Ok(false),
            }
        }
    }

    /// Gives the lock back, however often it was taken.
    fn release(&self, vm: &Vm) {
        self.take(0, 0);
        if let Some(Some(next)) = vm.host.threads().and_then(|threads| self.sleepers.wake_first(threads)) {
            self.take(next, 1);
        }
    }
}

/// The arguments of `acquire`, after the object: `blocking` and `timeout`.
fn patience(vm: &Vm, args: &[Option<&Obj>]) -> Result<Patience, Raised> {
    let is_blocking = bound(args, 0).map_or(Ok(true), |blocking| vm.is_true(blocking))?;
    let Some(timeout) = bound(args, 1) else {
        return Ok(if is_blocking { Patience::Forever } else { Patience::None });
    };
    let is_default = match timeout.float() {
        Some(seconds) => seconds == -1.0,
        None => timeout.small() == Some(-1),
    };
    let us = if is_default { None } else { Some(vm.seconds_us(timeout)?) };
    match (us, is_blocking) {
        (Some(_), false) => Err(vm.value_error("can't specify a timeout for a non-blocking call")),
        (Some(None), true) => Err(vm.value_error("timeout value must be a non-negative number")),
        (Some(Some(us)), true) if us > TIMEOUT_MAX_S * 1_000_000 => {
            Err(vm.overflow_error("timeout value is too large"))
        }
        (Some(Some(us)), true) => Ok(Patience::Us(us as u64)),
        (None, true) => Ok(Patience::Forever),
        (None, false) => Ok(Patience::None),
    }
}

fn new_lock(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.check_new("lock", args, names, (0, 0))?;
    vm.memory(vm.allocate(type_, Lock::default(), size_of::<Lock>()))
}

/// A lock that nobody has.
///
/// # Errors
/// MemoryError.
pub fn allocate(vm: &Vm) -> Outcome {
    new_lock(vm, TypeRef::of(&LOCK), &[], None)
}

fn acquire(vm: &Vm, this: This<'_, Lock>, args: &[Option<&Obj>]) -> Outcome {
    this.0.acquire(vm, patience(vm, args)?).map(Ref::bool)
}

fn enter(vm: &Vm, this: This<'_, Lock>, _args: &[Ref]) -> Outcome {
    this.0.acquire(vm, Patience::Forever).map(Ref::bool)
}

fn release(vm: &Vm, this: This<'_, Lock>, _args: &[Ref]) -> Outcome {
    if this.0.depth.get() == 0 {
        return Err(vm.runtime_error("release unlocked lock"));
    }
    this.0.release(vm);
    Ok(Ref::none())
}

fn locked(_vm: &Vm, this: This<'_, Lock>, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(this.0.depth.get() != 0))
}

fn word(is_locked: bool) -> &'static str {
    if is_locked { "locked" } else { "unlocked" }
}

fn repr(vm: &Vm, this: This<'_, Lock>) -> Outcome {
    let state = word(this.0.depth.get() != 0);
    vm.str_fmt(format_args!("<{state} _thread.lock object at {:#x}>", this.obj().bits()))
}

fn new_rlock(vm: &Vm, type_: TypeRef, _args: &[Ref], _names: Option<&Obj>) -> Outcome {
    vm.memory(vm.allocate(type_, RLock::default(), size_of::<RLock>()))
}

fn is_mine(vm: &Vm, this: This<'_, RLock>) -> bool {
    this.0.depth.get() != 0 && this.0.owner.get() == vm.thread.ident.get()
}

fn acquire_again(vm: &Vm, this: This<'_, RLock>, patience: Patience) -> Outcome {
    if is_mine(vm, this) {
        this.0.depth.set(this.0.depth.get() + 1);
        return Ok(Ref::bool(true));
    }
    this.0.acquire(vm, patience).map(Ref::bool)
}

fn rlock_acquire(vm: &Vm, this: This<'_, RLock>, args: &[Option<&Obj>]) -> Outcome {
    acquire_again(vm, this, patience(vm, args)?)
}

fn rlock_enter(vm: &Vm, this: This<'_, RLock>, _args: &[Ref]) -> Outcome {
    acquire_again(vm, this, Patience::Forever)
}

fn check_mine(vm: &Vm, this: This<'_, RLock>) -> Result<(), Raised> {
    match is_mine(vm, this) {
        true => Ok(()),
        false => Err(vm.runtime_error("cannot release un-acquired lock")),
    }
}

fn rlock_release(vm: &Vm, this: This<'_, RLock>, _args: &[Ref]) -> Outcome {
    check_mine(vm, this)?;
    match this.0.depth.get() {
        1 => this.0.release(vm),
        depth => this.0.depth.set(depth - 1),
    }
    Ok(Ref::none())
}

fn rlock_is_owned(vm: &Vm, this: This<'_, RLock>, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(is_mine(vm, this)))
}

/// `_release_save()`: gives it back, whatever the depth, which is returned with the owner.
fn rlock_release_save(vm: &Vm, this: This<'_, RLock>, _args: &[Ref]) -> Outcome {
    check_mine(vm, this)?;
    let state =
        vm.tuple(&[&Ref::small(this.0.depth.get() as isize), &Ref::small(this.0.owner.get() as isize)])?;
    this.0.release(vm);
    Ok(state)
}

/// `_acquire_restore(state)`: takes it as deep as it was.
fn rlock_acquire_restore(vm: &Vm, this: This<'_, RLock>, args: &[Ref]) -> Outcome {
    let state = args.first().and_then(|state| state.cast::<Tuple>());
    let Some([depth, _owner]) = state.as_ref().map(|state| state.items()) else {
        return Err(vm.type_error("_acquire_restore() argument 1 must be tuple"));
    };
    let depth = depth.small().and_then(|depth| usize::try_from(depth).ok()).filter(|&depth| depth != 0);
    let Some(depth) = depth else { return Err(vm.value_error("invalid state of a lock")) };
    this.0.acquire(vm, Patience::Forever)?;
    this.0.depth.set(depth);
    Ok(Ref::none())
}

fn rlock_repr(vm: &Vm, this: This<'_, RLock>) -> Outcome {
    let (owner, depth) = (this.0.owner.get(), this.0.depth.get());
    vm.str_fmt(format_args!(
        "<{} {} object owner={owner} count={depth} at {:#x}>",
        word(depth != 0),
        this.obj().type_().name(),
        this.obj().bits()
    ))
}

/// `_thread._ThreadHandle`: what is left of a thread for those who wait for its end.
#[derive(Default)]
pub struct Handle {
    ident: Cell<usize>,
    state: Cell<Stage>,
    awaited: Cell<bool>,
    sleepers: Sleepers,
}

/// How far the thread of a handle is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    New,
    Started,
    Done,
}

// SAFETY: HANDLE's instances hold this.
unsafe impl Storage for Handle {
    const TYPE: &'static Type = &HANDLE;
}

impl Handle {
    /// Whether the program waits for the thread at its end.
    pub fn is_awaited(&self) -> bool {
        self.awaited.get()
    }

    /// Makes it the handle of a thread that is about to start; false if it is one already.
    pub fn begin(&self, awaited: bool) -> bool {
        let is_new = self.state.get() == Stage::New;
        if is_new {
            self.awaited.set(awaited);
            self.state.set(Stage::Started);
        }
        is_new
    }

    /// The thread did not start after all.
    pub fn abandon(&self) {
        self.state.set(Stage::New);
    }

    /// Notes the number of the thread.
    pub fn set_ident(&self, ident: usize) {
        self.ident.set(ident);
    }

    /// The thread has ended.
    pub fn set_done(&self, vm: &Vm) {
        self.state.set(Stage::Done);
        vm.wake_all(&self.sleepers);
    }
}

/// A handle of no thread yet.
///
/// # Errors
/// MemoryError.
pub fn new_handle(vm: &Vm) -> Outcome {
    handle_new(vm, TypeRef::of(&HANDLE), &[], None)
}

fn handle_new(vm: &Vm, type_: TypeRef, args: &[Ref], names: Option<&Obj>) -> Outcome {
    vm.check_new("_ThreadHandle", args, names, (0, 0))?;
    vm.memory(vm.allocate(type_, Handle::default(), size_of::<Handle>()))
}

/// `join(timeout=None)`
fn handle_join(vm: &Vm, this: This<'_, Handle>, args: &[Ref]) -> Outcome {
    let timeout = args.first().filter(|timeout| !timeout.is_none());
    let patience = match timeout {
        None => Patience::Forever,
        Some(timeout) => match vm.seconds_us(timeout)? {
            // As CPython's, which takes negative times for none.
            None => Patience::Forever,
            Some(us) => Patience::Us(us as u64),
        },
    };
    match this.state.get() {
        Stage::New => return Err(vm.runtime_error("thread not started")),
        Stage::Started if this.ident.get() == vm.thread.ident.get() => {
            return Err(vm.runtime_error("Cannot join current thread"));
        }
        Stage::Started | Stage::Done => {}
    }
    let end_us = deadline(vm, patience);
    while this.state.get() != Stage::Done {
        match vm.sleep_in(&this.sleepers, left(vm, patience, end_us), false) {
            Waited::Interrupted => vm.interrupted()?,
            Waited::TimedOut => break,
            Waited::Woken => {}
        }
    }
    Ok(Ref::none())
}

fn handle_is_done(_vm: &Vm, this: This<'_, Handle>, _args: &[Ref]) -> Outcome {
    Ok(Ref::bool(this.state.get() == Stage::Done))
}

fn handle_set_done(vm: &Vm, this: This<'_, Handle>, _args: &[Ref]) -> Outcome {
    this.set_done(vm);
    Ok(Ref::none())
}

fn handle_ident(vm: &Vm, this: This<'_, Handle>) -> Outcome {
    vm.int(this.ident.get() as i64)
}

fn handle_repr(vm: &Vm, this: This<'_, Handle>) -> Outcome {
    vm.str_fmt(format_args!("<_ThreadHandle object: ident={}>", this.ident.get()))
}

py_type! {
    /// Locks.
    pub static LOCK: Lock = "_thread.lock", "A lock that one thread at a time can have." {
        new new_lock;
        slots { repr: unary repr, }
        attrs {
            named "acquire" (["", "blocking", "timeout"], 1, 3) = acquire, "Lock; with blocking=False or a timeout, perhaps not. Tell whether it is locked now.";
            method "release" (0, 0) = release, "Let others lock.";
            method "locked" (0, 0) = locked, "Whether it is locked.";
            method "__enter__" (0, 0) = enter, "Lock.";
            method "__exit__" (0, 255) = release, "Release.";
        }
    }
}

py_type! {
    /// Locks that their owner may take again.
    pub static RLOCK: RLock = "_thread.RLock", "A lock that its owner can take again." {
        flags crate::model::flags::BASE;
        new new_rlock;
        slots { repr: unary rlock_repr, }
        attrs {
            named "acquire" (["", "blocking", "timeout"], 1, 3) = rlock_acquire, "Lock, or lock once more. Tell whether it is locked now.";
            method "release" (0, 0) = rlock_release, "Undo one acquire.";
            method "_is_owned" (0, 0) = rlock_is_owned, "Whether the running thread has it.";
            method "_release_save" (0, 0) = rlock_release_save, "For condition variables.";
            method "_acquire_restore" (1, 1) = rlock_acquire_restore, "For condition variables.";
            method "__enter__" (0, 0) = rlock_enter, "Lock.";
            method "__exit__" (0, 255) = rlock_release, "Release.";
        }
    }
}

py_type! {
    /// Handles of threads.
    pub static HANDLE: Handle = "_thread._ThreadHandle", "What waits for the end of a thread." {
        new handle_new;
        slots { repr: unary handle_repr, }
        attrs {
            method "join" (0, 1) = handle_join, "Wait for the end of the thread.";
            method "is_done" (0, 0) = handle_is_done, "Whether the thread has ended.";
            method "_set_done" (0, 0) = handle_set_done, "Take the thread for ended.";
            getter "ident" () = handle_ident, "The number of the thread.";
        }
    }
}
