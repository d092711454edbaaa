//! Finding a short sequence within a long one, in linear time and without memory.
//!
//! Looks for the first element first, which is quickest on ordinary text; when that has cost
//! more comparisons than text was passed, goes on with the two-way algorithm, which never needs
//! more than twice the length. Works on bytes and on characters of two or four bytes.
//!
//! Source: Crochemore and Perrin, Two-way string-matching, J. ACM 38 (1991).

/// Comparisons that the simple way may waste before it is given up.
const PATIENCE: usize = 64;

/// A slice read forwards or, if `REVERSE`, from its end.
#[derive(Clone, Copy)]
struct View<'a, T, const REVERSE: bool>(&'a [T]);

impl<T: Copy + Ord, const REVERSE: bool> View<'_, T, REVERSE> {
    fn len(self) -> usize {
        self.0.len()
    }

    fn at(self, index: usize) -> T {
        if REVERSE { self.0[self.0.len() - 1 - index] } else { self.0[index] }
    }

    /// The first place from `from` up to `until` that holds `item`.
    fn next(self, item: T, from: usize, until: usize) -> Option<usize> {
        let len = self.0.len();
        let found = if REVERSE {
            self.0[len - until..len - from].iter().rev().position(|&other| other == item)
        } else {
            self.0[from..until].iter().position(|&other| other == item)
        };
        found.map(|offset| from + offset)
    }
}

/// Where `needle` first occurs in `hay`.
pub fn find<T: Copy + Ord>(hay: &[T], needle: &[T]) -> Option<usize> {
    search::<T, false>(View(hay), View(needle))
}

/// Where `needle` last occurs in `hay`.
pub fn rfind<T: Copy + Ord>(hay: &[T], needle: &[T]) -> Option<usize> {
    search::<T, true>(View(hay), View(needle)).map(|place| hay.len() - needle.len() - place)
}

/// How often `needle` occurs in `hay` without overlap; an empty one fits between all elements.
pub fn count<T: Copy + Ord>(hay: &[T], needle: &[T]) -> usize {
    if needle.is_empty() {
        return hay.len() + 1;
    }
    if let [single] = *needle {
        return hay.iter().filter(|&&item| item == single).count();
    }
    let (mut rest, mut total) = (hay, 0);
    while let Some(place) = find(rest, needle) {
        rest = &rest[place + needle.len()..];
        total += 1;
    }
    total
}

fn search<T: Copy + Ord, const R: bool>(hay: View<'_, T, R>, needle: View<'_, T, R>) -> Option<usize> {
    let len = needle.len();
    if len == 0 {
        return Some(0);
    }
    let until = hay.len().checked_sub(len)? + 1;
    let first = needle.at(0);
    let (mut place, mut work) = (0, 0);
    while place < until {
        place = hay.next(first, place, until)?;
        let same = (1..len).take_while(|&index| hay.at(place + index) == needle.at(index)).count();
        if same + 1 == len {
            return Some(place);
        }
        work += same;
        place += 1;
        if work > PATIENCE + place {
            return two_way(hay, needle, place);
        }
    }
    None
}

/// The search with a critical factorization, from `place` on.
fn two_way<T: Copy + Ord, const R: bool>(
    hay: View<'_, T, R>,
    needle: View<'_, T, R>,
    mut place: usize,
) -> Option<usize> {
    let len = needle.len();
    let (cut, period) = maximal_suffix(needle, |a, b| a < b).max(maximal_suffix(needle, |a, b| a > b));
    let periodic = cut + period <= len && (0..cut).all(|index| needle.at(index) == needle.at(index + period));
    let (step, keep) = if periodic { (period, len - period) } else { (cut.max(len - cut) + 1, 0) };
    // Elements at the start of the needle known to fit where it lies now.
    let mut known = 0;
    while place + len <= hay.len() {
        let fits = |index: &usize| needle.at(*index) == hay.at(place + index);
        let from = cut.max(known);
        let right = from + (from..len).take_while(fits).count();
        if right < len {
            place += right - cut + 1;
            known = 0;
            continue;
        }
        if (known..cut).rev().all(|index| fits(&index)) {
            return Some(place);
        }
        place += step;
        known = keep;
    }
    None
}

