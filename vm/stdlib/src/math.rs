//! `math`: functions of reals and integers.
//!
//! Elementary functions are those of the `libm` crate, within a unit in the last place of
//! CPython's; sums, norms, remainders and integers are exact where CPython's are.

pub mod real;
pub mod parts;
pub mod sum;
pub mod integer;

use core::f64::consts;

use pyrite_api::py_module;

use real::{growing, of_two, property, total, with_poles};

const DEGREE: f64 = consts::PI / 180.0;
const RADIAN: f64 = 180.0 / consts::PI;

py_module! {
    /// `math`
    pub static MATH = "math", "This module provides access to the mathematical functions defined by the C standard." {
        value "pi" () = |vm| vm.float(consts::PI), "";
        value "e" () = |vm| vm.float(consts::E), "";
        value "tau" () = |vm| vm.float(consts::TAU), "";
        value "inf" () = |vm| vm.float(f64::INFINITY), "";
        value "nan" () = |vm| vm.float(f64::NAN), "";
        function "acos" (1, 1) = |vm, args| with_poles(vm, args, libm::acos), "Inverse cosine, in radians.";
        function "acosh" (1, 1) = |vm, args| with_poles(vm, args, libm::acosh), "Inverse hyperbolic cosine.";
        function "asin" (1, 1) = |vm, args| with_poles(vm, args, libm::asin), "Inverse sine, in radians.";
        function "asinh" (1, 1) = |vm, args| with_poles(vm, args, libm::asinh), "Inverse hyperbolic sine.";
        function "atan" (1, 1) = |vm, args| with_poles(vm, args, libm::atan), "Inverse tangent, in radians.";
        function "atan2" (2, 2) = |vm, args| of_two(vm, args, libm::atan2), "Angle of the point (x, y).";
        function "atanh" (1, 1) = |vm, args| with_poles(vm, args, libm::atanh), "Inverse hyperbolic tangent.";
        function "cbrt" (1, 1) = |vm, args| with_poles(vm, args, libm::cbrt), "Cube root.";
        function "ceil" (1, 1) = real::ceil, "Round up.";
        function "comb" (2, 2) = integer::comb, "Count of k-item subsets of n items.";
        function "copysign" (2, 2) = |vm, args| of_two(vm, args, libm::copysign), "x with the sign of y.";
        function "cos" (1, 1) = |vm, args| with_poles(vm, args, libm::cos), "Cosine of radians.";
        function "cosh" (1, 1) = |vm, args| growing(vm, args, libm::cosh), "Hyperbolic cosine.";
        function "degrees" (1, 1) = |vm, args| total(vm, args, |x| x * RADIAN), "Radians to degrees.";
        function "dist" (2, 2) = sum::dist, "Distance from p to q.";
        function "erf" (1, 1) = |vm, args| total(vm, args, libm::erf), "Error function at x.";
        function "erfc" (1, 1) = |vm, args| total(vm, args, libm::erfc), "One minus erf(x).";
        function "exp" (1, 1) = |vm, args| growing(vm, args, libm::exp), "Exponential of x.";
        function "exp2" (1, 1) = |vm, args| growing(vm, args, |x| libm::pow(2.0, x)), "Two to the power x.";
        function "expm1" (1, 1) = |vm, args| growing(vm, args, libm::expm1), "Return exp(x)-1.";
        function "fabs" (1, 1) = |vm, args| total(vm, args, f64::abs), "Magnitude of x, as a float.";
        function "factorial" (1, 1) = integer::factorial, "Find n!.";
        function "floor" (1, 1) = real::floor, "Round down.";
        function "fma" (3, 3) = real::fma, "Fused multiply-add operation: compute (x * y) + z with a single round.";
        function "fmod" (2, 2) = real::fmod, "Remainder with the sign of x.";
        function "frexp" (1, 1) = parts::frexp, "Split x into m * 2**e.";
        function "fsum" (1, 1) = sum::fsum, "Exactly rounded sum.";
        function "gamma" (1, 1) = real::gamma, "Gamma function at x.";
        function "gcd" (0, 255) = integer::gcd, "Greatest common factor.";
        function "hypot" (0, 255) = sum::hypot, "Length of a vector.";
        named_function "isclose" (["a", "b", "rel_tol", "abs_tol"], 2, 2) = real::isclose, "Whether a and b nearly agree.";
        function "isfinite" (1, 1) = |vm, args| property(vm, args, f64::is_finite), "Whether x is a finite number.";
        function "isinf" (1, 1) = |vm, args| property(vm, args, f64::is_infinite), "Whether x is infinite.";
        function "isnan" (1, 1) = |vm, args| property(vm, args, f64::is_nan), "Whether x is a NaN.";
        function "isqrt" (1, 1) = integer::isqrt, "Whole part of the root of n.";
        function "lcm" (0, 255) = integer::lcm, "Least shared multiple.";
        function "ldexp" (2, 2) = parts::ldexp, "Return x * (2**i).";
        function "lgamma" (1, 1) = real::lgamma, "Log of |gamma(x)|.";
        function "log" (1, 2) = real::log, "Logarithm of x, natural by default.";
        function "log10" (1, 1) = real::log10, "Decimal logarithm of x.";
        function "log1p" (1, 1) = |vm, args| with_poles(vm, args, libm::log1p), "Logarithm of 1 + x.";
        function "log2" (1, 1) = real::log2, "Binary logarithm.";
        function "modf" (1, 1) = parts::modf, "Split x at the point.";
        named_function "nextafter" (["", "", "steps"], 2, 2) = parts::nextafter, "The next float towards y.";
        function "perm" (1, 2) = integer::perm, "Count of ordered k-item picks of n.";
        function "pow" (2, 2) = real::pow, "x to the power y.";
        named_function "prod" (["", "start"], 1, 1) = sum::prod, "Multiply the items.";
        function "radians" (1, 1) = |vm, args| total(vm, args, |x| x * DEGREE), "Degrees to radians.";
        function "remainder" (2, 2) = real::remainder, "Remainder nearest zero.";
        function "sin" (1, 1) = |vm, args| with_poles(vm, args, libm::sin), "Sine of radians.";
        function "sinh" (1, 1) = |vm, args| growing(vm, args, libm::sinh), "Hyperbolic sine.";
        function "sqrt" (1, 1) = |vm, args| with_poles(vm, args, libm::sqrt), "Square root.";
        function "sumprod" (2, 2) = sum::sumprod, "Dot product of p and q.";
        function "tan" (1, 1) = |vm, args| with_poles(vm, args, libm::tan), "Tangent of radians.";
        function "tanh" (1, 1) = |vm, args| with_poles(vm, args, libm::tanh), "Hyperbolic tangent.";
        function "trunc" (1, 1) = real::trunc, "Drop the fraction.";
        function "ulp" (1, 1) = parts::ulp, "Spacing of floats at x.";
    }
}
