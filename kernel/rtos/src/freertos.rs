//! The FreeRTOS backend: the one file that calls the kernel.
//!
//! Memory is in `freertos/memory.rs`. Handles are kernel objects that live until deleted here.

use core::alloc::Layout;
use core::cell::Cell;
use core::ffi::{CStr, c_char, c_void};
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr;

use pyrite_freertos_sys as sys;

use crate::cell::{Once, Shared};
use crate::critical;
use crate::heap::{self, Subsystem};
use crate::task::{Info, Spec};
use crate::time::Clock;
use crate::timer::Period;
use crate::{OutOfMemory, Wait};

#[path = "freertos/memory.rs"]
mod memory;
#[path = "freertos/start.rs"]
mod start;

pub(crate) use memory::{heap_limit_and_used, raw_alloc, raw_free, raw_realloc, set_heap_limit, usable_size};

/// Who pays for what this layer itself needs.
const OWNER: Subsystem = Subsystem::Kernel;

/// Microseconds of a tick: the grain of every wait.
const TICK_US: u64 = 1000;

/// Ticks that cover `wait`; the tick that has begun does not count, hence one more.
fn ticks(wait: Wait) -> u32 {
    match wait {
        Wait::No => 0,
        Wait::Us(us) => {
            u32::try_from(us.div_ceil(TICK_US)).unwrap_or(sys::MAX_DELAY - 1).min(sys::MAX_DELAY - 1)
        }
        Wait::Forever => sys::MAX_DELAY,
    }
}

pub(crate) fn critical_enter() -> u32 {
    // SAFETY: no condition; the shim chooses the form for tasks or handlers.
    unsafe { sys::pyrite_critical_enter() }
}

pub(crate) fn critical_exit(state: u32) {
    // SAFETY: `state` comes from the matching `critical_enter`.
    unsafe { sys::pyrite_critical_exit(state) }
}

pub(crate) fn mask() -> u32 {
    // SAFETY: no condition.
    unsafe { sys::pyrite_mask() }
}

pub(crate) fn unmask(state: u32) {
    // SAFETY: `state` comes from the matching `mask`.
    unsafe { sys::pyrite_unmask(state) }
}

static CLOCK: Once<dyn Clock> = Once::new();

pub(crate) fn install_clock(clock: &'static dyn Clock) {
    CLOCK.set(clock);
}

pub(crate) fn now_us() -> u64 {
    CLOCK.get().map_or(0, Clock::now_us)
}

pub(crate) fn start_scheduler() {
    // SAFETY: called from `main` on the start-up stack, once.
    unsafe { sys::vTaskStartScheduler() }
}

pub(crate) fn yield_now() {
    // SAFETY: no condition in a task.
    unsafe { sys::pyrite_yield() }
}

pub(crate) fn wait_notification(wait: Wait) {
    // SAFETY: no condition in a task.
    unsafe { sys::pyrite_notify_take(ticks(wait)) };
}

/// The running task, null before the first.
fn current_handle() -> sys::TaskHandle {
    // SAFETY: reads one word of the kernel.
    unsafe { sys::xTaskGetCurrentTaskHandle() }
}

pub(crate) fn current_id() -> usize {
    current_handle().addr()
}

pub(crate) fn with_current_name<R>(use_name: impl FnOnce(&[u8]) -> R) -> R {
    let handle = current_handle();
    if handle.is_null() {
        return use_name(b"-");
    }
    // SAFETY: the running task exists, and its name is a terminated string in its record.
    let name = unsafe { CStr::from_ptr(sys::pcTaskGetName(handle)) };
    use_name(name.to_bytes())
}

pub(crate) fn stack_left_bytes() -> usize {
    let mark = 0_u8;
    // SAFETY: one aligned word, written by the scheduler before it switches to the task that reads it.
    let base = unsafe { (&raw const sys::pyrite_stack_base).read_volatile() };
    let floor = base as usize + sys::STACK_GUARD_BYTES;
    (&raw const mark as usize).saturating_sub(floor)
}

pub(crate) fn errno() -> i32 {
    // SAFETY: the address is this task's own and valid while it runs.
    unsafe { *sys::pyrite_errno() }
}

pub(crate) fn set_errno(number: i32) {
    // SAFETY: as in `errno`.
    unsafe { *sys::pyrite_errno() = number }
}

