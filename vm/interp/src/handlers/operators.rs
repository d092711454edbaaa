//! Arithmetic and comparison beyond the fast paths of the loop.

use pyrite_bytecode::{Insn, Op};
use pyrite_object::{BinaryOp, CompareOp, Obj, Outcome, Vm};

use super::Step;
use crate::frame::Window;

/// The operator of an arithmetic instruction, counted from the first of its group.
pub fn binary_op(op: Op, first: Op) -> BinaryOp {
    BinaryOp::ALL.get(op as usize - first as usize).copied().unwrap_or(BinaryOp::Add)
}

/// The operator of a comparison.
#[inline(always)]
pub fn compare_op(op: Op) -> CompareOp {
    match op {
        Op::LT => CompareOp::Lt,
        Op::LE => CompareOp::Le,
        Op::EQ => CompareOp::Eq,
        Op::NE => CompareOp::Ne,
        Op::GT => CompareOp::Gt,
        _ => CompareOp::Ge,
    }
}

/// The operator of a comparison that branches, counted from the first of its group.
pub fn test_op(op: Op, first: Op) -> CompareOp {
    CompareOp::from_c((op as usize - first as usize) as i32).unwrap_or(CompareOp::Eq)
}

/// `a op b`, floats first.
pub fn binary(vm: &Vm, op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
    match crate::eval::float_fast(vm, op, a, b) {
        Some(result) => result,
        None => vm.binary(op, a, b),
    }
}

/// `a op= b`, floats first.
pub fn inplace(vm: &Vm, op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
    match crate::eval::float_fast(vm, op, a, b) {
        Some(result) => result,
        None => vm.inplace(op, a, b),
    }
}

/// The end of a `TEST_` instruction: empties its temporaries, and branches.
pub fn finish_test(w: Window, insn: Insn, extra: u32, holds: bool) -> Step {
    let flags = insn.c();
    if flags & 2 != 0 {
        drop(w.take(insn.a().into()));
    }
    if flags & 4 != 0 {
        drop(w.take(insn.b().into()));
    }
    super::jump_if(holds == (flags & 1 != 0), extra as i32)
}
