//! The instruction set of the virtual machine and the format of compiled images.
//!
//! Plain data: the compiler writes it, the interpreter reads it, neither names the other.
#![no_std]
#![forbid(unsafe_code)]

pub mod opcode;

pub use opcode::{Extra, Field, Imm, Insn, Op};
