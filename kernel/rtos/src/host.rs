//! The host backend: `std` threads, to test in seconds what stands on this.
//!
//! Priorities are kept but not obeyed, and critical sections are one recursive lock.

extern crate std;

use core::alloc::Layout;
use core::cell::Cell;
use core::ffi::CStr;

use std::alloc::System;
use std::boxed::Box;
use std::collections::VecDeque;
use std::string::{String, ToString};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::task::{Info, Spec};
use crate::time::Clock;
use crate::timer::Period;
use crate::{OutOfMemory, Wait};

/// The lock behind every critical section, and how deep this thread is in it.
static CRITICAL: Mutex<()> = Mutex::new(());

std::thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static HELD: Cell<Option<MutexGuard<'static, ()>>> = const { Cell::new(None) };
    static PRIORITY: Cell<u32> = const { Cell::new(1) };
    static ERRNO: Cell<i32> = const { Cell::new(0) };
    static STACK_TOP: Cell<Option<usize>> = const { Cell::new(None) };
}

pub(crate) fn critical_enter() -> u32 {
    let depth = DEPTH.get();
    if depth == 0 {
        HELD.set(Some(CRITICAL.lock().unwrap_or_else(PoisonError::into_inner)));
    }
    DEPTH.set(depth + 1);
    depth
}

pub(crate) fn critical_exit(depth: u32) {
    DEPTH.set(depth);
    if depth == 0 {
        HELD.set(None);
    }
}

pub(crate) fn mask() -> u32 {
    critical_enter()
}

pub(crate) fn unmask(state: u32) {
    critical_exit(state);
}

static START: Mutex<Option<Instant>> = Mutex::new(None);

pub(crate) fn install_clock(_clock: &'static dyn Clock) {}

pub(crate) fn now_us() -> u64 {
    let mut start = START.lock().unwrap_or_else(PoisonError::into_inner);
    let elapsed = start.get_or_insert_with(Instant::now).elapsed();
    u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
}

pub(crate) fn start_scheduler() {}

pub(crate) fn yield_now() {
    thread::yield_now();
}

pub(crate) fn wait_notification(wait: Wait) {
    match wait {
        Wait::No => {}
        Wait::Us(us) => thread::park_timeout(Duration::from_micros(us)),
        Wait::Forever => thread::park(),
    }
}

pub(crate) fn current_id() -> usize {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    std::thread_local! {
        static ID: usize = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    }
    ID.with(|id| *id)
}

/// The system frees a thread's stack.
pub(crate) fn reap() {}

pub(crate) fn with_current_name<R>(use_name: impl FnOnce(&[u8]) -> R) -> R {
    use_name(thread::current().name().unwrap_or("-").as_bytes())
}

/// What a host thread may use of its stack; `std` gives its threads 2 MiB.
const STACK_BYTES: usize = 1 << 20;

pub(crate) fn stack_left_bytes() -> usize {
    let mark = 0_u8;
    let here = &raw const mark as usize;
    let top = STACK_TOP.get().unwrap_or(here);
    STACK_TOP.set(Some(top.max(here)));
    STACK_BYTES.saturating_sub(top.saturating_sub(here))
}

pub(crate) fn errno() -> i32 {
    ERRNO.get()
}

pub(crate) fn set_errno(number: i32) {
    ERRNO.set(number);
}

/// A thread that can be unparked.
#[derive(Clone, Debug)]
pub(crate) struct RawTask {
    thread: Thread,
    priority: u32,
}

impl RawTask {
    pub(crate) fn spawn<T: Send + 'static>(
        spec: Spec,
        entry: fn(T),
        argument: T,
    ) -> Result<Self, OutOfMemory> {
        let name: String = spec.name.to_string_lossy().to_string();
        let priority = spec.priority;
        let handle = thread::Builder::new()
            .name(name)
            .spawn(move || {
                PRIORITY.set(priority);
                entry(argument);
            })
            .map_err(|_| OutOfMemory)?;
        Ok(Self { thread: handle.thread().clone(), priority })
    }

    pub(crate) fn current() -> Self {
        Self { thread: thread::current(), priority: PRIORITY.get() }
    }

    pub(crate) fn notify(&self) {
        self.thread.unpark();
    }

    pub(crate) fn priority(&self) -> u32 {
        self.priority
    }
}

