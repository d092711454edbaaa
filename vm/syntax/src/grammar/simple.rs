//! Simple statements.

use crate::arena::{AliasId, ExprId, List, NameId, StmtId, TypeParamId};
use crate::ast::{Alias, ExprKind, Operator, StmtKind, TypeParam, TypeParamKind};
use crate::error::Arg;
use crate::lexer::{NO, Parsed};
use crate::parser::Parser;
use crate::parser::recovery::Targets;
use crate::span::Span;
use crate::token::{Token, TokenKind as T};

/// The operator of an augmented assignment.
fn augmented(kind: T) -> Option<Operator> {
    Some(match kind {
        T::PlusEqual => Operator::Add,
        T::MinusEqual => Operator::Sub,
        T::StarEqual => Operator::Mult,
        T::AtEqual => Operator::MatMult,
        T::SlashEqual => Operator::Div,
        T::PercentEqual => Operator::Mod,
        T::AmperEqual => Operator::BitAnd,
        T::BarEqual => Operator::BitOr,
        T::CaretEqual => Operator::BitXor,
        T::LeftShiftEqual => Operator::LShift,
        T::RightShiftEqual => Operator::RShift,
        T::DoubleStarEqual => Operator::Pow,
        T::DoubleSlashEqual => Operator::FloorDiv,
        _ => return None,
    })
}