/// A task's handle. Tasks that are asked about live as long as their handles are used.
#[derive(Clone, Debug)]
pub(crate) struct RawTask(sys::TaskHandle);

// SAFETY: a handle is a name for a kernel object; the kernel's calls lock by themselves.
unsafe impl Send for RawTask {}
// SAFETY: as above.
unsafe impl Sync for RawTask {}

/// What a new task runs, on the heap until it has begun.
struct Start<T> {
    entry: fn(T),
    argument: T,
}

/// The first function of every task.
unsafe extern "C" fn run_task<T>(parameter: *mut c_void) {
    let block: *mut Start<T> = parameter.cast();
    // SAFETY: `spawn` wrote the block and handed it to this task alone.
    let start = unsafe { block.read() };
    // SAFETY: the block came from `heap::alloc` with this payer and layout; its content was moved out.
    unsafe { heap::free(OWNER, block.cast(), Layout::new::<Start<T>>()) };
    (start.entry)(start.argument);
    end_task();
}

/// A task that has ended, as its handle's address, or 0: its memory is to be freed. The kernel's
/// own way, its idle task, never comes to it while others are busy making tasks.
static ENDED: Shared<usize> = Shared::new(0);

pub(crate) fn reap() {
    let ended = ENDED.replace(0);
    if ended != 0 {
        // SAFETY: the handle is of a task that does nothing any more, see `end_task`; nobody else
        // has it, because it was taken out.
        unsafe { sys::vTaskDelete(ptr::with_exposed_provenance_mut(ended)) };
    }
}

/// Leaves the running task to be freed by the next that starts or ends one.
fn end_task() -> ! {
    loop {
        reap();
        let is_left = critical::masked(|section| {
            let ended = ENDED.within(section);
            let is_free = ended.get() == 0;
            if is_free {
                ended.set(current_handle().expose_provenance());
            }
            is_free
        });
        // From here on the task may be gone at any moment.
        while is_left {
            wait_notification(Wait::Forever);
        }
    }
}

impl RawTask {
    pub(crate) fn spawn<T: Send + 'static>(
        spec: Spec,
        entry: fn(T),
        argument: T,
    ) -> Result<Self, OutOfMemory> {
        reap();
        let layout = Layout::new::<Start<T>>();
        let block: *mut Start<T> = heap::alloc(OWNER, layout).cast();
        if block.is_null() {
            return Err(OutOfMemory);
        }
        // SAFETY: the block is new and has the layout.
        unsafe { block.write(Start { entry, argument }) };
        let mut handle: sys::TaskHandle = ptr::null_mut();
        let words = spec.stack_bytes / 4;
        let priority = spec.priority.min(sys::MAX_PRIORITIES - 1);
        let name: *const c_char = spec.name.as_ptr();
        // SAFETY: the name is terminated and copied; the block goes to the task.
        let made =
            unsafe { sys::xTaskCreate(run_task::<T>, name, words, block.cast(), priority, &raw mut handle) };
        if made != sys::PASS {
            // SAFETY: no task took the block; its content is dropped and its memory given back.
            unsafe { block.drop_in_place() };
            // SAFETY: as above.
            unsafe { heap::free(OWNER, block.cast(), layout) };
            return Err(OutOfMemory);
        }
        Ok(Self(handle))
    }

    pub(crate) fn current() -> Self {
        Self(current_handle())
    }

    pub(crate) fn notify(&self) {
        // SAFETY: the handle is of a task that exists.
        unsafe { sys::pyrite_notify_give(self.0) }
    }

    pub(crate) fn priority(&self) -> u32 {
        // SAFETY: the handle is of a task that exists.
        unsafe { sys::uxTaskPriorityGet(self.0) }
    }
}

