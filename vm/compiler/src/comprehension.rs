//! Comprehensions: in place (PEP 709), but for generators, which are functions.

use crate::codegen::{Gen, Operand};
use crate::error::Done;
use crate::scope::{Kind, Owner, Place};
use crate::unit::{Handler, Label, Reg};
use pyrite_bytecode::opcode::{Imm, Op};
use pyrite_syntax::arena::{ComprehensionId, ExprId, List};
use pyrite_syntax::ast::{Comprehension, Expr, ExprKind};

/// An open `for` clause.
#[derive(Clone, Copy)]
enum Clause {
    Plain { state: Reg, target: Reg, top: Label, next: Label },
    Async { iterator: Reg, next: Label, handler: Label, outer: Option<Handler> },
}

/// `for` clauses that can be open at once in one comprehension.
const CLAUSES_MAX: usize = 20;

/// What a comprehension does with each element.
#[derive(Clone, Copy)]
enum Element {
    List(ExprId, Reg),
    Set(ExprId, Reg),
    Dict(ExprId, ExprId, Reg),
    Yield(ExprId),
}

impl Gen<'_> {
    /// Compiles a list, set or dict comprehension into `work`, the topmost temporary.
    pub fn comprehension_to(&mut self, id: ExprId, expr: &Expr, work: Reg) -> Done {
        let (generators, build, element) = match expr.kind {
            ExprKind::ListComp { elt, generators } => (generators, Op::BUILD_LIST, Element::List(elt, work)),
            ExprKind::SetComp { elt, generators } => (generators, Op::BUILD_SET, Element::Set(elt, work)),
            ExprKind::DictComp { key, value, generators } => {
                (generators, Op::BUILD_MAP, Element::Dict(key, value, work))
            }
            _ => return Ok(()),
        };
        let Some(scope) = self.scopes.find_scope(Owner::Expr(id.index())) else { return Ok(()) };
        let Some(first) = self.ast.item(generators, 0) else { return Ok(()) };
        let first = *self.ast.comprehension(first);
        // The first iterable is evaluated outside.
        let iterable = self.operand(first.iter)?;
        self.at(expr);
        self.unit.abc(build, work, work, 0)?;
        let outer = core::mem::replace(&mut self.scope, scope);
        let first_local = self.place_iteration_variables(scope)?;
        self.clauses(expr, generators, Some(iterable), element)?;
        self.scope = outer;
        for register in u16::from(work) + 1..first_local.1 {
            if register >= first_local.0 {
                self.unit.clear(register as Reg)?;
            }
        }
        self.unit.free_from(work + 1);
        Ok(())
    }

    /// Gives the variables of a comprehension their temporaries; the range of these.
    fn place_iteration_variables(&mut self, scope: u32) -> Done<(u16, u16)> {
        let start = self.unit.top;
        let mut next = self.scopes.scope(scope).first_symbol;
        while let Some(&symbol) = self.scopes.symbol(next) {
            if matches!(symbol.place, Place::Local | Place::Cell) {
                let register = self.unit.alloc()?;
                self.unit.mark_bound(register, false);
                if let Some(symbol) = self.scopes.symbol_mut(next) {
                    symbol.index = register.into();
                }
                if symbol.place == Place::Cell {
                    self.unit.abc(Op::MAKE_CELL, register, 0, 0)?;
                }
            }
            next = symbol.next;
        }
        Ok((start, self.unit.top))
    }

    /// The body of a generator expression's function.
    pub fn generator_body(&mut self, expr: &Expr) -> Done {
        let ExprKind::GeneratorExp { elt, generators } = expr.kind else { return Ok(()) };
        let iterable = Operand { register: 0, temporary: false };
        self.clauses(expr, generators, Some(iterable), Element::Yield(elt))
    }

    fn clauses(
        &mut self,
        expr: &Expr,
        generators: List<ComprehensionId>,
        mut iterable: Option<Operand>,
        element: Element,
    ) -> Done {
        let mut open: [Option<Clause>; CLAUSES_MAX] = [None; CLAUSES_MAX];
        for (index, generator) in self.ast.list(generators).enumerate() {
            let generator = *self.ast.comprehension(generator);
            let Some(slot) = open.get_mut(index) else {
                return Err(self.scopes.fault(expr.span, "too many statically nested blocks"));
            };
            *slot = Some(self.open_clause(expr, &generator, iterable.take())?);
            let next = match slot {
                Some(Clause::Plain { next, .. } | Clause::Async { next, .. }) => *next,
                None => continue,
            };
            for test in self.ast.list(generator.ifs) {
                self.jump_unless(test, next)?;
            }
        }
        self.element(element)?;
        for clause in open.iter().rev().flatten() {
            self.close_clause(expr, *clause)?;
        }
        Ok(())
    }

    fn open_clause(
        &mut self,
        expr: &Expr,
        clause: &Comprehension,
        iterable: Option<Operand>,
    ) -> Done<Clause> {
        let given = iterable.is_some();
        let iterable = match iterable {
            Some(iterable) => iterable,
            None => self.operand(clause.iter)?,
        };
        let place = self.expr_at(clause.iter);
        self.at(&place);
        if clause.is_async {
            self.check_async_comprehension(expr)?;
            let iterator = self.unit.alloc()?;
            self.unit.abc(Op::GET_AITER, iterator, iterable.register, 0)?;
            if iterable.temporary {
                self.unit.clear(iterable.register)?;
            }
            let (next, handler) = (self.unit.label_here()?, self.unit.label()?);
            let outer = self.unit.handler;
            self.unit.set_handler(Some(Handler { label: handler, depth: iterator + 1 }))?;
            let item = self.async_next(iterator)?;
            self.unit.set_handler(outer)?;
            self.store(clause.target, Operand { register: item, temporary: true })?;
            self.unit.free_from(item);
            return Ok(Clause::Async { iterator, next, handler, outer });
        }
        let state = self.unit.open_loop()?;
        self.unit.abc(Op::FOR_PREP, state, iterable.register, iterable.temporary.into())?;
        if iterable.temporary && !given {
            self.unit.free_from(iterable.register);
        }
        let (top, next) = (self.unit.label()?, self.unit.label()?);
        let bound = self.unit.bound();
        self.unit.jump(next)?;
        self.unit.bind_alive(top, bound)?;
        let target = self.loop_target(clause.target)?;
        self.store_loop_target(clause.target, target)?;
        Ok(Clause::Plain { state, target, top, next })
    }

    fn element(&mut self, element: Element) -> Done {
        match element {
            Element::List(elt, list) => {
                let value = self.expr_temporary(elt)?;
                self.unit.abc(Op::LIST_APPEND, list, value, 0)?;
                self.unit.free_from(value);
            }
            Element::Set(elt, set) => {
                let value = self.expr_temporary(elt)?;
                self.unit.abc(Op::SET_ADD, set, value, 0)?;
                self.unit.free_from(value);
            }
            Element::Dict(key, value, dict) => {
                let key = self.expr_temporary(key)?;
                let value = self.expr_temporary(value)?;
                self.unit.abc(Op::MAP_ADD, dict, key, value)?;
                self.unit.free_from(key);
            }
            Element::Yield(elt) => {
                let value = self.expr_temporary(elt)?;
                self.emit_yield(value)?;
                self.drop_temporary(value)?;
            }
        }
        Ok(())
    }

    fn close_clause(&mut self, expr: &Expr, clause: Clause) -> Done {
        match clause {
            Clause::Plain { state, target, top, next } => {
                self.unit.bind(next)?;
                self.at(expr);
                self.unit.jump_wide(Op::FOR_ITER, [state, target, 0], top)?;
                self.unit.close_loop();
                Ok(())
            }
            Clause::Async { iterator, next, handler, outer } => {
                self.unit.jump_back(next)?;
                let bound = self.unit.bound();
                self.unit.bind_alive(handler, bound)?;
                self.unit.set_handler(outer)?;
                self.unit.top = u16::from(iterator) + 1;
                let exception = self.unit.alloc()?;
                self.unit.abc(Op::END_ASYNC_FOR, exception, 0, 0)?;
                self.unit.free_from(exception);
                self.unit.clear(iterator)
            }
        }
    }

    /// Builds a generator expression: its function, called with the first iterator.
    pub fn generator_to(&mut self, id: ExprId, expr: &Expr, work: Reg) -> Done {
        let ExprKind::GeneratorExp { generators, .. } = expr.kind else { return Ok(()) };
        let Some(first) = self.ast.item(generators, 0) else { return Ok(()) };
        let first = *self.ast.comprehension(first);
        self.unit.alloc_run(3)?;
        self.unit.alloc()?;
        self.unit.free_from(work + 4);
        self.make_generator_function(id, expr, work)?;
        let argument = self.unit.alloc()?;
        self.expr_to(first.iter, argument)?;
        let place = self.expr_at(first.iter);
        self.at(&place);
        self.unit.abc(if first.is_async { Op::GET_AITER } else { Op::GET_ITER }, argument, argument, 0)?;
        self.at(expr);
        self.unit.abc(Op::CALL, work, 1, 0)?;
        self.unit.free_from(work + 1);
        Ok(())
    }

    /// Asynchronous comprehensions belong into asynchronous functions.
    pub fn check_async_comprehension(&self, expr: &Expr) -> Done {
        let unit = self.scopes.scope(self.scopes.unit_of(self.scope));
        if unit.is_async || unit.kind == Kind::Generator {
            return Ok(());
        }
        Err(self.scopes.fault(expr.span, "asynchronous comprehension outside of an asynchronous function"))
    }

    /// Yields what is in `register`; afterwards it holds what was sent.
    pub fn emit_yield(&mut self, register: Reg) -> Done {
        if self.unit.flags.contains(pyrite_bytecode::code::CodeFlags::ASYNC_GENERATOR) {
            self.intrinsic(pyrite_bytecode::opcode::Intrinsic::AsyncGenWrap, register)?;
        }
        self.unit.abc(Op::YIELD, register, register, 0)
    }

    /// Delegates to the iterator in `iterator`; its result is in `iterator` afterwards.
    pub fn delegate(&mut self, iterator: Reg) -> Done {
        let value = self.unit.alloc()?;
        self.unit.load_imm(value, Imm::None)?;
        let (yields, send) = (self.unit.label()?, self.unit.label()?);
        let bound = self.unit.bound();
        if self.unit.dead {
            self.unit.free_from(value);
            return Ok(());
        }
        self.unit.jump(send)?;
        self.unit.bind_alive(yields, bound)?;
        self.unit.abc(Op::YIELD, value, value, 0)?;
        self.unit.bind(send)?;
        self.unit.jump_wide(Op::SEND, [iterator, value, 0], yields)?;
        self.unit.abc(Op::TAKE, iterator, value, 0)?;
        self.unit.free_from(value);
        Ok(())
    }

    /// Awaits the object in `register`; its result is there afterwards.
    pub fn await_in(&mut self, register: Reg, kind: u8) -> Done {
        self.unit.abc(Op::GET_AWAITABLE, register, register, kind)?;
        self.delegate(register)
    }

    /// Awaits the next item of the asynchronous iterator, into a new temporary.
    pub fn async_next(&mut self, iterator: Reg) -> Done<Reg> {
        let item = self.unit.alloc()?;
        self.unit.abc(Op::GET_ANEXT, item, iterator, 0)?;
        self.delegate(item)?;
        Ok(item)
    }

    /// `yield`
    pub fn yield_to(&mut self, expr: &Expr, value: Option<ExprId>, work: Reg) -> Done {
        self.check_yield(expr)?;
        match value {
            Some(value) => self.expr_to(value, work)?,
            None => self.unit.load_imm(work, Imm::None)?,
        }
        self.at(expr);
        self.emit_yield(work)
    }

    /// `yield from`
    pub fn yield_from_to(&mut self, expr: &Expr, value: ExprId, work: Reg) -> Done {
        self.check_yield(expr)?;
        if self.scopes.scope(self.scope).is_async {
            return Err(self.scopes.fault(expr.span, "'yield from' inside async function"));
        }
        self.expr_to(value, work)?;
        self.at(expr);
        self.unit.abc(Op::GET_YIELD_FROM, work, work, 0)?;
        self.delegate(work)
    }

    fn check_yield(&self, expr: &Expr) -> Done {
        match self.scopes.scope(self.scopes.unit_of(self.scope)).kind {
            Kind::Module | Kind::Class => Err(self.scopes.fault(expr.span, "'yield' outside function")),
            _ => Ok(()),
        }
    }

    /// `await` belongs into asynchronous functions.
    pub fn check_await(&self, expr: &Expr) -> Done {
        let comprehension = self.scope != self.scopes.unit_of(self.scope);
        let unit = self.scopes.scope(self.scopes.unit_of(self.scope));
        if unit.is_async || unit.kind == Kind::Generator {
            return Ok(());
        }
        Err(self.scopes.fault(
            expr.span,
            match unit.kind {
                Kind::Module | Kind::Class => "'await' outside function",
                _ if comprehension => "asynchronous comprehension outside of an asynchronous function",
                _ => "'await' outside async function",
            },
        ))
    }
}
