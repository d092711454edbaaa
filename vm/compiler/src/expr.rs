//! Expressions to registers.
//!
//! `expr_to` computes an expression into a register. A register that is not the topmost
//! temporary (a local variable, say) is written by the last instruction only, so that neither
//! an exception nor an operand can see a value too early.

use crate::codegen::{Gen, Operand};
use crate::consts::Value;
use crate::error::Done;
use crate::unit::{Access, Reg};
use pyrite_bytecode::encode::{self, Container};
use pyrite_bytecode::opcode::{Imm, Intrinsic, Op};
use pyrite_syntax::arena::{ExprId, List};
use pyrite_syntax::ast::{BoolOp, CmpOp, Expr, ExprKind, Operator, UnaryOp};

/// Elements of a display that are built at once.
const CHUNK: usize = 32;

impl Gen<'_> {
    /// A register with the value: the local's own, or a new temporary.
    #[inline(never)]
    pub fn operand(&mut self, id: ExprId) -> Done<Operand> {
        match self.local_operand(id)? {
            Some(register) => Ok(Operand { register, temporary: false }),
            None => Ok(Operand { register: self.expr_temporary(id)?, temporary: true }),
        }
    }

    /// As `operand`, but the value may use `dst`, which the caller is about to write.
    #[inline(never)]
    fn operand_into(&mut self, id: ExprId, dst: Reg) -> Done<Operand> {
        if let Some(register) = self.local_operand(id)? {
            return Ok(Operand { register, temporary: false });
        }
        if self.is_top(dst) {
            self.expr_to(id, dst)?;
            return Ok(Operand { register: dst, temporary: false });
        }
        Ok(Operand { register: self.expr_temporary(id)?, temporary: true })
    }

    /// Computes an expression into a new temporary.
    #[inline(never)]
    pub fn expr_temporary(&mut self, id: ExprId) -> Done<Reg> {
        let register = self.unit.alloc()?;
        self.expr_to(id, register)?;
        Ok(register)
    }

    /// Computes an expression for its effects.
    pub fn discard(&mut self, id: ExprId) -> Done {
        if self.value_of(id).is_some() || self.local_operand(id)?.is_some() {
            return Ok(());
        }
        let register = self.expr_temporary(id)?;
        self.drop_temporary(register)
    }

    /// Computes an expression into `dst`.
    pub fn expr_to(&mut self, id: ExprId, dst: Reg) -> Done {
        let expr = self.expr_at(id);
        self.at(&expr);
        if let Some(value) = self.value_of(id) {
            return self.load_value(value, dst);
        }
        match expr.kind {
            ExprKind::Name { id, .. } => self.load_name(id, dst),
            ExprKind::BinOp { .. }
            | ExprKind::Attribute { .. }
            | ExprKind::Subscript { .. }
            | ExprKind::Call { .. } => self.chain(id, dst),
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => self.not_to(&expr, operand, dst),
            ExprKind::UnaryOp { op, operand } => {
                let operand = self.operand_into(operand, dst)?;
                self.at(&expr);
                let op = match op {
                    UnaryOp::Invert => Op::INVERT,
                    UnaryOp::UAdd => Op::POS,
                    _ => Op::NEG,
                };
                self.unit.abc(op, dst, operand.register, 0)?;
                self.release(operand)
            }
            ExprKind::Compare { .. } => self.compare_to(id, dst),
            ExprKind::JoinedStr { values } => self.joined_to(&expr, values, dst),
            ExprKind::FormattedValue { .. } => self.formatted_to(&expr, dst),
            ExprKind::Lambda { args, body } => self.lambda_to(id, &expr, args, body, dst),
            ExprKind::Tuple { elts, .. } => self.display_to(&expr, elts, Op::BUILD_TUPLE, dst),
            ExprKind::List { elts, .. } => self.display_to(&expr, elts, Op::BUILD_LIST, dst),
            ExprKind::Set { elts } => self.display_to(&expr, elts, Op::BUILD_SET, dst),
            ExprKind::NamedExpr { target, value } => self.expr_to_any(value, dst, |this, work| {
                let target = this.expr_at(target);
                this.at(&target);
                let ExprKind::Name { id, .. } = target.kind else { return Ok(()) };
                this.store_name(id, Operand { register: work, temporary: false })
            }),
            ExprKind::Starred { .. } => {
                Err(self.scopes.fault(expr.span, "can't use starred expression here"))
            }
            _ => self.complex_to(id, &expr, dst),
        }
    }

    /// Computes `value` into a temporary, lets `then` use it, and delivers it.
    fn expr_to_any(&mut self, value: ExprId, dst: Reg, then: impl FnOnce(&mut Self, Reg) -> Done) -> Done {
        let work = self.work_register(dst)?;
        self.expr_to(value, work)?;
        then(self, work)?;
        self.deliver(work, dst)
    }

    /// Expressions of several steps: computed in a temporary.
    fn complex_to(&mut self, id: ExprId, expr: &Expr, dst: Reg) -> Done {
        if let ExprKind::IfExp { test, body, orelse } = expr.kind {
            return self.if_exp_to(test, body, orelse, dst);
        }
        let work = self.work_register(dst)?;
        match expr.kind {
            ExprKind::BoolOp { op, values } => self.bool_op_to(op, values, work)?,
            ExprKind::Dict { keys, values } => self.dict_to(expr, keys, values, work)?,
            ExprKind::ListComp { .. } | ExprKind::SetComp { .. } | ExprKind::DictComp { .. } => {
                self.comprehension_to(id, expr, work)?;
            }
            ExprKind::GeneratorExp { .. } => self.generator_to(id, expr, work)?,
            ExprKind::Slice { lower, upper, step } => self.slice_to(expr, lower, upper, step, work)?,
            ExprKind::Yield { value } => self.yield_to(expr, value, work)?,
            ExprKind::YieldFrom { value } => self.yield_from_to(expr, value, work)?,
            ExprKind::Await { value } => {
                self.check_await(expr)?;
                self.expr_to(value, work)?;
                self.at(expr);
                self.await_in(work, 0)?;
            }
            _ => {}
        }
        self.deliver(work, dst)
    }

    /// The operand that a chain goes on with, its method taken together with the call.
    fn chain_left(&self, id: ExprId) -> Option<ExprId> {
        Some(match self.ast.expr(id).kind {
            ExprKind::BinOp { left, .. } => left,
            ExprKind::Attribute { value, .. } | ExprKind::Subscript { value, .. } => value,
            ExprKind::Call { func, .. } => match self.ast.expr(func).kind {
                ExprKind::Attribute { value, .. } if !self.is_unpacking_call(id) => value,
                _ => func,
            },
            _ => return None,
        })
    }

    /// Computes a chain of operators, attributes, items and calls, however long it is.
    fn chain(&mut self, id: ExprId, dst: Reg) -> Done {
        let start = self.work.chain.len();
        let mut current = id;
        loop {
            self.work.chain.push(current)?;
            match self.chain_left(current) {
                Some(left) if self.chain_left(left).is_some() && self.value_of(left).is_none() => {
                    current = left
                }
                _ => break,
            }
        }
        let single = self.work.chain.len() - start == 1;
        let work = if single { dst } else { self.work_register(dst)? };
        let mut input = None;
        while self.work.chain.len() > start {
            let Some(node) = self.work.chain.pop() else { break };
            let last = self.work.chain.len() == start;
            self.link(node, input, if last { dst } else { work })?;
            input = Some(work);
        }
        if work != dst {
            self.unit.free_from(work);
        }
        Ok(())
    }

    /// One link of a chain; its left operand is in the temporary `input` if that is given.
    /// Afterwards `input` is empty unless it is `dst`.
    fn link(&mut self, id: ExprId, input: Option<Reg>, dst: Reg) -> Done {
        let expr = self.expr_at(id);
        match expr.kind {
            ExprKind::Call { .. } => self.call_to(id, &expr, input, dst),
            ExprKind::BinOp { left, op, right } => {
                let left = self.link_operand(left, input, dst)?;
                self.binary(&expr, left, op, right, dst, false)?;
                self.link_done(left, input, dst)
            }
            ExprKind::Attribute { value, attr, .. } => {
                let value = self.link_operand(value, input, dst)?;
                self.at(&expr);
                self.attribute(Access::Load, dst, value.register, attr, false)?;
                self.link_done(value, input, dst)
            }
            ExprKind::Subscript { value, slice, .. } => {
                let value = self.link_operand(value, input, dst)?;
                if let Some(Value::Int(index)) = self.value_of(slice)
                    && let Ok(index) = i8::try_from(index)
                {
                    self.at(&expr);
                    self.unit.abc(Op::LOAD_ITEM_INT, dst, value.register, index as u8)?;
                } else {
                    let slice = self.operand(slice)?;
                    self.at(&expr);
                    self.unit.abc(Op::LOAD_ITEM, dst, value.register, slice.register)?;
                    self.release(slice)?;
                }
                self.link_done(value, input, dst)
            }
            _ => Ok(()),
        }
    }

    fn link_operand(&mut self, left: ExprId, input: Option<Reg>, dst: Reg) -> Done<Operand> {
        match input {
            Some(register) => Ok(Operand { register, temporary: false }),
            None => self.operand_into(left, dst),
        }
    }

    fn link_done(&mut self, left: Operand, input: Option<Reg>, dst: Reg) -> Done {
        match input {
            Some(register) if register != dst => self.unit.clear(register),
            Some(_) => Ok(()),
            None => self.release(left),
        }
    }

    /// Emits `dst = left op right`.
    #[allow(clippy::too_many_arguments, reason = "an operation has two operands, an operator and a place")]
    #[inline(never)]
    pub fn binary(
        &mut self,
        expr: &Expr,
        left: Operand,
        op: Operator,
        right: ExprId,
        dst: Reg,
        inplace: bool,
    ) -> Done {
        let group = if inplace { Op::INPLACE_ADD } else { Op::ADD };
        if let (Operator::Add | Operator::Sub, Some(Value::Int(int))) = (op, self.value_of(right))
            && let Ok(int) = i8::try_from(int)
        {
            self.at(expr);
            let base = if inplace { Op::INPLACE_ADD_INT } else { Op::ADD_INT };
            let op = nth(base, usize::from(op == Operator::Sub));
            return self.unit.abc(op, dst, left.register, int as u8);
        }
        let right = self.operand(right)?;
        self.at(expr);
        self.unit.abc(nth(group, row(op)), dst, left.register, right.register)?;
        self.release(right)
    }

    fn not_to(&mut self, expr: &Expr, operand: ExprId, dst: Reg) -> Done {
        let operand = self.operand_into(operand, dst)?;
        self.at(expr);
        self.unit.abc(Op::NOT, dst, operand.register, 0)?;
        self.release(operand)
    }

    fn bool_op_to(&mut self, op: BoolOp, values: List<ExprId>, work: Reg) -> Done {
        let end = self.unit.label()?;
        let jump = if op == BoolOp::And { Op::JUMP_IF_FALSE } else { Op::JUMP_IF_TRUE };
        let last = self.ast.list_len(values) - 1;
        for (index, value) in self.ast.list(values).enumerate() {
            match self.truth_of(value) {
                // `1 and x`, `0 or x`
                Some(truth) if index < last && truth == (op == BoolOp::And) => continue,
                Some(_) if index < last => {
                    self.expr_to(value, work)?;
                    self.unit.jump(end)?;
                }
                _ => {
                    self.expr_to(value, work)?;
                    if index < last {
                        self.unit.jump_if(jump, work, end)?;
                    }
                }
            }
        }
        self.unit.bind(end)
    }

    fn if_exp_to(&mut self, test: ExprId, body: ExprId, orelse: ExprId, dst: Reg) -> Done {
        if let Some(truth) = self.truth_of(test) {
            return self.expr_to(if truth { body } else { orelse }, dst);
        }
        let (otherwise, end) = (self.unit.label()?, self.unit.label()?);
        self.jump_unless(test, otherwise)?;
        self.expr_to(body, dst)?;
        self.unit.jump(end)?;
        self.unit.bind(otherwise)?;
        self.expr_to(orelse, dst)?;
        self.unit.bind(end)
    }

    /// The value of a comparison, chained or not.
    fn compare_to(&mut self, id: ExprId, dst: Reg) -> Done {
        let expr = self.expr_at(id);
        let ExprKind::Compare { left, ops, comparators } = expr.kind else { return Ok(()) };
        let count = self.ast.list_len(ops);
        if count == 1 {
            let (Some(op), Some(right)) = (self.ast.item(ops, 0), self.ast.item(comparators, 0)) else {
                return Ok(());
            };
            let left = self.operand_into(left, dst)?;
            let right = self.comparand(op, right)?;
            self.at(&expr);
            self.unit.abc(compare_op(op), dst, left.register, right.register)?;
            self.release(right)?;
            return self.release(left);
        }
        let work = self.work_register(dst)?;
        let end = self.unit.label()?;
        // The middle operands live here in turn.
        let slots = [self.unit.alloc()?, self.unit.alloc()?];
        let mut left = self.comparison_operand(left, slots[0])?;
        for (index, (op, right)) in self.ast.list(ops).zip(self.ast.list(comparators)).enumerate() {
            let slot = if left.register == slots[0] { slots[1] } else { slots[0] };
            let right = self.comparison_operand(right, slot)?;
            self.at(&expr);
            self.unit.abc(compare_op(op), work, left.register, right.register)?;
            if left.temporary {
                self.unit.clear(left.register)?;
            }
            left = right;
            if index + 1 < count {
                self.unit.jump_if(Op::JUMP_IF_FALSE, work, end)?;
            }
        }
        self.unit.bind(end)?;
        // A comparison that failed early leaves its right operand behind.
        self.unit.clear(slots[0])?;
        self.unit.clear(slots[1])?;
        self.unit.free_from(slots[0]);
        self.deliver(work, dst)
    }

    fn comparison_operand(&mut self, id: ExprId, slot: Reg) -> Done<Operand> {
        match self.local_operand(id)? {
            Some(register) => Ok(Operand { register, temporary: false }),
            None => {
                self.expr_to(id, slot)?;
                Ok(Operand { register: slot, temporary: true })
            }
        }
    }

    /// The right operand of a comparison: displays of constants after `in` become constants.
    #[inline(never)]
    pub fn comparand(&mut self, op: CmpOp, id: ExprId) -> Done<Operand> {
        let expr = self.expr_at(id);
        let (elts, kind) = match expr.kind {
            ExprKind::List { elts, .. } => (elts, Container::Tuple),
            ExprKind::Set { elts } => (elts, Container::Frozenset),
            _ => return self.operand(id),
        };
        let constant = self.ast.list(elts).all(|item| self.value_of(item).is_some());
        if !matches!(op, CmpOp::In | CmpOp::NotIn) || !constant || elts.is_empty() {
            return self.operand(id);
        }
        self.at(&expr);
        let register = self.unit.alloc()?;
        self.work.words.clear();
        self.encode_items(elts, kind)?;
        self.load_words(register)?;
        Ok(Operand { register, temporary: true })
    }

    /// Whether an element of a list is starred.
    pub fn has_star(&self, elts: List<ExprId>) -> bool {
        self.ast.list(elts).any(|item| matches!(self.ast.expr(item).kind, ExprKind::Starred { .. }))
    }

    /// Builds a tuple, list or set.
    pub fn display_to(&mut self, expr: &Expr, elts: List<ExprId>, op: Op, dst: Reg) -> Done {
        let count = self.ast.list_len(elts);
        if count > CHUNK || self.has_star(elts) {
            let work = self.work_register(dst)?;
            self.growing_display(expr, elts, op, work)?;
            return self.deliver(work, dst);
        }
        let first = if self.is_top(dst) { dst } else { self.unit.top as Reg };
        for (index, item) in self.ast.list(elts).enumerate() {
            let register = if index == 0 && first == dst { dst } else { self.unit.alloc()? };
            self.expr_to(item, register)?;
        }
        self.at(expr);
        self.unit.abc(op, dst, if count == 0 { dst } else { first }, count as u8)?;
        self.unit.free_from(if first == dst { dst + 1 } else { first });
        Ok(())
    }

    /// Builds a display element by element.
    fn growing_display(&mut self, expr: &Expr, elts: List<ExprId>, op: Op, work: Reg) -> Done {
        let set = op == Op::BUILD_SET;
        self.at(expr);
        self.unit.abc(if set { Op::BUILD_SET } else { Op::BUILD_LIST }, work, work, 0)?;
        for item in self.ast.list(elts) {
            match self.ast.expr(item).kind {
                ExprKind::Starred { value, .. } => {
                    let value = self.operand(value)?;
                    self.at(expr);
                    let op = if set { Op::SET_UPDATE } else { Op::LIST_EXTEND };
                    self.unit.abc(op, work, value.register, 0)?;
                    self.release(value)?;
                }
                _ => {
                    let value = self.expr_temporary(item)?;
                    self.unit.abc(if set { Op::SET_ADD } else { Op::LIST_APPEND }, work, value, 0)?;
                    self.unit.free_from(value);
                }
            }
        }
        if op == Op::BUILD_TUPLE {
            self.at(expr);
            self.unit.abc(Op::LIST_TO_TUPLE, work, 0, 0)?;
        }
        Ok(())
    }

    fn dict_to(&mut self, expr: &Expr, keys: List<Option<ExprId>>, values: List<ExprId>, work: Reg) -> Done {
        let count = self.ast.list_len(keys);
        let unpacks = self.ast.list(keys).any(|key| key.is_none());
        if count <= CHUNK / 2 && !unpacks {
            let first = self.unit.top as Reg;
            for (key, value) in self.ast.list(keys).zip(self.ast.list(values)) {
                if let Some(key) = key {
                    self.expr_temporary(key)?;
                }
                self.expr_temporary(value)?;
            }
            self.at(expr);
            self.unit.abc(Op::BUILD_MAP, work, if count == 0 { work } else { first }, count as u8)?;
            self.unit.free_from(work + 1);
            return Ok(());
        }
        self.unit.abc(Op::BUILD_MAP, work, work, 0)?;
        for (key, value) in self.ast.list(keys).zip(self.ast.list(values)) {
            match key {
                Some(key) => {
                    let key = self.expr_temporary(key)?;
                    let value = self.expr_temporary(value)?;
                    self.at(expr);
                    self.unit.abc(Op::MAP_ADD, work, key, value)?;
                    self.unit.free_from(key);
                }
                None => {
                    let value = self.operand(value)?;
                    self.at(expr);
                    self.unit.abc(Op::DICT_UPDATE, work, value.register, 0)?;
                    self.release(value)?;
                }
            }
        }
        Ok(())
    }

    fn slice_to(
        &mut self,
        expr: &Expr,
        lower: Option<ExprId>,
        upper: Option<ExprId>,
        step: Option<ExprId>,
        work: Reg,
    ) -> Done {
        for (index, part) in [lower, upper, step].into_iter().enumerate() {
            let register = if index == 0 { work } else { self.unit.alloc()? };
            match part {
                Some(part) => self.expr_to(part, register)?,
                None => self.unit.load_imm(register, Imm::None)?,
            }
        }
        self.at(expr);
        self.unit.abc(Op::BUILD_SLICE, work, work, 0)?;
        self.unit.free_from(work + 1);
        Ok(())
    }

    fn joined_to(&mut self, expr: &Expr, values: List<ExprId>, dst: Reg) -> Done {
        let count = self.ast.list_len(values);
        if count == 0 {
            return self.load_text(b"", dst);
        }
        if count == 1
            && let Some(only) = self.ast.item(values, 0)
        {
            return self.expr_to(only, dst);
        }
        if count > CHUNK {
            return self.long_joined_to(expr, values, dst);
        }
        let first = self.unit.top as Reg;
        for value in self.ast.list(values) {
            self.expr_temporary(value)?;
        }
        self.at(expr);
        self.unit.abc(Op::BUILD_STRING, dst, first, count as u8)?;
        self.unit.free_from(first);
        Ok(())
    }

    /// `"".join([...])`, as CPython does for long f-strings.
    fn long_joined_to(&mut self, expr: &Expr, values: List<ExprId>, dst: Reg) -> Done {
        let window = self.unit.alloc_window()?;
        self.load_text(b"", window)?;
        let join = self.unit.name(b"join")?;
        match self.unit.attribute_site(join, Access::Method)? {
            Some(site) => self.unit.abc(Op::LOAD_METHOD, window, window, site)?,
            None => self.unit.wide(Op::LOAD_METHOD_WIDE, [window, window, 0], join.into())?,
        }
        self.unit.alloc()?;
        let list = self.unit.alloc()?;
        self.growing_display(expr, values, Op::BUILD_LIST, list)?;
        self.unit.abc(Op::CALL_METHOD, window, 1, 0)?;
        self.unit.free_from(window + 1);
        self.deliver(window, dst)
    }

    fn formatted_to(&mut self, expr: &Expr, dst: Reg) -> Done {
        let ExprKind::FormattedValue { value, conversion, format_spec } = expr.kind else { return Ok(()) };
        let conversion = match conversion {
            b's' => 1,
            b'r' => 2,
            b'a' => 3,
            _ => 0,
        };
        let Some(spec) = format_spec else {
            let value = self.operand_into(value, dst)?;
            self.at(expr);
            self.unit.abc(Op::FORMAT_VALUE, dst, value.register, conversion)?;
            return self.release(value);
        };
        let work = self.work_register(dst)?;
        self.expr_to(value, work)?;
        self.expr_temporary(spec)?;
        self.at(expr);
        self.unit.abc(Op::FORMAT_VALUE, work, work, conversion | 4)?;
        self.unit.free_from(work + 1);
        self.deliver(work, dst)
    }

    /// Emits an intrinsic on `register` (and the one behind it).
    pub fn intrinsic(&mut self, intrinsic: Intrinsic, register: Reg) -> Done {
        self.unit.abc(Op::INTRINSIC, register, 0, intrinsic as u8)
    }

    /// Loads a tuple of names into `dst`.
    pub fn load_names(&mut self, names: &[pyrite_syntax::arena::NameId], dst: Reg) -> Done {
        self.work.words.clear();
        for &name in names {
            encode::str(&mut self.work.words, self.ast.name(name))?;
        }
        encode::items(&mut self.work.words, 0, names.len(), Container::Tuple)?;
        self.load_words(dst)
    }
}

