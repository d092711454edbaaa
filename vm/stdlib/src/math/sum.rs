//! Sums and norms that round once: `fsum`, `sumprod`, `prod`, `hypot`, `dist`.
//!
//! Source: J. Shewchuk, "Adaptive precision floating-point arithmetic" (partials); T. Ogita,
//! S. Rump, S. Oishi, "Accurate sum and dot product" (error-free transformations).

use pyrite_algo::Buf;
use pyrite_api::types::{Float, Tuple};
use pyrite_api::{BinaryOp, Obj, Outcome, Raised, Ref, Vm, bound, required};

/// `a + b` as the nearest float and the exact rest.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// `a * b` as the nearest float and the exact rest, unless that is too small.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, libm::fma(a, b, -product))
}

/// Floats that do not overlap, smallest first, whose sum is exactly that of all that came.
#[derive(Default)]
struct Partials {
    parts: Buf<f64>,
    /// The sum of the infinities and NaNs.
    special: f64,
    /// The sum of the infinities alone: NaN if both came.
    infinities: f64,
}

/// Why there is no sum.
enum SumError {
    Overflow,
    OutOfMemory,
}

impl Partials {
    fn add(&mut self, x: f64) -> Result<(), SumError> {
        let mut carried = x;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let Some(&part) = self.parts.get(index) else { break };
            let (sum, rest) = two_sum(carried, part);
            if rest != 0.0
                && let Some(place) = self.parts.get_mut(kept)
            {
                *place = rest;
                kept += 1;
            }
            carried = sum;
        }
        if carried == 0.0 {
            self.parts.truncate(kept);
            return Ok(());
        }
        if !carried.is_finite() {
            if x.is_finite() {
                return Err(SumError::Overflow);
            }
            if x.is_infinite() {
                self.infinities += x;
            }
            self.special += x;
            self.parts.clear();
            return Ok(());
        }
        self.parts.truncate(kept);
        self.parts.push(carried).map_err(|_| SumError::OutOfMemory)
    }

    /// The sum of the parts, rounded once.
    fn rounded(&self) -> f64 {
        let mut rest = self.parts.iter().rev().copied();
        let Some(mut high) = rest.next() else { return 0.0 };
        let mut low = 0.0;
        for part in rest.by_ref() {
            (high, low) = two_sum(high, part);
            if low != 0.0 {
                break;
            }
        }
        // `low` is at most half a unit of `high`; if it is just that, what follows decides.
        if let Some(next) = rest.next()
            && (low < 0.0 && next < 0.0 || low > 0.0 && next > 0.0)
        {
            let doubled = low * 2.0;
            let sum = high + doubled;
            if doubled == sum - high {
                high = sum;
            }
        }
        high
    }
}

/// `fsum(seq)`
pub fn fsum(vm: &Vm, args: &[Ref]) -> Outcome {
    let mut partials = Partials::default();
    vm.for_each(required(args, 0), |item| {
        let x = vm.real(&item)?;
        partials.add(x).map_err(|error| match error {
            SumError::Overflow => vm.overflow_error("intermediate overflow in fsum"),
            SumError::OutOfMemory => vm.memory_error(),
        })
    })?;
    if partials.special != 0.0 {
        if partials.infinities.is_nan() {
            return Err(vm.value_error("-inf + inf in fsum"));
        }
        return vm.float(partials.special);
    }
    vm.float(partials.rounded())
}

/// `prod(iterable, /, *, start=1)`
pub fn prod(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let mut product = bound(args, 1).map_or_else(|| Ref::small(1), Obj::own);
    vm.for_each(bound(args, 0).unwrap_or(Obj::NONE), |item| {
        product = vm.binary(BinaryOp::Mul, &product, &item)?;
        Ok(())
    })?;
    Ok(product)
}

/// A sum in three floats, each the error of the one before.
#[derive(Clone, Copy, Default)]
struct Triple(f64, f64, f64);

impl Triple {
    fn plus_product(self, a: f64, b: f64) -> Triple {
        let (product, product_rest) = two_product(a, b);
        let (high, high_rest) = two_sum(self.0, product);
        let (middle, first) = two_sum(self.1, product_rest);
        let (middle, second) = two_sum(middle, high_rest);
        Triple(high, middle, self.2 + (first + second))
    }

    fn rounded(self) -> f64 {
        let (high, rest) = two_sum(self.1, self.2);
        let (sum, low) = two_sum(self.0, high);
        // The least part decides where the others are a tie.
        let (tail, _) = two_sum(low, rest);
        sum + tail
    }
}

/// The values of a pair with a float in it, the other an exact float or int.
fn float_pair(a: &Obj, b: &Obj) -> Option<(f64, f64)> {
    let exact = |x: &Obj| x.exact::<Float>().map(|x| x.value);
    let whole = |x: &Obj| pyrite_algo::bigint::float::to_f64(x.int()?.limbs().as_int());
    let is_plain = |x: &Obj| x.is_exact_int() || x.is(Obj::TRUE) || x.is(Obj::FALSE);
    match (exact(a), exact(b)) {
        (Some(a), Some(b)) => Some((a, b)),
        (Some(a), None) if is_plain(b) => Some((a, whole(b)?)),
        (None, Some(b)) if is_plain(a) => Some((whole(a)?, b)),
        _ => None,
    }
}

/// What `sumprod` has added up: floats apart, until something else ends that.
struct Dot {
    total: Ref,
    floats: Triple,
    has_floats: bool,
    may_have_floats: bool,
}

