// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/probe.h"

#include <utility>
#include <vector>

#include "edge_meeting.h"
#include "plain_wkb.h"
#include "probe_outline.h"

namespace xuanzhi::geometry {

namespace {

FlatPaths flat_of(const Shape& area) {
  FlatPaths flat;
  flat.add(area);
  return flat;
}

FlatPaths flat_of(const Geos& geos, const CompactShape& area) {
  const std::vector<std::vector<Point>> rings = plain_rings(area.wkb());
  if (rings.empty()) return flat_of(area.in(geos));
  FlatPaths flat;
  flat.add(rings);
  return flat;
}

}  // namespace

Probe::Probe(const Shape& area, AreaBasis basis)
    : Probe(&area.geos(), &area, nullptr, basis, outline_of(flat_of(area))) {}

Probe::Probe(const Geos& geos, const CompactShape& area, AreaBasis basis)
    : Probe(&geos, nullptr, &area, basis, outline_of(flat_of(geos, area))) {}

Probe::Probe(const Geos* geos, const Shape* area, const CompactShape* at_rest, AreaBasis basis,
             ProbeOutline outline)
    : geos_(geos),
      area_(area),
      at_rest_(at_rest),
      basis_(basis),
      outline_(std::make_unique<const ProbeOutline>(std::move(outline))),
      box_(outline_->box),
      plane_(middle_of(box_)),
      meter_(basis, middle_of(box_)),
      area_m2_(basis == AreaBasis::ellipsoid && ParallelStrip::serves(box_)
                   ? area_under(outline_->roofs, outline_->strip)
                   : meter_.area_m2(this->area())) {}

Probe::~Probe() = default;
Probe::Probe(Probe&&) noexcept = default;

const Shape& Probe::area() const {
  if (area_ != nullptr) return *area_;
  if (!made_) made_ = at_rest_->in(*geos_);
  return made_;
}

const Shape& Probe::plane_area() const {
  if (!plane_area_) plane_area_ = plane_.to_plane(area());
  return plane_area_;
}

}  // namespace xuanzhi::geometry
