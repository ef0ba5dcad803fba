// SPDX-License-Identifier: Apache-2.0
#include "long_edge.h"

#include <algorithm>
#include <cmath>

namespace xuanzhi::geometry {

namespace {

struct Shares {
  double from = 0.0;
  double to = 1.0;

  // Cuts off what lies outside of low … high in one direction (Liang and Barsky 1984).
  void cut(double start, double way, double low, double high) {
    if (way == 0.0) {
      if (start < low || start > high) to = -1.0;
      return;
    }
    const double a = (low - start) / way;
    const double b = (high - start) / way;
    from = std::max(from, std::min(a, b));
    to = std::min(to, std::max(a, b));
  }
};

}  // namespace

LongEdge::LongEdge(Point from, Point to)
    : from_(from),
      to_(to),
      way_{to.x - from.x, to.y - from.y},
      pieces_(static_cast<std::size_t>(
          std::max(1.0, std::ceil(std::max(std::abs(way_.x), std::abs(way_.y)) / kLongestEdge)))) {}

Point LongEdge::at(std::size_t number) const {
  if (number == 0) return from_;
  if (number == pieces_) return to_;
  const double share = static_cast<double>(number) / static_cast<double>(pieces_);
  return {from_.x + share * way_.x, from_.y + share * way_.y};
}

LongEdge::Pieces LongEdge::pieces_in(const Box& box) const {
  Shares shares;
  shares.cut(from_.x, way_.x, box.min_x, box.max_x);
  shares.cut(from_.y, way_.y, box.min_y, box.max_y);
  const auto count = static_cast<double>(pieces_);
  // Rounding must not lose a piece: a share is good to far less than one of them.
  const double first = std::floor(shares.from * count - 0.01);
  const double end = std::ceil(shares.to * count + 0.01);
  if (!(first < end)) return {};
  return {static_cast<std::size_t>(std::max(0.0, first)),
          static_cast<std::size_t>(std::clamp(end, 0.0, count))};
}

}  // namespace xuanzhi::geometry
