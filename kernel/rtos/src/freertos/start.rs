//! The first instructions after reset, the same on every Cortex-M board.
//!
//! ORDER: Reset. Data and zeroes first, then the thread pointer (until it is set, `errno` would be
//! written over the vector table), then the MPU, then the board's `board_main`.

use core::arch::global_asm;

unsafe extern "C" {
    /// The counter of the board that processor time is measured with.
    safe fn pyrite_run_time_counter() -> u32;
}

pub(super) fn run_time() -> u32 {
    pyrite_run_time_counter()
}

// The linker script sizes both areas in whole words, and `.data` includes the image of `.tdata`.
// Written in the instructions of ARMv6-M. `_set_tls` keeps its argument for the first task-less
// stretch: the block of the start-up stack, which is the image itself.
global_asm!(
    ".syntax unified",
    ".section .text.Reset_Handler, \"ax\", %progbits",
    ".global Reset_Handler",
    ".thumb_func",
    "Reset_Handler:",
    "    ldr  r0, =__data_start",
    "    ldr  r1, =__data_end",
    "    ldr  r2, =__data_source",
    "    b    2f",
    "1:  ldm  r2!, {{r3}}",
    "    stm  r0!, {{r3}}",
    "2:  cmp  r0, r1",
    "    blo  1b",
    "    ldr  r0, =__bss_start",
    "    ldr  r1, =__bss_end",
    "    movs r3, #0",
    "    b    4f",
    "3:  stm  r0!, {{r3}}",
    "4:  cmp  r0, r1",
    "    blo  3b",
    "    ldr  r0, =__tls_base",
    "    bl   _set_tls",
    "    bl   board_main",
    "5:  b    5b",
    ".pool",
    ".type Reset_Handler, %function",
    ".size Reset_Handler, . - Reset_Handler",
);
