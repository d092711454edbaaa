//! The virtual machine's threads as tasks of the kernel.
//!
//! A parker is the address of a wait list on the stack of its task; unsafe code here is the way
//! back from the address. The list is there whenever somebody uses it: whoever wakes a thread
//! does it in a section that the thread has to pass, or with the lock that it has to get, before
//! it can end.

use core::ptr;

use pyrite_host::{Errno, Interrupts, Parker, Threads};
use pyrite_posix::signal::Interrupt;
use pyrite_rtos::notify::{self, WaitList};
use pyrite_rtos::task::{self, Spec};
use pyrite_rtos::{OutOfMemory, Wait, critical};

/// The least that the machine runs a function on.
const STACK_LEAST: usize = 6144;

/// Tasks as threads.
pub struct KernelThreads {
    /// The first thread's task: others are like it.
    first: Spec,
    interrupt: &'static Interrupt,
}

static FIRST: WaitList = WaitList::new();

/// What a new task runs.
struct Start {
    entry: fn(Parker, usize),
    argument: usize,
}

fn run(start: Start) {
    let list = WaitList::new();
    (start.entry)(Parker((&raw const list).expose_provenance()), start.argument);
}

/// The list of a parker.
fn list<'a>(parker: Parker) -> &'a WaitList {
    if parker == FIRST_PARKER {
        return &FIRST;
    }
    // SAFETY: the address is that of a list in `run`, which has not ended: see above.
    unsafe { &*ptr::with_exposed_provenance(parker.0) }
}

const FIRST_PARKER: Parker = Parker(0);

impl KernelThreads {
    /// Threads like `first`, whose first is interrupted by `interrupt`.
    pub const fn new(first: Spec, interrupt: &'static Interrupt) -> Self {
        Self { first, interrupt }
    }
}

impl Threads for KernelThreads {
    fn spawn(&self, stack_bytes: usize, entry: fn(Parker, usize), argument: usize) -> Result<(), Errno> {
        let spec = Spec { name: c"thread", priority: self.first.priority, stack_bytes };
        match task::spawn(spec, run, Start { entry, argument }) {
            Ok(_) => Ok(()),
            Err(OutOfMemory) => Err(Errno::ENOMEM),
        }
    }

    fn stack_bytes(&self) -> (usize, usize) {
        (STACK_LEAST, (self.first.stack_bytes / 2).max(STACK_LEAST))
    }

    fn native_id(&self) -> usize {
        task::current_id()
    }

    fn first_parker(&self) -> Parker {
        FIRST_PARKER
    }

    fn park(
        &self,
        parker: Parker,
        timeout_us: Option<u64>,
        interrupts: Interrupts,
        ready: &dyn Fn() -> bool,
    ) {
        let wait = timeout_us.map_or(Wait::Forever, Wait::Us);
        let heeds = interrupts == Interrupts::Heed;
        notify::wait_any([list(parker), self.interrupt.waiters()], wait, || {
            ready() || (heeds && self.interrupt.reaches_current())
        });
    }

    fn unpark(&self, parker: Parker) {
        list(parker).wake_all();
    }

    fn exclusive(&self, body: &mut dyn FnMut()) {
        critical::with(|_| body());
    }

    fn set_cancelled(&self, cancelled: bool) {
        self.interrupt.cancel_others(cancelled);
    }
}
