//! The interrupt controller. Source: ARMv6-M ARM B3.4.

/// Lets the interrupt `irq` through; all have the same priority, above the tick.
pub fn enable(irq: usize) {
    const ISER: *mut u32 = 0xE000_E100 as *mut u32;
    // SAFETY: writing ones enables, zeroes do nothing.
    unsafe { ISER.write_volatile(1 << irq) };
}
