//! From "this token does not fit" to the message CPython gives.

use crate::arena::{ExprId, Item};
use crate::ast::{Constant, Context, ExprKind};
use crate::error::{Arg, ErrorKind, SyntaxError};
use crate::lexer::{Failed, NO, Parsed};
use crate::parser::{Mode, Parser};
use crate::span::Span;
use crate::token::TokenKind;

/// Which statement's targets are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Targets {
    /// Assignment, `with ... as`.
    Store,
    /// `for`.
    For,
    /// `del`.
    Del,
}

impl Parser<'_> {
    /// The error of a failed parse, after what CPython looks at when it has failed.
    pub(crate) fn final_error(&mut self) -> SyntaxError {
        let Some(error) = self.lex.error else {
            return SyntaxError::out_of_memory();
        };
        let ends = self.lex.saw_end;
        if self.options.mode == Mode::Interactive && ends && error.kind != ErrorKind::TooDeep {
            return error.of_kind(ErrorKind::Incomplete);
        }
        if error.is_generic()
            && let Some(better) = self.attempt_error
            && better.span.end >= error.span.start
        {
            self.lex.error = Some(better);
        }
        if self.own_error {
            self.lex.check_rest(self.tok.line);
        }
        let error = self.lex.error.take().unwrap_or(error);
        if error.kind == ErrorKind::OutOfMemory { SyntaxError::out_of_memory() } else { error }
    }

    /// The current token does not fit.
    pub(crate) fn unexpected<T>(&mut self) -> Parsed<T> {
        match self.tok.kind {
            TokenKind::Indent | TokenKind::Dedent => {
                let template = match self.tok.kind {
                    TokenKind::Indent => "unexpected indent",
                    _ => "unexpected unindent",
                };
                self.own_error = true;
                let end = Span::new(self.tok.span.end, self.tok.span.end);
                return self.lex.fail(ErrorKind::Indentation, end, template, NO);
            }
            _ => {}
        }
        let tok = self.tok;
        self.hint_two_expressions()?;
        self.fail(tok.span, "invalid syntax", NO)
    }

    /// Fails with a hint if the current token begins an expression just behind another.
    pub(crate) fn hint_two_expressions(&mut self) -> Parsed<()> {
        let prev_end = self.prev.span.end;
        match self.last.take() {
            Some(first) if self.full_end(first) == Some(prev_end) && self.tok.kind.starts_expression() => {
                self.two_expressions(first)
            }
            _ => Ok(()),
        }
    }

    /// End of an expression that was read last, or `None` if something else was.
    fn full_end(&self, id: ExprId) -> Option<u32> {
        let expr = self.ast.expr(id);
        if expr.is_parenthesised() { Some(self.prev.span.end) } else { Some(expr.span.end) }
    }

    /// An expression follows an expression: a forgotten comma, or Python 2's `print`.
    fn two_expressions(&mut self, first: ExprId) -> Parsed<()> {
        let first_expr = *self.ast.expr(first);
        let text = self.lex.text;
        let name = match first_expr.kind {
            ExprKind::Name { .. } => Some(first_expr.span.of(text)),
            _ => None,
        };
        let legacy = match name {
            Some(b"print") => Some("print"),
            Some(b"exec") => Some("exec"),
            _ => None,
        };
        let string = matches!(self.tok.kind, TokenKind::String | TokenKind::FStringStart);
        let soft = matches!(name, Some(b"match" | b"case" | b"type" | b"_"));
        if legacy.is_none() && ((name.is_some() && string) || soft) {
            return Ok(());
        }
        let (tok, level, own) = (self.tok, self.tok_level, self.own_error);
        let second = if legacy.is_some() { self.star_expressions() } else { self.expression() };
        let Ok(_) = second else {
            // What is wrong in the second one does not count, unless the lexer says so.
            let own_error = core::mem::replace(&mut self.own_error, own);
            let kept = match &self.lex.error {
                None => return Err(Failed),
                Some(error) => !own_error || (error.kind != ErrorKind::Syntax) || !error.is_generic(),
            };
            if kept {
                return Err(Failed);
            }
            self.lex.error = None;
            (self.tok, self.tok_level) = (tok, level);
            return Ok(());
        };
        let span = Span::new(first_expr.span.start, self.prev.span.end);
        if let Some(word) = legacy {
            let args = [Arg::Text(word), Arg::Text(word), Arg::None];
            return self.fail(span, "Missing parentheses in call to '{}'. Did you mean {}(...)?", args);
        }
        if self.prev_level > 0 {
            return self.fail(span, "invalid syntax. Perhaps you forgot a comma?", NO);
        }
        (self.tok, self.tok_level) = (tok, level);
        Ok(())
    }

    /// What CPython calls this kind of expression in messages.
    pub(crate) fn describe(&self, id: ExprId) -> &'static str {
        use ExprKind::*;
        match self.ast.expr(id).kind {
            Attribute { .. } => "attribute",
            Subscript { .. } => "subscript",
            Starred { .. } => "starred",
            Name { .. } => "name",
            List { .. } => "list",
            Tuple { .. } => "tuple",
            Lambda { .. } => "lambda",
            Call { .. } => "function call",
            BoolOp { .. } | BinOp { .. } | UnaryOp { .. } => "expression",
            GeneratorExp { .. } => "generator expression",
            Yield { .. } | YieldFrom { .. } => "yield expression",
            Await { .. } => "await expression",
            ListComp { .. } => "list comprehension",
            SetComp { .. } => "set comprehension",
            DictComp { .. } => "dict comprehension",
            Dict { .. } => "dict literal",
            Set { .. } => "set display",
            JoinedStr { .. } | FormattedValue { .. } => "f-string expression",
            Constant(self::Constant::None) => "None",
            Constant(self::Constant::True) => "True",
            Constant(self::Constant::False) => "False",
            Constant(self::Constant::Ellipsis) => "ellipsis",
            Constant(_) => "literal",
            Compare { .. } => "comparison",
            IfExp { .. } => "conditional expression",
            NamedExpr { .. } => "named expression",
            Slice { .. } => "slice",
        }
    }

    /// The part of `id` that cannot be a target, if any.
    pub(crate) fn invalid_target(&self, id: ExprId, targets: Targets) -> Option<ExprId> {
        match self.ast.expr(id).kind {
            ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
                self.ast.list(elts).find_map(|elt| self.invalid_target(elt, targets))
            }
            ExprKind::Starred { value, .. } => {
                if targets == Targets::Del {
                    Some(id)
                } else {
                    self.invalid_target(value, targets)
                }
            }
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
            _ => Some(id),
        }
    }

    /// Makes `id` a target, or fails with what is wrong with it.
    pub(crate) fn make_target(&mut self, id: ExprId, targets: Targets) -> Parsed<()> {
        if let Some(bad) = self.invalid_target(id, targets) {
            let args = [Arg::Text(self.describe(bad)), Arg::None, Arg::None];
            let template = match targets {
                Targets::Del => "cannot delete {}",
                _ => "cannot assign to {}",
            };
            return self.fail(self.span_of(bad), template, args);
        }
        let ctx = if targets == Targets::Del { Context::Del } else { Context::Store };
        self.set_context(id, ctx);
        Ok(())
    }

    /// Stores `ctx` in a valid target and its parts.
    fn set_context(&mut self, id: ExprId, ctx: Context) {
        let Some(expr) = self.ast.expr_mut(id) else { return };
        match &mut expr.kind {
            ExprKind::Name { ctx: c, .. }
            | ExprKind::Attribute { ctx: c, .. }
            | ExprKind::Subscript { ctx: c, .. } => *c = ctx,
            ExprKind::Starred { value, ctx: c } => {
                *c = ctx;
                let value = *value;
                self.set_context(value, ctx);
            }
            ExprKind::List { elts, ctx: c } | ExprKind::Tuple { elts, ctx: c } => {
                *c = ctx;
                let elts = *elts;
                for index in 0..self.ast.list_len(elts) {
                    if let Some(elt) = self.ast.item(elts, index) {
                        self.set_context(elt, ctx);
                    }
                }
            }
            _ => {}
        }
    }

    /// The last item pushed on `scratch`, as an expression.
    pub(crate) fn last_pushed(&self) -> Option<ExprId> {
        self.scratch.last().and_then(|&word| ExprId::from_word(word))
    }
}
