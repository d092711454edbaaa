//! A stable merge sort: uses order already there, survives failing comparisons.
//!
//! Runs are found, made long enough by insertion, and merged in the order of powersort; merges
//! gallop where one run wins again and again. On ordered input it makes `n - 1` comparisons.
//! Comparisons run the user's code, so any of them may fail: then, as when memory is short, the
//! slice holds the same elements as before, in some order.
//!
//! Sources: CPython Objects/listsort.txt; Munro and Wild, Nearly-Optimal Mergesorts, ESA 2018.

use crate::buf::{Buf, OutOfMemory};

/// Runs shorter than this are grown by insertion.
const MIN_RUN: usize = 32;

/// Wins in a row after which a merge gallops.
const GALLOP: usize = 7;

/// Runs that can wait: their powers grow strictly and are at most the bits of a length.
const MAX_RUNS: usize = usize::BITS as usize + 2;

/// A run and the power of the boundary before it.
#[derive(Clone, Copy, Default)]
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

/// Sorts `items` by `less`; O(n log n) comparisons, scratch for half the elements at most.
///
/// Equal elements keep their order. For a descending sort that keeps it too, reverse the slice
/// before and after.
///
/// # Errors
/// What `less` fails with, or [`OutOfMemory`]; `items` is then a permutation of what it was.
pub fn sort<T: Copy, E: From<OutOfMemory>>(
    items: &mut [T],
    less: impl FnMut(T, T) -> Result<bool, E>,
) -> Result<(), E> {
    Sorter { items, less, scratch: Buf::new(), gallop: GALLOP }.sort()
}

struct Sorter<'a, T, L> {
    items: &'a mut [T],
    less: L,
    scratch: Buf<T>,
    /// Wins in a row that start a gallop: rises where galloping does not pay.
    gallop: usize,
}