/// The operation `index` rows below `first` in the table.
pub(crate) fn nth(first: Op, index: usize) -> Op {
    Op::ALL.get(first as usize + index).copied().unwrap_or(first)
}

/// Row of an operator in the groups of the table.
fn row(op: Operator) -> usize {
    match op {
        Operator::Add => 0,
        Operator::Sub => 1,
        Operator::Mult => 2,
        Operator::FloorDiv => 3,
        Operator::Mod => 4,
        Operator::BitAnd => 5,
        Operator::BitOr => 6,
        Operator::BitXor => 7,
        Operator::LShift => 8,
        Operator::RShift => 9,
        Operator::Div => 10,
        Operator::Pow => 11,
        Operator::MatMult => 12,
    }
}

fn compare_op(op: CmpOp) -> Op {
    match op {
        CmpOp::Lt => Op::LT,
        CmpOp::LtE => Op::LE,
        CmpOp::Eq => Op::EQ,
        CmpOp::NotEq => Op::NE,
        CmpOp::Gt => Op::GT,
        CmpOp::GtE => Op::GE,
        CmpOp::Is => Op::IS,
        CmpOp::IsNot => Op::IS_NOT,
        CmpOp::In => Op::IN,
        CmpOp::NotIn => Op::NOT_IN,
    }
}
