//! The forms of numbers, checked digit by digit. Their values are the parser's.

use crate::error::Arg;
use crate::lexer::{Lexer, NO, Parsed, continues_name};
use crate::span::Span;
use crate::token::{Token, TokenKind};

impl Lexer<'_> {
    /// A number; the current byte is a digit, or a dot before a digit.
    pub(crate) fn number(&mut self) -> Parsed<Token> {
        let (start, line) = (self.pos, self.line);
        if self.peek(0) == b'0' {
            let radix = match self.peek(1) | 0x20 {
                b'x' => Some((16, "hexadecimal")),
                b'o' => Some((8, "octal")),
                b'b' => Some((2, "binary")),
                _ => None,
            };
            if let Some((radix, name)) = radix {
                self.pos += 2;
                self.radix_digits(radix, name)?;
                return Ok(self.token(TokenKind::Number, start, line));
            }
        }
        let mut zeros = false;
        if self.peek(0) != b'.' {
            zeros = self.peek(0) == b'0';
            self.decimal_digits()?;
        }
        let digits_end = self.pos;
        let is_float = self.fraction_and_exponent()?;
        if self.peek(0) | 0x20 == b'j' {
            self.pos += 1;
            self.number_end("imaginary")?;
        } else if is_float {
            self.number_end("decimal")?;
        } else {
            self.leading_zeros(start, digits_end, zeros)?;
            self.number_end("decimal")?;
        }
        Ok(self.token(TokenKind::Number, start, line))
    }

    /// `"0" (["_"] "0")*` is an int; other digits behind a leading zero are not.
    fn leading_zeros(&mut self, start: usize, end: usize, zeros: bool) -> Parsed<()> {
        let digits = self.text.get(start..end).unwrap_or(&[]);
        if !zeros || digits.iter().all(|&b| b == b'0' || b == b'_') {
            return Ok(());
        }
        let skipped = digits.iter().position(|&b| b != b'0' && b != b'_').unwrap_or(0);
        let span = Span::new(start as u32, (start + skipped) as u32);
        self.fail(
            crate::error::ErrorKind::Syntax,
            span,
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
            NO,
        )
    }

    fn decimal_digits(&mut self) -> Parsed<()> {
        loop {
            while self.peek(0).is_ascii_digit() {
                self.pos += 1;
            }
            if self.peek(0) != b'_' {
                return Ok(());
            }
            self.pos += 1;
            if !self.peek(0).is_ascii_digit() {
                return self.fail_at(self.pos - 1, "invalid decimal literal", NO);
            }
        }
    }

    /// Fraction and exponent; false if there is neither.
    fn fraction_and_exponent(&mut self) -> Parsed<bool> {
        let mut found = false;
        if self.peek(0) == b'.' {
            found = true;
            self.pos += 1;
            if self.peek(0).is_ascii_digit() {
                self.decimal_digits()?;
            }
        }
        if self.peek(0) | 0x20 == b'e' {
            let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
            if self.peek(1 + sign).is_ascii_digit() {
                found = true;
                self.pos += 1 + sign;
                self.decimal_digits()?;
            } else if sign == 1 {
                self.pos += 1;
                return self.fail_at(self.pos, "invalid decimal literal", NO);
            }
        }
        Ok(found)
    }

    fn radix_digits(&mut self, radix: u32, name: &'static str) -> Parsed<()> {
        let args = [Arg::Text(name), Arg::None, Arg::None];
        loop {
            if self.peek(0) == b'_' {
                self.pos += 1;
            }
            let byte = self.peek(0);
            if !char::from(byte).is_digit(radix) {
                if byte.is_ascii_digit() {
                    return self.fail_digit(byte, name);
                }
                // CPython has read this byte only if it is not the line's end.
                let at = if byte == 0 || byte == b'\n' || byte == b'\r' || !continues_name(byte) {
                    self.pos - 1
                } else {
                    self.pos
                };
                let at = if continues_name(byte) { self.pos - 1 } else { at };
                return self.fail_at(at, "invalid {} literal", args);
            }
            while char::from(self.peek(0)).is_digit(radix) {
                self.pos += 1;
            }
            if self.peek(0) != b'_' {
                break;
            }
        }
        if self.peek(0).is_ascii_digit() {
            return self.fail_digit(self.peek(0), name);
        }
        self.number_end(name)
    }

    fn fail_digit(&mut self, byte: u8, name: &'static str) -> Parsed<()> {
        let args = [Arg::Char(u32::from(byte)), Arg::Text(name), Arg::None];
        self.fail_at(self.pos, "invalid digit '{}' in {} literal", args)
    }

    /// Nothing of a name may follow, but for a keyword, which is only doubtful.
    fn number_end(&mut self, name: &'static str) -> Parsed<()> {
        let byte = self.peek(0);
        if !continues_name(byte) {
            return Ok(());
        }
        let rest = self.text.get(self.pos..).unwrap_or(&[]);
        let keywords: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"or", b"not"];
        let args = [Arg::Text(name), Arg::None, Arg::None];
        if keywords.iter().any(|&word| rest.starts_with(word)) {
            let at = self.pos as u32;
            return self.warn(Span::new(at, at + 1), self.line, "invalid {} literal", args);
        }
        self.fail_at(self.pos - 1, "invalid {} literal", args)
    }
}
