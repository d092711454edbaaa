//! The handlers of the firmware, or nothing on the host, where the OS reports.

#[cfg(target_os = "none")]
#[path = "fault.rs"]
mod fault;
#[cfg(target_os = "none")]
pub use fault::{provoke, start};

/// Sets the output of reports; on the host there are none.
#[cfg(not(target_os = "none"))]
pub fn start(emergency: &'static dyn crate::report::Emergency) {
    crate::report::install(emergency);
}

/// The host's own faults are not ours to provoke.
#[cfg(not(target_os = "none"))]
pub fn provoke(_kind: crate::provoke::Kind) {}
