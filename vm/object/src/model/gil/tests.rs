//! The lock is handed over in order, and no wake-up is lost.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use super::*;

/// Threads of the system; a parker is an index.
struct Real {
    exclusive: Mutex<()>,
    parkers: [(Mutex<()>, Condvar); 5],
}

impl Real {
    fn new() -> Real {
        Real { exclusive: Mutex::new(()), parkers: Default::default() }
    }
}

impl Threads for Real {
    fn spawn(&self, _: usize, _: fn(Parker, usize), _: usize) -> Result<(), pyrite_host::Errno> {
        Err(pyrite_host::Errno::ENOMEM)
    }
    fn stack_bytes(&self) -> (usize, usize) {
        (0, 0)
    }
    fn native_id(&self) -> usize {
        0
    }
    fn first_parker(&self) -> Parker {
        Parker(0)
    }
    fn park(&self, parker: Parker, timeout_us: Option<u64>, _: Interrupts, ready: &dyn Fn() -> bool) {
        let (lock, changed) = &self.parkers[parker.0];
        let guard = lock.lock().unwrap();
        match timeout_us {
            Some(us) => drop(changed.wait_timeout_while(guard, Duration::from_micros(us), |()| !ready())),
            None => drop(changed.wait_while(guard, |()| !ready())),
        }
    }
    fn unpark(&self, parker: Parker) {
        let (lock, changed) = &self.parkers[parker.0];
        let _guard = lock.lock().unwrap();
        changed.notify_all();
    }
    fn exclusive(&self, body: &mut dyn FnMut()) {
        let _guard = self.exclusive.lock().unwrap();
        body();
    }
    fn set_cancelled(&self, _: bool) {}
}

/// A lock with those who share it.
struct Shared {
    gil: Gil,
    threads: Real,
    attention: AtomicU32,
    order: Mutex<Vec<usize>>,
}

// SAFETY: the lock's cells are touched inside of `exclusive` only.
unsafe impl Sync for Shared {}

impl Shared {
    fn new() -> Shared {
        Shared {
            gil: Gil::new(),
            threads: Real::new(),
            attention: AtomicU32::new(0),
            order: Mutex::new(Vec::new()),
        }
    }

    fn in_line(&self) -> usize {
        let mut count = 0;
        self.threads.exclusive(&mut || {
            let mut at = self.gil.first.get();
            // SAFETY: nodes in line stay where they are.
            while let Some(node) = unsafe { at.as_ref() } {
                count += 1;
                at = node.next.get();
            }
        });
        count
    }

    /// Takes its turn, notes it, and lets the next have it.
    fn take_turn(&self, number: usize) {
        self.gil.acquire(&self.threads, Parker(number), &self.attention);
        self.order.lock().unwrap().push(number);
        self.gil.release(&self.threads);
    }
}

#[test]
fn those_who_wait_are_served_in_the_order_they_came() {
    let shared = Shared::new();
    thread::scope(|scope| {
        for number in 1..5 {
            scope.spawn({
                let shared = &shared;
                move || shared.take_turn(number)
            });
            while shared.in_line() != number {
                thread::yield_now();
            }
        }
        // Whoever hands over comes last.
        shared.gil.hand_over(&shared.threads, Parker(0), &shared.attention);
        shared.order.lock().unwrap().push(0);
        shared.gil.release(&shared.threads);
    });
    assert_eq!(*shared.order.lock().unwrap(), [1, 2, 3, 4, 0]);
}

#[test]
fn the_first_in_line_asks_when_the_interval_is_over() {
    let shared = Shared::new();
    shared.gil.interval_us().store(1000, Ordering::Relaxed);
    thread::scope(|scope| {
        scope.spawn(|| shared.take_turn(1));
        while shared.attention.load(Ordering::Acquire) == 0 {
            thread::yield_now();
        }
        assert!(shared.gil.is_wanted());
        shared.gil.hand_over(&shared.threads, Parker(0), &shared.attention);
        assert!(!shared.gil.is_wanted());
    });
    assert_eq!(*shared.order.lock().unwrap(), [1]);
}

#[test]
fn handing_over_to_nobody_goes_on_at_once() {
    let shared = Shared::new();
    shared.gil.hand_over(&shared.threads, Parker(0), &shared.attention);
    shared.gil.release(&shared.threads);
    shared.gil.acquire(&shared.threads, Parker(0), &shared.attention);
}
