//! Boot loader's second stage, vector table, and the way into the board.
//!
//! ORDER: Reset. The boot ROM copies the boot block to RAM and runs it; that maps the flash and jumps
//! through the table behind it. `Reset_Handler` (kernel/rtos) sets data and the thread pointer, then
//! comes here. Source: RP2040 datasheet §2.8.1.3.

use super::board::{self, CLOCK, CONSOLE};

/// A vector.
type Handler = unsafe extern "C" fn();

unsafe extern "C" {
    static __stack_top: u8;
    fn Reset_Handler();
    fn HardFault_Handler();
    fn SVC_Handler();
    fn PendSV_Handler();
    fn SysTick_Handler();
}

/// Sets the flash up for fast reads; with its checksum.
#[unsafe(link_section = ".boot")]
#[used]
static BOOT2: [u8; 256] = rp2040_boot2::BOOT_LOADER_W25Q080;

/// The table in use.
#[repr(C, align(256))]
struct Vectors {
    stack: *const u8,
    reset: Handler,
    system: [Option<Handler>; 14],
    devices: [Option<Handler>; 26],
}

// SAFETY: constants of the linker, never written.
unsafe impl Sync for Vectors {}

/// Devices with a handler; an interrupt of any other is a fault.
const DEVICES: [Option<Handler>; 26] = {
    let mut table = [Some(HardFault_Handler as Handler); 26];
    table[20] = Some(uart0_handler as Handler);
    table
};

#[unsafe(link_section = ".vectors")]
#[used]
static VECTORS: Vectors = Vectors {
    stack: &raw const __stack_top,
    reset: Reset_Handler,
    system: [
        Some(HardFault_Handler),
        Some(HardFault_Handler),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        Some(SVC_Handler),
        None,
        None,
        Some(PendSV_Handler),
        Some(SysTick_Handler),
    ],
    devices: DEVICES,
};

/// The frequency that the kernel's tick is derived from.
#[unsafe(no_mangle)]
#[used]
#[allow(non_upper_case_globals, reason = "the name is C's")]
static pyrite_cpu_hz: u32 = board::CPU_HZ;

unsafe extern "C" fn uart0_handler() {
    CONSOLE.on_interrupt();
}

/// The counter that processor time is measured with.
#[unsafe(no_mangle)]
extern "C" fn pyrite_run_time_counter() -> u32 {
    CLOCK.counts()
}

/// Called by `Reset_Handler`.
#[unsafe(no_mangle)]
extern "C" fn board_main() {
    const VTOR: *mut u32 = 0xE000_ED08 as *mut u32;
    // SAFETY: the table is aligned and complete.
    unsafe { VTOR.write_volatile(&raw const VECTORS as u32) };
    board::run();
}
