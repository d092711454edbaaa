//! Properties and case of characters, as Python 3.13 knows them: Unicode 15.1.
//!
//! One table of runs answers all questions about properties: a run is a class (a combination
//! of properties that occurs) and a length, in 16 bits. Case mappings are runs with a
//! difference; the few that give several characters have a table of their own. Together
//! under 16 KB, where the tables behind `core`'s `char` methods take more for case alone
//! and follow a newer standard (so `core` calls characters letters that Python 3.13 calls
//! unassigned, and its letters include marks, which Python's `str.isalpha` does not).
//!
//! Code points are plain `u32`, because Python strings may hold surrogates.
//! Source: `tables/unicode.py`, from the Unicode Character Database.

mod tables;

use tables::{CLASSES, RUNS, STARTS};

/// Runs behind each entry of [`STARTS`].
const BLOCK: usize = 32;

/// The properties of a code point, and its offset in the run of its like.
fn lookup(point: u32) -> (u16, u32) {
    let block = STARTS.partition_point(|&start| start <= point) - 1;
    let mut offset = point - STARTS[block];
    for &run in &RUNS[block * BLOCK..] {
        let len = u32::from(run & 0x3ff);
        if offset < len {
            return (CLASSES[usize::from(run >> 10)], offset);
        }
        offset -= len;
    }
    (0, 0)
}

/// The properties of ASCII, which need no search.
static ASCII: [u16; 128] = {
    let mut properties = [0; 128];
    let (mut point, mut index) = (0, 0);
    while point < properties.len() {
        let run = RUNS[index];
        let end = point + (run & 0x3ff) as usize;
        while point < end && point < properties.len() {
            properties[point] = CLASSES[(run >> 10) as usize];
            point += 1;
        }
        index += 1;
    }
    properties
};

fn has(point: u32, properties: u16) -> bool {
    let ascii = ASCII.get(point as usize).copied();
    ascii.unwrap_or_else(|| lookup(point).0) & properties != 0
}

/// `str.isalpha`: letters, not marks.
pub fn is_alpha(point: u32) -> bool {
    has(point, tables::ALPHA)
}

/// `str.isdecimal`: digits of a decimal system.
pub fn is_decimal(point: u32) -> bool {
    has(point, tables::DECIMAL)
}

/// `str.isdigit`: also superscripts and the like.
pub fn is_digit(point: u32) -> bool {
    has(point, tables::DIGIT)
}

/// `str.isnumeric`: also fractions, and ideographs that mean numbers.
pub fn is_numeric(point: u32) -> bool {
    has(point, tables::NUMERIC)
}

/// `str.isalnum`
pub fn is_alnum(point: u32) -> bool {
    has(point, tables::ALPHA | tables::DECIMAL | tables::DIGIT | tables::NUMERIC)
}

/// `str.islower`, for one character.
pub fn is_lower(point: u32) -> bool {
    has(point, tables::LOWER)
}

/// `str.isupper`, for one character.
pub fn is_upper(point: u32) -> bool {
    has(point, tables::UPPER)
}

/// Whether a character is a title case letter, such as `ǅ`.
pub fn is_title(point: u32) -> bool {
    has(point, tables::TITLE)
}

/// `str.isspace`
pub fn is_space(point: u32) -> bool {
    has(point, tables::SPACE)
}

/// `str.isprintable`: what `repr` does not escape.
pub fn is_printable(point: u32) -> bool {
    has(point, tables::PRINTABLE)
}

/// Whether an identifier can start with it: XID_Start, or an underscore.
pub fn is_identifier_start(point: u32) -> bool {
    point == '_' as u32 || has(point, tables::XID_START)
}

/// Whether an identifier can go on with it: XID_Continue.
pub fn is_identifier_continue(point: u32) -> bool {
    has(point, tables::XID_CONTINUE)
}

/// Whether it has case, for the rule of the final sigma and for `str.title`.
pub fn is_cased(point: u32) -> bool {
    has(point, tables::CASED | tables::LOWER | tables::UPPER | tables::TITLE)
}

