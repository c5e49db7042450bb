// Logarithm, exponential and power made of +, -, *, / and bits alone.
//
// The mathematical library's last bit differs between machines and versions; a value drawn through it could
// differ too. IEEE 754 fixes the result of the operations used here (and of sqrt), so these functions give
// the same bits everywhere, as long as the compiler does not fuse operations (CMakeLists.txt forbids it for
// this layer). Within a few units of the last place of the true result; not for NaN or infinities.
#pragma once

namespace seedctl::gen {

// x > 0, not subnormal.
double portable_log(double x);
// 0 below about -708; the largest double above about 709.
double portable_exp(double x);
// base > 0, not subnormal.
double portable_pow(double base, double exponent);
// exponent >= 0; exact up to 22.
double power_of_ten(int exponent);

// log(1 + t) / t, 1 at t = 0; t > -1. Keeps its precision around 0.
double log1p_ratio(double t);
// (exp(t) - 1) / t, 1 at t = 0. Keeps its precision around 0.
double expm1_ratio(double t);

}  // namespace seedctl::gen
