//! Which part of a failing expression the carets stress, as CPython 3.13's `traceback` does.
//!
//! The text of the expression is parsed again: the operator of a binary operation, the
//! brackets of a subscript or a call get carets, the rest tildes.

use pyrite_algo::Buf;
use pyrite_syntax::ast::{ExprKind, StmtKind};
use pyrite_syntax::{Ast, Mode, Options, Parser, Source};

/// Byte offsets in a segment of source text: what lies between is stressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// First stressed byte.
    pub left: usize,
    /// Behind the last one.
    pub right: usize,
}

/// Depth of what is parsed again; deeper expressions get plain carets.
const DEPTH: u16 = 40;

fn options(mode: Mode) -> Options {
    Options { max_depth: DEPTH, ..Options::new(mode) }
}

/// The anchors of the expression `segment`, if it is of a kind that has them.
pub fn find(segment: &[u8]) -> Option<Anchors> {
    // In brackets, because an expression over several lines may have been in some.
    let mut text = Buf::with_capacity(segment.len() + 4).ok()?;
    for part in [&b"(\n"[..], segment, b"\n)"] {
        text.extend_from_slice(part).ok()?;
    }
    let source = Source::decode(&text).ok()?;
    let mut ast = Ast::new();
    let root = Parser::new(&source, options(Mode::Eval)).expression_only(&mut ast).ok()?;
    let root = ast.expr(root);
    let place = |offset: u32| (offset as usize).saturating_sub(2);
    let end = place(root.span.end);
    match root.kind {
        ExprKind::BinOp { left, right, .. } => {
            let start = place(ast.expr(left).span.end);
            let left = skip_until(segment, start, |byte| !byte.is_ascii_whitespace() && byte != b')')?;
            let next = segment.get(left + 1).copied();
            let two = left + 1 < place(ast.expr(right).span.start)
                && next.is_some_and(|byte| !byte.is_ascii_whitespace() && byte != b'\\' && byte != b'#');
            Some(Anchors { left, right: left + 1 + usize::from(two) })
        }
        ExprKind::Subscript { value, .. } => {
            let left = skip_until(segment, place(ast.expr(value).span.end), |byte| byte == b'[')?;
            Some(Anchors { left, right: end })
        }
        ExprKind::Call { func, .. } => {
            let left = skip_until(segment, place(ast.expr(func).span.end), |byte| byte == b'(')?;
            Some(Anchors { left, right: end })
        }
        _ => None,
    }
}

/// The first byte from `at` on that `stop` accepts, outside of comments.
fn skip_until(text: &[u8], mut at: usize, stop: impl Fn(u8) -> bool) -> Option<usize> {
    loop {
        match *text.get(at)? {
            b'\\' | b'#' => at += 1 + text.get(at..)?.iter().position(|&byte| byte == b'\n')?,
            byte if stop(byte) => return Some(at),
            _ => at += 1,
        }
    }
}

/// Whether the statement `text` does nothing but return or assign the call at `start..end`:
/// carets below all of it would say nothing.
pub fn is_plain_call(text: &[u8], start: usize, end: usize) -> bool {
    plain_call(text, start, end).unwrap_or(false)
}

fn plain_call(text: &[u8], start: usize, end: usize) -> Option<bool> {
    let source = Source::decode(text).ok()?;
    let mut parser = Parser::new(&source, options(Mode::Exec));
    let mut ast = Ast::new();
    let statement = parser.next_statement(&mut ast).ok()??;
    let value = match ast.stmt(statement).kind {
        StmtKind::Return { value: Some(value) } => match ast.expr(value).kind {
            ExprKind::Call { func, .. } if matches!(ast.expr(func).kind, ExprKind::Name { .. }) => value,
            _ => return Some(false),
        },
        StmtKind::Assign { value, .. } if matches!(ast.expr(value).kind, ExprKind::Call { .. }) => value,
        _ => return Some(false),
    };
    let span = ast.expr(value).span;
    while parser.next_statement(&mut ast).ok()?.is_some() {}
    Some(span.start as usize == start && span.end as usize == end)
}
