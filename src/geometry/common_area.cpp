// SPDX-License-Identifier: Apache-2.0
#include "common_area.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ellipsoid.h"

namespace xuanzhi::geometry {

namespace {

// Square metres of a degree of latitude by a degree of longitude.
double square_degree_m2(double latitude) {
  const double sine = std::sin(latitude * kRadians);
  const double w = 1.0 - kEccentricitySquared * sine * sine;
  return kSemiMajor * kSemiMajor * (1.0 - kEccentricitySquared) * std::cos(latitude * kRadians) /
         (w * w) * kRadians * kRadians;
}

double height_at(const Roof& roof, double x) {
  const double share = (x - roof.west.x) / (roof.east.x - roof.west.x);
  return roof.west.y + share * (roof.east.y - roof.west.y);
}

}  // namespace

ParallelStrip::ParallelStrip(const Box& box) : height_(box.max_y - box.min_y) {
  // Newton's divided differences in shares of the height, then multiplied out.
  constexpr std::size_t kNodes = 5;
  std::array<double, kNodes> node{};
  std::array<double, kNodes> difference{};
  for (std::size_t i = 0; i < kNodes; ++i) {
    const double angle = (2.0 * static_cast<double>(i) + 1.0) / (2.0 * kNodes) * std::numbers::pi;
    node[i] = 0.5 - 0.5 * std::cos(angle);
    difference[i] = square_degree_m2(box.min_y + node[i] * height_);
  }
  for (std::size_t step = 1; step < kNodes; ++step) {
    for (std::size_t i = kNodes; i-- > step;)
      difference[i] = (difference[i] - difference[i - 1]) / (node[i] - node[i - step]);
  }
  for (std::size_t i = kNodes; i-- > 0;) {
    for (std::size_t k = kNodes - 1; k > 0; --k) rate_[k] = rate_[k - 1] - node[i] * rate_[k];
    rate_[0] = difference[i] - node[i] * rate_[0];
  }
}

double ParallelStrip::mean(double from, double to) const {
  const double u = from / height_;
  const double v = to / height_;
  double power = 1.0;  // u^k
  double sum = 1.0;    // of u^j v^(k-j)
  double area = 0.0;
  for (std::size_t k = 0; k < rate_.size(); ++k) {
    power *= u;
    sum = sum * v + power;
    const auto degree = static_cast<double>(k + 1);
    area += rate_[k] * sum / (degree * (degree + 1.0));
  }
  return area * height_;
}

std::vector<Roof> roofs_over(const std::vector<LocalRing>& rings, const Box& box) {
  std::vector<Roof> out;
  for (const LocalRing& ring : rings) {
    for (std::size_t i = 1; i < ring.points.size(); ++i) {
      Point west = ring.points[i - 1];
      Point east = ring.points[i];
      // The roof of a ring that turns left runs from east to west.
      double sign = -ring.weight;
      if (west.x > east.x) {
        std::swap(west, east);
        sign = -sign;
      }
      const bool aside = west.x == east.x || east.x <= box.min_x || west.x >= box.max_x;
      if (aside || (west.y <= box.min_y && east.y <= box.min_y)) continue;
      Roof roof{
          {west.x - box.min_x, west.y - box.min_y}, {east.x - box.min_x, east.y - box.min_y}, sign};
      if (roof.west.y < 0.0 || roof.east.y < 0.0) {
        const double share = roof.west.y / (roof.west.y - roof.east.y);
        const Point foot{roof.west.x + share * (roof.east.x - roof.west.x), 0.0};
        (roof.west.y < 0.0 ? roof.west : roof.east) = foot;
        if (!(roof.west.x < roof.east.x)) continue;
      }
      out.push_back(roof);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Roof& a, const Roof& b) { return a.west.x < b.west.x; });
  return out;
}

double area_under(const std::vector<Roof>& roofs, const ParallelStrip& strip) {
  double area = 0.0;
  for (const Roof& roof : roofs)
    area += roof.sign * (roof.east.x - roof.west.x) * strip.mean(roof.west.y, roof.east.y);
  return area;
}

namespace {

// The area under the lower of two roofs, for unit signs.
double under_both(const Roof& a, const Roof& b, const ParallelStrip& strip) {
  const double west = std::max(a.west.x, b.west.x);
  const double east = std::min(a.east.x, b.east.x);
  const double a_west = height_at(a, west), b_west = height_at(b, west);
  const double a_east = height_at(a, east), b_east = height_at(b, east);
  const double lift_west = a_west - b_west;
  const double lift_east = a_east - b_east;
  if ((lift_west < 0.0) == (lift_east < 0.0) || lift_west == lift_east) {
    const double low_west = std::min(a_west, b_west);
    const double low_east = std::min(a_east, b_east);
    return (east - west) * strip.mean(low_west, low_east);
  }
  const double share = lift_west / (lift_west - lift_east);
  const double middle = west + share * (east - west);
  const double height = a_west + share * (a_east - a_west);
  return (middle - west) * strip.mean(std::min(a_west, b_west), height) +
         (east - middle) * strip.mean(height, std::min(a_east, b_east));
}

}  // namespace

CommonArea common_area(const std::vector<Roof>& within, const std::vector<Roof>& other,
                       const ParallelStrip& strip) {
  // Each term is off by some roundings of its own size.
  static constexpr double kRounding = 1e-15;
  CommonArea out;
  double total = 0.0;
  for (const Roof& a : within) {
    for (const Roof& b : other) {
      if (b.west.x >= a.east.x) break;
      if (b.east.x <= a.west.x) continue;
      const double area = under_both(a, b, strip);
      out.area_m2 += a.sign * b.sign * area;
      total += std::abs(area);
    }
  }
  out.rounding_m2 = kRounding * total;
  return out;
}

}  // namespace xuanzhi::geometry
