//! The one place that chooses what stands underneath: FreeRTOS or the host.

#[cfg(target_os = "none")]
#[path = "freertos.rs"]
mod chosen;
#[cfg(not(target_os = "none"))]
#[path = "host.rs"]
mod chosen;

pub(crate) use chosen::*;
