//! The interrupt controller. Source: ARMv7-M ARM B3.4.

/// Below the kernel's mask (0x20), above the tick: handlers may notify.
const DEVICE_PRIORITY: u8 = 0x40;

/// Lets the interrupt `irq` through.
pub fn enable(irq: usize) {
    const ISER: usize = 0xE000_E100;
    const IPR: usize = 0xE000_E400;
    // SAFETY: one priority byte for each of the 32 interrupts.
    unsafe { ((IPR + irq) as *mut u8).write_volatile(DEVICE_PRIORITY) };
    // SAFETY: writing ones enables, zeroes do nothing.
    unsafe { ((ISER + 4 * (irq / 32)) as *mut u32).write_volatile(1 << (irq % 32)) };
}
