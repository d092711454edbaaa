//! Format specifications: `format(value, spec)` and the `%` operator.
//!
//! [`Spec`] is `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`, read by
//! [`Spec::parse`]; [`write_str`], [`write_int`] and [`write_float`] lay values out by it.
//! [`percent::Conversion`] is one conversion of the `%` operator, and becomes a `Spec`.
//! Widths count code points.
//!
//! Source: CPython Python/formatter_unicode.c, whose order of checks decides which error wins.

mod layout;
pub mod percent;

pub use layout::{write_char, write_float, write_int, write_str};

use core::str::Chars;

/// What kind of value a specification is for: sets its defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Text: to the left, type `s`.
    Str,
    /// An integer: to the right, type `d`.
    Int,
    /// A float: to the right, no type.
    Float,
}

/// Where a value stands in a field wider than itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: the padding goes between sign and digits.
    AfterSign,
}

/// What stands before numbers that are not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `-`, or none given: nothing.
    Minus,
    /// `+`
    Plus,
    /// A space.
    Space,
}

/// What stands between groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,` every three digits.
    Comma,
    /// `_` every three digits, every four in bases that are powers of two.
    Underscore,
}

impl Grouping {
    /// The separator.
    pub const fn char(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Underscore => '_',
        }
    }
}

/// Why a specification cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecError {
    /// "Too many decimal digits in format string"
    TooManyDigits,
    /// "Format specifier missing precision"
    MissingPrecision,
    /// "Cannot specify both ',' and '_'."
    BothGroupings,
    /// "Cannot specify '%c' with '%c'."
    GroupingWith(Grouping, char),
    /// "Invalid format specifier '%U' for object of type '%s'"
    Invalid,
    /// "Unknown format code '%c' for object of type '%s'"; `\\x%x` outside printable ASCII.
    UnknownType(char),
    /// "Sign not allowed in string format specifier"
    SignInStr,
    /// "Space not allowed in string format specifier"
    SpaceInStr,
    /// "Negative zero coercion (z) not allowed in string format specifier"
    ZeroInStr,
    /// "Alternate form (#) not allowed in string format specifier"
    AlternateInStr,
    /// "'=' alignment not allowed in string format specifier"
    AlignInStr,
    /// "Precision not allowed in integer format specifier"
    PrecisionInInt,
    /// "Negative zero coercion (z) not allowed in integer format specifier"
    ZeroInInt,
    /// "Sign not allowed with integer format specifier 'c'"
    SignInChar,
    /// "Alternate form (#) not allowed with integer format specifier 'c'"
    AlternateInChar,
}

impl SpecError {
    /// The message, where it needs neither the specification nor the type's name.
    pub const fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::TooManyDigits => "Too many decimal digits in format string",
            Self::MissingPrecision => "Format specifier missing precision",
            Self::BothGroupings => "Cannot specify both ',' and '_'.",
            Self::SignInStr => "Sign not allowed in string format specifier",
            Self::SpaceInStr => "Space not allowed in string format specifier",
            Self::ZeroInStr => "Negative zero coercion (z) not allowed in string format specifier",
            Self::AlternateInStr => "Alternate form (#) not allowed in string format specifier",
            Self::AlignInStr => "'=' alignment not allowed in string format specifier",
            Self::PrecisionInInt => "Precision not allowed in integer format specifier",
            Self::ZeroInInt => "Negative zero coercion (z) not allowed in integer format specifier",
            Self::SignInChar => "Sign not allowed with integer format specifier 'c'",
            Self::AlternateInChar => "Alternate form (#) not allowed with integer format specifier 'c'",
            Self::GroupingWith(..) | Self::Invalid | Self::UnknownType(_) => return None,
        })
    }
}

/// A format specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// What pads the field.
    pub fill: char,
    /// Where the value stands.
    pub align: Align,
    /// The sign asked for, if any was.
    pub sign: Option<Sign>,
    /// `z`: a float that rounds to zero loses its sign.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least width in code points.
    pub width: usize,
    /// Separators between groups of digits.
    pub grouping: Option<Grouping>,
    /// Digits behind the point, significant digits, or most characters of text.
    pub precision: Option<usize>,
    /// The type; `None` is the empty one of floats.
    pub kind: Option<char>,
}

fn align_of(char: Option<char>) -> Option<Align> {
    Some(match char? {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Center,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

/// The rest of a specification.
struct Cursor<'a>(Chars<'a>);

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.0.clone().next()
    }

    fn eat(&mut self, char: char) -> bool {
        let found = self.peek() == Some(char);
        if found {
            self.0.next();
        }
        found
    }

    /// A decimal number, if one is there.
    fn number(&mut self) -> Result<Option<usize>, SpecError> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|char| char.to_digit(10)) {
            self.0.next();
            let sum =
                number.unwrap_or(0usize).checked_mul(10).and_then(|sum| sum.checked_add(digit as usize));
            number = Some(sum.filter(|&sum| sum <= isize::MAX as usize).ok_or(SpecError::TooManyDigits)?);
        }
        Ok(number)
    }
}

