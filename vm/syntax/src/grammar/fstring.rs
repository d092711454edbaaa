//! f-strings (PEP 701): the tokens in braces are ordinary expressions.

use super::literal::{Pieces, Style};
use crate::arena::ExprId;
use crate::ast::ExprKind;
use crate::error::Arg;
use crate::lexer::{Mode, NO, Parsed};
use crate::parser::Parser;
use crate::span::Span;
use crate::token::TokenKind as T;

impl crate::lexer::Lexer<'_> {
    /// In a format specification.
    pub(crate) fn in_spec(&self) -> bool {
        matches!(self.modes.last(), Some(Mode::Text { spec: true, .. }))
    }
}

impl Parser<'_> {
    /// The next token is in a replacement field.
    pub(crate) fn in_field(&self) -> bool {
        !self.lex.modes.is_empty()
    }

    /// `fstring: FSTRING_START (FSTRING_MIDDLE | fstring_replacement_field)* FSTRING_END`
    ///
    /// ```text
    /// // test_ok fstring
    /// // f'a{b!r:>{c}}' f"{d = }"
    /// // test_err fstring
    /// // f'{}'
    /// ```
    pub(crate) fn fstring(&mut self, pieces: &mut Pieces, style: Style) -> Parsed<()> {
        self.advance()?;
        self.fstring_parts(pieces, style)?;
        if self.at(T::FStringEnd) { self.advance() } else { self.unexpected() }
    }

    fn fstring_parts(&mut self, pieces: &mut Pieces, style: Style) -> Parsed<()> {
        loop {
            match self.tok.kind {
                T::FStringMiddle => {
                    let token = self.take()?;
                    self.append(pieces, token.span, style, token)?;
                }
                T::LeftBrace => self.replacement_field(pieces, style)?,
                _ => return Ok(()),
            }
        }
    }

    /// `'{' annotated_rhs ['='] ['!' NAME] [':' fstring_format_spec*] '}'`
    fn replacement_field(&mut self, pieces: &mut Pieces, style: Style) -> Parsed<()> {
        self.enter()?;
        let start = self.take()?;
        self.check_field_start()?;
        let value = match self.annotated_rhs() {
            Ok(value) => value,
            Err(failed) => {
                self.explain_field(start.span.end);
                return Err(failed);
            }
        };
        let mut debug = None;
        if self.eat(T::Equal)? {
            debug = Some(Span::new(start.span.end, self.tok.span.start));
        } else if !matches!(self.tok.kind, T::Exclamation | T::Colon | T::RightBrace) {
            return self.fail_in_field("f-string: expecting '=', or '!', or ':', or '}'");
        }
        let after_equal = debug.is_some();
        if after_equal && !matches!(self.tok.kind, T::Exclamation | T::Colon | T::RightBrace) {
            return self.fail_here("f-string: expecting '!', or ':', or '}'");
        }
        let mut conversion = 0;
        if self.at(T::Exclamation) {
            conversion = self.conversion()?;
            if !matches!(self.tok.kind, T::Colon | T::RightBrace) {
                return self.fail_here("f-string: expecting ':' or '}'");
            }
        }
        if let Some(span) = debug {
            self.append_debug(pieces, span)?;
        }
        self.flush(pieces)?;
        let mut format_spec = None;
        if self.eat(T::Colon)? {
            format_spec = Some(self.format_spec(style)?);
        }
        if !self.at(T::RightBrace) {
            let specified = format_spec.is_some();
            let text = if specified {
                "f-string: expecting '}', or format specs"
            } else {
                "f-string: expecting '}'"
            };
            return self.fail_here(text);
        }
        if debug.is_some() && conversion == 0 && format_spec.is_none() {
            conversion = b'r';
        }
        self.advance()?;
        let id = self.expr_from(start, ExprKind::FormattedValue { value, conversion, format_spec })?;
        self.list_push(id)?;
        pieces.pending = self.ast.data_since(self.ast.bytes_len())?;
        self.leave();
        Ok(())
    }

    fn check_field_start(&mut self) -> Parsed<()> {
        let text = match self.tok.kind {
            T::Equal => "f-string: valid expression required before '='",
            T::Exclamation => "f-string: valid expression required before '!'",
            T::Colon => "f-string: valid expression required before ':'",
            T::RightBrace => "f-string: valid expression required before '}'",
            kind if kind.starts_expression() || matches!(kind, T::Star | T::Yield) => return Ok(()),
            _ => "f-string: expecting a valid expression after '{'",
        };
        self.fail_here(text)
    }

    /// A field's expression failed at its closing brace: CPython blames the operator before.
    fn explain_field(&mut self, start: u32) {
        let generic = self.own_error && self.lex.error.is_some_and(|error| error.is_generic());
        if !generic || !self.at(T::RightBrace) || self.prev.kind < T::LeftParen {
            return;
        }
        self.lex.error = None;
        let before = Span::new(start, self.prev.span.start).of(self.lex.text);
        let text = if before.iter().all(u8::is_ascii_whitespace) {
            "f-string: expecting a valid expression after '{'"
        } else {
            "f-string: expecting '=', or '!', or ':', or '}'"
        };
        // Only the record of the error matters here.
        let _: Parsed<()> = self.fail(self.prev.span, text, NO);
    }

    /// Something else than the end of a field follows the expression.
    fn fail_in_field<X>(&mut self, text: &'static str) -> Parsed<X> {
        if self.tok.kind.starts_expression() {
            self.hint_two_expressions()?;
        }
        self.fail_here(text)
    }

    /// `'!' NAME`
    fn conversion(&mut self) -> Parsed<u8> {
        let bang = self.take()?;
        if matches!(self.tok.kind, T::Colon | T::RightBrace) {
            return self.fail_here("f-string: missing conversion character");
        }
        if !self.at(T::Name) {
            return self.fail_here("f-string: invalid conversion character");
        }
        if self.tok.span.start != bang.span.end {
            let text = "f-string: conversion type must come right after the exclamanation mark";
            return self.fail(bang.span.to(self.tok.span), text, NO);
        }
        let name = self.tok.span;
        match name.of(self.lex.text) {
            [letter @ (b's' | b'r' | b'a')] => {
                self.advance()?;
                Ok(*letter)
            }
            _ => {
                let text = "f-string: invalid conversion character '{}': expected 's', 'r', or 'a'";
                self.fail(name, text, [Arg::Source(name), Arg::None, Arg::None])
            }
        }
    }

    /// Appends the text of a field with `=` to the pending text.
    fn append_debug(&mut self, pieces: &mut Pieces, span: Span) -> Parsed<()> {
        let bytes = self.ast.bytes_mut();
        let start = bytes.len();
        // The expression may have added data since; the pending text moves behind it.
        bytes.reserve(pieces.pending.len as usize)?;
        for offset in 0..pieces.pending.len as usize {
            let byte = bytes.get(pieces.pending.start as usize + offset).copied().unwrap_or(0);
            bytes.push(byte)?;
        }
        let mut previous = 0;
        for &byte in span.of(self.lex.text) {
            match (previous, byte) {
                (b'\r', b'\n') => {}
                (_, b'\r') => bytes.push(b'\n')?,
                _ => bytes.push(byte)?,
            }
            previous = byte;
        }
        pieces.pending = self.ast.data_since(start)?;
        Ok(())
    }

    /// `fstring_format_spec*` up to the closing brace.
    fn format_spec(&mut self, style: Style) -> Parsed<ExprId> {
        let first = self.tok;
        let mut pieces = Pieces {
            first,
            list: self.list_start(),
            pending: self.ast.data_since(self.ast.bytes_len())?,
            surrogates: false,
            unicode_prefix: false,
            formatted: true,
        };
        let style = Style { formatted: false, ..style };
        self.fstring_parts(&mut pieces, style)?;
        self.flush(&mut pieces)?;
        let values = self.list_end(pieces.list)?;
        self.expr_from(first, ExprKind::JoinedStr { values })
    }
}
