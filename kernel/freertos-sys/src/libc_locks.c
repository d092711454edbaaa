/*
 * libc_locks.c: the locks that make picolibc safe between tasks.
 *
 * All ten functions and the one static lock are defined, else libc.a brings its own that do nothing.
 * Locks are recursive. malloc takes one each time, so the way without contention is a few instructions
 * under a raised mask, where no kernel function may be called. With contention the owner is lent the
 * priority of the waiting task until it lets go; locks are let go in the order opposite to taking.
 * Interrupt handlers never call libc, nor does anybody while the scheduler is suspended.
 * One core: a second one will need the kernel's own critical sections instead of the mask.
 * Source: picolibc doc/locking.md.
 */
#include <stdlib.h>
#include <sys/lock.h>

#include "FreeRTOS.h"
#include "semphr.h"
#include "task.h"

struct __lock {
    TaskHandle_t owner;       /* NULL: free */
    uint32_t depth;           /* how often the owner has taken it */
    uint32_t waiters;         /* tasks in wake, or about to be */
    UBaseType_t own_priority; /* the owner's own plus one while it is lent another, else 0 */
    SemaphoreHandle_t wake;   /* made when first waited for */
    StaticSemaphore_t storage;
};

struct __lock __lock___libc_recursive_mutex;

/* Takes the lock if it is free or ours. */
static int try_take(_LOCK_T lock)
{
    TaskHandle_t me = xTaskGetCurrentTaskHandle();
    /* Before the first task there is one flow of control; any name will do for it. */
    if (me == NULL)
        me = (TaskHandle_t)lock;
    UBaseType_t mask = portSET_INTERRUPT_MASK_FROM_ISR();
    int taken = lock->owner == NULL || lock->owner == me;
    if (taken) {
        lock->owner = me;
        lock->depth++;
    }
    portCLEAR_INTERRUPT_MASK_FROM_ISR(mask);
    return taken;
}

/* Lends the owner our priority and waits for it to let go. The lock may be taken again when we run. */
static void wait_for_owner(_LOCK_T lock)
{
    taskENTER_CRITICAL();
    TaskHandle_t owner = lock->owner;
    if (owner == NULL) {
        taskEXIT_CRITICAL();
        return;
    }
    if (lock->wake == NULL)
        lock->wake = xSemaphoreCreateCountingStatic(UINT32_MAX, 0, &lock->storage);
    lock->waiters++;
    UBaseType_t mine = uxTaskPriorityGet(NULL);
    if (mine > uxTaskPriorityGet(owner)) {
        if (lock->own_priority == 0)
            lock->own_priority = uxTaskBasePriorityGet(owner) + 1;
        vTaskPrioritySet(owner, mine);
    }
    taskEXIT_CRITICAL();
    xSemaphoreTake(lock->wake, portMAX_DELAY);
}

/* Lets go once; wakes a waiter and gives up what was lent when it is the last time. */
static void let_go(_LOCK_T lock)
{
    UBaseType_t mask = portSET_INTERRUPT_MASK_FROM_ISR();
    if (--lock->depth != 0) {
        portCLEAR_INTERRUPT_MASK_FROM_ISR(mask);
        return;
    }
    lock->owner = NULL;
    int wake = lock->waiters != 0;
    UBaseType_t own_priority = lock->own_priority;
    if (wake) {
        lock->waiters--;
        lock->own_priority = 0;
    }
    portCLEAR_INTERRUPT_MASK_FROM_ISR(mask);
    if (!wake)
        return;
    xSemaphoreGive(lock->wake);
    if (own_priority != 0)
        vTaskPrioritySet(NULL, own_priority - 1);
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
    if (lock != NULL && lock->wake != NULL)
        vSemaphoreDelete(lock->wake);
    free(lock);
}

void __retarget_lock_close_recursive(_LOCK_T lock)
{
    __retarget_lock_close(lock);
}

void __retarget_lock_acquire(_LOCK_T lock)
{
    while (lock != NULL && !try_take(lock))
        wait_for_owner(lock);
}

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
    __retarget_lock_acquire(lock);
}

int __retarget_lock_try_acquire(_LOCK_T lock)
{
    return lock == NULL || try_take(lock);
}

int __retarget_lock_try_acquire_recursive(_LOCK_T lock)
{
    return __retarget_lock_try_acquire(lock);
}

void __retarget_lock_release(_LOCK_T lock)
{
    if (lock != NULL)
        let_go(lock);
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
    __retarget_lock_release(lock);
}
