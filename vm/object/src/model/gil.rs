//! Who runs: the interpreter's lock, and the waits of threads without it.
//!
//! The lock is handed over, never dropped for grabs while somebody waits: first come, first
//! served. The first of those who wait counts the switch interval and then asks the holder
//! through the word of attention; the others sleep. A thread that waits for anything is a
//! node on its own stack, so that nothing here allocates.

use core::cell::Cell;
use core::ptr::null;
use core::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering};

use pyrite_host::{Interrupts, Parker, Threads};

/// Behind others.
const QUEUED: u8 = 0;
/// The next to have the lock.
const FIRST: u8 = 1;
/// Has the lock.
const GRANTED: u8 = 2;

/// `sys.getswitchinterval()` at the start.
const INTERVAL_US: u32 = 5000;

/// A thread that waits for the lock; on its stack.
struct Waiter {
    parker: Parker,
    turn: AtomicU8,
    next: Cell<*const Waiter>,
}

/// The lock. But for the atomics, fields are touched inside of [`Threads::exclusive`] only.
pub struct Gil {
    held: Cell<bool>,
    first: Cell<*const Waiter>,
    last: Cell<*const Waiter>,
    wanted: AtomicBool,
    interval_us: AtomicU32,
}

impl Gil {
    /// Held by the thread that makes it.
    pub const fn new() -> Gil {
        Gil {
            held: Cell::new(true),
            first: Cell::new(null()),
            last: Cell::new(null()),
            wanted: AtomicBool::new(false),
            interval_us: AtomicU32::new(INTERVAL_US),
        }
    }

    /// How long a thread runs while others wait.
    pub fn interval_us(&self) -> &AtomicU32 {
        &self.interval_us
    }

    /// Whether a thread asks for the lock.
    #[inline]
    pub fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }

    /// Waits for the lock. `attention` is the word that makes its holder look up.
    pub fn acquire(&self, threads: &dyn Threads, parker: Parker, attention: &AtomicU32) {
        let me = Waiter::new(parker);
        threads.exclusive(&mut || {
            if self.held.replace(true) {
                self.append(&me);
            } else {
                me.turn.store(GRANTED, Ordering::Release);
            }
        });
        self.wait(threads, &me, attention);
    }

    /// Gives the lock to the first who waits, if anybody does.
    pub fn release(&self, threads: &dyn Threads) {
        threads.exclusive(&mut || {
            let granted = self.grant_first(threads);
            self.held.set(granted);
        });
    }

    /// Lets those who wait run and gets in line behind them.
    pub fn hand_over(&self, threads: &dyn Threads, parker: Parker, attention: &AtomicU32) {
        let me = Waiter::new(parker);
        threads.exclusive(&mut || {
            if self.first.get().is_null() {
                me.turn.store(GRANTED, Ordering::Release);
                self.wanted.store(false, Ordering::Relaxed);
            } else {
                self.append(&me);
                self.grant_first(threads);
            }
        });
        self.wait(threads, &me, attention);
    }

    fn append(&self, me: &Waiter) {
        let last = self.last.replace(me);
        // SAFETY: nodes in line belong to threads inside `wait`, which stay there until granted.
        match unsafe { last.as_ref() } {
            Some(last) => last.next.set(me),
            None => {
                me.turn.store(FIRST, Ordering::Release);
                self.first.set(me);
            }
        }
    }

    /// Takes the first out of line and gives it the lock; whether there was one.
    fn grant_first(&self, threads: &dyn Threads) -> bool {
        self.wanted.store(false, Ordering::Relaxed);
        // SAFETY: as in `append`.
        let Some(first) = (unsafe { self.first.get().as_ref() }) else { return false };
        self.first.set(first.next.get());
        // SAFETY: as in `append`.
        match unsafe { first.next.get().as_ref() } {
            None => self.last.set(null()),
            Some(next) => {
                // It begins to count the interval.
                next.turn.store(FIRST, Ordering::Release);
                threads.unpark(next.parker);
            }
        }
        let parker = first.parker;
        // The node may be gone after this.
        first.turn.store(GRANTED, Ordering::Release);
        threads.unpark(parker);
        true
    }

    fn wait(&self, threads: &dyn Threads, me: &Waiter, attention: &AtomicU32) {
        let mut has_asked = false;
        loop {
            let turn = me.turn.load(Ordering::Acquire);
            if turn == GRANTED {
                return;
            }
            let counts = turn == FIRST && !has_asked;
            let timeout_us = counts.then(|| u64::from(self.interval_us.load(Ordering::Relaxed)));
            threads
                .park(me.parker, timeout_us, Interrupts::Ignore, &|| me.turn.load(Ordering::Acquire) != turn);
            if counts && me.turn.load(Ordering::Acquire) != GRANTED {
                has_asked = true;
                self.wanted.store(true, Ordering::Relaxed);
                attention.store(1, Ordering::Release);
            }
        }
    }
}