pub(crate) fn for_each_task(mut visit: impl FnMut(Info<'_>)) -> Result<(), OutOfMemory> {
    with_current_name(|name| {
        visit(Info {
            name,
            priority: PRIORITY.get(),
            run_time: now_us() as u32,
            stack_spare_bytes: stack_left_bytes(),
            stack_base: 0,
        });
    });
    Ok(())
}

pub(crate) fn idle_and_total_time() -> (u32, u32) {
    (0, now_us() as u32)
}

/// A flag under a lock with a condition, for mutex and semaphore alike.
struct Count {
    value: Mutex<u32>,
    changed: Condvar,
}

impl Count {
    fn new(value: u32) -> Self {
        Self { value: Mutex::new(value), changed: Condvar::new() }
    }

    fn take(&self, wait: Wait) -> bool {
        let value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        let mut value = wait_while(&self.changed, value, wait, |value| *value == 0);
        if *value == 0 {
            return false;
        }
        *value -= 1;
        true
    }

    fn give(&self, max: u32) -> bool {
        let mut value = self.value.lock().unwrap_or_else(PoisonError::into_inner);
        if *value >= max {
            return false;
        }
        *value += 1;
        self.changed.notify_one();
        true
    }
}

/// Waits while `unready` holds, at most so long.
fn wait_while<'a, T>(
    changed: &Condvar,
    guard: MutexGuard<'a, T>,
    wait: Wait,
    unready: impl FnMut(&mut T) -> bool,
) -> MutexGuard<'a, T> {
    match wait {
        Wait::No => guard,
        Wait::Us(us) => {
            let limit = Duration::from_micros(us);
            changed.wait_timeout_while(guard, limit, unready).unwrap_or_else(PoisonError::into_inner).0
        }
        Wait::Forever => changed.wait_while(guard, unready).unwrap_or_else(PoisonError::into_inner),
    }
}

/// A lock whose guard is kept by the caller.
pub(crate) struct RawMutex(Count);

impl RawMutex {
    pub(crate) fn new() -> Result<Self, OutOfMemory> {
        Ok(Self(Count::new(1)))
    }

    pub(crate) fn lock(&self, wait: Wait) -> bool {
        self.0.take(wait)
    }

    pub(crate) fn unlock(&self) {
        self.0.give(1);
    }
}

/// A counting semaphore.
pub(crate) struct RawSemaphore {
    count: Count,
    max: u32,
}

impl RawSemaphore {
    pub(crate) fn new(max: u32, initial: u32) -> Result<Self, OutOfMemory> {
        let max = max.max(1);
        Ok(Self { count: Count::new(initial.min(max)), max })
    }

    pub(crate) fn take(&self, wait: Wait) -> bool {
        self.count.take(wait)
    }

    pub(crate) fn give(&self) -> bool {
        self.count.give(self.max)
    }
}

/// A bounded queue.
pub(crate) struct RawQueue<T: Copy + Send> {
    items: Mutex<VecDeque<T>>,
    changed: Condvar,
    len: usize,
}

impl<T: Copy + Send> RawQueue<T> {
    pub(crate) fn new(len: usize) -> Result<Self, OutOfMemory> {
        Ok(Self { items: Mutex::new(VecDeque::new()), changed: Condvar::new(), len: len.max(1) })
    }

    pub(crate) fn send(&self, value: T, wait: Wait) -> bool {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let mut items = wait_while(&self.changed, items, wait, |items| items.len() >= self.len);
        if items.len() >= self.len {
            return false;
        }
        items.push_back(value);
        self.changed.notify_all();
        true
    }