impl Parser<'_> {
    /// `simple_stmt`
    ///
    /// ```text
    /// // test_ok simple_stmt
    /// // a = b = c; d: int = 1; e += 2; del f, (g, h); global i
    /// // test_err simple_stmt
    /// // f() = 1
    /// ```
    pub(crate) fn simple(&mut self) -> Parsed<StmtId> {
        let start = self.tok;
        let kind = match start.kind {
            T::Pass => return self.word(StmtKind::Pass),
            T::Break => return self.word(StmtKind::Break),
            T::Continue => return self.word(StmtKind::Continue),
            T::Return => {
                self.advance()?;
                let value = if self.at_end() { None } else { Some(self.star_expressions()?) };
                StmtKind::Return { value }
            }
            T::Raise => self.raise()?,
            T::Global => StmtKind::Global { names: self.names()? },
            T::Nonlocal => StmtKind::Nonlocal { names: self.names()? },
            T::Del => self.delete()?,
            T::Assert => {
                self.advance()?;
                let test = self.expression()?;
                let msg = if self.eat(T::Comma)? { Some(self.expression()?) } else { None };
                StmtKind::Assert { test, msg }
            }
            T::Import => {
                self.advance()?;
                StmtKind::Import { names: self.dotted_as_names()? }
            }
            T::From => self.import_from()?,
            T::Name if self.at_word(b"type") => return self.type_alias_or_expression(),
            _ => return self.expression_statement(),
        };
        self.stmt_from(start, kind)
    }

    fn word(&mut self, kind: StmtKind) -> Parsed<StmtId> {
        let start = self.take()?;
        self.stmt_from(start, kind)
    }

    fn at_end(&self) -> bool {
        matches!(self.tok.kind, T::Newline | T::Semicolon | T::EndMarker)
    }

    /// `raise_stmt: 'raise' [expression ['from' expression]]`
    fn raise(&mut self) -> Parsed<StmtKind> {
        self.advance()?;
        let (mut exc, mut cause) = (None, None);
        if !self.at_end() {
            exc = Some(self.expression()?);
            if self.eat(T::From)? {
                cause = Some(self.expression()?);
            }
        }
        Ok(StmtKind::Raise { exc, cause })
    }

    /// `('global' | 'nonlocal') ','.NAME+`
    fn names(&mut self) -> Parsed<List<NameId>> {
        self.advance()?;
        let list = self.list_start();
        loop {
            let name = self.name()?;
            self.list_push(name)?;
            if !self.eat(T::Comma)? {
                return self.list_end(list);
            }
        }
    }

    /// `del_stmt: 'del' del_targets`
    fn delete(&mut self) -> Parsed<StmtKind> {
        self.advance()?;
        let value = self.star_expressions()?;
        self.make_target(value, Targets::Del)?;
        let expr = *self.ast.expr(value);
        let targets = match expr.kind {
            ExprKind::Tuple { elts, .. } if !expr.is_parenthesised() => elts,
            _ => self.list_of(value)?,
        };
        Ok(StmtKind::Delete { targets })
    }

    /// `assignment` or an expression alone
    fn expression_statement(&mut self) -> Parsed<StmtId> {
        let start = self.tok;
        let first = self.annotated_rhs()?;
        let kind = match self.tok.kind {
            T::Equal => self.assignment(first)?,
            T::Colon => self.annotated_assignment(first)?,
            _ => match augmented(self.tok.kind) {
                Some(op) => self.augmented_assignment(first, op)?,
                None => StmtKind::Expr { value: first },
            },
        };
        self.stmt_from(start, kind)
    }

    /// `assignment: (star_targets '=')+ annotated_rhs`
    fn assignment(&mut self, first: ExprId) -> Parsed<StmtKind> {
        let list = self.list_start();
        let mut value = first;
        while self.at(T::Equal) {
            if let Some(bad) = self.invalid_target(value, Targets::Store) {
                return self.fail_assignment(value, bad, value == first);
            }
            self.make_target(value, Targets::Store)?;
            self.list_push(value)?;
            self.advance()?;
            value = self.annotated_rhs()?;
        }
        let targets = self.list_end(list)?;
        Ok(StmtKind::Assign { targets, value })
    }

    /// Rules `invalid_assignment` and `invalid_named_expression`.
    fn fail_assignment<X>(&mut self, target: ExprId, bad: ExprId, first: bool) -> Parsed<X> {
        let expr = *self.ast.expr(target);
        let span = self.span_of(bad);
        let yields = matches!(expr.kind, ExprKind::Yield { .. } | ExprKind::YieldFrom { .. });
        if yields && !expr.is_parenthesised() {
            let text = "assignment to yield expression not possible";
            return self.fail(span, text, NO);
        }
        let args = [Arg::Text(self.describe(bad)), Arg::None, Arg::None];
        let last = match expr.kind {
            ExprKind::Tuple { elts, .. } if !expr.is_parenthesised() => self.ast.list(elts).next_back(),
            _ => Some(target),
        };
        if first && last == Some(bad) && self.left_of_equal(bad) {
            self.advance()?;
            if self.tok.kind.starts_expression() {
                self.binary(super::expr::BIT_OR)?;
                if !matches!(self.tok.kind, T::Equal | T::ColonEqual) {
                    let text = "cannot assign to {} here. Maybe you meant '==' instead of '='?";
                    return self.fail(span, text, args);
                }
            }
        }
        self.fail(span, "cannot assign to {}", args)
    }

    /// `assignment: target ':' expression ['=' annotated_rhs]`
    fn annotated_assignment(&mut self, target: ExprId) -> Parsed<StmtKind> {
        let expr = *self.ast.expr(target);
        let simple = match expr.kind {
            ExprKind::Name { .. } => !expr.is_parenthesised(),
            ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => false,
            ExprKind::List { .. } => {
                return self.fail(expr.span, "only single target (not list) can be annotated", NO);
            }
            ExprKind::Tuple { .. } => {
                return self.fail(expr.span, "only single target (not tuple) can be annotated", NO);
            }
            ExprKind::Yield { .. } | ExprKind::YieldFrom { .. } | ExprKind::Starred { .. } => {
                return self.unexpected();
            }
            _ => return self.fail_annotation(expr.span),
        };
        self.make_target(target, Targets::Store)?;
        self.advance()?;
        let annotation = self.expression()?;
        let value = if self.eat(T::Equal)? { Some(self.annotated_rhs()?) } else { None };
        Ok(StmtKind::AnnAssign { target, annotation, value, simple })
    }

    fn fail_annotation<X>(&mut self, target: Span) -> Parsed<X> {
        let colon = self.take()?;
        if self.tok.kind.starts_expression() {
            self.expression()?;
            return self.fail(target, "illegal target for annotation", NO);
        }
        self.fail(colon.span, "invalid syntax", NO)
    }

    /// `assignment: single_target augassign annotated_rhs`
    fn augmented_assignment(&mut self, target: ExprId, op: Operator) -> Parsed<StmtKind> {
        let kind = self.ast.expr(target).kind;
        if !matches!(kind, ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }) {
            let args = [Arg::Text(self.describe(target)), Arg::None, Arg::None];
            let text = "'{}' is an illegal expression for augmented assignment";
            return self.fail(self.span_of(target), text, args);
        }
        self.make_target(target, Targets::Store)?;
        self.advance()?;
        let value = self.annotated_rhs()?;
        Ok(StmtKind::AugAssign { target, op, value })
    }

    /// `dotted_name`, as one name
    fn dotted_name(&mut self) -> Parsed<NameId> {
        let start = self.tok;
        if !self.at(T::Name) {
            return self.unexpected();
        }
        self.advance()?;
        let mut spaced = false;
        while self.at(T::Dot) {
            spaced |= self.tok.span.start != self.prev.span.end;
            self.advance()?;
            spaced |= self.tok.span.start != self.prev.span.end;
            self.expect(T::Name)?;
        }
        let text = Span::new(start.span.start, self.prev.span.end).of(self.lex.text);
        if !spaced {
            return Ok(self.ast.intern(text)?);
        }
        self.spaced_name(text)
    }

    /// A dotted name with blanks around its dots.
    fn spaced_name(&mut self, text: &[u8]) -> Parsed<NameId> {
        let mut name = pyrite_algo::Buf::with_capacity(text.len())?;
        let mut comment = false;
        for &b in text {
            comment = (comment || b == b'#') && b != b'\n';
            if !comment && (b == b'.' || crate::lexer::continues_name(b)) {
                name.push(b)?;
            }
        }
        Ok(self.ast.intern(&name)?)
    }

    /// `dotted_as_names: ','.(dotted_name ['as' NAME])+`
    fn dotted_as_names(&mut self) -> Parsed<List<AliasId>> {
        let list = self.list_start();
        if self.at(T::Newline) {
            return self.fail_here("Expected one or more names after 'import'");
        }
        loop {
            let start = self.tok;
            let name = self.dotted_name()?;
            let id = self.alias(start, name)?;
            self.list_push(id)?;
            if !self.eat(T::Comma)? {
                return self.list_end(list);
            }
        }
    }

    /// `['as' NAME]` behind an imported name
    fn alias(&mut self, start: Token, name: NameId) -> Parsed<AliasId> {
        let asname = if self.eat(T::As)? { Some(self.name()?) } else { None };
        let span = Span::new(start.span.start, self.prev.span.end);
        Ok(self.ast.add_alias(Alias { span, line: start.line, name, asname })?)
    }

    /// `import_from: 'from' ('.' | '...')* dotted_name 'import' import_from_targets`
    fn import_from(&mut self) -> Parsed<StmtKind> {
        self.advance()?;
        let mut level = 0;
        loop {
            level += match self.tok.kind {
                T::Dot => 1,
                T::Ellipsis => 3,
                _ => break,
            };
            self.advance()?;
        }
        let module = if level > 0 && self.at(T::Import) { None } else { Some(self.dotted_name()?) };
        self.expect(T::Import)?;
        let names = self.import_from_targets()?;
        Ok(StmtKind::ImportFrom { module, names, level })
    }

    /// `import_from_targets: '(' import_from_as_names [','] ')' | import_from_as_names | '*'`
    fn import_from_targets(&mut self) -> Parsed<List<AliasId>> {
        let list = self.list_start();
        let start = self.tok;
        if self.eat(T::Star)? {
            let name = self.ast.intern(b"*")?;
            let id = self.ast.add_alias(Alias { span: start.span, line: start.line, name, asname: None })?;
            return self.list_of(id);
        }
        if self.at(T::Newline) {
            return self.fail_here("Expected one or more names after 'import'");
        }
        let parenthesised = self.eat(T::LeftParen)?;
        loop {
            let start = self.tok;
            let name = self.name()?;
            let id = self.alias(start, name)?;
            self.list_push(id)?;
            if !self.eat(T::Comma)? {
                break;
            }
            if parenthesised && self.at(T::RightParen) {
                break;
            }
            if !parenthesised && self.at(T::Newline) {
                let text = "trailing comma not allowed without surrounding parentheses";
                return self.fail_here(text);
            }
        }
        if parenthesised {
            self.expect(T::RightParen)?;
        }
        self.list_end(list)
    }

    /// `type_alias: "type" NAME [type_params] '=' expression`, or `type` as a name
    fn type_alias_or_expression(&mut self) -> Parsed<StmtId> {
        if !self.name_follows() {
            return self.expression_statement();
        }
        let start = self.take()?;
        let name_token = self.tok;
        let name = self.atom()?;
        if let Some(expr) = self.ast.expr_mut(name)
            && let ExprKind::Name { ctx, .. } = &mut expr.kind
        {
            *ctx = crate::ast::Context::Store;
        }
        let _ = name_token;
        let type_params = self.type_params()?;
        self.expect(T::Equal)?;
        let value = self.expression()?;
        self.stmt_from(start, StmtKind::TypeAlias { name, type_params, value })
    }

    /// True if a name that is no keyword follows the current token on its line.
    fn name_follows(&self) -> bool {
        let rest = self.lex.text.get(self.tok.span.end as usize..).unwrap_or(&[]);
        let blank = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | 0x0c)).count();
        let rest = rest.get(blank..).unwrap_or(&[]);
        let len = rest.iter().take_while(|&&b| crate::lexer::continues_name(b)).count();
        let name = rest.get(..len).unwrap_or(&[]);
        let quote = matches!(rest.get(len), Some(b'\'' | b'"'));
        name.first().is_some_and(|b| !b.is_ascii_digit()) && !quote && crate::token::classify(name) == T::Name
    }

    /// `type_params: '[' ','.type_param+ [','] ']'`
    pub(crate) fn type_params(&mut self) -> Parsed<List<TypeParamId>> {
        if !self.eat(T::LeftBracket)? {
            return Ok(List::EMPTY);
        }
        if self.at(T::RightBracket) {
            return self.fail_here("Type parameter list cannot be empty");
        }
        let list = self.list_start();
        while !self.at(T::RightBracket) {
            let id = self.type_param()?;
            self.list_push(id)?;
            if !self.eat(T::Comma)? {
                break;
            }
        }
        self.expect(T::RightBracket)?;
        self.list_end(list)
    }

    /// `type_param: NAME [':' expression] ['=' expression] | ('*' | '**') NAME ['=' expression]`
    fn type_param(&mut self) -> Parsed<TypeParamId> {
        let start = self.tok;
        let stars = match start.kind {
            T::Star => 1,
            T::DoubleStar => 2,
            _ => 0,
        };
        if stars > 0 {
            self.advance()?;
        }
        let name = self.name()?;
        let mut bound = None;
        if self.at(T::Colon) {
            let colon = self.take()?;
            let value = self.expression()?;
            if stars > 0 {
                let tuple = matches!(self.ast.expr(value).kind, ExprKind::Tuple { .. });
                let text = match (stars, tuple) {
                    (1, false) => "cannot use bound with TypeVarTuple",
                    (1, true) => "cannot use constraints with TypeVarTuple",
                    (_, false) => "cannot use bound with ParamSpec",
                    (_, true) => "cannot use constraints with ParamSpec",
                };
                return self.fail(colon.span, text, NO);
            }
            bound = Some(value);
        }
        let mut default_value = None;
        if self.eat(T::Equal)? {
            default_value = Some(if stars == 1 { self.star_expression()? } else { self.expression()? });
        }
        let kind = match stars {
            0 => TypeParamKind::TypeVar { name, bound, default_value },
            1 => TypeParamKind::TypeVarTuple { name, default_value },
            _ => TypeParamKind::ParamSpec { name, default_value },
        };
        let span = Span::new(start.span.start, self.prev.span.end);
        Ok(self.ast.add_type_param(TypeParam { span, line: start.line, kind })?)
    }
}
