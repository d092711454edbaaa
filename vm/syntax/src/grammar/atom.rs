//! Atoms, displays, comprehensions, and what follows an atom.

use crate::arena::{ComprehensionId, ExprId, List};
use crate::ast::{Comprehension, Constant, Context, Expr, ExprKind};
use crate::lexer::{NO, Parsed};
use crate::parser::Parser;
use crate::parser::recovery::Targets;
use crate::span::Span;
use crate::token::{Token, TokenKind as T};

impl Parser<'_> {
    /// `primary: atom ('.' NAME | '(' [arguments] ')' | genexp | '[' slices ']')*`
    ///
    /// ```text
    /// // test_ok primary
    /// // a.b(c)[d:e, f].g(h for h in i)
    /// // test_err primary
    /// // a.1
    /// ```
    pub(crate) fn primary(&mut self) -> Parsed<ExprId> {
        let start = self.tok;
        let mut value = self.atom()?;
        loop {
            let kind = match self.tok.kind {
                T::Dot => {
                    self.advance()?;
                    let attr = self.name()?;
                    ExprKind::Attribute { value, attr, ctx: Context::Load }
                }
                T::LeftParen => {
                    self.advance()?;
                    let (args, keywords) = self.arguments()?;
                    ExprKind::Call { func: value, args, keywords }
                }
                T::LeftBracket => {
                    self.advance()?;
                    let slice = self.slices()?;
                    self.expect_close(T::RightBracket)?;
                    ExprKind::Subscript { value, slice, ctx: Context::Load }
                }
                _ => return Ok(value),
            };
            value = self.expr_from(start, kind)?;
        }
    }

    /// `atom`: a name, a literal, a display or a group.
    pub(crate) fn atom(&mut self) -> Parsed<ExprId> {
        let constant = match self.tok.kind {
            T::Name => {
                let id = self.ast.intern(self.tok.span.of(self.lex.text))?;
                let (span, line) = (self.tok.span, self.tok.line);
                self.advance()?;
                let kind = ExprKind::Name { id, ctx: Context::Load };
                return Ok(self.ast.add_expr(Expr::new(span, line, kind))?);
            }
            T::Number => return self.number(),
            T::String | T::FStringStart => return self.strings(),
            T::LeftParen => return self.group(),
            T::LeftBracket => return self.list(),
            T::LeftBrace => return self.dict_or_set(),
            T::None => Constant::None,
            T::True => Constant::True,
            T::False => Constant::False,
            T::Ellipsis => Constant::Ellipsis,
            _ => return self.unexpected(),
        };
        let start = self.take()?;
        self.expr_from(start, ExprKind::Constant(constant))
    }

    /// The closing bracket of a display, call or subscript.
    pub(crate) fn expect_close(&mut self, kind: T) -> Parsed<()> {
        if self.at(kind) { self.advance() } else { self.unexpected() }
    }

    /// `slices: slice !',' | ','.(slice | starred_expression)+ [',']`
    fn slices(&mut self) -> Parsed<ExprId> {
        let start = self.tok;
        let first = self.slice()?;
        let starred = matches!(self.ast.expr(first).kind, ExprKind::Starred { .. });
        if !self.at(T::Comma) && !starred {
            return Ok(first);
        }
        let list = self.list_start();
        self.list_push(first)?;
        while self.eat(T::Comma)? {
            if self.at(T::RightBracket) {
                break;
            }
            let next = self.slice()?;
            self.list_push(next)?;
        }
        let elts = self.list_end(list)?;
        self.expr_from(start, ExprKind::Tuple { elts, ctx: Context::Load })
    }

    /// `slice: [expression] ':' [expression] [':' [expression]] | named_expression`
    fn slice(&mut self) -> Parsed<ExprId> {
        let start = self.tok;
        if self.at(T::Star) {
            return self.starred();
        }
        let lower = if self.at(T::Colon) { None } else { Some(self.named_expression()?) };
        if let (Some(lower), false) = (lower, self.at(T::Colon)) {
            return Ok(lower);
        }
        self.advance()?;
        let upper = self.slice_part()?;
        let step = if self.eat(T::Colon)? { self.slice_part()? } else { None };
        self.expr_from(start, ExprKind::Slice { lower, upper, step })
    }

    fn slice_part(&mut self) -> Parsed<Option<ExprId>> {
        if matches!(self.tok.kind, T::Colon | T::Comma | T::RightBracket) {
            return Ok(None);
        }
        self.expression().map(Some)
    }

    /// `tuple`, `group` or `genexp`.
    ///
    /// ```text
    /// // test_ok group
    /// // (), (a), (a,), (a for a in b), (yield)
    /// // test_err group
    /// // (*a)
    /// ```
    fn group(&mut self) -> Parsed<ExprId> {
        let start = self.take()?;
        if self.eat(T::RightParen)? {
            return self.paren_tuple(start, List::EMPTY);
        }
        if self.at(T::DoubleStar) {
            return self.double_star_group();
        }
        let first = if self.at(T::Yield) { self.yield_expr()? } else { self.star_named_expression()? };
        match self.tok.kind {
            T::RightParen => {
                let expr = *self.ast.expr(first);
                if matches!(expr.kind, ExprKind::Starred { .. }) {
                    return self.fail(expr.span, "cannot use starred expression here", NO);
                }
                self.advance()?;
                if let Some(expr) = self.ast.expr_mut(first) {
                    expr.set_parenthesised();
                }
                Ok(first)
            }
            T::For | T::Async => {
                let generators = self.comprehension(first)?;
                self.expect_close(T::RightParen)?;
                self.expr_from(start, ExprKind::GeneratorExp { elt: first, generators })
            }
            T::Comma
                if !matches!(
                    self.ast.expr(first).kind,
                    ExprKind::Yield { .. } | ExprKind::YieldFrom { .. }
                ) =>
            {
                let elts = self.elements(first, T::RightParen)?;
                self.paren_tuple(start, elts)
            }
            _ => self.unexpected(),
        }
    }

    fn double_star_group(&mut self) -> Parsed<ExprId> {
        let star = self.take()?;
        self.expression()?;
        if self.at(T::RightParen) {
            return self.fail(star.span, "cannot use double starred expression here", NO);
        }
        self.fail(star.span, "invalid syntax", NO)
    }

    fn paren_tuple(&mut self, start: Token, elts: List<ExprId>) -> Parsed<ExprId> {
        let id = self.expr_from(start, ExprKind::Tuple { elts, ctx: Context::Load })?;
        if let Some(expr) = self.ast.expr_mut(id) {
            expr.set_parenthesised();
        }
        Ok(id)
    }

    /// The rest of a display up to and with `close`; the current token is a comma.
    fn elements(&mut self, first: ExprId, close: T) -> Parsed<List<ExprId>> {
        let list = self.list_start();
        self.list_push(first)?;
        let mut last = first;
        while self.eat(T::Comma)? {
            if self.at(close) {
                break;
            }
            if !(self.at(T::For) && close != T::RightParen) {
                last = self.star_named_expression()?;
                self.list_push(last)?;
            }
            if matches!(self.tok.kind, T::For | T::Async) && close != T::RightParen {
                let span = self.span_of(first).to(self.span_of(last));
                let comma = if last == first { self.prev.span } else { span };
                self.for_if_clauses()?;
                let text = "did you forget parentheses around the comprehension target?";
                return self.fail(span.to(comma), text, NO);
            }
        }
        self.expect_close(close)?;
        self.list_end(list)
    }

    /// `list: '[' [star_named_expressions] ']'`, `listcomp`
    fn list(&mut self) -> Parsed<ExprId> {
        let start = self.take()?;
        let ctx = Context::Load;
        if self.eat(T::RightBracket)? {
            return self.expr_from(start, ExprKind::List { elts: List::EMPTY, ctx });
        }
        let first = self.star_named_expression()?;
        match self.tok.kind {
            T::For | T::Async => {
                let generators = self.comprehension(first)?;
                self.expect_close(T::RightBracket)?;
                self.expr_from(start, ExprKind::ListComp { elt: first, generators })
            }
            _ => {
                let elts = self.elements(first, T::RightBracket)?;
                self.expr_from(start, ExprKind::List { elts, ctx })
            }
        }
    }

    /// `dict`, `set`, `dictcomp` or `setcomp`.
    ///
    /// ```text
    /// // test_ok dict
    /// // {}, {a: b, **c}, {a, *b}, {a: b for a, b in c}, {a for a in b}
    /// // test_err dict
    /// // {a: b, c}
    /// ```
    fn dict_or_set(&mut self) -> Parsed<ExprId> {
        let start = self.take()?;
        if self.eat(T::RightBrace)? {
            return self.expr_from(start, ExprKind::Dict { keys: List::EMPTY, values: List::EMPTY });
        }
        if self.at(T::DoubleStar) {
            return self.dict(start, None);
        }
        let first = self.star_named_expression()?;
        match self.tok.kind {
            T::Colon if !matches!(self.ast.expr(first).kind, ExprKind::Starred { .. }) => {
                self.dict(start, Some(first))
            }
            T::For | T::Async => {
                let generators = self.comprehension(first)?;
                self.expect_close(T::RightBrace)?;
                self.expr_from(start, ExprKind::SetComp { elt: first, generators })
            }
            _ => {
                let elts = self.elements(first, T::RightBrace)?;
                self.expr_from(start, ExprKind::Set { elts })
            }
        }
    }

    /// `double_starred_kvpairs` and the brace; the first key is read unless it is `**`.
    fn dict(&mut self, start: Token, mut key: Option<ExprId>) -> Parsed<ExprId> {
        let list = self.list_start();
        loop {
            let star = self.tok;
            let value = match key {
                Some(_) => self.dict_value()?,
                None => {
                    self.expect(T::DoubleStar)?;
                    self.binary(super::expr::BIT_OR)?
                }
            };
            if matches!(self.tok.kind, T::For | T::Async) {
                let Some(key) = key else {
                    let text = "dict unpacking cannot be used in dict comprehension";
                    return self.fail(star.span, text, NO);
                };
                self.scratch.truncate(list);
                let generators = self.for_if_clauses()?;
                self.expect_close(T::RightBrace)?;
                return self.expr_from(start, ExprKind::DictComp { key, value, generators });
            }
            self.list_push(key)?;
            self.list_push(value)?;
            if !self.eat(T::Comma)? || self.at(T::RightBrace) {
                break;
            }
            key = if self.at(T::DoubleStar) { None } else { Some(self.dict_key()?) };
        }
        self.expect_close(T::RightBrace)?;
        let (keys, values) = self.split_pairs(list)?;
        self.expr_from(start, ExprKind::Dict { keys, values })
    }

    fn dict_key(&mut self) -> Parsed<ExprId> {
        let key = self.expression()?;
        if self.at(T::Colon) {
            return Ok(key);
        }
        {
            let end = self.prev.span;
            self.fail(Span::new(end.end.saturating_sub(1), end.end), "':' expected after dictionary key", NO)
        }
    }

    fn dict_value(&mut self) -> Parsed<ExprId> {
        let colon = self.take()?;
        match self.tok.kind {
            T::RightBrace | T::Comma => {
                self.fail(colon.span, "expression expected after dictionary key and ':'", NO)
            }
            T::Star => self.fail_here("cannot use a starred expression in a dictionary value"),
            _ => self.expression(),
        }
    }

    /// The clauses behind the element of a comprehension.
    pub(crate) fn comprehension(&mut self, elt: ExprId) -> Parsed<List<ComprehensionId>> {
        let expr = *self.ast.expr(elt);
        let generators = self.for_if_clauses()?;
        if matches!(expr.kind, ExprKind::Starred { .. }) {
            return self.fail(expr.span, "iterable unpacking cannot be used in comprehension", NO);
        }
        Ok(generators)
    }

    /// `for_if_clauses: (['async'] 'for' star_targets 'in' disjunction ('if' disjunction)*)+`
    pub(crate) fn for_if_clauses(&mut self) -> Parsed<List<ComprehensionId>> {
        let list = self.list_start();
        while matches!(self.tok.kind, T::For | T::Async) {
            let is_async = self.eat(T::Async)?;
            self.expect(T::For)?;
            let target = self.for_targets()?;
            if !self.at(T::In) {
                return self.fail_here("'in' expected after for-loop variables");
            }
            self.advance()?;
            let iter = self.disjunction()?;
            let conditions = self.list_start();
            while self.eat(T::If)? {
                let test = self.disjunction()?;
                self.list_push(test)?;
            }
            let ifs = self.list_end(conditions)?;
            let id = self.ast.add_comprehension(Comprehension { target, iter, ifs, is_async })?;
            self.list_push(id)?;
        }
        self.last = None;
        self.list_end(list)
    }

    /// `star_targets` of a `for`, up to its `in`.
    pub(crate) fn for_targets(&mut self) -> Parsed<ExprId> {
        let start = self.tok;
        let first = self.star_bitwise_or()?;
        let target =
            if self.at(T::Comma) { self.tuple_rest(start, first, Self::star_bitwise_or)? } else { first };
        self.make_target(target, Targets::For)?;
        Ok(target)
    }
}
