//! The console line: a serial port with queues, waiting, and Ctrl-C.
//!
//! Nothing is lost and nothing spins. A full receive ring leaves bytes in the port, which holds the
//! sender off; a full transmit ring puts the writer to sleep until the handler has made room.
//! Line editing is the reader's business: the tty passes bytes on one by one.
//! Source: POSIX.1-2017 chapter 11 for ISIG, ONLCR, and the flush of input by INTR.

use pyrite_hal::serial::SerialPort;
use pyrite_rtos::Wait;
use pyrite_rtos::cell::Guarded;
use pyrite_rtos::notify::{self, WaitList};

use crate::Errno;
use crate::ring::Ring;
use crate::signal::Interrupt;

/// Bytes received and not yet read.
pub const RECEIVE_BYTES: usize = 1024;
/// Bytes written and not yet sent.
pub const TRANSMIT_BYTES: usize = 1024;
/// Bytes moved in one critical section.
const CHUNK_BYTES: usize = 64;
/// INTR of POSIX, Ctrl-C.
pub const INTERRUPT_BYTE: u8 = 3;

/// What happens to byte 3 when it is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signals {
    /// It is data.
    Pass,
    /// It raises the interrupt and drops the input before it (ISIG).
    Raise,
}

/// What happens to a line feed when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newlines {
    /// It is sent as it is.
    AsIs,
    /// A carriage return goes before it (ONLCR).
    CarriageReturn,
}

/// What the handler and the tasks share.
struct Line {
    received: Ring<RECEIVE_BYTES>,
    to_send: Ring<TRANSMIT_BYTES>,
    signals: Signals,
    newlines: Newlines,
    paused: bool,
}

/// The queues and modes of one tty, apart from it so that they lie in `.bss`.
pub struct Queues(Guarded<Line>);

impl Default for Queues {
    fn default() -> Self {
        Self::new()
    }
}

impl Queues {
    /// Empty queues; byte 3 and line feeds pass as they are.
    pub const fn new() -> Self {
        Self(Guarded::new(Line {
            received: Ring::new(),
            to_send: Ring::new(),
            signals: Signals::Pass,
            newlines: Newlines::AsIs,
            paused: false,
        }))
    }
}

/// A console over one serial port.
pub struct Tty {
    port: &'static dyn SerialPort,
    interrupt: &'static Interrupt,
    line: &'static Guarded<Line>,
    readers: WaitList,
    writers: WaitList,
}

/// What a look at the port has brought.
#[derive(Default)]
struct Moved {
    received: bool,
    made_room: bool,
    interrupted: bool,
}

impl Tty {
    /// A tty on `port`; `queues` are its own.
    pub const fn new(
        port: &'static dyn SerialPort,
        interrupt: &'static Interrupt,
        queues: &'static Queues,
    ) -> Self {
        Self { port, interrupt, line: &queues.0, readers: WaitList::new(), writers: WaitList::new() }
    }

