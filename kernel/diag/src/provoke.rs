//! Faults on purpose, to check the handlers.

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An undefined instruction.
    Undefined,
    /// A double word at an odd address.
    Unaligned,
    /// A read near address 0.
    NullRead,
    /// A write near address 0.
    NullWrite,
    /// A read where nothing is.
    Bus,
    /// Recursion without end.
    StackOverflow,
    /// A false `configASSERT`.
    Assertion,
    /// A Rust panic.
    Panic,
}

/// Runs into it. Returns if the core lets the access pass.
pub fn provoke(kind: Kind) {
    crate::backend::provoke(kind);
}
