//! What the lexer finds: kinds of tokens, keywords, operators.

use crate::span::Span;

macro_rules! tokens {
    (
        others { $($(#[$doc:meta])* $plain:ident,)* }
        keywords { $($word:literal $keyword:ident,)* }
        operators { $($text:literal $operator:ident,)* }
    ) => {
        /// The kind of a token.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum TokenKind {
            $($(#[$doc])* $plain,)*
            $(#[doc = concat!("`", $word, "`")] $keyword,)*
            $(#[doc = concat!("`", $text, "`")] $operator,)*
        }

        impl TokenKind {
            /// The text of a keyword or operator, empty for others.
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$plain => "",)*
                    $(Self::$keyword => $word,)*
                    $(Self::$operator => $text,)*
                }
            }
        }

        const KEYWORDS: &[(&[u8], TokenKind)] = &[$(($word.as_bytes(), TokenKind::$keyword),)*];
    };
}

tokens! {
    others {
        /// End of the text.
        EndMarker,
        /// End of a logical line.
        Newline,
        /// More indentation than before.
        Indent,
        /// Less indentation than before.
        Dedent,
        /// An identifier, also a soft keyword.
        Name,
        /// A number.
        Number,
        /// A string or bytes literal that is no f-string.
        String,
        /// Prefix and opening quotes of an f-string.
        FStringStart,
        /// Literal text in an f-string.
        FStringMiddle,
        /// Closing quotes of an f-string.
        FStringEnd,
    }
    keywords {
        "False" False, "None" None, "True" True, "and" And, "as" As, "assert" Assert, "async" Async,
        "await" Await, "break" Break, "class" Class, "continue" Continue, "def" Def, "del" Del,
        "elif" Elif, "else" Else, "except" Except, "finally" Finally, "for" For, "from" From,
        "global" Global, "if" If, "import" Import, "in" In, "is" Is, "lambda" Lambda,
        "nonlocal" Nonlocal, "not" Not, "or" Or, "pass" Pass, "raise" Raise, "return" Return,
        "try" Try, "while" While, "with" With, "yield" Yield,
    }
    operators {
        "(" LeftParen, ")" RightParen, "[" LeftBracket, "]" RightBracket, "{" LeftBrace, "}" RightBrace,
        "," Comma, ":" Colon, ";" Semicolon, "." Dot, "..." Ellipsis, "->" Arrow, ":=" ColonEqual,
        "!" Exclamation, "=" Equal, "==" EqEqual, "!=" NotEqual, "<" Less, "<=" LessEqual,
        ">" Greater, ">=" GreaterEqual, "~" Tilde, "+" Plus, "-" Minus, "*" Star, "**" DoubleStar,
        "/" Slash, "//" DoubleSlash, "%" Percent, "@" At, "<<" LeftShift, ">>" RightShift,
        "&" Amper, "|" Bar, "^" Caret, "+=" PlusEqual, "-=" MinusEqual, "*=" StarEqual,
        "**=" DoubleStarEqual, "/=" SlashEqual, "//=" DoubleSlashEqual, "%=" PercentEqual,
        "@=" AtEqual, "<<=" LeftShiftEqual, ">>=" RightShiftEqual, "&=" AmperEqual,
        "|=" BarEqual, "^=" CaretEqual,
    }
}

impl TokenKind {
    /// True if an expression can begin with it.
    pub fn starts_expression(self) -> bool {
        use TokenKind::*;
        matches!(
            self,
            Name | Number
                | String
                | FStringStart
                | False
                | None
                | True
                | Await
                | Lambda
                | Not
                | LeftParen
                | LeftBracket
                | LeftBrace
                | Ellipsis
                | Tilde
                | Plus
                | Minus
        )
    }
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its kind.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
    /// Line of its first byte, from 1.
    pub line: u32,
}

const fn slot(len: usize, first: u8, last: u8) -> usize {
    (len * M_LEN + first as usize * M_FIRST + last as usize * M_LAST) % SLOTS
}

/// Slots of the keyword table and the factors that give each keyword its own.
const SLOTS: usize = 128;
const M_LEN: usize = 1;
const M_FIRST: usize = 1;
const M_LAST: usize = 11;

/// Index into `KEYWORDS` plus one, by `slot`.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which reports a bad index")]
const KEYWORD_SLOTS: [u8; SLOTS] = {
    let mut slots = [0; SLOTS];
    let mut i = 0;
    while i < KEYWORDS.len() {
        let word = KEYWORDS[i].0;
        let at = slot(word.len(), word[0], word[word.len() - 1]);
        assert!(slots[at] == 0, "two keywords in one slot");
        slots[at] = i as u8 + 1;
        i += 1;
    }
    slots
};

/// `Name`, or the keyword that `text` is.
pub(crate) fn classify(text: &[u8]) -> TokenKind {
    if let ([first, .., last], 2..=8) = (text, text.len()) {
        let index = KEYWORD_SLOTS.get(slot(text.len(), *first, *last)).copied().unwrap_or(0);
        if let Some(&(word, kind)) = KEYWORDS.get(usize::from(index).wrapping_sub(1))
            && word == text
        {
            return kind;
        }
    }
    TokenKind::Name
}
