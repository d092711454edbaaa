//! Declarations of the FreeRTOS kernel and of the picolibc calls beside it.
//!
//! No behaviour: `kernel/rtos` makes the safe layer. Types are checked against C in `layout.c`.
//! On the host they are only declared; nothing calls them.
//! Source: FreeRTOS reference manual V11.
#![no_std]
#![allow(missing_docs, reason = "the FreeRTOS reference documents these names")]

use core::ffi::{c_char, c_int, c_void};

pub type BaseType = i32;
pub type UBaseType = u32;
pub type TickType = u32;

/// Waits for ever.
pub const MAX_DELAY: TickType = u32::MAX;
/// `pdTRUE`, `pdPASS`.
pub const PASS: BaseType = 1;
/// `configMAX_PRIORITIES`.
pub const MAX_PRIORITIES: u32 = 8;
/// `PYRITE_STACK_GUARD_BYTES`: stacks are aligned to it, and the MPU region has this size.
pub const STACK_GUARD_BYTES: usize = 128;
/// `taskSCHEDULER_RUNNING`.
pub const SCHEDULER_RUNNING: BaseType = 2;

/// `TaskHandle_t`.
pub type TaskHandle = *mut c_void;
/// `SemaphoreHandle_t`, `QueueHandle_t`.
pub type QueueHandle = *mut c_void;
/// `TimerHandle_t`.
pub type TimerHandle = *mut c_void;

/// `TaskStatus_t` as our configuration lays it out.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct TaskStatus {
    pub handle: TaskHandle,
    pub name: *const c_char,
    pub number: UBaseType,
    pub state: u8,
    pub priority: UBaseType,
    pub base_priority: UBaseType,
    pub run_time: u32,
    pub stack_base: *mut u32,
    pub high_water_words: usize,
}

unsafe extern "C" {
    pub fn vTaskStartScheduler();
    pub fn xTaskCreate(
        code: unsafe extern "C" fn(*mut c_void),
        name: *const c_char,
        stack_words: usize,
        argument: *mut c_void,
        priority: UBaseType,
        created: *mut TaskHandle,
    ) -> BaseType;
    pub fn vTaskDelete(task: TaskHandle);
    pub fn vTaskDelay(ticks: TickType);
    pub fn xTaskGetTickCount() -> TickType;
    pub fn xTaskGetCurrentTaskHandle() -> TaskHandle;
    pub fn xTaskGetSchedulerState() -> BaseType;
    pub fn pcTaskGetName(task: TaskHandle) -> *const c_char;
    pub fn uxTaskPriorityGet(task: TaskHandle) -> UBaseType;
    pub fn vTaskPrioritySet(task: TaskHandle, priority: UBaseType);
    pub fn uxTaskGetNumberOfTasks() -> UBaseType;
    pub fn uxTaskGetSystemState(into: *mut TaskStatus, len: UBaseType, total: *mut u32) -> UBaseType;
    pub fn ulTaskGetIdleRunTimeCounter() -> u32;
    pub fn xTimerCreate(
        name: *const c_char,
        period_ticks: TickType,
        auto_reload: BaseType,
        id: *mut c_void,
        callback: unsafe extern "C" fn(TimerHandle),
    ) -> TimerHandle;
    pub fn pvTimerGetTimerID(timer: TimerHandle) -> *mut c_void;

    /// The lowest address of the running task's stack; the scheduler writes it.
    pub static pyrite_stack_base: *mut c_void;
    pub fn pyrite_in_isr() -> c_int;
    pub fn pyrite_critical_enter() -> u32;
    pub fn pyrite_critical_exit(state: u32);
    pub fn pyrite_mask() -> u32;
    pub fn pyrite_unmask(state: u32);
    pub fn pyrite_yield();
    pub fn pyrite_notify_give(task: TaskHandle);
    pub fn pyrite_notify_take(ticks: TickType) -> u32;
    pub fn pyrite_mutex_create() -> QueueHandle;
    pub fn pyrite_mutex_give(mutex: QueueHandle) -> BaseType;
    pub fn pyrite_semaphore_create(max: UBaseType, initial: UBaseType) -> QueueHandle;
    pub fn pyrite_semaphore_take(semaphore: QueueHandle, ticks: TickType) -> BaseType;
    pub fn pyrite_semaphore_give(semaphore: QueueHandle) -> BaseType;
    pub fn pyrite_semaphore_delete(semaphore: QueueHandle);
    pub fn pyrite_queue_create(len: UBaseType, item_bytes: UBaseType) -> QueueHandle;
    pub fn pyrite_queue_send(queue: QueueHandle, item: *const c_void, ticks: TickType) -> BaseType;
    pub fn pyrite_queue_receive(queue: QueueHandle, item: *mut c_void, ticks: TickType) -> BaseType;
    pub fn pyrite_queue_delete(queue: QueueHandle);
    pub fn pyrite_timer_start(timer: TimerHandle, ticks: TickType) -> BaseType;
    pub fn pyrite_timer_stop(timer: TimerHandle, ticks: TickType) -> BaseType;
    pub fn pyrite_timer_delete(timer: TimerHandle, ticks: TickType) -> BaseType;
}

/// `struct mallinfo`, picolibc `malloc.h`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MallInfo {
    pub arena: usize,
    pub ordblks: usize,
    pub unused: [usize; 5],
    pub uordblks: usize,
    pub fordblks: usize,
    pub keepcost: usize,
}

unsafe extern "C" {
    pub fn malloc(size: usize) -> *mut c_void;
    pub fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    pub fn memalign(align: usize, size: usize) -> *mut c_void;
    pub fn free(block: *mut c_void);
    pub fn malloc_usable_size(block: *mut c_void) -> usize;
    pub fn mallinfo() -> MallInfo;
    /// The address of this task's `errno`, picolibc's thread-local.
    pub fn pyrite_errno() -> *mut c_int;
}