impl Dot {
    fn add(&mut self, vm: &Vm, a: &Obj, b: &Obj) -> Result<(), Raised> {
        if self.may_have_floats
            && let Some((x, y)) = float_pair(a, b)
        {
            let sum = self.floats.plus_product(x, y);
            if sum.0.is_finite() {
                self.floats = sum;
                self.has_floats = true;
                return Ok(());
            }
        }
        let are_ints = a.is_exact_int() && b.is_exact_int();
        if !are_ints || self.has_floats {
            self.finish_floats(vm)?;
        }
        let product = vm.binary(BinaryOp::Mul, a, b)?;
        self.total = vm.binary(BinaryOp::Add, &self.total, &product)?;
        Ok(())
    }

    fn finish_floats(&mut self, vm: &Vm) -> Result<(), Raised> {
        self.may_have_floats = false;
        if core::mem::take(&mut self.has_floats) {
            let floats = vm.float(self.floats.rounded())?;
            self.total = vm.binary(BinaryOp::Add, &self.total, &floats)?;
        }
        Ok(())
    }
}

/// `sumprod(p, q)`
pub fn sumprod(vm: &Vm, args: &[Ref]) -> Outcome {
    let (p, q) = (vm.iter(required(args, 0))?, vm.iter(required(args, 1))?);
    let mut dot =
        Dot { total: Ref::small(0), floats: Triple::default(), has_floats: false, may_have_floats: true };
    loop {
        match (vm.next(&p)?, vm.next(&q)?) {
            (Some(a), Some(b)) => dot.add(vm, &a, &b)?,
            (None, None) => break,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        }
    }
    dot.finish_floats(vm)?;
    Ok(dot.total)
}

/// The root of the sum of the squares of `parts`, none of them below 0, to within one unit of
/// its last place.
fn norm(parts: &[f64]) -> f64 {
    let largest = parts.iter().copied().fold(0.0, f64::max);
    if largest.is_infinite() {
        return largest;
    }
    if parts.iter().any(|part| part.is_nan()) {
        return f64::NAN;
    }
    if largest == 0.0 || parts.len() < 2 {
        return largest;
    }
    // Scaling by powers of two is exact: squares neither overflow nor vanish.
    let (_, exponent) = libm::frexp(largest);
    let (mut sum, mut rest) = (0.0, 0.0);
    for part in parts {
        let x = libm::scalbn(*part, -exponent);
        let (square, square_rest) = two_product(x, x);
        let (next, next_rest) = two_sum(sum, square);
        sum = next;
        rest += square_rest + next_rest;
    }
    let root = libm::sqrt(sum + rest);
    // One step of Newton's, with the error of the square known to twice the precision.
    let (square, square_rest) = two_product(root, root);
    let error = ((sum - square) - square_rest) + rest;
    libm::scalbn(root + error / (2.0 * root), exponent)
}

/// `hypot(*coordinates)`
pub fn hypot(vm: &Vm, args: &[Ref]) -> Outcome {
    let mut parts = vm.memory(Buf::with_capacity(args.len()))?;
    for arg in args {
        let x = vm.real(arg)?;
        vm.memory(parts.push(x.abs()))?;
    }
    vm.float(norm(&parts))
}

/// `dist(p, q)`
pub fn dist(vm: &Vm, args: &[Ref]) -> Outcome {
    let (p, q) = (vm.collect_tuple(required(args, 0))?, vm.collect_tuple(required(args, 1))?);
    let items = |tuple: &Obj| tuple.cast::<Tuple>().map_or(0, |tuple| tuple.items().len());
    if items(&p) != items(&q) {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let mut parts = vm.memory(Buf::with_capacity(items(&p)))?;
    if let (Some(p), Some(q)) = (p.cast::<Tuple>(), q.cast::<Tuple>()) {
        for (a, b) in p.items().iter().zip(q.items()) {
            let gap = vm.real(a)? - vm.real(b)?;
            vm.memory(parts.push(gap.abs()))?;
        }
    }
    vm.float(norm(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(items: &[f64]) -> f64 {
        let mut partials = Partials::default();
        for &item in items {
            assert!(partials.add(item).is_ok());
        }
        partials.rounded()
    }

    #[test]
    fn fsum_rounds_once() {
        assert_eq!(sum(&[0.1; 10]), 1.0);
        assert_eq!(sum(&[1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50]), 1e-100);
        assert_eq!(sum(&[9_007_199_254_740_992.0, 0.5, f64::from_bits(1)]), 9_007_199_254_740_992.0);
        assert_eq!(sum(&[9_007_199_254_740_992.0, 1.0, f64::from_bits(1)]), 9_007_199_254_740_994.0);
    }

    #[test]
    fn norm_is_right_at_the_edges_of_the_range() {
        assert_eq!(norm(&[3.0, 4.0]), 5.0);
        assert_eq!(norm(&[3e300, 4e300]), 5e300);
        let tiny = f64::from_bits(1);
        assert_eq!(norm(&[3.0 * tiny, 4.0 * tiny]), 5.0 * tiny);
        assert!(norm(&[1.0, f64::NAN]).is_nan());
        assert_eq!(norm(&[f64::INFINITY, f64::NAN]), f64::INFINITY);
    }

    #[test]
    fn dot_product_keeps_what_cancels() {
        let mut total = Triple::default();
        for (a, b) in [(1e16, 1.0), (1.0, 1.0), (-1e16, 1.0)] {
            total = total.plus_product(a, b);
        }
        assert_eq!(total.rounded(), 1.0);
    }
}
