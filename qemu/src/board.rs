//! The machine put together: which driver serves which part.

use pyrite_diag::report::{Emergency, Report, STATUS_ABORT};
use pyrite_posix::file::FileSource;
use pyrite_posix::signal::Interrupt;
use pyrite_posix::tty::{Queues, Tty};
use pyrite_python::{Board, Entropy, FrozenModule};
use pyrite_rtos::cell::{Once, Shared};
use pyrite_rtos::heap::{self, Allocator, Subsystem};
use pyrite_rtos::{task, time};

use super::arguments::Arguments;
use super::clock::Timer0;
use super::files::HostFiles;
use super::semihost::{self, HostFile};
use super::uart::Uart0;

include!(concat!(env!("OUT_DIR"), "/board.rs"));

/// What Rust allocates in this firmware is the virtual machine's.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator(Subsystem::Python);

static INTERRUPT: Interrupt = Interrupt::new();
static FILES: HostFiles = HostFiles::new();
static ENTROPY: Entropy = Entropy::new();
static ARGUMENTS: Once<Arguments> = Once::new();
static STANDARD_ERROR: Shared<Option<HostFile>> = Shared::new(None);

/// The console.
pub static CONSOLE: Tty = Tty::new(&UART, &INTERRUPT, &QUEUES);
static QUEUES: Queues = Queues::new();
/// The console's port.
pub static UART: Uart0 = Uart0;
/// The clock.
pub static CLOCK: Timer0 = Timer0;

/// The machine.
struct Mps2;
static MPS2: Mps2 = Mps2;

impl Mps2 {
    /// Where `stderr` and reports go: with a program, not among its output.
    fn standard_error(&self) -> Option<HostFile> {
        STANDARD_ERROR.get()
    }
}

impl Board for Mps2 {
    fn console(&self) -> &'static Tty {
        &CONSOLE
    }

    fn write_errors(&self, bytes: &[u8]) {
        match self.standard_error() {
            Some(file) => {
                // What the emulator does not take is lost: there is nowhere to say so.
                let _written = semihost::write(file, bytes);
            }
            None => CONSOLE.write(bytes),
        }
    }

    fn files(&self) -> &'static dyn FileSource {
        &FILES
    }

    fn entropy(&self) -> &'static Entropy {
        &ENTROPY
    }

    fn arguments(&self) -> &'static [&'static str] {
        ARGUMENTS.get().map_or(&[], Arguments::program)
    }

    fn machine(&self) -> &'static str {
        "mps2-an385 with Cortex-M3"
    }

    fn frozen_modules(&self) -> &'static [&'static FrozenModule] {
        FROZEN
    }

    fn banner(&self) -> &'static str {
        concat!(
            "Pyrite v",
            env!("CARGO_PKG_VERSION"),
            "; mps2-an385 with Cortex-M3\nType \"help()\" for more information.\n"
        )
    }

    fn python_task(&self) -> task::Spec {
        TASK_PYTHON
    }

    fn exit(&self, status: u8) -> ! {
        CONSOLE.drain();
        semihost::exit(status)
    }
}

impl Emergency for Mps2 {
    fn write(&self, bytes: &[u8]) {
        match self.standard_error() {
            Some(file) => {
                // What the emulator does not take is lost: there is nowhere to say so.
                let _written = semihost::write(file, bytes);
            }
            None => {
                CONSOLE.send_queued_now();
                UART.send_now(bytes);
            }
        }
    }

    fn exit(&self, status: u8) -> ! {
        CONSOLE.send_queued_now();
        semihost::exit(status)
    }
}

/// Starts everything; the scheduler does not come back.
pub fn run() -> ! {
    pyrite_diag::start(&MPS2);
    CLOCK.start();
    time::install(&CLOCK);
    UART.start();
    start_arguments();
    if crate::start_service(&MPS2).is_ok() {
        task::start_scheduler();
    }
    Report::begin(format_args!("no memory for the first task")).end(STATUS_ABORT);
}

/// Reads the command line and does what it asks of the board.
fn start_arguments() {
    let arguments = Arguments::read();
    if let Some(bytes) = arguments.heap_bytes {
        heap::set_limit(bytes);
    }
    if let Some(root) = arguments.root {
        FILES.set_root(root);
    }
    if let Some(seed) = arguments.seed {
        ENTROPY.add(seed.as_bytes());
    }
    if let Ok(arguments) = heap::leak(Subsystem::Posix, arguments) {
        ARGUMENTS.set(arguments);
    }
    if !MPS2.arguments().is_empty() {
        STANDARD_ERROR.set(semihost::open_standard_error().ok());
    }
}
