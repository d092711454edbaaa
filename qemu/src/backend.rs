//! The firmware's modules, bottom-up.

#[path = "regs/mod.rs"]
mod regs;
#[path = "semihost.rs"]
mod semihost;
#[path = "arguments.rs"]
mod arguments;
#[path = "files.rs"]
mod files;
#[path = "uart.rs"]
mod uart;
#[path = "clock.rs"]
mod clock;
#[path = "board.rs"]
mod board;
#[path = "startup.rs"]
mod startup;
