// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/place_order.h"

#include <algorithm>

namespace xuanzhi::geometry {

std::uint32_t hilbert_place(const Box& whole, Point point) {
  static constexpr std::uint32_t kBits = 16;
  static constexpr std::uint32_t kSide = 1U << kBits;
  const auto step = [](double value, double low, double high) {
    const double share = high > low ? (value - low) / (high - low) : 0.0;
    return static_cast<std::uint32_t>(std::clamp(share, 0.0, 1.0) * (kSide - 1));
  };
  std::uint32_t x = step(point.x, whole.min_x, whole.max_x);
  std::uint32_t y = step(point.y, whole.min_y, whole.max_y);
  std::uint32_t place = 0;
  for (std::uint32_t bit = kBits; bit-- > 0;) {
    const std::uint32_t right = x >> bit & 1U;
    const std::uint32_t upper = y >> bit & 1U;
    place = 4 * place + (3 * right ^ upper);
    // Each quarter holds the curve of the whole, turned so that the ends join: the lower ones have
    // x and y exchanged, and the right one of them both mirrored. Without branches, which would be
    // a guess for every quarter.
    const std::uint32_t lower = 0U - (upper ^ 1U);
    const std::uint32_t mirrored = lower & (0U - right);
    const std::uint32_t exchanged = lower & (x ^ y);
    x ^= mirrored ^ exchanged;
    y ^= mirrored ^ exchanged;
  }
  return place;
}

std::vector<std::size_t> in_order_of_place(const std::vector<Box>& boxes) {
  std::vector<std::size_t> out;
  if (boxes.empty()) return out;
  Box whole = boxes.front();
  for (const Box& box : boxes) whole = whole.united(box);
  // The place above the number: one comparison each.
  std::vector<std::uint64_t> order;
  order.reserve(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Point middle{0.5 * (boxes[i].min_x + boxes[i].max_x),
                       0.5 * (boxes[i].min_y + boxes[i].max_y)};
    order.push_back(std::uint64_t{hilbert_place(whole, middle)} << 32U | i);
  }
  std::sort(order.begin(), order.end());
  out.reserve(order.size());
  for (const std::uint64_t one : order) out.push_back(one & 0xFFFFFFFFU);
  return out;
}

}  // namespace xuanzhi::geometry
