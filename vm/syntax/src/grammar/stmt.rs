//! Compound statements and blocks.

use crate::arena::{ExprId, HandlerId, List, StmtId};
use crate::ast::{Class, ExceptHandler, ExprKind, Function, MatchCase, Stmt, StmtKind, WithItem};
use crate::error::{Arg, ErrorKind};
use crate::lexer::{Failed, NO, Parsed};
use crate::parser::Parser;
use crate::parser::recovery::Targets;
use crate::span::Span;
use crate::token::{Token, TokenKind as T};

impl Parser<'_> {
    /// `compound_stmt`, or `None` if the current token begins none.
    pub(crate) fn compound(&mut self) -> Parsed<Option<StmtId>> {
        let id = match self.tok.kind {
            T::If => self.if_stmt()?,
            T::While => self.while_stmt()?,
            T::For => self.for_stmt(self.tok, StmtForm::Plain)?,
            T::Try => self.try_stmt()?,
            T::With => self.with_stmt(self.tok, StmtForm::Plain)?,
            T::Def => self.function_def(self.tok, StmtForm::Plain, List::EMPTY)?,
            T::Class => self.class_def(List::EMPTY)?,
            T::At => self.decorated()?,
            T::Async => self.async_stmt(List::EMPTY)?,
            T::Name if self.at_word(b"match") => return self.match_stmt(),
            _ => return Ok(None),
        };
        Ok(Some(id))
    }

    /// Statements of a block onto `scratch`: a compound one, or a line of simple ones.
    fn statement(&mut self) -> Parsed<()> {
        if let Some(id) = self.compound()? {
            return self.list_push(id);
        }
        loop {
            let id = self.simple()?;
            self.list_push(id)?;
            if !self.eat(T::Semicolon)? || self.at(T::Newline) {
                return self.expect(T::Newline);
            }
        }
    }

    /// `block: NEWLINE INDENT statements DEDENT | simple_stmts`
    fn block(&mut self, after: &'static str, line: u32) -> Parsed<List<StmtId>> {
        self.enter()?;
        let list = self.list_start();
        if self.eat(T::Newline)? {
            if !self.at(T::Indent) {
                self.own_error = true;
                let args = [Arg::Text(after), Arg::Number(line), Arg::None];
                let text = "expected an indented block after {} on line {}";
                return self.lex.fail(ErrorKind::Indentation, self.tok.span, text, args);
            }
            self.advance()?;
            while !matches!(self.tok.kind, T::Dedent | T::EndMarker) {
                self.statement()?;
            }
            if self.at(T::Dedent) {
                self.end_block()?;
            }
        } else {
            if self.compound_keyword() {
                return self.unexpected();
            }
            self.statement()?;
        }
        self.leave();
        self.list_end(list)
    }

    fn compound_keyword(&self) -> bool {
        matches!(
            self.tok.kind,
            T::If | T::While | T::For | T::Try | T::With | T::Def | T::Class | T::At | T::Async
        )
    }

    /// Passes the dedent of a block; `prev` stays the last token of its last line.
    fn end_block(&mut self) -> Parsed<()> {
        let prev = self.prev;
        self.advance()?;
        self.prev = prev;
        Ok(())
    }

    /// Adds a compound statement, which ends where its last statement does.
    fn block_stmt(&mut self, start: Token, last: List<StmtId>, kind: StmtKind) -> Parsed<StmtId> {
        let end = self.ast.list(last).next_back().map_or(self.prev.span.end, |id| self.ast.stmt(id).span.end);
        let span = Span::new(start.span.start, end);
        Ok(self.ast.add_stmt(Stmt { span, line: start.line, kind })?)
    }

    /// The colon of a compound statement's header.
    fn colon(&mut self) -> Parsed<()> {
        if self.at(T::Colon) {
            return self.advance();
        }
        if self.at(T::Newline) {
            return self.fail_here("expected ':'");
        }
        self.unexpected()
    }

    /// `if_stmt: 'if' named_expression ':' block (elif_stmt | [else_block])`
    ///
    /// ```text
    /// // test_ok if_stmt
    /// // if a: pass
    /// // elif b: pass
    /// // else: pass
    /// // test_err if_stmt
    /// // if a = 1: pass
    /// ```
    fn if_stmt(&mut self) -> Parsed<StmtId> {
        // Each `elif` is an `If` in the `orelse` of the one before; built from the last.
        let list = self.list_start();
        let mut start = self.tok;
        let mut after = "'if' statement";
        let mut depth = 0_usize;
        loop {
            self.advance()?;
            let test = self.named_expression()?;
            self.colon()?;
            let body = self.block(after, start.line)?;
            let id = self.block_stmt(start, body, StmtKind::If { test, body, orelse: List::EMPTY })?;
            self.list_push(id)?;
            depth += 1;
            if !self.at(T::Elif) {
                break;
            }
            start = self.tok;
            after = "'elif' statement";
        }
        let mut orelse = self.else_block()?;
        let mut id = None;
        for index in (list..list + depth).rev() {
            let Some(inner) = self.scratch.get(index).and_then(|&word| crate::arena::Item::from_word(word))
            else {
                break;
            };
            let end = self.ast.list(orelse).next_back().map(|last: StmtId| self.ast.stmt(last).span.end);
            self.ast.set_orelse(inner, orelse, end);
            orelse = if index > list { self.list_of(inner)? } else { orelse };
            id = Some(inner);
        }
        self.scratch.truncate(list);
        id.ok_or(Failed)
    }

    /// `else_block: 'else' &&':' block`
    fn else_block(&mut self) -> Parsed<List<StmtId>> {
        let line = self.tok.line;
        if !self.eat(T::Else)? {
            return Ok(List::EMPTY);
        }
        self.expect_forced(T::Colon)?;
        self.block("'else' statement", line)
    }

    /// `while_stmt: 'while' named_expression ':' block [else_block]`
    fn while_stmt(&mut self) -> Parsed<StmtId> {
        let start = self.take()?;
        let test = self.named_expression()?;
        self.colon()?;
        let body = self.block("'while' statement", start.line)?;
        let orelse = self.else_block()?;
        let last = if orelse.is_empty() { body } else { orelse };
        self.block_stmt(start, last, StmtKind::While { test, body, orelse })
    }

    /// `for_stmt: ['async'] 'for' star_targets 'in' star_expressions ':' block [else_block]`
    fn for_stmt(&mut self, start: Token, form: StmtForm) -> Parsed<StmtId> {
        let line = self.take()?.line;
        let target = self.for_targets()?;
        self.expect(T::In)?;
        let iter = self.star_expressions()?;
        self.colon()?;
        let body = self.block("'for' statement", line)?;
        let orelse = self.else_block()?;
        let last = if orelse.is_empty() { body } else { orelse };
        let kind = match form {
            StmtForm::Plain => StmtKind::For { target, iter, body, orelse },
            StmtForm::Async => StmtKind::AsyncFor { target, iter, body, orelse },
        };
        self.block_stmt(start, last, kind)
    }

    /// `'async'` before `def`, `for` or `with`.
    fn async_stmt(&mut self, decorator_list: List<ExprId>) -> Parsed<StmtId> {
        let start = self.take()?;
        match self.tok.kind {
            T::Def => self.function_def(start, StmtForm::Async, decorator_list),
            T::For if decorator_list.is_empty() => self.for_stmt(start, StmtForm::Async),
            T::With if decorator_list.is_empty() => self.with_stmt(start, StmtForm::Async),
            _ => self.unexpected(),
        }
    }

    /// `decorators: ('@' named_expression NEWLINE)+` and what they decorate
    fn decorated(&mut self) -> Parsed<StmtId> {
        let list = self.list_start();
        while self.eat(T::At)? {
            let decorator = self.named_expression()?;
            self.list_push(decorator)?;
            self.expect(T::Newline)?;
        }
        let decorators = self.list_end(list)?;
        match self.tok.kind {
            T::Def => self.function_def(self.tok, StmtForm::Plain, decorators),
            T::Class => self.class_def(decorators),
            T::Async => self.async_stmt(decorators),
            _ => self.unexpected(),
        }
    }

    /// `function_def: 'def' NAME [type_params] '(' [params] ')' ['->' expression] ':' block`
    fn function_def(&mut self, start: Token, form: StmtForm, decorator_list: List<ExprId>) -> Parsed<StmtId> {
        let line = self.take()?.line;
        let name = self.name()?;
        let type_params = self.type_params()?;
        self.expect_forced(T::LeftParen)?;
        let args = self.parameters(T::RightParen)?;
        self.expect(T::RightParen)?;
        let arrow = self.tok;
        let returns = match self.eat(T::Arrow)? {
            true if self.tok.kind.starts_expression() => Some(self.expression()?),
            true => return self.fail(arrow.span, "expected ':'", NO),
            false => None,
        };
        self.expect_forced(T::Colon)?;
        let body = self.block("function definition", line)?;
        let row = Function { name, args, body, decorator_list, returns, type_params };
        let function = self.ast.add_function(row)?;
        let kind = match form {
            StmtForm::Plain => StmtKind::FunctionDef(function),
            StmtForm::Async => StmtKind::AsyncFunctionDef(function),
        };
        self.block_stmt(start, body, kind)
    }

    /// `class_def: 'class' NAME [type_params] ['(' [arguments] ')'] ':' block`
    fn class_def(&mut self, decorator_list: List<ExprId>) -> Parsed<StmtId> {
        let start = self.take()?;
        let name = self.name()?;
        let type_params = self.type_params()?;
        let (bases, keywords) =
            if self.eat(T::LeftParen)? { self.arguments()? } else { (List::EMPTY, List::EMPTY) };
        self.colon()?;
        let body = self.block("class definition", start.line)?;
        let row = Class { name, bases, keywords, body, decorator_list, type_params };
        let class = self.ast.add_class(row)?;
        self.block_stmt(start, body, StmtKind::ClassDef(class))
    }

    /// `try_stmt: 'try' &&':' block (except_block+ [else_block] [finally_block] | finally_block)`
    ///
    /// ```text
    /// // test_ok try_stmt
    /// // try: pass
    /// // except* a as b: pass
    /// // test_err try_stmt
    /// // try: pass
    /// ```
    fn try_stmt(&mut self) -> Parsed<StmtId> {
        let start = self.take()?;
        self.expect_forced(T::Colon)?;
        let body = self.block("'try' statement", start.line)?;
        let list = self.list_start();
        let mut form = None;
        while self.at(T::Except) {
            let id = self.except_block(&mut form)?;
            self.list_push(id)?;
        }
        let handlers: List<HandlerId> = self.list_end(list)?;
        let orelse = if handlers.is_empty() { List::EMPTY } else { self.else_block()? };
        let line = self.tok.line;
        let mut finalbody = List::EMPTY;
        if self.eat(T::Finally)? {
            self.expect_forced(T::Colon)?;
            finalbody = self.block("'finally' statement", line)?;
        } else if handlers.is_empty() {
            return self.fail_here("expected 'except' or 'finally' block");
        }
        let kind = match form {
            Some(true) => StmtKind::TryStar { body, handlers, orelse, finalbody },
            _ => StmtKind::Try { body, handlers, orelse, finalbody },
        };
        let handler = self.ast.list(handlers).next_back().map(|id| self.ast.handler(id).body);
        let last = if finalbody.is_empty() { orelse } else { finalbody };
        let last = if last.is_empty() { handler.unwrap_or(body) } else { last };
        self.block_stmt(start, last, kind)
    }

    /// `except_block: 'except' ['*'] [expression ['as' NAME]] ':' block`
    fn except_block(&mut self, form: &mut Option<bool>) -> Parsed<HandlerId> {
        let start = self.take()?;
        let starred = self.eat(T::Star)?;
        if form.replace(starred).is_some_and(|before| before != starred) {
            let text = "cannot have both 'except' and 'except*' on the same 'try'";
            return self.fail(start.span, text, NO);
        }
        let (mut type_, mut name) = (None, None);
        if starred && matches!(self.tok.kind, T::Colon | T::Newline) {
            return self.fail_here("expected one or more exception types");
        }
        if !matches!(self.tok.kind, T::Colon | T::Newline) {
            let types = self.tok;
            let first = self.expression()?;
            if self.at(T::Comma) {
                return self.fail_many_types(types, first);
            }
            type_ = Some(first);
            if self.eat(T::As)? {
                name = Some(self.handler_name(starred)?);
            }
        }
        self.colon()?;
        let after = if starred { "'except*' statement" } else { "'except' statement" };
        let body = self.block(after, start.line)?;
        let end = self.ast.list(body).next_back().map_or(self.prev.span.end, |id| self.ast.stmt(id).span.end);
        let span = Span::new(start.span.start, end);
        Ok(self.ast.add_handler(ExceptHandler { span, line: start.line, type_, name, body })?)
    }

    fn handler_name(&mut self, starred: bool) -> Parsed<crate::arena::NameId> {
        let target = self.tok;
        if self.at(T::Name) {
            let name = self.name()?;
            if !matches!(self.tok.kind, T::Dot | T::LeftParen | T::LeftBracket) {
                return Ok(name);
            }
        }
        let _ = (target, starred);
        self.unexpected()
    }

    fn fail_many_types<X>(&mut self, start: Token, first: ExprId) -> Parsed<X> {
        let tuple = self.tuple_rest(start, first, Self::expression)?;
        let end = self.span_of(tuple).end;
        if matches!(self.tok.kind, T::As | T::Colon) {
            let span = Span::new(self.start_of(first).0, end);
            return self.fail(span, "multiple exception types must be parenthesized", NO);
        }
        self.unexpected()
    }

    /// `with_stmt: ['async'] 'with' ('(' ','.with_item+ [','] ')' | ','.with_item+) ':' block`
    ///
    /// ```text
    /// // test_ok with_stmt
    /// // with (a as b, c): pass
    /// // with (a, b) as c, d: pass
    /// ```
    fn with_stmt(&mut self, start: Token, form: StmtForm) -> Parsed<StmtId> {
        let line = self.take()?.line;
        let list = self.list_start();
        if !(self.at(T::LeftParen) && self.attempt(Self::parenthesised_items)?) {
            self.with_items()?;
            self.colon()?;
        }
        let items = self.list_end(list)?;
        let body = self.block("'with' statement", line)?;
        let kind = match form {
            StmtForm::Plain => StmtKind::With { items, body },
            StmtForm::Async => StmtKind::AsyncWith { items, body },
        };
        self.block_stmt(start, body, kind)
    }

    fn parenthesised_items(&mut self) -> Parsed<()> {
        self.advance()?;
        self.with_items()?;
        self.expect(T::RightParen)?;
        self.expect(T::Colon)
    }

    fn with_items(&mut self) -> Parsed<()> {
        loop {
            let context_expr = self.expression()?;
            let mut optional_vars = None;
            if self.eat(T::As)? {
                let target = self.star_bitwise_or()?;
                self.make_target(target, Targets::Store)?;
                optional_vars = Some(target);
            }
            let id = self.ast.add_with_item(WithItem { context_expr, optional_vars })?;
            self.list_push(id)?;
            if !self.eat(T::Comma)? || self.at(T::RightParen) {
                return Ok(());
            }
        }
    }

    /// Runs `parse`, and undoes it if it fails for the text's sake. No bracket is open before `tok`.
    fn attempt(&mut self, parse: fn(&mut Self) -> Parsed<()>) -> Parsed<bool> {
        self.attempt_error = None;
        let (tok, prev, depth, scratch) = (self.tok, self.prev, self.depth, self.scratch.len());
        let (own, level) = (self.own_error, self.prev_level);
        let lexer = self.lex.mark(&tok);
        let tree = self.ast.mark();
        if parse(self).is_ok() {
            return Ok(true);
        }
        match &self.lex.error {
            None => return Err(Failed),
            Some(error) if error.kind == ErrorKind::TooDeep => return Err(Failed),
            Some(_) => {
                self.attempt_error = self.lex.error.take().filter(|e| self.own_error && !e.is_generic())
            }
        }
        self.lex.rewind(lexer);
        self.ast.rewind(tree);
        self.scratch.truncate(scratch);
        (self.depth, self.own_error, self.last) = (depth, own, None);
        self.advance()?;
        (self.prev, self.prev_level) = (prev, level);
        Ok(false)
    }

    /// `match_stmt: "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT`
    fn match_stmt(&mut self) -> Parsed<Option<StmtId>> {
        let start = self.tok;
        if !self.attempt(Self::match_header)? {
            return Ok(None);
        }
        // The header left the subject on `scratch`.
        let subject = self.last_pushed().ok_or(Failed)?;
        self.scratch.pop();
        if !self.at(T::Indent) {
            self.own_error = true;
            let args = [Arg::Text("'match' statement"), Arg::Number(start.line), Arg::None];
            let text = "expected an indented block after {} on line {}";
            return self.lex.fail(ErrorKind::Indentation, self.tok.span, text, args);
        }
        self.enter()?;
        self.advance()?;
        let list = self.list_start();
        let mut last = List::EMPTY;
        loop {
            if !self.at_word(b"case") {
                return self.unexpected();
            }
            let line = self.take()?.line;
            let pattern = self.patterns()?;
            let guard = if self.eat(T::If)? { Some(self.named_expression()?) } else { None };
            self.colon()?;
            let body = self.block("'case' statement", line)?;
            last = if body.is_empty() { last } else { body };
            let id = self.ast.add_match_case(MatchCase { pattern, guard, body })?;
            self.list_push(id)?;
            if self.at(T::Dedent) {
                self.end_block()?;
                break;
            }
        }
        self.leave();
        let cases = self.list_end(list)?;
        self.block_stmt(start, last, StmtKind::Match { subject, cases }).map(Some)
    }

    /// `"match" subject_expr ':' NEWLINE`; leaves the subject on `scratch`.
    fn match_header(&mut self) -> Parsed<()> {
        self.advance()?;
        if !(self.tok.kind.starts_expression() || self.at(T::Star)) {
            return self.unexpected();
        }
        let start = self.tok;
        let mut subject = self.star_named_expression()?;
        if self.at(T::Comma) {
            subject = self.tuple_rest(start, subject, Self::star_named_expression)?;
        } else if matches!(self.ast.expr(subject).kind, ExprKind::Starred { .. }) {
            return self.unexpected();
        }
        self.colon()?;
        self.expect(T::Newline)?;
        self.list_push(subject)
    }
}

/// With or without `async`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StmtForm {
    Plain,
    Async,
}
