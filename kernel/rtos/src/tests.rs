//! The layer over the host backend: the same promises as over FreeRTOS.

extern crate std;

use core::alloc::Layout;
use core::ffi::CStr;
use std::boxed::Box;
use std::vec::Vec;

use crate::cell::{Guarded, Once, Shared};
use crate::heap::{self, Bytes, Subsystem};
use crate::mutex::Mutex;
use crate::notify::{self, WaitList, Waited};
use crate::queue::Queue;
use crate::semaphore::Semaphore;
use crate::task::{self, Spec};
use crate::timer::{Period, Timer};
use crate::{OutOfMemory, Wait, critical, time};

const LONG: Wait = Wait::Us(10_000_000);
const SHORT: Wait = Wait::Us(10_000);

fn spec(name: &'static CStr) -> Spec {
    Spec { name, priority: 1, stack_bytes: 4096 }
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

#[test]
fn mutex_excludes() {
    let shared = leak((Mutex::new(0_u32).unwrap(), Semaphore::new(4, 0).unwrap()));
    for _ in 0..4 {
        let work = |(counter, done): &'static (Mutex<u32>, Semaphore)| {
            for _ in 0..1000 {
                let mut guard = counter.lock();
                let value = *guard;
                task::yield_now();
                *guard = value + 1;
            }
            done.give();
        };
        task::spawn(spec(c"count"), work, shared).unwrap();
    }
    for _ in 0..4 {
        assert!(shared.1.take(LONG));
    }
    assert_eq!(*shared.0.lock(), 4000);
}

#[test]
fn held_mutex_times_out() {
    let mutex = Mutex::new(()).unwrap();
    let _guard = mutex.lock();
    assert!(mutex.try_lock(SHORT).is_none());
    assert!(mutex.try_lock(Wait::No).is_none());
}

#[test]
fn semaphore_counts_to_its_maximum() {
    let semaphore = Semaphore::new(2, 1).unwrap();
    assert!(semaphore.give());
    assert!(!semaphore.give());
    assert!(semaphore.take(Wait::No) && semaphore.take(Wait::No));
    assert!(!semaphore.take(SHORT));
}

#[test]
fn queue_keeps_order_and_bounds() {
    let queue = Queue::new(2).unwrap();
    assert!(queue.send(1, Wait::No) && queue.send(2, Wait::No));
    assert!(!queue.send(3, SHORT));
    assert_eq!(queue.receive(Wait::No), Some(1));
    assert_eq!(queue.receive(Wait::No), Some(2));
    assert_eq!(queue.receive(SHORT), None);
}

#[test]
fn queue_hands_over_between_tasks() {
    let queue = leak(Queue::new(4).unwrap());
    let send = |queue: &'static Queue<u32>| {
        for value in 0..1000 {
            assert!(queue.send(value, LONG));
        }
    };
    task::spawn(spec(c"send"), send, queue).unwrap();
    for value in 0..1000 {
        assert_eq!(queue.receive(LONG), Some(value));
    }
}

#[test]
fn waiter_wakes_when_the_condition_turns() {
    static LIST: WaitList = WaitList::new();
    static FLAG: Shared<bool> = Shared::new(false);
    task::spawn(
        spec(c"wake"),
        |()| {
            FLAG.set(true);
            LIST.wake_all();
        },
        (),
    )
    .unwrap();
    assert_eq!(LIST.wait_until(LONG, || FLAG.get()), Waited::Ready);
}

#[test]
fn wait_without_a_wake_up_times_out() {
    let list = WaitList::new();
    let start_us = time::now_us();
    assert_eq!(list.wait_until(SHORT, || false), Waited::TimedOut);
    assert!(time::now_us() - start_us >= 10_000);
    assert_eq!(list.wait_until(Wait::No, || false), Waited::TimedOut);
}

#[test]
fn any_of_two_lists_wakes() {
    static LISTS: [WaitList; 2] = [WaitList::new(), WaitList::new()];
    static COUNT: Shared<usize> = Shared::new(0);
    let pingpong = |()| {
        for round in 0..200 {
            COUNT.set(COUNT.get() + 1);
            LISTS[round % 2].wake_all();
            while COUNT.get() % 2 == 1 {
                task::yield_now();
            }
        }
    };
    task::spawn(spec(c"ping"), pingpong, ()).unwrap();
    for _ in 0..200 {
        let waited = notify::wait_any([&LISTS[0], &LISTS[1]], LONG, || COUNT.get() % 2 == 1);
        assert_eq!(waited, Waited::Ready);
        COUNT.set(COUNT.get() + 1);
    }
}

#[test]
fn many_waiters_leave_in_any_order() {
    static LIST: WaitList = WaitList::new();
    static TURN: Shared<usize> = Shared::new(0);
    let done = leak(Semaphore::new(8, 0).unwrap());
    for number in [3, 1, 5, 2, 4] {
        let wait = |(number, done): (usize, &'static Semaphore)| {
            assert_eq!(LIST.wait_until(LONG, || TURN.get() == number), Waited::Ready);
            TURN.set(number + 1);
            LIST.wake_all();
            done.give();
        };
        task::spawn(spec(c"waiter"), wait, (number, done)).unwrap();
    }
    TURN.set(1);
    LIST.wake_all();
    for _ in 0..5 {
        assert!(done.take(LONG));
    }
}

