// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A box in single precision, rounded outwards: half the bytes and twice as many in a register. Up
/// to three metres larger on either side, it only tells what need not be looked at.
struct CoarseBox {
  float min_x = 0.0F;
  float min_y = 0.0F;
  float max_x = 0.0F;
  float max_y = 0.0F;

  CoarseBox() = default;
  explicit CoarseBox(const Box& box)
      : min_x(static_cast<float>(box.min_x - doubt(box.min_x))),
        min_y(static_cast<float>(box.min_y - doubt(box.min_y))),
        max_x(static_cast<float>(box.max_x + doubt(box.max_x))),
        max_y(static_cast<float>(box.max_y + doubt(box.max_y))) {}

  Box box() const { return {min_x, min_y, max_x, max_y}; }
  CoarseBox united(const CoarseBox& other) const {
    CoarseBox out;
    out.min_x = std::min(min_x, other.min_x);
    out.min_y = std::min(min_y, other.min_y);
    out.max_x = std::max(max_x, other.max_x);
    out.max_y = std::max(max_y, other.max_y);
    return out;
  }

 private:
  // More than what rounding to the nearest value of single precision takes or adds, and without the
  // guess that a branch on the rounded value would be.
  static double doubt(double value) { return 0x1p-23 * std::abs(value) + 1e-37; }
};

}  // namespace xuanzhi::geometry
