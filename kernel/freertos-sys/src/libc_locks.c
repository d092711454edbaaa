/*
 * libc_locks.c: the locks that make picolibc safe between tasks.
 *
 * All ten functions and the one static lock are defined, else libc.a brings its own that do nothing.
 * Every lock is a recursive mutex with priority inheritance. Before the scheduler runs there is one
 * flow of control and nothing to lock out. Interrupt handlers never call libc.
 * Source: picolibc doc/locking.md.
 */
#include <stdlib.h>
#include <sys/lock.h>

#include "FreeRTOS.h"
#include "semphr.h"
#include "task.h"

struct __lock {
    SemaphoreHandle_t handle; /* NULL until first used by a task */
    StaticSemaphore_t storage;
};

struct __lock __lock___libc_recursive_mutex;

/* The handle, made on first use: static locks have no other moment. */
static SemaphoreHandle_t handle_of(_LOCK_T lock)
{
    if (lock->handle == NULL) {
        taskENTER_CRITICAL();
        if (lock->handle == NULL)
            lock->handle = xSemaphoreCreateRecursiveMutexStatic(&lock->storage);
        taskEXIT_CRITICAL();
    }
    return lock->handle;
}

static int scheduler_runs(void)
{
    return xTaskGetSchedulerState() == taskSCHEDULER_RUNNING;
}

/* A lock that could not be made stays NULL and locks nothing; its owner's object is then not shared. */
void __retarget_lock_init(_LOCK_T *lock)
{
    *lock = calloc(1, sizeof(struct __lock));
}

void __retarget_lock_init_recursive(_LOCK_T *lock)
{
    __retarget_lock_init(lock);
}

void __retarget_lock_close(_LOCK_T lock)
{
    if (lock != NULL && lock->handle != NULL)
        vSemaphoreDelete(lock->handle);
    free(lock);
}

void __retarget_lock_close_recursive(_LOCK_T lock)
{
    __retarget_lock_close(lock);
}

void __retarget_lock_acquire(_LOCK_T lock)
{
    if (lock != NULL && scheduler_runs())
        xSemaphoreTakeRecursive(handle_of(lock), portMAX_DELAY);
}

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
    __retarget_lock_acquire(lock);
}

int __retarget_lock_try_acquire(_LOCK_T lock)
{
    if (lock == NULL || !scheduler_runs())
        return 1;
    return xSemaphoreTakeRecursive(handle_of(lock), 0) == pdTRUE;
}

int __retarget_lock_try_acquire_recursive(_LOCK_T lock)
{
    return __retarget_lock_try_acquire(lock);
}

void __retarget_lock_release(_LOCK_T lock)
{
    if (lock != NULL && scheduler_runs())
        xSemaphoreGiveRecursive(handle_of(lock));
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
    __retarget_lock_release(lock);
}
