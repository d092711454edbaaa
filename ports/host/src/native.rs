//! System calls that `std` has no safe form of: terminal, signals, interruptible waits.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// The word that asks the machine to look up.
pub static ATTENTION: AtomicU32 = AtomicU32::new(0);

/// Ctrl-C was seen and not yet taken.
pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The terminal as it was found, while it is changed.
static FOUND: Mutex<Option<libc::termios>> = Mutex::new(None);

extern "C" fn on_interrupt(_signal: libc::c_int) {
    INTERRUPTED.store(true, Ordering::SeqCst);
    ATTENTION.store(1, Ordering::SeqCst);
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
    let time = libc::timespec {
        tv_sec: (duration_us / 1_000_000) as libc::time_t,
        tv_nsec: (duration_us % 1_000_000 * 1000) as libc::c_long,
    };
    // SAFETY: the structure is initialised; the rest of the time is not asked for.
    match unsafe { libc::nanosleep(&raw const time, std::ptr::null_mut()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
