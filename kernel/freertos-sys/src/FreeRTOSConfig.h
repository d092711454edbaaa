/*
 * FreeRTOSConfig.h: how Pyrite configures the FreeRTOS kernel, on every board.
 *
 * What differs from board to board (the clock, the run-time counter) is a symbol that the board
 * defines, so that this file and the objects made with it are the same for all of them.
 * Source: FreeRTOS reference, "FreeRTOSConfig.h".
 */
#ifndef PYRITE_FREERTOS_CONFIG_H
#define PYRITE_FREERTOS_CONFIG_H

#include <stddef.h>
#include <stdint.h>

/* Supplied by the board. */
extern const uint32_t pyrite_cpu_hz;
extern uint32_t pyrite_run_time_counter(void);
/* Supplied by kernel/diag: reports and ends. */
extern void pyrite_assert_failed(const char *file, int line) __attribute__((noreturn));

#define configCPU_CLOCK_HZ (pyrite_cpu_hz)
#define configTICK_RATE_HZ 1000
#define configTICK_TYPE_WIDTH_IN_BITS TICK_TYPE_WIDTH_32_BITS

#define configUSE_PREEMPTION 1
#define configUSE_TIME_SLICING 1
#define configMAX_PRIORITIES 8
#define configMAX_TASK_NAME_LEN 12
#define configMINIMAL_STACK_SIZE 256 /* words; the idle task, which frees what deleted tasks held */
#define configIDLE_SHOULD_YIELD 1
#define configUSE_IDLE_HOOK 1
#define configUSE_TICK_HOOK 0
#define configUSE_PASSIVE_IDLE_HOOK 0

/* Memory: the kernel allocates with picolibc's malloc (kernel/rtos), stacks aligned for the guard. */
#define configSUPPORT_DYNAMIC_ALLOCATION 1
#define configSUPPORT_STATIC_ALLOCATION 1
#define configKERNEL_PROVIDED_STATIC_MEMORY 0
#define configSTACK_ALLOCATION_FROM_SEPARATE_HEAP 1
#define configTOTAL_HEAP_SIZE 0
#define configUSE_MALLOC_FAILED_HOOK 0
#define configSTACK_DEPTH_TYPE size_t

/* Thread-local storage, errno with it, is picolibc's: a block at the top of each task's stack. */
#define configUSE_PICOLIBC_TLS 1
#define configUSE_NEWLIB_REENTRANT 0

#define configUSE_MUTEXES 1
#define configUSE_RECURSIVE_MUTEXES 1
#define configUSE_COUNTING_SEMAPHORES 1
#define configUSE_QUEUE_SETS 0
#define configUSE_TASK_NOTIFICATIONS 1
#define configTASK_NOTIFICATION_ARRAY_ENTRIES 1
#define configUSE_TIMERS 1
#define configTIMER_TASK_PRIORITY (configMAX_PRIORITIES - 1)
#define configTIMER_QUEUE_LENGTH 8
#define configTIMER_TASK_STACK_DEPTH 256
#define configUSE_CO_ROUTINES 0
#define configUSE_APPLICATION_TASK_TAG 0

/* What kernel/diag reads. */
#define configCHECK_FOR_STACK_OVERFLOW 2
#define configRECORD_STACK_HIGH_ADDRESS 0
#define configUSE_TRACE_FACILITY 1
#define configUSE_STATS_FORMATTING_FUNCTIONS 0
#define configGENERATE_RUN_TIME_STATS 1
#define configRUN_TIME_COUNTER_TYPE uint32_t
#define portCONFIGURE_TIMER_FOR_RUN_TIME_STATS()
#define portGET_RUN_TIME_COUNTER_VALUE() pyrite_run_time_counter()
#define configASSERT(x) \
    do { if (!(x)) pyrite_assert_failed(__FILE__, __LINE__); } while (0)

#define configNUMBER_OF_CORES 1
#define configENABLE_MPU 0
#define configENABLE_FPU 0
#define configENABLE_TRUSTZONE 0

/*
 * Interrupts at priority 0x20 and below (numerically above) may call the kernel; 0x00 is never masked.
 * ARMv6-M has no BASEPRI: there the kernel masks all of them.
 */
#define configPRIO_BITS 3
#define configKERNEL_INTERRUPT_PRIORITY 0xE0
#define configMAX_SYSCALL_INTERRUPT_PRIORITY 0x20

/*
 * Vector table entries by their CMSIS names. The check of the table reads it through address 0 on
 * boards where that is guarded; the linker checks the names already.
 */
#define configCHECK_HANDLER_INSTALLATION 0
#define vPortSVCHandler SVC_Handler
#define xPortPendSVHandler PendSV_Handler
#define xPortSysTickHandler SysTick_Handler

#define INCLUDE_vTaskDelay 1
#define INCLUDE_xTaskDelayUntil 1
#define INCLUDE_vTaskDelete 1
#define INCLUDE_vTaskSuspend 1
#define INCLUDE_vTaskPrioritySet 1
#define INCLUDE_uxTaskPriorityGet 1
#define INCLUDE_xTaskGetCurrentTaskHandle 1
#define INCLUDE_xTaskGetIdleTaskHandle 1
#define INCLUDE_xTaskGetSchedulerState 1
#define INCLUDE_uxTaskGetStackHighWaterMark 1
#define INCLUDE_xTimerPendFunctionCall 0

/*
 * Each switch publishes the lowest address of the stack it switches to (kernel/rtos measures what is
 * left of it), and slides the stack guard there: MPU region 6, read-only. One store each; size and
 * rights of the region are set once by kernel/diag. Read-only suffices (an overflow writes) and lets
 * the kernel look at its own pattern.
 * Source: ARMv7-M ARM B3.5.8.
 */
extern void *volatile pyrite_stack_base;
#define PYRITE_STACK_GUARD_BYTES 128
#if defined(__ARM_ARCH_7M__)
#define PYRITE_MOVE_GUARD(base) (*(volatile uint32_t *)0xE000ED9CU = (uint32_t)(base) | 0x10U | 6U)
#else
#define PYRITE_MOVE_GUARD(base) ((void)0)
#endif
#define traceTASK_SWITCHED_IN() \
    do { \
        pyrite_stack_base = pxCurrentTCB->pxStack; \
        PYRITE_MOVE_GUARD(pxCurrentTCB->pxStack); \
    } while (0)

#endif /* PYRITE_FREERTOS_CONFIG_H */
