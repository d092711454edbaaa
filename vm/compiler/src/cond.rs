//! Conditions to branches.

use crate::codegen::{Gen, Operand};
use crate::consts::Value;
use crate::error::Done;
use crate::unit::Label;
use pyrite_bytecode::opcode::{Imm, Op};
use pyrite_syntax::arena::{ExprId, List};
use pyrite_syntax::ast::{BoolOp, CmpOp, Expr, ExprKind, UnaryOp};

impl Gen<'_> {
    /// Jumps to `label` if the expression is false; else goes on.
    pub fn jump_unless(&mut self, id: ExprId, label: Label) -> Done {
        self.jump_on(id, false, label)
    }

    /// Jumps to `label` if the truth of the expression is `truth`; else goes on.
    pub fn jump_on(&mut self, mut id: ExprId, mut truth: bool, label: Label) -> Done {
        while let ExprKind::UnaryOp { op: UnaryOp::Not, operand } = self.ast.expr(id).kind {
            (id, truth) = (operand, !truth);
        }
        let expr = self.expr_at(id);
        self.at(&expr);
        if let Some(constant) = self.truth_of(id) {
            return if constant == truth { self.unit.jump(label) } else { Ok(()) };
        }
        match expr.kind {
            ExprKind::BoolOp { op, values } => self.jump_on_bool(op, values, truth, label),
            ExprKind::IfExp { test, body, orelse } => {
                let (otherwise, end) = (self.unit.label()?, self.unit.label()?);
                self.jump_unless(test, otherwise)?;
                self.jump_on(body, truth, label)?;
                self.unit.jump(end)?;
                self.unit.bind(otherwise)?;
                self.jump_on(orelse, truth, label)?;
                self.unit.bind(end)
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.jump_on_compare(&expr, left, ops, comparators, Branch { truth, label })
            }
            _ => {
                let operand = self.operand(id)?;
                self.at(&expr);
                let op = match (operand.temporary, truth) {
                    (true, true) => Op::POP_JUMP_IF_TRUE,
                    (true, false) => Op::POP_JUMP_IF_FALSE,
                    (false, true) => Op::JUMP_IF_TRUE,
                    (false, false) => Op::JUMP_IF_FALSE,
                };
                self.unit.jump_if(op, operand.register, label)?;
                self.forget(operand);
                Ok(())
            }
        }
    }

    /// Gives back a temporary that the instruction emptied.
    fn forget(&mut self, operand: Operand) {
        if operand.temporary {
            self.unit.free_from(operand.register);
        }
    }

    fn jump_on_bool(&mut self, op: BoolOp, values: List<ExprId>, truth: bool, label: Label) -> Done {
        let last = self.ast.list_len(values) - 1;
        // `and` is decided by a false operand, `or` by a true one.
        let decides = op == BoolOp::Or;
        let end = self.unit.label()?;
        for (index, value) in self.ast.list(values).enumerate() {
            if index == last {
                self.jump_on(value, truth, label)?;
            } else {
                self.jump_on(value, decides, if decides == truth { label } else { end })?;
            }
        }
        self.unit.bind(end)
    }

    fn jump_on_compare(
        &mut self,
        expr: &Expr,
        left: ExprId,
        ops: List<CmpOp>,
        comparators: List<ExprId>,
        branch: Branch,
    ) -> Done {
        let count = self.ast.list_len(ops);
        let (Some(op), Some(right)) = (self.ast.item(ops, 0), self.ast.item(comparators, 0)) else {
            return Ok(());
        };
        let bottom = self.unit.top;
        let left = self.operand(left)?;
        if count == 1 {
            return self.test(expr, left, op, right, branch);
        }
        let (fail, end) = (self.unit.label()?, self.unit.label()?);
        let mut left = left;
        let mut op = op;
        let mut right = right;
        let base = self.unit.top;
        let mut kept = false;
        for index in 1..count {
            // The middle operand is used twice: it stays in its register.
            let middle = self.operand(right)?;
            self.at(expr);
            let flags = 2 * u8::from(left.temporary);
            let (test, negated) = test_op(op);
            self.unit.jump_wide(test, [left.register, middle.register, u8::from(negated) | flags], fail)?;
            kept |= middle.temporary;
            left = middle;
            (op, right) = match (self.ast.item(ops, index), self.ast.item(comparators, index)) {
                (Some(op), Some(right)) => (op, right),
                _ => return Ok(()),
            };
        }
        let last_left = left;
        self.test(expr, last_left, op, right, branch)?;
        self.unit.jump(end)?;
        self.unit.bind(fail)?;
        if kept {
            for register in base..u16::from(last_left.register).max(base) + 1 {
                if last_left.temporary || register < u16::from(last_left.register) {
                    self.unit.clear(register as u8)?;
                }
            }
        }
        self.unit.top = bottom;
        if !branch.truth {
            self.unit.jump(branch.label)?;
        }
        self.unit.bind(end)?;
        Ok(())
    }

    /// One comparison and branch. Empties and gives back `left` if it is a temporary.
    fn test(
        &mut self,
        expr: &Expr,
        left: Operand,
        op: CmpOp,
        right: ExprId,
        Branch { truth, label }: Branch,
    ) -> Done {
        let (test, negated) = test_op(op);
        let c = u8::from(truth != negated) | (2 * u8::from(left.temporary));
        match self.value_of(right) {
            Some(Value::Imm(Imm::None)) if matches!(op, CmpOp::Is | CmpOp::IsNot) => {
                self.at(expr);
                let op = match (left.temporary, (op == CmpOp::Is) == truth) {
                    (false, true) => Op::JUMP_IF_NONE,
                    (false, false) => Op::JUMP_IF_NOT_NONE,
                    (true, true) => Op::POP_JUMP_IF_NONE,
                    (true, false) => Op::POP_JUMP_IF_NOT_NONE,
                };
                self.unit.jump_if(op, left.register, label)?;
            }
            Some(Value::Int(int)) if i8::try_from(int).is_ok() && (test as u8) <= Op::TEST_GE as u8 => {
                self.at(expr);
                let test = crate::expr::nth(Op::TEST_LT_INT, test as usize - Op::TEST_LT as usize);
                self.unit.jump_wide(test, [left.register, int as u8, c], label)?;
            }
            _ => {
                let right = self.comparand(op, right)?;
                self.at(expr);
                let c = c | (4 * u8::from(right.temporary));
                self.unit.jump_wide(test, [left.register, right.register, c], label)?;
                self.forget(right);
            }
        }
        self.forget(left);
        Ok(())
    }
}

/// Where a condition leads.
#[derive(Clone, Copy)]
struct Branch {
    /// The truth that jumps; with the other one the code goes on below.
    truth: bool,
    label: Label,
}

/// The test for a comparison, and whether its truth is the opposite.
fn test_op(op: CmpOp) -> (Op, bool) {
    match op {
        CmpOp::Lt => (Op::TEST_LT, false),
        CmpOp::LtE => (Op::TEST_LE, false),
        CmpOp::Eq => (Op::TEST_EQ, false),
        CmpOp::NotEq => (Op::TEST_NE, false),
        CmpOp::Gt => (Op::TEST_GT, false),
        CmpOp::GtE => (Op::TEST_GE, false),
        CmpOp::Is => (Op::TEST_IS, false),
        CmpOp::IsNot => (Op::TEST_IS, true),
        CmpOp::In => (Op::TEST_IN, false),
        CmpOp::NotIn => (Op::TEST_IN, true),
    }
}
