// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

/// A shape at rest, as WKB with its box: half of the memory that GEOS takes for it. It belongs to
/// no context, can be copied, and any number of threads may read it.
class CompactShape {
 public:
  CompactShape() = default;
  /// Throws `Error` (geometry_failed) where the shape is empty.
  explicit CompactShape(const Shape& shape) : wkb_(to_wkb(shape)), box_(shape.box()) {}

  const std::string& wkb() const { return wkb_; }
  const Box& box() const { return box_; }
  /// The same shape, to work with.
  Shape in(const Geos& geos) const { return from_wkb(geos, wkb_); }

 private:
  std::string wkb_;
  Box box_;
};

}  // namespace xuanzhi::geometry