impl Spec {
    /// What an empty specification means for a kind of value.
    pub const fn new(subject: Subject) -> Self {
        let (align, kind) = match subject {
            Subject::Str => (Align::Left, Some('s')),
            Subject::Int => (Align::Right, Some('d')),
            Subject::Float => (Align::Right, None),
        };
        Self {
            fill: ' ',
            align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind,
        }
    }

    /// Reads a specification.
    ///
    /// # Errors
    /// The first thing wrong with it, before looking at what the type allows; see
    /// [`Spec::check`].
    pub fn parse(text: &str, subject: Subject) -> Result<Self, SpecError> {
        let mut this = Self::new(subject);
        let mut cursor = Cursor(text.chars());
        let (mut has_fill, mut has_align) = (false, false);
        let mut ahead = text.chars();
        let (first, second) = (ahead.next(), ahead.next());
        if let (Some(fill), Some(align)) = (first, align_of(second)) {
            (this.fill, this.align) = (fill, align);
            (has_fill, has_align) = (true, true);
            cursor = Cursor(ahead);
        } else if let Some(align) = align_of(first) {
            (this.align, has_align) = (align, true);
            cursor.0.next();
        }
        this.sign = match cursor.peek() {
            Some('+') => Some(Sign::Plus),
            Some('-') => Some(Sign::Minus),
            Some(' ') => Some(Sign::Space),
            _ => None,
        };
        if this.sign.is_some() {
            cursor.0.next();
        }
        this.no_negative_zero = cursor.eat('z');
        this.alternate = cursor.eat('#');
        if !has_fill && cursor.eat('0') {
            this.fill = '0';
            if !has_align && subject != Subject::Str {
                this.align = Align::AfterSign;
            }
        }
        this.width = cursor.number()?.unwrap_or(0);
        this.grouping = Self::parse_grouping(&mut cursor)?;
        if cursor.eat('.') {
            this.precision = Some(cursor.number()?.ok_or(SpecError::MissingPrecision)?);
        }
        if let Some(kind) = cursor.0.next() {
            this.kind = Some(kind);
            if cursor.peek().is_some() {
                return Err(SpecError::Invalid);
            }
        }
        this.check_grouping()?;
        Ok(this)
    }

    fn parse_grouping(cursor: &mut Cursor<'_>) -> Result<Option<Grouping>, SpecError> {
        let comma = cursor.eat(',');
        let underscore = cursor.eat('_');
        if underscore && (comma || cursor.peek() == Some(',')) {
            return Err(SpecError::BothGroupings);
        }
        Ok(match (comma, underscore) {
            (true, _) => Some(Grouping::Comma),
            (_, true) => Some(Grouping::Underscore),
            _ => None,
        })
    }

    fn check_grouping(&self) -> Result<(), SpecError> {
        match (self.grouping, self.kind) {
            (None, _) | (_, None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F')) => Ok(()),
            (Some(Grouping::Underscore), Some('b' | 'o' | 'x' | 'X')) => Ok(()),
            (Some(grouping), Some(kind)) => Err(SpecError::GroupingWith(grouping, kind)),
        }
    }

    /// Whether an integer is to be laid out as a float.
    pub fn wants_float(&self) -> bool {
        matches!(self.kind, Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%'))
    }

    /// Checks what the type of the value allows.
    ///
    /// An integer whose specification [wants a float](Self::wants_float) is a float here.
    ///
    /// # Errors
    /// What it does not allow.
    pub fn check(&self, subject: Subject) -> Result<(), SpecError> {
        let rules = match subject {
            Subject::Str => [
                (self.kind != Some('s'), SpecError::UnknownType(self.kind.unwrap_or('s'))),
                (self.sign == Some(Sign::Space), SpecError::SpaceInStr),
                (self.sign.is_some(), SpecError::SignInStr),
                (self.no_negative_zero, SpecError::ZeroInStr),
                (self.alternate, SpecError::AlternateInStr),
                (self.align == Align::AfterSign, SpecError::AlignInStr),
            ],
            Subject::Int => {
                let known = matches!(self.kind, Some('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n'));
                let char = self.kind == Some('c');
                [
                    (!known, SpecError::UnknownType(self.kind.unwrap_or('d'))),
                    (self.precision.is_some(), SpecError::PrecisionInInt),
                    (self.no_negative_zero, SpecError::ZeroInInt),
                    (char && self.sign.is_some(), SpecError::SignInChar),
                    (char && self.alternate, SpecError::AlternateInChar),
                    (false, SpecError::Invalid),
                ]
            }
            Subject::Float => {
                let known = matches!(self.kind, None | Some('n')) || self.wants_float();
                let mut rules = [(false, SpecError::Invalid); 6];
                rules[0] = (!known, SpecError::UnknownType(self.kind.unwrap_or('g')));
                rules
            }
        };
        rules.into_iter().find(|&(broken, _)| broken).map_or(Ok(()), |(_, error)| Err(error))
    }

    /// The base of the digits that an integer is written with.
    pub fn base(&self) -> u32 {
        match self.kind {
            Some('b') => 2,
            Some('o') => 8,
            Some('x' | 'X') => 16,
            _ => 10,
        }
    }
}
