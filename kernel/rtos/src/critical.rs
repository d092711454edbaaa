//! Sections that nothing interrupts.
//!
//! Interrupts that may call the kernel are masked; sections nest. Keep them to a few dozen
//! instructions: they are the latency of the whole system.

use crate::backend;

/// Proof that the caller is in a critical section.
pub struct Section(());

/// Runs `body` with the interrupts masked.
///
/// # ISR
/// Allowed.
pub fn with<R>(body: impl FnOnce(&Section) -> R) -> R {
    let _guard = Guard { state: backend::critical_enter() };
    body(&Section(()))
}

/// Like [`with`] and cheaper, for a body that calls nothing of the kernel: no notification, no lock.
///
/// # ISR
/// Allowed.
pub fn masked<R>(body: impl FnOnce(&Section) -> R) -> R {
    let _mask = Mask { state: backend::mask() };
    body(&Section(()))
}

/// Takes the mask back on every path.
struct Mask {
    state: u32,
}

impl Drop for Mask {
    fn drop(&mut self) {
        backend::unmask(self.state);
    }
}

/// Leaves the section on every path.
struct Guard {
    state: u32,
}

impl Drop for Guard {
    fn drop(&mut self) {
        backend::critical_exit(self.state);
    }
}
