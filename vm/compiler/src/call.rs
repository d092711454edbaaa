//! Calls.

use crate::codegen::{Gen, Operand, Variable};
use crate::error::Done;
use crate::scope::{Kind, uses};
use crate::unit::{Access, Reg};
use pyrite_bytecode::encode::{self, Container};
use pyrite_bytecode::opcode::{CALL_HEADER, Op};
use pyrite_syntax::arena::{ExprId, KeywordId, List};
use pyrite_syntax::ast::{Expr, ExprKind};

/// Arguments passed in registers; calls with more pass a tuple and a dict.
const ARGUMENTS_MAX: usize = 40;

impl Gen<'_> {
    /// Whether a call is made with a tuple and a dict of arguments.
    pub fn is_unpacking_call(&self, id: ExprId) -> bool {
        let ExprKind::Call { args, keywords, .. } = self.ast.expr(id).kind else { return false };
        self.unpacks(args, keywords)
    }

    fn unpacks(&self, args: List<ExprId>, keywords: List<KeywordId>) -> bool {
        self.has_star(args)
            || self.ast.list(keywords).any(|keyword| self.ast.keyword(keyword).arg.is_none())
            || self.ast.list_len(args) + self.ast.list_len(keywords) > ARGUMENTS_MAX
    }

    /// Compiles a call; the callable, or the object whose method it is, may be in `input`,
    /// the topmost temporary.
    pub fn call_to(&mut self, id: ExprId, expr: &Expr, input: Option<Reg>, dst: Reg) -> Done {
        let ExprKind::Call { func, args, keywords } = expr.kind else { return Ok(()) };
        let window = match input {
            Some(register) => register,
            None => self.work_register(dst)?,
        };
        let callee = self.expr_at(func);
        if !self.is_unpacking_call(id)
            && let ExprKind::Attribute { value, attr, .. } = callee.kind
        {
            let object = match input {
                Some(register) => register,
                None => match self.local_operand(value)? {
                    Some(register) => register,
                    None => {
                        self.expr_to(value, window)?;
                        window
                    }
                },
            };
            self.unit.alloc_run(u16::from(CALL_HEADER))?;
            self.at(&callee);
            self.attribute(Access::Method, window, object, attr, false)?;
            self.arguments(expr, window, args, keywords, true)?;
        } else {
            if input.is_none() {
                self.expr_to(func, window)?;
            }
            self.unit.alloc_run(u16::from(CALL_HEADER) - 1)?;
            if self.is_super(&callee, args, keywords)? {
                return self.super_to(expr, window, dst);
            }
            if self.unpacks(args, keywords) {
                self.unpacking_arguments(expr, window, args, keywords)?;
            } else {
                self.arguments(expr, window, args, keywords, false)?;
            }
        }
        self.unit.free_from(window + 1);
        if input.is_some() {
            // The caller gives the work register back.
            return if window == dst { Ok(()) } else { self.unit.abc(Op::TAKE, dst, window, 0) };
        }
        self.deliver(window, dst)
    }

    /// Evaluates plain arguments into the window and emits the call.
    pub fn arguments(
        &mut self,
        expr: &Expr,
        window: Reg,
        args: List<ExprId>,
        keywords: List<KeywordId>,
        method: bool,
    ) -> Done {
        for arg in self.ast.list(args) {
            self.expr_temporary(arg)?;
        }
        let count = self.ast.list_len(args);
        if keywords.is_empty() {
            self.at(expr);
            let op = if method { Op::CALL_METHOD } else { Op::CALL };
            return self.unit.abc(op, window, count as u8, 0);
        }
        let count = self.keyword_arguments(count, keywords)?;
        self.at(expr);
        self.unit.abc(Op::CALL_KW, window, count as u8, method.into())
    }

    /// Evaluates keyword arguments and the tuple of their names; the number of all values.
    pub fn keyword_arguments(&mut self, before: usize, keywords: List<KeywordId>) -> Done<usize> {
        for keyword in self.ast.list(keywords) {
            let value = self.ast.keyword(keyword).value;
            self.expr_temporary(value)?;
        }
        let names = self.unit.alloc()?;
        self.work.words.clear();
        let mut count = 0;
        for keyword in self.ast.list(keywords) {
            if let Some(name) = self.ast.keyword(keyword).arg {
                let name = self.mangle(name);
                encode::str(&mut self.work.words, self.ast.name(name))?;
                count += 1;
            }
        }
        encode::items(&mut self.work.words, 0, count, Container::Tuple)?;
        self.load_words(names)?;
        Ok(before + count)
    }

    /// Evaluates arguments with `*`, `**` or in great number, and emits the call.
    pub fn unpacking_arguments(
        &mut self,
        expr: &Expr,
        window: Reg,
        args: List<ExprId>,
        keywords: List<KeywordId>,
    ) -> Done {
        let positional = self.unit.alloc()?;
        self.unpacked_positional(expr, positional, None, args)?;
        self.unpacked_call(expr, window, keywords)
    }

    /// The positional arguments as one object in `register`; `first` precedes the others.
    pub fn unpacked_positional(
        &mut self,
        expr: &Expr,
        register: Reg,
        first: Option<Operand>,
        args: List<ExprId>,
    ) -> Done {
        if first.is_none()
            && self.ast.list_len(args) == 1
            && let Some(only) = self.ast.item(args, 0)
            && let ExprKind::Starred { value, .. } = self.ast.expr(only).kind
        {
            return self.expr_to(value, register);
        }
        self.display_to(expr, args, Op::BUILD_TUPLE, register)
    }

    /// The dict of keyword arguments behind the positional ones, and the call.
    pub fn unpacked_call(&mut self, expr: &Expr, window: Reg, keywords: List<KeywordId>) -> Done {
        if keywords.is_empty() {
            self.at(expr);
            return self.unit.abc(Op::CALL_EX, window, 0, 0);
        }
        let dict = self.unit.alloc()?;
        self.unit.abc(Op::BUILD_MAP, dict, dict, 0)?;
        for keyword in self.ast.list(keywords) {
            let keyword = *self.ast.keyword(keyword);
            match keyword.arg {
                Some(name) => {
                    let key = self.unit.alloc()?;
                    let name = self.mangle(name);
                    let text = self.ast.name(name);
                    self.load_text(text, key)?;
                    let value = self.expr_temporary(keyword.value)?;
                    // A name given before by a mapping is an error that `DICT_MERGE` reports.
                    let single = self.unit.alloc()?;
                    self.unit.abc(Op::BUILD_MAP, single, single, 0)?;
                    self.unit.abc(Op::MAP_ADD, single, key, value)?;
                    self.at(expr);
                    self.unit.abc(Op::DICT_MERGE, dict, single, window)?;
                    self.unit.clear(single)?;
                    self.unit.free_from(key);
                }
                None => {
                    let value = self.operand(keyword.value)?;
                    self.at(expr);
                    self.unit.abc(Op::DICT_MERGE, dict, value.register, window)?;
                    self.release(value)?;
                }
            }
        }
        self.at(expr);
        self.unit.abc(Op::CALL_EX, window, 1, 0)
    }

    /// Whether a call is `super()` in a function whose first parameter it can find.
    fn is_super(&mut self, callee: &Expr, args: List<ExprId>, keywords: List<KeywordId>) -> Done<bool> {
        let ExprKind::Name { id, .. } = callee.kind else { return Ok(false) };
        if id != self.known.super_name || !args.is_empty() || !keywords.is_empty() {
            return Ok(false);
        }
        Ok(matches!(self.variable(self.known.class, true)?, Variable::Free(_))
            && self.first_parameter().is_some())
    }

    /// Register of the first parameter of the function around.
    fn first_parameter(&self) -> Option<Reg> {
        let unit = self.scopes.unit_of(self.scope);
        if !matches!(self.scopes.scope(unit).kind, Kind::Function | Kind::Lambda | Kind::Generator) {
            return None;
        }
        let first = self.scopes.symbols_of(unit).next()?;
        (first.uses & uses::PARAMETER != 0 && first.index == 0).then_some(0)
    }

    fn super_to(&mut self, expr: &Expr, window: Reg, dst: Reg) -> Done {
        let Variable::Free(free) = self.variable(self.known.class, true)? else { return Ok(()) };
        self.at(expr);
        self.unit.abc(Op::CALL_SUPER, window, self.first_parameter().unwrap_or(0), free)?;
        self.unit.free_from(window + 1);
        self.deliver(window, dst)
    }
}
