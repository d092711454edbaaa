//! Tasks: the units the scheduler switches between.

use core::ffi::CStr;

use crate::backend;
use crate::{OutOfMemory, Wait};

/// What a task needs to be started.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Shown in reports; the kernel keeps the first 11 bytes.
    pub name: &'static CStr,
    /// 0 is the idle task's; higher runs first.
    pub priority: u32,
    /// Bytes of stack, thread-local storage included.
    pub stack_bytes: usize,
}

/// A task, to be notified or asked about.
#[derive(Clone, Debug)]
pub struct Task(pub(crate) backend::RawTask);

impl Task {
    /// Wakes the task's [`notification`], or lets the next wait end at once.
    ///
    /// # ISR
    /// Allowed.
    pub fn notify(&self) {
        self.0.notify();
    }

    /// The priority now, inherited or its own.
    pub fn priority(&self) -> u32 {
        self.0.priority()
    }
}

/// Starts a task that runs `entry(argument)` and is gone when that returns.
///
/// # Errors
/// `OutOfMemory` if there is none for the stack or the kernel's record.
pub fn spawn<T: Send + 'static>(spec: Spec, entry: fn(T), argument: T) -> Result<Task, OutOfMemory> {
    backend::RawTask::spawn(spec, entry, argument).map(Task)
}

/// Hands the processor to the tasks; in firmware it does not return.
pub fn start_scheduler() {
    backend::start_scheduler();
}

/// The task that runs now.
pub fn current() -> Task {
    Task(backend::RawTask::current())
}

/// The number of the running task, which no other has that lives; not 0.
pub fn current_id() -> usize {
    backend::current_id()
}

/// Frees what the task that ended last has left. Starting a task and ending one do it, too.
pub fn reap() {
    backend::reap();
}

/// Calls `use_name` with the name of the running task, or with "-" before the first.
///
/// # ISR
/// Allowed: then it is the task that was interrupted.
pub fn with_current_name<R>(use_name: impl FnOnce(&[u8]) -> R) -> R {
    backend::with_current_name(use_name)
}

/// Waits for a notification of the running task; spurious returns are possible.
pub fn notification(wait: Wait) {
    backend::wait_notification(wait);
}

/// Lets another task of the same priority run.
pub fn yield_now() {
    backend::yield_now();
}

/// Bytes of stack left to the running task, now.
pub fn stack_left_bytes() -> usize {
    backend::stack_left_bytes()
}

/// The running task's `errno`, C's.
pub fn errno() -> i32 {
    backend::errno()
}

/// Sets the running task's `errno`.
pub fn set_errno(number: i32) {
    backend::set_errno(number);
}

/// What the kernel knows of one task.
#[derive(Clone, Copy, Debug)]
pub struct Info<'a> {
    /// The name, not terminated.
    pub name: &'a [u8],
    /// The priority now.
    pub priority: u32,
    /// Processor time since the task was made, in units of the run-time counter.
    pub run_time: u32,
    /// The least that was ever left of its stack.
    pub stack_spare_bytes: usize,
    /// The lowest address of its stack.
    pub stack_base: usize,
}

/// Calls `visit` for each task.
///
/// # Errors
/// `OutOfMemory` if there is none for the snapshot.
pub fn for_each(visit: impl FnMut(Info<'_>)) -> Result<(), OutOfMemory> {
    backend::for_each_task(visit)
}

/// Processor time of the idle task and of all tasks, in units of the run-time counter; both wrap.
pub fn idle_and_total_time() -> (u32, u32) {
    backend::idle_and_total_time()
}
