//! Text to tokens: indentation, brackets, names, numbers, operators.
//!
//! One token per call and no allocation per token. Strings and f-strings are in
//! `lexer_string`. Source: Python reference, "Lexical analysis"; the limits are
//! those of CPython's tokenizer (200 brackets, 100 indentations, 150 f-strings).

use crate::error::{Arg, ErrorKind, SyntaxError, Warning};
use crate::span::Span;
use crate::token::{Token, TokenKind, classify};
use pyrite_algo::{Buf, OutOfMemory, unicode};

/// Something failed and [`Lexer::error`] says what; if that is `None`, memory ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failed;

impl From<OutOfMemory> for Failed {
    fn from(_: OutOfMemory) -> Self {
        Self
    }
}

/// The result of all that reads source text.
pub(crate) type Parsed<T> = Result<T, Failed>;

const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
const MAX_WARNINGS: usize = 64;

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bracket {
    pub(crate) byte: u8,
    pub(crate) at: u32,
    pub(crate) line: u32,
}

/// One level of indentation, measured with tabs of eight and of one.
#[derive(Clone, Copy, Debug)]
struct Indent {
    column: u32,
    alternative: u32,
}

/// Where an f-string lexer is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    /// In the literal text, or (`spec`) in a format specification.
    Text { quote: u8, triple: bool, raw: bool, spec: bool, start: u32, line: u32 },
    /// In a replacement field whose brace is the `depth`th open bracket.
    Field { depth: usize },
}

/// The state of the lexer.
#[derive(Debug)]
pub(crate) struct Lexer<'s> {
    pub(crate) text: &'s [u8],
    pub(crate) pos: usize,
    pub(crate) line: u32,
    pub(crate) brackets: Buf<Bracket>,
    pub(crate) modes: Buf<Mode>,
    indents: Buf<Indent>,
    /// Indents (positive) or dedents (negative) still to deliver.
    pending: i32,
    at_line_start: bool,
    /// The end of the text was looked at.
    pub(crate) saw_end: bool,
    pub(crate) error: Option<SyntaxError>,
    pub(crate) warnings: Buf<Warning>,
}

/// What an attempt has to restore. Valid while no bracket is open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pos: usize,
    line: u32,
    warnings: usize,
    saw_end: bool,
}

/// Classes of ASCII bytes.
const NAME: u8 = 1;
const DIGIT: u8 = 2;
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which reports a bad index")]
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        class[i] = match b {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => NAME,
            _ => 0,
        };
        i += 1;
    }
    class
};

fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(0)
}

/// True for bytes that can continue an identifier.
pub(crate) fn continues_name(byte: u8) -> bool {
    class(byte) != 0
}

impl<'s> Lexer<'s> {
    /// A lexer at `start` of `text`, which is UTF-8 without NUL.
    pub(crate) fn new(text: &'s [u8], start: usize) -> Self {
        Self {
            text,
            pos: start,
            line: 1,
            brackets: Buf::new(),
            modes: Buf::new(),
            indents: Buf::new(),
            pending: 0,
            at_line_start: true,
            saw_end: false,
            error: None,
            warnings: Buf::new(),
        }
    }

    /// The byte at `offset` bytes from here; 0 behind the end.
    pub(crate) fn peek(&self, offset: usize) -> u8 {
        self.text.get(self.pos + offset).copied().unwrap_or(0)
    }

    /// Behind the last byte.
    pub(crate) fn is_end(&self) -> bool {
        self.pos >= self.text.len()
    }

