//! Wait lists: tasks that sleep until a condition changes.
//!
//! A node lies on the stack of the waiting task, so a list takes any number of waiters and no
//! memory. A waiter enters its lists before it looks at the condition, hence no wake-up is lost.

use core::cell::Cell;
use core::marker::PhantomPinned;
use core::pin::Pin;
use core::ptr;

use crate::Wait;
use crate::critical::{self, Section};
use crate::task::{self, Task};
use crate::time::Deadline;

/// Tasks waiting for one thing.
pub struct WaitList {
    first: Cell<*const Node>,
}

// SAFETY: `first` and the nodes behind it are reached only inside critical sections.
unsafe impl Sync for WaitList {}
// SAFETY: as above; nodes hold `Task`, which may be used from anywhere.
unsafe impl Send for WaitList {}

/// One task in one list.
struct Node {
    task: Task,
    next: Cell<*const Node>,
    _pin: PhantomPinned,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// The condition holds.
    Ready,
    /// Time is up and the condition did not hold.
    TimedOut,
}

impl Default for WaitList {
    fn default() -> Self {
        Self::new()
    }
}

impl WaitList {
    /// A list nobody waits in.
    pub const fn new() -> Self {
        Self { first: Cell::new(ptr::null()) }
    }

    /// Wakes all who wait here; each looks at its condition again.
    ///
    /// # ISR
    /// Allowed.
    pub fn wake_all(&self) {
        critical::with(|_| {
            let mut at = self.first.get();
            // SAFETY: a node is in the list only while its owner is inside `wait_any`, where it stays in
            // place; the critical section keeps the list as it is.
            while let Some(node) = unsafe { at.as_ref() } {
                node.task.notify();
                at = node.next.get();
            }
        });
    }

    /// Waits until `condition` gives true; it is asked at each wake-up.
    pub fn wait_until(&self, wait: Wait, condition: impl FnMut() -> bool) -> Waited {
        wait_any([self], wait, condition)
    }

    fn insert(&self, node: Pin<&Node>, _section: &Section) {
        node.next.set(self.first.get());
        self.first.set(&raw const *node);
    }

    fn remove(&self, node: Pin<&Node>, _section: &Section) {
        let target: *const Node = &raw const *node;
        let mut link = &self.first;
        // SAFETY: as in `wake_all`.
        while let Some(at) = unsafe { link.get().as_ref() } {
            if ptr::eq(at, target) {
                link.set(at.next.get());
                return;
            }
            link = &at.next;
        }
    }
}

/// Waits in several lists at once until `condition` gives true.
pub fn wait_any<const N: usize>(
    lists: [&WaitList; N],
    wait: Wait,
    mut condition: impl FnMut() -> bool,
) -> Waited {
    if condition() {
        return Waited::Ready;
    }
    if wait == Wait::No {
        return Waited::TimedOut;
    }
    let deadline = Deadline::after(wait);
    let nodes: [Node; N] = core::array::from_fn(|_| Node {
        task: task::current(),
        next: Cell::new(ptr::null()),
        _pin: PhantomPinned,
    });
    let _entered = Entered::new(&lists, &nodes);
    loop {
        if condition() {
            return Waited::Ready;
        }
        match deadline.left() {
            Wait::No => return Waited::TimedOut,
            left => task::notification(left),
        }
    }
}

/// Nodes in their lists; taken out again on every path, before the nodes go.
struct Entered<'a, const N: usize> {
    lists: &'a [&'a WaitList; N],
    nodes: &'a [Node; N],
}

impl<'a, const N: usize> Entered<'a, N> {
    fn new(lists: &'a [&'a WaitList; N], nodes: &'a [Node; N]) -> Self {
        let entered = Self { lists, nodes };
        critical::with(|section| entered.each(|list, node| list.insert(node, section)));
        entered
    }

    fn each(&self, mut visit: impl FnMut(&WaitList, Pin<&Node>)) {
        for (list, node) in self.lists.iter().zip(self.nodes) {
            // SAFETY: `nodes` is a local of `wait_any` that is not moved while borrowed by `self`.
            visit(list, unsafe { Pin::new_unchecked(node) });
        }
    }
}

impl<const N: usize> Drop for Entered<'_, N> {
    fn drop(&mut self) {
        critical::with(|section| self.each(|list, node| list.remove(node, section)));
    }
}
