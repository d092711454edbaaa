//! The output of last resort, and what every report begins and ends with.

use core::fmt::{self, Write};

use pyrite_rtos::cell::Once;
use pyrite_rtos::task;

/// Status of a processor fault: 128 + SIGSEGV.
pub const STATUS_FAULT: u8 = 139;
/// Status of a failed assertion or a panic: 128 + SIGABRT.
pub const STATUS_ABORT: u8 = 134;

/// A way out that works when nothing else does.
pub trait Emergency: Sync {
    /// Writes `bytes` without interrupts, tasks or memory.
    fn write(&self, bytes: &[u8]);

    /// Ends the firmware, or resets the chip.
    fn exit(&self, status: u8) -> !;
}

static EMERGENCY: Once<dyn Emergency> = Once::new();

/// Sets the output; once, as early as the board can.
pub fn install(emergency: &'static dyn Emergency) {
    EMERGENCY.set(emergency);
}

/// A report being written; line feeds get their carriage return.
pub struct Report(Option<&'static dyn Emergency>);

impl Report {
    /// Begins a report: what, and in which task.
    pub fn begin(what: fmt::Arguments<'_>) -> Self {
        let mut report = Self(EMERGENCY.get());
        report.line(format_args!("\n*** {what}"));
        task::with_current_name(|name| {
            report.line(format_args!("task {}", name.escape_ascii()));
        });
        report
    }

    /// One line of it.
    pub fn line(&mut self, text: fmt::Arguments<'_>) {
        // The writer below does not fail.
        let _ = self.write_fmt(text);
        let _ = self.write_str("\n");
    }

    /// Ends the firmware.
    pub fn end(self, status: u8) -> ! {
        if let Some(emergency) = self.0 {
            emergency.exit(status);
        }
        loop {
            core::hint::spin_loop();
        }
    }
}

impl Write for Report {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let Some(emergency) = self.0 else { return Ok(()) };
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                emergency.write(b"\r\n");
            }
            emergency.write(line.as_bytes());
        }
        Ok(())
    }
}
