//! Sums, products and distances of many numbers.

use pyrite_algo::Buf;
use pyrite_api::{BinaryOp, Obj, Outcome, Raised, Ref, Vm, bound, required};

/// `math.prod(iterable, /, *, start=1)`
///
/// # Errors
/// What iterating and multiplying raise.
pub fn prod(vm: &Vm, args: &[Option<&Obj>]) -> Outcome {
    let mut result = bound(args, 1).map_or_else(|| Ref::small(1), |start| start.own());
    vm.for_each(bound(args, 0).unwrap_or(Obj::NONE), |item| {
        result = vm.binary(BinaryOp::Mul, &result, &item)?;
        Ok(())
    })?;
    Ok(result)
}

/// Sum and rounding error of two floats, exactly.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// A sum without rounding: floats that do not overlap, smallest first.
struct Partials {
    parts: Buf<f64>,
    /// Sum of infinities and NaNs.
    special: f64,
    /// Sum of infinities alone: NaN if they cancel.
    infinite: f64,
}

impl Partials {
    fn new() -> Partials {
        Partials { parts: Buf::new(), special: 0.0, infinite: 0.0 }
    }

    fn add(&mut self, vm: &Vm, value: f64) -> Result<(), Raised> {
        let mut x = value;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let Some(&part) = self.parts.get(index) else { break };
            let (sum, error) = two_sum(x, part);
            if error != 0.0 {
                if let Some(slot) = self.parts.get_mut(kept) {
                    *slot = error;
                }
                kept += 1;
            }
            x = sum;
        }
        self.parts.truncate(kept);
        if x.is_finite() {
            return if x == 0.0 { Ok(()) } else { vm.memory(self.parts.push(x)) };
        }
        if value.is_finite() {
            return Err(vm.overflow_error("intermediate overflow in fsum"));
        }
        if value.is_infinite() {
            self.infinite += value;
        }
        self.special += value;
        self.parts.clear();
        Ok(())
    }

    /// The nearest float, ties to even.
    fn finish(self, vm: &Vm) -> Result<f64, Raised> {
        if self.special != 0.0 {
            if self.infinite.is_nan() {
                return Err(vm.value_error("-inf + inf in fsum"));
            }
            return Ok(self.special);
        }
        let mut parts = self.parts;
        let Some(mut high) = parts.pop() else { return Ok(0.0) };
        let mut low = 0.0;
        while let Some(part) = parts.pop() {
            (high, low) = two_sum(high, part);
            if low != 0.0 {
                break;
            }
        }
        // A tie is decided by the sign of what is left below.
        if let Some(&below) = parts.last()
            && (low < 0.0 && below < 0.0 || low > 0.0 && below > 0.0)
        {
            let doubled = low * 2.0;
            let moved = high + doubled;
            if moved - high == doubled {
                high = moved;
            }
        }
        Ok(high)
    }
}

/// `math.fsum(iterable)`
///
/// # Errors
/// OverflowError, ValueError for infinities that cancel; what iterating raises.
pub fn fsum(vm: &Vm, args: &[Ref]) -> Outcome {
    let mut partials = Partials::new();
    vm.for_each(required(args, 0), |item| partials.add(vm, vm.real(&item)?))?;
    vm.float(partials.finish(vm)?)
}

/// Product and its rounding error, exactly.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, libm::fma(a, b, -product))
}

/// The length of a vector: scaled, and summed without rounding.
fn length(vm: &Vm, coordinates: &[f64]) -> Outcome {
    let largest = coordinates.iter().fold(0.0f64, |largest, x| largest.max(x.abs()));
    if coordinates.iter().any(|x| x.is_infinite()) {
        return vm.float(f64::INFINITY);
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return vm.float(f64::NAN);
    }
    if largest == 0.0 || coordinates.len() == 1 {
        return vm.float(largest);
    }
    let (_, exponent) = libm::frexp(largest);
    let mut partials = Partials::new();
    for &x in coordinates {
        let scaled = libm::ldexp(x, -exponent);
        let (square, error) = two_product(scaled, scaled);
        partials.add(vm, square)?;
        partials.add(vm, error)?;
    }
    // One Newton step with the exact remainder corrects the last bit of the root.
    let mut rest = Partials::new();
    for &part in &*partials.parts {
        rest.add(vm, part)?;
    }
    let root = libm::sqrt(partials.finish(vm)?);
    let (square, error) = two_product(root, root);
    rest.add(vm, -square)?;
    rest.add(vm, -error)?;
    let root = root + rest.finish(vm)? / (2.0 * root);
    vm.float(libm::ldexp(root, exponent))
}

/// `math.hypot(*coordinates)`
///
/// # Errors
/// TypeError.
pub fn hypot(vm: &Vm, args: &[Ref]) -> Outcome {
    let mut coordinates = Buf::new();
    for arg in args {
        vm.memory(coordinates.push(vm.real(arg)?))?;
    }
    length(vm, &coordinates)
}

/// `math.dist(p, q)`
///
/// # Errors
/// ValueError for points of different dimensions; TypeError.
pub fn dist(vm: &Vm, args: &[Ref]) -> Outcome {
    let (p, q) = (vm.collect_list(required(args, 0))?, vm.collect_list(required(args, 1))?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let mut differences = Buf::new();
    let mut index = 0;
    while let (Some(a), Some(b)) = (p.get(index), q.get(index)) {
        vm.memory(differences.push(vm.real(&a)? - vm.real(&b)?))?;
        index += 1;
    }
    length(vm, &differences)
}

/// `math.sumprod(p, q)`
///
/// # Errors
/// ValueError for different lengths; what multiplying and adding raise.
pub fn sumprod(vm: &Vm, args: &[Ref]) -> Outcome {
    let (p, q) = (vm.collect_list(required(args, 0))?, vm.collect_list(required(args, 1))?);
    if p.len() != q.len() {
        return Err(vm.value_error("Inputs are not the same length"));
    }
    let (mut total, mut partials) = (Ref::small(0), Partials::new());
    let mut exact = true;
    let mut floats = false;
    for index in 0..p.len() {
        let (Some(a), Some(b)) = (p.get(index), q.get(index)) else { break };
        floats |= a.float().is_some() || b.float().is_some();
        exact &= (a.float().is_some() || a.small().is_some()) && (b.float().is_some() || b.small().is_some());
        total = vm.binary(BinaryOp::Add, &total, &*vm.binary(BinaryOp::Mul, &a, &b)?)?;
    }
    if !floats || !exact || !total.float().is_some_and(f64::is_finite) {
        return Ok(total);
    }
    for index in 0..p.len() {
        let (Some(a), Some(b)) = (p.get(index), q.get(index)) else { break };
        let (product, error) = two_product(vm.real(&a)?, vm.real(&b)?);
        partials.add(vm, product)?;
        partials.add(vm, error)?;
    }
    vm.float(partials.finish(vm)?)
}