/// Whether the rule of the final sigma looks past it.
pub fn is_case_ignorable(point: u32) -> bool {
    has(point, tables::IGNORABLE)
}

/// Whether `str.splitlines` breaks after it.
pub const fn is_line_break(point: u32) -> bool {
    matches!(point, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

/// The value of a digit of a decimal system: `int` and `float` read these too.
pub fn decimal_value(point: u32) -> Option<u32> {
    if let digit @ 0..10 = point.wrapping_sub('0' as u32) {
        return Some(digit);
    }
    let (properties, offset) = lookup(point);
    (properties & tables::DECIMAL != 0).then_some(offset % 10)
}

/// What a character maps to: one to three characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    points: [u32; 3],
    len: u8,
}

impl Mapped {
    const fn one(point: u32) -> Self {
        Self { points: [point, 0, 0], len: 1 }
    }

    /// The code points.
    pub fn as_slice(&self) -> &[u32] {
        &self.points[..usize::from(self.len)]
    }
}

/// Runs that a mapping consists of, and what gives several characters.
struct Mapping {
    runs: &'static [(u32, i32)],
    long: &'static [[u16; 4]],
}

const START: u32 = (1 << 21) - 1;

impl Mapping {
    fn long(&self, point: u32) -> Option<Mapped> {
        let key = u16::try_from(point).ok()?;
        let [_, points @ ..] = self.long[self.long.binary_search_by_key(&key, |row| row[0]).ok()?];
        Some(Mapped { points: points.map(u32::from), len: if points[2] == 0 { 2 } else { 3 } })
    }

    fn short(&self, point: u32) -> Option<u32> {
        let after = self.runs.partition_point(|&(run, _)| run & START <= point);
        let &(run, delta) = self.runs.get(after.checked_sub(1)?)?;
        let (stride, len) = (1 + (run >> 21 & 1), run >> 22);
        let distance = point - (run & START);
        (distance.is_multiple_of(stride) && distance / stride < len).then(|| point.wrapping_add_signed(delta))
    }

    fn map(&self, point: u32) -> Option<Mapped> {
        self.long(point).or_else(|| self.short(point).map(Mapped::one))
    }
}

static LOWER: Mapping = Mapping { runs: &tables::LOWER_RUNS, long: &tables::LOWER_LONG };
static UPPER: Mapping = Mapping { runs: &tables::UPPER_RUNS, long: &tables::UPPER_LONG };
static TITLE: Mapping = Mapping { runs: &tables::TITLE_RUNS, long: &tables::TITLE_LONG };
static FOLD: Mapping = Mapping { runs: &tables::FOLD_RUNS, long: &tables::FOLD_LONG };

/// `str.lower` of one character; the caller sees to the final sigma.
pub fn lower(point: u32) -> Mapped {
    match point {
        0x41..=0x5a => Mapped::one(point + 32),
        0..0x80 => Mapped::one(point),
        _ => LOWER.map(point).unwrap_or(Mapped::one(point)),
    }
}

/// `str.upper` of one character.
pub fn upper(point: u32) -> Mapped {
    match point {
        0x61..=0x7a => Mapped::one(point - 32),
        0..0x80 => Mapped::one(point),
        _ => UPPER.map(point).unwrap_or(Mapped::one(point)),
    }
}

/// `str.title` of one character at the start of a word.
pub fn title(point: u32) -> Mapped {
    if point < 0x80 { upper(point) } else { TITLE.map(point).unwrap_or_else(|| upper(point)) }
}

/// `str.casefold` of one character.
pub fn casefold(point: u32) -> Mapped {
    if point < 0x80 { lower(point) } else { FOLD.map(point).unwrap_or_else(|| lower(point)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Property = (&'static str, fn(u32) -> bool);
    type CaseMapping = (&'static str, fn(u32) -> Mapped);

    /// A letter of lower case until Unicode 16 made it one without case.
    const NO_LONGER_LOWER: u32 = 0x295;

    /// What the table written beside the vectors says of one property or mapping.
    fn expected(name: &str) -> (usize, u64) {
        let lines = include_str!("../tests/vectors/unicode.txt").lines();
        let mut line =
            lines.map(|line| line.split(' ')).find(|line| line.clone().next() == Some(name)).unwrap();
        (line.nth(1).unwrap().parse().unwrap(), line.next().unwrap().parse().unwrap())
    }

    #[test]
    fn properties_are_those_of_python() {
        let properties: [Property; 13] = [
            ("ALPHA", is_alpha),
            ("DECIMAL", is_decimal),
            ("DIGIT", is_digit),
            ("NUMERIC", is_numeric),
            ("LOWER", is_lower),
            ("UPPER", is_upper),
            ("TITLE", is_title),
            ("SPACE", is_space),
            ("PRINTABLE", is_printable),
            ("XID_START", |point| point != '_' as u32 && is_identifier_start(point)),
            ("XID_CONTINUE", is_identifier_continue),
            ("CASED", |point| has(point, tables::CASED)),
            ("IGNORABLE", is_case_ignorable),
        ];
        for (name, property) in properties {
            let (mut count, mut sum) = (0, 0u64);
            for point in (0..=0x10_ffff).filter(|&point| property(point)) {
                count += 1;
                sum = sum.wrapping_add(u64::from(point) * u64::from(point));
            }
            assert_eq!((count, sum), expected(name), "{name}");
        }
    }

    #[test]
    fn case_is_that_of_python() {
        let mappings: [CaseMapping; 4] =
            [("lower", lower), ("upper", upper), ("title", title), ("fold", casefold)];
        for (name, mapping) in mappings {
            let mut hash = 0u64;
            for char in (0..=0x10_ffff).filter_map(char::from_u32) {
                for &point in mapping(char.into()).as_slice() {
                    hash = hash.wrapping_mul(1_000_003).wrapping_add(point.into());
                }
            }
            assert_eq!((0, hash), expected(name), "{name}");
        }
    }

    #[test]
    fn core_agrees_on_what_it_knows_too() {
        for char in (0..=0x10_ffff).filter_map(char::from_u32) {
            let point = u32::from(char);
            if point != NO_LONGER_LOWER && (is_lower(point) || is_upper(point)) {
                assert_eq!(
                    (char.is_lowercase(), char.is_uppercase()),
                    (is_lower(point), is_upper(point)),
                    "{point:x}"
                );
            }
            assert!(!is_alpha(point) || char.is_alphabetic(), "{point:x}");
            assert!(!is_numeric(point) || char.is_numeric() || is_alpha(point), "{point:x}");
            assert!(!is_identifier_start(point) || is_identifier_continue(point), "{point:x}");
        }
    }

    #[test]
    fn well_known_characters_are_known() {
        let points = |text: &str| text.chars().map(u32::from).collect::<std::vec::Vec<_>>();
        assert_eq!(upper(0xdf).as_slice(), points("SS"));
        assert_eq!(title(0xfb01).as_slice(), points("Fi"));
        assert_eq!(casefold(0xdf).as_slice(), points("ss"));
        assert_eq!(lower(0x130).as_slice(), points("i\u{307}"));
        assert_eq!(title(0x1c6).as_slice(), [0x1c5]);
        assert_eq!(casefold(0xab70).as_slice(), [0x13a0]);
        assert_eq!(
            ["7", "٣", "９", "𝟗"].map(|c| decimal_value(points(c)[0])),
            [Some(7), Some(3), Some(9), Some(9)]
        );
        assert_eq!(["a", "²", "五"].map(|c| decimal_value(points(c)[0])), [None; 3]);
        assert!(!is_printable(0xd800) && !is_printable(0xad) && is_printable(0xe9));
        assert!(is_line_break(0x2028) && !is_line_break(0x20));
    }
}
