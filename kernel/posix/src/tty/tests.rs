//! The tty over a port played by the test.

extern crate std;

use core::ffi::CStr;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::vec::Vec;

use pyrite_rtos::semaphore::Semaphore;
use pyrite_rtos::task::{self, Spec};

use super::*;

/// What is on the wire: one byte of room each way, as the UART of QEMU.
#[derive(Default)]
struct Wire {
    arriving: VecDeque<u8>,
    sent: Vec<u8>,
    blocked: bool,
    paused: bool,
}

struct FakePort(Mutex<Option<Wire>>);

impl FakePort {
    const fn new() -> Self {
        Self(Mutex::new(None))
    }

    fn with<R>(&self, body: impl FnOnce(&mut Wire) -> R) -> R {
        let mut wire = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        body(wire.get_or_insert_default())
    }
}

impl SerialPort for FakePort {
    fn acknowledge(&self) {}

    fn receive(&self) -> Option<u8> {
        self.with(|wire| wire.arriving.pop_front())
    }

    fn send(&self, byte: u8) -> bool {
        self.with(|wire| {
            if !wire.blocked {
                wire.sent.push(byte);
            }
            !wire.blocked
        })
    }

    fn pause_receive(&self) {
        self.with(|wire| wire.paused = true);
    }

    fn resume_receive(&self) {
        self.with(|wire| wire.paused = false);
    }

    fn is_drained(&self) -> bool {
        true
    }
}

/// A tty of its own for a test.
macro_rules! tty {
    ($port:ident, $tty:ident) => {
        static $port: FakePort = FakePort::new();
        static QUEUES: Queues = Queues::new();
        static INTERRUPT: Interrupt = Interrupt::new();
        static $tty: Tty = Tty::new(&$port, &INTERRUPT, &QUEUES);
    };
}

/// Bytes arrive and the port interrupts.
fn arrive(port: &FakePort, tty: &Tty, bytes: &[u8]) {
    port.with(|wire| wire.arriving.extend(bytes));
    tty.on_interrupt();
}

fn spawn(name: &'static CStr, entry: fn(&'static Semaphore), done: &'static Semaphore) {
    task::spawn(Spec { name, priority: 1, stack_bytes: 4096 }, entry, done).unwrap();
}

fn semaphore() -> &'static Semaphore {
    std::boxed::Box::leak(std::boxed::Box::new(Semaphore::new(1, 0).unwrap()))
}

const LONG: Wait = Wait::Us(10_000_000);

#[test]
fn received_bytes_are_read_in_order() {
    tty!(PORT, TTY);
    arrive(&PORT, &TTY, b"hello");
    let mut into = [0; 3];
    assert_eq!(TTY.read(&mut into), Ok(3));
    assert_eq!(&into, b"hel");
    assert_eq!(TTY.read(&mut into), Ok(2));
    assert_eq!(&into[..2], b"lo");
}

#[test]
fn full_ring_leaves_bytes_in_the_port_and_takes_them_later() {
    tty!(PORT, TTY);
    let data: Vec<u8> = (0..3 * RECEIVE_BYTES).map(|index| (index * 31 % 251) as u8).collect();
    arrive(&PORT, &TTY, &data);
    assert_eq!(PORT.with(|wire| (wire.arriving.len(), wire.paused)), (2 * RECEIVE_BYTES, true));
    let mut seen = Vec::new();
    let mut into = [0; 100];
    while seen.len() < data.len() {
        let len = TTY.read(&mut into).unwrap();
        seen.extend_from_slice(&into[..len]);
    }
    assert!(seen == data);
    assert!(!PORT.with(|wire| wire.paused));
}

#[test]
fn interrupt_byte_is_data_when_signals_pass() {
    tty!(PORT, TTY);
    arrive(&PORT, &TTY, &[b'a', INTERRUPT_BYTE]);
    assert!(!INTERRUPT.is_pending());
    assert_eq!(TTY.available(), 2);
}