    pub(crate) fn receive(&self, wait: Wait) -> Option<T> {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let mut items = wait_while(&self.changed, items, wait, |items| items.is_empty());
        let value = items.pop_front();
        self.changed.notify_all();
        value
    }
}

/// What the thread of a timer looks at.
struct TimerState {
    /// Counts starts and stops; a thread whose number is old ends.
    round: AtomicUsize,
    alive: AtomicBool,
}

/// A timer made of a thread that sleeps.
pub(crate) struct RawTimer {
    state: Arc<TimerState>,
    period: Period,
    function: fn(usize),
    argument: usize,
}

impl RawTimer {
    pub(crate) fn new(
        _name: &'static CStr,
        period: Period,
        function: fn(usize),
        argument: usize,
    ) -> Result<Self, OutOfMemory> {
        let state = Arc::new(TimerState { round: AtomicUsize::new(0), alive: AtomicBool::new(true) });
        Ok(Self { state, period, function, argument })
    }

    pub(crate) fn start(&self) {
        let round = self.state.round.fetch_add(1, Ordering::SeqCst) + 1;
        let state = Arc::clone(&self.state);
        let (period, function, argument) = (self.period, self.function, self.argument);
        let (Period::OnceMs(ms) | Period::EveryMs(ms)) = period;
        thread::spawn(Box::new(move || {
            loop {
                thread::sleep(Duration::from_millis(u64::from(ms.max(1))));
                if !state.alive.load(Ordering::SeqCst) || state.round.load(Ordering::SeqCst) != round {
                    return;
                }
                function(argument);
                if matches!(period, Period::OnceMs(_)) {
                    return;
                }
            }
        }));
    }

    pub(crate) fn stop(&self) {
        self.state.round.fetch_add(1, Ordering::SeqCst);
    }
}

impl Drop for RawTimer {
    fn drop(&mut self) {
        self.state.alive.store(false, Ordering::SeqCst);
    }
}

static USED: AtomicUsize = AtomicUsize::new(0);

/// What the host calls its limit; nothing enforces it.
const LIMIT_BYTES: usize = usize::MAX / 2;

pub(crate) fn raw_alloc(layout: Layout) -> *mut u8 {
    // SAFETY: the system's allocator gives null or a block for any layout but an empty one.
    let block = unsafe { core::alloc::GlobalAlloc::alloc(&System, padded(layout)) };
    if !block.is_null() {
        USED.fetch_add(layout.size(), Ordering::Relaxed);
    }
    block
}

/// The layout the system is asked for: never empty.
fn padded(layout: Layout) -> Layout {
    if layout.size() == 0 { Layout::from_size_align(1, layout.align()).unwrap_or(layout) } else { layout }
}

/// # Safety
/// `block` came from `raw_alloc` or `raw_realloc` with `layout`.
pub(crate) unsafe fn raw_free(block: *mut u8, layout: Layout) {
    USED.fetch_sub(layout.size(), Ordering::Relaxed);
    // SAFETY: the caller's promise.
    unsafe { core::alloc::GlobalAlloc::dealloc(&System, block, padded(layout)) }
}

/// # Safety
/// `block` came from `raw_alloc` or `raw_realloc` with `old`.
pub(crate) unsafe fn raw_realloc(block: *mut u8, old: Layout, new: Layout) -> *mut u8 {
    // SAFETY: the caller's promise.
    let moved = unsafe { core::alloc::GlobalAlloc::realloc(&System, block, padded(old), padded(new).size()) };
    if !moved.is_null() {
        USED.fetch_add(new.size(), Ordering::Relaxed);
        USED.fetch_sub(old.size(), Ordering::Relaxed);
    }
    moved
}

pub(crate) fn usable_size(_block: *mut u8, layout: Layout) -> usize {
    layout.size()
}

pub(crate) fn heap_limit_and_used() -> (usize, usize) {
    (LIMIT_BYTES, USED.load(Ordering::Relaxed))
}

pub(crate) fn set_heap_limit(_bytes: usize) {}
