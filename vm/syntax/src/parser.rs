//! The state of the parser; the grammar is in `grammar`.
//!
//! Recursive descent with one token of lookahead. Attempts that may be undone are
//! made at the start of `match` and `with` statements alone, where no bracket is
//! open, so each part of a text is read at most twice.

mod cursor;
pub(crate) mod recovery;

use crate::arena::ExprId;
use crate::ast::Ast;
use crate::error::{SyntaxError, Warning};
use crate::lexer::{Failed, Lexer};
use crate::source::Source;
use crate::span::Span;
use crate::token::{Token, TokenKind};
use pyrite_algo::Buf;

/// What the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file: any number of statements (`exec`).
    Exec,
    /// One expression (`eval`).
    Eval,
    /// One statement at the prompt (`single`).
    Single,
    /// As `Single`, and a text that could go on gives [`crate::ErrorKind::Incomplete`].
    Interactive,
}

/// How to parse.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What the text is.
    pub mode: Mode,
    /// Expressions, blocks and patterns may nest this deep.
    ///
    /// This bounds the stack, and what walks the tree may rely on it.
    pub max_depth: u16,
    /// The character of a name in `\N{name}`, if there is a table of them.
    pub character: Option<fn(&str) -> Option<char>>,
}

impl Options {
    /// Depth that suffices for what people write.
    pub const DEPTH: u16 = 200;

    /// The default depth.
    pub const fn new(mode: Mode) -> Self {
        Self { mode, max_depth: Self::DEPTH, character: None }
    }
}

/// Turns a text into trees.
#[derive(Debug)]
pub struct Parser<'s> {
    pub(crate) lex: Lexer<'s>,
    /// The next token.
    pub(crate) tok: Token,
    /// Open brackets behind `tok`.
    pub(crate) tok_level: u32,
    /// The token before.
    pub(crate) prev: Token,
    /// Open brackets behind `prev`.
    pub(crate) prev_level: u32,
    /// The caller's tree while a statement is parsed.
    pub(crate) ast: Ast,
    /// Children of lists that are still open.
    pub(crate) scratch: Buf<u32>,
    pub(crate) depth: u16,
    pub(crate) options: Options,
    /// The expression read last, for hints.
    pub(crate) last: Option<ExprId>,
    /// The error is the parser's, not the lexer's.
    pub(crate) own_error: bool,
    /// Why the last attempt failed; said if the other reading fails for no better reason.
    pub(crate) attempt_error: Option<SyntaxError>,
    pub(crate) progress: Progress,
}

/// How far a parser is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Nothing read yet.
    Fresh,
    /// Between statements.
    Between,
    /// After a `;`: the line goes on.
    InLine,
    /// At the end, or failed.
    Done,
}

impl<'s> Parser<'s> {
    /// A parser of `source`.
    pub fn new(source: &'s Source<'_>, options: Options) -> Self {
        let text = source.text();
        let start = Source::start(text);
        let token = Token { kind: TokenKind::Newline, span: Span::new(start as u32, start as u32), line: 1 };
        Self {
            lex: Lexer::new(text, start),
            tok: token,
            tok_level: 0,
            prev: token,
            prev_level: 0,
            ast: Ast::new(),
            scratch: Buf::new(),
            depth: 0,
            options,
            last: None,
            own_error: false,
            attempt_error: None,
            progress: Progress::Fresh,
        }
    }

    /// The text all spans refer to.
    pub fn text(&self) -> &'s [u8] {
        self.lex.text
    }

    /// Doubtful places seen so far (at most 64); for the prompt and `compile` to print.
    pub fn warnings(&self) -> &[Warning] {
        &self.lex.warnings
    }

    /// Forgets the warnings seen so far.
    pub fn clear_warnings(&mut self) {
        self.lex.warnings.clear();
    }

    /// Runs `parse` with the caller's tree and turns a failure into its error.
    pub(crate) fn run<T>(
        &mut self,
        ast: &mut Ast,
        parse: impl FnOnce(&mut Self) -> Result<T, Failed>,
    ) -> Result<T, SyntaxError> {
        core::mem::swap(&mut self.ast, ast);
        let result = parse(self);
        core::mem::swap(&mut self.ast, ast);
        result.map_err(|Failed| {
            self.progress = Progress::Done;
            self.final_error()
        })
    }
}
