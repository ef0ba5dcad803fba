// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "xuanzhi/geometry/area_meter.h"
#include "xuanzhi/geometry/compact_shape.h"
#include "xuanzhi/geometry/local_plane.h"
#include "xuanzhi/geometry/shape.h"

namespace xuanzhi::geometry {

struct ProbeOutline;

/// An area that is compared with many others: prepared once, with its own plane. Belongs to one
/// thread, that of its area's GEOS context: some of it is prepared only when it is asked for.
class Probe {
 public:
  /// `area` is a valid area in the canonical system; it is borrowed and must outlive the probe.
  Probe(const Shape& area, AreaBasis basis);
  /// The same of a shape at rest, which most probes need no GEOS for.
  Probe(const Geos& geos, const CompactShape& area, AreaBasis basis);
  ~Probe();
  Probe(Probe&&) noexcept;

  const Shape& area() const;
  const Geos& geos() const { return *geos_; }
  const Shape& plane_area() const;
  const LocalPlane& plane() const { return plane_; }
  const Box& box() const { return box_; }
  AreaBasis basis() const { return basis_; }
  /// Area of the probe itself, and of any shape near it, by the probe's basis.
  double area_m2() const { return area_m2_; }
  double area_m2(const Shape& shape) const { return meter_.area_m2(shape); }
  /// The outline in flat arrays, for the engine.
  const ProbeOutline& outline() const { return *outline_; }

 private:
  Probe(const Geos* geos, const Shape* area, const CompactShape* at_rest, AreaBasis basis,
        ProbeOutline outline);

  const Geos* geos_;
  const Shape* area_;  // null where the area is at rest
  const CompactShape* at_rest_;
  AreaBasis basis_;
  std::unique_ptr<const ProbeOutline> outline_;
  Box box_;
  LocalPlane plane_;
  AreaMeter meter_;
  // Null until asked for, and before what asks for them.
  mutable Shape made_;
  mutable Shape plane_area_;
  double area_m2_;
};

}  // namespace xuanzhi::geometry