#[test]
fn critical_sections_nest_and_exclude() {
    static COUNTER: Shared<u32> = Shared::new(0);
    let done = leak(Semaphore::new(4, 0).unwrap());
    for _ in 0..4 {
        let work = |done: &'static Semaphore| {
            for _ in 0..1000 {
                critical::with(|section| {
                    let counter = COUNTER.within(section);
                    critical::with(|_| counter.set(counter.get() + 1));
                });
            }
            done.give();
        };
        task::spawn(spec(c"section"), work, done).unwrap();
    }
    for _ in 0..4 {
        assert!(done.take(LONG));
    }
    assert_eq!(COUNTER.get(), 4000);
}

#[test]
fn guarded_refuses_to_be_entered_twice() {
    let cell = Guarded::new(1);
    let inner = cell.with(|_| cell.with(|value| *value));
    assert_eq!(inner, Some(None));
    assert_eq!(cell.with(|value| *value), Some(1));
}

#[test]
fn once_keeps_the_first() {
    let once: Once<u32> = Once::new();
    assert_eq!(once.get(), None);
    once.set(leak(1));
    once.set(leak(2));
    assert_eq!(once.get(), Some(&1));
}

#[test]
fn timers_call_once_or_again_until_stopped() {
    static CALLS: Semaphore2 = Semaphore2(Once::new());
    struct Semaphore2(Once<Semaphore>);
    CALLS.0.set(leak(Semaphore::new(100, 0).unwrap()));
    let calls = CALLS.0.get().unwrap();
    let give = |_| {
        CALLS.0.get().unwrap().give();
    };
    let once = Timer::new(c"once", Period::OnceMs(5), give, 0).unwrap();
    once.start();
    assert!(calls.take(LONG));
    let every = Timer::new(c"every", Period::EveryMs(5), give, 0).unwrap();
    every.start();
    assert!(calls.take(LONG) && calls.take(LONG) && calls.take(LONG));
    every.stop();
}

#[test]
fn errno_is_the_tasks_own() {
    task::set_errno(7);
    let done = leak(Semaphore::new(1, 0).unwrap());
    task::spawn(
        spec(c"errno"),
        |done: &'static Semaphore| {
            task::set_errno(8);
            done.give();
        },
        done,
    )
    .unwrap();
    assert!(done.take(LONG));
    assert_eq!(task::errno(), 7);
}

#[test]
fn bills_follow_blocks() {
    // Posix pays for nothing else in the tests that run beside this one.
    let layout = Layout::from_size_align(100, 16).unwrap();
    let block = heap::alloc(Subsystem::Posix, layout);
    assert!(!block.is_null() && block.addr().is_multiple_of(16));
    assert_eq!((heap::bill(Subsystem::Posix).used_bytes, heap::bill(Subsystem::Posix).blocks), (100, 1));
    // SAFETY: the block is live and has this layout.
    let block = unsafe { heap::realloc(Subsystem::Posix, block, layout, 300) };
    assert_eq!((heap::bill(Subsystem::Posix).used_bytes, heap::bill(Subsystem::Posix).blocks), (300, 1));
    // SAFETY: the block is live and has this layout since the call above.
    unsafe { heap::free(Subsystem::Posix, block, Layout::from_size_align(300, 16).unwrap()) };
    let bill = heap::bill(Subsystem::Posix);
    assert_eq!((bill.used_bytes, bill.blocks), (0, 0));
    assert!(bill.peak_bytes >= 300);
    let names: Vec<&str> = Subsystem::ALL.iter().map(|payer| payer.name()).collect();
    assert_eq!(names, ["kernel", "posix", "python"]);
}

#[test]
fn impossible_requests_fail_and_are_counted() {
    let layout = Layout::from_size_align(isize::MAX as usize - 64, 8).unwrap();
    let before = heap::bill(Subsystem::Kernel).failures;
    assert!(heap::alloc(Subsystem::Kernel, layout).is_null());
    assert_eq!(heap::bill(Subsystem::Kernel).failures, before + 1);
}

#[test]
fn bytes_keep_their_content_when_resized() {
    let mut bytes = Bytes::new(Subsystem::Python, 4).unwrap();
    assert_eq!(&*bytes, [0; 4]);
    bytes.copy_from_slice(b"abcd");
    bytes.resize(6).unwrap();
    assert_eq!(&*bytes, b"abcd\0\0");
    bytes.resize(2).unwrap();
    assert_eq!(&*bytes, b"ab");
    assert_eq!(bytes.resize(isize::MAX as usize - 64), Err(OutOfMemory));
    assert_eq!(&*bytes, b"ab");
    assert!(Bytes::new(Subsystem::Python, usize::MAX).is_err());
}