    pub(crate) fn mark(&self, token: &Token) -> Mark {
        Mark {
            pos: token.span.start as usize,
            line: token.line,
            warnings: self.warnings.len(),
            saw_end: self.saw_end,
        }
    }

    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.pos = mark.pos;
        self.line = mark.line;
        self.saw_end = mark.saw_end;
        self.brackets.clear();
        self.modes.clear();
        self.warnings.truncate(mark.warnings);
        self.pending = 0;
        self.at_line_start = false;
    }

    /// Records an error; the first one stays.
    pub(crate) fn fail<T>(
        &mut self,
        kind: ErrorKind,
        span: Span,
        template: &'static str,
        args: [Arg; 3],
    ) -> Parsed<T> {
        if self.error.is_none() {
            self.error = Some(SyntaxError::new(kind, span, template, args));
        }
        Err(Failed)
    }

    /// Fails at the byte at `pos`.
    pub(crate) fn fail_at<T>(&mut self, pos: usize, template: &'static str, args: [Arg; 3]) -> Parsed<T> {
        let start = pos as u32;
        self.fail(ErrorKind::Syntax, Span::new(start, start), template, args)
    }

    pub(crate) fn warn(
        &mut self,
        span: Span,
        line: u32,
        template: &'static str,
        args: [Arg; 3],
    ) -> Parsed<()> {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(Warning::new(span, line, template, args))?;
        }
        Ok(())
    }

    /// The token from `start` to here.
    pub(crate) fn token(&self, kind: TokenKind, start: usize, line: u32) -> Token {
        Token { kind, span: Span::new(start as u32, self.pos as u32), line }
    }

    /// The next token.
    pub(crate) fn next(&mut self) -> Parsed<Token> {
        if let Some(&mode @ Mode::Text { .. }) = self.modes.last() {
            return self.fstring_text(mode);
        }
        if self.at_line_start {
            self.at_line_start = false;
            self.indentation()?;
        }
        if self.pending != 0 {
            let kind = if self.pending > 0 { TokenKind::Indent } else { TokenKind::Dedent };
            self.pending -= self.pending.signum();
            return Ok(self.token(kind, self.pos, self.line));
        }
        self.skip_space()?;
        let byte = self.peek(0);
        match class(byte) {
            NAME => self.name_or_string(),
            DIGIT => self.number(),
            _ => match byte {
                b'"' | b'\'' => self.string(0),
                b'.' if self.peek(1).is_ascii_digit() => self.number(),
                b'\n' | b'\r' => {
                    let (start, line) = (self.pos, self.line);
                    self.newline();
                    self.at_line_start = true;
                    Ok(self.token(TokenKind::Newline, start, line))
                }
                0 if self.is_end() => self.end(),
                _ => self.operator(byte),
            },
        }
    }

    /// Skips blanks at the start, which are no indentation of an expression alone.
    pub(crate) fn skip_blanks(&mut self) {
        while matches!(self.peek(0), b' ' | b'\t') {
            self.pos += 1;
        }
    }

    /// Skips one line end and counts it.
    pub(crate) fn newline(&mut self) {
        self.pos += if self.peek(0) == b'\r' && self.peek(1) == b'\n' { 2 } else { 1 };
        self.line += 1;
    }

    fn skip_comment(&mut self) {
        let rest = self.text.get(self.pos..).unwrap_or(&[]);
        self.pos += rest.iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
    }

    /// Skips blanks, comments, continued lines and, in brackets, line ends.
    fn skip_space(&mut self) -> Parsed<()> {
        loop {
            match self.peek(0) {
                b' ' | b'\t' | 0x0c => self.pos += 1,
                b'\n' | b'\r' if !self.brackets.is_empty() => self.newline(),
                b'#' => {
                    self.skip_comment();
                }
                b'\\' => self.continuation()?,
                _ => return Ok(()),
            }
        }
    }

    /// A backslash at the end of a line.
    fn continuation(&mut self) -> Parsed<()> {
        self.pos += 1;
        match self.peek(0) {
            b'\n' | b'\r' => self.newline(),
            0 if self.is_end() => self.pos += 1,
            _ => return self.fail_at(self.pos, "unexpected character after line continuation character", NO),
        }
        if self.is_end() {
            self.saw_end = true;
            return self.fail_at(self.pos.saturating_sub(1), "unexpected EOF while parsing", NO);
        }
        Ok(())
    }

    /// At the start of a line: skips blank lines, compares the indentation of the next.
    fn indentation(&mut self) -> Parsed<()> {
        let mut indent = Indent { column: 0, alternative: 0 };
        let mut continued = None;
        loop {
            match self.peek(0) {
                b' ' => indent = Indent { column: indent.column + 1, alternative: indent.alternative + 1 },
                b'\t' => {
                    indent =
                        Indent { column: (indent.column / 8 + 1) * 8, alternative: indent.alternative + 1 }
                }
                0x0c => indent = Indent { column: 0, alternative: 0 },
                b'\\' => {
                    continued = continued.or(Some(indent));
                    self.continuation()?;
                    continue;
                }
                b'#' => {
                    self.skip_comment();
                    continue;
                }
                b'\n' | b'\r' => {
                    self.newline();
                    indent = Indent { column: 0, alternative: 0 };
                    continued = None;
                    continue;
                }
                0 if self.is_end() => {
                    self.saw_end = true;
                    self.pos = self.text.len() + 1;
                    indent = Indent { column: 0, alternative: 0 };
                    continued = None;
                    break;
                }
                _ => break,
            }
            self.pos += 1;
        }
        self.compare_indent(continued.unwrap_or(indent))
    }

    fn compare_indent(&mut self, indent: Indent) -> Parsed<()> {
        let outer =
            |this: &Self| this.indents.last().copied().unwrap_or(Indent { column: 0, alternative: 0 });
        let top = outer(self);
        if indent.column > top.column {
            if self.indents.len() + 1 >= MAX_INDENTS {
                let span = self.line_start();
                return self.fail(ErrorKind::Indentation, span, "too many levels of indentation", NO);
            }
            if indent.alternative <= top.alternative {
                return self.fail_tabs();
            }
            self.indents.push(indent)?;
            self.pending = 1;
            return Ok(());
        }
        while indent.column < outer(self).column {
            self.indents.pop();
            self.pending -= 1;
        }
        let top = outer(self);
        if indent.column != top.column {
            let end = self.line_end();
            return self.fail(
                ErrorKind::Indentation,
                Span::new(end, end),
                "unindent does not match any outer indentation level",
                NO,
            );
        }
        if indent.alternative != top.alternative {
            return self.fail_tabs();
        }
        Ok(())
    }

    fn fail_tabs(&mut self) -> Parsed<()> {
        let span = self.line_start();
        self.fail(ErrorKind::Tab, span, "inconsistent use of tabs and spaces in indentation", NO)
    }

    /// The place before the first byte of the current line.
    fn line_start(&self) -> Span {
        let start = crate::span::line_start(self.text, self.pos as u32);
        Span::new(start, start)
    }

    /// Where the current line ends.
    fn line_end(&self) -> u32 {
        let rest = self.text.get(self.pos..).unwrap_or(&[]);
        (self.pos + rest.iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(rest.len())) as u32
    }

    /// At the end of the text: a missing line end, then dedents, then the end marker.
    fn end(&mut self) -> Parsed<Token> {
        if let Some(&open) = self.brackets.last() {
            self.saw_end = true;
            return self.fail_unclosed(open);
        }
        // A last line without line end gets one; the byte before tells whether it did.
        let line_ended = matches!(self.text.last(), Some(b'\n' | b'\r') | None);
        if !line_ended && self.pos <= self.text.len() {
            // One past the text marks that the line end was given.
            self.pos = self.text.len() + 1;
            self.at_line_start = true;
            let at = self.text.len() as u32;
            return Ok(Token { kind: TokenKind::Newline, span: Span::new(at, at), line: self.line });
        }
        self.saw_end = true;
        let at = self.text.len() as u32;
        Ok(Token { kind: TokenKind::EndMarker, span: Span::new(at, at), line: self.line })
    }

    pub(crate) fn fail_unclosed<T>(&mut self, open: Bracket) -> Parsed<T> {
        let args = [Arg::Char(u32::from(open.byte)), Arg::None, Arg::None];
        self.fail_at(open.at as usize, "'{}' was never closed", args)
    }

    /// Lexes the rest of the text after the parser failed, for errors that CPython prefers.
    ///
    /// The parser's error stays unless the rest has one of the lexer, or ends in a
    /// bracket opened on a line before `line`.
    pub(crate) fn check_rest(&mut self, line: u32) {
        let first = self.error.take();
        loop {
            match self.next() {
                Ok(Token { kind: TokenKind::EndMarker, .. }) => break,
                Ok(_) => {}
                Err(Failed) => {
                    let open = self.brackets.last().filter(|_| self.saw_end && self.is_end());
                    if open.is_some_and(|open| open.line >= line) {
                        self.error = None;
                    }
                    break;
                }
            }
        }
        if self.error.is_none() || !self.modes.is_empty() {
            self.error = first;
        }
    }

    fn name_or_string(&mut self) -> Parsed<Token> {
        let (start, line) = (self.pos, self.line);
        if let Some(prefix) = self.string_prefix() {
            return self.string(prefix);
        }
        let rest = self.text.get(start..).unwrap_or(&[]);
        let mut ascii = 0;
        let mut len = 0;
        for &b in rest {
            if !continues_name(b) {
                break;
            }
            ascii |= b;
            len += 1;
        }
        self.pos += len;
        let name = rest.get(..len).unwrap_or(rest);
        if ascii >= 0x80 {
            self.verify_name(start, name)?;
        }
        Ok(self.token(classify(name), start, line))
    }

    fn verify_name(&mut self, start: usize, name: &[u8]) -> Parsed<()> {
        let name = core::str::from_utf8(name).unwrap_or("\u{fffd}");
        for (at, c) in name.char_indices() {
            let valid = if at == 0 {
                unicode::is_identifier_start(c.into())
            } else {
                unicode::is_identifier_continue(c.into())
            };
            if !valid {
                return self.fail_character(start + at, c);
            }
        }
        Ok(())
    }

    fn fail_character<T>(&mut self, at: usize, c: char) -> Parsed<T> {
        let code = u32::from(c);
        let invisible = c.is_control()
            || (c.is_whitespace() && c != ' ')
            || matches!(code, 0xad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xe000..=0xf8ff | 0xfeff | 0xfff0..=0xfffb);
        if invisible {
            let args = [Arg::Hex4(code), Arg::None, Arg::None];
            return self.fail_at(at, "invalid non-printable character U+{}", args);
        }
        self.fail_at(at, "invalid character '{}' (U+{})", [Arg::Char(code), Arg::Hex4(code), Arg::None])
    }

    fn operator(&mut self, byte: u8) -> Parsed<Token> {
        use TokenKind::*;
        let (start, line) = (self.pos, self.line);
        let field = match self.modes.last() {
            Some(Mode::Field { depth }) => *depth == self.brackets.len(),
            _ => false,
        };
        if field && byte == b':' {
            self.pos += 1;
            self.enter_spec()?;
            return Ok(self.token(Colon, start, line));
        }
        let (one, two) = (self.peek(1), self.peek(2));
        // (kind, kind with `=` behind)
        let single = |kind, assign| if one == b'=' { (assign, 2) } else { (kind, 1) };
        let double = |kind, assign, twice, twice_assign| match (one == byte, two == b'=') {
            (true, true) => (twice_assign, 3),
            (true, false) => (twice, 2),
            _ => single(kind, assign),
        };
        let (kind, len) = match byte {
            b'(' => return self.open(byte, LeftParen),
            b'[' => return self.open(byte, LeftBracket),
            b'{' => return self.open(byte, LeftBrace),
            b')' => return self.close(byte, b'(', RightParen),
            b']' => return self.close(byte, b'[', RightBracket),
            b'}' => return self.close(byte, b'{', RightBrace),
            b',' => (Comma, 1),
            b';' => (Semicolon, 1),
            b'~' => (Tilde, 1),
            b':' => single(Colon, ColonEqual),
            b'.' if one == b'.' && two == b'.' => (Ellipsis, 3),
            b'.' => (Dot, 1),
            b'-' if one == b'>' => (Arrow, 2),
            b'!' => single(Exclamation, NotEqual),
            b'=' => single(Equal, EqEqual),
            b'<' if one == b'>' => {
                let span = Span::new(start as u32, start as u32 + 2);
                return self.fail(ErrorKind::Syntax, span, "invalid syntax", NO);
            }
            b'<' => double(Less, LessEqual, LeftShift, LeftShiftEqual),
            b'>' => double(Greater, GreaterEqual, RightShift, RightShiftEqual),
            b'*' => double(Star, StarEqual, DoubleStar, DoubleStarEqual),
            b'/' => double(Slash, SlashEqual, DoubleSlash, DoubleSlashEqual),
            b'+' => single(Plus, PlusEqual),
            b'-' => single(Minus, MinusEqual),
            b'%' => single(Percent, PercentEqual),
            b'@' => single(At, AtEqual),
            b'&' => single(Amper, AmperEqual),
            b'|' => single(Bar, BarEqual),
            b'^' => single(Caret, CaretEqual),
            b'$' | b'?' | b'`' => {
                let span = Span::new(start as u32, start as u32 + 1);
                return self.fail(ErrorKind::Syntax, span, "invalid syntax", NO);
            }
            _ => return self.fail_character(start, char::from(byte)),
        };
        self.pos += len;
        Ok(self.token(kind, start, line))
    }

    pub(crate) fn open(&mut self, byte: u8, kind: TokenKind) -> Parsed<Token> {
        if self.brackets.len() >= MAX_BRACKETS {
            return self.fail_at(self.pos, "too many nested parentheses", NO);
        }
        let (start, line) = (self.pos, self.line);
        self.brackets.push(Bracket { byte, at: start as u32, line })?;
        self.pos += 1;
        Ok(self.token(kind, start, line))
    }

    fn close(&mut self, byte: u8, opening: u8, kind: TokenKind) -> Parsed<Token> {
        let (start, line) = (self.pos, self.line);
        let closer = Arg::Char(u32::from(byte));
        let depth = self.brackets.len();
        let Some(open) = self.brackets.pop() else {
            return self.fail_at(start, "unmatched '{}'", [closer, Arg::None, Arg::None]);
        };
        let field = matches!(self.modes.last(), Some(Mode::Field { depth: d }) if *d == depth);
        if open.byte != opening {
            if field {
                return self.fail_at(start, "f-string: unmatched '{}'", [closer, Arg::None, Arg::None]);
            }
            let opener = Arg::Char(u32::from(open.byte));
            return if open.line == line {
                let template = "closing parenthesis '{}' does not match opening parenthesis '{}'";
                self.fail_at(start, template, [closer, opener, Arg::None])
            } else {
                let template = "closing parenthesis '{}' does not match opening parenthesis '{}' on line {}";
                self.fail_at(start, template, [closer, opener, Arg::Number(open.line)])
            };
        }
        if field {
            self.modes.pop();
        }
        self.pos += 1;
        Ok(self.token(kind, start, line))
    }
}

/// A message without arguments.
pub(crate) const NO: [Arg; 3] = [Arg::None; 3];
