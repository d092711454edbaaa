//! Statements.

use crate::codegen::{Gen, Operand};
use crate::error::Done;
use crate::scope::Kind;
use crate::unit::{Block, Handler, Label, Open};
use pyrite_bytecode::code::CodeFlags;
use pyrite_bytecode::opcode::{Imm, Op};
use pyrite_syntax::arena::{AliasId, ExprId, List, NameId, StmtId};
use pyrite_syntax::ast::{Stmt, StmtKind};

impl Gen<'_> {
    /// Compiles statements in order.
    pub fn statements(&mut self, body: List<StmtId>) -> Done {
        for id in self.ast.list(body) {
            self.statement(id)?;
        }
        Ok(())
    }

    /// Compiles one statement.
    pub fn statement(&mut self, id: StmtId) -> Done {
        let stmt = *self.ast.stmt(id);
        self.at_span(stmt.span, stmt.line);
        match stmt.kind {
            StmtKind::FunctionDef(function) | StmtKind::AsyncFunctionDef(function) => {
                self.function_def(function, &stmt)
            }
            StmtKind::ClassDef(class) => self.class_def(class, &stmt),
            StmtKind::TypeAlias { .. } => self.type_alias(id, &stmt),
            StmtKind::If { .. } => self.if_stmt(&stmt),
            StmtKind::While { test, body, orelse } => self.while_stmt(test, body, orelse),
            StmtKind::For { target, iter, body, orelse } => self.for_stmt(target, iter, body, orelse),
            StmtKind::AsyncFor { target, iter, body, orelse } => {
                self.async_for(&stmt, target, iter, body, orelse)
            }
            StmtKind::With { items, body } => self.with_stmt(items, 0, body, false),
            StmtKind::AsyncWith { items, body } => {
                self.check_async(&stmt, "'async with' outside async function")?;
                self.with_stmt(items, 0, body, true)
            }
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases),
            StmtKind::Try { body, handlers, orelse, finalbody } => {
                self.try_stmt(crate::try_with::Parts { body, handlers, orelse, star: false }, finalbody)
            }
            StmtKind::TryStar { body, handlers, orelse, finalbody } => {
                self.try_stmt(crate::try_with::Parts { body, handlers, orelse, star: true }, finalbody)
            }
            _ => self.simple_statement(&stmt),
        }
    }

    fn simple_statement(&mut self, stmt: &Stmt) -> Done {
        match stmt.kind {
            StmtKind::Return { value } => self.return_stmt(stmt, value),
            StmtKind::Delete { targets } => {
                for target in self.ast.list(targets) {
                    self.delete(target)?;
                }
                Ok(())
            }
            StmtKind::Assign { targets, value } => self.assign(targets, value),
            StmtKind::AugAssign { target, op, value } => self.aug_assign(target, op, value, stmt.span),
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(target, annotation, value, simple)
            }
            StmtKind::Raise { exc, cause } => self.raise_stmt(stmt, exc, cause),
            StmtKind::Assert { test, msg } => self.assert_stmt(stmt, test, msg),
            StmtKind::Import { names } => self.import(names),
            StmtKind::ImportFrom { module, names, level } => self.import_from(stmt, module, names, level),
            StmtKind::Expr { value } => self.expr_stmt(value),
            StmtKind::Break => self.break_stmt(stmt),
            StmtKind::Continue => self.continue_stmt(stmt),
            _ => Ok(()),
        }
    }

    fn expr_stmt(&mut self, value: ExprId) -> Done {
        if self.settings.interactive && self.scopes.scope(self.scope).kind == Kind::Module {
            let register = self.expr_temporary(value)?;
            self.unit.abc(Op::PRINT_EXPR, register, 0, 0)?;
            self.unit.free_from(register);
            return Ok(());
        }
        self.discard(value)
    }

    /// `if`, its `elif`s in a loop.
    fn if_stmt(&mut self, stmt: &Stmt) -> Done {
        let end = self.unit.label()?;
        let mut stmt = *stmt;
        while let StmtKind::If { test, body, orelse } = stmt.kind {
            self.at_span(stmt.span, stmt.line);
            let otherwise = self.unit.label()?;
            self.jump_unless(test, otherwise)?;
            self.statements(body)?;
            if !orelse.is_empty() {
                let place = (self.unit.span, self.unit.line);
                self.unit.jump(end)?;
                self.at_span(place.0, place.1);
            }
            self.unit.bind(otherwise)?;
            match (self.ast.list_len(orelse), self.ast.item(orelse, 0).map(|id| *self.ast.stmt(id))) {
                (1, Some(next)) if matches!(next.kind, StmtKind::If { .. }) => stmt = next,
                _ => {
                    self.statements(orelse)?;
                    break;
                }
            }
        }
        self.unit.bind(end)
    }

    fn open_loop_block(&mut self, end: Label, next: Label, state: Option<u8>, iterator: Option<u8>) -> Done {
        self.open(Block::Loop { end, next, state, iterator }, None)
    }

    /// `while`: the condition is at the bottom.
    fn while_stmt(&mut self, test: ExprId, body: List<StmtId>, orelse: List<StmtId>) -> Done {
        self.forget_deleted();
        let (end, next) = (self.unit.label()?, self.unit.label()?);
        let constant = self.truth_of(test);
        let alive = !self.unit.dead;
        self.open_loop_block(end, next, None, None)?;
        match constant {
            Some(true) => {
                let top = self.unit.label_here()?;
                self.statements(body)?;
                self.unit.bind(next)?;
                self.unit.jump_back(top)?;
            }
            Some(false) => {
                let bound = self.unit.bound();
                self.unit.die();
                self.statements(body)?;
                self.unit.bind(next)?;
                self.unit.dead = !alive;
                self.unit.set_bound(bound);
            }
            None => {
                let top = self.unit.label()?;
                let bound = self.unit.bound();
                self.unit.jump(next)?;
                if alive {
                    self.unit.bind_alive(top, bound)?;
                }
                self.statements(body)?;
                self.unit.bind(next)?;
                self.jump_on(test, true, top)?;
            }
        }
        self.close()?;
        self.statements(orelse)?;
        self.unit.bind(end)
    }

    fn for_stmt(&mut self, target: ExprId, iter: ExprId, body: List<StmtId>, orelse: List<StmtId>) -> Done {
        let iterable = self.operand(iter)?;
        let place = self.expr_at(iter);
        self.at(&place);
        let (end, next, top) = (self.unit.label()?, self.unit.label()?, self.unit.label()?);
        let state = self.unit.open_loop()?;
        self.unit.abc(Op::FOR_PREP, state, iterable.register, iterable.temporary.into())?;
        if iterable.temporary {
            self.unit.free_from(iterable.register);
        }
        self.forget_deleted();
        let (bound, alive) = (self.unit.bound(), !self.unit.dead);
        self.unit.jump(next)?;
        if alive {
            self.unit.bind_alive(top, bound)?;
        }
        self.unit.loops -= 1;
        self.open_loop_block(end, next, Some(state), None)?;
        self.unit.loops += 1;
        let register = self.loop_target(target)?;
        self.store_loop_target(target, register)?;
        self.statements(body)?;
        self.unit.bind(next)?;
        self.at(&place);
        self.unit.jump_wide(Op::FOR_ITER, [state, register, 0], top)?;
        self.unit.close_loop();
        self.close()?;
        self.statements(orelse)?;
        self.unit.bind(end)
    }

    fn async_for(
        &mut self,
        stmt: &Stmt,
        target: ExprId,
        iter: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
    ) -> Done {
        self.check_async(stmt, "'async for' outside async function")?;
        let iterator = self.expr_temporary(iter)?;
        let place = self.expr_at(iter);
        self.at(&place);
        self.unit.abc(Op::GET_AITER, iterator, iterator, 0)?;
        self.forget_deleted();
        let alive = !self.unit.dead;
        let bound = self.unit.bound();
        let (end, handler) = (self.unit.label()?, self.unit.label()?);
        let next = self.unit.label_here()?;
        self.open_loop_block(end, next, None, Some(iterator))?;
        let outer = self.unit.handler;
        self.unit.set_handler(Some(Handler { label: handler, depth: iterator + 1 }))?;
        let item = self.async_next(iterator)?;
        self.unit.set_handler(outer)?;
        self.store(target, Operand { register: item, temporary: true })?;
        self.unit.free_from(item);
        self.statements(body)?;
        self.at(&place);
        self.unit.jump_back(next)?;
        self.close()?;
        if alive {
            self.unit.bind_alive(handler, bound)?;
            let exception = self.unit.alloc()?;
            self.unit.abc(Op::END_ASYNC_FOR, exception, 0, 0)?;
            self.unit.free_from(exception);
            self.unit.clear(iterator)?;
        }
        self.unit.free_from(iterator);
        self.statements(orelse)?;
        self.unit.bind(end)
    }

    /// Fails with `message` outside of asynchronous functions.
    pub fn check_async(&self, stmt: &Stmt, message: &'static str) -> Done {
        if self.scopes.scope(self.scopes.unit_of(self.scope)).is_async {
            return Ok(());
        }
        Err(self.scopes.fault(stmt.span, message))
    }

    // Leaving blocks.

    fn break_stmt(&mut self, stmt: &Stmt) -> Done {
        let Some(index) = self.innermost_loop(stmt, "'break' outside loop")? else { return Ok(()) };
        self.leave(index, true)
    }

    fn continue_stmt(&mut self, stmt: &Stmt) -> Done {
        let Some(index) = self.innermost_loop(stmt, "'continue' not properly in loop")? else {
            return Ok(());
        };
        self.leave(index, false)
    }

    fn innermost_loop(&self, stmt: &Stmt, message: &'static str) -> Done<Option<usize>> {
        for (index, open) in self.unit.blocks.iter().enumerate().rev() {
            match open.block {
                Block::Loop { .. } => return Ok(Some(index)),
                Block::ExceptStar => {
                    let message = "'break', 'continue' and 'return' cannot appear in an except* block";
                    return Err(self.scopes.fault(stmt.span, message));
                }
                _ => {}
            }
        }
        Err(self.scopes.fault(stmt.span, message))
    }

    /// Leaves the loop at `index` of the blocks, or goes on with it.
    fn leave(&mut self, index: usize, breaks: bool) -> Done {
        let Some(&Open { block: Block::Loop { end, next, state, iterator }, outer, .. }) =
            self.unit.blocks.get(index)
        else {
            return Ok(());
        };
        let (handler, top, place) = (self.unit.handler, self.unit.top, (self.unit.span, self.unit.line));
        self.unwind(index + 1)?;
        self.at_span(place.0, place.1);
        if breaks {
            self.unit.set_handler(outer)?;
            if let Some(state) = state {
                self.unit.abc(Op::FOR_END, state, 0, 0)?;
            }
            if let Some(iterator) = iterator {
                self.unit.clear(iterator)?;
            }
            self.unit.jump(end)?;
        } else if state.is_none() && self.is_behind(next) {
            self.unit.jump_back(next)?;
        } else {
            self.unit.jump(next)?;
        }
        self.unit.top = top;
        self.unit.set_handler(handler)
    }

    fn is_behind(&self, label: Label) -> bool {
        self.unit.is_placed(label)
    }

    /// Emits what leaving the blocks from `level` up takes, the innermost first.
    pub fn unwind(&mut self, level: usize) -> Done {
        if self.unit.blocks.len() <= level {
            return Ok(());
        }
        let Some(open) = self.unit.blocks.pop() else { return Ok(()) };
        self.unit.set_handler(open.outer)?;
        let loops = core::mem::replace(&mut self.unit.loops, open.loops);
        self.unwind_block(&open)?;
        self.unwind(level)?;
        self.unit.loops = loops;
        self.unit.blocks.push(open)?;
        Ok(())
    }

    fn unwind_block(&mut self, open: &Open) -> Done {
        match open.block {
            Block::Loop { state, iterator, .. } => {
                if let Some(state) = state {
                    self.unit.abc(Op::FOR_END, state, 0, 0)?;
                }
                match iterator {
                    Some(iterator) => self.unit.clear(iterator),
                    None => Ok(()),
                }
            }
            Block::Try | Block::ExceptStar => Ok(()),
            Block::Finally { body } => self.statements(body),
            Block::Except { exception, name } => {
                self.unit.abc(Op::POP_EXC, exception, 0, 0)?;
                match name {
                    Some((name, _)) => self.unbind_name(name),
                    None => Ok(()),
                }
            }
            Block::FinallyBody { exception } => self.unit.abc(Op::POP_EXC, exception, 0, 0),
            Block::With { exit, is_async, span } => {
                let line = self.unit.line;
                self.at_span(span, line);
                self.leave_with(exit, is_async)
            }
            Block::Temporary { register } => self.unit.clear(register),
        }
    }

    /// Whether leaving all blocks runs code.
    fn has_exits(&self) -> bool {
        self.unit.blocks.iter().any(|open| {
            matches!(
                open.block,
                Block::Finally { .. } | Block::With { .. } | Block::Except { .. } | Block::FinallyBody { .. }
            )
        })
    }

    fn return_stmt(&mut self, stmt: &Stmt, value: Option<ExprId>) -> Done {
        if !self.scopes.scope(self.scope).kind.is_function() {
            return Err(self.scopes.fault(stmt.span, "'return' outside function"));
        }
        if self.unit.flags.contains(CodeFlags::ASYNC_GENERATOR) && value.is_some() {
            return Err(self.scopes.fault(stmt.span, "'return' with value in async generator"));
        }
        if self.unit.blocks.iter().any(|open| matches!(open.block, Block::ExceptStar)) {
            let message = "'break', 'continue' and 'return' cannot appear in an except* block";
            return Err(self.scopes.fault(stmt.span, message));
        }
        let value = value.filter(|&value| !self.is_none(value));
        let bottom = self.unit.top;
        let exits = self.has_exits();
        let register = match value {
            Some(value) if exits => Some(self.expr_temporary(value)?),
            Some(value) => Some(self.operand(value)?.register),
            None => None,
        };
        self.at_span(stmt.span, stmt.line);
        let handler = self.unit.handler;
        if exits {
            self.unwind(0)?;
            self.at_span(stmt.span, stmt.line);
        }
        match register {
            Some(register) => self.unit.abc(Op::RETURN, register, 0, 0)?,
            None => self.unit.abc(Op::RETURN_NONE, 0, 0, 0)?,
        }
        self.unit.die();
        self.unit.top = bottom;
        self.unit.set_handler(handler)
    }

    fn raise_stmt(&mut self, stmt: &Stmt, exc: Option<ExprId>, cause: Option<ExprId>) -> Done {
        let bottom = self.unit.top;
        let (mut fields, parts) = ([0u8; 2], [exc, cause]);
        let mut count = 0;
        for (field, part) in fields.iter_mut().zip(parts) {
            if let Some(part) = part {
                *field = self.operand(part)?.register;
                count += 1;
            }
        }
        self.at_span(stmt.span, stmt.line);
        self.unit.abc(Op::RAISE, count, fields[0], fields[1])?;
        self.unit.die();
        self.unit.top = bottom;
        Ok(())
    }

    fn assert_stmt(&mut self, stmt: &Stmt, test: ExprId, msg: Option<ExprId>) -> Done {
        if self.settings.optimize > 0 {
            return Ok(());
        }
        let end = self.unit.label()?;
        self.jump_on(test, true, end)?;
        let window = self.unit.alloc()?;
        self.at_span(stmt.span, stmt.line);
        self.unit.abc(Op::LOAD_ASSERTION_ERROR, window, 0, 0)?;
        if let Some(msg) = msg {
            self.unit.alloc_run(3)?;
            self.expr_temporary(msg)?;
            self.at_span(stmt.span, stmt.line);
            self.unit.abc(Op::CALL, window, 1, 0)?;
        }
        let test = self.expr_at(test);
        self.at(&test);
        self.unit.abc(Op::RAISE, 1, window, 0)?;
        self.unit.die();
        self.unit.free_from(window);
        self.unit.bind(end)
    }

    // Imports.

    fn import(&mut self, names: List<AliasId>) -> Done {
        for alias in self.ast.list(names) {
            let alias = *self.ast.alias(alias);
            let module = self.unit.alloc()?;
            self.unit.abx(Op::LOAD_INT, module, 0)?;
            let fromlist = self.unit.alloc()?;
            self.unit.load_imm(fromlist, Imm::None)?;
            let name = self.name_index(alias.name)?;
            self.unit.abx(Op::IMPORT_NAME, module, name)?;
            self.unit.free_from(fromlist);
            let text = self.ast.name(alias.name);
            let value = Operand { register: module, temporary: true };
            match alias.asname {
                Some(bound) => {
                    for part in text.split(|&byte| byte == b'.').skip(1) {
                        let part = self.unit.name(part)?;
                        self.unit.wide(Op::IMPORT_FROM, [module, module, 0], part.into())?;
                    }
                    self.store_name(bound, value)?;
                }
                None => {
                    let bound = self.scopes.first_part(alias.name);
                    self.store_name(bound, value)?;
                }
            }
            self.unit.free_from(module);
        }
        Ok(())
    }

    fn import_from(&mut self, stmt: &Stmt, module: Option<NameId>, names: List<AliasId>, level: u32) -> Done {
        let register = self.unit.alloc()?;
        self.load_value(crate::consts::Value::Int(level.into()), register)?;
        let fromlist = self.unit.alloc()?;
        self.work.words.clear();
        for alias in self.ast.list(names) {
            let name = self.ast.name(self.ast.alias(alias).name);
            pyrite_bytecode::encode::str(&mut self.work.words, name)?;
        }
        let count = self.ast.list_len(names);
        pyrite_bytecode::encode::items(
            &mut self.work.words,
            0,
            count,
            pyrite_bytecode::encode::Container::Tuple,
        )?;
        self.load_words(fromlist)?;
        let name = match module {
            Some(module) => self.name_index(module)?,
            None => self.unit.name(b"")?,
        };
        self.unit.abx(Op::IMPORT_NAME, register, name)?;
        self.unit.free_from(fromlist);
        for alias in self.ast.list(names) {
            let alias = *self.ast.alias(alias);
            if self.ast.name(alias.name) == b"*" {
                self.unit.abc(Op::IMPORT_STAR, register, 0, 0)?;
                continue;
            }
            self.at_span(stmt.span, stmt.line);
            let item = self.unit.alloc()?;
            let name = self.name_index(alias.name)?;
            self.unit.wide(Op::IMPORT_FROM, [item, register, 0], name.into())?;
            self.store_name(alias.asname.unwrap_or(alias.name), Operand { register: item, temporary: true })?;
            self.unit.free_from(item);
        }
        self.drop_temporary(register)
    }
}
