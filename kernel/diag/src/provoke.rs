//! Faults on purpose, to check the handlers: [`crate::provoke`].

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
