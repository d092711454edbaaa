//! The virtual machine's [`Host`] over Linux.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use pyrite_host::{Errno, Host, Stream, Threads};

use crate::{native, threads};

/// The host.
pub struct LinuxHost {
    _private: (),
}

impl LinuxHost {
    /// The host of this process.
    pub const fn new() -> LinuxHost {
        LinuxHost { _private: () }
    }
}

fn errno(error: &io::Error) -> Errno {
    Errno(error.raw_os_error().unwrap_or(Errno::EIO.0))
}

fn start() -> Instant {
    static START: OnceLock<Instant> = OnceLock::new();
    *START.get_or_init(Instant::now)
}

impl Host for LinuxHost {
    fn character_names(&self) -> Option<fn(&str) -> Option<char>> {
        Some(crate::names::character)
    }

    fn monotonic_us(&self) -> u64 {
        start().elapsed().as_micros() as u64
    }

    fn wall_us(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros() as i64)
    }

    fn sleep_us(&self, duration_us: u64) -> Result<(), Errno> {
        let end = self.monotonic_us().saturating_add(duration_us);
        loop {
            if threads::is_interrupted() {
                return Err(Errno::EINTR);
            }
            let left = end.saturating_sub(self.monotonic_us());
            if left == 0 {
                return Ok(());
            }
            match threads::sleep_us(left) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(errno(&error)),
                _ => {}
            }
        }
    }

    fn console_read(&self, into: &mut [u8]) -> Result<usize, Errno> {
        loop {
            if threads::is_interrupted() {
                return Err(Errno::EINTR);
            }
            match threads::read(0, into) {
                Ok(len) => return Ok(len),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(errno(&error)),
            }
        }
    }

    fn console_write(&self, stream: Stream, mut bytes: &[u8]) -> Result<(), Errno> {
        let descriptor = match stream {
            Stream::Out => 1,
            Stream::Err => 2,
        };
        while !bytes.is_empty() {
            match native::write(descriptor, bytes) {
                Ok(len) => bytes = &bytes[len..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(errno(&error)),
            }
        }
        Ok(())
    }

    fn environment(&self, each: &mut dyn FnMut(&[u8], &[u8])) {
        for (name, value) in std::env::vars_os() {
            each(name.as_bytes(), value.as_bytes());
        }
    }

    fn entropy(&self, into: &mut [u8]) {
        let filled = File::open("/dev/urandom").and_then(|mut source| source.read_exact(into));
        if filled.is_err() {
            // Without the device: the clock, which differs at least from run to run.
            let mut state = self.wall_us() as u64 ^ u64::from(std::process::id());
            for byte in into {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = (state >> 56) as u8;
            }
        }
    }

    fn attention(&self) -> &'static AtomicU32 {
        &native::ATTENTION
    }

    fn interrupt_pending(&self) -> bool {
        native::INTERRUPTED.load(Ordering::SeqCst)
    }

    fn interrupt_take(&self) -> bool {
        native::INTERRUPTED.swap(false, Ordering::SeqCst)
    }

    fn interrupt_raise(&self) {
        native::interrupt();
    }

    fn threads(&self) -> Option<&dyn Threads> {
        Some(&threads::LinuxThreads)
    }

    fn interrupt_enable(&self, enabled: bool) {
        native::set_signals(enabled);
    }

    fn stack_left_bytes(&self) -> usize {
        threads::stack_left_bytes()
    }
}
