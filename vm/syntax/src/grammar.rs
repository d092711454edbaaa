//! The grammar, rule by rule, and the parser's entry points.
//!
//! Methods are named after the rules of the Python reference's full grammar.

mod expr;
mod args;
mod literal;
mod fstring;
mod atom;
mod pattern;
mod simple;
mod stmt;

use crate::arena::{ExprId, StmtId};
use crate::ast::Ast;
use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::{NO, Parsed};
use crate::parser::{Mode, Parser, Progress};
use crate::token::TokenKind as T;

impl Parser<'_> {
    /// The next top-level statement, or `None` at the end of the text.
    ///
    /// The tree is added to `ast`; the caller resets it when it is done with it.
    /// In the modes for one statement, what follows it on its line is given too.
    ///
    /// # Errors
    /// What is wrong with the text; the parser then gives no more statements.
    pub fn next_statement(&mut self, ast: &mut Ast) -> Result<Option<StmtId>, SyntaxError> {
        self.run(ast, Self::top_level)
    }

    /// The whole text as one expression.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn expression_only(&mut self, ast: &mut Ast) -> Result<ExprId, SyntaxError> {
        self.run(ast, |this| {
            this.lex.skip_blanks();
            this.advance()?;
            let id = this.eval_expressions()?;
            while this.eat(T::Newline)? {}
            if !this.at(T::EndMarker) {
                return this.unexpected();
            }
            this.progress = Progress::Done;
            Ok(id)
        })
    }

    /// `expressions: expression (',' expression)* [',']`
    fn eval_expressions(&mut self) -> Parsed<ExprId> {
        let start = self.tok;
        let first = self.expression()?;
        if self.at(T::Comma) { self.tuple_rest(start, first, Self::expression) } else { Ok(first) }
    }

    fn top_level(&mut self) -> Parsed<Option<StmtId>> {
        let single = matches!(self.options.mode, Mode::Single | Mode::Interactive);
        self.last = None;
        match self.progress {
            Progress::Done => return Ok(None),
            Progress::Fresh => self.advance()?,
            Progress::Between if single => return self.end_of_single(),
            Progress::Between => while self.eat(T::Newline)? {},
            Progress::InLine => {}
        }
        if self.progress == Progress::Fresh {
            while self.eat(T::Newline)? {}
        }
        if self.at(T::EndMarker) {
            self.progress = Progress::Done;
            return Ok(None);
        }
        if self.progress != Progress::InLine
            && let Some(id) = self.compound()?
        {
            // At the prompt a compound statement ends with an empty line.
            let ended = matches!(self.text().last(), Some(b'\n' | b'\r'));
            if self.options.mode == Mode::Interactive && self.at(T::EndMarker) && !ended {
                let span = self.tok.span;
                return self.lex.fail(ErrorKind::Incomplete, span, "incomplete input", NO);
            }
            self.progress = Progress::Between;
            return Ok(Some(id));
        }
        let id = self.simple()?;
        self.progress = Progress::Between;
        if self.eat(T::Semicolon)? && !self.at(T::Newline) {
            self.progress = Progress::InLine;
        } else if !self.at(T::Newline) {
            return self.unexpected();
        }
        Ok(Some(id))
    }

    /// After the statement of a prompt, nothing but line ends may follow.
    fn end_of_single(&mut self) -> Parsed<Option<StmtId>> {
        while self.eat(T::Newline)? {}
        if !self.at(T::EndMarker) {
            return self.fail_here("multiple statements found while compiling a single statement");
        }
        self.progress = Progress::Done;
        Ok(None)
    }
}
