//! Reads a pattern token by token: a character, or a backslash and a character.

use crate::error::Error;
use crate::text::Text;
use crate::token::Token;

/// A place in a pattern. The next token has been read already, as in CPython, where a lone
/// backslash at the end is an error as soon as it comes next.
pub struct Cursor<'a> {
    pub(crate) text: Text<'a>,
    /// Behind the next token.
    index: u32,
    pub(crate) next: Option<Token>,
}

impl<'a> Cursor<'a> {
    /// At the start of a text.
    pub fn new(text: Text<'a>) -> Result<Cursor<'a>, Error> {
        let mut this = Cursor { text, index: 0, next: None };
        this.seek(0)?;
        Ok(this)
    }

    /// Goes to a position.
    pub fn seek(&mut self, position: u32) -> Result<(), Error> {
        self.index = position;
        self.next = None;
        let Some(point) = self.text.get(position) else { return Ok(()) };
        self.index += 1;
        let mut token = Token { point, escaped: false };
        if point == '\\' as u32 {
            let Some(point) = self.text.get(self.index) else {
                return Err(Error::new("bad escape (end of pattern)", position));
            };
            token = Token { point, escaped: true };
            self.index += 1;
        }
        self.next = Some(token);
        Ok(())
    }

    /// Where the next token starts.
    pub fn tell(&self) -> u32 {
        self.index - self.next.map_or(0, Token::width)
    }

    /// The next token.
    pub fn get(&mut self) -> Result<Option<Token>, Error> {
        let token = self.next;
        if token.is_some() {
            self.seek(self.index)?;
        }
        Ok(token)
    }

    /// The next token as a plain ASCII character; else 0.
    pub fn peek(&self) -> u8 {
        self.next.map_or(0, Token::plain)
    }

    /// Takes the next token if it is this character.
    pub fn take(&mut self, character: u8) -> Result<bool, Error> {
        let taken = self.peek() == character;
        if taken {
            self.get()?;
        }
        Ok(taken)
    }

    /// Takes up to `most` digits of a number system; the number of those taken and the value.
    pub fn digits(&mut self, most: u32, radix: u32) -> Result<(u32, u64), Error> {
        let (mut count, mut value) = (0, 0u64);
        while count < most
            && let Some(digit) = char::from(self.peek()).to_digit(radix)
        {
            value = value.saturating_mul(radix.into()).saturating_add(digit.into());
            count += 1;
            self.get()?;
        }
        Ok((count, value))
    }

    /// An error `back` characters in front of the next token.
    pub fn error(&self, text: &'static str, back: u32) -> Error {
        Error::new(text, self.tell().saturating_sub(back))
    }

    /// The range of characters in front of the next `terminator`, which is taken too.
    /// `texts` say what is wrong if they are missing, and if the terminator is.
    pub fn until(&mut self, terminator: u8, texts: [&'static str; 2]) -> Result<(u32, u32), Error> {
        let start = self.tell();
        loop {
            let end = self.tell();
            match self.get()? {
                None if end == start => return Err(self.error(texts[0], 0)),
                None => return Err(self.error(texts[1], end - start)),
                Some(token) if token.plain() == terminator => {
                    return if end == start { Err(self.error(texts[0], 1)) } else { Ok((start, end)) };
                }
                Some(_) => {}
            }
        }
    }
}
