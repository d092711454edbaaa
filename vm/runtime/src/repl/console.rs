//! The console as the prompt sees it: single bytes in, texts out.

use core::fmt::{self, Write};

use pyrite_host::{Errno, Host, Stream};

/// Ctrl-C as a byte.
pub const INTERRUPT: u8 = 3;

/// A console. Reads byte after byte, so that what is typed ahead stays for the program.
#[derive(Clone, Copy)]
pub struct Console {
    host: &'static dyn Host,
    waiting: Waiting,
}

/// Makes a call that may block.
pub type Waiting = fn(&mut (dyn FnMut() + Send));

impl Console {
    /// The console of `host`, which waits for input in `waiting`.
    pub fn new(host: &'static dyn Host, waiting: Waiting) -> Console {
        Console { host, waiting }
    }

    /// The next byte, or `None` when the console is gone. A Ctrl-C that the host took for a
    /// signal comes as its byte.
    pub fn read(&self) -> Option<u8> {
        let mut byte = [0];
        loop {
            let host = self.host;
            let mut result = Err(Errno::EINTR);
            (self.waiting)(&mut || result = host.console_read(&mut byte));
            match result {
                Ok(0) => return None,
                Ok(_) => return byte.first().copied(),
                Err(Errno::EINTR) => {
                    if self.host.interrupt_take() {
                        return Some(INTERRUPT);
                    }
                }
                Err(_) => return None,
            }
        }
    }

    /// Chooses whether Ctrl-C is a signal, as it is for a running program, or a byte.
    /// One that came too late for the program is forgotten.
    pub fn set_signals(&self, signals: bool) {
        self.host.interrupt_enable(signals);
        if !signals {
            while self.host.interrupt_take() {}
        }
    }

    /// Writes all of `bytes`. A console that is gone shows when it is read.
    pub fn write(&self, bytes: &[u8]) {
        // The result is of no use here, see above.
        let _gone = self.host.console_write(Stream::Out, bytes);
    }

    /// Writes formatted text.
    pub fn print(&self, text: fmt::Arguments<'_>) {
        // `write_str` below does not fail.
        let _ok = Writer(self).write_fmt(text);
    }
}

struct Writer<'a>(&'a Console);

impl Write for Writer<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}
