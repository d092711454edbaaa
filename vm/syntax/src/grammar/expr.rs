//! Expressions from `star_expressions` down to unary operators.
//!
//! Binary operators are read by precedence climbing; left-associative chains of
//! any length need no stack. Source: Python reference, "Full Grammar specification".

use crate::arena::{ExprId, List};
use crate::ast::{BoolOp, CmpOp, Context, Expr, ExprKind, Operator, UnaryOp};
use crate::error::Arg;
use crate::lexer::{NO, Parsed};
use crate::parser::Parser;
use crate::span::Span;
use crate::token::{Token, TokenKind as T};

/// Binding strengths; a higher one binds tighter.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
pub(crate) const BIT_OR: u8 = 5;
const UNARY: u8 = 11;

/// Strength and meaning of an arithmetic operator.
fn operator(kind: T) -> Option<(u8, Operator)> {
    Some(match kind {
        T::Bar => (BIT_OR, Operator::BitOr),
        T::Caret => (6, Operator::BitXor),
        T::Amper => (7, Operator::BitAnd),
        T::LeftShift => (8, Operator::LShift),
        T::RightShift => (8, Operator::RShift),
        T::Plus => (9, Operator::Add),
        T::Minus => (9, Operator::Sub),
        T::Star => (10, Operator::Mult),
        T::Slash => (10, Operator::Div),
        T::DoubleSlash => (10, Operator::FloorDiv),
        T::Percent => (10, Operator::Mod),
        T::At => (10, Operator::MatMult),
        _ => return None,
    })
}

fn comparison(kind: T) -> Option<CmpOp> {
    Some(match kind {
        T::EqEqual => CmpOp::Eq,
        T::NotEqual => CmpOp::NotEq,
        T::Less => CmpOp::Lt,
        T::LessEqual => CmpOp::LtE,
        T::Greater => CmpOp::Gt,
        T::GreaterEqual => CmpOp::GtE,
        T::In => CmpOp::In,
        T::Is => CmpOp::Is,
        T::Not => CmpOp::NotIn,
        _ => return None,
    })
}

