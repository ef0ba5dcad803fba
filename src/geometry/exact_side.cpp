// SPDX-License-Identifier: Apache-2.0
#include "exact_side.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace xuanzhi::geometry {

namespace {

/// A number as the exact sum of two.
struct Pair {
  double high = 0.0;
  double low = 0.0;
};

Pair exact_sum(double a, double b) {
  const double sum = a + b;
  const double of_b = sum - a;
  return {sum, (a - (sum - of_b)) + (b - of_b)};
}

Pair exact_product(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

/// Adds numbers without loss; the components never overlap, so that the last one that is not zero
/// has the sign of the whole.
class ExactSum {
 public:
  void add(double value) {
    for (std::size_t i = 0; i < size_; ++i) {
      const Pair sum = exact_sum(value, parts_[i]);
      parts_[i] = sum.low;
      value = sum.high;
    }
    parts_[size_++] = value;
  }
  void add_product(double a, double b) {
    const Pair product = exact_product(a, b);
    add(product.low);
    add(product.high);
  }
  int sign() const {
    for (std::size_t i = size_; i-- > 0;) {
      if (parts_[i] != 0.0) return parts_[i] > 0.0 ? 1 : -1;
    }
    return 0;
  }

 private:
  std::array<double, 16> parts_{};
  std::size_t size_ = 0;
};

int summed_side(Point a, Point b, Point p) {
  const Pair ax = exact_sum(a.x, -p.x), ay = exact_sum(a.y, -p.y);
  const Pair bx = exact_sum(b.x, -p.x), by = exact_sum(b.y, -p.y);
  ExactSum sum;
  for (const double u : {ax.low, ax.high}) {
    for (const double v : {by.low, by.high}) sum.add_product(u, v);
  }
  for (const double u : {ay.low, ay.high}) {
    for (const double v : {bx.low, bx.high}) sum.add_product(-u, v);
  }
  return sum.sign();
}

bool in_box_of(Point a, Point b, Point p) {
  return std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) && std::min(a.y, b.y) <= p.y &&
         p.y <= std::max(a.y, b.y);
}

}  // namespace

int exact_side(Point a, Point b, Point p) {
  // Shewchuk's bound for the determinant in doubles: (3 + 16 ε) ε, with ε = 2^-53.
  static constexpr double kBound = 3.3306690738754716e-16;
  const double left = (a.x - p.x) * (b.y - p.y);
  const double right = (a.y - p.y) * (b.x - p.x);
  const double determinant = left - right;
  if (std::abs(determinant) > kBound * (std::abs(left) + std::abs(right)))
    return determinant > 0.0 ? 1 : -1;
  return summed_side(a, b, p);
}

int winding_number(std::span<const Point> ring, Point p) {
  int out = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) out += turn_around(ring[i - 1], ring[i], p);
  return out;
}

bool edges_meet(Point a, Point b, Point c, Point d) {
  if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
      std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y)) {
    return false;
  }
  const int c_side = exact_side(a, b, c);
  const int d_side = exact_side(a, b, d);
  if (c_side * d_side > 0) return false;
  const int a_side = exact_side(c, d, a);
  const int b_side = exact_side(c, d, b);
  if (a_side * b_side > 0) return false;
  if (c_side * d_side < 0 && a_side * b_side < 0) return true;
  return (c_side == 0 && in_box_of(a, b, c)) || (d_side == 0 && in_box_of(a, b, d)) ||
         (a_side == 0 && in_box_of(c, d, a)) || (b_side == 0 && in_box_of(c, d, b));
}

}  // namespace xuanzhi::geometry