pub(crate) fn for_each_task(mut visit: impl FnMut(Info<'_>)) -> Result<(), OutOfMemory> {
    // SAFETY: reads a counter.
    let len = unsafe { sys::uxTaskGetNumberOfTasks() } as usize + 2;
    let layout = Layout::array::<sys::TaskStatus>(len).map_err(|_| OutOfMemory)?;
    let block: *mut sys::TaskStatus = heap::alloc(OWNER, layout).cast();
    if block.is_null() {
        return Err(OutOfMemory);
    }
    // SAFETY: the block has room for `len` records.
    let filled = unsafe { sys::uxTaskGetSystemState(block, len as u32, ptr::null_mut()) } as usize;
    for index in 0..filled {
        // SAFETY: the kernel filled so many records.
        let status = unsafe { *block.add(index) };
        // SAFETY: the name is in the record of the task; a task deleted just now keeps its memory until
        // the idle task runs, and this task has not let it run since.
        let name = unsafe { CStr::from_ptr(status.name) }.to_bytes();
        visit(Info {
            name,
            priority: status.priority,
            run_time: status.run_time,
            stack_spare_bytes: status.high_water_words * 4,
            stack_base: status.stack_base as usize,
        });
    }
    // SAFETY: the block came from `heap::alloc` with this payer and layout.
    unsafe { heap::free(OWNER, block.cast(), layout) };
    Ok(())
}

pub(crate) fn idle_and_total_time() -> (u32, u32) {
    // SAFETY: reads counters of the kernel.
    let idle = unsafe { sys::ulTaskGetIdleRunTimeCounter() };
    (idle, start::run_time())
}

/// A kernel mutex.
pub(crate) struct RawMutex(sys::QueueHandle);

// SAFETY: the kernel's calls lock by themselves.
unsafe impl Send for RawMutex {}
// SAFETY: as above.
unsafe impl Sync for RawMutex {}

impl RawMutex {
    pub(crate) fn new() -> Result<Self, OutOfMemory> {
        // SAFETY: no condition.
        let handle = unsafe { sys::pyrite_mutex_create() };
        if handle.is_null() { Err(OutOfMemory) } else { Ok(Self(handle)) }
    }

    pub(crate) fn lock(&self, wait: Wait) -> bool {
        // SAFETY: the handle is live until `drop`.
        unsafe { sys::pyrite_semaphore_take(self.0, ticks(wait)) == sys::PASS }
    }

    pub(crate) fn unlock(&self) {
        // SAFETY: only a guard calls this, so the running task holds the mutex.
        unsafe { sys::pyrite_mutex_give(self.0) };
    }
}

impl Drop for RawMutex {
    fn drop(&mut self) {
        // SAFETY: the handle is live and nobody holds the mutex: guards borrow it.
        unsafe { sys::pyrite_semaphore_delete(self.0) }
    }
}

/// A kernel counting semaphore.
pub(crate) struct RawSemaphore(sys::QueueHandle);

// SAFETY: the kernel's calls lock by themselves.
unsafe impl Send for RawSemaphore {}
// SAFETY: as above.
unsafe impl Sync for RawSemaphore {}

impl RawSemaphore {
    pub(crate) fn new(max: u32, initial: u32) -> Result<Self, OutOfMemory> {
        let max = max.max(1);
        // SAFETY: no condition.
        let handle = unsafe { sys::pyrite_semaphore_create(max, initial.min(max)) };
        if handle.is_null() { Err(OutOfMemory) } else { Ok(Self(handle)) }
    }

    pub(crate) fn take(&self, wait: Wait) -> bool {
        // SAFETY: the handle is live until `drop`.
        unsafe { sys::pyrite_semaphore_take(self.0, ticks(wait)) == sys::PASS }
    }

    pub(crate) fn give(&self) -> bool {
        // SAFETY: the handle is live until `drop`.
        unsafe { sys::pyrite_semaphore_give(self.0) == sys::PASS }
    }
}

impl Drop for RawSemaphore {
    fn drop(&mut self) {
        // SAFETY: the handle is live, and no call borrows it any more.
        unsafe { sys::pyrite_semaphore_delete(self.0) }
    }
}

/// A kernel queue of copies of `T`.
pub(crate) struct RawQueue<T: Copy + Send> {
    handle: sys::QueueHandle,
    _item: PhantomData<Cell<T>>,
}

// SAFETY: the kernel's calls lock by themselves, and `T` may move between tasks.
unsafe impl<T: Copy + Send> Send for RawQueue<T> {}
// SAFETY: as above.
unsafe impl<T: Copy + Send> Sync for RawQueue<T> {}

impl<T: Copy + Send> RawQueue<T> {
    pub(crate) fn new(len: usize) -> Result<Self, OutOfMemory> {
        let len = u32::try_from(len.max(1)).map_err(|_| OutOfMemory)?;
        // SAFETY: no condition; the kernel checks the product.
        let handle = unsafe { sys::pyrite_queue_create(len, size_of::<T>() as u32) };
        if handle.is_null() { Err(OutOfMemory) } else { Ok(Self { handle, _item: PhantomData }) }
    }

    pub(crate) fn send(&self, value: T, wait: Wait) -> bool {
        // SAFETY: the kernel copies `size_of::<T>()` bytes before the call returns.
        unsafe { sys::pyrite_queue_send(self.handle, (&raw const value).cast(), ticks(wait)) == sys::PASS }
    }

    pub(crate) fn receive(&self, wait: Wait) -> Option<T> {
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the kernel writes `size_of::<T>()` bytes if it returns `pdPASS`.
        let taken = unsafe { sys::pyrite_queue_receive(self.handle, value.as_mut_ptr().cast(), ticks(wait)) };
        if taken != sys::PASS {
            return None;
        }
        // SAFETY: filled with a copy of a value that was sent.
        Some(unsafe { value.assume_init() })
    }
}

impl<T: Copy + Send> Drop for RawQueue<T> {
    fn drop(&mut self) {
        // SAFETY: the handle is live, and no call borrows it any more.
        unsafe { sys::pyrite_queue_delete(self.handle) }
    }
}

/// What a timer calls; its address is the timer's identifier.
struct Callback {
    function: fn(usize),
    argument: usize,
}

/// A kernel timer with its callback block.
pub(crate) struct RawTimer {
    handle: sys::TimerHandle,
}

// SAFETY: the kernel's calls lock by themselves.
unsafe impl Send for RawTimer {}
// SAFETY: as above.
unsafe impl Sync for RawTimer {}

/// Runs in the timer task.
unsafe extern "C" fn timer_expired(timer: sys::TimerHandle) {
    // SAFETY: the identifier was set to a block that lives as long as the timer.
    let block: *const Callback = unsafe { sys::pvTimerGetTimerID(timer) }.cast();
    // SAFETY: as above.
    let callback = unsafe { &*block };
    (callback.function)(callback.argument);
}

impl RawTimer {
    pub(crate) fn new(
        name: &'static CStr,
        period: Period,
        function: fn(usize),
        argument: usize,
    ) -> Result<Self, OutOfMemory> {
        let (ms, reload) = match period {
            Period::OnceMs(ms) => (ms, 0),
            Period::EveryMs(ms) => (ms, sys::PASS),
        };
        let block: *mut Callback = heap::alloc(OWNER, Layout::new::<Callback>()).cast();
        if block.is_null() {
            return Err(OutOfMemory);
        }
        // SAFETY: the block is new and has the layout.
        unsafe { block.write(Callback { function, argument }) };
        // SAFETY: the name is static, the block lives until `drop`.
        let handle =
            unsafe { sys::xTimerCreate(name.as_ptr(), ms.max(1), reload, block.cast(), timer_expired) };
        if handle.is_null() {
            // SAFETY: no timer took the block.
            unsafe { heap::free(OWNER, block.cast(), Layout::new::<Callback>()) };
            return Err(OutOfMemory);
        }
        Ok(Self { handle })
    }

    pub(crate) fn start(&self) {
        // SAFETY: the handle is live until `drop`.
        unsafe { sys::pyrite_timer_start(self.handle, sys::MAX_DELAY) };
    }

    pub(crate) fn stop(&self) {
        // SAFETY: the handle is live until `drop`.
        unsafe { sys::pyrite_timer_stop(self.handle, sys::MAX_DELAY) };
    }
}

impl Drop for RawTimer {
    fn drop(&mut self) {
        // SAFETY: the handle is live.
        let block: *mut Callback = unsafe { sys::pvTimerGetTimerID(self.handle) }.cast();
        // SAFETY: the handle is live; the timer task, which has the highest priority, deletes it before
        // this returns to the task.
        unsafe { sys::pyrite_timer_delete(self.handle, sys::MAX_DELAY) };
        // SAFETY: the timer is gone and with it the only other user of the block.
        unsafe { heap::free(OWNER, block.cast(), Layout::new::<Callback>()) };
    }
}
