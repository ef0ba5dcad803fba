// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/place_order.h"

#include <algorithm>
#include <utility>

namespace xuanzhi::geometry {

std::uint32_t hilbert_place(const Box& whole, Point point) {
  static constexpr std::uint32_t kSide = 1U << 16U;
  const auto step = [](double value, double low, double high) {
    const double share = high > low ? (value - low) / (high - low) : 0.0;
    return static_cast<std::uint32_t>(std::clamp(share, 0.0, 1.0) * (kSide - 1));
  };
  std::uint32_t x = step(point.x, whole.min_x, whole.max_x);
  std::uint32_t y = step(point.y, whole.min_y, whole.max_y);
  std::uint32_t place = 0;
  for (std::uint32_t half = kSide / 2; half > 0; half /= 2) {
    const bool right = (x & half) != 0;
    const bool upper = (y & half) != 0;
    place = 4 * place + (right ? (upper ? 2U : 3U) : (upper ? 1U : 0U));
    // Each quarter holds the curve of the whole, turned so that the ends join.
    if (upper) continue;
    if (right) {
      x = (kSide - 1) ^ x;
      y = (kSide - 1) ^ y;
    }
    std::swap(x, y);
  }
  return place;
}

std::vector<std::size_t> in_order_of_place(const std::vector<Box>& boxes) {
  std::vector<std::size_t> out;
  if (boxes.empty()) return out;
  Box whole = boxes.front();
  for (const Box& box : boxes) whole = whole.united(box);
  std::vector<std::pair<std::uint32_t, std::size_t>> order;
  order.reserve(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Point middle{0.5 * (boxes[i].min_x + boxes[i].max_x),
                       0.5 * (boxes[i].min_y + boxes[i].max_y)};
    order.emplace_back(hilbert_place(whole, middle), i);
  }
  std::sort(order.begin(), order.end());
  out.reserve(order.size());
  for (const auto& [place, number] : order) out.push_back(number);
  return out;
}

}  // namespace xuanzhi::geometry