impl Default for Gil {
    fn default() -> Self {
        Self::new()
    }
}

impl Waiter {
    fn new(parker: Parker) -> Waiter {
        Waiter { parker, turn: AtomicU8::new(QUEUED), next: Cell::new(null()) }
    }
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// Another thread has woken this one.
    Woken,
    /// Time is up.
    TimedOut,
    /// A signal came in, see [`Vm::interrupted`].
    Interrupted,
}

/// A thread that waits for a condition of Python's; on its stack.
pub struct Sleeper {
    parker: Parker,
    /// `get_ident()` of the thread.
    ident: usize,
    /// It has been woken before, for nothing: it gets what it waits for without a race.
    insists: bool,
    woken: AtomicBool,
    next: Cell<*const Sleeper>,
}

impl Sleeper {
    /// A thread that is about to wait.
    pub fn new(parker: Parker, ident: usize, insists: bool) -> Sleeper {
        Sleeper { parker, ident, insists, woken: AtomicBool::new(false), next: Cell::new(null()) }
    }

    /// Whether it was woken.
    pub fn is_woken(&self) -> bool {
        self.woken.load(Ordering::Acquire)
    }
}

/// Threads that wait for one thing, in the order they came. Touched by the lock's holder only.
#[derive(Default)]
pub struct Sleepers {
    first: Cell<*const Sleeper>,
}

impl Sleepers {
    /// Adds a thread: at the end, or in front if it has been there before.
    ///
    /// # Safety
    /// The sleeper stays in place until it was woken or [`Sleepers::remove`]d.
    pub unsafe fn insert(&self, sleeper: &Sleeper) {
        let mut link = &self.first;
        // SAFETY: nodes stay in place while they are in the list: the caller's promise.
        while let Some(at) = unsafe { link.get().as_ref() }
            && !sleeper.insists
        {
            link = &at.next;
        }
        sleeper.next.set(link.get());
        link.set(sleeper);
    }

    /// Takes a thread out that has not been woken.
    pub fn remove(&self, sleeper: &Sleeper) {
        let mut link = &self.first;
        // SAFETY: as in `insert`.
        while let Some(at) = unsafe { link.get().as_ref() } {
            if core::ptr::eq(at, sleeper) {
                return link.set(at.next.get());
            }
            link = &at.next;
        }
    }

    /// Wakes the first, takes it out; its identity if it insists.
    pub fn wake_first(&self, threads: &dyn Threads) -> Option<Option<usize>> {
        // SAFETY: as in `insert`.
        let first = unsafe { self.first.get().as_ref() }?;
        self.first.set(first.next.get());
        let insists = first.insists.then_some(first.ident);
        let parker = first.parker;
        // The thread does not go on before it has the interpreter's lock, which the caller has.
        first.woken.store(true, Ordering::Release);
        threads.unpark(parker);
        Some(insists)
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.first.get().is_null()
    }
}

#[cfg(test)]
mod tests;
