//! The patterns of `match`.

use crate::arena::{ExprId, List, PatternId};
use crate::ast::{Constant, Context, Expr, ExprKind, Operator, Pattern, PatternKind, UnaryOp};
use crate::lexer::{NO, Parsed};
use crate::parser::Parser;
use crate::span::Span;
use crate::token::{Token, TokenKind as T};

impl Parser<'_> {
    fn pattern_from(&mut self, start: Token, kind: PatternKind) -> Parsed<PatternId> {
        let span = Span::new(start.span.start, self.prev.span.end);
        Ok(self.ast.add_pattern(Pattern { span, line: start.line, kind })?)
    }

    /// `patterns: open_sequence_pattern | pattern`
    ///
    /// ```text
    /// // test_ok patterns
    /// // match a:
    /// //     case b, *_ if c: pass
    /// //     case {1: d, **e} | F(g, h=[2, -3+4j]) as i: pass
    /// ```
    pub(crate) fn patterns(&mut self) -> Parsed<PatternId> {
        let start = self.tok;
        let first = self.maybe_star_pattern()?;
        let star = matches!(self.ast.pattern(first).kind, PatternKind::MatchStar { .. });
        if !self.at(T::Comma) {
            if star {
                return self.unexpected();
            }
            return Ok(first);
        }
        let patterns = self.pattern_rest(first, T::Colon)?;
        self.pattern_from(start, PatternKind::MatchSequence { patterns })
    }

    /// The rest of a sequence; the current token is a comma or `close`, which stays.
    fn pattern_rest(&mut self, first: PatternId, close: T) -> Parsed<List<PatternId>> {
        let list = self.list_start();
        self.list_push(first)?;
        while self.eat(T::Comma)? {
            if self.at(close) || (close == T::Colon && self.at(T::If)) {
                break;
            }
            let next = self.maybe_star_pattern()?;
            self.list_push(next)?;
        }
        self.list_end(list)
    }

    /// `maybe_star_pattern: '*' (NAME | '_') | pattern`
    fn maybe_star_pattern(&mut self) -> Parsed<PatternId> {
        if !self.at(T::Star) {
            return self.as_pattern();
        }
        let start = self.take()?;
        let name = if self.at_word(b"_") {
            self.advance()?;
            None
        } else {
            Some(self.name()?)
        };
        self.pattern_from(start, PatternKind::MatchStar { name })
    }

    /// `pattern: or_pattern ['as' NAME]`
    fn as_pattern(&mut self) -> Parsed<PatternId> {
        self.enter()?;
        let start = self.tok;
        let mut pattern = self.closed_pattern()?;
        if self.at(T::Bar) {
            let list = self.list_start();
            self.list_push(pattern)?;
            while self.eat(T::Bar)? {
                let next = self.closed_pattern()?;
                self.list_push(next)?;
            }
            let patterns = self.list_end(list)?;
            pattern = self.pattern_from(start, PatternKind::MatchOr { patterns })?;
        }
        if self.eat(T::As)? {
            if self.at_word(b"_") {
                return self.fail_here("cannot use '_' as a target");
            }
            if !self.at(T::Name) {
                return self.fail_as_target();
            }
            let name = self.name()?;
            let kind = PatternKind::MatchAs { pattern: Some(pattern), name: Some(name) };
            pattern = self.pattern_from(start, kind)?;
        }
        self.leave();
        Ok(pattern)
    }

    fn fail_as_target<X>(&mut self) -> Parsed<X> {
        if !self.tok.kind.starts_expression() {
            return self.unexpected();
        }
        let target = self.expression()?;
        let span = self.span_of(target);
        self.fail(span, "invalid pattern target", NO)
    }

    /// `closed_pattern`: a literal, capture, wildcard, value, group, sequence, mapping or class.
    fn closed_pattern(&mut self) -> Parsed<PatternId> {
        let start = self.tok;
        let singleton = match start.kind {
            T::None => Constant::None,
            T::True => Constant::True,
            T::False => Constant::False,
            T::Number | T::Minus | T::String | T::FStringStart => {
                let value = self.literal_expr()?;
                return self.pattern_from(start, PatternKind::MatchValue { value });
            }
            T::LeftParen => return self.group_pattern(),
            T::LeftBracket => {
                self.advance()?;
                return self.sequence_pattern(start, T::RightBracket);
            }
            T::LeftBrace => return self.mapping_pattern(),
            T::Name => return self.name_pattern(),
            _ => return self.unexpected(),
        };
        self.advance()?;
        self.pattern_from(start, PatternKind::MatchSingleton { value: singleton })
    }

    /// `literal_expr: signed_number | complex_number | strings`
    fn literal_expr(&mut self) -> Parsed<ExprId> {
        if matches!(self.tok.kind, T::String | T::FStringStart) {
            // That an f-string is none is the compiler's to say, as in CPython.
            return self.strings();
        }
        let real = self.signed_number()?;
        let op = match self.tok.kind {
            T::Plus => Operator::Add,
            T::Minus => Operator::Sub,
            _ => return Ok(real),
        };
        self.advance()?;
        if !self.at(T::Number) {
            return self.unexpected();
        }
        let number = |this: &Self, id: ExprId| match this.ast.expr(id).kind {
            ExprKind::UnaryOp { operand, .. } => this.ast.expr(operand).kind,
            kind => kind,
        };
        let imaginary = ExprKind::is_imaginary;
        let right = self.number()?;
        if imaginary(number(self, real)) {
            let span = self.span_of(real);
            return self.fail(span, "real number required in complex literal", NO);
        }
        if !imaginary(number(self, right)) {
            let span = self.span_of(right);
            return self.fail(span, "imaginary number required in complex literal", NO);
        }
        self.expr_after(real, ExprKind::BinOp { left: real, op, right })
    }

    fn signed_number(&mut self) -> Parsed<ExprId> {
        if !self.at(T::Minus) {
            return self.number();
        }
        let start = self.take()?;
        if !self.at(T::Number) {
            return self.unexpected();
        }
        let operand = self.number()?;
        self.expr_from(start, ExprKind::UnaryOp { op: UnaryOp::USub, operand })
    }

    /// `capture_pattern`, `wildcard_pattern`, `value_pattern` or `class_pattern`.
    fn name_pattern(&mut self) -> Parsed<PatternId> {
        let start = self.tok;
        let wildcard = self.at_word(b"_");
        let id = self.name()?;
        if !matches!(self.tok.kind, T::Dot | T::LeftParen) {
            let name = if wildcard { None } else { Some(id) };
            return self.pattern_from(start, PatternKind::MatchAs { pattern: None, name });
        }
        let value = self.dotted_rest(start, id)?;
        if self.at(T::LeftParen) {
            return self.class_pattern(start, value);
        }
        self.pattern_from(start, PatternKind::MatchValue { value })
    }

    /// `name_or_attr` behind its first name.
    fn dotted_rest(&mut self, start: Token, id: crate::arena::NameId) -> Parsed<ExprId> {
        let name = ExprKind::Name { id, ctx: Context::Load };
        let mut value = self.ast.add_expr(Expr::new(start.span, start.line, name))?;
        while self.eat(T::Dot)? {
            let attr = self.name()?;
            value = self.expr_from(start, ExprKind::Attribute { value, attr, ctx: Context::Load })?;
        }
        Ok(value)
    }

    /// `group_pattern: '(' pattern ')'`, `sequence_pattern: '(' [open_sequence_pattern] ')'`
    fn group_pattern(&mut self) -> Parsed<PatternId> {
        let start = self.take()?;
        if self.at(T::RightParen) {
            return self.sequence_pattern(start, T::RightParen);
        }
        let first = self.maybe_star_pattern()?;
        let star = matches!(self.ast.pattern(first).kind, PatternKind::MatchStar { .. });
        if self.at(T::RightParen) && !star {
            self.advance()?;
            return Ok(first);
        }
        if !self.at(T::Comma) {
            return self.unexpected();
        }
        let patterns = self.pattern_rest(first, T::RightParen)?;
        self.expect(T::RightParen)?;
        self.pattern_from(start, PatternKind::MatchSequence { patterns })
    }

    /// `[maybe_sequence_pattern] close`
    fn sequence_pattern(&mut self, start: Token, close: T) -> Parsed<PatternId> {
        let mut patterns = List::EMPTY;
        if !self.at(close) {
            let first = self.maybe_star_pattern()?;
            patterns = self.pattern_rest(first, close)?;
        }
        self.expect(close)?;
        self.pattern_from(start, PatternKind::MatchSequence { patterns })
    }

    /// `mapping_pattern: '{' [items_pattern] [',' '**' NAME] [','] '}'`
    fn mapping_pattern(&mut self) -> Parsed<PatternId> {
        let start = self.take()?;
        let list = self.list_start();
        let mut rest = None;
        while !self.at(T::RightBrace) {
            if rest.is_some() {
                return self.unexpected();
            }
            if self.eat(T::DoubleStar)? {
                rest = Some(self.name()?);
            } else {
                let key = self.mapping_key()?;
                self.expect(T::Colon)?;
                self.list_push(key)?;
                let pattern = self.as_pattern()?;
                self.list_push(pattern)?;
            }
            if !self.eat(T::Comma)? {
                break;
            }
        }
        self.expect(T::RightBrace)?;
        let (keys, patterns) = self.split_pairs(list)?;
        self.pattern_from(start, PatternKind::MatchMapping { keys, patterns, rest })
    }

    /// `literal_expr | attr`
    fn mapping_key(&mut self) -> Parsed<ExprId> {
        match self.tok.kind {
            T::None | T::True | T::False => self.atom(),
            T::Number | T::Minus | T::String | T::FStringStart => self.literal_expr(),
            T::Name => {
                let start = self.tok;
                let id = self.name()?;
                if !self.at(T::Dot) {
                    return self.unexpected();
                }
                self.dotted_rest(start, id)
            }
            _ => self.unexpected(),
        }
    }

    /// `class_pattern: name_or_attr '(' [patterns] [NAME '=' pattern]* ')'`
    fn class_pattern(&mut self, start: Token, cls: ExprId) -> Parsed<PatternId> {
        self.advance()?;
        let list = self.list_start();
        let mut keywords: Option<usize> = None;
        let mut patterns = List::EMPTY;
        while !self.at(T::RightParen) {
            let item = self.tok;
            let pattern = self.as_pattern()?;
            let kind = self.ast.pattern(pattern).kind;
            if self.at(T::Equal) {
                let PatternKind::MatchAs { pattern: None, name } = kind else {
                    return self.unexpected();
                };
                let name = match name {
                    Some(name) => name,
                    None => self.ast.intern(b"_")?,
                };
                if keywords.is_none() {
                    patterns = self.list_end(list)?;
                    keywords = Some(list);
                }
                self.advance()?;
                self.list_push(name)?;
                let value = self.as_pattern()?;
                self.list_push(value)?;
            } else if keywords.is_some() {
                let span = item.span.to(self.prev.span);
                let text = "positional patterns follow keyword patterns";
                return self.fail(span, text, NO);
            } else {
                self.list_push(pattern)?;
            }
            if !self.eat(T::Comma)? {
                break;
            }
        }
        self.expect(T::RightParen)?;
        let (kwd_attrs, kwd_patterns) = if keywords.is_some() {
            self.split_pairs(list)?
        } else {
            patterns = self.list_end(list)?;
            (List::EMPTY, List::EMPTY)
        };
        self.pattern_from(start, PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns })
    }
}

impl ExprKind {
    fn is_imaginary(self) -> bool {
        matches!(self, Self::Constant(Constant::Imaginary(_)))
    }
}
