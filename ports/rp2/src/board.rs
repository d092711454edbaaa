//! The board put together: which driver serves which part.

use pyrite_diag::report::{Emergency, Report, STATUS_ABORT};
use pyrite_posix::file::{FileSource, NoFiles};
use pyrite_posix::signal::Interrupt;
use pyrite_posix::tty::{Queues, Tty};
use pyrite_python::{Board, Entropy, FrozenModule};
use pyrite_rtos::heap::{Allocator, Subsystem};
use pyrite_rtos::{task, time};

use super::clock::Timer;
use super::regs::{reset, timer};
use super::uart::Uart0;

include!(concat!(env!("OUT_DIR"), "/board.rs"));

/// What Rust allocates in this firmware is the virtual machine's.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator(Subsystem::Python);

static INTERRUPT: Interrupt = Interrupt::new();
static ENTROPY: Entropy = Entropy::new();
static QUEUES: Queues = Queues::new();
static UART: Uart0 = Uart0;

/// The console.
pub static CONSOLE: Tty = Tty::new(&UART, &INTERRUPT, &QUEUES);
/// The clock.
pub static CLOCK: Timer = Timer;

/// The board.
struct Pico;
static PICO: Pico = Pico;

impl Board for Pico {
    fn console(&self) -> &'static Tty {
        &CONSOLE
    }

    fn write_errors(&self, bytes: &[u8]) {
        CONSOLE.write(bytes);
    }

    fn files(&self) -> &'static dyn FileSource {
        &NoFiles
    }

    fn entropy(&self) -> &'static Entropy {
        &ENTROPY
    }

    fn arguments(&self) -> &'static [&'static str] {
        &[]
    }

    fn machine(&self) -> &'static str {
        "Raspberry Pi Pico with RP2040"
    }

    fn frozen_modules(&self) -> &'static [&'static FrozenModule] {
        FROZEN
    }

    fn banner(&self) -> &'static str {
        concat!(
            "Pyrite v",
            env!("CARGO_PKG_VERSION"),
            "; Raspberry Pi Pico with RP2040\nType \"help()\" for more information.\n"
        )
    }

    fn python_task(&self) -> task::Spec {
        TASK_PYTHON
    }

    fn exit(&self, _status: u8) -> ! {
        CONSOLE.drain();
        reset::reset_chip()
    }
}

impl Emergency for Pico {
    fn write(&self, bytes: &[u8]) {
        CONSOLE.send_queued_now();
        UART.send_now(bytes);
    }

    fn exit(&self, _status: u8) -> ! {
        UART.finish_now();
        reset::reset_chip()
    }
}

/// Starts everything; the scheduler does not come back.
pub fn run() -> ! {
    CLOCK.start();
    time::install(&CLOCK);
    UART.start();
    pyrite_diag::start(&PICO);
    for _ in 0..64 {
        ENTROPY.add(&[timer::noise_bit()]);
    }
    if pyrite_python::start(&PICO).is_ok() {
        task::start_scheduler();
    }
    Report::begin(format_args!("no memory for the first task")).end(STATUS_ABORT);
}
