//! Vector table, and the way from reset into the machine.
//!
//! ORDER: Reset. `Reset_Handler` (kernel/rtos) sets data and the thread pointer, then comes here.

use super::board::{self, CLOCK, CONSOLE};

/// A vector.
type Handler = unsafe extern "C" fn();

unsafe extern "C" {
    static __stack_top: u8;
    fn Reset_Handler();
    fn HardFault_Handler();
    fn MemManage_Handler();
    fn BusFault_Handler();
    fn UsageFault_Handler();
    fn SVC_Handler();
    fn PendSV_Handler();
    fn SysTick_Handler();
}

/// The two words that the core reads at reset.
#[repr(C)]
struct Boot {
    stack: *const u8,
    reset: Handler,
}

// SAFETY: constants of the linker, never written.
unsafe impl Sync for Boot {}

#[unsafe(link_section = ".boot")]
#[used]
static BOOT: Boot = Boot { stack: &raw const __stack_top, reset: Reset_Handler };

/// The table in use: behind the guarded first page, so that the kernel can read it.
#[repr(C, align(256))]
struct Vectors {
    boot: Boot,
    system: [Option<Handler>; 14],
    devices: [Option<Handler>; 32],
}

/// Devices with a handler; an interrupt of any other is a fault.
const DEVICES: [Option<Handler>; 32] = {
    let mut table = [Some(HardFault_Handler as Handler); 32];
    table[0] = Some(uart0_handler as Handler);
    table[1] = Some(uart0_handler as Handler);
    table[8] = Some(timer0_handler as Handler);
    table
};

#[unsafe(link_section = ".vectors")]
#[used]
static VECTORS: Vectors = Vectors {
    boot: Boot { stack: &raw const __stack_top, reset: Reset_Handler },
    system: [
        Some(HardFault_Handler),
        Some(HardFault_Handler),
        Some(MemManage_Handler),
        Some(BusFault_Handler),
        Some(UsageFault_Handler),
        None,
        None,
        None,
        None,
        Some(SVC_Handler),
        Some(HardFault_Handler),
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

unsafe extern "C" fn timer0_handler() {
    CLOCK.on_interrupt();
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
