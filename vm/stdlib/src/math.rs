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
        function "acos" (1, 1) = |vm, args| with_poles(vm, args, libm::acos), "Return the arc cosine (measured in radians) of x.";
        function "acosh" (1, 1) = |vm, args| with_poles(vm, args, libm::acosh), "Return the inverse hyperbolic cosine of x.";
        function "asin" (1, 1) = |vm, args| with_poles(vm, args, libm::asin), "Return the arc sine (measured in radians) of x.";
        function "asinh" (1, 1) = |vm, args| with_poles(vm, args, libm::asinh), "Return the inverse hyperbolic sine of x.";
        function "atan" (1, 1) = |vm, args| with_poles(vm, args, libm::atan), "Return the arc tangent (measured in radians) of x.";
        function "atan2" (2, 2) = |vm, args| of_two(vm, args, libm::atan2), "Return the arc tangent (measured in radians) of y/x.";
        function "atanh" (1, 1) = |vm, args| with_poles(vm, args, libm::atanh), "Return the inverse hyperbolic tangent of x.";
        function "cbrt" (1, 1) = |vm, args| with_poles(vm, args, libm::cbrt), "Return the cube root of x.";
        function "ceil" (1, 1) = real::ceil, "Return the ceiling of x as an Integral.";
        function "comb" (2, 2) = integer::comb, "Number of ways to choose k items from n items without repetition and without order.";
        function "copysign" (2, 2) = |vm, args| of_two(vm, args, libm::copysign), "Return a float with the magnitude (absolute value) of x but the sign of y.";
        function "cos" (1, 1) = |vm, args| with_poles(vm, args, libm::cos), "Return the cosine of x (measured in radians).";
        function "cosh" (1, 1) = |vm, args| growing(vm, args, libm::cosh), "Return the hyperbolic cosine of x.";
        function "degrees" (1, 1) = |vm, args| total(vm, args, |x| x * RADIAN), "Convert angle x from radians to degrees.";
        function "dist" (2, 2) = sum::dist, "Return the Euclidean distance between two points p and q.";
        function "erf" (1, 1) = |vm, args| total(vm, args, libm::erf), "Error function at x.";
        function "erfc" (1, 1) = |vm, args| total(vm, args, libm::erfc), "Complementary error function at x.";
        function "exp" (1, 1) = |vm, args| growing(vm, args, libm::exp), "Return e raised to the power of x.";
        function "exp2" (1, 1) = |vm, args| growing(vm, args, |x| libm::pow(2.0, x)), "Return 2 raised to the power of x.";
        function "expm1" (1, 1) = |vm, args| growing(vm, args, libm::expm1), "Return exp(x)-1.";
        function "fabs" (1, 1) = |vm, args| total(vm, args, f64::abs), "Return the absolute value of the float x.";
        function "factorial" (1, 1) = integer::factorial, "Find n!.";
        function "floor" (1, 1) = real::floor, "Return the floor of x as an Integral.";
        function "fma" (3, 3) = real::fma, "Fused multiply-add operation: compute (x * y) + z with a single round.";
        function "fmod" (2, 2) = real::fmod, "Return fmod(x, y), according to platform C.";
        function "frexp" (1, 1) = parts::frexp, "Return the mantissa and exponent of x, as pair (m, e).";
        function "fsum" (1, 1) = sum::fsum, "Return an accurate floating-point sum of values in the iterable seq.";
        function "gamma" (1, 1) = real::gamma, "Gamma function at x.";
        function "gcd" (0, 255) = integer::gcd, "Greatest Common Divisor.";
        function "hypot" (0, 255) = sum::hypot, "Multidimensional Euclidean distance from the origin to a point.";
        named_function "isclose" (["a", "b", "rel_tol", "abs_tol"], 2, 2) = real::isclose, "Determine whether two floating-point numbers are close in value.";
        function "isfinite" (1, 1) = |vm, args| property(vm, args, f64::is_finite), "Return True if x is neither an infinity nor a NaN, and False otherwise.";
        function "isinf" (1, 1) = |vm, args| property(vm, args, f64::is_infinite), "Return True if x is a positive or negative infinity, and False otherwise.";
        function "isnan" (1, 1) = |vm, args| property(vm, args, f64::is_nan), "Return True if x is a NaN (not a number), and False otherwise.";
        function "isqrt" (1, 1) = integer::isqrt, "Return the integer part of the square root of the input.";
        function "lcm" (0, 255) = integer::lcm, "Least Common Multiple.";
        function "ldexp" (2, 2) = parts::ldexp, "Return x * (2**i).";
        function "lgamma" (1, 1) = real::lgamma, "Natural logarithm of absolute value of Gamma function at x.";
        function "log" (1, 2) = real::log, "log(x, [base=math.e])\nReturn the logarithm of x to the given base.";
        function "log10" (1, 1) = real::log10, "Return the base 10 logarithm of x.";
        function "log1p" (1, 1) = |vm, args| with_poles(vm, args, libm::log1p), "Return the natural logarithm of 1+x (base e).";
        function "log2" (1, 1) = real::log2, "Return the base 2 logarithm of x.";
        function "modf" (1, 1) = parts::modf, "Return the fractional and integer parts of x.";
        named_function "nextafter" (["", "", "steps"], 2, 2) = parts::nextafter, "Return the floating-point value the given number of steps after x towards y.";
        function "perm" (1, 2) = integer::perm, "Number of ways to choose k items from n items without repetition and with order.";
        function "pow" (2, 2) = real::pow, "Return x**y (x to the power of y).";
        named_function "prod" (["", "start"], 1, 1) = sum::prod, "Calculate the product of all the elements in the input iterable.";
        function "radians" (1, 1) = |vm, args| total(vm, args, |x| x * DEGREE), "Convert angle x from degrees to radians.";
        function "remainder" (2, 2) = real::remainder, "Difference between x and the closest integer multiple of y.";
        function "sin" (1, 1) = |vm, args| with_poles(vm, args, libm::sin), "Return the sine of x (measured in radians).";
        function "sinh" (1, 1) = |vm, args| growing(vm, args, libm::sinh), "Return the hyperbolic sine of x.";
        function "sqrt" (1, 1) = |vm, args| with_poles(vm, args, libm::sqrt), "Return the square root of x.";
        function "sumprod" (2, 2) = sum::sumprod, "Return the sum of products of values from two iterables p and q.";
        function "tan" (1, 1) = |vm, args| with_poles(vm, args, libm::tan), "Return the tangent of x (measured in radians).";
        function "tanh" (1, 1) = |vm, args| with_poles(vm, args, libm::tanh), "Return the hyperbolic tangent of x.";
        function "trunc" (1, 1) = real::trunc, "Truncates the Real x to the nearest Integral toward 0.";
        function "ulp" (1, 1) = parts::ulp, "Return the value of the least significant bit of the float x.";
    }
}
