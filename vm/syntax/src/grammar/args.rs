//! Arguments of calls and classes, parameters of functions and lambdas.

use crate::arena::{ArgId, ArgumentsId, ExprId, KeywordId, List};
use crate::ast::{Arg as Parameter, Arguments, Context, ExprKind, Keyword};
use crate::error::Arg;
use crate::lexer::{NO, Parsed};
use crate::parser::Parser;
use crate::span::Span;
use crate::token::{Token, TokenKind as T};

/// Positional and keyword arguments.
pub(crate) type CallArguments = (List<ExprId>, List<KeywordId>);

/// What the parameters read so far allow next.
#[derive(Default)]
struct Seen {
    arguments: Arguments,
    slash: bool,
    star: bool,
    /// A bare `*` still waits for a name.
    bare_star: Option<Span>,
    default: bool,
}

impl Parser<'_> {
    /// `[arguments] ')'`: args, keywords, or one generator expression.
    ///
    /// ```text
    /// // test_ok arguments
    /// // f(a, *b, c=d, **e)
    /// // test_err arguments
    /// // f(a=1, b)
    /// ```
    pub(crate) fn arguments(&mut self) -> Parsed<CallArguments> {
        let open = self.prev;
        if self.eat(T::RightParen)? {
            return Ok((List::EMPTY, List::EMPTY));
        }
        // Pairs: an argument and 0, or 0 and a keyword.
        let list = self.list_start();
        let (mut args, mut keywords) = (0, 0);
        let mut unpacking = false;
        while !self.at(T::RightParen) {
            let start = self.tok;
            if self.at(T::DoubleStar) {
                let id = self.keyword_unpacking()?;
                self.list_push(None::<ExprId>)?;
                self.list_push(id)?;
                (keywords, unpacking) = (keywords + 1, true);
            } else if self.at(T::Star) {
                let comma = self.prev.span;
                let value = self.starred_argument()?;
                if unpacking {
                    let text = "iterable argument unpacking follows keyword argument unpacking";
                    return self.fail(comma, text, NO);
                }
                self.list_push(value)?;
                self.list_push(None::<KeywordId>)?;
                args += 1;
            } else {
                let value = self.expression()?;
                match self.tok.kind {
                    T::Equal => {
                        let id = self.keyword(start, value)?;
                        self.list_push(None::<ExprId>)?;
                        self.list_push(id)?;
                        keywords += 1;
                    }
                    T::For | T::Async => {
                        let alone = args + keywords == 0;
                        let id = self.generator_argument(open, value, alone)?;
                        self.list_push(id)?;
                        self.list_push(None::<KeywordId>)?;
                        args += 1;
                    }
                    _ => {
                        let value = self.argument_walrus(value)?;
                        if keywords > 0 {
                            return self.fail_positional(unpacking);
                        }
                        self.list_push(value)?;
                        self.list_push(None::<KeywordId>)?;
                        args += 1;
                    }
                }
            }
            if !self.at(T::RightParen) && !self.eat(T::Comma)? {
                return self.unexpected();
            }
        }
        let lists = self.split_arguments(list, args)?;
        self.advance()?;
        Ok(lists)
    }

    /// `[':=' expression]` behind an argument
    fn argument_walrus(&mut self, value: ExprId) -> Parsed<ExprId> {
        if !self.at(T::ColonEqual) {
            return Ok(value);
        }
        if !matches!(self.ast.expr(value).kind, ExprKind::Name { .. }) {
            return self.unexpected();
        }
        self.walrus(value)
    }

    fn split_arguments(&mut self, list: usize, args: usize) -> Parsed<CallArguments> {
        let end = self.scratch.len();
        for parity in 0..2 {
            let mut at = list + parity;
            while at < end {
                let word = self.scratch.get(at).copied().unwrap_or(0);
                if word != 0 {
                    self.scratch.push(word)?;
                }
                at += 2;
            }
        }
        let keywords = self.list_end(end + args)?;
        let args = self.list_end(end)?;
        self.scratch.truncate(list);
        self.check_repeated(keywords)?;
        Ok((args, keywords))
    }

    /// No keyword may be given twice.
    fn check_repeated(&mut self, keywords: List<KeywordId>) -> Parsed<()> {
        let mut found = None;
        for (index, id) in self.ast.list(keywords).enumerate() {
            let Keyword { arg: Some(name), span, .. } = *self.ast.keyword(id) else { continue };
            if self.ast.list(keywords).take(index).any(|each| self.ast.keyword(each).arg == Some(name)) {
                let length = self.ast.name(name).len() as u32;
                found = Some((span, Span::new(span.start, span.start + length)));
                break;
            }
        }
        match found {
            Some((span, name)) => {
                self.fail(span, "keyword argument repeated: {}", [Arg::Source(name), Arg::None, Arg::None])
            }
            None => Ok(()),
        }
    }

    fn fail_positional<X>(&mut self, unpacking: bool) -> Parsed<X> {
        let span = self.prev.span;
        // CPython reads on to the end of the arguments and points there.
        let mut depth = 0_u32;
        let mut at = span;
        loop {
            match self.tok.kind {
                T::LeftParen | T::LeftBracket | T::LeftBrace => depth += 1,
                T::RightParen | T::RightBracket | T::RightBrace if depth > 0 => depth -= 1,
                T::RightParen => {
                    at = self.tok.span;
                    break;
                }
                T::EndMarker | T::Newline => break,
                _ => {}
            }
            self.advance()?;
        }
        if unpacking {
            self.fail(at, "positional argument follows keyword argument unpacking", NO)
        } else {
            self.fail(at, "positional argument follows keyword argument", NO)
        }
    }

    /// `kwarg: '**' expression`
    fn keyword_unpacking(&mut self) -> Parsed<KeywordId> {
        let star = self.take()?;
        let value = self.expression()?;
        let span = Span::new(star.span.start, self.prev.span.end);
        if self.at(T::Equal) {
            let span = Span::new(star.span.start, self.tok.span.end);
            return self.fail(span, "cannot assign to keyword argument unpacking", NO);
        }
        Ok(self.ast.add_keyword(Keyword { span, line: star.line, arg: None, value })?)
    }

    /// `starred_expression: '*' expression`
    fn starred_argument(&mut self) -> Parsed<ExprId> {
        let star = self.take()?;
        if matches!(self.tok.kind, T::RightParen | T::Comma) {
            return self.fail_here("Invalid star expression");
        }
        let value = self.expression()?;
        if self.at(T::Equal) {
            let span = Span::new(star.span.start, self.tok.span.end);
            return self.fail(span, "cannot assign to iterable argument unpacking", NO);
        }
        self.expr_from(star, ExprKind::Starred { value, ctx: Context::Load })
    }

    /// `kwarg: NAME '=' expression`; the name is read as an expression.
    fn keyword(&mut self, start: Token, name: ExprId) -> Parsed<KeywordId> {
        let equal = self.tok;
        let expr = *self.ast.expr(name);
        let ExprKind::Name { id, .. } = expr.kind else {
            let span = Span::new(start.span.start, equal.span.end);
            if matches!(start.kind, T::True | T::False | T::None) && self.prev.span == start.span {
                let args = [Arg::Text(start.kind.text()), Arg::None, Arg::None];
                return self.fail(span, "cannot assign to {}", args);
            }
            let text = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return self.fail(span, text, NO);
        };
        if expr.is_parenthesised() {
            let span = Span::new(expr.span.start, equal.span.end);
            let text = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return self.fail(span, text, NO);
        }
        self.advance()?;
        if matches!(self.tok.kind, T::Comma | T::RightParen) {
            let span = Span::new(start.span.start, equal.span.end);
            return self.fail(span, "expected argument value expression", NO);
        }
        let value = self.expression()?;
        if matches!(self.tok.kind, T::For | T::Async) {
            let span = Span::new(start.span.start, equal.span.end);
            self.for_if_clauses()?;
            return self.fail(span, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?", NO);
        }
        let span = Span::new(start.span.start, self.prev.span.end);
        Ok(self.ast.add_keyword(Keyword { span, line: start.line, arg: Some(id), value })?)
    }

    /// `genexp` without parentheses of its own, which must be the only argument.
    fn generator_argument(&mut self, open: Token, elt: ExprId, alone: bool) -> Parsed<ExprId> {
        let (start, _) = self.start_of(elt);
        let generators = self.for_if_clauses()?;
        let end = self.prev.span.end;
        let last = self.at(T::RightParen);
        if !alone || !last {
            if !last && !self.at(T::Comma) {
                return self.unexpected();
            }
            return self.fail(Span::new(start, end), "Generator expression must be parenthesized", NO);
        }
        let id = self.expr_from(open, ExprKind::GeneratorExp { elt, generators })?;
        let span = Span::new(open.span.start, self.tok.span.end);
        self.set_span(id, span, open.line);
        Ok(id)
    }

    /// `parameters` or `lambda_parameters` up to `close`, which stays.
    ///
    /// ```text
    /// // test_ok parameters
    /// // def f(a, /, b: c = 1, *d, e, **g): pass
    /// // test_err parameters
    /// // def f(a=1, b): pass
    /// ```
    pub(crate) fn parameters(&mut self, close: T) -> Parsed<ArgumentsId> {
        let mut seen = Seen::default();
        let annotated = close == T::RightParen;
        let defaults = self.list_start();
        // Positional parameters first, then keyword-only ones with their defaults.
        let mut positional: List<ArgId> = List::EMPTY;
        let args = self.parameter_run(&mut seen, annotated, close, &mut positional)?;
        seen.arguments.args = args;
        seen.arguments.posonlyargs = positional;
        self.scratch.truncate(defaults);
        Ok(self.ast.add_arguments(seen.arguments)?)
    }

    /// All parameters. Pairs of parameter and default are kept on `scratch` until their kind is known.
    fn parameter_run(
        &mut self,
        seen: &mut Seen,
        annotated: bool,
        close: T,
        positional: &mut List<ArgId>,
    ) -> Parsed<List<ArgId>> {
        let list = self.list_start();
        let mut section = list;
        let mut args = List::EMPTY;
        let mut defaults = list;
        while !self.at(close) {
            if seen.arguments.kwarg.is_some() {
                return self.fail_after_kwarg();
            }
            match self.tok.kind {
                T::Slash => {
                    self.slash(seen, section == self.scratch.len())?;
                    *positional = self.pairs_firsts(section)?;
                    section = self.scratch.len();
                }
                T::Star => {
                    self.star(seen, annotated, close)?;
                    args = self.pairs_firsts(section)?;
                    seen.arguments.defaults = self.pairs_seconds(list)?;
                    self.scratch.truncate(list);
                    section = list;
                    defaults = list;
                }
                T::DoubleStar => {
                    if let Some(star) = seen.bare_star {
                        return self.fail(star, "named arguments must follow bare *", NO);
                    }
                    self.advance()?;
                    let id = self.parameter(annotated, false)?;
                    seen.arguments.kwarg = Some(id);
                    if self.at(T::Equal) {
                        return self.fail_here("var-keyword argument cannot have default value");
                    }
                }
                _ => self.plain_parameter(seen, annotated)?,
            }
            if !self.at(close) && !self.eat(T::Comma)? {
                if close == T::RightParen && !seen.star && self.at(T::LeftParen) {
                    return self.unexpected();
                }
                return self.unexpected_parameter(close);
            }
        }
        if let Some(star) = seen.bare_star {
            return self.fail(star, "named arguments must follow bare *", NO);
        }
        if seen.star {
            let (names, values) = self.split_pairs(section)?;
            seen.arguments.kwonlyargs = names;
            seen.arguments.kw_defaults = values;
        } else {
            args = self.pairs_firsts(section)?;
            seen.arguments.defaults = self.pairs_seconds(defaults)?;
        }
        Ok(args)
    }

    fn unexpected_parameter<X>(&mut self, close: T) -> Parsed<X> {
        // A lambda's parameters end with a colon it insists on.
        if close == T::Colon && !self.at(T::Equal) {
            return self.unexpected();
        }
        self.unexpected()
    }

    /// A parameter with its default pushed behind it (or 0).
    fn plain_parameter(&mut self, seen: &mut Seen, annotated: bool) -> Parsed<()> {
        if self.at(T::LeftParen) {
            return self.fail_parenthesised(annotated);
        }
        let start = self.tok;
        let id = self.parameter(annotated, false)?;
        seen.bare_star = None;
        let mut default = None;
        if self.at(T::Equal) {
            let equal = self.take()?;
            if matches!(self.tok.kind, T::RightParen | T::Comma | T::Colon) {
                return self.fail(equal.span, "expected default value expression", NO);
            }
            default = Some(self.expression()?);
            seen.default = true;
        } else if seen.default && !seen.star {
            let text = "parameter without a default follows parameter with a default";
            return self.fail(start.span, text, NO);
        }
        self.list_push(id)?;
        self.list_push(default)
    }

    fn fail_parenthesised(&mut self, annotated: bool) -> Parsed<()> {
        let open = self.take()?;
        while self.at(T::Name) {
            self.advance()?;
            if !self.eat(T::Comma)? {
                break;
            }
        }
        if !self.at(T::RightParen) {
            return self.unexpected();
        }
        let span = Span::new(open.span.start, self.tok.span.end);
        if annotated {
            self.fail(span, "Function parameters cannot be parenthesized", NO)
        } else {
            self.fail(span, "Lambda expression parameters cannot be parenthesized", NO)
        }
    }

    fn fail_after_kwarg<X>(&mut self) -> Parsed<X> {
        if matches!(self.tok.kind, T::Name | T::Star | T::DoubleStar | T::Slash) {
            return self.fail_here("arguments cannot follow var-keyword argument");
        }
        self.unexpected()
    }

    fn slash(&mut self, seen: &mut Seen, first: bool) -> Parsed<()> {
        if seen.slash {
            return self.fail_here("/ may appear only once");
        }
        if seen.star {
            return self.fail_here("/ must be ahead of *");
        }
        if first {
            return self.fail_here("at least one argument must precede /");
        }
        seen.slash = true;
        self.advance()?;
        if self.at(T::Star) {
            return self.fail_here("expected comma between / and *");
        }
        Ok(())
    }

    /// `'*' [param]`
    fn star(&mut self, seen: &mut Seen, annotated: bool, close: T) -> Parsed<()> {
        if seen.star {
            return self.fail_here("* argument may appear only once");
        }
        let star = self.take()?;
        seen.star = true;
        if self.at(close) {
            let text = "named arguments must follow bare *";
            let span = if annotated { star.span } else { self.tok.span };
            return self.fail(span, text, NO);
        }
        if self.at(T::Comma) {
            seen.bare_star = Some(star.span);
            return Ok(());
        }
        let id = self.parameter(annotated, true)?;
        seen.arguments.vararg = Some(id);
        if self.at(T::Equal) {
            return self.fail_here("var-positional argument cannot have default value");
        }
        Ok(())
    }

    /// `param: NAME [':' expression]`; a starred one may have a starred annotation.
    fn parameter(&mut self, annotated: bool, starred: bool) -> Parsed<ArgId> {
        let start = self.tok;
        let arg = self.name()?;
        let mut annotation = None;
        if annotated && self.eat(T::Colon)? {
            annotation = Some(if starred { self.star_expression()? } else { self.expression()? });
        }
        let span = Span::new(start.span.start, self.prev.span.end);
        Ok(self.ast.add_arg(Parameter { span, line: start.line, arg, annotation })?)
    }

    /// The parameters among the pairs since `list`, which stay.
    fn pairs_firsts(&mut self, list: usize) -> Parsed<List<ArgId>> {
        self.every_second(list)
    }

    /// The defaults among the pairs since `list`, which stay.
    fn pairs_seconds(&mut self, list: usize) -> Parsed<List<ExprId>> {
        self.every_second(list + 1)
    }

    fn every_second<X>(&mut self, first: usize) -> Parsed<List<X>> {
        let end = self.scratch.len();
        let mut at = first;
        while at < end {
            let word = self.scratch.get(at).copied().unwrap_or(0);
            if word != 0 {
                self.scratch.push(word)?;
            }
            at += 2;
        }
        self.list_end(end)
    }
}
