//! System calls: terminal, signals, waits that end with a signal.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The word that asks the machine to look up.
pub static ATTENTION: AtomicU32 = AtomicU32::new(0);

/// Ctrl-C was seen and not yet taken.
pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The terminal as it was found, while it is changed.
static FOUND: Mutex<Option<libc::termios>> = Mutex::new(None);

/// The parker of the machine's first thread: [`wait_word`] waits there.
pub static FIRST: AtomicU32 = AtomicU32::new(0);

/// The thread that takes the interrupt signal, once there is one.
static TAKER: OnceLock<usize> = OnceLock::new();

extern "C" fn on_interrupt(_signal: libc::c_int) {
    INTERRUPTED.store(true, Ordering::SeqCst);
    ATTENTION.store(1, Ordering::SeqCst);
    // The signal comes to the thread that may be about to wait there.
    FIRST.store(1, Ordering::SeqCst);
}

/// Does what Ctrl-C does.
pub fn interrupt() {
    if let Some(&taker) = TAKER.get() {
        // SAFETY: the thread runs the machine; it lives as long as the program.
        unsafe { libc::pthread_kill(taker as libc::pthread_t, libc::SIGINT) };
    }
}

/// The system's number of the calling thread.
pub fn thread_id() -> usize {
    // SAFETY: no condition.
    usize::try_from(unsafe { libc::gettid() }).unwrap_or(0)
}

fn timespec(duration_us: u64) -> libc::timespec {
    libc::timespec {
        tv_sec: (duration_us / 1_000_000) as libc::time_t,
        tv_nsec: (duration_us % 1_000_000 * 1000) as libc::c_long,
    }
}

/// Waits while `word` is 0, at most so long; ends early when a signal comes, or for nothing.
pub fn wait_word(word: &AtomicU32, timeout_us: Option<u64>) {
    let time = timeout_us.map(timespec);
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the word and the time, if any, live until the call returns.
    unsafe {
        libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG, 0, time);
    }
}

/// Sets `word` to 1 and wakes the thread that waits there.
pub fn wake_word(word: &AtomicU32) {
    word.store(1, Ordering::SeqCst);
    // SAFETY: only the address is used.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, 1) };
}

/// Waits until one of two descriptors can be read (negative: none), at most so long; whether
/// it is the first. Ends with `Interrupted` when a signal comes.
pub fn wait_readable(first: i32, second: i32, timeout_us: Option<u64>) -> io::Result<bool> {
    let time = timeout_us.map(timespec);
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let mut set = [first, second].map(|fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 });
    // SAFETY: the array and the time, if any, live until the call returns.
    match unsafe { libc::ppoll(set.as_mut_ptr(), 2, time, std::ptr::null()) } {
        0 => Ok(false),
        1.. => Ok(set[0].revents != 0),
        _ => Err(io::Error::last_os_error()),
    }
}

/// A descriptor that can be read while the count in it is not 0; negative if there is none.
pub fn event() -> i32 {
    // SAFETY: no condition.
    unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) }
}

/// Turns the interrupt signal into the two words above.
pub fn catch_interrupts() {
    // SAFETY: the action is all zeros but for a handler that touches atomics only. Without
    // SA_RESTART, waits end when the signal comes.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_interrupt as extern "C" fn(libc::c_int) as usize;
        libc::sigaction(libc::SIGINT, &raw const action, std::ptr::null_mut());
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
    }
}

/// Lets this thread take the interrupt signal, or leaves it to others.
pub fn take_interrupts_here(here: bool) {
    if here {
        // SAFETY: no condition.
        let _first = TAKER.set(unsafe { libc::pthread_self() } as usize);
    }
    // SAFETY: the set is initialised before it is used.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, libc::SIGINT);
        let how = if here { libc::SIG_UNBLOCK } else { libc::SIG_BLOCK };
        libc::pthread_sigmask(how, &raw const set, std::ptr::null_mut());
    }
}

/// Whether standard input is a terminal.
pub fn is_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stdin())
}

/// Columns of the terminal, if it tells.
pub fn columns() -> Option<usize> {
    // SAFETY: the call fills the structure, which is plain data.
    let size = unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        (libc::ioctl(1, libc::TIOCGWINSZ, &raw mut size) == 0).then_some(size)
    }?;
    (size.ws_col > 0).then_some(size.ws_col.into())
}

/// Bytes come as they are typed, not echoed. Line feeds that are written keep getting their
/// carriage return.
pub fn set_unbuffered() {
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: the calls read and write the structure, which is plain data.
    unsafe {
        let mut modes: libc::termios = std::mem::zeroed();
        if libc::tcgetattr(0, &raw mut modes) != 0 {
            return;
        }
        found.get_or_insert(modes);
        libc::cfmakeraw(&raw mut modes);
        modes.c_oflag |= libc::OPOST | libc::ONLCR;
        libc::tcsetattr(0, libc::TCSADRAIN, &raw const modes);
    }
}

/// Whether Ctrl-C is a signal; only of a terminal that [`set_unbuffered`] changed.
pub fn set_signals(signals: bool) {
    let found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if found.is_none() {
        return;
    }
    // SAFETY: as in `set_unbuffered`.
    unsafe {
        let mut modes: libc::termios = std::mem::zeroed();
        if libc::tcgetattr(0, &raw mut modes) == 0 {
            modes.c_lflag = if signals { modes.c_lflag | libc::ISIG } else { modes.c_lflag & !libc::ISIG };
            modes.c_cc[libc::VQUIT] = 0;
            modes.c_cc[libc::VSUSP] = 0;
            libc::tcsetattr(0, libc::TCSANOW, &raw const modes);
        }
    }
}

/// Makes an [`event`] readable.
pub fn set_event(descriptor: i32) {
    // The count is far from its end, so that the call cannot fail.
    let _written = write(descriptor, &1u64.to_ne_bytes());
}

/// Makes an [`event`] unreadable.
pub fn clear_event(descriptor: i32) {
    let _none = read(descriptor, &mut [0; 8]);
}

/// Puts the terminal back as it was found.
pub fn restore() {
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(modes) = found.take() {
        // SAFETY: the structure came from the system.
        unsafe { libc::tcsetattr(0, libc::TCSADRAIN, &raw const modes) };
    }
}

/// Reads from a descriptor; ends with `Interrupted` when a signal comes.
pub fn read(descriptor: i32, into: &mut [u8]) -> io::Result<usize> {
    // SAFETY: the pointer and the length are of one slice.
    let len = unsafe { libc::read(descriptor, into.as_mut_ptr().cast(), into.len()) };
    usize::try_from(len).map_err(|_| io::Error::last_os_error())
}

/// Writes to a descriptor.
pub fn write(descriptor: i32, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: the pointer and the length are of one slice.
    let len = unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len()) };
    usize::try_from(len).map_err(|_| io::Error::last_os_error())
}

/// Sleeps; ends with `Interrupted` when a signal comes.
pub fn sleep_us(duration_us: u64) -> io::Result<()> {
    let time = timespec(duration_us);
    // SAFETY: the structure is initialised; the rest of the time is not asked for.
    match unsafe { libc::nanosleep(&raw const time, std::ptr::null_mut()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
