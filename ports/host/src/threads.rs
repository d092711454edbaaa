//! The virtual machine's threads over those of Linux.
//!
//! A parker is a word that its thread waits on. Threads but the first are cancelled by a
//! descriptor that all their waits look at.

use std::cell::Cell;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering, fence};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use pyrite_host::{Errno, Interrupts, Parker, Threads};

use crate::native;

/// C stack of the thread that runs the machine.
pub const FIRST_STACK_BYTES: usize = 64 << 20;

/// What the thread's start and the guard page may take of it.
const STACK_MARGIN: usize = 64 << 10;

/// The least that the system starts a thread with, and what the machine needs.
const STACK_LEAST: usize = 256 << 10;
/// What a thread has if nothing is said.
const STACK_USUAL: usize = 8 << 20;

/// [`Threads`] of Linux.
pub struct LinuxThreads;

static EXCLUSIVE: Mutex<()> = Mutex::new(());
static CANCELLED: AtomicBool = AtomicBool::new(false);
/// The words that threads wait on, by parker; the first thread's is not among them.
static WORDS: Mutex<Vec<&'static AtomicU32>> = Mutex::new(Vec::new());

thread_local! {
    static IS_FIRST: Cell<bool> = const { Cell::new(false) };
    /// Address near the start of the thread's stack, and its size; 0 for threads that are not ours.
    static STACK: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Makes the calling thread, which has [`FIRST_STACK_BYTES`], the first of the machine.
pub fn begin() {
    note_stack(FIRST_STACK_BYTES);
    IS_FIRST.set(true);
}

/// Notes where the stack of this thread starts, which has so many bytes.
fn note_stack(bytes: usize) {
    let here = 0u8;
    STACK.set(((&raw const here).addr(), bytes));
}

/// What is left of this thread's stack.
pub fn stack_left_bytes() -> usize {
    let here = 0u8;
    match STACK.get() {
        (0, _) => STACK_MARGIN,
        (start, size) => size.saturating_sub(STACK_MARGIN + start.abs_diff((&raw const here).addr())),
    }
}

/// Whether calls of this thread that block are to end.
pub fn is_interrupted() -> bool {
    match IS_FIRST.get() {
        true => native::INTERRUPTED.load(Ordering::SeqCst),
        false => CANCELLED.load(Ordering::SeqCst),
    }
}

/// Can be read while threads are cancelled.
fn cancelled_event() -> i32 {
    static EVENT: OnceLock<i32> = OnceLock::new();
    *EVENT.get_or_init(native::event)
}

/// Sleeps; ends early with `Interrupted`, or for nothing.
pub fn sleep_us(duration_us: u64) -> io::Result<()> {
    if IS_FIRST.get() {
        return native::sleep_us(duration_us);
    }
    native::wait_readable(-1, cancelled_event(), Some(duration_us)).map(drop)
}

/// Reads from a descriptor; ends with `Interrupted` when a signal comes or the thread is cancelled.
pub fn read(descriptor: i32, into: &mut [u8]) -> io::Result<usize> {
    if !IS_FIRST.get() && !native::wait_readable(descriptor, cancelled_event(), None)? {
        return Err(io::ErrorKind::Interrupted.into());
    }
    native::read(descriptor, into)
}

fn words() -> std::sync::MutexGuard<'static, Vec<&'static AtomicU32>> {
    WORDS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The word of a parker.
fn word(parker: Parker) -> &'static AtomicU32 {
    match parker.0.checked_sub(1) {
        None => &native::FIRST,
        Some(index) => words().get(index).copied().unwrap_or(&native::FIRST),
    }
}

/// Parkers that no thread has.
static FREE: Mutex<Vec<Parker>> = Mutex::new(Vec::new());

/// A parker: one that was used before, or a new one; words stay for ever.
fn take_parker() -> Parker {
    let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
    free.pop().unwrap_or_else(|| {
        let mut words = words();
        words.push(Box::leak(Box::new(AtomicU32::new(0))));
        Parker(words.len())
    })
}

impl Threads for LinuxThreads {
    fn spawn(&self, stack_bytes: usize, entry: fn(Parker, usize), argument: usize) -> Result<(), Errno> {
        let parker = take_parker();
        let give_back = move || FREE.lock().unwrap_or_else(PoisonError::into_inner).push(parker);
        let body = move || {
            note_stack(stack_bytes);
            native::take_interrupts_here(false);
            entry(parker, argument);
            give_back();
        };
        match thread::Builder::new().stack_size(stack_bytes).spawn(body) {
            Ok(_detached) => Ok(()),
            Err(error) => {
                give_back();
                Err(Errno(error.raw_os_error().unwrap_or(Errno::EIO.0)))
            }
        }
    }

    fn stack_bytes(&self) -> (usize, usize) {
        (STACK_LEAST, STACK_USUAL)
    }

    fn native_id(&self) -> usize {
        native::thread_id()
    }

    fn first_parker(&self) -> Parker {
        Parker(0)
    }

    fn park(
        &self,
        parker: Parker,
        timeout_us: Option<u64>,
        interrupts: Interrupts,
        ready: &dyn Fn() -> bool,
    ) {
        let end = timeout_us.and_then(|us| Instant::now().checked_add(Duration::from_micros(us)));
        let word = word(parker);
        loop {
            word.store(0, Ordering::SeqCst);
            fence(Ordering::SeqCst);
            if ready() || (interrupts == Interrupts::Heed && is_interrupted()) {
                return;
            }
            let left = end.map(|end| end.saturating_duration_since(Instant::now()).as_micros() as u64);
            if left == Some(0) {
                return;
            }
            native::wait_word(word, left);
        }
    }

    fn unpark(&self, parker: Parker) {
        native::wake_word(word(parker));
    }

    fn exclusive(&self, body: &mut dyn FnMut()) {
        let _guard = EXCLUSIVE.lock().unwrap_or_else(PoisonError::into_inner);
        body();
    }

    fn set_cancelled(&self, cancelled: bool) {
        CANCELLED.store(cancelled, Ordering::SeqCst);
        if cancelled {
            native::set_event(cancelled_event());
            for word in words().iter() {
                native::wake_word(word);
            }
        } else {
            native::clear_event(cancelled_event());
        }
    }
}
