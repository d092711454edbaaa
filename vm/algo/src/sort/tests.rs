//! Sorting: order, stability, few comparisons, nothing lost when one fails.

use super::*;
use std::vec::Vec;

#[derive(Debug, PartialEq)]
enum Failure {
    Less,
    Memory,
}

impl From<OutOfMemory> for Failure {
    fn from(_: OutOfMemory) -> Self {
        Self::Memory
    }
}

struct Noise(u64);

impl Noise {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }
}

/// Inputs of all shapes: pairs of key and original place.
fn inputs() -> Vec<Vec<(usize, usize)>> {
    let mut noise = Noise(20260104);
    let mut keys: Vec<Vec<usize>> = Vec::new();
    for len in (0..70).chain([100, 257, 1000, 3000]) {
        keys.push((0..len).map(|_| noise.below(1 << 30)).collect());
        keys.push((0..len).map(|_| noise.below(5)).collect());
        keys.push((0..len).collect());
        keys.push((0..len).rev().collect());
        keys.push((0..len).map(|place| place % 37).collect());
        keys.push((0..len).map(|place| place / 2 + (place % 2) * 10_000).collect());
        keys.push((0..len).map(|place| (place * 7) % (len + 1) / 90).collect());
        keys.push((0..len).map(|place| if place < len / 3 { place + len } else { place / 50 }).collect());
    }
    keys.into_iter()
        .map(|keys| keys.into_iter().enumerate().map(|(place, key)| (key, place)).collect())
        .collect()
}

#[test]
fn the_result_is_ordered_and_stable() {
    for input in inputs() {
        let mut got = input.clone();
        let mut count = 0usize;
        let result: Result<(), Failure> = sort(&mut got, |a, b| {
            count += 1;
            Ok(a.0 < b.0)
        });
        assert_eq!(result, Ok(()));
        let mut expected = input.clone();
        expected.sort();
        assert_eq!(got, expected);
        let n = input.len().max(2);
        assert!(count <= n * (n.ilog2() as usize + 2), "{count} comparisons for {n}");
        if input.is_sorted() {
            assert_eq!(count, input.len().saturating_sub(1));
        }
    }
}

#[test]
fn nothing_is_lost_when_a_comparison_fails() {
    for input in inputs().into_iter().filter(|input| matches!(input.len(), 0..70 | 257)) {
        for limit in (0..40).chain((40..3000).step_by(131)) {
            let mut got = input.clone();
            let mut left = limit;
            let result = sort(&mut got, |a, b| {
                left -= 1;
                if left < 0 { Err(Failure::Less) } else { Ok(a.0 < b.0) }
            });
            assert_eq!(result.is_err(), left < 0);
            got.sort_by_key(|item| item.1);
            assert_eq!(got, input, "limit {limit}");
        }
    }
}

#[test]
fn nonsense_orders_lose_nothing() {
    let mut noise = Noise(5);
    for input in inputs() {
        let mut got = input.clone();
        assert_eq!(sort::<_, Failure>(&mut got, |_, _| Ok(noise.below(3) == 0)), Ok(()));
        got.sort_by_key(|item| item.1);
        assert_eq!(got, input);
    }
}
