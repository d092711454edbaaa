//! Assignment to targets of every kind, augmented assignment, deletion.

use crate::codegen::{Gen, Operand, Variable};
use crate::consts::Value;
use crate::error::Done;
use crate::unit::{Access, Reg};
use pyrite_bytecode::opcode::{Imm, Op};
use pyrite_syntax::arena::{ExprId, List};
use pyrite_syntax::ast::{Expr, ExprKind, Operator};

impl Gen<'_> {
    /// Assigns an expression to each target, from left to right.
    pub fn assign(&mut self, targets: List<ExprId>, value: ExprId) -> Done {
        let count = self.ast.list_len(targets);
        if let (1, Some(target)) = (count, self.ast.item(targets, 0)) {
            return self.assign_one(target, value);
        }
        let value = self.operand(value)?;
        for (index, target) in self.ast.list(targets).enumerate() {
            let temporary = value.temporary && index + 1 == count;
            self.store(target, Operand { temporary, ..value })?;
        }
        if value.temporary {
            self.unit.free_from(value.register);
        }
        Ok(())
    }

    /// Assigns an expression to one target.
    pub fn assign_one(&mut self, target: ExprId, value: ExprId) -> Done {
        let node = self.expr_at(target);
        match node.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangle(id);
                if let Variable::Local(register) = self.variable(name, false)? {
                    self.expr_to(value, register)?;
                    self.unit.mark_bound(register, true);
                    return Ok(());
                }
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. }
                if self.assign_parallel(elts, value)? =>
            {
                return Ok(());
            }
            _ => {}
        }
        let value = self.operand(value)?;
        self.store(target, value)?;
        if value.temporary {
            self.unit.free_from(value.register);
        }
        Ok(())
    }

    /// `a, b = x, y` without the tuple.
    fn assign_parallel(&mut self, targets: List<ExprId>, value: ExprId) -> Done<bool> {
        let ExprKind::Tuple { elts, .. } = self.ast.expr(value).kind else { return Ok(false) };
        let count = self.ast.list_len(elts);
        if count != self.ast.list_len(targets) || count > 3 || count == 0 {
            return Ok(false);
        }
        if self.has_star(elts) || self.has_star(targets) {
            return Ok(false);
        }
        let first = self.unit.top as Reg;
        for item in self.ast.list(elts) {
            self.expr_temporary(item)?;
        }
        self.store_run(targets, first)?;
        Ok(true)
    }

    /// Stores the temporaries from `first` on in the targets.
    fn store_run(&mut self, targets: List<ExprId>, first: Reg) -> Done {
        for (index, target) in self.ast.list(targets).enumerate() {
            let register = first + index as Reg;
            let target = match self.ast.expr(target).kind {
                ExprKind::Starred { value, .. } => value,
                _ => target,
            };
            self.store(target, Operand { register, temporary: true })?;
        }
        self.unit.free_from(first);
        Ok(())
    }

    /// Stores a value in a target; a temporary is empty afterwards, but not given back.
    pub fn store(&mut self, target: ExprId, value: Operand) -> Done {
        let expr = self.expr_at(target);
        self.at(&expr);
        match expr.kind {
            ExprKind::Name { id, .. } => self.store_name(id, value),
            ExprKind::Attribute { value: object, attr, .. } => {
                let object = self.operand(object)?;
                self.at(&expr);
                self.attribute(Access::Store, object.register, value.register, attr, value.temporary)?;
                self.release(object)
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                let object = self.operand(object)?;
                let slice = self.operand(slice)?;
                self.at(&expr);
                self.unit.abc(Op::STORE_ITEM, object.register, slice.register, value.register)?;
                self.release(slice)?;
                self.release(object)?;
                if value.temporary { self.unit.clear(value.register) } else { Ok(()) }
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => self.unpack(&expr, elts, value),
            ExprKind::Starred { .. } => {
                Err(self.scopes.fault(expr.span, "starred assignment target must be in a list or tuple"))
            }
            _ => Ok(()),
        }
    }

    fn unpack(&mut self, expr: &Expr, targets: List<ExprId>, value: Operand) -> Done {
        let count = self.ast.list_len(targets);
        let mut star = None;
        for (index, target) in self.ast.list(targets).enumerate() {
            if matches!(self.ast.expr(target).kind, ExprKind::Starred { .. }) {
                if star.is_some() {
                    return Err(self.scopes.fault(expr.span, "multiple starred expressions in assignment"));
                }
                star = Some(index);
            }
        }
        if count > 120 {
            return self.unpack_long(expr, targets, value, star);
        }
        let first = self.unit.alloc_run(count.max(1) as u16)?;
        match star {
            None => self.unit.abc(Op::UNPACK_SEQUENCE, first, value.register, count as u8)?,
            Some(star) => {
                let behind = (count - star - 1) as u32;
                self.unit.wide(Op::UNPACK_EX, [first, value.register, star as u8], behind)?;
            }
        }
        if value.temporary {
            self.unit.clear(value.register)?;
        }
        self.store_run(targets, first)
    }

    /// Very many targets: the items go through a list, from which they are taken in order.
    fn unpack_long(
        &mut self,
        expr: &Expr,
        targets: List<ExprId>,
        value: Operand,
        star: Option<usize>,
    ) -> Done {
        let Some(_) = star else {
            let list = self.unit.alloc()?;
            return self.unpack_pieces(expr, targets, value, list);
        };
        Err(self.too_large(expr.span))
    }

    /// Takes 100 items at a time off the front: `*pieces, rest = rest`.
    fn unpack_pieces(&mut self, expr: &Expr, targets: List<ExprId>, value: Operand, list: Reg) -> Done {
        const PIECE: usize = 100;
        let count = self.ast.list_len(targets);
        self.unit.abc(Op::MOVE, list, value.register, 0)?;
        if value.temporary {
            self.unit.clear(value.register)?;
        }
        let mut index = 0;
        while index < count {
            let piece = (count - index).min(PIECE);
            let last = index + piece == count;
            let first = self.unit.alloc_run(piece as u16 + u16::from(!last))?;
            self.at(expr);
            if last {
                self.unit.abc(Op::UNPACK_SEQUENCE, first, list, piece as u8)?;
                self.unit.clear(list)?;
            } else {
                self.unit.wide(Op::UNPACK_EX, [first, list, piece as u8], 0)?;
                self.unit.abc(Op::TAKE, list, first + piece as Reg, 0)?;
            }
            for offset in 0..piece {
                if let Some(target) = self.ast.item(targets, index + offset) {
                    self.store(target, Operand { register: first + offset as Reg, temporary: true })?;
                }
            }
            self.unit.free_from(first);
            index += piece;
        }
        self.unit.free_from(list);
        Ok(())
    }

    /// The register that `FOR_ITER` writes: the local itself if the target is one.
    pub fn loop_target(&mut self, target: ExprId) -> Done<Reg> {
        if let ExprKind::Name { id, .. } = self.ast.expr(target).kind {
            let name = self.mangle(id);
            if let Variable::Local(register) = self.variable(name, false)? {
                return Ok(register);
            }
        }
        self.unit.alloc()
    }

    /// Stores what `FOR_ITER` has written in the target.
    pub fn store_loop_target(&mut self, target: ExprId, register: Reg) -> Done {
        if !self.unit.is_temporary(register)
            || !self.is_top(register)
            || self.is_variable(target, register)?
        {
            self.unit.mark_bound(register, true);
            return Ok(());
        }
        self.store(target, Operand { register, temporary: true })?;
        self.unit.free_from(register);
        Ok(())
    }

    fn is_variable(&self, target: ExprId, register: Reg) -> Done<bool> {
        let ExprKind::Name { id, .. } = self.ast.expr(target).kind else { return Ok(false) };
        Ok(self.variable(self.mangle(id), false)? == Variable::Local(register))
    }

    /// `target op= value`
    pub fn aug_assign(
        &mut self,
        target: ExprId,
        op: Operator,
        value: ExprId,
        span: pyrite_syntax::span::Span,
    ) -> Done {
        let expr = self.expr_at(target);
        let line = expr.line();
        let whole = Expr::new(span, line, expr.kind);
        self.at(&expr);
        match expr.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangle(id);
                if let Variable::Local(register) = self.variable(name, false)? {
                    self.check_bound(register, name)?;
                    let left = match self.local_operand(target)? {
                        Some(register) => Operand { register, temporary: false },
                        None => Operand { register: self.expr_temporary(target)?, temporary: true },
                    };
                    self.binary(&whole, left, op, value, register, true)?;
                    return self.release(left);
                }
                let work = self.unit.alloc()?;
                self.load_name(id, work)?;
                self.binary(&whole, Operand { register: work, temporary: false }, op, value, work, true)?;
                self.store_name(id, Operand { register: work, temporary: true })?;
                self.unit.free_from(work);
                Ok(())
            }
            ExprKind::Attribute { value: object, attr, .. } => {
                let object = self.operand(object)?;
                let work = self.unit.alloc()?;
                self.at(&expr);
                self.attribute(Access::Load, work, object.register, attr, false)?;
                self.binary(&whole, Operand { register: work, temporary: false }, op, value, work, true)?;
                self.at(&expr);
                self.attribute(Access::Store, object.register, work, attr, true)?;
                self.unit.free_from(work);
                self.release(object)
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                let object = self.operand(object)?;
                let slice = self.operand(slice)?;
                let work = self.unit.alloc()?;
                self.at(&expr);
                self.unit.abc(Op::LOAD_ITEM, work, object.register, slice.register)?;
                self.binary(&whole, Operand { register: work, temporary: false }, op, value, work, true)?;
                self.at(&expr);
                self.unit.abc(Op::STORE_ITEM, object.register, slice.register, work)?;
                self.drop_temporary(work)?;
                self.release(slice)?;
                self.release(object)
            }
            _ => Ok(()),
        }
    }

    /// `target: annotation = value`
    pub fn ann_assign(
        &mut self,
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        simple: bool,
    ) -> Done {
        if let Some(value) = value {
            self.assign_one(target, value)?;
        }
        let expr = self.expr_at(target);
        let in_namespace = !self.scopes.scope(self.scope).kind.is_function();
        match expr.kind {
            ExprKind::Name { id, .. } if simple && in_namespace => {
                let value = self.unit.alloc()?;
                self.annotation_to(annotation, value)?;
                let dict = self.unit.alloc()?;
                self.at(&expr);
                let annotations = self.unit.name(b"__annotations__")?;
                let site = self.unit.global_site(annotations)?;
                self.unit.abx(Op::LOAD_NAME, dict, site)?;
                let key = self.unit.alloc()?;
                let name = self.mangle(id);
                let text = self.ast.name(name);
                self.load_text(text, key)?;
                self.unit.abc(Op::STORE_ITEM, dict, key, value)?;
                self.drop_temporary(key)?;
                self.drop_temporary(dict)?;
                self.drop_temporary(value)
            }
            ExprKind::Name { .. } => {
                if in_namespace && !self.settings.future_annotations {
                    self.discard(annotation)
                } else {
                    Ok(())
                }
            }
            ExprKind::Attribute { value: object, .. } => {
                if value.is_none() {
                    self.discard(object)?;
                }
                if in_namespace && !self.settings.future_annotations {
                    self.discard(annotation)
                } else {
                    Ok(())
                }
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                if value.is_none() {
                    self.discard(object)?;
                    self.discard(slice)?;
                }
                if in_namespace && !self.settings.future_annotations {
                    self.discard(annotation)
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }

    /// `del target`
    pub fn delete(&mut self, target: ExprId) -> Done {
        let expr = self.expr_at(target);
        self.at(&expr);
        match expr.kind {
            ExprKind::Name { id, .. } => self.delete_name(id),
            ExprKind::Attribute { value, attr, .. } => {
                let object = self.operand(value)?;
                self.at(&expr);
                let name = self.mangle(attr);
                let name = self.name_index(name)?;
                self.unit.abx(Op::DELETE_ATTR, object.register, name)?;
                self.release(object)
            }
            ExprKind::Subscript { value, slice, .. } => {
                let object = self.operand(value)?;
                let slice = self.operand(slice)?;
                self.at(&expr);
                self.unit.abc(Op::DELETE_ITEM, object.register, slice.register, 0)?;
                self.release(slice)?;
                self.release(object)
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                for target in self.ast.list(elts) {
                    self.delete(target)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// An annotation: its value, or its text where annotations are not evaluated.
    pub fn annotation_to(&mut self, annotation: ExprId, dst: Reg) -> Done {
        let expr = self.expr_at(annotation);
        if self.settings.future_annotations {
            self.at(&expr);
            let text = expr.span.of(self.settings.text);
            return self.load_text(text, dst);
        }
        if let ExprKind::Starred { value, .. } = expr.kind {
            // `*args: *Ts` means the one item of the unpacked value.
            let work = self.work_register(dst)?;
            self.expr_to(value, work)?;
            self.at(&expr);
            self.unit.abc(Op::UNPACK_SEQUENCE, work, work, 1)?;
            return self.deliver(work, dst);
        }
        self.expr_to(annotation, dst)
    }

    /// Whether an expression is the constant None.
    pub fn is_none(&self, id: ExprId) -> bool {
        self.value_of(id) == Some(Value::Imm(Imm::None))
    }
}
