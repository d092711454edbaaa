//! `try` in all its forms, and `with`.
//!
//! A handler begins with the exception in the first free temporary; the slot behind it keeps
//! the exception that was handled before (`PUSH_EXC`, `POP_EXC`).

use crate::codegen::{Gen, Operand};
use crate::error::Done;
use crate::unit::{Block, Bound, Handler, Label, Reg};
use pyrite_bytecode::opcode::{Imm, Op};
use pyrite_syntax::arena::{HandlerId, List, NameId, StmtId, WithItemId};
use pyrite_syntax::ast::ExceptHandler;

/// A `try` without its `finally`.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    pub body: List<StmtId>,
    pub handlers: List<HandlerId>,
    pub orelse: List<StmtId>,
    pub star: bool,
}

/// What is known where a protected region begins.
#[derive(Clone, Copy)]
struct Region {
    handler: Label,
    bound: Bound,
    start: usize,
    loops_peak: u16,
}

impl Gen<'_> {
    /// A `try` statement.
    pub fn try_stmt(&mut self, parts: Parts, finalbody: List<StmtId>) -> Done {
        if finalbody.is_empty() {
            return self.try_except(parts);
        }
        let region = self.begin_region(Block::Finally { body: finalbody })?;
        if parts.handlers.is_empty() {
            self.statements(parts.body)?;
        } else {
            self.try_except(parts)?;
        }
        self.close()?;
        self.statements(finalbody)?;
        let end = self.unit.label()?;
        self.unit.jump(end)?;
        if let Some(exception) = self.begin_handler(region)? {
            let cleanup = self.unit.label()?;
            let handler = Handler { label: cleanup, depth: exception + 2 };
            self.open(Block::FinallyBody { exception }, Some(handler))?;
            self.statements(finalbody)?;
            self.close()?;
            self.end_handler(exception, cleanup, region.bound)?;
        }
        self.unit.bind(end)
    }

    /// Opens a block whose exceptions go to a new handler.
    fn begin_region(&mut self, block: Block) -> Done<Region> {
        let handler = self.unit.label()?;
        self.forget_deleted();
        let region = Region {
            handler,
            bound: self.unit.bound(),
            start: self.unit.insns.len(),
            loops_peak: core::mem::replace(&mut self.unit.loops_peak, self.unit.loops),
        };
        let depth = self.unit.top as Reg;
        self.unit.alloc_run(2)?;
        self.unit.top -= 2;
        self.open(block, Some(Handler { label: handler, depth }))?;
        Ok(region)
    }

    /// Begins the handler of a region, unless nothing in the region can raise: takes the
    /// registers for the exception and the one handled before.
    fn begin_handler(&mut self, region: Region) -> Done<Option<Reg>> {
        let peak = self.unit.loops_peak;
        self.unit.loops_peak = region.loops_peak.max(peak);
        if self.unit.insns.len() == region.start {
            return Ok(None);
        }
        self.unit.bind_alive(region.handler, region.bound)?;
        let exception = self.unit.alloc_run(2)?;
        for level in self.unit.loops..peak {
            if let Some(&state) = self.unit.loop_states.get(usize::from(level)) {
                self.unit.abc(Op::FOR_END, state, 0, 0)?;
            }
        }
        self.unit.abc(Op::PUSH_EXC, exception, 0, 0)?;
        Ok(Some(exception))
    }

    /// Raises the handled exception on, or another that came up at `cleanup`.
    fn end_handler(&mut self, exception: Reg, cleanup: Label, bound: Bound) -> Done {
        let raised = self.unit.alloc()?;
        self.unit.abc(Op::TAKE, raised, exception, 0)?;
        self.unit.bind_alive(cleanup, bound)?;
        self.unit.abc(Op::POP_EXC, exception, 0, 0)?;
        self.unit.abc(Op::RERAISE, raised, 0, 0)?;
        self.unit.die();
        self.unit.free_from(exception);
        Ok(())
    }

    fn try_except(&mut self, parts: Parts) -> Done {
        let region = self.begin_region(Block::Try)?;
        self.statements(parts.body)?;
        self.close()?;
        self.statements(parts.orelse)?;
        let end = self.unit.label()?;
        self.unit.jump(end)?;
        let outer = self.unit.handler;
        let begun = self.begin_handler(region)?;
        let exception = match begun {
            Some(exception) => exception,
            // Nothing can be caught, but what is written has to be legal.
            None => self.unit.alloc_run(2)?,
        };
        let cleanup = self.unit.label()?;
        let dead = self.unit.dead;
        self.unit.set_handler(Some(Handler { label: cleanup, depth: exception + 2 }))?;
        if parts.star {
            self.star_handlers(parts.handlers, exception, end, outer)?;
        } else {
            let count = self.ast.list_len(parts.handlers);
            for (index, handler) in self.ast.list(parts.handlers).enumerate() {
                let handler = *self.ast.handler(handler);
                if handler.type_.is_none() && index + 1 < count {
                    return Err(self.scopes.fault(handler.span, "default 'except:' must be last"));
                }
                self.except_handler(&handler, exception, cleanup, end, outer)?;
            }
        }
        self.unit.set_handler(outer)?;
        if dead {
            self.unit.free_from(exception);
        } else {
            self.end_handler(exception, cleanup, region.bound)?;
        }
        self.unit.bind(end)
    }

    fn except_handler(
        &mut self,
        handler: &ExceptHandler,
        exception: Reg,
        cleanup: Label,
        end: Label,
        outer: Option<Handler>,
    ) -> Done {
        self.at_span(handler.span, handler.line);
        let next = self.unit.label()?;
        if let Some(type_) = handler.type_ {
            let matched = self.operand(type_)?;
            let expr = self.expr_at(type_);
            self.at(&expr);
            let flags = 4 * u8::from(matched.temporary);
            self.unit.jump_wide(Op::TEST_EXC_MATCH, [exception, matched.register, flags], next)?;
            if matched.temporary {
                self.unit.free_from(matched.register);
            }
        }
        let inside = self.unit.handler;
        let Some(name) = handler.name else {
            self.open(Block::Except { exception, name: None }, None)?;
            self.unit.set_block_outer(outer);
            self.statements(handler.body)?;
            self.unit.blocks.pop();
            self.unit.set_handler(outer)?;
            self.unit.abc(Op::POP_EXC, exception, 0, 0)?;
            self.unit.jump(end)?;
            self.unit.set_handler(inside)?;
            return self.unit.bind(next);
        };
        self.at_span(handler.span, handler.line);
        self.store_name(name, Operand { register: exception, temporary: false })?;
        let unbind = self.unit.label()?;
        let bound = self.unit.bound();
        let (start, dead) = (self.unit.insns.len(), self.unit.dead);
        self.open(Block::Except { exception, name: Some((name, handler.span)) }, None)?;
        self.unit.set_block_outer(outer);
        self.unit.set_handler(Some(Handler { label: unbind, depth: exception + 2 }))?;
        self.statements(handler.body)?;
        self.unit.blocks.pop();
        self.unit.set_handler(outer)?;
        self.at_span(handler.span, handler.line);
        self.unit.abc(Op::POP_EXC, exception, 0, 0)?;
        self.unbind_name(name)?;
        self.unit.jump(end)?;
        if !dead && self.unit.insns.len() > start {
            self.unit.bind_alive(unbind, bound)?;
            let raised = self.unit.alloc()?;
            self.unbind_name(name)?;
            self.unit.jump(cleanup)?;
            self.unit.free_from(raised);
        }
        self.unit.set_handler(inside)?;
        self.unit.bind(next)
    }

    /// What happens to the name of an `except` at its end: `name = None; del name`.
    pub fn unbind_name(&mut self, name: NameId) -> Done {
        let mangled = self.mangle(name);
        if let crate::codegen::Variable::Local(register) = self.variable(mangled, false)? {
            // Nobody can see the None.
            self.unit.mark_bound(register, false);
            return self.unit.clear(register);
        }
        let none = self.unit.alloc()?;
        self.unit.load_imm(none, Imm::None)?;
        self.store_name(name, Operand { register: none, temporary: true })?;
        self.unit.free_from(none);
        self.delete_name(name)
    }

    /// `except*`: each handler takes its part of the group; what is left, and what the handlers
    /// raise, is raised together at the end.
    fn star_handlers(
        &mut self,
        handlers: List<HandlerId>,
        exception: Reg,
        end: Label,
        outer: Option<Handler>,
    ) -> Done {
        let rest = self.unit.alloc()?;
        let results = self.unit.alloc()?;
        self.unit.abc(Op::MOVE, rest, exception, 0)?;
        self.unit.abc(Op::BUILD_LIST, results, results, 0)?;
        let inside = self.unit.handler;
        for handler in self.ast.list(handlers) {
            let handler = *self.ast.handler(handler);
            let Some(type_) = handler.type_ else {
                return Err(self.scopes.fault(handler.span, "expected one or more exception types"));
            };
            self.star_handler(&handler, type_, rest, results)?;
        }
        self.unit.set_handler(inside)?;
        // A rest that is not None is raised with the others.
        let done = self.unit.label()?;
        self.unit.jump_if(Op::JUMP_IF_NONE, rest, done)?;
        self.unit.abc(Op::LIST_APPEND, results, rest, 0)?;
        self.unit.bind(done)?;
        self.unit.clear(rest)?;
        self.unit.abc(Op::MERGE_EXC_GROUP, rest, results, exception)?;
        self.unit.clear(results)?;
        let reraise = self.unit.label()?;
        self.unit.jump_if(Op::JUMP_IF_NOT_NONE, rest, reraise)?;
        self.unit.set_handler(outer)?;
        self.unit.clear(rest)?;
        self.unit.abc(Op::POP_EXC, exception, 0, 0)?;
        self.unit.jump(end)?;
        self.unit.set_handler(inside)?;
        self.unit.bind(reraise)?;
        self.unit.abc(Op::TAKE, exception, rest, 0)?;
        self.unit.free_from(rest);
        Ok(())
    }

    fn star_handler(
        &mut self,
        handler: &ExceptHandler,
        type_: pyrite_syntax::arena::ExprId,
        rest: Reg,
        results: Reg,
    ) -> Done {
        self.at_span(handler.span, handler.line);
        let next = self.unit.label()?;
        self.unit.jump_if(Op::JUMP_IF_NONE, rest, next)?;
        // The part that matches, and the exception handled before.
        let part = self.unit.alloc_run(2)?;
        let matched = self.operand(type_)?;
        let expr = self.expr_at(type_);
        self.at(&expr);
        self.unit.abc(Op::SPLIT_EXC_GROUP, rest, matched.register, part)?;
        self.release(matched)?;
        let skip = self.unit.label()?;
        self.unit.jump_if(Op::JUMP_IF_NONE, part, skip)?;
        self.unit.abc(Op::PUSH_EXC, part, 0, 0)?;
        if let Some(name) = handler.name {
            self.store_name(name, Operand { register: part, temporary: false })?;
        }
        let failed = self.unit.label()?;
        let (bound, dead, inside) = (self.unit.bound(), self.unit.dead, self.unit.handler);
        let start = self.unit.insns.len();
        self.open(Block::ExceptStar, Some(Handler { label: failed, depth: part + 2 }))?;
        self.statements(handler.body)?;
        self.unit.blocks.pop();
        self.unit.set_handler(inside)?;
        self.unit.abc(Op::POP_EXC, part, 0, 0)?;
        if let Some(name) = handler.name {
            self.unbind_name(name)?;
        }
        self.unit.jump(next)?;
        if !dead && self.unit.insns.len() > start {
            self.unit.bind_alive(failed, bound)?;
            let raised = self.unit.alloc()?;
            if let Some(name) = handler.name {
                self.unbind_name(name)?;
            }
            self.unit.abc(Op::LIST_APPEND, results, raised, 0)?;
            self.unit.abc(Op::POP_EXC, part, 0, 0)?;
            self.unit.jump(next)?;
            self.unit.free_from(raised);
        }
        self.unit.bind(skip)?;
        self.unit.clear(part)?;
        self.unit.free_from(part);
        self.unit.bind(next)
    }

    // `with`

    /// A `with` statement from item `index` on.
    pub fn with_stmt(
        &mut self,
        items: List<WithItemId>,
        index: usize,
        body: List<StmtId>,
        is_async: bool,
    ) -> Done {
        let Some(item) = self.ast.item(items, index) else { return self.statements(body) };
        let item = *self.ast.with_item(item);
        let exit = self.unit.alloc()?;
        let window = self.unit.alloc()?;
        let manager = match self.local_operand(item.context_expr)? {
            Some(register) => register,
            None => {
                self.expr_to(item.context_expr, window)?;
                window
            }
        };
        let expr = self.expr_at(item.context_expr);
        self.at(&expr);
        self.unit.alloc_run(4)?;
        let op = if is_async { Op::LOAD_ASYNC_WITH } else { Op::LOAD_WITH };
        self.unit.abc(op, exit, manager, window)?;
        self.unit.abc(Op::CALL_METHOD, window, 0, 0)?;
        self.unit.free_from(window + 1);
        if is_async {
            self.await_in(window, 1)?;
        }
        self.unit.free_from(window);
        let region = self.begin_region(Block::With { exit, is_async, span: expr.span })?;
        self.unit.top = u16::from(window) + 1;
        match item.optional_vars {
            Some(target) => self.store(target, Operand { register: window, temporary: true })?,
            None => self.unit.clear(window)?,
        }
        self.unit.free_from(window);
        self.with_stmt(items, index + 1, body, is_async)?;
        self.close()?;
        self.at(&expr);
        self.leave_with(exit, is_async)?;
        let end = self.unit.label()?;
        self.unit.jump(end)?;
        if let Some(exception) = self.begin_handler(region)? {
            self.with_handler(exit, exception, is_async, region.bound, end)?;
        }
        self.unit.free_from(exit);
        self.unit.bind(end)
    }

    fn with_handler(&mut self, exit: Reg, exception: Reg, is_async: bool, bound: Bound, end: Label) -> Done {
        let outer = self.unit.handler;
        let (cleanup, suppressed) = (self.unit.label()?, self.unit.label()?);
        self.unit.set_handler(Some(Handler { label: cleanup, depth: exception + 2 }))?;
        let window = self.unit.alloc_window()?;
        self.unit.abc(Op::TAKE, window, exit, 0)?;
        self.unit.alloc_run(3)?;
        self.unit.abc(Op::WITH_EXC_ARGS, window, exception, 0)?;
        self.unit.abc(Op::CALL, window, 3, 0)?;
        self.unit.free_from(window + 1);
        if is_async {
            self.await_in(window, 2)?;
        }
        self.unit.jump_if(Op::POP_JUMP_IF_TRUE, window, suppressed)?;
        self.unit.free_from(window);
        self.unit.set_handler(outer)?;
        self.end_handler(exception, cleanup, bound)?;
        self.unit.bind(suppressed)?;
        self.unit.abc(Op::POP_EXC, exception, 0, 0)?;
        self.unit.jump(end)
    }

    /// Calls `__exit__(None, None, None)`.
    pub fn leave_with(&mut self, exit: Reg, is_async: bool) -> Done {
        let window = self.unit.alloc_window()?;
        self.unit.abc(Op::TAKE, window, exit, 0)?;
        for _ in 0..3 {
            let none = self.unit.alloc()?;
            self.unit.load_imm(none, Imm::None)?;
        }
        self.unit.abc(Op::CALL, window, 3, 0)?;
        self.unit.free_from(window + 1);
        if is_async {
            self.await_in(window, 2)?;
        }
        self.drop_temporary(window)
    }
}