#[test]
fn interrupt_byte_drops_input_and_fails_reads_until_taken() {
    tty!(PORT, TTY);
    TTY.set_signals(Signals::Raise);
    arrive(&PORT, &TTY, &[b'a', INTERRUPT_BYTE, b'b']);
    let mut into = [0; 8];
    assert_eq!(TTY.read(&mut into), Err(Errno::EINTR));
    assert_eq!(INTERRUPT.attention().load(core::sync::atomic::Ordering::Acquire), 1);
    assert!(INTERRUPT.take());
    assert!(!INTERRUPT.take());
    assert_eq!(TTY.read(&mut into), Ok(1));
    assert_eq!(into[0], b'b');
}

#[test]
fn blocked_reader_wakes_for_a_byte() {
    tty!(PORT, TTY);
    let done = semaphore();
    spawn(
        c"reader",
        |done| {
            let mut into = [0; 4];
            assert_eq!(TTY.read(&mut into), Ok(1));
            done.give();
        },
        done,
    );
    assert!(!done.take(Wait::Us(10_000)));
    arrive(&PORT, &TTY, b"x");
    assert!(done.take(LONG));
}

#[test]
fn blocked_reader_and_sleeper_wake_for_ctrl_c() {
    tty!(PORT, TTY);
    TTY.set_signals(Signals::Raise);
    let (reader, sleeper) = (semaphore(), semaphore());
    spawn(
        c"reader",
        |done| {
            assert_eq!(TTY.read(&mut [0; 4]), Err(Errno::EINTR));
            done.give();
        },
        reader,
    );
    spawn(
        c"sleeper",
        |done| {
            assert_eq!(INTERRUPT.sleep_us(60_000_000), Err(Errno::EINTR));
            done.give();
        },
        sleeper,
    );
    assert!(!reader.take(Wait::Us(10_000)));
    arrive(&PORT, &TTY, &[INTERRUPT_BYTE]);
    assert!(reader.take(LONG));
    assert!(sleeper.take(LONG));
}

#[test]
fn sleep_ends_by_itself() {
    static INTERRUPT: Interrupt = Interrupt::new();
    let start_us = pyrite_rtos::time::now_us();
    assert_eq!(INTERRUPT.sleep_us(5000), Ok(()));
    assert!(pyrite_rtos::time::now_us() - start_us >= 5000);
}

#[test]
fn line_feed_gets_its_carriage_return_on_demand() {
    tty!(PORT, TTY);
    TTY.write(b"a\nb");
    TTY.set_newlines(Newlines::CarriageReturn);
    TTY.write(b"\nc\n");
    assert_eq!(PORT.with(|wire| wire.sent.clone()), b"a\nb\r\nc\r\n");
}

#[test]
fn line_feeds_alone_do_not_stall_the_rest() {
    tty!(PORT, TTY);
    TTY.set_newlines(Newlines::CarriageReturn);
    TTY.write(&[b'\n'; 5000]);
    assert_eq!(PORT.with(|wire| wire.sent.len()), 10_000);
}

#[test]
fn writer_sleeps_while_the_port_is_blocked_and_loses_nothing() {
    tty!(PORT, TTY);
    const LEN: usize = 5 * TRANSMIT_BYTES;
    PORT.with(|wire| wire.blocked = true);
    let done = semaphore();
    spawn(
        c"writer",
        |done| {
            let data: Vec<u8> = (0..LEN).map(|index| index as u8).collect();
            TTY.write(&data);
            done.give();
        },
        done,
    );
    assert!(!done.take(Wait::Us(10_000)));
    PORT.with(|wire| wire.blocked = false);
    TTY.on_interrupt();
    assert!(done.take(LONG));
    let sent = PORT.with(|wire| wire.sent.clone());
    assert!(sent.len() == LEN && sent.iter().enumerate().all(|(index, &byte)| byte == index as u8));
}

#[test]
fn queued_output_is_sent_without_a_task() {
    tty!(PORT, TTY);
    PORT.with(|wire| wire.blocked = true);
    TTY.write(b"last words");
    PORT.with(|wire| wire.blocked = false);
    TTY.send_queued_now();
    assert_eq!(PORT.with(|wire| wire.sent.clone()), b"last words");
}
