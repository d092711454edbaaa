//! Cells for `static`s shared by tasks and interrupt handlers.
//!
//! ARMv6-M has no compare-and-swap, so state that is read and changed lies in a critical section.

use core::cell::{Cell, UnsafeCell};

use crate::critical::{self, Section};

/// A small value that is read and written whole, in a critical section.
pub struct Shared<T: Copy>(Cell<T>);

// SAFETY: the inner cell is reached only inside critical sections, which exclude each other.
unsafe impl<T: Copy + Send> Sync for Shared<T> {}

impl<T: Copy> Shared<T> {
    /// A cell holding `value`.
    pub const fn new(value: T) -> Self {
        Self(Cell::new(value))
    }

    /// The value now.
    pub fn get(&self) -> T {
        critical::masked(|_| self.0.get())
    }

    /// Puts `value` and returns what was there.
    pub fn replace(&self, value: T) -> T {
        critical::masked(|_| self.0.replace(value))
    }

    /// Puts `value`.
    pub fn set(&self, value: T) {
        self.replace(value);
    }

    /// The cell itself, while the section lasts.
    pub fn within<'a>(&'a self, _section: &'a Section) -> &'a Cell<T> {
        &self.0
    }
}

/// Larger state that is changed in place, with interrupts masked.
pub struct Guarded<T> {
    busy: Cell<bool>,
    value: UnsafeCell<T>,
}

// SAFETY: both fields are reached only inside critical sections, which exclude each other.
unsafe impl<T: Send> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    /// A cell holding `value`.
    pub const fn new(value: T) -> Self {
        Self { busy: Cell::new(false), value: UnsafeCell::new(value) }
    }

    /// Runs `body` with the value; `None` if called again from inside `body`.
    ///
    /// `body` calls nothing of the kernel: it is in [`critical::masked`].
    pub fn with<R>(&self, body: impl FnOnce(&mut T) -> R) -> Option<R> {
        critical::masked(|_| {
            if self.busy.replace(true) {
                return None;
            }
            // SAFETY: the critical section excludes other flows of control, `busy` excludes `body` itself.
            let value = unsafe { &mut *self.value.get() };
            let result = body(value);
            self.busy.set(false);
            Some(result)
        })
    }
}

/// A reference set once at start-up and read ever after.
pub struct Once<T: ?Sized + 'static>(Cell<Option<&'static T>>);

// SAFETY: the inner cell is reached only inside critical sections, and shared references to a `Sync`
// value may go to any task.
unsafe impl<T: ?Sized + Sync> Sync for Once<T> {}

impl<T: ?Sized> Default for Once<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: ?Sized> Once<T> {
    /// An empty cell.
    pub const fn new() -> Self {
        Self(Cell::new(None))
    }

    /// Sets the reference; the first one stays.
    pub fn set(&self, value: &'static T) {
        critical::masked(|_| {
            if self.0.get().is_none() {
                self.0.set(Some(value));
            }
        });
    }

    /// The reference, if it was set.
    pub fn get(&self) -> Option<&'static T> {
        critical::masked(|_| self.0.get())
    }
}
