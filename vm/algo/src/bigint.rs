//! Integers of any size: sign and magnitude, in 32-bit limbs.
//!
//! Three layers. [`mag`], [`mul`] and [`div`] work on bare magnitudes: slices of limbs,
//! least significant first. [`Int`] adds a sign to a borrowed slice, which is how the virtual
//! machine sees the limbs inside its objects; functions on it write to a slice of the
//! caller, whose needed size a function `*_len` tells, and return what they wrote as a
//! [`Written`]. [`Big`] owns its limbs; its operations can run out of memory.
//!
//! Invariants: a magnitude that is passed in or handed out has no zero limb at its top
//! (zero has no limbs at all), and zero is never negative.
//!
//! Sources: Knuth, The Art of Computer Programming, vol. 2, §4.3; Python Library Reference,
//! "Numeric Types". 32-bit limbs suit the targets: one product of two limbs is the widest
//! the Cortex-M3 multiplies in one instruction.

pub mod mag;
pub mod mul;
pub mod div;
pub mod int;
pub mod bits;
pub mod radix;
pub mod float;
pub mod big;
pub mod power;

pub use big::Big;
pub use int::{Int, Small, Written};

use crate::OutOfMemory;

/// Why an operation on integers has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithError {
    /// The allocator had no room for the result or for scratch space.
    OutOfMemory,
    /// The divisor or modulus is zero.
    ZeroDivision,
    /// A shift, exponent or argument of a root is negative where it must not be.
    Negative,
    /// The base has no inverse for this modulus.
    NotInvertible,
    /// The value does not fit into the space given.
    Overflow,
}

impl From<OutOfMemory> for ArithError {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}
