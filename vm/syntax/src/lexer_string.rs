//! Strings, and f-strings as the nested lexer modes of PEP 701.
//!
//! An f-string is `FStringStart`, then `FStringMiddle` for literal text, then
//! ordinary tokens in braces, then `FStringEnd`. Nothing is decoded here.

use crate::error::Arg;
use crate::lexer::{Lexer, Mode, NO, Parsed};
use crate::token::{Token, TokenKind};

const MAX_FSTRINGS: usize = 150;
/// Replacement fields in each other's format specifications.
const MAX_FIELDS: usize = 3;

impl Lexer<'_> {
    /// Length of the string prefix here, if a quote follows it.
    pub(crate) fn string_prefix(&self) -> Option<usize> {
        let letter = |offset| matches!(self.peek(offset) | 0x20, b'b' | b'f' | b'r' | b'u');
        let quote = |offset| matches!(self.peek(offset), b'"' | b'\'');
        if !letter(0) {
            return None;
        }
        if quote(1) {
            return Some(1);
        }
        let raw = |byte: u8| byte | 0x20 == b'r';
        let other = |byte: u8| matches!(byte | 0x20, b'b' | b'f');
        let (a, b) = (self.peek(0), self.peek(1));
        (quote(2) && ((raw(a) && other(b)) || (other(a) && raw(b)))).then_some(2)
    }

    /// A string of which the first `prefix` bytes are its prefix.
    pub(crate) fn string(&mut self, prefix: usize) -> Parsed<Token> {
        let (start, line) = (self.pos, self.line);
        let letters = self.text.get(start..start + prefix).unwrap_or(&[]);
        let formatted = letters.iter().any(|&b| b | 0x20 == b'f');
        let raw = letters.iter().any(|&b| b | 0x20 == b'r');
        self.pos += prefix;
        let quote = self.peek(0);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.pos += if triple { 3 } else { 1 };
        if formatted {
            let texts = self.modes.iter().filter(|mode| matches!(mode, Mode::Text { spec: false, .. }));
            if texts.count() >= MAX_FSTRINGS {
                return self.fail_at(start, "too many nested f-strings", NO);
            }
            let mode = Mode::Text { quote, triple, raw, spec: false, start: start as u32, line };
            self.modes.push(mode)?;
            return Ok(self.token(TokenKind::FStringStart, start, line));
        }
        loop {
            let byte = self.peek(0);
            match byte {
                _ if byte == quote => {
                    if !triple {
                        self.pos += 1;
                        return Ok(self.token(TokenKind::String, start, line));
                    }
                    if self.peek(1) == quote && self.peek(2) == quote {
                        self.pos += 3;
                        return Ok(self.token(TokenKind::String, start, line));
                    }
                    self.pos += 1;
                }
                b'\\' => self.escaped(),
                b'\n' | b'\r' if triple => self.newline(),
                b'\n' | b'\r' => return self.fail_unterminated(start, line, triple, false),
                0 if self.is_end() => return self.fail_unterminated(start, line, triple, false),
                _ => self.pos += 1,
            }
        }
    }

    /// Skips a backslash and what it escapes, which may be a line end.
    fn escaped(&mut self) {
        self.pos += 1;
        match self.peek(0) {
            b'\n' | b'\r' => self.newline(),
            _ if self.is_end() => {}
            _ => self.pos += 1,
        }
    }

    fn fail_unterminated<T>(&mut self, start: usize, line: u32, triple: bool, formatted: bool) -> Parsed<T> {
        self.saw_end |= self.is_end() && triple;
        let outer = self.modes.iter().rev().find(|mode| matches!(mode, Mode::Text { .. }));
        if let Some(Mode::Text { quote, triple: outer_triple, .. }) = outer
            && !formatted
            && *outer_triple == triple
            && self.text.get(start) == Some(quote)
        {
            return self.fail_at(start, "f-string: expecting '}'", NO);
        }
        // A line end that ends the text starts no line.
        let empty = self.is_end() && matches!(self.text.last(), Some(b'\n' | b'\r'));
        let last = if empty { self.line.saturating_sub(1).max(line) } else { self.line };
        let template = match (triple, formatted) {
            (false, false) => "unterminated string literal (detected at line {})",
            (true, false) => "unterminated triple-quoted string literal (detected at line {})",
            (false, true) => "unterminated f-string literal (detected at line {})",
            (true, true) => "unterminated triple-quoted f-string literal (detected at line {})",
        };
        self.brackets.clear();
        self.fail_at(start, template, [Arg::Number(last), Arg::None, Arg::None])
    }

    /// After the colon of a replacement field: its format specification follows.
    pub(crate) fn enter_spec(&mut self) -> Parsed<()> {
        let inner =
            self.modes.iter().rev().take_while(|mode| !matches!(mode, Mode::Text { spec: false, .. }));
        if inner.filter(|mode| matches!(mode, Mode::Field { .. })).count() >= MAX_FIELDS {
            return self.fail_at(self.pos - 1, "f-string: expressions nested too deeply", NO);
        }
        let text = self.modes.iter().rev().find(|mode| matches!(mode, Mode::Text { .. }));
        if let Some(&Mode::Text { quote, triple, raw, start, line, .. }) = text {
            self.modes.push(Mode::Text { quote, triple, raw, spec: true, start, line })?;
        }
        Ok(())
    }

    /// In the literal text of an f-string: text up to a brace or quote, or that brace or quote.
    pub(crate) fn fstring_text(&mut self, mode: Mode) -> Parsed<Token> {
        let Mode::Text { quote, triple, raw, spec, start: opening, line: opening_line } = mode else {
            return self.next();
        };
        let (start, line) = (self.pos, self.line);
        loop {
            let byte = self.peek(0);
            let empty = self.pos == start;
            let middle = self.token(TokenKind::FStringMiddle, start, line);
            match byte {
                b'{' if self.peek(1) == b'{' && !spec => self.pos += 2,
                b'{' if !empty => return Ok(middle),
                b'{' => {
                    let token = self.open(byte, TokenKind::LeftBrace)?;
                    let depth = self.brackets.len();
                    self.modes.push(Mode::Field { depth })?;
                    return Ok(token);
                }
                b'}' if spec => {
                    if !empty {
                        return Ok(middle);
                    }
                    self.modes.pop();
                    return self.next();
                }
                b'}' if self.peek(1) == b'}' => self.pos += 2,
                b'}' => return self.fail_at(self.pos, "f-string: single '}' is not allowed", NO),
                b'\\' => self.fstring_escape(raw),
                b'\n' | b'\r' if triple => self.newline(),
                b'\n' | b'\r' => {
                    if spec {
                        // The specification ends; the parser misses the brace.
                        if !empty {
                            return Ok(middle);
                        }
                        if let Some(&open) = self.brackets.last() {
                            return self.fail_unclosed(open);
                        }
                    }
                    return self.fail_unterminated(opening as usize, opening_line, triple, true);
                }
                0 if self.is_end() => {
                    return self.fail_unterminated(opening as usize, opening_line, triple, true);
                }
                _ if byte == quote && (!triple || (self.peek(1) == quote && self.peek(2) == quote)) => {
                    if !empty {
                        return Ok(middle);
                    }
                    self.modes.pop();
                    if spec {
                        return self.fail_at(self.pos, "f-string: expecting '}', or format specs", NO);
                    }
                    self.pos += if triple { 3 } else { 1 };
                    return Ok(self.token(TokenKind::FStringEnd, start, line));
                }
                _ => self.pos += 1,
            }
        }
    }

    /// A backslash in literal text: braces keep their meaning behind it, but for `\N{name}`.
    fn fstring_escape(&mut self, raw: bool) {
        match self.peek(1) {
            b'{' | b'}' => self.pos += 1,
            b'N' if !raw && self.peek(2) == b'{' => {
                self.pos += 3;
                while matches!(self.peek(0), b' ' | b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') {
                    self.pos += 1;
                }
                self.pos += usize::from(self.peek(0) == b'}');
            }
            _ => self.escaped(),
        }
    }
}