impl<T: Copy, E: From<OutOfMemory>, L: FnMut(T, T) -> Result<bool, E>> Sorter<'_, T, L> {
    fn sort(mut self) -> Result<(), E> {
        let total = self.items.len();
        let mut runs = [Run::default(); MAX_RUNS];
        let mut waiting = 0;
        let mut start = 0;
        while start < total {
            let len = self.next_run(start)?;
            let mut run = Run { start, len, power: 0 };
            if waiting > 0 {
                run.power = power(runs[waiting - 1], run, total);
                while waiting > 1 && runs[waiting - 1].power > run.power {
                    self.merge(runs[waiting - 2], runs[waiting - 1])?;
                    runs[waiting - 2].len += runs[waiting - 1].len;
                    waiting -= 1;
                }
            }
            runs[waiting] = run;
            waiting += 1;
            start += len;
        }
        while waiting > 1 {
            self.merge(runs[waiting - 2], runs[waiting - 1])?;
            runs[waiting - 2].len += runs[waiting - 1].len;
            waiting -= 1;
        }
        Ok(())
    }

    /// Finds or makes a sorted run at `start`; returns its length.
    fn next_run(&mut self, start: usize) -> Result<usize, E> {
        let rest = self.items.len() - start;
        if rest < 2 {
            return Ok(rest);
        }
        let mut len = 2;
        let falling = (self.less)(self.items[start + 1], self.items[start])?;
        while len < rest && (self.less)(self.items[start + len], self.items[start + len - 1])? == falling {
            len += 1;
        }
        if falling {
            // Strictly falling, so turning it round keeps equal elements in order.
            self.items[start..start + len].reverse();
        }
        let wanted = min_run(self.items.len()).min(rest);
        for end in start + len..start + wanted {
            let place = self.upper_bound(start, end, self.items[end])?;
            self.items[place..=end].rotate_right(1);
        }
        Ok(len.max(wanted))
    }

    /// The first place in sorted `low..high` whose element is greater than `item`.
    fn upper_bound(&mut self, mut low: usize, mut high: usize, item: T) -> Result<usize, E> {
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.less)(item, self.items[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// The first place in sorted `low..high` whose element is not less than `item`.
    fn lower_bound(&mut self, mut low: usize, mut high: usize, item: T) -> Result<usize, E> {
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.less)(self.items[middle], item)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// Merges two neighbouring runs.
    fn merge(&mut self, left: Run, right: Run) -> Result<(), E> {
        let (middle, end) = (right.start, right.start + right.len);
        // What is in place at both ends need not move.
        let start = self.upper_bound(left.start, middle, self.items[middle])?;
        if start == middle {
            return Ok(());
        }
        let end = self.lower_bound(middle, end, self.items[middle - 1])?;
        let len = (middle - start).min(end - middle);
        self.scratch.clear();
        if self.scratch.capacity() < len {
            // Not grown but replaced: the old one is given back first, and none is in reserve.
            self.scratch = Buf::new();
            self.scratch = Buf::with_capacity(len)?;
        }
        if len == middle - start {
            self.scratch.extend_from_slice(&self.items[start..middle])?;
            self.merge_up(start, middle, end)
        } else {
            self.scratch.extend_from_slice(&self.items[middle..end])?;
            self.merge_down(start, middle, end)
        }
    }

    /// Merges from the front; the left run is in scratch.
    fn merge_up(&mut self, start: usize, middle: usize, end: usize) -> Result<(), E> {
        // Before `out` all is done; the gap up to `right` is what scratch still holds.
        let (mut out, mut left, mut right) = (start, 0, middle);
        let mut result = Ok(());
        let (mut left_wins, mut right_wins) = (0, 0);
        while left < self.scratch.len() && right < end {
            let item = self.scratch[left];
            match (self.less)(self.items[right], item) {
                Ok(true) => {
                    self.items[out] = self.items[right];
                    (out, right) = (out + 1, right + 1);
                    (left_wins, right_wins) = (0, right_wins + 1);
                }
                Ok(false) => {
                    self.items[out] = item;
                    (out, left) = (out + 1, left + 1);
                    (left_wins, right_wins) = (left_wins + 1, 0);
                }
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
            if left_wins.max(right_wins) >= self.gallop && left < self.scratch.len() && right < end {
                match self.gallop_up(left, right, end) {
                    Ok((lefts, rights)) => {
                        self.items[out..out + lefts].copy_from_slice(&self.scratch[left..left + lefts]);
                        (out, left) = (out + lefts, left + lefts);
                        self.items.copy_within(right..right + rights, out);
                        (out, right) = (out + rights, right + rights);
                        self.adapt(lefts.max(rights));
                    }
                    Err(error) => {
                        result = Err(error);
                        break;
                    }
                }
                (left_wins, right_wins) = (0, 0);
            }
        }
        let rest = &self.scratch[left..];
        self.items[out..out + rest.len()].copy_from_slice(rest);
        result
    }

    /// How many of scratch come before the next of the right run, and then how many of that.
    fn gallop_up(&mut self, left: usize, right: usize, end: usize) -> Result<(usize, usize), E> {
        let item = self.items[right];
        let (scratch, less) = (&self.scratch[left..], &mut self.less);
        let lefts = gallop(scratch.len(), |index| less(item, scratch[index]).map(|less| !less))?;
        let Some(&item) = scratch.get(lefts) else { return Ok((lefts, 0)) };
        let (items, less) = (&self.items[right..end], &mut self.less);
        let rights = gallop(items.len(), |index| less(items[index], item))?;
        Ok((lefts, rights))
    }

    /// Merges from the back; the right run is in scratch.
    fn merge_down(&mut self, start: usize, middle: usize, end: usize) -> Result<(), E> {
        // From `out` on all is done; the gap down to `left` is what scratch still holds.
        let (mut out, mut left, mut right) = (end, middle, self.scratch.len());
        let mut result = Ok(());
        let (mut left_wins, mut right_wins) = (0, 0);
        while left > start && right > 0 {
            let item = self.scratch[right - 1];
            match (self.less)(item, self.items[left - 1]) {
                Ok(true) => {
                    self.items[out - 1] = self.items[left - 1];
                    (out, left) = (out - 1, left - 1);
                    (left_wins, right_wins) = (left_wins + 1, 0);
                }
                Ok(false) => {
                    self.items[out - 1] = item;
                    (out, right) = (out - 1, right - 1);
                    (left_wins, right_wins) = (0, right_wins + 1);
                }
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
            if left_wins.max(right_wins) >= self.gallop && left > start && right > 0 {
                match self.gallop_down(start, left, right) {
                    Ok((lefts, rights)) => {
                        self.items.copy_within(left - lefts..left, out - lefts);
                        (out, left) = (out - lefts, left - lefts);
                        self.items[out - rights..out].copy_from_slice(&self.scratch[right - rights..right]);
                        (out, right) = (out - rights, right - rights);
                        self.adapt(lefts.max(rights));
                    }
                    Err(error) => {
                        result = Err(error);
                        break;
                    }
                }
                (left_wins, right_wins) = (0, 0);
            }
        }
        let rest = &self.scratch[..right];
        self.items[out - right..out].copy_from_slice(rest);
        result
    }

    /// How many at the end of the left run come after the last of scratch, and then how many of
    /// scratch come after the rest of the left run.
    fn gallop_down(&mut self, start: usize, left: usize, right: usize) -> Result<(usize, usize), E> {
        let item = self.scratch[right - 1];
        let (items, less) = (&self.items[start..left], &mut self.less);
        let lefts = gallop(items.len(), |index| less(item, items[items.len() - 1 - index]))?;
        let Some(&item) = items.iter().rev().nth(lefts) else { return Ok((lefts, 0)) };
        let (scratch, less) = (&self.scratch[..right], &mut self.less);
        let rights = gallop(scratch.len(), |index| less(scratch[right - 1 - index], item).map(|less| !less))?;
        Ok((lefts, rights))
    }

    /// Gallops sooner after a long one, later after a short one.
    fn adapt(&mut self, run: usize) {
        self.gallop = if run >= GALLOP { (self.gallop - 1).max(1) } else { self.gallop + 1 };
    }
}

/// How many of the first elements `before` holds for, where it holds up to some place and not
/// from there on: doubling steps, then halving; O(log of the answer).
fn gallop<E>(len: usize, mut before: impl FnMut(usize) -> Result<bool, E>) -> Result<usize, E> {
    let (mut low, mut step) = (0, 1);
    while low + step <= len && before(low + step - 1)? {
        low += step;
        step = step.saturating_mul(2);
    }
    let mut high = (low + step - 1).min(len);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// A length of runs such that `total` is cut into a power of two of them, or a little less.
fn min_run(total: usize) -> usize {
    let shift = (usize::BITS - total.leading_zeros()).saturating_sub(MIN_RUN.ilog2());
    let cut = total & ((1 << shift) - 1) != 0;
    (total >> shift) + usize::from(cut)
}

/// The depth of the boundary between two runs in the tree of merges that is nearly the best:
/// the first bit in which their midpoints, as fractions of `total`, differ.
fn power(left: Run, right: Run, total: usize) -> u32 {
    let total = 2 * total as u64;
    let mut a = 2 * left.start as u64 + left.len as u64;
    let mut b = 2 * right.start as u64 + right.len as u64;
    let mut power = 0;
    loop {
        power += 1;
        (a, b) = (2 * a, 2 * b);
        let (high_a, high_b) = (a >= total, b >= total);
        if high_a != high_b {
            return power;
        }
        if high_a {
            (a, b) = (a - total, b - total);
        }
    }
}

#[cfg(test)]
mod tests;
