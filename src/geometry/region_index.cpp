// SPDX-License-Identifier: Apache-2.0
#include "xuanzhi/geometry/region_index.h"

#include <algorithm>
#include <utility>

#include "flat_paths.h"
#include "nearest_search.h"
#include "packed_tree.h"
#include "xuanzhi/geometry/measure.h"

namespace xuanzhi::geometry {

namespace {

// Features with more vertices than this are cut to the probe's box before an overlay.
constexpr std::size_t kClipAbove = 256;

Point centre_of(const Box& box) {
  return {0.5 * (box.min_x + box.max_x), 0.5 * (box.min_y + box.max_y)};
}

}  // namespace

void Probe::Free::operator()(const GEOSPreparedGeometry* prepared) const {
  GEOSPreparedGeom_destroy_r(context, prepared);
}

Probe::Probe(const Shape& area, AreaBasis basis)
    : area_(&area),
      box_(area.box()),
      plane_(centre_of(box_)),
      meter_(basis, centre_of(box_)),
      area_m2_(meter_.area_m2(area)),
      prepared_(GEOSPrepare_r(area.context(), area.get()), Free{area.context()}) {}

const Shape& Probe::plane_area() const {
  if (!plane_area_) plane_area_ = plane_.to_plane(*area_);
  return plane_area_;
}

const ProbeEdges& Probe::edges() const {
  if (!edges_) edges_ = std::make_unique<const ProbeEdges>(probe_edges(*area_, plane_));
  return *edges_;
}

Probe::~Probe() = default;
Probe::Probe(Probe&&) noexcept = default;

bool Probe::intersects(const Shape& other) const {
  const char answer = GEOSPreparedIntersects_r(area_->context(), prepared_.get(), other.get());
  return answer == 2 ? geometry::intersects(*area_, other) : answer == 1;
}

bool Probe::covers(const Shape& other) const {
  return GEOSPreparedCovers_r(area_->context(), prepared_.get(), other.get()) == 1;
}

struct RegionIndex::Prepared {
  PackedTree items;
  FlatPaths flat;
  EdgeIndex edges;  // over `flat`
};

RegionIndex::RegionIndex(const Geos& geos, std::vector<RegionItem> items)
    : geos_(&geos), items_(std::move(items)) {
  auto prepared = std::make_unique<Prepared>();
  std::vector<Box> boxes;
  std::vector<double> half_widths;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    boxes.push_back(items_[i].shape->box());
    half_widths.push_back(items_[i].half_width_m);
    prepared->flat.add(*items_[i].shape, i);
  }
  prepared->items = PackedTree(boxes);
  prepared->edges = index_edges(prepared->flat, std::move(half_widths));
  prepared_ = std::move(prepared);
}

RegionIndex::~RegionIndex() = default;
RegionIndex::RegionIndex(RegionIndex&&) noexcept = default;

std::vector<std::size_t> RegionIndex::touching(const Probe& probe) const {
  std::vector<std::size_t> out;
  for (const std::size_t i : prepared_->items.meeting(probe.box())) {
    if (probe.intersects(*items_[i].shape)) out.push_back(i);
  }
  return out;
}

std::vector<RegionOverlap> RegionIndex::overlaps(const Probe& probe) const {
  std::vector<RegionOverlap> out;
  for (const std::size_t i : touching(probe)) {
    const Shape& shape = *items_[i].shape;
    if (shape.dimension() < 2) continue;
    const bool inside = probe.covers(shape);
    const bool large = !inside && shape.vertex_count() > kClipAbove;
    Shape piece = inside  ? shape.clone()
                  : large ? intersection(probe.area(), clipped(shape, grown(probe.box(), 1.0)))
                          : intersection(probe.area(), shape);
    const double area = probe.area_m2(piece);
    if (area > 0.0) out.push_back({i, std::move(piece), area});
  }
  return out;
}

RegionProximity meeting(const std::vector<RegionOverlap>& overlaps) {
  const auto largest = std::max_element(
      overlaps.begin(), overlaps.end(),
      [](const RegionOverlap& a, const RegionOverlap& b) { return a.area_m2 < b.area_m2; });
  const RegionNearest nearest{largest->item, 0.0};
  return {nearest, nearest};
}

RegionProximity RegionIndex::proximity(const Probe& probe, std::optional<double> within_m) const {
  RegionProximity out;
  if (items_.empty()) return out;
  const std::vector<std::size_t> met = touching(probe);
  if (!met.empty()) {
    const std::vector<RegionOverlap> shared = overlaps(probe);
    if (!shared.empty()) return meeting(shared);
    out.shape = out.edge = RegionNearest{met.front(), 0.0};
    return out;
  }
  return nearest_outlines(prepared_->edges, probe.edges(), probe.plane(), within_m);
}

Shape RegionIndex::surroundings(const Probe& probe, double reach_m) const {
  const Box box = grown(probe.box(), reach_m);
  std::vector<Shape> near;
  for (const std::size_t i : prepared_->items.meeting(box)) {
    const Shape& shape = *items_[i].shape;
    if (shape.dimension() < 2) continue;
    Shape part = clipped(shape, box);
    if (!part.empty()) near.push_back(std::move(part));
  }
  if (near.empty()) return make_empty(*geos_);
  return union_of(*geos_, std::move(near));
}

}  // namespace xuanzhi::geometry
