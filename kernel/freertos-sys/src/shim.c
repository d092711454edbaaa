/*
 * shim.c: what FreeRTOS offers only as macros, as functions for Rust.
 *
 * Functions that may be called by tasks and interrupt handlers alike choose the right twin here.
 */
#include <errno.h>

#include "FreeRTOS.h"
#include "queue.h"
#include "semphr.h"
#include "task.h"
#include "timers.h"

/* The lowest address of the running task's stack (traceTASK_SWITCHED_IN). */
void *volatile pyrite_stack_base;

int pyrite_in_isr(void)
{
    uint32_t ipsr;
    __asm volatile("mrs %0, ipsr" : "=r"(ipsr));
    return ipsr != 0;
}

/* Critical sections nest. A handler gets back the mask it has to restore. */
uint32_t pyrite_critical_enter(void)
{
    if (pyrite_in_isr())
        return (uint32_t)portSET_INTERRUPT_MASK_FROM_ISR();
    taskENTER_CRITICAL();
    return 0;
}

void pyrite_critical_exit(uint32_t state)
{
    if (pyrite_in_isr())
        portCLEAR_INTERRUPT_MASK_FROM_ISR(state);
    else
        taskEXIT_CRITICAL();
}

/* Without the kernel's count: for a few instructions that call nothing of the kernel. */
uint32_t pyrite_mask(void)
{
    return (uint32_t)portSET_INTERRUPT_MASK_FROM_ISR();
}

void pyrite_unmask(uint32_t state)
{
    portCLEAR_INTERRUPT_MASK_FROM_ISR(state);
}

void pyrite_yield(void)
{
    taskYIELD();
}

void pyrite_notify_give(TaskHandle_t task)
{
    if (pyrite_in_isr()) {
        BaseType_t woken = pdFALSE;
        vTaskNotifyGiveFromISR(task, &woken);
        portYIELD_FROM_ISR(woken);
    } else {
        xTaskNotifyGive(task);
    }
}

uint32_t pyrite_notify_take(TickType_t ticks)
{
    return ulTaskNotifyTake(pdTRUE, ticks);
}

SemaphoreHandle_t pyrite_mutex_create(void)
{
    return xSemaphoreCreateMutex();
}

SemaphoreHandle_t pyrite_semaphore_create(UBaseType_t max, UBaseType_t initial)
{
    return xSemaphoreCreateCounting(max, initial);
}

BaseType_t pyrite_semaphore_take(SemaphoreHandle_t semaphore, TickType_t ticks)
{
    return xSemaphoreTake(semaphore, ticks);
}

BaseType_t pyrite_semaphore_give(SemaphoreHandle_t semaphore)
{
    if (pyrite_in_isr()) {
        BaseType_t woken = pdFALSE;
        BaseType_t given = xSemaphoreGiveFromISR(semaphore, &woken);
        portYIELD_FROM_ISR(woken);
        return given;
    }
    return xSemaphoreGive(semaphore);
}

/* A mutex is given back by the task that holds it, never by a handler. */
BaseType_t pyrite_mutex_give(SemaphoreHandle_t mutex)
{
    return xSemaphoreGive(mutex);
}

void pyrite_semaphore_delete(SemaphoreHandle_t semaphore)
{
    vSemaphoreDelete(semaphore);
}

QueueHandle_t pyrite_queue_create(UBaseType_t len, UBaseType_t item_bytes)
{
    return xQueueCreate(len, item_bytes);
}

BaseType_t pyrite_queue_send(QueueHandle_t queue, const void *item, TickType_t ticks)
{
    if (pyrite_in_isr()) {
        BaseType_t woken = pdFALSE;
        BaseType_t sent = xQueueSendFromISR(queue, item, &woken);
        portYIELD_FROM_ISR(woken);
        return sent;
    }
    return xQueueSend(queue, item, ticks);
}

BaseType_t pyrite_queue_receive(QueueHandle_t queue, void *item, TickType_t ticks)
{
    return xQueueReceive(queue, item, ticks);
}

void pyrite_queue_delete(QueueHandle_t queue)
{
    vQueueDelete(queue);
}

BaseType_t pyrite_timer_start(TimerHandle_t timer, TickType_t ticks)
{
    return xTimerStart(timer, ticks);
}

BaseType_t pyrite_timer_stop(TimerHandle_t timer, TickType_t ticks)
{
    return xTimerStop(timer, ticks);
}

BaseType_t pyrite_timer_delete(TimerHandle_t timer, TickType_t ticks)
{
    return xTimerDelete(timer, ticks);
}

/* Once the last task is ready there is nothing to do: sleep until an interrupt. */
void vApplicationIdleHook(void)
{
    __asm volatile("dsb\n wfi\n isb" ::: "memory");
}

/* Memory of the two tasks the kernel makes itself, aligned for the stack guard. */
void vApplicationGetIdleTaskMemory(StaticTask_t **tcb, StackType_t **stack, configSTACK_DEPTH_TYPE *words)
{
    static StaticTask_t idle_tcb;
    static StackType_t idle_stack[configMINIMAL_STACK_SIZE] __attribute__((aligned(PYRITE_STACK_GUARD_BYTES)));
    *tcb = &idle_tcb;
    *stack = idle_stack;
    *words = configMINIMAL_STACK_SIZE;
}

void vApplicationGetTimerTaskMemory(StaticTask_t **tcb, StackType_t **stack, configSTACK_DEPTH_TYPE *words)
{
    static StaticTask_t timer_tcb;
    static StackType_t timer_stack[configTIMER_TASK_STACK_DEPTH] __attribute__((aligned(PYRITE_STACK_GUARD_BYTES)));
    *tcb = &timer_tcb;
    *stack = timer_stack;
    *words = configTIMER_TASK_STACK_DEPTH;
}

/* errno is thread-local in picolibc: its address differs from task to task. */
int *pyrite_errno(void)
{
    return &errno;
}