impl Parser<'_> {
    /// `star_expressions: star_expression (',' star_expression)* [',']`
    ///
    /// ```text
    /// // test_ok star_expressions
    /// // a, *b
    /// ```
    pub(crate) fn star_expressions(&mut self) -> Parsed<ExprId> {
        let start = self.tok;
        let first = self.star_expression()?;
        if !self.at(T::Comma) { Ok(first) } else { self.tuple_rest(start, first, Self::star_expression) }
    }

    /// The rest of a tuple without parentheses; the current token is a comma.
    pub(crate) fn tuple_rest(
        &mut self,
        start: Token,
        first: ExprId,
        item: fn(&mut Self) -> Parsed<ExprId>,
    ) -> Parsed<ExprId> {
        let list = self.list_start();
        self.list_push(first)?;
        while self.eat(T::Comma)? {
            if !(self.tok.kind.starts_expression() || self.at(T::Star)) {
                break;
            }
            let next = item(self)?;
            self.list_push(next)?;
        }
        let elts = self.list_end(list)?;
        self.expr_from(start, ExprKind::Tuple { elts, ctx: Context::Load })
    }

    /// `star_expression: '*' bitwise_or | expression`
    pub(crate) fn star_expression(&mut self) -> Parsed<ExprId> {
        if self.at(T::Star) { self.starred() } else { self.expression() }
    }

    /// `star_named_expression: '*' bitwise_or | named_expression`
    pub(crate) fn star_named_expression(&mut self) -> Parsed<ExprId> {
        if self.at(T::Star) { self.starred() } else { self.named_expression() }
    }

    /// `star_target: '*' star_target | target`, before it is known to be a target.
    pub(crate) fn star_bitwise_or(&mut self) -> Parsed<ExprId> {
        if self.at(T::Star) { self.starred() } else { self.binary(BIT_OR) }
    }

    /// `'*' bitwise_or`
    pub(crate) fn starred(&mut self) -> Parsed<ExprId> {
        let start = self.take()?;
        let value = self.binary(BIT_OR)?;
        self.expr_from(start, ExprKind::Starred { value, ctx: Context::Load })
    }

    /// `named_expression: NAME ':=' expression | expression !':='`
    ///
    /// ```text
    /// // test_ok named_expression
    /// // if (n := 10) > 5: pass
    /// // test_err named_expression
    /// // (a.b := 1)
    /// ```
    pub(crate) fn named_expression(&mut self) -> Parsed<ExprId> {
        let target = self.expression()?;
        match self.tok.kind {
            T::ColonEqual => self.walrus(target),
            T::Equal => self.fail_comparison(target),
            _ => Ok(target),
        }
    }

    /// `':=' expression` behind a name.
    pub(crate) fn walrus(&mut self, target: ExprId) -> Parsed<ExprId> {
        let expr = *self.ast.expr(target);
        let ExprKind::Name { id, .. } = expr.kind else {
            let args = [Arg::Text(self.describe(target)), Arg::None, Arg::None];
            return self.fail(expr.span, "cannot use assignment expressions with {}", args);
        };
        if expr.is_parenthesised() {
            return self.unexpected();
        }
        self.advance()?;
        if let Some(node) = self.ast.expr_mut(target) {
            node.kind = ExprKind::Name { id, ctx: Context::Store };
        }
        let value = self.expression()?;
        self.expr_after(target, ExprKind::NamedExpr { target, value })
    }

    /// `=` where a condition or element is expected: rule `invalid_named_expression`.
    pub(crate) fn fail_comparison<X>(&mut self, target: ExprId) -> Parsed<X> {
        let equal = self.tok;
        let expr = *self.ast.expr(target);
        let name = matches!(expr.kind, ExprKind::Name { .. });
        if self.left_of_equal(target) {
            self.advance()?;
            if self.tok.kind.starts_expression() {
                self.binary(BIT_OR)?;
                if !matches!(self.tok.kind, T::Equal | T::ColonEqual) {
                    if name && !expr.is_parenthesised() {
                        let span = Span::new(expr.span.start, self.prev.span.end);
                        let text = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                        return self.fail(span, text, NO);
                    }
                    let args = [Arg::Text(self.describe(target)), Arg::None, Arg::None];
                    let text = "cannot assign to {} here. Maybe you meant '==' instead of '='?";
                    return self.fail(expr.span, text, args);
                }
            }
        }
        self.fail(equal.span, "invalid syntax", NO)
    }

    /// True if `target` is what `invalid_named_expression` takes to be compared.
    pub(crate) fn left_of_equal(&self, target: ExprId) -> bool {
        use crate::ast::Constant;
        !matches!(
            self.ast.expr(target).kind,
            ExprKind::List { .. }
                | ExprKind::Tuple { .. }
                | ExprKind::GeneratorExp { .. }
                | ExprKind::Constant(Constant::True | Constant::None | Constant::False)
                | ExprKind::BoolOp { .. }
                | ExprKind::Compare { .. }
                | ExprKind::UnaryOp { op: UnaryOp::Not, .. }
                | ExprKind::IfExp { .. }
                | ExprKind::Lambda { .. }
        )
    }

    /// `expression: disjunction ['if' disjunction 'else' expression] | lambdef`
    ///
    /// ```text
    /// // test_ok expression
    /// // a if b else lambda: c
    /// // test_err expression
    /// // a if b
    /// ```
    pub(crate) fn expression(&mut self) -> Parsed<ExprId> {
        self.enter()?;
        let id = if self.at(T::Lambda) {
            self.lambda()?
        } else {
            let start = self.tok;
            let body = self.binary(OR)?;
            self.last = Some(body);
            if self.at(T::If) { self.conditional(start, body)? } else { body }
        };
        self.leave();
        Ok(id)
    }

    fn conditional(&mut self, start: Token, body: ExprId) -> Parsed<ExprId> {
        self.advance()?;
        let test = self.disjunction()?;
        if !self.eat(T::Else)? {
            if self.at(T::Colon) {
                return self.unexpected();
            }
            let span = Span::new(self.start_of(body).0, self.prev.span.end);
            return self.fail(span, "expected 'else' after 'if' expression", NO);
        }
        let orelse = self.expression()?;
        self.expr_from(start, ExprKind::IfExp { test, body, orelse })
    }

    /// `disjunction: conjunction ('or' conjunction)*`
    pub(crate) fn disjunction(&mut self) -> Parsed<ExprId> {
        self.enter()?;
        let id = self.binary(OR)?;
        self.leave();
        Ok(id)
    }

    /// Everything that binds at least as tight as `min`.
    ///
    /// Rules `disjunction`, `conjunction`, `inversion`, `comparison`, `bitwise_or` to `term`.
    pub(crate) fn binary(&mut self, min: u8) -> Parsed<ExprId> {
        let start = self.tok;
        let mut left = self.unary(min)?;
        loop {
            let kind = self.tok.kind;
            // No operator comes before the first of the brackets and operators but the words.
            if let Some((strength, op)) = operator(kind) {
                if strength < min {
                    return Ok(left);
                }
                self.advance()?;
                let right = self.operand(strength + 1)?;
                left = self.expr_from(start, ExprKind::BinOp { left, op, right })?;
            } else if min <= COMPARE && comparison(kind).is_some() {
                left = self.comparisons(start, left)?;
            } else if kind == T::And && min <= AND {
                left = self.bool_op(start, left, BoolOp::And)?;
            } else if kind == T::Or && min <= OR {
                left = self.bool_op(start, left, BoolOp::Or)?;
            } else {
                return Ok(left);
            }
        }
    }

    /// The right side of an operator.
    fn operand(&mut self, min: u8) -> Parsed<ExprId> {
        self.enter()?;
        let id = self.binary(min)?;
        self.leave();
        Ok(id)
    }

    /// `disjunction: conjunction ('or' conjunction)+`, `conjunction: inversion ('and' inversion)+`
    fn bool_op(&mut self, start: Token, first: ExprId, op: BoolOp) -> Parsed<ExprId> {
        let (kind, strength) = (self.tok.kind, if op == BoolOp::And { AND } else { OR });
        let list = self.list_start();
        self.list_push(first)?;
        while self.eat(kind)? {
            let next = self.operand(strength + 1)?;
            self.list_push(next)?;
        }
        let values = self.list_end(list)?;
        self.expr_from(start, ExprKind::BoolOp { op, values })
    }

    /// `comparison: bitwise_or (compare_op bitwise_or)+`
    ///
    /// ```text
    /// // test_ok comparison
    /// // a < b is not c not in d
    /// ```
    fn comparisons(&mut self, start: Token, left: ExprId) -> Parsed<ExprId> {
        // Pairs of operator and operand, parted when the length is known.
        let list = self.list_start();
        while let Some(op) = comparison(self.tok.kind) {
            let kind = self.tok.kind;
            self.advance()?;
            let op = match (op, kind) {
                (CmpOp::Is, _) if self.eat(T::Not)? => CmpOp::IsNot,
                (CmpOp::NotIn, T::Not) => {
                    self.expect(T::In)?;
                    CmpOp::NotIn
                }
                _ => op,
            };
            self.list_push(op)?;
            let right = self.operand(BIT_OR)?;
            self.list_push(right)?;
        }
        let (ops, comparators) = self.split_pairs(list)?;
        self.expr_from(start, ExprKind::Compare { left, ops, comparators })
    }

    /// Turns the pairs pushed since `list` into two lists.
    pub(crate) fn split_pairs<A, B>(&mut self, list: usize) -> Parsed<(List<A>, List<B>)> {
        let end = self.scratch.len();
        for parity in 0..2 {
            let mut at = list + parity;
            while at < end {
                let word = self.scratch.get(at).copied().unwrap_or(0);
                self.scratch.push(word)?;
                at += 2;
            }
        }
        let half = end + (end - list) / 2;
        let second = self.list_end(half)?;
        let first = self.list_end(end)?;
        self.scratch.truncate(list);
        Ok((first, second))
    }

    /// `inversion: 'not' inversion`, `factor: ('+' | '-' | '~') factor | power`,
    /// `power: await_primary ['**' factor]`
    fn unary(&mut self, min: u8) -> Parsed<ExprId> {
        let op = match self.tok.kind {
            T::Not if min <= NOT => UnaryOp::Not,
            T::Minus => UnaryOp::USub,
            T::Plus => UnaryOp::UAdd,
            T::Tilde => UnaryOp::Invert,
            _ => return self.power(),
        };
        self.enter()?;
        let start = self.take()?;
        let operand = if op == UnaryOp::Not { self.binary(NOT)? } else { self.unary(UNARY)? };
        self.leave();
        self.expr_from(start, ExprKind::UnaryOp { op, operand })
    }

    fn power(&mut self) -> Parsed<ExprId> {
        let start = self.tok;
        let left = if self.at(T::Await) {
            self.advance()?;
            let value = self.primary()?;
            self.expr_from(start, ExprKind::Await { value })?
        } else {
            self.primary()?
        };
        if !self.at(T::DoubleStar) {
            return Ok(left);
        }
        self.enter()?;
        self.advance()?;
        let right = self.unary(UNARY)?;
        self.leave();
        self.expr_from(start, ExprKind::BinOp { left, op: Operator::Pow, right })
    }

    /// `yield_expr: 'yield' 'from' expression | 'yield' [star_expressions]`
    pub(crate) fn yield_expr(&mut self) -> Parsed<ExprId> {
        let start = self.take()?;
        if self.eat(T::From)? {
            let value = self.expression()?;
            return self.expr_from(start, ExprKind::YieldFrom { value });
        }
        let any = self.tok.kind.starts_expression() || self.at(T::Star);
        let value = if any { Some(self.star_expressions()?) } else { None };
        self.expr_from(start, ExprKind::Yield { value })
    }

    /// `annotated_rhs: yield_expr | star_expressions`
    pub(crate) fn annotated_rhs(&mut self) -> Parsed<ExprId> {
        if self.at(T::Yield) { self.yield_expr() } else { self.star_expressions() }
    }

    /// `lambdef: 'lambda' [lambda_params] ':' expression`
    fn lambda(&mut self) -> Parsed<ExprId> {
        let start = self.take()?;
        let args = self.parameters(T::Colon)?;
        if self.in_field() && self.at(T::Colon) && self.lex.in_spec() {
            let span = Span::new(start.span.start, self.tok.span.end);
            return self.fail(span, "f-string: lambda expressions are not allowed without parentheses", NO);
        }
        self.expect_forced(T::Colon)?;
        let body = self.expression()?;
        self.expr_from(start, ExprKind::Lambda { args, body })
    }

    /// Replaces the span of `id`.
    pub(crate) fn set_span(&mut self, id: ExprId, span: Span, line: u32) {
        if let Some(expr) = self.ast.expr_mut(id) {
            *expr = Expr::new(span, line, expr.kind);
        }
    }
}
