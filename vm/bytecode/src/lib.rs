//! The instruction set of the virtual machine and the format of compiled images.
//!
//! Plain data: the compiler writes it, the interpreter reads it, neither names the other.
//! The format, bit by bit, is docs/spec/image.md.
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::indexing_slicing)]

pub mod opcode;
pub mod linetable;
pub mod constant;
pub mod code;
pub mod image;
pub mod encode;
pub mod verify;
pub mod disasm;

pub use code::{CodeFlags, CodeView, ExceptionEntry};
pub use constant::{CharWidth, Constant, StrConstant};
pub use image::{ImageError, ImageView};
pub use linetable::{Columns, Position};
pub use opcode::{Extra, Field, Imm, Insn, Intrinsic, Op};

const _: () = assert!(cfg!(target_endian = "little"), "images are read in place");
