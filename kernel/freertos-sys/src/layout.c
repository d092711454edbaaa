/*
 * layout.c: what the Rust declarations assume of the C types, checked by the compiler.
 */
#include "FreeRTOS.h"
#include "task.h"

_Static_assert(sizeof(BaseType_t) == 4, "BaseType is i32");
_Static_assert(sizeof(UBaseType_t) == 4, "UBaseType is u32");
_Static_assert(sizeof(TickType_t) == 4, "TickType is u32");
_Static_assert(sizeof(StackType_t) == 4, "stack depths are counted in words of four bytes");
_Static_assert(sizeof(configRUN_TIME_COUNTER_TYPE) == 4, "run-time counters are u32");
_Static_assert(sizeof(eTaskState) == 1, "TaskStatus.state is u8");
_Static_assert(portMAX_DELAY == 0xFFFFFFFFU, "MAX_DELAY");
_Static_assert(portTICK_PERIOD_MS == 1, "a tick is a millisecond");
_Static_assert(sizeof(TaskStatus_t) == 36, "TaskStatus");
_Static_assert(offsetof(TaskStatus_t, pcTaskName) == 4, "TaskStatus.name");
_Static_assert(offsetof(TaskStatus_t, uxCurrentPriority) == 16, "TaskStatus.priority");
_Static_assert(offsetof(TaskStatus_t, ulRunTimeCounter) == 24, "TaskStatus.run_time");
_Static_assert(offsetof(TaskStatus_t, pxStackBase) == 28, "TaskStatus.stack_base");
_Static_assert(offsetof(TaskStatus_t, usStackHighWaterMark) == 32, "TaskStatus.high_water_words");