/// Start and period of the suffix that is largest in the order `less`.
fn maximal_suffix<T: Copy + Ord, const R: bool>(
    needle: View<'_, T, R>,
    less: fn(&T, &T) -> bool,
) -> (usize, usize) {
    let (mut start, mut other, mut offset, mut period) = (0, 1, 0, 1);
    while other + offset < needle.len() {
        let (a, b) = (needle.at(other + offset), needle.at(start + offset));
        if less(&a, &b) {
            other += offset + 1;
            offset = 0;
            period = other - start;
        } else if a == b {
            if offset + 1 == period {
                other += period;
                offset = 0;
            } else {
                offset += 1;
            }
        } else {
            start = other;
            other += 1;
            offset = 0;
            period = 1;
        }
    }
    (start, period)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn slow<T: Eq>(hay: &[T], needle: &[T]) -> Vec<usize> {
        (0..(hay.len() + 1).saturating_sub(needle.len()))
            .filter(|&place| &hay[place..place + needle.len()] == needle)
            .collect()
    }

    fn check<T: Copy + Ord + core::fmt::Debug>(hay: &[T], needle: &[T]) {
        let places = slow(hay, needle);
        assert_eq!(find(hay, needle), places.first().copied(), "{needle:?} in {hay:?}");
        assert_eq!(rfind(hay, needle), places.last().copied(), "{needle:?} in {hay:?}");
        if !needle.is_empty() {
            for start in 0..hay.len().saturating_sub(needle.len()) {
                let expected = places.iter().find(|&&place| place >= start).copied();
                assert_eq!(two_way::<T, false>(View(hay), View(needle), start), expected);
            }
        }
    }

    #[test]
    fn all_short_words_are_found() {
        let words = |len: u32| (0..1u32 << len).map(move |bits| (0..len).map(|i| bits >> i & 1).collect());
        let needles: Vec<Vec<u32>> = (0..=6).flat_map(words).collect();
        for hay in words(10) {
            let hay: Vec<u32> = hay;
            needles.iter().for_each(|needle| check(&hay, needle));
        }
    }

    #[test]
    fn periodic_needles_are_found_in_periodic_text() {
        let mut noise = 1u32;
        for round in 0..3000 {
            let mut next = |below: u32| {
                noise = noise.wrapping_mul(1664525).wrapping_add(1013904223);
                (noise >> 16) % below
            };
            let period = 1 + next(5) as usize;
            let base: Vec<u8> = (0..period).map(|_| next(2) as u8).collect();
            let mut hay: Vec<u8> = base.iter().cycle().take(60 + next(100) as usize).copied().collect();
            let place = next(hay.len() as u32) as usize;
            hay[place] ^= 1;
            let from = next(20) as usize;
            let needle = hay[from..from + 1 + next(35) as usize].to_vec();
            check(&hay, &needle);
            let wide: Vec<u16> = hay.iter().map(|&item| item.into()).collect();
            check(&wide, &needle.iter().map(|&item| item.into()).collect::<Vec<u16>>());
            let _ = round;
        }
    }

    #[test]
    fn the_worst_case_is_linear() {
        let hay = std::vec![b'a'; 400_000];
        let mut needle = std::vec![b'a'; 100_000];
        needle[50_000] = b'b';
        assert_eq!((find(&hay, &needle), rfind(&hay, &needle)), (None, None));
        assert_eq!(count(&hay, &[b'a'; 1000]), 400);
    }

    #[test]
    fn occurrences_do_not_overlap() {
        assert_eq!(count(b"aaaaa", b"aa"), 2);
        assert_eq!(count(b"abc", b""), 4);
        assert_eq!(count(b"banana", b"a"), 3);
        assert_eq!(count(b"", b"a"), 0);
    }
}
