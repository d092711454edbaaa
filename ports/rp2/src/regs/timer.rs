//! The 64-bit microsecond timer, and a bit of noise.
//!
//! Source: RP2040 datasheet §4.6, §2.17.

use super::Reg;

#[repr(C)]
struct Timer {
    timehw: Reg,
    timelw: Reg,
    timehr: Reg,
    timelr: Reg,
    alarms: [Reg; 4],
    armed: Reg,
    timerawh: Reg,
    timerawl: Reg,
}

fn timer() -> &'static Timer {
    // SAFETY: the block lies at this address for ever.
    unsafe { &*(0x4005_4000 as *const Timer) }
}

/// The high half of the count.
pub fn high() -> u32 {
    timer().timerawh.read()
}

/// The low half of the count.
pub fn low() -> u32 {
    timer().timerawl.read()
}

/// A bit of the ring oscillator, which nothing else runs from.
pub fn noise_bit() -> u8 {
    // SAFETY: the register lies at this address for ever (ROSC RANDOMBIT).
    let random = unsafe { &*(0x4006_001C as *const Reg) };
    (random.read() & 1) as u8
}
