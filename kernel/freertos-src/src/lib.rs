//! Where the pinned crate keeps the sources of FreeRTOS; for build scripts.
#![forbid(unsafe_code)]

/// The folder of the kernel: `tasks.c`, `include/`, `portable/`.
pub const KERNEL: &str = env!("PYRITE_FREERTOS_KERNEL");
