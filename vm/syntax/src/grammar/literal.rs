//! Values of numbers and strings.

use crate::arena::{ExprId, List};
use crate::ast::{Constant, Data, Expr, ExprKind, Wide};
use crate::error::{Arg, ErrorKind};
use crate::lexer::{NO, Parsed};
use crate::parser::Parser;
use crate::span::Span;
use crate::token::{Token, TokenKind as T};
use pyrite_algo::OutOfMemory;
use pyrite_algo::float_text::{self, ParseFloatError};

/// A string being put together from adjacent literals.
pub(crate) struct Pieces {
    pub(crate) first: Token,
    /// Values of a `JoinedStr`, on `scratch`.
    pub(crate) list: usize,
    /// Text not yet among the values.
    pub(crate) pending: Data,
    pub(crate) surrogates: bool,
    pub(crate) unicode_prefix: bool,
    pub(crate) formatted: bool,
}

/// How the body of a literal is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) raw: bool,
    pub(crate) bytes: bool,
    pub(crate) formatted: bool,
}

impl Parser<'_> {
    /// `NUMBER`
    pub(crate) fn number(&mut self) -> Parsed<ExprId> {
        let token = self.take()?;
        let text = token.span.of(self.lex.text);
        let (radix, digits) = match text {
            [b'0', b'x' | b'X', rest @ ..] => (16, rest),
            [b'0', b'o' | b'O', rest @ ..] => (8, rest),
            [b'0', b'b' | b'B', rest @ ..] => (2, rest),
            _ => (10, text),
        };
        let float = radix == 10 && text.iter().any(|b| matches!(b, b'.' | b'e' | b'E' | b'j' | b'J'));
        let constant = if float { self.float(text)? } else { self.int(radix, digits)? };
        self.expr_from(token, ExprKind::Constant(constant))
    }

    fn int(&mut self, radix: u8, digits: &[u8]) -> Parsed<Constant> {
        let mut value = Some(0_i64);
        for &b in digits.iter().filter(|&&b| b != b'_') {
            let digit = i64::from(char::from(b).to_digit(u32::from(radix)).unwrap_or(0));
            value = value.and_then(|v| v.checked_mul(i64::from(radix))).and_then(|v| v.checked_add(digit));
        }
        match value {
            Some(value) => Ok(Constant::Int(Wide::new(value as u64))),
            None => Ok(Constant::BigInt { radix, digits: self.plain_digits(digits)? }),
        }
    }

    /// A copy without underscores.
    fn plain_digits(&mut self, digits: &[u8]) -> Parsed<Data> {
        let bytes = self.ast.bytes_mut();
        let start = bytes.len();
        bytes.reserve(digits.len())?;
        for &b in digits.iter().filter(|&&b| b != b'_') {
            bytes.push(b)?;
        }
        Ok(self.ast.data_since(start)?)
    }

    fn float(&mut self, text: &[u8]) -> Parsed<Constant> {
        let (digits, imaginary) = match text {
            [digits @ .., b'j' | b'J'] => (digits, true),
            _ => (text, false),
        };
        let data = self.plain_digits(digits)?;
        let value = match float_text::parse(self.ast.data(data)) {
            Err(ParseFloatError::OutOfMemory) => return Err(OutOfMemory.into()),
            value => value.unwrap_or(0.0),
        };
        self.ast.bytes_mut().truncate(data.start as usize);
        let wide = Wide::new(value.to_bits());
        Ok(if imaginary { Constant::Imaginary(wide) } else { Constant::Float(wide) })
    }

    /// `strings: (fstring | STRING)+`
    ///
    /// ```text
    /// // test_ok strings
    /// // 'a' f'{b}' "c"
    /// // test_err strings
    /// // 'a' b'b'
    /// ```
    pub(crate) fn strings(&mut self) -> Parsed<ExprId> {
        let first = self.tok;
        let is_bytes = self.style(first).bytes;
        let prefix = first.span.of(self.lex.text).first().copied().unwrap_or(0);
        let mut pieces = Pieces {
            first,
            list: self.list_start(),
            pending: self.ast.data_since(self.ast.bytes_len())?,
            surrogates: false,
            unicode_prefix: prefix | 0x20 == b'u',
            formatted: false,
        };
        let mut mixed = false;
        while matches!(self.tok.kind, T::String | T::FStringStart) {
            let style = self.style(self.tok);
            mixed |= style.bytes != is_bytes;
            if self.at(T::FStringStart) {
                pieces.formatted = true;
                self.fstring(&mut pieces, style)?;
                continue;
            }
            let token = self.take()?;
            let body = self.body(token);
            self.append(&mut pieces, body, style, token)?;
        }
        if mixed {
            return self.fail_here("cannot mix bytes and nonbytes literals");
        }
        self.finish_pieces(pieces, is_bytes)
    }

    fn finish_pieces(&mut self, mut pieces: Pieces, is_bytes: bool) -> Parsed<ExprId> {
        let first = pieces.first;
        if is_bytes {
            return self.expr_from(first, ExprKind::Constant(Constant::Bytes(pieces.pending)));
        }
        if pieces.formatted {
            self.flush(&mut pieces)?;
            let values: List<ExprId> = self.list_end(pieces.list)?;
            return self.expr_from(first, ExprKind::JoinedStr { values });
        }
        let Pieces { surrogates, unicode_prefix, pending: data, .. } = pieces;
        self.expr_from(first, ExprKind::Constant(Constant::Str { surrogates, unicode_prefix, data }))
    }

    /// Makes the pending text a value of the `JoinedStr`, if there is any.
    pub(crate) fn flush(&mut self, pieces: &mut Pieces) -> Parsed<()> {
        let (surrogates, data) = (pieces.surrogates, pieces.pending);
        if data.len > 0 {
            let unicode_prefix = pieces.unicode_prefix;
            let kind = ExprKind::Constant(Constant::Str { surrogates, unicode_prefix, data });
            let span = Span::new(pieces.first.span.start, self.prev.span.end);
            let id = self.ast.add_expr(Expr::new(span, pieces.first.line, kind))?;
            self.list_push(id)?;
        }
        pieces.surrogates = false;
        pieces.pending = self.ast.data_since(self.ast.bytes_len())?;
        Ok(())
    }

    fn style(&self, token: Token) -> Style {
        let prefix = token.span.of(self.lex.text).iter().take_while(|b| b.is_ascii_alphabetic());
        let has = |letter: u8| prefix.clone().any(|b| b | 0x20 == letter);
        Style { raw: has(b'r'), bytes: has(b'b'), formatted: has(b'f') }
    }

    /// The span between the quotes.
    fn body(&self, token: Token) -> Span {
        let text = token.span.of(self.lex.text);
        let prefix = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let quoted = text.get(prefix..).unwrap_or(&[]);
        let triple = quoted.len() >= 6 && (quoted.starts_with(b"'''") || quoted.starts_with(b"\"\"\""));
        let quotes = if triple { 3 } else { 1 };
        let start = token.span.start + prefix as u32 + quotes;
        Span::new(start, (token.span.end - quotes).max(start))
    }

    /// Decodes `body` and appends it to the pending text.
    pub(crate) fn append(
        &mut self,
        pieces: &mut Pieces,
        body: Span,
        style: Style,
        token: Token,
    ) -> Parsed<()> {
        let text = body.of(self.lex.text);
        let mut line = token.line;
        // `position` is CPython's: it widens every character beyond ASCII to ten bytes.
        let mut decoder = Decoder { text, at: 0, position: 0, style, token, base: body.start };
        while let Some(&byte) = text.get(decoder.at) {
            match byte {
                b'\\' if !style.raw => {
                    let code = self.escape(&mut decoder, line)?;
                    if let Some(code) = code {
                        pieces.surrogates |= !style.bytes && (0xd800..0xe000).contains(&code);
                        self.push_code(code, style.bytes)?;
                    }
                }
                b'\r' => {
                    self.ast.bytes_mut().push(b'\n')?;
                    decoder.at += if text.get(decoder.at + 1) == Some(&b'\n') { 2 } else { 1 };
                    line += 1;
                }
                b'{' | b'}' if style.formatted && text.get(decoder.at + 1) == Some(&byte) => {
                    self.ast.bytes_mut().push(byte)?;
                    decoder.at += 2;
                }
                0x80.. if style.bytes => {
                    return self.fail(token.span, "bytes can only contain ASCII literal characters", NO);
                }
                _ => self.plain_run(&mut decoder, &mut line)?,
            }
        }
        let start = pieces.pending.start as usize;
        pieces.pending = self.ast.data_since(start)?;
        Ok(())
    }

    /// Copies bytes up to the next that means something.
    fn plain_run(&mut self, decoder: &mut Decoder<'_>, line: &mut u32) -> Parsed<()> {
        let rest = decoder.text.get(decoder.at..).unwrap_or(&[]);
        let special =
            |b: &u8| matches!(b, b'\\' | b'\r' | b'{' | b'}') || (decoder.style.bytes && *b >= 0x80);
        let len = rest.iter().skip(1).position(special).map_or(rest.len(), |len| len + 1);
        let run = rest.get(..len).unwrap_or(rest);
        for &b in run {
            *line += u32::from(b == b'\n');
            decoder.position += match b {
                0x80..0xc0 => 0,
                0xc0.. => 10,
                _ => 1,
            };
        }
        decoder.at += len;
        Ok(self.ast.bytes_mut().extend_from_slice(run)?)
    }

    /// Appends a character (or byte); surrogates are encoded like characters.
    fn push_code(&mut self, code: u32, byte: bool) -> Parsed<()> {
        let bytes = self.ast.bytes_mut();
        if byte {
            return Ok(bytes.push(code as u8)?);
        }
        let tail = |shift: u32| 0x80 | ((code >> shift) & 0x3f) as u8;
        match code {
            0..0x80 => bytes.push(code as u8)?,
            0x80..0x800 => bytes.extend_from_slice(&[0xc0 | (code >> 6) as u8, tail(0)])?,
            0x800..0x10000 => bytes.extend_from_slice(&[0xe0 | (code >> 12) as u8, tail(6), tail(0)])?,
            _ => bytes.extend_from_slice(&[0xf0 | (code >> 18) as u8, tail(12), tail(6), tail(0)])?,
        }
        Ok(())
    }

    /// What the escape sequence here stands for; `None` for a continued line or a kept backslash.
    fn escape(&mut self, decoder: &mut Decoder<'_>, line: u32) -> Parsed<Option<u32>> {
        let start = decoder.at;
        let byte = decoder.text.get(start + 1).copied().unwrap_or(0);
        decoder.at += 2;
        decoder.position += 2;
        let unicode = !decoder.style.bytes;
        let code = match byte {
            b'\n' => return Ok(None),
            b'\r' => {
                decoder.at += usize::from(decoder.text.get(decoder.at) == Some(&b'\n'));
                return Ok(None);
            }
            b'\\' | b'\'' | b'"' => u32::from(byte),
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'v' => 11,
            b'0'..=b'7' => return self.octal(decoder, start, line).map(Some),
            b'x' => return self.hex(decoder, start, 2, "truncated \\xXX escape").map(Some),
            b'u' if unicode => return self.hex(decoder, start, 4, "truncated \\uXXXX escape").map(Some),
            b'U' if unicode => return self.hex(decoder, start, 8, "truncated \\UXXXXXXXX escape").map(Some),
            b'N' if unicode => return self.named(decoder).map(Some),
            _ => {
                // Unknown: the backslash stays and the character is read as itself.
                decoder.at -= 1;
                decoder.position -= 1;
                self.ast.bytes_mut().push(b'\\')?;
                let rest = decoder.text.get(decoder.at..).unwrap_or(&[]);
                let len = rest.iter().skip(1).take_while(|&&b| b & 0xc0 == 0x80).count() as u32 + 1;
                let at = decoder.base + decoder.at as u32;
                let args = [Arg::Source(Span::new(at, at + len)), Arg::None, Arg::None];
                let span = Span::new(at - 1, at + len);
                self.lex.warn(span, line, "invalid escape sequence '\\{}'", args)?;
                return Ok(None);
            }
        };
        Ok(Some(code))
    }

    fn octal(&mut self, decoder: &mut Decoder<'_>, start: usize, line: u32) -> Parsed<u32> {
        decoder.at = start + 1;
        let mut code = 0;
        let mut len = 0;
        while let Some(&b @ b'0'..=b'7') = decoder.text.get(decoder.at)
            && len < 3
        {
            code = code * 8 + u32::from(b - b'0');
            decoder.at += 1;
            len += 1;
        }
        decoder.position += len - 1;
        if code > 0o377 {
            let at = decoder.base + start as u32;
            let args = [Arg::Source(Span::new(at + 1, at + 4)), Arg::None, Arg::None];
            self.lex.warn(Span::new(at, at + 4), line, "invalid octal escape sequence '\\{}'", args)?;
        }
        Ok(code)
    }

    fn hex(
        &mut self,
        decoder: &mut Decoder<'_>,
        start: usize,
        digits: u32,
        reason: &'static str,
    ) -> Parsed<u32> {
        let first = decoder.position - 2;
        let mut code = 0_u32;
        for read in 0..digits {
            let byte = decoder.text.get(decoder.at).copied().unwrap_or(0);
            let Some(digit) = char::from(byte).to_digit(16) else {
                if decoder.style.bytes {
                    let args = [Arg::Number(start as u32), Arg::None, Arg::None];
                    return self.fail(
                        decoder.token.span,
                        "(value error) invalid \\x escape at position {}",
                        args,
                    );
                }
                return self.fail_escape(decoder, first, first + 1 + read, reason);
            };
            code = code.wrapping_mul(16).wrapping_add(digit);
            decoder.at += 1;
        }
        decoder.position += digits;
        if code > 0x10_ffff {
            return self.fail_escape(decoder, first, first + 9, "illegal Unicode character");
        }
        Ok(code)
    }

    fn fail_escape<X>(
        &mut self,
        decoder: &Decoder<'_>,
        first: u32,
        last: u32,
        reason: &'static str,
    ) -> Parsed<X> {
        let template = "(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: {}";
        let args = [Arg::Number(first), Arg::Number(last), Arg::Text(reason)];
        self.fail(decoder.token.span, template, args)
    }

    /// `\N{name}`
    fn named(&mut self, decoder: &mut Decoder<'_>) -> Parsed<u32> {
        let first = decoder.position - 2;
        let rest = decoder.text.get(decoder.at..).unwrap_or(&[]);
        let name = rest.strip_prefix(b"{").and_then(|rest| {
            let len = rest.iter().position(|&b| b == b'}').filter(|&len| len > 0)?;
            rest.get(..len)
        });
        let Some(name) = name else {
            let skipped = if rest.starts_with(b"{}") { 1 } else { rest.len() as u32 };
            let last = if rest.starts_with(b"{") { first + 1 + skipped } else { first + 1 };
            return self.fail_escape(decoder, first, last, "malformed \\N character escape");
        };
        decoder.at += name.len() + 2;
        decoder.position += name.len() as u32 + 2;
        let Some(lookup) = self.options.character else {
            let text = "\\N{...} needs a table of character names, which this system does not have";
            self.own_error = true;
            return self.lex.fail(ErrorKind::NoNameTable, decoder.token.span, text, NO);
        };
        match core::str::from_utf8(name).ok().and_then(lookup) {
            Some(c) => Ok(u32::from(c)),
            None => {
                let last = decoder.position - 1;
                self.fail_escape(decoder, first, last, "unknown Unicode character name")
            }
        }
    }
}

/// Where a literal's decoder is.
struct Decoder<'t> {
    text: &'t [u8],
    at: usize,
    position: u32,
    style: Style,
    token: Token,
    base: u32,
}
