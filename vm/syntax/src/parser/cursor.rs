//! Moving through tokens, guarding depth, collecting lists, making nodes.

use crate::arena::{ExprId, Item, List, NameId, StmtId};
use crate::ast::{Expr, ExprKind, Stmt, StmtKind};
use crate::error::{Arg, ErrorKind};
use crate::lexer::{NO, Parsed};
use crate::parser::Parser;
use crate::span::Span;
use crate::token::{Token, TokenKind};

impl Parser<'_> {
    /// Reads the next token into `tok`.
    pub(crate) fn advance(&mut self) -> Parsed<()> {
        self.prev = self.tok;
        self.prev_level = self.tok_level;
        self.tok = self.lex.next()?;
        self.tok_level = self.lex.brackets.len() as u32;
        Ok(())
    }

    /// The current token, and on to the next.
    pub(crate) fn take(&mut self) -> Parsed<Token> {
        let token = self.tok;
        self.advance()?;
        Ok(token)
    }

    pub(crate) fn at(&self, kind: TokenKind) -> bool {
        self.tok.kind == kind
    }

    /// True, and on to the next token, if the current one is `kind`.
    pub(crate) fn eat(&mut self, kind: TokenKind) -> Parsed<bool> {
        if self.tok.kind != kind {
            return Ok(false);
        }
        self.advance()?;
        Ok(true)
    }

    /// The current token must be `kind`; else "invalid syntax" or a better hint.
    pub(crate) fn expect(&mut self, kind: TokenKind) -> Parsed<()> {
        if self.tok.kind == kind { self.advance() } else { self.unexpected() }
    }

    /// The current token must be `kind`; else "expected '...'".
    pub(crate) fn expect_forced(&mut self, kind: TokenKind) -> Parsed<()> {
        if self.tok.kind == kind {
            return self.advance();
        }
        self.fail(self.tok.span, "expected '{}'", [Arg::Text(kind.text()), Arg::None, Arg::None])
    }

    /// True if the current token is the name `word`.
    pub(crate) fn at_word(&self, word: &[u8]) -> bool {
        self.tok.kind == TokenKind::Name && self.tok.span.of(self.lex.text) == word
    }

    /// A name; keywords are not names.
    pub(crate) fn name(&mut self) -> Parsed<NameId> {
        if !self.at(TokenKind::Name) {
            return self.unexpected();
        }
        let id = self.ast.intern(self.tok.span.of(self.lex.text))?;
        self.advance()?;
        Ok(id)
    }

    /// One level deeper; every caller ends with [`Self::leave`] unless it failed.
    pub(crate) fn enter(&mut self) -> Parsed<()> {
        if self.depth >= self.options.max_depth {
            let text = "Parser stack overflowed - Python source too complex to parse";
            return self.lex.fail(ErrorKind::TooDeep, self.tok.span, text, NO);
        }
        self.depth += 1;
        Ok(())
    }

    pub(crate) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Fails with a `SyntaxError` of the parser.
    pub(crate) fn fail<T>(&mut self, span: Span, template: &'static str, args: [Arg; 3]) -> Parsed<T> {
        self.own_error = true;
        self.lex.fail(ErrorKind::Syntax, span, template, args)
    }

    /// Fails at the current token.
    pub(crate) fn fail_here<T>(&mut self, template: &'static str) -> Parsed<T> {
        self.fail(self.here(), template, NO)
    }

    /// The place of the current token; the end of the text is before its last line end.
    pub(crate) fn here(&self) -> Span {
        let Span { start, end } = self.tok.span;
        if self.tok.kind == TokenKind::EndMarker && self.lex.text.last() == Some(&b'\n') {
            return Span::new(start.saturating_sub(1), end.saturating_sub(1));
        }
        self.tok.span
    }

    /// Adds an expression that begins with `start` and ends before the current token.
    pub(crate) fn expr_from(&mut self, start: Token, kind: ExprKind) -> Parsed<ExprId> {
        let span = Span::new(start.span.start, self.prev.span.end);
        Ok(self.ast.add_expr(Expr::new(span, start.line, kind))?)
    }

    /// Adds an expression that begins where `first` does and ends before the current token.
    pub(crate) fn expr_after(&mut self, first: ExprId, kind: ExprKind) -> Parsed<ExprId> {
        let (start, line) = self.start_of(first);
        let span = Span::new(start, self.prev.span.end);
        Ok(self.ast.add_expr(Expr::new(span, line, kind))?)
    }

    /// Offset and line of an expression.
    pub(crate) fn start_of(&self, id: ExprId) -> (u32, u32) {
        let expr = self.ast.expr(id);
        (expr.span.start, expr.line())
    }

    /// Adds a statement that begins with `start` and ends before the current token.
    pub(crate) fn stmt_from(&mut self, start: Token, kind: StmtKind) -> Parsed<StmtId> {
        let span = Span::new(start.span.start, self.prev.span.end);
        Ok(self.ast.add_stmt(Stmt { span, line: start.line, kind })?)
    }

    pub(crate) fn span_of(&self, id: ExprId) -> Span {
        self.ast.expr(id).span
    }

    /// Opens a list: its items are what is pushed on `scratch` from here.
    pub(crate) fn list_start(&self) -> usize {
        self.scratch.len()
    }

    pub(crate) fn list_push<T: Item>(&mut self, item: T) -> Parsed<()> {
        Ok(self.scratch.push(item.to_word())?)
    }

    /// Closes the list opened at `start`.
    pub(crate) fn list_end<T>(&mut self, start: usize) -> Parsed<List<T>> {
        let list = self.ast.add_list(self.scratch.get(start..).unwrap_or(&[]))?;
        self.scratch.truncate(start);
        Ok(list)
    }

    /// A list of one.
    pub(crate) fn list_of<T: Item>(&mut self, item: T) -> Parsed<List<T>> {
        Ok(self.ast.add_list(&[item.to_word()])?)
    }
}
