//! Constants: literals, folding, and their encoding.

use crate::codegen::Gen;
use crate::error::Done;
use crate::unit::Reg;
use pyrite_algo::Buf;
use pyrite_bytecode::encode::{self, Container};
use pyrite_bytecode::opcode::{Imm, Op};
use pyrite_syntax::arena::{ExprId, List};
use pyrite_syntax::ast::{Constant, Data, ExprKind, Operator, UnaryOp};

/// A value known at compile time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    Imm(Imm),
    Int(i64),
    BigInt {
        negative: bool,
        radix: u8,
        digits: Data,
    },
    Float(f64),
    Complex(f64, f64),
    Str(Data),
    Bytes(Data),
    /// A tuple of constants.
    Tuple(List<ExprId>),
}

/// How deep folding looks into an expression.
const FOLD_DEPTH: u8 = 12;

impl Gen<'_> {
    /// The value of an expression if it is constant.
    pub fn value_of(&self, id: ExprId) -> Option<Value> {
        self.fold(id, FOLD_DEPTH)
    }

    fn fold(&self, id: ExprId, depth: u8) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        match self.ast.expr(id).kind {
            ExprKind::Constant(constant) => Some(literal(constant)),
            ExprKind::Name { id, .. } if id == self.known.debug => {
                Some(Value::Imm(if self.settings.optimize == 0 { Imm::True } else { Imm::False }))
            }
            ExprKind::UnaryOp { op, operand } => unary(op, self.fold(operand, depth)?, self),
            ExprKind::BinOp { left, op, right } => {
                let right = self.fold(right, depth)?;
                binary(self.fold(left, depth)?, op, right)
            }
            ExprKind::Tuple { elts, .. } => {
                let all = self.ast.list(elts).all(|item| self.fold(item, depth).is_some());
                all.then_some(Value::Tuple(elts))
            }
            _ => None,
        }
    }

    /// The truth of an expression if it is constant.
    pub fn truth_of(&self, id: ExprId) -> Option<bool> {
        self.value_of(id).map(|value| self.truth(value))
    }

    fn truth(&self, value: Value) -> bool {
        match value {
            Value::Imm(imm) => !matches!(imm, Imm::None | Imm::False),
            Value::Int(int) => int != 0,
            Value::BigInt { .. } => true,
            Value::Float(float) => float != 0.0,
            Value::Complex(real, imaginary) => real != 0.0 || imaginary != 0.0,
            Value::Str(data) | Value::Bytes(data) => data.len != 0,
            Value::Tuple(items) => !items.is_empty(),
        }
    }

    /// Loads a value into `dst`.
    pub fn load_value(&mut self, value: Value, dst: Reg) -> Done {
        if self.unit.dead {
            return Ok(());
        }
        match value {
            Value::Imm(imm) => self.unit.load_imm(dst, imm),
            Value::Int(int) if i16::try_from(int).is_ok() => self.unit.abx(Op::LOAD_INT, dst, int as u16),
            _ => {
                self.work.words.clear();
                self.encode(value)?;
                self.load_words(dst)
            }
        }
    }

    /// Loads the constant in `work.words` into `dst`.
    pub fn load_words(&mut self, dst: Reg) -> Done {
        let index = self.unit.constants.add(&self.work.words)?;
        self.load_constant(index, dst)
    }

    /// Loads constant `index` into `dst`.
    pub fn load_constant(&mut self, index: usize, dst: Reg) -> Done {
        match u16::try_from(index) {
            Ok(index) => self.unit.abx(Op::LOAD_CONST, dst, index),
            Err(_) => self.unit.wide(Op::LOAD_CONST_WIDE, [dst, 0, 0], index as u32),
        }
    }

    /// Loads text, given as bytes, into `dst`.
    pub fn load_text(&mut self, text: &[u8], dst: Reg) -> Done {
        self.work.words.clear();
        encode::str(&mut self.work.words, text)?;
        self.load_words(dst)
    }

    /// Appends a value to `work.words`. Tuples nest no deeper than folding looks.
    pub fn encode(&mut self, value: Value) -> Done {
        let words = &mut self.work.words;
        match value {
            Value::Imm(imm) => encode::imm(words, imm)?,
            Value::Int(int) => encode::int(words, int)?,
            Value::BigInt { negative, radix, digits } => {
                let limbs = limbs(self.ast.data(digits), radix)?;
                encode::big_int(words, negative, &limbs)?;
            }
            Value::Float(float) => encode::float(words, float)?,
            Value::Complex(real, imaginary) => encode::complex(words, real, imaginary)?,
            Value::Str(data) => encode::str(words, self.ast.data(data))?,
            Value::Bytes(data) => encode::bytes(words, self.ast.data(data))?,
            Value::Tuple(items) => self.encode_items(items, Container::Tuple)?,
        }
        Ok(())
    }

    /// Appends a container of constant expressions to `work.words`.
    pub fn encode_items(&mut self, items: List<ExprId>, kind: Container) -> Done {
        let start = self.work.words.len();
        for item in self.ast.list(items) {
            if let Some(value) = self.value_of(item) {
                self.encode(value)?;
            }
        }
        Ok(encode::items(&mut self.work.words, start, self.ast.list_len(items), kind)?)
    }
}

