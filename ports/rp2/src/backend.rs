//! The firmware's modules, bottom-up.

#[path = "regs/mod.rs"]
mod regs;
#[path = "clock.rs"]
mod clock;
#[path = "uart.rs"]
mod uart;
#[path = "board.rs"]
mod board;
#[path = "startup.rs"]
mod startup;
