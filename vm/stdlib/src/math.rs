//! `math`: functions of C's library with Python's errors, and exact ones on integers.
//!
//! Source: Python Library Reference, "math"; CPython Modules/mathmodule.c for which results
//! are errors.

pub mod real;
pub mod integer;
pub mod sums;

use pyrite_api::{Vm, py_module};

py_module! {
    /// `math`
    pub static MATH = "math", "Mathematical functions defined by the C standard." {
        value "pi" () = |vm: &Vm| vm.float(core::f64::consts::PI), "";
        value "e" () = |vm: &Vm| vm.float(core::f64::consts::E), "";
        value "tau" () = |vm: &Vm| vm.float(core::f64::consts::TAU), "";
        value "inf" () = |vm: &Vm| vm.float(f64::INFINITY), "";
        value "nan" () = |vm: &Vm| vm.float(f64::NAN), "";
        function "acos" (1, 1) = real::acos, "Return the arc cosine (measured in radians) of x.";
        function "acosh" (1, 1) = real::acosh, "Return the inverse hyperbolic cosine of x.";
        function "asin" (1, 1) = real::asin, "Return the arc sine (measured in radians) of x.";
        function "asinh" (1, 1) = real::asinh, "Return the inverse hyperbolic sine of x.";
        function "atan" (1, 1) = real::atan, "Return the arc tangent (measured in radians) of x.";
        function "atan2" (2, 2) = real::atan2, "Return the arc tangent (measured in radians) of y/x.";
        function "atanh" (1, 1) = real::atanh, "Return the inverse hyperbolic tangent of x.";
        function "cbrt" (1, 1) = real::cbrt, "Return the cube root of x.";
        function "ceil" (1, 1) = real::ceil, "Return the ceiling of x as an Integral.";
        function "copysign" (2, 2) = real::copysign, "Return a float with the magnitude of x but the sign of y.";
        function "cos" (1, 1) = real::cos, "Return the cosine of x (measured in radians).";
        function "cosh" (1, 1) = real::cosh, "Return the hyperbolic cosine of x.";
        function "degrees" (1, 1) = real::degrees, "Convert angle x from radians to degrees.";
        function "erf" (1, 1) = real::erf, "Error function at x.";
        function "erfc" (1, 1) = real::erfc, "Complementary error function at x.";
        function "exp" (1, 1) = real::exp, "Return e raised to the power of x.";
        function "exp2" (1, 1) = real::exp2, "Return 2 raised to the power of x.";
        function "expm1" (1, 1) = real::expm1, "Return exp(x)-1.";
        function "fabs" (1, 1) = real::fabs, "Return the absolute value of the float x.";
        function "floor" (1, 1) = real::floor, "Return the floor of x as an Integral.";
        function "fma" (3, 3) = real::fma, "Fused multiply-add operation.";
        function "fmod" (2, 2) = real::fmod, "Return fmod(x, y), according to platform C.";
        function "frexp" (1, 1) = real::frexp, "Return the mantissa and exponent of x, as pair (m, e).";
        function "gamma" (1, 1) = real::gamma, "Gamma function at x.";
        function "isfinite" (1, 1) = real::isfinite, "Return True if x is neither an infinity nor a NaN, and False otherwise.";
        function "isinf" (1, 1) = real::isinf, "Return True if x is a positive or negative infinity, and False otherwise.";
        function "isnan" (1, 1) = real::isnan, "Return True if x is a NaN (not a number), and False otherwise.";
        named_function "isclose" (["a", "b", "rel_tol", "abs_tol"], 2, 2) = real::isclose, "Determine whether two floating-point numbers are close in value.";
        function "ldexp" (2, 2) = real::ldexp, "Return x * (2**i).";
        function "lgamma" (1, 1) = real::lgamma, "Natural logarithm of absolute value of Gamma function at x.";
        function "log" (1, 2) = real::log, "log(x, [base=math.e])\nReturn the logarithm of x to the given base.";
        function "log10" (1, 1) = real::log10, "Return the base 10 logarithm of x.";
        function "log1p" (1, 1) = real::log1p, "Return the natural logarithm of 1+x (base e).";
        function "log2" (1, 1) = real::log2, "Return the base 2 logarithm of x.";
        function "modf" (1, 1) = real::modf, "Return the fractional and integer parts of x.";
        named_function "nextafter" (["", "", "steps"], 2, 2) = real::nextafter, "Return the floating-point value the given number of steps after x towards y.";
        function "pow" (2, 2) = real::pow, "Return x**y (x to the power of y).";
        function "radians" (1, 1) = real::radians, "Convert angle x from degrees to radians.";
        function "remainder" (2, 2) = real::remainder, "Difference between x and the closest integer multiple of y.";
        function "sin" (1, 1) = real::sin, "Return the sine of x (measured in radians).";
        function "sinh" (1, 1) = real::sinh, "Return the hyperbolic sine of x.";
        function "sqrt" (1, 1) = real::sqrt, "Return the square root of x.";
        function "tan" (1, 1) = real::tan, "Return the tangent of x (measured in radians).";
        function "tanh" (1, 1) = real::tanh, "Return the hyperbolic tangent of x.";
        function "trunc" (1, 1) = real::trunc, "Truncates the Real x to the nearest Integral toward 0.";
        function "ulp" (1, 1) = real::ulp, "Return the value of the least significant bit of the float x.";
        function "comb" (2, 2) = integer::comb, "Number of ways to choose k items from n items without repetition and without order.";
        function "factorial" (1, 1) = integer::factorial, "Find n!.";
        function "gcd" (0, 255) = integer::gcd, "Greatest Common Divisor.";
        function "isqrt" (1, 1) = integer::isqrt, "Return the integer part of the square root of the input.";
        function "lcm" (0, 255) = integer::lcm, "Least Common Multiple.";
        function "perm" (1, 2) = integer::perm, "Number of ways to choose k items from n items without repetition and with order.";
        named_function "prod" (["", "start"], 1, 1) = sums::prod, "Calculate the product of all the elements in the input iterable.";
        function "dist" (2, 2) = sums::dist, "Return the Euclidean distance between two points p and q.";
        function "fsum" (1, 1) = sums::fsum, "Return an accurate floating-point sum of values in the iterable seq.";
        function "hypot" (0, 255) = sums::hypot, "Multidimensional Euclidean distance from the origin to a point.";
        function "sumprod" (2, 2) = sums::sumprod, "Return the sum of products of values from two iterables p and q.";
    }
}