/// The value of a literal.
pub(crate) fn literal(constant: Constant) -> Value {
    match constant {
        Constant::None => Value::Imm(Imm::None),
        Constant::True => Value::Imm(Imm::True),
        Constant::False => Value::Imm(Imm::False),
        Constant::Ellipsis => Value::Imm(Imm::Ellipsis),
        Constant::Int(wide) => Value::Int(wide.int()),
        Constant::BigInt { radix, digits } => Value::BigInt { negative: false, radix, digits },
        Constant::Float(wide) => Value::Float(wide.float()),
        Constant::Imaginary(wide) => Value::Complex(0.0, wide.float()),
        Constant::Str { data, .. } => Value::Str(data),
        Constant::Bytes(data) => Value::Bytes(data),
    }
}

fn unary(op: UnaryOp, operand: Value, gen_: &Gen<'_>) -> Option<Value> {
    if op == UnaryOp::Not {
        return Some(Value::Imm(if gen_.truth(operand) { Imm::False } else { Imm::True }));
    }
    match (op, operand) {
        (UnaryOp::USub, Value::Int(int)) => int.checked_neg().map(Value::Int),
        (UnaryOp::USub, Value::BigInt { negative, radix, digits }) => {
            Some(Value::BigInt { negative: !negative, radix, digits })
        }
        (UnaryOp::USub, Value::Float(float)) => Some(Value::Float(-float)),
        (UnaryOp::USub, Value::Complex(real, imaginary)) => Some(Value::Complex(-real, -imaginary)),
        (UnaryOp::UAdd, Value::Int(_) | Value::BigInt { .. } | Value::Float(_) | Value::Complex(..)) => {
            Some(operand)
        }
        (UnaryOp::Invert, Value::Int(int)) => Some(Value::Int(!int)),
        _ => None,
    }
}

fn binary(left: Value, op: Operator, right: Value) -> Option<Value> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => int_binary(left, op, right),
        (Value::Float(left), Value::Float(right)) => float_binary(left, op, right),
        (Value::Float(left), Value::Int(right)) => float_binary(left, op, exact(right)?),
        (Value::Int(left), Value::Float(right)) => float_binary(exact(left)?, op, right),
        (Value::Int(left), Value::Complex(re, im)) => complex_binary(exact(left)?, op, (re, im)),
        (Value::Float(left), Value::Complex(re, im)) => complex_binary(left, op, (re, im)),
        _ => None,
    }
}

/// An int as a float, if that is exact.
fn exact(int: i64) -> Option<f64> {
    (int.unsigned_abs() < 1 << 53).then_some(int as f64)
}

fn complex_binary(left: f64, op: Operator, (real, imaginary): (f64, f64)) -> Option<Value> {
    match op {
        Operator::Add => Some(Value::Complex(left + real, imaginary)),
        Operator::Sub => Some(Value::Complex(left - real, 0.0 - imaginary)),
        _ => None,
    }
}

fn float_binary(left: f64, op: Operator, right: f64) -> Option<Value> {
    Some(Value::Float(match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        _ => return None,
    }))
}

fn int_binary(left: i64, op: Operator, right: i64) -> Option<Value> {
    Some(Value::Int(match op {
        Operator::Add => left.checked_add(right)?,
        Operator::Sub => left.checked_sub(right)?,
        Operator::Mult => left.checked_mul(right)?,
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::LShift => {
            let count = u32::try_from(right).ok().filter(|&count| count < 63)?;
            let shifted = left << count;
            (shifted >> count == left).then_some(shifted)?
        }
        Operator::RShift => left >> u32::try_from(right).ok()?.min(63),
        Operator::Pow => left.checked_pow(u32::try_from(right).ok()?)?,
        Operator::FloorDiv => floor_div(left, right)?.0,
        Operator::Mod => floor_div(left, right)?.1,
        Operator::Div => {
            let (left, right) = (exact(left)?, exact(right)?);
            return (right != 0.0).then(|| Value::Float(left / right));
        }
        Operator::MatMult => return None,
    }))
}

/// Quotient and remainder rounded as Python rounds.
fn floor_div(left: i64, right: i64) -> Option<(i64, i64)> {
    let (quotient, remainder) = (left.checked_div(right)?, left.checked_rem(right)?);
    let down = remainder != 0 && (remainder < 0) != (right < 0);
    Some(if down { (quotient - 1, remainder + right) } else { (quotient, remainder) })
}

/// Digits in a radix as limbs, the lowest first; O(digits squared).
fn limbs(digits: &[u8], radix: u8) -> Done<Buf<u32>> {
    let mut limbs = Buf::new();
    for &digit in digits {
        let mut carry = u64::from((digit as char).to_digit(radix.clamp(2, 16).into()).unwrap_or(0));
        for limb in limbs.iter_mut() {
            carry += u64::from(*limb) * u64::from(radix);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            limbs.push(carry as u32)?;
        }
    }
    Ok(limbs)
}
