//! Inputs near a seed: the same ones for the same number.

/// Numbers that look random (xorshift).
pub struct Random(u64);

impl Random {
    /// Starts a series; each `seed` has its own.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        if end == 0 { 0 } else { (self.0 % end as u64) as usize }
    }
}

/// Pieces of the language that are put into texts.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "=",
    "==",
    ":=",
    "->",
    "*",
    "**",
    "@",
    ".",
    "...",
    "\\",
    "\n",
    "\n    ",
    "\n\t",
    "\r",
    "#",
    "'",
    "\"\"\"",
    "f'",
    "{x!r:>{y}}",
    "rb'",
    "\0",
    "\u{feff}",
    "é",
    "\u{10ffff}",
    "0x",
    "1e",
    "1_0",
    "0777",
    "9j",
    "if ",
    "else",
    "for x in ",
    "while ",
    "def f(",
    "class C",
    "lambda",
    "yield ",
    "await ",
    "async ",
    "return ",
    "global x",
    "nonlocal x",
    "del ",
    "match x:\n case ",
    "case _",
    "try:",
    "except* ",
    "finally:",
    "with a as b",
    "import x",
    "from . import *",
    "raise ",
    "assert ",
    "pass",
    "break",
    "continue",
    "not ",
    "is not ",
    "in ",
    "None",
    "__class__",
    "super()",
    "type X[T] = ",
    "print(",
    "a.b[c](*d, **e)",
    ";",
];

/// A text near `seed`; `other` gives it a piece.
pub fn mutate_text(seed: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut text = seed.to_vec();
    for _ in 0..1 + random.below(4) {
        let from = random.below(text.len() + 1);
        let to = (from + random.below(20)).min(text.len());
        match random.below(8) {
            0 => drop(text.drain(from..to)),
            1 => {
                let copy = text[from..to].to_vec();
                let at = random.below(text.len() + 1);
                text.splice(at..at, copy);
            }
            2 if from < text.len() => text[from] ^= 1 << random.below(8),
            3 => {
                let start = random.below(other.len() + 1);
                let end = (start + random.below(60)).min(other.len());
                text.splice(from..to, other[start..end].iter().copied());
            }
            4 => {
                let piece = PIECES[random.below(PIECES.len())].repeat(1 + random.below(300));
                text.splice(from..from, piece.bytes());
            }
            5 => text.truncate(from),
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                text.splice(from..to, piece.bytes());
            }
        }
    }
    text
}

/// Words near `seed`.
pub fn mutate_words(seed: &[u32], random: &mut Random) -> Vec<u32> {
    let mut words = seed.to_vec();
    if words.is_empty() {
        return words;
    }
    for _ in 0..1 + random.below(3) {
        let at = random.below(words.len());
        words[at] = match random.below(6) {
            0 => words[at] ^ 1 << random.below(32),
            1 => random.below(1 << 16) as u32,
            2 => words[random.below(words.len())],
            3 => u32::MAX - random.below(4) as u32,
            _ => words[at].wrapping_add(random.below(9) as u32).wrapping_sub(4),
        };
    }
    if random.below(10) == 0 {
        words.truncate(random.below(words.len()) + 1);
    }
    words
}
