// SPDX-License-Identifier: Apache-2.0
#include "deepest_point.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <queue>

#include "edge_meeting.h"

namespace xuanzhi::geometry {

namespace {

/// A rectangle of the plane that may hold a deeper point than was found.
struct Rectangle {
  Box box;
  double bound = 0.0;  // no point of it lies deeper

  bool operator<(const Rectangle& other) const { return bound < other.bound; }
};

// Across the longer side.
std::array<Box, 2> halves(const Box& box) {
  Box first = box;
  Box second = box;
  if (box.max_x - box.min_x > box.max_y - box.min_y)
    first.max_x = second.min_x = 0.5 * (box.min_x + box.max_x);
  else
    first.max_y = second.min_y = 0.5 * (box.min_y + box.max_y);
  return {first, second};
}

class DeepestSearch {
 public:
  DeepestSearch(const SignedDistance& area, const SignedDistance& region, DepthSide side,
                double cap)
      : area_(area), region_(region), sign_(side == DepthSide::within ? 1.0 : -1.0), cap_(cap) {}

  double depth();

 private:
  static constexpr double kLeastStep = 0.01;  // metres
  static constexpr double kStep = 0.02;
  static constexpr std::size_t kMostSteps = 4000;

  double depth_of(Point p) const { return sign_ * region_(p); }
  // What is deeper than this is looked for.
  double enough() const { return std::min(cap_, best_ + std::max(kLeastStep, kStep * best_)); }
  void look_at(const Box& box);

  const SignedDistance& area_;
  const SignedDistance& region_;
  double sign_;
  double cap_;
  double best_ = 0.0;
  std::priority_queue<Rectangle> open_;
};

void DeepestSearch::look_at(const Box& box) {
  const Point middle = middle_of(box);
  const double reach = 0.5 * std::hypot(box.max_x - box.min_x, box.max_y - box.min_y);
  const double in_area = area_(middle);
  if (in_area < -reach) return;
  const double depth = depth_of(middle);
  if (in_area >= 0.0) best_ = std::max(best_, depth);
  if (depth + reach > enough()) open_.push({box, depth + reach});
}

double DeepestSearch::depth() {
  for (const PlaneEdge& edge : area_.edges()) {
    best_ = std::max(best_, depth_of(edge.from));
    if (best_ >= cap_) return cap_;
  }
  look_at(area_.box());
  for (std::size_t steps = 0; !open_.empty() && steps < kMostSteps; steps += 2) {
    const Rectangle rectangle = open_.top();
    open_.pop();
    if (best_ >= cap_ || rectangle.bound <= enough()) break;
    for (const Box& half : halves(rectangle.box)) look_at(half);
  }
  return std::min(best_, cap_);
}

}  // namespace

double deepest_point(const SignedDistance& area, const SignedDistance& region, DepthSide side,
                     double cap) {
  return DeepestSearch(area, region, side, cap).depth();
}

}  // namespace xuanzhi::geometry
