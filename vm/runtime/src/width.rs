//! How many columns of a terminal a character takes.

/// Ranges of characters that add nothing to the width: marks and joiners.
const NONE: [(u32, u32); 14] = [
    (0x0300, 0x036f),
    (0x0483, 0x0489),
    (0x0591, 0x05bd),
    (0x0610, 0x061a),
    (0x064b, 0x065f),
    (0x0900, 0x0902),
    (0x0e34, 0x0e3a),
    (0x1ab0, 0x1aff),
    (0x1dc0, 0x1dff),
    (0x200b, 0x200f),
    (0x20d0, 0x20ff),
    (0xfe00, 0xfe0f),
    (0xfe20, 0xfe2f),
    (0xe0100, 0xe01ef),
];

/// Ranges that take two columns: East Asian scripts, full-width forms, pictures.
const TWO: [(u32, u32); 15] = [
    (0x1100, 0x115f),
    (0x231a, 0x231b),
    (0x23e9, 0x23ec),
    (0x25fd, 0x25fe),
    (0x2614, 0x2615),
    (0x2e80, 0x303e),
    (0x3041, 0x33ff),
    (0x3400, 0x4dbf),
    (0x4e00, 0xa4cf),
    (0xa960, 0xa97f),
    (0xac00, 0xd7a3),
    (0xf900, 0xfaff),
    (0xfe30, 0xfe6f),
    (0xff00, 0xff60),
    (0xffe0, 0xffe6),
];

fn is_in(ranges: &[(u32, u32)], point: u32) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&point))
}

/// Columns of one character.
pub fn of_char(character: char) -> usize {
    let point = u32::from(character);
    if point < 0x300 {
        1
    } else if is_in(&NONE, point) {
        0
    } else if is_in(&TWO, point)
        || (0x1f300..=0x1faff).contains(&point)
        || (0x20000..=0x3fffd).contains(&point)
    {
        2
    } else {
        1
    }
}

/// Columns of a text.
pub fn of(text: &str) -> usize {
    text.chars().map(of_char).sum()
}