    /// The signal that Ctrl-C raises.
    pub fn interrupt(&self) -> &'static Interrupt {
        self.interrupt
    }

    /// Chooses what byte 3 does.
    pub fn set_signals(&self, signals: Signals) {
        self.line.with(|line| line.signals = signals);
    }

    /// Chooses what a line feed becomes.
    pub fn set_newlines(&self, newlines: Newlines) {
        self.line.with(|line| line.newlines = newlines);
    }

    /// The port's interrupt handler.
    ///
    /// # ISR
    /// Meant for it.
    pub fn on_interrupt(&self) {
        let moved = self.line.with(|line| {
            self.port.acknowledge();
            let mut moved = line.receive_from(self.port);
            moved.made_room = line.send_to(self.port, TRANSMIT_BYTES);
            moved
        });
        let Some(moved) = moved else { return };
        if moved.interrupted {
            self.interrupt.raise();
        }
        if moved.received {
            self.readers.wake_all();
        }
        if moved.made_room {
            self.writers.wake_all();
        }
    }

    /// Reads at least one byte, waiting for it, and at most what is there.
    ///
    /// # Errors
    /// `EINTR` while the interrupt is raised and not taken.
    pub fn read(&self, into: &mut [u8]) -> Result<usize, Errno> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            notify::wait_any([&self.readers, self.interrupt.waiters()], Wait::Forever, || {
                self.interrupt.reaches_current() || self.available() > 0
            });
            if self.interrupt.reaches_current() {
                return Err(Errno::EINTR);
            }
            let len = self.take_received(into);
            if len > 0 {
                return Ok(len);
            }
        }
    }

    /// Bytes that can be read without waiting.
    pub fn available(&self) -> usize {
        self.line.with(|line| line.received.len()).unwrap_or(0)
    }

    /// Writes all of `bytes`; waits while the ring is full. Ctrl-C does not cut output short.
    pub fn write(&self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = self.put_to_send(rest);
            rest = rest.get(taken..).unwrap_or_default();
            if taken == 0 && !self.send_some() {
                self.writers.wait_until(Wait::Forever, || self.room() >= CHUNK_BYTES);
            }
        }
        // Until the port refuses, no interrupt will go on with what is queued.
        while self.send_some() {}
    }

    /// Gives the port a chunk; whether it took any.
    fn send_some(&self) -> bool {
        self.line.with(|line| line.send_to(self.port, CHUNK_BYTES)).unwrap_or(false)
    }

    /// Waits until all that was written has left the port.
    pub fn drain(&self) {
        while self.send_some() {}
        self.writers.wait_until(Wait::Forever, || self.room() == TRANSMIT_BYTES);
        while !self.port.is_drained() {
            // The last bytes are in the port's own queue, whose end does not interrupt.
            self.writers.wait_until(Wait::Us(1000), || self.port.is_drained());
        }
    }

    /// Sends what is queued with interrupts masked, for reports of a system that has stopped.
    ///
    /// Gives up when the port takes nothing for long.
    pub fn send_queued_now(&self) {
        const PATIENCE: u32 = 1_000_000;
        self.line.with(|line| {
            let mut refused = 0;
            while refused < PATIENCE && !line.to_send.is_empty() {
                refused = if line.send_to(self.port, CHUNK_BYTES) { 0 } else { refused + 1 };
            }
        });
    }

    fn room(&self) -> usize {
        self.line.with(|line| line.to_send.room()).unwrap_or(0)
    }

    /// Moves received bytes to `into`, a chunk to a section, and lets the sender go on.
    fn take_received(&self, into: &mut [u8]) -> usize {
        let mut len = 0;
        let mut interrupted = false;
        for chunk in into.chunks_mut(CHUNK_BYTES) {
            let taken = self.line.with(|line| {
                let mut taken = 0;
                for slot in chunk.iter_mut() {
                    let Some(byte) = line.received.pop() else { break };
                    *slot = byte;
                    taken += 1;
                }
                if line.paused && line.received.room() >= CHUNK_BYTES {
                    line.paused = false;
                    self.port.resume_receive();
                    interrupted |= line.receive_from(self.port).interrupted;
                }
                taken
            });
            let taken = taken.unwrap_or(0);
            len += taken;
            if taken < chunk.len() {
                break;
            }
        }
        if interrupted {
            self.interrupt.raise();
        }
        len
    }

    /// Queues as many of `bytes` as fit, at most a chunk; how many went.
    fn put_to_send(&self, bytes: &[u8]) -> usize {
        let taken = self.line.with(|line| {
            let mut taken = 0;
            for &byte in bytes.iter().take(CHUNK_BYTES) {
                let return_first = byte == b'\n' && line.newlines == Newlines::CarriageReturn;
                if line.to_send.room() < 1 + usize::from(return_first) {
                    break;
                }
                if return_first {
                    line.to_send.push(b'\r');
                }
                line.to_send.push(byte);
                taken += 1;
            }
            line.send_to(self.port, CHUNK_BYTES);
            taken
        });
        taken.unwrap_or(0)
    }
}

impl Line {
    /// Takes bytes from the port until it has none or the ring is full.
    fn receive_from(&mut self, port: &dyn SerialPort) -> Moved {
        let mut moved = Moved::default();
        loop {
            if self.received.room() == 0 {
                port.pause_receive();
                self.paused = true;
                return moved;
            }
            let Some(byte) = port.receive() else { return moved };
            if byte == INTERRUPT_BYTE && self.signals == Signals::Raise {
                self.received.clear();
                moved.interrupted = true;
            } else {
                self.received.push(byte);
                moved.received = true;
            }
        }
    }

    /// Gives the port at most `max` bytes of what is queued; whether it took any.
    fn send_to(&mut self, port: &dyn SerialPort, max: usize) -> bool {
        let mut sent = 0;
        while sent < max {
            let Some(byte) = self.to_send.peek() else { break };
            if !port.send(byte) {
                break;
            }
            self.to_send.pop();
            sent += 1;
        }
        sent > 0
    }
}

#[cfg(test)]
mod tests;
