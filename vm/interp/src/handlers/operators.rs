//! Arithmetic and comparison beyond the fast paths of the loop.

use core::cmp::Ordering;

use pyrite_bytecode::{Insn, Op};
use pyrite_object::raw::float::Float;
use pyrite_object::raw::str::Str;
use pyrite_object::{BinaryOp, CompareOp, Obj, Outcome, Raised, Ref, Vm};

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

/// `a op b`, floats and machine integers first.
pub fn binary(vm: &Vm, op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
    match float_fast(vm, op, a, b).or_else(|| int_fast(vm, op, a, b)) {
        Some(result) => result,
        None => vm.binary(op, a, b),
    }
}

/// `a op= b`, floats and machine integers first.
pub fn inplace(vm: &Vm, op: BinaryOp, a: &Obj, b: &Obj) -> Outcome {
    match float_fast(vm, op, a, b).or_else(|| int_fast(vm, op, a, b)) {
        Some(result) => result,
        None => vm.inplace(op, a, b),
    }
}

/// `a op b` for two ints of one or two limbs whose result is one too, or `None`.
#[inline(never)]
fn int_fast(vm: &Vm, op: BinaryOp, a: &Obj, b: &Obj) -> Option<Outcome> {
    let (x, y) = (a.exact_i64()?, b.exact_i64()?);
    let value = match op {
        BinaryOp::Add => x.checked_add(y)?,
        BinaryOp::Sub => x.checked_sub(y)?,
        BinaryOp::Mul => i64::from(i32::try_from(x).ok()?) * i64::from(i32::try_from(y).ok()?),
        BinaryOp::And => x & y,
        BinaryOp::Or => x | y,
        BinaryOp::Xor => x ^ y,
        BinaryOp::RShift if (0..64).contains(&y) => x >> y,
        // The result has 63 bits.
        BinaryOp::LShift if (0..32).contains(&y) => i64::from(i32::try_from(x).ok()?) << y,
        _ => return None,
    };
    Some(vm.memory(vm.int_fast(value)))
}

/// `a op b` for two floats, or for equality of two str, or `None`.
#[inline(always)]
fn compare_fast(op: CompareOp, a: &Obj, b: &Obj) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.exact::<Float>(), b.exact::<Float>()) {
        return Some(match order(a.value, b.value) {
            Some(ordering) => op.holds(ordering),
            None => op == CompareOp::Ne,
        });
    }
    if let (Some(a), Some(b)) = (a.exact::<Str>(), b.exact::<Str>())
        && matches!(op, CompareOp::Eq | CompareOp::Ne)
    {
        return Some(a.equals(b) == (op == CompareOp::Eq));
    }
    None
}

/// The order of two floats, by their bits: without a unit for doubles that is a third of what
/// two comparisons cost.
#[inline(always)]
fn order(a: f64, b: f64) -> Option<Ordering> {
    // As integers in the order of the floats; both zeros are 0.
    let key = |bits: i64| if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits };
    const INFINITY: i64 = f64::INFINITY.to_bits() as i64;
    let (a, b) = (key(a.to_bits() as i64), key(b.to_bits() as i64));
    if a > INFINITY || b > INFINITY || a < -INFINITY || b < -INFINITY {
        return None;
    }
    Some(a.cmp(&b))
}

/// `bool(a op b)`
///
/// # Errors
/// What the comparison raises.
pub fn test(vm: &Vm, op: CompareOp, a: &Obj, b: &Obj) -> Result<bool, Raised> {
    match compare_fast(op, a, b) {
        Some(holds) => Ok(holds),
        None => vm.compare_bool(op, a, b),
    }
}

/// `a op b`
///
/// # Errors
/// What the comparison raises.
pub fn compare(vm: &Vm, op: CompareOp, a: &Obj, b: &Obj) -> Outcome {
    match compare_fast(op, a, b) {
        Some(holds) => Ok(Ref::bool(holds)),
        None => vm.compare(op, a, b),
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

/// `a op b` for two floats, or `None`.
///
/// `float_binary` of the float type does the same; a call of it costs 13 instructions more.
pub fn float_fast(vm: &Vm, op: BinaryOp, a: &Obj, b: &Obj) -> Option<Outcome> {
    let (x, y) = (a.exact::<Float>()?.value, b.exact::<Float>()?.value);
    let value = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::TrueDiv if y != 0.0 => x / y,
        _ => return None,
    };
    Some(vm.memory(vm.new_float(value)))
}
